//! Areas: what they must be, and how they lie in each other.

use geo::{LineString, Polygon};

use super::*;

fn square(id: u32, kind: AreaKind, west: f64, south: f64, size: f64, parent: Option<u32>) -> Area {
    let ring =
        vec![(west, south), (west + size, south), (west + size, south + size), (west, south + size), (west, south)];
    let shape = MultiPolygon(vec![Polygon::new(LineString::from(ring), Vec::new())]);
    Area::new(AreaKey(id), kind, &format!("Area {id}"), &format!("area-{id}"), parent.map(AreaKey), shape).unwrap()
}

fn town() -> Vec<Area> {
    vec![
        square(1, AreaKind::County, -121.0, 31.0, 0.5, None),
        square(2, AreaKind::Region, -121.0, 31.0, 0.2, Some(1)),
        square(3, AreaKind::Neighborhood, -121.0, 31.0, 0.1, Some(2)),
        square(4, AreaKind::Zip, -121.0, 31.0, 0.05, Some(1)),
    ]
}

#[test]
fn kinds_come_back_from_their_codes() {
    for kind in AreaKind::ALL {
        assert_eq!(AreaKind::from_code(kind.code()), Some(kind));
    }
    assert_eq!(AreaKind::from_code("state"), None);
}

#[test]
fn the_neighbourhood_comes_first() {
    let areas = Areas::new(town()).unwrap();
    let found: Vec<u32> = areas.holding(31.02, -120.98).iter().map(|area| area.id.0).collect();
    assert_eq!(found, [3, 4, 2, 1]);
    assert_eq!(areas.smallest_at(31.15, -120.85).unwrap().id, AreaKey(2));
    assert!(areas.smallest_at(30.0, -120.0).is_none());
}

#[test]
fn a_small_city_comes_before_its_zip_and_a_large_one_after() {
    let first = |size: f64| {
        let city = square(1, AreaKind::City, -121.0, 31.0, size, None);
        let areas = Areas::new(vec![city, square(2, AreaKind::Zip, -121.0, 31.0, 0.05, None)]).unwrap();
        areas.smallest_at(31.01, -120.99).unwrap().kind
    };
    assert_eq!(first(0.1), AreaKind::City);
    assert_eq!(first(0.4), AreaKind::Zip);
}

#[test]
fn nesting_is_followed_and_checked() {
    let areas = Areas::new(town()).unwrap();
    let around: Vec<u32> = areas.around(AreaKey(3)).map(|area| area.id.0).collect();
    assert_eq!(around, [2, 1]);
    assert_eq!(areas.inside(AreaKey(1)).count(), 2);
    assert!(areas.within(AreaKey(4), AreaKey(3)), "the label point of the ZIP lies in the neighbourhood");
    assert!(!areas.within(AreaKey(1), AreaKey(3)));

    let mut circle = town();
    circle[0].parent = Some(AreaKey(3));
    assert!(matches!(Areas::new(circle), Err(AreaWrong::Circle(_))));
    let mut lost = town();
    lost[1].parent = Some(AreaKey(99));
    assert_eq!(Areas::new(lost).unwrap_err(), AreaWrong::NoParent(AreaKey(2)));
    let mut twice = town();
    twice[1].id = AreaKey(1);
    assert_eq!(Areas::new(twice).unwrap_err(), AreaWrong::SameNumber(AreaKey(1)));
    let mut named = town();
    named[1].kind = AreaKind::County;
    named[1].slug = "area-1".to_owned();
    assert_eq!(Areas::new(named).unwrap_err(), AreaWrong::SameSlug("area-1".to_owned()));
}

#[test]
fn ground_is_near_a_cell_from_inside_from_beside_and_however_small_it_is() {
    let area = square(3, AreaKind::Neighborhood, -121.0, 31.0, 0.1, None);
    let at = |lat, lon| Cell::at(lat, lon).unwrap();
    assert!(area.is_near(at(31.05, -120.95), 0), "inside");
    assert!(area.is_near(at(31.05, -120.888), 2) && !area.is_near(at(31.05, -120.888), 0), "beside");
    assert!(!area.is_near(at(31.05, -120.80), 2), "some ten kilometres away");
    let corner = square(4, AreaKind::Neighborhood, -121.0, 31.0, 0.000_1, None);
    assert!(corner.is_near(at(31.0, -121.0), 0) && !corner.is_near(at(31.05, -120.95), 2));
}

#[test]
fn names_and_slugs_are_checked() {
    let area = square(1, AreaKind::City, 0.0, 0.0, 1.0, None);
    let again = |name: &str, slug: &str| {
        Area::new(AreaKey(1), AreaKind::City, name, slug, None, area.shape.clone()).map(|made| made.name)
    };
    assert_eq!(again(" Mar Serena ", "mar-serena"), Ok("Mar Serena".to_owned()));
    assert_eq!(again("", "mar"), Err(AreaWrong::Name));
    assert_eq!(again(&"x".repeat(NAME_BYTES_MAX + 1), "mar"), Err(AreaWrong::Name));
    assert!(matches!(again("Mar", "Már"), Err(AreaWrong::Slug(_))));
}

#[test]
fn cells_cover_the_area_and_its_edges() {
    let area = square(1, AreaKind::Neighborhood, -121.0, 31.0, 0.05, None);
    let cells = area.cells().unwrap();
    assert!(cells.contains(&Cell::at(31.025, -120.975).unwrap()));
    assert!(cells.contains(&Cell::at(31.0001, -120.9999).unwrap()), "a corner is covered too");
    assert!(!cells.contains(&Cell::at(31.2, -120.9).unwrap()));
    assert!((area.km2() / CELL_KM2..area.km2() / CELL_KM2 * 2.0).contains(&(cells.len() as f64)));
    // A block smaller than one cell still has one.
    assert!(!square(2, AreaKind::Neighborhood, -121.0, 31.0, 0.0001, None).cells().unwrap().is_empty());
    let huge = square(3, AreaKind::County, -121.0, 31.0, 9.0, None);
    assert!(matches!(huge.cells(), Err(AreaWrong::TooManyCells(_))));
}

#[test]
fn size_and_label() {
    let area = square(1, AreaKind::City, -121.0, 31.0, 0.1, None);
    assert!((104.0..108.0).contains(&area.km2()), "{}", area.km2());
    assert!(area.holds(area.center.0, area.center.1));
    assert_eq!(area.clone().labelled_at(31.01, -120.99).center, (31.01, -120.99));
    assert_eq!(area.clone().labelled_at(50.0, 0.0).center, area.center);
}
