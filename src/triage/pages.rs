//! The pages of this room: the queue, a card, an incident, the verifier's phone, a picture.

pub(super) mod card;
pub(super) mod corroborate;
pub(super) mod finding;
pub(super) mod go;
pub(super) mod incident;
pub(super) mod incident_do;
mod may;
pub(super) mod phoned;
pub(super) mod picture;
pub(super) mod queue;
mod read_reports;
mod scene;
mod shown;

#[cfg(test)]
pub(super) use queue::SHOWN_CARDS_MAX;
#[cfg(test)]
pub(super) use scene::CONTACTS_PER_DAY_MAX;

use axum::http::StatusCode;

use crate::ground::locale::Say;
use crate::ground::{Id, Wrong};

/// What a refused deed shows: the page again with the sentence on top, as a conflict. Anything else is passed on.
///
/// # Errors
/// Every error but a rule's no.
fn told(wrong: Wrong, say: &Say) -> Result<(StatusCode, String), Wrong> {
    match wrong {
        Wrong::Refused(refused) => Ok((StatusCode::CONFLICT, say.t(refused.word))),
        other => Err(other),
    }
}

/// The id in a path. What is none is a page that is not there.
///
/// # Errors
/// Not found.
fn id_in<T>(path: &str) -> Result<Id<T>, Wrong> {
    path.parse().map_err(|_| Wrong::NotFound)
}
