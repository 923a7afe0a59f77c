//! Texts in and out: the mail room.
//!
//! In: texts that people send to the network's number, through a signed door for each kind of provider; letters that other rooms hand
//! over. Out: numbered inbound texts that rooms below pull when the bell `messages` rings; letters, sent by the worker and followed
//! until their fate is known; single messages of broadcasts, by push, e-mail, text, Signal and webhook. Who writes STOP gets nothing more. A number is sealed, found again by a keyed hash, and named outside
//! this room by the id of its [`Thread`] only.

mod android;
pub mod broadcast;
pub mod email;
mod gsm7;
mod hooks;
mod http;
mod inbox;
mod keyword;
mod letter;
mod mail;
mod opt_out;
mod outbox;
mod pages;
pub mod push;
pub mod sending;
pub mod signal;
mod signature;
pub mod sms;
pub mod store;
mod thread;
mod told;
pub mod trying;
mod twilio;
pub mod webhook;
mod worker;

#[cfg(test)]
pub(crate) mod tests;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::ground::web::Doors;

pub use gsm7::{Encoding, Segments, for_sms, segments, to_gsm7};
pub use inbox::{Incoming, Taken, letter, letter_about, no_pictures, open_inbound, open_number, take_in};
pub use keyword::Keyword;
pub use letter::{About, Fate, Letter, Why};
pub use mail::Mail;
pub use outbox::{Outbox, Slip};
pub use sending::{
    CARRIED_HOURS_MAX, Following, Forecast, MessageKind, Order, Push, Pusher, Said, Sending, broadcast, duration,
    end_chain, forecast, heard, missed,
};
pub use thread::{Inbound, Number, Route, Thread};
pub use told::{Rate, Told, rate};
pub use worker::WORKER;

/// The largest request a provider may send: a text is at most a few kilobytes.
const HOOK_BYTES_MAX: usize = 64 * 1024;

/// The largest that the network's phone may send: a picture message comes with its pictures in base64, which carriers keep below 3 MB.
const PHONE_BYTES_MAX: usize = 6 * 1024 * 1024;

/// The words of automatic answers and of the demo's outbox.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("messages");

/// The doors of the mail room. Those of a provider that is not configured answer 404.
pub fn doors() -> Doors {
    let limit = DefaultBodyLimit::max(HOOK_BYTES_MAX);
    Doors::default()
        .signed(hooks::TWILIO_PATH, post(hooks::twilio).layer(limit))
        .signed(hooks::ANDROID_PATH, post(hooks::android))
        .anyone(pages::OUTBOX_PATH, get(pages::outbox))
        .anyone(pages::PUSH_KEY_PATH, get(pages::push_key))
}
