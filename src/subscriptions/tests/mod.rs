//! Stories through the front door: the form, the private link, the sender's questions, the clock.

mod book;
mod canary;
mod clock;
mod form;
mod link;
mod push;
mod sending;

use super::sending::{Ask, Reached};
use super::{
    AskEnded, Book, Carrier, Channel, Contact, EmailAddress, Kind, Kinds, Number, Own, PrivateLink, PushAddress,
    QuietHours, Seat, Standing, Subscription, Touches, WORKERS, Where, register, store,
};
use crate::demo::city;
use crate::ground::Wrong;
use crate::ground::locale::Lang;
use crate::places::{self, AreaKey, Atlas, LandmarkKind, Resolution, Row};
use crate::testkit::{Page, TestHouse};
use roaring::RoaringBitmap;

const ANA: &str = "+12135550142";

/// A house in the made-up town, with e-mail and Signal.
async fn town() -> TestHouse {
    let house = TestHouse::with(|config| config.demo = true);
    let write = house.app.db.write("the town", |tx| {
        let areas = city::areas().map_err(|wrong| Wrong::Fault(wrong.into()))?;
        for area in areas.all() {
            places::store::put_area(tx, area)?;
        }
        for row in city::rows(&areas) {
            places::store::put_row(tx, &row)?;
        }
        // Two bakeries of one name, so that words may mean several places.
        for (across, up) in [(0.15, 0.15), (0.85, 0.85)] {
            let point = city::position(across, up);
            let area = areas.smallest_at(point.0, point.1).expect("an area").id;
            places::store::put_row(tx, &Row::landmark(LandmarkKind::Market, "Panadería Gemela", area, point))?;
        }
        Ok(())
    });
    write.await.unwrap();
    Atlas::reload(&house.app).await.unwrap();
    house.run(WORKERS).await;
    house
}

/// The area of this name.
fn area(house: &TestHouse, name: &str) -> AreaKey {
    match house.app.part::<Atlas>().resolve(name, None) {
        Resolution::One(place) => place.area,
        other => panic!("{name}: {other:?}"),
    }
}

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

fn email(text: &str) -> Contact {
    Contact::Email(EmailAddress::parse(text).unwrap())
}

/// Confirmed alerts everywhere, in Spanish, at any hour.
fn everything() -> Subscription {
    let kinds = Kinds::of(&[Kind::Alerts]).unwrap();
    Subscription::new(vec![Where::Everywhere], Lang::Es, Carrier::Sms, kinds, QuietHours::NONE).unwrap()
}

/// Someone subscribes, as the form does after it was checked.
async fn subscribes(house: &TestHouse, contact: &Contact, choices: &Subscription) -> register::Begun {
    let (keys, now, contact, choices) = (house.app.keys.clone(), house.app.now(), contact.clone(), choices.clone());
    let write = house.app.db.write("subscribe", move |tx| super::subscribe(tx, &keys, &contact, &choices, now));
    write.await.unwrap()
}

async fn confirms(house: &TestHouse, link: &PrivateLink) -> Result<(), Wrong> {
    let (keys, now, link) = (house.app.keys.clone(), house.app.now(), link.clone());
    house.app.db.write("confirm", move |tx| super::confirm(tx, &keys, &link, now)).await
}

/// Someone who said yes.
async fn live(house: &TestHouse, contact: &Contact, choices: &Subscription) -> register::Begun {
    let begun = subscribes(house, contact, choices).await;
    confirms(house, &begun.link).await.unwrap();
    begun
}

/// The test messages that are due now.
async fn asks(house: &TestHouse) -> Vec<Ask> {
    let (keys, now) = (house.app.keys.clone(), house.app.now());
    house.app.db.read("asks", move |tx| super::asks_due(tx, &keys, now, 100)).await.unwrap()
}

async fn ended(house: &TestHouse, seat: Seat, how: AskEnded) {
    let now = house.app.now();
    house.app.db.write("ended", move |tx| super::ask_ended(tx, seat, how, now)).await.unwrap();
}

/// The messages that are due are sent, and what they were.
async fn sends_asks(house: &TestHouse) -> Vec<Ask> {
    let due = asks(house).await;
    for ask in &due {
        ended(house, ask.seat, AskEnded::Sent).await;
    }
    due
}

async fn reached(house: &TestHouse, seats: impl IntoIterator<Item = u32>) -> Vec<Reached> {
    let (keys, seats) = (house.app.keys.clone(), seats.into_iter().collect::<RoaringBitmap>());
    house.app.db.read("reached", move |tx| super::reached(tx, &keys, &seats)).await.unwrap()
}

/// Who hears an ordinary alert about an area now, once the workers have been by.
async fn hear(house: &TestHouse, area: AreaKey) -> Vec<u32> {
    house.run(WORKERS).await;
    let seats = house.app.part::<Book>().audience(Touches::Area(area), Kind::Alerts, false, house.app.now());
    seats.iter().collect()
}

/// Every row: seat, carrier, whether it is live.
async fn rows(house: &TestHouse) -> Vec<(u32, Carrier, bool)> {
    let read = house.app.db.read("rows", |tx| {
        let mut all = Vec::new();
        for carrier in Carrier::ALL {
            let of = store::of_carrier(tx, *carrier)?;
            all.extend(of.iter().map(|row| (row.seat.0, *carrier, matches!(row.standing, Standing::Live { .. }))));
        }
        Ok(all)
    });
    read.await.unwrap()
}

/// The page behind a link.
async fn opens(house: &TestHouse, link: &PrivateLink) -> Page {
    house.visitor(Lang::En).open(&format!("/s/{}", link.text())).await
}

fn days(house: &TestHouse, days: i64) {
    house.later_minutes(days * 24 * 60);
}

#[tokio::test]
async fn every_answer_has_words_in_every_language() {
    let house = TestHouse::new();
    let mut asked: Vec<String> = Channel::ALL.iter().map(|one| one.word()).collect();
    asked.extend(Kind::ALL.iter().flat_map(|one| [one.word(), format!("{}-hint", one.word())]));
    asked.extend(super::Radius::ALL.iter().map(|one| one.word()));
    asked.extend(["every", "weekdays", "weekend"].map(|days| format!("subscribe-quiet-days-{days}")));
    asked.extend(["confirmed", "changed"].map(|done| format!("subscribe-mine-{done}")));
    for word in asked {
        for lang in Lang::ALL {
            assert!(house.app.words.has(lang, &word), "{word} has no words in {}", lang.code());
        }
    }
    assert!(!house.app.words.has(Lang::Es, "subscription-kind-gossip"), "a missing word is noticed");
}
