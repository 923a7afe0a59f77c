//! The verifier's phone: `/go`.
//!
//! Shows only requests to the one who looks: the timeline's "asked" is therefore the record of who was told of a place.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::finding::{self, FindingShown};
use super::queue::{state_code, state_words};
use super::shown::{self, Line};
use super::{id_in, told};
use crate::drills::{self, Drill, Mark};
use crate::ground::db::Tx;
use crate::ground::locale::Say;
use crate::ground::web::frame::page_with;
use crate::ground::web::{Answer, Fields, Form, Frame, Visit, clock, live, page, redirect};
use crate::ground::{App, Id, Moment, Wrong, audit};
use crate::people::{Me, Member};
use crate::places::Atlas;
use crate::reports::{self, Brief, Report};
use crate::shifts;
use crate::triage::desk;
use crate::triage::drilling;
use crate::triage::incident::{Answer as Answered, Incident, State as Stands, StepRefused, Verifier};
use crate::triage::store::{self, IncidentRow};
use crate::triage::worker;

/// Minutes of the buttons with which one says how long it takes.
pub(super) const ETA_MINUTES: [u16; 4] = [5, 10, 15, 30];

/// Hours for which a request is shown to the one who was asked, whatever became of it.
const REQUEST_HOURS: i64 = 4;

/// Pictures of open incidents that are offered for a look at once.
const PICTURES_MAX: usize = 8;

#[derive(Template)]
#[template(path = "triage/pages/go.html")]
struct GoPage {
    frame: Frame,
    /// Something real waits for their answer: no drill is offered meanwhile.
    is_wanted: bool,
    /// Until when they are on duty, and where; `None` where they are not.
    duty: Option<(String, String)>,
    /// Where they are out.
    out: Option<RequestShown>,
    is_there: bool,
    is_out_in_a_drill: bool,
    due_iso: String,
    due: String,
    requests: Vec<RequestShown>,
    etas: [u16; 4],
    pictures: Vec<String>,
    notice: Option<String>,
}

/// A request to go and look.
struct RequestShown {
    id: String,
    area: String,
    /// The place as the dispatcher passed it on.
    place: Option<String>,
    is_home: bool,
    facts: Vec<Line>,
    asked_iso: String,
    asked: String,
    /// True where a yes is still of use.
    is_open: bool,
    /// What else there is to say: enough are going, it is settled, they said no.
    word: Option<String>,
    drill: Option<Mark>,
    /// In a drill: what there is to see, once they are there.
    imagine: Option<String>,
}

#[derive(Template)]
#[template(path = "triage/pages/found.html")]
struct FoundPage {
    frame: Frame,
    drill: Option<Mark>,
    request: RequestShown,
    finding: FindingShown,
    outcomes: Vec<(&'static str, String, String)>,
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "triage/pages/done.html")]
struct DonePage {
    frame: Frame,
}

/// What is read of one incident.
struct Read {
    row: IncidentRow,
    incident: Incident,
    best: Option<Brief>,
    drill: Option<Mark>,
    /// The drill that it belongs to, for its scenario.
    practised: Option<Drill>,
}

/// Shows what this verifier is asked for.
pub async fn show(State(app): State<App>, me: Me, visit: Visit) -> Answer {
    filled(&app, &me, &visit, StatusCode::OK, None).await
}

/// Says when the page should be looked at again.
pub async fn events(State(app): State<App>) -> Answer {
    Ok(live::changes(&app, &["triage", "shifts", "drills"]).into_response())
}

/// Thanks, and a way off duty.
pub async fn done(visit: Visit) -> Answer {
    page(&DonePage { frame: visit.frame("done-title").with_scripts(&["go.js"]) })
}

/// Does what a button says: `do` is accept, decline, eta, there or give_up.
pub async fn change(
    State(app): State<App>,
    me: Me,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form,
) -> Answer {
    let id: Id<Incident> = id_in(&id)?;
    let (app_too, by, now) = (app.clone(), me.id, app.now());
    let deed = Deed::read(&fields)?;
    let gave_up = matches!(deed, Deed::GiveUp);
    let done = app.db.write("a verifier's step", move |tx| {
        if !store::is_named_in(tx, id, by)? {
            return Err(Wrong::NotFound);
        }
        let incident = store::incident(tx, id)?.ok_or(Wrong::NotFound)?;
        if matches!(deed, Deed::Accept(_)) {
            drilling::real_first(tx, &app_too.keys, &incident, by, now)?;
        }
        let verifier = worker::verifier(tx, by, incident.scene().drill, now)?.ok_or(StepRefused::NotTrained)?;
        let next = deed.take(&incident, &verifier, now)?;
        desk::save(tx, &app_too.keys, &incident, &next, now)
    });
    match done.await {
        Ok(()) if gave_up => redirect("/go/done"),
        Ok(()) => redirect("/go"),
        Err(wrong) => {
            let (status, words) = told(wrong, &app.say(visit.lang))?;
            filled(&app, &me, &visit, status, Some(words)).await
        }
    }
}

