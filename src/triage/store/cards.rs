//! The tables `card` and `card_report`.

use super::waits;
use crate::drills::Drill;
use crate::ground::db::{Row, Tx};
use crate::ground::{Id, Moment, Refused, Wrong};
use crate::params;
use crate::people::Member;
use crate::places::{AreaKey, Cell};
use crate::reports::facts::Activity;
use crate::reports::{self, Brief, Report};
use crate::triage::card::{AgencyFamily, Card, Key, Lane, Spot, Undecided};
use crate::triage::decision::{CLAIM_MINUTES, Claim, Decided, NotAReport, Verdict};
use crate::triage::incident::Incident;
use crate::triage::reading::undecided;

/// Of how many reports, first come first, the best is chosen anew when a card was taken apart.
const LOOKED_AT_MAX: i64 = 50;

const SELECT: &str = "SELECT id, spot, spot_at, bucket, activity, family, lane, best, count, urgent, opened_at,
     claimed_by, claimed_at, decided, decided_by, decided_at, reason, incident, drill, coarse FROM card";

/// Puts a report on the open card of its kind, or on a new one. Answers false where it is on a card already.
pub fn put(tx: &Tx<'_>, brief: &Brief) -> Result<bool, Wrong> {
    let report = undecided(brief);
    let key = report.key();
    let known: i64 = tx.value("SELECT count(*) FROM card_report WHERE report = $1", params![brief.id])?;
    if known > 0 {
        return Ok(false);
    }
    let (spot, spot_at) = spot_columns(key.spot);
    let open = tx.row(
        &format!(
            "{SELECT} WHERE spot = $1 AND spot_at = $2 AND bucket = $3 AND activity = $4 AND family = $5
             AND lane = $6 AND drill IS NOT DISTINCT FROM $7 AND decided IS NULL AND apart = 0"
        ),
        params![spot, spot_at, key.bucket, key.activity.code(), key.family.code(), key.lane.code(), key.drill],
        read,
    )?;
    let urgent = brief.facts.is_urgent();
    let card = match open {
        Some(card) => {
            let best = reports::store::brief(tx, card.best)?;
            let is_better = best.is_none_or(|best| report.reads_before(&undecided(&best)));
            tx.execute(
                "UPDATE card SET count = count + 1, urgent = max(urgent, $2), opened_at = min(opened_at, $3),
                     best = CASE WHEN $4 = 1 THEN $5 ELSE best END WHERE id = $1",
                params![card.id, urgent, brief.taken_at, is_better, brief.id],
            )?;
            card.id
        }
        None => insert(tx, &key, false, brief)?,
    };
    tx.execute(
        "INSERT INTO card_report (report, card, urgent, at) VALUES ($1, $2, $3, $4)",
        params![brief.id, card, urgent, brief.taken_at],
    )?;
    tx.ring("triage");
    Ok(true)
}

fn insert(tx: &Tx<'_>, key: &Key, apart: bool, best: &Brief) -> Result<Id<Card>, Wrong> {
    // Unordered: an id that tells the moment of its making would tell when a report came for as long as the card is kept.
    let id = Id::unordered();
    let (spot, spot_at) = spot_columns(key.spot);
    tx.execute(
        "INSERT INTO card (id, spot, spot_at, bucket, activity, family, lane, apart, best, count, urgent, opened_at, drill,
             coarse)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $11, $12, $13)",
        params![
            id,
            spot,
            spot_at,
            key.bucket,
            key.activity.code(),
            key.family.code(),
            key.lane.code(),
            apart,
            best.id,
            best.facts.is_urgent(),
            best.taken_at,
            key.drill,
            best.coarse
        ],
    )?;
    Ok(id)
}

/// Every undecided card, in no order.
pub fn waiting(tx: &Tx<'_>) -> Result<Vec<Card>, Wrong> {
    tx.rows(&format!("{SELECT} WHERE decided IS NULL"), params![], read)
}

/// Every card of a drill, decided or not.
pub fn cards_of_drill(tx: &Tx<'_>, drill: Id<Drill>) -> Result<Vec<Card>, Wrong> {
    tx.rows(&format!("{SELECT} WHERE drill = $1 ORDER BY opened_at"), params![drill], read)
}

