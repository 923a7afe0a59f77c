//! What counts and what does not; what is counted once though it is read twice.

use super::*;
use crate::ground::{Moment, Wrong};
use crate::triage::{self, store as cards};

/// The card that waits, taken and then set aside: after so many seconds each.
async fn decided(house: &TestHouse, alias: &str, taken: i64, decided: i64) {
    let desk = dispatcher(house, alias).await;
    house.later_seconds(taken);
    let card = desk.open("/queue").await.press("Tomar", &[]).await;
    house.later_seconds(decided);
    let token = house.form_token(&desk).await;
    let no = [("csrf", token.as_str()), ("do", "no"), ("reason", "test"), ("upto", "999")];
    desk.post(&card.path, &no).await;
    house.run_workers().await;
}

#[tokio::test]
async fn a_flood_that_is_decided_at_once_counts_once_from_its_first_report() {
    let house = town().await;
    for _ in 0..20 {
        tells(&house, Channel::Web, CORNER).await;
        house.later_seconds(1);
    }
    decided(&house, "Ana", 5, 60).await;
    assert_eq!(took(&house).await, [(Step::Answered, 25, 1), (Step::Decided, 90, 1)]);
}

#[tokio::test]
async fn a_call_was_answered_before_it_was_entered_and_only_its_decision_counts() {
    let house = town().await;
    tells(&house, Channel::Phone, CORNER).await;
    decided(&house, "Ana", 30, 30).await;
    assert_eq!(took(&house).await, [(Step::Decided, 60, 1)]);
}

#[tokio::test]
async fn what_is_brought_in_from_the_past_never_waited() {
    let house = town().await;
    tells(&house, Channel::Replay, CORNER).await;
    decided(&house, "Ana", 30, 30).await;
    assert_eq!(took(&house).await, []);
}

#[tokio::test]
async fn a_place_that_nobody_knows_counts_without_an_area() {
    let house = town().await;
    tells(&house, Channel::Sms, "por la casa de mi tía").await;
    decided(&house, "Ana", 15, 5).await;
    assert_eq!(took(&house).await, [(Step::Answered, 15, 1), (Step::Decided, 20, 1)]);
    all_are_of(&counted(&house, false).await, None, 12);
    dispatcher(&house, "Ana").await.open("/board").await.says("Sin zona conocida");
}

#[tokio::test]
async fn what_is_let_go_taken_back_and_decided_again_counts_the_first_time_only() {
    let house = town().await;
    tells(&house, Channel::Web, CORNER).await;
    let ana = dispatcher(&house, "Ana").await;
    house.later_seconds(10);
    ana.open("/queue").await.press("Tomar", &[]).await.press("Soltar", &[]).await;
    decided(&house, "Eva", 60, 10).await;
    let once = [(Step::Answered, 10, 1), (Step::Decided, 90, 1)];
    assert_eq!(took(&house).await, once);
    ana.open("/queue").await.press("Deshacer", &[]).await;
    decided(&house, "Ana", 60, 60).await;
    assert_eq!(took(&house).await, once);
    let waiting = house.app.db.read("cards", cards::waiting).await.unwrap();
    assert_eq!(waiting.len(), 0, "it was decided again");
}

#[tokio::test]
async fn what_comes_while_somebody_reads_waits_for_itself() {
    let house = town().await;
    tells(&house, Channel::Web, CORNER).await;
    let ana = dispatcher(&house, "Ana").await;
    house.later_seconds(10);
    let card = ana.open("/queue").await.press("Tomar", &[]).await;
    house.later_seconds(20);
    tells(&house, Channel::Web, CORNER).await;
    house.later_seconds(30);
    let no = card.press("Descartar", &[("reason", "test")]).await;
    assert_eq!(no.status, 200, "{}", no.text());
    house.run_workers().await;
    assert_eq!(took(&house).await, [(Step::Answered, 10, 1), (Step::Decided, 60, 1)]);
    decided(&house, "Eva", 10, 5).await;
    let expected = [(Step::Answered, 10, 1), (Step::Answered, 40, 1), (Step::Decided, 50, 1), (Step::Decided, 60, 1)];
    assert_eq!(took(&house).await, expected);
}

#[tokio::test]
async fn a_pass_that_is_killed_between_counts_everything_once_afterwards() {
    let house = town().await;
    tells(&house, Channel::Web, CORNER).await;
    let (ana, from) = (dispatcher(&house, "Ana").await, house.app.now());
    house.later_seconds(10);
    ana.open("/queue").await.press("Tomar", &[]).await;
    // What a pass reads and writes, and then its transaction is lost.
    let waits = house.app.db.read("waits", |tx| triage::store::waits_after(tx, 0, 10)).await.unwrap();
    assert_eq!(waits.len(), 1);
    let (seq, slot) = (waits[0].0, Sample::of_triage(&waits[0].1).unwrap().slot(&house.app.config.zone()));
    let lost = house.app.db.write("killed", move |tx| {
        assert!(store::count(tx, "triage", (0, seq), &[slot])?);
        Err::<(), _>(Wrong::Busy)
    });
    lost.await.unwrap_err();
    assert_eq!(took(&house).await, [], "neither the count nor the cursor stayed");
    let both = tokio::join!(worker::count(&house.app), worker::count(&house.app));
    both.0.and(both.1).unwrap();
    assert_eq!(took(&house).await, [(Step::Answered, 10, 1)]);
    // A pass that read before the others wrote comes too late.
    let late = house.app.db.write("late", move |tx| store::count(tx, "triage", (0, seq), &[slot]));
    assert!(!late.await.unwrap());
    house.run(WORKERS).await;
    assert_eq!(took(&house).await, [(Step::Answered, 10, 1)]);
    assert_eq!(from.plus_seconds(10), house.app.now());
}

#[tokio::test]
async fn more_than_one_transaction_takes_is_counted_to_the_last() {
    let house = town().await;
    let made = house.app.db.write("many waits", |tx| {
        for number in 0..450_i64 {
            let since = Moment::from_seconds(1_772_654_400).plus_minutes(number);
            tx.execute(
                "INSERT INTO triage_wait (what, area, drill, since, at) VALUES ('decided', 7, 0, $1, $2)",
                crate::params![since, since.plus_seconds(100)],
            )?;
        }
        Ok(())
    });
    made.await.unwrap();
    worker::count(&house.app).await.unwrap();
    assert_eq!(took(&house).await.iter().map(|(.., count)| count).sum::<u64>(), 450);
}

#[tokio::test]
async fn days_become_months_and_only_a_handful_keeps_its_area() {
    let house = town().await;
    let (few, many) = (AreaKey(7), AreaKey(8));
    let samples = |area, count| vec![sample(&house, Step::Decided, area, 60); count];
    counts(&house, [samples(few, 4), samples(many, 5)].concat()).await;
    let areas = |sums: &[Sum]| sums.iter().map(|sum| (sum.area, sum.count)).collect::<Vec<_>>();
    let as_they_were = [(Some(few), 4), (Some(many), 5)];
    // From the 4th of March: the month has ended for four weeks on the 28th of April, and not the day before.
    house.later_minutes(54 * 24 * 60);
    worker::forget(&house.app).await.unwrap();
    assert_eq!(areas(&counted(&house, false).await), as_they_were);
    house.later_minutes(2 * 24 * 60);
    assert_eq!(worker::forget(&house.app).await.unwrap(), 2);
    assert_eq!(areas(&counted(&house, false).await), [(None, 4), (Some(many), 5)]);
    assert_eq!(worker::forget(&house.app).await.unwrap(), 0, "a month is folded once");
}
