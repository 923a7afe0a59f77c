//! Words that stand for digits and letters, in Spanish and in English.

/// A number said in words, and where its words end.
pub(super) struct Number {
    /// Its digits, such as `55` or `800`.
    pub digits: String,
    /// Byte offset after its last word.
    pub end: usize,
}

/// Where the run of ASCII letters that covers `at` ends.
pub(super) fn end_of(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| !byte.is_ascii_alphabetic()).map_or(bytes.len(), |length| at + length)
}

/// The number said in words at `at`, the start of a word of `low` (lower case, ASCII).
///
/// Understands digits, teens, tens with units (`setenta y tres`, `seventy-three`), round hundreds and
/// `double five`. A word glued to digits is not a number.
pub(super) fn number_at(low: &str, at: usize) -> Option<Number> {
    let bytes = low.as_bytes();
    let end = end_of(bytes, at);
    if bytes.get(end).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let said = &low[at..end];
    if let Some(unit) = unit(said) {
        if let Some((next, end)) = next_word(low, end, &[" "])
            && (next == "hundred" || next == "cientos")
        {
            return Some(Number { digits: format!("{unit}00"), end });
        }
        return Some(Number { digits: unit.to_string(), end });
    }
    if let Some(tens) = tens(said) {
        let joined =
            next_word(low, end, &[" y ", "-", " ", "i"]).and_then(|(next, end)| Some((unit_above_zero(next)?, end)));
        // Without "y" the Spanish tens stand alone: "treinta dos" is two numbers on the phone.
        let spanish = said.ends_with("nta") || said == "veinte";
        return Some(match joined {
            Some((unit, last)) if !spanish || low[end..].starts_with(" y ") => {
                Number { digits: format!("{tens}{unit}"), end: last }
            }
            _ => Number { digits: format!("{tens}0"), end },
        });
    }
    if let Some(digits) = whole(said) {
        return Some(Number { digits: digits.to_owned(), end });
    }
    if said == "o" || said == "oh" {
        return between_digits(low, at, end).then(|| Number { digits: "0".to_owned(), end });
    }
    let times = match said {
        "double" | "doble" => 2,
        "triple" => 3,
        _ => return None,
    };
    let (next, end) = next_word(low, end, &[" "])?;
    Some(Number { digits: unit(next)?.to_string().repeat(times), end })
}

/// The word after one of `joints`, and where it ends.
fn next_word<'a>(low: &'a str, end: usize, joints: &[&str]) -> Option<(&'a str, usize)> {
    let joint = joints.iter().find(|joint| low[end..].starts_with(**joint))?;
    let start = end + joint.len();
    let stop = end_of(low.as_bytes(), start);
    (stop > start).then(|| (&low[start..stop], stop))
}

/// True for "oh" said as a digit: a digit or a number word on both sides.
fn between_digits(low: &str, at: usize, end: usize) -> bool {
    let before = low[..at].trim_end_matches([' ', ',', '-', '.', '\n']);
    if at - before.len() > 3 || before.len() == at {
        return false;
    }
    let word = before.rfind(|letter: char| !letter.is_ascii_alphabetic()).map_or(0, |place| place + 1);
    let digit_before = before.ends_with(|letter: char| letter.is_ascii_digit())
        || (before.len() - word <= 12 && unit(&before[word..]).is_some());
    let after = low[end..].trim_start_matches([' ', ',', '-', '.', '\n']);
    let stop = end_of(after.as_bytes(), 0);
    let digit_after = after.starts_with(|letter: char| letter.is_ascii_digit())
        || unit(&after[..stop]).is_some()
        || tens(&after[..stop]).is_some();
    digit_before && digit_after
}

fn unit(said: &str) -> Option<u8> {
    Some(match said {
        "cero" | "zero" => 0,
        "uno" | "one" => 1,
        "dos" | "two" => 2,
        "tres" | "three" => 3,
        "cuatro" | "four" => 4,
        "cinco" | "sinco" | "five" => 5,
        "seis" | "six" => 6,
        "siete" | "seven" => 7,
        "ocho" | "eight" => 8,
        "nueve" | "nine" | "niner" => 9,
        _ => return None,
    })
}

fn unit_above_zero(said: &str) -> Option<u8> {
    unit(said).filter(|unit| *unit > 0)
}

