//! A house to test in: a fresh data folder, a clock that tests move, real doors, real workers, a tiny browser.
//!
//! Nothing of ours is mocked. `TestHouse::new()` is a network in a temporary folder with the made-up day's noon as its
//! time; `house.visitor(Lang::Es)` is someone with a browser and no session, `house.member("Ana", &[Role::Dispatcher])` a member with one.

mod browser;
pub mod canary;
mod members;
mod passkey;
mod texting;
#[cfg(test)]
mod tests;

use crate::ground::config::Config;
use crate::ground::locale::Lang;
use crate::ground::web::cache::Cached;
use crate::ground::worker::Worker;
use crate::ground::{App, Clock, Moment};
use crate::wiring;

pub use browser::{Browser, Page};
pub use passkey::Device;
pub use texting::text_in;

/// A network of its own in a temporary folder.
pub struct TestHouse {
    pub app: App,
    site: Cached,
    // Dropped last: the folder goes when the house goes.
    _folder: tempfile::TempDir,
}

/// 2026-03-04 20:00 UTC, noon in Los Angeles.
pub const NOON: Moment = Moment::from_seconds(1_772_654_400);

impl TestHouse {
    /// A house with the default configuration.
    pub fn new() -> TestHouse {
        TestHouse::with(|_| {})
    }

    /// A house with a changed configuration. No proof of work, unless the change asks for it.
    pub fn with(change: impl FnOnce(&mut Config)) -> TestHouse {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut config =
            Config { data: folder.path().to_owned(), work_bits: 0, nothing_leaves: true, ..Config::default() };
        // The clock of a story stands still: no rate would ever bring new tokens.
        (config.sms.per_minute, config.sms.burst) = (60_000, 1_000);
        change(&mut config);
        let app = wiring::open(config, Clock::standing_at(NOON)).expect("the house opens");
        TestHouse { site: wiring::site(&app), app, _folder: folder }
    }

    /// The program opened again on the same folder at the same time, as after a kill: what was in memory alone is gone.
    pub fn again(self) -> TestHouse {
        let TestHouse { app, site, _folder } = self;
        let (config, now) = (app.config.clone(), app.now());
        drop((site, app));
        let app = wiring::open(config, Clock::standing_at(now)).expect("the house opens again");
        TestHouse { site: wiring::site(&app), app, _folder }
    }

    /// Someone with a browser in this language and no session.
    pub fn visitor(&self, lang: Lang) -> Browser {
        Browser::new(self.site.clone(), lang)
    }

    /// Runs every worker's pass until a round rings no bell.
    pub async fn run_workers(&self) {
        self.run(&wiring::workers()).await;
    }

    /// Runs these workers' passes until a round rings no bell: a room's own, in stories about that room.
    pub async fn run(&self, workers: &[Worker]) {
        let mut bells = self.app.db.bells();
        for _ in 0..20 {
            for worker in workers {
                (worker.pass)(self.app.clone()).await.unwrap_or_else(|wrong| panic!("{}: {wrong}", worker.name));
            }
            let mut rang = false;
            while bells.try_recv().is_ok() {
                rang = true;
            }
            if !rang {
                return;
            }
        }
        panic!("the workers ring each other for ever");
    }

    /// Moves the clock by seconds, back where negative.
    pub fn later_seconds(&self, seconds: i64) {
        self.app.clock.advance_seconds(seconds);
    }

    /// Moves the clock.
    pub fn later_minutes(&self, minutes: i64) {
        self.app.clock.advance_minutes(minutes);
    }
}
