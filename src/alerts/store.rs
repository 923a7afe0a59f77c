//! The tables `alert`, `alert_step`, `alert_alarm`, `alert_count` and `alert_wait`.
//!
//! Whatever is read is held against its sign-offs first. A row that does not hold is not an alert: it is skipped, and the worker rings
//! the alarm. The columns beside `facts` only find rows.

mod rows;
mod waits;

use super::alert::Facts;
use super::state::{Alert, State};
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::{Id, Moment, Refused, Wrong};
use crate::params;
use crate::release::seal;
use crate::triage::Incident;

pub use waits::{forget_waits, note_wait, waits_after};

/// Days for which the page of a message stays after its end; then a number is left.
pub const PAGE_DAYS: i64 = 7;

/// The most messages that one list reads. More than this in a week is no list that anybody reads.
const LIST_MAX: usize = 200;

/// Writes a new draft. Rings the bell.
pub fn insert(tx: &Tx<'_>, alert: &Alert, now: Moment) -> Result<(), Wrong> {
    let facts = alert.facts();
    tx.execute(
        "INSERT INTO alert (id, incident, follows, state, kind, area, drill, facts, hash, made_at, expires_at)
         VALUES ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, $10)",
        params![
            alert.id(),
            facts.incident,
            facts.follows.map(|earlier| earlier.alert),
            facts.kind.code(),
            facts.place.area.0,
            facts.drill,
            facts.spell(),
            facts.hash().0,
            now,
            facts.expires_at
        ],
    )?;
    save(tx, alert)
}

/// Appends the steps that were taken and writes facts and state. Rings the bell.
///
/// # Errors
/// Refused where somebody else took a step meanwhile; a fault where the database itself will not let it out.
pub fn save(tx: &Tx<'_>, alert: &Alert) -> Result<(), Wrong> {
    rows::append(tx, alert)?;
    let facts = alert.facts();
    let ended_at = match alert.state() {
        State::Ended { at, .. } => Some(*at),
        _ => None,
    };
    tx.execute(
        "UPDATE alert SET follows = $2, state = $3, kind = $4, area = $5, drill = $6, facts = $7, hash = $8, expires_at = $9,
             released_at = $10, ended_at = $11 WHERE id = $1",
        params![
            alert.id(),
            facts.follows.map(|earlier| earlier.alert),
            state_code(alert.state()),
            facts.kind.code(),
            facts.place.area.0,
            facts.drill,
            facts.spell(),
            facts.hash().0,
            facts.expires_at,
            alert.sign_offs().map(|release| release.released.at),
            ended_at
        ],
    )?;
    tx.ring("alerts");
    Ok(())
}

/// The alert with this id; `None` where there is none, or none that holds.
pub fn alert(tx: &Tx<'_>, keys: &Keys, id: Id<Alert>) -> Result<Option<Alert>, Wrong> {
    Ok(match kept(tx, keys, id)? {
        Kept::Alert(alert) => Some(*alert),
        Kept::Altered | Kept::Missing => None,
    })
}

/// A row, as it was found.
enum Kept {
    Alert(Box<Alert>),
    Altered,
    Missing,
}

fn kept(tx: &Tx<'_>, keys: &Keys, id: Id<Alert>) -> Result<Kept, Wrong> {
    let spelled: Option<String> = tx.row("SELECT facts FROM alert WHERE id = $1", params![id], |row| row.get(0))?;
    let Some(spelled) = spelled else { return Ok(Kept::Missing) };
    let (facts, steps) = (Facts::read(&spelled), rows::steps(tx, id));
    let read = match (facts, steps) {
        (Some(facts), Ok(steps)) => Alert::replay(id, facts, steps, &seal(keys)).ok(),
        (_, Err(wrong @ Wrong::Busy)) => return Err(wrong),
        _ => None,
    };
    Ok(match read {
        Some(alert) => Kept::Alert(Box::new(alert)),
        None => {
            tracing::error!(%id, "an alert is not what was signed off; it is not shown");
            Kept::Altered
        }
    })
}

/// What is out now, newest first; with drills only where `drills` says so.
pub fn out_now(tx: &Tx<'_>, keys: &Keys, drills: bool, now: Moment) -> Result<Vec<Alert>, Wrong> {
    let sql = "SELECT id FROM alert WHERE state = 'released' AND drill <= $1 ORDER BY released_at DESC LIMIT $2";
    let mut found = listed(tx, keys, sql, params![drills, limit()])?;
    found.retain(|alert| alert.released(now).is_some() && (drills || !alert.facts().drill));
    Ok(found)
}

/// What was released since then, out or ended, newest first. No drills.
pub fn released_since(tx: &Tx<'_>, keys: &Keys, since: Moment) -> Result<Vec<Alert>, Wrong> {
    let sql = "SELECT id FROM alert WHERE released_at >= $1 AND drill = 0 ORDER BY released_at DESC LIMIT $2";
    let mut found = listed(tx, keys, sql, params![since, limit()])?;
    found.retain(|alert| alert.sign_offs().is_some() && !alert.facts().drill);
    Ok(found)
}

