//! Test messages: which wait, and when a contact got those before (the table `subscription_asked`).

use super::{COLUMNS, Held, read};
use crate::ground::db::Tx;
use crate::ground::{Moment, Wrong};
use crate::params;
use crate::subscriptions::Seat;

/// When a contact was sent test messages lately.
pub(in super::super) fn asked_at(tx: &Tx<'_>, hash: &[u8; 32]) -> Result<Vec<Moment>, Wrong> {
    tx.rows("SELECT at FROM subscription_asked WHERE contact_hash = $1", params![*hash], |row| row.get(0))
}

/// Puts a test message on its way: due then, and counted.
pub(in super::super) fn queue(tx: &Tx<'_>, seat: Seat, hash: &[u8; 32], due_at: Moment) -> Result<(), Wrong> {
    tx.execute("UPDATE subscription SET ask_due_at = $2, ask_tries = 0 WHERE seat = $1", params![seat.0, due_at])?;
    tx.execute("INSERT INTO subscription_asked (contact_hash, at) VALUES ($1, $2)", params![*hash, due_at])?;
    tx.ring("subscriptions");
    Ok(())
}

/// The test messages that are due, oldest first; also those of wishes from later than now, and those that wait longer than a wish lasts:
/// the clock was set back.
pub(in super::super) fn due(tx: &Tx<'_>, now: Moment, limit: usize) -> Result<Vec<Held>, Wrong> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = format!(
        "SELECT {COLUMNS} FROM subscription
         WHERE ask_due_at <= $1 OR ask_due_at > $2 OR (ask_due_at IS NOT NULL AND ask_tries = 0 AND standing = 'asked' AND since > $1)
         ORDER BY ask_due_at, seat LIMIT $3"
    );
    tx.rows(&sql, params![now, now.plus_days(1), limit], read)
}

/// Notes that no test message waits any more.
pub(in super::super) fn end(tx: &Tx<'_>, seat: Seat) -> Result<(), Wrong> {
    tx.execute("UPDATE subscription SET ask_due_at = NULL, ask_tries = 0 WHERE seat = $1", params![seat.0])?;
    Ok(())
}

/// Counts a try that came to nothing, and tells how many there were.
pub(in super::super) fn count_try(tx: &Tx<'_>, seat: Seat) -> Result<u32, Wrong> {
    tx.execute("UPDATE subscription SET ask_tries = ask_tries + 1 WHERE seat = $1", params![seat.0])?;
    tx.value("SELECT coalesce(max(ask_tries), 0) FROM subscription WHERE seat = $1", params![seat.0])
}

/// Puts off a test message.
pub(in super::super) fn put_off(tx: &Tx<'_>, seat: Seat, due_at: Moment) -> Result<(), Wrong> {
    tx.execute("UPDATE subscription SET ask_due_at = $2 WHERE seat = $1", params![seat.0, due_at])?;
    Ok(())
}

/// Asks those again whose year is nearly over, and who can be asked by a message. Answers how many.
pub(in super::super) fn ask_again(tx: &Tx<'_>, ends_before: Moment, now: Moment) -> Result<usize, Wrong> {
    let asked = tx.execute(
        "UPDATE subscription SET asked_again = 1, ask_due_at = $2, ask_tries = 0
         WHERE standing = 'live' AND asked_again = 0 AND carrier IN ('email', 'sms', 'signal') AND ends_at <= $1 AND ends_at > $2",
        params![ends_before, now],
    )?;
    if asked > 0 {
        tx.ring("subscriptions");
    }
    Ok(asked)
}
