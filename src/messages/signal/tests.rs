//! Signal's answers, and a daemon that misbehaves.

use super::*;
use crate::messages::Outbox;
use crate::messages::tests::{Fake, Reply};
use crate::testkit::TestHouse;

const ID: &str = "07070707070707070707070707070707";
const LATER: Outcome = Outcome::Later { wait_seconds: None };
const GONE: Outcome = Outcome::Failed(Why::Gone);
const REFUSED: Outcome = Outcome::Failed(Why::Refused);

/// An answer with one result, as the daemon gives it: under `result`, or under the error that it became.
fn answer(kind: &str, more: &Value, code: Option<i64>) -> Value {
    let mut result = json!({ "recipientAddress": { "number": "+12135550142" }, "type": kind });
    result.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let response = json!({ "timestamp": 1_772_654_400_000_i64, "results": [result] });
    match code {
        None => json!({ "jsonrpc": "2.0", "result": response, "id": ID }),
        Some(code) => json!({
            "jsonrpc": "2.0", "id": ID,
            "error": { "code": code, "message": "Failed to send message", "data": { "response": response } },
        }),
    }
}

fn read(answer: &Value) -> Outcome {
    meaning(200, answer.to_string().as_bytes(), ID)
}

#[test]
fn results_are_read_as_the_daemon_means_them() {
    let none = json!({});
    let wait = json!({ "retryAfterSeconds": 90 });
    let puzzle = json!({ "retryAfterSeconds": 86_400, "token": "x" });
    for (answer, outcome) in [
        (answer("SUCCESS", &none, None), Outcome::Sent),
        (answer("UNREGISTERED_FAILURE", &none, Some(-1)), GONE),
        (answer("IDENTITY_FAILURE", &none, Some(-4)), REFUSED),
        (answer("INVALID_PRE_KEY_FAILURE", &none, Some(-1)), REFUSED),
        (answer("NETWORK_FAILURE", &none, Some(-1)), Outcome::Unclear),
        (answer("RATE_LIMIT_FAILURE", &none, Some(-5)), LATER),
        (answer("RATE_LIMIT_FAILURE", &wait, Some(-5)), Outcome::Later { wait_seconds: Some(90) }),
        (answer("RATE_LIMIT_FAILURE", &puzzle, Some(-5)), Outcome::Later { wait_seconds: Some(WAIT_SECONDS_MAX) }),
        // The manual's own example has no results.
        (json!({ "jsonrpc": "2.0", "result": { "timestamp": 999 }, "id": ID }), Outcome::Sent),
    ] {
        assert_eq!(read(&answer), outcome, "{answer}");
    }
}

#[test]
fn errors_without_a_result_are_read_by_their_code() {
    let error = |code: i64, message: &str| json!({ "jsonrpc": "2.0", "id": ID, "error": { "code": code, "message": message, "data": null } });
    for (answer, outcome) in [
        (error(-1, "The user +12135550142 is not registered."), GONE),
        (error(-1, "Unregistered user \"+12135550142\""), GONE),
        (error(-1, "No recipients given"), REFUSED),
        (error(-3, "Connection reset"), Outcome::Unclear),
        (error(-4, "Failed to send message due to untrusted identities"), REFUSED),
        (error(-5, "Failed to send message due to rate limiting"), LATER),
        (error(-32_601, "Method not implemented"), Outcome::ShutOut),
        (error(-32_602, "Specified account does not exist"), Outcome::ShutOut),
        (error(-32_603, "oops"), Outcome::Unclear),
        (error(-32_700, "parse error"), REFUSED),
    ] {
        assert_eq!(read(&answer), outcome, "{answer}");
    }
    assert_eq!(meaning(200, b"<html>", ID), Outcome::Unclear);
    assert_eq!(meaning(201, b"", ID), Outcome::Unclear);
    assert_eq!(read(&json!({ "jsonrpc": "2.0", "result": {}, "id": "another" })), Outcome::Unclear, "another's answer");
    for (status, outcome) in
        [(421, Outcome::ShutOut), (404, Outcome::ShutOut), (503, LATER), (429, LATER), (500, Outcome::Unclear)]
    {
        assert_eq!(meaning(status, b"", ID), outcome, "{status}");
    }
}

