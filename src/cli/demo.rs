//! `cuadra demo`: a made-up network in a temporary folder, to be tried out in a minute.

use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use crate::demo;
use crate::ground::config::Config;
use crate::ground::{Clock, Moment};
use crate::messages::{Outbox, Slip};
use crate::places::Atlas;
use crate::wiring::{self, Site};

/// Hours that the last day has.
const DAY_HOURS: i64 = 8;

pub(super) async fn run(listen: Option<SocketAddr>, data: Option<PathBuf>) -> anyhow::Result<()> {
    let listen = listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)));
    run_in(listen, data, &std::env::temp_dir()).await
}

/// Runs the demo in `data`, or in a folder of its own below `temporary` that goes however this ends.
pub(super) async fn run_in(listen: SocketAddr, data: Option<PathBuf>, temporary: &Path) -> anyhow::Result<()> {
    if let Some(data) = &data {
        let taken = data.is_dir() && std::fs::read_dir(data)?.next().is_some();
        anyhow::ensure!(!taken, "{} is not empty; the demo wants a folder of its own", data.display());
    }
    // The socket first, so that an address that is taken is told before the town is built.
    let listener = wiring::listen(listen).await?;
    let scratch = data.is_none().then(|| Scratch::make(temporary)).transpose()?;
    let data = data.or_else(|| scratch.as_ref().map(|folder| folder.0.clone())).unwrap_or_default();
    let config = Config {
        data,
        listen: listener.local_addr()?,
        demo: true,
        name: format!("Red de {}", demo::city::NAME),
        hotline: "555-0100".into(),
        ..Config::default()
    };
    let end = Clock::machine().now();
    eprintln!("cuadra: building the made-up town of {} and its week…", demo::city::NAME);
    let slips = tokio::select! {
        slips = made_up(&config, end) => slips?,
        () = super::stopped() => return Ok(()),
    };
    let app = wiring::open(config, Clock::machine())?;
    // What left during the made-up day, in its order.
    slips.into_iter().rev().for_each(|slip| app.part::<Outbox>().put(slip));
    Atlas::reload(&app).await?;
    demo::go_on_duty(&app, end).await?;
    let site = Site::on(app, listener);
    let port = site.address()?.port();
    eprintln!("cuadra: the demo runs at http://localhost:{port}");
    eprintln!("        be someone:        http://localhost:{port}/demo");
    eprintln!("        report something:  http://localhost:{port}/reportar");
    eprintln!("        what left:         http://localhost:{port}/demo/outbox");
    eprintln!("        Everything is made up and gone when you press Ctrl-C.");
    site.serve(super::stopped()).await
}

/// Plays the week on a clock that is moved, and closes everything again. Answers what left, newest first.
async fn made_up(config: &Config, end: Moment) -> anyhow::Result<Vec<Slip>> {
    let began = end.plus_days(-demo::WEEK_DAYS);
    let app = wiring::open(config.clone(), Clock::standing_at(began))?;
    demo::furnish(&app).await?;
    // On duty to the end: whoever is asked on the days before was on duty then as well.
    demo::go_on_duty(&app, end.plus_hours(-DAY_HOURS)).await?;
    demo::subscribe_phones(&app).await?;
    demo::play_the_week(&app, end).await?;
    Ok(app.part::<Outbox>().slips())
}

/// A folder of this user's own, with a name that nobody can guess, that goes when this goes.
struct Scratch(PathBuf);

impl Scratch {
    fn make(below: &Path) -> anyhow::Result<Scratch> {
        let folder = below.join(format!("cuadra-demo-{}", hex::encode(crate::ground::chance::bytes::<6>())));
        std::fs::DirBuilder::new().mode(0o700).create(&folder)?;
        Ok(Scratch(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            eprintln!("cuadra: {} stays behind: {error}", self.0.display());
        }
    }
}
