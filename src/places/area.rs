//! Areas: named polygons that nest, from a neighbourhood up to a county.

use std::collections::HashMap;

use geo::{Area as _, BoundingRect, Contains, Coord, InteriorPoint, Intersects, MultiPolygon, Rect};
use h3o::geom::{ContainmentMode, TilerBuilder};

use super::cell::Cell;
use super::shape::{self, ShapeWrong};

/// Bytes of an area's name. The longest official one that we met has 42.
pub const NAME_BYTES_MAX: usize = 120;

/// Cells of one area. The largest county of the United States needs about 75,000.
pub const AREA_CELLS_MAX: usize = 100_000;

/// Steps from an area up to the outermost one around it. Neighbourhood, city, region, county, and room to spare.
pub const NESTING_STEPS_MAX: usize = 8;

/// Square kilometres up to which a city's name says as much as a neighbourhood's. Beyond, a ZIP says more.
const SMALL_CITY_KM2_MAX: f64 = 150.0;

/// Square kilometres of an average cell at resolution 8.
const CELL_KM2: f64 = 0.737;

/// The number of an area: small, dense, the network's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AreaKey(pub u32);

/// What sort of area it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AreaKind {
    /// A part of a county that people speak of: the valley, the south side.
    Region,
    /// A city or town.
    City,
    /// A neighbourhood of a city, or a settlement small enough to be one.
    Neighborhood,
    /// A postal code's ground.
    Zip,
    /// A county.
    County,
}

impl AreaKind {
    /// Every kind.
    pub const ALL: [AreaKind; 5] =
        [AreaKind::Region, AreaKind::City, AreaKind::Neighborhood, AreaKind::Zip, AreaKind::County];

    /// The word in the database and in files.
    pub const fn code(self) -> &'static str {
        match self {
            AreaKind::Region => "region",
            AreaKind::City => "city",
            AreaKind::Neighborhood => "neighborhood",
            AreaKind::Zip => "zip",
            AreaKind::County => "county",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        AreaKind::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Which kind tells a reader most: neighbourhoods first, because people know them by name.
    pub(super) const fn rank(self) -> u8 {
        match self {
            AreaKind::Neighborhood => 0,
            AreaKind::Zip => 1,
            AreaKind::City => 2,
            AreaKind::Region => 3,
            AreaKind::County => 4,
        }
    }
}

/// A named polygon. Made only by [`Area::new`], so that its shape has been checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Its number.
    pub id: AreaKey,
    /// What sort it is.
    pub kind: AreaKind,
    /// Its name, as people of the place write it; for a ZIP, the five digits.
    pub name: String,
    /// Its name in addresses of pages: `a-z`, `0-9` and `-`.
    pub slug: String,
    /// The area that this one belongs to, if the network says so.
    pub parent: Option<AreaKey>,
    /// Its ground: x = longitude, y = latitude, degrees.
    pub shape: MultiPolygon<f64>,
    /// A point inside, for labels: (latitude, longitude) in degrees.
    pub center: (f64, f64),
    bounds: Rect<f64>,
    km2: f64,
}

/// Why something is not an area, or areas do not fit together.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum AreaWrong {
    /// The name is empty or longer than [`NAME_BYTES_MAX`].
    #[error("an area needs a name of at most {NAME_BYTES_MAX} bytes")]
    Name,
    /// The slug has other characters than `a-z`, `0-9`, `-`.
    #[error("the short name '{0}' may only have a-z, 0-9 and hyphens")]
    Slug(String),
    /// The shape is wrong.
    #[error(transparent)]
    Shape(#[from] ShapeWrong),
    /// Two areas have one number.
    #[error("two areas have the number {}", .0.0)]
    SameNumber(AreaKey),
    /// Two areas of one kind have one slug.
    #[error("two areas of one kind are called '{0}'")]
    SameSlug(String),
    /// An area belongs to one that is not there.
    #[error("area {} belongs to one that is not there", .0.0)]
    NoParent(AreaKey),
    /// An area belongs to itself by some way, or lies deeper than [`NESTING_STEPS_MAX`].
    #[error("area {} belongs to itself, or nests too deeply", .0.0)]
    Circle(AreaKey),
    /// It would need more cells than [`AREA_CELLS_MAX`].
    #[error("the area is too large: it needs about {0} cells")]
    TooManyCells(usize),
}

