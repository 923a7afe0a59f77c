//! The tables `drill`, `drill_member` and `drill_step`.

use roaring::RoaringBitmap;

use super::drill::{DRILL_DAYS, Drill, DrillRefused, EndedWhy, Plan, Scenario, State, WhoTakesPart};
use super::times::{Reached, Time};
use crate::ground::db::{Row, Tx};
use crate::ground::locale::Lang;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::people::Member;
use crate::places::{AreaKey, Cell};

/// Drills that one list shows: a month of one a day.
const LIST_MAX: i64 = 30;

const SELECT: &str = "SELECT id, scenario, area, place, who, lang, started_by, started_at, ends_at, ended_at, ended_by, ended_why, cell FROM drill";

/// Writes a drill that starts, who is asked in it, and the seats it may be told to. Rings the bell.
///
/// # Errors
/// [`DrillRefused::AnotherRuns`].
pub fn insert(tx: &Tx<'_>, drill: &Drill, takes_part: &[Id<Member>], listeners: &RoaringBitmap) -> Result<(), Wrong> {
    if running(tx)?.is_some() {
        return Err(DrillRefused::AnotherRuns.into());
    }
    let mut seats = Vec::with_capacity(listeners.serialized_size());
    listeners.serialize_into(&mut seats)?;
    let plan = &drill.plan;
    tx.execute(
        "INSERT INTO drill (id, scenario, area, place, who, lang, listeners, started_by, started_at, ends_at, cell)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            drill.id,
            plan.scenario.code(),
            plan.area.0,
            plan.place,
            plan.who.code(),
            plan.lang.code(),
            seats,
            drill.started_by,
            drill.started_at,
            drill.ends_at(),
            plan.cell.to_i64()
        ],
    )?;
    for member in takes_part {
        tx.execute("INSERT INTO drill_member (drill, member) VALUES ($1, $2)", params![drill.id, *member])?;
    }
    tx.ring("drills");
    Ok(())
}

/// Writes the end of a drill and its record. Rings the bell.
///
/// # Errors
/// [`DrillRefused::Over`] where somebody else ended it meanwhile.
pub fn end(tx: &Tx<'_>, drill: &Drill, record: &[Time]) -> Result<(), Wrong> {
    let State::Over { at, by, why } = drill.state else { return Ok(()) };
    for (number, time) in (0_i64..).zip(record) {
        tx.execute(
            "INSERT INTO drill_step (drill, number, what, at, who, word) VALUES ($1, $2, $3, $4, $5, $6)",
            params![drill.id, number, time.what.code(), time.at, time.who, time.word],
        )?;
    }
    let ended = tx.execute(
        "UPDATE drill SET ended_at = $2, ended_by = $3, ended_why = $4 WHERE id = $1 AND ended_at IS NULL",
        params![drill.id, at, by, why.code()],
    )?;
    if ended == 0 {
        return Err(DrillRefused::Over.into());
    }
    tx.ring("drills");
    Ok(())
}

/// The drill with this id, or `None`.
pub fn get(tx: &Tx<'_>, id: Id<Drill>) -> Result<Option<Drill>, Wrong> {
    tx.row(&format!("{SELECT} WHERE id = $1"), params![id], read)
}

/// The drill that runs, or `None`.
pub fn running(tx: &Tx<'_>) -> Result<Option<Drill>, Wrong> {
    tx.row(&format!("{SELECT} WHERE ended_at IS NULL"), params![], read)
}

/// Drills that can be looked at, newest first.
pub fn list(tx: &Tx<'_>) -> Result<Vec<Drill>, Wrong> {
    tx.rows(&format!("{SELECT} ORDER BY started_at DESC LIMIT $1"), params![LIST_MAX], read)
}

/// Refuses to go on with something whose drill is over. What is real always goes on.
///
/// # Errors
/// [`DrillRefused::Over`].
pub fn check_running(tx: &Tx<'_>, drill: Option<Id<Drill>>) -> Result<(), Wrong> {
    let Some(id) = drill else { return Ok(()) };
    let runs = get(tx, id)?.is_some_and(|drill| drill.is_running());
    if runs { Ok(()) } else { Err(DrillRefused::Over.into()) }
}

/// Those who are asked in a drill.
pub fn members(tx: &Tx<'_>, drill: Id<Drill>) -> Result<Vec<Id<Member>>, Wrong> {
    tx.rows("SELECT member FROM drill_member WHERE drill = $1 ORDER BY member", params![drill], |row| row.get(0))
}

/// True where this member is asked in this drill.
pub fn takes_part(tx: &Tx<'_>, drill: Id<Drill>, member: Id<Member>) -> Result<bool, Wrong> {
    let found: i64 =
        tx.value("SELECT count(*) FROM drill_member WHERE drill = $1 AND member = $2", params![drill, member])?;
    Ok(found > 0)
}

/// The seats of those subscriptions that a drill may be told to; nobody where there is no such drill.
pub fn listeners(tx: &Tx<'_>, drill: Id<Drill>) -> Result<RoaringBitmap, Wrong> {
    let seats: Option<Vec<u8>> =
        tx.row("SELECT listeners FROM drill WHERE id = $1", params![drill], |row| row.get(0))?;
    Ok(match seats {
        Some(seats) => RoaringBitmap::deserialize_from(seats.as_slice())?,
        None => RoaringBitmap::new(),
    })
}

/// The record of a drill that is over, oldest first.
pub fn record(tx: &Tx<'_>, drill: Id<Drill>) -> Result<Vec<Time>, Wrong> {
    tx.rows("SELECT what, at, who, word FROM drill_step WHERE drill = $1 ORDER BY number", params![drill], |row| {
        Ok(Time { what: row.code(0, Reached::from_code)?, at: row.get(1)?, who: row.get(2)?, word: row.get(3)? })
    })
}

/// Forgets drills that ended more than [`DRILL_DAYS`] ago, with everything about them. Answers how many.
pub fn forget_before(tx: &Tx<'_>, now: Moment) -> Result<usize, Wrong> {
    let before = now.plus_days(-DRILL_DAYS);
    for table in ["drill_step", "drill_member"] {
        tx.execute(
            &format!("DELETE FROM {table} WHERE drill IN (SELECT id FROM drill WHERE ended_at < $1)"),
            params![before],
        )?;
    }
    tx.execute("DELETE FROM drill WHERE ended_at < $1", params![before])
}

fn read(row: &Row<'_>) -> Result<Drill, Wrong> {
    let (started_at, ends_at): (Moment, Moment) = (row.get(7)?, row.get(8)?);
    let state = match row.get::<Option<Moment>>(9)? {
        Some(at) => State::Over { at, by: row.get(10)?, why: row.code(11, EndedWhy::from_code)? },
        None => State::Running,
    };
    Ok(Drill {
        id: row.get(0)?,
        plan: Plan {
            scenario: row.code(1, Scenario::from_code)?,
            area: AreaKey(row.get(2)?),
            place: row.get(3)?,
            cell: Cell::from_i64(row.get(12)?).map_err(|wrong| Wrong::Fault(wrong.into()))?,
            who: row.code(4, WhoTakesPart::from_code)?,
            lang: row.code(5, Lang::from_code)?,
            minutes: ends_at.minutes_since(started_at),
        },
        started_by: row.get(6)?,
        started_at,
        state,
    })
}
