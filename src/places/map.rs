//! A small map as one SVG picture: areas as outlines, incidents as numbered circles.
//!
//! In: areas, marks, a title. Out: text to put into a page. No scripts, no styles, no tiles from anywhere: colours
//! come from the page's own stylesheet through classes (`map`, `area`, `area touched`, `mark` and the kind of mark).

use std::fmt::Write as _;

use geo::{BoundingRect, Coord, LineString, MultiPolygon, Rect, Simplify};

use super::area::Area;
use super::shape::rings;

/// Units across the longer side of the picture. Coordinates are whole units, so that a point costs about five bytes.
pub const MAP_UNITS: f64 = 1000.0;

/// Bytes that the areas of one map may take: on a slow phone line about two seconds. Shapes are simplified until it
/// fits.
pub const MAP_BYTES_MAX: usize = 36_000;

/// Blank units around the areas, so that a mark on the edge is not cut.
const MARGIN_UNITS: f64 = 24.0;

/// Radius of a mark in units: about 5 mm on a phone that shows the picture 9 cm wide.
const MARK_UNITS: f64 = 26.0;

/// How far an outline may stray, in units. Tried in order until the areas fit into [`MAP_BYTES_MAX`].
const STRAY_UNITS: [f64; 8] = [0.6, 1.2, 2.0, 3.0, 4.5, 7.0, 12.0, 20.0];

/// An area to draw.
#[derive(Debug, Clone, Copy)]
pub struct Drawn<'a> {
    /// Its shape and name.
    pub area: &'a Area,
    /// Whether something is going on there: gets the class `touched`.
    pub touched: bool,
    /// As of when nothing goes on there any more, in Unix seconds, where that is known: the page's script takes `touched` away then.
    pub until: Option<i64>,
}

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// Being looked into.
    Open,
    /// Confirmed, and current.
    Alert,
    /// Looked into: it was something else, or nothing.
    Checked,
    /// Over.
    Over,
}

impl MarkKind {
    /// The class in the stylesheet.
    pub const fn class(self) -> &'static str {
        match self {
            MarkKind::Open => "open",
            MarkKind::Alert => "alert",
            MarkKind::Checked => "checked",
            MarkKind::Over => "over",
        }
    }
}

/// A numbered circle. The number is also in the list beside the map, which says the same in words.
#[derive(Debug, Clone, Copy)]
pub struct Mark<'a> {
    /// In degrees: the centre of a cell or of an area, never a door.
    pub at: (f64, f64),
    /// Shown in the circle.
    pub number: u32,
    /// What it is, in the reader's language; read out by screen readers, shown on hovering.
    pub title: &'a str,
    /// Its class.
    pub kind: MarkKind,
    /// As of when it is over, in Unix seconds, where that is known: the page's script makes it `over` then.
    pub until: Option<i64>,
}

/// How the picture is called and which part it shows.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The accessible name, in the reader's language.
    pub title: &'a str,
    /// The language of the title, as in HTML's `lang`.
    pub lang: &'a str,
    /// The part to show: x = longitude, y = latitude, degrees. All areas when `None`.
    pub window: Option<Rect<f64>>,
}

