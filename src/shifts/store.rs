//! The table `on_duty`.

use super::OnDuty;
use crate::ground::db::{Row, Tx};
use crate::ground::locale::Lang;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::people::Member;
use crate::places::{AreaKey, Cell};

const SELECT: &str = "SELECT d.member, d.area, d.cell, m.lang, d.since, d.until FROM on_duty d
     JOIN member m ON m.id = d.member AND m.standing = 'active'";

/// Everyone on duty now, longest first.
pub fn on_duty(tx: &Tx<'_>, now: Moment) -> Result<Vec<OnDuty>, Wrong> {
    tx.rows(&format!("{SELECT} WHERE d.until > $1 ORDER BY d.since"), params![now], read)
}

/// The duty of one member, or `None`.
pub fn duty_of(tx: &Tx<'_>, member: Id<Member>, now: Moment) -> Result<Option<OnDuty>, Wrong> {
    tx.row(&format!("{SELECT} WHERE d.member = $1 AND d.until > $2"), params![member, now], read)
}

/// Puts a member on duty, or changes where and until when. Rings the bell.
pub fn set_on(tx: &Tx<'_>, duty: &OnDuty) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO on_duty (member, area, cell, since, until) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (member) DO UPDATE SET area = $2, cell = $3, until = $5",
        params![duty.member, duty.area.0, duty.cell.map(Cell::to_i64), duty.since, duty.until],
    )?;
    tx.ring("shifts");
    Ok(())
}

/// Takes a member off duty and leaves no row. Rings the bell.
pub fn set_off(tx: &Tx<'_>, member: Id<Member>) -> Result<(), Wrong> {
    tx.execute("DELETE FROM on_duty WHERE member = $1", params![member])?;
    tx.ring("shifts");
    Ok(())
}

/// Removes duties that ended. Answers how many.
pub fn forget_before(tx: &Tx<'_>, now: Moment) -> Result<usize, Wrong> {
    let ended = tx.execute("DELETE FROM on_duty WHERE until <= $1", params![now])?;
    if ended > 0 {
        tx.ring("shifts");
    }
    Ok(ended)
}

fn read(row: &Row<'_>) -> Result<OnDuty, Wrong> {
    let cell: Option<i64> = row.get(2)?;
    let cell = cell.map(Cell::from_i64).transpose().map_err(|wrong| Wrong::Fault(wrong.into()))?;
    Ok(OnDuty {
        member: row.get(0)?,
        area: AreaKey(row.get(1)?),
        cell,
        lang: row.code(3, Lang::from_code)?,
        since: row.get(4)?,
        until: row.get(5)?,
    })
}
