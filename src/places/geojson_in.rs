//! Reads areas from a `GeoJSON` file (RFC 7946) that a steward brings.
//!
//! In: the bytes of a `FeatureCollection`. Out: every area that could be read, and a list of what could not and how to
//! mend it. Lenient, because such files come from city portals and map programs in many dialects: one bad
//! feature does not spoil the others, property names are looked for under the names that are met in the wild.

use std::collections::HashSet;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde_json::{Map, Value};

use super::area::{Area, AreaKey, AreaKind, AreaWrong, NAME_BYTES_MAX};
use super::key::plain;
use super::shape::{self, ShapeWrong};

/// Bytes of a file. All ZIPs of seven counties take 2.4 MB; a whole state in full detail is the wrong file.
pub const FILE_BYTES_MAX: usize = 32_000_000;

/// Features of a file. California has 1,769 ZIPs.
pub const FEATURES_MAX: usize = 5_000;

const NAME_PROPERTIES: [&str; 8] = ["name", "name_en", "NAME", "Name", "NAMELSAD", "NAME20", "NAME10", "title"];
const ZIP_PROPERTIES: [&str; 10] =
    ["zip", "ZIP", "zipcode", "ZIPCODE", "zip_code", "zcta", "ZCTA5CE10", "ZCTA5CE20", "ZCTA5CE", "ZCTA"];
const ID_PROPERTIES: [&str; 8] = ["geoid", "GEOID", "GEOID10", "GEOID20", "fips", "FIPS", "id", "external_id"];
const COUNTY_PROPERTIES: [&str; 4] = ["county", "COUNTY", "county_name", "CountyName"];

/// An area as the file gives it: checked, but not yet numbered or fitted in among others.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaIn {
    /// From the properties `kind`, `type`, a ZIP or a FIPS code; otherwise what the caller said.
    pub kind: AreaKind,
    /// As written; for a ZIP its five digits.
    pub name: String,
    /// From the property `slug`, otherwise from the name; unique within its kind in this file.
    pub slug: String,
    /// Names of the city, region and county that it lies in, from the nearest outward, where given.
    pub within: Vec<String>,
    /// What the maker of the file calls it (a FIPS or GEOID code), where given.
    pub outside_id: Option<String>,
    /// Checked: x = longitude, y = latitude, degrees.
    pub shape: MultiPolygon<f64>,
    /// Where its label goes, (latitude, longitude), where given.
    pub label: Option<(f64, f64)>,
}

impl AreaIn {
    /// The area, with its number and its place among the others.
    ///
    /// # Errors
    /// As [`Area::new`].
    pub fn into_area(self, id: AreaKey, parent: Option<AreaKey>) -> Result<Area, AreaWrong> {
        let area = Area::new(id, self.kind, &self.name, &self.slug, parent, self.shape)?;
        Ok(match self.label {
            Some((lat, lon)) => area.labelled_at(lat, lon),
            None => area,
        })
    }
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AreasIn {
    /// The areas that hold.
    pub areas: Vec<AreaIn>,
    /// What was left out or mended, in the order of the file.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong with one feature.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Which feature, counted from 1.
    pub feature: usize,
    /// Its name, when it has one.
    pub name: Option<String>,
    /// What is wrong.
    pub what: FeatureWrong,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let fate = if self.what.was_mended() { "mended" } else { "left out" };
        match &self.name {
            Some(name) => write!(f, "feature {} ({name}), {fate}: {}. {}", self.feature, self.what, self.what.mend()),
            None => write!(f, "feature {}, {fate}: {}. {}", self.feature, self.what, self.what.mend()),
        }
    }
}

/// Why a feature was left out, or how it was mended.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FeatureWrong {
    /// It is not a `GeoJSON` feature.
    #[error("it is not a GeoJSON feature")]
    NotAFeature,
    /// No property gives a name or a ZIP.
    #[error("it has no name")]
    NoName,
    /// The name is longer than [`NAME_BYTES_MAX`].
    #[error("its name is longer than {NAME_BYTES_MAX} bytes")]
    LongName,
    /// There is no geometry.
    #[error("it has no shape")]
    NoShape,
    /// The geometry is a point, a line or a collection.
    #[error("its shape is a {0}, not a Polygon or MultiPolygon")]
    NotAPolygon(String),
    /// The coordinates are not nested lists of numbers.
    #[error("its coordinates are not lists of numbers")]
    Coordinates,
    /// The shape breaks a rule.
    #[error("{0}")]
    Shape(ShapeWrong),
    /// Mended: the ring was closed.
    #[error("a ring was not closed")]
    RingClosed,
    /// Mended: another area of this kind has the same short name.
    #[error("another area of this kind has the same name; its short name became '{0}'")]
    SameName(String),
}

impl FeatureWrong {
    /// Whether the area was kept all the same.
    pub fn was_mended(&self) -> bool {
        matches!(self, FeatureWrong::RingClosed | FeatureWrong::SameName(_))
    }

