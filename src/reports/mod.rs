//! Reports: what someone told us. Untrusted, never public.
//!
//! In: forms, programs, texts, calls and replayed rows, all through one pipeline ([`take`]). Out: structured facts that
//! triage works with ([`Brief`]), sealed words that a dispatcher opens, and to the reporter a receipt with which they come
//! back. Words, contact and pictures never reach a row, a log or a temporary file in clear.

mod album;
mod api;
mod api_fields;
mod conversation;
pub mod facts;
mod forgetting;
mod form;
mod intake;
pub mod media;
mod openapi;
mod opening;
mod pages;
mod phone_pages;
mod questions;
pub mod receipt;
mod receipt_pages;
pub mod report;
pub mod siting;
pub mod store;
pub mod text;
mod told;
mod waiting;
pub mod work;
mod worker;

#[cfg(test)]
mod tests;

use axum::routing::{get, post};

use crate::ground::locale::{Lang, RoomWords};
use crate::ground::web::Doors;
use crate::people::Role;

pub use album::{Darkroom, NotTaken, open_picture};
pub use api_fields::read as read_object;
pub use conversation::{Kind, Said, Speaker, ask, conversation};
pub use forgetting::forget;
pub use intake::{New, Taken, by_receipt, take};
pub use opening::{keep, open_contact, open_words};
pub use report::{Brief, Found, Report, ReportWords, Stage, When};
pub use store::{PictureRow, Review, review_picture, set_stage};
pub use told::{Text, is_told, newest_text, tell};
pub use waiting::{Ready, Waiting};
pub use worker::WORKERS;

/// The words of this room.
pub const WORDS: RoomWords = crate::words!("reports");

/// The doors of this room.
pub fn doors() -> Doors {
    Doors::default()
        .anyone(pages::path(Lang::Es), pages::door(Lang::Es))
        .anyone(pages::path(Lang::En), pages::door(Lang::En))
        .anyone(receipt_pages::path(Lang::Es), receipt_pages::door(Lang::Es))
        .anyone(receipt_pages::path(Lang::En), receipt_pages::door(Lang::En))
        .only(&[Role::Dispatcher], "/queue/phone", get(phone_pages::open).post(phone_pages::take))
        .sign(&[Role::Dispatcher], "/queue/phone", "menu-phone")
        .anyone("/api/v1/reports", post(api::take))
        .anyone("/api/v1/openapi.json", get(openapi::describe))
}
