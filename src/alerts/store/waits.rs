//! The table `alert_wait`.

use crate::alerts::wait::{Wait, Waited};
use crate::ground::db::Tx;
use crate::ground::{Moment, Wrong};
use crate::params;
use crate::places::AreaKey;
use crate::triage::store::WAIT_DAYS;

/// Notes a wait that ended.
pub fn note_wait(tx: &Tx<'_>, wait: &Wait) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO alert_wait (what, area, drill, since, at) VALUES ($1, $2, $3, $4, $5)",
        params![wait.what.code(), wait.area.0, wait.drill, wait.since, wait.at],
    )?;
    Ok(())
}

/// Waits that ended after the cursor `seq`, each with its own number, in the order of ending.
pub fn waits_after(tx: &Tx<'_>, seq: i64, limit: usize) -> Result<Vec<(i64, Wait)>, Wrong> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = "SELECT seq, what, area, drill, since, at FROM alert_wait WHERE seq > $1 ORDER BY seq LIMIT $2";
    tx.rows(sql, params![seq, limit], |row| {
        let wait = Wait {
            what: row.code(1, Waited::from_code)?,
            area: AreaKey(row.get(2)?),
            drill: row.get(3)?,
            since: row.get(4)?,
            at: row.get(5)?,
        };
        Ok((row.get(0)?, wait))
    })
}

/// Forgets waits that ended long ago, as triage does with its own. Answers how many.
pub fn forget_waits(tx: &Tx<'_>, now: Moment) -> Result<usize, Wrong> {
    tx.execute("DELETE FROM alert_wait WHERE at < $1", params![now.plus_days(-WAIT_DAYS)])
}
