//! Triage: from many reports to one incident that somebody has looked at.
//!
//! In: undecided reports (their structured facts only, never the sealed words) and the verifiers on duty.
//! Out: the queue of cards a dispatcher decides, incidents with an append-only timeline, and [`Confirmed`], the
//! only thing from which an alert can be drafted. Who: dispatchers decide cards and ask for eyes; verifiers go and
//! look. A count of reports decides nothing here: it only groups cards.

pub mod card;
pub mod decision;
mod desk;
pub mod dispatching;
pub mod incident;
pub mod matching;
pub mod queue;
mod reading;
mod siting;
pub mod store;
mod worker;

pub use incident::{
    Certainty, Confirmed, Finding, Incident, Outcome, Scene, State, StepRefused, Verification, Verifier,
};

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
