//! Disguises: a plate, a phone number or a document number stays one, however it is written.

use super::{Class, Finding, Line, READ, corpus, findings, is_found};

/// Rewrites the characters of a line; `inside` is true within a marked span.
fn rewritten(line: &Line, mut spell: impl FnMut(char, bool) -> String) -> Line {
    let mut text = String::new();
    let mut spans: Vec<Finding> = line.spans.clone();
    for (at, ch) in line.text.char_indices() {
        let inside = line.spans.iter().any(|span| (span.start..span.end).contains(&at));
        for (span, old) in spans.iter_mut().zip(&line.spans) {
            if old.start == at {
                span.start = text.len();
            }
        }
        text.push_str(&spell(ch, inside));
        for (span, old) in spans.iter_mut().zip(&line.spans) {
            if old.end == at + ch.len_utf8() {
                span.end = text.len();
            }
        }
    }
    Line { text, spans, held_out: line.held_out, lang: line.lang.clone() }
}

/// The lines with a number that a disguise could hide.
fn numbered() -> Vec<Line> {
    let numbered =
        |line: &Line| line.spans.iter().any(|span| matches!(span.class, Class::Plate | Class::Phone | Class::Document));
    corpus().into_iter().filter(numbered).collect()
}

fn missed(lines: &[Line]) -> Vec<String> {
    lines.iter().flat_map(|line| missed_in(line, &findings(&line.text))).collect()
}

/// What is missed in the corpus as it was written.
fn missed_plainly() -> usize {
    READ.iter().map(|(line, found)| missed_in(line, found).len()).sum()
}

fn missed_in(line: &Line, found: &[Finding]) -> Vec<String> {
    let text = if line.held_out { "a held-out line" } else { &line.text };
    let numbers = line.spans.iter().filter(|span| matches!(span.class, Class::Plate | Class::Phone | Class::Document));
    numbers.filter(|span| !is_found(**span, found)).map(|span| format!("{} {text:?}", span.class.code())).collect()
}

/// Asserts that a disguise hides nothing that was found without it.
fn survives(name: &str, spell: impl Fn(char, bool) -> String) {
    let lines = numbered();
    let plain = missed_plainly();
    let disguised: Vec<Line> = lines.iter().map(|line| rewritten(line, &spell)).collect();
    let hidden = missed(&disguised);
    assert!(hidden.len() <= plain, "{name}: {} missed, {plain} without it: {hidden:#?}", hidden.len());
}

#[test]
fn capitals() {
    survives("capitals", |ch, _| ch.to_uppercase().collect());
}

#[test]
fn small_letters() {
    survives("small letters", |ch, _| ch.to_lowercase().collect());
}

#[test]
fn accents_dropped() {
    survives("accents dropped", |ch, _| {
        let plain = "áéíóúüñÁÉÍÓÚÜÑ".chars().position(|accented| accented == ch);
        plain.and_then(|place| "aeiouunAEIOUUN".chars().nth(place)).unwrap_or(ch).to_string()
    });
}

#[test]
fn nothing_seen_between() {
    for hidden in ['\u{200b}', '\u{2060}', '\u{fe0f}'] {
        survives("invisible characters", |ch, _| format!("{ch}{hidden}"));
    }
}

#[test]
fn look_alikes() {
    survives("Cyrillic", |ch, inside| swap(ch, inside, "ABEKMHOPCTXaeopcxy", "АВЕКМНОРСТХаеорсху"));
    survives("Greek", |ch, inside| swap(ch, inside, "ABEZHIKMNOPTYX", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"));
}

fn swap(ch: char, inside: bool, from: &str, to: &str) -> String {
    let place = from.chars().position(|letter| letter == ch).filter(|_| inside);
    place.and_then(|place| to.chars().nth(place)).unwrap_or(ch).to_string()
}

#[test]
fn full_width() {
    survives("full width", |ch, inside| {
        let wide = (inside && ch.is_ascii_graphic()).then(|| char::from_u32(u32::from(ch) + 0xFEE0)).flatten();
        wide.unwrap_or(ch).to_string()
    });
}

#[test]
fn emoji_digits() {
    survives(
        "emoji digits",
        |ch, _| if ch.is_ascii_digit() { format!("{ch}\u{fe0f}\u{20e3}") } else { ch.to_string() },
    );
}

#[test]
fn line_breaks() {
    survives("line breaks", |ch, inside| if inside && ch == ' ' { "\n".to_owned() } else { ch.to_string() });
}

#[test]
fn dots_and_dashes() {
    for sign in ["-", ".", " - "] {
        survives("other signs", |ch, inside| {
            // Dates are read by their signs, so slashes stay; digits said as words stay apart.
            if inside && ch == '-' { sign.to_owned() } else { ch.to_string() }
        });
    }
}

#[test]
fn wider_spaces() {
    survives("wider spaces", |ch, inside| if inside && ch == ' ' { "  ".to_owned() } else { ch.to_string() });
    survives("no-break spaces", |ch, _| if ch == ' ' { "\u{a0}".to_owned() } else { ch.to_string() });
}

/// The control: what does hide a number makes this test's measure fall.
#[test]
fn the_measure_can_fall() {
    let lines = numbered();
    let hidden: Vec<Line> = lines
        .iter()
        .map(|line| rewritten(line, |ch, inside| if inside { "?".to_owned() } else { ch.to_string() }))
        .collect();
    assert!(missed(&hidden).len() > missed_plainly() + 100);
}
