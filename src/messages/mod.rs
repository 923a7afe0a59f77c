//! Texts in and out: the mail room.
//!
//! In: texts that people send to the network's number, through a signed door for each kind of provider; letters that other rooms hand
//! over. Out: numbered inbound texts that rooms below pull when the bell `messages` rings; letters, sent by the worker and followed
//! until their fate is known. Who writes STOP gets nothing more. A number is sealed, found again by a keyed hash, and named outside
//! this room by the id of its [`Thread`] only.

mod android;
pub mod broadcast;
mod gsm7;
mod hooks;
mod inbox;
mod keyword;
mod letter;
mod mail;
mod outbox;
mod pages;
pub mod push;
pub mod sending;
mod signature;
pub mod store;
mod thread;
mod twilio;
mod worker;

#[cfg(test)]
mod tests;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::ground::web::Doors;

pub use gsm7::{Encoding, Segments, for_sms, segments, to_gsm7};
pub use inbox::{Incoming, Taken, letter, open_inbound, open_number, take_in};
pub use keyword::Keyword;
pub use letter::{Fate, Letter, Why};
pub use mail::Mail;
pub use outbox::{Outbox, Slip};
pub use sending::{
    Email, Forecast, MessageKind, Order, Push, Pusher, Said, Sending, broadcast, duration, end_chain, forecast, heard,
};
pub use thread::{Inbound, Number, Route, Thread};
pub use worker::WORKER;

/// The largest request a provider may send: a text is at most a few kilobytes.
const HOOK_BYTES_MAX: usize = 64 * 1024;

/// The words of automatic answers and of the demo's outbox.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("messages");

/// The doors of the mail room. Those of a provider that is not configured answer 404.
pub fn doors() -> Doors {
    let limit = DefaultBodyLimit::max(HOOK_BYTES_MAX);
    Doors::default()
        .signed(hooks::TWILIO_PATH, post(hooks::twilio).layer(limit))
        .signed(hooks::ANDROID_PATH, post(hooks::android).layer(limit))
        .anyone(pages::OUTBOX_PATH, get(pages::outbox))
        .anyone(pages::PUSH_KEY_PATH, get(pages::push_key))
}

// STUB
pub mod email {
    use super::broadcast::Outcome;
    use crate::{ground::App, subscriptions::EmailAddress};
    pub struct Mail<'m> {
        pub id: [u8; 16],
        pub to: &'m EmailAddress,
        pub subject: &'m str,
        pub body: &'m str,
        pub leave: &'m str,
    }
    pub async fn send(app: &App, m: &Mail<'_>) -> Outcome {
        super::stub(app, m.to.as_str(), &format!("{} {}", m.subject, m.body))
    }
}
pub mod sms {
    use super::broadcast::Outcome;
    use crate::{ground::App, subscriptions::Number};
    pub struct Text<'m> {
        pub id: [u8; 16],
        pub to: &'m Number,
        pub body: &'m str,
        pub is_repeated: bool,
    }
    pub async fn send(app: &App, m: &Text<'_>) -> Outcome {
        super::stub(app, &m.to.masked(), m.body)
    }
}
pub mod signal {
    use super::broadcast::Outcome;
    use crate::{ground::App, subscriptions::Number};
    pub struct Note<'m> {
        pub id: [u8; 16],
        pub to: &'m Number,
        pub body: &'m str,
    }
    pub async fn send(app: &App, m: &Note<'_>) -> Outcome {
        super::stub(app, &m.to.masked(), m.body)
    }
}
pub mod webhook {
    use super::broadcast::Outcome;
    use crate::ground::{App, Moment};
    pub struct Secret;
    impl Secret {
        pub fn parse(_: &str) -> Result<Secret, ()> {
            Ok(Secret)
        }
    }
    pub struct Event<'m> {
        pub id: [u8; 16],
        pub url: &'m str,
        pub secret: &'m Secret,
        pub kind: &'m str,
        pub at: Moment,
        pub data: &'m serde_json::Value,
    }
    pub async fn send(app: &App, m: &Event<'_>) -> Outcome {
        super::stub(app, m.url, &m.data.to_string())
    }
}
pub fn stub(app: &crate::ground::App, to: &str, body: &str) -> broadcast::Outcome {
    app.part::<Outbox>().put(Slip { at: app.now(), to_masked: to.into(), body: body.into() });
    broadcast::Outcome::Sent
}
