//! Files as they come: good ones, odd ones, broken ones.

use std::path::Path;

use super::*;

fn file(features: &str) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)
}

fn feature(properties: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
}

const SQUARE: &str =
    r#"{"type":"Polygon","coordinates":[[[-121,31],[-120.9,31],[-120.9,31.1],[-121,31.1],[-121,31]]]}"#;

#[test]
fn names_are_found_under_many_properties() {
    let cases = [
        (r#"{"name":"Playa Ámbar"}"#, "Playa Ámbar", "playa-ambar", AreaKind::Neighborhood),
        (r#"{"NAME":"St. Elmo's"}"#, "St. Elmo's", "st-elmos", AreaKind::Neighborhood),
        (r#"{"name_en":"Old Town","slug":"Old Town!"}"#, "Old Town", "old-town", AreaKind::Neighborhood),
        (r#"{"ZCTA5CE10":"00207"}"#, "00207", "00207", AreaKind::Zip),
        (r#"{"zip":207}"#, "00207", "00207", AreaKind::Zip),
        (r#"{"name":"Mar","kind":"city"}"#, "Mar", "mar", AreaKind::City),
        (r#"{"name":"Mar","type":"CDP"}"#, "Mar", "mar", AreaKind::Neighborhood),
        (r#"{"name":"Mar","kind":"la_city_neighborhood"}"#, "Mar", "mar", AreaKind::Neighborhood),
        (r#"{"fips":"00999","name":"Mar"}"#, "Mar", "mar", AreaKind::County),
        (r#"{"kind":"region","name":"Mar"}"#, "Mar", "mar", AreaKind::Region),
    ];
    for (properties, name, slug, kind) in cases {
        let read = read(file(&feature(properties, SQUARE)).as_bytes(), AreaKind::Neighborhood).unwrap();
        assert_eq!(read.problems, [], "{properties}");
        let area = &read.areas[0];
        assert_eq!((area.name.as_str(), area.slug.as_str(), area.kind), (name, slug, kind), "{properties}");
    }
}

#[test]
fn what_lies_around_is_kept() {
    let properties =
        r#"{"name":"Mar","city":"Puerto","region":"Sur","county":"Lejos","geoid":"77","lat":31.05,"lon":-120.95}"#;
    let read = read(file(&feature(properties, SQUARE)).as_bytes(), AreaKind::Neighborhood).unwrap();
    let area = read.areas[0].clone();
    assert_eq!(area.within, ["Puerto", "Sur", "Lejos"]);
    assert_eq!(area.outside_id.as_deref(), Some("77"));
    assert_eq!(area.into_area(AreaKey(7), None).unwrap().center, (31.05, -120.95));
}

#[test]
fn one_bad_feature_does_not_spoil_the_others() {
    let open = r#"{"type":"Polygon","coordinates":[[[-121,31],[-120.9,31],[-120.9,31.1],[-121,31.1]]]}"#;
    let swapped = r#"{"type":"Polygon","coordinates":[[[31,-121],[31,-120.9],[31.1,-120.9],[31,-121]]]}"#;
    let crossed = r#"{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}"#;
    let point = r#"{"type":"Point","coordinates":[-121,31]}"#;
    let words = r#"{"type":"Polygon","coordinates":[[["west","north"]]]}"#;
    let features = [
        feature(r#"{"name":"Good"}"#, SQUARE),
        feature("{}", SQUARE),
        feature(r#"{"name":"Open"}"#, open),
        feature(r#"{"name":"Swapped"}"#, swapped),
        feature(r#"{"name":"Crossed"}"#, crossed),
        feature(r#"{"name":"Point"}"#, point),
        feature(r#"{"name":"Words"}"#, words),
        feature(r#"{"name":"Nothing"}"#, "null"),
        "17".to_owned(),
        feature(r#"{"name":"GOOD"}"#, SQUARE),
        feature(r#"{"name":"Empty"}"#, r#"{"type":"Polygon","coordinates":[]}"#),
    ];
    let read = read(file(&features.join(",")).as_bytes(), AreaKind::Region).unwrap();
    let names: Vec<&str> = read.areas.iter().map(|area| area.slug.as_str()).collect();
    assert_eq!(names, ["good", "open", "good-2"]);
    let told: Vec<(usize, bool)> = read.problems.iter().map(|it| (it.feature, it.what.was_mended())).collect();
    let left_out = |feature| (feature, false);
    let expected = [
        left_out(2),
        (3, true),
        left_out(4),
        left_out(5),
        left_out(6),
        left_out(7),
        left_out(8),
        left_out(9),
        (10, true),
        left_out(11),
    ];
    assert_eq!(told, expected);
    let sentence = read.problems[2].to_string();
    assert!(sentence.starts_with("feature 4 (Swapped), left out:"), "{sentence}");
    assert!(sentence.contains("exchanged"), "{sentence}");
}

#[test]
fn whole_files_can_be_wrong() {
    assert!(matches!(read(b"{\n  oops", AreaKind::City), Err(FileWrong::NotJson { line: 2, .. })));
    assert_eq!(read(br#"{"type":"Feature"}"#, AreaKind::City), Err(FileWrong::NotFeatures));
    assert_eq!(read(b"[]", AreaKind::City), Err(FileWrong::NotFeatures));
    let large = vec![b' '; FILE_BYTES_MAX + 1];
    assert_eq!(read(&large, AreaKind::City), Err(FileWrong::TooLarge(FILE_BYTES_MAX + 1)));
    let many = file(&vec!["1"; FEATURES_MAX + 1].join(","));
    assert_eq!(read(many.as_bytes(), AreaKind::City), Err(FileWrong::TooManyFeatures(FEATURES_MAX + 1)));
    let marked = format!("\u{feff}{}", file(&feature(r#"{"name":"Mar"}"#, SQUARE)));
    assert_eq!(read(marked.as_bytes(), AreaKind::City).unwrap().areas.len(), 1);
}

/// Real files, which are not part of the source. Left out, with a line that says so, where they are not at hand.
#[test]
fn real_files_of_southern_california_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/geo");
    if !folder.is_dir() {
        eprintln!("left out: the real area files are not at hand");
        return;
    }
    let files = [
        ("neighborhoods_la_county", AreaKind::Neighborhood, 272),
        ("regions_la_county", AreaKind::Region, 16),
        ("cities_la_county", AreaKind::City, 88),
        ("places_socal", AreaKind::City, 405),
        ("zcta_socal", AreaKind::Zip, 688),
        ("counties_socal", AreaKind::County, 7),
    ];
    for (name, kind, count) in files {
        let bytes = std::fs::read(folder.join(format!("{name}.geojson"))).unwrap();
        let read = read(&bytes, kind).unwrap();
        let left_out: Vec<String> =
            read.problems.iter().filter(|it| !it.what.was_mended()).map(ToString::to_string).collect();
        assert_eq!(left_out, Vec::<String>::new(), "{name}");
        assert_eq!(read.areas.len(), count, "{name}");
    }
}
