//! The shapes of areas: what a polygon must be before it may decide who is warned.
//!
//! A wrong polygon is worse than none: a ring with latitude and longitude exchanged warns nobody, a ring that crosses
//! itself warns the wrong side of the street. So shapes are checked once, when a steward brings them in.

use geo::{
    Contains, Coord, LineString, MultiPolygon, Polygon, coordinate_position::CoordPos,
    coordinate_position::CoordinatePosition,
};

/// Corners in one shape. The largest real one that we met (a ZIP in the desert) has 1,819; a county coast in full
/// detail about 30,000, which nobody needs to be warned.
pub const SHAPE_POINTS_MAX: usize = 20_000;

/// Polygons in one shape: islands, and cities that annexed by the lot.
pub const SHAPE_POLYGONS_MAX: usize = 500;

/// Degrees that a shape may span either way. A network looks after neighbourhoods; wider is a state, or an error.
pub const SHAPE_SPAN_DEGREES_MAX: f64 = 10.0;

/// Points that count as one: a tenth of a millimetre, far below what any survey gives.
const SAME_POINT_DEGREES: f64 = 1e-9;

/// What is wrong with a shape. `Display` says it in a sentence, [`ShapeWrong::mend`] says what to do.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ShapeWrong {
    /// There is no polygon, or a polygon has no ring.
    #[error("the shape is empty")]
    Empty,
    /// More polygons than [`SHAPE_POLYGONS_MAX`].
    #[error("the shape has {0} separate pieces, more than {SHAPE_POLYGONS_MAX}")]
    TooManyPolygons(usize),
    /// More corners than [`SHAPE_POINTS_MAX`].
    #[error("the shape has {0} points, more than {SHAPE_POINTS_MAX}")]
    TooManyPoints(usize),
    /// A coordinate is infinite or not a number.
    #[error("a coordinate is not a number")]
    NotANumber,
    /// A point lies outside the globe.
    #[error("the point longitude {lon}, latitude {lat} is not on the globe")]
    OutOfRange {
        /// In degrees, as given.
        lon: f64,
        /// In degrees, as given.
        lat: f64,
    },
    /// A ring has fewer than three different corners.
    #[error("a ring has {0} different points; it needs at least three")]
    RingTooShort(usize),
    /// The first point of a ring is not its last.
    #[error("a ring is not closed: its first point is not its last")]
    RingOpen,
    /// A ring encloses nothing.
    #[error("a ring encloses no ground")]
    NoGround,
    /// A ring crosses itself near this point.
    #[error("a ring crosses itself near longitude {lon}, latitude {lat}")]
    CrossesItself {
        /// In degrees.
        lon: f64,
        /// In degrees.
        lat: f64,
    },
    /// A hole lies outside the ring that it should be cut from.
    #[error("a hole lies outside its polygon")]
    HoleOutside,
    /// Wider or taller than [`SHAPE_SPAN_DEGREES_MAX`].
    #[error("the shape spans {0:.1} degrees, more than {SHAPE_SPAN_DEGREES_MAX}")]
    TooWide(f64),
}

impl ShapeWrong {
    /// What a steward can do about it, in a sentence.
    pub fn mend(&self) -> &'static str {
        match self {
            ShapeWrong::Empty => "Draw the area again, or leave it out.",
            ShapeWrong::TooManyPolygons(_) => "Keep the large pieces, or cut the area into several.",
            ShapeWrong::TooManyPoints(_) => "Simplify the shape (to about 30 metres) in a map program.",
            ShapeWrong::NotANumber => "Export the file again; a number was lost.",
            ShapeWrong::OutOfRange { lon, lat } if lon.abs() <= 90.0 && lat.abs() > 90.0 => {
                "Latitude and longitude seem to be exchanged: GeoJSON writes longitude first."
            }
            ShapeWrong::OutOfRange { .. } => "Export the file in degrees (WGS 84, EPSG:4326), not in metres or feet.",
            ShapeWrong::RingTooShort(_) | ShapeWrong::NoGround => "Draw the ring again with at least three corners.",
            ShapeWrong::RingOpen => "Repeat the first point at the end of the ring.",
            ShapeWrong::CrossesItself { .. } => "Use the 'fix geometry' tool of a map program, or move the corner.",
            ShapeWrong::HoleOutside => "Make the hole a polygon of its own, or remove it.",
            ShapeWrong::TooWide(_) => "Cut the area into smaller ones.",
        }
    }
}

