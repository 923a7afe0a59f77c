//! Workers: idempotent passes over due rows, on a timer and on a bell.
//!
//! A pass takes no input but the program; it looks in the database for what is due. A lost ring therefore costs seconds, never
//! work.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::{broadcast, watch};
use tokio::task::JoinSet;

use super::{App, Wrong};

/// One pass: looks for due rows and does them.
pub type Pass = fn(App) -> Pin<Box<dyn Future<Output = Result<(), Wrong>> + Send>>;

/// A room's worker.
#[derive(Clone, Copy)]
pub struct Worker {
    pub name: &'static str,
    /// How long it sleeps at most.
    pub every: Duration,
    /// The bells that wake it early.
    pub bells: &'static [&'static str],
    pub pass: Pass,
}

/// The running workers; ends them when told and waits for the pass under way.
pub struct Workers {
    tasks: JoinSet<()>,
    stop: watch::Sender<bool>,
}

impl Workers {
    /// Starts every worker.
    pub fn start(app: &App, workers: &[Worker]) -> Workers {
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        for worker in workers {
            tasks.spawn(run(app.clone(), *worker, app.db.bells(), stopped.clone()));
        }
        Workers { tasks, stop }
    }

    /// Lets each worker finish its pass and ends it.
    pub async fn stop(mut self) {
        // Nobody listens where every worker has ended already.
        let _ = self.stop.send(true);
        while self.tasks.join_next().await.is_some() {}
    }
}

async fn run(app: App, worker: Worker, mut bells: broadcast::Receiver<&'static str>, mut stop: watch::Receiver<bool>) {
    loop {
        if let Err(wrong) = (worker.pass)(app.clone()).await {
            tracing::error!(worker = worker.name, "a pass failed and will be tried again: {wrong}");
        }
        tokio::select! {
            () = tokio::time::sleep(worker.every) => {}
            () = rung(&mut bells, worker.bells) => {}
            _ = stop.changed() => return,
        }
    }
}

/// Waits for one of `wanted`. A missed ring counts as one; a closed bell sleeps for ever and leaves it to the timer.
pub async fn rung(bells: &mut broadcast::Receiver<&'static str>, wanted: &[&'static str]) {
    loop {
        match bells.recv().await {
            Ok(bell) if wanted.contains(&bell) => return,
            Ok(_) => {}
            Err(broadcast::error::RecvError::Lagged(_)) => return,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}
