//! What needs a decision now, read up from the rooms of the line.

use std::collections::BTreeMap;

use super::clock::Step;
use crate::alerts;
use crate::alerts::state::State as Stands;
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::{Id, Moment, Wrong};
use crate::people::{self, Role};
use crate::places::AreaKey;
use crate::triage::dispatching::OVERDUE_MINUTES;
use crate::triage::store::IncidentRow;
use crate::triage::{self, Incident, State};
use crate::{shifts, triage::store as incidents};

/// Hours after its closing for which an incident of which nothing was said yet is shown: later, neighbours have stopped asking.
const UNTOLD_HOURS: i64 = 2;

/// Things that wait for the same decision.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    pub count: usize,
    /// How many wait longer than they should.
    pub late: usize,
    /// Since when the one that has waited longest does.
    pub since: Option<Moment>,
    /// Only the day is left of that.
    pub is_a_day: bool,
}

impl Waiting {
    fn add(&mut self, since: Moment, is_late: bool) {
        self.count += 1;
        self.late += usize::from(is_late);
        self.since = Some(self.since.map_or(since, |first| first.min(since)));
    }
}

/// An incident that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stuck {
    pub incident: Id<Incident>,
    pub area: AreaKey,
    pub since: Moment,
    pub is_late: bool,
}

/// Verifiers on duty around one area.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OnDuty {
    pub free: usize,
    /// On an incident.
    pub out: usize,
}

/// Everything that the board shows of this moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Now {
    pub cards: Waiting,
    /// Open, and nobody said yet whether somebody should look.
    pub unasked: Vec<Stuck>,
    /// Somebody should look, and nobody goes yet.
    pub needs_eyes: Vec<Stuck>,
    /// Somebody goes, and should be there by now.
    pub overdue: Vec<Stuck>,
    /// Looked at, and nothing drafted or said about it.
    pub untold: Vec<Stuck>,
    /// Begun and not sent to release, or sent back.
    pub drafts: Waiting,
    pub to_release: Waiting,
    /// Cards, incidents and messages of an exercise that wait. None of them is among the others.
    pub drills: usize,
    pub duty: BTreeMap<AreaKey, OnDuty>,
}

impl Now {
    /// Reads everything. `late_minutes`: how long a card may wait.
    ///
    /// # Errors
    /// A fault of the database.
    pub fn read(tx: &Tx<'_>, keys: &Keys, late_minutes: i64, now: Moment) -> Result<Now, Wrong> {
        let mut seen = Now { duty: on_duty(tx, now)?, ..Now::default() };
        let (drills, cards): (Vec<_>, Vec<_>) =
            incidents::waiting(tx)?.into_iter().partition(|card| card.key.drill.is_some());
        seen.drills += drills.len();
        seen.cards.is_a_day = cards.iter().min_by_key(|card| card.opened_at).is_some_and(|card| card.coarse);
        for card in cards {
            seen.cards.add(card.opened_at, now > card.opened_at.plus_minutes(late_minutes));
        }
        let (drills, open): (Vec<_>, Vec<_>) =
            incidents::open_incidents(tx)?.into_iter().partition(|row| row.scene.drill.is_some());
        seen.drills += drills.len();
        for row in open {
            seen.add_open(tx, &row, late_minutes, now)?;
        }
        for row in incidents::closed_since(tx, now.plus_hours(-UNTOLD_HOURS))? {
            seen.add_closed(tx, keys, &row, now)?;
        }
        seen.add_alerts(tx, keys, now)?;
        Ok(seen)
    }

    /// True where nothing waits for a decision of anybody.
    pub fn is_calm(&self) -> bool {
        let stuck = [&self.unasked, &self.needs_eyes, &self.overdue, &self.untold];
        let waiting = [self.cards.count, self.drafts.count, self.to_release.count, self.drills];
        stuck.iter().all(|list| list.is_empty()) && waiting == [0; 4]
    }

    fn add_open(&mut self, tx: &Tx<'_>, row: &IncidentRow, late_minutes: i64, now: Moment) -> Result<(), Wrong> {
        let Some(incident) = incidents::incident(tx, row.id)? else { return Ok(()) };
        let stuck = |since: Moment, is_late| Stuck { incident: row.id, area: row.scene.area, since, is_late };
        match incident.state() {
            State::Open => {
                let since = row.opened_at;
                self.unasked.push(stuck(since, now > since.plus_minutes(late_minutes)));
            }
            State::NeedsEyes { since } => self.needs_eyes.push(stuck(*since, is_late(Step::Accepted, *since, now))),
            State::Assigned { .. } => {
                let due = incident.crew().last_due_at().filter(|due| now > due.plus_minutes(OVERDUE_MINUTES));
                self.overdue.extend(due.map(|due| stuck(due, true)));
            }
            State::OnScene { .. } | State::Closed { .. } => {}
        }
        Ok(())
    }

    fn add_closed(&mut self, tx: &Tx<'_>, keys: &Keys, row: &IncidentRow, now: Moment) -> Result<(), Wrong> {
        // What a first message can stand on; "already over" only ends one that is out.
        let outcome = row.outcome.as_deref().filter(|_| row.scene.drill.is_none());
        let tells = matches!(outcome, Some("confirmed" | "other_agency" | "nothing_there"));
        let Some(closed_at) = row.closed_at.filter(|_| tells) else { return Ok(()) };
        if alerts::store::of_incident(tx, keys, row.id)?.is_empty() {
            let is_late = is_late(Step::Released, closed_at, now);
            self.untold.push(Stuck { incident: row.id, area: row.scene.area, since: closed_at, is_late });
        }
        Ok(())
    }

    fn add_alerts(&mut self, tx: &Tx<'_>, keys: &Keys, now: Moment) -> Result<(), Wrong> {
        for alert in alerts::store::waiting(tx, keys)? {
            match alert.state() {
                _ if alert.facts().is_drill() => self.drills += 1,
                Stands::Waiting { drafted } => {
                    self.to_release.add(drafted.at, is_late(Step::Released, drafted.at, now));
                }
                _ => {}
            }
        }
        for alert in alerts::store::drafts(tx, keys)?.iter().filter(|alert| !alert.facts().is_drill()) {
            let touched = alert.steps().last().map_or(now, |step| step.at);
            self.drafts.add(touched, is_late(Step::Released, touched, now));
        }
        Ok(())
    }
}

fn is_late(step: Step, since: Moment, now: Moment) -> bool {
    now.seconds_since(since) > step.target_seconds()
}

/// Verifiers on duty, by the area that they named.
fn on_duty(tx: &Tx<'_>, now: Moment) -> Result<BTreeMap<AreaKey, OnDuty>, Wrong> {
    let mut found: BTreeMap<AreaKey, OnDuty> = BTreeMap::new();
    for duty in shifts::store::on_duty(tx, now)? {
        let is_verifier =
            people::store::get(tx, duty.member)?.is_some_and(|member| member.roles.contains(&Role::Verifier));
        if is_verifier {
            let here = found.entry(duty.area).or_default();
            let out_on = triage::store::out_on(tx, duty.member)?;
            // Who is out in an exercise is free for what is real.
            match out_on.map(|incident| triage::store::drill_of(tx, incident)).transpose()? {
                Some(None) => here.out += 1,
                None | Some(Some(_)) => here.free += 1,
            }
        }
    }
    Ok(found)
}
