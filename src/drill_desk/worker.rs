//! The clock's part of a drill: reports that come later, and the end that was set.

use std::time::Duration;

use super::desk;
use crate::ground::worker::Worker;

/// Lets reports in and ends what is over.
pub const WORKERS: &[Worker] = &[Worker {
    name: "drills",
    every: Duration::from_secs(10),
    bells: &["drills"],
    pass: |app| {
        Box::pin(async move {
            desk::end_overdue(&app).await?;
            desk::let_reports_in(&app).await
        })
    },
}];
