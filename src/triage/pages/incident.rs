//! An incident: `/incidents/{id}`.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

use super::finding::{self, FindingShown};
use super::may::{May, doubt};
use super::queue::{aliases, state_code, state_words};
use super::read_reports::{self, OPENED_REPORTS_MAX, ReportShown};
use super::shown::{self, Choice, choices};
use super::{corroborate, id_in, scene};
use crate::drills::Mark;
use crate::ground::db::Tx;
use crate::ground::locale::Say;
use crate::ground::web::frame::page_with;
use crate::ground::web::{Answer, Fields, Frame, Visit, clock};
use crate::ground::{App, Id, Moment, Wrong};
use crate::people::{Me, Member};
use crate::places::Atlas;
use crate::reports::Report;
use crate::triage::desk;
use crate::triage::dispatching::OnDuty;
use crate::triage::incident::{Finding, Incident, NotNeeded, ReopenWhy, Step, Verification, What, WithoutEyes};
use crate::triage::store::{self, IncidentRow};
use crate::triage::worker;

#[derive(Template)]
#[template(path = "triage/pages/incident.html")]
struct IncidentPage {
    frame: Frame,
    id: String,
    place: String,
    place_words: Option<String>,
    is_home: bool,
    state: String,
    what: String,
    agency: String,
    cap: u8,
    out: Vec<CrewShown>,
    /// What to know before one tells of it: others may yet see something, or saw something else.
    doubt: Option<String>,
    asked: Vec<AskedShown>,
    timeline: Vec<StepShown>,
    reports: Vec<ReportShown>,
    total: usize,
    /// A report says more than was read.
    has_news: bool,
    next: Option<usize>,
    words_are_open: bool,
    may: May,
    candidates: Vec<Candidate>,
    others: Vec<(String, String)>,
    close_reasons: Vec<Choice>,
    reopen_reasons: Vec<Choice>,
    questions: Vec<String>,
    witnesses: Vec<corroborate::Witness>,
    finding: FindingShown,
    contact: Option<scene::ContactShown>,
    notice: Option<String>,
    typed_question: String,
    typed_place: String,
    drill: Option<Mark>,
}

/// People on duty who are offered by name: the nearest. Nobody gets to see a list of all members.
const CANDIDATES_MAX: usize = 20;

/// Somebody who is out.
struct CrewShown {
    id: String,
    alias: String,
    due_iso: Option<String>,
    when: String,
}

/// Somebody who was asked.
struct AskedShown {
    id: String,
    alias: String,
    answer: String,
    at: String,
}

/// One step of the timeline.
struct StepShown {
    at: String,
    at_iso: String,
    who: String,
    what: String,
    details: String,
}

/// Somebody on duty who may be asked by name.
struct Candidate {
    id: String,
    words: String,
}

/// `?words=yes&from=20`: whether the reports' words are opened, and from which on.
#[derive(Deserialize, Default)]
pub struct Part {
    #[serde(default)]
    words: String,
    #[serde(default)]
    from: u16,
}

/// What a page shows beside the incident itself.
#[derive(Default)]
pub struct Extra {
    pub notice: Option<String>,
    pub contact: Option<scene::ContactShown>,
    /// What was typed, where the page comes back with a refusal.
    pub given: Fields,
}

/// Shows an incident.
pub async fn show(
    State(app): State<App>,
    me: Me,
    visit: Visit,
    Path(id): Path<String>,
    Query(mut part): Query<Part>,
    headers: HeaderMap,
) -> Answer {
    // A script that looks again reads the state and no words: nothing is opened, and nothing counts as read, that nobody sees.
    if headers.contains_key("x-cuadra-fragment") {
        part.words.clear();
    }
    filled(&app, &me, &visit, id_in(&id)?, &part, StatusCode::OK, Extra::default()).await
}

/// What is read in one go.
struct Read {
    row: IncidentRow,
    incident: Incident,
    reports: Vec<Id<Report>>,
    has_news: bool,
    aliases: HashMap<Id<Member>, String>,
    on_duty: Vec<(OnDuty, String)>,
    others: Vec<IncidentRow>,
    drill: Option<Mark>,
}

async fn read(app: &App, id: Id<Incident>, opens: bool) -> Result<Read, Wrong> {
    let (app_too, now) = (app.clone(), app.now());
    app.db
        .read("an incident", move |tx| {
            let row = store::incident_row(tx, id)?.ok_or(Wrong::NotFound)?;
            let incident = store::incident(tx, id)?.ok_or(Wrong::NotFound)?;
            let mut named: Vec<Id<Member>> = incident.timeline().iter().flat_map(named_in).collect();
            named.extend(incident.asked().iter().map(|asked| asked.who));
            let mut others = store::open_incidents(tx)?;
            others.retain(|other| other.id != id && other.scene.drill == row.scene.drill);
            let on_duty = candidates(tx, &app_too, &incident, now)?;
            let reports = store::reports_of(tx, id)?;
            let drill = Mark::of(tx, row.scene.drill)?;
            // After this page was asked for with its words open, they are read.
            let has_news = !opens && !store::with_news(tx, &reports)?.is_empty();
            Ok(Read { drill, row, has_news, reports, aliases: aliases(tx, named)?, on_duty, others, incident })
        })
        .await
}

