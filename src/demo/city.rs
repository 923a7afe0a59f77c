//! Puerto Tecolote: a made-up town for trying out Cuadra, and for tests.
//!
//! It does not exist. It is drawn in open ocean, some 330 km south-west of San Diego, so that nobody can mistake an alert
//! of the demo for a real one; its ZIPs begin with 002, a range that the postal service has never given out. Its streets,
//! neighbourhoods and landmarks are invented, and named the way a bilingual town of Southern California might be.
//!
//! Out: areas (a city, 4 regions, 20 neighbourhoods, 8 ZIPs) that tile without gaps, and rows for the gazetteer. Always
//! the same, bit for bit: there is no chance and no clock in it.

mod data;

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::places::area::AreaWrong;
use crate::places::key::name_key;
use crate::places::{Area, AreaKey, AreaKind, Areas, Gazetteer, Row};

/// What the town is called.
pub const NAME: &str = "Puerto Tecolote";

/// The corner of the town that lies south-west, (latitude, longitude) in degrees.
pub const SOUTH_WEST: (f64, f64) = (30.90, -120.10);

/// Degrees from there to the north-east: about 11 km by 13 km.
pub const EXTENT: (f64, f64) = (0.10, 0.14);

const COLUMNS: usize = 5;
const ROWS: usize = 4;

/// How far a corner of the grid strays, as a part of one square; more would let outlines cross.
const STRAY: f64 = 0.16;

/// How far a point between two corners strays, as a part of their distance.
const BEND: f64 = 0.05;

/// A block of grid squares: columns and rows from the south-west, the last ones not included.
#[derive(Clone, Copy)]
struct Block {
    columns: (usize, usize),
    rows: (usize, usize),
}

/// All areas: the city first, then its regions from south to north, their neighbourhoods from west to east, and the ZIPs.
///
/// # Errors
/// None in practice: the same areas are checked by the tests.
pub fn areas() -> Result<Areas, AreaWrong> {
    let city = AreaKey(1);
    let mut all = Vec::with_capacity(1 + ROWS + ROWS * COLUMNS + data::ZIPS.len());
    let mut number = 1;
    let mut add = |kind, name: &str, parent, block: Block| -> Result<AreaKey, AreaWrong> {
        let key = AreaKey(number);
        number += 1;
        let slug = crate::places::geojson_in::slug(name);
        all.push(Area::new(key, kind, name, &slug, parent, outline(block))?);
        Ok(key)
    };
    add(AreaKind::City, NAME, None, Block { columns: (0, COLUMNS), rows: (0, ROWS) })?;
    for (row, (region, names)) in data::REGIONS.iter().enumerate() {
        let rows = (row, row + 1);
        let region = add(AreaKind::Region, region, Some(city), Block { columns: (0, COLUMNS), rows })?;
        for (column, name) in names.iter().enumerate() {
            add(AreaKind::Neighborhood, name, Some(region), Block { columns: (column, column + 1), rows })?;
        }
    }
    // ZIPs follow the mail, not the regions: each lies across two of them.
    for (at, zip) in data::ZIPS.iter().enumerate() {
        let (column, half) = (at % 4, at / 4);
        let columns = if column == 3 { (3, COLUMNS) } else { (column, column + 1) };
        add(AreaKind::Zip, zip, Some(city), Block { columns, rows: (half * 2, half * 2 + 2) })?;
    }
    Areas::new(all)
}

/// All rows of the gazetteer: 156 corners, the landmarks, and nicknames in both languages.
pub fn rows(areas: &Areas) -> Vec<Row> {
    let mut rows = corners(areas);
    for (kind, name, across, up, nicknames) in data::LANDMARKS {
        let point = position(across, up);
        let Some(area) = areas.smallest_at(point.0, point.1) else { continue };
        let row = Row::landmark(kind, name, area.id, point);
        rows.extend(nicknames.iter().map(|nickname| Row { key: name_key(nickname), ..row.clone() }));
        rows.push(row);
    }
    for (nickname, name) in data::NICKNAMES {
        let named = areas.all().iter().filter(|area| area.name == name);
        rows.extend(named.map(|area| Row::nickname(nickname, &area.name, area.id)));
    }
    rows
}

