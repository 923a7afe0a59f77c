//! `/drills`: start one, look at those of the last month; `/drills/{drill}`: what comes of one, and its end.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse;

use super::form::{self, NotRead};
use super::{desk, script, telling};
use crate::drills::{
    self, Drill, DrillRefused, EndedWhy, MINUTES, Mark, Scenario, State as Stands, Time, Took, WhoTakesPart,
};
use crate::ground::db::Tx;
use crate::ground::locale::Say;
use crate::ground::web::frame::page_with;
use crate::ground::web::{Answer, Fields, Form, Frame, Visit, clock, live, page, redirect};
use crate::ground::{App, Id, Problem, Wrong};
use crate::people::{self, Me, Member, Role};
use crate::places::Atlas;
use crate::shifts;
use crate::triage;
use crate::triage::queue::has_room_for_drills;

#[derive(Template)]
#[template(path = "drill_desk/pages/list.html")]
struct ListPage {
    frame: Frame,
    drill: Option<Mark>,
    /// Real reports wait: the cards of a drill would not be shown now.
    is_busy: bool,
    on_duty: usize,
    areas: Vec<Choice>,
    scenarios: Vec<Choice>,
    who: Vec<Choice>,
    minutes: Vec<Choice>,
    place: String,
    places: Vec<String>,
    problem: Option<(String, &'static str)>,
    past: Vec<Line>,
}

/// One choice of a question.
struct Choice {
    code: String,
    words: String,
    is_chosen: bool,
}

/// A drill in a list.
struct Line {
    id: String,
    words: String,
    at_iso: String,
    at: String,
}

#[derive(Template)]
#[template(path = "drill_desk/pages/drill.html")]
struct DrillPage {
    frame: Frame,
    drill: Option<Mark>,
    id: String,
    is_running: bool,
    facts: Vec<(String, String)>,
    cards: Vec<Line>,
    incidents: Vec<Line>,
    at_desk: bool,
    record: Vec<Step>,
    times: Vec<TimeRow>,
    took_part: Vec<String>,
}

/// One entry of the record.
struct Step {
    at_iso: String,
    at: String,
    what: String,
    more: String,
    who: String,
}

/// One part of the line.
struct TimeRow {
    words: String,
    took: String,
    target: String,
    is_slow: bool,
}

/// Shows the form and the drills of the last month.
pub async fn list(State(app): State<App>, visit: Visit) -> Answer {
    let mut fields = Fields::default();
    fields.put("scenario", Scenario::Corner.code());
    fields.put("who", WhoTakesPart::OfTheArea.code());
    fields.put("minutes", MINUTES[1].to_string());
    page(&list_page(&app, &visit, &fields, None).await?)
}

/// Starts a drill, or shows the form again with what is wrong.
pub async fn start(State(app): State<App>, me: Me, visit: Visit, Form(fields): Form) -> Answer {
    let started = match form::read(&fields, &app.part::<Atlas>(), visit.lang) {
        Ok(plan) => match desk::start(&app, me.id, plan).await {
            // A rule's no becomes a problem of the form, so that what was chosen is not lost.
            Err(Wrong::Refused(no)) => Err(NotRead { problem: Problem::new("who", no.word), places: Vec::new() }),
            other => Ok(other?),
        },
        Err(not_read) => Err(not_read),
    };
    match started {
        Ok(id) => redirect(&format!("/drills/{id}")),
        Err(not_read) => {
            let again = list_page(&app, &visit, &fields, Some(not_read)).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
    }
}

/// Says when a drill's page should be looked at again.
pub async fn events(State(app): State<App>) -> Answer {
    Ok(live::changes(&app, &["drills", "triage", "alerts"]).into_response())
}

/// Shows a drill: what came of it up to now, and how long each part took.
pub async fn show(State(app): State<App>, me: Me, visit: Visit, Path(id): Path<String>) -> Answer {
    let id: Id<Drill> = id.parse().map_err(|_| Wrong::NotFound)?;
    let read = read(&app, &me, id).await?;
    page(&drill_page(&app, &me, &visit, &read))
}

/// Ends a drill with one press. Who comes second sees that it is over.
pub async fn end(State(app): State<App>, me: Me, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let id: Id<Drill> = id.parse().map_err(|_| Wrong::NotFound)?;
    let why = if fields.text("why") == EndedWhy::Done.code() { EndedWhy::Done } else { EndedWhy::RealWork };
    let (app_too, by) = (app.clone(), me.id);
    let ended = app.db.write("end a drill", move |tx| {
        check_may_see(tx, &me, id)?;
        desk::end(tx, &app_too, id, Some(by), why)
    });
    match ended.await {
        Err(Wrong::Refused(no)) if no.word == DrillRefused::Over.word() => {}
        other => other?,
    }
    redirect(&format!("/drills/{id}"))
}

/// Those who run the line see every drill, a verifier those in which they take part.
fn check_may_see(tx: &Tx<'_>, me: &Me, id: Id<Drill>) -> Result<(), Wrong> {
    let runs_it = [Role::Coordinator, Role::Steward, Role::Dispatcher, Role::Releaser].iter().any(|role| me.is(*role));
    if runs_it || drills::store::takes_part(tx, id, me.id)? { Ok(()) } else { Err(Wrong::NotFound) }
}

async fn list_page(app: &App, visit: &Visit, fields: &Fields, not_read: Option<NotRead>) -> Result<ListPage, Wrong> {
    let (now, late) = (app.now(), i64::from(app.config.late_after_minutes));
    let read = app.db.read("drills", move |tx| {
        let drill = drills::store::running(tx)?.map(|drill| drill.id);
        let is_busy = !has_room_for_drills(&triage::store::waiting(tx)?, now, late);
        let mut on_duty = shifts::store::on_duty(tx, now)?;
        let mut verifiers = HashMap::new();
        for duty in &on_duty {
            let is_one = people::store::get(tx, duty.member)?.is_some_and(|who| who.roles.contains(&Role::Verifier));
            verifiers.insert(duty.member, is_one);
        }
        on_duty.retain(|duty| verifiers.get(&duty.member) == Some(&true));
        Ok((Mark::of(tx, drill)?, is_busy, on_duty, drills::store::list(tx)?))
    });
    let (drill, is_busy, on_duty, past) = read.await?;
    let frame = visit.frame("drill-list-title");
    let say = &frame.say;
    let gazetteer = app.part::<Atlas>().gazetteer();
    let areas = gazetteer.areas();
    let chosen = |field: &str, code: &str| fields.text(field) == code;
    let choice = |field: &str, code: &str, words: String| Choice {
        is_chosen: chosen(field, code),
        code: code.to_owned(),
        words,
    };
    let area = |area: &crate::places::Area| {
        let there = on_duty.iter().filter(|duty| desk::touches(areas, duty, area.id)).count();
        let words = say.with("drill-area-choice", &[("area", area.name.as_str().into()), ("n", there.into())]);
        choice("area", &area.id.0.to_string(), words)
    };
    let (places, problem) = not_read.map_or((Vec::new(), None), |not_read| (not_read.places, Some(not_read.problem)));
    Ok(ListPage {
        is_busy,
        on_duty: on_duty.len(),
        areas: form::offered(areas).map(area).collect(),
        scenarios: Scenario::ALL.iter().map(|it| choice("scenario", it.code(), say.t(&it.word()))).collect(),
        who: WhoTakesPart::ALL.iter().map(|it| choice("who", it.code(), say.t(&it.word()))).collect(),
        minutes: MINUTES
            .iter()
            .map(|it| choice("minutes", &it.to_string(), say.t1("drill-minutes", "n", *it)))
            .collect(),
        place: fields.text("place").to_owned(),
        places,
        problem: problem.map(|Problem { field, word }| (say.t(word), field)),
        past: past.iter().map(|drill| line(app, say, drill)).collect(),
        drill,
        frame,
    })
}

fn line(app: &App, say: &Say, drill: &Drill) -> Line {
    Line {
        id: drill.id.to_string(),
        words: format!("{} · {}", say.t(&drill.plan.scenario.word()), drill.plan.place),
        at_iso: drill.started_at.iso(),
        at: clock::when(app, say, drill.started_at),
    }
}

/// What is read of one drill in one go.
struct Read {
    drill: Drill,
    mark: Option<Mark>,
    record: Vec<Time>,
    aliases: HashMap<Id<Member>, String>,
    asked: Vec<Id<Member>>,
    listeners: u64,
    cards: Vec<triage::card::Card>,
    incidents: Vec<triage::store::IncidentRow>,
}

async fn read(app: &App, me: &Me, id: Id<Drill>) -> Result<Read, Wrong> {
    let (keys, me) = (app.keys.clone(), me.clone());
    let read = move |tx: &Tx<'_>| {
        check_may_see(tx, &me, id)?;
        let drill = drills::store::get(tx, id)?.ok_or(Wrong::NotFound)?;
        let record = telling::record(tx, &keys, &drill)?;
        let asked = drills::store::members(tx, id)?;
        let ended_by = if let Stands::Over { by, .. } = drill.state { by } else { None };
        let named = record.iter().filter_map(|time| time.who).chain(asked.iter().copied()).chain(ended_by);
        let mut aliases = HashMap::new();
        for who in named.chain([drill.started_by]) {
            if let Some(alias) = people::store::alias_of(tx, who)? {
                aliases.insert(who, alias);
            }
        }
        Ok(Read {
            mark: Mark::of(tx, Some(id))?.map(|mark| Mark { is_own_page: true, ..mark }),
            record,
            aliases,
            asked,
            listeners: drills::store::listeners(tx, id)?.len(),
            cards: triage::store::cards_of_drill(tx, id)?,
            incidents: triage::store::incidents_of_drill(tx, id)?,
            drill,
        })
    };
    app.db.read("a drill", read).await
}

fn drill_page(app: &App, me: &Me, visit: &Visit, read: &Read) -> DrillPage {
    let frame = Mark::titled(read.mark.as_ref(), visit.frame("drill-title")).with_scripts(&["queue.js"]);
    let say = &frame.say;
    let atlas = app.part::<Atlas>();
    let name = |who: Id<Member>| read.aliases.get(&who).cloned().unwrap_or_else(|| "—".to_owned());
    let cards = read.cards.iter().filter(|card| card.decided.is_none()).map(|card| Line {
        id: card.id.to_string(),
        words: say.t(&card.key.activity.word()),
        at_iso: clock::known_iso(app, card.opened_at, card.coarse),
        at: clock::known(app, say, card.opened_at, card.coarse),
    });
    let incidents = read.incidents.iter().map(|row| Line {
        id: row.id.to_string(),
        words: atlas.name(row.scene.area).unwrap_or_default(),
        at_iso: row.opened_at.iso(),
        at: clock::when(app, say, row.opened_at),
    });
    let record = read.record.iter().map(|time| Step {
        at_iso: time.at.iso(),
        at: clock::when(app, say, time.at),
        what: say.t(&time.what.word()),
        more: time.word.as_ref().map(|word| say.t(word)).unwrap_or_default(),
        who: time.who.map(&name).unwrap_or_default(),
    });
    DrillPage {
        id: read.drill.id.to_string(),
        is_running: read.drill.is_running(),
        facts: facts(app, say, read, &name),
        cards: cards.collect(),
        incidents: incidents.collect(),
        at_desk: me.is(Role::Dispatcher),
        record: record.collect(),
        times: drills::times::took(&read.record).iter().map(|took| time_row(say, took)).collect(),
        took_part: drills::times::who_took_part(&read.record).into_iter().map(&name).collect(),
        drill: read.mark.clone(),
        frame,
    }
}

fn facts(app: &App, say: &Say, read: &Read, name: &impl Fn(Id<Member>) -> String) -> Vec<(String, String)> {
    let (drill, plan) = (&read.drill, &read.drill.plan);
    let asked: Vec<String> = read.asked.iter().map(|who| name(*who)).collect();
    let mut out = vec![
        ("drill-fact-scenario", say.t(&plan.scenario.word())),
        ("drill-fact-place", plan.place.clone()),
        ("drill-fact-expected", say.t(script::expected(plan.scenario))),
        ("drill-fact-started", format!("{} · {}", clock::when(app, say, drill.started_at), name(drill.started_by))),
        ("drill-fact-asked", asked.join(", ")),
        ("drill-fact-listeners", say.t1("drill-listeners", "n", read.listeners)),
    ];
    out.push(match drill.state {
        Stands::Running => ("drill-fact-ends", clock::when(app, say, drill.ends_at())),
        Stands::Over { at, by, why } => {
            let by = by.map(|by| format!(" · {}", name(by))).unwrap_or_default();
            ("drill-fact-ended", format!("{} · {}{by}", clock::when(app, say, at), say.t(&why.word())))
        }
    });
    out.into_iter().map(|(label, words)| (say.t(label), words)).collect()
}

fn time_row(say: &Say, took: &Took) -> TimeRow {
    let duration =
        |seconds: i64| say.with("drill-duration", &[("m", (seconds / 60).into()), ("s", (seconds % 60).into())]);
    TimeRow {
        words: say.t(took.leg.word),
        took: took.seconds.map_or_else(|| "–".to_owned(), duration),
        target: took.leg.target_minutes.map_or_else(|| "–".to_owned(), |minutes| say.t1("drill-target", "n", minutes)),
        is_slow: took.is_slow(),
    }
}
