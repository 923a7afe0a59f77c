//! The database: synchronous closures, one writer with group commit, several readers, bells on commit.
//!
//! In: named closures. Out: their values, and rings of bells once what they wrote is on disk.
//! SQL is written with `$1, $2, …` so that one text serves both engines; only `store.rs` files hold SQL.

mod checkpoints;
mod reader;
mod value;
mod writer;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use rusqlite::Connection;
use tokio::sync::broadcast;

pub use value::{Column, Param, Row, ToParam};
pub use writer::GROUP_MAX;

use super::Wrong;
use checkpoints::{Checkpoints, Log};
use reader::Readers;
use writer::Writer;

/// How many rings a slow listener may miss before it is told that it missed some.
const BELL_BACKLOG_MAX: usize = 256;

/// How many read connections are kept. Reads are short; two cores are never kept busy by more.
const READERS_MAX: usize = 4;

/// The parameters of one statement: `params![name, id]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$(&$value as &dyn $crate::ground::db::ToParam),*] };
}
pub use crate::params;

/// The network's database.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    writer: Writer,
    readers: Readers,
    bells: broadcast::Sender<&'static str>,
    path: PathBuf,
    log: Arc<Log>,
}

impl Db {
    /// Opens (and where needed creates and migrates) the database file.
    ///
    /// # Errors
    /// Where the file cannot be opened, is not a database, or is newer than this program.
    pub fn open(path: &Path) -> anyhow::Result<Db> {
        Db::open_with(path, GROUP_MAX)
    }

    /// Like [`Db::open`] with at most `group_max` closures per commit: 1 is the benchmark's contender.
    pub fn open_with(path: &Path, group_max: usize) -> anyhow::Result<Db> {
        let mut writing = connect(path)?;
        super::migrations::run(&mut writing).context("bringing the database up to date")?;
        let (bells, _) = broadcast::channel(BELL_BACKLOG_MAX);
        let readers = Readers::new((0..READERS_MAX).map(|_| connect_reader(path)).collect::<Result<_, _>>()?);
        let log = Arc::new(Log::default());
        let checkpoints = Checkpoints::start(path, &log)?;
        let writer = Writer::start(writing, bells.clone(), group_max, checkpoints)?;
        Ok(Db(Arc::new(Inner { writer, readers, bells, path: path.to_owned(), log })))
    }

    /// Runs `work` in a write transaction and answers once its result is durable (synced to disk).
    ///
    /// Closures that wait at the same moment share one commit; each has a savepoint of its own, so that one that
    /// fails undoes only itself. A closure cannot wait for anything else: it has no `await`.
    ///
    /// # Errors
    /// What `work` answers; [`Wrong::Busy`] when the queue is full or another program holds the lock, and then `work` did not run;
    /// [`Wrong::Fault`] when the commit fails.
    pub async fn write<T, F>(&self, name: &'static str, work: F) -> Result<T, Wrong>
    where
        T: Send + 'static,
        F: FnOnce(&Tx<'_>) -> Result<T, Wrong> + Send + 'static,
    {
        self.0.writer.submit(name, work).await
    }

    /// Runs `work` on a consistent snapshot that it cannot change.
    ///
    /// # Errors
    /// What `work` answers, or [`Wrong::Fault`].
    pub async fn read<T, F>(&self, name: &'static str, work: F) -> Result<T, Wrong>
    where
        T: Send + 'static,
        F: FnOnce(&Tx<'_>) -> Result<T, Wrong> + Send + 'static,
    {
        let readers = self.0.readers.clone();
        readers.run(name, work).await
    }

    /// Rings of every bell, each a room's name and nothing else: "something changed here".
    pub fn bells(&self) -> broadcast::Receiver<&'static str> {
        self.0.bells.subscribe()
    }

    /// Empties the write-ahead log into the database file and cuts it to nothing, so that what was deleted is not left in it.
    ///
    /// # Errors
    /// A fault of the database, or where somebody held on to the log all the time.
    pub async fn checkpoint(&self) -> Result<(), Wrong> {
        let shared = Arc::clone(&self.0);
        let within = std::time::Duration::from_secs(checkpoints::CUT_SECONDS_MAX);
        let done = tokio::task::spawn_blocking(move || shared.log.cut(&shared.path, within));
        done.await.map_err(|error| Wrong::Fault(error.into()))?.map_err(Wrong::Fault)
    }

    /// Copies the whole database, as it is at one moment, into a new file, while others read and write.
    ///
    /// # Errors
    /// Where the file exists or cannot be written.
    pub async fn copy_into(&self, file: &Path) -> Result<(), Wrong> {
        let (path, name) = (self.0.path.clone(), file.to_str().context("the copy's path is not UTF-8")?.to_owned());
        let done = tokio::task::spawn_blocking(move || -> anyhow::Result<()> {
            connect(&path)?.execute("VACUUM INTO ?1", [name])?;
            Ok(())
        });
        done.await.map_err(|error| Wrong::Fault(error.into()))?.map_err(Wrong::Fault)
    }

    /// What SQLite's own check finds wrong with the file and its references; empty where all is well.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn integrity(&self) -> Result<Vec<String>, Wrong> {
        self.read("check integrity", |tx| {
            let mut found = tx.rows("PRAGMA integrity_check", params![], |row| row.get::<String>(0))?;
            found.retain(|line| line != "ok");
            found.extend(tx.rows("PRAGMA foreign_key_check", params![], |row| {
                Ok(format!("a row of {} refers to one that is not there", row.get::<String>(0)?))
            })?);
            Ok(found)
        })
        .await
    }

    /// Every table of ours, by name.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn tables(&self) -> Result<Vec<String>, Wrong> {
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                   AND name <> 'refinery_schema_history' ORDER BY name";
        self.read("list tables", move |tx| tx.rows(sql, params![], |row| row.get(0))).await
    }

    /// Where the database file is.
    pub fn path(&self) -> &Path {
        &self.0.path
    }
}

/// One closure's hold on the database.
pub struct Tx<'c> {
    conn: &'c Connection,
    rings: RefCell<Vec<&'static str>>,
}

