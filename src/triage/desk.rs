//! What a dispatcher's decisions do: each is one transaction's worth of steps over cards, incidents and reports.
//!
//! Every function is called inside a write and either does all of it or nothing. Who decides must hold the card.

use super::card::{Card, Spot};
use super::decision::{Decided, NotAReport, Verdict};
use super::incident::{Incident, NotNeeded, Outcome, Scene, State, WithoutEyes};
use super::matching::Sighting;
use super::reading::{sighting, undecided};
use super::store;
use crate::drills;
use crate::ground::db::Tx;
use crate::ground::keys::{Class, Keys};
use crate::ground::sealed::{Place as SealPlace, Sealed};
use crate::ground::{Id, Moment, Refused, Wrong, audit};
use crate::people::Member;
use crate::places::{Atlas, Cell};
use crate::reports::{self, Brief, Found, Report, Stage};

/// Reports of a confirmed incident whose words are kept longer, best first: more tell nothing new, and each is sealed anew by the writer.
const KEPT_REPORTS_MAX: usize = 40;

/// The longest words of a place that are passed on.
pub const PLACE_CHARS_MAX: usize = 300;

/// Where to go, as a dispatcher passes it on.
#[derive(Debug, Clone)]
pub struct PassedOn {
    pub words: String,
    pub is_home: bool,
}

/// Who decides, and when.
#[derive(Debug, Clone, Copy)]
pub struct Hand {
    pub by: Id<Member>,
    pub now: Moment,
}

/// The card, if this member holds it and nobody decided it.
///
/// # Errors
/// Not found where there is no such card; refused where it is decided or not theirs.
pub fn held_card(tx: &Tx<'_>, card: Id<Card>, hand: Hand) -> Result<Card, Wrong> {
    let row = store::get_card(tx, card)?.ok_or(Wrong::NotFound)?;
    if row.decided.is_some() {
        return Err(Refused::because("triage-card-decided").into());
    }
    drills::store::check_running(tx, row.key.drill)?;
    match row.claim {
        // A claim that ran out and was taken by nobody is still theirs: they were reading.
        Some(claim) if claim.by == hand.by => Ok(row),
        _ => Err(Refused::because("triage-card-not-yours").into()),
    }
}

/// Opens an incident with the card's reports.
pub fn open_incident(
    tx: &Tx<'_>,
    keys: &Keys,
    card: (Id<Card>, i64),
    scene: Scene,
    passed_on: &PassedOn,
    zone: &jiff::tz::TimeZone,
    hand: Hand,
) -> Result<Id<Incident>, Wrong> {
    let row = held_card(tx, card.0, hand)?;
    let best = reports::store::brief(tx, row.best)?.ok_or(Wrong::NotFound)?;
    // Whether it is real is not chosen: it is as the card is.
    let scene = Scene { drill: row.key.drill, ..scene };
    let incident = Incident::open(Id::new(hand.now), scene, Some(hand.by), hand.now);
    let seen = sighting(&best, scene.cell, best.observed_at.day_in(zone));
    store::insert(tx, &incident, &seen)?;
    pass_on(tx, keys, &incident, passed_on, hand)?;
    audit::note(tx, hand.now, Some(hand.by), "incident opened", Some(incident.id()))?;
    join(tx, keys, card, &incident, zone, hand)?;
    Ok(incident.id())
}

/// Joins the card's reports to an incident that is there already.
pub fn merge(
    tx: &Tx<'_>,
    keys: &Keys,
    card: (Id<Card>, i64),
    into: Id<Incident>,
    zone: &jiff::tz::TimeZone,
    hand: Hand,
) -> Result<(), Wrong> {
    let row = held_card(tx, card.0, hand)?;
    let incident = store::incident(tx, into)?.ok_or(Wrong::NotFound)?;
    drills::check_same(row.key.drill, incident.scene().drill)?;
    audit::note(tx, hand.now, Some(hand.by), "reports joined to an incident", Some(into))?;
    join(tx, keys, card, &incident, zone, hand)
}

