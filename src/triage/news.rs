//! What reporters say after their report: answers, additions, pictures. It is put where a dispatcher sees it without looking for it: as a
//! mark on the card or the incident. What was set aside comes back to the queue, because the receipt promised just that.

use super::decision::Verdict;
use super::{desk, store};
use crate::ground::db::Tx;
use crate::ground::{App, Id, Moment, Wrong};
use crate::reports::{self, Report};

/// The name of the cursor.
const CURSOR: &str = "news";

/// News that are heard in one transaction.
const AT_ONCE: usize = 500;

/// Hears what is new.
pub async fn pass(app: &App) -> Result<(), Wrong> {
    loop {
        let now = app.now();
        let done = app.db.write("hear what reporters added", move |tx| {
            let news = reports::store::news_after(tx, store::cursor(tx, CURSOR)?, AT_ONCE)?;
            for (_, report) in &news {
                hear(tx, *report, now)?;
            }
            if let Some((seq, _)) = news.last() {
                store::set_cursor(tx, CURSOR, *seq)?;
            }
            Ok(news.len())
        });
        if done.await? < AT_ONCE {
            return Ok(());
        }
    }
}

fn hear(tx: &Tx<'_>, report: Id<Report>, now: Moment) -> Result<(), Wrong> {
    store::note_news(tx, report, now)?;
    // A report that is on no card yet is put on one with its mark; one that an incident has is marked there.
    let card = store::card_of_report(tx, report)?;
    let is_set_aside =
        card.and_then(|card| card.decided).is_some_and(|decided| matches!(decided.verdict, Verdict::NotAReport(_)));
    if is_set_aside && store::incidents_of(tx, report)?.is_empty() {
        desk::bring_back(tx, report, now)?;
    }
    Ok(())
}
