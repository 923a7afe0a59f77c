//! The front page: what a neighbour sees first, and what of it can be carried elsewhere.
//!
//! In: the browser's language, and what the network has released. Out: what is confirmed now, as a list and, where asked for, on a map; what was
//! checked and is not; rights; the ways to report, to subscribe and to call. [`mirror`] turns these pages into files for mirrors.
//! None of it looks at a session, but for the frame of members on `/`.

pub mod mirror;
mod pages;
mod picture;
mod rights;
#[cfg(test)]
mod tests;

use axum::routing::get;

pub use rights::{Line, lines, reviewed};

use crate::ground::locale::Lang;
use crate::ground::web::Doors;

/// The words of this room.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("front_page");

/// The doors of this room.
pub fn doors() -> Doors {
    Doors::default()
        .anyone("/", get(pages::front))
        .anyone("/mapa", get(|state, visit| pages::map(state, visit, Lang::Es)))
        .anyone("/map", get(|state, visit| pages::map(state, visit, Lang::En)))
        .anyone("/derechos", get(|state, visit| pages::rights(state, visit, Lang::Es)))
        .anyone("/rights", get(|state, visit| pages::rights(state, visit, Lang::En)))
}
