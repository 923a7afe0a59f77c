//! Playing the made-up day: reports go through intake, cards through triage, verifiers go and look.
//!
//! The program's clock is one that is moved, so that each step has the time it would have had; the running site that shows the day has the
//! machine's clock.

use super::day::{DAY, FLOOD, FLOOD_BEGAN, FLOOD_COPIES, Says, Story, Until};
use super::letting_out::let_out;
use super::pace::Pace;
use super::week::{DAYS_BEFORE, PAST};
use crate::alerts::alert::{Advice, Choices, PublicPlace};
use crate::alerts::{self, Kind};
use crate::ground::db::Tx;
use crate::ground::worker::Worker;
use crate::ground::{App, Id, Moment, Wrong};
use crate::messages;
use crate::people::{Alias, Member, store as people};
use crate::places::{Atlas, Resolution};
use crate::reports::facts::{Channel, Facts, YesNo};
use crate::reports::{self, New, Report, ReportWords};
use crate::triage::card::Card;
use crate::triage::decision::NotAReport;
use crate::triage::desk::{self, Hand, PassedOn};
use crate::triage::incident::{Finding, Verification};
use crate::triage::store as triage_store;
use crate::triage::{self, Incident, Scene};

/// The dispatcher who decided and drafted, and the second person who released.
const DISPATCHER: &str = "Ceiba";
const RELEASER: &str = "Jacaranda";

/// One thing that happens to the thread with this number.
enum Event {
    Says(usize, &'static Says),
    Flood,
    Take(usize),
    Decide(usize),
    Accept(usize),
    Arrive(usize),
    Find(usize),
    Release(usize),
}

/// A story as it is played, and what it has come to.
struct Thread {
    story: &'static Story,
    pace: Pace,
    days_ago: usize,
    reports: Vec<Id<Report>>,
    incident: Option<Id<Incident>>,
}

/// Plays the day so that it ends at `end`. The program's clock must be one that can be moved.
///
/// # Errors
/// What a rule refuses (a mistake in the script), or a fault.
pub async fn play_the_day(app: &App, end: Moment) -> Result<(), Wrong> {
    play(app, end, 0).await
}

/// Plays the days before as well, so that the clock has something to tell.
///
/// # Errors
/// As [`play_the_day`].
pub async fn play_the_week(app: &App, end: Moment) -> Result<(), Wrong> {
    play(app, end, DAYS_BEFORE).await
}

async fn play(app: &App, end: Moment, days_before: usize) -> Result<(), Wrong> {
    let thread = |days_ago| {
        move |(number, story)| {
            let pace = Pace::of(number, days_ago);
            Thread { story, pace, days_ago, reports: Vec::new(), incident: None }
        }
    };
    let past = (1..=days_before).rev().flat_map(|days_ago| PAST.iter().enumerate().map(thread(days_ago)));
    let mut threads: Vec<Thread> = past.chain(DAY.iter().enumerate().map(thread(0))).collect();
    let mut events: Vec<(i64, Event)> = Vec::new();
    for (at, thread) in threads.iter().enumerate() {
        events.extend(events_of(at, thread));
    }
    events.push((FLOOD_BEGAN * 60, Event::Flood));
    events.sort_by_key(|(before, _)| std::cmp::Reverse(*before));
    let workers: Vec<Worker> = [reports::WORKERS, triage::WORKERS].concat();
    for (before, event) in events {
        app.clock.advance_seconds(end.plus_seconds(-before).seconds_since(app.now()).max(0));
        let released = if let Event::Release(at) = event { Some(threads[at].pace) } else { None };
        happen(app, event, &mut threads).await?;
        let mut senders = Vec::new();
        if let Some(pace) = released {
            app.clock.advance_seconds(pace.delivered);
            senders = messages::sending::workers();
        }
        for worker in workers.iter().chain(&senders) {
            (worker.pass)(app.clone()).await?;
        }
    }
    Ok(())
}

/// One more thing happens, now and at once: a report, a verifier who sees it, two people who release it. For whoever wants to see phones
/// ring, and for measuring. The program may have the machine's clock.
///
/// # Errors
/// What a rule refuses: the sender takes so many alerts an hour and no more.
pub async fn play_one(app: &App) -> Result<(), Wrong> {
    let Some(story) = DAY.iter().find(|story| matches!(story.until, Until::Confirmed(_))) else { return Ok(()) };
    let mut threads = [Thread { story, pace: Pace::of(0, 0), days_ago: 0, reports: Vec::new(), incident: None }];
    for says in story.says {
        threads[0].reports.push(tell(app, says).await?);
    }
    for worker in [reports::WORKERS, triage::WORKERS].concat() {
        (worker.pass)(app.clone()).await?;
    }
    for event in [Event::Decide(0), Event::Accept(0), Event::Arrive(0), Event::Find(0), Event::Release(0)] {
        happen(app, event, &mut threads).await?;
    }
    Ok(())
}

/// What happens in a story, each with the seconds before the end at which it does.
fn events_of(at: usize, thread: &Thread) -> Vec<(i64, Event)> {
    let Thread { story, pace, days_ago, .. } = thread;
    let began = (story.began + i64::try_from(*days_ago).unwrap_or(0) * 24 * 60) * 60;
    let mut events: Vec<(i64, Event)> = Vec::new();
    for says in story.says {
        let told = began - says.after * 60;
        events.push((told, Event::Says(at, says)));
        // What comes later is joined to what is known, each in its turn.
        if story.until != Until::Waiting {
            events.extend([(told - pace.taken, Event::Take(at)), (told - pace.decided, Event::Decide(at))]);
        }
    }
    if matches!(story.until, Until::Waiting | Until::Asked | Until::SetAside) {
        return events;
    }
    let mut before = began - pace.decided - pace.accepted;
    events.push((before, Event::Accept(at)));
    if matches!(story.until, Until::Going(..)) {
        return events;
    }
    before = (before - pace.arrived).max(60);
    events.push((before, Event::Arrive(at)));
    if !matches!(story.until, Until::There(_)) {
        events.push((before - pace.found, Event::Find(at)));
        if !matches!(story.until, Until::Nothing(_)) {
            events.push((before - pace.found - pace.released, Event::Release(at)));
        }
    }
    events
}

async fn happen(app: &App, event: Event, threads: &mut [Thread]) -> Result<(), Wrong> {
    match event {
        Event::Says(at, says) => threads[at].reports.push(tell(app, says).await?),
        Event::Flood => {
            for _ in 0..FLOOD_COPIES {
                tell(app, &FLOOD).await?;
            }
        }
        Event::Take(at) => take(app, &threads[at]).await?,
        Event::Decide(at) => decide(app, &mut threads[at]).await?,
        Event::Release(at) => {
            if let Some(incident) = threads[at].incident {
                release(app, incident, threads[at].story).await?;
            }
        }
        Event::Accept(at) | Event::Arrive(at) | Event::Find(at) => {
            let Thread { story, incident, .. } = &threads[at];
            let (Some(incident), Some(alias)) = (incident, verifier_of(story.until)) else { return Ok(()) };
            go(app, &event, *incident, alias, story).await?;
        }
    }
    Ok(())
}

const fn verifier_of(until: Until) -> Option<&'static str> {
    match until {
        Until::Going(who, _)
        | Until::There(who)
        | Until::Confirmed(who)
        | Until::LocalPolice(who)
        | Until::Nothing(who) => Some(who),
        Until::Waiting | Until::Asked | Until::SetAside => None,
    }
}

