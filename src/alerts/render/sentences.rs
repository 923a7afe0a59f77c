//! The sentences that one message is made of, in one language.

use super::time::{clock, key_at};
use super::{Network, Telling, label};
use crate::alerts::alert::{Facts, Found};
use crate::ground::locale::Say;
use crate::reports::facts::{Activity, HowMany, YesNo};

/// What is said, sentence by sentence. Everything but the core may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentences {
    /// "SIMULACRO (no es real) VERIFICADO 7:38am".
    pub head: String,
    /// "VERIFICADO".
    pub label: String,
    /// What a list says under the place: the core without the place where that reads well.
    pub what: String,
    /// Who, how many, where and what they do, in full. Begins small, because it follows the head.
    pub core: String,
    /// The same without numbers and activity: a page's title.
    pub headline: String,
    /// The corner, or the area where only that is published.
    pub place_short: String,
    pub seen: Option<String>,
    pub detained: Option<String>,
    /// How it is known.
    pub sure: Option<String>,
    pub advice: Vec<String>,
    pub help: Option<String>,
    pub next: Option<String>,
    pub expires: Option<String>,
    /// Cores from full to short, for texts of bounded length.
    cores: Vec<String>,
}

/// How much of the counts and the activity a core tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Detail {
    vehicles: bool,
    doing: bool,
    people: bool,
}

/// From everything to nothing but who and where. What neighbours can do least with is left out first.
const DETAILS: [Detail; 4] = [
    Detail { vehicles: true, doing: true, people: true },
    Detail { vehicles: false, doing: true, people: true },
    Detail { vehicles: false, doing: false, people: true },
    Detail { vehicles: false, doing: false, people: false },
];

impl Sentences {
    /// Puts the sentences of one telling together.
    pub fn of(telling: &Telling<'_>, network: &Network, say: &Say) -> Sentences {
        let facts = telling.facts;
        let label = if telling.withdrawn.is_some() { "alert-label-withdrawn" } else { label(facts) };
        let label = say.t(label);
        let timed = format!("{label} {}", clock(telling.at, &network.zone));
        let head = if facts.drill { format!("{} {timed}", say.t("alert-drill")) } else { timed };
        let place_short = match facts.place.spot() {
            Some(spot) => spot.name.clone(),
            None => facts.place.area_name().to_owned(),
        };
        let help = (facts.hotline && !network.hotline.is_empty())
            .then(|| say.t1("alert-help", "hotline", network.hotline.as_str()));
        let Some(withdrawn) = telling.withdrawn else {
            return told(facts, network, say, Told { head, label, place_short, help });
        };
        let key = key_at("alert-taken-back", withdrawn.released_at, &network.zone);
        let time = clock(withdrawn.released_at, &network.zone);
        let core = say.with(&key, &[("time", time.into()), ("place", facts.place.words().into())]);
        Sentences {
            head,
            label,
            what: capital(&core),
            headline: facts.place.words(),
            place_short,
            cores: vec![core.clone()],
            core,
            seen: None,
            detained: None,
            sure: None,
            advice: Vec::new(),
            help,
            next: None,
            expires: None,
        }
    }

    /// The core as a sentence of its own.
    pub fn core_sentence(&self) -> String {
        capital(&self.core)
    }

    /// Whole texts from full to short, for channels that count characters.
    pub(super) fn full_to_short(&self) -> impl Iterator<Item = String> + '_ {
        let last = self.cores.len() - 1;
        let core = move |at: usize| &self.cores[at.min(last)];
        // (core, pieces of advice, next update): second advice goes first, then vehicles, the next update, the activity, the
        // count, and the last advice only where nothing else helps.
        let plans =
            [(0, 2, true), (0, 1, true), (1, 1, true), (1, 1, false), (2, 1, false), (3, 1, false), (3, 0, false)];
        plans.into_iter().map(move |(at, advice, next)| {
            let mut parts = vec![format!("{}: {}", self.head, core(at))];
            parts.extend(self.seen.iter().chain(&self.detained).cloned());
            parts.extend(self.advice.iter().take(advice).cloned());
            parts.extend(self.help.clone());
            parts.extend(self.next.clone().filter(|_| next));
            parts.join(" ")
        })
    }
}

struct Told {
    head: String,
    label: String,
    place_short: String,
    help: Option<String>,
}

