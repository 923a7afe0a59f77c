//! Reach: which patches and which areas a published place touches.
//!
//! In: the network's map. Out: for a corner or an area what subscriptions are compared with. Where a border is unclear
//! the answer leans to telling: a corner on the edge of two ZIPs is heard in both.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Patch;
use crate::places::area::AreaWrong;
use crate::places::{AreaKey, Areas, Cell};

/// What a published place touches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Touched {
    patches: Vec<Patch>,
    areas: Vec<AreaKey>,
}

impl Touched {
    /// These cells and areas, sorted, each once.
    pub fn new(cells: impl IntoIterator<Item = Cell>, areas: impl IntoIterator<Item = AreaKey>) -> Self {
        let patches: BTreeSet<Patch> = cells.into_iter().map(Patch::of).collect();
        let areas: BTreeSet<AreaKey> = areas.into_iter().collect();
        Touched { patches: patches.into_iter().collect(), areas: areas.into_iter().collect() }
    }

    /// The patches, sorted.
    pub fn patches(&self) -> &[Patch] {
        &self.patches
    }

    /// The areas, sorted.
    pub fn areas(&self) -> &[AreaKey] {
        &self.areas
    }
}

/// The map, read once for questions about reach. For a county with all its areas some hundred thousand cells.
#[derive(Debug, Default)]
pub struct Reach {
    /// The cells of each area whose centre lies in it: neighbours share none.
    inner: HashMap<AreaKey, Vec<Cell>>,
    /// The areas whose inner cells hold this cell.
    inner_at: HashMap<Cell, Vec<AreaKey>>,
    /// The areas that this cell overlaps at all, edges included.
    edge_at: HashMap<Cell, Vec<AreaKey>>,
    /// An area, the areas that it belongs to, and the areas that belong to it.
    kin: BTreeMap<AreaKey, Kin>,
}

#[derive(Debug, Default, Clone)]
struct Kin {
    around: Vec<AreaKey>,
    inside: Vec<AreaKey>,
}

impl Reach {
    /// Reads the map.
    ///
    /// # Errors
    /// [`AreaWrong::TooManyCells`] where an area is too large to be tiled.
    pub fn new(areas: &Areas) -> Result<Self, AreaWrong> {
        let mut reach = Reach::default();
        for area in areas.all() {
            let cover = area.cells()?;
            let centered = |cell: &&Cell| {
                let (lat, lon) = cell.center();
                area.holds(lat, lon)
            };
            let mut inner: Vec<Cell> = cover.iter().filter(centered).copied().collect();
            if inner.is_empty() {
                // A campus smaller than a cell still is somewhere.
                inner.clone_from(&cover);
            }
            for cell in cover {
                reach.edge_at.entry(cell).or_default().push(area.id);
            }
            for cell in &inner {
                reach.inner_at.entry(*cell).or_default().push(area.id);
            }
            reach.inner.insert(area.id, inner);
            let around: Vec<AreaKey> = areas.around(area.id).map(|outer| outer.id).collect();
            for outer in &around {
                reach.kin.entry(*outer).or_default().inside.push(area.id);
            }
            reach.kin.entry(area.id).or_default().around = around;
        }
        Ok(reach)
    }

    /// What a corner or landmark touches: its patch; its area; every area that its cell overlaps; all areas around those.
    pub fn spot(&self, cell: Cell, area: AreaKey) -> Touched {
        let mut areas: BTreeSet<AreaKey> = self.edge_at.get(&cell).into_iter().flatten().copied().collect();
        areas.insert(area);
        let around: Vec<AreaKey> = areas.iter().flat_map(|area| self.around(*area)).collect();
        areas.extend(around);
        Touched::new([cell], areas)
    }

    /// What an area touches when no more than the area is published: its patches; the areas that share ground with it; the
    /// areas that it belongs to and those that belong to it. `None` where the map does not know it.
    pub fn area(&self, area: AreaKey) -> Option<Touched> {
        let cells = self.inner.get(&area)?;
        let mut areas: BTreeSet<AreaKey> =
            cells.iter().filter_map(|cell| self.inner_at.get(cell)).flatten().copied().collect();
        if let Some(kin) = self.kin.get(&area) {
            areas.extend(kin.around.iter().chain(&kin.inside));
        }
        areas.insert(area);
        Some(Touched::new(cells.iter().copied(), areas))
    }

    /// Of what was told of these areas, the most that one spot of `area` was told: an area counts where it shares ground with it. What the map
    /// does not know counts as itself alone.
    pub fn most_told(&self, area: AreaKey, told: &[AreaKey]) -> usize {
        let whole: BTreeSet<AreaKey> = self.around(area).chain([area]).collect();
        let all_of_it = told.iter().filter(|one| whole.contains(one)).count();
        let here = |cell: &Cell| {
            let holds = |one: &AreaKey| self.inner_at.get(cell).is_some_and(|areas| areas.contains(one));
            told.iter().filter(|one| !whole.contains(one) && holds(one)).count()
        };
        let parts = self.inner.get(&area).into_iter().flatten().map(here);
        all_of_it + parts.max().unwrap_or(0)
    }

