//! Texts of a broadcast, followed to the phone: through the providers' signed doors, late, twice, forged, and by the thousands.

use futures_util::future::join_all;

use super::crowd::{alert, everyone, ledger, phones, release, send, subscribe};
use super::*;
use crate::messages::broadcast::{Missed, Progress};
use crate::messages::sending::{MessageKind, heard, parcel};
use crate::people::Role;
use crate::release::Message;
use crate::subscriptions::{Book, Carrier, Seat};

/// The address that the provider is to tell about its `n`-th text.
fn callback(fake: &Fake, n: usize) -> String {
    let seen = &fake.seen()[n];
    let (_, address) = form_urlencoded::parse(seen.body.as_bytes()).find(|(name, _)| name == "StatusCallback").unwrap();
    address.strip_prefix(ORIGIN).unwrap().to_owned()
}

fn path_of(app: &App, id: Id<Message>, seat: u32) -> String {
    format!("/hooks/sms/twilio?parcel={}", Id::<()>::from_bytes(parcel::name(&app.keys, id, Seat(seat))))
}

async fn tells(house: &TestHouse, path: &str, status: &str, code: &str) {
    let fields = [("MessageSid", "SM9"), ("MessageStatus", status), ("ErrorCode", code), ("To", ANA)];
    let page = twilio_posts(house, path, TOKEN, &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
}

/// Handed over, of those on the phone, did not arrive, unknown, to go.
async fn where_it_is(house: &TestHouse, id: Id<Message>) -> (u64, Option<u64>, u64, u64, u64) {
    let carried = ledger(&house.app, id, Carrier::Sms).await;
    let Progress { audience, sent, failed, unknown, open } = carried.progress;
    assert_eq!(audience, sent + failed + unknown + open);
    (sent, carried.delivered, failed, unknown, open)
}

/// A house with Twilio at a fake, and an alert that went to so many phones.
async fn told(fake: &Fake, people: usize) -> (TestHouse, Id<Message>) {
    let house = TestHouse::with(|config| {
        with_twilio(&fake.base)(config);
        config.sms.answer_ms = 20_000;
    });
    subscribe(&house.app, phones(people)).await;
    let id = alert(&house.app).await;
    send(&house).await;
    (house, id)
}

#[tokio::test]
async fn the_ledger_tells_which_texts_are_on_the_phone_and_which_were_lost() {
    let fake = Fake::start([]).await;
    let (house, id) = told(&fake, 6).await;
    assert_eq!(where_it_is(&house, id).await, (6, None, 0, 0, 0), "the control: nobody has told yet");
    let ana = house.member("Ana", &[Role::Dispatcher]).await;
    let page = ana.open(&format!("/sending/{id}")).await;
    page.does_not_say("en el teléfono:");
    for (n, status, code) in [
        (0, "queued", ""),
        (0, "sent", ""),
        (0, "delivered", ""),
        (1, "delivered", ""),
        (2, "undelivered", "30003"),
        (3, "failed", "30007"),
        (4, "sent", ""),
    ] {
        tells(&house, &callback(&fake, n), status, code).await;
    }
    assert_eq!(where_it_is(&house, id).await, (4, Some(2), 2, 0, 0));
    let page = ana.open(&format!("/sending/{id}")).await;
    page.says("en el teléfono: 2").says("No se llegó al teléfono: 1").says("Lo filtraron las compañías de teléfono: 1");
    ana.open("/sending").await.says("4 enviados").says("2 no llegaron");
    // Nothing of it is a text that came in, or a letter.
    assert!(inbound(&house.app).await.is_empty());
    assert_eq!(counts(&house.app).await, Counts::default());
}

#[tokio::test]
async fn the_phones_own_events_are_read_for_broadcasts_as_for_letters() {
    let fake = Fake::start([]).await;
    let house = TestHouse::with(|config| {
        with_android(&fake.base)(config);
        config.sms.answer_ms = 20_000;
    });
    subscribe(&house.app, phones(3)).await;
    let id = alert(&house.app).await;
    send(&house).await;
    let ids: Vec<String> = fake
        .seen()
        .iter()
        .map(|seen| serde_json::from_str::<serde_json::Value>(&seen.body).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    for (n, event) in [(0, "sms:sent"), (0, "sms:delivered"), (1, "sms:failed"), (2, "sms:sent"), (1, "sms:failed")] {
        let news = json!({"event": event, "id": "e9", "payload": {"messageId": ids[n], "phoneNumber": ANA}});
        assert_eq!(phone_posts(&house, &news.to_string(), SIGNING_KEY, 0).await.status, StatusCode::OK);
    }
    assert_eq!(where_it_is(&house, id).await, (2, Some(1), 1, 0, 0));
    let forged = json!({"event": "sms:delivered", "id": "e9", "payload": {"messageId": ids[2]}}).to_string();
    assert_eq!(phone_posts(&house, &forged, "another key", 0).await.status, StatusCode::FORBIDDEN);
    assert_eq!(where_it_is(&house, id).await, (2, Some(1), 1, 0, 0));
}

#[tokio::test]
async fn news_that_are_forged_late_twice_or_of_nobody_do_no_harm() {
    let fake = Fake::start([]).await;
    let (house, id) = told(&fake, 4).await;
    let path = callback(&fake, 0);
    let fields = [("MessageSid", "SM9"), ("MessageStatus", "delivered")];
    assert_eq!(twilio_posts(&house, &path, "another token", &fields).await.status, StatusCode::FORBIDDEN);
    // Names that we did not make: drawn, of another network, of another message.
    let other = TestHouse::new();
    let foreign = path_of(&other.app, id, 0);
    let drawn = format!("/hooks/sms/twilio?parcel={}", Id::<()>::unordered());
    for path in [foreign, drawn, path_of(&house.app, Id::unordered(), 0), "/hooks/sms/twilio?parcel=0".into()] {
        tells(&house, &path, "delivered", "").await;
    }
    assert_eq!(where_it_is(&house, id).await, (4, None, 0, 0, 0));
    // Out of order and twice: what is on the phone stays there, what was lost and arrives is there.
    for status in ["delivered", "sent", "delivered", "undelivered"] {
        tells(&house, &path, status, "").await;
    }
    for status in ["undelivered", "sent", "undelivered"] {
        tells(&house, &callback(&fake, 1), status, "30003").await;
    }
    assert_eq!(where_it_is(&house, id).await, (3, Some(1), 1, 0, 0));
    tells(&house, &callback(&fake, 1), "delivered", "").await;
    assert_eq!(where_it_is(&house, id).await, (4, Some(2), 0, 0, 0));
    // After its time, and after it is forgotten.
    house.later_minutes(60 * 24);
    tells(&house, &callback(&fake, 2), "delivered", "").await;
    assert_eq!(where_it_is(&house, id).await, (4, Some(3), 0, 0, 0));
    house.later_minutes(60 * 24 * 8);
    forget(&house.app).await;
    let rows = |sql: &'static str| house.app.db.read("rows", move |tx| tx.value::<i64>(sql, &[]));
    assert_eq!(rows("SELECT count(*) FROM broadcast_followed").await.unwrap(), 0, "it goes with its broadcast");
    tells(&house, &callback(&fake, 3), "delivered", "").await;
    assert_eq!(rows("SELECT count(*) FROM broadcast_followed").await.unwrap(), 0);
}

#[tokio::test]
async fn who_was_not_reached_still_hears_the_correction() {
    let fake = Fake::start([]).await;
    let (house, id) = told(&fake, 3).await;
    tells(&house, &callback(&fake, 0), "undelivered", "30003").await;
    tells(&house, &callback(&fake, 1), "delivered", "").await;
    let keys = house.app.keys.clone();
    let to = house.app.db.read("heard", move |tx| heard(tx, &keys, id)).await.unwrap();
    assert_eq!(to, everyone(&house.app), "a phone that was off may show it yet");
    release(&house.app, MessageKind::Correction, Some(id), to).await;
    send(&house).await;
    assert_eq!(fake.posts(), 6);
}

#[tokio::test]
async fn who_opted_out_at_the_provider_is_left_alone_as_after_stop() {
    let fake = Fake::start([]).await;
    let (house, id) = told(&fake, 2).await;
    for _ in 0..2 {
        tells(&house, &callback(&fake, 0), "failed", "21610").await;
    }
    Book::load(&house.app).await.unwrap();
    assert_eq!(house.app.part::<Book>().len(), 1);
    let out =
        house.app.db.read("out", |tx| tx.value::<i64>("SELECT count(*) FROM message_opt_out", &[])).await.unwrap();
    assert_eq!(out, 1, "letters to the number stop, too");
    assert_eq!(ledger(&house.app, id, Carrier::Sms).await.missed, [(Missed::OptedOut, 1)]);
    house.later_minutes(2);
    alert(&house.app).await;
    send(&house).await;
    assert_eq!(fake.posts(), 3, "one of two");
}

#[tokio::test]
async fn a_lost_answer_is_no_second_text_where_the_provider_tells_that_it_has_it() {
    for (tells_of_it, posts) in [(true, 1), (false, 2)] {
        let fake = Fake::start([Reply::TakesAndHangs]).await;
        let house = TestHouse::with(with_twilio(&fake.base));
        subscribe(&house.app, phones(1)).await;
        let id = alert(&house.app).await;
        send(&house).await;
        assert_eq!((fake.posts(), where_it_is(&house, id).await.4), (1, 1), "it waits for another try");
        if tells_of_it {
            tells(&house, &callback(&fake, 0), "sent", "").await;
        }
        house.later_minutes(2);
        send(&house).await;
        assert_eq!((fake.posts(), where_it_is(&house, id).await.0), (posts, 1));
    }
}

#[tokio::test]
async fn five_thousand_callbacks_become_a_few_writes_and_a_restart_loses_none_that_was_answered() {
    const PEOPLE: u32 = 5_000;
    // The demo sends to nobody, and its doors are open: what counts here are the callbacks.
    let mut house = TestHouse::with(|config| {
        with_twilio("http://127.0.0.1:9")(config);
        config.demo = true;
    });
    subscribe(&house.app, phones(PEOPLE as usize)).await;
    let id = alert(&house.app).await;
    for _ in 0..6 {
        send(&house).await;
        house.later_minutes(1);
    }
    assert_eq!(where_it_is(&house, id).await, (5_000, None, 0, 0, 0));
    let seats: Vec<u32> = everyone(&house.app)[0].1.iter().collect();
    let (first, second) = seats.split_at(seats.len() / 2);
    let began = std::time::Instant::now();
    let mut writes = 0;
    for half in [first, second] {
        for some in half.chunks(500) {
            let mut bells = house.app.db.bells();
            let one = |seat: &u32| {
                let (path, lost) = (path_of(&house.app, id, *seat), seat.is_multiple_of(10));
                let house = &house;
                async move {
                    tells(house, &path, "sent", "").await;
                    tells(house, &path, if lost { "undelivered" } else { "delivered" }, "30003").await;
                }
            };
            join_all(some.iter().map(one)).await;
            while let Ok(bell) = bells.try_recv() {
                writes += u32::from(bell == "ledger");
            }
        }
        house = house.again();
    }
    let lost = seats.iter().filter(|seat| seat.is_multiple_of(10)).count() as u64;
    assert_eq!(where_it_is(&house, id).await, (5_000 - lost, Some(5_000 - lost), lost, 0, 0));
    println!("10,000 callbacks in {:?} and {writes} writes", began.elapsed());
    assert!(writes <= 100, "{writes} writes");
}

#[tokio::test]
async fn the_demo_claims_no_phone_that_nobody_told_of() {
    let house = TestHouse::with(|config| config.demo = true);
    subscribe(&house.app, phones(3)).await;
    let id = alert(&house.app).await;
    send(&house).await;
    assert_eq!(where_it_is(&house, id).await, (3, None, 0, 0, 0));
    let page = house.member("Ana", &[Role::Dispatcher]).await.open(&format!("/sending/{id}")).await;
    page.does_not_say("en el teléfono:");
}

#[tokio::test]
async fn news_that_were_altered_are_left_out() {
    let fake = Fake::start([]).await;
    let (house, id) = told(&fake, 2).await;
    tells(&house, &callback(&fake, 0), "delivered", "").await;
    let alter = |tx: &crate::ground::db::Tx<'_>| tx.execute("UPDATE broadcast_followed SET seal = zeroblob(32)", &[]);
    house.app.db.write("alter", alter).await.unwrap();
    assert_eq!(where_it_is(&house, id).await, (2, None, 0, 0, 0));
    tells(&house, &callback(&fake, 1), "delivered", "").await;
    assert_eq!(where_it_is(&house, id).await, (2, Some(1), 0, 0, 0), "and what is told later counts again");
}
