//! Canaries: people of the network who get every message that opens a thread, and press "it came".
//!
//! A provider that says "accepted" and delivers nothing, or a number that somebody else took over, is seen by nothing on our side. A
//! canary that stays silent rings the alarm on the sending desk.

use std::time::Duration;

use askama::Template;
use axum::extract::{Path, State};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use roaring::RoaringBitmap;

use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::web::{Answer, Form, Frame, Visit, page, redirect};
use crate::ground::worker::Worker;
use crate::ground::{App, Id, Moment, Refused, Wrong, audit};
use crate::messages::store::broadcasts::{self, Found};
use crate::messages::store::canaries::{self as store, Watch};
use crate::people::{Me, Member};
use crate::release::Message;
use crate::subscriptions::{self, Book, Carrier, PrivateLink, Seat};

/// Minutes after a message was made in which a canary that was reached is expected to answer.
const SILENCE_MINUTES: i64 = 20;

/// Watches that the page shows.
const SHOWN_MAX: i64 = 30;

/// Bytes of a link's secret.
const LINK_BYTES: usize = 16;

/// Rings the alarm for canaries that stay silent.
pub(super) const WORKER: Worker =
    Worker { name: "canaries", every: Duration::from_secs(60), bells: &[], pass: |app| Box::pin(pass(app)) };

/// Where a canary answers.
pub(super) const PATH: &str = "/c/{secret}";

#[derive(Template)]
#[template(path = "messages/pages/canaries.html")]
struct CanariesPage {
    frame: Frame,
    canaries: Vec<CanaryShown>,
    watches: Vec<WatchShown>,
}

#[derive(Template)]
#[template(path = "messages/pages/canary.html")]
struct CanaryPage {
    frame: Frame,
    secret: String,
    is_heard: bool,
    message: Id<Message>,
}

struct CanaryShown {
    seat: u32,
    carrier: String,
}

struct WatchShown {
    message: Id<Message>,
    carrier: String,
    at: String,
    heard: Option<String>,
    is_alarm: bool,
}

/// The canaries by their carriers.
pub(super) fn all(tx: &Tx<'_>, app: &App) -> Result<Vec<(Carrier, RoaringBitmap)>, Wrong> {
    let seats: RoaringBitmap = store::seats(tx)?.into_iter().map(|seat| seat.0).collect();
    Ok(app.part::<Book>().by_carrier(&seats))
}

/// Notes that these canaries are to answer for a message that was just written down.
pub(super) fn expect(
    tx: &Tx<'_>,
    keys: &Keys,
    id: Id<Message>,
    canaries: &[(Carrier, RoaringBitmap)],
) -> Result<(), Wrong> {
    for (carrier, seats) in canaries {
        for seat in seats {
            let secret = secret(keys, id, Seat(seat));
            store::expect(tx, id, Seat(seat), *carrier, link(keys, &secret))?;
        }
    }
    Ok(())
}

/// The path with which a canary answers for a message.
pub(super) fn path(keys: &Keys, id: Id<Message>, seat: Seat) -> String {
    format!("/c/{}", URL_SAFE_NO_PAD.encode(secret(keys, id, seat)))
}

fn secret(keys: &Keys, id: Id<Message>, seat: Seat) -> [u8; LINK_BYTES] {
    let tag = keys.keyed_hash("canary", &[id.bytes().as_slice(), &seat.0.to_be_bytes()].concat());
    let mut out = [0; LINK_BYTES];
    out.copy_from_slice(&tag[..LINK_BYTES]);
    out
}

fn link(keys: &Keys, secret: &[u8]) -> [u8; 32] {
    keys.keyed_hash("canary link", secret)
}

async fn pass(app: App) -> Result<(), Wrong> {
    let (keys, now) = (app.keys.clone(), app.now());
    let look = move |tx: &Tx<'_>| {
        let silent = store::silent(tx, now.plus_minutes(-SILENCE_MINUTES))?;
        let mut reached = Vec::new();
        for watch in silent {
            if was_reached(tx, &keys, &watch)? {
                reached.push(watch);
            }
        }
        Ok(reached)
    };
    let silent = app.db.read("silent canaries", look).await?;
    if silent.is_empty() {
        return Ok(());
    }
    tracing::error!(canaries = silent.len(), "canaries are silent: messages may be leaving and not arriving");
    let ring = move |tx: &Tx<'_>| {
        for watch in &silent {
            store::alarm(tx, watch, now)?;
            audit::note(tx, now, None::<Id<Member>>, "alarm: a canary is silent", Some(watch.broadcast))?;
        }
        Ok(())
    };
    app.db.write("ring for silent canaries", ring).await
}

