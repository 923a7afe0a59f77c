//! SIGKILL at random instants during a broadcast to 50,000: nobody is missed, and at most the batch in flight is told twice.
//!
//! The subscribers are sites' systems on loopback, so that each delivery can be told from every other.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Path as UrlPath, State};
use axum::routing::post;
use cuadra::ground::config::Config;
use cuadra::ground::locale::Lang;
use cuadra::ground::{App, Clock, Wrong};
use cuadra::subscriptions::{self, Book, Carrier, Kind, Kinds, QuietHours, Subscription, WebhookAddress, Where};
use cuadra::{demo, wiring};

use super::{Dice, Server, option_env};

/// Messages under way at once on webhooks (`messages::sending::rate`): what one kill can send twice.
const WINDOW: u64 = 16;

/// The longest that the whole of it may take before something must be stuck.
const PATIENCE: Duration = Duration::from_secs(600);

type Came = Arc<Vec<AtomicU16>>;

async fn come(State(came): State<Came>, UrlPath(who): UrlPath<usize>) -> &'static str {
    came[who].fetch_add(1, Ordering::Relaxed);
    ""
}

fn told(came: &Came) -> u64 {
    came.iter().map(|times| u64::from(times.load(Ordering::Relaxed))).sum()
}

fn configured(data: &Path) -> Config {
    let mut config: Config = toml::from_str(SETTINGS).expect("settings");
    config.data = data.to_owned();
    config
}

const SETTINGS: &str = "[webhook]\nallow_local = true\nper_minute = 6000000\nburst = 100000\n";

async fn subscribe(app: &App, port: u16, people: u32) {
    let (keys, now) = (app.keys.clone(), app.now());
    let write = move |tx: &cuadra::ground::db::Tx<'_>| {
        let kinds = Kinds::of(&[Kind::Alerts]).expect("a kind");
        for who in 0..people {
            let address = WebhookAddress::new(&format!("http://127.0.0.1:{port}/{who}"), [7; 32]).expect("an address");
            let choices =
                Subscription::new(vec![Where::Everywhere], Lang::Es, Carrier::Webhook, kinds, QuietHours::NONE);
            let choices = choices.map_err(|wrong| Wrong::Fault(wrong.into()))?;
            subscriptions::add_webhook(tx, &keys, &address, &choices, now)?;
        }
        Ok(())
    };
    app.db.write("subscribe", write).await.expect("subscribers");
    Book::load(app).await.expect("the book");
}

#[test]
fn nobody_is_missed_when_the_program_dies_during_a_broadcast() {
    let people = u32::try_from(option_env("KILL_PEOPLE").unwrap_or(50_000)).expect("a number of people");
    let kills = option_env("KILL_BROADCAST_ROUNDS").unwrap_or(12);
    let mut dice = Dice(option_env("KILL_SEED").unwrap_or(0x5eed_0002));
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let settings = folder.path().join("cuadra.toml");
    std::fs::write(&settings, SETTINGS).expect("settings");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let came: Came = Arc::new((0..people).map(|_| AtomicU16::new(0)).collect());
    let port = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let router = Router::new().route("/{who}", post(come)).with_state(Arc::clone(&came));
        runtime.spawn(async move { axum::serve(listener, router).await });
        let app = wiring::open(configured(&data), Clock::machine()).expect("the house opens");
        demo::furnish(&app).await.expect("a town");
        subscribe(&app, port, people).await;
        demo::play_one(&app).await.expect("an alert");
        port
    });
    assert!(port > 0);

    let began = Instant::now();
    let everyone = u64::from(people);
    let mut killed = 0;
    while killed < kills && told(&came) < everyone {
        let server = Server::start_with(&data, Some(&settings));
        let (before, share) = (told(&came), everyone / (kills + 1));
        // The kill falls somewhere in the next part of the audience, so that all kills fall into the broadcast.
        let until = before + dice.below(share.max(1)) + 1;
        while told(&came) < until.min(everyone) && began.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_millis(dice.below(20)));
        server.kill();
        killed += 1;
    }
    let server = Server::start_with(&data, Some(&settings));
    let missed = || came.iter().filter(|times| times.load(Ordering::Relaxed) == 0).count();
    while missed() > 0 && began.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(50));
    }
    // What is still under way would be a duplicate.
    std::thread::sleep(Duration::from_secs(2));
    server.kill();
    let twice = told(&came) - (everyone - missed() as u64);
    println!("{killed} kills, {people} people: {} missed, {twice} told twice (at most {})", missed(), killed * WINDOW);
    assert_eq!(missed(), 0, "somebody was never told");
    assert!(killed >= kills / 2, "only {killed} kills fell into the broadcast: the test says nothing");
    assert!(twice <= killed * WINDOW, "{twice} were told twice by {killed} kills");
}
