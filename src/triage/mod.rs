//! Triage: from many reports to one incident that somebody has looked at.
//!
//! In: undecided reports (their structured facts only, never the sealed words) and the verifiers on duty.
//! Out: the queue of cards a dispatcher decides, incidents with an append-only timeline, and [`Confirmed`], the
//! only thing from which an alert can be drafted. Who: dispatchers decide cards and ask for eyes; verifiers go and
//! look. A count of reports decides nothing here: it only groups cards.

pub mod card;
pub mod decision;
pub mod desk;
pub mod dispatching;
pub mod drilling;
pub mod incident;
pub mod matching;
mod news;
mod pages;
pub mod queue;
mod reading;
mod siting;
pub mod store;
pub mod wait;
mod worker;

use std::time::Duration;

use axum::routing::get;

use crate::ground::web::Doors;
use crate::ground::worker::Worker;
use crate::people::Role;

pub use incident::{
    Certainty, Confirmed, Finding, Incident, Outcome, Scene, State, StepRefused, Verification, Verifier,
};
pub use worker::Nearby;

/// The words of this room.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("triage");

const DISPATCHERS: &[Role] = &[Role::Dispatcher];
const VERIFIERS: &[Role] = &[Role::Verifier];
const REVIEWERS: &[Role] = &[Role::Dispatcher, Role::Verifier];

/// The doors of this room.
pub fn doors() -> Doors {
    use pages::{card, go, incident, incident_do, phoned, picture, queue};
    Doors::default()
        .only(DISPATCHERS, "/queue", get(queue::show))
        .only(DISPATCHERS, "/queue/events", get(queue::events))
        .only(DISPATCHERS, "/queue/{card}", get(card::show).post(card::change))
        .only(DISPATCHERS, "/incidents/{incident}", get(incident::show).post(incident_do::change))
        .only(DISPATCHERS, "/incidents/{incident}/phoned/{member}", get(phoned::show).post(phoned::enter))
        .only(REVIEWERS, "/pictures/{picture}", get(picture::show).post(picture::review))
        .only(REVIEWERS, "/pictures/{picture}/image", get(picture::image))
        .only(VERIFIERS, "/go", get(go::show))
        .only(VERIFIERS, "/go/events", get(go::events))
        .only(VERIFIERS, "/go/done", get(go::done))
        .only(VERIFIERS, "/go/{incident}", axum::routing::post(go::change))
        .only(VERIFIERS, "/go/{incident}/found", get(go::found_form).post(go::found))
        .sign(DISPATCHERS, "/queue", "queue-menu")
        .sign(VERIFIERS, "/go", "go-menu")
}

/// Groups what came in, asks the next people, and keeps what is open in memory.
pub const WORKERS: &[Worker] = &[
    Worker {
        name: "cards",
        every: Duration::from_secs(30),
        bells: &["reports"],
        pass: |app| Box::pin(async move { worker::cards(&app).await }),
    },
    Worker {
        name: "news",
        every: Duration::from_secs(30),
        bells: &["reports"],
        pass: |app| Box::pin(async move { news::pass(&app).await }),
    },
    Worker {
        name: "waves",
        every: Duration::from_secs(10),
        bells: &["triage", "shifts"],
        pass: |app| Box::pin(async move { worker::waves(&app).await }),
    },
    Worker {
        name: "nearby",
        every: Duration::from_secs(60),
        bells: &["triage"],
        pass: |app| Box::pin(async move { Nearby::reload(&app).await }),
    },
];

#[cfg(test)]
mod tests;

#[cfg(test)]
mod words {
    use super::card::{AgencyFamily, Lane, ProofOfWork};
    use super::incident::{Answer, Certainty, NotNeeded, ReopenWhy, StepRefused, UnableWhy};
    use super::{matching::Fit, queue::Because};

    /// The keys that this room's rules ask for.
    fn asked_for() -> Vec<String> {
        let mut keys: Vec<String> = StepRefused::ALL.iter().map(|refused| refused.word().to_owned()).collect();
        macro_rules! all_of {
            ($($name:ident)+) => { $(keys.extend($name::ALL.iter().map(|answer| answer.word()));)+ };
        }
        all_of!(AgencyFamily Answer Because Certainty Fit Lane NotNeeded ProofOfWork ReopenWhy UnableWhy);
        keys
    }

    #[test]
    fn every_rule_finds_its_words_in_both_languages() {
        let missing = |text: &str, key: &str| !text.lines().any(|line| line.starts_with(&format!("{key} = ")));
        for (lang, text) in [("es", include_str!("words.es.ftl")), ("en", include_str!("words.en.ftl"))] {
            let lacks: Vec<_> = asked_for().into_iter().filter(|key| missing(text, key)).collect();
            assert!(lacks.is_empty(), "{lang} lacks {lacks:?}");
            assert!(missing(text, "triage-refused"), "a part of a key is no key");
        }
    }
}