/// What a verifier says with a button.
#[derive(Clone, Copy)]
pub(super) enum Deed {
    Accept(u16),
    Eta(u16),
    Decline,
    There,
    GiveUp,
}

impl Deed {
    pub(super) fn read(fields: &Fields) -> Result<Deed, Wrong> {
        // Buttons send their minutes; the field beside them is for everything else. Zero is refused by the rule, with words.
        let button = fields.text("eta");
        let typed = if button.is_empty() { fields.text("eta_other") } else { button };
        let minutes: u16 = typed.parse().unwrap_or(0);
        match fields.text("do") {
            "accept" => Ok(Deed::Accept(minutes)),
            "eta" => Ok(Deed::Eta(minutes)),
            "decline" => Ok(Deed::Decline),
            "there" => Ok(Deed::There),
            "give_up" => Ok(Deed::GiveUp),
            _ if !button.is_empty() => Ok(Deed::Accept(minutes)),
            _ => Err(Wrong::Unreadable { status: 400, word: "error-unreadable" }),
        }
    }

    /// Takes the step.
    pub(super) fn take(self, incident: &Incident, verifier: &Verifier, now: Moment) -> Result<Incident, StepRefused> {
        match self {
            Deed::Accept(minutes) => incident.accept(verifier, minutes, now),
            Deed::Eta(minutes) => incident.new_eta(verifier.id, minutes, now),
            Deed::Decline => incident.decline(verifier.id, now),
            Deed::There => incident.arrive(verifier.id, now),
            Deed::GiveUp => incident.give_up(verifier.id, now),
        }
    }
}

/// Shows the form for what was found.
pub async fn found_form(State(app): State<App>, me: Me, visit: Visit, Path(id): Path<String>) -> Answer {
    found_page(&app, &me, &visit, id_in(&id)?, StatusCode::OK, (None, Fields::default())).await
}

/// Takes what was found.
pub async fn found(State(app): State<App>, me: Me, visit: Visit, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let id: Id<Incident> = id_in(&id)?;
    let (app_too, by, now) = (app.clone(), me.id, app.now());
    let done = async {
        let found = finding::verification(&fields, now)?;
        app.db
            .write("what a verifier found", move |tx| {
                if !store::is_named_in(tx, id, by)? {
                    return Err(Wrong::NotFound);
                }
                let incident = store::incident(tx, id)?.ok_or(Wrong::NotFound)?;
                let drill = incident.scene().drill;
                let verifier = worker::verifier(tx, by, drill, now)?.ok_or(StepRefused::NotTrained)?;
                let next = incident.found(&verifier, found, now)?;
                desk::save(tx, &app_too.keys, &incident, &next, now)?;
                audit::note(tx, now, Some(by), "incident finding", Some(id))
            })
            .await
    };
    match done.await {
        Ok(()) => redirect("/go/done"),
        Err(wrong) => {
            let (_, words) = told(wrong, &app.say(visit.lang))?;
            found_page(&app, &me, &visit, id, StatusCode::UNPROCESSABLE_ENTITY, (Some(words), fields)).await
        }
    }
}

async fn found_page(
    app: &App,
    me: &Me,
    visit: &Visit,
    id: Id<Incident>,
    status: StatusCode,
    (problem, given): (Option<String>, Fields),
) -> Result<Response, Wrong> {
    let by = me.id;
    let read = app.db.read("where I am", move |tx| {
        if store::is_named_in(tx, id, by)? { read_one(tx, id) } else { Err(Wrong::NotFound) }
    });
    let read = read.await?;
    let frame = Mark::titled(read.drill.as_ref(), visit.frame("go-found-title").with_scripts(&["go.js"]));
    let request = request(app, &frame.say, me.id, &read);
    let (finding, outcomes) = (finding::shown(&frame.say, given), outcomes(&frame.say));
    let drill = request.drill.clone();
    page_with(status, &FoundPage { drill, request, finding, outcomes, problem, frame })
}

/// The outcomes that a verifier may report: code, name, and what it means.
pub(super) fn outcomes(say: &Say) -> Vec<(&'static str, String, String)> {
    let outcomes = ["confirmed", "other_agency", "nothing_there", "already_over", "unable"].map(|code| {
        let word = code.replace('_', "-");
        (code, say.t(&format!("triage-outcome-{word}")), say.t(&format!("go-found-means-{word}")))
    });
    outcomes.into()
}

fn read_one(tx: &Tx<'_>, id: Id<Incident>) -> Result<Read, Wrong> {
    let row = store::incident_row(tx, id)?.ok_or(Wrong::NotFound)?;
    let incident = store::incident(tx, id)?.ok_or(Wrong::NotFound)?;
    let reports: Vec<Id<Report>> = store::reports_of(tx, id)?;
    let best = match desk::best_first(tx, &reports)?.first() {
        Some(best) => reports::store::brief(tx, *best)?,
        None => None,
    };
    let practised = row.scene.drill.map(|drill| drills::store::get(tx, drill)).transpose()?.flatten();
    let drill = Mark::of(tx, row.scene.drill)?;
    Ok(Read { row, incident, best, drill, practised })
}

