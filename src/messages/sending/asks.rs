//! Test messages: what a subscription begins with. Pulled from `subscriptions`, one after another, and never behind a broadcast.

use std::time::Duration;

use futures_util::future::join_all;

use super::carry;
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::worker::Worker;
use crate::ground::{App, Moment, Wrong};
use crate::messages::broadcast::Outcome;
use crate::messages::opt_out;
use crate::subscriptions::{self, Ask, AskEnded};

/// Sends test messages that are due.
pub(super) const WORKER: Worker = Worker {
    name: "test messages",
    every: Duration::from_secs(10),
    bells: &["subscriptions"],
    pass: |app| Box::pin(pass(app)),
};

/// Test messages that are sent at the same time.
const AT_ONCE_MAX: usize = 8;

/// Rounds of one pass; the rest waits for the next.
const ROUNDS_MAX: usize = 32;

async fn pass(app: App) -> Result<(), Wrong> {
    for _ in 0..ROUNDS_MAX {
        let (keys, now) = (app.keys.clone(), app.now());
        // Taken before they are sent: a death in between costs one test message, which the person can ask for again.
        let due = app.db.write("test messages that are due", move |tx| take(tx, &keys, now)).await?;
        let Some(asks) = due else { return Ok(()) };
        let ended: Vec<_> =
            join_all(asks.iter().map(|ask| async { (ask.seat, ended(carry::ask(&app, ask).await)) })).await;
        let now = app.now();
        let write = move |tx: &Tx<'_>| {
            ended.iter().try_for_each(|(seat, ended)| subscriptions::ask_ended(tx, *seat, *ended, now))
        };
        app.db.write("what became of test messages", write).await?;
    }
    Ok(())
}

/// What is due; `None` where nothing is. A number that wrote STOP gets no test message, whoever typed it: its wish is forgotten, as where a
/// message cannot arrive, and the page looks the same.
fn take(tx: &Tx<'_>, keys: &Keys, now: Moment) -> Result<Option<Vec<Ask>>, Wrong> {
    let due = subscriptions::asks_due(tx, keys, now, AT_ONCE_MAX)?;
    if due.is_empty() {
        return Ok(None);
    }
    let mut wanted = Vec::with_capacity(due.len());
    for ask in due {
        if opt_out::wants_none(tx, keys, &ask.contact)? {
            subscriptions::ask_ended(tx, ask.seat, AskEnded::Failed, now)?;
        } else {
            wanted.push(ask);
        }
    }
    Ok(Some(wanted))
}

const fn ended(outcome: Outcome) -> AskEnded {
    match outcome {
        // One that may have arrived is not sent twice: the person asks again if it did not.
        Outcome::Sent | Outcome::Unclear => AskEnded::Sent,
        Outcome::Failed(_) => AskEnded::Failed,
        Outcome::Later { wait_seconds } => AskEnded::Later { wait_seconds },
        Outcome::ShutOut => AskEnded::Later { wait_seconds: None },
    }
}
