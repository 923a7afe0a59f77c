//! The board: what needs a decision now, and the clock: how long each step of the line takes, by area and hour.
//!
//! In: what happened in the rooms above, pulled by number and counted; what stands there now. Out: one page for those who run the line.
//! The sources are forgotten on time; the counts outlive them and lead back to nobody. Who: dispatchers, releasers, coordinators, stewards.

pub mod clock;
pub mod histogram;
mod months;
mod now;
mod pages;
pub mod reading;
mod store;
mod worker;

#[cfg(test)]
mod tests;

use std::time::Duration;

use axum::routing::get;

use crate::ground::web::Doors;
use crate::ground::worker::Worker;
use crate::people::Role;

pub use worker::forget;

/// The words of this room.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("board");

/// Those who decide, and those who see to it that there are enough of them.
const KEEPERS: &[Role] = &[Role::Dispatcher, Role::Releaser, Role::Coordinator, Role::Steward];

/// The doors of this room.
pub fn doors() -> Doors {
    Doors::default().only(KEEPERS, "/board", get(pages::show)).only(KEEPERS, "/board/events", get(pages::events)).sign(
        KEEPERS,
        "/board",
        "board-menu",
    )
}

/// Counts what happened.
pub const WORKERS: &[Worker] = &[Worker {
    name: "clock",
    every: Duration::from_secs(60),
    bells: &["triage", "alerts", "ledger"],
    pass: |app| Box::pin(async move { worker::count(&app).await }),
}];
