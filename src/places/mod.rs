//! Places: areas, cells, corners, landmarks and nicknames; and how exactly a place may be shown.
//!
//! In: areas that a steward brings as GeoJSON, corners and landmarks from lists, and what people type or text. Out: which
//! place is meant, which area holds it, and what of it may be published. A home or a lodging is never more than
//! its area, and a house number never becomes a house.
//!
//! A house number, a phone's position and a neighbour's words all end here as a [`Cell`] or an area.

pub mod area;
pub mod atlas;
pub mod cell;
pub mod gazetteer;
pub mod geojson_in;
pub mod import;
pub mod key;
pub mod map;
pub mod shape;
pub mod spots_in;
pub mod store;

use std::time::Duration;

use crate::ground::worker::Worker;

pub use area::{Area, AreaKey, AreaKind, Areas};
pub use atlas::Atlas;
pub use cell::{Cell, coarse};
pub use gazetteer::{Gazetteer, LandmarkKind, Place, PlaceKind, Published, Resolution, Row, RowKind};

/// Keeps the atlas in step with the map in the database.
pub const WORKERS: &[Worker] = &[Worker {
    name: "atlas",
    every: Duration::from_secs(60),
    bells: &["places"],
    pass: |app| Box::pin(async move { Atlas::reload(&app).await }),
}];
