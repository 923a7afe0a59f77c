//! The table `broadcast_followed`: what the provider told later about the texts of a broadcast.

use super::super::broadcast::Followed;
use super::super::sending::spelled;
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::{Id, Wrong};
use crate::params;
use crate::release::Message;
use crate::subscriptions::Carrier;

/// The broadcasts with texts whose ids end so: one, but for chance.
pub(in crate::messages) fn texts_ending(tx: &Tx<'_>, id_end: [u8; 4]) -> Result<Vec<Id<Message>>, Wrong> {
    tx.rows(
        "SELECT broadcast FROM broadcast_leg WHERE carrier = $1 AND substr(broadcast, 13) = $2",
        params![Carrier::Sms.code(), id_end.as_slice()],
        |row| row.get(0),
    )
}

/// What was told about a broadcast's texts; `None` where nothing was, or where somebody altered it: what was told does not decide who is written to.
pub(in crate::messages) fn followed(tx: &Tx<'_>, keys: &Keys, id: Id<Message>) -> Result<Option<Followed>, Wrong> {
    let sql = "SELECT sets, seal FROM broadcast_followed WHERE broadcast = $1";
    let row: Option<(Vec<u8>, [u8; 32])> = tx.row(sql, params![id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let Some((sets, seal)) = row else { return Ok(None) };
    let whole = (spelled::followed_seal(keys, id, &sets) == seal).then(|| Followed::from_bytes(&sets).ok()).flatten();
    if whole.is_none() {
        tracing::error!(%id, "what was told about a broadcast's texts was altered; it is left out");
    }
    Ok(whole)
}

/// Writes down what was told about a broadcast's texts.
pub(in crate::messages) fn save_followed(
    tx: &Tx<'_>,
    keys: &Keys,
    id: Id<Message>,
    followed: &Followed,
) -> Result<(), Wrong> {
    let sets = followed.bytes();
    tx.execute(
        "INSERT INTO broadcast_followed (broadcast, sets, seal) VALUES ($1, $2, $3)
         ON CONFLICT (broadcast) DO UPDATE SET sets = $2, seal = $3",
        params![id, sets.as_slice(), spelled::followed_seal(keys, id, &sets)],
    )?;
    tx.ring("ledger");
    Ok(())
}
