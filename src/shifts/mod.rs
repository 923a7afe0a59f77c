//! Shifts: who is on duty. A simple switch for now: a member says "I am on duty around here until then".
//!
//! In: the member's own words for a place, made coarse at once. Out: [`OnDuty`] for those who ask verifiers to go and look.
//! No live position is taken or stored, and a duty that ended leaves no row.

mod duty;
mod pages;
pub mod store;
#[cfg(test)]
mod tests;

use std::time::Duration;

use axum::routing::get;

use crate::ground::web::Doors;
use crate::ground::worker::Worker;
use crate::people::Role;

pub use duty::{DUTY_HOURS, OnDuty};

/// The words of this room.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("shifts");

/// Those who go out.
const GOERS: &[Role] = &[Role::Verifier, Role::Observer];

/// The doors of this room.
pub fn doors() -> Doors {
    Doors::default().only(GOERS, "/duty", get(pages::show).post(pages::change)).sign(GOERS, "/duty", "duty-menu")
}

/// Ends duties on time.
pub const WORKERS: &[Worker] = &[Worker {
    name: "duty",
    every: Duration::from_secs(60),
    bells: &[],
    pass: |app| {
        Box::pin(async move {
            let now = app.now();
            app.db.write("end duties", move |tx| store::forget_before(tx, now).map(drop)).await
        })
    },
}];
