//! The facts of an alert as a list of rows: what a reader, and a releaser, looks at one by one.

use super::alert::{Facts, Found};
use super::render::{Network, clock};
use crate::ground::locale::Say;
use crate::reports::facts::{Activity, HowMany, YesNo};

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
    let seen = match facts.found {
        Found::Enforcement { .. } | Found::OtherAgency { .. } => "alert-row-seen",
        Found::Gone { looked: false, .. } => "alert-row-seen-last",
        Found::NothingThere | Found::Gone { looked: true, .. } => "alert-row-looked",
    };
    put(seen, time(facts.seen_at));
    if let Some(sure) = facts.how_known() {
        put("alert-row-sure", say.t(sure));
    }
    if let Some(at) = facts.next_update_at {
        put("alert-row-next", time(at));
    }
    if facts.found.is_enforcement() {
        put("alert-row-expires", time(facts.expires_at));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::rows;
    use crate::alerts::fixtures::samples;
    use crate::alerts::render::tests::network;
    use crate::ground::locale::{Lang, Words};

    #[test]
    fn that_somebody_went_and_looked_is_said_only_where_somebody_did() {
        let (samples, words) = (samples(), Words::read(crate::wiring::WORDS).unwrap());
        let told = |name: &str| {
            let (_, facts) = samples.iter().find(|(known, _)| *known == name).unwrap();
            let rows = rows(facts, &network(), &words.say(Lang::En));
            rows.into_iter().map(|row| format!("{}: {}", row.name, row.value)).collect::<Vec<_>>().join("\n")
        };
        let looked = "How it is known: A trained verifier went and looked.";
        let (seen, checked) = (told("all clear, last seen"), told("all clear, looked"));
        assert!(checked.contains(looked) && checked.contains("Checked: "), "{checked}");
        assert!(seen.contains("Last seen: ") && !seen.contains("How it is known"), "{seen}");
        assert!(told("checked, nothing").contains(looked) && told("alert").contains("Seen: "));
    }
}
