//! Numbers of documents, and dates of birth.
//!
//! Alien registration numbers (A and 7 to 9 digits), USCIS receipts, social security and taxpayer numbers,
//! passports, visas, I-94, consular cards, Mexican CURP, RFC and voter cards, driver's licences.

use std::ops::Range;

use regex::Regex;

use super::fold::Folded;
use super::token::{Pattern, after, pattern};

/// A cue, a few words, and the number that follows it as group 1.
static ANNOUNCED: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:",
        r"a[ -]?(?:#|number|numero|num|no\b|nro)|numero (?:de )?a\b|num de a\b|alien (?:registration )?(?:number|",
        r"num|no|id|#)|(?:numero|num) de (?:extranjero|alien)|",
        r"ssn|social security|social sec|seguro social|numero de seguro|num de seguro|itin|",
        r"passport|pasaporte|passaporte|visa (?:number|numero|num|no|#)|numero de (?:la )?visa|i-?94|",
        r"matricula consular|consular (?:id|card)|uscis|recibo|receipt|numero de caso|num de caso|case number|",
        r"case no|",
        r"driver'?s? licen[sc]e|drivers licen[sc]e|licencia(?: de (?:conducir|manejar|manejo))?|california id|",
        r"\bdl\b|\bcdl\b|state id|id card|",
        r"\bcurp|\brfc\b|\bine\b|clave de elector|credencial (?:de elector|para votar)|cedula|\bdpi\b|\bdui\b|",
        r"acta de nacimiento",
        r")\b?['#]?",
        r"(?:[ :#.,\-]{1,3}(?:number|numero|num|no|nro|n|is|es|was|era|de|del|la|el|mexicano|mexicana|guatemala|",
        r"honduras|salvador|mi|my|his|her|su|papa|card|clave|id|uscis|california|ca)\b){0,6}",
        r"[ :#.,\-]{0,3}\n?",
        r"((?:[a-z]{0,6}[ .\-]{0,3})\d(?:[ .\-]{0,3}[\da-z]){4,19})",
    ))
});

/// Words that the tail of an announced number may have swallowed end it.
static TAIL: Pattern =
    Pattern::new(|| pattern(r"^(?:[a-z]{0,6}[ .\-]{0,3})\d(?:[ .\-]{0,3}\d|[a-z]\d|[a-z]{1,6}\d{1,2}\b){4,18}"));

static BY_SHAPE: LazyPatterns = LazyPatterns::new(|| {
    [
        // A-number: A and 8 or 9 digits, grouped in any way.
        r"\ba[ #\-.:]{0,3}\d(?:[ .\-]{0,3}\d){7,8}\b",
        // Social security number.
        r"\b\d{3}[ \-.]{1,3}\d{2}[ \-.]{1,3}\d{4}\b",
        // USCIS receipt: three letters, ten digits.
        r"\b(?:eac|wac|lin|src|nbc|msc|ioe|ysc|mct|tsc|vsc|csc|nsc)[ .\-]{0,3}\d(?:[ .\-]{0,3}\d){9}\b",
        // CURP, voter key, RFC of a person.
        r"\b[a-z]{4}[ \-]?\d{6}[ \-]?[hmx][a-z]{5}[ \-]?[a-z0-9]\d\b",
        r"\b[a-z]{6}[ \-]?\d{8}[ \-]?[hm]\d{3}\b",
        r"\b[a-z]{4}\d{6}[a-z0-9]{3}\b",
        // Californian licence: a letter and seven digits, in one piece.
        r"\b[a-z]\d{7}\b",
    ]
    .map(pattern)
    .into()
});

static BIRTH: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:d\.?o\.?b\.?|born|date of birth|birth ?date|birthday|fecha (?:de )?nac(?:imiento)?|f\.? ?nac|",
        r"naci[oa]?|nacid[oa]|cumple(?:anos)?)\b",
        r"(?:[ :.,]{1,3}(?:is|es|on|was|el|dia|en|fue|la|del)\b){0,3}[ :.,#]{0,3}",
        r"(\d{1,2}[ /.\-]{1,3}\d{1,2}[ /.\-]{1,3}(?:\d{4}|\d{2})\b|(?:19|",
        r"20)\d\d[ /.\-]{1,3}\d{1,2}[ /.\-]{1,3}\d{1,2}\b|",
        r"\d{1,2}(?:st|nd|rd|th)? (?:de |of )?(?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic|jan|apr|aug|",
        r"dec)[a-z]{0,7}\.?,?(?: (?:de|del|of))?,? ?'?(?:\d{4}|\d{2})\b|",
        r"(?:ene|feb|mar|abr|may|jun|jul|ago|sep|oct|nov|dic|jan|apr|aug|dec)[a-z]{0,7}\.? \d{1,2}(?:st|nd|rd|",
        r"th)?,? '?(?:\d{4}|\d{2})\b)",
    ))
});

static LAST_FOUR: Pattern = Pattern::new(|| {
    pattern(r"\b(?:last (?:four|4)|ultimos (?:cuatro|4))[^\n.]{0,24}(?:social|ssn|seguro)[^\n\d]{0,8}(\d{4})\b")
});

type LazyPatterns = std::sync::LazyLock<Vec<Regex>>;

/// Digits that an announced number needs.
const ANNOUNCED_DIGITS_MIN: usize = 6;
/// Cues that other things have too ("receipt 12345678") need a longer number.
const TAIL_BYTES_MAX: usize = 40;

/// Spans that hold the number of a document or a date of birth.
pub(super) fn find(text: &Folded) -> Vec<Range<usize>> {
    // A number may go on in the next line.
    let low = &text.low.replace('\n', " ");
    let mut found: Vec<Range<usize>> =
        BY_SHAPE.iter().flat_map(|shape| shape.find_iter(low).map(|hit| hit.range())).collect();
    found.retain(|range| !is_a_call(low, range));
    for pattern in [&BIRTH, &LAST_FOUR] {
        found.extend(pattern.captures_iter(low).filter_map(|hit| hit.get(1)).map(|hit| hit.range()));
    }
    found.extend(
        ANNOUNCED.captures_iter(low).filter_map(|hit| hit.get(1)).filter_map(|hit| announced(low, hit.start())),
    );
    found
}

/// The number that starts at `start`, without the words after it.
fn announced(low: &str, start: usize) -> Option<Range<usize>> {
    let hit = TAIL.find(after(low, start, TAIL_BYTES_MAX))?;
    let digits = hit.as_str().bytes().filter(u8::is_ascii_digit).count();
    (digits >= ANNOUNCED_DIGITS_MIN).then(|| start..start + hit.end())
}

/// "marque a 213 555 01 42": a preposition before a phone number, not the letter of an A-number.
fn is_a_call(low: &str, range: &Range<usize>) -> bool {
    static MORE: Pattern = Pattern::new(|| pattern(r"^[ .\-]{1,2}\d"));
    low[range.clone()].starts_with("a ") && MORE.is_match(after(low, range.end, 3))
}
