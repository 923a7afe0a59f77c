//! Taking areas from a file into the network's map.

use super::geojson_in::{AreaIn, AreasIn, Problem};
use super::{AreaKey, AreaKind, Row, store};
use crate::ground::Wrong;
use crate::ground::db::Tx;

/// What an import did.
#[derive(Debug, Default)]
pub struct Imported {
    pub added: usize,
    /// Areas that were there with the same kind and short name: their shape and name are the file's now.
    pub replaced: usize,
    /// What was left out or mended.
    pub problems: Vec<Problem>,
    /// Areas that name a city, region or county which is not on the map (yet): import that file too, in any order.
    pub without_parent: usize,
}

/// Takes every area of a file, in one transaction: all of them or, on a fault, none.
///
/// An area belongs to the nearest city, region or county that it names and that is on the map.
///
/// # Errors
/// A fault of the database.
pub fn import(tx: &Tx<'_>, read: AreasIn) -> Result<Imported, Wrong> {
    let mut done = Imported { problems: read.problems, ..Imported::default() };
    let mut next = store::last_number(tx)? + 1;
    for area in read.areas {
        let known = store::number_of(tx, area.kind, &area.slug)?;
        let number = known.unwrap_or(AreaKey(next));
        match known {
            Some(_) => done.replaced += 1,
            None => (done.added, next) = (done.added + 1, next + 1),
        }
        let parent = parent_of(tx, &area)?.filter(|parent| *parent != number);
        done.without_parent += usize::from(parent.is_none() && !area.within.is_empty());
        let area = area.into_area(number, parent).map_err(|wrong| Wrong::Fault(wrong.into()))?;
        store::put_area(tx, &area)?;
    }
    Ok(done)
}

fn parent_of(tx: &Tx<'_>, area: &AreaIn) -> Result<Option<AreaKey>, Wrong> {
    for outer in &area.within {
        let slug = super::geojson_in::slug(outer);
        for kind in [AreaKind::City, AreaKind::Region, AreaKind::County] {
            if kind == area.kind {
                continue;
            }
            if let Some(found) = store::number_of(tx, kind, &slug)? {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}

/// Takes other names of areas: a JSON list of `{"name", "aliases": [...], "slugs": [...]}`, slugs of neighbourhoods or cities.
/// Answers how many names were taken and how many slugs are not on the map.
///
/// # Errors
/// Where the text is not such a list, or a fault of the database.
pub fn import_names(tx: &Tx<'_>, text: &str) -> Result<(usize, usize), Wrong> {
    let list: Vec<serde_json::Value> = serde_json::from_str(text)?;
    let (mut taken, mut unknown) = (0, 0);
    let texts = |value: &serde_json::Value, field: &str| -> Vec<String> {
        let list = value.get(field).and_then(serde_json::Value::as_array);
        list.into_iter().flatten().filter_map(|item| item.as_str().map(str::to_owned)).collect()
    };
    for entry in &list {
        let shown = entry.get("name").and_then(serde_json::Value::as_str).unwrap_or_default();
        for slug in texts(entry, "slugs") {
            let mut area = None;
            for kind in [AreaKind::Neighborhood, AreaKind::City, AreaKind::Region] {
                area = area.or(store::number_of(tx, kind, &slug)?);
            }
            let Some(area) = area else {
                unknown += 1;
                continue;
            };
            for alias in texts(entry, "aliases") {
                store::put_row(tx, &Row::nickname(&alias, shown, area))?;
                taken += 1;
            }
        }
    }
    Ok((taken, unknown))
}
