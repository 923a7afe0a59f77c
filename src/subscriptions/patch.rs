//! Patches: the most that Cuadra knows about where a subscriber wants to hear.
//!
//! A patch is an H3 cell at resolution 7 (an edge of about 1.4 km, an area of about 5.2 km²). In a city more than ten
//! thousand people live in one, so that whoever reads the list of subscriptions learns a part of town and no street.
//! See <https://h3geo.org/docs/core-library/restable>.

use h3o::{CellIndex, LatLng, Resolution};

use crate::ground::answers::answers;
use crate::places::Cell;
use crate::places::cell::CellWrong;

/// How coarse a patch is.
const RESOLUTION: Resolution = Resolution::Seven;

/// One hexagon of H3 at resolution 7. Ordered by index, so that neighbours in space are often neighbours in order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Patch(CellIndex);

impl Patch {
    /// The patch that holds a cell.
    ///
    /// # Panics
    /// Never: a cell has resolution 8, and every H3 cell has a parent at each coarser resolution.
    pub fn of(cell: Cell) -> Self {
        let index = CellIndex::try_from(cell.to_i64().cast_unsigned()).ok();
        let parent = index.and_then(|index| index.parent(RESOLUTION));
        Patch(parent.expect("every cell of resolution 8 has a parent at resolution 7"))
    }

    /// The patch that holds a point, in degrees.
    ///
    /// # Errors
    /// As [`Cell::at`].
    pub fn at(lat: f64, lon: f64) -> Result<Self, CellWrong> {
        Cell::at(lat, lon).map(Patch::of)
    }

    /// The patch as the database keeps it: the 64 bits of the H3 index, never negative.
    pub fn to_i64(self) -> i64 {
        u64::from(self.0).cast_signed()
    }

    /// The patch that the database keeps; `None` where the number is no H3 cell of this size.
    pub fn from_i64(index: i64) -> Option<Self> {
        let cell = CellIndex::try_from(index.cast_unsigned()).ok()?;
        (cell.resolution() == RESOLUTION).then_some(Patch(cell))
    }

    /// The centre, as (latitude, longitude) in degrees: what a form shows again.
    pub fn center(self) -> (f64, f64) {
        let center = LatLng::from(self.0);
        (center.lat(), center.lng())
    }

    /// The cells whose parent it is: seven, but for the twelve pentagons of the globe. They tell which areas lie in it.
    pub fn cells(self) -> impl Iterator<Item = Cell> {
        self.0.children(Resolution::Eight).filter_map(|cell| Cell::from_i64(u64::from(cell).cast_signed()).ok())
    }

    /// How many steps from patch to patch lead from here to there; `None` when H3 cannot tell, hundreds of kilometres away.
    pub fn distance(self, other: Patch) -> Option<u32> {
        self.0.grid_distance(other.0).ok().and_then(|steps| u32::try_from(steps).ok())
    }

    /// This patch and all within so many steps of it.
    pub fn disk(self, rings: u32) -> impl Iterator<Item = Patch> {
        self.0.grid_disk::<Vec<CellIndex>>(rings.min(RINGS_MAX)).into_iter().map(Patch)
    }
}

impl std::fmt::Debug for Patch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Patch({:x})", u64::from(self.0))
    }
}

/// The rings of the widest [`Radius`]: a disk of 919 patches.
const RINGS_MAX: u32 = 17;

answers! {
    /// How far around a patch someone wants to hear. Each keeps its promise for every door of the patch, and so
    /// reaches a few kilometres farther for most: better a little more than to miss the next street.
    Radius, "radius" {
        Km2 = "2km",
        Km5 = "5km",
        Km10 = "10km",
        Km25 = "25km",
    }
}

impl Radius {
    /// The promise: what happens within so many kilometres of any point of the patch is heard.
    pub const fn km(self) -> u32 {
        match self {
            Radius::Km2 => 2,
            Radius::Km5 => 5,
            Radius::Km10 => 10,
            Radius::Km25 => 25,
        }
    }

