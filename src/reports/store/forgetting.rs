//! How this room's rows are forgotten: words first, exact times after a day, the row itself after a month.

use jiff::tz::TimeZone;

use super::pictures::PictureRow;
use crate::ground::db::Tx;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::reports::report::Report;

/// Days after which nothing is left of a report but a number.
const ROW_DAYS: i64 = 30;

/// Days for which a receipt is still known as one whose report is gone.
const RECEIPT_DAYS: i64 = 90;

const DAY_MICROS: i64 = 86_400_000_000;

/// What was forgotten.
#[derive(Debug, Default)]
pub struct Gone {
    /// Reports whose words, contact and pictures went.
    pub words: usize,
    /// Reports whose times were made coarse.
    pub coarsened: usize,
    /// Reports that became a number.
    pub rows: usize,
    /// Pictures whose rows went: their files must follow.
    pub pictures: Vec<Id<PictureRow>>,
}

/// Forgets what is over by `now`. Days are those of the network's clock.
pub fn forget_before(tx: &Tx<'_>, zone: &TimeZone, now: Moment) -> Result<Gone, Wrong> {
    let due = "(SELECT id FROM report WHERE words IS NOT NULL AND forget_at <= $1)";
    let pictures = tx.rows(&format!("SELECT id FROM picture WHERE report IN {due}"), params![now], |row| row.get(0))?;
    // Reviews go with their pictures.
    tx.execute(&format!("DELETE FROM picture WHERE report IN {due}"), params![now])?;
    tx.execute(&format!("DELETE FROM report_said WHERE report IN {due}"), params![now])?;
    let words = tx.execute(
        "UPDATE report SET words = NULL, contact = NULL, thread = NULL, wants_call = 0
         WHERE words IS NOT NULL AND forget_at <= $1",
        params![now],
    )?;
    let coarsened = coarsen(tx, zone, now.plus_days(-1))?;
    let rows = rows_to_numbers(tx, now)?;
    tx.execute("DELETE FROM report_forgotten WHERE until <= $1", params![now])?;
    Ok(Gone { words, coarsened, rows, pictures })
}

/// Leaves of every time before `before` only its day, and takes the sender's mark. Answers how many rows.
fn coarsen(tx: &Tx<'_>, zone: &TimeZone, before: Moment) -> Result<usize, Wrong> {
    let sql = "SELECT id, taken_at, observed_at, stage_at FROM report WHERE taken_at < $1 AND coarse = 0";
    let due = tx.rows(sql, params![before], |row| {
        let times: [Moment; 3] = [row.get(1)?, row.get(2)?, row.get(3)?];
        Ok((row.get::<Id<Report>>(0)?, times))
    })?;
    coarsen_said(tx, zone, before)?;
    for (id, times) in &due {
        let [taken, observed, stage] = times.map(|at| at.midnight_in(zone));
        tx.execute(
            "UPDATE report SET taken_at = $2, observed_at = $3, stage_at = $4, time_precision = 'day',
                 sender_mark = NULL, place_mark = NULL, coarse = 1
             WHERE id = $1",
            params![*id, taken, observed, stage],
        )?;
    }
    Ok(due.len())
}

/// Leaves only the day of what was said before `before`: it is read for as long as its words are.
fn coarsen_said(tx: &Tx<'_>, zone: &TimeZone, before: Moment) -> Result<(), Wrong> {
    let sql = "SELECT seq, at FROM report_said WHERE at < $1 AND coarse = 0";
    let due: Vec<(i64, Moment)> = tx.rows(sql, params![before], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (seq, at) in due {
        tx.execute("UPDATE report_said SET at = $2, coarse = 1 WHERE seq = $1", params![seq, at.midnight_in(zone)])?;
    }
    Ok(())
}

fn rows_to_numbers(tx: &Tx<'_>, now: Moment) -> Result<usize, Wrong> {
    let before = now.plus_days(-ROW_DAYS);
    // An area of 0 is "nowhere that we know": numbers of areas begin at 1. Times are midnights of the network's clock by now;
    // half a day later it is the same date everywhere. What was made up for a drill is in no number and on no receipt.
    tx.execute(
        "INSERT INTO report_count (area, day, activity, stage, count)
         SELECT coalesce(area, 0), (observed_at + $2 / 2) / $2, activity, stage, count(*) FROM report
         WHERE taken_at < $1 AND words IS NULL AND drill IS NULL GROUP BY 1, 2, 3, 4
         ON CONFLICT (area, day, activity, stage) DO UPDATE SET count = count + excluded.count",
        params![before, DAY_MICROS],
    )?;
    tx.execute(
        "INSERT INTO report_forgotten (receipt_key, until)
         SELECT receipt_key, $2 FROM report WHERE taken_at < $1 AND words IS NULL AND drill IS NULL",
        params![before, now.plus_days(RECEIPT_DAYS).floor_minutes(24 * 60)],
    )?;
    tx.execute("DELETE FROM report WHERE taken_at < $1 AND words IS NULL", params![before])
}

/// True where the report of this receipt is gone.
pub fn is_forgotten(tx: &Tx<'_>, receipt_key: &[u8; 32]) -> Result<bool, Wrong> {
    let found: i64 = tx.value("SELECT count(*) FROM report_forgotten WHERE receipt_key = $1", params![*receipt_key])?;
    Ok(found > 0)
}
