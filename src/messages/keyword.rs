//! The words by which people say how they want to be written to: stop, start, help, in both languages.
//!
//! Only a text that is nothing but such a word counts: "alto, hay una van" is a report.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a keyword asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    /// No texts any more.
    Stop,
    /// Texts again.
    Start,
    /// What is this, and how does it end?
    Help,
}

const STOP: &[&str] = &[
    "stop",
    "stop all",
    "stopall",
    "unsubscribe",
    "cancel",
    "end",
    "quit",
    "revoke",
    "opt out",
    "optout",
    "alto",
    "baja",
    "dar de baja",
    "cancelar",
    "parar",
    "no mas mensajes",
];
const START: &[&str] = &["start", "unstop", "alta", "dar de alta", "empezar"];
const HELP: &[&str] = &["help", "info", "ayuda", "informacion"];

/// The words that Twilio's default opt-out handling answers by itself, before or beside our door.
const ANSWERED_BY_TWILIO: &[&str] =
    &["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "start", "unstop", "help", "info"];

impl Keyword {
    /// The keyword that Twilio's `OptOutType` names.
    pub fn of_twilio(opt_out_type: &str) -> Option<Keyword> {
        match opt_out_type {
            "STOP" => Some(Keyword::Stop),
            "START" => Some(Keyword::Start),
            "HELP" => Some(Keyword::Help),
            _ => None,
        }
    }

    /// The keyword that a text consists of, whatever its case, accents and punctuation; `None` for every other text.
    pub fn of(text: &str) -> Option<Keyword> {
        let plain = plain(text);
        let is_in = |list: &[&str]| list.contains(&plain.as_str());
        if is_in(STOP) {
            Some(Keyword::Stop)
        } else if is_in(START) {
            Some(Keyword::Start)
        } else if is_in(HELP) {
            Some(Keyword::Help)
        } else {
            None
        }
    }
}

/// The texts that answer a test message with yes.
const YES: &[&str] = &["si", "yes", "si por favor", "yes please", "si quiero", "y", "s"];

/// True where a text is a plain yes. It confirms a subscription that waits for one; else it is a text like any other.
pub fn is_yes(text: &str) -> bool {
    YES.contains(&plain(text).as_str())
}

/// True where Twilio's default handling of keywords answers this text itself, so that a second answer would be one too many, or,
/// after STOP, an error that counts against the network's number.
pub fn is_answered_by_twilio(text: &str) -> bool {
    ANSWERED_BY_TWILIO.contains(&plain(text).as_str())
}

/// Lower case, no accents, one blank between words, nothing else.
fn plain(text: &str) -> String {
    let letters: String = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_known_in_any_dress() {
        for stop in [
            "STOP",
            "stop",
            " Stop. ",
            "¡ALTO!",
            "Baja",
            "BAJA\n",
            "cancelar",
            "Stop all",
            "no más mensajes",
            "ＳＴＯＰ",
            "\"STOP\"",
        ] {
            assert_eq!(Keyword::of(stop), Some(Keyword::Stop), "{stop}");
        }
        for start in ["START", "alta", "Empezar", "unstop"] {
            assert_eq!(Keyword::of(start), Some(Keyword::Start), "{start}");
        }
        for help in ["HELP", "ayuda", "Ayuda!", "INFO", "información"] {
            assert_eq!(Keyword::of(help), Some(Keyword::Help), "{help}");
        }
    }

    #[test]
    fn a_report_that_contains_a_keyword_stays_a_report() {
        for report in [
            "stop, there are 3 vans on 6th",
            "alto hay una van en la esquina",
            "bajan de la camioneta",
            "ayuda estan en la puerta",
            "they stopped",
            "si",
            "no más",
            "yes",
            "",
            "...",
        ] {
            assert_eq!(Keyword::of(report), None, "{report}");
        }
    }

    #[test]
    fn a_yes_is_a_yes_in_any_dress_and_nothing_more() {
        for yes in ["SI", "Sí", " sí! ", "YES", "Yes.", "si, por favor", "ＳＩ"] {
            assert!(is_yes(yes), "{yes}");
        }
        for other in ["si hay una van", "yes they are here", "no", "", "sip", "stop"] {
            assert!(!is_yes(other), "{other}");
        }
    }

    #[test]
    fn every_word_that_twilio_answers_is_one_of_ours_and_the_spanish_ones_are_left_to_us() {
        for word in ANSWERED_BY_TWILIO {
            assert!(Keyword::of(word).is_some(), "{word}");
        }
        assert!(is_answered_by_twilio("Stop!"));
        assert!(!is_answered_by_twilio("BAJA"));
    }
}
