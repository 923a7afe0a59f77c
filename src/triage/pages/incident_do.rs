//! What the buttons of an incident's page do.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::incident::{Extra, Part, filled};
use super::{corroborate, id_in, scene, told};
use crate::drills;
use crate::ground::db::Tx;
use crate::ground::web::{Answer, Fields, Form, Visit, redirect};
use crate::ground::{App, Id, Moment, Refused, Wrong, audit};
use crate::people::{Me, Member};
use crate::places::Atlas;
use crate::reports::Report;
use crate::triage::card::Spot;
use crate::triage::desk::{self, Hand};
use crate::triage::incident::{Incident, NotNeeded, ReopenWhy, StepRefused, WithoutEyes};
use crate::triage::{siting, store, worker};

/// Does what a button says: `do` is eyes, ask, stand_down, close, reopen, split_off, question, contact, place or
/// corroborate.
pub async fn change(
    State(app): State<App>,
    me: Me,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form,
) -> Answer {
    let id = id_in(&id)?;
    match act(&app, &me, &visit, id, &fields).await {
        Err(Wrong::Refused(refused)) => {
            let (status, words) = told(Wrong::Refused(refused), &app.say(visit.lang))?;
            let extra = Extra { notice: Some(words), given: fields, ..Extra::default() };
            filled(&app, &me, &visit, id, &Part::default(), status, extra).await
        }
        other => other,
    }
}

async fn act(app: &App, me: &Me, visit: &Visit, id: Id<Incident>, fields: &Fields) -> Answer {
    let hand = Hand { by: me.id, now: app.now() };
    match fields.text("do") {
        "question" => scene::ask(app, me, of_incident(app, id, fields).await?, fields).await?,
        "contact" => {
            let report = of_incident(app, id, fields).await?;
            let contact = scene::open_contact(app, me, report, &format!("/incidents/{id}")).await?;
            let extra = Extra { contact: Some(contact), ..Extra::default() };
            return filled(app, me, visit, id, &Part::default(), StatusCode::OK, extra).await;
        }
        "split_off" => {
            let report = of_incident(app, id, fields).await?;
            app.db
                .write("split a report off", move |tx| {
                    let incident = store::incident(tx, id)?.ok_or(Wrong::NotFound)?;
                    desk::split_off(tx, &incident, report, hand)
                })
                .await?;
        }
        "place" => pass_on(app, id, fields, hand).await?,
        "corroborate" => corroborate::confirm(app, me, id, fields).await?,
        _ => {
            let deed = Deed::read(fields)?;
            let app_too = app.clone();
            app.db.write("a step of an incident", move |tx| deed.take(tx, &app_too, id, hand)).await?;
        }
    }
    redirect(&format!("/incidents/{id}"))
}

/// A step that a dispatcher takes.
enum Deed {
    AskForEyes,
    Ask(Id<Member>),
    StandDown(Id<Member>),
    Close(WithoutEyes),
    Reopen(ReopenWhy),
}

impl Deed {
    fn read(fields: &Fields) -> Result<Deed, Wrong> {
        let missing = |word: &'static str| Wrong::from(Refused::because(word));
        let member = || fields.text("member").parse::<Id<Member>>().map_err(|_| Wrong::from(StepRefused::NobodyToAsk));
        Ok(match fields.text("do") {
            "eyes" => Deed::AskForEyes,
            "ask" => Deed::Ask(member()?),
            "stand_down" => Deed::StandDown(member()?),
            "close" => Deed::Close(match fields.text("duplicate_of") {
                "" => {
                    let why = fields.code("reason", NotNeeded::from_code);
                    WithoutEyes::NotNeeded(why.ok_or_else(|| missing("triage-reason-missing"))?)
                }
                other => WithoutEyes::DuplicateOf(other.parse().map_err(|_| Wrong::NotFound)?),
            }),
            "reopen" => {
                let why = fields.code("reason", ReopenWhy::from_code);
                Deed::Reopen(why.ok_or_else(|| missing("triage-reason-missing"))?)
            }
            _ => return Err(Wrong::Unreadable { status: 400, word: "error-unreadable" }),
        })
    }

