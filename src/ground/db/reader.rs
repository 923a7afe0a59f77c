//! Read connections: taken, used on a blocking thread, put back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::Tx;
use crate::ground::Wrong;

#[derive(Clone)]
pub(super) struct Readers(Arc<Pool>);

struct Pool {
    idle: Mutex<Vec<Connection>>,
    places: Semaphore,
}

impl Readers {
    pub(super) fn new(connections: Vec<Connection>) -> Self {
        let places = Semaphore::new(connections.len());
        Readers(Arc::new(Pool { idle: Mutex::new(connections), places }))
    }

    pub(super) async fn run<T, F>(self, name: &'static str, work: F) -> Result<T, Wrong>
    where
        T: Send + 'static,
        F: FnOnce(&Tx<'_>) -> Result<T, Wrong> + Send + 'static,
    {
        let _place = self.0.places.acquire().await.map_err(|error| Wrong::Fault(error.into()))?;
        let pool = Arc::clone(&self.0);
        let ran = tokio::task::spawn_blocking(move || pool.with(name, work)).await;
        ran.map_err(|error| Wrong::Fault(error.into()))?
    }
}

impl Pool {
    fn with<T>(&self, name: &'static str, work: impl FnOnce(&Tx<'_>) -> Result<T, Wrong>) -> Result<T, Wrong> {
        let taken = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let conn = taken.ok_or_else(|| Wrong::Fault(anyhow::anyhow!("{name}: no read connection is free")))?;
        let ran = catch_unwind(AssertUnwindSafe(|| {
            conn.execute_batch("BEGIN")?;
            work(&Tx::new(&conn))
        }));
        // A read has nothing to keep: whatever happened, the snapshot is let go.
        drop(conn.execute_batch("ROLLBACK"));
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        ran.unwrap_or_else(|_| Err(Wrong::Fault(anyhow::anyhow!("{name}: the closure panicked"))))
    }
}
