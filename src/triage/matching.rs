//! Which open incidents a report may belong to.
//!
//! Proposals for a dispatcher, who decides. They rest on place, time and the closed answers of the report; the
//! sealed words are never looked at, and the same place on another day is another event.

mod index;

use super::incident::Incident;
use crate::drills::Drill;
use crate::ground::answers::answers;
use crate::ground::clock::Moment;
use crate::ground::id::Id;
use crate::places::Cell;
use crate::reports::facts::{Activity, Agency, TimePrecision};

pub use index::Matcher;

/// How many proposals a card shows.
pub const PROPOSALS_MAX: usize = 3;

/// Within this many steps between cells the places agree: a neighbour names the next corner.
pub const NEAR_STEPS_MAX: u32 = 1;

/// Beyond this many steps (about 2.5 km) it is another place.
pub const FAR_STEPS_MAX: u32 = 3;

/// Within this many minutes the times agree.
pub const CLOSE_MINUTES_MAX: i64 = 30;

/// Beyond this many minutes it is another event.
pub const APART_MINUTES_MAX: i64 = 90;

/// The longest stretch that sightings of one incident may span, in minutes. Without it, reports that each join the
/// one before would make tonight and tomorrow one event.
pub const SPAN_MINUTES_MAX: i64 = 12 * 60;

answers! {
    /// How well one side of a proposal fits.
    Fit, "triage-fit" { Strong = "strong", Weak = "weak" }
}

impl Fit {
    /// Strong fits weigh more than two weak ones together.
    const fn points(self) -> u8 {
        match self {
            Fit::Strong => 5,
            Fit::Weak => 2,
        }
    }
}

/// What a report or a card says for matching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sighting {
    pub cell: Cell,
    /// When it was seen; only its day counts where `precision` is [`TimePrecision::Day`].
    pub at: Moment,
    pub precision: TimePrecision,
    /// The calendar day there, as days since 1970-01-01 on the network's own clock.
    pub day: i64,
    pub activity: Activity,
    pub agency: Agency,
    /// The drill that it belongs to; `None` is real.
    pub drill: Option<Id<Drill>>,
}

/// An open incident as the matcher knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenIncident {
    pub id: Id<Incident>,
    pub cell: Cell,
    /// The earliest and latest sighting so far.
    pub first_seen_at: Moment,
    pub last_seen_at: Moment,
    /// The coarsest precision among its sightings.
    pub precision: TimePrecision,
    /// The calendar day of its first sighting, counted as in [`Sighting::day`].
    pub day: i64,
    pub activity: Activity,
    pub agency: Agency,
    /// The drill that it belongs to; `None` is real.
    pub drill: Option<Id<Drill>>,
}

/// "It may be this one", and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposal {
    pub incident: Id<Incident>,
    pub steps: u32,
    pub place: Fit,
    pub time: Fit,
    pub activity: Fit,
    /// More is better; only comparable within one answer.
    pub score: u8,
}

#[inline]
fn rank(proposal: &Proposal) -> (u8, std::cmp::Reverse<u32>, Id<Incident>) {
    (proposal.score, std::cmp::Reverse(proposal.steps), proposal.incident)
}

/// The most that anything `steps` cells away may score.
fn most(steps: u32) -> u8 {
    let place = place_fit(steps).map_or(0, Fit::points);
    2 * place + 3 * Fit::Strong.points() + 1
}

/// Whether a sighting may belong to an incident `steps` cells away, and how well it fits. Time excludes most, so it is asked first.
#[inline]
fn judge(sighting: &Sighting, incident: &OpenIncident, steps: u32) -> Option<Proposal> {
    let time = time_fit(sighting, incident)?;
    // What is real and what is made up are never one event.
    if sighting.drill != incident.drill || !sighting.agency.may_be(incident.agency) {
        return None;
    }
    let place = place_fit(steps)?;
    let activity = activity_fit(sighting.activity, incident.activity)?;
    let same_agency = sighting.agency == incident.agency && sighting.agency != Agency::Unknown;
    let score = 2 * place.points() + 2 * time.points() + activity.points() + u8::from(same_agency);
    Some(Proposal { incident: incident.id, steps, place, time, activity, score })
}

fn place_fit(steps: u32) -> Option<Fit> {
    if steps <= NEAR_STEPS_MAX { Some(Fit::Strong) } else { (steps <= FAR_STEPS_MAX).then_some(Fit::Weak) }
}

/// Minutes decide where both sides know them, also across midnight; where one knows only the day, the day decides.
fn time_fit(sighting: &Sighting, incident: &OpenIncident) -> Option<Fit> {
    let precision = sighting.precision.max(incident.precision);
    if precision == TimePrecision::Day {
        return (sighting.day == incident.day).then_some(Fit::Weak);
    }
    let within = |minutes: i64| {
        sighting.at >= incident.first_seen_at.plus_minutes(-minutes)
            && sighting.at <= incident.last_seen_at.plus_minutes(minutes)
    };
    if !within(APART_MINUTES_MAX) {
        return None;
    }
    let first = incident.first_seen_at.min(sighting.at);
    let last = incident.last_seen_at.max(sighting.at);
    if last > first.plus_minutes(SPAN_MINUTES_MAX) {
        return None;
    }
    let is_close = precision == TimePrecision::Minutes && within(CLOSE_MINUTES_MAX);
    Some(if is_close { Fit::Strong } else { Fit::Weak })
}

/// One event goes from waiting to loading, and people see different moments of it. A checkpoint has no door.
fn activity_fit(one: Activity, two: Activity) -> Option<Fit> {
    use Activity::{AtADoor, Checkpoint};
    match (one, two) {
        _ if one == two => Some(Fit::Strong),
        (AtADoor, Checkpoint) | (Checkpoint, AtADoor) => None,
        _ => Some(Fit::Weak),
    }
}

#[cfg(test)]
mod tests;
