//! What a drill must never cost, and what must never get across its border.

use super::*;
use crate::triage::queue::CALM_CARDS_MAX;

#[tokio::test]
async fn its_cards_are_put_away_while_something_real_is_late() {
    let house = town().await;
    coordinator(&house).await;
    drill(&house, Scenario::Corner, WhoTakesPart::Everyone).await;
    let desk = dispatcher(&house).await;
    let shown = |page: &Page| page.count(".queue > li .badge.drill");
    assert_eq!(shown(&desk.open("/queue").await), 1);
    real_report(&house, FAR_CORNER, Activity::Waiting).await;
    house.run_workers().await;
    let queue = desk.open("/queue").await;
    assert_eq!(shown(&queue), 1, "a real card in time leaves room");
    let first = queue.one(".queue > li");
    assert!(!first.contains("SIMULACRO"), "what is real stands on top: {first}");
    house.later_minutes(3);
    let late = desk.open("/queue").await;
    assert_eq!(shown(&late), 0);
    late.says("está guardada").says("Hay una tarjeta en espera").says("Parar el simulacro");
    late.press("Tomar", &[]).await.press("Descartar", &[("reason", "too_vague")]).await;
    assert!(shown(&desk.open("/queue").await) >= 1, "it comes back when the real one is decided");
}

#[tokio::test]
async fn its_cards_are_put_away_in_a_flood() {
    let house = town().await;
    coordinator(&house).await;
    drill(&house, Scenario::Corner, WhoTakesPart::Everyone).await;
    let desk = dispatcher(&house).await;
    for number in 0..=CALM_CARDS_MAX {
        let share = |part: usize| f64::from(u32::try_from(part).unwrap()) / 4.0 + 0.1;
        let point = demo::city::position(share(number % 4), share(number / 4));
        let new = New {
            point: Some(point),
            worked: true,
            lang: "es".into(),
            ..New::of(Channel::Web, Facts { first_hand: Some(FirstHand::ISeeIt), ..Facts::of(Activity::Waiting) })
        };
        reports::take(&house.app, new).await.unwrap();
        house.run_workers().await;
        let page = desk.open("/queue").await;
        let expected = usize::from(number < CALM_CARDS_MAX);
        assert_eq!(page.count(".queue > li .badge.drill"), expected, "{} real cards", number + 1);
    }
    desk.open("/drills").await.says("SIMULACRO");
    let later = coordinator(&house).await.open("/drills").await;
    later.says("SIMULACRO");
}

#[tokio::test]
async fn whoever_is_out_in_a_drill_is_asked_for_what_is_real_and_leaves_the_drill() {
    let house = town().await;
    coordinator(&house).await;
    drill(&house, Scenario::Corner, WhoTakesPart::OfTheArea).await;
    let desk = dispatcher(&house).await;
    let practised = sends_eyes(&house, &desk).await;
    let phone = verifier(&house, "Nopal").await;
    phone.open("/go").await.press("10 min", &[]).await.says("Va en camino");
    real_report(&house, CORNER, Activity::Detaining).await;
    house.run_workers().await;
    let real = sends_eyes(&house, &desk).await;
    assert_ne!(real.path, practised.path, "not joined, alike as they are");
    let page = phone.open("/go").await;
    page.says("sale del simulacro").press("5 min", &[]).await.says("Va en camino");
    let nopal = house.member_id("Nopal").await;
    assert_eq!(incident(&house, incident_in(&real)).await.people_out(), [nopal]);
    assert_eq!(incident(&house, incident_in(&practised)).await.people_out(), []);
    assert!(phone.open("/go").await.one("article.card").contains("Va en camino"));
}

#[tokio::test]
async fn who_is_wanted_for_something_real_is_not_asked_in_a_drill() {
    let house = town().await;
    coordinator(&house).await;
    let desk = dispatcher(&house).await;
    real_report(&house, CORNER, Activity::Detaining).await;
    house.run_workers().await;
    let real = sends_eyes(&house, &desk).await;
    drill(&house, Scenario::Corner, WhoTakesPart::OfTheArea).await;
    let practised = sends_eyes(&house, &desk).await;
    let nopal = house.member_id("Nopal").await;
    let asked = |page: &Page| {
        let id = incident_in(page);
        let house = &house;
        async move { incident(house, id).await.asked().iter().map(|asked| asked.who).collect::<Vec<_>>() }
    };
    assert!(asked(&real).await.contains(&nopal));
    assert_eq!(asked(&practised).await, [], "his answer is waited for");
    let phone = verifier(&house, "Nopal").await;
    phone.open("/go").await.press("No puedo", &[]).await;
    house.run_workers().await;
    assert_eq!(asked(&practised).await, [nopal], "now he is free to practise");
}