fn join(
    tx: &Tx<'_>,
    keys: &Keys,
    (card, upto): (Id<Card>, i64),
    incident: &Incident,
    zone: &jiff::tz::TimeZone,
    hand: Hand,
) -> Result<(), Wrong> {
    let verdict = Verdict::Incident(incident.id());
    let decided = Decided { verdict, by: Some(hand.by), at: hand.now };
    let reports = store::decide(tx, card, upto, &decided)?;
    gather(tx, keys, incident, &reports, zone, hand)
}

/// Links reports to an incident and tells their reporters how far it has come.
fn gather(
    tx: &Tx<'_>,
    keys: &Keys,
    incident: &Incident,
    reports: &[Id<Report>],
    zone: &jiff::tz::TimeZone,
    hand: Hand,
) -> Result<(), Wrong> {
    for report in reports {
        store::link(tx, incident.id(), *report, Some(hand.by), hand.now)?;
        if let Some(brief) = reports::store::brief(tx, *report)? {
            let cell = brief.cell.unwrap_or(incident.scene().cell);
            store::widen(tx, incident.id(), &sighting(&brief, cell, brief.observed_at.day_in(zone)))?;
            tell(tx, *report, stage_of(incident), hand.now)?;
        }
    }
    if incident.confirmed().is_some() { keep_best(tx, keys, reports, hand.now) } else { Ok(()) }
}

/// Makes the reports of an incident that is closed as the same as another reports of that one, too: their reporters hear what it comes to.
/// Nothing happens where it is not closed so.
pub fn lead_on(
    tx: &Tx<'_>,
    keys: &Keys,
    closed: &Incident,
    zone: &jiff::tz::TimeZone,
    by: Id<Member>,
) -> Result<(), Wrong> {
    let Some((other, at)) = same_as(closed) else { return Ok(()) };
    let other = store::incident(tx, other)?.ok_or(Wrong::NotFound)?;
    let reports = store::reports_of(tx, closed.id())?;
    // The moment of the closing, by which they are found again.
    gather(tx, keys, &other, &reports, zone, Hand { by, now: at })
}

/// The incident that this one was closed as the same as, and when.
fn same_as(closed: &Incident) -> Option<(Id<Incident>, Moment)> {
    match closed.state() {
        State::Closed { outcome: Outcome::WithoutEyes(WithoutEyes::DuplicateOf(other)), at, .. } => Some((*other, *at)),
        _ => None,
    }
}

/// Takes [`lead_on`] back, where an incident that was closed as the same as another is opened again.
pub fn lead_back(tx: &Tx<'_>, closed: &Incident) -> Result<(), Wrong> {
    let Some((other, at)) = same_as(closed) else { return Ok(()) };
    let Some(other) = store::incident(tx, other)? else { return Ok(()) };
    for report in store::reports_led_on(tx, closed.id(), other.id(), at)? {
        // What the other one was confirmed by stays with it, wherever else it belongs.
        if !rests_on(&other, report) {
            store::unlink(tx, other.id(), report)?;
        }
    }
    Ok(())
}

/// Keeps the words of the best reports of a confirmed incident longer.
fn keep_best(tx: &Tx<'_>, keys: &Keys, reports: &[Id<Report>], now: Moment) -> Result<(), Wrong> {
    for report in best_first(tx, reports)?.into_iter().take(KEPT_REPORTS_MAX) {
        reports::keep(tx, keys, report, now)?;
    }
    Ok(())
}

/// Sets a card's reports aside, with the reason.
pub fn set_aside(tx: &Tx<'_>, (card, upto): (Id<Card>, i64), why: NotAReport, hand: Hand) -> Result<(), Wrong> {
    held_card(tx, card, hand)?;
    let decided = Decided { verdict: Verdict::NotAReport(why), by: Some(hand.by), at: hand.now };
    let stage = if why == NotAReport::DuplicateOfKnown { Stage::Duplicate } else { Stage::NotAReport };
    for report in store::decide(tx, card, upto, &decided)? {
        tell(tx, report, stage, hand.now)?;
    }
    audit::note(tx, hand.now, Some(hand.by), "reports set aside", Some(card))
}