/// Everybody whom a step names.
fn named_in(step: &Step) -> Vec<Id<Member>> {
    let mut named: Vec<Id<Member>> = step.who.into_iter().chain(step.entered_by).collect();
    match &step.what {
        What::Asked { whom } => named.extend(whom),
        What::StoodDown { whom } => named.push(*whom),
        What::Corroborated { reviewed_by, .. } => named.extend(reviewed_by.iter().flatten()),
        _ => {}
    }
    named
}

/// Those on duty who were not asked yet, nearest first.
fn candidates(tx: &Tx<'_>, app: &App, incident: &Incident, now: Moment) -> Result<Vec<(OnDuty, String)>, Wrong> {
    let free = worker::free_for(tx, &worker::on_duty(tx, app, now)?, incident.scene().drill)?;
    let mut on_duty: Vec<OnDuty> = free
        .into_iter()
        .map(|(_, duty)| duty)
        .filter(|duty| {
            duty.verifier.out_on.is_none() && !incident.asked().iter().any(|asked| asked.who == duty.verifier.id)
        })
        .collect();
    on_duty.sort_by(|one, two| {
        let km = |duty: &OnDuty| duty.home.km_to(incident.scene().cell);
        km(one).total_cmp(&km(two)).then(one.verifier.id.cmp(&two.verifier.id))
    });
    on_duty.truncate(CANDIDATES_MAX);
    let names = aliases(tx, on_duty.iter().map(|duty| duty.verifier.id).collect())?;
    let named = on_duty.into_iter().filter_map(|duty| names.get(&duty.verifier.id).cloned().map(|name| (duty, name)));
    Ok(named.collect())
}

/// The page with a status and what a deed left to say.
///
/// # Errors
/// Not found, or a fault.
pub async fn filled(
    app: &App,
    me: &Me,
    visit: &Visit,
    id: Id<Incident>,
    part: &Part,
    status: StatusCode,
    extra: Extra,
) -> Result<Response, Wrong> {
    let (opens, from) = (part.words == "yes" || extra.contact.is_some(), usize::from(part.from));
    let read = read(app, id, opens).await?;
    let frame = Mark::titled(read.drill.as_ref(), visit.frame("incident-title").with_scripts(&["queue.js"]));
    let (say, atlas) = (&frame.say, app.part::<Atlas>());
    let (reports, total) = read_reports::read(app, me, say, read.reports.clone(), from, opens).await?;
    let witnesses = corroborate::witnesses(app, say, &read.incident, &read.reports).await?;
    let (incident, row) = (&read.incident, &read.row);
    let (code, outcome) = state_code(incident.state());
    let place_words = desk::open_place(&app.keys, id, row.scene, row.place.as_ref());
    // Of a drill that is over nothing more can be done.
    let is_settled_for_good = row.nameless || read.drill.as_ref().is_some_and(|drill| !drill.is_running);
    let others = read.others.iter().map(|other| {
        let words =
            format!("{} · {}", shown::area_name(say, &atlas, other.scene.area), clock::when(app, say, other.opened_at));
        (other.id.to_string(), words)
    });
    let page = IncidentPage {
        id: id.to_string(),
        place: shown::area_name(say, &atlas, row.scene.area),
        typed_place: place_words.clone().unwrap_or_default(),
        place_words,
        is_home: row.is_home,
        state: state_words(say, code, outcome),
        what: say.t(&row.seen.activity.word()),
        agency: say.t(&row.seen.agency.word()),
        cap: row.scene.cap.people(),
        out: out(app, say, incident, &read.aliases),
        doubt: doubt(incident).map(|word| say.t(word)),
        asked: asked(app, say, incident, &read.aliases),
        timeline: incident.timeline().iter().map(|step| step_shown(app, say, step, &read.aliases)).collect(),
        next: Some(from + OPENED_REPORTS_MAX).filter(|next| *next < total),
        reports,
        total,
        has_news: read.has_news,
        words_are_open: opens,
        may: May::of(incident, is_settled_for_good, app.now(), witnesses.len()),
        candidates: read.on_duty.iter().map(|(duty, name)| candidate(say, incident, duty, name)).collect(),
        others: others.collect(),
        close_reasons: choices!(say, NotNeeded),
        reopen_reasons: choices!(say, ReopenWhy),
        questions: scene::questions(say),
        witnesses,
        finding: finding::shown(say, extra.given.clone()),
        typed_question: extra.given.text("question").to_owned(),
        contact: extra.contact,
        notice: extra.notice,
        drill: read.drill,
        frame,
    };
    page_with(status, &page)
}

