//! The table `recovery_code`: keyed hashes only.

use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::people::Member;
use crate::sign_in::code::Code;

/// What the keyed hash is for. A hash without stretching is enough: nobody tries 125 bits, with the key or without.
const PURPOSE: &str = "sign_in recovery code";

/// Keeps a code that is being shown, in place of one that was shown before. It opens nothing until it is proven.
pub fn show(tx: &Tx<'_>, keys: &Keys, member: Id<Member>, code: &Code, now: Moment) -> Result<(), Wrong> {
    drop_shown(tx, member)?;
    tx.execute(
        "INSERT INTO recovery_code (member, state, tag, made_at) VALUES ($1, 'shown', $2, $3)",
        params![member, keys.keyed_hash(PURPOSE, &bound(member, code)), now],
    )?;
    Ok(())
}

/// True where `typed` is the code that was shown; it is proven then and takes the older one's place.
pub fn prove(tx: &Tx<'_>, keys: &Keys, member: Id<Member>, typed: &Code) -> Result<bool, Wrong> {
    if !matches(tx, keys, member, "shown", typed)? {
        return Ok(false);
    }
    tx.execute("DELETE FROM recovery_code WHERE member = $1 AND state = 'proven'", params![member])?;
    tx.execute("UPDATE recovery_code SET state = 'proven' WHERE member = $1", params![member])?;
    Ok(true)
}

/// True where `typed` is the member's proven code.
pub fn opens(tx: &Tx<'_>, keys: &Keys, member: Id<Member>, typed: &Code) -> Result<bool, Wrong> {
    matches(tx, keys, member, "proven", typed)
}

/// When the proven code was made.
pub fn proven_at(tx: &Tx<'_>, member: Id<Member>) -> Result<Option<Moment>, Wrong> {
    tx.row("SELECT made_at FROM recovery_code WHERE member = $1 AND state = 'proven'", params![member], |row| {
        row.get(0)
    })
}

/// Drops a code that was shown and not proven.
pub fn drop_shown(tx: &Tx<'_>, member: Id<Member>) -> Result<(), Wrong> {
    tx.execute("DELETE FROM recovery_code WHERE member = $1 AND state = 'shown'", params![member])?;
    Ok(())
}

fn matches(tx: &Tx<'_>, keys: &Keys, member: Id<Member>, state: &str, typed: &Code) -> Result<bool, Wrong> {
    let sql = "SELECT tag FROM recovery_code WHERE member = $1 AND state = $2";
    let tag: Option<[u8; 32]> = tx.row(sql, params![member, state], |row| row.get(0))?;
    // The hash is computed whether or not there is something to compare with, so that both take the same time.
    let proves = keys.proves(PURPOSE, &bound(member, typed), &tag.unwrap_or_default());
    Ok(proves && tag.is_some())
}

fn bound(member: Id<Member>, code: &Code) -> Vec<u8> {
    [member.as_slice(), code.bytes()].concat()
}