/// Looks at every rule above; gives the shape back unchanged when all hold.
///
/// # Errors
/// The first [`ShapeWrong`] that is met.
pub fn checked(shape: MultiPolygon<f64>) -> Result<MultiPolygon<f64>, ShapeWrong> {
    if shape.0.is_empty() {
        return Err(ShapeWrong::Empty);
    }
    if shape.0.len() > SHAPE_POLYGONS_MAX {
        return Err(ShapeWrong::TooManyPolygons(shape.0.len()));
    }
    let points: usize = rings(&shape).map(|ring| ring.0.len()).sum();
    if points > SHAPE_POINTS_MAX {
        return Err(ShapeWrong::TooManyPoints(points));
    }
    for polygon in &shape.0 {
        check_ring(polygon.exterior())?;
        for hole in polygon.interiors() {
            check_ring(hole)?;
            check_hole(polygon.exterior(), hole)?;
        }
    }
    check_span(&shape)?;
    Ok(shape)
}

/// All rings of a shape, holes too.
pub(super) fn rings(shape: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    shape.0.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
}

fn check_ring(ring: &LineString<f64>) -> Result<(), ShapeWrong> {
    if ring.0.is_empty() {
        return Err(ShapeWrong::Empty);
    }
    for point in &ring.0 {
        if !point.x.is_finite() || !point.y.is_finite() {
            return Err(ShapeWrong::NotANumber);
        }
        if point.x.abs() > 180.0 || point.y.abs() > 90.0 {
            return Err(ShapeWrong::OutOfRange { lon: point.x, lat: point.y });
        }
    }
    if !ring.is_closed() {
        return Err(ShapeWrong::RingOpen);
    }
    let corners = distinct_corners(ring);
    if corners.len() < 3 {
        return Err(ShapeWrong::RingTooShort(corners.len()));
    }
    if let Some(at) = crossing(&corners) {
        return Err(ShapeWrong::CrossesItself { lon: at.x, lat: at.y });
    }
    if twice_area(&corners).abs() < SAME_POINT_DEGREES * SAME_POINT_DEGREES {
        return Err(ShapeWrong::NoGround);
    }
    Ok(())
}

/// The corners in order, without repeats in a row and without the closing point.
fn distinct_corners(ring: &LineString<f64>) -> Vec<Coord<f64>> {
    let near = |a: &Coord<f64>, b: &Coord<f64>| {
        (a.x - b.x).abs() < SAME_POINT_DEGREES && (a.y - b.y).abs() < SAME_POINT_DEGREES
    };
    let mut corners: Vec<Coord<f64>> = Vec::with_capacity(ring.0.len());
    for point in &ring.0 {
        if corners.last().is_none_or(|last| !near(last, point)) {
            corners.push(*point);
        }
    }
    while corners.len() > 1 && near(&corners[0], &corners[corners.len() - 1]) {
        corners.pop();
    }
    corners
}

/// Where two sides of a ring cross, if they do. Sides that only touch (a shape pinched to a point, as surveys give)
/// are let through. Sides are sorted by their western end and compared only while they overlap, which is
/// quick on real outlines and quadratic only on a comb.
fn crossing(corners: &[Coord<f64>]) -> Option<Coord<f64>> {
    let count = corners.len();
    let side = |at: usize| (corners[at], corners[(at + 1) % count]);
    let west = |at: usize| side(at).0.x.min(side(at).1.x);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| west(*a).total_cmp(&west(*b)));
    for (place, &first) in order.iter().enumerate() {
        let (a, b) = side(first);
        let east = a.x.max(b.x);
        for &second in &order[place + 1..] {
            if west(second) > east {
                break;
            }
            let (c, d) = side(second);
            if a.y.max(b.y) < c.y.min(d.y) || c.y.max(d.y) < a.y.min(b.y) {
                continue;
            }
            let split_by_first = turn(a, b, c) * turn(a, b, d) < 0.0;
            if split_by_first && turn(c, d, a) * turn(c, d, b) < 0.0 {
                return Some(Coord { x: f64::midpoint(c.x, d.x), y: f64::midpoint(c.y, d.y) });
            }
        }
    }
    None
}

