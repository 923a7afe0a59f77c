//! What may be done with a broadcast, each in the caller's transaction: make one, end it, halt it, let it go on; the network-wide stop.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use super::life::Owed;
use super::order::{MessageKind, Order};
use super::run::Sending;
use super::{canary, caps, spelled};
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::{App, Id, Moment, Refused, Wrong, audit};
use crate::messages::broadcast::{Leg, Run};
use crate::messages::store::broadcasts::{self as store, Found, Kept, Standing};
use crate::messages::store::followed;
use crate::messages::store::stop::{self, Stop};
use crate::people::Member;
use crate::release::{Message, Released};
use crate::subscriptions::Carrier;

/// The longest that a message may wait to be sent, in minutes: no alert stands longer.
const LIFE_MINUTES_MAX: i64 = 240;

/// What the alarm says where a broadcast's row does not hold.
pub(super) const ALTERED: &str = "alarm: a broadcast was altered";

/// Sends a message to these seats: written down with the release, in its transaction, and carried by the workers.
///
/// # Errors
/// Refused where the network wants two organizations and the sign-offs are of one; where the area, or the network, had as many
/// messages within an hour as it may (what follows another goes to those who heard that all the same); where the message is over. A fault where the order is not whole or does not fit its proof.
pub fn broadcast(
    tx: &Tx<'_>,
    app: &App,
    proof: &Released,
    order: &Order,
    audiences: &[(Carrier, RoaringBitmap)],
) -> Result<(), Wrong> {
    check_order(proof, order)?;
    check_rules(app, proof, order)?;
    let everybody = audiences.iter().fold(RoaringBitmap::new(), |all, (_, seats)| all | seats);
    let held_back = caps::held_back(tx, app, order, &everybody)?;
    if !held_back.is_empty() {
        audit::note(
            tx,
            app.now(),
            None::<Id<Member>>,
            "kept from newcomers: the hour's number is used up",
            Some(order.id),
        )?;
    }
    let canaries = if order.kind.opens() && !order.drill { canary::all(tx, app)? } else { Vec::new() };
    let told: Vec<_> = audiences.iter().map(|(carrier, seats)| (*carrier, seats - &held_back)).collect();
    let legs = spelled::legs_of(joined(&told, &canaries));
    store::insert(tx, &app.keys, order, proof, &legs)?;
    canary::expect(tx, &app.keys, order.id, &canaries)
}

/// Audiences with the canaries among them.
fn joined(
    audiences: &[(Carrier, RoaringBitmap)],
    canaries: &[(Carrier, RoaringBitmap)],
) -> Vec<(Carrier, RoaringBitmap)> {
    let mut all: BTreeMap<Carrier, RoaringBitmap> = BTreeMap::new();
    for (carrier, seats) in audiences.iter().chain(canaries) {
        *all.entry(*carrier).or_default() |= seats;
    }
    all.into_iter().collect()
}

fn check_order(proof: &Released, order: &Order) -> Result<(), Wrong> {
    let is_own = order.id == proof.message();
    let fits = order.is_whole()
        && is_own == (order.kind != MessageKind::Withdrawn)
        && order.made_at >= proof.at()
        && order.expires_at <= order.made_at.plus_minutes(LIFE_MINUTES_MAX);
    if fits { Ok(()) } else { Err(Wrong::Fault(anyhow::anyhow!("a broadcast does not fit its release"))) }
}

/// The sender's own rules, whatever the pages said.
fn check_rules(app: &App, proof: &Released, order: &Order) -> Result<(), Wrong> {
    if app.config.two_organizations && !proof.is_of_two_organizations() {
        return Err(Refused::because("sending-refused-organizations").into());
    }
    if app.now() >= order.expires_at {
        return Err(Refused::because("sending-refused-over").into());
    }
    Ok(())
}

/// Nothing more of a chain is sent: another message takes its place. What is under way keeps what comes of it.
///
/// # Errors
/// A fault of the database.
pub fn end_chain(tx: &Tx<'_>, app: &App, chain: Id<Message>) -> Result<(), Wrong> {
    for id in store::of_chain(tx, chain)? {
        match store::kept(tx, &app.keys, id)? {
            Found::Whole(kept) if matches!(kept.standing, Standing::Open(_)) => {
                app.part::<Sending>().holds.note_end(id);
                store::set_standing(tx, &app.keys, id, Standing::Ended)?;
            }
            Found::Altered => drop(refuse(tx, app, id, ALTERED)?),
            Found::Whole(_) | Found::Missing => {}
        }
    }
    Ok(())
}

/// Refuses a broadcast that does not hold, and rings the alarm where nobody has. False where it was not open any more.
pub(super) fn refuse(tx: &Tx<'_>, app: &App, id: Id<Message>, what: &'static str) -> Result<bool, Wrong> {
    if app.part::<Sending>().holds.is_first_alarm(id) {
        tracing::error!(%id, "{what}; it is not sent");
        audit::note(tx, app.now(), None::<Id<Member>>, what, Some(id))?;
    }
    let is_open = store::is_open(tx, id)?;
    if is_open {
        store::set_standing(tx, &app.keys, id, Standing::Refused)?;
    }
    Ok(is_open)
}

/// Everyone who got a message of this chain or may have, by carrier: whom an update, a correction, an all clear is for.
///
/// What is written down before a batch is sent counts those in it, so this is never too few.
///
/// # Errors
/// A fault of the database.
pub fn heard(tx: &Tx<'_>, keys: &Keys, chain: Id<Message>) -> Result<Vec<(Carrier, RoaringBitmap)>, Wrong> {
    of_chain(tx, keys, chain, |leg, took| leg.heard() | took)
}

