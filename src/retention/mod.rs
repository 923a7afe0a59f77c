//! Retention: forgets on time, every hour and with `cuadra forget`.
//!
//! In: the clock. Out: rows that lost what they need not know any more, keys that are gone, a log that is cut. Every table has a rule
//! here, or a reason to stay; a test compares the list with the database.

mod rules;
#[cfg(test)]
mod tests;

use std::time::Duration;

use crate::ground::worker::Worker;
use crate::ground::{App, Wrong};

pub use rules::{Kept, RULES, Rule};

/// Forgets every hour.
pub const WORKERS: &[Worker] = &[Worker {
    name: "forget",
    every: Duration::from_secs(3_600),
    bells: &[],
    pass: |app| Box::pin(async move { forget(&app).await.map(drop) }),
}];

/// What one round forgot.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Rows touched, by the rule's name.
    pub rows: Vec<(&'static str, usize)>,
    /// Key pairs dropped: what they sealed can never be opened again.
    pub keys: usize,
}

/// Does one round: every rule, then the keys whose time is over, then the log.
///
/// # Errors
/// The first fault. What was done before it stays done; the next round goes on.
pub async fn forget(app: &App) -> Result<Forgotten, Wrong> {
    let mut done = Forgotten::default();
    for rule in RULES {
        if let Kept::Until { forget, .. } = rule.kept {
            let touched = forget(app.clone()).await?;
            if touched > 0 {
                done.rows.push((rule.tables[0], touched));
            }
        }
    }
    done.keys = app.keys.drop_expired(app.now())?;
    app.db.checkpoint().await?;
    if done.keys > 0 || !done.rows.is_empty() {
        let rows: usize = done.rows.iter().map(|(_, rows)| rows).sum();
        tracing::info!(rows, keys = done.keys, "forgot what was due");
    }
    Ok(done)
}
