//! SIGKILL at random instants during a broadcast: nobody is missed, and at most the batch in flight is told twice.
//!
//! The subscribers are 50,000 sites' systems, then 10,000 browsers of a push service, all on loopback, so that each delivery can be told from
//! every other. Browsers are written to four hundred at once.

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
use cuadra::subscriptions::{self, Book, Contact, Kind, Kinds, QuietHours, Subscription, WebhookAddress, Where};
use cuadra::{demo, wiring};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use super::{Dice, Server, option_env, push};

/// Messages under way at once (`messages::sending::rate`): what one kill can send twice.
const WEBHOOK_WINDOW: u64 = 16;
const PUSH_WINDOW: u64 = 400;

/// The longest that the whole of it may take before something must be stuck.
const PATIENCE: Duration = Duration::from_secs(600);

/// How often each was told.
pub type Came = Arc<Vec<AtomicU16>>;

async fn come(State(came): State<Came>, UrlPath(who): UrlPath<usize>) -> &'static str {
    came[who].fetch_add(1, Ordering::Relaxed);
    ""
}

fn told(came: &Came) -> u64 {
    came.iter().map(|times| u64::from(times.load(Ordering::Relaxed))).sum()
}

fn configured(data: &Path, settings: &str) -> Config {
    let mut config: Config = toml::from_str(settings).expect("settings");
    config.data = data.to_owned();
    config
}

/// As fast as it goes.
const PACE: &str = "per_minute = 6000000\nburst = 100000";

async fn subscribe(app: &App, contacts: Vec<Contact>) {
    let (keys, now) = (app.keys.clone(), app.now());
    let write = move |tx: &cuadra::ground::db::Tx<'_>| {
        let kinds = Kinds::of(&[Kind::Alerts]).expect("a kind");
        for contact in &contacts {
            let choices =
                Subscription::new(vec![Where::Everywhere], Lang::Es, contact.carrier(), kinds, QuietHours::NONE);
            let choices = choices.map_err(|wrong| Wrong::Fault(wrong.into()))?;
            if let Contact::Webhook(address) = contact {
                subscriptions::add_webhook(tx, &keys, address, &choices, now)?;
            } else {
                let begun = subscriptions::subscribe(tx, &keys, contact, &choices, now)?;
                subscriptions::confirm(tx, &keys, &begun.link, now)?;
            }
        }
        Ok(())
    };
    app.db.write("subscribe", write).await.expect("subscribers");
    Book::load(app).await.expect("the book");
}

/// A house whose alert is written down and not sent yet, to people who are all told on loopback.
struct Eve {
    folder: tempfile::TempDir,
    came: Came,
    _tasks: JoinSet<()>,
    _runtime: Runtime,
}

impl Eve {
    /// `begin` starts who is told, and answers the settings and the contacts.
    fn new(people: u32, begin: impl AsyncFnOnce(&Path, Came, &mut JoinSet<()>) -> (String, Vec<Contact>)) -> Eve {
        let folder = tempfile::tempdir().expect("a folder");
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let came: Came = Arc::new((0..people).map(|_| AtomicU16::new(0)).collect());
        let mut tasks = JoinSet::new();
        runtime.block_on(async {
            let (settings, contacts) = begin(folder.path(), Arc::clone(&came), &mut tasks).await;
            std::fs::write(folder.path().join("cuadra.toml"), &settings).expect("settings");
            let config = configured(&folder.path().join("data"), &settings);
            let app = wiring::open(config, Clock::machine()).expect("the house opens");
            demo::furnish(&app).await.expect("a town");
            subscribe(&app, contacts).await;
            demo::play_one(&app).await.expect("an alert");
        });
        Eve { folder, came, _tasks: tasks, _runtime: runtime }
    }
}

fn people(name: &str, usual: u64) -> u32 {
    u32::try_from(option_env(name).unwrap_or(usual)).expect("a number of people")
}

#[test]
fn nobody_is_missed_when_the_program_dies_during_a_broadcast() {
    let people = people("KILL_PEOPLE", 50_000);
    let eve = Eve::new(people, async |_, came, tasks| {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its address").port();
        let router = Router::new().route("/{who}", post(come)).with_state(came);
        tasks.spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        let site = |who| WebhookAddress::new(&format!("http://127.0.0.1:{port}/{who}"), [7; 32]);
        let sites = (0..people).map(|who| Contact::Webhook(site(who).expect("an address")));
        (format!("[webhook]\nallow_local = true\n{PACE}\n"), sites.collect())
    });
    dies_again_and_again(&eve, WEBHOOK_WINDOW);
}

#[test]
fn no_browser_is_missed_when_the_program_dies_during_a_broadcast() {
    let people = people("KILL_BROWSERS", 10_000);
    let eve = Eve::new(people, async |folder, came, tasks| {
        let port = push::start(folder, came, tasks).await;
        let ca_file = folder.join("push.pem");
        let settings = format!("[push]\nlocal = \"https://127.0.0.1:{port}\"\nca_file = {ca_file:?}\n{PACE}\n");
        (settings, push::browsers(port, people))
    });
    dies_again_and_again(&eve, PUSH_WINDOW);
}

/// The program is killed while it sends, again and again, and then left to end what it began.
fn dies_again_and_again(eve: &Eve, window: u64) {
    let Eve { folder, came, .. } = eve;
    let (data, settings) = (folder.path().join("data"), folder.path().join("cuadra.toml"));
    let kills = option_env("KILL_BROADCAST_ROUNDS").unwrap_or(12);
    let mut dice = Dice(option_env("KILL_SEED").unwrap_or(0x5eed_0002));
    let began = Instant::now();
    let everyone = came.len() as u64;
    let mut killed = 0;
    while killed < kills && told(came) < everyone {
        let server = Server::start_with(&data, Some(&settings));
        let (before, share) = (told(came), everyone / (kills + 1));
        // The kill falls somewhere in the next part of the audience, so that all kills fall into the broadcast.
        let until = before + dice.below(share.max(1)) + 1;
        while told(came) < until.min(everyone) && began.elapsed() < PATIENCE {
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
    let twice = told(came) - (everyone - missed() as u64);
    println!(
        "{killed} kills, {everyone} people: {} missed, {twice} told twice (at most {})",
        missed(),
        killed * window
    );
    assert_eq!(missed(), 0, "somebody was never told");
    assert!(killed >= kills / 2, "only {killed} kills fell into the broadcast: the test says nothing");
    assert!(twice <= killed * window, "{twice} were told twice by {killed} kills");
}