/// Draws the map. Areas and marks outside the window are left out; without any area the picture is empty, but
/// still has its title.
pub fn svg(areas: &[Drawn<'_>], marks: &[Mark<'_>], view: &View<'_>) -> String {
    let sheet = Sheet::new(areas, view.window);
    let mut drawing = String::new();
    for stray in STRAY_UNITS {
        drawing = outlines(areas, &sheet, stray);
        if drawing.len() <= MAP_BYTES_MAX {
            break;
        }
    }
    let mut picture = String::with_capacity(drawing.len() + marks.len() * 160 + 256);
    let title = escaped(view.title);
    let _ = write!(
        picture,
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="0 0 {} {}" role="img" aria-label="{title}" lang="{}"><title>{title}</title>"#,
        sheet.width.ceil(),
        sheet.height.ceil(),
        escaped(view.lang),
    );
    let _ = write!(picture, r#"<g class="areas" fill-rule="evenodd">{drawing}</g><g class="marks">"#);
    for mark in marks {
        draw_mark(&mut picture, &sheet, mark);
    }
    picture.push_str("</g></svg>");
    picture
}

/// From degrees to units: equirectangular about the middle latitude, north up. Over one region nobody sees the error.
struct Sheet {
    west: f64,
    north: f64,
    units_per_lon: f64,
    units_per_lat: f64,
    width: f64,
    height: f64,
}

impl Sheet {
    fn new(areas: &[Drawn<'_>], window: Option<Rect<f64>>) -> Self {
        let all = || areas.iter().map(|drawn| drawn.area.bounds()).reduce(joined);
        let ground = window.or_else(all).unwrap_or_else(|| Rect::new((0.0, 0.0), (1.0, 1.0)));
        let narrowing = ground.center().y.to_radians().cos().max(0.01);
        let across = (ground.width() * narrowing).max(ground.height()).max(1e-6);
        let units_per_lat = (MAP_UNITS - 2.0 * MARGIN_UNITS) / across;
        let units_per_lon = units_per_lat * narrowing;
        Sheet {
            west: ground.min().x,
            north: ground.max().y,
            units_per_lon,
            units_per_lat,
            width: ground.width() * units_per_lon + 2.0 * MARGIN_UNITS,
            height: ground.height() * units_per_lat + 2.0 * MARGIN_UNITS,
        }
    }

    fn place(&self, lon: f64, lat: f64) -> Coord<f64> {
        Coord {
            x: (lon - self.west) * self.units_per_lon + MARGIN_UNITS,
            y: (self.north - lat) * self.units_per_lat + MARGIN_UNITS,
        }
    }

    fn shows(&self, low: Coord<f64>, high: Coord<f64>) -> bool {
        high.x >= 0.0 && high.y >= 0.0 && low.x <= self.width && low.y <= self.height
    }
}

fn joined(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
        (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
    )
}

fn outlines(areas: &[Drawn<'_>], sheet: &Sheet, stray: f64) -> String {
    let mut text = String::new();
    for drawn in areas {
        let path = path(&drawn.area.shape, sheet, stray);
        if path.is_empty() {
            continue;
        }
        let class = if drawn.touched { "area touched" } else { "area" };
        let until = until(drawn.until);
        let _ = write!(
            text,
            r#"<path class="{class}"{until} d="{path}"><title>{}</title></path>"#,
            escaped(&drawn.area.name)
        );
    }
    text
}

/// The rings of a shape as one path. Rings that would be smaller than a dot are left out, except the largest, so that
/// no area vanishes.
fn path(shape: &MultiPolygon<f64>, sheet: &Sheet, stray: f64) -> String {
    let mut text = String::new();
    let placed: Vec<LineString<f64>> = rings(shape)
        .map(|ring| LineString::new(ring.0.iter().map(|point| sheet.place(point.x, point.y)).collect()))
        .collect();
    let size = |ring: &LineString<f64>| ring.bounding_rect().map_or(0.0, |box_| box_.width() * box_.height());
    let largest = placed.iter().map(size).fold(0.0, f64::max);
    for ring in &placed {
        let Some(bounds) = ring.bounding_rect() else { continue };
        let is_dot = size(ring) < 4.0 * stray * stray && size(ring) < largest;
        if !is_dot && sheet.shows(bounds.min(), bounds.max()) {
            write_ring(&mut text, ring, stray);
        }
    }
    text
}

/// One ring as `M x y l dx dy … z` in whole units.
fn write_ring(text: &mut String, ring: &LineString<f64>, stray: f64) {
    let simple = ring.simplify(stray);
    let mut points: Vec<(i64, i64)> =
        simple.0.iter().map(|point| (point.x.round() as i64, point.y.round() as i64)).collect();
    points.dedup();
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    let Some(&(x, y)) = points.first() else { return };
    if points.len() < 3 {
        // Too small for an outline at this size: a dot of one unit keeps its place and its title.
        let _ = write!(text, "M{x} {y}h1v1h-1z");
        return;
    }
    let _ = write!(text, "M{x} {y}l");
    for (step, pair) in points.windows(2).enumerate() {
        let (dx, dy) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
        // A minus sign parts two numbers as well as a space does.
        let before = if step == 0 || dx < 0 { "" } else { " " };
        let between = if dy < 0 { "" } else { " " };
        let _ = write!(text, "{before}{dx}{between}{dy}");
    }
    text.push('z');
}

fn draw_mark(picture: &mut String, sheet: &Sheet, mark: &Mark<'_>) {
    let at = sheet.place(mark.at.1, mark.at.0);
    if !at.x.is_finite() || !at.y.is_finite() || !sheet.shows(at, at) {
        return;
    }
    let (x, y) = (at.x.round() as i64, at.y.round() as i64);
    let _ = write!(
        picture,
        r#"<g class="mark {}"{}><title>{}</title><circle cx="{x}" cy="{y}" r="{MARK_UNITS}"/><text x="{x}" y="{y}" text-anchor="middle" dominant-baseline="central">{}</text></g>"#,
        mark.kind.class(),
        until(mark.until),
        escaped(mark.title),
        mark.number,
    );
}

/// The attribute that the page's script looks for.
fn until(seconds: Option<i64>) -> String {
    seconds.map_or_else(String::new, |seconds| format!(r#" data-until="{seconds}""#))
}

/// Text that is safe between tags and in quoted attributes. Control characters, which XML forbids, are dropped.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ if letter.is_control() => {}
            _ => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use geo::Polygon;

    use super::super::area::{AreaKey, AreaKind};
    use super::*;

    /// A wavy ring of 400 points, as surveyed outlines are.
    fn wavy(id: u32, west: f64, south: f64) -> Area {
        let ring: Vec<(f64, f64)> = (0..=400)
            .map(|step| f64::from(step % 400) / 400.0 * std::f64::consts::TAU)
            .map(|angle| {
                let reach = 0.05 + 0.002 * (angle * 31.0).sin();
                (west + reach * angle.cos(), south + reach * angle.sin())
            })
            .collect();
        let shape = MultiPolygon(vec![Polygon::new(LineString::from(ring), Vec::new())]);
        Area::new(AreaKey(id), AreaKind::Neighborhood, &format!("Zone <{id}>"), &format!("z-{id}"), None, shape)
            .unwrap()
    }

    fn many() -> Vec<Area> {
        (0..300).map(|id| wavy(id, -121.0 + f64::from(id % 20) * 0.1, 31.0 + f64::from(id / 20) * 0.1)).collect()
    }

    fn drawn(areas: &[Area]) -> Vec<Drawn<'_>> {
        areas.iter().map(|area| Drawn { area, touched: area.id.0 == 3, until: None }).collect()
    }

    const VIEW: View<'static> = View { title: "Zonas & \"alertas\"", lang: "es", window: None };

    #[test]
    fn three_hundred_areas_stay_small() {
        let areas = many();
        let picture = svg(&drawn(&areas), &[], &VIEW);
        assert!(picture.len() < 40_000, "{} bytes", picture.len());
        assert_eq!(picture.matches("<path").count(), 300);
        assert_eq!(picture.matches("area touched").count(), 1);
        assert!(!picture.contains("<script") && !picture.contains("style="));
        assert!(picture.contains(r#"role="img" aria-label="Zonas &amp; &quot;alertas&quot;" lang="es""#));
        assert!(picture.contains("<title>Zone &lt;3&gt;</title>"), "names are escaped");
    }

    #[test]
    fn north_is_up_and_marks_are_where_they_should_be() {
        let areas = many();
        let place = |lat, lon| {
            let mark = Mark { at: (lat, lon), number: 7, title: "uno <b>", kind: MarkKind::Alert, until: None };
            svg(&drawn(&areas), &[mark], &VIEW)
        };
        let of = |picture: &str, name: &str| -> i64 {
            let start = picture.find(name).unwrap() + name.len();
            picture[start..].split('"').next().unwrap().parse().unwrap()
        };
        let (north, south) = (place(32.0, -120.0), place(31.2, -120.0));
        assert!(of(&north, "cy=\"") < of(&south, "cy=\""));
        assert_eq!(of(&north, "cx=\""), of(&south, "cx=\""));
        assert!(north.contains("mark alert") && north.contains(">7</text>") && north.contains("uno &lt;b&gt;"));
        assert!(!place(50.0, 0.0).contains("<circle"), "a mark outside the picture is left out");
        assert!(!place(f64::NAN, 0.0).contains("<circle"));
    }

    #[test]
    fn a_window_shows_fewer_areas_larger() {
        let areas = many();
        let window = Some(Rect::new((-121.1, 30.9), (-120.75, 31.15)));
        let picture = svg(&drawn(&areas), &[], &View { window, ..VIEW });
        let shown = picture.matches("<path").count();
        assert!((6..20).contains(&shown), "{shown}");
    }

    #[test]
    fn nothing_to_draw_is_still_a_picture() {
        let picture = svg(&[], &[], &VIEW);
        assert!(picture.starts_with("<svg") && picture.ends_with("</svg>"));
        let speck = wavy(1, -121.0, 31.0);
        let far = Some(Rect::new((-125.0, 25.0), (-115.0, 35.0)));
        let small = svg(&drawn(&[speck]), &[], &View { window: far, ..VIEW });
        assert_eq!(small.matches("<path").count(), 1, "a tiny area is still drawn");
    }
}