/// The card with this id, decided or not, or `None`.
pub fn get_card(tx: &Tx<'_>, id: Id<Card>) -> Result<Option<Card>, Wrong> {
    tx.row(&format!("{SELECT} WHERE id = $1"), params![id], read)
}

/// The card on which a report is, decided or not, or `None`.
pub fn card_of_report(tx: &Tx<'_>, report: Id<Report>) -> Result<Option<Card>, Wrong> {
    tx.row(&format!("{SELECT} WHERE id = (SELECT card FROM card_report WHERE report = $1)"), params![report], read)
}

/// Takes an undecided card for a member. False where somebody else holds it.
pub fn claim(tx: &Tx<'_>, id: Id<Card>, by: Id<Member>, now: Moment) -> Result<bool, Wrong> {
    let won = tx.execute(
        "UPDATE card SET claimed_by = $2, claimed_at = $3
         WHERE id = $1 AND decided IS NULL AND (claimed_by IS NULL OR claimed_by = $2 OR claimed_at <= $4)",
        params![id, by, now, now.plus_minutes(-CLAIM_MINUTES)],
    )?;
    if won > 0 {
        waits::card_taken(tx, id, now)?;
        tx.ring("triage");
    }
    Ok(won > 0)
}

/// Notes that the member who holds a card is doing something with it.
pub fn touch(tx: &Tx<'_>, id: Id<Card>, by: Id<Member>, now: Moment) -> Result<(), Wrong> {
    tx.execute("UPDATE card SET claimed_at = $3 WHERE id = $1 AND claimed_by = $2", params![id, by, now])?;
    Ok(())
}

/// Gives a card back. Nothing happens where the member does not hold it.
pub fn release(tx: &Tx<'_>, id: Id<Card>, by: Id<Member>) -> Result<(), Wrong> {
    let gone = tx.execute(
        "UPDATE card SET claimed_by = NULL, claimed_at = NULL WHERE id = $1 AND claimed_by = $2 AND decided IS NULL",
        params![id, by],
    )?;
    if gone > 0 {
        tx.ring("triage");
    }
    Ok(())
}

