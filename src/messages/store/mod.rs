//! The tables `message_thread`, `message_inbound`, `message_seen`, `message_opt_out` and, in `letters`, `message_letter`.

pub mod broadcasts;
pub(super) mod canaries;
pub(super) mod followed;
pub(super) mod letters;
pub(super) mod stop;

use super::thread::{Inbound, Route, SEEN_DAYS, STEP_MINUTES, TEXT_HOURS, THREAD_DAYS, Thread};
use crate::ground::db::{Row, Tx};
use crate::ground::sealed::Sealed;
use crate::ground::{Id, Moment, Wrong, chance};
use crate::params;

pub use letters::{Became, Counts, counts, newest, without_provider};

/// A thread as it is stored.
pub(super) struct ThreadRow {
    pub id: Id<Thread>,
    pub number_hash: [u8; 32],
    pub number: Sealed,
    pub route: Option<Route>,
    /// The day (since 1970) on which it was last used and its number sealed.
    pub used_day: i64,
}

const THREAD_COLUMNS: &str = "id, number_hash, number, route, used_day";

/// The thread of the number with this keyed hash, or `None`.
pub(super) fn thread_of(tx: &Tx<'_>, number_hash: &[u8; 32]) -> Result<Option<ThreadRow>, Wrong> {
    let sql = format!("SELECT {THREAD_COLUMNS} FROM message_thread WHERE number_hash = $1");
    tx.row(&sql, params![*number_hash], read_thread)
}

/// The thread with this id, or `None` once it is forgotten.
pub(super) fn thread(tx: &Tx<'_>, id: Id<Thread>) -> Result<Option<ThreadRow>, Wrong> {
    tx.row(&format!("SELECT {THREAD_COLUMNS} FROM message_thread WHERE id = $1"), params![id], read_thread)
}

/// Adds a thread.
pub(super) fn add_thread(tx: &Tx<'_>, row: &ThreadRow) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO message_thread (id, number_hash, number, route, used_day) VALUES ($1, $2, $3, $4, $5)",
        params![row.id, row.number_hash, row.number.as_bytes(), row.route.map(Route::code), row.used_day],
    )?;
    Ok(())
}

/// Notes that a thread was used on a day, with its number sealed anew for that day.
pub(super) fn renew_thread(tx: &Tx<'_>, id: Id<Thread>, number: &Sealed, day: i64) -> Result<(), Wrong> {
    tx.execute(
        "UPDATE message_thread SET number = $2, used_day = $3 WHERE id = $1",
        params![id, number.as_bytes(), day],
    )?;
    Ok(())
}

/// Notes through which provider a thread was last heard.
pub(super) fn set_route(tx: &Tx<'_>, id: Id<Thread>, route: Route) -> Result<(), Wrong> {
    tx.execute("UPDATE message_thread SET route = $2 WHERE id = $1", params![id, route.code()])?;
    Ok(())
}

/// Counts one automatic answer to a thread and tells how many it got on this day.
pub(super) fn count_answer(tx: &Tx<'_>, id: Id<Thread>, day: i64) -> Result<u32, Wrong> {
    tx.execute(
        "UPDATE message_thread SET answers = CASE WHEN answers_day = $2 THEN answers + 1 ELSE 1 END, answers_day = $2
         WHERE id = $1",
        params![id, day],
    )?;
    tx.value("SELECT answers FROM message_thread WHERE id = $1", params![id])
}

/// Notes that a provider's message was seen; false where it had been before.
pub(super) fn see(tx: &Tx<'_>, hash: &[u8; 32], day: i64) -> Result<bool, Wrong> {
    let added =
        tx.execute("INSERT INTO message_seen (hash, day) VALUES ($1, $2) ON CONFLICT DO NOTHING", params![*hash, day])?;
    Ok(added == 1)
}

/// Adds a text that came in and rings the bell.
pub(super) fn add_inbound(tx: &Tx<'_>, inbound: &Inbound, words: &Sealed) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO message_inbound (id, thread, words, at, has_pictures) VALUES ($1, $2, $3, $4, $5)",
        params![
            inbound.id,
            inbound.thread,
            words.as_bytes(),
            inbound.at.floor_minutes(STEP_MINUTES),
            inbound.has_pictures
        ],
    )?;
    tx.ring("messages");
    Ok(())
}

/// At most `limit` texts that came in after the one numbered `seq`, in the order in which they came: the cursor of rooms below.
/// Numbers only grow and are never given twice.
pub fn inbound_after(tx: &Tx<'_>, seq: i64, limit: usize) -> Result<Vec<(i64, Inbound)>, Wrong> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = "SELECT seq, id, thread, at, has_pictures FROM message_inbound WHERE seq > $1 ORDER BY seq LIMIT $2";
    tx.rows(sql, params![seq, limit], |row| {
        Ok((row.get(0)?, Inbound { id: row.get(1)?, thread: row.get(2)?, at: row.get(3)?, has_pictures: row.get(4)? }))
    })
}

