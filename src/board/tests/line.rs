//! The whole line through the front door, with the clock moved between the steps.

use super::*;
use crate::ground::config::Webhook;
use crate::subscriptions::{self, Carrier, Kinds, QuietHours, Subscription, WebhookAddress, Where};

const FOUND_ICE: [(&str, &str); 5] = [
    ("outcome", "confirmed"),
    ("agency", "ice_ero"),
    ("activity", "detaining"),
    ("people", "3-5"),
    ("minutes_ago", "0"),
];
const FOUND_POLICE: [(&str, &str); 4] =
    [("outcome", "other_agency"), ("agency", "local_police"), ("activity", "other"), ("minutes_ago", "0")];
const ALERT: [(&str, &str); 5] =
    [("kind", "alert"), ("place", CORNER), ("advice", "stay_silent"), ("next", "30"), ("expires", "90")];

async fn on_duty(house: &TestHouse, alias: &str) -> Browser {
    let vero = house.member(alias, &[Role::Verifier]).await;
    vero.open("/duty").await.press("Empezar mi turno", &[("near", CORNER), ("hours", "8")]).await;
    vero
}

/// From a report to what a verifier found: taken after 10 s, decided after 90 s, a yes after 2 minutes, there after 11. The incident's page.
async fn looked_into(house: &TestHouse, found: &[(&str, &str)]) -> Page {
    let (vero, ana) = (on_duty(house, "Vero").await, dispatcher(house, "Ana").await);
    let report = [("activity", "detaining"), ("place", CORNER), ("still_happening", "yes"), ("first_hand", "i_see_it")];
    house.visitor(Lang::Es).open("/reportar").await.press("Enviar", &report).await;
    house.run_workers().await;
    house.later_seconds(10);
    let card = ana.open("/queue").await.press("Tomar", &[]).await;
    house.later_seconds(80);
    let incident = card.press("pedir que vayan a ver", &[]).await;
    house.run_workers().await;
    goes(house, &vero, found).await;
    ana.open(&incident.path).await
}

/// Says yes after 2 minutes, is there 9 minutes later, and says a minute after that what is there.
async fn goes(house: &TestHouse, vero: &Browser, found: &[(&str, &str)]) {
    house.later_minutes(2);
    let phone = vero.open("/go").await.press("10 min", &[]).await;
    house.later_minutes(9);
    let there = phone.press("Ya llegué", &[]).await;
    house.later_minutes(1);
    there.follow("Decir qué encontré").await.press("Enviar", found).await;
    house.run_workers().await;
}

/// One drafts and sends, another releases so many seconds after now.
async fn released(house: &TestHouse, form: Page, fields: &[(&str, &str)], seconds: i64) {
    form.press("Ver cómo queda", fields).await.press("Mandar a publicar", &[]).await;
    house.later_seconds(seconds);
    let beto = house.stepped_up("Beto", &[Role::Releaser]).await;
    let look = beto.open("/alerts/waiting").await;
    let id = regex::Regex::new(r"/alerts/waiting/[0-9a-f-]{36}").unwrap();
    let path = id.find(&look.body).unwrap_or_else(|| panic!("nothing waits: {}", look.text())).as_str().to_owned();
    let out = beto.open(&path).await.press("Sí, publicar", &[]).await;
    assert_eq!(out.status, 200, "{}", out.text());
    house.run_workers().await;
}

#[tokio::test]
async fn every_step_from_the_report_to_the_release_counts_once_in_its_area_and_hour() {
    let house = town().await;
    let incident = looked_into(&house, &FOUND_ICE).await;
    released(&house, incident.follow("Escribir el aviso").await, &ALERT, 150).await;
    let expected = [
        (Step::Answered, 10, 1),
        (Step::Decided, 90, 1),
        (Step::Accepted, 120, 1),
        (Step::OnScene, 600, 1),
        (Step::Released, 150, 1),
    ];
    assert_eq!(took(&house).await, expected);
    all_are_of(&counted(&house, false).await, Some(here(&house)), 12);
    house.run_workers().await;
    assert_eq!(took(&house).await, expected, "another round counts nothing twice");
    assert_eq!(counted(&house, true).await, []);

    let board = dispatcher(&house, "Ana").await.open("/board").await;
    board.says("Brickyard").says("2 min 30 s").says("10 min").says("un solo caso").says("Toda la red");
    board.does_not_say("Aviso entregado").does_not_say("Todavía no hay nada que medir");
}

