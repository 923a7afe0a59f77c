//! The demo's outbox: what would have gone out, channel by channel.

use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;

use super::gsm7;
use super::outbox::{Outbox, Slip};
use super::sending::Pusher;
use crate::ground::locale::Say;
use crate::ground::web::{Answer, Frame, Visit, page};
use crate::ground::{App, Wrong};
use crate::subscriptions::Channel;

/// Where the demo shows its outbox.
pub const OUTBOX_PATH: &str = "/demo/outbox";

/// The most slips of a channel on the page: after a broadcast to thousands the newest tell enough.
const SHOWN_MAX: usize = 50;

#[derive(Template)]
#[template(path = "messages/pages/outbox.html")]
struct OutboxPage {
    frame: Frame,
    sections: Vec<Section>,
}

/// The messages of one channel.
struct Section {
    /// The anchor to which the list of channels leads.
    code: &'static str,
    heading: String,
    /// How many there were.
    count: String,
    /// The same, and how many of the newest are shown where not all are.
    shown: String,
    slips: Vec<Shown>,
}

/// One message as it is shown.
struct Shown {
    to: String,
    /// RFC 3339, for machines.
    at: String,
    /// The wall clock of the network, for people.
    clock: String,
    title: String,
    lines: Vec<String>,
    /// Only texts have segments.
    segments: Option<usize>,
}

/// Shows the outbox. There is none outside the demo.
pub async fn outbox(State(app): State<App>, visit: Visit) -> Answer {
    if !app.config.demo {
        return Err(Wrong::NotFound);
    }
    let frame = visit.frame("outbox-title");
    let channels = Channel::ALL.iter().filter_map(|channel| section(&app, &frame.say, *channel));
    let sections = channels.collect();
    page(&OutboxPage { frame, sections })
}

/// A channel's messages; `None` where there were none.
fn section(app: &App, say: &Say, channel: Channel) -> Option<Section> {
    let outbox = app.part::<Outbox>();
    let count = outbox.count(channel);
    if count == 0 {
        return None;
    }
    let zone = app.config.zone();
    let show = |slip: Slip| Shown {
        to: slip.to_masked,
        at: slip.at.iso(),
        clock: slip.at.in_zone(&zone).strftime("%H:%M").to_string(),
        title: slip.title,
        lines: slip.body.lines().map(str::to_owned).collect(),
        segments: (channel == Channel::Sms).then(|| gsm7::segments(&slip.body).segments),
    };
    let slips: Vec<Shown> = outbox.of(channel, SHOWN_MAX).into_iter().map(show).collect();
    let word = if count > slips.len() as u64 { "outbox-count-newest" } else { "outbox-count" };
    let values = [("count", count.into()), ("shown", slips.len().into())];
    Some(Section {
        code: channel.code(),
        heading: say.t(heading(channel)),
        count: say.t1("outbox-count", "count", count),
        shown: say.with(word, &values),
        slips,
    })
}

/// The key of a channel's heading.
const fn heading(channel: Channel) -> &'static str {
    match channel {
        Channel::Push => "outbox-push",
        Channel::Email => "outbox-email",
        Channel::Sms => "outbox-sms",
        Channel::Signal => "outbox-signal",
        Channel::Webhook => "outbox-webhook",
    }
}

/// Where a browser asks for the network's push key.
pub const PUSH_KEY_PATH: &str = "/push/key";

/// The key that a browser subscribes with (RFC 8292, section 3.2).
pub async fn push_key(State(app): State<App>) -> Answer {
    let key = app.part::<Pusher>().public_text(&app)?;
    Ok(axum::Json(serde_json::json!({ "key": key })).into_response())
}
