//! How this room's rows are forgotten.

use jiff::tz::TimeZone;

use super::{news, steps};
use crate::drills::DRILL_DAYS;
use crate::ground::db::Tx;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::triage::card::bucket_of;
use crate::triage::incident::{Incident, REOPEN_MINUTES_MAX};

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

/// Months are counted as 30 days since 1970: a number needs no calendar.
const MONTH_MICROS: i64 = 30 * 86_400_000_000;

/// Forgets what is over by `now`. Days are those of the network's clock. Answers how many rows were touched.
pub fn forget_before(tx: &Tx<'_>, zone: &TimeZone, now: Moment) -> Result<usize, Wrong> {
    let mut touched =
        tx.execute("DELETE FROM card WHERE coalesce(decided_at, opened_at) < $1", params![now.plus_days(-CARD_DAYS)])?;
    touched += coarsen(tx, zone, now.plus_days(-EXACT_DAYS))?;
    touched += tx.execute(
        "DELETE FROM incident_asked WHERE incident IN
             (SELECT id FROM incident WHERE state = 'closed' AND closed_at < $1)",
        params![now.plus_days(-ASKED_DAYS)],
    )?;
    // Who is out is about now: on an incident closed long ago it can only be somebody who never said they were back.
    touched += tx.execute(
        "DELETE FROM incident_out WHERE incident IN (SELECT id FROM incident WHERE state = 'closed' AND closed_at < $1)",
        params![now.plus_minutes(-REOPEN_MINUTES_MAX)],
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
fn coarsen(tx: &Tx<'_>, zone: &TimeZone, before: Moment) -> Result<usize, Wrong> {
    let mut touched = day_by_day(tx, zone, before, "card", "opened_at", |tx, day| {
        tx.execute(
            "UPDATE card SET opened_at = $1, bucket = $4, apart = 1, coarse = 1,
                 spot_at = CASE spot WHEN 'unknown' THEN 0 ELSE spot_at END
             WHERE coarse = 0 AND opened_at >= $1 AND opened_at < $2 AND opened_at < $3",
            params![day.midnight, day.next, before, bucket_of(day.midnight)],
        )
    })?;
    touched += day_by_day(tx, zone, before, "card_report", "at", |tx, day| {
        tx.execute(
            "UPDATE card_report SET at = $1, coarse = 1 WHERE coarse = 0 AND at >= $1 AND at < $2 AND at < $3",
            params![day.midnight, day.next, before],
        )
    })?;
    Ok(touched)
}

/// A day of the network's clock.
struct Day {
    midnight: Moment,
    next: Moment,
}

/// Takes every day before `before` of which a table still knows more than the day.
fn day_by_day(
    tx: &Tx<'_>,
    zone: &TimeZone,
    before: Moment,
    table: &str,
    time: &str,
    take: impl Fn(&Tx<'_>, &Day) -> Result<usize, Wrong>,
) -> Result<usize, Wrong> {
    let first = format!("SELECT min({time}) FROM {table} WHERE coarse = 0 AND {time} < $1");
    let mut touched = 0;
    while let Some(first) = tx.value::<Option<Moment>>(&first, params![before])? {
        let midnight = first.midnight_in(zone);
        // A day has 23 to 25 hours.
        let taken = take(tx, &Day { midnight, next: midnight.plus_hours(36).midnight_in(zone) })?;
        if taken == 0 {
            return Err(Wrong::Fault(anyhow::anyhow!("{table}: no row of its earliest day")));
        }
        touched += taken;
    }
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
