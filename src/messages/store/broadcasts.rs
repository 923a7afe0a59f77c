//! The tables `broadcast`, `broadcast_leg` and `broadcast_done`.
//!
//! A broadcast is read through its seals only: whatever does not hold is [`Found::Altered`], and the sender refuses it.

mod held;

use std::collections::HashMap;

use super::super::broadcast::{Leg, Run};
use super::super::sending::{MessageKind, Order, spelled};
use crate::ground::db::{Row, Tx};
use crate::ground::keys::Keys;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::people::Member;
use crate::places::AreaKey;
use crate::release::{Message, Press, Release, Released};
use crate::subscriptions::Carrier;

pub(in crate::messages) use held::{kept, sealed_legs};

/// Days for which a broadcast is kept after it was made: as long as its page, so that a correction still finds who heard it.
pub const BROADCAST_DAYS: i64 = 8;

/// The most broadcasts that a list shows.
const LIST_MAX: i64 = 50;

/// Where a broadcast is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::messages) enum Standing {
    Open(Run),
    /// Nothing more is sent: its time is over, or another message took its place.
    Ended,
    /// It was altered, or a rule said no.
    Refused,
}

impl Standing {
    const fn code(self) -> &'static str {
        match self {
            Standing::Open(Run::Going) => "going",
            Standing::Open(Run::Halted { .. }) => "halted",
            Standing::Ended => "ended",
            Standing::Refused => "refused",
        }
    }

    const fn run(self) -> Run {
        match self {
            Standing::Open(run) => run,
            Standing::Ended | Standing::Refused => Run::Going,
        }
    }
}

/// A broadcast that holds.
#[derive(Debug, Clone)]
pub(in crate::messages) struct Kept {
    pub order: Order,
    pub proof: Released,
    pub standing: Standing,
    pub legs: Vec<Leg>,
    pub done_at: Option<Moment>,
}

/// A row, as it was found.
pub(in crate::messages) enum Found {
    Whole(Box<Kept>),
    Altered,
    Missing,
}

/// Writes a broadcast down with its audiences. The bell of messages rings.
pub(in crate::messages) fn insert(
    tx: &Tx<'_>,
    keys: &Keys,
    order: &Order,
    proof: &Released,
    legs: &[Leg],
) -> Result<(), Wrong> {
    let audiences: Vec<_> = legs.iter().map(|leg| (leg.carrier(), leg.audience_bytes())).collect();
    let sealed = spelled::order_seal(keys, order, proof, &audiences);
    let Release { drafted, released } = proof.release();
    let added = tx.execute(
        "INSERT INTO broadcast (id, message, chain, kind, area, drill, made_at, expires_at, hash,
             drafted_by, drafted_for, drafted_at, drafted_seal, released_by, released_for, released_at, released_seal,
             said, seal, run, run_seal, drafted_press, released_press)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 'going', $20, $21, $22)
         ON CONFLICT (id) DO NOTHING",
        params![
            order.id,
            proof.message(),
            order.chain,
            order.kind.code(),
            order.area.0,
            order.drill,
            order.made_at,
            order.expires_at,
            proof.hash().0,
            drafted.who,
            drafted.organization,
            drafted.at,
            drafted.seal.0,
            released.who,
            released.organization,
            released.at,
            released.seal.0,
            spelled::spell(&order.said),
            sealed,
            spelled::run_seal(keys, order.id, "going", Run::Going),
            drafted.press.as_ref().map(Press::spelled),
            released.press.as_ref().map(Press::spelled)
        ],
    )?;
    if added == 0 {
        return Err(Wrong::Fault(anyhow::anyhow!("a broadcast of this message is there already")));
    }
    for (leg, (_, audience)) in legs.iter().zip(&audiences) {
        insert_leg(tx, keys, order.id, leg, audience)?;
    }
    if legs.is_empty() {
        tx.execute("UPDATE broadcast SET done_at = $2 WHERE id = $1", params![order.id, order.made_at])?;
    }
    tx.ring("sending");
    Ok(())
}

fn insert_leg(tx: &Tx<'_>, keys: &Keys, id: Id<Message>, leg: &Leg, audience: &[u8]) -> Result<(), Wrong> {
    let progress = leg.progress_bytes();
    tx.execute(
        "INSERT INTO broadcast_leg (broadcast, carrier, audience, progress, seal) VALUES ($1, $2, $3, $4, $5)",
        params![id, leg.carrier().code(), audience, progress.as_slice(), spelled::leg_seal(keys, id, leg, &progress)],
    )?;
    Ok(())
}

/// Where a broadcast is, as its row says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::messages) enum Reading {
    /// The seal over how it runs holds.
    Whole(Standing),
    /// It does not: the row was changed by hand.
    Altered,
    /// It is forgotten.
    Missing,
}

impl Reading {
    /// Whether it says that a member stopped it.
    pub const fn is_halt(self) -> bool {
        matches!(self, Reading::Whole(Standing::Open(Run::Halted { .. })))
    }
}

