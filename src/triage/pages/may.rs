//! What may be done with an incident, and what to know before it is.

use crate::ground::Moment;
use crate::triage::incident::{Incident, Outcome, REOPEN_MINUTES_MAX, State as Stands};

/// What the state allows: buttons that would only be refused are not shown.
pub(super) struct May {
    pub ask_for_eyes: bool,
    pub ask_someone: bool,
    pub close: bool,
    pub reopen: bool,
    pub corroborate: bool,
    /// Whether anything is still asked of those who were asked.
    pub phone_in: bool,
    /// Whether somebody can be told of what it came to.
    pub tell: bool,
}

impl May {
    /// `witnesses`: reports that may bear each other out.
    pub fn of(incident: &Incident, is_settled_for_good: bool, now: Moment, witnesses: usize) -> May {
        let is_closed = matches!(incident.state(), Stands::Closed { .. });
        let is_there = matches!(incident.state(), Stands::OnScene { .. });
        let may_reopen = match incident.state() {
            Stands::Closed { at, .. } => now <= at.plus_minutes(REOPEN_MINUTES_MAX),
            _ => false,
        };
        May {
            ask_for_eyes: matches!(incident.state(), Stands::Open),
            ask_someone: !is_closed && incident.free_places() > 0 && !matches!(incident.state(), Stands::Open),
            close: !is_closed && !is_there,
            reopen: may_reopen && !is_settled_for_good,
            corroborate: !is_closed && !is_there && witnesses >= 2,
            phone_in: (!is_closed || !incident.crew().is_empty()) && !is_settled_for_good,
            tell: matches!(
                incident.state(),
                Stands::Closed {
                    outcome: Outcome::Confirmed { .. }
                        | Outcome::OtherAgency { .. }
                        | Outcome::NothingThere { .. }
                        | Outcome::AlreadyOver { .. },
                    ..
                }
            ) && !is_settled_for_good
                && !incident.may_yet_be_seen(),
        }
    }
}

/// The key of the words that say what to know before one tells of it: others may yet see something, or saw something else.
pub(super) fn doubt(incident: &Incident) -> Option<&'static str> {
    match (incident.may_yet_be_seen(), incident.findings_differ()) {
        (true, _) => Some("incident-may-yet-be-seen"),
        (false, true) => Some("incident-findings-differ"),
        (false, false) => None,
    }
}
