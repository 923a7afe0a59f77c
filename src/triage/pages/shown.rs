//! Facts, places and times in a person's words.

use crate::ground::locale::Say;
use crate::lint;
use crate::places::{AreaKey, Atlas};
use crate::reports::facts::{Agency, Facts, FirstHand, HowMany, YesNo};
use crate::triage::card::Spot;

/// One line of a list of facts.
pub struct Line {
    pub label: String,
    pub words: String,
}

/// A choice of a closed list.
pub struct Choice {
    pub code: &'static str,
    pub words: String,
}

/// Every answer of a closed set as choices: `choices!(say, Agency)`.
macro_rules! choices {
    ($say:expr, $answers:ident) => {
        $answers::ALL
            .iter()
            .map(|answer| $crate::triage::pages::shown::Choice { code: answer.code(), words: $say.t(&answer.word()) })
            .collect::<Vec<_>>()
    };
}
pub(super) use choices;

/// A piece of somebody's words; `flagged` says what the lint takes it for.
pub struct Piece {
    pub text: String,
    pub flagged: Option<String>,
}

/// What a report says in answers, leaving out what it does not know.
pub fn facts(say: &Say, facts: &Facts) -> Vec<Line> {
    let line = |label: &str, words: String| Line { label: say.t(label), words };
    let mut out = vec![line("triage-fact-activity", say.t(&facts.activity.word()))];
    out.extend(facts.first_hand.map(|answer| line("triage-fact-first-hand", say.t(&answer.word()))));
    out.extend(details(say, facts));
    out
}

/// What a report says beyond what is going on and how they know.
pub fn details(say: &Say, facts: &Facts) -> Vec<Line> {
    let mut out = Vec::new();
    let mut add = |label: &str, words: String| out.push(Line { label: say.t(label), words });
    if facts.agency != Agency::Unknown {
        add("triage-fact-agency", say.t(&facts.agency.word()));
    }
    if facts.people != HowMany::Unknown {
        add("triage-fact-people", say.t(&facts.people.word()));
    }
    if facts.vehicles != HowMany::Unknown {
        add("triage-fact-vehicles", say.t(&facts.vehicles.word()));
    }
    for (label, answer) in [
        ("triage-fact-still", facts.still_happening),
        ("triage-fact-detained", facts.detained),
        ("triage-fact-children", facts.children_present),
        ("triage-fact-safe", facts.reporter_safe),
    ] {
        if answer != YesNo::Unknown {
            add(label, say.t(&answer.word()));
        }
    }
    if let Some(count) = facts.detained_count {
        add("triage-fact-detained-count", count.to_string());
    }
    out
}

/// How the reporter knows it, in words.
pub fn first_hand(say: &Say, first_hand: Option<FirstHand>) -> String {
    first_hand.map_or_else(|| say.t("triage-first-hand-unsaid"), |answer| say.t(&answer.word()))
}

/// Where a spot is, as coarsely as a list may say it. `area` is the one that the report was placed in, where that is known: the
/// middle of a cell on a border lies in the next one.
pub fn spot(say: &Say, atlas: &Atlas, spot: Spot, area: Option<AreaKey>) -> String {
    match spot {
        Spot::Cell(cell) => match area.or_else(|| atlas.area_of_cell(cell)).and_then(|area| atlas.name(area)) {
            Some(name) => say.t1("triage-place-about", "area", name),
            None => say.t("triage-place-outside"),
        },
        Spot::Area(area) => say.t1("triage-place-area", "area", area_name(say, atlas, area)),
        Spot::Unknown(_) => say.t("triage-place-words"),
    }
}

/// An area's name; a sentence where the map does not have it any more.
pub fn area_name(say: &Say, atlas: &Atlas, area: AreaKey) -> String {
    atlas.name(area).unwrap_or_else(|| say.t("triage-place-outside"))
}

/// Somebody's words cut where the lint finds something.
pub fn pieces(say: &Say, text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut done = 0;
    for finding in lint::findings(text) {
        if finding.start < done {
            continue;
        }
        if finding.start > done {
            out.push(Piece { text: text[done..finding.start].to_owned(), flagged: None });
        }
        let flagged = Some(say.t(&format!("triage-lint-{}", finding.class.code())));
        out.push(Piece { text: text[finding.start..finding.end].to_owned(), flagged });
        done = finding.end;
    }
    if done < text.len() {
        out.push(Piece { text: text[done..].to_owned(), flagged: None });
    }
    out
}
