//! The demo's outbox: what would have gone out.

use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;

use super::gsm7;
use super::outbox::{Outbox, Slip};
use super::sending::Pusher;
use crate::ground::web::{Answer, Frame, Visit, page};
use crate::ground::{App, Wrong};

/// Where the demo shows its outbox.
pub const OUTBOX_PATH: &str = "/demo/outbox";

#[derive(Template)]
#[template(path = "messages/pages/outbox.html")]
struct OutboxPage {
    frame: Frame,
    slips: Vec<Shown>,
}

/// One text as it is shown.
struct Shown {
    to: String,
    /// RFC 3339, for machines.
    at: String,
    /// The wall clock of the network, for people.
    clock: String,
    lines: Vec<String>,
    segments: usize,
}

/// Shows the outbox. There is none outside the demo.
pub async fn outbox(State(app): State<App>, visit: Visit) -> Answer {
    if !app.config.demo {
        return Err(Wrong::NotFound);
    }
    let zone = app.config.zone();
    let show = |slip: Slip| Shown {
        to: slip.to_masked,
        at: slip.at.iso(),
        clock: slip.at.in_zone(&zone).strftime("%H:%M").to_string(),
        lines: slip.body.lines().map(str::to_owned).collect(),
        segments: gsm7::segments(&slip.body).segments,
    };
    let slips = app.part::<Outbox>().slips().into_iter().map(show).collect();
    page(&OutboxPage { frame: visit.frame("outbox-title"), slips })
}

/// Where a browser asks for the network's push key.
pub const PUSH_KEY_PATH: &str = "/push/key";

/// The key that a browser subscribes with (RFC 8292, section 3.2).
pub async fn push_key(State(app): State<App>) -> Answer {
    let key = app.part::<Pusher>().public_text(&app)?;
    Ok(axum::Json(serde_json::json!({ "key": key })).into_response())
}