async fn filled(
    app: &App,
    me: &Me,
    visit: &Visit,
    status: StatusCode,
    notice: Option<String>,
) -> Result<Response, Wrong> {
    let (by, now) = (me.id, app.now());
    let read = app.db.read("my requests", move |tx| {
        let out = store::out_on(tx, by)?.map(|id| read_one(tx, id)).transpose()?;
        let asked = store::asked_of(tx, by, now.plus_hours(-REQUEST_HOURS))?;
        let asked = asked.into_iter().filter(|id| out.as_ref().is_none_or(|out| out.row.id != *id));
        let mut asked = asked.map(|id| read_one(tx, id)).collect::<Result<Vec<_>, _>>()?;
        // What is real stands on top.
        asked.sort_by_key(|read| read.drill.is_some());
        let is_wanted = store::wanted_for_real(tx)?.contains(&by);
        Ok((out, asked, is_wanted, shifts::store::duty_of(tx, by, now)?, to_review(tx, by)?))
    });
    let (out, asked, is_wanted, duty, pictures) = read.await?;
    let frame = visit.frame("go-title").with_scripts(&["go.js"]);
    let (say, atlas) = (&frame.say, app.part::<Atlas>());
    let due_at = out
        .as_ref()
        .and_then(|out| out.incident.crew().coming().iter().find(|going| going.who == by).map(|going| going.due_at));
    let page = GoPage {
        duty: duty.map(|duty| (shown::area_name(say, &atlas, duty.area), clock::when(app, say, duty.until))),
        is_there: out.as_ref().is_some_and(|out| out.incident.crew().there_since(by).is_some()),
        is_out_in_a_drill: out.as_ref().is_some_and(|out| out.drill.is_some()),
        due_iso: due_at.map(Moment::iso).unwrap_or_default(),
        due: due_at.map(|at| clock::when(app, say, at)).unwrap_or_default(),
        out: out.map(|read| request(app, say, by, &read)),
        requests: asked.iter().map(|read| request(app, say, by, read)).collect(),
        etas: ETA_MINUTES,
        is_wanted,
        pictures,
        notice,
        frame,
    };
    page_with(status, &page)
}

fn request(app: &App, say: &Say, me: Id<Member>, read: &Read) -> RequestShown {
    let (row, incident) = (&read.row, &read.incident);
    let asked = incident.asked().iter().find(|asked| asked.who == me);
    let answer = asked.map(|asked| asked.answer);
    let is_closed = matches!(incident.state(), Stands::Closed { .. });
    let is_full = incident.free_places() == 0;
    let (code, outcome) = state_code(incident.state());
    let word = match (is_closed, answer) {
        (true, _) if incident.crew().there_since(me).is_some() => {
            Some(say.t1("go-others-said", "outcome", state_words(say, code, outcome)))
        }
        (true, _) => Some(say.t1("go-settled", "outcome", state_words(say, code, outcome))),
        (_, Some(Answered::Accepted)) => None,
        _ if is_full => Some(say.t("go-enough")),
        (_, Some(Answered::Declined)) => Some(say.t("go-declined")),
        (_, Some(Answered::Left)) => Some(say.t("go-left")),
        _ => None,
    };
    let asked_at = asked.map_or(row.opened_at, |asked| asked.at);
    // What is settled is nobody's business any more: the place goes, the outcome stays. Whoever is still out needs it.
    let needs_place = !is_closed || incident.crew().holds(me);
    let place = desk::open_place(&app.keys, row.id, row.scene, row.place.as_ref()).filter(|_| needs_place);
    RequestShown {
        id: row.id.to_string(),
        area: shown::area_name(say, &app.part::<Atlas>(), row.scene.area),
        place,
        is_home: row.is_home,
        facts: read.best.as_ref().map(|best| shown::facts(say, &best.facts)).unwrap_or_default(),
        asked_iso: asked_at.iso(),
        asked: clock::when(app, say, asked_at),
        is_open: !is_closed && !is_full,
        word,
        imagine: read.practised.as_ref().filter(|_| !is_closed).map(|drill| imagine(say, drill)),
        drill: read.drill.clone(),
    }
}

/// What somebody who is there is to take for seen.
fn imagine(say: &Say, drill: &Drill) -> String {
    say.t(&format!("drill-imagine-{}", drill.plan.scenario.code().replace('_', "-")))
}

/// Pictures of open incidents that this member has not looked at, of those that need a second look or a first.
fn to_review(tx: &Tx<'_>, me: Id<Member>) -> Result<Vec<String>, Wrong> {
    let mut out = Vec::new();
    for row in store::open_incidents(tx)? {
        for report in store::reports_of(tx, row.id)? {
            for picture in reports::store::pictures(tx, report)? {
                if out.len() >= PICTURES_MAX {
                    return Ok(out);
                }
                let is_new = picture.reviews.len() < 2 && picture.reviews.iter().all(|review| review.by != me);
                if is_new {
                    out.push(picture.id.to_string());
                }
            }
        }
    }
    Ok(out)
}