/// Takes "not a report" back. The card goes back to the queue with the age that it has.
///
/// # Errors
/// Refused where too much time has passed or something else was decided.
pub fn take_back(tx: &Tx<'_>, card: Id<Card>, hand: Hand) -> Result<(), Wrong> {
    let row = store::get_card(tx, card)?.ok_or(Wrong::NotFound)?;
    if !row.decided.is_some_and(|decided| decided.may_be_undone(hand.now)) {
        return Err(Refused::because("triage-undo-late").into());
    }
    drills::store::check_running(tx, row.key.drill)?;
    store::take_back(tx, card)?;
    for (_, report) in store::reports_of_card(tx, card)? {
        tell(tx, report, Stage::Received, hand.now)?;
    }
    audit::note(tx, hand.now, Some(hand.by), "not a report, taken back", Some(card))
}

/// Moves some reports of a held card to a card of their own.
pub fn split(tx: &Tx<'_>, card: Id<Card>, reports: &[Id<Report>], hand: Hand) -> Result<Id<Card>, Wrong> {
    held_card(tx, card, hand)?;
    let to = store::split(tx, card, reports)?;
    audit::note(tx, hand.now, Some(hand.by), "card split", Some(card))?;
    Ok(to)
}

/// Takes a report off an incident and puts it back into the queue, on a card of its own.
///
/// # Errors
/// Refused where it is the incident's only report, or the incident is settled by it.
pub fn split_off(tx: &Tx<'_>, from: &Incident, report: Id<Report>, hand: Hand) -> Result<(), Wrong> {
    drills::store::check_running(tx, from.scene().drill)?;
    let all = store::reports_of(tx, from.id())?;
    if !all.contains(&report) {
        return Err(Wrong::NotFound);
    }
    if all.len() == 1 {
        return Err(Refused::because("triage-split-last").into());
    }
    if rests_on(from, report) {
        return Err(Refused::because("triage-split-evidence").into());
    }
    store::unlink(tx, from.id(), report)?;
    let brief = reports::store::brief(tx, report)?.ok_or(Wrong::NotFound)?;
    store::put_apart(tx, &brief, brief.taken_at)?;
    tell(tx, report, Stage::Received, hand.now)?;
    audit::note(tx, hand.now, Some(hand.by), "report split off", Some(from.id()))
}

/// Brings a report that was set aside back into the queue, on a card of its own that waits from now on: its reporter said more.
pub fn bring_back(tx: &Tx<'_>, report: Id<Report>, now: Moment) -> Result<(), Wrong> {
    let brief = reports::store::brief(tx, report)?.ok_or(Wrong::NotFound)?;
    store::put_apart(tx, &brief, now)?;
    tell(tx, report, Stage::Received, now)?;
    audit::note(tx, now, None::<Id<Member>>, "set aside, came back with more", Some(report))
}

/// True where "confirmed" rests on this report.
fn rests_on(incident: &Incident, report: Id<Report>) -> bool {
    match incident.confirmed().map(|confirmed| confirmed.evidence()) {
        Some(super::incident::Evidence::TwoReports { reports, .. }) => reports.contains(&report),
        _ => false,
    }
}

/// Saves a step of an incident and tells its reporters how far it has come.
///
/// # Errors
/// Refused where somebody else took a step meanwhile, or where it belongs to a drill that is over.
pub fn save(tx: &Tx<'_>, keys: &Keys, before: &Incident, after: &Incident, now: Moment) -> Result<(), Wrong> {
    drills::store::check_running(tx, after.scene().drill)?;
    store::save(tx, after)?;
    let stage = stage_of(after);
    let has_news = stage_of(before) != stage;
    let newly_confirmed = before.confirmed().is_none() && after.confirmed().is_some();
    if !has_news && !newly_confirmed {
        return Ok(());
    }
    let reports = store::reports_of(tx, after.id())?;
    for report in &reports {
        tell(tx, *report, stage, now)?;
    }
    if newly_confirmed { keep_best(tx, keys, &reports, now) } else { Ok(()) }
}

/// These reports, best to read first, as far as they are still there.
pub fn best_first(tx: &Tx<'_>, reports: &[Id<Report>]) -> Result<Vec<Id<Report>>, Wrong> {
    let mut read: Vec<_> = reports::store::briefs(tx, reports)?.iter().map(undecided).collect();
    read.sort_by(|one, two| {
        let before = |yes: bool| if yes { std::cmp::Ordering::Less } else { std::cmp::Ordering::Greater };
        if one == two { std::cmp::Ordering::Equal } else { before(one.reads_before(two)) }
    });
    Ok(read.into_iter().map(|report| report.report).collect())
}

