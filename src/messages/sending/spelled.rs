//! Orders as text, and the statements that the server seals: what binds words, times and audiences to the two sign-offs.

use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};

use super::order::{Email, Order, Push, Said};
use crate::ground::Id;
use crate::ground::keys::{Keys, sha256};
use crate::ground::locale::Lang;
use crate::messages::broadcast::{Leg, Run};
use crate::release::{Message, Released};
use crate::subscriptions::Carrier;

/// Purposes of the keyed hashes.
const ORDER_PURPOSE: &str = "broadcast";
const LEG_PURPOSE: &str = "broadcast leg";
const RUN_PURPOSE: &str = "broadcast run";
const FOLLOWED_PURPOSE: &str = "broadcast followed";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidRow {
    lang: String,
    sms: String,
    title: String,
    body: String,
    over: String,
    subject: String,
    email: String,
    summary: String,
    path: String,
}

/// The words of every language as one text.
pub(in crate::messages) fn spell(said: &[Said]) -> String {
    let row = |said: &Said| SaidRow {
        lang: said.lang.code().to_owned(),
        sms: said.sms.clone(),
        title: said.push.title.clone(),
        body: said.push.body.clone(),
        over: said.push.over.clone(),
        subject: said.email.subject.clone(),
        email: said.email.body.clone(),
        summary: said.summary.clone(),
        path: said.path.clone(),
    };
    // Strings in a struct always can be written as JSON.
    serde_json::to_string(&said.iter().map(row).collect::<Vec<_>>()).unwrap_or_default()
}

/// Reads what [`spell`] wrote; `None` for anything else.
pub(in crate::messages) fn read(text: &str) -> Option<Vec<Said>> {
    let rows: Vec<SaidRow> = serde_json::from_str(text).ok()?;
    let said = |row: SaidRow| {
        Some(Said {
            lang: Lang::from_code(&row.lang)?,
            sms: row.sms,
            push: Push { title: row.title, body: row.body, over: row.over },
            email: Email { subject: row.subject, body: row.email },
            summary: row.summary,
            path: row.path,
        })
    };
    rows.into_iter().map(said).collect()
}

/// The seal of an order with its proof and its audiences, the carriers in the order of [`Carrier::ALL`].
pub(in crate::messages) fn order_seal(
    keys: &Keys,
    order: &Order,
    proof: &Released,
    audiences: &[(Carrier, Vec<u8>)],
) -> [u8; 32] {
    let mut out = b"cuadra broadcast 1".to_vec();
    let mut put = |bytes: &[u8]| {
        out.extend(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        out.extend(bytes);
    };
    put(&order.id.bytes());
    put(&proof.message().bytes());
    put(&proof.release().drafted.seal.0);
    put(&proof.release().released.seal.0);
    put(&order.chain.bytes());
    put(order.kind.code().as_bytes());
    put(&order.area.0.to_be_bytes());
    put(&[u8::from(order.drill)]);
    put(&order.made_at.micros().to_be_bytes());
    put(&order.expires_at.micros().to_be_bytes());
    put(spell(&order.said).as_bytes());
    let mut sorted: Vec<_> = audiences.iter().collect();
    sorted.sort_by_key(|(carrier, _)| *carrier);
    for (carrier, audience) in sorted {
        put(carrier.code().as_bytes());
        put(&sha256(audience));
    }
    keys.keyed_hash(ORDER_PURPOSE, &out)
}

/// The seal of a leg's progress.
pub(in crate::messages) fn leg_seal(keys: &Keys, id: Id<Message>, leg: &Leg, progress: &[u8]) -> [u8; 32] {
    let statement = [id.bytes().as_slice(), leg.carrier().code().as_bytes(), &[0], progress].concat();
    keys.keyed_hash(LEG_PURPOSE, &statement)
}

/// The seal of what was told about a broadcast's texts.
pub(in crate::messages) fn followed_seal(keys: &Keys, id: Id<Message>, sets: &[u8]) -> [u8; 32] {
    keys.keyed_hash(FOLLOWED_PURPOSE, &[id.bytes().as_slice(), sets].concat())
}

/// The seal of how a broadcast runs: nobody sets a halted one going by changing a row.
pub(in crate::messages) fn run_seal(keys: &Keys, id: Id<Message>, code: &str, run: Run) -> [u8; 32] {
    let mut out = [id.bytes().as_slice(), code.as_bytes(), &[0]].concat();
    if let Run::Halted { by, at, first_yes } = run {
        out.extend(by.bytes());
        out.extend(at.micros().to_be_bytes());
        out.extend(first_yes.map_or([0; 16], Id::bytes));
    }
    keys.keyed_hash(RUN_PURPOSE, &out)
}

/// Audiences as they are kept, the empty ones left out.
pub(in crate::messages) fn legs_of(audiences: Vec<(Carrier, RoaringBitmap)>) -> Vec<Leg> {
    let filled = audiences.into_iter().filter(|(_, seats)| !seats.is_empty());
    filled.map(|(carrier, seats)| Leg::new(carrier, seats)).collect()
}
