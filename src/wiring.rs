//! Wiring: joins all doors, starts all workers, opens the listening socket.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};

use crate::ground::app::Parts;
use crate::ground::config::Config;
use crate::ground::locale::RoomWords;
use crate::ground::web::cache::{self, ByConnection, Cached};
use crate::ground::web::frame::Menu;
use crate::ground::web::uploads::{Times, Uploads};
use crate::ground::web::{Doors, assets, dress, guard::Gate, headers, pace::Pace, uploads};
use crate::ground::worker::{Worker, Workers};
use crate::ground::{App, Clock};
use crate::places::Atlas;
use crate::reports::Darkroom;
use crate::sign_in::Ceremonies;
use crate::subscriptions::Book;
use crate::{
    alerts, board, drill_desk, drills, front_page, ground, messages, people, places, pocket, reports, retention,
    shifts, sign_in, subscriptions, triage,
};

/// The words of every room.
pub const WORDS: &[RoomWords] = &[
    ground::WORDS,
    people::WORDS,
    subscriptions::WORDS,
    messages::WORDS,
    sign_in::WORDS,
    shifts::WORDS,
    drills::WORDS,
    reports::WORDS,
    triage::WORDS,
    alerts::WORDS,
    drill_desk::WORDS,
    board::WORDS,
    front_page::WORDS,
    pocket::WORDS,
];

/// The workers of every room.
pub fn workers() -> Vec<Worker> {
    [
        places::WORKERS,
        subscriptions::WORKERS,
        &[messages::WORKER],
        &messages::sending::workers(),
        shifts::WORKERS,
        reports::WORKERS,
        triage::WORKERS,
        alerts::WORKERS,
        drill_desk::WORKERS,
        board::WORKERS,
        retention::WORKERS,
    ]
    .concat()
}

/// Every door of the house.
pub fn doors() -> Doors {
    Doors::default()
        .anyone("/healthz", get(healthz))
        .anyone(assets::PATH, get(assets::serve))
        .and(subscriptions::doors())
        .anyone(assets::WORKER_PATH, get(assets::serve_worker))
        .and(messages::doors())
        .and(sign_in::doors())
        // The order of the signs is the order of the members' menu, and its first entry is where one lands after signing in: the queue for a
        // dispatcher, the requests for a verifier.
        .and(triage::doors())
        .and(shifts::doors())
        .and(reports::doors())
        .and(alerts::doors())
        .and(messages::sending::doors())
        .and(drill_desk::doors())
        .and(board::doors())
        .and(front_page::doors())
        .and(pocket::doors())
}

/// Opens the data folder and joins everything in it.
///
/// # Errors
/// Where something in the folder cannot be opened; the message says what.
pub fn open(config: Config, clock: Clock) -> anyhow::Result<App> {
    let parts = Parts::default()
        .with(Menu(doors().signs))
        .with(Pace::default())
        .with(Uploads::default())
        .with(Atlas::default())
        .with(Book::new(&config))
        .with(messages::Outbox::default())
        .with(messages::Sending::default())
        .with(messages::Following::default())
        .with(messages::Pusher::default())
        .with(messages::Mail::open(&config)?)
        .with(Darkroom::default())
        .with(reports::Waiting::default())
        .with(triage::Nearby::default())
        .with(Ceremonies::new(&config));
    App::open(config, clock, WORDS, parts)
}

/// The bells that drop finished answers: what the public pages show comes from these rooms.
const PUBLIC_BELLS: &[&str] = &["alerts", "places"];

/// The whole site, with its finished answers before it.
pub fn site(app: &App) -> Cached {
    Cached::new(app, router(app), PUBLIC_BELLS)
}

/// Every page, made anew at each request.
pub fn router(app: &App) -> Router {
    doors()
        .into_router(app, sign_in::gate)
        .layer(CompressionLayer::new().gzip(true).compress_when(DefaultPredicate::new().and(cache::is_unmarked)))
        .layer(axum::middleware::from_fn_with_state((app.clone(), sign_in::gate as Gate), dress::dress))
        .layer(CatchPanicLayer::new())
        .layer(axum::middleware::from_fn_with_state(Times::default(), uploads::in_time))
        .layer(axum::middleware::from_fn_with_state(app.clone(), headers::add))
        .with_state(app.clone())
}

/// What requests under way get to finish once the site is told to stop. An open page that listens for changes would never finish; it comes back by
/// itself. Shorter than the ten seconds after which container programs kill.
const FINISH: Duration = Duration::from_secs(5);

/// Binds an address.
///
/// # Errors
/// Where the address is taken or not ours; the message says what to do.
pub async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .map_err(|error| anyhow::anyhow!("cannot listen on {address}: {error}. Choose another with --listen ADDR:PORT"))
}

/// A bound socket with everything behind it, ready to serve.
pub struct Site {
    app: App,
    listener: TcpListener,
}

impl Site {
    /// Binds the configured address and opens what lies behind it. Where any free port was asked for, the configuration has the one that was
    /// found from here on: the origin, to which passkeys are bound, is made of it.
    ///
    /// # Errors
    /// Where the address is taken or not ours, or something cannot be opened.
    pub async fn bind(mut config: Config, clock: Clock) -> anyhow::Result<Site> {
        let listener = listen(config.listen).await?;
        config.listen = listener.local_addr()?;
        Ok(Site::on(open(config, clock)?, listener))
    }

    /// Everything behind a socket that is bound already.
    pub fn on(app: App, listener: TcpListener) -> Site {
        Site { app, listener }
    }

    /// Where it listens.
    ///
    /// # Errors
    /// Where the socket was closed.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// The address that people open.
    pub fn origin(&self) -> String {
        self.app.config.origin()
    }

    /// Serves until `stop` is ready, then lets requests and passes under way finish.
    ///
    /// # Errors
    /// Where the socket fails.
    pub async fn serve(self, stop: impl Future<Output = ()> + Send + 'static) -> anyhow::Result<()> {
        Atlas::reload(&self.app).await?;
        Book::load(&self.app).await?;
        let workers = Workers::start(&self.app, &workers());
        let (told, stopping) = oneshot::channel();
        let stop = async move {
            stop.await;
            // Nobody listens where serving has ended by itself.
            let _ = told.send(());
        };
        let serving = axum::serve(self.listener, ByConnection(site(&self.app))).with_graceful_shutdown(stop);
        tokio::select! {
            ended = serving.into_future() => ended?,
            () = patience_ended(stopping) => {}
        }
        workers.stop().await;
        Ok(())
    }
}

/// Waits for the stop, and then as long as requests under way may take.
async fn patience_ended(stopping: oneshot::Receiver<()>) {
    match stopping.await {
        Ok(()) => tokio::time::sleep(FINISH).await,
        Err(_) => std::future::pending().await,
    }
}

async fn healthz() -> &'static str {
    "ok\n"
}
