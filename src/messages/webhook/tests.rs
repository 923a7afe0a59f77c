//! Webhooks to receivers that misbehave.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::*;
use crate::messages::Outbox;
use crate::messages::tests::tls::Authority;
use crate::messages::tests::{Fake, Reply};
use crate::testkit::{NOON, TestHouse};

const LATER: Outcome = Outcome::Later { wait_seconds: None };

fn local() -> config::Webhook {
    config::Webhook { allow_local: true, answer_ms: 20_000, ..config::Webhook::default() }
}

async fn tell(conf: &config::Webhook, url: &str) -> Told {
    let data = json!({ "title": "VERIFICADO 7:38" });
    let to = WebhookAddress::new(url, [7; 32]).unwrap();
    let event = Event { id: [9; 16], to: &to, kind: "alert.released", at: NOON.plus_seconds(-30), data: &data };
    Webhook::open(conf).unwrap().tell(&event, NOON).await
}

#[tokio::test]
async fn an_event_is_signed_as_standard_webhooks_says() {
    let fake = Fake::start([]).await;
    assert_eq!(tell(&local(), &format!("{}/hook?x=1", fake.base)).await.outcome, Outcome::Sent);
    let seen = &fake.seen()[0];
    assert_eq!(
        seen.body,
        r#"{"type":"alert.released","timestamp":"2026-03-04T19:59:30Z","data":{"title":"VERIFICADO 7:38"}}"#
    );
    assert_eq!(seen.headers["content-type"], "application/json");
    let id = format!("msg_{}", "09".repeat(16));
    assert_eq!(seen.headers["webhook-id"], id);
    assert_eq!(seen.headers["webhook-timestamp"], "1772654400");
    let expected = signature(&[7; 32], &id, "1772654400", &seen.body);
    assert_eq!(seen.headers["webhook-signature"], expected);
}

#[test]
fn a_signature_covers_id_time_and_body() {
    let whole = signature(&[7; 32], "msg_1", "1674087231", "{}");
    assert!(whole.starts_with("v1,") && whole.len() == 3 + 44);
    for other in [
        signature(&[8; 32], "msg_1", "1674087231", "{}"),
        signature(&[7; 32], "msg_2", "1674087231", "{}"),
        signature(&[7; 32], "msg_1", "1674087232", "{}"),
        signature(&[7; 32], "msg_1", "1674087231", "{ }"),
    ] {
        assert_ne!(whole, other);
    }
}

#[tokio::test]
async fn answers_are_read_as_receivers_mean_them() {
    for (reply, expected) in [
        (Reply::Says(200, None, "ok"), Outcome::Sent),
        (Reply::Says(204, None, ""), Outcome::Sent),
        (Reply::Says(410, None, ""), Outcome::Failed(Why::Gone)),
        (Reply::Says(404, None, ""), Outcome::Failed(Why::Refused)),
        (Reply::Says(401, None, ""), Outcome::Failed(Why::Refused)),
        (Reply::Says(413, None, ""), Outcome::Failed(Why::TooLarge)),
        (Reply::Says(301, None, ""), Outcome::Failed(Why::Refused)),
        (Reply::Says(429, Some(90), ""), Outcome::Later { wait_seconds: Some(90) }),
        (Reply::Says(500, None, ""), LATER),
        (Reply::Says(503, Some(5), ""), Outcome::Later { wait_seconds: Some(5) }),
        (Reply::Hangs, Outcome::Unclear),
    ] {
        let fake = Fake::start([reply]).await;
        let conf = if expected == Outcome::Unclear { config::Webhook { answer_ms: 300, ..local() } } else { local() };
        let told = tell(&conf, &fake.base).await;
        assert_eq!(told.outcome, expected, "{}", told.said);
        assert_eq!(fake.seen().len(), 1, "no redirect is followed, nothing is repeated");
    }
    assert_eq!(tell(&local(), "http://127.0.0.1:9/").await.outcome, LATER);
    assert_eq!(tell(&local(), "https://nowhere.invalid/").await.outcome, LATER);
}

/// A server that counts who connects, and breaks the connection once it has read something.
async fn counting() -> (u16, Arc<AtomicUsize>, JoinSet<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let count = Arc::new(AtomicUsize::new(0));
    let (counted, mut server) = (count.clone(), JoinSet::new());
    server.spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            let _ = stream.read(&mut [0; 64]).await;
        }
    });
    (port, count, server)
}

