//! This room's part of a drill: what came of it, and its end.

use super::decision::{Decided, NotAReport, Verdict};
use super::desk;
use super::incident::{Incident, Step, What};
use super::store;
use crate::drills::{Drill, DrillRefused, Reached, Time};
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::{Id, Moment, Wrong};
use crate::people::Member;
use crate::reports;

/// What was done about the reports and incidents of a drill, oldest first.
///
/// # Errors
/// A fault of the database.
pub fn record(tx: &Tx<'_>, drill: Id<Drill>) -> Result<Vec<Time>, Wrong> {
    let reports = reports::store::of_drill(tx, drill)?;
    let mut out: Vec<Time> =
        reports.iter().map(|report| time(Reached::Reported, report.taken_at, None, None)).collect();
    for decided in store::cards_of_drill(tx, drill)?.into_iter().filter_map(|card| card.decided) {
        let word = match decided.verdict {
            Verdict::NotAReport(why) => Some(why.word()),
            Verdict::Incident(_) => None,
        };
        out.push(time(Reached::Decided, decided.at, decided.by, word));
    }
    for row in store::incidents_of_drill(tx, drill)? {
        let Some(incident) = store::incident(tx, row.id)? else { continue };
        out.extend(incident.timeline().iter().filter_map(of_step));
    }
    out.sort_by_key(|time| time.at);
    Ok(out)
}

fn of_step(step: &Step) -> Option<Time> {
    let outcome = |code: &str| Some(format!("triage-outcome-{}", code.replace('_', "-")));
    let (what, word) = match &step.what {
        What::Asked { .. } => (Reached::Asked, None),
        What::Accepted { .. } => (Reached::Accepted, None),
        What::Arrived => (Reached::OnScene, None),
        What::Found(found) => (Reached::Outcome, outcome(found.code())),
        What::Corroborated { .. } => (Reached::Outcome, outcome("confirmed")),
        What::ClosedWithoutEyes(_) => (Reached::Outcome, outcome("not_needed")),
        _ => return None,
    };
    Some(time(what, step.at, step.who, word))
}

fn time(what: Reached, at: Moment, who: Option<Id<Member>>, word: Option<String>) -> Time {
    Time { what, at, who, word }
}

/// Closes every card and incident of a drill; whoever is out because of it is off. The drill must still run: its own end comes last.
///
/// # Errors
/// A fault of the database.
pub fn end(tx: &Tx<'_>, keys: &Keys, drill: Id<Drill>, by: Option<Id<Member>>, now: Moment) -> Result<(), Wrong> {
    for card in store::cards_of_drill(tx, drill)?.into_iter().filter(|card| card.decided.is_none()) {
        let decided = Decided { verdict: Verdict::NotAReport(NotAReport::Test), by, at: now };
        store::decide(tx, card.id, i64::MAX, &decided)?;
    }
    for row in store::incidents_of_drill(tx, drill)? {
        let Some(incident) = store::incident(tx, row.id)? else { continue };
        // Settled with nobody out any more: there is nothing to end.
        if let Ok(ended) = incident.end_with_drill(by, now) {
            desk::save(tx, keys, &incident, &ended, now)?;
        }
    }
    Ok(())
}

/// Before somebody says yes to this incident: what is real comes first. A yes to something real takes them off the drill in which they
/// are out; a yes to a drill is refused while something real waits for their answer.
///
/// # Errors
/// [`DrillRefused::RealFirst`].
pub fn real_first(tx: &Tx<'_>, keys: &Keys, to: &Incident, who: Id<Member>, now: Moment) -> Result<(), Wrong> {
    if to.scene().drill.is_some() {
        let is_wanted = store::wanted_for_real(tx)?.contains(&who);
        return if is_wanted { Err(DrillRefused::RealFirst.into()) } else { Ok(()) };
    }
    let Some(id) = store::out_on(tx, who)? else { return Ok(()) };
    let out_in_a_drill = |incident: &Incident| incident.scene().drill.is_some();
    let Some(incident) = store::incident(tx, id)?.filter(out_in_a_drill) else { return Ok(()) };
    let next = incident.give_up(who, now)?;
    desk::save(tx, keys, &incident, &next, now)
}
