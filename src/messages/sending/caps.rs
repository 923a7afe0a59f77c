//! The caps: how many messages may open a thread with people within an hour.
//!
//! What follows a message goes to those who got it and is never held back. Where it goes to people for whom nothing of its chain was meant
//! before, a corrected place for one, it opens a thread with them all the same, and counts as the alert that it is to them. Which ones do is
//! told from the audiences themselves, those that are sealed, and not from what a message says of itself.

use roaring::RoaringBitmap;

use super::order::{MessageKind, Order};
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::{App, Id, Refused, Wrong};
use crate::messages::broadcast::Leg;
use crate::messages::store::broadcasts::{self as store, Following, Found};
use crate::release::Message;
use crate::subscriptions::Book;

/// Minutes over which the caps count.
const CAP_MINUTES: i64 = 60;

/// Refuses a message that opens a thread where the area, or the network, had as many within an hour as it may.
///
/// # Errors
/// Refused; a fault of the database.
pub(super) fn check(tx: &Tx<'_>, app: &App, order: &Order, audience: &RoaringBitmap) -> Result<(), Wrong> {
    if order.drill || !opens(tx, &app.keys, order, audience)? {
        return Ok(());
    }
    let since = app.now().plus_minutes(-CAP_MINUTES);
    // Each kind by itself: a day of false rumours, each of them checked and told, leaves the alerts their room.
    let kind = if order.kind.opens() { order.kind } else { MessageKind::Alert };
    let mut told = store::opened_since(tx, kind, since)?;
    if kind == MessageKind::Alert {
        for Following { id, chain, area } in store::following_since(tx, since)? {
            if goes_beyond(tx, &app.keys, chain, Some(id), &meant_for(tx, &app.keys, id)?)? {
                told.push(area);
            }
        }
    }
    // A ZIP, a part of it, or what it is a part of, is no way round: those who live there hear them all.
    let in_area = app.part::<Book>().most_told(order.area, &told);
    if in_area >= app.config.alerts_area_hour_max as usize {
        return Err(Refused::because("sending-refused-area-cap").into());
    }
    if told.len() >= app.config.alerts_hour_max as usize {
        return Err(Refused::because("sending-refused-cap").into());
    }
    Ok(())
}

fn opens(tx: &Tx<'_>, keys: &Keys, order: &Order, audience: &RoaringBitmap) -> Result<bool, Wrong> {
    match order.kind {
        MessageKind::Alert | MessageKind::Checked => Ok(true),
        MessageKind::Update | MessageKind::Correction => goes_beyond(tx, keys, order.chain, None, audience),
        // The end of something is told to those who heard of it, whatever happened before.
        MessageKind::AllClear | MessageKind::Withdrawn => Ok(false),
    }
}

/// Whether somebody is in this audience for whom no earlier message of the chain was meant: none before `this`.
fn goes_beyond(
    tx: &Tx<'_>,
    keys: &Keys,
    chain: Id<Message>,
    this: Option<Id<Message>>,
    audience: &RoaringBitmap,
) -> Result<bool, Wrong> {
    let mut left = audience.clone();
    for earlier in store::of_chain(tx, chain)?.into_iter().take_while(|id| Some(*id) != this) {
        left -= meant_for(tx, keys, earlier)?;
    }
    Ok(!left.is_empty())
}

fn meant_for(tx: &Tx<'_>, keys: &Keys, id: Id<Message>) -> Result<RoaringBitmap, Wrong> {
    let legs = match store::kept(tx, keys, id)? {
        Found::Whole(kept) => kept.legs,
        Found::Altered => store::sealed_legs(tx, keys, id)?,
        Found::Missing => Vec::new(),
    };
    Ok(legs.iter().fold(RoaringBitmap::new(), |all, leg: &Leg| all | leg.audience()))
}
