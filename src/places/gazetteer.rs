//! The gazetteer: which place do these words mean?
//!
//! In: areas, rows of corners, landmarks and nicknames, and what someone typed or texted, in Spanish or English or
//! both. Out: one place, a few to choose from, or none. It would rather ask than guess: a wrong corner sends
//! people to the wrong street.

mod mentions;
mod names;
mod place;
mod reading;
mod spelling;
mod streets;

use std::collections::HashMap;

use super::area::{Area, AreaKey, AreaKind, Areas};
use super::cell::Cell;
use super::key::name_key;
use names::Names;
use place::is_home;
pub use place::{LandmarkKind, Place, PlaceKind, Published, Resolution, Row, RowKind};
use reading::{Asked, Hit};
use streets::Streets;

/// Places that are offered when words mean several: what fits one SMS and one screen.
pub const CHOICES_MAX: usize = 8;

/// Letters of a text that are read. Six SMS segments; who writes more has said the place by then.
pub const TEXT_CHARS_MAX: usize = 1_000;

/// How near, in kilometres, a place must be to the person's cell to be taken before others of the same name that are
/// all farther: a half-hour's drive.
const NEAR_KM_MAX: f64 = 15.0;

/// Two rows of one corner that are nearer than this are one corner (the stops on either side of the street).
const SAME_CORNER_KM: f64 = 0.4;

/// The index over all places of a network. Built in one go, then only read.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    areas: Areas,
    places: Vec<Place>,
    area_places: HashMap<AreaKey, u32>,
    names: Names,
    streets: Streets,
}

impl Gazetteer {
    /// Builds the index. Rows whose area is not there, whose key is empty, or whose point is off the globe are left
    /// out: `store` keeps them from being written in the first place.
    pub fn new(areas: Areas, rows: &[Row]) -> Self {
        let mut made = Gazetteer {
            places: Vec::with_capacity(areas.all().len() + rows.len()),
            area_places: HashMap::with_capacity(areas.all().len()),
            names: Names::default(),
            streets: Streets::default(),
            areas,
        };
        for at in 0..made.areas.all().len() {
            made.add_area(at);
        }
        for row in rows {
            made.add_row(row);
        }
        made.names.settle();
        made
    }

    /// The areas that it was built from.
    pub fn areas(&self) -> &Areas {
        &self.areas
    }

    /// What is meant by an answer to "where?": a corner, a landmark, a nickname, a ZIP, an area. `near` is a cell that the
    /// person is thought to be close to; it only decides between places of one name.
    pub fn resolve(&self, typed: &str, near: Option<Cell>) -> Resolution {
        let asked = Asked::read(typed);
        let whole = self.whole(&asked);
        let found = if whole.is_empty() { self.mentioned(&asked, true) } else { whole };
        if found.is_empty() && !asked.is_settled() {
            return self.settled(&asked, self.nearly(&asked), near);
        }
        self.settled(&asked, found, near)
    }

    /// The best mention of a place inside a longer message. Knows less than [`Gazetteer::resolve`]: a single street, or a
    /// word of two letters, is no mention.
    pub fn find_in(&self, text: &str) -> Resolution {
        let asked = Asked::read(text);
        let mut found = self.mentioned(&asked, false);
        if found.is_empty() {
            found = self.nearly_mentioned(&asked, false);
        }
        self.settled(&asked, found, None)
    }

    fn add_area(&mut self, at: usize) {
        let Some(area) = self.areas.all().get(at) else { return };
        let kind = if area.kind == AreaKind::Zip { PlaceKind::Zip } else { PlaceKind::Area };
        let place = Place { kind, name: area.name.clone(), area: area.id, cell: None, point: None, public: true };
        let (key, id) = (name_key(&area.name), area.id);
        let number = self.push(place);
        self.area_places.insert(id, number);
        self.names.add(number, &key);
    }

    fn add_row(&mut self, row: &Row) {
        let cell = row.point.map(|(lat, lon)| Cell::at(lat, lon));
        if row.key.is_empty() || self.areas.get(row.area).is_none() || matches!(cell, Some(Err(_))) {
            return;
        }
        let cell = cell.and_then(Result::ok);
        let mut place = Place {
            kind: PlaceKind::Area,
            name: row.name.clone(),
            area: row.area,
            cell,
            point: row.point,
            public: true,
        };
        match row.kind {
            RowKind::Corner => {
                place.kind = PlaceKind::Corner;
                let Some((a, b)) = row.key.split_once(" & ") else { return };
                let known = self.streets.at(a, b).iter().any(|number| self.is_same_corner(*number, row.point));
                if !known {
                    let number = self.push(place);
                    self.streets.add(number, a, b);
                }
            }
            RowKind::Nickname => {
                let number = self.push(place);
                self.names.add(number, &row.key);
            }
            RowKind::Landmark(kind) => {
                place.kind = PlaceKind::Landmark;
                place.public = !is_home(kind, &row.name);
                let number = self.push(place);
                self.names.add_landmark(number, &row.key, kind.entry().1);
            }
        }
    }

