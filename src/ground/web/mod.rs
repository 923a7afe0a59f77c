//! The web kit: doors that name their keyholders, the layout, forms, errors, headers, live pages, finished answers.

pub mod assets;
pub mod cache;
pub mod clock;
pub mod doors;
pub mod dress;
pub mod forms;
pub mod frame;
pub mod guard;
pub mod headers;
pub mod live;
pub mod pace;
pub mod uploads;

use axum::response::{IntoResponse, Redirect, Response};

pub use doors::{Doors, Key, Keyholder};
pub use forms::{Fields, Form, FormWithFiles, Upload};
pub use frame::{Frame, Visit, page};

use super::Wrong;

/// What a handler answers.
pub type Answer = Result<Response, Wrong>;

/// See Other: after a form was taken, the browser opens `path` with a GET, so that reload repeats nothing.
pub fn redirect(path: &str) -> Answer {
    Ok(Redirect::to(path).into_response())
}
