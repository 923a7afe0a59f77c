//! What people type, and what they mean.

mod real;
mod town;

use super::*;

/// How an answer is written in the tables: the kind and name of one place, `several: a; b`, or `none`.
pub(super) fn told(resolution: &Resolution) -> String {
    let name = |place: &Place| {
        let kind = match place.kind {
            PlaceKind::Area => "area",
            PlaceKind::Corner => "corner",
            PlaceKind::Landmark => "landmark",
            PlaceKind::Zip => "zip",
        };
        format!("{kind} {}", place.name)
    };
    match resolution {
        Resolution::One(place) => name(place),
        Resolution::Several(places) => {
            let mut names: Vec<String> = places.iter().map(name).collect();
            names.sort();
            format!("several: {}", names.join("; "))
        }
        Resolution::None => "none".to_owned(),
    }
}

/// Compares a whole table and shows every line that differs.
pub(super) fn check(table: &[(&str, &str)], ask: impl Fn(&str) -> Resolution) {
    let wrong: Vec<String> = table
        .iter()
        .map(|(typed, expected)| (typed, expected, told(&ask(typed))))
        .filter(|(_, expected, told)| told != *expected)
        .map(|(typed, expected, told)| format!("  {typed:?}: expected {expected:?}, got {told:?}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {} lines differ:\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

#[test]
fn row_kinds_come_back_from_their_codes() {
    let kinds = LandmarkKind::TABLE.iter().map(|(kind, ..)| RowKind::Landmark(*kind));
    for kind in kinds.chain([RowKind::Corner, RowKind::Nickname]) {
        assert_eq!(RowKind::from_code(kind.code()), Some(kind));
    }
    assert_eq!(RowKind::from_code("home"), None);
}

#[test]
fn rows_that_cannot_be_right_are_left_out() {
    let lost = Row::landmark(LandmarkKind::Park, "Nowhere", AreaKey(99), (0.0, 0.0));
    let off = Row { area: AreaKey(1), point: Some((200.0, 0.0)), ..lost.clone() };
    let empty = Row { key: String::new(), area: AreaKey(1), ..lost.clone() };
    let gazetteer = Gazetteer::new(crate::demo::city::areas().unwrap(), &[lost, off, empty]);
    assert_eq!(gazetteer.resolve("Nowhere", None), Resolution::None);
    assert_eq!(Gazetteer::new(Areas::default(), &[]).resolve("anything", None), Resolution::None);
}
