//! Verifiers: who is asked, late answers, the cap, and what nobody may do.

use super::*;
use crate::triage::incident::State;

#[tokio::test]
async fn nobody_said_yes_so_more_are_asked() {
    let house = town().await;
    let mut phones = Vec::new();
    for number in 0..9 {
        phones.push(verifier(&house, &format!("Luz {number}"), CORNER).await);
    }
    let ana = dispatcher(&house, "Ana").await;
    let id = report(&house, CORNER, seen(Activity::Detaining)).await;
    let page = sends_eyes(&house, &ana, id).await;
    let asked = || async { incident(&house, incident_in(&page)).await.asked().len() };
    assert_eq!(asked().await, 3);
    house.later_minutes(2);
    house.run_workers().await;
    assert_eq!(asked().await, 3, "they have three minutes");
    house.later_minutes(1);
    house.run_workers().await;
    assert_eq!(asked().await, 8);
    house.later_minutes(3);
    house.run_workers().await;
    assert_eq!(asked().await, 9);
}

#[tokio::test]
async fn a_late_yes_is_used_and_enough_is_enough() {
    let house = TestHouse::with(|config| config.sent_people_max = 2);
    furnish(&house).await;
    let mut phones = Vec::new();
    for number in 0..3 {
        phones.push(verifier(&house, &format!("Luz {number}"), CORNER).await);
    }
    let ana = dispatcher(&house, "Ana").await;
    let id = report(&house, CORNER, seen(Activity::Detaining)).await;
    sends_eyes(&house, &ana, id).await;
    let late = phones[0].open("/go").await;
    late.press("No puedo", &[]).await.says("Dijo que no puede");
    phones[1].open("/go").await.press("5 min", &[]).await.says("Va en camino");
    // Declined, and now they can after all: long after the others answered.
    house.later_minutes(10);
    phones[0].open("/go").await.press("Voy", &[("eta_other", "25")]).await.says("Va en camino");
    let full = phones[2].open("/go").await;
    full.says("Ya va suficiente gente");
    assert_eq!(full.count("form[action^=\"/go/\"]"), 0);
    let (path, token) = (format!("/go/{}", open_id(&house).await), house.form_token(&phones[2]).await);
    let refused = phones[2].post(&path, &[("csrf", &token), ("eta", "5")]).await;
    assert_eq!(refused.status, 409);
    refused.says("Ya va suficiente gente");
}

async fn furnish(house: &TestHouse) {
    let write = house.app.db.write("the town", |tx| {
        let areas = city::areas().map_err(|wrong| crate::ground::Wrong::Fault(wrong.into()))?;
        areas.all().iter().try_for_each(|area| places::store::put_area(tx, area))?;
        city::rows(&areas).iter().try_for_each(|row| places::store::put_row(tx, row))
    });
    write.await.unwrap();
    Atlas::reload(&house.app).await.unwrap();
}

async fn open_id(house: &TestHouse) -> Id<Incident> {
    house.app.db.read("open", store::open_incidents).await.unwrap()[0].id
}

#[tokio::test]
async fn a_verifier_of_another_incident_finds_nothing() {
    let house = town().await;
    let (luz, sol) = (verifier(&house, "Luz", CORNER).await, verifier(&house, "Sol", FAR_CORNER).await);
    let ana = dispatcher(&house, "Ana").await;
    let id = report(&house, CORNER, seen(Activity::Detaining)).await;
    sends_eyes(&house, &ana, id).await;
    luz.open("/go").await.press("5 min", &[]).await.says("Va en camino");
    let path = format!("/go/{}", open_id(&house).await);
    sol.open("/go").await.does_not_say("Brickyard");
    let token = house.form_token(&sol).await;
    for deed in ["accept", "decline", "there", "give_up", "eta"] {
        let page = sol.post(&path, &[("csrf", &token), ("do", deed), ("eta", "5")]).await;
        assert_eq!(page.status, 404, "{deed}");
    }
    assert_eq!(sol.open(&format!("{path}/found")).await.status, 404);
    let mut fields = ICE.to_vec();
    fields.push(("csrf", &token));
    assert_eq!(sol.post(&format!("{path}/found"), &fields).await.status, 404);
}

