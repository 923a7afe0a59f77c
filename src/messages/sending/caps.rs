//! The caps: how many messages may open a thread with people within an hour.
//!
//! What follows a message goes to those who got it and is never held back. Where it goes to people for whom nothing of its chain was meant
//! before, a corrected place for one, it opens a thread with them all the same, and counts as the alert that it is to them. Which ones do is
//! told from the audiences themselves, those that are sealed, and not from what a message says of itself. Past the cap it goes to the others all
//! the same: nobody who heard something false waits an hour for the truth.

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

/// Those of an audience to whom a message may not go, because the area, or the network, had as many threads opened within an hour as it may:
/// nobody, or the people to whom it would be the first word. Whoever heard what it corrects hears the correction in any case.
///
/// # Errors
/// Refused where it would be the first word to everybody; a fault of the database.
pub(super) fn held_back(
    tx: &Tx<'_>,
    app: &App,
    order: &Order,
    audience: &RoaringBitmap,
) -> Result<RoaringBitmap, Wrong> {
    if order.drill {
        return Ok(RoaringBitmap::new());
    }
    let newcomers = newcomers(tx, &app.keys, order, audience)?;
    if newcomers.is_empty() && !order.kind.opens() {
        return Ok(newcomers);
    }
    match refusal(tx, app, order)? {
        Some(refused) if order.kind.opens() => Err(refused.into()),
        Some(_) => Ok(newcomers),
        None => Ok(RoaringBitmap::new()),
    }
}

/// Why no further message that opens a thread may go out now, or `None`.
fn refusal(tx: &Tx<'_>, app: &App, order: &Order) -> Result<Option<Refused>, Wrong> {
    let since = app.now().plus_minutes(-CAP_MINUTES);
    // Each kind by itself: a day of false rumours, each of them checked and told, leaves the alerts their room.
    let kind = if order.kind.opens() { order.kind } else { MessageKind::Alert };
    let mut told = store::opened_since(tx, kind, since)?;
    if kind == MessageKind::Alert {
        for Following { id, chain, area } in store::following_since(tx, since)? {
            if !beyond(tx, &app.keys, chain, Some(id), meant_for(tx, &app.keys, id)?)?.is_empty() {
                told.push(area);
            }
        }
    }
    // A ZIP, a part of it, or what it is a part of, is no way round: those who live there hear them all.
    let in_area = app.part::<Book>().most_told(order.area, &told);
    if in_area >= app.config.alerts_area_hour_max as usize {
        return Ok(Some(Refused::because("sending-refused-area-cap")));
    }
    if told.len() >= app.config.alerts_hour_max as usize {
        return Ok(Some(Refused::because("sending-refused-cap")));
    }
    Ok(None)
}

fn newcomers(tx: &Tx<'_>, keys: &Keys, order: &Order, audience: &RoaringBitmap) -> Result<RoaringBitmap, Wrong> {
    match order.kind {
        MessageKind::Alert | MessageKind::Checked => Ok(audience.clone()),
        MessageKind::Update | MessageKind::Correction => beyond(tx, keys, order.chain, None, audience.clone()),
        // The end of something is told to those who heard of it, whatever happened before.
        MessageKind::AllClear | MessageKind::Withdrawn => Ok(RoaringBitmap::new()),
    }
}

/// Those of an audience for whom no earlier message of the chain was meant: none before `this`.
fn beyond(
    tx: &Tx<'_>,
    keys: &Keys,
    chain: Id<Message>,
    this: Option<Id<Message>>,
    mut left: RoaringBitmap,
) -> Result<RoaringBitmap, Wrong> {
    for earlier in store::of_chain(tx, chain)?.into_iter().take_while(|id| Some(*id) != this) {
        left -= meant_for(tx, keys, earlier)?;
    }
    Ok(left)
}

fn meant_for(tx: &Tx<'_>, keys: &Keys, id: Id<Message>) -> Result<RoaringBitmap, Wrong> {
    let legs = match store::kept(tx, keys, id)? {
        Found::Whole(kept) => kept.legs,
        Found::Altered => store::sealed_legs(tx, keys, id)?,
        Found::Missing => Vec::new(),
    };
    Ok(legs.iter().fold(RoaringBitmap::new(), |all, leg: &Leg| all | leg.audience()))
}