impl<'c> Tx<'c> {
    fn new(conn: &'c Connection) -> Self {
        Tx { conn, rings: RefCell::new(Vec::new()) }
    }

    /// Runs a statement and tells how many rows it changed.
    pub fn execute(&self, sql: &str, params: &[&dyn ToParam]) -> Result<usize, Wrong> {
        let mut statement = self.conn.prepare_cached(sql)?;
        value::bind(&mut statement, params)?;
        Ok(statement.raw_execute()?)
    }

    /// Every row of a query, each read by `read`.
    pub fn rows<T>(
        &self,
        sql: &str,
        params: &[&dyn ToParam],
        mut read: impl FnMut(&Row<'_>) -> Result<T, Wrong>,
    ) -> Result<Vec<T>, Wrong> {
        let mut statement = self.conn.prepare_cached(sql)?;
        value::bind(&mut statement, params)?;
        let mut rows = statement.raw_query();
        let mut out = Vec::new();
        while let Some(row) = rows.next()? {
            out.push(read(&Row::new(row))?);
        }
        Ok(out)
    }

    /// The first row of a query, or `None`.
    pub fn row<T>(
        &self,
        sql: &str,
        params: &[&dyn ToParam],
        read: impl FnOnce(&Row<'_>) -> Result<T, Wrong>,
    ) -> Result<Option<T>, Wrong> {
        let mut statement = self.conn.prepare_cached(sql)?;
        value::bind(&mut statement, params)?;
        let mut rows = statement.raw_query();
        rows.next()?.map(|row| read(&Row::new(row))).transpose()
    }

    /// The first column of the first row; the query must answer one (a count, a sum).
    pub fn value<T: Column>(&self, sql: &str, params: &[&dyn ToParam]) -> Result<T, Wrong> {
        self.row(sql, params, |row| row.get(0))?.ok_or_else(|| Wrong::Fault(anyhow::anyhow!("no row for a value")))
    }

    /// Rings a room's bell once this transaction is on disk; a transaction that fails rings nothing.
    pub fn ring(&self, bell: &'static str) {
        let mut rings = self.rings.borrow_mut();
        if !rings.contains(&bell) {
            rings.push(bell);
        }
    }

    fn into_rings(self) -> Vec<&'static str> {
        self.rings.into_inner()
    }
}

/// A connection set up as the house wants it.
///
/// `synchronous=FULL`: an acknowledged report survives a power cut. `secure_delete` and in-memory temporary tables: what is deleted
/// is overwritten, and no query leaves a temporary file. `wal_autocheckpoint=0`: [`checkpoints`] empties the log, and no commit waits for it.
pub(crate) fn connect(path: &Path) -> anyhow::Result<Connection> {
    let conn = Connection::open(path).with_context(|| format!("opening {}", path.display()))?;
    conn.busy_timeout(std::time::Duration::from_secs(10))?;
    conn.execute_batch(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;
         PRAGMA secure_delete=ON; PRAGMA cache_size=-16000; PRAGMA wal_autocheckpoint=0;",
    )?;
    conn.set_prepared_statement_cache_capacity(256);
    Ok(conn)
}

fn connect_reader(path: &Path) -> anyhow::Result<Connection> {
    let conn = connect(path)?;
    conn.execute_batch("PRAGMA query_only=ON;")?;
    Ok(conn)
}

#[cfg(test)]
mod tests;
