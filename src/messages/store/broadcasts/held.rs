//! Reading a broadcast through its seals.

use super::{Found, Kept, Standing, standing};
use crate::ground::db::{Row, Tx};
use crate::ground::keys::Keys;
use crate::ground::{Id, Moment, Wrong};
use crate::messages::broadcast::Leg;
use crate::messages::sending::{MessageKind, Order, spelled};
use crate::params;
use crate::places::AreaKey;
use crate::release::{FactsHash, Message, Press, Release, Seal, SignOff, seal};
use crate::subscriptions::Carrier;

/// A broadcast, held against its seals.
pub(in crate::messages) fn kept(tx: &Tx<'_>, keys: &Keys, id: Id<Message>) -> Result<Found, Wrong> {
    let sql = "SELECT message, chain, kind, area, drill, made_at, expires_at, hash, drafted_by, drafted_for, drafted_at, drafted_seal,
                      released_by, released_for, released_at, released_seal, said, seal, run, halted_by, halted_at, first_yes, run_seal, done_at,
                      drafted_press, released_press
               FROM broadcast WHERE id = $1";
    let Some(read) = tx.row(sql, params![id], |row| Ok(Raw::read(id, row)))? else { return Ok(Found::Missing) };
    let legs = raw_legs(tx, id)?;
    let whole = read.ok().flatten().and_then(|raw| raw.held(keys, &legs));
    Ok(whole.map_or(Found::Altered, |kept| Found::Whole(Box::new(kept))))
}

/// Of a broadcast that does not hold as a whole, the legs whose own seals do.
pub(in crate::messages) fn sealed_legs(tx: &Tx<'_>, keys: &Keys, id: Id<Message>) -> Result<Vec<Leg>, Wrong> {
    let legs = raw_legs(tx, id)?;
    Ok(legs.iter().filter_map(|raw| raw.held(keys, id)).collect())
}

fn raw_legs(tx: &Tx<'_>, id: Id<Message>) -> Result<Vec<RawLeg>, Wrong> {
    tx.rows("SELECT carrier, audience, progress, seal FROM broadcast_leg WHERE broadcast = $1", params![id], |row| {
        Ok(RawLeg { carrier: row.get(0)?, audience: row.get(1)?, progress: row.get(2)?, seal: row.get(3)? })
    })
}

/// A broadcast's columns, read and not yet believed.
struct Raw {
    order: Order,
    message: Id<Message>,
    release: Release,
    seal: [u8; 32],
    standing: Standing,
    run_seal: [u8; 32],
    done_at: Option<Moment>,
}

struct RawLeg {
    carrier: String,
    audience: Vec<u8>,
    progress: Vec<u8>,
    seal: [u8; 32],
}

impl RawLeg {
    /// The leg, where its seal holds.
    fn held(&self, keys: &Keys, id: Id<Message>) -> Option<Leg> {
        let leg = Leg::from_bytes(Carrier::from_code(&self.carrier)?, &self.audience, Some(&self.progress)).ok()?;
        (spelled::leg_seal(keys, id, &leg, &self.progress) == self.seal).then_some(leg)
    }
}

impl Raw {
    /// `None` where a closed list does not know a value.
    fn read(id: Id<Message>, row: &Row<'_>) -> Result<Option<Raw>, Wrong> {
        let (kind, said): (String, String) = (row.get(2)?, row.get(16)?);
        let (Some(kind), Some(said)) = (MessageKind::from_code(&kind), spelled::read(&said)) else { return Ok(None) };
        let hash = FactsHash(row.get(7)?);
        let sign_off = |first: usize, press: usize| {
            Ok::<_, Wrong>(SignOff {
                who: row.get(first)?,
                organization: row.get(first + 1)?,
                at: row.get(first + 2)?,
                hash,
                press: row.get::<Option<String>>(press)?.map(Press::kept),
                seal: Seal(row.get(first + 3)?),
            })
        };
        Ok(Some(Raw {
            order: Order {
                id,
                chain: row.get(1)?,
                kind,
                area: AreaKey(row.get(3)?),
                drill: row.get(4)?,
                made_at: row.get(5)?,
                expires_at: row.get(6)?,
                said,
            },
            message: row.get(0)?,
            release: Release { drafted: sign_off(8, 24)?, released: sign_off(12, 25)? },
            seal: row.get(17)?,
            standing: standing(row, 18)?,
            run_seal: row.get(22)?,
            done_at: row.get(23)?,
        }))
    }

    /// The broadcast, where every seal holds.
    fn held(self, keys: &Keys, raw_legs: &[RawLeg]) -> Option<Kept> {
        let proof = self.release.proof(self.message, &seal(keys))?;
        let mut audiences = Vec::new();
        let mut legs = Vec::new();
        for raw in raw_legs {
            let leg = raw.held(keys, self.order.id)?;
            audiences.push((leg.carrier(), raw.audience.clone()));
            legs.push(leg);
        }
        let code = self.standing.code();
        let holds = spelled::order_seal(keys, &self.order, &proof, &audiences) == self.seal
            && spelled::run_seal(keys, self.order.id, code, self.standing.run()) == self.run_seal;
        let kept = Kept { order: self.order, proof, standing: self.standing, legs, done_at: self.done_at };
        holds.then_some(kept)
    }
}
