//! The pass: pulls what happened from the rooms above, and counts it.

use super::clock::Sample;
use super::months::by_day_from;
use super::store;
use crate::ground::db::Tx;
use crate::ground::{App, Wrong};
use crate::messages::store::broadcasts::broadcasts_done_after;
use crate::{alerts, triage};

/// How many waits are counted in one transaction: others write in between.
const WAITS_AT_ONCE: usize = 200;

/// Something that happened, by its number; with a sample where it measures something.
type Happened = (i64, Option<Sample>);

/// Where samples come from: a room that numbers what happens in it.
pub(super) struct Source {
    /// The name of its cursor.
    pub name: &'static str,
    /// What happened after that number, in the order of numbers.
    pub after: fn(&Tx<'_>, i64, usize) -> Result<Vec<Happened>, Wrong>,
}

/// Every source.
pub(super) const SOURCES: &[Source] = &[
    Source {
        name: "triage",
        after: |tx, seq, limit| {
            let ended = triage::store::waits_after(tx, seq, limit)?;
            Ok(ended.iter().map(|(seq, wait)| (*seq, Sample::of_triage(wait))).collect())
        },
    },
    Source {
        name: "alerts",
        after: |tx, seq, limit| {
            let ended = alerts::store::waits_after(tx, seq, limit)?;
            Ok(ended.iter().map(|(seq, wait)| (*seq, Sample::of_release(wait))).collect())
        },
    },
    Source {
        name: "sending",
        after: |tx, seq, limit| {
            let done = broadcasts_done_after(tx, seq, limit)?;
            Ok(done.iter().map(|done| (done.seq, Sample::of_delivery(done))).collect())
        },
    },
];

/// Counts everything that happened since the last pass.
pub async fn count(app: &App) -> Result<(), Wrong> {
    for source in SOURCES {
        while count_some(app, source).await? == WAITS_AT_ONCE {}
    }
    Ok(())
}

/// Reads some of a source and counts it. Cursor and counts move in one transaction, and only from where this pass began to read: killed in
/// between, or run twice at once, nothing is counted twice. Answers how many were read.
async fn count_some(app: &App, source: &'static Source) -> Result<usize, Wrong> {
    let (from, happened) = app
        .db
        .read("what happened", |tx| {
            let from = store::cursor(tx, source.name)?;
            Ok((from, (source.after)(tx, from, WAITS_AT_ONCE)?))
        })
        .await?;
    let Some((to, _)) = happened.last().copied() else { return Ok(0) };
    let zone = app.config.zone();
    let slots: Vec<_> = happened.iter().filter_map(|(_, sample)| Some(sample.as_ref()?.slot(&zone))).collect();
    app.db.write("count what happened", move |tx| store::count(tx, source.name, (from, to), &slots)).await?;
    Ok(happened.len())
}

/// Makes months of days that are long over. Answers how many counts by the day are gone.
///
/// # Errors
/// A fault of the database.
pub async fn forget(app: &App) -> Result<usize, Wrong> {
    let from = by_day_from(app.now().day_in(&app.config.zone()));
    app.db.write("fold the clock", move |tx| store::fold(tx, from)).await
}