/// What waits for a second person, oldest first.
pub fn waiting(tx: &Tx<'_>, keys: &Keys) -> Result<Vec<Alert>, Wrong> {
    let sql = "SELECT id FROM alert WHERE state = 'waiting' ORDER BY made_at LIMIT $1";
    let mut found = listed(tx, keys, sql, params![limit()])?;
    found.retain(|alert| matches!(alert.state(), State::Waiting { .. }));
    Ok(found)
}

/// Drafts, and what was sent back, newest first.
pub fn drafts(tx: &Tx<'_>, keys: &Keys) -> Result<Vec<Alert>, Wrong> {
    let sql = "SELECT id FROM alert WHERE state IN ('draft', 'sent_back') ORDER BY made_at DESC LIMIT $1";
    listed(tx, keys, sql, params![limit()])
}

/// Every message about an incident, oldest first.
pub fn of_incident(tx: &Tx<'_>, keys: &Keys, incident: Id<Incident>) -> Result<Vec<Alert>, Wrong> {
    let sql = "SELECT id FROM alert WHERE incident = $1 ORDER BY made_at, id LIMIT $2";
    listed(tx, keys, sql, params![incident, limit()])
}

/// Takes away a message that never was out. Rings the bell.
pub fn drop_draft(tx: &Tx<'_>, id: Id<Alert>) -> Result<(), Wrong> {
    tx.execute("DELETE FROM alert WHERE id = $1 AND released_at IS NULL", params![id])?;
    tx.ring("alerts");
    Ok(())
}

/// What is out though its time is over.
pub fn due(tx: &Tx<'_>, keys: &Keys, now: Moment) -> Result<Vec<Alert>, Wrong> {
    let sql = "SELECT id FROM alert WHERE state = 'released' AND expires_at <= $1 LIMIT $2";
    listed(tx, keys, sql, params![now, limit()])
}

/// Rows that do not hold and for which no alarm was rung yet.
pub fn newly_altered(tx: &Tx<'_>, keys: &Keys) -> Result<Vec<Id<Alert>>, Wrong> {
    let sql = "SELECT id FROM alert WHERE id NOT IN (SELECT alert FROM alert_alarm)";
    let mut altered: Vec<Id<Alert>> = Vec::new();
    for id in tx.rows(sql, params![], |row| row.get(0))? {
        if matches!(kept(tx, keys, id)?, Kept::Altered) {
            altered.push(id);
        }
    }
    Ok(altered)
}

/// Notes that the alarm was rung for an alert. Answers false where it had been.
pub fn note_alarm(tx: &Tx<'_>, id: Id<Alert>, now: Moment) -> Result<bool, Wrong> {
    let sql = "INSERT INTO alert_alarm (alert, at) VALUES ($1, $2) ON CONFLICT (alert) DO NOTHING";
    Ok(tx.execute(sql, params![id, now])? > 0)
}

/// Turns messages that ended more than [`PAGE_DAYS`] ago into numbers, and drops drafts as old. Answers how many.
pub fn forget_before(tx: &Tx<'_>, now: Moment) -> Result<usize, Wrong> {
    let before = now.plus_days(-PAGE_DAYS);
    tx.execute(
        "INSERT INTO alert_count (area, day, kind, count)
         SELECT area, released_at / 86400000000, kind, count(*) FROM alert WHERE state = 'ended' AND drill = 0 AND ended_at < $1
         GROUP BY 1, 2, 3
         ON CONFLICT (area, day, kind) DO UPDATE SET count = count + excluded.count",
        params![before],
    )?;
    let gone = tx.execute(
        "DELETE FROM alert WHERE ended_at < $1 OR (state IN ('draft', 'sent_back', 'waiting') AND made_at < $1)",
        params![before],
    )?;
    tx.execute("DELETE FROM alert_alarm WHERE at < $1", params![before])?;
    Ok(gone)
}

fn listed(
    tx: &Tx<'_>,
    keys: &Keys,
    sql: &str,
    params: &[&dyn crate::ground::db::ToParam],
) -> Result<Vec<Alert>, Wrong> {
    let ids: Vec<Id<Alert>> = tx.rows(sql, params, |row| row.get(0))?;
    let found = ids.into_iter().map(|id| alert(tx, keys, id));
    found.filter_map(Result::transpose).collect()
}

fn limit() -> i64 {
    i64::try_from(LIST_MAX).unwrap_or(i64::MAX)
}

fn state_code(state: &State) -> &'static str {
    match state {
        State::Draft => "draft",
        State::SentBack { .. } => "sent_back",
        State::Waiting { .. } => "waiting",
        State::Released(_) => "released",
        State::Ended { .. } => "ended",
    }
}

/// What a person is told whose step came second.
fn taken_meanwhile() -> Wrong {
    Refused::because("alert-refused-taken").into()
}
