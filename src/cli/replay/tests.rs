use super::*;
use crate::demo;
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
    let left =
        house.app.db.read("who is left", |tx| tx.value::<i64>("SELECT count(*) FROM subscription", crate::params![]));
    assert_eq!(left.await.unwrap(), 0, "the made-up subscribers are gone");
    assert_eq!((summary.rows, summary.taken, summary.problems.len()), (5, 5, 0), "{summary:?}");
    assert_eq!((summary.incidents, summary.joined), (3, 1), "{summary:?}");
    assert_eq!((summary.nowhere, summary.undecided), (1, 1), "the unknown place is taken and waits: {summary:?}");
}

#[tokio::test]
async fn the_real_dated_incidents_go_through() {
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
    assert_eq!((summary.rows, summary.taken), (79, 79), "{summary:?}");
    assert_eq!(summary.incidents + summary.joined + summary.undecided, 79, "{summary:?}");
    assert_eq!(summary.nowhere, 0, "every one has a point: {summary:?}");
    println!("{summary:?}\n{told}");
}