/// Everyone who asked for a message of this chain and has not got it, by carrier: it was still going out, was halted, or met a provider in
/// trouble. Who also stands in [`heard`] got another one.
///
/// # Errors
/// A fault of the database.
pub fn missed(tx: &Tx<'_>, keys: &Keys, chain: Id<Message>) -> Result<Vec<(Carrier, RoaringBitmap)>, Wrong> {
    of_chain(tx, keys, chain, |leg, took| leg.missed() - took)
}

/// Those to whom an order is owed whatever the hour: they heard something that it, or what it takes the place of, takes back or ends.
pub(super) fn owed(tx: &Tx<'_>, keys: &Keys, order: &Order) -> Result<RoaringBitmap, Wrong> {
    let mut owed = Owed::default();
    if order.kind.opens() {
        return Ok(RoaringBitmap::new());
    }
    for id in store::of_chain(tx, order.chain)?.into_iter().take_while(|id| *id != order.id) {
        let (kind, legs) = match store::kept(tx, keys, id)? {
            Found::Whole(kept) => (kept.order.kind, kept.legs),
            Found::Altered => (MessageKind::Alert, store::sealed_legs(tx, keys, id)?),
            Found::Missing => continue,
        };
        let told = followed::followed(tx, keys, id)?.map_or_else(RoaringBitmap::new, |followed| followed.had());
        let heard = legs.iter().fold(RoaringBitmap::new(), |all, leg| all | leg.heard() | (&told & leg.audience()));
        owed.then(kind, &heard);
    }
    Ok(owed.by(order.kind))
}

fn of_chain(
    tx: &Tx<'_>,
    keys: &Keys,
    chain: Id<Message>,
    seats: impl Fn(&Leg, &RoaringBitmap) -> RoaringBitmap,
) -> Result<Vec<(Carrier, RoaringBitmap)>, Wrong> {
    let mut found: BTreeMap<Carrier, RoaringBitmap> = BTreeMap::new();
    for id in store::of_chain(tx, chain)? {
        let legs = match store::kept(tx, keys, id)? {
            Found::Whole(kept) => kept.legs,
            // Who heard it stands under a seal of its own: whoever alters the words hides nobody from the correction.
            Found::Altered => store::sealed_legs(tx, keys, id)?,
            Found::Missing => continue,
        };
        // Who the provider says it took is told, whatever our own record says; and who it did not reach stays: a phone that was off may show it yet.
        let had = followed::followed(tx, keys, id)?.map_or_else(RoaringBitmap::new, |followed| followed.had());
        for leg in &legs {
            let took = if leg.carrier() == Carrier::Sms { &had & leg.audience() } else { RoaringBitmap::new() };
            *found.entry(leg.carrier()).or_default() |= seats(leg, &took);
        }
    }
    Ok(found.into_iter().filter(|(_, seats)| !seats.is_empty()).collect())
}

/// One member stops a broadcast.
///
/// # Errors
/// Not found where there is none that is open.
pub(super) fn halt(tx: &Tx<'_>, app: &App, id: Id<Message>, by: Id<Member>) -> Result<(), Wrong> {
    let run = open_run(tx, app, id)?;
    let run = run.halt(by, app.now());
    app.part::<Sending>().holds.note(id, run);
    store::set_standing(tx, &app.keys, id, Standing::Open(run))?;
    audit::note(tx, app.now(), Some(by), "sending halted", Some(id))
}

/// One member's yes to going on; the second, by another, sets it going.
///
/// # Errors
/// Not found where there is none that is open.
pub(super) fn go_on(tx: &Tx<'_>, app: &App, id: Id<Message>, by: Id<Member>) -> Result<(), Wrong> {
    let run = open_run(tx, app, id)?;
    let run = run.go_on(by);
    app.part::<Sending>().holds.note(id, run);
    store::set_standing(tx, &app.keys, id, Standing::Open(run))?;
    audit::note(tx, app.now(), Some(by), "sending may go on", Some(id))
}

fn open_run(tx: &Tx<'_>, app: &App, id: Id<Message>) -> Result<Run, Wrong> {
    match store::kept(tx, &app.keys, id)? {
        Found::Whole(kept) => match *kept {
            Kept { standing: Standing::Open(run), done_at: None, .. } => Ok(run),
            _ => Err(Wrong::NotFound),
        },
        Found::Altered | Found::Missing => Err(Wrong::NotFound),
    }
}

/// One member stops all sending to many.
///
/// # Errors
/// A fault of the database.
pub(super) fn stop_all(tx: &Tx<'_>, app: &App, by: Id<Member>, now: Moment) -> Result<(), Wrong> {
    let before = stop::stop(tx)?;
    let stop = before.map_or(Stop { by, at: now, first_yes: None }, |stop| Stop { first_yes: None, ..stop });
    app.part::<Sending>().holds.note_stop(Some(stop));
    stop::set_stop(tx, Some(stop))?;
    audit::note(tx, now, Some(by), "all sending stopped", None::<Id<Message>>)
}

/// One member's yes to sending again; the second, by another, takes the stop away.
///
/// # Errors
/// A fault of the database.
pub(super) fn resume_all(tx: &Tx<'_>, app: &App, by: Id<Member>, now: Moment) -> Result<(), Wrong> {
    let next = match stop::stop(tx)? {
        None => return Ok(()),
        Some(Stop { first_yes: Some(first), .. }) if first != by => None,
        Some(stop) => Some(Stop { first_yes: Some(by), ..stop }),
    };
    app.part::<Sending>().holds.note_stop(next);
    stop::set_stop(tx, next)?;
    audit::note(tx, now, Some(by), "all sending may go on", None::<Id<Message>>)
}