/// The broadcasts that have something left to do on this carrier, and where each is.
pub(in crate::messages) fn open_on(
    tx: &Tx<'_>,
    keys: &Keys,
    carrier: Carrier,
) -> Result<HashMap<Id<Message>, Reading>, Wrong> {
    let open = tx.rows(
        "SELECT b.run, b.halted_by, b.halted_at, b.first_yes, b.run_seal, b.id
         FROM broadcast b JOIN broadcast_leg l ON l.broadcast = b.id
         WHERE b.done_at IS NULL AND b.run <> 'refused' AND l.carrier = $1 AND l.done_at IS NULL",
        params![carrier.code()],
        |row| row.get(5).and_then(|id| Ok((id, reading(row, keys, id)?))),
    )?;
    Ok(open.into_iter().collect())
}

/// Whether anything is still to be sent.
pub(in crate::messages) fn is_any_open(tx: &Tx<'_>) -> Result<bool, Wrong> {
    let open = "SELECT EXISTS (SELECT 1 FROM broadcast WHERE done_at IS NULL AND run = 'going')";
    tx.value(open, params![])
}

/// Whether a broadcast's row says that it is open, whatever its seals say.
pub(in crate::messages) fn is_open(tx: &Tx<'_>, id: Id<Message>) -> Result<bool, Wrong> {
    tx.value("SELECT EXISTS (SELECT 1 FROM broadcast WHERE id = $1 AND run IN ('going', 'halted'))", params![id])
}

fn standing(row: &Row<'_>, at: usize) -> Result<Standing, Wrong> {
    let code: String = row.get(at)?;
    let halted = || {
        let (by, since): (Option<Id<Member>>, Option<Moment>) = (row.get(at + 1)?, row.get(at + 2)?);
        let (by, since) = by.zip(since).ok_or_else(|| Wrong::Fault(anyhow::anyhow!("a halt without a member")))?;
        Ok::<_, Wrong>(Run::Halted { by, at: since, first_yes: row.get(at + 3)? })
    };
    Ok(match code.as_str() {
        "going" => Standing::Open(Run::Going),
        "halted" => Standing::Open(halted()?),
        "ended" => Standing::Ended,
        _ => Standing::Refused,
    })
}

/// Writes down where a broadcast is. Rings the bell.
pub(in crate::messages) fn set_standing(
    tx: &Tx<'_>,
    keys: &Keys,
    id: Id<Message>,
    standing: Standing,
) -> Result<(), Wrong> {
    let (by, at, first_yes) = match standing {
        Standing::Open(Run::Halted { by, at, first_yes }) => (Some(by), Some(at), first_yes),
        _ => (None, None, None),
    };
    let code = standing.code();
    tx.execute(
        "UPDATE broadcast SET run = $2, halted_by = $3, halted_at = $4, first_yes = $5, run_seal = $6 WHERE id = $1",
        params![id, code, by, at, first_yes, spelled::run_seal(keys, id, code, standing.run())],
    )?;
    tx.ring("sending");
    Ok(())
}

/// Where a broadcast is, read for itself alone: asked before every batch, and believed for its seal only.
pub(in crate::messages) fn standing_of(tx: &Tx<'_>, keys: &Keys, id: Id<Message>) -> Result<Reading, Wrong> {
    let sql = "SELECT run, halted_by, halted_at, first_yes, run_seal FROM broadcast WHERE id = $1";
    Ok(tx.row(sql, params![id], |row| reading(row, keys, id))?.unwrap_or(Reading::Missing))
}

/// Reads `run, halted_by, halted_at, first_yes, run_seal`.
fn reading(row: &Row<'_>, keys: &Keys, id: Id<Message>) -> Result<Reading, Wrong> {
    let (standing, seal): (Standing, [u8; 32]) = (standing(row, 0)?, row.get(4)?);
    let is_whole = spelled::run_seal(keys, id, standing.code(), standing.run()) == seal;
    Ok(if is_whole { Reading::Whole(standing) } else { Reading::Altered })
}

/// Writes a leg's progress down; `sent_at` where something was handed over since.
pub(in crate::messages) fn save_leg(
    tx: &Tx<'_>,
    keys: &Keys,
    id: Id<Message>,
    leg: &Leg,
    sent_at: Option<Moment>,
) -> Result<(), Wrong> {
    let progress = leg.progress_bytes();
    tx.execute(
        "UPDATE broadcast_leg SET progress = $3, seal = $4, last_sent_at = coalesce($5, last_sent_at)
         WHERE broadcast = $1 AND carrier = $2",
        params![id, leg.carrier().code(), progress.as_slice(), spelled::leg_seal(keys, id, leg, &progress), sent_at],
    )?;
    tx.ring("ledger");
    Ok(())
}

