//! Steps and their rows.

use super::taken_meanwhile;
use crate::alerts::alert::Kind;
use crate::alerts::state::{Alert, SentBackWhy, Signature, Step, What, WithdrawWhy};
use crate::ground::db::{Row, Tx};
use crate::ground::{Id, Wrong};
use crate::params;
use crate::release::{FactsHash, Press, Seal};

/// Appends the steps that are not kept yet.
///
/// # Errors
/// Refused where a step of that number is there already.
pub(super) fn append(tx: &Tx<'_>, alert: &Alert) -> Result<(), Wrong> {
    let first = alert.steps().len() - alert.unsaved().len();
    for (number, step) in (first..).zip(alert.unsaved()) {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let (what, signed, code, other) = columns(&step.what);
        let (hash, seal, press) =
            signed.map_or((None, None, None), |(hash, seal, press)| (Some(hash), Some(seal), press));
        let added = tx.execute(
            "INSERT INTO alert_step (alert, number, what, who, organization, at, hash, seal, press, code, other)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (alert, number) DO NOTHING",
            params![alert.id(), number, what, step.who, step.organization, step.at, hash, seal, press, code, other],
        )?;
        if added == 0 {
            return Err(taken_meanwhile());
        }
    }
    Ok(())
}

/// Every step of an alert, oldest first.
///
/// # Errors
/// A fault where a row is none of ours.
pub(super) fn steps(tx: &Tx<'_>, id: Id<Alert>) -> Result<Vec<Step>, Wrong> {
    let sql = "SELECT what, who, organization, at, hash, seal, code, other, press FROM alert_step WHERE alert = $1 ORDER BY number";
    tx.rows(sql, params![id], |row| {
        Ok(Step { what: what(row)?, who: row.get(1)?, organization: row.get(2)?, at: row.get(3)? })
    })
}

type Signed<'s> = ([u8; 32], [u8; 32], Option<&'s str>);
type Columns<'s> = (&'static str, Option<Signed<'s>>, Option<&'static str>, Option<Id<Alert>>);

fn columns(what: &What) -> Columns<'_> {
    match what {
        What::Drafted => ("drafted", None, None, None),
        What::Sent(signed) => ("sent", Some(signature(signed)), None, None),
        What::SentBack(why) => ("sent_back", None, Some(why.code()), None),
        What::Released(signed) => ("released", Some(signature(signed)), None, None),
        What::Followed { by, kind } => ("followed", None, Some(kind.code()), Some(*by)),
        What::Expired => ("expired", None, None, None),
        What::Withdrawn { id, why } => ("withdrawn", None, Some(why.code()), Some(*id)),
    }
}

fn signature(signed: &Signature) -> Signed<'_> {
    (signed.hash.0, signed.seal.0, signed.press.as_ref().map(Press::spelled))
}

fn what(row: &Row<'_>) -> Result<What, Wrong> {
    let signed = || {
        let press = row.get::<Option<String>>(8)?.map(Press::kept);
        Ok::<_, Wrong>(Signature { hash: FactsHash(row.get(4)?), seal: Seal(row.get(5)?), press })
    };
    Ok(match row.get::<String>(0)?.as_str() {
        "drafted" => What::Drafted,
        "sent" => What::Sent(signed()?),
        "sent_back" => What::SentBack(row.code(6, SentBackWhy::from_code)?),
        "released" => What::Released(signed()?),
        "followed" => What::Followed { by: row.get(7)?, kind: row.code(6, Kind::from_code)? },
        "expired" => What::Expired,
        "withdrawn" => What::Withdrawn { id: row.get(7)?, why: row.code(6, WithdrawWhy::from_code)? },
        _ => return Err(Wrong::Fault(anyhow::anyhow!("a step of an alert has an unknown name"))),
    })
}