    /// What a steward can do about it, in a sentence.
    pub fn mend(&self) -> &'static str {
        match self {
            FeatureWrong::NotAFeature => "Export the layer again as GeoJSON.",
            FeatureWrong::NoName => "Give it a property 'name' (or 'zip' for a postal code).",
            FeatureWrong::LongName => "Shorten the name.",
            FeatureWrong::NoShape => "Draw its shape, or remove the feature.",
            FeatureWrong::NotAPolygon(_) => "Only areas are read here; points belong in the list of places.",
            FeatureWrong::Coordinates => "Export the layer again; longitude comes first, then latitude.",
            FeatureWrong::Shape(wrong) => wrong.mend(),
            FeatureWrong::RingClosed => "Nothing to do: the last point was joined to the first.",
            FeatureWrong::SameName(_) => "Nothing to do, or give each a property 'slug'.",
        }
    }
}

/// Why a whole file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileWrong {
    /// Larger than [`FILE_BYTES_MAX`].
    #[error("the file has {0} bytes, more than {FILE_BYTES_MAX}: simplify the shapes or cut the file in parts")]
    TooLarge(usize),
    /// Not JSON.
    #[error("the file is not JSON: something is wrong at line {line}, column {column}")]
    NotJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// JSON, but no `FeatureCollection`.
    #[error("the file is not a GeoJSON FeatureCollection: export the layer as GeoJSON")]
    NotFeatures,
    /// More features than [`FEATURES_MAX`].
    #[error("the file has {0} features, more than {FEATURES_MAX}: cut it in parts")]
    TooManyFeatures(usize),
}

/// Reads a file. `otherwise` is the kind of areas that do not say theirs.
///
/// # Errors
/// [`FileWrong`] when nothing can be read at all; what is wrong with single features comes in the list of problems.
pub fn read(bytes: &[u8], otherwise: AreaKind) -> Result<AreasIn, FileWrong> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(FileWrong::TooLarge(bytes.len()));
    }
    // Some portals write a byte order mark, which JSON does not allow.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let file: Value = serde_json::from_slice(bytes)
        .map_err(|wrong| FileWrong::NotJson { line: wrong.line(), column: wrong.column() })?;
    if file.get("type").and_then(Value::as_str) != Some("FeatureCollection") {
        return Err(FileWrong::NotFeatures);
    }
    let features = file.get("features").and_then(Value::as_array).ok_or(FileWrong::NotFeatures)?;
    if features.len() > FEATURES_MAX {
        return Err(FileWrong::TooManyFeatures(features.len()));
    }
    let mut read = AreasIn::default();
    let mut slugs = HashSet::new();
    for (at, feature) in features.iter().enumerate() {
        let name = feature.get("properties").and_then(Value::as_object).and_then(name_of);
        let mut note = |what| read.problems.push(Problem { feature: at + 1, name: name.clone(), what });
        match read_feature(feature, otherwise, &mut note) {
            Ok(mut area) => {
                let slug = unused(&area, &slugs);
                if slug != area.slug {
                    note(FeatureWrong::SameName(slug.clone()));
                }
                slugs.insert((area.kind, slug.clone()));
                area.slug = slug;
                read.areas.push(area);
            }
            Err(what) => note(what),
        }
    }
    Ok(read)
}

/// A slug from a name: letters without accents, digits, hyphens.
pub fn slug(name: &str) -> String {
    let mut made = String::with_capacity(name.len());
    for letter in plain(name).chars() {
        match letter {
            'a'..='z' | '0'..='9' => made.push(letter),
            '\'' | '.' => {}
            _ if made.ends_with('-') || made.is_empty() => {}
            _ => made.push('-'),
        }
    }
    made.truncate(NAME_BYTES_MAX - 8);
    made.trim_end_matches('-').to_owned()
}

fn read_feature(
    feature: &Value,
    otherwise: AreaKind,
    note: &mut impl FnMut(FeatureWrong),
) -> Result<AreaIn, FeatureWrong> {
    if feature.get("type").and_then(Value::as_str) != Some("Feature") {
        return Err(FeatureWrong::NotAFeature);
    }
    let nothing = Map::new();
    let properties = feature.get("properties").and_then(Value::as_object).unwrap_or(&nothing);
    let name = name_of(properties).ok_or(FeatureWrong::NoName)?;
    if name.len() > NAME_BYTES_MAX {
        return Err(FeatureWrong::LongName);
    }
    let shape = read_shape(feature.get("geometry").unwrap_or(&Value::Null), note)?;
    let shape = shape::checked(shape).map_err(FeatureWrong::Shape)?;
    let given = text(properties, &["slug", "SLUG"]).map(|given| slug(&given)).filter(|given| !given.is_empty());
    let made = given.unwrap_or_else(|| slug(&name));
    if made.is_empty() {
        return Err(FeatureWrong::NoName);
    }
    let outside_id = text(properties, &ID_PROPERTIES).or_else(|| feature.get("id").and_then(as_text));
    Ok(AreaIn {
        kind: kind_of(properties).unwrap_or(otherwise),
        slug: made,
        within: within(properties, &name),
        outside_id,
        label: label(properties),
        shape,
        name,
    })
}

