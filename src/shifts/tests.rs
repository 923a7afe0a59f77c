//! Stories about being on duty: where, how coarsely, until when, and that nothing is left of it.

use super::{DUTY_HOURS, OnDuty, WORKERS, store};
use crate::demo;
use crate::ground::locale::Lang;
use crate::params;
use crate::people::Role;
use crate::testkit::{Browser, NOON, TestHouse};

const CORNER: &str = "Luna Street y 5th Street";

async fn town() -> TestHouse {
    let house = TestHouse::new();
    demo::furnish(&house.app).await.unwrap();
    house
}

async fn goes_on(browser: &Browser, near: &str, hours: &str) -> crate::testkit::Page {
    browser.open("/duty").await.press("Empezar mi turno", &[("near", near), ("hours", hours)]).await
}

/// Everyone on duty now.
async fn on(house: &TestHouse) -> Vec<OnDuty> {
    let now = house.app.now();
    house.app.db.read("on duty", move |tx| store::on_duty(tx, now)).await.unwrap()
}

/// Every row, whatever its time.
async fn rows(house: &TestHouse) -> i64 {
    house.app.db.read("rows", |tx| tx.value("SELECT count(*) FROM on_duty", params![])).await.unwrap()
}

#[tokio::test]
async fn a_duty_is_a_cell_and_an_area_until_its_hour_and_then_no_row() {
    let house = town().await;
    let vero = house.member("Vero", &[Role::Verifier]).await;
    vero.open("/duty").await.says("Mientras esté de turno");
    let page = goes_on(&vero, CORNER, "2").await;
    page.says("Está de turno").says("Brickyard").says("14:00").does_not_say("Luna");
    let duties = on(&house).await;
    let [duty] = duties.as_slice() else { panic!("{duties:?}") };
    assert_eq!((duty.since, duty.until, duty.lang), (NOON, NOON.plus_hours(2), Lang::Es));
    assert!(duty.cell.is_some());
    house.later_minutes(119);
    assert_eq!(on(&house).await.len(), 1);
    house.later_minutes(1);
    assert_eq!((on(&house).await.len(), rows(&house).await), (0, 1), "it is over on the minute, before any worker");
    vero.open("/duty").await.does_not_say("Está de turno");
    house.run(WORKERS).await;
    assert_eq!(rows(&house).await, 0);
}

#[tokio::test]
async fn an_area_is_enough_and_going_on_again_changes_place_and_hours() {
    let house = town().await;
    let vero = house.member("Vero", &[Role::Verifier]).await;
    goes_on(&vero, "Brickyard", "1").await.says("13:00");
    assert_eq!(on(&house).await[0].cell, None, "an area was named, and no cell is made up for it");
    house.later_minutes(10);
    goes_on(&vero, CORNER, "8").await.says("20:10");
    let duties = on(&house).await;
    assert_eq!((duties.len(), duties[0].since), (1, NOON), "one duty, since it began");
    assert!(duties[0].cell.is_some());
}

#[tokio::test]
async fn ending_it_leaves_no_row() {
    let house = town().await;
    let vero = house.member("Vero", &[Role::Verifier]).await;
    let page = goes_on(&vero, CORNER, "4").await;
    page.press("Terminar mi turno", &[]).await.says("Mientras esté de turno");
    assert_eq!(rows(&house).await, 0);
}

#[tokio::test]
async fn what_is_not_found_or_too_long_comes_back_with_the_words() {
    let house = town().await;
    let vero = house.member("Vero", &[Role::Verifier]).await;
    for (near, hours, words) in [
        ("un lugar que no existe xyz", "2", "No encontramos ese lugar"),
        ("", "2", "No encontramos ese lugar"),
        (CORNER, "24", "Elija cuántas horas"),
        (CORNER, "-2", "Elija cuántas horas"),
        (CORNER, "", "Elija cuántas horas"),
    ] {
        let page = goes_on(&vero, near, hours).await;
        assert_eq!(page.status, 422, "{near} {hours}");
        page.says(words);
        assert_eq!(page.count(&format!("input[name=near][value='{near}']")), 1, "the words are kept");
    }
    assert_eq!(rows(&house).await, 0);
    assert!(DUTY_HOURS.iter().all(|hours| *hours <= 8), "nobody is forgotten on duty overnight");
}

#[tokio::test]
async fn only_those_who_go_out_have_the_switch_and_nobody_gone_is_on_duty() {
    let house = town().await;
    let observer = house.member("Ojo", &[Role::Observer]).await;
    goes_on(&observer, CORNER, "8").await.says("Está de turno");
    for role in Role::ALL.iter().filter(|role| !super::GOERS.contains(role)) {
        let other = house.member(role.code(), &[*role]).await;
        assert_eq!(other.open("/duty").await.status, 404, "{}", role.code());
    }
    let id = house.member_id("Ojo").await;
    assert_eq!(on(&house).await.len(), 1);
    let now = house.app.now();
    let removed = house.app.db.write("remove", move |tx| crate::sign_in::accounts::remove(tx, id, now)).await;
    removed.unwrap();
    assert_eq!(on(&house).await, [], "a removed member is asked for nothing");
}
