//! Cells: the hexagons in which Cuadra thinks about place.
//!
//! A cell is an H3 index at resolution 8 (an edge of about 530 m, an area of about 0.7 km²): fine enough to find the
//! nearest verifier, coarse enough that it names no door. Coordinates are always (latitude, longitude) in degrees
//! on the WGS 84 datum. See <https://h3geo.org/docs/core-library/restable>.

use geo::{Coord, LineString, Polygon};
use h3o::{CellIndex, LatLng, Resolution};

/// How fine a cell is. Subscriptions, reports and shifts all speak of cells of this one size.
const RESOLUTION: Resolution = Resolution::Eight;

/// The widest disk that may be asked for: about 45 km. A larger ring is an area, and has a polygon.
pub const DISK_RINGS_MAX: u32 = 50;

/// One hexagon of H3 at resolution 8. Ordered by index, so that neighbours in space are often neighbours in order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell(CellIndex);

/// Why something is not a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CellWrong {
    /// A coordinate is infinite or not a number.
    #[error("a coordinate is not a number")]
    NotANumber,
    /// Latitude is outside -90..=90, or longitude outside -180..=180.
    #[error("a coordinate lies outside the globe: latitude runs from -90 to 90, longitude from -180 to 180")]
    OutOfRange,
    /// The integer is no H3 cell index.
    #[error("the number is not an H3 cell")]
    NotACell,
    /// The integer is an H3 cell of another size.
    #[error("the H3 cell has another resolution than 8")]
    OtherResolution,
}

impl Cell {
    /// The cell that holds a point, in degrees.
    ///
    /// # Errors
    /// [`CellWrong::NotANumber`] and [`CellWrong::OutOfRange`].
    pub fn at(lat: f64, lon: f64) -> Result<Self, CellWrong> {
        checked(lat, lon)?;
        let point = LatLng::new(lat, lon).map_err(|_| CellWrong::NotANumber)?;
        Ok(Cell(point.to_cell(RESOLUTION)))
    }

    /// The cell as the database keeps it: the 64 bits of the H3 index. The highest bit of an H3 index is reserved
    /// and zero, so that the number is never negative.
    pub fn to_i64(self) -> i64 {
        u64::from(self.0).cast_signed()
    }

    /// The cell that the database keeps.
    ///
    /// # Errors
    /// [`CellWrong::NotACell`] and [`CellWrong::OtherResolution`].
    pub fn from_i64(index: i64) -> Result<Self, CellWrong> {
        let cell = CellIndex::try_from(index.cast_unsigned()).map_err(|_| CellWrong::NotACell)?;
        if cell.resolution() == RESOLUTION { Ok(Cell(cell)) } else { Err(CellWrong::OtherResolution) }
    }

    /// The centre, as (latitude, longitude) in degrees.
    pub fn center(self) -> (f64, f64) {
        let center = LatLng::from(self.0);
        (center.lat(), center.lng())
    }

    /// How many steps from cell to cell lead from here to there. `None` when they are so far apart (hundreds of
    /// kilometres, or on either side of one of the twelve pentagons) that H3 cannot tell.
    pub fn distance(self, other: Cell) -> Option<u32> {
        self.0.grid_distance(other.0).ok().and_then(|steps| u32::try_from(steps).ok())
    }

    /// Kilometres from centre to centre along the great circle. Unlike [`Cell::distance`] always known.
    pub fn km_to(self, other: Cell) -> f64 {
        LatLng::from(self.0).distance_km(LatLng::from(other.0))
    }

    /// This cell and all within `k` steps of it, in order. `k` above [`DISK_RINGS_MAX`] is taken as that.
    pub fn disk(self, k: u32) -> Vec<Cell> {
        let mut cells: Vec<Cell> =
            self.0.grid_disk::<Vec<CellIndex>>(k.min(DISK_RINGS_MAX)).into_iter().map(Cell).collect();
        cells.sort_unstable();
        cells
    }

    /// This cell and all within `k` steps of it, each with its steps, nearest first. `k` above [`DISK_RINGS_MAX`] is taken as that.
    pub fn rings(self, k: u32) -> Vec<(u32, Cell)> {
        let k = k.min(DISK_RINGS_MAX);
        let mut cells = Vec::with_capacity(usize::try_from(1 + 3 * k * (k + 1)).unwrap_or(0));
        // The quick walk spirals outwards and gives up beside a pentagon.
        for next in self.0.grid_disk_distances_fast(k) {
            let Some((cell, steps)) = next else {
                cells.clear();
                cells.extend(self.0.grid_disk_distances_safe(k).map(|(cell, steps)| (steps, Cell(cell))));
                cells.sort_unstable();
                break;
            };
            cells.push((steps, Cell(cell)));
        }
        cells
    }

