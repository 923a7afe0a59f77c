//! The form that starts a drill: closed lists, and a place that the gazetteer knows.

use crate::drills::{MINUTES, Plan, Scenario, WhoTakesPart};
use crate::ground::Problem;
use crate::ground::locale::Lang;
use crate::ground::web::Fields;
use crate::places::{Area, AreaKey, AreaKind, Areas, Atlas, Cell, Place, Resolution};

/// Why a form starts nothing, with the places that its words may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead {
    pub problem: Problem,
    pub places: Vec<String>,
}

impl NotRead {
    fn at(field: &'static str, word: &'static str) -> NotRead {
        NotRead { problem: Problem::new(field, word), places: Vec::new() }
    }
}

/// The areas that are offered: those that people know by name. Postal codes are not.
pub fn offered(areas: &Areas) -> impl Iterator<Item = &Area> {
    areas.all().iter().filter(|area| area.kind != AreaKind::Zip)
}

/// Reads the form.
///
/// # Errors
/// The first field that cannot be read.
pub fn read(fields: &Fields, atlas: &Atlas, lang: Lang) -> Result<Plan, NotRead> {
    let gazetteer = atlas.gazetteer();
    let scenario = fields.code("scenario", Scenario::from_code);
    let scenario = scenario.ok_or(NotRead::at("scenario", "drill-problem-scenario"))?;
    let wanted: Option<AreaKey> = fields.text("area").parse().ok().map(AreaKey);
    let area = wanted.and_then(|wanted| offered(gazetteer.areas()).find(|area| area.id == wanted));
    let area = area.ok_or(NotRead::at("area", "drill-problem-area"))?;
    let middle = Cell::at(area.center.0, area.center.1).map_err(|_| NotRead::at("area", "drill-problem-area"))?;
    let (place, cell) = match fields.text("place") {
        "" => (area.name.clone(), middle),
        typed => place(typed, atlas, gazetteer.areas(), (area, middle))?,
    };
    let who = fields.code("who", WhoTakesPart::from_code).ok_or(NotRead::at("who", "drill-problem-who"))?;
    let minutes = fields.text("minutes").parse().ok().filter(|minutes| MINUTES.contains(minutes));
    let minutes = minutes.ok_or(NotRead::at("minutes", "drill-refused-too-long"))?;
    Ok(Plan { scenario, area: area.id, place, cell, who, lang, minutes })
}

/// The gazetteer's name of the public place in the area that was typed, and its cell. The typed words go no further.
fn place(typed: &str, atlas: &Atlas, areas: &Areas, (area, middle): (&Area, Cell)) -> Result<(String, Cell), NotRead> {
    let found: Place = match atlas.resolve(typed, Some(middle)) {
        Resolution::One(place) => place,
        Resolution::Several(places) => {
            let places = places.into_iter().map(|place| place.name).collect();
            return Err(NotRead { places, ..NotRead::at("place", "drill-problem-several") });
        }
        Resolution::None => return Err(NotRead::at("place", "drill-problem-place")),
    };
    if !found.public {
        return Err(NotRead::at("place", "drill-problem-home"));
    }
    let lies_there = found.point.is_some_and(|(lat, lon)| area.holds(lat, lon));
    if lies_there || areas.within(found.area, area.id) {
        Ok((found.name, found.cell.unwrap_or(middle)))
    } else {
        Err(NotRead::at("place", "drill-problem-outside"))
    }
}