/// Above zero when the way a, b, c turns left; below when right; zero when straight on.
fn turn(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

fn twice_area(corners: &[Coord<f64>]) -> f64 {
    // Relative to the first corner: products of whole degrees would swallow the digits of a small block.
    let origin = corners[0];
    corners.windows(2).map(|pair| turn(origin, pair[0], pair[1])).sum()
}

fn check_hole(outer: &LineString<f64>, hole: &LineString<f64>) -> Result<(), ShapeWrong> {
    let outline = Polygon::new(outer.clone(), Vec::new());
    let outside = hole.0.iter().filter(|point| outline.coordinate_position(point) == CoordPos::Outside).count();
    let touches = hole.0.iter().any(|point| outline.contains(point));
    if outside > 0 || !touches { Err(ShapeWrong::HoleOutside) } else { Ok(()) }
}

fn check_span(shape: &MultiPolygon<f64>) -> Result<(), ShapeWrong> {
    let mut low = Coord { x: f64::MAX, y: f64::MAX };
    let mut high = Coord { x: f64::MIN, y: f64::MIN };
    for point in rings(shape).flat_map(|ring| &ring.0) {
        low = Coord { x: low.x.min(point.x), y: low.y.min(point.y) };
        high = Coord { x: high.x.max(point.x), y: high.y.max(point.y) };
    }
    let span = (high.x - low.x).max(high.y - low.y);
    if span > SHAPE_SPAN_DEGREES_MAX { Err(ShapeWrong::TooWide(span)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(points: &[(f64, f64)]) -> MultiPolygon<f64> {
        // Built by hand: `Polygon::new` would close an open ring and hide the fault.
        let mut polygon = Polygon::new(LineString::new(Vec::new()), Vec::new());
        polygon.exterior_mut(|ring| ring.0.clone_from(&LineString::from(points.to_vec()).0));
        MultiPolygon(vec![polygon])
    }

    #[test]
    fn a_plain_square_is_fine() {
        let square = shape(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]);
        assert_eq!(checked(square.clone()), Ok(square));
    }

    #[test]
    fn a_pinched_ring_is_let_through() {
        let bow = shape(&[(0.0, 0.0), (1.0, 1.0), (2.0, 0.0), (2.0, 2.0), (1.0, 1.0), (0.0, 2.0), (0.0, 0.0)]);
        assert!(checked(bow).is_ok());
    }

    #[test]
    fn each_fault_has_its_name() {
        let cases = [
            (shape(&[(0.0, 0.0), (1.0, 1.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)]), "crosses itself"),
            (shape(&[(0.0, 0.0), (1.0, 0.0), (0.0, 0.0)]), "different points"),
            (shape(&[(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (0.0, 0.0)]), "no ground"),
            (shape(&[(34.0, -118.0), (34.0, -117.0), (35.0, -117.0), (34.0, -118.0)]), "not on the globe"),
            (shape(&[(f64::NAN, 0.0), (1.0, 0.0), (1.0, 1.0), (f64::NAN, 0.0)]), "not a number"),
            (shape(&[(0.0, 0.0), (30.0, 0.0), (30.0, 1.0), (0.0, 0.0)]), "spans 30.0"),
            (shape(&[]), "empty"),
            (MultiPolygon(Vec::new()), "empty"),
        ];
        for (wrong, word) in cases {
            let told = checked(wrong).unwrap_err();
            assert!(told.to_string().contains(word), "{told} should say {word}");
            assert!(told.mend().ends_with('.'));
        }
    }

    #[test]
    fn exchanged_coordinates_are_recognised() {
        let swapped = shape(&[(34.0, -118.0), (34.0, -117.0), (35.0, -117.0), (34.0, -118.0)]);
        assert!(checked(swapped).unwrap_err().mend().contains("exchanged"));
        let metres = shape(&[(380_000.0, 3_760_000.0), (1.0, 0.0), (1.0, 1.0), (380_000.0, 3_760_000.0)]);
        assert!(checked(metres).unwrap_err().mend().contains("degrees"));
    }

    #[test]
    fn too_many_points_or_pieces() {
        let many: Vec<(f64, f64)> = (0..=SHAPE_POINTS_MAX as u32)
            .map(|step| f64::from(step) / SHAPE_POINTS_MAX as f64 * std::f64::consts::TAU)
            .map(|angle| (angle.cos(), angle.sin()))
            .collect();
        assert!(matches!(checked(shape(&many)), Err(ShapeWrong::TooManyPoints(_))));
        let piece = shape(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)]).0.remove(0);
        let pieces = MultiPolygon(vec![piece; SHAPE_POLYGONS_MAX + 1]);
        assert!(matches!(checked(pieces), Err(ShapeWrong::TooManyPolygons(_))));
    }

    #[test]
    fn a_hole_lies_inside() {
        let outer = LineString::from(vec![(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0)]);
        let hole = |at: f64| LineString::from(vec![(at, at), (at + 1.0, at), (at + 1.0, at + 1.0), (at, at)]);
        let with = |at: f64| MultiPolygon(vec![Polygon::new(outer.clone(), vec![hole(at)])]);
        assert!(checked(with(2.0)).is_ok());
        assert_eq!(checked(with(12.0)), Err(ShapeWrong::HoleOutside));
        assert_eq!(checked(with(8.5)), Err(ShapeWrong::HoleOutside));
    }
}