impl Area {
    /// An area, when its name, slug and shape hold. The center is found inside the shape.
    ///
    /// # Errors
    /// [`AreaWrong::Name`], [`AreaWrong::Slug`], [`AreaWrong::Shape`].
    pub fn new(
        id: AreaKey,
        kind: AreaKind,
        name: &str,
        slug: &str,
        parent: Option<AreaKey>,
        shape: MultiPolygon<f64>,
    ) -> Result<Self, AreaWrong> {
        let name = name.trim();
        if name.is_empty() || name.len() > NAME_BYTES_MAX {
            return Err(AreaWrong::Name);
        }
        let clean = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if slug.is_empty() || slug.len() > NAME_BYTES_MAX || !slug.bytes().all(clean) {
            return Err(AreaWrong::Slug(slug.to_owned()));
        }
        let shape = shape::checked(shape)?;
        let bounds = shape.bounding_rect().ok_or(ShapeWrong::Empty)?;
        let center = shape.interior_point().ok_or(ShapeWrong::NoGround)?;
        let km2 = km2(&shape, bounds);
        Ok(Area {
            id,
            kind,
            name: name.to_owned(),
            slug: slug.to_owned(),
            parent,
            center: (center.y(), center.x()),
            shape,
            bounds,
            km2,
        })
    }

    /// The same area with its label at another point; unchanged when that point lies outside.
    #[must_use]
    pub fn labelled_at(mut self, lat: f64, lon: f64) -> Self {
        if self.holds(lat, lon) {
            self.center = (lat, lon);
        }
        self
    }

    /// Whether a point (degrees) lies inside. A point exactly on the border does not.
    pub fn holds(&self, lat: f64, lon: f64) -> bool {
        let point = Coord { x: lon, y: lat };
        let (low, high) = (self.bounds.min(), self.bounds.max());
        let in_box = (low.x..=high.x).contains(&point.x) && (low.y..=high.y).contains(&point.y);
        in_box && self.shape.contains(&point)
    }

    /// Whether any of its ground lies within so many steps of a cell.
    pub fn is_near(&self, cell: Cell, steps: u32) -> bool {
        cell.disk(steps).into_iter().any(|near| self.shape.intersects(&near.boundary()))
    }

    /// The ground in square kilometres, on a sphere, to about one in a hundred.
    pub fn km2(&self) -> f64 {
        self.km2
    }

    /// The smallest box around it: x = longitude, y = latitude.
    pub fn bounds(&self) -> Rect<f64> {
        self.bounds
    }

    /// Every cell that the area touches (H3 containment "covers": also when the area is smaller than one cell).
    ///
    /// # Errors
    /// [`AreaWrong::TooManyCells`], told from its size before any work is done.
    pub fn cells(&self) -> Result<Vec<Cell>, AreaWrong> {
        let estimate = (self.km2 / CELL_KM2) as usize;
        if estimate > AREA_CELLS_MAX {
            return Err(AreaWrong::TooManyCells(estimate));
        }
        let mut tiler = TilerBuilder::new(Cell::resolution()).containment_mode(ContainmentMode::Covers).build();
        for polygon in &self.shape.0 {
            tiler.add(polygon.clone()).map_err(|_| ShapeWrong::Empty)?;
        }
        let mut cells: Vec<Cell> = tiler.into_coverage().map(Cell::known).collect();
        cells.sort_unstable();
        cells.dedup();
        Ok(cells)
    }
}

/// Square degrees times the size of a degree at the middle latitude: plain, and good to one in a hundred here.
fn km2(shape: &MultiPolygon<f64>, bounds: Rect<f64>) -> f64 {
    const KM_PER_DEGREE: f64 = 111.2;
    let middle = bounds.center().y.to_radians();
    shape.unsigned_area() * KM_PER_DEGREE * KM_PER_DEGREE * middle.cos()
}

