//! The questions of the form, ready for a template: words, answers, what was chosen, what is wrong.

use crate::ground::locale::{Lang, Say};
use crate::ground::web::Fields;
use crate::places::{Atlas, Place};
use crate::subscriptions::form::{Back, KEEP, LINES, clock};
use crate::subscriptions::quiet::{DAY_MINUTES, SLOT_MINUTES};
use crate::subscriptions::{Channel, Kind, Radius, Where};

use super::shown::{hour_words, place_words};

/// Lines for places that a fresh form has: home, work, school, grandmother.
const LINES_SHOWN: usize = 4;

/// One answer that may be chosen.
pub(super) struct Choice {
    pub value: String,
    pub words: String,
    pub hint: String,
    pub on: bool,
}

/// One line for a place.
pub(super) struct LinePart {
    pub place: &'static str,
    pub around_name: &'static str,
    pub choice_name: &'static str,
    pub typed: String,
    pub problem: String,
    pub around: Vec<Choice>,
    /// The places that it may mean; empty where there is no question.
    pub several: Vec<Choice>,
}

/// What is wrong with a field, in words.
pub(super) struct ProblemLine {
    pub field: &'static str,
    pub words: String,
}

/// The questions about places, kinds, language and hours: of the form for everyone and of the private page.
pub(super) struct FormParts {
    pub everywhere: bool,
    pub kept: Vec<Choice>,
    pub first: Vec<LinePart>,
    pub more: Vec<LinePart>,
    pub is_more_open: bool,
    pub kinds: Vec<Choice>,
    pub kinds_problem: String,
    pub langs: Vec<Choice>,
    pub quiet_from: Vec<Choice>,
    pub quiet_to: Vec<Choice>,
    pub quiet_days: Vec<Choice>,
    pub quiet_problem: String,
    pub quiet_keep: Option<bool>,
    pub is_quiet_open: bool,
    pub urgent: bool,
}

/// What the parts are made from.
pub(super) struct Asker<'a> {
    pub say: &'a Say,
    pub atlas: &'a Atlas,
    pub fields: &'a Fields,
    pub problems: &'a [ProblemLine],
    pub back: &'a Back,
    /// The places that the subscription has, where there is one.
    pub held: &'a [Where],
    /// Whether its quiet hours are more than one line can say.
    pub has_odd_hours: bool,
}

impl Asker<'_> {
    pub(super) fn parts(&self) -> FormParts {
        let mut lines: Vec<LinePart> = (0..LINES.len()).map(|at| self.line(at)).collect();
        let last_used = lines.iter().rposition(|line| !line.typed.is_empty()).map_or(0, |at| at + 1);
        lines.truncate(LINES_SHOWN.max(last_used));
        let more = lines.split_off(1);
        let quiet_problem = self.problem("quiet_from");
        FormParts {
            everywhere: self.fields.has("everywhere"),
            kept: self.kept(),
            first: lines,
            is_more_open: more.iter().any(|line| !line.typed.is_empty()),
            more,
            kinds: Kind::ALL.iter().map(|kind| self.kind(*kind)).collect(),
            kinds_problem: self.problem("kinds"),
            langs: Lang::ALL.into_iter().map(|lang| self.lang(lang)).collect(),
            quiet_from: self.hours("quiet_from", 0),
            quiet_to: self.hours("quiet_to", SLOT_MINUTES),
            quiet_days: self.days(),
            is_quiet_open: self.fields.has("quiet_from") || self.has_odd_hours || !quiet_problem.is_empty(),
            quiet_problem,
            quiet_keep: self.has_odd_hours.then(|| self.fields.text("quiet") == KEEP),
            urgent: self.fields.has("urgent"),
        }
    }

    /// The channels that are chosen by a message to a contact.
    pub(super) fn channels(&self, offered: &[Channel]) -> Vec<Choice> {
        let asked = offered.iter().filter(|channel| **channel != Channel::Push);
        asked.map(|channel| self.choice("channel", channel.code(), self.say.t(&channel.word()))).collect()
    }

    /// The words of the problem with a field; empty where there is none.
    pub(super) fn problem(&self, field: &str) -> String {
        let found = self.problems.iter().find(|problem| problem.field == field);
        found.map(|problem| problem.words.clone()).unwrap_or_default()
    }

    fn line(&self, at: usize) -> LinePart {
        let names = LINES[at];
        let mut around = vec![self.choice(names.around, "", self.say.t("subscribe-around-area"))];
        around.extend(Radius::ALL.iter().map(|one| self.choice(names.around, one.code(), self.say.t(&one.word()))));
        let several = self.back.several.iter().find(|(field, _)| *field == names.place);
        LinePart {
            place: names.place,
            around_name: names.around,
            choice_name: names.choice,
            typed: self.fields.text(names.place).to_owned(),
            problem: self.problem(names.place),
            around,
            several: several.map(|(_, places)| self.several(names.choice, places)).unwrap_or_default(),
        }
    }

    fn several(&self, name: &str, places: &[Place]) -> Vec<Choice> {
        let choice = |place: &Place| Choice {
            hint: self.atlas.name(place.area).filter(|area| *area != place.name).unwrap_or_default(),
            ..self.choice(name, &place.code(), place.name.clone())
        };
        places.iter().map(choice).collect()
    }

    fn kept(&self) -> Vec<Choice> {
        let places = self.held.iter().filter(|place| **place != Where::Everywhere);
        places
            .map(|place| {
                let code = place.code();
                Choice {
                    words: place_words(*place, self.atlas, self.say),
                    hint: String::new(),
                    on: self.fields.all("keep").contains(&code),
                    value: code,
                }
            })
            .collect()
    }

    fn kind(&self, kind: Kind) -> Choice {
        Choice {
            hint: self.say.t(&format!("{}-hint", kind.word())),
            on: self.fields.all("kinds").iter().any(|code| code == kind.code()),
            ..self.choice("kinds", kind.code(), self.say.t(&kind.word()))
        }
    }

    fn lang(&self, lang: Lang) -> Choice {
        let chosen = self.fields.code("lang", Lang::from_code).unwrap_or(self.say.lang);
        Choice { on: chosen == lang, ..self.choice("lang", lang.code(), lang.own_name().to_owned()) }
    }

    fn hours(&self, name: &str, first: u16) -> Vec<Choice> {
        let mut hours = vec![self.choice(name, "", String::new())];
        let slots = (first..first + DAY_MINUTES).step_by(usize::from(SLOT_MINUTES));
        hours.extend(slots.map(|minutes| self.choice(name, &clock(minutes), hour_words(minutes, self.say.lang))));
        hours
    }

    fn days(&self) -> Vec<Choice> {
        let chosen = Some(self.fields.text("quiet_days")).filter(|code| !code.is_empty()).unwrap_or("every");
        let choice = |code: &str| Choice {
            on: code == chosen,
            ..self.choice("quiet_days", code, self.say.t(&format!("subscribe-quiet-days-{code}")))
        };
        ["every", "weekdays", "weekend"].map(choice).into()
    }

    fn choice(&self, name: &str, value: &str, words: String) -> Choice {
        Choice { value: value.to_owned(), words, hint: String::new(), on: self.fields.text(name) == value }
    }
}
