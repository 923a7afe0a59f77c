//! The book in memory stays in step with the rows and with the map.

use geo::{LineString, MultiPolygon, Polygon};

use super::*;
use crate::places::{Area, AreaKind, Cell};

/// A square west of the town, in the sea.
fn square(number: u32, west: f64, size: f64) -> Area {
    let (east, south, north) = (west + size, 30.90, 30.90 + size);
    let ring = vec![(west, south), (east, south), (east, north), (west, north), (west, south)];
    let shape = MultiPolygon(vec![Polygon::new(LineString::from(ring), Vec::new())]);
    Area::new(AreaKey(number), AreaKind::Neighborhood, "Mar Adentro", "mar-adentro", None, shape).unwrap()
}

async fn draws(house: &TestHouse, area: Area) {
    house.app.db.write("draw", move |tx| places::store::put_area(tx, &area)).await.unwrap();
    Atlas::reload(&house.app).await.unwrap();
    house.run(WORKERS).await;
}

#[tokio::test]
async fn an_area_that_grows_on_the_map_is_heard_where_it_grew() {
    let house = town().await;
    draws(&house, square(900, -121.00, 0.02)).await;
    let mut choices = everything();
    choices =
        Subscription::new(vec![Where::Area(AreaKey(900))], choices.lang, choices.carrier, choices.kinds, choices.quiet)
            .unwrap();
    let ana = live(&house, &email("ana@example.org"), &choices).await;
    house.run(WORKERS).await;
    let hears = |lat, lon| {
        let place = Touches::Spot { cell: Cell::at(lat, lon).unwrap(), area: area(&house, "Plaza Vieja") };
        let seats = house.app.part::<Book>().audience(place, Kind::Alerts, false, house.app.now());
        seats.contains(ana.seat.0)
    };
    assert!(hears(30.91, -120.99));
    assert!(!hears(30.93, -120.95));
    draws(&house, square(900, -121.00, 0.10)).await;
    assert!(hears(30.93, -120.95));
}

#[tokio::test]
async fn an_area_that_the_map_does_not_know_still_reaches_who_named_it() {
    let house = town().await;
    let choices = everything();
    let named =
        Subscription::new(vec![Where::Area(AreaKey(901))], choices.lang, choices.carrier, choices.kinds, choices.quiet)
            .unwrap();
    let ana = live(&house, &email("ana@example.org"), &named).await;
    assert_eq!(hear(&house, AreaKey(901)).await, [ana.seat.0]);
    assert_eq!(hear(&house, AreaKey(902)).await, Vec::<u32>::new());
}

#[tokio::test]
async fn a_book_that_was_away_for_long_reads_everything_anew_and_says_the_same() {
    let house = town().await;
    let here = area(&house, "Plaza Vieja");
    let mut kept = Vec::new();
    for at in 0..20 {
        let begun = live(&house, &email(&format!("a{at}@example.org")), &everything()).await;
        if at % 3 == 0 {
            let (keys, link) = (house.app.keys.clone(), begun.link.clone());
            house.app.db.write("leave", move |tx| super::super::leave(tx, &keys, &link)).await.unwrap();
        } else {
            kept.push(begun.seat.0);
        }
        if at % 5 == 0 {
            house.run(WORKERS).await;
        }
    }
    kept.sort_unstable();
    assert_eq!(hear(&house, here).await, kept, "change by change");
    live(&house, &email("b@example.org"), &everything()).await;
    house.app.db.write("by hand", |tx| tx.execute("DELETE FROM subscription_change", crate::params![])).await.unwrap();
    let begun = live(&house, &email("c@example.org"), &everything()).await;
    let heard = hear(&house, here).await;
    assert!(heard.contains(&begun.seat.0) && heard.len() == kept.len() + 2, "{heard:?}");
    Book::load(&house.app).await.unwrap();
    assert_eq!(hear(&house, here).await, heard, "read at once");
    let book = house.app.part::<Book>();
    let all: RoaringBitmap = heard.iter().copied().collect();
    assert_eq!(book.counts(&all), [(Lang::Es, Carrier::Email, all.len())]);
    assert_eq!(book.by_carrier(&all), [(Carrier::Email, all.clone())]);
    assert_eq!((book.of(&all, Lang::En, Carrier::Email).len(), book.len()), (0, all.len()));
    assert!(!book.is_empty());
}
