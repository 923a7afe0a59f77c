//! Pictures whose form came back: a person who has to mend a word does not choose their photos again.
//!
//! In: the pictures of a form that was not taken, under the form's token. Out: the same, when the form comes again within the hour. Each is
//! drawn anew and locked into a file like any other. Its key is in this memory and nowhere else: a restart forgets it, and files that no report
//! took are swept like those of a broken upload.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::body::Bytes;

use super::album::{self, Developed, NotTaken};
use super::report::PICTURES_MAX;
use crate::ground::keys::sha256;
use crate::ground::{App, Moment, Wrong};

/// Minutes for which pictures wait: less than the hour after which a file without a row is swept.
const WAITING_MINUTES: i64 = 55;

/// Forms whose pictures wait at once. Past that the oldest is forgotten, and that person is asked to choose again.
const FORMS_MAX: usize = 100;

/// The pictures that wait, by the token of their form.
#[derive(Default)]
pub struct Waiting(Mutex<HashMap<String, Kept>>);

struct Kept {
    until: Moment,
    ready: Ready,
}

/// Pictures that are in their files already.
#[derive(Clone)]
pub struct Ready {
    /// What they were when they came, so that a form is known again whether its pictures came with it or before it.
    pub(super) hashes: Vec<u8>,
    /// Empty once a report took them.
    pub(super) developed: Vec<Developed>,
}

/// What a form that comes back says of its pictures.
#[derive(Default)]
pub(super) struct Said {
    /// How many are here already.
    pub kept: usize,
    /// True where they must be chosen again.
    pub lost: bool,
    /// The place in the upload (from 1) and why it was not taken.
    pub not_taken: Vec<(usize, NotTaken)>,
}

/// One hash for each picture, in their order.
pub(super) fn hashes(uploads: &[Bytes]) -> Vec<u8> {
    uploads.iter().flat_map(|upload| sha256(upload)).collect()
}

impl Waiting {
    /// What waits under a token.
    pub(super) fn of(&self, token: &str, now: Moment) -> Option<Ready> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(token).filter(|kept| kept.until > now).map(|kept| kept.ready.clone())
    }

    /// A report has them, or was sent without them: from here on they are no form's.
    pub(super) fn taken(&self, token: &str) {
        if let Some(kept) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get_mut(token) {
            kept.ready.developed.clear();
        }
    }

    fn put(&self, token: &str, ready: Ready, now: Moment) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, kept| kept.until > now);
        while all.len() >= FORMS_MAX {
            let Some(oldest) = all.iter().min_by_key(|(_, kept)| kept.until).map(|(token, _)| token.clone()) else {
                break;
            };
            all.remove(&oldest);
        }
        all.insert(token.to_owned(), Kept { until: now.plus_minutes(WAITING_MINUTES), ready });
    }
}

/// Keeps the pictures of a form that comes back; with none sent, tells what waits already. New ones take the place of those before.
///
/// # Errors
/// A fault where a file cannot be written.
pub(super) async fn keep(app: &App, token: &str, uploads: Vec<Bytes>) -> Result<Said, Wrong> {
    let (waiting, now) = (app.part::<Waiting>(), app.now());
    let (before, hashes) = (waiting.of(token, now), hashes(&uploads));
    if let Some(before) = before.filter(|before| uploads.is_empty() || before.hashes == hashes) {
        return Ok(Said { kept: before.developed.len(), ..Said::default() });
    }
    if uploads.is_empty() {
        return Ok(Said::default());
    }
    let roll = album::develop(app, uploads, PICTURES_MAX).await?;
    let said = Said { kept: roll.developed.len(), not_taken: roll.not_taken, lost: false };
    waiting.put(token, Ready { hashes, developed: roll.developed }, now);
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready() -> Ready {
        Ready { hashes: vec![1], developed: Vec::new() }
    }

    #[test]
    fn what_waits_is_bounded_and_the_oldest_goes_first() {
        let waiting = Waiting::default();
        let at = |minutes: i64| Moment::from_seconds(0).plus_minutes(minutes);
        for n in 0..=FORMS_MAX {
            waiting.put(&format!("form {n}"), ready(), at(i64::try_from(n / 10).unwrap()));
        }
        let oldest = (0..10).filter(|n| waiting.of(&format!("form {n}"), at(10)).is_some()).count();
        assert_eq!(oldest, 9, "one of the ten oldest went");
        assert!(waiting.of("form 99", at(10)).is_some() && waiting.of("form 100", at(10)).is_some());
        assert_eq!(waiting.0.lock().unwrap().len(), FORMS_MAX);
        assert!(waiting.of("form 99", at(9 + WAITING_MINUTES)).is_none(), "and within the hour");
        waiting.put("new", ready(), at(100));
        assert_eq!(waiting.0.lock().unwrap().len(), 1, "what is over is gone");
    }
}