/// The town's gazetteer, ready to be asked.
///
/// # Errors
/// As [`areas`].
pub fn gazetteer() -> Result<Gazetteer, AreaWrong> {
    let areas = areas()?;
    let rows = rows(&areas);
    Ok(Gazetteer::new(areas, &rows))
}

/// A point of the town as (latitude, longitude): 0 is west or south, 1 is east or north.
pub fn position(across: f64, up: f64) -> (f64, f64) {
    (SOUTH_WEST.0 + up * EXTENT.0, SOUTH_WEST.1 + across * EXTENT.1)
}

/// Where the streets that run east meet those that run north. Streets are not quite straight.
fn corners(areas: &Areas) -> Vec<Row> {
    let mut rows = Vec::with_capacity(data::STREETS_EAST.len() * data::STREETS_NORTH.len());
    for (line, east) in data::STREETS_EAST.iter().enumerate() {
        for (column, north) in data::STREETS_NORTH.iter().enumerate() {
            let across = (column as f64 + 0.5 + 0.12 * sway(column, line, 5)) / data::STREETS_NORTH.len() as f64;
            let up = 1.0 - (line as f64 + 0.5 + 0.12 * sway(line, column, 6)) / data::STREETS_EAST.len() as f64;
            let point = position(across, up);
            if let Some(area) = areas.smallest_at(point.0, point.1) {
                rows.push(Row::corner(east, north, area.id, point));
            }
        }
    }
    rows
}

/// The ring around a block, counter-clockwise. Neighbours share every point of a border, so that nothing is left between.
fn outline(block: Block) -> MultiPolygon<f64> {
    let ((west, east), (south, north)) = (block.columns, block.rows);
    let mut ring: Vec<Coord<f64>> = Vec::new();
    ring.extend((west..east).flat_map(|column| side((column, south), (column + 1, south))));
    ring.extend((south..north).flat_map(|row| side((east, row), (east, row + 1))));
    ring.extend((west..east).rev().flat_map(|column| side((column + 1, north), (column, north))));
    ring.extend((south..north).rev().flat_map(|row| side((west, row + 1), (west, row))));
    ring.extend(ring.first().copied());
    MultiPolygon(vec![Polygon::new(LineString::new(ring), Vec::new())])
}

/// From one corner of the grid towards the next, with two bends, without the last point. The way back has the same points.
fn side(from: (usize, usize), to: (usize, usize)) -> Vec<Coord<f64>> {
    let (low, high) = if from <= to { (from, to) } else { (to, from) };
    let (a, b) = (knot(low.0, low.1), knot(high.0, high.1));
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let bend = |part: f64, seed| {
        let sideways = BEND * sway(low.0 * 7 + high.0, low.1 * 7 + high.1, seed);
        Coord { x: a.x + part * dx - sideways * dy, y: a.y + part * dy + sideways * dx }
    };
    let mut points = vec![a, bend(0.33, 1), bend(0.67, 2), b];
    if from > to {
        points.reverse();
    }
    points.pop();
    points
}

/// A corner of the grid, x = longitude, y = latitude. Those on the rim only stray outwards, so that every street stays in.
fn knot(column: usize, row: usize) -> Coord<f64> {
    let stray = |at: usize, last: usize, seed| {
        let free = sway(column, row, seed);
        let within = if at == 0 {
            -free.abs()
        } else if at == last {
            free.abs()
        } else {
            free
        };
        (at as f64 + STRAY * within) / last as f64
    };
    let (lat, lon) = position(stray(column, COLUMNS, 3), stray(row, ROWS, 4));
    Coord { x: lon, y: lat }
}

