//! The end of a drill: one press by anyone who takes part, or the clock; everything of it is closed, and later forgotten.

use super::*;
use crate::ground::Wrong;
use crate::retention;
use crate::triage::State;

/// A drill in which Nopal is on the scene, a second card waits, and an alert is out.
async fn in_full_swing(house: &TestHouse) -> (Id<Drill>, Page) {
    coordinator(house).await;
    let id = drill(house, Scenario::Corner, WhoTakesPart::Everyone).await;
    let page = sends_eyes(house, &dispatcher(house).await).await;
    let phone = verifier(house, "Nopal").await;
    phone.open("/go").await.press("10 min", &[]).await.press("Ya llegué", &[]).await.says("Está en el lugar");
    house.later_minutes(3);
    house.run_workers().await;
    (id, page)
}

#[tokio::test]
async fn one_press_by_a_verifier_closes_everything_of_it() {
    let house = town().await;
    let (id, page) = in_full_swing(&house).await;
    let real = real_report(&house, "Campo Luna", Activity::Detaining).await;
    house.run_workers().await;
    let phone = verifier(&house, "Nopal").await;
    let over = phone.open("/go").await.press("Parar el simulacro: hay trabajo real", &[]).await;
    over.says("Este simulacro ya terminó").says("Se paró por trabajo real").says("Nopal");
    assert!(!is_running(&house).await);
    let closed = incident(&house, incident_in(&page)).await;
    assert!(matches!(closed.state(), State::Closed { .. }) && closed.people_out().is_empty());
    assert_eq!(count(&house, "SELECT count(*) FROM incident_out").await, 0, "nobody is out");
    assert_eq!(count(&house, "SELECT count(*) FROM card WHERE decided IS NULL AND drill IS NOT NULL").await, 0);
    assert_eq!(count(&house, "SELECT count(*) FROM card WHERE decided IS NULL").await, 1, "what is real waits on");
    let queue = dispatcher(&house).await.open("/queue").await;
    queue.does_not_say("Simulacro en curso").press("Tomar", &[]).await.press("pedir que vayan a ver", &[]).await;
    house.run_workers().await;
    let asked = verifier(&house, "Colibrí").await.open("/go").await;
    assert!(asked.count("[data-request]") == 1, "{}", asked.text());
    let reported = house.app.db.read("real", move |tx| reports::store::brief(tx, real)).await.unwrap().unwrap();
    assert_eq!(reported.stage, reports::Stage::LookingInto);
    // The second press finds it over.
    let again = ends(&house, &phone, id, "done").await;
    again.says("Se paró por trabajo real");
}

#[tokio::test]
async fn nothing_goes_on_after_the_end() {
    let house = town().await;
    let (id, page) = in_full_swing(&house).await;
    let (desk, phone) = (dispatcher(&house).await, verifier(&house, "Nopal").await);
    let card = count(&house, "SELECT count(*) FROM card WHERE decided IS NULL").await;
    assert_eq!(card, 1);
    ends(&house, &desk, id, "done").await.says("Terminó");
    let is_no = |page: &Page| page.status == 409 || page.status == 422 || page.status == 404;
    let token = house.form_token(&desk).await;
    for deed in ["eyes", "reopen", "close", "place"] {
        let fields = [("csrf", token.as_str()), ("do", deed), ("reason", "still_going_on"), ("place", CORNER)];
        let tried = desk.post(&page.path, &fields).await;
        assert!(is_no(&tried), "{deed}: {} {}", tried.status, tried.text());
    }
    let cards = house.app.db.read("cards", move |tx| triage_store::cards_of_drill(tx, id)).await.unwrap();
    for card in cards {
        for deed in ["undo", "eyes"] {
            let tried = desk.post(&format!("/queue/{}", card.id), &[("csrf", &token), ("do", deed)]).await;
            assert!(is_no(&tried), "{deed}: {} {}", tried.status, tried.text());
        }
    }
    let token = house.form_token(&phone).await;
    let go = format!("/go/{}", incident_in(&page));
    for deed in ["accept", "there", "give_up", "decline"] {
        let tried = phone.post(&go, &[("csrf", &token), ("do", deed), ("eta", "5")]).await;
        assert!(is_no(&tried), "{deed}: {} {}", tried.status, tried.text());
    }
    let steps = count(&house, "SELECT count(*) FROM incident_step").await;
    house.later_minutes(20);
    house.run_workers().await;
    assert_eq!(count(&house, "SELECT count(*) FROM incident_step").await, steps);
    desk.open(&page.path).await.says("Este simulacro ya terminó").does_not_say("Reabrir");
}

