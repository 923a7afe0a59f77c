//! The sending desk: `/sending`, what is being sent and what became of it, with the buttons that stop it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;

use super::ledger::{self, Carried, Entry};
use super::{canary, desk};
use crate::ground::db::Tx;
use crate::ground::locale::Say;
use crate::ground::web::{Answer, Form, Frame, Visit, live, page, redirect};
use crate::ground::{App, Id, Moment, Wrong};
use crate::messages::broadcast::Run;
use crate::messages::store::broadcasts::Standing;
use crate::messages::store::stop::{self as stops, Stop};
use crate::people::{self, Me, Member};
use crate::release::Message;

#[derive(Template)]
#[template(path = "messages/pages/sending.html")]
struct ListPage {
    frame: Frame,
    stop: Option<StopShown>,
    sent: Vec<Shown>,
    is_canary_silent: bool,
}

#[derive(Template)]
#[template(path = "messages/pages/sent.html")]
struct SentPage {
    frame: Frame,
    one: Shown,
    rows: Vec<Row>,
    stop: Option<StopShown>,
}

/// The network-wide stop, in words.
struct StopShown {
    by: String,
    at: String,
    /// Who said the first yes to going on.
    first_yes: Option<String>,
    /// Whether this member is that one, and has to wait for another.
    is_mine: bool,
}

/// A broadcast, in words.
struct Shown {
    id: Id<Message>,
    title: String,
    drill: bool,
    at: String,
    at_iso: String,
    state: String,
    is_open: bool,
    is_halted: bool,
    halted_by: Option<String>,
    first_yes: Option<String>,
    is_mine: bool,
    path: String,
    people: u64,
    sent: u64,
    failed: u64,
    unknown: u64,
    open: u64,
}

/// One carrier's line of the ledger.
struct Row {
    carrier: String,
    people: u64,
    sent: u64,
    /// How many of those handed over are on the phone, in words; `None` where nobody has told.
    delivered: Option<String>,
    failed: u64,
    unknown: u64,
    open: u64,
    /// Why some failed, each with its number.
    reasons: Vec<String>,
    left: Option<String>,
}

/// What is read for a page.
struct Read {
    entries: Vec<Entry>,
    stop: Option<Stop>,
    is_canary_silent: bool,
    aliases: Vec<(Id<Member>, String)>,
}

/// What is being sent, newest first, and the stop.
pub async fn list(State(app): State<App>, me: Me, visit: Visit) -> Answer {
    let read = read(&app, None).await?;
    let frame = visit.frame("sending-title").with_scripts(&["queue.js"]);
    let sent = read.entries.iter().map(|entry| shown(&app, &frame.say, &read, entry, me.id)).collect();
    page(&ListPage { stop: stop_shown(&app, &read, me.id), sent, is_canary_silent: read.is_canary_silent, frame })
}

/// Says when the desk should be looked at again.
pub async fn events(State(app): State<App>) -> Answer {
    Ok(live::changes(&app, &["sending", "ledger"]).into_response())
}

/// One broadcast's ledger.
pub async fn show(State(app): State<App>, me: Me, visit: Visit, Path(id): Path<String>) -> Answer {
    let read = read(&app, Some(id.parse().map_err(|_| Wrong::NotFound)?)).await?;
    let entry = read.entries.first().ok_or(Wrong::NotFound)?;
    let frame = visit.frame("sending-title").with_scripts(&["queue.js"]);
    page(&SentPage {
        one: shown(&app, &frame.say, &read, entry, me.id),
        rows: entry.carried.iter().map(|carried| row(&frame.say, carried)).collect(),
        stop: stop_shown(&app, &read, me.id),
        frame,
    })
}

/// Halts a broadcast, or says yes to going on. Halting asks for no passkey: it must be quick.
pub async fn change(State(app): State<App>, me: Me, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let id: Id<Message> = id.parse().map_err(|_| Wrong::NotFound)?;
    let (inner, is_halt) = (app.clone(), fields.text("do") != "go_on");
    let change = move |tx: &Tx<'_>| {
        if is_halt { desk::halt(tx, &inner, id, me.id) } else { desk::go_on(tx, &inner, id, me.id) }
    };
    app.db.write("halt or go on", change).await?;
    redirect(&format!("/sending/{id}"))
}

/// Stops everything, or says yes to sending again.
pub async fn stop(State(app): State<App>, me: Me, Form(fields): Form) -> Answer {
    let (inner, now, is_resume) = (app.clone(), app.now(), fields.text("do") == "resume");
    let change = move |tx: &Tx<'_>| {
        if is_resume { desk::resume_all(tx, &inner, me.id, now) } else { desk::stop_all(tx, &inner, me.id, now) }
    };
    app.db.write("stop or resume all sending", change).await?;
    redirect("/sending")
}