fn tens(said: &str) -> Option<u8> {
    Some(match said {
        "veinte" | "twenty" => 2,
        "treinta" | "thirty" => 3,
        "cuarenta" | "forty" | "fourty" => 4,
        "cincuenta" | "fifty" => 5,
        "sesenta" | "sixty" => 6,
        "setenta" | "seventy" => 7,
        "ochenta" | "eighty" => 8,
        "noventa" | "ninety" => 9,
        _ => return None,
    })
}

fn whole(said: &str) -> Option<&'static str> {
    const WHOLE: [(&str, &str); 41] = [
        ("diez", "10"),
        ("ten", "10"),
        ("once", "11"),
        ("eleven", "11"),
        ("doce", "12"),
        ("twelve", "12"),
        ("trece", "13"),
        ("thirteen", "13"),
        ("catorce", "14"),
        ("fourteen", "14"),
        ("quince", "15"),
        ("fifteen", "15"),
        ("dieciseis", "16"),
        ("sixteen", "16"),
        ("diecisiete", "17"),
        ("seventeen", "17"),
        ("dieciocho", "18"),
        ("eighteen", "18"),
        ("diecinueve", "19"),
        ("nineteen", "19"),
        ("veintiuno", "21"),
        ("veintidos", "22"),
        ("veintitres", "23"),
        ("veinticuatro", "24"),
        ("veinticinco", "25"),
        ("veintiseis", "26"),
        ("veintisiete", "27"),
        ("veintiocho", "28"),
        ("veintinueve", "29"),
        ("cien", "100"),
        ("ciento", "100"),
        ("doscientos", "200"),
        ("trescientos", "300"),
        ("cuatrocientos", "400"),
        ("quinientos", "500"),
        ("seiscientos", "600"),
        ("setecientos", "700"),
        ("ochocientos", "800"),
        ("novecientos", "900"),
        ("ventiuno", "21"),
        ("ventidos", "22"),
    ];
    WHOLE.iter().find(|(word, _)| *word == said).map(|(_, digits)| *digits)
}

/// The letter that a word of the aviation alphabet stands for. These words are seldom said otherwise.
pub(super) fn radio_letter(said: &str) -> Option<u8> {
    const RADIO: [&str; 28] = [
        "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "kilo", "lima",
        "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey",
        "xray", "yankee", "zulu", "alfa", "juliett",
    ];
    RADIO.contains(&said).then(|| said.as_bytes()[0])
}

/// The letter whose Spanish or English name is `said`. Many of these are also plain words ("de",
/// "te", "be"), so they count only where a plate has been announced.
pub(super) fn named_letter(said: &str) -> Option<u8> {
    const NAMES: [(&str, u8); 53] = [
        ("be", b'b'),
        ("bee", b'b'),
        ("bi", b'b'),
        ("ce", b'c'),
        ("se", b'c'),
        ("cee", b'c'),
        ("de", b'd'),
        ("dee", b'd'),
        ("efe", b'f'),
        ("ef", b'f'),
        ("eff", b'f'),
        ("ge", b'g'),
        ("gee", b'g'),
        ("hache", b'h'),
        ("ache", b'h'),
        ("aitch", b'h'),
        ("jota", b'j'),
        ("jay", b'j'),
        ("ka", b'k'),
        ("kay", b'k'),
        ("ele", b'l'),
        ("el", b'l'),
        ("eme", b'm'),
        ("em", b'm'),
        ("ene", b'n'),
        ("en", b'n'),
        ("pe", b'p'),
        ("pee", b'p'),
        ("cu", b'q'),
        ("queue", b'q'),
        ("cue", b'q'),
        ("ere", b'r'),
        ("erre", b'r'),
        ("ar", b'r'),
        ("are", b'r'),
        ("ese", b's'),
        ("ess", b's'),
        ("te", b't'),
        ("tee", b't'),
        ("uve", b'v'),
        ("ve", b'v'),
        ("vee", b'v'),
        ("dobleu", b'w'),
        ("doubleu", b'w'),
        ("equis", b'x'),
        ("ekis", b'x'),
        ("ex", b'x'),
        ("ye", b'y'),
        ("igriega", b'y'),
        ("why", b'y'),
        ("zeta", b'z'),
        ("ceta", b'z'),
        ("zee", b'z'),
    ];
    radio_letter(said).or_else(|| NAMES.iter().find(|(name, _)| *name == said).map(|(_, letter)| *letter))
}
