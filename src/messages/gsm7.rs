//! How a text fits into SMS: the GSM 7-bit alphabet (3GPP TS 23.038, section 6.2.1) or UCS-2, and its segments (TS 23.040).
//!
//! á, í, ó and ú are outside GSM-7, so that one of them cuts a segment from 160 to 70 characters; é, ñ, ü, ¿ and ¡ are inside.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The default alphabet: one septet each.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// The extension table: an escape and a septet each.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// Septets in a text of one segment: 140 bytes of 8 bits.
const GSM7_SINGLE_SEPTETS: usize = 160;
/// Septets in each segment of a longer text: six bytes go to the header that joins them.
const GSM7_PART_SEPTETS: usize = 153;
/// UTF-16 code units in a text of one segment.
const UCS2_SINGLE_UNITS: usize = 70;
/// UTF-16 code units in each segment of a longer text.
const UCS2_PART_UNITS: usize = 67;

/// How a text is encoded on the air.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Gsm7,
    Ucs2,
}

/// What a text costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segments {
    pub encoding: Encoding,
    /// Septets (GSM-7) or UTF-16 code units (UCS-2).
    pub units: usize,
    /// Segments: what the carriers count and bill. At least 1.
    pub segments: usize,
}

/// Counts a text's segments as phones cut it: neither an escape and its septet nor a surrogate pair is torn apart.
pub fn segments(text: &str) -> Segments {
    let septets: Option<Vec<usize>> = text.chars().map(septets).collect();
    let (encoding, widths, single, part) = match septets {
        Some(widths) => (Encoding::Gsm7, widths, GSM7_SINGLE_SEPTETS, GSM7_PART_SEPTETS),
        None => (Encoding::Ucs2, text.chars().map(char::len_utf16).collect(), UCS2_SINGLE_UNITS, UCS2_PART_UNITS),
    };
    let units = widths.iter().sum();
    let segments = if units <= single { 1 } else { parts(&widths, part) };
    Segments { encoding, units, segments }
}

/// Replaces what GSM-7 lacks and a reader does not miss: á í ó ú and other accents become plain letters, curly quotes and long
/// dashes straight ones. é ñ ü ¿ ¡ stay. What has no plain form (an emoji, another script) stays as it is.
pub fn to_gsm7(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        if septets(c).is_some() {
            out.push(c);
        } else {
            fold(c, &mut out);
        }
    }
    out
}

/// The text as it is best sent: in GSM-7 where folding gets it there, else with all its accents, which then cost nothing more.
pub fn for_sms(text: &str) -> String {
    let folded = to_gsm7(text);
    if segments(&folded).encoding == Encoding::Gsm7 { folded } else { text.nfc().collect() }
}

fn septets(c: char) -> Option<usize> {
    if BASIC.contains(c) {
        Some(1)
    } else if EXTENSION.contains(c) {
        Some(2)
    } else {
        None
    }
}

fn parts(widths: &[usize], part: usize) -> usize {
    let (mut segments, mut filled) = (1, 0);
    for width in widths {
        if filled + width > part {
            (segments, filled) = (segments + 1, 0);
        }
        filled += width;
    }
    segments
}

