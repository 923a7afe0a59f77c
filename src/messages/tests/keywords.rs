//! STOP, START and HELP, in both languages.

use super::super::{Encoding, Outbox, Route, Taken, segments, store};
use super::*;

/// A text that arrives without a provider, as in the demo.
async fn says(house: &TestHouse, from: &str, mark: &str, words: &str) -> Taken {
    house.text_in(Route::Outbox, from, mark, words).await
}

/// The bodies that went out, oldest first.
async fn went_out(house: &TestHouse) -> Vec<String> {
    house.run(&[crate::messages::WORKER]).await;
    house.app.part::<Outbox>().slips().into_iter().rev().map(|slip| slip.body).collect()
}

#[tokio::test]
async fn who_says_stop_gets_one_answer_in_both_languages_and_then_nothing() {
    let house = TestHouse::new();
    says(&house, ANA, "1", "una van").await;
    let thread = newest_thread(&house.app).await;
    write_to(&house.app, thread, "queued before the wish").await.unwrap();
    assert_eq!(says(&house, ANA, "2", " ¡Alto! ").await, Taken::Keyword);
    assert_eq!(says(&house, ANA, "3", "STOP").await, Taken::Keyword);
    write_to(&house.app, thread, "queued after the wish").await.unwrap();
    let waiting = counts(&house.app).await;
    assert_eq!((waiting.queued, waiting.dropped), (2, 1), "what is not wanted is not even written down");

    let out = went_out(&house).await;
    assert_eq!(out.len(), 1, "{out:?}");
    assert!(out[0].contains("escriba ALTA") && out[0].contains("write START"), "{}", out[0]);
    let counts = counts(&house.app).await;
    assert_eq!((counts.dropped, counts.sent, counts.queued), (2, 1, 0));
    assert_eq!(inbound(&house.app).await.len(), 1, "a keyword is nobody's report");

    says(&house, ANA, "4", "hay otra van").await;
    assert_eq!(inbound(&house.app).await.len(), 2, "who wants no texts may still write");
}

#[tokio::test]
async fn start_opens_the_thread_again() {
    let house = TestHouse::new();
    says(&house, ANA, "1", "una van").await;
    let thread = newest_thread(&house.app).await;
    says(&house, ANA, "2", "baja").await;
    says(&house, ANA, "3", "alta").await;
    write_to(&house.app, thread, "¿Sigue ahí?").await.unwrap();
    let out = went_out(&house).await;
    assert_eq!(out.len(), 3, "{out:?}");
    assert_eq!(out[2], "¿Sigue ahi?");
}

#[tokio::test]
async fn the_wish_outlives_the_thread() {
    let house = TestHouse::new();
    says(&house, ANA, "1", "una van").await;
    let before = newest_thread(&house.app).await;
    says(&house, ANA, "2", "CANCELAR").await;
    assert_eq!(went_out(&house).await.len(), 1);
    house.later_minutes(60 * 24 * 40);
    assert!(forget(&house.app).await > 0);
    let gone = house.app.db.read("gone", move |tx| store::thread(tx, before)).await.unwrap();
    assert!(gone.is_none());

    says(&house, "(213) 555-0142", "3", "otra van").await;
    let after = newest_thread(&house.app).await;
    assert_ne!(before, after);
    write_to(&house.app, after, "¿Sigue ahí?").await.unwrap();
    assert_eq!(went_out(&house).await.len(), 1, "nothing new went out");
    says(&house, BETO, "4", "una van").await;
    write_to(&house.app, newest_thread(&house.app).await, "¿Sigue ahí?").await.unwrap();
    assert_eq!(went_out(&house).await.len(), 2, "the control: others are answered");
}

#[tokio::test]
async fn answers_fit_their_encoding_and_machines_that_answer_each_other_come_to_an_end() {
    let house = TestHouse::with(|config| {
        config.name = "Red de la Cuadra".into();
        config.hotline = "213 555 0100".into();
    });
    for (mark, words) in [("1", "AYUDA"), ("2", "stop"), ("3", "start")] {
        says(&house, ANA, mark, words).await;
    }
    for body in went_out(&house).await {
        let cost = segments(&body);
        assert_eq!(cost.encoding, Encoding::Gsm7, "{body}");
        assert!(cost.segments <= 3, "{} segments: {body}", cost.segments);
        assert!(body.starts_with("Red de la Cuadra"), "{body}");
    }
    let help = &went_out(&house).await[0];
    assert_eq!(help.matches("213 555 0100").count(), 2, "{help}");

    for mark in 0..20 {
        says(&house, BETO, &format!("b{mark}"), "help").await;
    }
    assert_eq!(went_out(&house).await.len(), 3 + 6);
    house.later_minutes(60 * 24);
    says(&house, BETO, "tomorrow", "help").await;
    assert_eq!(went_out(&house).await.len(), 3 + 7);
}

#[tokio::test]
async fn what_twilio_answers_itself_is_not_answered_twice() {
    let fake = Fake::start([]).await;
    let house = TestHouse::with(with_twilio(&fake.base));
    texts(&house, ANA, "SM1", "una van").await;
    let thread = newest_thread(&house.app).await;
    texts(&house, ANA, "SM2", "STOP").await;
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!(fake.posts(), 0, "a text after STOP would be error 21610");
    let out = house.app.db.read("opted out", move |tx| store::is_opted_out(tx, thread)).await.unwrap();
    assert!(out, "and it is known here too");
    texts(&house, BETO, "SM3", "BAJA").await;
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!(fake.posts(), 1, "the Spanish words are ours to answer");
}

#[tokio::test]
async fn twilios_own_reading_of_a_text_counts_and_a_yes_stays_an_answer() {
    let house = TestHouse::with(with_twilio("http://127.0.0.1:9"));
    texts(&house, ANA, "SM1", "una van").await;
    let thread = newest_thread(&house.app).await;
    let opted_out = || house.app.db.read("opted out", move |tx| store::is_opted_out(tx, thread));
    let say = |sid: &'static str, words: &'static str, kind: &'static str| {
        let fields = [("From", ANA), ("MessageSid", sid), ("Body", words), ("OptOutType", kind)];
        let house = &house;
        async move { twilio_posts(house, "/hooks/sms/twilio", TOKEN, &fields).await.status }
    };
    assert_eq!(say("SM2", "ya basta", "STOP").await, StatusCode::OK);
    assert!(opted_out().await.unwrap());
    assert_eq!(say("SM3", "Yes", "START").await, StatusCode::OK);
    assert!(!opted_out().await.unwrap());
    assert_eq!(inbound(&house.app).await.len(), 2, "the yes may answer a question");
    assert_eq!(counts(&house.app).await.queued, 0);
}
