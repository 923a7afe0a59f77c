//! Where a report is: from typed words and a coarse point to an area and a cell.
//!
//! A wrong corner sends people to the wrong street, so words that mean several places are asked about where someone is
//! there to answer. What nobody can place is taken all the same: its words are sealed and a dispatcher reads them.

use crate::ground::wrong::Problem;
use crate::places::{AreaKey, Atlas, Cell, Place, Resolution};

/// What the machine may know of where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Whereabouts {
    pub area: Option<AreaKey>,
    pub cell: Option<Cell>,
}

/// What someone says when their words mean several places.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Pick {
    /// They have not been asked yet, and can be.
    #[default]
    Ask,
    /// The one with this [`Place::code`].
    This(String),
    /// None of those offered.
    NoneOfThese,
    /// Nobody is there to ask: the area they share, if they share one.
    Shared,
}

/// The outcome of looking for a place.
#[derive(Debug, Clone, PartialEq)]
pub enum Sited {
    At(Whereabouts),
    /// One of these, best first: ask.
    Several(Vec<Place>),
}

/// What was said about where it is.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// What was typed as an answer to "where?", or a whole message.
    pub typed: &'a str,
    /// True where `typed` is a whole message in which a place may be mentioned.
    pub is_message: bool,
    /// Latitude and longitude in degrees, already coarse.
    pub point: Option<(f64, f64)>,
    pub pick: &'a Pick,
}

/// Finds where it is.
///
/// # Errors
/// A problem with `place` where the point is not on the globe.
pub fn site(atlas: &Atlas, said: Said<'_>) -> Result<Sited, Problem> {
    let near = said.point.map(|(lat, lon)| Cell::at(lat, lon)).transpose();
    let near = near.map_err(|_| Problem::new("place", "report-point-impossible"))?;
    let by_point = Whereabouts { area: near.and_then(|cell| atlas.area_of_cell(cell)), cell: near };
    let at = match (found(atlas, said, near), said.pick) {
        (Resolution::None, _) | (Resolution::Several(_), Pick::NoneOfThese) => by_point,
        (Resolution::One(place), _) => of_place(&place, by_point),
        (Resolution::Several(places), Pick::This(code)) => match places.iter().find(|place| place.code() == *code) {
            Some(place) => of_place(place, by_point),
            None => return Ok(Sited::Several(places)),
        },
        (Resolution::Several(places), Pick::Ask) => return Ok(Sited::Several(places)),
        (Resolution::Several(places), Pick::Shared) => shared(&places, by_point),
    };
    Ok(Sited::At(at))
}

/// The places that the words mean alike, best first; none where they mean one, or nothing. For whoever answers when nobody could be asked.
pub fn several(atlas: &Atlas, said: Said<'_>) -> Vec<Place> {
    let near = said.point.and_then(|(lat, lon)| Cell::at(lat, lon).ok());
    match found(atlas, said, near) {
        Resolution::Several(places) => places,
        Resolution::None | Resolution::One(_) => Vec::new(),
    }
}

/// A place by its name and, where that says more, its area's.
pub fn label(atlas: &Atlas, place: &Place) -> String {
    match atlas.name(place.area).filter(|area| *area != place.name) {
        Some(area) => format!("{} ({area})", place.name),
        None => place.name.clone(),
    }
}

fn found(atlas: &Atlas, said: Said<'_>, near: Option<Cell>) -> Resolution {
    match (said.typed.trim(), said.is_message) {
        ("", _) => Resolution::None,
        (typed, true) => atlas.find_in(typed),
        (typed, false) => atlas.resolve(typed, near),
    }
}

fn of_place(place: &Place, by_point: Whereabouts) -> Whereabouts {
    let area = Some(place.area);
    // A home or a lodging is never more than its area, whatever the phone says.
    if !place.public {
        return Whereabouts { area, cell: None };
    }
    let cell = place.cell.or(by_point.cell.filter(|_| by_point.area == area));
    Whereabouts { area, cell }
}

fn shared(places: &[Place], by_point: Whereabouts) -> Whereabouts {
    let area = places.first().map(|place| place.area);
    if by_point.cell.is_none() && places.iter().all(|place| Some(place.area) == area) {
        return Whereabouts { area, cell: None };
    }
    by_point
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::PlaceKind;

    const HERE: (f64, f64) = (33.0, -117.0);

    fn place(area: u32, cell: Option<Cell>, public: bool) -> Place {
        Place { kind: PlaceKind::Corner, name: "x".into(), area: AreaKey(area), cell, point: None, public }
    }

    fn by_point() -> Whereabouts {
        Whereabouts { area: Some(AreaKey(1)), cell: Some(Cell::at(HERE.0, HERE.1).unwrap()) }
    }

    #[test]
    fn a_home_is_only_its_area_also_when_the_phone_knows_more() {
        let home = place(1, by_point().cell, false);
        assert_eq!(of_place(&home, by_point()), Whereabouts { area: Some(AreaKey(1)), cell: None });
        let corner = place(1, by_point().cell, true);
        assert!(of_place(&corner, by_point()).cell.is_some());
    }

    #[test]
    fn the_phones_cell_refines_its_own_area_and_no_other() {
        assert_eq!(of_place(&place(1, None, true), by_point()).cell, by_point().cell);
        assert_eq!(of_place(&place(2, None, true), by_point()).cell, None);
    }

    #[test]
    fn nobody_to_ask_means_the_shared_area_or_nothing() {
        let none = Whereabouts::default();
        assert_eq!(shared(&[place(3, None, true), place(3, None, true)], none).area, Some(AreaKey(3)));
        assert_eq!(shared(&[place(3, None, true), place(4, None, true)], none), none);
    }

    #[test]
    fn a_point_off_the_globe_is_a_problem_and_unknown_words_are_not() {
        let atlas = Atlas::default();
        let said = |typed, point| Said { typed, is_message: false, point, pick: &Pick::Ask };
        assert!(site(&atlas, said("x", Some((91.0, 0.0)))).is_err());
        assert!(site(&atlas, said("x", Some((f64::NAN, 0.0)))).is_err());
        assert_eq!(site(&atlas, said("frente a la tienda", None)).unwrap(), Sited::At(Whereabouts::default()));
    }
}
