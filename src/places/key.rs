//! What people type, brought to one form: small letters, no accents, numbers for "seventh" and "séptima".
//!
//! A key is what a row of the gazetteer is found by, and what the database keeps beside its name. Spanish and English
//! are read at once, because people mix them: "la 7 and Alvarado", "esquina con Main Street".

mod numbers;
mod tables;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub(super) use tables::{
    ASIDES, CLASSES, DIRECTIONS, JOINERS, LEADS, LODGINGS, STATES, STOPS, StreetKind, StreetWord, is_private,
};

/// The token for signs that join two streets: `&`, `/`, `+`, `@`.
pub(super) const JOIN: &str = "&";

/// The token for signs that part two thoughts: commas, brackets, ends of sentences.
pub(super) const BREAK: &str = ",";

/// One word as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Its one form: "7" for "7th", "7ma" and "séptima"; "heights" for "hts".
    pub text: String,
    /// Whether it was written as a rank ("7th", "séptima") and not as a bare number ("7").
    pub ordinal: bool,
}

/// Small letters without accents: "Cañón" becomes "canon", "7ª" becomes "7a".
pub fn plain(text: &str) -> String {
    text.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase).collect()
}

/// The key of a name: its words, each in its one form, with single spaces.
pub fn name_key(name: &str) -> String {
    joined(&words(name))
}

/// The key of a corner: the keys of its two streets in alphabetical order, with " & " between. Empty when either
/// street is.
pub fn corner_key(street_a: &str, street_b: &str) -> String {
    // A row may well be called "E"; only typed text has to say that a street is meant.
    let key = |name: &str| street(&words(name)).map_or_else(|| name_key(name), |street| street.key());
    let (a, b) = (key(street_a), key(street_b));
    match (a.is_empty() || b.is_empty(), a <= b) {
        (true, _) => String::new(),
        (false, true) => format!("{a} & {b}"),
        (false, false) => format!("{b} & {a}"),
    }
}

/// Words of a name as one text, without joining and parting signs. A leading "st" is a saint here.
pub(super) fn joined(words: &[Word]) -> String {
    let mut text = String::new();
    let spoken = words.iter().map(|word| word.text.as_str()).filter(|word| *word != JOIN && *word != BREAK);
    for (place, word) in spoken.enumerate() {
        if place > 0 {
            text.push(' ');
        }
        text.push_str(if place == 0 && word == "st" && words.len() > 1 { "saint" } else { word });
    }
    text
}

/// The words that tell a name apart, sorted, with one word for each class in both languages: "Parque Tecolote" and
/// "Tecolote Park" are the same bag.
pub(super) fn bag(words: &[Word]) -> Vec<&str> {
    let mut bag: Vec<&str> = words
        .iter()
        .map(|word| word.text.as_str())
        .filter(|word| *word != JOIN && *word != BREAK && !STOPS.contains(word))
        .map(|word| class_of(word).unwrap_or(word))
        .collect();
    bag.sort_unstable();
    bag.dedup();
    bag
}

/// The class that a word stands for: "school" for "escuela", "park" for "parque".
pub(super) fn class_of(word: &str) -> Option<&'static str> {
    CLASSES.iter().find(|(_, words)| words.contains(&word)).map(|(class, _)| *class)
}

/// A street as typed or kept: what tells it apart, and its type where one was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Street {
    /// "cesar chavez", "7", "west adams".
    pub core: String,
    /// `None` for plain streets ("calle", "street") and where nothing was said.
    pub kind: Option<StreetKind>,
    /// A bare number with no sign that a street is meant ("7", not "7th", "la 7", "calle 7").
    pub bare: bool,
}

impl Street {
    fn key(&self) -> String {
        match self.kind {
            Some(kind) => format!("{} {}", self.core, kind.code()),
            None => self.core.clone(),
        }
    }

    /// The street that a key was made of.
    pub(super) fn of_key(key: &str) -> Self {
        let (core, kind) = match key.rsplit_once(' ') {
            Some((core, last)) => match StreetKind::of_code(last) {
                Some(kind) => (core, Some(kind)),
                None => (key, None),
            },
            None => (key, None),
        };
        Street { core: core.to_owned(), kind, bare: false }
    }
}

/// Reads words as one street: drops "calle", "street" and the like at either end. `None` when no word is left.
pub(super) fn street(words: &[Word]) -> Option<Street> {
    let mut rest: &[Word] = trimmed(words);
    let mut kind = None;
    let mut bare = true;
    while let [first, after @ ..] = rest
        && !after.is_empty()
    {
        if let Some(found) = StreetWord::before(&first.text) {
            kind = kind.or(found.kind());
        } else if !(first.text == "de" || first.text == "del") || bare {
            break;
        }
        (rest, bare) = (after, false);
    }
    while let [before @ .., last] = rest
        && !before.is_empty()
        && let Some(found) = StreetWord::after(&last.text)
    {
        (rest, bare) = (before, false);
        kind = kind.or(found.kind());
    }
    let only_number = rest.len() == 1 && !rest[0].ordinal && is_number(&rest[0].text);
    // "Avenue E" is a street; the "e" that means "and" is none.
    if rest.is_empty()
        || (rest.len() == 1 && bare && matches!(rest[0].text.as_str(), "a" | "e" | "n" | "o" | "x" | "y"))
    {
        return None;
    }
    Some(Street { core: joined(rest), kind, bare: bare && only_number })
}

