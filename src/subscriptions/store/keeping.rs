//! What goes by the clock, and what is sealed anew.

use super::{CHANGES_MAX, COLUMNS, Held, read, week_of};
use crate::ground::db::Tx;
use crate::ground::sealed::Sealed;
use crate::ground::{Moment, Wrong};
use crate::params;
use crate::subscriptions::Seat;

/// Deletes subscriptions whose time is over, notes of test messages after a day, and all but the newest changes. Answers how many
/// subscriptions and notes went.
pub(in super::super) fn forget_before(tx: &Tx<'_>, now: Moment) -> Result<usize, Wrong> {
    let over = tx.execute(
        "INSERT INTO subscription_change (seat) SELECT seat FROM subscription WHERE ends_at <= $1",
        params![now],
    )?;
    if over > 0 {
        tx.execute("DELETE FROM subscription WHERE ends_at <= $1", params![now])?;
        tx.ring("subscriptions");
    }
    let notes = tx.execute("DELETE FROM subscription_asked WHERE at <= $1", params![now.plus_days(-1)])?;
    tx.execute(
        "DELETE FROM subscription_change WHERE seq <= (SELECT max(seq) FROM subscription_change) - $1",
        params![CHANGES_MAX],
    )?;
    Ok(over + notes)
}

/// Rows whose contact was sealed before a week, at most so many.
pub(in super::super) fn sealed_before(tx: &Tx<'_>, week: i64, limit: i64) -> Result<Vec<Held>, Wrong> {
    let sql =
        format!("SELECT {COLUMNS} FROM subscription WHERE contact_week < $1 ORDER BY contact_week, seat LIMIT $2");
    tx.rows(&sql, params![week, limit], read)
}

/// Writes a contact that was sealed anew.
pub(in super::super) fn set_sealed(tx: &Tx<'_>, seat: Seat, contact: &Sealed) -> Result<(), Wrong> {
    tx.execute(
        "UPDATE subscription SET contact = $2, contact_week = $3 WHERE seat = $1",
        params![seat.0, contact.as_bytes(), week_of(contact)?],
    )?;
    Ok(())
}