#[tokio::test]
async fn a_drill_is_counted_apart_and_never_mixed() {
    let house = town().await;
    let luz = on_duty(&house, "Luz").await;
    let here = here(&house).0.to_string();
    let mado = house.member("Mado", &[Role::Coordinator]).await;
    let started = mado.open("/drills").await.press("Empezar el simulacro", &[("area", &here), ("place", CORNER)]).await;
    assert_eq!(started.status, 200, "{}", started.text());
    house.run_workers().await;
    house.later_seconds(20);
    let ana = dispatcher(&house, "Ana").await;
    ana.open("/board").await.says("1 pendiente de un simulacro").does_not_say("por decidir");
    let card = ana.open("/queue").await.press("Tomar", &[]).await;
    house.later_seconds(40);
    let incident = card.press("pedir que vayan a ver", &[]).await;
    assert!(incident.path.starts_with("/incidents/"), "{}", incident.text());
    house.run_workers().await;
    goes(&house, &luz, &FOUND_ICE).await;
    let board = ana.open("/board").await;
    board.says("Una persona está libre").does_not_say("hallazgo");
    let form = ana.open(&incident.path.replace("/incidents/", "/alerts/new/")).await;
    released(&house, form, &ALERT, 30).await;

    let drills = counted(&house, true).await;
    let mut took_in_drill: Vec<_> = drills.iter().map(|sum| (sum.step, sum.bound)).collect();
    took_in_drill.sort_unstable();
    let expected =
        [(Step::Answered, 20), (Step::Decided, 60), (Step::Accepted, 120), (Step::OnScene, 600), (Step::Released, 30)];
    assert_eq!(took_in_drill, expected);
    assert_eq!(took(&house).await, [], "nothing of it is among what is real");
    let board = ana.open("/board").await;
    board.does_not_say("10 min").says("Todavía no hay nada que medir");
    board.follow("Ver los simulacros").await.says("Esto son simulacros").says("10 min");

    // The same line for real has its own numbers, and changes none of the drill's.
    let incident = looked_into(&house, &FOUND_ICE).await;
    released(&house, incident.follow("Escribir el aviso").await, &ALERT, 150).await;
    assert_eq!(took(&house).await.len(), 5);
    assert_eq!(counted(&house, true).await, drills);
}

#[tokio::test]
async fn a_correction_counts_since_somebody_found_out_and_a_later_message_is_no_second_release() {
    let house = town().await;
    let incident = looked_into(&house, &FOUND_ICE).await;
    released(&house, incident.follow("Escribir el aviso").await, &ALERT, 60).await;
    house.later_minutes(5);
    let ana = dispatcher(&house, "Ana").await;
    let token = house.form_token(&ana).await;
    let again = [("csrf", token.as_str()), ("do", "reopen"), ("reason", "finding_in_doubt")];
    ana.post(&incident.path, &again).await.says("Abierto");
    ana.post(&incident.path, &[("csrf", token.as_str()), ("do", "eyes")]).await;
    house.run_workers().await;
    goes(&house, &house.member("Vero", &[Role::Verifier]).await, &FOUND_POLICE).await;
    let form = ana.open(&incident.path.replace("/incidents/", "/alerts/new/")).await;
    let fields = [("kind", "correction"), ("why", "not_enforcement"), ("place", CORNER), ("expires", "90")];
    released(&house, form, &fields, 240).await;
    let told: Vec<_> = took(&house).await.into_iter().filter(|(step, ..)| *step >= Step::Released).collect();
    assert_eq!(told, [(Step::Released, 60, 1), (Step::Corrected, 240, 1)]);
    let eyes: Vec<_> = took(&house).await.into_iter().filter(|(step, ..)| *step == Step::OnScene).collect();
    assert_eq!(eyes, [(Step::OnScene, 600, 2)], "asked for again, waited for again");
}

