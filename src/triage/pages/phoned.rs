//! What a verifier said by phone, entered by a dispatcher: `/incidents/{incident}/phoned/{member}`.
//!
//! A phone without data is no reason to lose an answer. The step is the verifier's, under the same rules as on their own screen, and the
//! timeline names who entered it; whoever entered a finding is no second person for the message that rests on it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::finding::{self, FindingShown};
use super::go::{Deed, ETA_MINUTES, outcomes};
use super::queue::aliases;
use super::{id_in, shown, told};
use crate::drills::Mark;
use crate::ground::web::frame::page_with;
use crate::ground::web::{Answer, Fields, Form, Frame, Visit, redirect};
use crate::ground::{App, Id, Moment, Wrong, audit};
use crate::people::{Me, Member};
use crate::places::Atlas;
use crate::triage::desk;
use crate::triage::drilling;
use crate::triage::incident::{Answer as Answered, Incident, State as Stands, StepRefused};
use crate::triage::{store, worker};

#[derive(Template)]
#[template(path = "triage/pages/phoned.html")]
struct PhonedPage {
    frame: Frame,
    incident: String,
    member: String,
    who: String,
    area: String,
    stands: Standing,
    drill: Option<Mark>,
    etas: [u16; 4],
    finding: FindingShown,
    outcomes: Vec<(&'static str, String, String)>,
    problem: Option<String>,
}

/// How somebody stands to an incident: what they may say next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Asked, and not out.
    Asked {
        may_decline: bool,
    },
    Coming,
    There,
    /// It is settled, and nothing more is asked of them.
    Settled,
}

impl Standing {
    /// `None` where this member was never asked.
    fn of(incident: &Incident, member: Id<Member>) -> Option<Standing> {
        let asked = incident.asked().iter().find(|asked| asked.who == member)?;
        let crew = incident.crew();
        Some(match incident.state() {
            _ if crew.there_since(member).is_some() => Standing::There,
            _ if crew.holds(member) => Standing::Coming,
            Stands::Closed { .. } => Standing::Settled,
            _ => Standing::Asked { may_decline: asked.answer == Answered::Waiting },
        })
    }
}

/// Shows what this member may have said.
pub async fn show(
    State(app): State<App>,
    me: Me,
    visit: Visit,
    Path((incident, member)): Path<(String, String)>,
) -> Answer {
    filled(&app, &me, &visit, (id_in(&incident)?, id_in(&member)?), StatusCode::OK, (None, Fields::default())).await
}

/// Enters what they said: `do` as on their own phone, or an outcome.
pub async fn enter(
    State(app): State<App>,
    me: Me,
    visit: Visit,
    Path((incident, member)): Path<(String, String)>,
    Form(fields): Form,
) -> Answer {
    let (id, member): (Id<Incident>, Id<Member>) = (id_in(&incident)?, id_in(&member)?);
    match take(&app, &me, (id, member), &fields, app.now()).await {
        Ok(()) => redirect(&format!("/incidents/{id}")),
        Err(wrong) => {
            let (_, words) = told(wrong, &app.say(visit.lang))?;
            let given = (Some(words), fields);
            filled(&app, &me, &visit, (id, member), StatusCode::UNPROCESSABLE_ENTITY, given).await
        }
    }
}

async fn take(
    app: &App,
    me: &Me,
    (id, member): (Id<Incident>, Id<Member>),
    fields: &Fields,
    now: Moment,
) -> Result<(), Wrong> {
    let found = (fields.text("do") == "found").then(|| finding::verification(fields, now)).transpose()?;
    let deed = if found.is_none() { Some(Deed::read(fields)?) } else { None };
    let (app, by) = (app.clone(), me.id);
    // One's own answer is given on one's own screen, where nobody else is named for it.
    if by == member {
        return Err(Wrong::NotFound);
    }
    let db = app.db.clone();
    db.write("what a verifier said by phone", move |tx| {
        if !store::is_named_in(tx, id, member)? {
            return Err(Wrong::NotFound);
        }
        let incident = store::incident(tx, id)?.ok_or(Wrong::NotFound)?;
        if matches!(deed, Some(Deed::Accept(_))) {
            drilling::real_first(tx, &app.keys, &incident, member, now)?;
        }
        let verifier = worker::verifier(tx, member, incident.scene().drill, now)?.ok_or(StepRefused::NotTrained)?;
        let next = incident.phoned_in(by, |incident| match (deed, found) {
            (Some(deed), _) => deed.take(incident, &verifier, now),
            (None, Some(found)) => incident.found(&verifier, found, now),
            (None, None) => Err(StepRefused::NotOnScene),
        })?;
        desk::save(tx, &app.keys, &incident, &next, now)?;
        audit::note(tx, now, Some(by), "a verifier's answer entered by phone", Some(id))
    })
    .await
}

async fn filled(
    app: &App,
    me: &Me,
    visit: &Visit,
    (id, member): (Id<Incident>, Id<Member>),
    status: StatusCode,
    (problem, given): (Option<String>, Fields),
) -> Result<Response, Wrong> {
    let read = app.db.read("whom a dispatcher speaks with", move |tx| {
        let incident = store::incident(tx, id)?.ok_or(Wrong::NotFound)?;
        let stands = Standing::of(&incident, member).ok_or(Wrong::NotFound)?;
        let who = aliases(tx, vec![member])?.remove(&member).ok_or(Wrong::NotFound)?;
        Ok((incident.scene().area, stands, who, Mark::of(tx, incident.scene().drill)?))
    });
    let (area, stands, who, drill) = read.await?;
    if me.id == member {
        return Err(Wrong::NotFound);
    }
    let frame = Mark::titled(drill.as_ref(), visit.frame("phoned-title"));
    let page = PhonedPage {
        incident: id.to_string(),
        member: member.to_string(),
        who,
        area: shown::area_name(&frame.say, &app.part::<Atlas>(), area),
        stands,
        etas: ETA_MINUTES,
        outcomes: outcomes(&frame.say),
        finding: finding::shown(&frame.say, given),
        problem,
        drill,
        frame,
    };
    page_with(status, &page)
}
