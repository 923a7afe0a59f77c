//! Texts that come in, and those that only pretend to.

use axum::http::{Method, StatusCode};

use super::super::{Inbound, open_number, store};
use super::*;

const DOOR: &str = "/hooks/sms/twilio";

fn twilio_house() -> TestHouse {
    TestHouse::with(with_twilio("http://127.0.0.1:9"))
}

fn phone_house() -> TestHouse {
    TestHouse::with(with_android("http://127.0.0.1:9"))
}

#[tokio::test]
async fn a_text_comes_in_once_and_waits_sealed_for_the_rooms_below() {
    let house = twilio_house();
    let mut bells = house.app.db.bells();
    let page = texts(&house, ANA, "SM1", "¿Está aquí la migra? 6ta y Alvarado 🚨").await;
    assert_eq!(page.headers["content-type"], "text/xml; charset=utf-8");
    assert!(page.body.ends_with("<Response></Response>"), "{}", page.body);
    assert_eq!(bells.try_recv().unwrap(), "messages");

    let came = inbound(&house.app).await;
    assert_eq!(came.len(), 1);
    let (seq, Inbound { id, thread, at, has_pictures }) = came[0];
    assert_eq!((at, has_pictures), (NOON, false));
    assert_eq!(words(&house.app, id).await, "¿Está aquí la migra? 6ta y Alvarado 🚨");
    let keys = house.app.keys.clone();
    let number = house.app.db.read("number", move |tx| open_number(&keys, tx, thread)).await.unwrap();
    assert_eq!(number, ANA);
    let later = house.app.db.read("after", move |tx| store::inbound_after(tx, seq, 10)).await.unwrap();
    assert!(later.is_empty(), "the cursor moves on");
}

#[tokio::test]
async fn one_number_is_one_thread_however_and_by_whomever_it_is_written() {
    let house = TestHouse::with(|config| {
        with_twilio("http://127.0.0.1:9")(config);
        with_android("http://127.0.0.1:9")(config);
    });
    texts(&house, ANA, "SM1", "uno").await;
    assert_eq!(phone_posts(&house, &received("e1", "(213) 555-0142", "dos"), SIGNING_KEY, 0).await.status, 200);
    texts(&house, BETO, "SM2", "otra persona").await;
    let came = inbound(&house.app).await;
    assert_eq!(came[0].1.thread, came[1].1.thread);
    assert_ne!(came[0].1.thread, came[2].1.thread);
}

#[tokio::test]
async fn a_message_that_comes_again_makes_nothing_new_not_even_years_later() {
    let house = twilio_house();
    texts(&house, ANA, "SM1", "una van").await;
    texts(&house, ANA, "SM1", "una van").await;
    assert_eq!(inbound(&house.app).await.len(), 1);
    house.later_minutes(60 * 24 * 90);
    assert!(forget(&house.app).await > 0);
    assert!(inbound(&house.app).await.is_empty());
    // Twilio signs no time: the captured request is still well signed. Its id is what gives it away.
    texts(&house, ANA, "SM1", "una van").await;
    assert!(inbound(&house.app).await.is_empty());
    texts(&house, ANA, "SM2", "otra van").await;
    assert_eq!(inbound(&house.app).await.len(), 1, "the control: a new message still comes in");
}

#[tokio::test]
async fn forged_and_altered_requests_are_refused_as_a_problem() {
    let house = twilio_house();
    let fields = [("From", ANA), ("MessageSid", "SM1"), ("Body", "una van")];
    let wrong_token = twilio_posts(&house, DOOR, "someone elses token", &fields).await;
    assert_eq!(wrong_token.status, StatusCode::FORBIDDEN);
    assert_eq!(wrong_token.headers["content-type"], "application/problem+json");
    assert!(wrong_token.body.contains("firma"), "{}", wrong_token.body);

    let visitor = house.visitor(Lang::En);
    let unsigned = visitor.post(DOOR, &fields).await;
    assert_eq!(unsigned.status, StatusCode::FORBIDDEN);
    // A good signature on another body: what a listener on the way could try.
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, TOKEN.as_bytes());
    let signed = format!("{ORIGIN}{DOOR}Bodyuna vanFrom{ANA}MessageSidSM1");
    let tag = STANDARD.encode(hmac::sign(&key, signed.as_bytes()));
    let kind = Some("application/x-www-form-urlencoded");
    let headers = [("x-twilio-signature", tag.as_str())];
    let send = |body: &'static str| visitor.send_with(Method::POST, DOOR, kind, &headers, body.into());
    assert_eq!(send("From=%2B13235550177&MessageSid=SM1&Body=una+van").await.status, StatusCode::FORBIDDEN);
    assert_eq!(send("From=%2B12135550142&MessageSid=SM1&Body=una+vaN").await.status, StatusCode::FORBIDDEN);
    assert!(inbound(&house.app).await.is_empty());
    assert_eq!(send("From=%2B12135550142&MessageSid=SM1&Body=una+van").await.status, StatusCode::OK, "the control");
    assert_eq!(inbound(&house.app).await.len(), 1);
}

