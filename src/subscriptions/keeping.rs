//! Keeping by the clock: who ran out is forgotten, who nearly did is asked again, and who stays is sealed anew each week.

use super::consent::ASK_AGAIN_DAYS;
use super::register;
use super::store::{self, asks, keeping};
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::{App, Moment, Wrong, lasting};

/// Rows sealed anew in one transaction: some ten milliseconds, so that nobody waits for the writer.
const SEALED_AT_ONCE_MAX: i64 = 500;

/// Forgets what is over, asks again, seals anew, and drops the keys of weeks that are past. Answers how many rows were forgotten.
///
/// # Errors
/// The first fault. What was done before it stays done.
pub async fn keep(app: &App) -> Result<usize, Wrong> {
    let now = app.now();
    let forgotten = app.db.write("forget subscriptions", move |tx| {
        asks::ask_again(tx, now.plus_days(ASK_AGAIN_DAYS), now)?;
        keeping::forget_before(tx, now)
    });
    let forgotten = forgotten.await?;
    let first = lasting::first_kept(now);
    loop {
        let keys = app.keys.clone();
        let sealed = app.db.write("seal contacts anew", move |tx| seal_anew(tx, &keys, first, now));
        if sealed.await? == 0 {
            break;
        }
    }
    // What was in a row that is gone, here or in an old copy, is unreadable from now on.
    app.keys.drop_weeks_before(first)?;
    Ok(forgotten)
}

/// Seals some contacts of weeks before `first` with the key of this week. One that cannot be opened is nobody's any more: its row goes.
fn seal_anew(tx: &Tx<'_>, keys: &Keys, first: i64, now: Moment) -> Result<usize, Wrong> {
    let rows = keeping::sealed_before(tx, first, SEALED_AT_ONCE_MAX)?;
    for row in &rows {
        match register::contact_of(keys, row)? {
            Some(contact) => keeping::set_sealed(tx, row.seat, &register::seal(keys, row.id, &contact, now)?)?,
            None => {
                tracing::error!(seat = row.seat.0, "a contact could not be opened, and its subscription was deleted");
                store::delete(tx, row.seat)?;
            }
        }
    }
    Ok(rows.len())
}
