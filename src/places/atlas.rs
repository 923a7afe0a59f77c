//! The atlas: the gazetteer in memory, read once and again when a steward changes the map.

use std::sync::{Arc, PoisonError, RwLock};

use super::{Area, AreaKey, Areas, Cell, Gazetteer, Resolution, store};
use crate::ground::db::Tx;
use crate::ground::{App, Wrong};

/// The network's map, shared by every handler.
#[derive(Default)]
pub struct Atlas(RwLock<Option<Arc<Gazetteer>>>);

impl Atlas {
    /// Reads the map anew. `wiring` calls it at start, the worker `atlas` whenever the bell `places` rings.
    ///
    /// # Errors
    /// A fault of the database, or areas that do not fit together.
    pub async fn reload(app: &App) -> Result<(), Wrong> {
        let (areas, rows) =
            app.db.read("read the map", |tx: &Tx<'_>| Ok((store::areas(tx)?, store::rows(tx)?))).await?;
        let areas = Areas::new(areas).map_err(|wrong| Wrong::Fault(wrong.into()))?;
        let gazetteer = Arc::new(Gazetteer::new(areas, &rows));
        *app.part::<Atlas>().0.write().unwrap_or_else(PoisonError::into_inner) = Some(gazetteer);
        Ok(())
    }

    /// The gazetteer as it stands; an empty one before the first reading.
    pub fn gazetteer(&self) -> Arc<Gazetteer> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        held.unwrap_or_else(|| Arc::new(Gazetteer::new(Areas::default(), &[])))
    }

    /// What typed words mean; `near` prefers places around a cell.
    pub fn resolve(&self, typed: &str, near: Option<Cell>) -> Resolution {
        self.gazetteer().resolve(typed, near)
    }

    /// The best place named inside a longer text.
    pub fn find_in(&self, text: &str) -> Resolution {
        self.gazetteer().find_in(text)
    }

    /// The smallest area that holds a point (degrees), or `None`.
    pub fn area_at(&self, lat: f64, lon: f64) -> Option<AreaKey> {
        self.gazetteer().areas().smallest_at(lat, lon).map(|area| area.id)
    }

    /// The smallest area that holds a cell's centre, or `None`.
    pub fn area_of_cell(&self, cell: Cell) -> Option<AreaKey> {
        let (lat, lon) = cell.center();
        self.area_at(lat, lon)
    }

    /// An area's name, or `None` where the number is unknown.
    pub fn name(&self, area: AreaKey) -> Option<String> {
        self.gazetteer().areas().get(area).map(|area| area.name.clone())
    }

    /// The area that holds this one, by what the network says, or `None`.
    pub fn parent(&self, area: AreaKey) -> Option<AreaKey> {
        self.gazetteer().areas().get(area).and_then(|area| area.parent)
    }

    /// Every area, in a list of its own.
    pub fn areas(&self) -> Vec<Area> {
        self.gazetteer().areas().all().to_vec()
    }
}
