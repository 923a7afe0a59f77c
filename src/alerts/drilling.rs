//! What sets the alerts of drills apart: whom they are for, what came of them, and their end.

use roaring::RoaringBitmap;

use super::alert::Facts;
use super::state::{Alert, State, What};
use super::store;
use crate::drills::{self, Drill, Reached, Time};
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::{App, Id, Moment, Wrong};
use crate::messages;
use crate::triage;

/// Of those who would hear a message, those who may: of a drill only the seats on its own list, which was drawn up at its start.
/// What is real is for all of them.
///
/// # Errors
/// A fault of the database.
pub(super) fn audience_of(tx: &Tx<'_>, facts: &Facts, would_hear: RoaringBitmap) -> Result<RoaringBitmap, Wrong> {
    if !facts.drill {
        return Ok(would_hear);
    }
    match triage::store::drill_of(tx, facts.incident)? {
        Some(drill) => Ok(would_hear & drills::store::listeners(tx, drill)?),
        None => Ok(RoaringBitmap::new()),
    }
}

/// What was drafted and released in a drill, oldest first.
///
/// # Errors
/// A fault of the database.
pub fn record(tx: &Tx<'_>, keys: &Keys, drill: Id<Drill>) -> Result<Vec<Time>, Wrong> {
    let mut out = Vec::new();
    for alert in of_drill(tx, keys, drill)? {
        out.extend(alert.steps().iter().filter_map(|step| {
            let what = match step.what {
                What::Drafted => Reached::Drafted,
                What::Released(_) => Reached::Released,
                _ => return None,
            };
            Some(Time { what, at: step.at, who: step.who, word: Some(alert.facts().kind.word()) })
        }));
    }
    out.sort_by_key(|time| time.at);
    Ok(out)
}

/// Ends every alert of a drill that is out, and drops its drafts: nobody can let them out any more.
///
/// # Errors
/// A fault of the database.
pub fn end(tx: &Tx<'_>, app: &App, drill: Id<Drill>, now: Moment) -> Result<(), Wrong> {
    for alert in of_drill(tx, &app.keys, drill)? {
        match alert.state() {
            State::Released(_) => {
                store::save(tx, &alert.end_with_drill(now)?)?;
                // What has not left yet does not leave any more.
                messages::end_chain(tx, app, Id::from_bytes(alert.first().bytes()))?;
            }
            State::Draft | State::SentBack { .. } | State::Waiting { .. } => store::drop_draft(tx, alert.id())?,
            State::Ended { .. } => {}
        }
    }
    Ok(())
}

fn of_drill(tx: &Tx<'_>, keys: &Keys, drill: Id<Drill>) -> Result<Vec<Alert>, Wrong> {
    let mut out = Vec::new();
    for incident in triage::store::incidents_of_drill(tx, drill)? {
        out.extend(store::of_incident(tx, keys, incident.id)?);
    }
    Ok(out)
}
