//! Who starts a drill, with what, and what it says.

use super::*;
use crate::drill_desk::script;
use crate::ground::Moment;
use crate::ground::locale::Words;
use crate::lint;
use crate::subscriptions::quiet::Days;
use crate::subscriptions::{
    self, Book, Carrier, Kind, Kinds, QuietHours, QuietRange, Subscription, Touches, WebhookAddress, Where,
};

#[tokio::test]
async fn only_those_who_start_drills_find_the_page() {
    let house = town().await;
    for role in Role::ALL {
        let page = house.member(&format!("one {}", role.code()), &[*role]).await.open("/drills").await;
        let may = drills::drill::STARTERS.contains(role);
        assert_eq!(page.status, if may { 200 } else { 404 }, "{}", role.code());
    }
}

#[tokio::test]
async fn a_drill_is_seen_by_those_who_run_the_line_and_those_who_take_part() {
    let house = town().await;
    coordinator(&house).await;
    let id = drill(&house, Scenario::Corner, WhoTakesPart::OfTheArea).await;
    let path = format!("/drills/{id}");
    for role in Role::ALL {
        let browser = house.member(&format!("one {}", role.code()), &[*role]).await;
        let may = matches!(role, Role::Coordinator | Role::Steward | Role::Dispatcher | Role::Releaser);
        assert_eq!(browser.open(&path).await.status, if may { 200 } else { 404 }, "{}", role.code());
        if !may {
            assert_eq!(ends(&house, &browser, id, "real_work").await.status, 404, "{}", role.code());
        }
    }
    assert!(is_running(&house).await, "none of those could stop it");
    assert_eq!(verifier(&house, "Heron").await.open(&path).await.status, 404, "on duty elsewhere");
    verifier(&house, "Nopal").await.open(&path).await.says("SIMULACRO");
    assert_eq!(house.visitor(Lang::Es).open(&path).await.status, 404);
}

#[tokio::test]
async fn the_form_takes_closed_lists_and_places_of_the_map() {
    let house = town().await;
    let ana = coordinator(&house).await;
    let (here, far) = (area(&house, "Brickyard").0.to_string(), area(&house, "Campo Luna").0.to_string());
    let good = [("area", here.as_str()), ("place", CORNER)];
    let form = ana.open("/drills").await;
    for (field, value, words) in [
        ("scenario", "volcano", "Elija qué se practica"),
        ("area", "99999", "Elija una zona"),
        ("area", "x", "Elija una zona"),
        ("area", far.as_str(), "no está en la zona"),
        ("who", "friends", "Elija quién participa"),
        ("minutes", "100000", "cuatro horas como máximo"),
        ("minutes", "0", "cuatro horas como máximo"),
        ("place", "un lugar que no existe xyz", "No encontramos ese lugar"),
        ("place", "Harbor Star Hotel", "nunca un domicilio ni un hotel"),
    ] {
        let mut fields: Vec<(&str, &str)> = good.iter().copied().filter(|(name, _)| *name != field).collect();
        fields.push((field, value));
        let again = form.press("Empezar el simulacro", &fields).await;
        assert_eq!(again.status, 422, "{field}={value}: {}", again.text());
        again.says(words);
    }
    assert!(!is_running(&house).await);
    form.press("Empezar el simulacro", &good).await.says("Se les puede pedir ir");
    ana.open("/drills").await.says("SIMULACRO").does_not_say("Empezar el simulacro");
    let again = form.press("Empezar el simulacro", &good).await;
    assert_eq!(again.status, 422, "one at a time");
}

#[tokio::test]
async fn nobody_on_duty_there_means_no_drill() {
    let house = town().await;
    let ana = coordinator(&house).await;
    let lomas = area(&house, "Las Lomas").0.to_string();
    let form = ana.open("/drills").await;
    let refused = form.press("Empezar el simulacro", &[("area", &lomas), ("who", "area")]).await;
    refused.says("no hay nadie de verificación de turno");
    assert_eq!(refused.count(&format!("option[value='{lomas}'][selected]")), 1, "what was chosen stays");
    refused.press("Empezar el simulacro", &[("who", "everyone")]).await.says("Heron").says("Nopal");
}

