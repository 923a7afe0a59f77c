//! Reads corners and landmarks from a list that a steward brings: CSV with a header, or `GeoJSON` points (RFC 7946).
//!
//! In: a file's bytes. Out: every place that could be read, and what could not, by line. A corner is two street names, a landmark a
//! kind and one or more names; both have a point. One bad line does not spoil the others.

use std::collections::HashMap;

use serde_json::Value;

use super::Areas;
use super::area::NAME_BYTES_MAX;
use super::gazetteer::{LandmarkKind, Row, is_one_corner};
use super::key::name_key;

/// Bytes of a file. A hundred thousand corners take 6 MB of CSV, or 25 MB of `GeoJSON`.
pub const FILE_BYTES_MAX: usize = 256_000_000;

/// Places of a file. The largest county of the United States has some 250,000 corners.
pub const SPOTS_MAX: usize = 500_000;

/// Names of one landmark.
const NAMES_MAX: usize = 12;

/// What a column or a property may be called, and what it then is.
const COLUMNS: [(Column, &[&str]); 7] = [
    (Column::Kind, &["kind", "tipo", "clase"]),
    (Column::StreetA, &["street_a", "street1", "street_1", "calle_a", "calle1", "calle_1"]),
    (Column::StreetB, &["street_b", "street2", "street_2", "calle_b", "calle2", "calle_2"]),
    (Column::Name, &["name", "nombre"]),
    (Column::Others, &["other_names", "otros_nombres"]),
    (Column::Lat, &["lat", "latitude", "latitud"]),
    (Column::Lon, &["lon", "lng", "longitude", "longitud"]),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Column {
    Kind,
    StreetA,
    StreetB,
    Name,
    Others,
    Lat,
    Lon,
}

/// A place as the file gives it, not yet in an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Its line in a CSV file, its feature in `GeoJSON`, from 1.
    pub at: usize,
    pub what: What,
    /// (latitude, longitude) in degrees.
    pub point: (f64, f64),
}

/// What sort of place.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    Corner(String, String),
    /// The first name is shown.
    Landmark(LandmarkKind, Vec<String>),
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spots {
    pub spots: Vec<Spot>,
    pub problems: Vec<Problem>,
    /// How a place of the file is counted: `line` or `feature`.
    pub counted: &'static str,
}

/// Why a place was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub at: usize,
    pub what: SpotWrong,
}

/// What is wrong with one place, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpotWrong {
    #[error("it is not in UTF-8: save the file as UTF-8")]
    NotUtf8,
    #[error("it is not a GeoJSON point: export points")]
    NotAPoint,
    #[error("latitude and longitude are missing, or are no numbers of degrees (34.0522 and -118.2437)")]
    NoPoint,
    #[error("it has neither two streets nor a name")]
    Nameless,
    #[error("a corner takes two different streets")]
    OneStreet,
    #[error("a name is longer than {NAME_BYTES_MAX} bytes, has no letter or digit, or holds signs that cannot be seen")]
    OddName,
    #[error("'{0}' is no kind of landmark; the kinds are {kinds}", kinds = LandmarkKind::codes().collect::<Vec<_>>().join(", "))]
    OddKind(String),
    #[error("it lies in none of the network's areas")]
    Outside,
    #[error("it lies in none of the network's areas, but would with latitude and longitude exchanged")]
    Exchanged,
}

/// Why a whole file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileWrong {
    #[error("the file has {0} bytes, more than {FILE_BYTES_MAX}: cut it in parts")]
    TooLarge(usize),
    #[error("the file has more than {SPOTS_MAX} places: cut it in parts")]
    TooMany,
    #[error(
        "the first line must name the columns: lat, lon, and street_a with street_b, or kind with name; it says '{0}'"
    )]
    Header(String),
    #[error("the file begins like JSON, but something is wrong at line {line}, column {column}")]
    NotJson { line: usize, column: usize },
    #[error("the file is JSON, but no GeoJSON FeatureCollection: export the points as GeoJSON")]
    NotFeatures,
}

