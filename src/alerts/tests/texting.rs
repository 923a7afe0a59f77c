//! An alert's texts as the providers get them, and what is said beside them: how to say yes, to change, to leave.

use super::sending::{Wish, number};
use super::*;
use crate::messages::Outbox;
use crate::messages::tests::{Fake, Reply, with_android, with_twilio};
use crate::subscriptions::{self, Carrier, Contact, Kinds, Number, QuietHours, Subscription};

#[tokio::test]
async fn a_text_is_not_to_arrive_after_the_alert_is_over() {
    let fake = Fake::start([]).await;
    let town = Town::with(with_twilio(&fake.base)).await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    let before = fake.posts();
    town.out(Kind::Alert).await;
    town.house.later_minutes(20);
    town.house.run_workers().await;
    let seen = fake.seen();
    assert_eq!(seen.len(), before + 1);
    let body = &seen[before].body;
    assert!(body.contains("ValidityPeriod=4200"), "ninety minutes, less twenty: {body}");
}

#[tokio::test]
async fn the_phone_is_asked_before_an_alert_is_texted_again() {
    let fake = Fake::start([]).await;
    let town = Town::with(with_android(&fake.base)).await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    let (posts, has) = (fake.posts(), fake.has());
    fake.then(Reply::TakesAndHangs);
    town.out(Kind::Alert).await;
    town.house.run_workers().await;
    assert_eq!((fake.posts(), fake.has()), (posts + 1, has + 1), "the phone has it, and never said so");
    for _ in 0..3 {
        town.house.later_minutes(1);
        town.house.run_workers().await;
    }
    assert_eq!(fake.posts(), posts + 1, "it is asked, and not told again");
    town.house.member("Ana", &[Role::Dispatcher]).await.open("/sending").await.says("1 enviado");
}

#[tokio::test]
async fn signal_asks_for_no_answer_that_nobody_reads_and_carries_the_private_link() {
    for (lang, yes, says_yes, foot) in [
        (
            Lang::Es,
            "abra esta página y toque «Sí»",
            "Sí, quiero recibirlos",
            "Para cambiar lo que recibe, o darse de baja",
        ),
        (Lang::En, "open this page and press “Yes”", "Yes, I want them", "To change what you get, or to leave"),
    ] {
        let town = Town::new().await;
        let number = Contact::Signal(Number::parse("+12135550002").unwrap());
        let kinds = Kinds::of(&[subscriptions::Kind::Alerts]).unwrap();
        let choices = Subscription::new(vec![town.here()], lang, Carrier::Signal, kinds, QuietHours::NONE).unwrap();
        let (keys, now) = (town.house.app.keys.clone(), town.house.app.now());
        let asks = move |tx: &Tx<'_>| subscriptions::subscribe(tx, &keys, &number, &choices, now);
        let link = town.house.app.db.write("subscribe", asks).await.unwrap().link;
        town.house.run_workers().await;
        let url = format!("https://red.example.org/s/{}", link.text());
        let ask = town.house.app.part::<Outbox>().slips().remove(0).body;
        assert!(ask.contains(yes) && ask.contains(&url), "{ask}");
        for answer in ["Escriba", "Write", "ALTO", "STOP"] {
            assert!(!ask.contains(answer), "{ask}");
        }
        town.house.visitor(lang).open(&format!("/s/{}", link.text())).await.press(says_yes, &[]).await;
        town.house.run_workers().await;
        let before = town.count();
        let id = town.out(Kind::Alert).await;
        let left = town.left(before).await;
        let page = format!("https://red.example.org{}", crate::alerts::path(id, lang));
        assert!(left[0].1.contains(&page) && left[0].1.ends_with(&format!("{foot}: {url}")), "{left:?}");
    }
}
