//! The table `passkey`.

use webauthn_rs::prelude::Passkey;

use crate::ground::db::{Row, Tx};
use crate::ground::{Id, Moment, Refused, Wrong};
use crate::params;
use crate::people::Member;
use crate::sign_in::passkey::PasskeyRow;

/// A passkey with its owner, as sign-in needs it.
pub struct Owned {
    pub id: Id<PasskeyRow>,
    pub member: Id<Member>,
    pub passkey: Passkey,
}

/// Adds a passkey.
///
/// # Errors
/// `passkey-known` where this credential is somebody's already.
pub fn add(
    tx: &Tx<'_>,
    member: Id<Member>,
    passkey: &Passkey,
    label: &str,
    pending: bool,
    now: Moment,
) -> Result<Id<PasskeyRow>, Wrong> {
    let credential: &[u8] = passkey.cred_id().as_ref();
    let known: i64 = tx.value("SELECT count(*) FROM passkey WHERE credential = $1", params![credential])?;
    if known > 0 {
        return Err(Refused::because("passkey-known").into());
    }
    let id = Id::new(now);
    tx.execute(
        "INSERT INTO passkey (id, member, credential, public, label, added_at, pending)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![id, member, credential, serde_json::to_string(passkey)?, label, now, pending],
    )?;
    Ok(id)
}

/// The passkey with this credential id, unless it is pending.
pub fn by_credential(tx: &Tx<'_>, credential: &[u8]) -> Result<Option<Owned>, Wrong> {
    tx.row("SELECT id, member, public FROM passkey WHERE credential = $1 AND pending = 0", params![credential], |row| {
        Ok(Owned { id: row.get(0)?, member: row.get(1)?, passkey: serde_json::from_str(&row.get::<String>(2)?)? })
    })
}

/// Keeps what a use of the passkey changed: its counter, its backup state.
pub fn update(tx: &Tx<'_>, id: Id<PasskeyRow>, passkey: &Passkey) -> Result<(), Wrong> {
    tx.execute("UPDATE passkey SET public = $2 WHERE id = $1", params![id, serde_json::to_string(passkey)?])?;
    Ok(())
}

/// A member's passkeys, the oldest first, pending ones left out.
pub fn of(tx: &Tx<'_>, member: Id<Member>) -> Result<Vec<PasskeyRow>, Wrong> {
    tx.rows(
        "SELECT id, label, added_at FROM passkey WHERE member = $1 AND pending = 0 ORDER BY added_at, id",
        params![member],
        read,
    )
}

/// The credential ids of a member's passkeys, pending ones left out.
pub fn credentials(tx: &Tx<'_>, member: Id<Member>) -> Result<Vec<Vec<u8>>, Wrong> {
    tx.rows(
        "SELECT credential FROM passkey WHERE member = $1 AND pending = 0 ORDER BY added_at, id",
        params![member],
        |row| row.get(0),
    )
}

/// True where a passkey was made with a link that is still open.
pub fn has_pending(tx: &Tx<'_>, member: Id<Member>) -> Result<bool, Wrong> {
    tx.value("SELECT count(*) > 0 FROM passkey WHERE member = $1 AND pending = 1", params![member])
}

/// Drops a passkey that was made with a link and never opened anything.
pub fn drop_pending(tx: &Tx<'_>, member: Id<Member>) -> Result<(), Wrong> {
    tx.execute("DELETE FROM passkey WHERE member = $1 AND pending = 1", params![member])?;
    Ok(())
}

/// Puts the pending passkey in the place of all others.
pub fn open_pending(tx: &Tx<'_>, member: Id<Member>) -> Result<(), Wrong> {
    tx.execute("DELETE FROM passkey WHERE member = $1 AND pending = 0", params![member])?;
    tx.execute("UPDATE passkey SET pending = 0 WHERE member = $1", params![member])?;
    Ok(())
}

/// Removes one of a member's passkeys. Answers how many went: none where it is somebody else's.
pub fn remove(tx: &Tx<'_>, member: Id<Member>, id: Id<PasskeyRow>) -> Result<usize, Wrong> {
    tx.execute("DELETE FROM passkey WHERE member = $1 AND id = $2 AND pending = 0", params![member, id])
}

fn read(row: &Row<'_>) -> Result<PasskeyRow, Wrong> {
    Ok(PasskeyRow { id: row.get(0)?, label: row.get(1)?, added_at: row.get(2)? })
}
