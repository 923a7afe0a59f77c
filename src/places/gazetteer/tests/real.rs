//! The real corners, schools and areas of Los Angeles County, where the files are at hand. They are not part of the
//! source: each test says so in one line when it is left out.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::*;
use crate::places::geojson_in;

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("left out: the real places of Los Angeles County are not at hand");
    None
}

/// The gazetteer of the county and the rows it was built from. Read once for all tests of one run.
fn county() -> Option<&'static (Gazetteer, Vec<Row>)> {
    static COUNTY: OnceLock<Option<(Gazetteer, Vec<Row>)>> = OnceLock::new();
    let read = || {
        let (areas, rows) = read_county(&folder()?);
        Some((Gazetteer::new(areas, &rows), rows))
    };
    COUNTY.get_or_init(read).as_ref()
}

fn read_county(folder: &Path) -> (Areas, Vec<Row>) {
    let files = [
        ("neighborhoods_la_county", AreaKind::Neighborhood),
        ("regions_la_county", AreaKind::Region),
        ("cities_la_county", AreaKind::City),
        ("zcta_socal", AreaKind::Zip),
    ];
    let mut all = Vec::new();
    let mut known = std::collections::HashSet::new();
    for (name, kind) in files {
        let bytes = std::fs::read(folder.join(format!("geo/{name}.geojson"))).unwrap();
        for area in geojson_in::read(&bytes, kind).unwrap().areas {
            // The file of neighbourhoods has the smaller cities too.
            if !known.insert((area.kind, area.slug.clone())) {
                continue;
            }
            let key = AreaKey(u32::try_from(all.len()).unwrap());
            all.push(area.into_area(key, None).unwrap());
        }
    }
    let areas = Areas::new(all).unwrap();
    let mut rows = Vec::new();
    let lines = |name: &str| {
        let mut reader = csv::Reader::from_path(folder.join(name)).unwrap();
        reader.records().map(|line| line.unwrap()).collect::<Vec<_>>()
    };
    let at = |lat: &str, lon: &str| {
        let point: (f64, f64) = (lat.parse().ok()?, lon.parse().ok()?);
        areas.smallest_at(point.0, point.1).map(|area| (area.id, point))
    };
    for line in lines("transit/la_intersections_from_stops.csv") {
        if let Some((area, point)) = at(&line[2], &line[3]) {
            rows.push(Row::corner(&line[0], &line[1], area, point));
        }
    }
    for line in lines("schools/cde_sample_500.csv") {
        if let Some((area, point)) = at(&line[4], &line[5]) {
            rows.push(Row::landmark(LandmarkKind::School, &line[1], area, point));
        }
    }
    rows.extend(nicknames(folder, &areas));
    (areas, rows)
}

fn nicknames(folder: &Path, areas: &Areas) -> Vec<Row> {
    let bytes = std::fs::read(folder.join("geo/area_aliases_en_es.json")).unwrap();
    let aliases: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    let words = |value: &serde_json::Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned)).collect()
    };
    let mut rows = Vec::new();
    for entry in aliases.as_array().unwrap() {
        let slugs = [words(&entry["slugs"]), words(&entry["zips"])].concat();
        let region = entry["region"].as_str();
        let of_slug = |area: &Area| slugs.contains(&area.slug) && area.kind != AreaKind::City;
        let of_region = |area: &Area| area.kind == AreaKind::Region && Some(area.name.as_str()) == region;
        for area in areas.all().iter().filter(|area| of_slug(area) || of_region(area)) {
            let shown = entry["name"].as_str().unwrap();
            rows.extend(words(&entry["aliases"]).iter().map(|alias| Row::nickname(alias, shown, area.id)));
        }
    }
    rows
}