    /// The outline, counter-clockwise, closed, with x = longitude and y = latitude in degrees.
    pub fn boundary(self) -> Polygon<f64> {
        let ring: Vec<Coord<f64>> =
            self.0.boundary().iter().map(|corner| Coord { x: corner.lng(), y: corner.lat() }).collect();
        Polygon::new(LineString::new(ring), Vec::new())
    }

    /// The cell behind an H3 index that is known to have the right size (what the tiler yields).
    pub(super) fn known(index: CellIndex) -> Self {
        debug_assert_eq!(index.resolution(), RESOLUTION);
        Cell(index)
    }

    /// The resolution, for the tiler of areas.
    pub(super) const fn resolution() -> Resolution {
        RESOLUTION
    }
}

impl std::fmt::Debug for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cell({:x})", u64::from(self.0))
    }
}

/// The centre of the cell that holds a point: what "I am here" may send instead of where someone stands.
///
/// # Errors
/// As [`Cell::at`].
pub fn coarse(lat: f64, lon: f64) -> Result<(f64, f64), CellWrong> {
    Cell::at(lat, lon).map(Cell::center)
}

/// Refuses what is no point on the globe.
fn checked(lat: f64, lon: f64) -> Result<(), CellWrong> {
    if !lat.is_finite() || !lon.is_finite() {
        return Err(CellWrong::NotANumber);
    }
    if lat.abs() > 90.0 || lon.abs() > 180.0 {
        return Err(CellWrong::OutOfRange);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use geo::{Contains, Point};

    use super::*;

    #[test]
    fn a_cell_survives_the_database() {
        let cell = Cell::at(34.05, -118.25).unwrap();
        assert!(cell.to_i64() > 0);
        assert_eq!(Cell::from_i64(cell.to_i64()), Ok(cell));
    }

    #[test]
    fn the_cell_is_the_one_that_h3_publishes() {
        // The example of the H3 project's own introduction, there at resolution 7.
        let cell = Cell::at(37.361_559_3, -122.055_323_8).unwrap();
        assert_eq!(cell.0.parent(Resolution::Seven).map(u64::from), Some(0x0872_8347_2bff_ffff));
    }

    #[test]
    fn what_is_no_cell_is_refused() {
        assert_eq!(Cell::at(f64::NAN, 0.0), Err(CellWrong::NotANumber));
        assert_eq!(Cell::at(0.0, f64::INFINITY), Err(CellWrong::NotANumber));
        assert_eq!(Cell::at(-118.25, 34.05), Err(CellWrong::OutOfRange));
        assert_eq!(Cell::from_i64(0), Err(CellWrong::NotACell));
        assert_eq!(Cell::from_i64(-1), Err(CellWrong::NotACell));
        let finer = LatLng::new(34.05, -118.25).unwrap().to_cell(Resolution::Nine);
        assert_eq!(Cell::from_i64(u64::from(finer).cast_signed()), Err(CellWrong::OtherResolution));
    }

    #[test]
    fn the_boundary_holds_the_center_and_closes() {
        let cell = Cell::at(34.05, -118.25).unwrap();
        let boundary = cell.boundary();
        let (lat, lon) = cell.center();
        assert!(boundary.contains(&Point::new(lon, lat)));
        assert!(boundary.exterior().is_closed());
        assert_eq!(boundary.exterior().0.len(), 7);
    }

    #[test]
    fn disks_grow_by_rings_of_six() {
        let cell = Cell::at(34.05, -118.25).unwrap();
        for (k, size) in [(0, 1), (1, 7), (2, 19), (3, 37)] {
            let disk = cell.disk(k);
            assert_eq!(disk.len(), size);
            assert!(disk.iter().all(|other| cell.distance(*other).unwrap() <= k));
            let rings = cell.rings(k);
            assert!(rings.len() == size && rings.is_sorted_by_key(|(steps, _)| *steps));
            assert!(rings.iter().all(|(steps, other)| cell.distance(*other) == Some(*steps)));
        }
        assert_eq!(cell.disk(1_000).len(), cell.disk(DISK_RINGS_MAX).len());
    }

    #[test]
    fn far_apart_is_told_in_kilometres() {
        let here = Cell::at(34.05, -118.25).unwrap();
        let madrid = Cell::at(40.4, -3.7).unwrap();
        assert_eq!(here.distance(madrid), None);
        assert!((9_300.0..9_500.0).contains(&here.km_to(madrid)));
        assert_eq!(here.distance(here), Some(0));
    }

    #[test]
    fn coarse_forgets_the_door() {
        let (lat, lon) = (34.050_123, -118.250_456);
        let there = coarse(lat, lon).unwrap();
        assert_ne!(there, (lat, lon));
        assert_eq!(Cell::at(there.0, there.1), Cell::at(lat, lon));
        assert_eq!(coarse(there.0, there.1), Ok(there));
        // Two doors of one street become one place.
        assert_eq!(coarse(34.050_3, -118.250_5), Ok(there));
        assert!(coarse(91.0, 0.0).is_err());
    }
}