/// Whether the message was handed over for this canary, or never will be: on a slow channel it may still be waiting its turn.
fn was_reached(tx: &Tx<'_>, keys: &Keys, watch: &Watch) -> Result<bool, Wrong> {
    let Found::Whole(kept) = broadcasts::kept(tx, keys, watch.broadcast)? else { return Ok(true) };
    let leg = kept.legs.iter().find(|leg| leg.carrier() == watch.carrier);
    Ok(leg.is_none_or(|leg| leg.is_done() || leg.heard().contains(watch.seat.0)))
}

/// Whether an alarm stands that no canary has answered since.
pub(super) fn is_silent(tx: &Tx<'_>) -> Result<bool, Wrong> {
    let watches = store::newest(tx, SHOWN_MAX)?;
    Ok(watches.iter().any(|watch| watch.alarmed_at.is_some() && watch.heard_at.is_none()))
}

/// The canaries, and what each answered.
pub(super) async fn list(State(app): State<App>, visit: Visit) -> Answer {
    let read = |tx: &Tx<'_>| Ok((store::seats(tx)?, store::newest(tx, SHOWN_MAX)?));
    let (seats, watches) = app.db.read("canaries", read).await?;
    let frame = visit.frame("canary-title");
    let set: RoaringBitmap = seats.iter().map(|seat| seat.0).collect();
    let by_carrier = app.part::<Book>().by_carrier(&set);
    let carrier_of =
        |seat: Seat| by_carrier.iter().find(|(_, seats)| seats.contains(seat.0)).map(|(carrier, _)| *carrier);
    let canaries = seats.iter().map(|seat| CanaryShown {
        seat: seat.0,
        carrier: carrier_of(*seat).map_or_else(|| frame.say.t("canary-left"), |carrier| frame.say.t(&carrier.word())),
    });
    let clock = |at: Moment| at.in_zone(&app.config.zone()).strftime("%H:%M").to_string();
    let watches = watches.iter().map(|watch| WatchShown {
        message: watch.broadcast,
        carrier: frame.say.t(&watch.carrier.word()),
        at: clock(watch.made_at),
        heard: watch.heard_at.map(clock),
        is_alarm: watch.alarmed_at.is_some() && watch.heard_at.is_none(),
    });
    page(&CanariesPage { canaries: canaries.collect(), watches: watches.collect(), frame })
}

/// Adds a canary by its private link, or takes one away.
pub(super) async fn change(State(app): State<App>, me: Me, Form(fields): Form) -> Answer {
    let (keys, now) = (app.keys.clone(), app.now());
    if fields.text("do") == "remove" {
        let seat = fields.text("seat").parse().map(Seat).map_err(|_| Wrong::NotFound)?;
        app.db.write("remove a canary", move |tx| store::remove(tx, seat)).await?;
        return redirect("/sending/canaries");
    }
    let text = fields.text("link").trim().trim_end_matches('/');
    let link = text.rsplit('/').next().and_then(PrivateLink::parse);
    let link = link.ok_or_else(|| Wrong::from(Refused::because("canary-link-wrong")))?;
    let add = move |tx: &Tx<'_>| {
        let seat = subscriptions::seat_of(tx, &keys, &link, now)?
            .ok_or_else(|| Wrong::from(Refused::because("canary-link-wrong")))?;
        store::add(tx, seat)?;
        audit::note(tx, now, Some(me.id), "canary added", None::<Id<Message>>)
    };
    app.db.write("add a canary", add).await?;
    redirect("/sending/canaries")
}

/// What a canary sees behind the link in its message. Opening it does nothing: previews open links.
pub(super) async fn ask(State(app): State<App>, visit: Visit, Path(secret): Path<String>) -> Answer {
    let watch = watch(&app, &secret).await?;
    let frame = visit.frame("canary-ask-title");
    page(&CanaryPage { frame, secret, is_heard: watch.heard_at.is_some(), message: watch.broadcast })
}

/// The canary's "it came".
pub(super) async fn hear(State(app): State<App>, Path(secret): Path<String>) -> Answer {
    let (watch, now) = (watch(&app, &secret).await?, app.now());
    app.db.write("a canary answers", move |tx| store::hear(tx, &watch, now)).await?;
    redirect(&format!("/c/{secret}"))
}

async fn watch(app: &App, secret: &str) -> Result<Watch, Wrong> {
    let secret = URL_SAFE_NO_PAD.decode(secret).map_err(|_| Wrong::NotFound)?;
    let link = link(&app.keys, &secret);
    app.db.read("a canary's watch", move |tx| store::by_link(tx, link)).await?.ok_or(Wrong::NotFound)
}
