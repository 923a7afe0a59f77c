//! How this room's rows are forgotten.

use super::{news, steps};
use crate::drills::DRILL_DAYS;
use crate::ground::db::Tx;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::triage::card::BUCKET_MINUTES;
use crate::triage::incident::Incident;

/// Days after which a card goes, counted from its decision (from its opening where nobody ever decided).
const CARD_DAYS: i64 = 30;

/// Days for which it is known when exactly a report came.
const EXACT_DAYS: i64 = 1;

/// Days after which it is forgotten who did what about an incident.
const NAMES_DAYS: i64 = 90;

/// Days after which an incident is a number.
const INCIDENT_DAYS: i64 = 365;

/// Days after which it is forgotten who was asked about a closed incident and what they answered: until the next day, so that a late
/// answer still finds its thanks.
const ASKED_DAYS: i64 = 1;

/// Days after which the place's words go, which are sealed and cannot be opened any more by then.
const PLACE_DAYS: i64 = 14;

/// Incidents that become numbers in one round, so that a round never holds the writer for long.
const AT_ONCE_MAX: i64 = 500;

const DAY_MICROS: i64 = 86_400_000_000;

/// Months are counted as 30 days since 1970: a number needs no calendar.
const MONTH_MICROS: i64 = 30 * DAY_MICROS;

/// Forgets what is over by `now`. Answers how many rows were touched.
pub fn forget_before(tx: &Tx<'_>, now: Moment) -> Result<usize, Wrong> {
    let mut touched =
        tx.execute("DELETE FROM card WHERE coalesce(decided_at, opened_at) < $1", params![now.plus_days(-CARD_DAYS)])?;
    touched += coarsen(tx, now.plus_days(-EXACT_DAYS))?;
    touched += tx.execute(
        "DELETE FROM incident_asked WHERE incident IN
             (SELECT id FROM incident WHERE state = 'closed' AND closed_at < $1)",
        params![now.plus_days(-ASKED_DAYS)],
    )?;
    // Who is out is about now: on an incident closed long ago it can only be somebody who never said they were back.
    touched += tx.execute(
        "DELETE FROM incident_out WHERE incident IN (SELECT id FROM incident WHERE state = 'closed' AND closed_at < $1)",
        params![now.plus_days(-ASKED_DAYS)],
    )?;
    touched += tx.execute(
        "UPDATE incident SET place = NULL WHERE place IS NOT NULL AND closed_at < $1",
        params![now.plus_days(-PLACE_DAYS)],
    )?;
    touched += tx.execute("DELETE FROM contact_opening WHERE day < $1", params![now.day() - 1])?;
    touched += news::forget_news(tx, now)?;
    touched += forget_drills(tx, now.plus_days(-DRILL_DAYS))?;
    touched += drop_names(tx, now.plus_days(-NAMES_DAYS))?;
    touched += to_numbers(tx, now.plus_days(-INCIDENT_DAYS))?;
    Ok(touched)
}

/// Leaves of the times at which reports came before `before` only the day. A card that nobody decided by then stands apart: reports of
/// another day are not alike.
fn coarsen(tx: &Tx<'_>, before: Moment) -> Result<usize, Wrong> {
    let mut touched = tx.execute(
        "UPDATE card SET opened_at = opened_at - opened_at % $2, bucket = bucket - bucket % $3, apart = 1,
             spot_at = CASE spot WHEN 'unknown' THEN 0 ELSE spot_at END
         WHERE opened_at < $1 AND opened_at % $2 <> 0",
        params![before, DAY_MICROS, DAY_MICROS / (BUCKET_MINUTES * 60_000_000)],
    )?;
    touched += tx.execute(
        "UPDATE card_report SET at = at - at % $2 WHERE at < $1 AND at % $2 <> 0",
        params![before, DAY_MICROS],
    )?;
    Ok(touched)
}

fn drop_names(tx: &Tx<'_>, before: Moment) -> Result<usize, Wrong> {
    let due: Vec<Id<Incident>> = tx.rows(
        "SELECT id FROM incident WHERE state = 'closed' AND closed_at < $1 AND nameless = 0 LIMIT $2",
        params![before, AT_ONCE_MAX],
        |row| row.get(0),
    )?;
    let mut touched = 0;
    for id in &due {
        tx.execute("UPDATE incident SET nameless = 1 WHERE id = $1", params![*id])?;
        tx.execute("UPDATE incident_report SET member = NULL WHERE incident = $1", params![*id])?;
        touched += steps::drop_names(tx, *id)?;
    }
    Ok(touched)
}

/// Forgets the incidents of drills, which leave no number.
fn forget_drills(tx: &Tx<'_>, before: Moment) -> Result<usize, Wrong> {
    let due = "(SELECT id FROM incident WHERE drill IS NOT NULL AND closed_at < $1)";
    // Steps go only with an incident that has lost its names.
    tx.execute(&format!("UPDATE incident SET nameless = 1 WHERE id IN {due}"), params![before])?;
    for table in ["incident_step", "incident_report", "incident_asked", "incident_out"] {
        tx.execute(&format!("DELETE FROM {table} WHERE incident IN {due}"), params![before])?;
    }
    tx.execute(&format!("DELETE FROM incident WHERE id IN {due}"), params![before])
}

fn to_numbers(tx: &Tx<'_>, before: Moment) -> Result<usize, Wrong> {
    let due = "(SELECT id FROM incident WHERE nameless = 1 AND closed_at < $1 ORDER BY closed_at LIMIT $2)";
    tx.execute(
        &format!(
            "INSERT INTO incident_count (area, month, activity, outcome, count)
             SELECT area, first_seen_at / $3, activity, coalesce(outcome, ''), count(*) FROM incident
             WHERE id IN {due} GROUP BY 1, 2, 3, 4
             ON CONFLICT (area, month, activity, outcome) DO UPDATE SET count = incident_count.count + excluded.count"
        ),
        params![before, AT_ONCE_MAX, MONTH_MICROS],
    )?;
    for table in ["incident_step", "incident_report", "incident_asked", "incident_out"] {
        tx.execute(&format!("DELETE FROM {table} WHERE incident IN {due}"), params![before, AT_ONCE_MAX])?;
    }
    tx.execute(&format!("DELETE FROM incident WHERE id IN {due}"), params![before, AT_ONCE_MAX])
}