#[tokio::test]
async fn a_drill_asks_those_who_take_part_and_never_anybody_else() {
    let house = town().await;
    coordinator(&house).await;
    let id = drill(&house, Scenario::Corner, WhoTakesPart::OfTheArea).await;
    let desk = dispatcher(&house).await;
    let page = sends_eyes(&house, &desk).await;
    for _ in 0..6 {
        house.later_minutes(4);
        house.run_workers().await;
    }
    let nopal = house.member_id("Nopal").await;
    let asked = incident(&house, incident_in(&page)).await;
    assert_eq!(asked.asked().iter().map(|asked| asked.who).collect::<Vec<_>>(), [nopal]);
    let (heron, token) = (house.member_id("Heron").await.to_string(), house.form_token(&desk).await);
    let by_name = desk.post(&page.path, &[("csrf", &token), ("do", "ask"), ("member", &heron)]).await;
    assert_eq!(by_name.status, 409, "{}", by_name.text());
    desk.open(&page.path).await.does_not_say("Heron");
    let forced = "INSERT INTO incident_asked (incident, member, asked_at, answer)
                  SELECT incident.id, member.id, 0, 'waiting' FROM incident, member WHERE member.alias = 'Heron'";
    assert!(house.app.db.write("force", move |tx| tx.execute(forced, crate::params![])).await.is_err());
    assert!(drills_members(&house, id).await.contains(&nopal));
}

#[tokio::test]
async fn what_a_verifier_says_by_phone_in_a_drill_is_marked_and_waits_for_what_is_real() {
    let house = town().await;
    coordinator(&house).await;
    drill(&house, Scenario::Corner, WhoTakesPart::OfTheArea).await;
    let desk = dispatcher(&house).await;
    let practised = sends_eyes(&house, &desk).await;
    let nopal = house.member_id("Nopal").await;
    let phoned = desk.open(&format!("{}/phoned/{nopal}", practised.path)).await;
    assert!(phoned.one(".notice.drill").contains("SIMULACRO"), "{}", phoned.text());
    real_report(&house, CORNER, Activity::Detaining).await;
    house.run_workers().await;
    let real = sends_eyes(&house, &desk).await;
    phoned.press("5 min", &[]).await.says("Primero lo real");
    let other = desk.open(&format!("{}/phoned/{nopal}", real.path)).await;
    assert_eq!(other.count(".notice.drill"), 0);
    other.press("5 min", &[]).await;
    assert_eq!(incident(&house, incident_in(&real)).await.people_out(), [nopal]);
}

async fn drills_members(house: &TestHouse, id: Id<Drill>) -> Vec<Id<crate::people::Member>> {
    house.app.db.read("members", move |tx| drills::store::members(tx, id)).await.unwrap()
}

#[tokio::test]
async fn what_is_real_and_what_is_practised_are_never_put_together() {
    let house = town().await;
    coordinator(&house).await;
    drill(&house, Scenario::Corner, WhoTakesPart::Everyone).await;
    let desk = dispatcher(&house).await;
    let practised = sends_eyes(&house, &desk).await;
    // The same corner, activity and agency at the same minute.
    real_report(&house, CORNER, Activity::Questioning).await;
    house.run_workers().await;
    let card = desk.open("/queue").await.press("Tomar", &[]).await;
    assert_eq!(card.count("button[value=merge]"), 0, "nothing is proposed across the border: {}", card.text());
    let (token, into) = (house.form_token(&desk).await, incident_in(&practised).to_string());
    let fields = [("csrf", token.as_str()), ("do", "merge"), ("incident", &into), ("upto", "999")];
    let merged = desk.post(&card.path, &fields).await;
    assert_eq!(merged.status, 409);
    merged.says("no se juntan");
    let real = desk.open(&card.path).await.press("pedir que vayan a ver", &[]).await;
    for (one, other) in [(&real, &practised), (&practised, &real)] {
        let other = incident_in(other).to_string();
        let fields = [("csrf", token.as_str()), ("do", "close"), ("duplicate_of", &other)];
        let closed = desk.post(&one.path, &fields).await;
        assert_eq!(closed.status, 409, "{}", closed.text());
        desk.open(&one.path).await.does_not_say(&format!("value=\"{other}\""));
    }
    real.does_not_say("SIMULACRO");
}

