//! What goes by the clock: consent that runs out, and contacts that become unreadable.

use super::*;
use crate::ground::lasting::sealed_in;
use crate::ground::sealed::{Closed, Place};
use crate::retention;

#[tokio::test]
async fn a_test_message_without_an_answer_is_forgotten_after_a_day() {
    let house = town().await;
    let begun = subscribes(&house, &email("ana@example.org"), &everything()).await;
    house.later_minutes(5 * 60);
    sends_asks(&house).await;
    house.later_minutes(23 * 60);
    house.run(WORKERS).await;
    assert_eq!(rows(&house).await.len(), 1, "the day begins when the message went out");
    house.later_minutes(60);
    assert_eq!(opens(&house, &begun.link).await.status, 404, "also before the worker came by");
    assert!(matches!(confirms(&house, &begun.link).await, Err(Wrong::Refused(why)) if why.word == "subscribe-ran-out"));
    retention::forget(&house.app).await.unwrap();
    assert!(rows(&house).await.is_empty());
}

#[tokio::test]
async fn a_year_ends_unless_the_person_says_yes_again() {
    let house = town().await;
    let here = area(&house, "Plaza Vieja");
    let numbered = live(&house, &Contact::Sms(number(ANA)), &everything()).await;
    let mailed = live(&house, &email("ana@example.org"), &everything()).await;
    days(&house, 334);
    house.run(WORKERS).await;
    assert!(asks(&house).await.is_empty(), "not yet");
    days(&house, 1);
    house.run(WORKERS).await;
    let due = sends_asks(&house).await;
    assert_eq!(due.iter().filter(|ask| ask.again).count(), 2, "both are asked again");
    days(&house, 3);
    house.run(WORKERS).await;
    assert!(asks(&house).await.is_empty(), "and asked once");
    opens(&house, &mailed.link).await.says("Ya casi pasa un año").press("Sí, quiero seguir", &[]).await.says("Listo");
    days(&house, 30);
    assert_eq!(hear(&house, here).await, [mailed.seat.0], "who did not answer is forgotten");
    assert!(reached(&house, [numbered.seat.0]).await.is_empty());
    days(&house, 330);
    assert_eq!(hear(&house, here).await, [mailed.seat.0]);
}

#[tokio::test]
async fn contacts_are_sealed_anew_each_week_and_those_of_who_left_become_unreadable() {
    let house = town().await;
    let stays = live(&house, &email("ana@example.org"), &everything()).await;
    let leaves = live(&house, &email("luz@example.org"), &everything()).await;
    let read = house.app.db.read("rows", |tx| store::of_carrier(tx, Carrier::Email));
    let before = read.await.unwrap();
    let (keys, link) = (house.app.keys.clone(), leaves.link);
    house.app.db.write("leave", move |tx| super::super::leave(tx, &keys, &link)).await.unwrap();
    let week = sealed_in(&before[0].contact).unwrap();
    let key = house.app.config.data.join(format!("keys/lasting/week-{week}.key"));
    // An old copy of the row still opens as long as the key is there.
    let opens = |row: &store::Held| {
        let place = Place { purpose: "subscription contact", area: 0, row: row.id.bytes() };
        house.app.keys.open_lasting(&row.contact, place)
    };
    assert!(key.exists() && before.iter().all(|row| opens(row).is_ok()));
    days(&house, 8);
    retention::forget(&house.app).await.unwrap();
    assert!(!key.exists());
    assert!(before.iter().all(|row| matches!(opens(row), Err(Closed::Forgotten))), "in no copy any more");
    assert_eq!(reached(&house, [stays.seat.0]).await[0].contact, email("ana@example.org"), "who stays is reached");
    for _ in 0..10 {
        days(&house, 8);
        house.run(WORKERS).await;
    }
    assert_eq!(reached(&house, [stays.seat.0]).await[0].contact, email("ana@example.org"));
    let keys = std::fs::read_dir(house.app.config.data.join("keys/lasting")).unwrap().count();
    assert_eq!(keys, 1, "no old key stays");
}

#[tokio::test]
async fn a_row_whose_key_is_lost_is_nobodys_and_goes() {
    let house = town().await;
    let lost = live(&house, &email("ana@example.org"), &everything()).await;
    house.app.keys.drop_weeks_before(i64::MAX).unwrap();
    assert!(reached(&house, [lost.seat.0]).await.is_empty(), "it does not hold up the others");
    days(&house, 8);
    house.run(WORKERS).await;
    assert!(rows(&house).await.is_empty());
}

#[tokio::test]
async fn a_seat_is_never_given_twice() {
    let house = town().await;
    let mut seats = std::collections::HashSet::new();
    for at in 0..130 {
        let begun = subscribes(&house, &email(&format!("a{at}@example.org")), &everything()).await;
        assert!(seats.insert(begun.seat));
        let (keys, link) = (house.app.keys.clone(), begun.link);
        house.app.db.write("leave", move |tx| super::super::leave(tx, &keys, &link)).await.unwrap();
    }
    days(&house, 800);
    retention::forget(&house.app).await.unwrap();
    assert!(seats.insert(subscribes(&house, &email("b@example.org"), &everything()).await.seat));
    for sql in ["DELETE FROM subscription_page", "UPDATE subscription_page SET taken = 1"] {
        let tried = house.app.db.write("by hand", move |tx| tx.execute(sql, crate::params![])).await;
        assert!(tried.is_err(), "{sql}");
    }
}
