//! The facts of an alert as a list of rows: what a reader, and a releaser, looks at one by one.

use super::alert::{Facts, Found};
use super::render::{Network, clock};
use crate::ground::locale::Say;
use crate::reports::facts::{Activity, HowMany, YesNo};
use crate::triage::Certainty;

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    pub value: String,
}

/// Every fact that is known, in the order in which people ask.
pub fn rows(facts: &Facts, network: &Network, say: &Say) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut put = |key: &str, value: String| rows.push(Row { name: say.t(key), value });
    let time = |at| clock(at, &network.zone);
    put("alert-row-where", facts.place.words());
    let word = |prefix: &str, code: &str| say.t(&format!("{prefix}-{}", code.replace('_', "-")));
    match facts.found {
        Found::Enforcement { agency, activity, people, vehicles, detained } => {
            put("alert-row-who", word("alert-who", agency.code()));
            if people != HowMany::Unknown {
                put("alert-row-people", word("alert-people", people.code()));
            }
            if vehicles != HowMany::Unknown {
                put("alert-row-vehicles", word("alert-vehicles", vehicles.code()));
            }
            if activity != Activity::Other {
                put("alert-row-doing", word("alert-doing", activity.code()));
            }
            match detained {
                YesNo::Yes => put("alert-row-detained", say.t("yes-no-yes")),
                YesNo::No => put("alert-row-detained", say.t("yes-no-no")),
                YesNo::Unknown => {}
            }
        }
        Found::OtherAgency { agency } | Found::Gone { agency, .. } => {
            put("alert-row-who", word("alert-who", agency.code()));
        }
        Found::NothingThere => {}
    }
    put("alert-row-seen", time(facts.seen_at));
    let sure = match (facts.found, facts.certainty) {
        (Found::NothingThere | Found::Gone { .. }, _) => "alert-sure-looked",
        (_, Certainty::Observed) => "alert-sure-observed",
        (_, Certainty::Likely) => "alert-sure-likely",
    };
    put("alert-row-sure", say.t(sure));
    if let Some(at) = facts.next_update_at {
        put("alert-row-next", time(at));
    }
    if facts.found.is_enforcement() {
        put("alert-row-expires", time(facts.expires_at));
    }
    rows
}
