//! The table `triage_news`: reports that say more than a dispatcher has read.

use std::collections::{BTreeMap, BTreeSet};

use crate::ground::db::Tx;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::reports::Report;
use crate::triage::card::Card;
use crate::triage::incident::Incident;

/// Days after which nobody can open what was added: its words and pictures are forgotten by then.
const NEWS_DAYS: i64 = 14;

/// Times are kept to this step, like those of what was said.
const STEP_MINUTES: i64 = 5;

/// Notes that a report says more than was read. Rings the bell.
pub fn note_news(tx: &Tx<'_>, report: Id<Report>, now: Moment) -> Result<(), Wrong> {
    let since = now.floor_minutes(STEP_MINUTES);
    tx.execute(
        "INSERT INTO triage_news (report, since) VALUES ($1, $2) ON CONFLICT (report) DO NOTHING",
        params![report, since],
    )?;
    tx.ring("triage");
    Ok(())
}

/// Somebody opens these reports: their news are read. Answers which had some. Rings the bell where one had.
pub fn read_news(tx: &Tx<'_>, reports: &[Id<Report>]) -> Result<BTreeSet<Id<Report>>, Wrong> {
    let mut had = BTreeSet::new();
    for report in reports {
        if tx.execute("DELETE FROM triage_news WHERE report = $1", params![*report])? > 0 {
            had.insert(*report);
        }
    }
    if !had.is_empty() {
        tx.ring("triage");
    }
    Ok(had)
}

/// Which of these reports have news.
pub fn with_news(tx: &Tx<'_>, reports: &[Id<Report>]) -> Result<BTreeSet<Id<Report>>, Wrong> {
    let mut have = BTreeSet::new();
    for report in reports {
        let found: i64 = tx.value("SELECT count(*) FROM triage_news WHERE report = $1", params![*report])?;
        have.extend((found > 0).then_some(*report));
    }
    Ok(have)
}

/// The undecided cards that hold a report with news.
pub fn cards_with_news(tx: &Tx<'_>) -> Result<BTreeSet<Id<Card>>, Wrong> {
    let sql = "SELECT DISTINCT card.id FROM triage_news JOIN card_report ON card_report.report = triage_news.report
               JOIN card ON card.id = card_report.card WHERE card.decided IS NULL";
    Ok(tx.rows(sql, params![], |row| row.get(0))?.into_iter().collect())
}

/// The incidents that hold reports with news, and how many of them.
pub fn incidents_with_news(tx: &Tx<'_>) -> Result<BTreeMap<Id<Incident>, i64>, Wrong> {
    let sql = "SELECT incident_report.incident, count(*) FROM triage_news
               JOIN incident_report ON incident_report.report = triage_news.report GROUP BY 1";
    Ok(tx.rows(sql, params![], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

/// Forgets news of reports that nobody can open any more. Answers how many.
pub(super) fn forget_news(tx: &Tx<'_>, now: Moment) -> Result<usize, Wrong> {
    tx.execute("DELETE FROM triage_news WHERE since < $1", params![now.plus_days(-NEWS_DAYS)])
}
