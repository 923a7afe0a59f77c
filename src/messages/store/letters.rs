//! The table `message_letter`.

use super::super::letter::{ASKED_WAIT_SECONDS_MAX, About, Fate, LEASE_SECONDS, Letter, Why};
use super::super::thread::{Route, STEP_MINUTES, Thread};
use crate::ground::db::{Row, Tx};
use crate::ground::sealed::Sealed;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::release::Message;

/// A letter to be written down.
pub(in crate::messages) struct NewLetter {
    pub id: Id<Letter>,
    pub thread: Id<Thread>,
    pub body: Sealed,
    /// True for the answer to STOP itself: the one text that still goes out.
    pub despite_stop: bool,
    /// Set where it says what a broadcast says.
    pub about: Option<About>,
}

/// A letter whose next try is due.
pub(in crate::messages) struct Due {
    pub id: Id<Letter>,
    pub thread: Id<Thread>,
    pub body: Sealed,
    pub number: Sealed,
    pub route: Option<Route>,
    pub made_at: Moment,
    /// Tries so far.
    pub tries: u8,
    /// True where a try may have reached the provider.
    pub unclear: bool,
    pub about: Option<About>,
    /// True where the person wants no texts and this letter is not the answer to that.
    pub is_unwanted: bool,
}

/// Queues a letter and rings the bell.
pub(in crate::messages) fn add(tx: &Tx<'_>, letter: &NewLetter, now: Moment) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO message_letter (id, thread, body, despite_stop, fate, made_at, due_at, about, expires_at)
         VALUES ($1, $2, $3, $4, 'queued', $5, $6, $7, $8)",
        params![
            letter.id,
            letter.thread,
            letter.body.as_bytes(),
            letter.despite_stop,
            now.floor_minutes(STEP_MINUTES),
            now,
            letter.about.map(|about| about.broadcast),
            letter.about.map(|about| about.expires_at)
        ],
    )?;
    tx.ring("messages");
    Ok(())
}

/// Notes a letter that is not sent because the person wants no texts. Its words are not kept.
pub(in crate::messages) fn add_dropped(tx: &Tx<'_>, thread: Id<Thread>, why: Why, now: Moment) -> Result<(), Wrong> {
    let at = now.floor_minutes(STEP_MINUTES);
    tx.execute(
        "INSERT INTO message_letter (id, thread, despite_stop, fate, why, made_at, due_at, done_at)
         VALUES ($1, $2, 0, 'dropped', $3, $4, $4, $4)",
        params![Id::<Letter>::unordered(), thread, why.code(), at],
    )?;
    Ok(())
}

/// At most `limit` letters that are due, the longest waiting first. A thread's letters are due one after another, so that a
/// conversation arrives in its order; but what waits with a halted broadcast holds up nobody's answer. One that was made later than now, or waits longer than any wait, is due as well: the clock was set
/// back.
pub(in crate::messages) fn due(tx: &Tx<'_>, now: Moment, limit: usize) -> Result<Vec<Due>, Wrong> {
    let sql = "SELECT l.id, l.thread, l.body, t.number, t.route, l.made_at, l.tries, l.unclear, l.about, l.expires_at,
                      l.despite_stop = 0 AND EXISTS (SELECT 1 FROM message_opt_out o WHERE o.number_hash = t.number_hash)
               FROM message_letter l JOIN message_thread t ON t.id = l.thread
               WHERE l.fate = 'queued' AND (l.due_at <= $1 OR l.due_at > $2 OR (l.tries = 0 AND l.made_at > $1))
                 AND NOT EXISTS (SELECT 1 FROM message_letter e
                                 WHERE e.thread = l.thread AND e.fate = 'queued' AND e.seq < l.seq AND e.about IS NULL)
               ORDER BY l.due_at, l.seq LIMIT $3";
    let credible = now.plus_seconds(ASKED_WAIT_SECONDS_MAX);
    tx.rows(sql, params![now, credible, i64::try_from(limit).unwrap_or(i64::MAX)], read_due)
}

/// Lends a letter to the pass that tries it now.
pub(in crate::messages) fn lend(tx: &Tx<'_>, id: Id<Letter>, now: Moment) -> Result<(), Wrong> {
    tx.execute(
        "UPDATE message_letter SET tries = tries + 1, due_at = $2 WHERE id = $1 AND fate = 'queued'",
        params![id, now.plus_seconds(LEASE_SECONDS)],
    )?;
    Ok(())
}

/// Puts a letter off that was not tried.
pub(in crate::messages) fn put_off(tx: &Tx<'_>, id: Id<Letter>, due_at: Moment) -> Result<(), Wrong> {
    tx.execute("UPDATE message_letter SET due_at = $2 WHERE id = $1 AND fate = 'queued'", params![id, due_at])?;
    Ok(())
}

/// Puts a letter back until its next try.
pub(in crate::messages) fn again(tx: &Tx<'_>, id: Id<Letter>, due_at: Moment, unclear: bool) -> Result<(), Wrong> {
    tx.execute(
        "UPDATE message_letter SET due_at = $2, unclear = $3 WHERE id = $1 AND fate = 'queued'",
        params![id, due_at, unclear],
    )?;
    Ok(())
}