#[tokio::test]
async fn nobody_is_out_twice_and_who_is_out_is_not_asked() {
    let house = town().await;
    let luz = verifier(&house, "Luz", CORNER).await;
    let ana = dispatcher(&house, "Ana").await;
    let first = report(&house, CORNER, seen(Activity::Detaining)).await;
    let first_page = sends_eyes(&house, &ana, first).await;
    let second = report(&house, "Luna Street y 7th Street", seen(Activity::AtADoor)).await;
    let second_page = sends_eyes(&house, &ana, second).await;
    // Asked about both while free: the first yes counts.
    let phone = luz.open("/go").await;
    assert_eq!(phone.count("[data-request]"), 2);
    let token = house.form_token(&luz).await;
    let go = |page: &Page| format!("/go/{}", incident_in(page));
    luz.post(&go(&first_page), &[("csrf", &token), ("eta", "5")]).await.says("Va en camino");
    let refused = luz.post(&go(&second_page), &[("csrf", &token), ("eta", "5")]).await;
    assert_eq!(refused.status, 409);
    refused.says("Sigue en otro incidente");
    let third = report(&house, "Luna Street y 6th Street", seen(Activity::Loading)).await;
    let third_page = sends_eyes(&house, &ana, third).await;
    assert!(incident(&house, incident_in(&third_page)).await.asked().is_empty());
    // Called back, they are free again and asked.
    ana.open(&first_page.path).await.press("Pedir a Luz que regrese", &[]).await;
    house.run_workers().await;
    assert_eq!(incident(&house, incident_in(&third_page)).await.asked().len(), 1);
}

#[tokio::test]
async fn findings_that_do_not_fit_are_told_and_nothing_is_settled() {
    let house = town().await;
    let luz = verifier(&house, "Luz", CORNER).await;
    let ana = dispatcher(&house, "Ana").await;
    let id = report(&house, CORNER, seen(Activity::Detaining)).await;
    let page = sends_eyes(&house, &ana, id).await;
    let token = house.form_token(&luz).await;
    let found = format!("/go/{}/found", incident_in(&page));
    let mut early = ICE.to_vec();
    early.push(("csrf", &token));
    let refused = luz.post(&found, &early).await;
    assert_eq!(refused.status, 422);
    refused.says("Primero oprima");
    luz.open("/go").await.press("5 min", &[]).await;
    let there = luz.open("/go").await.press("Ya llegué", &[]).await;
    let form = there.follow("Decir qué encontré").await;
    form.press("Enviar", &[]).await.says("Elija qué encontró");
    let police = [("outcome", "confirmed"), ("agency", "local_police"), ("activity", "waiting")];
    let again = form.press("Enviar", &police).await;
    again.says("La policía local es «otra agencia»");
    assert_eq!(again.count("option[value=local_police][selected]"), 1, "what was answered stands");
    let long_ago = [("outcome", "nothing_there"), ("minutes_ago", "30")];
    form.press("Enviar", &long_ago).await.says("Revise la hora");
    assert!(matches!(incident(&house, incident_in(&page)).await.state(), State::OnScene { .. }));
    let other = [("outcome", "other_agency"), ("agency", "local_police"), ("activity", "waiting")];
    form.press("Enviar", &other).await.says("Gracias por ir");
    assert_eq!(stage(&house, id).await, Stage::Checked(reports::Found::OtherAgency));
}

/// Two verifiers at one place, of whom the first, Luz, has said that nothing is there.
struct Corner {
    house: TestHouse,
    ana: Browser,
    sol: Browser,
    id: Id<Report>,
    page: Page,
}

async fn one_of_two_saw_nothing() -> Corner {
    let house = town().await;
    let [luz, sol] = [verifier(&house, "Luz", CORNER).await, verifier(&house, "Sol", CORNER).await];
    let ana = dispatcher(&house, "Ana").await;
    let id = report(&house, CORNER, seen(Activity::Detaining)).await;
    let page = sends_eyes(&house, &ana, id).await;
    for phone in [&luz, &sol] {
        phone.open("/go").await.press("5 min", &[]).await.press("Ya llegué", &[]).await;
    }
    let nothing = [("outcome", "nothing_there"), ("minutes_ago", "0")];
    luz.open("/go").await.follow("Decir qué encontré").await.press("Enviar", &nothing).await;
    Corner { house, ana, sol, id, page }
}

