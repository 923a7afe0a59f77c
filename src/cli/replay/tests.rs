use super::*;
use crate::demo;
use crate::reports::facts::YesNo;
use crate::testkit::TestHouse;

const MADE_UP: &str = "\
id,date,time_local,place,activity,agency,note
one,2026-03-01,08:00,Luna y 7,at_a_door,ice_ero,first
same event,2026-03-01,08:10,7th and Luna,detaining,other_federal,second
same place next day,2026-03-02,08:00,Luna y 7,at_a_door,ice_ero,third
elsewhere,2026-03-02,08:05,Owl Canyon Park,waiting,cbp,fourth
unknown,2026-03-02,09:00,behind the blue truck,waiting,unknown,fifth
";

async fn replayed(house: &TestHouse, text: &str) -> (Summary, String) {
    let read = reading::read(text, &house.app.config.zone()).unwrap();
    let mut config = house.app.config.clone();
    config.demo = true;
    telling::unhurried(&mut config);
    let app = wiring::open(config, Clock::standing_at(read.rows[0].at)).unwrap();
    Atlas::reload(&app).await.unwrap();
    let mut summary = Summary { problems: read.problems, ..Summary::default() };
    let mut telling = Telling::begin(&app).await.unwrap().expect("a network without subscribers");
    for row in &read.rows {
        take(&app, row, &mut summary, Some(&mut telling)).await.unwrap();
    }
    (summary, telling.end(&app).await.unwrap())
}

#[tokio::test]
async fn reports_of_one_event_join_and_the_same_place_on_another_day_does_not() {
    let house = TestHouse::new();
    demo::furnish(&house.app).await.unwrap();
    let (summary, told) = replayed(&house, MADE_UP).await;
    assert!(told.contains("3 alerts released by two") && told.contains("VERIF"), "{told}");
    // Each is told at its incident's own hour, also the one that was not the last of its day.
    for (hour, clock) in
        [("2026-03-01 08:00", "8:00am"), ("2026-03-02 08:00", "8:00am"), ("2026-03-02 08:05", "8:05am")]
    {
        let at = told.find(hour).unwrap_or_else(|| panic!("nothing at {hour}: {told}"));
        let text = told[at..].lines().nth(1).unwrap();
        assert!(
            text.contains(&format!("VERIFIED {clock}")) || text.contains(&format!("VERIFICADO {clock}")),
            "{hour}: {text}"
        );
    }
    let left =
        house.app.db.read("who is left", |tx| tx.value::<i64>("SELECT count(*) FROM subscription", crate::params![]));
    assert_eq!(left.await.unwrap(), 0, "the made-up subscribers are gone");
    assert_eq!((summary.rows, summary.taken, summary.problems.len()), (5, 5, 0), "{summary:?}");
    assert_eq!((summary.incidents, summary.joined), (3, 1), "{summary:?}");
    assert_eq!((summary.nowhere, summary.undecided), (1, 1), "the unknown place is taken and waits: {summary:?}");
}

#[test]
fn a_quiet_week_is_an_hour_and_a_quarter_of_an_hour_is_real() {
    assert_eq!(pause(15 * 60, 1.0), Duration::from_secs(900));
    assert_eq!(pause(15 * 60, 60.0), Duration::from_secs(15));
    assert_eq!(pause(7 * 86_400, 1.0), PAUSE_MAX);
    assert_eq!(pause(-5, 1.0), Duration::ZERO);
    assert_eq!(pause(i64::MAX, 1e-300), Duration::ZERO, "no such gap is in a file");
    assert_eq!(pause(86_400, 1e-300), PAUSE_MAX);
}

/// The incident of each row, by the row's name.
async fn incidents_of(house: &TestHouse, rows: &[reading::Row]) -> std::collections::HashMap<String, Id<Incident>> {
    let found = house.app.db.read("where the rows went", |tx| {
        let briefs = reports::store::briefs_after(tx, 0, 1_000)?;
        briefs.iter().map(|brief| Ok(triage_store::incidents_of(tx, brief.id)?[0])).collect::<Result<Vec<_>, Wrong>>()
    });
    let found = found.await.unwrap();
    assert_eq!(found.len(), rows.len(), "every row is a report of one incident");
    rows.iter().map(|row| row.name.clone()).zip(found).collect()
}

