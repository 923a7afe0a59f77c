//! The table `triage_wait`, and how far dispatchers have come with a card.

use crate::ground::db::Tx;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::places::AreaKey;
use crate::reports::facts::Channel;
use crate::reports::{self, Brief, Report};
use crate::triage::card::Card;
use crate::triage::incident::Incident;
use crate::triage::wait::{Wait, Waited};

/// Days for which a wait that ended is kept: the clock counts it within seconds, and after a weekend without power at the latest.
pub const WAIT_DAYS: i64 = 3;

const HOUR_MICROS: i64 = 3_600_000_000;

/// How many reports of a card are looked through for the one that has waited longest; they stand in the order of coming.
const LOOKED_AT_MAX: usize = 50;

/// Waits that ended after the cursor `seq`, each with its own number, in the order of ending.
pub fn waits_after(tx: &Tx<'_>, seq: i64, limit: usize) -> Result<Vec<(i64, Wait)>, Wrong> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = "SELECT seq, what, area, drill, since, at FROM triage_wait WHERE seq > $1 ORDER BY seq LIMIT $2";
    tx.rows(sql, params![seq, limit], |row| {
        let wait = Wait {
            what: row.code(1, Waited::from_code)?,
            area: row.get::<Option<u32>>(2)?.map(AreaKey),
            drill: row.get(3)?,
            since: row.get(4)?,
            at: row.get(5)?,
        };
        Ok((row.get(0)?, wait))
    })
}

/// Forgets waits that ended long ago, and after a day the minute at which one began and ended: it is moved to the begin of its hour, as long as
/// it was. Answers how many.
pub fn forget_waits(tx: &Tx<'_>, now: Moment) -> Result<usize, Wrong> {
    tx.execute(
        "UPDATE triage_wait SET since = since - at % $2, at = at - at % $2 WHERE at < $1 AND at % $2 <> 0",
        params![now.plus_days(-1), HOUR_MICROS],
    )?;
    tx.execute("DELETE FROM triage_wait WHERE at < $1", params![now.plus_days(-WAIT_DAYS)])
}

/// Notes the wait that the step of an incident with this number has ended, where it ended one.
pub(super) fn of_step(tx: &Tx<'_>, incident: &Incident, number: usize) -> Result<(), Wrong> {
    let (Some((what, since)), Some(step)) = (incident.wait_ended_by(number), incident.timeline().get(number)) else {
        return Ok(());
    };
    let scene = incident.scene();
    note(tx, &Wait { what, area: Some(scene.area), drill: scene.drill.is_some(), since, at: step.at })
}

/// A dispatcher took a card. The first time ends a wait, unless nothing on it was written to us: a call was answered before it was
/// entered, and when it rang nobody here knows.
pub(super) fn card_taken(tx: &Tx<'_>, id: Id<Card>, now: Moment) -> Result<(), Wrong> {
    if tx.execute("UPDATE card SET handled = 'taken' WHERE id = $1 AND handled = 'new'", params![id])? == 0 {
        return Ok(());
    }
    let reports: Vec<Id<Report>> = super::reports_of_card(tx, id)?.into_iter().map(|(_, report)| report).collect();
    let written = |brief: &Brief| !matches!(brief.channel, Channel::Phone | Channel::Replay);
    note_card(tx, Waited::Taken, &reports, written, now)
}

/// A card was decided for these reports. The first time ends a wait; what is brought in from the past never waited.
pub(super) fn card_decided(tx: &Tx<'_>, id: Id<Card>, seen: &[Id<Report>], now: Moment) -> Result<(), Wrong> {
    let was_taken =
        tx.execute("UPDATE card SET handled = 'decided' WHERE id = $1 AND handled = 'taken'", params![id])?;
    if was_taken == 0 {
        // Decided before; or closed with its drill, which is nobody's decision.
        return card_came_back(tx, id);
    }
    note_card(tx, Waited::Decided, seen, |brief| brief.channel != Channel::Replay, now)
}

/// A card was split off another, by somebody who had that one in their hands: they have come as far with it.
pub(super) fn card_split(tx: &Tx<'_>, from: Id<Card>, to: Id<Card>) -> Result<(), Wrong> {
    tx.execute("UPDATE card SET handled = (SELECT handled FROM card WHERE id = $1) WHERE id = $2", params![from, to])?;
    Ok(())
}

/// A card holds a report that was decided before.
pub(super) fn card_came_back(tx: &Tx<'_>, id: Id<Card>) -> Result<(), Wrong> {
    tx.execute("UPDATE card SET handled = 'decided' WHERE id = $1", params![id])?;
    Ok(())
}

/// Notes a wait since the first of these reports that counts came in.
fn note_card(
    tx: &Tx<'_>,
    what: Waited,
    reports: &[Id<Report>],
    counts: impl Fn(&Brief) -> bool,
    now: Moment,
) -> Result<(), Wrong> {
    for report in reports.iter().take(LOOKED_AT_MAX) {
        if let Some(brief) = reports::store::brief(tx, *report)?.filter(&counts) {
            let drill = brief.drill.is_some();
            return note(tx, &Wait { what, area: brief.area, drill, since: brief.taken_at, at: now });
        }
    }
    Ok(())
}

fn note(tx: &Tx<'_>, wait: &Wait) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO triage_wait (what, area, drill, since, at) VALUES ($1, $2, $3, $4, $5)",
        params![wait.what.code(), wait.area.map(|area| area.0), wait.drill, wait.since, wait.at],
    )?;
    Ok(())
}
