//! What is reported in each scenario, and what somebody who looks is to find. Everything is made up, and says so.

use crate::drills::Scenario;
use crate::reports::facts::{Activity, Agency, Facts, FirstHand, HowMany, YesNo};

/// One made-up report.
#[derive(Debug, Clone, Copy)]
pub struct MadeUp {
    /// Minutes after the start.
    pub after_minutes: i64,
    pub facts: Facts,
    /// The key of its words.
    pub note: &'static str,
}

/// The reports of a scenario, in the order in which they come.
pub fn reports(scenario: Scenario) -> Vec<MadeUp> {
    use Activity::{Checkpoint, Detaining, Loading, Other, Questioning, Waiting};
    use FirstHand::{APost, ISawIt, ISeeIt, SomeoneToldMe};
    match scenario {
        Scenario::Corner => vec![
            says(0, ISeeIt, Questioning, "drill-note-corner-1", |facts| {
                (facts.agency, facts.people, facts.vehicles) =
                    (Agency::IceEro, HowMany::ThreeToFive, HowMany::OneOrTwo);
            }),
            says(3, ISeeIt, Waiting, "drill-note-corner-2", |facts| facts.vehicles = HowMany::OneOrTwo),
        ],
        Scenario::Workplace => vec![
            says(0, ISeeIt, Detaining, "drill-note-workplace-1", |facts| {
                (facts.agency, facts.people, facts.detained) = (Agency::IceEro, HowMany::SixToTen, YesNo::Yes);
            }),
            says(2, ISawIt, Loading, "drill-note-workplace-2", |facts| facts.detained = YesNo::Yes),
            says(4, SomeoneToldMe, Detaining, "drill-note-workplace-3", |_| {}),
        ],
        Scenario::SchoolGate => vec![says(0, ISeeIt, Waiting, "drill-note-school-gate-1", |facts| {
            (facts.vehicles, facts.children_present) = (HowMany::OneOrTwo, YesNo::Yes);
        })],
        Scenario::PoliceRumour => vec![
            says(0, APost, Other, "drill-note-police-rumour-1", |facts| facts.agency = Agency::Unknown),
            says(1, SomeoneToldMe, Other, "drill-note-police-rumour-2", |_| {}),
            says(3, ISeeIt, Other, "drill-note-police-rumour-3", |facts| {
                (facts.agency, facts.vehicles) = (Agency::Unmarked, HowMany::ThreeToFive);
            }),
        ],
        Scenario::NothingThere => vec![says(0, SomeoneToldMe, Checkpoint, "drill-note-nothing-there-1", |facts| {
            facts.agency = Agency::Cbp;
        })],
    }
}

fn says(
    after_minutes: i64,
    first_hand: FirstHand,
    activity: Activity,
    note: &'static str,
    more: impl FnOnce(&mut Facts),
) -> MadeUp {
    let first_hand = Some(first_hand);
    let mut facts = Facts { still_happening: YesNo::Yes, first_hand, ..Facts::of(activity) };
    more(&mut facts);
    MadeUp { after_minutes, facts, note }
}

/// The key of the words for what a verifier is to find.
pub const fn expected(scenario: Scenario) -> &'static str {
    match scenario {
        Scenario::Corner | Scenario::Workplace => "triage-outcome-confirmed",
        Scenario::PoliceRumour => "triage-outcome-other-agency",
        Scenario::SchoolGate | Scenario::NothingThere => "triage-outcome-nothing-there",
    }
}