/// Without parting and joining words at the ends: "Alvarado, esquina" is Alvarado.
fn trimmed(words: &[Word]) -> &[Word] {
    let idle = |word: &Word| word.text == BREAK || JOINERS.contains(&word.text.as_str());
    let start = words.iter().position(|word| !idle(word)).unwrap_or(words.len());
    let end = words.iter().rposition(|word| !idle(word)).map_or(start, |last| last + 1);
    &words[start..end]
}

/// Whether a word is digits only.
pub(super) fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Cuts a text into words, each in its one form. Signs that join become [`JOIN`], signs that part [`BREAK`]; there are
/// never two of these in a row, and none at either end.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut raw: Vec<String> = Vec::new();
    let mut current = String::new();
    let letters: Vec<char> = plain(text).chars().collect();
    for (at, letter) in letters.iter().copied().enumerate() {
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        match letter {
            _ if letter.is_alphanumeric() => current.push(letter),
            '\'' | '’' | '‘' | '`' | '´' => {}
            // "L.A." is one word, "Av." and "St." are abbreviations, "figueroa. 3" is the end of a sentence.
            '.' if current.len() == 1 && next.is_alphabetic() && !is_number(&current) => {}
            '.' if current.len() <= 4 && !next.is_alphanumeric() => finish(&mut raw, &mut current),
            // The four digits after a ZIP say which block: they are dropped, not read as a number.
            '-' if current.len() == 5 && is_number(&current) => {
                finish(&mut raw, &mut current);
                raw.push("-".to_owned());
            }
            '&' | '/' | '+' | '@' | '|' | '\\' => mark(&mut raw, &mut current, JOIN),
            ',' | '.' | ';' | ':' | '(' | ')' | '\n' | '!' | '?' | '¿' | '¡' | '"' | '“' | '”' | '…' => {
                mark(&mut raw, &mut current, BREAK);
            }
            '#' => {
                finish(&mut raw, &mut current);
                raw.push("#".to_owned());
            }
            _ => finish(&mut raw, &mut current),
        }
    }
    finish(&mut raw, &mut current);
    while raw.last().is_some_and(|last| last == BREAK || last == JOIN) {
        raw.pop();
    }
    one_form(&raw)
}

fn finish(raw: &mut Vec<String>, current: &mut String) {
    if !current.is_empty() {
        raw.push(std::mem::take(current));
    }
}

fn mark(raw: &mut Vec<String>, current: &mut String, sign: &str) {
    finish(raw, current);
    if raw.last().is_some_and(|last| last != BREAK && last != JOIN) {
        raw.push(sign.to_owned());
    }
}

/// Brings each word to its one form, and joins those that are two words for one thing ("thirty fifth", "car wash").
fn one_form(raw: &[String]) -> Vec<Word> {
    let mut words = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let [first, after @ ..] = rest {
        let mut taken = 1;
        let second = after.first().map_or("", String::as_str);
        let third = after.get(1).map_or("", String::as_str);
        if first == "-" {
            taken += usize::from(second.len() == 4 && is_number(second));
        } else if let Some(word) = tables::two_words(first, second) {
            words.push(Word { text: word.to_owned(), ordinal: false });
            taken = 2;
        } else if first == "lavado" && second == "de" && matches!(third, "carros" | "autos" | "coches") {
            words.push(Word { text: "carwash".to_owned(), ordinal: false });
            taken = 3;
        } else if let Some(number) = numbers::tens(first).and_then(|tens| Some(tens + numbers::unit(second)?)) {
            words.push(Word { text: number.to_string(), ordinal: true });
            taken = 2;
        } else if let Some((number, ordinal)) = numbered(first) {
            words.push(Word { text: number, ordinal });
        } else {
            words.push(Word { text: tables::long_form(first).to_owned(), ordinal: false });
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    words
}

/// The number that a word stands for, and whether it was written as a rank.
fn numbered(word: &str) -> Option<(String, bool)> {
    let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
    let tail = &word[digits.len()..];
    if !digits.is_empty() {
        let number = digits.trim_start_matches('0');
        return match tail {
            // ZIPs keep their zeros.
            "" if digits.len() >= 5 || number.is_empty() => Some((digits, false)),
            "" => Some((number.to_owned(), false)),
            _ if numbers::RANKS.contains(&tail) => Some((number.to_owned(), true)),
            _ => None,
        };
    }
    numbers::ordinal(word).map(|number| (number.to_string(), true))
}

#[cfg(test)]
mod tests;