    /// The rings of patches that keep the promise where patches are smallest: in Puerto Rico an edge has 1.1 km, in
    /// Chicago 1.4. The narrowest way across `k` rings has `1.5 k - 0.5` edges.
    pub const fn rings(self) -> u32 {
        match self {
            Radius::Km2 => 2,
            Radius::Km5 => 4,
            Radius::Km10 => 7,
            Radius::Km25 => RINGS_MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the Caribbean to Hawaii and Alaska.
    const TOWNS: [(f64, f64); 10] = [
        (34.05, -118.25),
        (41.88, -87.63),
        (44.98, -93.27),
        (40.71, -74.0),
        (29.76, -95.37),
        (18.47, -66.11),
        (25.76, -80.19),
        (47.61, -122.33),
        (21.31, -157.86),
        (61.22, -149.9),
    ];

    #[test]
    fn a_patch_is_the_parent_of_its_cells() {
        // The example of the H3 project's own introduction.
        let patch = Patch::at(37.361_559_3, -122.055_323_8).unwrap();
        assert_eq!(patch.to_i64(), 0x0872_8347_2bff_ffff);
        assert_eq!(Patch::from_i64(patch.to_i64()), Some(patch));
        let cell = Cell::at(37.361_559_3, -122.055_323_8).unwrap();
        assert_eq!(Patch::from_i64(cell.to_i64()), None, "a cell is finer than a patch");
        assert_eq!(Patch::from_i64(-1), None);
        assert_eq!(Patch::of(cell), patch);
        let cells: Vec<Cell> = patch.cells().collect();
        assert!(cells.len() == 7 && cells.contains(&cell) && cells.iter().all(|cell| Patch::of(*cell) == patch));
    }

    #[test]
    fn a_patch_tells_a_part_of_town() {
        let doors = [(34.050, -118.250), (34.051, -118.248), (34.049, -118.252)];
        let patches: Vec<Patch> = doors.iter().map(|(lat, lon)| Patch::at(*lat, *lon).unwrap()).collect();
        assert!(patches.iter().all(|patch| *patch == patches[0]));
    }

    /// Points along the edges of a patch, some 350 m apart.
    fn outline(patch: Patch) -> Vec<LatLng> {
        let corners: Vec<(f64, f64)> = patch.0.boundary().iter().map(|at| (at.lat(), at.lng())).collect();
        let next = corners.iter().cycle().skip(1);
        let edge = |(a, b): (&(f64, f64), &(f64, f64))| {
            let (from, to) = (*a, *b);
            (0..4u8)
                .map(move |step| f64::from(step) / 4.0)
                .map(move |part| LatLng::new(from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part).unwrap())
        };
        corners.iter().zip(next).flat_map(edge).collect()
    }

    #[test]
    fn a_radius_keeps_its_promise_in_every_direction() {
        for (lat, lon) in TOWNS {
            let home = Patch::at(lat, lon).unwrap();
            let ours = outline(home);
            for radius in Radius::ALL {
                let disk: Vec<Patch> = home.disk(radius.rings()).collect();
                // What lies one ring outside must be farther than the promise from every corner of the patch.
                for outside in home.disk_unlimited(radius.rings() + 1).filter(|patch| !disk.contains(patch)) {
                    for theirs in outline(outside) {
                        let near = ours.iter().map(|here| here.distance_km(theirs)).fold(f64::MAX, f64::min);
                        assert!(near > f64::from(radius.km()), "{} at {lat},{lon}: {near} km", radius.code());
                    }
                }
            }
        }
    }

    #[test]
    fn a_radius_is_not_much_wider_than_it_says() {
        for (lat, lon) in TOWNS {
            let home = Patch::at(lat, lon).unwrap();
            let here = LatLng::from(home.0);
            for radius in Radius::ALL {
                let far = home.disk(radius.rings()).map(|patch| here.distance_km(LatLng::from(patch.0)));
                let farthest = far.fold(0.0, f64::max);
                assert!(farthest < f64::from(radius.km()) * 1.6 + 5.0, "{}: {farthest} km", radius.code());
            }
        }
    }

    impl Patch {
        fn disk_unlimited(self, rings: u32) -> impl Iterator<Item = Patch> {
            self.0.grid_disk::<Vec<CellIndex>>(rings).into_iter().map(Patch)
        }
    }
}