/// All areas of a network, fitted together.
#[derive(Debug, Clone, Default)]
pub struct Areas {
    all: Vec<Area>,
    by_key: HashMap<AreaKey, usize>,
}

impl Areas {
    /// Fits areas together.
    ///
    /// # Errors
    /// [`AreaWrong::SameNumber`], [`AreaWrong::SameSlug`] (within one kind), [`AreaWrong::NoParent`],
    /// [`AreaWrong::Circle`].
    pub fn new(all: Vec<Area>) -> Result<Self, AreaWrong> {
        let mut by_key = HashMap::with_capacity(all.len());
        let mut slugs = std::collections::HashSet::with_capacity(all.len());
        for (at, area) in all.iter().enumerate() {
            if by_key.insert(area.id, at).is_some() {
                return Err(AreaWrong::SameNumber(area.id));
            }
            if !slugs.insert((area.kind, area.slug.as_str())) {
                return Err(AreaWrong::SameSlug(area.slug.clone()));
            }
        }
        let areas = Areas { all, by_key };
        for area in &areas.all {
            if area.parent.is_some_and(|parent| areas.get(parent).is_none()) {
                return Err(AreaWrong::NoParent(area.id));
            }
            if areas.around(area.id).count() > NESTING_STEPS_MAX {
                return Err(AreaWrong::Circle(area.id));
            }
        }
        Ok(areas)
    }

    /// All of them, in the order given.
    pub fn all(&self) -> &[Area] {
        &self.all
    }

    /// The area with this number.
    pub fn get(&self, key: AreaKey) -> Option<&Area> {
        self.by_key.get(&key).and_then(|at| self.all.get(*at))
    }

    /// The areas that this one belongs to, from the nearest outward. Itself is not among them. Never more than one
    /// step beyond [`NESTING_STEPS_MAX`].
    pub fn around(&self, key: AreaKey) -> impl Iterator<Item = &Area> {
        let first = self.get(key).and_then(|area| area.parent).and_then(|parent| self.get(parent));
        std::iter::successors(first, |area| area.parent.and_then(|parent| self.get(parent))).take(NESTING_STEPS_MAX + 1)
    }

    /// The areas that name this one as their parent.
    pub fn inside(&self, key: AreaKey) -> impl Iterator<Item = &Area> {
        self.all.iter().filter(move |area| area.parent == Some(key))
    }

    /// Whether `inner` is `outer`, or belongs to it by nesting, or has its label point on its ground.
    pub fn within(&self, inner: AreaKey, outer: AreaKey) -> bool {
        if inner == outer || self.around(inner).any(|area| area.id == outer) {
            return true;
        }
        match (self.get(inner), self.get(outer)) {
            (Some(small), Some(large)) => small.km2 < large.km2 && large.holds(small.center.0, small.center.1),
            _ => false,
        }
    }

    /// All areas that hold a point (degrees), the one that tells most first: the neighbourhood or small city, then the
    /// ZIP, then the others by size. A neighbourhood comes before a smaller ZIP because people know it by name.
    pub fn holding(&self, lat: f64, lon: f64) -> Vec<&Area> {
        let mut found: Vec<&Area> = self.all.iter().filter(|area| area.holds(lat, lon)).collect();
        let rank = |area: &Area| match area.kind {
            AreaKind::Neighborhood => 0,
            AreaKind::City if area.km2 <= SMALL_CITY_KM2_MAX => 0,
            AreaKind::Zip => 1,
            _ => 2,
        };
        found.sort_by(|a, b| rank(a).cmp(&rank(b)).then(a.km2.total_cmp(&b.km2)).then(a.id.cmp(&b.id)));
        found
    }

    /// The first of [`Areas::holding`].
    pub fn smallest_at(&self, lat: f64, lon: f64) -> Option<&Area> {
        self.holding(lat, lon).into_iter().next()
    }
}

#[cfg(test)]
mod tests;