/// Rows of everything from which the clock was read.
async fn rows(house: &TestHouse) -> i64 {
    let count = |tx: &crate::ground::db::Tx<'_>| {
        let tables = ["report", "card", "incident", "incident_step", "alert", "triage_wait", "alert_wait"];
        tables.iter().try_fold(0, |sum, table| {
            let more: i64 = tx.value(&format!("SELECT count(*) FROM {table}"), crate::params![])?;
            Ok(sum + more)
        })
    };
    house.app.db.read("rows", count).await.unwrap()
}

#[tokio::test]
async fn a_message_counts_as_delivered_for_each_service_but_not_for_texts() {
    let house = town_with(|config| config.demo = true).await;
    crate::demo::subscribe_phones(&house.app).await.unwrap();
    house.run_workers().await;
    let incident = looked_into(&house, &FOUND_ICE).await;
    let form = incident.follow("Escribir el aviso").await;
    form.press("Ver cómo queda", &ALERT).await.press("Mandar a publicar", &[]).await;
    let beto = house.stepped_up("Beto", &[Role::Releaser]).await;
    let look = beto.open("/alerts/waiting").await.follow("Alerta: ").await;
    look.press("Sí, publicar", &[]).await;
    house.later_seconds(22);
    house.run_workers().await;
    let outbox = house.app.part::<crate::messages::Outbox>();
    assert!(outbox.count(crate::subscriptions::Channel::Sms) > 0, "texts left as well");
    let delivered: Vec<_> = took(&house).await.into_iter().filter(|(step, ..)| *step == Step::Delivered).collect();
    let [(_, 25, services)] = delivered[..] else { panic!("{delivered:?}") };
    assert!(services >= 2, "push services and e-mail: {services}");
    all_are_of(&counted(&house, false).await, Some(here(&house)), 12);
    dispatcher(&house, "Ana").await.open("/board").await.says("Aviso entregado").says("25 s");
}

#[tokio::test]
async fn a_message_that_its_service_never_took_is_counted_as_never_delivered() {
    let webhook = Webhook { allow_local: true, answer_ms: 400, ..Webhook::default() };
    let house = town_with(|config| config.webhook = Some(webhook)).await;
    let (keys, now) = (house.app.keys.clone(), house.app.now());
    // Nothing listens there.
    let address = WebhookAddress::new("http://127.0.0.1:9/", [7; 32]).unwrap();
    let kinds = Kinds::of(&[subscriptions::Kind::Alerts]).unwrap();
    let choices = Subscription::new(vec![Where::Everywhere], Lang::Es, Carrier::Webhook, kinds, QuietHours::NONE);
    let choices = choices.unwrap();
    let add = house
        .app
        .db
        .write("a site", move |tx| subscriptions::add_webhook(tx, &keys, &address, &choices, now).map(drop));
    add.await.unwrap();
    subscriptions::Book::load(&house.app).await.unwrap();
    let incident = looked_into(&house, &FOUND_ICE).await;
    released(&house, incident.follow("Escribir el aviso").await, &ALERT, 150).await;
    // Nobody is tried any more once the message is over.
    for minutes in [0, 5, 100] {
        house.later_minutes(minutes);
        house.run_workers().await;
    }
    let delivered: Vec<_> = took(&house).await.into_iter().filter(|(step, ..)| *step == Step::Delivered).collect();
    assert_eq!(delivered, [(Step::Delivered, crate::board::histogram::NEVER_SECONDS, 1)]);
    let page = dispatcher(&house, "Ana").await.open("/board").await;
    page.says("Aviso entregado").says("nunca").says("entregado 0 de 1 veces");
}

#[tokio::test]
async fn a_forgotten_incident_leaves_the_numbers() {
    let house = town().await;
    let incident = looked_into(&house, &FOUND_ICE).await;
    released(&house, incident.follow("Escribir el aviso").await, &ALERT, 150).await;
    let before = took(&house).await;
    assert!(rows(&house).await > 0);
    for days in [4, 30, 60, 300] {
        house.later_minutes(days * 24 * 60);
        house.run_workers().await;
        // Words go in one round, the row that held them in the next.
        crate::retention::forget(&house.app).await.unwrap();
        crate::retention::forget(&house.app).await.unwrap();
    }
    assert_eq!(rows(&house).await, 0, "nothing is left of report, card, incident and alert");
    assert_eq!(took(&house).await, before, "and the numbers stand");
    all_are_of(&counted(&house, false).await, None, 12);
}