fn fold(c: char, out: &mut String) {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => out.push('"'),
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '´' | '`' => out.push('\''),
        '\u{2010}'..='\u{2015}' | '−' | '•' | '·' => out.push('-'),
        '…' => out.push_str("..."),
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => out.push(' '),
        // Soft hyphens, zero-width marks and direction marks: nothing that a reader sees.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
        'ª' => out.push('a'),
        'º' | '°' => out.push('o'),
        _ => {
            let mut decomposed = std::iter::once(c).nfd();
            let base = decomposed.next().filter(|base| septets(*base).is_some());
            let is_accented = base.is_some() && decomposed.all(is_combining_mark);
            out.push(base.filter(|_| is_accented).unwrap_or(c));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(text: &str) -> (Encoding, usize, usize) {
        let cost = segments(text);
        (cost.encoding, cost.units, cost.segments)
    }

    #[test]
    fn the_alphabet_has_its_127_and_10_characters() {
        // 128 places, one of which is the escape to the extension table.
        assert_eq!(BASIC.chars().count(), 127);
        assert_eq!(EXTENSION.chars().count(), 10);
        let all: std::collections::BTreeSet<char> = BASIC.chars().chain(EXTENSION.chars()).collect();
        assert_eq!(all.len(), 137, "no character stands twice");
    }

    #[test]
    fn segments_end_exactly_where_the_standard_says() {
        let gsm = |count: usize| cost(&"a".repeat(count));
        assert_eq!(gsm(0), (Encoding::Gsm7, 0, 1));
        assert_eq!(gsm(160), (Encoding::Gsm7, 160, 1));
        assert_eq!(gsm(161), (Encoding::Gsm7, 161, 2));
        assert_eq!(gsm(306), (Encoding::Gsm7, 306, 2));
        assert_eq!(gsm(307), (Encoding::Gsm7, 307, 3));
        let ucs = |count: usize| cost(&"á".repeat(count));
        assert_eq!(ucs(70), (Encoding::Ucs2, 70, 1));
        assert_eq!(ucs(71), (Encoding::Ucs2, 71, 2));
        assert_eq!(ucs(134), (Encoding::Ucs2, 134, 2));
        assert_eq!(ucs(135), (Encoding::Ucs2, 135, 3));
    }

    #[test]
    fn escapes_and_surrogates_are_not_torn_apart() {
        assert_eq!(cost(&"€".repeat(80)), (Encoding::Gsm7, 160, 1));
        assert_eq!(cost(&"€".repeat(81)), (Encoding::Gsm7, 162, 2));
        // 152 + € + 152 + € would be 308 septets in 3 parts by division, and is 3 because € moves over whole.
        let straddling = format!("{}€{}", "a".repeat(152), "a".repeat(152));
        assert_eq!(cost(&straddling), (Encoding::Gsm7, 306, 3));
        assert_eq!(cost(&"a".repeat(306)).2, 2, "the same number of septets without an escape");
        assert_eq!(cost(&"🚨".repeat(35)), (Encoding::Ucs2, 70, 1));
        // 33 pairs fill 66 of 67 units; the 34th moves over whole.
        assert_eq!(cost(&"🚨".repeat(67)), (Encoding::Ucs2, 134, 3));
    }

    #[test]
    fn spanish_stays_readable_and_becomes_cheap() {
        assert_eq!(to_gsm7("¿Qué pasó? ¡El niño está aquí, güera!"), "¿Qué paso? ¡El niño esta aqui, güera!");
        assert_eq!(to_gsm7("ÁÍÓÚ ÉÑÜ çÇ"), "AIOU ÉÑÜ cÇ");
        assert_eq!(to_gsm7("“Así” – dijo… ‘ya’"), "\"Asi\" - dijo... 'ya'");
        assert_eq!(to_gsm7("1.ª\u{a0}calle\u{200b}"), "1.a calle");
        assert_eq!(to_gsm7("a\u{301}ngel nin\u{303}o"), "angel niño", "decomposed accents too");
        for text in ["¿Qué pasó? ¡El niño está aquí, güera!", "“Así” – dijo… ‘ya’"] {
            assert_eq!(segments(&to_gsm7(text)).encoding, Encoding::Gsm7);
            assert_eq!(segments(text).encoding, Encoding::Ucs2, "it was not before");
        }
    }

    proptest::proptest! {
        #[test]
        fn folding_is_done_once_and_never_costs_the_alphabet(text in "\\PC{0,200}") {
            let folded = to_gsm7(&text);
            proptest::prop_assert_eq!(to_gsm7(&folded), folded.clone());
            if segments(&text).encoding == Encoding::Gsm7 {
                proptest::prop_assert_eq!(folded, text);
            }
        }
    }

    #[test]
    fn what_cannot_be_folded_keeps_its_accents() {
        assert_eq!(for_sms("está aquí"), "esta aqui");
        assert_eq!(for_sms("está aquí 🚨"), "está aquí 🚨");
        assert_eq!(to_gsm7("谢谢"), "谢谢");
    }
}