    fn push(&mut self, place: Place) -> u32 {
        // Far below 2^32: a network has thousands of places, and memory ends long before.
        let number = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        self.places.push(place);
        number
    }

    fn place(&self, number: u32) -> Option<&Place> {
        self.places.get(number as usize)
    }

    fn is_same_corner(&self, number: u32, point: Option<(f64, f64)>) -> bool {
        let known = self.place(number).and_then(|place| place.point);
        known.zip(point).is_some_and(|(a, b)| is_one_corner(a, b))
    }

    /// The place's area, as an area.
    fn ground(&self, place: &Place) -> Option<&Area> {
        self.areas.get(place.area)
    }

    /// From hits to an answer: the best ones only, larger areas around a smaller one dropped, the near one first.
    fn settled(&self, asked: &Asked, mut hits: Vec<Hit>, near: Option<Cell>) -> Resolution {
        let Some(best) = hits.iter().map(|hit| hit.penalty).min() else { return Resolution::None };
        hits.retain(|hit| hit.penalty == best);
        let mut seen = std::collections::HashSet::new();
        hits.retain(|hit| seen.insert(hit.place));
        let mut places: Vec<Place> = hits
            .iter()
            .filter_map(|hit| {
                let mut place = self.place(hit.place)?.clone();
                place.public &= !asked.speaks_of_home(&hit.span);
                Some(place)
            })
            .collect();
        self.drop_larger(&mut places);
        let km = |place: &Place| near.zip(self.cell_of(place)).map_or(0.0, |(a, b)| a.km_to(b));
        let rank = |place: &Place| self.ground(place).map_or(u8::MAX, |area| area.kind.rank());
        places.sort_by(|a, b| {
            km(a)
                .total_cmp(&km(b))
                .then(rank(a).cmp(&rank(b)))
                .then_with(|| a.name.cmp(&b.name))
                .then(a.area.cmp(&b.area))
        });
        let close = places.iter().filter(|place| km(place) <= NEAR_KM_MAX).count();
        if near.is_some() && close == 1 {
            places.truncate(1);
        }
        places.truncate(CHOICES_MAX);
        if places.len() > 1 {
            Resolution::Several(places)
        } else {
            places.pop().map_or(Resolution::None, Resolution::One)
        }
    }

    /// Of areas that lie in each other ("Boyle Heights, Los Angeles"; a city and a county of one name) the larger
    /// says nothing new. An area around a landmark or corner says nothing new either.
    fn drop_larger(&self, places: &mut Vec<Place>) {
        let all = places.clone();
        places.retain(|larger| {
            let is_area = matches!(larger.kind, PlaceKind::Area | PlaceKind::Zip) && larger.point.is_none();
            let holds = |smaller: &Place| {
                let inside = self.areas.within(smaller.area, larger.area);
                let finer = smaller.area != larger.area || smaller.point.is_some();
                let mutual = self.areas.within(larger.area, smaller.area) && smaller.area > larger.area;
                inside && finer && !(mutual && smaller.point.is_none())
            };
            !(is_area && all.iter().any(|smaller| smaller != larger && holds(smaller)))
        });
        // One area under two names (its own and a nickname) is one choice.
        let mut seen = std::collections::HashSet::new();
        places.retain(|place| place.point.is_some() || seen.insert((place.area, place.kind == PlaceKind::Zip)));
    }

    fn cell_of(&self, place: &Place) -> Option<Cell> {
        place.cell.or_else(|| self.ground(place).and_then(|area| Cell::at(area.center.0, area.center.1).ok()))
    }
}

/// Whether two points, in degrees, of corners of the same streets are one corner.
pub(super) fn is_one_corner(a: (f64, f64), b: (f64, f64)) -> bool {
    km_between(a, b) < SAME_CORNER_KM
}

/// Kilometres between two points in degrees, near enough for neighbours in one town.
fn km_between(a: (f64, f64), b: (f64, f64)) -> f64 {
    const KM_PER_DEGREE: f64 = 111.2;
    let north = (a.0 - b.0) * KM_PER_DEGREE;
    let east = (a.1 - b.1) * KM_PER_DEGREE * a.0.to_radians().cos();
    north.hypot(east)
}

#[cfg(test)]
mod tests;
