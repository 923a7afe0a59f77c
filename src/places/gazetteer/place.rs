//! What the gazetteer holds and what it gives: rows, places, and how much of a place may be published.

use super::super::area::AreaKey;
use super::super::cell::Cell;
use super::super::key::{LODGINGS, corner_key, is_private, name_key, words};

/// What sort of landmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LandmarkKind {
    /// A school of any age.
    School,
    /// A market, shop or mall.
    Market,
    /// A clinic or hospital.
    Clinic,
    /// A car wash.
    CarWash,
    /// A hardware store and its car park, where people wait for work.
    HardwareStore,
    /// A park or square.
    Park,
    /// A stop or station.
    Station,
    /// A courthouse.
    Courthouse,
    /// A church or other congregation.
    Church,
    /// A library or community centre.
    Library,
    /// A factory, a laundry, a field.
    Workplace,
    /// A hotel, motel, shelter, apartment house: published as its area only.
    Lodging,
    /// Anything else.
    Other,
}

impl LandmarkKind {
    /// Every kind with its code and the class of words that it answers to.
    pub(super) const TABLE: [(LandmarkKind, &'static str, Option<&'static str>); 13] = [
        (LandmarkKind::School, "school", Some("school")),
        (LandmarkKind::Market, "market", Some("market")),
        (LandmarkKind::Clinic, "clinic", Some("clinic")),
        (LandmarkKind::CarWash, "car_wash", Some("carwash")),
        (LandmarkKind::HardwareStore, "hardware_store", Some("hardware")),
        (LandmarkKind::Park, "park", Some("park")),
        (LandmarkKind::Station, "station", Some("station")),
        (LandmarkKind::Courthouse, "courthouse", Some("courthouse")),
        (LandmarkKind::Church, "church", Some("church")),
        (LandmarkKind::Library, "library", Some("library")),
        (LandmarkKind::Workplace, "workplace", None),
        (LandmarkKind::Lodging, "lodging", None),
        (LandmarkKind::Other, "other", None),
    ];

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        LandmarkKind::TABLE.iter().find(|(_, known, _)| *known == code).map(|(kind, ..)| *kind)
    }

    /// The code of every kind.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        LandmarkKind::TABLE.iter().map(|(_, code, _)| *code)
    }

    pub(super) fn entry(self) -> (&'static str, Option<&'static str>) {
        let found = LandmarkKind::TABLE.iter().find(|(kind, ..)| *kind == self);
        found.map_or(("other", None), |(_, code, class)| (code, *class))
    }
}

/// What a row of the gazetteer is. One word in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// Where two streets meet.
    Corner,
    /// Another name for an area, or for a part of one.
    Nickname,
    /// Something with a name and a door that everybody may know.
    Landmark(LandmarkKind),
}

impl RowKind {
    /// The word in the database: `corner`, `nickname`, or the landmark's kind.
    pub fn code(self) -> &'static str {
        match self {
            RowKind::Corner => "corner",
            RowKind::Nickname => "nickname",
            RowKind::Landmark(kind) => kind.entry().0,
        }
    }

    /// The kind with this word.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "corner" => Some(RowKind::Corner),
            "nickname" => Some(RowKind::Nickname),
            _ => LandmarkKind::from_code(code).map(RowKind::Landmark),
        }
    }
}

/// One row, as the database keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// As shown.
    pub name: String,
    /// What it is found by: made by [`corner_key`] or [`name_key`].
    pub key: String,
    /// The area that is published for it.
    pub area: AreaKey,
    /// Where it is, (latitude, longitude) in degrees; a nickname may have none.
    pub point: Option<(f64, f64)>,
}

impl Row {
    /// A corner of two streets.
    pub fn corner(street_a: &str, street_b: &str, area: AreaKey, point: (f64, f64)) -> Self {
        let name = format!("{street_a} / {street_b}");
        Row { kind: RowKind::Corner, name, key: corner_key(street_a, street_b), area, point: Some(point) }
    }

    /// A landmark.
    pub fn landmark(kind: LandmarkKind, name: &str, area: AreaKey, point: (f64, f64)) -> Self {
        let kind = RowKind::Landmark(kind);
        Row { kind, name: name.to_owned(), key: name_key(name), area, point: Some(point) }
    }

    /// The same landmark, found by another name.
    pub fn also_called(&self, other: &str) -> Self {
        Row { key: name_key(other), ..self.clone() }
    }

    /// Another name (`alias`) for an area, shown as `shown`. Several rows may give one alias to several areas.
    pub fn nickname(alias: &str, shown: &str, area: AreaKey) -> Self {
        Row { kind: RowKind::Nickname, name: shown.to_owned(), key: name_key(alias), area, point: None }
    }
}

/// What sort of place was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// A named area, or a nickname of one.
    Area,
    /// Where two streets meet.
    Corner,
    /// A landmark.
    Landmark,
    /// A postal code's ground.
    Zip,
}

/// A place that somebody may have meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// What sort.
    pub kind: PlaceKind,
    /// As shown to dispatchers; to the public only through [`Place::published_as`].
    pub name: String,
    /// The area that it lies in, or is.
    pub area: AreaKey,
    /// Its cell, for corners and landmarks.
    pub cell: Option<Cell>,
    /// Where it is, (latitude, longitude) in degrees, for corners and landmarks.
    pub point: Option<(f64, f64)>,
    /// Whether more than the area may be published. False for lodgings, and when the words spoke of a home.
    pub public: bool,
}

/// What may be published of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Published<'a> {
    /// A corner or a public landmark, by name and cell.
    Spot {
        /// Its name.
        name: &'a str,
        /// Its cell.
        cell: Cell,
        /// The area around it.
        area: AreaKey,
    },
    /// Only the area.
    AreaOnly(AreaKey),
}

impl Place {
    /// Names one of several places in a form. Stateless: it is compared with what the words mean when the form comes back.
    pub fn code(&self) -> String {
        format!("{}-{:x}", self.area.0, self.cell.map_or(0, Cell::to_i64))
    }

    /// What may be published: never more than the area of a home or lodging.
    pub fn published_as(&self) -> Published<'_> {
        match (self.public, self.kind, self.cell) {
            (true, PlaceKind::Corner | PlaceKind::Landmark, Some(cell)) => {
                Published::Spot { name: &self.name, cell, area: self.area }
            }
            _ => Published::AreaOnly(self.area),
        }
    }
}

/// What words turned out to mean.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolution {
    /// This place.
    One(Place),
    /// One of these, best first; at most [`CHOICES_MAX`](super::CHOICES_MAX).
    Several(Vec<Place>),
    /// Nothing that is known here.
    None,
}

/// Whether a landmark is somebody's home or lodging: by its kind, or by its name. "House" and "casa" alone do not make a
/// home of a school or a clinic ("Casa de Salud").
pub(super) fn is_home(kind: LandmarkKind, name: &str) -> bool {
    let words = words(name);
    match kind {
        LandmarkKind::Lodging => true,
        LandmarkKind::Other | LandmarkKind::Workplace => words.iter().any(|word| is_private(&word.text)),
        _ => words.iter().any(|word| LODGINGS.contains(&word.text.as_str())),
    }
}
