//! The proof that an incident is confirmed.

use super::{Evidence, Finding, Incident, Outcome, Scene, State};
use crate::ground::answers::answers;
use crate::ground::clock::Moment;
use crate::ground::id::Id;

answers! {
    /// How sure it is. The codes are the values of `certainty` in CAP 1.2, section 3.2.2; nothing weaker exists here.
    Certainty, "certainty" {
        /// A trained verifier saw it.
        Observed = "observed",
        /// Two independent first-hand reports whose media two members reviewed.
        Likely = "likely",
    }
}

/// A confirmed incident. Only [`Incident::confirmed`] makes one: its fields are private and borrowed, so whoever
/// holds it holds an incident whose state says so.
#[derive(Debug, Clone, Copy)]
pub struct Confirmed<'a> {
    incident: &'a Incident,
    finding: &'a Finding,
    evidence: &'a Evidence,
    at: Moment,
}

impl<'a> Confirmed<'a> {
    pub(super) fn of(incident: &'a Incident) -> Option<Confirmed<'a>> {
        match incident.state() {
            State::Closed { outcome: Outcome::Confirmed { finding, evidence }, at, .. } => {
                Some(Confirmed { incident, finding, evidence, at: *at })
            }
            _ => None,
        }
    }

    pub fn incident(&self) -> Id<Incident> {
        self.incident.id()
    }

    pub fn scene(&self) -> Scene {
        self.incident.scene()
    }

    pub fn finding(&self) -> &'a Finding {
        self.finding
    }

    pub fn evidence(&self) -> &'a Evidence {
        self.evidence
    }

    /// When it was settled, which is later than `finding().seen_at`.
    pub fn at(&self) -> Moment {
        self.at
    }

    pub fn certainty(&self) -> Certainty {
        match self.evidence {
            Evidence::OnTheScene { .. } => Certainty::Observed,
            Evidence::TwoReports { .. } => Certainty::Likely,
        }
    }
}