    fn around(&self, area: AreaKey) -> impl Iterator<Item = AreaKey> {
        self.kin.get(&area).into_iter().flat_map(|kin| kin.around.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use geo::{LineString, MultiPolygon, Polygon};

    use super::*;
    use crate::places::{Area, AreaKind};

    fn square(id: u32, kind: AreaKind, west: f64, south: f64, size: f64, parent: Option<u32>) -> Area {
        let (east, north) = (west + size, south + size);
        let ring = vec![(west, south), (east, south), (east, north), (west, north), (west, south)];
        let shape = MultiPolygon(vec![Polygon::new(LineString::from(ring), Vec::new())]);
        Area::new(AreaKey(id), kind, &format!("Area {id}"), &format!("area-{id}"), parent.map(AreaKey), shape).unwrap()
    }

    /// A county (1) with two neighbourhoods side by side (2, 3), a ZIP (4) over the west half of 2, and a ZIP far away (5).
    fn map() -> Reach {
        let areas = vec![
            square(1, AreaKind::County, -121.0, 31.0, 0.4, None),
            square(2, AreaKind::Neighborhood, -121.0, 31.0, 0.1, Some(1)),
            square(3, AreaKind::Neighborhood, -120.9, 31.0, 0.1, Some(1)),
            square(4, AreaKind::Zip, -121.0, 31.0, 0.05, Some(1)),
            square(5, AreaKind::Zip, -120.7, 31.3, 0.05, Some(1)),
        ];
        Reach::new(&Areas::new(areas).unwrap()).unwrap()
    }

    fn keys(touched: &Touched) -> Vec<u32> {
        touched.areas().iter().map(|area| area.0).collect()
    }

    #[test]
    fn a_corner_touches_its_areas_and_those_around() {
        let reach = map();
        let touched = reach.spot(Cell::at(31.02, -120.98).unwrap(), AreaKey(2));
        assert_eq!(keys(&touched), [1, 2, 4]);
        assert_eq!(touched.patches().len(), 1);
        let east = reach.spot(Cell::at(31.08, -120.85).unwrap(), AreaKey(3));
        assert_eq!(keys(&east), [1, 3]);
    }

    #[test]
    fn a_corner_on_the_border_is_heard_on_both_sides() {
        let reach = map();
        let touched = reach.spot(Cell::at(31.08, -120.9001).unwrap(), AreaKey(2));
        assert_eq!(keys(&touched), [1, 2, 3]);
    }

    #[test]
    fn an_area_touches_what_shares_its_ground_and_not_its_neighbour() {
        let reach = map();
        assert_eq!(keys(&reach.area(AreaKey(2)).unwrap()), [1, 2, 4]);
        assert_eq!(keys(&reach.area(AreaKey(4)).unwrap()), [1, 2, 4]);
        assert_eq!(keys(&reach.area(AreaKey(3)).unwrap()), [1, 3]);
        assert_eq!(keys(&reach.area(AreaKey(1)).unwrap()), [1, 2, 3, 4, 5]);
        assert!(reach.area(AreaKey(2)).unwrap().patches().len() > 5);
        assert_eq!(reach.area(AreaKey(99)), None);
    }

    #[test]
    fn what_is_told_of_an_area_counts_wherever_it_shares_ground_and_not_at_its_neighbour() {
        let reach = map();
        let most = |area: u32, told: &[u32]| {
            reach.most_told(AreaKey(area), &told.iter().map(|one| AreaKey(*one)).collect::<Vec<_>>())
        };
        assert_eq!(most(2, &[2, 2]), 2);
        assert_eq!(most(4, &[2, 1, 2]), 3, "what lies around it");
        assert_eq!(most(2, &[4, 4]), 2, "what lies on a part of it");
        assert_eq!(most(1, &[4, 2, 3, 5]), 2, "where most was told, and not all of it together");
        assert_eq!(most(3, &[2, 4, 5]), 0, "a neighbour");
        assert_eq!(most(99, &[99, 1]), 1, "unknown to the map");
    }

    #[test]
    fn an_area_smaller_than_a_cell_is_somewhere() {
        let areas = vec![square(1, AreaKind::Neighborhood, -121.0, 31.0, 0.000_1, None)];
        let reach = Reach::new(&Areas::new(areas).unwrap()).unwrap();
        assert!(!reach.area(AreaKey(1)).unwrap().patches().is_empty());
    }
}
