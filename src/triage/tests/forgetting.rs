//! What is left after a day, a month, three months and a year; and what the database itself refuses.

use super::*;
use crate::params;
use crate::retention;

async fn count(house: &TestHouse, sql: &'static str) -> i64 {
    house.app.db.read("count", move |tx| tx.value(sql, params![])).await.unwrap()
}

/// An incident that Luz confirmed.
async fn confirmed(house: &TestHouse) -> Id<Incident> {
    let (luz, ana) = (verifier(house, "Luz", CORNER).await, dispatcher(house, "Ana").await);
    let id = report(house, CORNER, seen(Activity::Detaining)).await;
    let page = sends_eyes(house, &ana, id).await;
    luz.open("/go").await.press("5 min", &[]).await;
    let there = luz.open("/go").await.press("Ya llegué", &[]).await;
    there.follow("Decir qué encontré").await.press("Enviar", &ICE).await.says("Gracias por ir");
    incident_in(&page)
}

#[tokio::test]
async fn an_incident_loses_its_askings_its_names_and_then_becomes_a_number() {
    let house = town().await;
    let id = confirmed(&house).await;
    let luz = house.member_id("Luz").await;
    let named = |incident: &Incident| incident.timeline().iter().any(|step| step.who == Some(luz));
    assert!(named(&incident(&house, id).await));
    assert_eq!(count(&house, "SELECT count(*) FROM incident_asked").await, 1);

    house.later_minutes(2 * 24 * 60);
    retention::forget(&house.app).await.unwrap();
    assert_eq!(count(&house, "SELECT count(*) FROM incident_asked").await, 0);
    assert_eq!(count(&house, "SELECT count(*) FROM card").await, 1);

    house.later_minutes(29 * 24 * 60);
    retention::forget(&house.app).await.unwrap();
    assert_eq!(count(&house, "SELECT count(*) FROM card").await, 0);
    assert_eq!(count(&house, "SELECT count(*) FROM card_report").await, 0);
    assert!(named(&incident(&house, id).await), "three months for who did what");

    house.later_minutes(60 * 24 * 60);
    retention::forget(&house.app).await.unwrap();
    let nameless = incident(&house, id).await;
    assert!(!named(&nameless));
    assert!(nameless.confirmed().is_some(), "what was found stays");
    let ana = dispatcher(&house, "Ana").await;
    let page = ana.open(&format!("/incidents/{id}")).await;
    page.says("Confirmado").does_not_say("Luz");

    house.later_minutes(280 * 24 * 60);
    retention::forget(&house.app).await.unwrap();
    let page = dispatcher(&house, "Ana").await.open(&format!("/incidents/{id}")).await;
    assert_eq!(page.status, 404);
    assert_eq!(count(&house, "SELECT sum(count) FROM incident_count WHERE outcome = 'confirmed'").await, 1);
    assert_eq!(count(&house, "SELECT count(*) FROM incident_step").await, 0);
}

#[tokio::test]
async fn after_a_day_nothing_tells_whether_two_unknown_places_were_the_same_words() {
    let house = town().await;
    report(&house, "Home Depot de Cypress", seen(Activity::Detaining)).await;
    house.run_workers().await;
    let kept = || async {
        let reports = count(&house, "SELECT count(*) FROM report WHERE place_mark IS NOT NULL").await;
        (reports, count(&house, "SELECT count(*) FROM card WHERE spot = 'unknown' AND spot_at <> 0").await)
    };
    assert_eq!(kept().await, (1, 1));
    house.later_minutes(25 * 60);
    retention::forget(&house.app).await.unwrap();
    assert_eq!(kept().await, (0, 0));
}

#[tokio::test]
async fn steps_are_neither_changed_nor_deleted_nor_appended_twice() {
    let house = town().await;
    let id = confirmed(&house).await;
    for attack in [
        "UPDATE incident_step SET code = 'nothing_there' WHERE what = 'found'",
        "UPDATE incident_step SET who = NULL",
        "DELETE FROM incident_step",
        "UPDATE incident SET nameless = 1, state = 'open', closed_at = NULL",
    ] {
        let tried = house.app.db.write("attack", move |tx| tx.execute(attack, params![])).await;
        assert!(tried.is_err(), "{attack}");
    }
    // Two writers who read the same timeline: the second is told to look again.
    let (one, by, now) = (incident(&house, id).await, house.member_id("Ana").await, house.app.now());
    let why = crate::triage::incident::ReopenWhy::FindingInDoubt;
    let (first, second) = (one.reopen(by, why, now).unwrap(), one.reopen(by, why, now).unwrap());
    house.app.db.write("first", move |tx| store::save(tx, &first)).await.unwrap();
    let refused = house.app.db.write("second", move |tx| store::save(tx, &second)).await;
    assert!(matches!(refused, Err(crate::ground::Wrong::Refused(_))), "{refused:?}");
}

#[tokio::test]
async fn nobody_is_in_two_places_says_the_database() {
    let house = town().await;
    let id = confirmed(&house).await;
    let luz = house.member_id("Luz").await;
    let put = move |tx: &crate::ground::db::Tx<'_>| {
        tx.execute("INSERT INTO incident_out (member, incident) VALUES ($1, $2)", params![luz, id])
    };
    house.app.db.write("once", put).await.unwrap();
    assert!(house.app.db.write("twice", put).await.is_err());
}

