//! `cuadra demo`: a made-up network in a temporary folder, to be tried out in a minute.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::demo;
use crate::ground::config::Config;
use crate::ground::{Clock, Moment};
use crate::messages::{Outbox, Slip};
use crate::places::Atlas;
use crate::wiring::{self, Site};

/// Hours that the last day has.
const DAY_HOURS: i64 = 8;

pub(super) async fn run(listen: Option<SocketAddr>, data: Option<PathBuf>) -> anyhow::Result<()> {
    let scratch = data.is_none().then(tempfile_folder).transpose()?;
    let data = data.or_else(|| scratch.clone()).unwrap_or_default();
    let taken = data.is_dir() && std::fs::read_dir(&data)?.next().is_some();
    anyhow::ensure!(!taken, "{} is not empty; the demo wants a folder of its own", data.display());
    let listen = listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)));
    let config = Config {
        data,
        listen,
        demo: true,
        name: format!("Red de {}", demo::city::NAME),
        hotline: "555-0100".into(),
        ..Config::default()
    };
    // The socket first, so that an address that is taken is told before the town is built.
    let end = Clock::machine().now();
    eprintln!("cuadra: building the made-up town of {} and its day…", demo::city::NAME);
    let slips = made_up(&config, end).await?;
    let app = wiring::open(config, Clock::machine())?;
    // What left during the made-up day, in its order.
    slips.into_iter().rev().for_each(|slip| app.part::<Outbox>().put(slip));
    Atlas::reload(&app).await?;
    demo::go_on_duty(&app, end).await?;
    let site = Site::bind(app).await?;
    let port = site.address()?.port();
    eprintln!("cuadra: the demo runs at http://localhost:{port}");
    eprintln!("        be someone:        http://localhost:{port}/demo");
    eprintln!("        report something:  http://localhost:{port}/reportar");
    eprintln!("        what left:         http://localhost:{port}/demo/outbox");
    eprintln!("        Everything is made up and gone when you press Ctrl-C.");
    let ended = site.serve(super::stopped()).await;
    if let Some(folder) = scratch {
        std::fs::remove_dir_all(folder)?;
    }
    ended
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

/// A folder of this user's own, with a name that nobody can guess.
fn tempfile_folder() -> anyhow::Result<PathBuf> {
    let name = format!("cuadra-demo-{}", hex::encode(crate::ground::chance::bytes::<6>()));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir(&folder)?;
    Ok(folder)
}