#[tokio::test]
async fn the_database_refuses_to_mark_and_to_unmark() {
    let house = town().await;
    coordinator(&house).await;
    drill(&house, Scenario::Corner, WhoTakesPart::Everyone).await;
    let desk = dispatcher(&house).await;
    sends_eyes(&house, &desk).await;
    real_report(&house, FAR_CORNER, Activity::Questioning).await;
    house.run_workers().await;
    desk.open("/queue").await.press("Tomar", &[]).await.press("pedir que vayan a ver", &[]).await;
    real_report(&house, "Brickyard Swap Meet", Activity::Waiting).await;
    house.later_minutes(3);
    house.run_workers().await;
    assert_eq!(count(&house, "SELECT count(DISTINCT coalesce(drill, x'')) FROM incident").await, 2, "one of each");
    assert_eq!(count(&house, "SELECT count(*) FROM card WHERE decided IS NULL").await, 2, "one of each");
    for attack in [
        "UPDATE report SET drill = NULL WHERE drill IS NOT NULL",
        "UPDATE report SET drill = (SELECT id FROM drill) WHERE drill IS NULL",
        "UPDATE card SET drill = NULL WHERE drill IS NOT NULL",
        "UPDATE card SET drill = NULL, lane = 'trusted' WHERE drill IS NOT NULL",
        "UPDATE card SET drill = (SELECT id FROM drill), lane = 'drill' WHERE drill IS NULL",
        "UPDATE card SET lane = 'trusted' WHERE lane = 'drill'",
        "UPDATE card SET lane = 'drill' WHERE lane <> 'drill'",
        "UPDATE incident SET drill = NULL WHERE drill IS NOT NULL",
        "UPDATE incident SET drill = (SELECT id FROM drill) WHERE drill IS NULL",
        "UPDATE incident SET drill = zeroblob(16) WHERE drill IS NOT NULL",
        "UPDATE card_report SET card = (SELECT id FROM card WHERE drill IS NULL LIMIT 1)
         WHERE card IN (SELECT id FROM card WHERE drill IS NOT NULL)",
        "UPDATE card_report SET report = (SELECT id FROM report WHERE drill IS NULL LIMIT 1)
         WHERE card IN (SELECT id FROM card WHERE drill IS NOT NULL)",
        "UPDATE card SET incident = (SELECT id FROM incident WHERE drill IS NULL) WHERE drill IS NOT NULL",
        "UPDATE card SET incident = (SELECT id FROM incident WHERE drill IS NOT NULL) WHERE drill IS NULL",
        "INSERT INTO incident_report (incident, report, at)
         SELECT incident.id, report.id, 0 FROM incident, report WHERE incident.drill IS NOT report.drill",
        "UPDATE incident_report SET incident = (SELECT id FROM incident WHERE drill IS NULL)
         WHERE incident = (SELECT id FROM incident WHERE drill IS NOT NULL)",
        "INSERT INTO incident_step (incident, number, what, at, code, reports)
         SELECT one.id, 99, 'closed_without_eyes', 9000000000000000, 'duplicate', other.id FROM incident one, incident other
         WHERE one.drill IS NOT other.drill",
        "INSERT INTO drill_member (drill, member) SELECT drill.id, member.id FROM drill, member WHERE member.alias = 'Quail'",
    ] {
        let tried = house.app.db.write("attack", move |tx| tx.execute(attack, crate::params![])).await;
        assert!(tried.is_err(), "{attack}");
    }
    // The same statement within one side goes through: it is the border that refuses.
    let within = "INSERT INTO incident_report (incident, report, at)
         SELECT incident.id, report.id, 0 FROM incident, report WHERE incident.drill IS report.drill
         ON CONFLICT (incident, report) DO NOTHING";
    house.app.db.write("within", move |tx| tx.execute(within, crate::params![])).await.unwrap();
}

#[tokio::test]
async fn nobody_comes_back_with_the_receipt_of_a_made_up_report() {
    let house = town().await;
    coordinator(&house).await;
    let id = drill(&house, Scenario::Corner, WhoTakesPart::Everyone).await;
    // The sending again gives the receipt that nobody was shown.
    let script = crate::drill_desk::script::reports(Scenario::Corner);
    let plan = plan(&house, Scenario::Corner, WhoTakesPart::Everyone);
    let mut new = New::of(Channel::Web, script[0].facts);
    new.once = Some(format!("drill {id} 0"));
    let note = house.app.say(Lang::Es).t(script[0].note);
    new.words = ReportWords { place: plan.place.clone(), note, uniform_words: String::new() };
    new.lang = "es".into();
    (new.point, new.pick) = (Some(plan.cell.center()), reports::siting::Pick::Shared);
    new.by_member = Some(house.member_id("Madroño").await);
    new.drill = Some(id);
    let taken = reports::take(&house.app, new).await.unwrap();
    assert!(!taken.is_new, "it is the first made-up report");
    let page = house.visitor(Lang::Es).open("/comprobante").await;
    let looked = page.press("Ver mi reporte", &[("code", &taken.receipt.to_string())]).await;
    looked.does_not_say("Lo recibimos").does_not_say("SIMULACRO");
    assert_eq!(looked.count("input[name=code]"), 1, "asked for a code, as for any that is unknown");
    let real = real_report(&house, CORNER, Activity::Waiting).await;
    assert!(house.app.db.read("real", move |tx| reports::store::brief(tx, real)).await.unwrap().is_some());
}