fn out(app: &App, say: &Say, incident: &Incident, names: &HashMap<Id<Member>, String>) -> Vec<CrewShown> {
    let crew = incident.crew();
    let there = crew.there().iter().map(|present| (present.who, None, say.t("triage-is-there")));
    let coming = crew.coming().iter().map(|going| (going.who, Some(going.due_at), clock::when(app, say, going.due_at)));
    let all = there.chain(coming).map(|(who, due_at, when)| CrewShown {
        id: who.to_string(),
        alias: name_of(names, who),
        due_iso: due_at.map(Moment::iso),
        when,
    });
    all.collect()
}

fn asked(app: &App, say: &Say, incident: &Incident, names: &HashMap<Id<Member>, String>) -> Vec<AskedShown> {
    let shown = incident.asked().iter().map(|asked| AskedShown {
        id: asked.who.to_string(),
        alias: name_of(names, asked.who),
        answer: say.t(&asked.answer.word()),
        at: clock::when(app, say, asked.at),
    });
    shown.collect()
}

fn name_of(names: &HashMap<Id<Member>, String>, who: Id<Member>) -> String {
    names.get(&who).cloned().unwrap_or_else(|| "—".to_owned())
}

fn candidate(say: &Say, incident: &Incident, duty: &OnDuty, name: &str) -> Candidate {
    let km = duty.home.km_to(incident.scene().cell).round().max(1.0);
    let words = say.with("incident-candidate", &[("who", name.into()), ("km", km.into())]);
    Candidate { id: duty.verifier.id.to_string(), words }
}

fn step_shown(app: &App, say: &Say, step: &Step, names: &HashMap<Id<Member>, String>) -> StepShown {
    let who = step.who.map_or_else(|| say.t("incident-the-network"), |who| name_of(names, who));
    let entered =
        |by| say.with("incident-entered-by", &[("who", who.as_str().into()), ("by", name_of(names, by).into())]);
    let who = step.entered_by.map(entered).unwrap_or(who);
    StepShown {
        at: clock::when(app, say, step.at),
        at_iso: step.at.iso(),
        who,
        what: say.t(&format!("triage-step-{}", step.what.code().replace('_', "-"))),
        details: step_details(app, say, &step.what, names),
    }
}

/// What a step says beyond its kind.
fn step_details(app: &App, say: &Say, what: &What, names: &HashMap<Id<Member>, String>) -> String {
    match what {
        What::Opened | What::EyesNeeded | What::Declined | What::Arrived | What::GaveUp | What::DrillOver => {
            String::new()
        }
        What::Asked { whom } => whom.iter().map(|who| name_of(names, *who)).collect::<Vec<_>>().join(", "),
        What::StoodDown { whom } => name_of(names, *whom),
        What::Accepted { due_at } | What::NewEta { due_at } => clock::when(app, say, *due_at),
        What::Reopened(why) => say.t(&why.word()),
        What::Found(found) => found_words(app, say, found),
        What::ClosedWithoutEyes(WithoutEyes::DuplicateOf(_)) => say.t("triage-outcome-duplicate"),
        What::ClosedWithoutEyes(WithoutEyes::NotNeeded(why)) => say.t(&why.word()),
        What::Corroborated { finding, .. } => finding_words(app, say, finding),
    }
}

fn found_words(app: &App, say: &Say, found: &Verification) -> String {
    let outcome = say.t(&format!("triage-outcome-{}", found.code().replace('_', "-")));
    match found {
        Verification::Confirmed(finding) | Verification::OtherAgency(finding) => {
            format!("{outcome}: {}", finding_words(app, say, finding))
        }
        Verification::NothingThere { seen_at } | Verification::AlreadyOver { seen_at } => {
            format!("{outcome}, {}", clock::when(app, say, *seen_at))
        }
        Verification::Unable(why) => format!("{outcome}: {}", say.t(&why.word())),
    }
}

/// A finding in one line.
pub fn finding_words(app: &App, say: &Say, finding: &Finding) -> String {
    use crate::reports::facts::{HowMany, YesNo};
    let mut words = vec![say.t(&finding.agency.word()), say.t(&finding.activity.word())];
    for (label, range) in [("triage-fact-people", finding.people), ("triage-fact-vehicles", finding.vehicles)] {
        if range != HowMany::Unknown {
            words.push(format!("{}: {}", say.t(label), say.t(&range.word())));
        }
    }
    if finding.detained != YesNo::Unknown {
        let count = finding.detained_count.map(|count| format!(" ({count})")).unwrap_or_default();
        words.push(format!("{}: {}{count}", say.t("triage-fact-detained"), say.t(&finding.detained.word())));
    }
    words.push(clock::when(app, say, finding.seen_at));
    words.join(" · ")
}
