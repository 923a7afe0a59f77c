//! Texts of a broadcast through providers that misbehave.

use super::*;
use crate::messages::Outbox;
use crate::messages::tests::{ANA, Fake, Reply, with_android, with_twilio};
use crate::testkit::TestHouse;

/// How long a provider that hangs is waited for, and how long one that answers on a machine that is busy.
const SHORT_MS: u64 = 150;
const LONG_MS: u64 = 20_000;

async fn sent(house: &TestHouse, is_repeated: bool) -> Outcome {
    tells(house, is_repeated, false).await
}

async fn tells(house: &TestHouse, is_repeated: bool, is_followed: bool) -> Outcome {
    let to = Number::parse(ANA).unwrap();
    let (body, life_seconds) = ("VERIFICADO 7:38", None);
    send(&house.app, &Text { id: [7; 16], to: &to, body, is_repeated, life_seconds, is_followed }).await
}

#[tokio::test]
async fn a_text_says_until_when_it_may_arrive_within_what_providers_take() {
    let to = Number::parse(ANA).unwrap();
    let body = "VERIFICADO 7:38";
    let text = |life_seconds| Text { id: [7; 16], to: &to, body, is_repeated: false, life_seconds, is_followed: false };
    let fake = Fake::start([]).await;
    let twilio = TestHouse::with(with_twilio(&fake.base));
    let android = TestHouse::with(with_android(&fake.base));
    for (asked, validity, ttl) in [
        (None, None, 21_600),
        (Some(5_400), Some("5400"), 5_400),
        (Some(0), Some("1"), 5),
        (Some(100_000), Some("36000"), 21_600),
    ] {
        for house in [&twilio, &android] {
            assert_eq!(send(&house.app, &text(asked)).await, Outcome::Sent);
        }
        let seen = fake.seen();
        let [.., form, json] = seen.as_slice() else { panic!("two") };
        let found = url::form_urlencoded::parse(form.body.as_bytes()).find(|(name, _)| name == "ValidityPeriod");
        assert_eq!(found.as_ref().map(|(_, value)| value.as_ref()), validity, "{asked:?}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json.body).unwrap()["ttl"], ttl, "{asked:?}");
    }
}

#[tokio::test]
async fn a_text_goes_to_the_provider_and_a_broadcasts_text_asks_for_news() {
    let fake = Fake::start([]).await;
    let house = TestHouse::with(|config| {
        with_twilio(&fake.base)(config);
        config.sms.answer_ms = LONG_MS;
    });
    assert_eq!(sent(&house, false).await, Outcome::Sent);
    let seen = fake.seen();
    assert!(seen[0].body.contains("To=%2B12135550142") && seen[0].body.contains("Body=VERIFICADO+7%3A38"));
    assert!(!seen[0].body.contains("StatusCallback"));
    assert_eq!(tells(&house, false, true).await, Outcome::Sent);
    let news_to = "StatusCallback=https%3A%2F%2Fred.example%2Fhooks%2Fsms%2Ftwilio%3Fparcel%3D07070707-0707-0707-0707-070707070707";
    assert!(fake.seen()[1].body.contains(news_to), "{}", fake.seen()[1].body);
}

#[tokio::test]
async fn answers_are_read_for_a_broadcast() {
    for (reply, expected) in [
        (Reply::Says(400, None, r#"{"code":21610}"#), Outcome::Failed(Why::Gone)),
        (Reply::Says(400, None, r#"{"code":21211}"#), Outcome::Failed(Why::Gone)),
        (Reply::Says(400, None, r#"{"code":21408}"#), Outcome::Failed(Why::Refused)),
        (Reply::Says(401, None, r#"{"code":20003}"#), Outcome::ShutOut),
        (Reply::Says(429, Some(30), r#"{"code":20429}"#), Outcome::Later { wait_seconds: Some(30) }),
        (Reply::Says(503, None, ""), Outcome::Later { wait_seconds: None }),
        (Reply::Hangs, Outcome::Unclear),
    ] {
        let answer_ms = if expected == Outcome::Unclear { SHORT_MS } else { LONG_MS };
        let fake = Fake::start([reply]).await;
        let house = TestHouse::with(|config| {
            with_twilio(&fake.base)(config);
            config.sms.answer_ms = answer_ms;
        });
        assert_eq!(sent(&house, false).await, expected);
    }
    let house = TestHouse::with(with_twilio("http://127.0.0.1:9"));
    assert_eq!(sent(&house, false).await, Outcome::Later { wait_seconds: None });
}

#[tokio::test]
async fn the_phone_is_asked_before_a_text_is_handed_over_again() {
    let fake = Fake::start([Reply::TakesAndHangs]).await;
    let house = TestHouse::with(with_android(&fake.base));
    assert_eq!(sent(&house, false).await, Outcome::Unclear);
    assert_eq!(sent(&house, true).await, Outcome::Sent);
    assert_eq!((fake.posts(), fake.has()), (1, 1));
}

#[tokio::test]
async fn without_a_provider_texts_land_in_the_outbox_or_nowhere() {
    let house = TestHouse::new();
    assert_eq!(sent(&house, false).await, Outcome::Sent);
    let slips = house.app.part::<Outbox>().of(Channel::Sms, 9);
    assert_eq!((slips.len(), slips[0].to_masked.as_str()), (1, "···0142"));
    let house = TestHouse::with(|config| config.nothing_leaves = false);
    assert_eq!(sent(&house, false).await, Outcome::ShutOut);
    // From the demo nothing leaves, whatever is set.
    let fake = Fake::start([]).await;
    let house = TestHouse::with(|config| {
        with_twilio(&fake.base)(config);
        config.demo = true;
    });
    assert_eq!(sent(&house, false).await, Outcome::Sent);
    assert_eq!(fake.posts(), 0);
}
