//! Alerts: from a confirmed incident to a message in every language, let out by a second person.
//!
//! In: an incident that was looked at, and a dispatcher's choices from closed lists. Out: an alert, an update, a correction, an all clear or
//! "we checked", on public pages, in feeds and as CAP, and handed to `messages` for those who asked to hear.
//! Who: dispatchers draft, releasers release, one of either stops. No text that anybody typed is ever in it.

pub mod alert;
mod basis;
pub mod cap;
pub mod cap_check;
pub mod desk;
pub mod drilling;
mod facts_text;
mod feeds;
mod form;
mod outgoing;
mod pages;
mod public;
pub mod refused;
pub mod render;
mod sheet;
mod shown;
pub mod state;
pub mod store;
pub mod wait;
mod worker;
pub mod xml;
pub mod xml_in;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
pub(crate) mod tests;

use axum::extract::{Path, Query, State};
use axum::routing::{get, post};

use crate::ground::App;
use crate::ground::locale::Lang;
use crate::ground::web::{Doors, Visit};
use crate::people::Role;

pub use alert::{Advice, Facts, Kind};
pub use outgoing::audience_kind;
pub use public::list_path;
pub use refused::AlertRefused;
pub use render::{clock, date, path, with_time};
pub use shown::{Shown, checked, current, network, next_change, recent, shown};
pub use state::{Alert, Out};
pub use worker::WORKERS;

/// The words of messages and of this room's pages.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("alerts");

/// Those who may stop what is out.
const STOPPERS: &[Role] = &[Role::Dispatcher, Role::Releaser];

/// The doors of this room. Public ones look at no session.
pub fn doors() -> Doors {
    Doors::default()
        .anyone(
            "/alertas",
            get(|State(app): State<App>, visit: Visit, Query(asked)| public::list(app, visit, Lang::Es, asked)),
        )
        .anyone(
            "/alerts",
            get(|State(app): State<App>, visit: Visit, Query(asked)| public::list(app, visit, Lang::En, asked)),
        )
        .anyone(
            "/alertas/{name}",
            get(|State(app): State<App>, visit: Visit, Path(name)| public::show(app, visit, Lang::Es, name)),
        )
        .anyone(
            "/alerts/{name}",
            get(|State(app): State<App>, visit: Visit, Path(name)| public::show(app, visit, Lang::En, name)),
        )
        .anyone("/feeds/{name}", get(public::feed))
        .only(&[Role::Dispatcher], "/alerts/new/{incident}", get(pages::new).post(pages::change))
        .only(&[Role::Dispatcher], "/alerts/drafts/{id}", get(pages::preview).post(pages::send))
        .only(&[Role::Dispatcher], "/alerts/drafts/{id}/options", post(pages::ask_drafter))
        .only(&[Role::Dispatcher], "/alerts/drafts/{id}/finish", post(pages::drafter_signed))
        .only(&[Role::Releaser], "/alerts/waiting", get(pages::waiting))
        .only(&[Role::Releaser], "/alerts/waiting/{id}", get(pages::read).post(pages::decide))
        .only(&[Role::Releaser], "/alerts/waiting/{id}/options", post(pages::ask_releaser))
        .only(&[Role::Releaser], "/alerts/waiting/{id}/finish", post(pages::releaser_signed))
        .only(STOPPERS, "/alerts/out", get(pages::out))
        .only(STOPPERS, "/alerts/out/{id}", post(pages::withdraw))
        .sign(&[Role::Releaser], "/alerts/waiting", "alert-menu-waiting")
        .sign(STOPPERS, "/alerts/out", "alert-menu-out")
}
