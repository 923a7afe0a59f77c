//! The drill desk: starts and ends exercises, and tells what came of them.
//!
//! In: a coordinator's, steward's or dispatcher's choices from closed lists. Out: made-up reports that go in by the one intake, marked
//! from their first row on; at the end everything of the drill closed in one transaction, and a page with its times. What a drill is, and
//! the border around it, stands in `drills`; this room looks at the whole line and nobody may use it.

pub mod desk;
mod form;
mod pages;
pub mod script;
mod telling;
mod worker;

#[cfg(test)]
mod tests;

use axum::routing::{get, post};

use crate::drills::drill::STARTERS;
use crate::ground::web::Doors;
use crate::people::Role;

pub use worker::WORKERS;

/// The words of this room's pages.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("drill_desk");

/// Those who may look at a drill and stop it: a verifier only where they take part.
const SEERS: &[Role] = &[Role::Coordinator, Role::Steward, Role::Dispatcher, Role::Releaser, Role::Verifier];

/// The doors of this room.
pub fn doors() -> Doors {
    Doors::default()
        .only(STARTERS, "/drills", get(pages::list).post(pages::start))
        .only(SEERS, "/drills/events", get(pages::events))
        .only(SEERS, "/drills/{drill}", get(pages::show))
        .only(SEERS, "/drills/{drill}/end", post(pages::end))
        .sign(STARTERS, "/drills", "drill-menu")
}