fn told(facts: &Facts, network: &Network, say: &Say, told_as: Told) -> Sentences {
    let Told { head, label, place_short, help } = told_as;
    let zone = &network.zone;
    let fix = facts.why.zip(facts.follows).map(|(why, earlier)| {
        let key = key_at(&why.word().replacen("alert-correction", "alert-fix", 1), earlier.released_at, zone);
        say.t1(&key, "time", clock(earlier.released_at, zone))
    });
    let cores: Vec<String> = DETAILS
        .iter()
        .map(|detail| core(facts, say, *detail))
        .map(|core| fix.as_ref().map_or(core.clone(), |fix| format!("{fix} {core}")))
        .collect();
    let seen = |key: &str| Some(say.t1(key, "time", clock(facts.seen_at, zone)));
    let (seen, detained) = match facts.found {
        Found::Enforcement { detained, .. } => (seen("alert-seen"), detained_sentence(detained, say)),
        Found::OtherAgency { .. } => (seen("alert-seen-other"), None),
        Found::Gone { looked: false, .. } => (seen("alert-seen-last"), None),
        Found::NothingThere | Found::Gone { looked: true, .. } => (seen("alert-looked"), None),
    };
    let expires = say.t1(&key_at("alert-expires", facts.expires_at, zone), "time", clock(facts.expires_at, zone));
    let what = match facts.found {
        Found::Enforcement { .. } if fix.is_none() => who_and_doing(facts, say, DETAILS[0]),
        _ => cores[0].clone(),
    };
    Sentences {
        head,
        label,
        what: capital(&what),
        core: cores[0].clone(),
        headline: capital(core(facts, say, DETAILS[3]).trim_end_matches('.')),
        place_short,
        seen,
        detained,
        sure: facts.how_known().map(|key| say.t(key)),
        advice: facts.advice.iter().map(|advice| say.t(&advice.word())).collect(),
        help,
        next: facts.next_update_at.map(|at| say.t1("alert-next", "time", clock(at, zone))),
        expires: facts.found.is_enforcement().then_some(expires),
        cores,
    }
}

fn core(facts: &Facts, say: &Say, detail: Detail) -> String {
    let key = if facts.place.spot().is_some() { "alert-at-spot" } else { "alert-at-area" };
    let there = say.t1(key, "place", facts.place.words());
    match facts.found {
        Found::Enforcement { .. } => {
            let (who, doing) = (who(facts, say, detail), doing(facts, say, detail));
            say.with("alert-here", &[("who", who.into()), ("where", there.into()), ("doing", doing.into())])
        }
        Found::OtherAgency { agency } => {
            let was = say.t(&format!("alert-was-{}", dashed(agency.code())));
            say.with("alert-was-other", &[("where", there.into()), ("was", was.into())])
        }
        Found::NothingThere => say.t1("alert-was-nothing", "where", there),
        Found::Gone { agency, looked } => {
            let who = say.t(&format!("alert-who-{}", dashed(agency.code())));
            // Where nobody looked again, nothing is said about what is there now: only that the alert ends.
            let key = if looked { "alert-gone" } else { "alert-gone-not-looked" };
            say.with(key, &[("who", who.into()), ("where", there.into())])
        }
    }
}

/// A range in words; nothing where it is not known or none.
fn count(key: &str, range: HowMany, say: &Say) -> Option<String> {
    match range {
        HowMany::None | HowMany::Unknown => None,
        _ => Some(say.t(&format!("{key}-{}", dashed(range.code())))),
    }
}

/// Who is there and how many; empty where it does not go on.
fn who(facts: &Facts, say: &Say, detail: Detail) -> String {
    let Found::Enforcement { agency, people, vehicles, .. } = facts.found else { return String::new() };
    let who = say.t(&format!("alert-who-{}", dashed(agency.code())));
    let people = count("alert-people", people, say).filter(|_| detail.people);
    let vehicles = count("alert-vehicles", vehicles, say).filter(|_| detail.vehicles);
    let counts: Vec<String> = people.into_iter().chain(vehicles).collect();
    if counts.is_empty() { who } else { format!("{who} ({})", counts.join(", ")) }
}

/// ", asking people questions"; empty where that is not known.
fn doing(facts: &Facts, say: &Say, detail: Detail) -> String {
    match facts.found {
        Found::Enforcement { activity, .. } if activity != Activity::Other && detail.doing => {
            format!(", {}", say.t(&format!("alert-doing-{}", dashed(activity.code()))))
        }
        _ => String::new(),
    }
}

/// The core without the place: "ICE agents (6 to 10), asking people questions."
fn who_and_doing(facts: &Facts, say: &Say, detail: Detail) -> String {
    format!("{}{}.", who(facts, say, detail), doing(facts, say, detail))
}

fn detained_sentence(detained: YesNo, say: &Say) -> Option<String> {
    match detained {
        YesNo::Yes => Some(say.t("alert-detained-yes")),
        YesNo::No => Some(say.t("alert-detained-no")),
        YesNo::Unknown => None,
    }
}

fn dashed(code: &str) -> String {
    code.replace('_', "-")
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
