//! The timeline: who did what, when. Steps are appended and never changed.

use super::{Finding, Verification, WithoutEyes};
use crate::ground::answers::answers;
use crate::ground::clock::Moment;
use crate::ground::id::Id;
use crate::people::Member;
use crate::reports::Report;

/// One step of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// `None`: the network itself, for example when it asks the next wave.
    pub who: Option<Id<Member>>,
    pub what: What,
    pub at: Moment,
    /// The dispatcher who entered it, where `who` said it by phone.
    pub entered_by: Option<Id<Member>>,
}

/// What a step did, with all that is needed to do it again when the timeline is read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Opened,
    EyesNeeded,
    Asked {
        whom: Vec<Id<Member>>,
    },
    Accepted {
        due_at: Moment,
    },
    NewEta {
        due_at: Moment,
    },
    Declined,
    Arrived,
    Found(Verification),
    GaveUp,
    StoodDown {
        whom: Id<Member>,
    },
    ClosedWithoutEyes(WithoutEyes),
    Corroborated {
        finding: Finding,
        reports: [Id<Report>; 2],
        reviewed_by: [[Id<Member>; 2]; 2],
    },
    Reopened(ReopenWhy),
    /// The drill that it belongs to has ended.
    DrillOver,
}

impl What {
    /// True for what a verifier says, on their own screen or by phone.
    pub const fn is_a_verifiers(&self) -> bool {
        matches!(
            self,
            What::Accepted { .. }
                | What::NewEta { .. }
                | What::Declined
                | What::Arrived
                | What::Found(_)
                | What::GaveUp
        )
    }

    /// The stable code of the kind of step: database value, and the key of its words under `triage-step-CODE`.
    pub const fn code(&self) -> &'static str {
        match self {
            What::Opened => "opened",
            What::EyesNeeded => "eyes_needed",
            What::Asked { .. } => "asked",
            What::Accepted { .. } => "accepted",
            What::NewEta { .. } => "new_eta",
            What::Declined => "declined",
            What::Arrived => "arrived",
            What::Found(_) => "found",
            What::GaveUp => "gave_up",
            What::StoodDown { .. } => "stood_down",
            What::ClosedWithoutEyes(_) => "closed_without_eyes",
            What::Corroborated { .. } => "corroborated",
            What::Reopened(_) => "reopened",
            What::DrillOver => "drill_over",
        }
    }
}

answers! {
    /// Why a closed incident is looked into again.
    ReopenWhy, "triage-reopen" {
        ClosedByMistake = "closed_by_mistake", NewReport = "new_report", StillGoingOn = "still_going_on",
        FindingInDoubt = "finding_in_doubt",
    }
}

answers! {
    /// The last answer of somebody who was asked.
    Answer, "triage-answer" {
        Waiting = "waiting", Accepted = "accepted", Declined = "declined",
        /// They went, and are off again without having settled it.
        Left = "left",
    }
}

/// Somebody who was asked to go and look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub who: Id<Member>,
    pub at: Moment,
    /// Which asking it was, from 1.
    pub wave: u16,
    pub answer: Answer,
}