/// The reports of a card, first come first, each with its number in the order of coming.
pub fn reports_of_card(tx: &Tx<'_>, id: Id<Card>) -> Result<Vec<(i64, Id<Report>)>, Wrong> {
    tx.rows("SELECT seq, report FROM card_report WHERE card = $1 ORDER BY seq", params![id], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Decides a card for every report up to the number `upto`, and answers which they are. Those that came later, while
/// somebody was reading, go to a card of their own and are still to be decided.
///
/// # Errors
/// Refused where the card was decided meanwhile, or nothing of it was seen.
pub fn decide(tx: &Tx<'_>, id: Id<Card>, upto: i64, decided: &Decided) -> Result<Vec<Id<Report>>, Wrong> {
    let all = reports_of_card(tx, id)?;
    let (seen, later): (Vec<_>, Vec<_>) = all.into_iter().partition(|(seq, _)| *seq <= upto);
    if seen.is_empty() {
        return Err(Refused::because("triage-card-changed").into());
    }
    let (what, reason, incident) = match decided.verdict {
        Verdict::Incident(incident) => ("incident", None, Some(incident)),
        Verdict::NotAReport(why) => ("not_a_report", Some(why.code()), None),
    };
    let changed = tx.execute(
        "UPDATE card SET decided = $2, decided_by = $3, decided_at = $4, reason = $5, incident = $6,
             claimed_by = NULL, claimed_at = NULL WHERE id = $1 AND decided IS NULL",
        params![id, what, decided.by, decided.at, reason, incident],
    )?;
    if changed == 0 {
        return Err(Refused::because("triage-card-decided").into());
    }
    let seen: Vec<Id<Report>> = seen.into_iter().map(|(_, report)| report).collect();
    waits::card_decided(tx, id, &seen, decided.at)?;
    if !later.is_empty() {
        // The decided card has left the index of open ones, so the later ones make a new one of the same kind.
        let later: Vec<Id<Report>> = later.into_iter().map(|(_, report)| report).collect();
        move_to_new_card(tx, id, &later, false)?;
    }
    tx.ring("triage");
    Ok(seen)
}

/// Opens a decided card again, held by nobody. It stands apart where another of its kind was opened meanwhile.
pub fn take_back(tx: &Tx<'_>, id: Id<Card>) -> Result<(), Wrong> {
    let twins: i64 = tx.value(
        "SELECT count(*) FROM card one JOIN card two ON two.spot = one.spot AND two.spot_at = one.spot_at
             AND two.bucket = one.bucket AND two.activity = one.activity AND two.family = one.family
             AND two.lane = one.lane AND two.drill IS NOT DISTINCT FROM one.drill AND two.decided IS NULL AND two.apart = 0
         WHERE one.id = $1 AND two.id <> $1",
        params![id],
    )?;
    tx.execute(
        "UPDATE card SET decided = NULL, decided_by = NULL, decided_at = NULL, reason = NULL, incident = NULL,
             apart = max(apart, $2) WHERE id = $1",
        params![id, twins > 0],
    )?;
    tx.ring("triage");
    Ok(())
}

/// Moves some reports of an open card to a new card that stands apart, and answers it.
///
/// # Errors
/// Refused where none of them, or nothing but them, is on the card.
pub fn split(tx: &Tx<'_>, id: Id<Card>, reports: &[Id<Report>]) -> Result<Id<Card>, Wrong> {
    let here = reports_of_card(tx, id)?;
    let moved: Vec<Id<Report>> =
        here.iter().map(|(_, report)| *report).filter(|report| reports.contains(report)).collect();
    if moved.is_empty() || moved.len() == here.len() {
        return Err(Refused::because("triage-split-some").into());
    }
    let to = move_to_new_card(tx, id, &moved, true)?;
    waits::card_split(tx, id, to)?;
    Ok(to)
}

/// Puts a report that left an incident, or was set aside, back into the queue, on a card that stands apart and waits since `since`. What comes
/// back from one card comes back on one: five hundred copies that were one decision are never five hundred.
pub fn put_apart(tx: &Tx<'_>, brief: &Brief, since: Moment) -> Result<(), Wrong> {
    let from: Option<Id<Card>> =
        tx.row("SELECT card FROM card_report WHERE report = $1", params![brief.id], |row| row.get(0))?;
    let open =
        tx.row("SELECT id FROM card WHERE came_from = $1 AND decided IS NULL LIMIT 1", params![from], |row| {
            row.get::<Id<Card>>(0)
        })?;
    let card = match open {
        Some(card) => card,
        None => {
            let card = insert(tx, &undecided(brief).key(), true, brief)?;
            tx.execute("UPDATE card SET came_from = $2 WHERE id = $1", params![card, from])?;
            waits::card_came_back(tx, card)?;
            card
        }
    };
    tx.execute("DELETE FROM card_report WHERE report = $1", params![brief.id])?;
    tx.execute(
        "INSERT INTO card_report (report, card, urgent, at) VALUES ($1, $2, $3, $4)",
        params![brief.id, card, brief.facts.is_urgent(), since],
    )?;
    sum_up(tx, card)?;
    if let Some(from) = from {
        sum_up(tx, from)?;
    }
    tx.ring("triage");
    Ok(())
}

/// Moves reports of a card to a new one of the same kind.
fn move_to_new_card(tx: &Tx<'_>, from: Id<Card>, reports: &[Id<Report>], apart: bool) -> Result<Id<Card>, Wrong> {
    let card = get_card(tx, from)?.ok_or(Wrong::NotFound)?;
    let first = reports.first().ok_or(Wrong::NotFound)?;
    let best = reports::store::brief(tx, *first)?.ok_or(Wrong::NotFound)?;
    let to = insert(tx, &card.key, apart, &best)?;
    for report in reports {
        tx.execute("UPDATE card_report SET card = $2 WHERE report = $1", params![*report, to])?;
    }
    sum_up(tx, to)?;
    sum_up(tx, from)?;
    tx.ring("triage");
    Ok(to)
}

/// Works out anew what a card says of its reports.
fn sum_up(tx: &Tx<'_>, id: Id<Card>) -> Result<(), Wrong> {
    let looked_at: Vec<Id<Report>> = tx.rows(
        "SELECT report FROM card_report WHERE card = $1 ORDER BY seq LIMIT $2",
        params![id, LOOKED_AT_MAX],
        |row| row.get(0),
    )?;
    let read: Vec<Undecided> = reports::store::briefs(tx, &looked_at)?.iter().map(undecided).collect();
    let best = read.iter().copied().reduce(|best, next| if next.reads_before(&best) { next } else { best });
    tx.execute(
        "UPDATE card SET best = coalesce($2, best),
             count = (SELECT count(*) FROM card_report WHERE card = $1),
             urgent = coalesce((SELECT max(urgent) FROM card_report WHERE card = $1), urgent),
             opened_at = coalesce((SELECT min(at) FROM card_report WHERE card = $1), opened_at),
             coarse = coalesce((SELECT coarse FROM card_report WHERE card = $1 ORDER BY at LIMIT 1), coarse)
         WHERE id = $1",
        params![id, best.map(|best| best.report)],
    )?;
    Ok(())
}

/// The incident to which the newest decided card of the same place, time and kind was joined, or `None`. Lanes do not
/// matter: who heard of it and who saw it speak of one event.
pub fn joined_by_key(tx: &Tx<'_>, key: &Key) -> Result<Option<Id<Incident>>, Wrong> {
    let (spot, spot_at) = spot_columns(key.spot);
    if matches!(key.spot, Spot::Unknown(_)) {
        return Ok(None);
    }
    tx.row(
        "SELECT incident FROM card WHERE decided = 'incident' AND spot = $1 AND spot_at = $2 AND bucket = $3
             AND activity = $4 AND family = $5 AND drill IS NOT DISTINCT FROM $6 ORDER BY decided_at DESC LIMIT 1",
        params![spot, spot_at, key.bucket, key.activity.code(), key.family.code(), key.drill],
        |row| row.get(0),
    )
}

fn spot_columns(spot: Spot) -> (&'static str, i64) {
    match spot {
        Spot::Cell(cell) => ("cell", cell.to_i64()),
        Spot::Area(area) => ("area", i64::from(area.0)),
        Spot::Unknown(mark) => ("unknown", mark),
    }
}

fn read_spot(row: &Row<'_>) -> Result<Spot, Wrong> {
    match row.get::<String>(1)?.as_str() {
        "cell" => Ok(Spot::Cell(Cell::from_i64(row.get(2)?).map_err(|wrong| Wrong::Fault(wrong.into()))?)),
        "area" => Ok(Spot::Area(AreaKey(row.get(2)?))),
        _ => Ok(Spot::Unknown(row.get(2)?)),
    }
}

fn read(row: &Row<'_>) -> Result<Card, Wrong> {
    let key = Key {
        spot: read_spot(row)?,
        bucket: row.get(3)?,
        activity: row.code(4, Activity::from_code)?,
        family: row.code(5, AgencyFamily::from_code)?,
        lane: row.code(6, Lane::from_code)?,
        drill: row.get(18)?,
    };
    let claim = row.get::<Option<Id<Member>>>(11)?.zip(row.get(12)?).map(|(by, at)| Claim { by, at });
    Ok(Card {
        id: row.get(0)?,
        key,
        best: row.get(7)?,
        count: row.get(8)?,
        urgent: row.get(9)?,
        opened_at: row.get(10)?,
        coarse: row.get(19)?,
        claim,
        decided: read_decided(row)?,
    })
}

fn read_decided(row: &Row<'_>) -> Result<Option<Decided>, Wrong> {
    let (Some(what), Some(at)) = (row.get::<Option<String>>(13)?, row.get::<Option<Moment>>(15)?) else {
        return Ok(None);
    };
    let verdict = match (what.as_str(), row.get::<Option<Id<Incident>>>(17)?) {
        ("incident", Some(incident)) => Verdict::Incident(incident),
        _ => Verdict::NotAReport(row.code(16, NotAReport::from_code)?),
    };
    Ok(Some(Decided { verdict, by: row.get(14)?, at }))
}

/// Real cards set aside since then, newest first: what can still be taken back.
pub fn set_aside_since(tx: &Tx<'_>, since: Moment) -> Result<Vec<Card>, Wrong> {
    tx.rows(
        &format!("{SELECT} WHERE decided = 'not_a_report' AND drill IS NULL AND decided_at >= $1 ORDER BY decided_at DESC LIMIT 20"),
        params![since],
        read,
    )
}
