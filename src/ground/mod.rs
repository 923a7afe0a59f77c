//! What every room stands on: no domain words here.
//!
//! In: configuration, requests, time. Out: a database that rings bells, sealed blobs, an audit chain, workers and
//! the web kit. Nothing in `ground` knows what a report is.

pub mod answers;
pub mod app;
pub mod audit;
pub mod chance;
pub mod clock;
pub mod config;
pub mod db;
pub mod id;
pub mod keys;
pub mod lasting;
pub mod locale;
mod lock;
pub mod migrations;
pub mod sealed;
pub mod web;
pub mod worker;
pub mod wrong;

pub use app::App;
pub use clock::{Clock, Moment};
pub use id::Id;
pub use wrong::{Problem, Refused, Wrong};

/// The words of the frame and of errors.
pub const WORDS: locale::RoomWords = crate::words!("ground");
