//! The postman: takes due letters, tries each once, writes down how it ended. A letter is sent at least once.
//!
//! A letter is lent to a pass for a minute before it is tried. Where the program dies in between, it is tried again.

use std::time::Duration;

use futures_util::future::join_all;

use super::inbox;
use super::letter::{self, Fate, Letter, Next, Try, Why};
use super::mail::{self, Outgoing};
use super::sending::{self, May, Sending};
use super::store::letters::{self, Due};
use super::thread::Thread;
use crate::ground::db::Tx;
use crate::ground::worker::Worker;
use crate::ground::{App, Id, Moment, Wrong};
use crate::subscriptions::Carrier;

/// Sends what is due. Woken by the bell; retries come due without one.
pub const WORKER: Worker =
    Worker { name: "letters", every: Duration::from_secs(5), bells: &["messages"], pass: |app| Box::pin(pass(app)) };

/// Letters tried at the same time: one slow answer must not hold up all, and carriers take one a second from most networks.
const AT_ONCE_MAX: usize = 8;

/// Rounds of one pass. The rest waits for the next pass, so that stopping the program does not wait for a flood.
const ROUNDS_MAX: usize = 64;

/// Seconds after which it is looked again whether a halted broadcast goes on.
const HELD_SECONDS: i64 = 15;

/// How one letter's try ended.
struct Tried {
    id: Id<Letter>,
    thread: Id<Thread>,
    /// `None` where its words or its number could not be opened any more.
    ended: Option<Try>,
    tries: u8,
    unclear: bool,
}

async fn pass(app: App) -> Result<(), Wrong> {
    for _ in 0..ROUNDS_MAX {
        let now = app.now();
        let inner = app.clone();
        let lent = app.db.write("take due letters", move |tx| take(tx, &inner, now)).await?;
        if lent.is_empty() {
            return Ok(());
        }
        let tried = join_all(lent.into_iter().flatten().map(|due| try_one(&app, due))).await;
        tell(&tried);
        let is_calm =
            tried.iter().all(|tried| !matches!(tried.ended, Some(Try::Later { .. } | Try::ShutOut | Try::Unclear)));
        let now = app.now();
        app.db
            .write("letters were tried", move |tx| tried.iter().try_for_each(|tried| write_down(tx, tried, now)))
            .await?;
        // A provider in trouble is not hammered with the rest of the queue, and a stop does not wait for its silence.
        if !is_calm {
            return Ok(());
        }
    }
    Ok(())
}

/// Lends what is due. `None` stands for a letter that was closed or put off on the spot.
fn take(tx: &Tx<'_>, app: &App, now: Moment) -> Result<Vec<Option<Due>>, Wrong> {
    let due = letters::due(tx, now, AT_ONCE_MAX)?;
    let lend = |due: Due| {
        let closed = if due.is_unwanted {
            Some((Fate::Dropped, Why::OptedOut))
        } else if letter::is_too_late(due.made_at, now) {
            Some((Fate::Failed, Why::TooLate))
        } else {
            match due.about {
                None => None,
                Some(about) => match sending::may_tell(tx, app, about, now)? {
                    May::Now => None,
                    May::Later => {
                        letters::put_off(tx, due.id, now.plus_seconds(HELD_SECONDS))?;
                        return Ok(None);
                    }
                    May::Never => Some((Fate::Failed, Why::TooLate)),
                },
            }
        };
        if let Some((fate, why)) = closed {
            letters::done(tx, due.id, fate, Some(why), now)?;
            return Ok(None);
        }
        letters::lend(tx, due.id, now)?;
        Ok(Some(due))
    };
    due.into_iter().map(lend).collect()
}

async fn try_one(app: &App, due: Due) -> Tried {
    let body = inbox::open_body(&app.keys, &due.body, due.id);
    let to = inbox::open_sealed_number(&app.keys, &due.number, due.thread);
    let ended = match (body, to) {
        (Err(Wrong::NotFound), _) | (_, Err(Wrong::NotFound)) => None,
        (Ok(body), Ok(to)) => {
            app.part::<Sending>().note_letter(&app.config, Carrier::Sms, app.now());
            let life_seconds = due.about.map(|about| about.expires_at.seconds_since(app.now()));
            let letter = Outgoing { id: due.id, to, body, is_repeated: due.tries > 0, life_seconds };
            Some(mail::send(app, due.route, letter).await)
        }
        // A key that cannot be read now may be readable later.
        _ => Some(Try::Later { wait_seconds: None }),
    };
    let unclear = due.unclear || ended == Some(Try::Unclear);
    Tried { id: due.id, thread: due.thread, ended, tries: due.tries.saturating_add(1), unclear }
}

fn write_down(tx: &Tx<'_>, tried: &Tried, now: Moment) -> Result<(), Wrong> {
    let Some(ended) = tried.ended else {
        return letters::done(tx, tried.id, Fate::Failed, Some(Why::Forgotten), now);
    };
    if ended == Try::OptedOut {
        inbox::note_opt_out(tx, tried.thread)?;
    }
    match letter::next(ended, tried.tries, tried.unclear, now) {
        Next::Done(fate, why) => letters::done(tx, tried.id, fate, why, now),
        Next::Again { due_at } => letters::again(tx, tried.id, due_at, tried.unclear),
    }
}

/// Counts for the log, and no more than counts.
fn tell(tried: &[Tried]) {
    let count = |wanted: fn(Try) -> bool| tried.iter().filter(|tried| tried.ended.is_some_and(wanted)).count();
    let accepted = count(|ended| ended == Try::Accepted);
    tracing::info!(accepted, other = tried.len() - accepted, "letters were tried");
    let shut_out = count(|ended| ended == Try::ShutOut);
    if shut_out > 0 {
        tracing::error!(shut_out, "the SMS provider does not let us in: look at [sms] in the configuration");
    }
    let nobody = count(|ended| ended == Try::NoProvider);
    if nobody > 0 {
        tracing::error!(nobody, "texts to one person were not sent: [sms] has neither twilio nor android");
    }
}