async fn tell(app: &App, says: &Says) -> Result<Id<Report>, Wrong> {
    let facts = Facts {
        still_happening: YesNo::Yes,
        first_hand: Some(says.first_hand),
        activity: says.activity,
        agency: says.agency,
        people: says.people,
        vehicles: says.vehicles,
        detained: says.detained,
        detained_count: None,
        children_present: YesNo::Unknown,
        reporter_safe: YesNo::Unknown,
        wants_call: !says.contact.is_empty(),
    };
    let mut new = New::of(says.channel, facts);
    new.words = ReportWords {
        place: says.place.to_owned(),
        note: says.note.to_owned(),
        uniform_words: says.uniform.to_owned(),
    };
    new.contact = (!says.contact.is_empty()).then(|| says.contact.to_owned());
    new.lang = says.lang.to_owned();
    new.worked = says.channel == Channel::Web;
    Ok(reports::take(app, new).await?.id)
}

async fn member(app: &App, alias: &'static str) -> Result<Member, Wrong> {
    let alias = Alias::parse(alias).map_err(|wrong| Wrong::Fault(wrong.into()))?;
    app.db.read("a made-up member", move |tx| people::by_alias(tx, &alias)?.ok_or(Wrong::NotFound)).await
}

/// The cards that wait with reports of a story on them, each with its reports.
fn cards_of(tx: &Tx<'_>, told: &[Id<Report>]) -> Result<Vec<(Card, i64)>, Wrong> {
    let mut found = Vec::new();
    for card in triage_store::waiting(tx)? {
        let on_it = triage_store::reports_of_card(tx, card.id)?;
        if on_it.iter().any(|(_, report)| told.contains(report)) {
            found.push((card, on_it.last().map_or(0, |(seq, _)| *seq)));
        }
    }
    Ok(found)
}

/// The dispatcher opens what was told.
async fn take(app: &App, thread: &Thread) -> Result<(), Wrong> {
    let (by, now, told) = (member(app, DISPATCHER).await?.id, app.now(), thread.reports.clone());
    app.db
        .write("a made-up claim", move |tx| {
            for (card, _) in cards_of(tx, &told)? {
                triage_store::claim(tx, card.id, by, now)?;
            }
            Ok(())
        })
        .await
}

