//! The tables `invitation`, `passkey`, `recovery_code` and `session`; here the links, and what all four forget.

pub mod codes;
pub mod passkeys;
pub mod sessions;

use super::link::{Link, Purpose};
use super::session::{IDLE_MINUTES, WHOLE_HOURS};
use crate::ground::db::Tx;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::people::Member;

/// Hours for which a code that was shown and never typed back is kept.
const SHOWN_CODE_HOURS: i64 = 72;

/// Makes this the member's only link.
pub fn put_link(tx: &Tx<'_>, link: &Link, token: &[u8; 32]) -> Result<(), Wrong> {
    drop_link(tx, link.member)?;
    tx.execute(
        "INSERT INTO invitation (member, token, purpose, expires_at) VALUES ($1, $2, $3, $4)",
        params![link.member, *token, link.purpose.code(), link.expires_at],
    )?;
    Ok(())
}

/// The link with this token's hash, or `None` where it was used, replaced, or is over.
pub fn link(tx: &Tx<'_>, token: &[u8; 32], now: Moment) -> Result<Option<Link>, Wrong> {
    tx.row(
        "SELECT member, purpose, expires_at FROM invitation WHERE token = $1 AND expires_at > $2",
        params![*token, now],
        |row| Ok(Link { member: row.get(0)?, purpose: row.code(1, Purpose::from_code)?, expires_at: row.get(2)? }),
    )
}

/// Ends a member's link.
pub fn drop_link(tx: &Tx<'_>, member: Id<Member>) -> Result<(), Wrong> {
    tx.execute("DELETE FROM invitation WHERE member = $1", params![member])?;
    Ok(())
}

/// Takes everything with which a member could come in.
pub fn drop_all(tx: &Tx<'_>, member: Id<Member>) -> Result<(), Wrong> {
    for sql in [
        "DELETE FROM session WHERE member = $1",
        "DELETE FROM invitation WHERE member = $1",
        "DELETE FROM passkey WHERE member = $1",
        "DELETE FROM recovery_code WHERE member = $1",
    ] {
        tx.execute(sql, params![member])?;
    }
    Ok(())
}

/// Forgets sessions and links that are over, what was left half done with them, and codes that were never typed back.
/// Answers how many rows went.
pub fn forget_before(tx: &Tx<'_>, now: Moment) -> Result<usize, Wrong> {
    let mut gone = tx.execute(
        "DELETE FROM session WHERE seen_at <= $1 OR made_at <= $2",
        params![now.plus_minutes(-IDLE_MINUTES), now.plus_hours(-WHOLE_HOURS)],
    )?;
    gone += tx.execute("DELETE FROM invitation WHERE expires_at <= $1", params![now])?;
    gone += tx.execute(
        "DELETE FROM passkey WHERE pending = 1 AND member NOT IN (SELECT member FROM invitation)",
        params![],
    )?;
    gone += tx.execute(
        "DELETE FROM recovery_code WHERE state = 'shown' AND made_at <= $1",
        params![now.plus_hours(-SHOWN_CODE_HOURS)],
    )?;
    Ok(gone)
}
