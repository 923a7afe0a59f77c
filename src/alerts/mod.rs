//! Alerts: from a confirmed incident to a message in every language, let out by a second person.
//!
//! In: an incident that was looked at, and a dispatcher's choices from closed lists. Out: an alert, an update, a correction, an all clear or
//! "we checked", on public pages, in feeds and as CAP; and [`Released`], the only thing that may be sent to anybody.
//! Who: dispatchers draft, releasers release, one of either stops. No text that anybody typed is ever in it.

pub mod alert;
mod basis;
pub mod cap;
pub mod cap_check;
mod desk;
mod facts_text;
pub mod refused;
pub mod render;
pub mod state;
pub mod store;
mod worker;
pub mod xml;
pub mod xml_in;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;

pub use alert::{Facts, Kind};
pub use refused::AlertRefused;
pub use state::{Alert, Released};
pub use worker::WORKERS;

/// The words of messages and of this room's pages.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("alerts");
