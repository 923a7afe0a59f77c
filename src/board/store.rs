//! The tables `board_count` and `board_cursor`.

use super::clock::{Grain, Slot, Step};
use super::months::folded;
use super::reading::Sum;
use crate::ground::Wrong;
use crate::ground::db::{Row, Tx};
use crate::params;
use crate::places::AreaKey;

/// How far the clock has read in a source.
pub fn cursor(tx: &Tx<'_>, source: &'static str) -> Result<i64, Wrong> {
    Ok(tx.row("SELECT seq FROM board_cursor WHERE name = $1", params![source], |row| row.get(0))?.unwrap_or(0))
}

/// Counts what was read in a source from one place of its cursor to another: all of it, or nothing where somebody else has been there. Rings
/// the bell where something was counted. Answers whether it was this call that counted.
pub fn count(tx: &Tx<'_>, source: &'static str, (from, to): (i64, i64), slots: &[Slot]) -> Result<bool, Wrong> {
    let moved = tx.execute(
        "INSERT INTO board_cursor (name, seq) VALUES ($1, $3)
         ON CONFLICT (name) DO UPDATE SET seq = $3 WHERE board_cursor.seq = $2",
        params![source, from, to],
    )?;
    if moved == 0 {
        return Ok(false);
    }
    for slot in slots {
        add(tx, slot, 1)?;
    }
    if !slots.is_empty() {
        tx.ring("board");
    }
    Ok(true)
}

/// The counts of these days and hours (both ends included), real or of drills, over all days together.
pub fn sums(tx: &Tx<'_>, from_day: i64, (first, last): (i8, i8), drill: bool) -> Result<Vec<Sum>, Wrong> {
    tx.rows(
        "SELECT area, hour, step, within, sum(count) FROM board_count
         WHERE day >= $1 AND hour BETWEEN $2 AND $3 AND drill = $4 GROUP BY area, hour, step, within",
        params![from_day, i64::from(first), i64::from(last), drill],
        |row| {
            Ok(Sum {
                area: area(row, 0)?,
                hour: hour(row, 1)?,
                step: row.code(2, Step::from_code)?,
                bound: row.get(3)?,
                count: number(row, 4)?,
            })
        },
    )
}

/// Whether there is any count at all, real or of a drill.
pub fn has_counts(tx: &Tx<'_>, drill: bool) -> Result<bool, Wrong> {
    let found: i64 = tx.value("SELECT EXISTS (SELECT 1 FROM board_count WHERE drill = $1)", params![drill])?;
    Ok(found > 0)
}

/// Makes months of all days before `by_day_from`. Answers how many counts by the day are gone.
pub fn fold(tx: &Tx<'_>, by_day_from: i64) -> Result<usize, Wrong> {
    let days = counts(tx, "day < $1 AND grain = 'day'", by_day_from)?;
    if days.is_empty() {
        return Ok(0);
    }
    let before = counts(tx, "day < $1", by_day_from)?;
    tx.execute("DELETE FROM board_count WHERE day < $1", params![by_day_from])?;
    for (slot, count) in folded(&before) {
        add(tx, &slot, count)?;
    }
    Ok(days.len())
}

fn counts(tx: &Tx<'_>, which: &'static str, day: i64) -> Result<Vec<(Slot, u64)>, Wrong> {
    tx.rows(
        &format!("SELECT grain, day, hour, area, step, drill, within, count FROM board_count WHERE {which}"),
        params![day],
        |row| {
            let slot = Slot {
                grain: row.code(0, Grain::from_code)?,
                day: row.get(1)?,
                hour: hour(row, 2)?,
                area: area(row, 3)?,
                step: row.code(4, Step::from_code)?,
                drill: row.get(5)?,
                bound: row.get(6)?,
            };
            Ok((slot, number(row, 7)?))
        },
    )
}

fn add(tx: &Tx<'_>, slot: &Slot, count: u64) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO board_count (grain, day, hour, area, step, drill, within, count)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (grain, day, hour, area, step, drill, within) DO UPDATE SET count = board_count.count + excluded.count",
        params![
            slot.grain.code(),
            slot.day,
            i64::from(slot.hour),
            // Numbers of areas begin at 1.
            slot.area.map_or(0, |area| area.0),
            slot.step.code(),
            slot.drill,
            slot.bound,
            i64::try_from(count).unwrap_or(i64::MAX)
        ],
    )?;
    Ok(())
}

fn area(row: &Row<'_>, at: usize) -> Result<Option<AreaKey>, Wrong> {
    let number: u32 = row.get(at)?;
    Ok((number > 0).then_some(AreaKey(number)))
}

fn hour(row: &Row<'_>, at: usize) -> Result<i8, Wrong> {
    i8::try_from(row.get::<i64>(at)?).map_err(|error| Wrong::Fault(error.into()))
}

fn number(row: &Row<'_>, at: usize) -> Result<u64, Wrong> {
    u64::try_from(row.get::<i64>(at)?).map_err(|error| Wrong::Fault(error.into()))
}