async fn decide(app: &App, thread: &mut Thread) -> Result<(), Wrong> {
    let hand = Hand { by: member(app, DISPATCHER).await?.id, now: app.now() };
    let (told, until, known) = (thread.reports.clone(), thread.story.until, thread.incident);
    let (app_too, zone) = (app.clone(), app.config.zone());
    let incident = app
        .db
        .write("a made-up decision", move |tx| {
            let mut incident: Option<Id<Incident>> = known;
            for (card, upto) in cards_of(tx, &told)? {
                triage_store::claim(tx, card.id, hand.by, hand.now)?;
                let upto = (card.id, upto);
                match (until, incident) {
                    (Until::SetAside, _) => desk::set_aside(tx, upto, NotAReport::Test, hand)?,
                    (_, Some(known)) => desk::merge(tx, &app_too.keys, upto, known, &zone, hand)?,
                    (_, None) => {
                        let scene = scene_of(&app_too, &card)?;
                        let passed_on = PassedOn { words: String::new(), is_home: false };
                        let opened = desk::open_incident(tx, &app_too.keys, upto, scene, &passed_on, &zone, hand)?;
                        let open = triage_store::incident(tx, opened)?.ok_or(Wrong::NotFound)?;
                        let next = open.ask_for_eyes(hand.by, hand.now)?;
                        desk::save(tx, &app_too.keys, &open, &next, hand.now)?;
                        incident = Some(opened);
                    }
                }
            }
            Ok(incident)
        })
        .await?;
    thread.incident = incident;
    Ok(())
}

fn scene_of(app: &App, card: &Card) -> Result<Scene, Wrong> {
    let atlas = app.part::<Atlas>();
    let cell = desk::cell_of(&atlas, card.key.spot).ok_or(Wrong::NotFound)?;
    let area = atlas.area_of_cell(cell).ok_or(Wrong::NotFound)?;
    Ok(Scene { cell, area, cap: crate::triage::incident::Cap::default(), drill: None })
}

async fn go(app: &App, event: &Event, id: Id<Incident>, alias: &'static str, story: &Story) -> Result<(), Wrong> {
    let (who, dispatcher) = (member(app, alias).await?.id, member(app, DISPATCHER).await?.id);
    let (now, keys) = (app.now(), app.keys.clone());
    let eta = if let Until::Going(_, eta) = story.until { eta } else { 10 };
    let finding = Finding {
        agency: story.says[0].agency,
        activity: story.says[0].activity,
        people: story.says[0].people,
        vehicles: story.says[0].vehicles,
        detained: story.says[0].detained,
        detained_count: None,
        seen_at: now,
    };
    let found = match story.until {
        Until::LocalPolice(_) => {
            Verification::OtherAgency(Finding { agency: crate::reports::facts::Agency::LocalPolice, ..finding })
        }
        Until::Nothing(_) => Verification::NothingThere { seen_at: now },
        _ => Verification::Confirmed(finding),
    };
    let step = match event {
        Event::Accept(_) => 0,
        Event::Arrive(_) => 1,
        _ => 2,
    };
    app.db
        .write("a made-up verifier", move |tx| {
            let incident = triage_store::incident(tx, id)?.ok_or(Wrong::NotFound)?;
            let verifier =
                triage::Verifier { id: who, trained_until: now.plus_days(90), out_on: triage_store::out_on(tx, who)? };
            let next = match step {
                // The nearest were asked already; whoever the story wants is asked by name where they were not among them.
                0 if incident.asked().iter().any(|asked| asked.who == who) => incident.accept(&verifier, eta, now)?,
                0 => incident.ask(Some(dispatcher), &[who], now)?.accept(&verifier, eta, now)?,
                1 => incident.arrive(who, now)?,
                _ => incident.found(&triage::Verifier { out_on: None, ..verifier }, found, now)?,
            };
            desk::save(tx, &keys, &incident, &next, now)
        })
        .await
}

/// One drafts, another releases: an alert where agents were seen, "we checked" where it was the police.
async fn release(app: &App, incident: Id<Incident>, story: &Story) -> Result<(), Wrong> {
    let atlas = app.part::<Atlas>();
    let Resolution::One(place) = atlas.resolve(story.says[0].place, None) else { return Ok(()) };
    let public = PublicPlace::of(place.published_as(), &atlas.name(place.area).unwrap_or_default());
    let kind = if matches!(story.until, Until::Confirmed(_)) { Kind::Alert } else { Kind::Checked };
    let now = app.now();
    let advice = if kind == Kind::Alert { vec![Advice::StaySilent] } else { Vec::new() };
    let choices = Choices {
        kind,
        place: public,
        advice,
        hotline: true,
        next_update_at: None,
        expires_at: now.plus_minutes(90),
        why: None,
        follows: None,
    };
    let (drafter, releaser) = (member(app, DISPATCHER).await?.id, member(app, RELEASER).await?.id);
    let inner = app.clone();
    app.db
        .write("a made-up release", move |tx| {
            let hand = |by| alerts::desk::Hand { by, app: inner.clone(), now };
            let alert = alerts::desk::draft(tx, &hand(drafter), None, incident, choices)?;
            let_out(tx, &hand(drafter), &hand(releaser), alert)
        })
        .await
}
