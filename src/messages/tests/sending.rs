//! Letters on their way, with a provider that misbehaves.

use super::super::{Fate, Outbox, Route, Why, letter, store};
use super::*;
use crate::ground::Refused;

/// A house with Twilio at a fake provider, and the thread of somebody who has written.
async fn twilio_house(fake: &Fake) -> (TestHouse, Id<Thread>) {
    let house = TestHouse::with(with_twilio(&fake.base));
    texts(&house, ANA, "SM1", "una van").await;
    let thread = newest_thread(&house.app).await;
    (house, thread)
}

async fn phone_house(fake: &Fake) -> (TestHouse, Id<Thread>) {
    let house = TestHouse::with(with_android(&fake.base));
    assert_eq!(phone_posts(&house, &received("e1", ANA, "una van"), SIGNING_KEY, 0).await.status, 200);
    let thread = newest_thread(&house.app).await;
    (house, thread)
}

fn field<'b>(body: &'b str, name: &str) -> Option<std::borrow::Cow<'b, str>> {
    form_urlencoded::parse(body.as_bytes()).find(|(known, _)| known == name).map(|(_, value)| value)
}

#[tokio::test]
async fn a_letter_goes_to_twilio_as_its_documentation_says_and_its_news_come_back() {
    let fake = Fake::start([]).await;
    let (house, thread) = twilio_house(&fake).await;
    write_to(&house.app, thread, "¿Sigue ahí?").await.unwrap();
    house.run(&[crate::messages::WORKER]).await;
    let seen = fake.seen();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].path, "/2010-04-01/Accounts/AC123/Messages.json");
    assert_eq!(seen[0].authorization, format!("Basic {}", STANDARD.encode(format!("AC123:{TOKEN}"))));
    assert_eq!(field(&seen[0].body, "To").unwrap(), ANA);
    assert_eq!(field(&seen[0].body, "From").unwrap(), "+12135550100");
    assert_eq!(field(&seen[0].body, "Body").unwrap(), "¿Sigue ahi?");
    assert_eq!(counts(&house.app).await.sent, 1);

    let callback = field(&seen[0].body, "StatusCallback").unwrap().into_owned();
    let path = callback.strip_prefix(ORIGIN).unwrap();
    for (status, delivered, failed) in [("queued", 0, 0), ("delivered", 1, 0), ("sent", 1, 0), ("undelivered", 1, 0)] {
        let fields = [("MessageSid", "SM9"), ("MessageStatus", status), ("To", ANA)];
        assert_eq!(twilio_posts(&house, path, TOKEN, &fields).await.status, StatusCode::OK);
        let counts = counts(&house.app).await;
        assert_eq!((counts.delivered, counts.failed), (delivered, failed), "{status}");
    }
    let other = path.replace("letter=", "letter=00");
    let fields = [("MessageSid", "SM9"), ("MessageStatus", "failed")];
    assert_eq!(twilio_posts(&house, &other, TOKEN, &fields).await.status, StatusCode::OK, "nobody's news");
    assert!(inbound(&house.app).await.len() == 1, "news are no texts");
}