async fn read(app: &App, one: Option<Id<Message>>) -> Result<Read, Wrong> {
    let inner = app.clone();
    app.db
        .read("the sending desk", move |tx| {
            let entries = match one {
                Some(id) => ledger::entry(tx, &inner.keys, &inner.config, id)?.into_iter().collect(),
                None => ledger::newest(tx, &inner.keys, &inner.config)?,
            };
            let stop = stops::stop(tx)?;
            let mut named: Vec<Id<Member>> =
                stop.iter().flat_map(|stop| stop.first_yes.into_iter().chain([stop.by])).collect();
            for entry in &entries {
                if let Standing::Open(Run::Halted { by, first_yes, .. }) = entry.standing {
                    named.extend(first_yes.into_iter().chain([by]));
                }
            }
            let mut aliases = Vec::new();
            for id in named {
                aliases.push((id, people::store::alias_of(tx, id)?.unwrap_or_else(|| "–".to_owned())));
            }
            let is_canary_silent = canary::is_silent(tx)?;
            Ok(Read { entries, stop, is_canary_silent, aliases })
        })
        .await
}

impl Read {
    fn alias(&self, id: Id<Member>) -> String {
        let known = self.aliases.iter().find(|(known, _)| *known == id);
        known.map_or_else(|| "–".to_owned(), |(_, alias)| alias.clone())
    }
}

fn stop_shown(app: &App, read: &Read, me: Id<Member>) -> Option<StopShown> {
    let stop = read.stop?;
    Some(StopShown {
        by: read.alias(stop.by),
        at: clock(app, stop.at),
        first_yes: stop.first_yes.map(|id| read.alias(id)),
        is_mine: stop.first_yes == Some(me),
    })
}

fn shown(app: &App, say: &Say, read: &Read, entry: &Entry, me: Id<Member>) -> Shown {
    let Entry { order, standing, done_at, carried } = entry;
    let said = order.in_lang(say.lang);
    let sum = |of: fn(&Carried) -> u64| carried.iter().map(of).sum::<u64>();
    let (halted_by, first_yes) = match standing {
        Standing::Open(Run::Halted { by, first_yes, .. }) => (Some(*by), *first_yes),
        _ => (None, None),
    };
    let state = match (standing, done_at, halted_by) {
        (Standing::Refused, ..) => "sending-state-refused",
        (_, Some(_), _) => "sending-state-done",
        (_, None, Some(_)) => "sending-state-halted",
        (Standing::Ended, None, _) => "sending-state-ending",
        _ if read.stop.is_some() => "sending-state-stopped",
        _ => "sending-state-going",
    };
    Shown {
        id: order.id,
        title: said.map(|said| said.push.title.clone()).unwrap_or_default(),
        drill: order.drill,
        at: clock(app, order.made_at),
        at_iso: order.made_at.iso(),
        state: say.t(state),
        is_open: matches!(standing, Standing::Open(_)) && done_at.is_none(),
        is_halted: halted_by.is_some(),
        halted_by: halted_by.map(|id| read.alias(id)),
        first_yes: first_yes.map(|id| read.alias(id)),
        is_mine: first_yes == Some(me),
        path: said.map(|said| said.path.clone()).unwrap_or_default(),
        people: sum(|one| one.progress.audience),
        sent: sum(|one| one.progress.sent),
        failed: sum(|one| one.progress.failed),
        unknown: sum(|one| one.progress.unknown),
        open: sum(|one| one.progress.open),
    }
}

fn row(say: &Say, carried: &Carried) -> Row {
    let Carried { carrier, progress, failures, delivered, missed, seconds_left } = carried;
    let failures = failures.iter().map(|(why, count)| (why.word(), count));
    let reasons = failures.chain(missed.iter().map(|(why, count)| (why.word(), count)));
    Row {
        carrier: say.t(&carrier.word()),
        people: progress.audience,
        sent: progress.sent,
        failed: progress.failed,
        unknown: progress.unknown,
        open: progress.open,
        delivered: delivered.map(|count| say.t1("sending-delivered-n", "n", count)),
        reasons: reasons.map(|(word, count)| format!("{}: {count}", say.t(&word))).collect(),
        left: (progress.open > 0).then(|| duration(say, *seconds_left)),
    }
}

/// A duration in words, rounded up: "less than a minute", "12 min", "3 h 20 min".
pub fn duration(say: &Say, seconds: u64) -> String {
    let minutes = seconds.div_ceil(60);
    let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    match minutes {
        0 | 1 => say.t("sending-under-a-minute"),
        2..60 => say.t1("sending-minutes", "n", number(minutes)),
        _ => say.with("sending-hours", &[("h", number(minutes / 60).into()), ("m", number(minutes % 60).into())]),
    }
}

fn clock(app: &App, at: Moment) -> String {
    at.in_zone(&app.config.zone()).strftime("%H:%M").to_string()
}
