//! Where a person lives or lodges.
//!
//! What counts, and what does not (the rule that the warning explains):
//! - a unit (apartment, trailer, room of a motel) always counts;
//! - a house number on a street counts, unless the same sentence names a place that is open to the
//!   public (a shop, a school, a court) and nothing there says that somebody lives in it;
//! - after "vive en" or "lives at" even a corner counts, for it is someone's corner;
//! - a bare corner, a hundred block, a ZIP code or an area does not count: that is how an alert says where.

use std::ops::Range;

use super::fold::Folded;
use super::home_lodged;
use super::home_words::{LIVED_IN, PUBLIC, breaks_a_street, calle, street, unit};
use super::token::{Pattern, after, before, clause, pattern};

/// How much of a sentence around an address is read for what kind of place it is.
const CLAUSE_BYTES_MAX: usize = 70;

/// `1234 E 55th St`, `2310 w 8th st #305`, `627 1/2 e 27th`.
static NUMBER_STREET: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(\d{2,5}(?:[ -]?1/2|-?[a-d])?) (?:(?:n|s|e|w|north|south|east|west|norte|sur|este|",
        r"oeste)\.? )?((?:[a-z0-9'.]{1,20} ){0,2}?[a-z0-9'.]{1,20}) ",
        street!(),
        r"\b\.?(?:,? ?",
        unit!(),
        r")?",
    ))
});
/// `1218 E 48th`: a direction and an ordinal need no "street".
static NUMBER_ORDINAL: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b\d{2,5}(?: 1/2)? (?:n|s|e|w|north|south|east|west)\.? \d{1,3}(?:st|nd|rd|th)\b(?: ",
        street!(),
        r"\b)?\.?(?:,? ?",
        unit!(),
        r")?"
    ))
});
/// `calle Hooper 5518`, `avenida Gage 3320 interior 4`.
static CALLE_NUMBER: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:la |el )?",
        calle!(),
        r"\.? ((?:[a-z'.]{2,20} ){1,3})(?:#|no\.? ?|num\.? ?|numero )?\d{2,5}\b(?:,? ?",
        unit!(),
        r")?"
    ))
});
/// `el 1190 de la calle San Julián`.
static NUMBER_CALLE: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:el |la )?\d{2,5} (?:de|en|sobre) la ",
        calle!(),
        r"\.? [a-z0-9'.]{1,20}(?: [a-z]{3,20})?(?:,? ?",
        unit!(),
        r")?"
    ))
});
/// A unit that stands alone. `unit` and `space` are also words of the police and of parking lots.
static UNIT: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:apt|apto|aptmt|apartment|apartamento|apartemento|departamento|depto|dpto|depa|trailer|",
        r"traila)s?\.?[ :]{0,2}(?:#|no\.?|num\.?|numero|number|es el|es|is)? ?(?:#|numero )?(?:\d{1,4}[a-z]?|",
        r"[a-z]\d{1,3}|[b-d])\b|",
        r"\b(?:motel|hotel)\b[^.,\n]{0,20}\b(?:room|cuarto|habitacion|hab|rm)\.? ?#? ?\d{1,4}\b|",
        r"\b(?:espacio|space|spc|unit|unidad)\.? ?#? ?\d{1,4}[a-z]?\b",
    ))
});
/// The number of an apartment named before: `su apartamento es el numero 18`.
static NUMBER_OF_UNIT: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:apartamento|departamento|apartment|depa|casa|house) (?:es |is |era )?(?:el |the )?((?:numero|",
        r"number|num|no|#) ?#?\d{1,5}[a-z]?)\b",
    ))
});
/// Someone lives there; then the words of the place as group 1.
static LIVES: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:(?:viv(?:e|en|o|imos|ia|ian)|lives?|lived|living|resid(?:e|en|es)|staying|stays|se queda)",
        r"(?: (?:ahi|alla|aqui|cerca|right|over|there|atras|solo|sola|alone))? (?:en|at|on|in|por|near|cerca de|de)|",
        r"(?:(?:su|mi) casa(?: (?:esta|es|queda))?|(?:su|mi|el) domicilio(?: es)?|",
        r"(?:my|his|her|their) (?:house|home|address)(?: is)?|(?:mi|su) direccion(?: es)?|",
        r"(?:afuera|fuera|enfrente) de (?:su|mi) casa|home is)(?: (?:en|at|on|in|por|near|cerca de|de))?)",
        r" ((?:la|el|the)? ?[a-z0-9'#.]{1,20}(?: [a-z0-9'#.]{1,20}){0,4})",
    ))
});