#[tokio::test]
async fn a_name_that_leads_to_this_machine_is_not_even_connected_to() {
    let (port, count, _server) = counting().await;
    let open = config::Webhook { allow_local: false, ..local() };
    for url in [
        format!("https://localhost:{port}/"),
        format!("https://127.0.0.1:{port}/"),
        format!("https://[::ffff:127.0.0.1]:{port}/"),
    ] {
        let told = tell(&open, &url).await;
        assert_eq!(told.outcome, Outcome::Failed(Why::Refused), "{url}: {}", told.said);
        assert!(told.said.contains("not on the public internet"), "{}", told.said);
    }
    assert_eq!(count.load(Ordering::SeqCst), 0);
    // The control: where it is allowed the same name is connected to, and breaking off after the request is unclear.
    assert_eq!(tell(&local(), &format!("https://localhost:{port}/")).await.outcome, LATER);
    assert_eq!(tell(&local(), &format!("http://127.0.0.1:{port}/")).await.outcome, Outcome::Unclear);
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

/// A receiver with TLS that says 200.
async fn encrypted(authority: &Authority) -> (u16, JoinSet<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let acceptor = authority.acceptor("localhost", &["http/1.1"]);
    let mut server = JoinSet::new();
    server.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await;
            let _ = stream.shutdown().await;
        }
    });
    (port, server)
}

#[tokio::test]
async fn only_a_believed_certificate_is_spoken_to() {
    let (ours, other) = (Authority::made(), Authority::made());
    let (port, _server) = encrypted(&ours).await;
    let url = format!("https://localhost:{port}/hook");
    let with = |ca_file| config::Webhook { ca_file, ..local() };
    assert_eq!(tell(&with(Some(ours.file())), &url).await.outcome, Outcome::Sent);
    assert_eq!(tell(&with(Some(other.file())), &url).await.outcome, LATER);
    assert_eq!(tell(&with(None), &url).await.outcome, LATER);
    assert!(Webhook::open(&with(Some("/nowhere.pem".into()))).is_err());
}

#[tokio::test]
async fn without_settings_events_land_in_the_outbox_or_nowhere() {
    let data = json!({ "title": "VERIFICADO" });
    let to = WebhookAddress::new("https://escuela.example/hooks/0123456789", [7; 32]).unwrap();
    let event = Event { id: [9; 16], to: &to, kind: "alert.released", at: NOON, data: &data };
    let house = TestHouse::new();
    assert_eq!(send(&house.app, &event).await, Outcome::Sent);
    let slips = house.app.part::<Outbox>().of(Channel::Webhook, 9);
    assert_eq!(
        (slips.len(), slips[0].to_masked.as_str(), slips[0].title.as_str()),
        (1, "escuela.example/···", "alert.released")
    );
    assert!(slips[0].body.contains("VERIFICADO"));
    let house = TestHouse::with(|config| config.nothing_leaves = false);
    assert_eq!(send(&house.app, &event).await, Outcome::ShutOut);
}

#[tokio::test]
async fn an_event_that_is_too_large_is_not_sent() {
    let data = json!("x".repeat(BODY_BYTES_MAX));
    let to = WebhookAddress::new("http://127.0.0.1:9/", [7; 32]).unwrap();
    let event = Event { id: [9; 16], to: &to, kind: "alert.released", at: NOON, data: &data };
    let told = Webhook::open(&local()).unwrap().tell(&event, NOON).await;
    assert_eq!(told.outcome, Outcome::Failed(Why::TooLarge));
}

/// Writes signed events to `target/peers/webhook/`, where `tests/peers/webhook_peer.py` verifies them with the library of Standard Webhooks.
#[test]
fn files_for_independent_readers() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers/webhook");
    std::fs::create_dir_all(&folder).unwrap();
    for (at, body) in
        [r#"{"type":"alert.released"}"#, "{\"title\":\"Qué pasó: 警报 \\u0000\"}", "{}"].into_iter().enumerate()
    {
        let to = WebhookAddress::new("https://escuela.example/", crate::ground::chance::bytes()).unwrap();
        let (id, stamp) = (format!("msg_{at}"), NOON.seconds().to_string());
        let case = json!({
            "secret": to.secret_text(), "id": id, "timestamp": stamp, "body": body,
            "signature": signature(to.secret(), &id, &stamp, body),
        });
        std::fs::write(folder.join(format!("{at}.json")), serde_json::to_vec_pretty(&case).unwrap()).unwrap();
    }
}
