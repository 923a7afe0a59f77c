//! Checkpoints: what is committed moves from the write-ahead log into the database file on a thread of its own, so that no commit waits for it.
//!
//! While the thread copies, the writer goes on and the log grows; the log starts anew only where nothing in it is left to copy. So the
//! thread copies until little is left, and the writer copies that little between two commits. What is deleted leaves the log the same way; where
//! it must be gone at once, [`super::Db::checkpoint`] cuts the log.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Thread;
use std::time::{Duration, Instant};

use anyhow::Context;
use rusqlite::Connection;

use super::connect;

/// Pages in the log that are worth a copy: some 16 MB. A page that changes often is copied once, and opening after a crash still reads the log in
/// an instant.
const PAGES_MIN: i64 = 4_000;

/// Pages so few that the writer copies them itself between two commits and hardly notices.
const FEW_PAGES: i64 = 100;

/// Pages that the writer copies itself where the thread cannot keep up with it: what SQLite by itself would copy inside a commit.
const TAIL_PAGES_MAX: i64 = 1_000;

/// Where the log has grown to this many pages (256 MB), the writer copies whatever is left: a full disk would be worse than one slow commit.
const LOG_PAGES_MAX: i64 = 64_000;

/// How often the thread copies again because the writer was quicker.
const ROUNDS_MAX: usize = 4;

/// Between two looks at the log.
const PAUSE: Duration = Duration::from_millis(100);

/// How long cutting the log may wait for readers, writers and other programs.
pub(super) const CUT_SECONDS_MAX: u64 = 20;

/// What writer, thread and [`super::Db`] share.
#[derive(Default)]
pub(super) struct Log {
    has_news: AtomicBool,
    little_is_left: AtomicBool,
    has_ended: AtomicBool,
    /// Held by whoever copies: a second one would be told that the log is busy.
    copying: Mutex<()>,
}

/// The writer's hold on the thread; it ends when this is dropped.
pub(super) struct Checkpoints {
    log: Arc<Log>,
    thread: Thread,
}

/// What stands in the log.
pub(super) struct Pages {
    pub all: i64,
    pub left: i64,
}

impl Checkpoints {
    /// Starts the thread for the database in this file.
    pub(super) fn start(path: &Path, log: &Arc<Log>) -> anyhow::Result<Checkpoints> {
        let (conn, shared) = (connect(path)?, Arc::clone(log));
        let run = move || {
            while !shared.has_ended.load(Ordering::Acquire) {
                if shared.has_news.swap(false, Ordering::AcqRel) {
                    if let Err(error) = shared.look(&conn) {
                        tracing::error!("the log was not copied and will be tried again: {error}");
                    }
                    std::thread::sleep(PAUSE);
                } else {
                    std::thread::park();
                }
            }
        };
        let thread = std::thread::Builder::new().name("db-checkpoints".into()).spawn(run)?.thread().clone();
        Ok(Checkpoints { log: Arc::clone(log), thread })
    }

    /// Called by the writer after each commit, once its callers are answered.
    pub(super) fn committed(&self, conn: &Connection) {
        if self.log.little_is_left.swap(false, Ordering::AcqRel)
            && let Ok(_mine) = self.log.copying.try_lock()
            && let Err(error) = copy(conn, "PASSIVE")
        {
            tracing::error!("the end of the log was not copied: {error}");
        }
        if !self.log.has_news.swap(true, Ordering::AcqRel) {
            self.thread.unpark();
        }
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        self.log.has_ended.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

impl Log {
    /// Copies where it is worth it.
    fn look(&self, conn: &Connection) -> rusqlite::Result<()> {
        let pages = copy(conn, "NOOP")?;
        // A log that is copied to its end starts anew by itself with the next write.
        if pages.all < PAGES_MIN || pages.left == 0 {
            return Ok(());
        }
        let _mine = self.copying.lock().unwrap_or_else(PoisonError::into_inner);
        let mut pages = copy(conn, "PASSIVE")?;
        for _ in 1..ROUNDS_MAX {
            if pages.left > FEW_PAGES {
                pages = copy(conn, "PASSIVE")?;
            }
        }
        let is_the_writers_turn = pages.left <= TAIL_PAGES_MAX || pages.all > LOG_PAGES_MAX;
        self.little_is_left.store(pages.left > 0 && is_the_writers_turn, Ordering::Release);
        Ok(())
    }

    /// Copies everything and cuts the log to nothing, in at most this time.
    ///
    /// # Errors
    /// Where somebody holds on to the log for longer.
    pub(super) fn cut(&self, path: &Path, within: Duration) -> anyhow::Result<()> {
        let conn = connect(path)?;
        // Between two tries others may copy; a try itself waits for nobody for long.
        conn.busy_timeout(PAUSE)?;
        let began = Instant::now();
        loop {
            let mine = self.copying.lock().unwrap_or_else(PoisonError::into_inner);
            if cut_once(&conn).context("cutting the log")? {
                return Ok(());
            }
            drop(mine);
            anyhow::ensure!(began.elapsed() < within, "the log is in use and was not cut");
            std::thread::sleep(PAUSE / 10);
        }
    }
}

pub(super) fn copy(conn: &Connection, how: &str) -> rusqlite::Result<Pages> {
    conn.query_row(&format!("PRAGMA wal_checkpoint({how})"), [], |row| {
        let (all, copied): (i64, i64) = (row.get(1)?, row.get(2)?);
        Ok(Pages { all, left: all - copied })
    })
}

/// True where nothing is left in the log.
fn cut_once(conn: &Connection) -> rusqlite::Result<bool> {
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| Ok(row.get::<_, i64>(0)? == 0))
}
