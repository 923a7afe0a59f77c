//! Anything at all: no input makes the lint panic, cut a character, repeat itself or slow down.

use proptest::prelude::*;

use super::super::fold::Folded;
use super::super::token::steps;
use super::{Class, corpus, findings, redact};

/// What the patterns look for, and what disturbs them, between bars.
const PIECES: &str = "placa |plate |8KRD214|8|K|r| |-|.|\n|213|555|0142|call |A|215448902|dob |3/4/90|se llama |Juan| Pérez|\
    vive en |la 41| y |1218 E 48th St| apt 4|badge |4471|@|x.com/|sin papeles|[plate]|[phone]|\u{200b}|\u{fe0f}\u{20e3}|🇲🇽|🇦|８|\
    А|ñ|\u{301}|dos |veinte y |o |ocho|double |é|日|\u{0}|\u{3}|ﷺ|½|$|#|officer |Smith|is |?|*|EAC|000-12-|si |es ciudadana";

/// Texts made of these pieces, and texts made of anything.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(PIECES.split('|').collect::<Vec<_>>());
    let made = prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat());
    prop_oneof![made, any::<String>(), "[ -~]{0,80}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_are_whole_sorted_and_apart(text in texts()) {
        let found = findings(&text);
        for finding in &found {
            prop_assert!(finding.start < finding.end);
            prop_assert!(text.get(finding.start..finding.end).is_some());
        }
        prop_assert!(found.windows(2).all(|pair| pair[0].start <= pair[1].start));
        for class in Class::ALL {
            let own: Vec<_> = found.iter().filter(|finding| finding.class == *class).collect();
            prop_assert!(own.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }

    #[test]
    fn redacting_leaves_nothing_and_changes_nothing_twice(text in texts()) {
        let once = redact(&text);
        prop_assert!(findings(&once).is_empty(), "{:?} became {:?}", text, once);
        prop_assert_eq!(redact(&once), once);
    }

    #[test]
    fn folding_keeps_its_way_back(text in texts()) {
        let folded = Folded::of(&text);
        prop_assert!(folded.low.is_ascii());
        prop_assert_eq!(folded.low.len(), folded.cased.len());
        let spoken = folded.spoken();
        for at in 0..spoken.low.len() {
            let (start, end) = spoken.original(at..at + 1);
            prop_assert!(text.get(start..end).is_some_and(|part| !part.is_empty()));
        }
    }
}

#[test]
fn the_corpus_redacts_to_silence() {
    for line in corpus() {
        let redacted = redact(&line.text);
        assert!(findings(&redacted).is_empty(), "{:?} became {redacted:?}", line.text);
    }
}

/// Twice the text takes at most about twice the windows, even where every token could start a match.
#[test]
fn work_grows_with_the_text() {
    for piece in [
        "8 K R D 2 1 4 ",
        "placa ",
        "213 555 ",
        "1 ",
        "a ",
        "plate y placa y ",
        "A-2 ",
        "Juan Luis ",
        "\u{200b}8",
        "e\u{301}\u{301}",
    ] {
        let steps_for = |times: usize| {
            steps::take();
            let _ = findings(&piece.repeat(times));
            steps::take()
        };
        let (short, long) = (steps_for(200), steps_for(400));
        assert!(long <= short * 2 + 200, "{piece:?}: {short} windows, then {long}");
    }
}

#[test]
fn a_text_of_64_kilobytes_is_read_to_its_end() {
    let mut text = "la migra en la 41 y central ".repeat(2400);
    text.push_str("placa 8KRD214");
    assert!(text.len() > 64 * 1024);
    assert_eq!(findings(&text).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// The shape of every plate of a car of California, which nothing else has.
    #[test]
    fn no_serial_plate_is_missed(plate in "[1-9][A-Z]{3}[0-9]{3}") {
        for text in [plate.clone(), format!("white van {plate} on 41st"), format!("una {} otra vez", plate.to_ascii_lowercase())] {
            prop_assert!(findings(&text).iter().any(|finding| finding.class == Class::Plate), "{}", text);
        }
    }
}
