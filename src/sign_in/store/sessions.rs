//! The table `session`.

use crate::ground::db::{Row, Tx};
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::people::Member;
use crate::sign_in::session::Session;

const COLUMNS: &str = "id, member, made_at, seen_at, stepped_up_at";

/// Adds a session under its token's hash.
pub fn add(tx: &Tx<'_>, session: &Session, token: &[u8; 32]) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO session (id, token, member, made_at, seen_at, stepped_up_at) VALUES ($1, $2, $3, $4, $5, $6)",
        params![session.id, *token, session.member, session.made_at, session.seen_at, session.stepped_up_at],
    )?;
    Ok(())
}

/// The session with this token's hash, over or not.
pub fn by_token(tx: &Tx<'_>, token: &[u8; 32]) -> Result<Option<Session>, Wrong> {
    tx.row(&format!("SELECT {COLUMNS} FROM session WHERE token = $1"), params![*token], read)
}

/// A member's live sessions, the newest first.
pub fn of(tx: &Tx<'_>, member: Id<Member>, now: Moment) -> Result<Vec<Session>, Wrong> {
    let sql = format!("SELECT {COLUMNS} FROM session WHERE member = $1 ORDER BY made_at DESC, id");
    let mut sessions = tx.rows(&sql, params![member], read)?;
    sessions.retain(|session| session.lives(now));
    Ok(sessions)
}

/// Writes when a session was last seen.
pub fn seen(tx: &Tx<'_>, id: Id<Session>, now: Moment) -> Result<(), Wrong> {
    tx.execute("UPDATE session SET seen_at = $2 WHERE id = $1", params![id, now])?;
    Ok(())
}

/// Gives a session a new token and marks its passkey as just used. False where the session is gone.
pub fn step_up(tx: &Tx<'_>, old: &[u8; 32], new: &[u8; 32], now: Moment) -> Result<bool, Wrong> {
    let changed = tx.execute(
        "UPDATE session SET token = $2, stepped_up_at = $3, seen_at = $3 WHERE token = $1",
        params![*old, *new, now],
    )?;
    Ok(changed == 1)
}

/// Ends the session with this token's hash.
pub fn end(tx: &Tx<'_>, token: &[u8; 32]) -> Result<(), Wrong> {
    tx.execute("DELETE FROM session WHERE token = $1", params![*token])?;
    Ok(())
}

/// Ends one of a member's sessions. Answers how many ended: none where it is somebody else's.
pub fn end_one(tx: &Tx<'_>, member: Id<Member>, id: Id<Session>) -> Result<usize, Wrong> {
    tx.execute("DELETE FROM session WHERE member = $1 AND id = $2", params![member, id])
}

/// Ends a member's sessions but the one with this token's hash.
pub fn end_others(tx: &Tx<'_>, member: Id<Member>, token: &[u8; 32]) -> Result<usize, Wrong> {
    tx.execute("DELETE FROM session WHERE member = $1 AND token <> $2", params![member, *token])
}

/// Ends all of a member's sessions.
pub fn end_all(tx: &Tx<'_>, member: Id<Member>) -> Result<usize, Wrong> {
    tx.execute("DELETE FROM session WHERE member = $1", params![member])
}

fn read(row: &Row<'_>) -> Result<Session, Wrong> {
    Ok(Session {
        id: row.get(0)?,
        member: row.get(1)?,
        made_at: row.get(2)?,
        seen_at: row.get(3)?,
        stepped_up_at: row.get(4)?,
    })
}
