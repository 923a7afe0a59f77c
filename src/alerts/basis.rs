//! What an alert stands on: an incident that somebody looked at, and what it came to.

use super::alert::{Follows, Found, Kind};
use super::refused::AlertRefused;
use crate::ground::Moment;
use crate::ground::id::Id;
use crate::people::Member;
use crate::triage::incident::{Finding, Outcome};
use crate::triage::{Certainty, Confirmed, Incident, Scene, State};

/// An incident's outcome, borrowed from the incident, as far as an alert may stand on it. Counts of reports are not among them.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    incident: &'a Incident,
    came_to: CameTo<'a>,
    /// The place is somebody's home: only its area is ever published.
    is_home: bool,
}

#[derive(Debug, Clone, Copy)]
enum CameTo<'a> {
    Confirmed(Confirmed<'a>),
    OtherAgency(&'a Finding),
    NothingThere(Moment),
    AlreadyOver(Moment),
}

impl<'a> Basis<'a> {
    /// The basis that this incident gives, or `None` where it is open, or nobody could tell.
    pub fn of(incident: &'a Incident, is_home: bool) -> Option<Basis<'a>> {
        let came_to = match (incident.confirmed(), incident.state()) {
            (Some(confirmed), _) => CameTo::Confirmed(confirmed),
            (None, State::Closed { outcome, .. }) => match outcome {
                Outcome::OtherAgency { finding, .. } => CameTo::OtherAgency(finding),
                Outcome::NothingThere { seen_at, .. } => CameTo::NothingThere(*seen_at),
                Outcome::AlreadyOver { seen_at, .. } => CameTo::AlreadyOver(*seen_at),
                Outcome::Confirmed { .. } | Outcome::Unable { .. } | Outcome::WithoutEyes(_) | Outcome::DrillOver => {
                    return None;
                }
            },
            (None, _) => return None,
        };
        Some(Basis { incident, came_to, is_home })
    }

    pub fn incident(&self) -> Id<Incident> {
        self.incident.id()
    }

    pub fn scene(&self) -> Scene {
        self.incident.scene()
    }

    /// The dispatcher who entered the finding, where the verifier said it by phone.
    pub fn entered_by(&self) -> Option<Id<Member>> {
        self.incident.finding_entered_by()
    }

    pub fn is_home(&self) -> bool {
        self.is_home
    }

    /// True for an exercise: as the incident is, and nobody chooses it.
    pub fn is_drill(&self) -> bool {
        self.scene().drill.is_some()
    }

    /// Whoever looked is a trained verifier on the scene, except where two reports bear each other out.
    pub fn certainty(&self) -> Certainty {
        match self.came_to {
            CameTo::Confirmed(confirmed) => confirmed.certainty(),
            _ => Certainty::Observed,
        }
    }

    /// When it was seen as it is told.
    pub fn seen_at(&self) -> Moment {
        match self.came_to {
            CameTo::Confirmed(confirmed) => confirmed.finding().seen_at,
            CameTo::OtherAgency(finding) => finding.seen_at,
            CameTo::NothingThere(at) | CameTo::AlreadyOver(at) => at,
        }
    }

    /// The kinds that can stand on it, in the order in which the page offers them.
    pub fn kinds(&self, follows: bool) -> Vec<Kind> {
        Kind::ALL.iter().copied().filter(|kind| kind.follows() == follows && self.carries(*kind)).collect()
    }

    fn carries(&self, kind: Kind) -> bool {
        match self.came_to {
            CameTo::Confirmed(_) => kind != Kind::Checked,
            CameTo::OtherAgency(_) => matches!(kind, Kind::Checked | Kind::Correction),
            CameTo::NothingThere(_) => matches!(kind, Kind::Checked | Kind::Correction | Kind::AllClear),
            CameTo::AlreadyOver(_) => kind == Kind::AllClear,
        }
    }

    /// What an alert of this kind may say of it.
    ///
    /// # Errors
    /// [`AlertRefused::NoBasis`] where the outcome does not carry this kind; [`AlertRefused::SomeoneIsThere`] where it is not "confirmed" and
    /// another verifier on the scene may yet see something.
    pub fn found(&self, kind: Kind, follows: Option<&Follows>) -> Result<Found, AlertRefused> {
        if self.incident.may_yet_be_seen() {
            return Err(AlertRefused::SomeoneIsThere);
        }
        if !self.carries(kind) {
            return Err(AlertRefused::NoBasis);
        }
        let earlier = follows.and_then(|earlier| earlier.agency);
        match (self.came_to, kind) {
            (CameTo::Confirmed(confirmed), Kind::AllClear) => {
                Ok(Found::Gone { agency: confirmed.finding().agency, looked: false })
            }
            (CameTo::Confirmed(confirmed), _) => Ok(enforcement(confirmed.finding())),
            (CameTo::OtherAgency(finding), _) => Ok(Found::OtherAgency { agency: finding.agency }),
            (CameTo::NothingThere(_) | CameTo::AlreadyOver(_), Kind::AllClear) => {
                let agency = earlier.ok_or(AlertRefused::NothingToFollow)?;
                Ok(Found::Gone { agency, looked: true })
            }
            (CameTo::NothingThere(_) | CameTo::AlreadyOver(_), _) => Ok(Found::NothingThere),
        }
    }
}

/// How many were detained stays inside: "yes" is what neighbours need, and first counts are wrong.
fn enforcement(finding: &Finding) -> Found {
    Found::Enforcement {
        agency: finding.agency,
        activity: finding.activity,
        people: finding.people,
        vehicles: finding.vehicles,
        detained: finding.detained,
    }
}
