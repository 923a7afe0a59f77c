//! What was found at the place, and how an incident ends.

use super::{Incident, StepRefused};
use crate::ground::answers::answers;
use crate::ground::clock::Moment;
use crate::ground::id::Id;
use crate::people::Member;
use crate::reports::Report;
use crate::reports::facts::{Activity, Agency, DETAINED_COUNT_MAX, HowMany, YesNo};

/// How many minutes before "I am there" somebody may have seen it: people look first and tap later.
pub const SEEN_BEFORE_ARRIVAL_MINUTES_MAX: i64 = 10;

/// What was seen, in facts that every language can say. No words are typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    pub agency: Agency,
    pub activity: Activity,
    pub people: HowMany,
    pub vehicles: HowMany,
    pub detained: YesNo,
    /// How many were detained, 1 to [`DETAINED_COUNT_MAX`], only beside `detained: Yes`.
    pub detained_count: Option<u16>,
    pub seen_at: Moment,
}

impl Finding {
    /// Refuses what cannot stand behind "confirmed": another agency, or none that was seen.
    pub(super) fn check_confirmed(&self) -> Result<(), StepRefused> {
        self.check_count()?;
        match self.agency {
            Agency::IceEro | Agency::Hsi | Agency::Cbp | Agency::OtherFederal | Agency::Unmarked => Ok(()),
            Agency::LocalPolice => Err(StepRefused::WrongOutcomeForAgency),
            Agency::Unknown => Err(StepRefused::AgencyNotSeen),
        }
    }

    /// Refuses what cannot stand behind "other agency". HSI and other federal agencies also do other work.
    fn check_other_agency(&self) -> Result<(), StepRefused> {
        self.check_count()?;
        match self.agency {
            Agency::LocalPolice | Agency::OtherFederal | Agency::Hsi => Ok(()),
            Agency::IceEro | Agency::Cbp => Err(StepRefused::WrongOutcomeForAgency),
            Agency::Unmarked | Agency::Unknown => Err(StepRefused::AgencyNotSeen),
        }
    }

    /// Refuses a time of seeing outside `earliest..=latest`.
    pub(super) fn check_seen(&self, earliest: Moment, latest: Moment) -> Result<(), StepRefused> {
        check_seen(self.seen_at, earliest, latest)
    }

    fn check_count(&self) -> Result<(), StepRefused> {
        match (self.detained, self.detained_count) {
            (_, None) | (YesNo::Yes, Some(1..=DETAINED_COUNT_MAX)) => Ok(()),
            _ => Err(StepRefused::CountDoesNotFit),
        }
    }
}

fn check_seen(seen_at: Moment, earliest: Moment, latest: Moment) -> Result<(), StepRefused> {
    if seen_at < earliest || seen_at > latest { Err(StepRefused::SeenAtDoesNotFit) } else { Ok(()) }
}

answers! {
    /// Why a verifier could not tell.
    UnableWhy, "triage-unable" { Unsafe = "unsafe", NoAccess = "no_access", CannotTell = "cannot_tell" }
}

/// One verifier's finding, as they press it on the street corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// Immigration enforcement is here.
    Confirmed(Finding),
    /// Something is here, and it is not that.
    OtherAgency(Finding),
    NothingThere {
        seen_at: Moment,
    },
    Unable(UnableWhy),
    /// People there say, or traces show, that it was and has ended.
    AlreadyOver {
        seen_at: Moment,
    },
}

impl Verification {
    /// Refuses facts that contradict the outcome or the clock. `arrived_at`: when this verifier said "I am there".
    pub(super) fn check(&self, arrived_at: Moment, now: Moment) -> Result<(), StepRefused> {
        let earliest = arrived_at.plus_minutes(-SEEN_BEFORE_ARRIVAL_MINUTES_MAX);
        match self {
            Verification::Confirmed(finding) => {
                finding.check_confirmed()?;
                finding.check_seen(earliest, now)
            }
            Verification::OtherAgency(finding) => {
                finding.check_other_agency()?;
                finding.check_seen(earliest, now)
            }
            Verification::NothingThere { seen_at } | Verification::AlreadyOver { seen_at } => {
                check_seen(*seen_at, earliest, now)
            }
            Verification::Unable(_) => Ok(()),
        }
    }

    pub(super) fn outcome(self, by: Id<Member>) -> Outcome {
        match self {
            Verification::Confirmed(finding) => Outcome::Confirmed { finding, evidence: Evidence::OnTheScene { by } },
            Verification::OtherAgency(finding) => Outcome::OtherAgency { finding, by },
            Verification::NothingThere { seen_at } => Outcome::NothingThere { seen_at, by },
            Verification::Unable(why) => Outcome::Unable { why, by },
            Verification::AlreadyOver { seen_at } => Outcome::AlreadyOver { seen_at, by },
        }
    }

    /// The stable code: form value and database value; the same as the outcome's.
    pub const fn code(&self) -> &'static str {
        match self {
            Verification::Confirmed(_) => "confirmed",
            Verification::OtherAgency(_) => "other_agency",
            Verification::NothingThere { .. } => "nothing_there",
            Verification::Unable(_) => "unable",
            Verification::AlreadyOver { .. } => "already_over",
        }
    }
}

/// On what "confirmed" rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// A trained verifier on the scene.
    OnTheScene { by: Id<Member> },
    /// Two independent first-hand reports; `reviewed_by[n]` looked at the media of `reports[n]`.
    TwoReports { reports: [Id<Report>; 2], reviewed_by: [[Id<Member>; 2]; 2] },
}

/// Why an incident was closed though nobody looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithoutEyes {
    /// Another incident is about the same thing.
    DuplicateOf(Id<Incident>),
    NotNeeded(NotNeeded),
}

answers! {
    /// Why nobody needs to look. A fixed list: free words would end up holding people.
    NotNeeded, "triage-not-needed" {
        TooOld = "too_old", OutsideOurPlaces = "outside_our_places", PassedOn = "passed_on",
        Withdrawn = "withdrawn", NotEnforcement = "not_enforcement", Junk = "junk", NobodyToSend = "nobody_to_send",
    }
}

/// How an incident ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Confirmed {
        finding: Finding,
        evidence: Evidence,
    },
    OtherAgency {
        finding: Finding,
        by: Id<Member>,
    },
    NothingThere {
        seen_at: Moment,
        by: Id<Member>,
    },
    Unable {
        why: UnableWhy,
        by: Id<Member>,
    },
    AlreadyOver {
        seen_at: Moment,
        by: Id<Member>,
    },
    WithoutEyes(WithoutEyes),
    /// The drill that it belongs to ended first. Only an incident of a drill comes to this.
    DrillOver,
}

impl Outcome {
    /// The stable code: database value, and the key of its words under `triage-outcome-CODE`.
    pub const fn code(&self) -> &'static str {
        match self {
            Outcome::Confirmed { .. } => "confirmed",
            Outcome::OtherAgency { .. } => "other_agency",
            Outcome::NothingThere { .. } => "nothing_there",
            Outcome::Unable { .. } => "unable",
            Outcome::AlreadyOver { .. } => "already_over",
            Outcome::WithoutEyes(WithoutEyes::DuplicateOf(_)) => "duplicate",
            Outcome::WithoutEyes(WithoutEyes::NotNeeded(_)) => "not_needed",
            Outcome::DrillOver => "drill_over",
        }
    }
}