/// Spans that may be somebody's home.
pub(super) fn find(text: &Folded) -> Vec<Range<usize>> {
    let low = &text.low;
    let mut found = Vec::new();
    for hit in NUMBER_STREET.captures_iter(low) {
        let (Some(whole), Some(name)) = (hit.get(0), hit.get(2)) else { continue };
        // "2026-09-10 Warner Ave": the end of a date or a time is no house number.
        let dated = before(low, whole.start(), 1).ends_with(['-', '/', ':', '.']);
        if !dated && !name.as_str().split(' ').any(breaks_a_street) && is_private(low, &whole.range()) {
            found.push(whole.range());
        }
    }
    for pattern in [&NUMBER_ORDINAL, &NUMBER_CALLE] {
        found.extend(pattern.find_iter(low).map(|hit| hit.range()).filter(|range| is_private(low, range)));
    }
    for hit in CALLE_NUMBER.captures_iter(low) {
        let (Some(whole), Some(name)) = (hit.get(0), hit.get(1)) else { continue };
        if !name.as_str().split(' ').any(|word| word.len() > 1 && breaks_a_street(word))
            && is_private(low, &whole.range())
        {
            found.push(whole.range());
        }
    }
    found.extend(UNIT.find_iter(low).map(|hit| hit.range()).filter(|range| is_a_unit(low, range)));
    found.extend(NUMBER_OF_UNIT.captures_iter(low).filter_map(|hit| hit.get(1)).map(|hit| hit.range()));
    found.extend(home_lodged::find(text));
    found.extend(LIVES.captures_iter(low).filter_map(|hit| hit.get(1)).filter_map(|hit| lived_in(low, hit.range())));
    found
}

/// A unit or a sign of living there settles it; else a public place nearby clears it.
fn is_private(low: &str, range: &Range<usize>) -> bool {
    static HAS_UNIT: Pattern = Pattern::new(|| pattern(concat!(r" ", unit!(), r"$")));
    if HAS_UNIT.is_match(&low[range.clone()]) {
        return true;
    }
    let around = &low[clause(low, range, CLAUSE_BYTES_MAX)];
    LIVED_IN.is_match(around) || !PUBLIC.is_match(around)
}

/// Police units and parking spaces have numbers too: those words need a building or a trailer near.
fn is_a_unit(low: &str, range: &Range<usize>) -> bool {
    static DWELLING: Pattern = Pattern::new(|| {
        pattern(
            r"\b(?:apart\w*|complex|building|edificio|trailers?|trailas?|mobile home|condo|departamentos?|duplex)\b",
        )
    });
    let word = &low[range.clone()];
    let common = ["unit", "unidad", "space", "espacio", "spc"].iter().any(|start| word.starts_with(start));
    let around = &low[clause(low, range, CLAUSE_BYTES_MAX)];
    !common || LIVED_IN.is_match(around) || DWELLING.is_match(around)
}

/// The place after "vive en", where it is exact enough to find: it holds a number or a corner.
fn lived_in(low: &str, place: Range<usize>) -> Option<Range<usize>> {
    let mut end = place.start;
    let mut exact = false;
    let mut corner = false;
    for word in low[place.clone()].split_inclusive(' ') {
        let bare = word.trim_end();
        if is_time_or_company(bare) || (corner && exact && end > place.start && is_talk(bare)) {
            break;
        }
        let number = bare.bytes().any(|byte| byte.is_ascii_digit());
        corner |= matches!(bare, "y" | "and" | "&" | "e");
        exact |= number || corner;
        end += word.len();
    }
    let rest = after(low, place.end, 24);
    let more = if end == place.end && !corner && exact && (rest.starts_with(" y ") || rest.starts_with(" and ")) {
        let joint = if rest.starts_with(" y ") { 3 } else { 5 };
        joint + rest[joint..].bytes().take_while(u8::is_ascii_alphanumeric).count()
    } else {
        0
    };
    let kept = low[place.start..end].trim_end().len();
    exact.then(|| place.start..place.start + kept + more).filter(|range| !range.is_empty())
}

/// "Vive en Bell desde 1999", "with her 3 kids": the number is no address.
fn is_time_or_company(word: &str) -> bool {
    matches!(
        word,
        "am" | "pm"
            | "desde"
            | "since"
            | "hace"
            | "for"
            | "con"
            | "with"
            | "her"
            | "sus"
            | "years"
            | "anos"
            | "pero"
            | "but"
            | "en"
            | "in"
            | "cuando"
            | "when"
            | "que"
            | "because"
            | "porque"
    )
}

fn is_talk(word: &str) -> bool {
    matches!(
        word,
        "atras"
            | "arriba"
            | "abajo"
            | "upstairs"
            | "behind"
            | "la"
            | "the"
            | "el"
            | "los"
            | "lo"
            | "esta"
            | "es"
            | "is"
    )
}
