//! The map of what is confirmed and what was checked: one picture without scripts, numbered like the list beside it.

use geo::Rect;

use crate::alerts::Shown;
use crate::places::map::{Drawn, Mark, MarkKind, View, svg};
use crate::places::{Area, AreaKind, Areas};

/// Degrees that the picture shows at least, about 15 km: a corner means something only with its neighbourhood around it.
const SPAN_DEGREES_MIN: f64 = 0.14;

/// How much wider than its marks the picture is, on each side.
const PADDING: f64 = 0.2;

/// The picture, and for each message where it is marked: its spot, or the middle of its area. Numbers begin with 1, in the order of `told`.
pub fn picture(areas: &Areas, told: &[Shown], title: &str, lang: &str) -> String {
    let titles: Vec<String> = told.iter().map(|item| format!("{}: {}", item.label, item.place)).collect();
    let marks: Vec<Mark<'_>> = told
        .iter()
        .zip(&titles)
        .zip(1u32..)
        .filter_map(|((item, title), number)| {
            let at = item.spot.or_else(|| areas.get(item.area).map(|area| area.center))?;
            let kind = if item.is_now { MarkKind::Alert } else { MarkKind::Checked };
            Some(Mark { at, number, title, kind, until: item.is_now.then_some(item.until) })
        })
        .collect();
    let until = |area: &Area| {
        let here = told.iter().filter(|item| item.is_now && item.area == area.id);
        here.map(|item| item.until).max()
    };
    let touched = |area: &Area| until(area).is_some();
    let mut ground: Vec<&Area> =
        areas.all().iter().filter(|area| area.kind != AreaKind::Zip || touched(area)).collect();
    // Larger ones first, so that smaller ones lie on them.
    ground.sort_by(|a, b| b.km2().total_cmp(&a.km2()));
    let drawn: Vec<Drawn<'_>> =
        ground.iter().map(|area| Drawn { area, touched: touched(area), until: until(area) }).collect();
    let all = ground.iter().map(|area| area.bounds()).reduce(joined);
    let window = window(&marks).map(|window| all.map_or(window, |all| shared(window, all)));
    svg(&drawn, &marks, &View { title, lang, window })
}

/// The part to show: around the marks, or everything where there are none.
fn window(marks: &[Mark<'_>]) -> Option<Rect<f64>> {
    let (lats, lons) = (marks.iter().map(|mark| mark.at.0), marks.iter().map(|mark| mark.at.1));
    let (south, north) = ends(lats)?;
    let (west, east) = ends(lons)?;
    Some(Rect::new((west, south), (east, north)))
}

fn joined(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
        (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
    )
}

/// What of the window lies in the network's ground: beyond it there is nothing to see. The window itself where they do not meet.
fn shared(window: Rect<f64>, ground: Rect<f64>) -> Rect<f64> {
    let (west, south) = (window.min().x.max(ground.min().x), window.min().y.max(ground.min().y));
    let (east, north) = (window.max().x.min(ground.max().x), window.max().y.min(ground.max().y));
    if west < east && south < north { Rect::new((west, south), (east, north)) } else { window }
}

/// The least and the greatest, with room around them.
fn ends(values: impl Iterator<Item = f64> + Clone) -> Option<(f64, f64)> {
    let least = values.clone().reduce(f64::min)?;
    let most = values.reduce(f64::max)?;
    let room = ((most - least) * PADDING).max((SPAN_DEGREES_MIN - (most - least)) / 2.0);
    Some((least - room, most + room))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_has_room_around_its_marks() {
        let mark = |lat, lon| Mark { at: (lat, lon), number: 1, title: "", kind: MarkKind::Alert, until: None };
        assert!(window(&[]).is_none());
        let one = window(&[mark(34.0, -118.0)]).unwrap();
        assert!((one.width() - SPAN_DEGREES_MIN).abs() < 1e-9, "a single corner is shown with what is around it");
        let two = window(&[mark(34.0, -118.0), mark(35.0, -117.0)]).unwrap();
        assert!(two.min().x < -118.1 && two.max().y > 35.1, "{two:?}");
        let ground = Rect::new((-118.02, 33.0), (-117.0, 35.0));
        assert!((shared(one, ground).min().x + 118.02).abs() < 1e-9, "nothing beyond the network's ground");
        assert_eq!(shared(one, Rect::new((0.0, 0.0), (1.0, 1.0))), one);
    }
}