/// Reads a whole file: `GeoJSON` where its first sign is a brace, else CSV.
///
/// # Errors
/// [`FileWrong`] where nothing can be read at all.
pub fn read(bytes: &[u8]) -> Result<Spots, FileWrong> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(FileWrong::TooLarge(bytes.len()));
    }
    // Spreadsheets and some portals write a byte order mark.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if first == Some(&b'{') { features(bytes) } else { lines(bytes) }
}

fn lines(bytes: &[u8]) -> Result<Spots, FileWrong> {
    let header = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: &u8| header.iter().filter(|byte| *byte == sign).count();
    // Spreadsheets of many countries part columns by semicolons.
    let sign = [b',', b';', b'\t'].into_iter().max_by_key(count).filter(|sign| count(sign) > 0).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(sign).from_reader(bytes);
    let told = || FileWrong::Header(String::from_utf8_lossy(header).trim().chars().take(200).collect());
    let names = reader.headers().map_err(|_| told())?.clone();
    let mut at = HashMap::new();
    for (index, name) in names.iter().enumerate() {
        if let Some(column) = column(name) {
            at.entry(column).or_insert(index);
        }
    }
    let has = |column| at.contains_key(&column);
    let has_corners = has(Column::StreetA) && has(Column::StreetB);
    if !has(Column::Lat) || !has(Column::Lon) || !(has_corners || (has(Column::Name) && has(Column::Kind))) {
        return Err(told());
    }
    let mut read = Spots { counted: "line", ..Spots::default() };
    for record in reader.into_records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let field = |column| at.get(&column).and_then(|at| record.get(*at)).unwrap_or_default().to_owned();
                read.take(usize::try_from(line).unwrap_or(0), spot(field))?;
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                read.take(usize::try_from(line).unwrap_or(0), Err(SpotWrong::NotUtf8))?;
            }
        }
    }
    Ok(read)
}

fn features(bytes: &[u8]) -> Result<Spots, FileWrong> {
    let file: Value = serde_json::from_slice(bytes)
        .map_err(|wrong| FileWrong::NotJson { line: wrong.line(), column: wrong.column() })?;
    let features = file.get("features").and_then(Value::as_array).ok_or(FileWrong::NotFeatures)?;
    let mut read = Spots { counted: "feature", ..Spots::default() };
    for (at, feature) in features.iter().enumerate() {
        read.take(at + 1, of_feature(feature))?;
    }
    Ok(read)
}

fn of_feature(feature: &Value) -> Result<(What, (f64, f64)), SpotWrong> {
    let geometry = feature.get("geometry").ok_or(SpotWrong::NotAPoint)?;
    let is_point = geometry.get("type").and_then(Value::as_str) == Some("Point");
    let place = geometry.get("coordinates").and_then(Value::as_array).filter(|_| is_point);
    let place = place.ok_or(SpotWrong::NotAPoint)?;
    let degree = |at: usize| place.get(at).and_then(Value::as_f64).map(|degree| degree.to_string()).unwrap_or_default();
    let properties = feature.get("properties").and_then(Value::as_object);
    spot(|wanted| match wanted {
        Column::Lon => degree(0),
        Column::Lat => degree(1),
        _ => {
            let found = properties.and_then(|all| all.iter().find(|(name, _)| column(name) == Some(wanted)));
            found.and_then(|(_, value)| value.as_str()).unwrap_or_default().to_owned()
        }
    })
}

fn column(name: &str) -> Option<Column> {
    let name = name.trim().to_lowercase();
    COLUMNS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(column, _)| *column)
}

