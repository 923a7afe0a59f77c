//! The single writer: closures that wait together share one commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{broadcast, mpsc, oneshot};

use super::Tx;
use super::checkpoints::Checkpoints;
use crate::ground::Wrong;

/// How many closures may share a commit: enough to spread one disk sync over a burst, few enough that the
/// first of them does not wait for long.
pub const GROUP_MAX: usize = 256;

/// How many closures may wait. Past that the caller is told at once that we are busy.
const WAITING_MAX: usize = 4096;

/// How long a group is filled: a long closure must not make a hundred others wait for its company.
const GROUP_TIME_MAX: Duration = Duration::from_millis(20);

/// A closure that waits. Where there is no transaction to run it in, it is given the reason and does not run.
type Job = Box<dyn FnOnce(Result<&Connection, Wrong>) -> Done + Send>;

/// What is left to do when the commit's fate is known.
type Done = Box<dyn FnOnce(Result<(), &str>, &broadcast::Sender<&'static str>)>;

pub(super) struct Writer {
    queue: mpsc::Sender<Job>,
}

impl Writer {
    /// Starts the writing thread. It ends when the last handle is dropped.
    pub(super) fn start(
        conn: Connection,
        bells: broadcast::Sender<&'static str>,
        group_max: usize,
        checkpoints: Checkpoints,
    ) -> std::io::Result<Writer> {
        let (queue, jobs) = mpsc::channel(WAITING_MAX);
        std::thread::Builder::new().name("db-writer".into()).spawn(move || {
            run(&conn, jobs, &bells, group_max, &checkpoints);
        })?;
        Ok(Writer { queue })
    }

    pub(super) async fn submit<T, F>(&self, name: &'static str, work: F) -> Result<T, Wrong>
    where
        T: Send + 'static,
        F: FnOnce(&Tx<'_>) -> Result<T, Wrong> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |conn| {
            let outcome = conn.and_then(|conn| in_savepoint(conn, name, work));
            Box::new(move |commit, bells| {
                let told = match (outcome, commit) {
                    (Ok((value, rings)), Ok(())) => {
                        // Nobody listening is fine: a bell is a hint, workers also look by the clock.
                        rings.into_iter().for_each(|bell| drop(bells.send(bell)));
                        Ok(value)
                    }
                    (Ok(_), Err(why)) => Err(Wrong::Fault(anyhow::anyhow!("{name}: commit failed: {why}"))),
                    (Err(wrong), _) => Err(wrong),
                };
                // The caller may have gone away; the work is done all the same.
                drop(answer.send(told));
            })
        });
        self.queue.try_send(job).map_err(|error| match error {
            mpsc::error::TrySendError::Full(_) => Wrong::Busy,
            mpsc::error::TrySendError::Closed(_) => Wrong::Fault(anyhow::anyhow!("the writer has stopped")),
        })?;
        answered.await.map_err(|_| Wrong::Fault(anyhow::anyhow!("{name}: the writer stopped before answering")))?
    }
}

type Outcome<T> = Result<(T, Vec<&'static str>), Wrong>;

fn in_savepoint<T, F>(conn: &Connection, name: &'static str, work: F) -> Outcome<T>
where
    F: FnOnce(&Tx<'_>) -> Result<T, Wrong>,
{
    say(conn, "SAVEPOINT one")?;
    let ran = catch_unwind(AssertUnwindSafe(|| {
        let tx = Tx::new(conn);
        work(&tx).map(|value| (value, tx.into_rings()))
    }));
    let outcome = ran.unwrap_or_else(|_| Err(Wrong::Fault(anyhow::anyhow!("{name}: the closure panicked"))));
    if outcome.is_err() {
        say(conn, "ROLLBACK TO one")?;
    }
    say(conn, "RELEASE one")?;
    outcome
}

/// A statement without parameters that is said many thousand times and read once.
fn say(conn: &Connection, sql: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(sql)?.raw_execute().map(drop)
}

/// What a caller is told when no transaction began: to try again where another program holds the lock, else that it is our fault.
fn not_begun(error: rusqlite::Error) -> Wrong {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Wrong::Busy,
        _ => error.into(),
    }
}

fn run(
    conn: &Connection,
    mut jobs: mpsc::Receiver<Job>,
    bells: &broadcast::Sender<&'static str>,
    group_max: usize,
    checkpoints: &Checkpoints,
) {
    while let Some(first) = jobs.blocking_recv() {
        if let Err(error) = say(conn, "BEGIN IMMEDIATE") {
            // It must not run: without a transaction around it, its savepoint would be one of its own and commit. This caller is told, the
            // next one tries again.
            first(Err(not_begun(error)))(Err("no transaction began"), bells);
            continue;
        }
        let began = Instant::now();
        let mut waiting = vec![first(Ok(conn))];
        // Some errors (a full disk) make SQLite undo the whole transaction: nothing more may run in what is left of it.
        while waiting.len() < group_max && began.elapsed() < GROUP_TIME_MAX && !conn.is_autocommit() {
            match jobs.try_recv() {
                Ok(job) => waiting.push(job(Ok(conn))),
                Err(_) => break,
            }
        }
        let commit = say(conn, "COMMIT").map_err(|error| error.to_string());
        if commit.is_err() && !conn.is_autocommit() {
            drop(conn.execute_batch("ROLLBACK"));
        }
        for done in waiting {
            done(commit.as_ref().copied().map_err(String::as_str), bells);
        }
        checkpoints.committed(conn);
    }
}