/// A name, or a ZIP when that is what there is. ZIPs that lost their leading zeros in a spreadsheet get them back.
fn name_of(properties: &Map<String, Value>) -> Option<String> {
    let name = text(properties, &NAME_PROPERTIES);
    let zip = text(properties, &ZIP_PROPERTIES).filter(|zip| zip.bytes().all(|byte| byte.is_ascii_digit()));
    name.or_else(|| zip.map(|zip| format!("{zip:0>5}")))
}

fn kind_of(properties: &Map<String, Value>) -> Option<AreaKind> {
    let told = text(properties, &["kind", "KIND", "type", "TYPE", "LSAD"]).unwrap_or_default();
    let told = plain(&told);
    let kind = match told.as_str() {
        "neighborhood" | "neighbourhood" | "barrio" | "unincorporated" | "cdp" | "district" => AreaKind::Neighborhood,
        "city" | "town" | "village" | "ciudad" | "municipality" => AreaKind::City,
        "zip" | "zcta" | "zipcode" => AreaKind::Zip,
        "region" => AreaKind::Region,
        "county" | "condado" => AreaKind::County,
        other if other.ends_with("neighborhood") => AreaKind::Neighborhood,
        _ if text(properties, &NAME_PROPERTIES).is_none() => AreaKind::Zip,
        _ if text(properties, &["fips", "FIPS", "COUNTYFP"]).is_some_and(|fips| matches!(fips.len(), 3 | 5)) => {
            AreaKind::County
        }
        _ => return None,
    };
    Some(kind)
}

fn within(properties: &Map<String, Value>, own: &str) -> Vec<String> {
    let city = text(properties, &["city", "CITY", "primary_city"]);
    let region = text(properties, &["region", "REGION", "parent"]);
    let county = text(properties, &COUNTY_PROPERTIES);
    let mut names: Vec<String> = [city, region, county].into_iter().flatten().filter(|name| name != own).collect();
    names.dedup();
    names
}

fn label(properties: &Map<String, Value>) -> Option<(f64, f64)> {
    let number = |keys: [&str; 4]| {
        keys.iter().find_map(|key| properties.get(*key)).and_then(|value| match value {
            Value::String(written) => written.trim().parse().ok(),
            other => other.as_f64(),
        })
    };
    Some((
        number(["lat", "latitude", "INTPTLAT10", "INTPTLAT20"])?,
        number(["lon", "lng", "INTPTLON10", "INTPTLON20"])?,
    ))
}

/// The first of these properties that has words in it.
fn text(properties: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| properties.get(*key).and_then(as_text))
}

fn as_text(value: &Value) -> Option<String> {
    let words = match value {
        Value::String(words) => words.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!words.is_empty()).then_some(words)
}

fn read_shape(geometry: &Value, note: &mut impl FnMut(FeatureWrong)) -> Result<MultiPolygon<f64>, FeatureWrong> {
    let kind = geometry.get("type").and_then(Value::as_str).ok_or(FeatureWrong::NoShape)?;
    let list = |value: &Value| value.as_array().cloned().ok_or(FeatureWrong::Coordinates);
    let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
    let polygons = match kind {
        "Polygon" => vec![coordinates.clone()],
        "MultiPolygon" => list(coordinates)?,
        other => return Err(FeatureWrong::NotAPolygon(other.chars().take(24).collect())),
    };
    let mut closed = false;
    let mut shape = Vec::with_capacity(polygons.len());
    for polygon in &polygons {
        let mut rings = Vec::new();
        for points in list(polygon)? {
            let mut ring = read_ring(&points)?;
            if ring.0.len() > 2 && !ring.is_closed() {
                ring.close();
                closed = true;
            }
            rings.push(ring);
        }
        if rings.is_empty() {
            return Err(FeatureWrong::Shape(ShapeWrong::Empty));
        }
        let outer = rings.remove(0);
        shape.push(Polygon::new(outer, rings));
    }
    if closed {
        note(FeatureWrong::RingClosed);
    }
    Ok(MultiPolygon(shape))
}

/// A ring; a third number in a position (height) is ignored, as RFC 7946 section 3.1.1 allows.
fn read_ring(points: &Value) -> Result<LineString<f64>, FeatureWrong> {
    let points = points.as_array().ok_or(FeatureWrong::Coordinates)?;
    let position = |point: &Value| {
        let (x, y) = (point.get(0)?.as_f64()?, point.get(1)?.as_f64()?);
        Some(Coord { x, y })
    };
    let ring: Option<Vec<Coord<f64>>> = points.iter().map(position).collect();
    ring.map(LineString::new).ok_or(FeatureWrong::Coordinates)
}

/// The area's slug, or the first free one after it: with its county, then with a number.
fn unused(area: &AreaIn, slugs: &HashSet<(AreaKind, String)>) -> String {
    let free = |slug: &String| !slugs.contains(&(area.kind, slug.clone()));
    let county = area.within.last().map(|outer| format!("{}-{}", area.slug, slug(outer)));
    let counted = (2..).map(|number: u32| format!("{}-{number}", area.slug));
    let mut choices = std::iter::once(area.slug.clone()).chain(county).chain(counted);
    choices.find(free).unwrap_or_else(|| area.slug.clone())
}

#[cfg(test)]
mod tests;