/// Every number and id of the house that tells one of these moments exactly: `table.column`.
async fn telling(house: &TestHouse, moments: Vec<crate::ground::Moment>) -> Vec<String> {
    let tables = house.app.db.tables().await.unwrap();
    let read = house.app.db.read("look everywhere", move |tx| {
        let mut found = Vec::new();
        for table in tables {
            let columns = tx.rows(&format!("PRAGMA table_info({table})"), crate::params![], |row| {
                Ok((row.get::<String>(1)?, row.get::<String>(2)?))
            })?;
            for (column, kind) in columns {
                for moment in &moments {
                    let micros = moment.micros();
                    let sql = match kind.as_str() {
                        "INTEGER" => format!(
                            "SELECT count(*) FROM {table} WHERE {column} IN ({micros}, {}, {}, {})",
                            micros / 1_000,
                            micros / 1_000_000,
                            // The group of a card, which is a quarter of an hour.
                            micros / (crate::triage::card::BUCKET_MINUTES * 60_000_000)
                        ),
                        // An id that begins with the milliseconds since 1970.
                        "BLOB" => format!(
                            "SELECT count(*) FROM {table} WHERE hex(substr({column}, 1, 6)) = '{:012X}'",
                            micros / 1_000
                        ),
                        _ => continue,
                    };
                    let count: i64 = tx.value(&sql, crate::params![])?;
                    if count > 0 {
                        found.push(format!("{table}.{column}"));
                    }
                }
            }
        }
        Ok(found)
    });
    read.await.unwrap()
}

#[tokio::test]
async fn after_a_day_nothing_tells_when_exactly_a_report_came() {
    let house = town().await;
    let photo = || axum::body::Bytes::from_static(include_bytes!("../../reports/media/samples/progressive.jpg"));
    let mut moments = Vec::new();
    let mut come = async |place: &str, activity| {
        // A moment that no rounding leaves as it is, and at which nothing else happens.
        house.later_seconds(1_237);
        moments.push(house.app.now());
        let words = ReportWords { place: place.into(), ..ReportWords::default() };
        let new = New { words, worked: true, pictures: vec![photo()], ..New::of(Channel::Web, seen(activity)) };
        let id = reports::take(&house.app, new).await.unwrap().id;
        house.run_workers().await;
        house.later_seconds(71);
        id
    };
    let joined = come(CORNER, Activity::Waiting).await;
    let aside = come(FAR_CORNER, Activity::Waiting).await;
    come(FAR_CORNER, Activity::Loading).await;
    let ana = dispatcher(&house, "Ana").await;
    claims(&house, &ana, joined).await.press("Solo abrir incidente", &[]).await;
    house.later_seconds(3);
    claims(&house, &ana, aside).await.press("Descartar", &[("reason", "old_news")]).await;
    let now = telling(&house, moments.clone()).await;
    for column in ["report.taken_at", "card.opened_at", "card.bucket", "card_report.at", "triage_wait.since"] {
        assert!(now.contains(&column.to_owned()), "the control: {column} is looked at: {now:?}");
    }
    assert!(!now.contains(&"card.id".to_owned()), "{now:?}");
    let waited = count(&house, "SELECT sum(at - since) FROM triage_wait").await;
    house.later_minutes(25 * 60);
    crate::retention::forget(&house.app).await.unwrap();
    assert_eq!(telling(&house, moments).await, Vec::<String>::new());
    // A wait is as long as it was, and its end tells no more than the hour.
    assert_eq!(count(&house, "SELECT sum(at - since) FROM triage_wait").await, waited);
    assert_eq!(count(&house, "SELECT count(*) FROM triage_wait WHERE at % 3600000000 <> 0").await, 0);
    // A report of another day does not join what nobody decided.
    assert_eq!(count(&house, "SELECT apart FROM card WHERE decided_at IS NULL").await, 1);
    // The card that waits is still there to be decided, and the clock has counted.
    assert_eq!(cards(&house).await.len(), 1);
}

#[tokio::test]
async fn the_day_that_is_left_of_a_card_is_that_of_the_networks_clock_and_is_shown_as_a_day() {
    let house = town().await;
    // Six in the evening in Los Angeles: of the next day already by the clock of Greenwich.
    house.later_minutes(6 * 60);
    report(&house, CORNER, seen(Activity::Waiting)).await;
    house.run_workers().await;
    house.later_minutes(25 * 60);
    retention::forget(&house.app).await.unwrap();
    let midnight = crate::ground::Moment::parse("2026-03-04T00:00:00-08:00").unwrap().micros();
    assert_eq!(count(&house, "SELECT opened_at FROM card").await, midnight);
    assert_eq!(count(&house, "SELECT at FROM card_report").await, midnight);
    assert_eq!(count(&house, "SELECT bucket * 15 * 60 * 1000000 FROM card").await, midnight);
    let ana = dispatcher(&house, "Ana").await;
    ana.open("/queue").await.says("4 mar").does_not_say("00:00");
}
