//! Providers that misbehave: sites' systems on this machine that answer 503, 410 or nothing at all.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;

use super::*;
use crate::ground::config::Webhook;
use crate::subscriptions::{self, Book, Carrier, Kinds, QuietHours, Subscription, WebhookAddress, Where};

/// What each site does: `flaky` answers 503 three times and then takes it, `gone` has gone, `mute` takes it and never says so.
#[derive(Default)]
struct Sites {
    flaky: AtomicU32,
    took: AtomicU32,
    mute: AtomicU32,
}

async fn site(State(sites): State<Arc<Sites>>, Path(which): Path<String>) -> StatusCode {
    match which.as_str() {
        "flaky" if sites.flaky.fetch_add(1, Ordering::SeqCst) < 3 => StatusCode::SERVICE_UNAVAILABLE,
        "gone" => StatusCode::GONE,
        "mute" => {
            sites.mute.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_secs(30)).await;
            StatusCode::OK
        }
        _ => {
            sites.took.fetch_add(1, Ordering::SeqCst);
            StatusCode::OK
        }
    }
}

async fn town_with(which: &[&str]) -> (Town, Arc<Sites>) {
    let sites = Arc::new(Sites::default());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let router = Router::new().route("/{which}", post(site)).with_state(Arc::clone(&sites));
    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(async move { axum::serve(listener, router).await });
    tasks.detach_all();
    let webhook = Webhook { allow_local: true, answer_ms: 400, ..Webhook::default() };
    let town = Town::with(|config| config.webhook = Some(webhook)).await;
    let (keys, now) = (town.house.app.keys.clone(), town.house.app.now());
    let urls: Vec<String> = which.iter().map(|which| format!("http://127.0.0.1:{port}/{which}")).collect();
    let write = move |tx: &crate::ground::db::Tx<'_>| {
        let kinds = Kinds::of(&[subscriptions::Kind::Alerts]).unwrap();
        for url in urls {
            let address = WebhookAddress::new(&url, [7; 32]).unwrap();
            let choices =
                Subscription::new(vec![Where::Everywhere], Lang::Es, Carrier::Webhook, kinds, QuietHours::NONE)
                    .unwrap();
            subscriptions::add_webhook(tx, &keys, &address, &choices, now)?;
        }
        Ok(())
    };
    town.house.app.db.write("sites", write).await.unwrap();
    Book::load(&town.house.app).await.unwrap();
    (town, sites)
}

/// The sender's passes, minute by minute, as retries come due.
async fn minutes_pass(town: &Town, minutes: usize) {
    for _ in 0..minutes {
        town.house.run(&crate::messages::sending::workers()).await;
        town.house.later_minutes(1);
    }
}

#[tokio::test]
async fn a_provider_that_is_out_is_tried_again_until_it_takes_the_message() {
    let (town, sites) = town_with(&["flaky", "well"]).await;
    town.out(Kind::Alert).await;
    town.house.run(&crate::messages::sending::workers()).await;
    assert_eq!(sites.took.load(Ordering::SeqCst), 1, "one that is out does not hold up another");
    minutes_pass(&town, 12).await;
    assert_eq!(sites.took.load(Ordering::SeqCst), 2);
    assert_eq!(sites.flaky.load(Ordering::SeqCst), 4, "and not once more than needed");
    town.house.member("Ana", &[Role::Dispatcher]).await.open("/sending").await.says("2 enviados");
}

#[tokio::test]
async fn an_address_that_is_gone_is_forgotten() {
    let (town, _) = town_with(&["gone", "well"]).await;
    let id = town.out(Kind::Alert).await;
    minutes_pass(&town, 2).await;
    town.house.run_workers().await;
    assert_eq!(town.house.app.part::<Book>().len(), 1);
    let ana = town.house.member("Ana", &[Role::Dispatcher]).await;
    ana.open(&format!("/sending/{id}")).await.says("La dirección ya no existe: 1").says("Listo");
}

#[tokio::test]
async fn who_may_have_got_it_is_called_unknown_and_hears_that_it_is_taken_back() {
    let (town, sites) = town_with(&["mute"]).await;
    let id = town.out(Kind::Alert).await;
    minutes_pass(&town, 12).await;
    let tries = sites.mute.load(Ordering::SeqCst);
    assert!((2..=5).contains(&tries), "it is tried again, and not for ever: {tries}");
    let ana = town.house.member("Ana", &[Role::Dispatcher]).await;
    ana.open(&format!("/sending/{id}")).await.says("Sin saber").says("Listo");
    town.withdraw(id).await;
    town.house.run(&crate::messages::sending::workers()).await;
    assert!(sites.mute.load(Ordering::SeqCst) > tries, "who may have got the alert is told");
}