#[tokio::test]
async fn a_busy_provider_is_tried_again_when_it_said() {
    let fake = Fake::start([Reply::Says(429, Some(120), r#"{"code":20429}"#), Reply::Says(500, None, "oops")]).await;
    let (house, thread) = twilio_house(&fake).await;
    write_to(&house.app, thread, "hola").await.unwrap();
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!(fake.posts(), 1);
    house.later_minutes(1);
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!(fake.posts(), 1, "two minutes were asked for");
    house.later_minutes(1);
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!(fake.posts(), 2);
    house.later_minutes(1);
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!((fake.posts(), counts(&house.app).await.sent), (3, 1));
    house.later_minutes(60);
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!(fake.posts(), 3, "what was sent is not sent again");
}

#[tokio::test]
async fn tries_end_and_what_may_have_arrived_is_called_unknown() {
    for (reply, fate) in [(Reply::Says(503, None, ""), Fate::Failed), (Reply::Hangs, Fate::Unknown)] {
        let fake = Fake::start(std::iter::repeat_n(reply, 40)).await;
        let (house, thread) = twilio_house(&fake).await;
        write_to(&house.app, thread, "hola").await.unwrap();
        for _ in 0..15 {
            house.run(&[crate::messages::WORKER]).await;
            house.later_minutes(31);
        }
        assert_eq!(fake.posts(), 12, "{fate:?}");
        let counts = counts(&house.app).await;
        assert_eq!(
            (counts.failed, counts.unknown, counts.queued),
            match fate {
                Fate::Failed => (1, 0, 0),
                _ => (0, 1, 0),
            }
        );
    }
}

#[tokio::test]
async fn a_provider_that_hangs_does_not_hold_up_the_others() {
    let fake = Fake::start([Reply::Hangs]).await;
    let (house, ana) = twilio_house(&fake).await;
    texts(&house, BETO, "SM2", "otra van").await;
    let beto = newest_thread(&house.app).await;
    write_to(&house.app, ana, "hola Ana").await.unwrap();
    write_to(&house.app, beto, "hola Beto").await.unwrap();
    house.run(&[crate::messages::WORKER]).await;
    let counts = counts(&house.app).await;
    assert_eq!((counts.sent, counts.queued), (1, 1));
}

#[tokio::test]
async fn a_provider_in_trouble_is_asked_gently() {
    let fake = Fake::start(std::iter::repeat_n(Reply::Says(429, None, ""), 8)).await;
    let (house, _) = twilio_house(&fake).await;
    for at in 0..20 {
        texts(&house, &format!("+1213555{:04}", 1_000 + at), &format!("SMx{at}"), "una van").await;
        write_to(&house.app, newest_thread(&house.app).await, "hola").await.unwrap();
    }
    (super::super::WORKER.pass)(house.app.clone()).await.unwrap();
    assert_eq!(fake.posts(), 8, "the other twelve wait for the next pass");
    (super::super::WORKER.pass)(house.app.clone()).await.unwrap();
    assert_eq!((fake.posts(), counts(&house.app).await.sent), (20, 12));
}

#[tokio::test]
async fn a_conversation_keeps_its_order_when_the_first_letter_fails() {
    let fake = Fake::start([Reply::Says(500, None, "")]).await;
    let (house, thread) = twilio_house(&fake).await;
    write_to(&house.app, thread, "one").await.unwrap();
    write_to(&house.app, thread, "two").await.unwrap();
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!(fake.posts(), 1, "the second waits for the first");
    house.later_minutes(1);
    house.run(&[crate::messages::WORKER]).await;
    let bodies: Vec<String> = fake.seen().iter().map(|seen| field(&seen.body, "Body").unwrap().into_owned()).collect();
    assert_eq!(bodies, ["one", "one", "two"]);
}

#[tokio::test]
async fn what_the_provider_refuses_is_not_tried_again() {
    let refusal = r#"{"code":21211,"message":"The 'To' number +12135550142 is not valid","status":400}"#;
    let fake = Fake::start([Reply::Says(400, None, refusal)]).await;
    let (house, thread) = twilio_house(&fake).await;
    write_to(&house.app, thread, "hola").await.unwrap();
    house.run(&[crate::messages::WORKER]).await;
    house.later_minutes(60);
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!((fake.posts(), counts(&house.app).await.failed), (1, 1));
    // Redirects lead elsewhere with a number in hand: they count as "not now" and are not followed.
    fake.then(Reply::Says(307, None, ""));
    write_to(&house.app, thread, "hola").await.unwrap();
    house.run(&[crate::messages::WORKER]).await;
    assert!(fake.seen().iter().all(|seen| seen.path != "/elsewhere"));
    assert_eq!(counts(&house.app).await.queued, 1);
}

#[tokio::test]
async fn an_opt_out_that_only_the_provider_knew_of_is_learnt() {
    let fake = Fake::start([Reply::Says(400, None, r#"{"code":21610,"status":400}"#)]).await;
    let (house, thread) = twilio_house(&fake).await;
    write_to(&house.app, thread, "one").await.unwrap();
    write_to(&house.app, thread, "two").await.unwrap();
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!((fake.posts(), counts(&house.app).await.dropped), (1, 2));
    let out = house.app.db.read("opted out", move |tx| store::is_opted_out(tx, thread)).await.unwrap();
    assert!(out);
}

#[tokio::test]
async fn wrong_settings_cost_no_letter() {
    let fake = Fake::start([Reply::Says(401, None, r#"{"code":20003}"#), Reply::Says(404, None, "")]).await;
    let (house, thread) = twilio_house(&fake).await;
    write_to(&house.app, thread, "hola").await.unwrap();
    for _ in 0..3 {
        house.run(&[crate::messages::WORKER]).await;
        house.later_minutes(5);
    }
    assert_eq!((fake.posts(), counts(&house.app).await.sent), (3, 1));
}

#[tokio::test]
async fn the_phone_gets_a_letter_once_though_its_answer_is_lost() {
    let fake = Fake::start([Reply::TakesAndHangs]).await;
    let (house, thread) = phone_house(&fake).await;
    write_to(&house.app, thread, "¿Sigue ahí?").await.unwrap();
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!(counts(&house.app).await.queued, 1);
    house.later_minutes(1);
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!((fake.posts(), fake.has(), counts(&house.app).await.sent), (1, 1, 1));

    let seen = &fake.seen()[0];
    assert_eq!(seen.path, "/message");
    assert_eq!(seen.authorization, format!("Basic {}", STANDARD.encode("sms:pass")));
    let body: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(body["textMessage"]["text"], "¿Sigue ahi?");
    assert_eq!(body["phoneNumbers"], json!([ANA]));
    assert_eq!(body["withDeliveryReport"], true);

    let id = body["id"].as_str().unwrap();
    let news = json!({"event": "sms:delivered", "id": "e9", "payload": {"messageId": id, "phoneNumber": ANA}});
    assert_eq!(phone_posts(&house, &news.to_string(), SIGNING_KEY, 0).await.status, StatusCode::OK);
    assert_eq!(counts(&house.app).await.delivered, 1);
}

#[tokio::test]
async fn a_phone_that_hangs_without_the_letter_gets_it_again_and_a_known_id_is_a_success() {
    let fake = Fake::start([Reply::Hangs, Reply::Says(409, None, "")]).await;
    let (house, thread) = phone_house(&fake).await;
    write_to(&house.app, thread, "hola").await.unwrap();
    house.run(&[crate::messages::WORKER]).await;
    house.later_minutes(1);
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!((fake.posts(), counts(&house.app).await.sent), (2, 1));
}

#[tokio::test]
async fn a_letter_that_waited_for_a_day_is_not_sent() {
    let fake = Fake::start([]).await;
    let (house, thread) = twilio_house(&fake).await;
    write_to(&house.app, thread, "hola").await.unwrap();
    house.later_minutes(60 * 24);
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!((fake.posts(), counts(&house.app).await.failed), (0, 1));
    let why = house.app.db.read("why", |tx| tx.value::<String>("SELECT why FROM message_letter", &[])).await.unwrap();
    assert_eq!(why, Why::TooLate.code());
}

#[tokio::test]
async fn a_clock_that_is_set_back_holds_no_letter_up() {
    let fake = Fake::start([Reply::Says(503, None, "")]).await;
    let (house, thread) = twilio_house(&fake).await;
    write_to(&house.app, thread, "hola").await.unwrap();
    house.later_minutes(-180);
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!(fake.posts(), 1, "it was made later than now");
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!(fake.posts(), 1, "and waits for its second try as ever");
    house.later_minutes(-180);
    house.run(&[crate::messages::WORKER]).await;
    assert_eq!((fake.posts(), counts(&house.app).await.sent), (2, 1), "no letter waits for hours");
}

#[tokio::test]
async fn letters_of_the_demo_land_in_its_outbox_whatever_is_set() {
    let fake = Fake::start([]).await;
    let house = TestHouse::with(|config| {
        config.demo = true;
        with_android(&fake.base)(config);
    });
    assert_eq!(phone_posts(&house, &received("e1", ANA, "una van"), SIGNING_KEY, 0).await.status, 200);
    house.visitor(Lang::Es).open("/demo/outbox").await.says("Todavía no hay mensajes");
    write_to(&house.app, newest_thread(&house.app).await, "¿Sigue ahí?").await.unwrap();
    house.run(&[crate::messages::WORKER]).await;
    house.visitor(Lang::Es).open("/demo/outbox").await.says("Para ···0142").says("¿Sigue ahi?");
    assert!(fake.seen().is_empty());
}

/// The thread of somebody who wrote while there still was a provider.
async fn wrote_before(house: &TestHouse) -> Id<Thread> {
    house.text_in(Route::Twilio, ANA, "SM1", "una van").await;
    newest_thread(&house.app).await
}

#[tokio::test]
async fn without_a_provider_a_letter_is_not_sent_and_says_so_at_once() {
    for (nothing_leaves, fate, why, in_outbox) in
        [(false, Fate::Failed, Some(Why::NoProvider), 0), (true, Fate::Sent, None, 1)]
    {
        let house = TestHouse::with(|config| config.nothing_leaves = nothing_leaves);
        let thread = wrote_before(&house).await;
        write_to(&house.app, thread, "¿Sigue ahí?").await.unwrap();
        house.run(&[crate::messages::WORKER]).await;
        let became = house.app.db.read("became", move |tx| store::newest(tx, thread)).await.unwrap().unwrap();
        assert_eq!((became.fate, became.why), (fate, why));
        assert_eq!(house.app.part::<Outbox>().slips().len(), in_outbox);
        let unsent = house.app.db.read("unsent", store::without_provider).await.unwrap();
        assert_eq!(unsent == 1, !nothing_leaves);
        // Nothing waits, and nothing is kept of its words.
        let body = house.app.db.read("body", |tx| tx.value::<bool>("SELECT body IS NULL FROM message_letter", &[]));
        assert!(body.await.unwrap());
    }
}

#[tokio::test]
async fn letters_that_are_too_long_or_to_nobody_are_refused() {
    let house = TestHouse::new();
    let nobody = Id::<Thread>::unordered();
    let refused = write_to(&house.app, nobody, "hola").await.unwrap_err();
    assert!(matches!(refused, Wrong::Refused(Refused { word: "messages-thread-forgotten" })));
    let (keys, now) = (house.app.keys.clone(), house.app.now());
    let long = "a".repeat(1_531);
    let tried = house.app.db.write("long", move |tx| letter(tx, &keys, nobody, &long, now)).await;
    assert!(matches!(tried, Err(Wrong::Refused(Refused { word: "messages-too-long" }))));
}
