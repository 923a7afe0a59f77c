//! Typed places: which of the network's areas, ZIPs and corners somebody means, and how far around they want to hear.

use super::{Patch, Radius, Where};
use crate::places::{Atlas, Place, Resolution};

/// One line of the form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub typed: &'a str,
    /// A circle around it; without one the whole area or ZIP that it is or lies in.
    pub around: Option<Radius>,
    /// Which of several places was meant: its [`Place::code`].
    pub choice: &'a str,
}

/// What a line means.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meant {
    This(Where),
    /// One of these: ask.
    Several(Vec<Place>),
    Unknown,
}

/// Looks a line up in the gazetteer. The typed words are kept nowhere.
pub(super) fn meant(atlas: &Atlas, line: Line<'_>) -> Meant {
    let of = |place: &Place| wanted(atlas, place, line.around);
    match atlas.resolve(line.typed, None) {
        Resolution::None => Meant::Unknown,
        Resolution::One(place) => of(&place).map_or(Meant::Unknown, Meant::This),
        Resolution::Several(places) => {
            if let Some(chosen) = places.iter().find(|place| place.code() == line.choice) {
                return of(chosen).map_or(Meant::Unknown, Meant::This);
            }
            // Two corners of one neighbourhood are no question to who wants the neighbourhood.
            let first = places.first().and_then(of);
            match first.filter(|first| places.iter().all(|place| of(place) == Some(*first))) {
                Some(same) => Meant::This(same),
                None => Meant::Several(places),
            }
        }
    }
}

fn wanted(atlas: &Atlas, place: &Place, around: Option<Radius>) -> Option<Where> {
    let Some(radius) = around else { return Some(Where::Area(place.area)) };
    let center = || atlas.gazetteer().areas().get(place.area).map(|area| area.center);
    let patch = match place.cell {
        Some(cell) => Patch::of(cell),
        None => center().and_then(|(lat, lon)| Patch::at(lat, lon).ok())?,
    };
    Some(Where::Around(patch, radius))
}