/// Writes down a queued letter's fate and drops its words. Does nothing where the provider's news were faster.
pub(in crate::messages) fn done(
    tx: &Tx<'_>,
    id: Id<Letter>,
    fate: Fate,
    why: Option<Why>,
    now: Moment,
) -> Result<(), Wrong> {
    tx.execute(
        "UPDATE message_letter SET fate = $2, why = $3, done_at = $4, body = NULL WHERE id = $1 AND fate = 'queued'",
        params![id, fate.code(), why.map(Why::code), now.floor_minutes(STEP_MINUTES)],
    )?;
    Ok(())
}

/// Changes a letter's fate after news from the provider.
pub(in crate::messages) fn set_fate(
    tx: &Tx<'_>,
    id: Id<Letter>,
    fate: Fate,
    why: Option<Why>,
    now: Moment,
) -> Result<(), Wrong> {
    tx.execute(
        "UPDATE message_letter SET fate = $2, why = $3, done_at = coalesce(done_at, $4), body = NULL WHERE id = $1",
        params![id, fate.code(), why.map(Why::code), now.floor_minutes(STEP_MINUTES)],
    )?;
    Ok(())
}

/// A letter's thread and fate, or `None` once it is forgotten.
pub(in crate::messages) fn fate(tx: &Tx<'_>, id: Id<Letter>) -> Result<Option<(Id<Thread>, Fate)>, Wrong> {
    tx.row("SELECT thread, fate FROM message_letter WHERE id = $1", params![id], |row| {
        Ok((row.get(0)?, row.code(1, Fate::from_code)?))
    })
}

/// What became of one text to a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Became {
    /// When it was written, to five minutes.
    pub at: Moment,
    pub fate: Fate,
    pub why: Option<Why>,
}

impl Became {
    /// The keys of the words for its fate and, where there is one, for the reason.
    pub fn words(self) -> (String, Option<String>) {
        let never_left = matches!(self.why, Some(Why::NoProvider | Why::ShutOut | Why::TooLate | Why::Forgotten));
        let fate = if self.fate == Fate::Failed && never_left { Fate::Dropped } else { self.fate };
        (fate.word(), self.why.map(Why::word))
    }

    /// Whether somebody should know: the person may not have it.
    pub const fn is_missed(self) -> bool {
        matches!(self.fate, Fate::Failed | Fate::Unknown | Fate::Dropped)
    }
}

/// What became of the newest text to a thread; `None` where there was none, or it is forgotten.
pub fn newest(tx: &Tx<'_>, thread: Id<Thread>) -> Result<Option<Became>, Wrong> {
    let sql = "SELECT made_at, fate, why FROM message_letter WHERE thread = $1 ORDER BY seq DESC LIMIT 1";
    tx.row(sql, params![thread], |row| {
        let why: Option<String> = row.get(2)?;
        Ok(Became {
            at: row.get(0)?,
            fate: row.code(1, Fate::from_code)?,
            why: why.as_deref().and_then(Why::from_code),
        })
    })
}

/// How many letters of the last 72 hours were not sent because the network has no provider.
pub fn without_provider(tx: &Tx<'_>) -> Result<u32, Wrong> {
    tx.value("SELECT count(*) FROM message_letter WHERE why = $1", params![Why::NoProvider.code()])
}

/// How many letters of the last 72 hours have which fate: for `doctor` and the board.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub queued: u32,
    pub sent: u32,
    pub delivered: u32,
    pub failed: u32,
    pub unknown: u32,
    pub dropped: u32,
}

/// Counts letters by fate.
pub fn counts(tx: &Tx<'_>) -> Result<Counts, Wrong> {
    let mut counts = Counts::default();
    tx.rows("SELECT fate, count(*) FROM message_letter GROUP BY fate", params![], |row| {
        let count: u32 = row.get(1)?;
        match row.code(0, Fate::from_code)? {
            Fate::Queued => counts.queued = count,
            Fate::Sent => counts.sent = count,
            Fate::Delivered => counts.delivered = count,
            Fate::Failed => counts.failed = count,
            Fate::Unknown => counts.unknown = count,
            Fate::Dropped => counts.dropped = count,
        }
        Ok(())
    })?;
    Ok(counts)
}

/// Forgets letters that were done before `before`.
pub(super) fn forget_before(tx: &Tx<'_>, before: Moment) -> Result<usize, Wrong> {
    tx.execute("DELETE FROM message_letter WHERE done_at < $1", params![before])
}

fn read_due(row: &Row<'_>) -> Result<Due, Wrong> {
    let route: Option<String> = row.get(4)?;
    let (broadcast, expires_at): (Option<Id<Message>>, Option<Moment>) = (row.get(8)?, row.get(9)?);
    Ok(Due {
        id: row.get(0)?,
        thread: row.get(1)?,
        body: Sealed::from_bytes(row.get(2)?),
        number: Sealed::from_bytes(row.get(3)?),
        route: route.as_deref().and_then(Route::from_code),
        made_at: row.get(5)?,
        tries: row.get(6)?,
        unclear: row.get(7)?,
        about: broadcast.zip(expires_at).map(|(broadcast, expires_at)| About { broadcast, expires_at }),
        is_unwanted: row.get(10)?,
    })
}