#[test]
fn real_places_are_found() {
    let Some((gazetteer, _)) = county() else { return };
    let slauson = "corner Figueroa / Slauson";
    let alvarado = "corner 7th / Alvarado";
    let table = [
        ("Slauson y Figueroa", slauson),
        ("slauson & figueroa", slauson),
        ("Slausen y Figeroa", slauson),
        ("Figueroa St and W Slauson Ave", slauson),
        ("esquina de Slauson con Figueroa", slauson),
        ("slauson and figueroa, los angeles", slauson),
        ("7th & Alvarado", alvarado),
        ("esquina de la 7 con Alvarado", alvarado),
        ("corner of 7th and Alvarado", alvarado),
        ("Alvarado/7th", alvarado),
        ("seventh street and alvarado", alvarado),
        ("la séptima y Alvarado", alvarado),
        ("calle 7 y Alvarado", alvarado),
        ("Alvarado y 7, MacArthur Park", alvarado),
        ("Alvarado and 7th Los Angeles CA 90057", alvarado),
        ("Avenue 26 y Figueroa", "corner Avenue 26 / Figueroa"),
        ("MacArthur Park", "area MacArthur Park"),
        ("parque macarthur", "area MacArthur Park"),
        ("el Valle", "area The Valley"),
        ("SELA", "area Southeast LA"),
        ("k-town", "area Koreatown"),
        ("ktown", "area Koreatown"),
        ("dtla", "area Downtown"),
        ("Boyle Heights", "area Boyle Heights"),
        ("boyle hts", "area Boyle Heights"),
        ("boyle hieghts", "area Boyle Heights"),
        ("en Boyle Heights, Los Angeles", "area Boyle Heights"),
        ("Pacoima", "area Pacoima"),
        ("la puente", "area La Puente"),
        ("Cañada Flintridge", "area La Cañada Flintridge"),
        ("90006", "zip 90006"),
        ("90006-1234", "zip 90006"),
        ("90006-123", "zip 90006"),
        ("Compton", "area Compton"),
        ("east la", "area East Los Angeles"),
        ("East Los Angeles", "area East Los Angeles"),
        ("este de los angeles", "area East LA"),
        ("Cerritos High", "landmark Cerritos High"),
        ("la escuela cerritos high", "landmark Cerritos High"),
        ("South Gate", "area South Gate"),
        ("35 e International", "none"),
        ("Main y 1ra, Santa Ana", "none"),
        ("Main y 1ra, Anaheim", "none"),
        ("Main y 1ra", "corner 1st / Main"),
        ("Pico / Robertson", "corner Pico / Robertson"),
        ("Pico-Robertson", "area Pico-Robertson"),
        ("742 Evergreen Terrace", "area Boyle Heights"),
        ("1600 Slauson Ave", "none"),
        ("00000", "none"),
        ("San Francisco", "none"),
        ("Slauson y Hollywood", "none"),
    ];
    check(&table, |typed| gazetteer.resolve(typed, None));
}

#[test]
fn real_places_are_found_in_messages() {
    let Some((gazetteer, _)) = county() else { return };
    let slauson = "corner Figueroa / Slauson";
    let alvarado = "corner 7th / Alvarado";
    let messages = [
        ("hay migra en la esquina de slauson y figueroa, 3 camionetas", slauson),
        ("ICE on Alvarado and 7th by the train, 5 agents", alvarado),
        ("la migra anda en Boyle Heights", "area Boyle Heights"),
        ("están en el parque macarthur con caballos", "area MacArthur Park"),
        ("vi camionetas por pacoima", "area Pacoima"),
        ("hay migra en main y 1ra, santa ana", "none"),
        ("hay 3 carros y 5 agentes", "none"),
        ("estan en el av", "none"),
    ];
    check(&messages, |typed| gazetteer.find_in(typed));
}

/// Every corner must be found by its own name, unless several share it.
#[test]
fn every_real_corner_is_found_by_its_name() {
    let Some((gazetteer, rows)) = county() else { return };
    let corners: Vec<&Row> = rows.iter().filter(|row| row.kind == RowKind::Corner).collect();
    assert!(corners.len() > 5_500, "{}", corners.len());
    let mut lost = Vec::new();
    for row in corners.iter().step_by(5) {
        let near = |place: &Place| place.point.zip(row.point).is_some_and(|(a, b)| km_between(a, b) < SAME_CORNER_KM);
        for typed in [row.name.clone(), row.name.replace(" / ", " y ").to_lowercase()] {
            let found = match gazetteer.resolve(&typed, None) {
                Resolution::One(place) => near(&place),
                Resolution::Several(places) => places.iter().any(near),
                Resolution::None => false,
            };
            if !found {
                lost.push(format!("{typed} -> {}", told(&gazetteer.resolve(&typed, None))));
            }
        }
    }
    assert!(
        lost.len() * 400 < corners.len(),
        "{} of {}: {:#?}",
        lost.len(),
        corners.len() / 5 * 2,
        &lost[..lost.len().min(30)]
    );
}
