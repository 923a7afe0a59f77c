//! The questions of the report form, ready for a template: words, answers, what was chosen, what is wrong.

use crate::ground::locale::Say;
use crate::ground::web::Fields;

use super::facts::{Activity, Agency, FirstHand, HowMany, YesNo};
use super::form::{NONE_OF_THESE, SPEAKS};
use crate::places::{Atlas, Place};

/// One answer that may be chosen.
pub(super) struct Choice {
    pub value: String,
    pub words: String,
    pub hint: String,
    pub on: bool,
}

/// One question with a closed set of answers.
pub(super) struct Question {
    pub name: &'static str,
    pub legend: String,
    pub hint: String,
    pub problem: String,
    /// Shown as a list to open, where there are many answers and few people need them.
    pub is_list: bool,
    /// Answers side by side, where they are short.
    pub in_row: bool,
    pub choices: Vec<Choice>,
}

/// What is wrong with a field, in words.
pub(super) struct ProblemLine {
    pub field: &'static str,
    pub words: String,
}

/// The words of the problem with a field; empty where there is none.
pub(super) fn problem_of(problems: &[ProblemLine], field: &str) -> String {
    problems.iter().find(|problem| problem.field == field).map(|problem| problem.words.clone()).unwrap_or_default()
}

/// Makes questions in one language for one form.
pub(super) struct Asker<'a> {
    pub say: &'a Say,
    pub fields: &'a Fields,
    pub problems: &'a [ProblemLine],
}

impl Asker<'_> {
    /// What one must answer: what is happening.
    pub fn activity(&self) -> Question {
        let choices = Activity::ALL.iter().map(|activity| (activity.code(), activity.word())).collect();
        Question { in_row: false, ..self.question("activity", "report-activity", choices) }
    }

    /// The two questions of the first screen that one may leave open.
    pub fn first(&self) -> Vec<Question> {
        let first_hand = FirstHand::ALL.iter().map(|answer| (answer.code(), answer.word())).collect();
        vec![
            self.yes_no("still_happening", "report-still"),
            Question { in_row: false, ..self.question("first_hand", "report-first-hand", first_hand) },
        ]
    }

    /// How many, who, and the people concerned.
    pub fn more(&self) -> Vec<Question> {
        let how_many = || HowMany::ALL.iter().map(|range| (range.code(), range.word())).collect();
        let agencies = Agency::ALL.iter().map(|agency| (agency.code(), agency.word())).collect();
        vec![
            self.list("people", "report-people", how_many()),
            self.list("vehicles", "report-vehicles", how_many()),
            self.list("agency", "report-agency", agencies),
        ]
    }

    /// Whether someone is being detained.
    pub fn detained(&self) -> Question {
        self.yes_no("detained", "report-detained")
    }

    /// Whether children are there.
    pub fn children(&self) -> Question {
        self.yes_no("children_present", "report-children")
    }

    /// About the person who reports.
    pub fn reporter_safe(&self) -> Question {
        self.yes_no("reporter_safe", "report-safe")
    }

    /// When it was seen.
    pub fn when(&self) -> Question {
        let answers = ["now", "minutes_10", "minutes_30", "hour_1", "earlier"];
        let choices = answers.map(|code| (code, format!("report-when-{}", code.replace('_', "-")))).to_vec();
        let question = self.list("when", "report-when", choices);
        Question { problem: problem_of(self.problems, "observed_at"), ..question }
    }

    /// The language to be spoken to in.
    pub fn speaks(&self) -> Question {
        let chosen = Some(self.fields.text("speaks")).filter(|code| !code.is_empty());
        let chosen = chosen.unwrap_or(self.say.lang.code());
        let choices = SPEAKS.map(|(code, name)| Choice {
            value: code.to_owned(),
            words: name.to_owned(),
            hint: String::new(),
            on: code == chosen,
        });
        let question = self.list("speaks", "report-speaks", Vec::new());
        Question { choices: choices.into(), ..question }
    }

    /// Which of several places was meant.
    pub fn which_place(&self, atlas: &Atlas, places: &[Place]) -> Question {
        let chosen = self.fields.text("place_choice");
        let mut choices: Vec<Choice> = places
            .iter()
            .map(|place| {
                let value = place.code();
                let area = atlas.name(place.area).filter(|area| *area != place.name).unwrap_or_default();
                Choice { on: value == chosen, words: place.name.clone(), hint: area, value }
            })
            .collect();
        choices.push(Choice {
            value: NONE_OF_THESE.to_owned(),
            words: self.say.t("report-none-of-these"),
            hint: String::new(),
            on: chosen == NONE_OF_THESE,
        });
        let question = self.question("place_choice", "report-which-place", Vec::new());
        Question { in_row: false, choices, ..question }
    }

    fn yes_no(&self, name: &'static str, word: &'static str) -> Question {
        self.question(name, word, YesNo::ALL.iter().map(|answer| (answer.code(), answer.word())).collect())
    }

    fn list(&self, name: &'static str, word: &'static str, choices: Vec<(&'static str, String)>) -> Question {
        Question { is_list: true, ..self.question(name, word, choices) }
    }

    fn question(&self, name: &'static str, word: &'static str, choices: Vec<(&'static str, String)>) -> Question {
        let chosen = self.fields.text(name);
        let hint = format!("{word}-hint");
        Question {
            name,
            legend: self.say.t(word),
            hint: Some(self.say.t(&hint)).filter(|words| *words != hint).unwrap_or_default(),
            problem: problem_of(self.problems, name),
            is_list: false,
            in_row: true,
            choices: choices
                .into_iter()
                .map(|(value, word)| Choice {
                    on: value == chosen,
                    value: value.to_owned(),
                    words: self.say.t(&word),
                    hint: String::new(),
                })
                .collect(),
        }
    }
}