fn note(to: &Number) -> Note<'_> {
    Note { id: [7; 16], to, body: "ALERTA verificada" }
}

fn conf(url: &str) -> config::Signal {
    config::Signal {
        url: url.into(),
        account: Some("+12135550100".into()),
        answer_ms: 20_000,
        ..config::Signal::default()
    }
}

#[tokio::test]
async fn a_message_is_asked_for_as_the_manual_says() {
    let to = Number::parse("+12135550142").unwrap();
    let fake = Fake::start([Reply::Says(200, None, r#"{"jsonrpc":"2.0","result":{"timestamp":999},"id":null}"#)]).await;
    let told = Signal::open(&conf(&fake.base)).unwrap().tell(&note(&to)).await;
    assert_eq!(told.outcome, Outcome::Sent);
    let seen = fake.seen();
    assert_eq!((seen.len(), seen[0].path.as_str()), (1, "/api/v1/rpc"));
    assert_eq!(seen[0].headers["content-type"], "application/json");
    let asked: Value = serde_json::from_str(&seen[0].body).unwrap();
    let params = json!({ "account": "+12135550100", "recipient": ["+12135550142"], "message": "ALERTA verificada" });
    assert_eq!(asked, json!({ "jsonrpc": "2.0", "id": ID, "method": "send", "params": params }));
    // A daemon for one account is not told which.
    let alone = config::Signal { account: None, ..conf(&fake.base) };
    Signal::open(&alone).unwrap().tell(&note(&to)).await;
    let asked: Value = serde_json::from_str(&fake.seen()[1].body).unwrap();
    assert_eq!(asked["params"].get("account"), None);
}

#[tokio::test]
async fn silence_is_told_from_absence() {
    let to = Number::parse("+12135550142").unwrap();
    let fake = Fake::start([Reply::Hangs, Reply::Says(302, None, "")]).await;
    let hasty = Signal::open(&config::Signal { answer_ms: 200, ..conf(&fake.base) }).unwrap();
    assert_eq!(hasty.tell(&note(&to)).await.outcome, Outcome::Unclear);
    let signal = Signal::open(&conf(&fake.base)).unwrap();
    assert_eq!(signal.tell(&note(&to)).await.outcome, Outcome::ShutOut, "a redirect is not followed");
    assert_eq!(fake.seen().len(), 2);
    let nobody = Signal::open(&conf("http://127.0.0.1:9")).unwrap();
    assert_eq!(nobody.tell(&note(&to)).await.outcome, LATER);
    assert_eq!(nobody.check().await.outcome, LATER);
}

#[tokio::test]
async fn numbers_go_to_this_machine_or_encrypted() {
    for url in ["http://127.0.0.1:8081", "http://localhost:8081/", "http://[::1]:8081", "https://signal.example.org/x"]
    {
        assert!(Signal::open(&conf(url)).is_ok(), "{url}");
    }
    for url in [
        "http://signal.example.org",
        "http://192.168.1.2:8081",
        "ftp://127.0.0.1",
        "127.0.0.1:8081",
        "http://localhost.example.org",
    ] {
        assert!(Signal::open(&conf(url)).is_err(), "{url}");
    }
    assert!(
        Signal::open(&config::Signal { account: Some("2135550100".into()), ..conf("http://127.0.0.1:1") }).is_err()
    );
    let behind = Signal::open(&conf("https://signal.example.org/x/")).unwrap();
    assert_eq!(behind.at("/api/v1/rpc").as_str(), "https://signal.example.org/x/api/v1/rpc");
}

#[tokio::test]
async fn without_settings_messages_land_in_the_outbox_or_nowhere() {
    let to = Number::parse("+12135550142").unwrap();
    let house = TestHouse::new();
    assert_eq!(send(&house.app, &note(&to)).await, Outcome::Sent);
    let slips = house.app.part::<Outbox>().of(Channel::Signal, 9);
    assert_eq!((slips.len(), slips[0].to_masked.as_str(), slips[0].body.as_str()), (1, "···0142", "ALERTA verificada"));
    let house = TestHouse::with(|config| config.nothing_leaves = false);
    assert_eq!(send(&house.app, &note(&to)).await, Outcome::ShutOut);
}