/// One looks at the wrong corner and says so first; the other sees it. Neither the reporter nor the neighbourhood hears "nothing there".
#[tokio::test]
async fn two_are_there_and_see_different_things() {
    let Corner { house, ana, sol, id, page } = one_of_two_saw_nothing().await;
    assert_eq!(stage(&house, id).await, Stage::SomeoneIsThere, "nobody hears that nothing is there yet");
    let desk = ana.open(&page.path).await;
    desk.says("Alguien sigue en el lugar").does_not_say("Escribir el aviso");
    let other = sol.open("/go").await;
    other.says("dijo: No había nada").says(CORNER);
    other.follow("Decir qué encontré").await.press("Enviar", &ICE).await.says("Gracias por ir");
    assert_eq!(stage(&house, id).await, Stage::Checked(reports::Found::Confirmed));
    assert!(incident(&house, incident_in(&page)).await.confirmed().is_some());
    let desk = ana.open(&page.path).await;
    desk.says("dijeron cosas distintas").says("Luz").says("Sol");
    // And the second person knows it before they say yes.
    let form = [("kind", "alert"), ("place", CORNER), ("next", ""), ("expires", "90")];
    let draft = desk.follow("Escribir el aviso").await.press("Ver cómo queda", &form).await;
    draft.press("Mandar a publicar", &[]).await;
    let beto = house.stepped_up("Beto", &[Role::Releaser]).await;
    beto.open(&draft.path.replace("drafts", "waiting")).await.says("dijeron cosas distintas").says("Luna Street");
}

#[tokio::test]
async fn who_is_still_there_and_is_called_back_leaves_what_the_other_said() {
    let Corner { house, ana, id, page, .. } = one_of_two_saw_nothing().await;
    ana.open(&page.path).await.press("Pedir a Sol que regrese", &[]).await;
    assert_eq!(stage(&house, id).await, Stage::Checked(reports::Found::NothingThere));
    ana.open(&page.path).await.does_not_say("Alguien sigue en el lugar").does_not_say("cosas distintas");
}

#[tokio::test]
async fn who_went_home_without_a_word_is_free_for_another_incident_after_two_hours() {
    let Corner { house, .. } = one_of_two_saw_nothing().await;
    let out = || async {
        let sql = "SELECT count(*) FROM incident_out";
        house.app.db.read("out", move |tx| tx.value::<i64>(sql, crate::params![])).await.unwrap()
    };
    house.later_minutes(119);
    crate::retention::forget(&house.app).await.unwrap();
    assert_eq!(out().await, 1, "she may still be there");
    house.later_minutes(2);
    crate::retention::forget(&house.app).await.unwrap();
    assert_eq!(out().await, 0);
    let other = report(&house, CORNER, seen(Activity::Loading)).await;
    sends_eyes(&house, &dispatcher(&house, "Ana").await, other).await;
    let sol = house.member("Sol", &[Role::Verifier]).await;
    sol.open("/go").await.press("5 min", &[]).await.says("Va en camino");
}

#[tokio::test]
async fn where_nobody_near_is_on_duty_the_whole_network_is_asked() {
    let house = town().await;
    let far = verifier(&house, "Luz", FAR_CORNER).await;
    let ana = dispatcher(&house, "Ana").await;
    let id = report(&house, CORNER, seen(Activity::Detaining)).await;
    sends_eyes(&house, &ana, id).await;
    assert_eq!(far.open("/go").await.count("[data-request]"), 1);
}

#[tokio::test]
async fn a_closed_incident_is_opened_again_for_two_hours() {
    let house = town().await;
    let ana = dispatcher(&house, "Ana").await;
    let id = report(&house, CORNER, seen(Activity::Detaining)).await;
    let page = sends_eyes(&house, &ana, id).await;
    let closed = ana.open(&page.path).await.press("Cerrar el incidente", &[("reason", "nobody_to_send")]).await;
    closed.says("No hay a quién mandar");
    assert_eq!(stage(&house, id).await, Stage::Checked(reports::Found::Unable));
    let luz = verifier(&house, "Luz", CORNER).await;
    let open = ana.open(&page.path).await.press("Reabrir", &[("reason", "still_going_on")]).await;
    assert_eq!(stage(&house, id).await, Stage::LookingInto);
    open.press("Pedir que vayan a ver", &[]).await;
    house.run_workers().await;
    luz.open("/go").await.says("Brickyard");
    ana.open(&page.path).await.press("Cerrar el incidente", &[("reason", "withdrawn")]).await;
    luz.open("/go").await.says("Ya se resolvió").does_not_say(CORNER);
    house.later_minutes(121);
    let ana = dispatcher(&house, "Ana").await;
    ana.open(&page.path).await.does_not_say("Reabrir, porque");
    let token = house.form_token(&ana).await;
    let refused = ana.post(&page.path, &[("csrf", &token), ("do", "reopen"), ("reason", "new_report")]).await;
    assert_eq!(refused.status, 409);
    refused.says("Ya pasaron más de dos horas");
}
