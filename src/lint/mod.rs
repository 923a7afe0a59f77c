//! The lint: what must not be written, found in free text before it is saved.
//!
//! In: any text a person typed (a note, a message, a transcript), in Spanish, English or both at
//! once. Out: where it seems to hold a plate, a phone number, a document number, somebody's
//! immigration status, a name, a badge number, a home or a way to contact someone. Nothing is
//! stored and nothing is logged: the caller shows the spans to the person who wrote them, or asks
//! for the text with the spans replaced.
//!
//! The lint is a second line. Public text never contains free text at all; and because no list of
//! names is complete, a text without findings is not a text without names.

mod badge;
mod contact;
mod document;
mod finding;
mod fold;
mod home;
mod home_lodged;
mod home_words;
mod known_names;
mod name;
mod phone;
mod plate;
mod plate_cued;
mod status;
mod status_told;
mod token;
mod word;

#[cfg(test)]
mod tests;

pub use finding::{Class, Finding, findings, redact};
