//! Rights in six lines, phrases to say aloud, and whether somebody reviewed them.
//!
//! The words stand in `words.*.ftl`. They are general information; a review counts for the very words that were reviewed.

use jiff::civil::Date;

use crate::alerts::Advice;
use crate::ground::config::RightsReview;
use crate::ground::keys::sha256;
use crate::ground::locale::{Lang, Say, Words};

/// The six lines: what may be done, and what to say.
pub const LINES: [&str; 6] = [
    "front-right-silence",
    "front-right-door",
    "front-right-inside",
    "front-right-search",
    "front-right-leave",
    "front-right-sign",
];

/// Phrases to say or to show, in every language.
const PHRASES: [&str; 8] = [
    "front-phrase-silence",
    "front-phrase-search",
    "front-phrase-enter",
    "front-phrase-under",
    "front-phrase-leave",
    "front-phrase-lawyer",
    "front-phrase-sign",
    "front-phrase-interpreter",
];

/// What else stands on the page about rights.
const NOTES: [&str; 3] = ["front-rights-papers", "front-rights-warrant", "front-rights-border"];

/// One line: the right in a few words, and what goes with it.
pub struct Line {
    pub right: String,
    pub more: String,
}

/// A phrase in the reader's language and in the other one.
pub struct Phrase {
    pub own: String,
    pub other: String,
}

/// The six lines in one language.
pub fn lines(say: &Say) -> Vec<Line> {
    LINES.iter().map(|key| Line { right: say.t(key), more: say.t(&format!("{key}-more")) }).collect()
}

/// The phrases in a language and in the other one.
pub fn phrases(words: &Words, lang: Lang) -> Vec<Phrase> {
    let (own, other) = (words.say(lang), words.say(lang.other()));
    PHRASES.iter().map(|key| Phrase { own: own.t(key), other: other.t(key) }).collect()
}

/// The notes under the six lines.
pub fn notes(say: &Say) -> Vec<String> {
    NOTES.iter().map(|key| say.t(key)).collect()
}

/// Everything that an alert may advise.
pub fn advice(say: &Say) -> Vec<String> {
    Advice::ALL.iter().map(|one| say.t(&one.word())).collect()
}

/// Names all words about rights, those of alerts too, in every language: eight signs that change with any of them.
pub fn mark(words: &Words) -> String {
    let mut all = String::new();
    for lang in Lang::ALL {
        let say = words.say(lang);
        let lines = LINES.iter().flat_map(|key| [(*key).to_owned(), format!("{key}-more")]);
        let advice = Advice::ALL.iter().map(|one| one.word());
        for key in lines.chain(advice).chain(PHRASES.iter().chain(&NOTES).map(|key| (*key).to_owned())) {
            all.push_str(&say.t(&key));
            all.push('\n');
        }
    }
    hex::encode(&sha256(all.as_bytes())[..4])
}

/// The sentence that says who reviewed these words and when, or that nobody has.
pub fn reviewed(review: Option<&RightsReview>, words: &Words, say: &Say) -> String {
    let holds = review.filter(|review| review.words == mark(words));
    match holds.and_then(|review| Some((review, review.on.parse::<Date>().ok()?))) {
        Some((review, on)) => say.with(
            "front-reviewed",
            &[
                ("by", review.by.as_str().into()),
                ("day", i64::from(on.day()).into()),
                ("month", i64::from(on.month()).into()),
                ("year", on.year().to_string().into()),
            ],
        ),
        None => say.t("front-not-reviewed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(es: &'static str) -> Words {
        let en = "front-right-silence = You may stay silent.";
        Words::read(&[crate::ground::locale::RoomWords { room: "x", es, en }]).expect("words")
    }

    fn says(words: &Words, review: &RightsReview) -> String {
        reviewed(Some(review), words, &words.say(Lang::Es))
    }

    #[test]
    fn a_review_of_the_rights_is_one_of_what_alerts_advise() {
        let of = |advice: &'static str| mark(&words(advice));
        assert_ne!(of("alert-advice-stay-calm = Calma."), of("alert-advice-stay-calm = Corra."));
    }

    #[test]
    fn a_review_counts_for_the_words_that_were_reviewed_and_no_others() {
        let (old, new) = (
            words(
                "front-right-silence = Puede callar.\nfront-reviewed = R { $by } { $day } { $month } { $year }\nfront-not-reviewed = nadie",
            ),
            words(
                "front-right-silence = Puede hablar.\nfront-reviewed = R { $by } { $day } { $month } { $year }\nfront-not-reviewed = nadie",
            ),
        );
        let review = RightsReview { by: "Rosa".into(), on: "2026-11-20".into(), words: mark(&old) };
        assert_eq!(says(&old, &review), "R Rosa 20 11 2026");
        assert_eq!(says(&new, &review), "nadie", "the words have changed since");
        assert_eq!(says(&old, &RightsReview { on: "soon".into(), ..review.clone() }), "nadie");
        assert_eq!(reviewed(None, &old, &old.say(Lang::Es)), "nadie");
    }
}