/// The sealed words of a text that came in, or `None` once they are forgotten.
pub(super) fn inbound_words(tx: &Tx<'_>, id: Id<Inbound>) -> Result<Option<Sealed>, Wrong> {
    tx.row("SELECT words FROM message_inbound WHERE id = $1", params![id], |row| Ok(Sealed::from_bytes(row.get(0)?)))
}

/// Notes that a number wants no texts; false where that was known.
pub(super) fn opt_out(tx: &Tx<'_>, number_hash: &[u8; 32]) -> Result<bool, Wrong> {
    let added = tx.execute(
        "INSERT INTO message_opt_out (number_hash) VALUES ($1) ON CONFLICT DO NOTHING",
        params![*number_hash],
    )?;
    Ok(added == 1)
}

/// Notes that a number wants texts again.
pub(super) fn opt_in(tx: &Tx<'_>, number_hash: &[u8; 32]) -> Result<(), Wrong> {
    tx.execute("DELETE FROM message_opt_out WHERE number_hash = $1", params![*number_hash])?;
    Ok(())
}

/// True where the number with this keyed hash wants no texts.
pub(super) fn is_number_out(tx: &Tx<'_>, number_hash: &[u8; 32]) -> Result<bool, Wrong> {
    tx.value("SELECT EXISTS (SELECT 1 FROM message_opt_out WHERE number_hash = $1)", params![*number_hash])
}

/// Forgets the number behind a thread because its owner asks for it: what waits to be sent is dropped, and the row, which others still
/// name, leads to nobody: no letter goes to it, and no number is found in it. The next text from the same phone begins a thread anew.
pub fn forget_number(tx: &Tx<'_>, thread: Id<Thread>, now: Moment) -> Result<(), Wrong> {
    tx.execute(
        "UPDATE message_letter SET fate = 'dropped', why = 'forgotten', done_at = $2, body = NULL
         WHERE thread = $1 AND fate = 'queued'",
        params![thread, now.floor_minutes(STEP_MINUTES)],
    )?;
    let nobody: [u8; 32] = chance::bytes();
    let scrubbed = "UPDATE message_thread SET number = zeroblob(1), number_hash = $2, route = NULL WHERE id = $1";
    if tx.execute(scrubbed, params![thread, nobody])? > 0 {
        opt_out(tx, &nobody)?;
    }
    Ok(())
}

/// True where the number behind a thread wants no texts.
pub fn is_opted_out(tx: &Tx<'_>, thread: Id<Thread>) -> Result<bool, Wrong> {
    tx.value(
        "SELECT EXISTS (SELECT 1 FROM message_thread t JOIN message_opt_out o ON o.number_hash = t.number_hash
                        WHERE t.id = $1)",
        params![thread],
    )
}

/// Forgets what has had its time: texts and letters 72 hours after they were done, threads 30 days after their last use, providers'
/// message ids after 400 days. Opt-outs stay: they are a keyed hash and a wish. Answers how many rows went.
pub fn forget_before(tx: &Tx<'_>, now: Moment) -> Result<usize, Wrong> {
    let texts = now.plus_hours(-TEXT_HOURS);
    let mut gone = letters::forget_before(tx, texts)?;
    gone += broadcasts::forget_before(tx, now.plus_days(-broadcasts::BROADCAST_DAYS))?;
    gone += tx.execute("DELETE FROM message_inbound WHERE at < $1", params![texts])?;
    gone += tx.execute(
        "DELETE FROM message_thread WHERE used_day < $1
         AND NOT EXISTS (SELECT 1 FROM message_letter WHERE thread = message_thread.id)
         AND NOT EXISTS (SELECT 1 FROM message_inbound WHERE thread = message_thread.id)",
        params![now.day() - THREAD_DAYS],
    )?;
    gone += tx.execute("DELETE FROM message_seen WHERE day < $1", params![now.day() - SEEN_DAYS])?;
    Ok(gone)
}

fn read_thread(row: &Row<'_>) -> Result<ThreadRow, Wrong> {
    let route: Option<String> = row.get(3)?;
    Ok(ThreadRow {
        id: row.get(0)?,
        number_hash: row.get(1)?,
        number: Sealed::from_bytes(row.get(2)?),
        route: route.as_deref().and_then(Route::from_code),
        used_day: row.get(4)?,
    })
}