#[tokio::test]
async fn the_real_dated_incidents_join_and_stay_apart_as_the_readme_says() {
    let data = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if !data.is_dir() {
        println!("left out for want of ../shared/data: the replay of dated incidents");
        return;
    }
    let house = TestHouse::new();
    for (file, kind) in [("neighborhoods_la_county", "neighborhood"), ("places_socal", "city"), ("zcta_socal", "zip")] {
        let bytes = std::fs::read(data.join(format!("geo/{file}.geojson"))).unwrap();
        let kind = crate::places::AreaKind::from_code(kind).unwrap();
        let read = crate::places::geojson_in::read(&bytes, kind).unwrap();
        house.app.db.write("import", move |tx| crate::places::import::import(tx, read)).await.unwrap();
    }
    let text = std::fs::read_to_string(data.join("timeline/incidents_socal_2025.csv")).unwrap();
    let (summary, told) = replayed(&house, &text).await;
    println!("{summary:?}\n{told}");
    let expected =
        Summary { rows: 79, taken: 79, in_a_cell: 67, in_an_area: 12, incidents: 67, joined: 12, ..Summary::default() };
    assert_eq!(summary, expected);
    assert!(told.contains("66 alerts released by two") && told.matches("not told: ").count() == 1, "{told}");
    assert!(told.contains("2025-06-06 12:00  Westlake"), "{told}");
    let rows = reading::read(&text, &house.app.config.zone()).unwrap().rows;
    let incident = incidents_of(&house, &rows).await;
    let of = |name: &str| incident[&format!("la25-{name}")];
    assert!(of("051") == of("052") && of("052") == of("053"), "East Los Angeles, 10 September");
    assert!(["050", "054"].iter().all(|elsewhere| of(elsewhere) != of("051")), "other places of that day");
    let westlake = [of("001"), of("037"), of("048")];
    assert!(westlake[0] != westlake[1] && westlake[1] != westlake[2] && westlake[0] != westlake[2], "three raids");
    assert_eq!(of("049"), of("048"), "one raid, told twice");
}

#[tokio::test]
async fn json_lines_are_read_as_the_api_reads_them() {
    let house = TestHouse::new();
    demo::furnish(&house.app).await.unwrap();
    let (lat, lon) = crate::demo::city::position(0.5, 0.5);
    let report = serde_json::json!({
        "place": "Luna y 7", "observed_at": "2026-03-04T11:58:00-08:00", "still_happening": "yes", "first_hand": "i_see_it",
        "people": "3-5", "vehicles": 2, "activity": "detaining", "agency": "hsi", "uniform_words": "POLICE ERO", "detained": true,
        "detained_count": 3, "children_present": "no", "reporter_safe": "yes", "wants_call": true, "contact": "323 555 0142",
        "language": "es-MX", "note": "dos personas", "point": {"lat": lat, "lon": lon},
    });
    let day = serde_json::json!({"place": "Luna y 8", "observed_at": "2026-03-04", "activity": "waiting"});
    let lines = [
        format!("\u{feff}{report}"),
        day.to_string(),
        "{broken".to_owned(),
        r#"{"place": "Luna y 7", "activity": "waiting", "people": "muchos", "observed_at": "2026-03-04"}"#.to_owned(),
        r#"{"place": "Luna y 7", "activity": "waiting", "observed_at": "2026-03-04T07:30:00"}"#.to_owned(),
        r#"{"place": "Luna y 7", "activity": "waiting"}"#.to_owned(),
    ];
    let (summary, _) = replayed(&house, &lines.join("\n")).await;
    assert_eq!((summary.rows, summary.taken, summary.problems.len()), (2, 2, 4), "{summary:?}");
    for (line, said) in [("line 3", "JSON"), ("line 4", "people"), ("line 5", "observed_at"), ("line 6", "observed_at")]
    {
        assert!(summary.problems.iter().any(|told| told.contains(line) && told.contains(said)), "{line}: {summary:?}");
    }
    let keys = house.app.keys.clone();
    let read = house.app.db.read("what was taken", move |tx| {
        let briefs = reports::store::briefs_after(tx, 0, 10)?;
        let whole = briefs.iter().find(|brief| brief.facts.wants_call).expect("the whole report");
        let words = reports::open_words(&keys, tx, whole.id)?;
        Ok((whole.clone(), words, reports::open_contact(&keys, tx, whole.id)?, briefs.len()))
    });
    let (brief, words, contact, count) = read.await.unwrap();
    let facts = brief.facts;
    assert_eq!(count, 2);
    assert_eq!(
        (facts.still_happening, facts.children_present, facts.reporter_safe),
        (YesNo::Yes, YesNo::No, YesNo::Yes)
    );
    assert_eq!((facts.detained, facts.detained_count, brief.lang.as_str()), (YesNo::Yes, Some(3), "es"));
    assert_eq!(
        (words.place.as_str(), words.note.as_str(), words.uniform_words.as_str()),
        ("Luna y 7", "dos personas", "POLICE ERO")
    );
    assert_eq!(contact.as_deref(), Some("323 555 0142"));
}
