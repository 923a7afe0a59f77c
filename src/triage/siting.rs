//! From a dispatcher's words to a place where somebody can be sent.

use super::card::Spot;
use super::desk::{PLACE_CHARS_MAX, PassedOn, cell_of};
use crate::lint::{Class, findings, redact};
use crate::places::{AreaKey, Atlas, Cell, Place, Resolution};

/// A place to look at, and the words that are passed on to those who go.
#[derive(Debug, Clone)]
pub struct Sited {
    pub cell: Cell,
    pub area: AreaKey,
    pub passed_on: PassedOn,
}

/// Why nobody can be sent there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSited {
    /// The words mean several places, by name.
    Several(Vec<String>),
    /// Nothing that is known here.
    Unknown,
    TooLong,
}

/// The place that these words mean. Where they mean nothing or too much, the spot that the reports gave is taken.
///
/// `known` is the area in which the reports were placed. A home is never passed on: those who go are told the area, and that they look from the street.
///
/// # Errors
/// [`NotSited`], where neither the words nor the reports name one place.
pub fn site(atlas: &Atlas, typed: &str, spot: Spot, known: Option<AreaKey>) -> Result<Sited, NotSited> {
    if typed.chars().count() > PLACE_CHARS_MAX {
        return Err(NotSited::TooLong);
    }
    let is_home = findings(typed).iter().any(|finding| finding.class == Class::Home);
    let near = cell_of(atlas, spot);
    let words = |is_home: bool| PassedOn { words: if is_home { String::new() } else { redact(typed) }, is_home };
    match atlas.resolve(typed, near) {
        Resolution::One(place) => {
            let cell = place.cell.or_else(|| cell_within(atlas, spot, &place)).ok_or(NotSited::Unknown)?;
            Ok(Sited { cell, area: place.area, passed_on: words(is_home || !place.public) })
        }
        Resolution::Several(places) if spot_place(atlas, spot, known).is_none() => {
            Err(NotSited::Several(places.into_iter().map(|place| place.name).collect()))
        }
        Resolution::Several(_) | Resolution::None => {
            let (cell, area) = spot_place(atlas, spot, known).ok_or(NotSited::Unknown)?;
            Ok(Sited { cell, area, passed_on: words(is_home) })
        }
    }
}

/// Where in an area that was named: the reports' own cell where it lies there, else the area's middle.
fn cell_within(atlas: &Atlas, spot: Spot, place: &Place) -> Option<Cell> {
    if let Spot::Cell(cell) = spot
        && atlas.gazetteer().areas().get(place.area).is_some_and(|area| {
            let (lat, lon) = cell.center();
            area.holds(lat, lon)
        })
    {
        return Some(cell);
    }
    cell_of(atlas, Spot::Area(place.area))
}

/// The spot of the reports as a cell and an area, or `None` where the network's map does not hold it.
fn spot_place(atlas: &Atlas, spot: Spot, known: Option<AreaKey>) -> Option<(Cell, AreaKey)> {
    let cell = cell_of(atlas, spot)?;
    let area = match spot {
        Spot::Area(area) => area,
        Spot::Cell(cell) => known.or_else(|| atlas.area_of_cell(cell))?,
        Spot::Unknown(_) => return None,
    };
    Some((cell, area))
}