#[tokio::test]
async fn doors_of_providers_that_are_not_configured_do_not_exist() {
    let house = TestHouse::new();
    let fields = [("From", ANA), ("MessageSid", "SM1"), ("Body", "una van")];
    assert_eq!(twilio_posts(&house, DOOR, TOKEN, &fields).await.status, StatusCode::NOT_FOUND);
    assert_eq!(phone_posts(&house, &received("e1", ANA, "x"), SIGNING_KEY, 0).await.status, StatusCode::NOT_FOUND);
    let house = twilio_house();
    assert_eq!(house.visitor(Lang::Es).open(DOOR).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let long = "x".repeat(70_000);
    let fields = [("From", ANA), ("MessageSid", "SM1"), ("Body", long.as_str())];
    assert_eq!(twilio_posts(&house, DOOR, TOKEN, &fields).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let no_id = twilio_posts(&house, DOOR, TOKEN, &[("From", ANA), ("Body", "una van")]).await;
    assert_eq!(no_id.status, StatusCode::BAD_REQUEST);
    assert!(inbound(&house.app).await.is_empty());
}

#[tokio::test]
async fn the_phones_events_come_in_signed_fresh_and_once() {
    let house = phone_house();
    let body = received("e1", "2135550142", "una van\u{0} en la 6ta");
    assert_eq!(phone_posts(&house, &body, SIGNING_KEY, 0).await.status, StatusCode::OK);
    assert_eq!(phone_posts(&house, &body, SIGNING_KEY, -299).await.status, StatusCode::OK, "the phone repeats itself");
    let came = inbound(&house.app).await;
    assert_eq!(came.len(), 1);
    assert_eq!(words(&house.app, came[0].1.id).await, "una van en la 6ta");

    let newer = r#"{"event":"sms:received","id":"e2","payload":{"messageId":"m","sender":"+12135550142","recipient":null,"message":"otra"}}"#;
    for (off_seconds, key, status) in
        [(-301, SIGNING_KEY, 403), (301, SIGNING_KEY, 403), (0, "another key", 403), (0, SIGNING_KEY, 200)]
    {
        assert_eq!(phone_posts(&house, newer, key, off_seconds).await.status, status, "{off_seconds} {key}");
    }
    assert_eq!(inbound(&house.app).await.len(), 2);
    let unsigned = house.visitor(Lang::En).send(Method::POST, "/hooks/sms/android", None, newer.into()).await;
    assert_eq!(unsigned.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn events_that_are_not_for_us_are_thanked_for_and_broken_ones_are_not() {
    let house = phone_house();
    let ping = r#"{"deviceId":"d","event":"system:ping","id":"e1","payload":{"health":{}},"webhookId":"w"}"#;
    assert_eq!(phone_posts(&house, ping, SIGNING_KEY, 0).await.status, StatusCode::OK);
    let unknown = r#"{"event":"sms:sent","id":"e2","payload":{"messageId":"not ours","phoneNumber":"+12135550142"}}"#;
    assert_eq!(phone_posts(&house, unknown, SIGNING_KEY, 0).await.status, StatusCode::OK);
    for broken in ["", "[]", "{\"event\":1}", "not json"] {
        assert_eq!(phone_posts(&house, broken, SIGNING_KEY, 0).await.status, StatusCode::BAD_REQUEST, "{broken}");
    }
    for from in ["72345", "AMAZON", ""] {
        assert_eq!(phone_posts(&house, &received(from, from, "code 123456"), SIGNING_KEY, 0).await.status, 200);
    }
    assert!(inbound(&house.app).await.is_empty(), "nobody is behind a short code");
}

#[tokio::test]
async fn a_text_with_nothing_but_a_picture_is_answered_and_not_kept() {
    let house = TestHouse::with(|config| {
        with_twilio("http://127.0.0.1:9")(config);
        config.name = "Red".into();
    });
    let fields = [("From", ANA), ("MessageSid", "MM1"), ("Body", ""), ("NumMedia", "1"), ("MediaUrl0", "https://x/1")];
    assert_eq!(twilio_posts(&house, DOOR, TOKEN, &fields).await.status, StatusCode::OK);
    assert!(inbound(&house.app).await.is_empty());
    assert_eq!(counts(&house.app).await.queued, 1);
    let fields = [("From", ANA), ("MessageSid", "MM2"), ("Body", "una van"), ("NumMedia", "1")];
    twilio_posts(&house, DOOR, TOKEN, &fields).await;
    assert_eq!(inbound(&house.app).await.len(), 1, "words beside a picture are kept");
}

/// The phone's inbox again, under another name: what came live is not obeyed a second time.
#[tokio::test]
async fn a_batch_brings_nothing_that_came_before() {
    let house = phone_house();
    let batch = r#"{"event":"sms:batch:received","id":"e3","payload":{"messages":[{"messageId":"m3","sender":"+13235550177","message":"ALTO"}]}}"#;
    assert_eq!(phone_posts(&house, batch, SIGNING_KEY, 0).await.status, StatusCode::OK);
    assert!(inbound(&house.app).await.is_empty());
    assert_eq!(counts(&house.app).await.queued, 0, "nobody is told that they left");
}

#[tokio::test]
async fn large_requests_of_strangers_wait_for_one_another_and_texts_for_none_of_them() {
    let house = phone_house();
    let held = crate::messages::hooks::hold_large().await;
    let text = received("+12135550142", "+12135550142", "una van");
    assert_eq!(phone_posts(&house, &text, SIGNING_KEY, 0).await.status, StatusCode::OK);
    let large = " ".repeat(70_000);
    let waits = phone_posts(&house, &large, SIGNING_KEY, 0);
    assert!(tokio::time::timeout(std::time::Duration::from_millis(200), waits).await.is_err(), "there is no room");
    drop(held);
    assert_eq!(phone_posts(&house, &large, SIGNING_KEY, 0).await.status, StatusCode::BAD_REQUEST, "now it is read");
}

#[tokio::test]
async fn a_picture_message_of_the_phones_comes_in_with_its_words() {
    let house = phone_house();
    let picture = "/9j/".repeat(60_000);
    let downloaded = format!(
        r#"{{"deviceId":"d","event":"mms:downloaded","id":"e1","webhookId":"w","payload":{{"messageId":"m1","sender":"+12135550142","recipient":null,
            "simNumber":1,"body":"una van en la 6ta","subject":null,"receivedAt":"2026-03-04T12:00:00.000-08:00",
            "attachments":[{{"partId":1,"contentType":"image/jpeg","name":"x.jpg","size":180000,"data":"{picture}"}}]}}}}"#
    );
    assert_eq!(phone_posts(&house, &downloaded, SIGNING_KEY, 0).await.status, StatusCode::OK);
    let notice = r#"{"event":"mms:received","id":"e2","payload":{"messageId":"m2","sender":"+13235550177","transactionId":"t","subject":"hola","size":9,"contentClass":"IMAGE_BASIC"}}"#;
    assert_eq!(phone_posts(&house, notice, SIGNING_KEY, 0).await.status, StatusCode::OK);
    let came = inbound(&house.app).await;
    assert_eq!(came.len(), 1, "a message that is still to be fetched has no words yet");
    let mut read = Vec::new();
    for (_, one) in &came {
        read.push(words(&house.app, one.id).await);
    }
    assert_eq!(read, ["una van en la 6ta"]);
    let wordless = r#"{"event":"mms:downloaded","id":"e4","payload":{"messageId":"m5","sender":"+13235550179","body":"","attachments":[{"partId":1,"contentType":"image/jpeg"}]}}"#;
    assert_eq!(phone_posts(&house, wordless, SIGNING_KEY, 0).await.status, StatusCode::OK);
    assert_eq!(counts(&house.app).await.queued, 1, "told that we cannot get pictures");
}