/// Sets what a reporter is told. A report that is forgotten has nobody to tell.
fn tell(tx: &Tx<'_>, report: Id<Report>, stage: Stage, now: Moment) -> Result<(), Wrong> {
    match reports::set_stage(tx, report, stage, now) {
        Err(Wrong::NotFound) => Ok(()),
        other => other,
    }
}

/// What the reporters of an incident are told.
pub fn stage_of(incident: &Incident) -> Stage {
    match incident.state() {
        State::Open | State::NeedsEyes { .. } => Stage::LookingInto,
        State::Assigned { .. } => Stage::SomeoneIsGoing,
        State::OnScene { .. } => Stage::SomeoneIsThere,
        // One of two looked at the other corner, perhaps: "nothing there" is told when nobody can gainsay it any more.
        State::Closed { .. } if incident.may_yet_be_seen() => Stage::SomeoneIsThere,
        State::Closed { outcome, .. } => match outcome {
            Outcome::Confirmed { .. } => Stage::Checked(Found::Confirmed),
            Outcome::OtherAgency { .. } => Stage::Checked(Found::OtherAgency),
            Outcome::NothingThere { .. } => Stage::Checked(Found::NothingThere),
            Outcome::Unable { .. } => Stage::Checked(Found::Unable),
            Outcome::AlreadyOver { .. } => Stage::Checked(Found::AlreadyOver),
            Outcome::WithoutEyes(WithoutEyes::DuplicateOf(_)) => Stage::Duplicate,
            Outcome::WithoutEyes(WithoutEyes::NotNeeded(NotNeeded::Junk | NotNeeded::NotEnforcement)) => {
                Stage::NotAReport
            }
            // Nobody has the receipt of a drill's report.
            Outcome::DrillOver => Stage::NotAReport,
            // Nobody looked, and the reporter is told just that.
            Outcome::WithoutEyes(WithoutEyes::NotNeeded(_)) => Stage::Checked(Found::Unable),
        },
    }
}

/// Seals the words of the place for those who go.
pub fn pass_on(tx: &Tx<'_>, keys: &Keys, incident: &Incident, passed_on: &PassedOn, hand: Hand) -> Result<(), Wrong> {
    let sealed = if passed_on.words.is_empty() {
        None
    } else {
        Some(keys.seal(Class::Kept, place_of(incident.id(), incident.scene()), passed_on.words.as_bytes(), hand.now)?)
    };
    store::set_place(tx, incident.id(), sealed.as_ref(), passed_on.is_home)
}

/// The words of the place, or `None` where there are none or they are forgotten.
pub fn open_place(keys: &Keys, id: Id<Incident>, scene: Scene, place: Option<&Sealed>) -> Option<String> {
    let opened = keys.open_sealed(place?, place_of(id, scene)).ok()?;
    std::str::from_utf8(opened.as_bytes()).ok().map(str::to_owned)
}

fn place_of(id: Id<Incident>, scene: Scene) -> SealPlace {
    SealPlace { purpose: "incident place", area: i64::from(scene.area.0), row: id.bytes() }
}

/// The cell by which a spot is matched: its own, or the middle of its area.
pub fn cell_of(atlas: &Atlas, spot: Spot) -> Option<Cell> {
    match spot {
        Spot::Cell(cell) => Some(cell),
        Spot::Area(area) => {
            let gazetteer = atlas.gazetteer();
            let (lat, lon) = gazetteer.areas().get(area)?.center;
            Cell::at(lat, lon).ok()
        }
        Spot::Unknown(_) => None,
    }
}

/// What the matcher is asked about a report, or `None` where nobody knows its place.
pub fn sighting_of(atlas: &Atlas, zone: &jiff::tz::TimeZone, brief: &Brief) -> Option<Sighting> {
    let cell = cell_of(atlas, undecided(brief).spot)?;
    Some(sighting(brief, cell, brief.observed_at.day_in(zone)))
}
