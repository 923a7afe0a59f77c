//! Subscriptions: who asked to hear about which places, how, in which language; and the matcher that finds them.
//!
//! In: what a subscriber chose on the form, the yes to a test message, a private link; where and what an alert is. Out: the set of seats that
//! asked to hear it, and for the sender who is behind a seat. A subscription is one contact on one channel: a person's phone number and a person's
//! browser never meet in a row. It knows a place no finer than five square kilometres, and a contact only sealed.

pub mod book;
pub mod carrier;
pub mod channels;
pub mod consent;
pub mod contact;
mod form;
mod keeping;
pub mod matcher;
mod pages;
pub mod patch;
pub mod quiet;
pub mod reach;
pub mod register;
pub mod seat;
pub mod sending;
pub mod store;
pub mod subscription;
mod typed;

#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::ground::locale::Lang;
use crate::ground::web::Doors;
use crate::ground::worker::Worker;

pub use book::{Book, Touches};
pub use carrier::{Carrier, Channel};
pub use channels::{channels, push_services};
pub use consent::{PrivateLink, Standing};
pub use contact::{Contact, EmailAddress, Number, PushAddress, PushServices, WebhookAddress};
pub use keeping::keep;
pub use matcher::{Call, Matcher};
pub use patch::{Patch, Radius};
pub use quiet::{QuietHours, QuietRange, Slot};
pub use reach::{Reach, Touched};
pub use register::{
    Begun, Own, Site, add_webhook, change, confirm, confirm_number, gone, leave, leave_number, own, remove_webhook,
    renew, seat_of, subscribe, subscribe_browser, webhooks,
};
pub use seat::{Home, Page, Seat};
pub use sending::{Ask, AskEnded, Reached, ask_ended, asks_due, reached};
pub use subscription::{Kind, Kinds, Subscription, SubscriptionWrong, Where};

/// The words of the form and of the private page.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("subscriptions");

/// The doors of this room. A private link has no other key than its secret.
pub fn doors() -> Doors {
    Doors::default()
        .anyone("/suscribirse", pages::door(Lang::Es))
        .anyone("/subscribe", pages::door(Lang::En))
        .anyone("/subscribe/push", pages::push::subscribe_door())
        .anyone("/s/{secret}", pages::private::door())
        .anyone("/s/{secret}/confirm", pages::private::confirm_door())
        .anyone("/s/{secret}/leave", pages::private::leave_door())
        .anyone("/s/{secret}/push", pages::push::renew_door())
}

/// Keeps the book in step, and the consent rules by the clock.
pub const WORKERS: &[Worker] = &[
    Worker {
        name: "subscriptions in memory",
        every: Duration::from_secs(10),
        bells: &["subscriptions"],
        pass: |app| Box::pin(async move { Book::follow(&app).await }),
    },
    Worker {
        name: "reach of the map",
        every: Duration::from_secs(120),
        bells: &["places"],
        pass: |app| Box::pin(async move { Book::read_map(&app).await }),
    },
    Worker {
        name: "consent",
        every: Duration::from_secs(60),
        bells: &[],
        pass: |app| Box::pin(async move { keep(&app).await.map(drop) }),
    },
];