/// A number from -1 to 1 that looks random and is always the same: `SplitMix64`'s finish over the three arguments.
fn sway(a: usize, b: usize, seed: u64) -> f64 {
    let mut mixed = (a as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (b as u64).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    mixed = mixed.wrapping_add(seed.wrapping_mul(0x1656_67B1_9E37_79F9));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^= mixed >> 31;
    (mixed >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::places::{LandmarkKind, RowKind};

    #[test]
    fn the_town_is_whole() {
        let areas = areas().unwrap();
        let count = |kind| areas.all().iter().filter(|area| area.kind == kind).count();
        assert_eq!(count(AreaKind::City), 1);
        assert_eq!(count(AreaKind::Region), 4);
        assert_eq!(count(AreaKind::Neighborhood), 20);
        assert_eq!(count(AreaKind::Zip), 8);
        let rows = rows(&areas);
        let kinds = |code: &str| rows.iter().filter(|row| row.kind.code() == code).count();
        assert_eq!(kinds("corner"), 156);
        assert!(kinds("lodging") >= 2 && kinds("nickname") >= 25);
        let landmarks: HashSet<&str> =
            rows.iter().filter(|row| matches!(row.kind, RowKind::Landmark(_))).map(|row| row.name.as_str()).collect();
        assert_eq!(landmarks.len(), data::LANDMARKS.len());
        assert!(landmarks.len() >= 30);
        assert!(rows.iter().all(|row| !row.key.is_empty()));
    }

    /// Each layer must cover the town once: neither gaps (nobody would be warned) nor overlaps (warned twice).
    #[test]
    fn areas_tile_without_gaps_or_overlaps() {
        let areas = areas().unwrap();
        let km2 = |kind| -> f64 { areas.all().iter().filter(|area| area.kind == kind).map(Area::km2).sum() };
        let city = km2(AreaKind::City);
        assert!((130.0..190.0).contains(&city), "{city} km²");
        for kind in [AreaKind::Region, AreaKind::Neighborhood, AreaKind::Zip] {
            assert!((km2(kind) - city).abs() < city * 0.002, "{kind:?}");
            for step in 0..2_500_u32 {
                let (across, up) = (f64::from(step % 50) / 50.0 + 0.007, f64::from(step / 50) / 50.0 + 0.007);
                let (lat, lon) = position(across, up);
                let layers = areas.all().iter().filter(|area| area.kind == kind && area.holds(lat, lon)).count();
                assert_eq!(layers, 1, "{kind:?} at {across} {up}");
            }
        }
    }

    #[test]
    fn areas_nest() {
        let areas = areas().unwrap();
        for area in areas.all() {
            let around: Vec<AreaKind> = areas.around(area.id).map(|outer| outer.kind).collect();
            let expected: &[AreaKind] = match area.kind {
                AreaKind::City => &[],
                AreaKind::Region | AreaKind::Zip => &[AreaKind::City],
                _ => &[AreaKind::Region, AreaKind::City],
            };
            assert_eq!(around, expected, "{}", area.name);
            assert!(areas.around(area.id).all(|outer| outer.holds(area.center.0, area.center.1)));
        }
    }

    #[test]
    fn it_is_the_same_every_time() {
        let (one, two) = (areas().unwrap(), areas().unwrap());
        assert_eq!(one.all(), two.all());
        assert_eq!(rows(&one), rows(&two));
    }

    #[test]
    fn it_lies_at_sea_and_not_where_people_live() {
        // The coast of California and Baja California lies east of longitude -118 at these latitudes.
        let bounds = areas().unwrap().all()[0].bounds();
        assert!(bounds.max().x < -119.0 && bounds.max().y < 31.5);
        assert!(data::ZIPS.iter().all(|zip| zip.starts_with("002")));
    }

    #[test]
    fn lodgings_are_never_more_than_an_area() {
        let gazetteer = gazetteer().unwrap();
        let rows = rows(gazetteer.areas());
        for row in rows.iter().filter(|row| row.kind == RowKind::Landmark(LandmarkKind::Lodging)) {
            let crate::places::Resolution::One(place) = gazetteer.resolve(&row.name, None) else {
                panic!("{} is known", row.name)
            };
            assert_eq!(place.published_as(), crate::places::Published::AreaOnly(row.area));
        }
    }
}