    /// What it is called in the audit log.
    const fn name(&self) -> &'static str {
        match self {
            Deed::AskForEyes => "eyes asked for",
            Deed::Ask(_) => "verifier asked by name",
            Deed::StandDown(_) => "verifier called back",
            Deed::Close(_) => "incident closed without eyes",
            Deed::Reopen(_) => "incident reopened",
        }
    }

    fn take(&self, tx: &Tx<'_>, app: &App, id: Id<Incident>, hand: Hand) -> Result<(), Wrong> {
        let Hand { by, now } = hand;
        let incident = store::incident(tx, id)?.ok_or(Wrong::NotFound)?;
        if store::incident_row(tx, id)?.is_some_and(|row| row.nameless) {
            return Err(StepRefused::TooLateToReopen.into());
        }
        if matches!(self, Deed::Reopen(_)) {
            desk::lead_back(tx, &incident)?;
        }
        let next = match self {
            Deed::AskForEyes => incident.ask_for_eyes(by, now)?,
            Deed::Ask(whom) => {
                check_free(tx, *whom, &incident, now)?;
                incident.ask(Some(by), &[*whom], now)?
            }
            Deed::StandDown(whom) => incident.stand_down(by, *whom, now)?,
            Deed::Close(why) => {
                if let WithoutEyes::DuplicateOf(other) = why {
                    let other = store::incident_row(tx, *other)?.ok_or(Wrong::NotFound)?;
                    drills::check_same(incident.scene().drill, other.scene.drill)?;
                }
                incident.close_without_eyes(by, *why, now)?
            }
            Deed::Reopen(why) => incident.reopen(by, *why, now)?,
        };
        desk::save(tx, &app.keys, &incident, &next, now)?;
        desk::lead_on(tx, &app.keys, &next, &app.config.zone(), by)?;
        audit::note(tx, now, Some(by), self.name(), Some(id))
    }
}

/// Refuses to ask somebody who is no verifier, takes no part in the incident's drill, or is out.
fn check_free(tx: &Tx<'_>, whom: Id<Member>, incident: &Incident, now: Moment) -> Result<(), Wrong> {
    let verifier = worker::verifier(tx, whom, incident.scene().drill, now)?.ok_or(StepRefused::NotTrained)?;
    if verifier.out_on.is_some() { Err(Refused::because("triage-verifier-is-out").into()) } else { Ok(()) }
}

/// A report that the form names, if it is one of this incident.
async fn of_incident(app: &App, id: Id<Incident>, fields: &Fields) -> Result<Id<Report>, Wrong> {
    let report: Id<Report> = fields.text("report").parse().map_err(|_| Wrong::NotFound)?;
    let is_linked = app.db.read("a report of an incident", move |tx| store::linked(tx, id, report)).await?;
    if is_linked { Ok(report) } else { Err(Wrong::NotFound) }
}

/// Passes other words of the place on to those who go. The scene stays: it is where the incident was opened.
async fn pass_on(app: &App, id: Id<Incident>, fields: &Fields, hand: Hand) -> Result<(), Wrong> {
    let typed = fields.text("place").to_owned();
    let app_too = app.clone();
    app.db
        .write("pass a place on", move |tx| {
            let incident = store::incident(tx, id)?.ok_or(Wrong::NotFound)?;
            drills::store::check_running(tx, incident.scene().drill)?;
            let spot = Spot::Cell(incident.scene().cell);
            let sited = siting::site(&app_too.part::<Atlas>(), &typed, spot, Some(incident.scene().area))
                .map_err(|_| Refused::because("triage-place-unknown"))?;
            desk::pass_on(tx, &app_too.keys, &incident, &sited.passed_on, hand)?;
            audit::note(tx, hand.now, Some(hand.by), "place passed on", Some(id))
        })
        .await
}