/// Notes that nothing is left to do on a leg, and on the broadcast where it was the last.
pub(in crate::messages) fn leg_done(tx: &Tx<'_>, id: Id<Message>, carrier: Carrier, now: Moment) -> Result<(), Wrong> {
    let ended = tx.execute(
        "UPDATE broadcast_leg SET done_at = $3 WHERE broadcast = $1 AND carrier = $2 AND done_at IS NULL",
        params![id, carrier.code(), now],
    )?;
    if ended == 1 {
        tx.execute("INSERT INTO broadcast_done (broadcast, carrier) VALUES ($1, $2)", params![id, carrier.code()])?;
    }
    tx.execute(
        "UPDATE broadcast SET done_at = $2 WHERE id = $1 AND done_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM broadcast_leg WHERE broadcast = $1 AND done_at IS NULL)",
        params![id, now],
    )?;
    tx.ring("ledger");
    Ok(())
}

/// The areas of messages of this kind that opened a thread since then, one for each message. Drills are not counted.
pub(in crate::messages) fn opened_since(tx: &Tx<'_>, kind: MessageKind, since: Moment) -> Result<Vec<AreaKey>, Wrong> {
    let sql = "SELECT area FROM broadcast WHERE made_at > $1 AND kind = $2 AND drill = 0 AND run <> 'refused'";
    tx.rows(sql, params![since, kind.code()], |row| row.get(0).map(AreaKey))
}

/// A message that follows another.
pub(in crate::messages) struct Following {
    pub id: Id<Message>,
    pub chain: Id<Message>,
    pub area: AreaKey,
}

/// What was sent since then to follow another and tells of something that goes on. No drills, and nothing that was refused.
pub(in crate::messages) fn following_since(tx: &Tx<'_>, since: Moment) -> Result<Vec<Following>, Wrong> {
    let sql = "SELECT id, chain, area FROM broadcast
               WHERE made_at > $1 AND kind IN ('update', 'correction') AND drill = 0 AND run <> 'refused'";
    tx.rows(sql, params![since], |row| {
        Ok(Following { id: row.get(0)?, chain: row.get(1)?, area: AreaKey(row.get(2)?) })
    })
}

/// The broadcasts of a chain, oldest first.
pub(in crate::messages) fn of_chain(tx: &Tx<'_>, chain: Id<Message>) -> Result<Vec<Id<Message>>, Wrong> {
    tx.rows("SELECT id FROM broadcast WHERE chain = $1 ORDER BY seq", params![chain], |row| row.get(0))
}

/// The newest broadcasts, newest first.
pub(in crate::messages) fn newest(tx: &Tx<'_>) -> Result<Vec<Id<Message>>, Wrong> {
    tx.rows("SELECT id FROM broadcast ORDER BY seq DESC LIMIT $1", params![LIST_MAX], |row| row.get(0))
}

/// A leg that was carried to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    pub seq: i64,
    pub broadcast: Id<Message>,
    pub kind: MessageKind,
    pub area: AreaKey,
    pub drill: bool,
    /// When the second person said yes.
    pub released_at: Moment,
    /// When the last message was handed over; `None` where none was.
    pub last_sent_at: Option<Moment>,
    pub carrier: Carrier,
    /// Seats that got it or may have, and those that should have and have not.
    pub reached: u64,
    pub missed: u64,
}

/// At most `limit` legs that ended after the one numbered `seq`: the cursor of the network's clock.
pub fn broadcasts_done_after(tx: &Tx<'_>, seq: i64, limit: usize) -> Result<Vec<Done>, Wrong> {
    tx.rows(
        "SELECT d.seq, d.broadcast, b.kind, b.area, b.drill, b.made_at, l.last_sent_at, d.carrier, l.audience, l.progress
         FROM broadcast_done d JOIN broadcast b ON b.id = d.broadcast
         JOIN broadcast_leg l ON l.broadcast = d.broadcast AND l.carrier = d.carrier
         WHERE d.seq > $1 ORDER BY d.seq LIMIT $2",
        params![seq, i64::try_from(limit).unwrap_or(i64::MAX)],
        |row| {
            let carrier = row.code(7, Carrier::from_code)?;
            let (audience, progress): (Vec<u8>, Vec<u8>) = (row.get(8)?, row.get(9)?);
            // Sets that cannot be read tell of nobody. The sender rings the alarm about them.
            let leg = Leg::from_bytes(carrier, &audience, Some(&progress)).ok();
            Ok(Done {
                reached: leg.as_ref().map_or(0, |leg| leg.heard().len()),
                missed: leg.as_ref().map_or(0, |leg| leg.missed().len()),
                seq: row.get(0)?,
                broadcast: row.get(1)?,
                kind: row.code(2, MessageKind::from_code)?,
                area: AreaKey(row.get(3)?),
                drill: row.get(4)?,
                released_at: row.get(5)?,
                last_sent_at: row.get(6)?,
                carrier,
            })
        },
    )
}

/// Forgets broadcasts that were made before `before`.
pub(super) fn forget_before(tx: &Tx<'_>, before: Moment) -> Result<usize, Wrong> {
    tx.execute("DELETE FROM broadcast WHERE made_at < $1", params![before])
}
