//! The atlas: the gazetteer in memory, read once and again when a steward changes the map.

use std::sync::{Arc, PoisonError, RwLock};

use super::{Area, AreaKey, Areas, Cell, Gazetteer, Resolution, store};
use crate::ground::db::Tx;
use crate::ground::{App, Wrong};

/// The network's map, shared by every handler.
#[derive(Default)]
pub struct Atlas(RwLock<Option<Held>>);

/// The map as it was read.
#[derive(Clone)]
struct Held {
    /// By [`store::change`].
    change: i64,
    gazetteer: Arc<Gazetteer>,
    credit: Arc<str>,
}

impl Atlas {
    /// Reads the map anew where it changed. `wiring` calls it at start, the worker `atlas` whenever the bell `places` rings, and by
    /// the clock: a command that changes the map is another program, whose bells nobody hears.
    ///
    /// # Errors
    /// A fault of the database, or areas that do not fit together.
    pub async fn reload(app: &App) -> Result<(), Wrong> {
        let atlas = app.part::<Atlas>();
        let held = atlas.held().map(|held| held.change);
        let read = app.db.read("read the map", move |tx: &Tx<'_>| {
            let change = store::change(tx)?;
            if held == Some(change) {
                return Ok(None);
            }
            Ok(Some((change, store::areas(tx)?, store::rows(tx)?, store::sources(tx)?)))
        });
        let Some((change, areas, rows, sources)) = read.await? else { return Ok(()) };
        let mut credits: Vec<String> = sources.into_iter().map(|source| source.credit).collect();
        credits.retain(|credit| !credit.is_empty());
        credits.sort();
        credits.dedup();
        // Up to a second's work for a county's corners: not on a thread that answers requests.
        let built = tokio::task::spawn_blocking(move || Areas::new(areas).map(|areas| Gazetteer::new(areas, &rows)));
        let gazetteer = built.await.map_err(|error| Wrong::Fault(error.into()))?;
        let gazetteer = Arc::new(gazetteer.map_err(|wrong| Wrong::Fault(wrong.into()))?);
        let held = Held { change, gazetteer, credit: credits.join(", ").into() };
        *atlas.0.write().unwrap_or_else(PoisonError::into_inner) = Some(held);
        Ok(())
    }

    fn held(&self) -> Option<Held> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The gazetteer as it stands; an empty one before the first reading.
    pub fn gazetteer(&self) -> Arc<Gazetteer> {
        self.held().map_or_else(|| Arc::new(Gazetteer::new(Areas::default(), &[])), |held| held.gazetteer)
    }

    /// Whom the map thanks for its data; empty where nobody asks for it.
    pub fn credit(&self) -> Arc<str> {
        self.held().map_or_else(|| "".into(), |held| held.credit)
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
