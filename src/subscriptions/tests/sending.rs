//! What the sender asks and tells.

use super::*;
use crate::subscriptions::sending::ASK_TRIES_MAX;

#[tokio::test]
async fn only_live_ones_are_reached_each_with_its_own_link() {
    let house = town().await;
    let ana = live(&house, &email("ana@example.org"), &everything()).await;
    let luz = live(&house, &Contact::Signal(number(ANA)), &everything()).await;
    let asked = subscribes(&house, &email("sol@example.org"), &everything()).await;
    let found = reached(&house, [ana.seat.0, luz.seat.0, asked.seat.0, 4_000_000_000]).await;
    let mut links: Vec<_> = found.iter().map(|one| (one.seat, one.link.text())).collect();
    links.sort();
    let mut expected = vec![(ana.seat, ana.link.text()), (luz.seat, luz.link.text())];
    expected.sort();
    assert_eq!(links, expected);
}

#[tokio::test]
async fn a_row_that_was_moved_does_not_open() {
    let house = town().await;
    let ana = live(&house, &email("ana@example.org"), &everything()).await;
    let luz = live(&house, &email("luz@example.org"), &everything()).await;
    let (from, to) = (ana.seat.0, luz.seat.0);
    let swap = house.app.db.write("by hand", move |tx| {
        let sql =
            "UPDATE subscription SET contact = (SELECT contact FROM subscription WHERE seat = $1) WHERE seat = $2";
        tx.execute(sql, crate::params![from, to])
    });
    swap.await.unwrap();
    let found = reached(&house, [from, to]).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].seat, ana.seat, "nobody is told in another's place");
}

#[tokio::test]
async fn a_test_message_that_fails_forgets_who_never_said_yes_and_nobody_else() {
    let house = town().await;
    let new = subscribes(&house, &email("new@example.org"), &everything()).await;
    let old = live(&house, &email("old@example.org"), &everything()).await;
    house.later_minutes(11);
    subscribes(&house, &email("old@example.org"), &everything()).await;
    assert_eq!(asks(&house).await.len(), 2);
    for seat in [new.seat, old.seat] {
        ended(&house, seat, AskEnded::Failed).await;
    }
    assert!(asks(&house).await.is_empty());
    assert_eq!(rows(&house).await, [(old.seat.0, Carrier::Email, true)]);
    ended(&house, new.seat, AskEnded::Sent).await;
}

#[tokio::test]
async fn a_test_message_is_tried_again_ever_later_and_then_given_up() {
    let house = town().await;
    let begun = subscribes(&house, &email("ana@example.org"), &everything()).await;
    let mut waited = Vec::new();
    for _ in 1..ASK_TRIES_MAX {
        assert_eq!(asks(&house).await.len(), 1);
        ended(&house, begun.seat, AskEnded::Later { wait_seconds: None }).await;
        let mut minutes = 0;
        while asks(&house).await.is_empty() {
            house.later_minutes(1);
            minutes += 1;
        }
        waited.push(minutes);
    }
    assert_eq!(waited, [2, 4, 8, 16, 32]);
    ended(&house, begun.seat, AskEnded::Later { wait_seconds: None }).await;
    assert!(rows(&house).await.is_empty());

    let begun = subscribes(&house, &email("luz@example.org"), &everything()).await;
    ended(&house, begun.seat, AskEnded::Later { wait_seconds: Some(7_200) }).await;
    house.later_minutes(119);
    assert!(asks(&house).await.is_empty(), "the provider's own wait is kept");
    house.later_minutes(1);
    assert_eq!(asks(&house).await.len(), 1);
}

#[tokio::test]
async fn a_clock_that_is_set_back_holds_no_test_message_up() {
    let house = town().await;
    let begun = subscribes(&house, &email("ana@example.org"), &everything()).await;
    house.later_minutes(-180);
    assert_eq!(asks(&house).await.len(), 1, "it was wished for later than now");
    ended(&house, begun.seat, AskEnded::Later { wait_seconds: None }).await;
    assert!(asks(&house).await.is_empty(), "and waits for its second try as ever");
    days(&house, -2);
    assert_eq!(asks(&house).await.len(), 1);
}

#[tokio::test]
async fn stop_ends_all_of_a_number_and_nothing_else_and_start_begins_nothing() {
    let house = town().await;
    for contact in [Contact::Sms(number(ANA)), Contact::Signal(number(ANA)), Contact::Sms(number("3235550177"))] {
        live(&house, &contact, &everything()).await;
    }
    live(&house, &email("ana@example.org"), &everything()).await;
    let stop = || {
        let keys = house.app.keys.clone();
        house.app.db.write("stop", move |tx| super::super::leave_number(tx, &keys, &number(ANA)))
    };
    assert_eq!(stop().await.unwrap(), 2);
    assert_eq!(stop().await.unwrap(), 0, "said twice it is said once");
    let mut left: Vec<Carrier> = rows(&house).await.into_iter().map(|(_, carrier, _)| carrier).collect();
    left.sort();
    assert_eq!(left, [Carrier::Email, Carrier::Sms]);
    assert_eq!(hear(&house, area(&house, "Plaza Vieja")).await.len(), 2);
}

#[tokio::test]
async fn a_number_says_yes_by_text_only_where_it_was_asked() {
    let house = town().await;
    let yes = || {
        let (keys, now) = (house.app.keys.clone(), house.app.now());
        house.app.db.write("yes", move |tx| super::super::confirm_number(tx, &keys, &number(ANA), now))
    };
    assert_eq!(yes().await.unwrap(), None, "nobody asked: the text may answer something else");
    let mut english = everything();
    english.lang = Lang::En;
    let begun = subscribes(&house, &Contact::Sms(number(ANA)), &english).await;
    let own = Own { lang: Lang::En, link: begun.link };
    assert_eq!(yes().await.unwrap(), Some(own.clone()));
    assert_eq!(rows(&house).await, [(begun.seat.0, Carrier::Sms, true)]);
    assert_eq!(yes().await.unwrap(), None);
    days(&house, 340);
    house.run(WORKERS).await;
    sends_asks(&house).await;
    assert_eq!(yes().await.unwrap(), Some(own.clone()), "asked again near the end of the year");
    days(&house, 340);
    assert_eq!(reached(&house, [begun.seat.0]).await.len(), 1);
}

#[tokio::test]
async fn an_address_that_is_gone_is_forgotten() {
    let house = town().await;
    let ana = live(&house, &email("ana@example.org"), &everything()).await;
    let seat = ana.seat;
    for _ in 0..2 {
        house.app.db.write("gone", move |tx| super::super::gone(tx, seat)).await.unwrap();
    }
    assert!(rows(&house).await.is_empty());
}
