//! An alert's texts as the providers get them.

use super::sending::{Wish, number};
use super::*;
use crate::messages::tests::{Fake, Reply, with_android, with_twilio};

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
