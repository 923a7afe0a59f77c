//! Whom to ask to go and look.
//!
//! Few at first and nearest first, so that nobody's phone rings for nothing; more when nobody says yes. Asking is not
//! sending: the cap on people out is the incident's, and holds whoever answers.

use std::collections::HashSet;

use super::incident::{Answer, Incident, State, Verifier};
use crate::ground::clock::Moment;
use crate::ground::id::Id;
use crate::people::Member;
use crate::places::{AreaKey, Cell};

/// How many are asked first.
pub const FIRST_WAVE_PEOPLE: usize = 3;

/// How many are asked next when none of the first says yes.
pub const SECOND_WAVE_PEOPLE: usize = 5;

/// How long a wave has to answer unless the network chose otherwise, in minutes: the promise is a yes within three.
pub const WAVE_MINUTES: i64 = 3;

/// How long after the last ETA others are asked as well, in minutes: people park, and traffic is traffic.
pub const OVERDUE_MINUTES: i64 = 5;

/// A verifier on duty, as the rooms that know shifts and people tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDuty {
    pub verifier: Verifier,
    /// The coarse place they chose to be asked from; not where they are.
    pub home: Cell,
    /// The areas for which they said they may be asked.
    pub areas: Vec<AreaKey>,
    /// They speak the language in which people at this place asked to be spoken to; true where none was asked for.
    pub speaks_their_language: bool,
    /// How often they were asked today, on all incidents.
    pub asked_today: u16,
}

/// The next wave of an incident: whom to ask now, nearest first.
///
/// First [`FIRST_WAVE_PEOPLE`] of its area; after `wave_minutes` ([`WAVE_MINUTES`]) without a yes, or at once when all declined, the next
/// [`SECOND_WAVE_PEOPLE`]; then all of the first of `wider` (the area's parent with everything in it), then of the next, up to the whole network,
/// again and again for those who come on duty. A wave that would be empty gives way to the next at once. Nobody is asked twice, nor anyone who
/// is out or whose training is over. Asks nobody while somebody is on the scene, or on the way and not overdue.
///
/// Pure and idempotent: as long as the answer is not recorded ([`Incident::ask`]), it stays the same.
pub fn next_wave(
    now: Moment,
    incident: &Incident,
    wider: &[Vec<AreaKey>],
    on_duty: &[OnDuty],
    wave_minutes: i64,
) -> Vec<Id<Member>> {
    match incident.state() {
        State::NeedsEyes { .. } => {}
        State::Assigned { .. } => {
            let overdue_at = incident.crew().last_due_at().map(|due_at| due_at.plus_minutes(OVERDUE_MINUTES));
            if overdue_at.is_some_and(|overdue_at| now < overdue_at) {
                return Vec::new();
            }
        }
        State::Open | State::OnScene { .. } | State::Closed { .. } => return Vec::new(),
    }
    if incident.free_places() == 0 {
        return Vec::new();
    }
    if let Some(answers_by) = answers_by(incident, wave_minutes)
        && now < answers_by
    {
        return Vec::new();
    }
    whom(incident, wider, on_duty, now)
}

/// Until when the last wave may still answer; `None` where nobody was asked or all of it did answer.
fn answers_by(incident: &Incident, wave_minutes: i64) -> Option<Moment> {
    let last = incident.asked().iter().map(|asked| asked.wave).max()?;
    let mut waiting = incident.asked().iter().filter(|asked| asked.wave == last && asked.answer == Answer::Waiting);
    waiting.next().map(|asked| asked.at.plus_minutes(wave_minutes))
}

fn whom(incident: &Incident, wider: &[Vec<AreaKey>], on_duty: &[OnDuty], now: Moment) -> Vec<Id<Member>> {
    let asked: HashSet<Id<Member>> = incident.asked().iter().map(|asked| asked.who).collect();
    let mut seen = HashSet::new();
    let mut free: Vec<&OnDuty> = on_duty
        .iter()
        .filter(|duty| duty.verifier.out_on.is_none() && duty.verifier.trained_until >= now)
        .filter(|duty| !asked.contains(&duty.verifier.id) && seen.insert(duty.verifier.id))
        .collect();
    free.sort_by_cached_key(|duty| turn(incident, duty));

    let here = |duty: &&&OnDuty| duty.areas.contains(&incident.scene().area);
    let size = match incident.asked().iter().map(|asked| asked.wave).max() {
        None => FIRST_WAVE_PEOPLE,
        Some(1) => SECOND_WAVE_PEOPLE,
        Some(_) => 0,
    };
    let nearest: Vec<Id<Member>> = free.iter().filter(here).take(size).map(|duty| duty.verifier.id).collect();
    if !nearest.is_empty() {
        return nearest;
    }
    let within = |level: &Vec<AreaKey>| {
        let reachable = |duty: &&&OnDuty| here(duty) || duty.areas.iter().any(|area| level.contains(area));
        free.iter().filter(reachable).map(|duty| duty.verifier.id).collect::<Vec<_>>()
    };
    wider.iter().map(within).find(|people| !people.is_empty()).unwrap_or_default()
}

/// Smaller is asked first: nearer (an unknown distance is far), then who speaks the language, then who was asked
/// least today, then a mix of member and incident so that equals do not always come in the same order.
fn turn(incident: &Incident, duty: &OnDuty) -> (u32, bool, u16, u64) {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
    let steps = duty.home.distance(incident.scene().cell).unwrap_or(u32::MAX);
    let lot = BuildHasherDefault::<DefaultHasher>::default().hash_one((incident.id(), duty.verifier.id));
    (steps, !duty.speaks_their_language, duty.asked_today, lot)
}

#[cfg(test)]
mod tests;
