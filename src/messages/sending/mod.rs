//! Sending to many: from a release to the last phone.
//!
//! In: a [`Released`](crate::release::Released) with what is said in every language, and whom to tell. Out: each message handed to its carrier at least
//! once, at the carrier's rate, until the message is over; a ledger of what became of it. One member stops it, two let it go on.
//! The proof is asked for when a broadcast is made, and looked at again whenever one is read back to be sent.

mod asks;
mod canary;
mod caps;
mod carry;
mod desk;
pub(in crate::messages) mod following;
mod holds;
mod ledger;
mod life;
mod order;
pub(in crate::messages) mod parcel;
mod payload;
mod pages;
mod pusher;
mod rate;
mod ready;
mod run;
pub(in crate::messages) mod spelled;
mod taking;
mod worker;

use axum::routing::{get, post};

use crate::ground::web::Doors;
use crate::ground::worker::Worker;
use crate::people::Role;

pub use desk::{broadcast, end_chain, heard, missed};
pub use following::Following;
#[cfg(test)]
pub(in crate::messages) use ledger::carried_of;
pub use ledger::{Carried, Forecast, forecast};
pub use order::{CARRIED_HOURS_MAX, Email, MessageKind, Order, Push, Said};
pub use pages::duration;
pub use pusher::Pusher;
pub use ready::make_ready;
pub use run::Sending;
pub(super) use taking::{May, may_tell};

/// Those who may stop what is being sent, and let it go on.
const STOPPERS: &[Role] = &[Role::Dispatcher, Role::Releaser, Role::Coordinator, Role::Steward];

/// Those who may look at what became of a message.
const READERS: &[Role] = STOPPERS;

/// One worker for each carrier, so that one that hangs holds up no other, and one for test messages.
pub fn workers() -> Vec<Worker> {
    let mut workers = worker::carriers();
    workers.extend([asks::WORKER, canary::WORKER, ready::WORKER]);
    workers
}

/// The doors of the sending desk.
pub fn doors() -> Doors {
    Doors::default()
        .only(READERS, "/sending", get(pages::list))
        .only(READERS, "/sending/events", get(pages::events))
        .only(STOPPERS, "/sending/canaries", get(canary::list).post(canary::change))
        .anyone(canary::PATH, get(canary::ask).post(canary::hear))
        .only(READERS, "/sending/{id}", get(pages::show))
        .only(STOPPERS, "/sending/{id}/run", post(pages::change))
        .only(STOPPERS, "/sending/stop", post(pages::stop))
        .sign(READERS, "/sending", "sending-menu")
}