#[tokio::test]
async fn its_reports_come_one_after_another_by_the_one_intake() {
    let house = town().await;
    coordinator(&house).await;
    let id = drill(&house, Scenario::Workplace, WhoTakesPart::Everyone).await;
    let came = || house.app.db.read("came", move |tx| reports::store::of_drill(tx, id));
    assert_eq!(came().await.unwrap().len(), 1);
    house.later_minutes(2);
    house.run_workers().await;
    house.run_workers().await;
    assert_eq!(came().await.unwrap().len(), 2, "nothing comes twice");
    house.later_minutes(10);
    house.run_workers().await;
    let all = came().await.unwrap();
    assert_eq!(all.len(), 3);
    let place = area(&house, "Brickyard");
    assert!(all.iter().all(|brief| brief.drill == Some(id) && brief.area == Some(place) && !brief.has_contact));
    assert_eq!(count(&house, "SELECT count(*) FROM card_report").await, 3);
    let real = real_report(&house, CORNER, Activity::Detaining).await;
    let real = house.app.db.read("real", move |tx| reports::store::brief(tx, real)).await.unwrap().unwrap();
    assert_eq!(real.drill, None, "the web form makes nothing a drill");
}

#[test]
fn every_made_up_report_says_so_first_and_holds_nothing_that_must_not_be_written() {
    let words = Words::read(crate::wiring::WORDS).unwrap();
    for scenario in Scenario::ALL {
        let script = script::reports(*scenario);
        assert!((1..=3).contains(&script.len()));
        assert_eq!(script[0].after_minutes, 0, "the first comes at once");
        assert!(script.is_sorted_by_key(|made_up| made_up.after_minutes));
        for lang in Lang::ALL {
            let say = words.say(lang);
            assert!(words.has(lang, script::expected(*scenario)));
            for made_up in &script {
                let note = say.t(made_up.note);
                assert!(note.starts_with(&say.t("drill-mark")), "{note}");
                assert_eq!(lint::findings(&note), [], "{note}");
            }
        }
    }
}

/// Subscribes a made-up system, live at once; answers nothing, because seats are given in the order of coming.
async fn subscribes(house: &TestHouse, number: u8, place: AreaKey, kinds: &[Kind], quiet: QuietHours) {
    let carrier = Carrier::Webhook;
    let choices = Subscription::new(vec![Where::Area(place)], Lang::Es, carrier, Kinds::of(kinds).unwrap(), quiet);
    let (choices, keys, now) = (choices.unwrap(), house.app.keys.clone(), house.app.now());
    let address = WebhookAddress::new(&format!("https://hook{number}.example.org/"), [number; 32]).unwrap();
    let write =
        house.app.db.write("subscribe", move |tx| subscriptions::add_webhook(tx, &keys, &address, &choices, now));
    assert!(write.await.unwrap());
}

#[tokio::test]
async fn the_list_of_a_drill_holds_those_who_asked_for_drills_there_whatever_the_hour() {
    let house = town().await;
    coordinator(&house).await;
    let (here, elsewhere) = (area(&house, "Brickyard"), area(&house, "Campo Luna"));
    let quiet = QuietRange { days: Days::Weekdays, from_minute: 0, to_minute: 1_440 };
    let quiet = QuietHours::new(&[quiet], false).unwrap();
    subscribes(&house, 1, here, &[Kind::Drills], QuietHours::NONE).await;
    subscribes(&house, 2, here, &[Kind::Alerts, Kind::Drills], quiet).await;
    subscribes(&house, 3, here, &[Kind::Alerts, Kind::Checked], QuietHours::NONE).await;
    subscribes(&house, 4, elsewhere, &[Kind::Drills], QuietHours::NONE).await;
    house.run_workers().await;
    let book = house.app.part::<Book>();
    let (asked, every) = (book.asking(Touches::Area(here), Kind::Drills), book.len());
    assert_eq!((asked.len(), every), (2, 4));
    let id = drill(&house, Scenario::Corner, WhoTakesPart::Everyone).await;
    subscribes(&house, 5, here, &[Kind::Drills], QuietHours::NONE).await;
    house.run_workers().await;
    let list = house.app.db.read("list", move |tx| drills::store::listeners(tx, id)).await.unwrap();
    assert_eq!(list, asked, "whoever came later is not on it");
    let page = coordinator(&house).await.open(&format!("/drills/{id}")).await;
    page.says("2 de esta zona pidieron simulacros");
}

#[tokio::test]
async fn a_drill_that_was_planned_by_hand_ends_in_four_hours_at_most() {
    let house = town().await;
    coordinator(&house).await;
    let by = house.member_id("Madroño").await;
    let long = Plan { minutes: 241, ..plan(&house, Scenario::Corner, WhoTakesPart::Everyone) };
    assert!(desk::start(&house.app, by, long).await.is_err());
    assert!(!is_running(&house).await);
    let far: Moment = house.app.now().plus_hours(5);
    let id = drill(&house, Scenario::Corner, WhoTakesPart::Everyone).await;
    let stretch = move |tx: &crate::ground::db::Tx<'_>| {
        tx.execute("UPDATE drill SET ends_at = $2 WHERE id = $1", crate::params![id, far])
    };
    assert!(house.app.db.write("stretch", stretch).await.is_err());
}