fn spot(field: impl Fn(Column) -> String) -> Result<(What, (f64, f64)), SpotWrong> {
    let text = |column| field(column).trim().to_owned();
    let degrees = |column, most: f64| {
        let degrees: Option<f64> = text(column).parse().ok();
        degrees.filter(|degrees: &f64| degrees.is_finite() && degrees.abs() <= most).ok_or(SpotWrong::NoPoint)
    };
    // Exchanged ones are told by the areas, so both may have a longitude's size.
    let point = (degrees(Column::Lat, 180.0)?, degrees(Column::Lon, 180.0)?);
    let (a, b, name, kind) = (text(Column::StreetA), text(Column::StreetB), text(Column::Name), text(Column::Kind));
    if !a.is_empty() && !b.is_empty() {
        let (a, b) = (checked(a)?, checked(b)?);
        return if name_key(&a) == name_key(&b) { Err(SpotWrong::OneStreet) } else { Ok((What::Corner(a, b), point)) };
    }
    if name.is_empty() {
        return Err(if a.is_empty() && b.is_empty() { SpotWrong::Nameless } else { SpotWrong::OneStreet });
    }
    let kind = LandmarkKind::from_code(&kind.to_lowercase()).ok_or(SpotWrong::OddKind(kind))?;
    let others = text(Column::Others);
    let others = others.split('|').map(|other| other.trim().to_owned()).filter(|other| !other.is_empty());
    let names = std::iter::once(name).chain(others).take(NAMES_MAX).map(checked).collect::<Result<_, _>>()?;
    Ok((What::Landmark(kind, names), point))
}

fn checked(name: String) -> Result<String, SpotWrong> {
    let is_odd = name.len() > NAME_BYTES_MAX || name.chars().any(char::is_control) || name_key(&name).is_empty();
    if is_odd { Err(SpotWrong::OddName) } else { Ok(name) }
}

impl Spots {
    fn take(&mut self, at: usize, read: Result<(What, (f64, f64)), SpotWrong>) -> Result<(), FileWrong> {
        match read {
            Ok((what, point)) => self.spots.push(Spot { at, what, point }),
            Err(what) => self.problems.push(Problem { at, what }),
        }
        if self.spots.len() + self.problems.len() > SPOTS_MAX { Err(FileWrong::TooMany) } else { Ok(()) }
    }
}

/// Places fitted into the network's areas: rows of the gazetteer, and how many places they are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fitted {
    pub rows: Vec<Row>,
    pub corners: usize,
    pub landmarks: usize,
    /// Corners that were there a few steps away: wide streets have one for each side.
    pub again: usize,
    pub problems: Vec<Problem>,
}

/// Finds each place's area. `each` is called after every place, to show how far it has come.
pub fn fit(spots: Vec<Spot>, areas: &Areas, mut each: impl FnMut()) -> Fitted {
    let mut made = Fitted::default();
    let mut known: HashMap<String, Vec<(f64, f64)>> = HashMap::new();
    for spot in spots {
        each();
        let (lat, lon) = spot.point;
        let Some(area) = areas.smallest_at(lat, lon).map(|area| area.id) else {
            let what = if areas.smallest_at(lon, lat).is_some() { SpotWrong::Exchanged } else { SpotWrong::Outside };
            made.problems.push(Problem { at: spot.at, what });
            continue;
        };
        match spot.what {
            What::Corner(a, b) => {
                let row = Row::corner(&a, &b, area, spot.point);
                let here = known.entry(row.key.clone()).or_default();
                if here.iter().any(|other| is_one_corner(*other, spot.point)) {
                    made.again += 1;
                    continue;
                }
                here.push(spot.point);
                made.corners += 1;
                made.rows.push(row);
            }
            What::Landmark(kind, names) => {
                let Some((shown, others)) = names.split_first() else { continue };
                let row = Row::landmark(kind, shown, area, spot.point);
                made.landmarks += 1;
                made.rows.extend(others.iter().map(|other| row.also_called(other)));
                made.rows.push(row);
            }
        }
    }
    made
}

#[cfg(test)]
mod tests;