#[tokio::test]
async fn its_time_ends_it_and_the_page_tells_what_was_slow() {
    let house = town().await;
    coordinator(&house).await;
    let id = drill(&house, Scenario::Corner, WhoTakesPart::Everyone).await;
    house.later_minutes(5);
    let page = sends_eyes(&house, &dispatcher(&house).await).await;
    house.later_minutes(54);
    house.run_workers().await;
    assert!(is_running(&house).await);
    house.later_minutes(1);
    house.run_workers().await;
    assert!(!is_running(&house).await);
    let closed = incident(&house, incident_in(&page)).await;
    let last = closed.timeline().last().unwrap();
    assert_eq!((last.what.code(), last.who), ("drill_over", None), "nobody pressed anything");
    let told = coordinator(&house).await.open(&format!("/drills/{id}")).await;
    told.says("Se acabó el tiempo").says("5 min 0 s").says("más lento que la meta");
    house.later_minutes(48 * 60);
    retention::forget(&house.app).await.unwrap();
    let later = coordinator(&house).await.open(&format!("/drills/{id}")).await;
    later.says("5 min 0 s").says("Ceiba");
}

#[tokio::test]
async fn a_hundred_presses_at_once_end_it_once() {
    let house = town().await;
    let (id, _) = in_full_swing(&house).await;
    let by = house.member_id("Nopal").await;
    let press = || {
        let app = house.app.clone();
        let why = drills::EndedWhy::RealWork;
        house.app.db.write("end", move |tx| desk::end(tx, &app, id, Some(by), why))
    };
    let presses = futures_util::future::join_all((0..100).map(|_| press())).await;
    assert_eq!(presses.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let is_over = |wrong: &Wrong| matches!(wrong, Wrong::Refused(no) if no.word == "drill-refused-over");
    assert!(presses.iter().filter_map(|outcome| outcome.as_ref().err()).all(is_over));
}

#[tokio::test]
async fn after_thirty_days_nothing_is_left_and_no_number_ever_had_it() {
    let house = town().await;
    let (id, _) = in_full_swing(&house).await;
    verifier(&house, "Nopal").await.open("/go").await.follow("Decir qué encontré").await.press("Enviar", &ICE).await;
    real_report(&house, FAR_CORNER, Activity::Waiting).await;
    house.run_workers().await;
    ends(&house, &dispatcher(&house).await, id, "done").await;
    for days in [1, 3, 15, 10] {
        house.later_minutes(days * 24 * 60);
        retention::forget(&house.app).await.unwrap();
    }
    coordinator(&house).await.open(&format!("/drills/{id}")).await.says("Confirmado");
    house.later_minutes(2 * 24 * 60);
    retention::forget(&house.app).await.unwrap();
    assert_eq!(coordinator(&house).await.open(&format!("/drills/{id}")).await.status, 404);
    for table in [
        "SELECT count(*) FROM drill",
        "SELECT count(*) FROM drill_member",
        "SELECT count(*) FROM drill_step",
        "SELECT count(*) FROM report",
        "SELECT count(*) FROM card",
        "SELECT count(*) FROM incident",
        "SELECT count(*) FROM incident_step",
        "SELECT count(*) FROM incident_count",
        "SELECT count(*) FROM alert_count",
    ] {
        assert_eq!(count(&house, table).await, 0, "{table}");
    }
    assert_eq!(count(&house, "SELECT sum(count) FROM report_count").await, 1, "the real one");
    assert_eq!(count(&house, "SELECT count(*) FROM report_forgotten").await, 1, "the real one's receipt");
}
