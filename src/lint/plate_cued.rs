//! Licence plates that somebody announced: "placa", "plate", "tag", "matrícula", then almost anything.

use std::ops::Range;

use super::fold::Folded;
use super::plate::{PLATE_CHARS_MAX, is_standard, is_stop, shape};
use super::token::{Pattern, Token, from, pattern, step, tokens};
use super::word;

/// Words between the announcement and the plate ("is from California, it says").
const FILLERS_MAX: usize = 8;
/// Pieces of one plate: each character may stand alone.
const PIECES_MAX: usize = PLATE_CHARS_MAX;
/// Characters of a plate that stands further from its announcement.
const FAR_CHARS_MIN: usize = 5;
const GAP_BYTES_MAX: usize = 4;

static CUE: Pattern = Pattern::new(|| {
    pattern(
        r"\b(?:placas?|plakas?|plaka|plates?|license|licence|lic|matriculas?|tags?|patentes?|chapas?|plcas?|plts?)\b",
    )
});
static PARTIAL: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:parcial|partial|starts?|starting|ends?|ending|begins?|empiezan?|empesando|terminan?|comienzan?|",
        r"first|last|primer[ao]s|ultim[ao]s)\b",
    ))
});
static VANITY: Pattern = Pattern::new(|| pattern(r"\b(?:vanity|personali[sz]ad[ao]s?|personali[sz]ed|custom)\b"));

/// Spans after an announcement that are, or may be part of, a plate.
pub(super) fn find(text: &Folded) -> Vec<Range<usize>> {
    let all = tokens(&text.low);
    CUE.find_iter(&text.low)
        .flat_map(|cue| {
            let vanity = VANITY.is_match(super::token::before(&text.low, cue.start(), 24));
            let first = from(&all, cue.end());
            let found = announced(text, &all, first, vanity);
            let second = found.as_ref().and_then(|range| one_more(text, &all, range));
            [found, second]
        })
        .flatten()
        .collect()
}

/// "plates X and Y": a second one after "and".
fn one_more(text: &Folded, all: &[Token], found: &Range<usize>) -> Option<Range<usize>> {
    let joint = from(all, found.end);
    let word = all.get(joint)?.of(&text.low);
    let close = all[joint].start - found.end <= 2;
    (close && matches!(word, "y" | "and" | "e" | "or")).then(|| gathered(text, all, joint + 1, false))?
}

fn announced(text: &Folded, all: &[Token], first: usize, vanity: bool) -> Option<Range<usize>> {
    let mut partial = false;
    let mut wandered = false;
    let end = all.len().min(first + FILLERS_MAX);
    for at in first..end {
        let start = all[at].start;
        let since = all[first].start.saturating_sub(2);
        if text.low[since..start].contains('\u{3}') {
            return None;
        }
        let word = all[at].of(&text.low);
        if vanity && at == first && is_vanity(text, all[at]) {
            return Some(all[at].range());
        }
        let mixed =
            word.bytes().any(|byte| byte.is_ascii_digit()) && word.bytes().any(|byte| byte.is_ascii_alphabetic());
        if let Some(range) = gathered(text, all, at, partial)
            && (!wandered || mixed && range.len() >= FAR_CHARS_MIN)
        {
            return Some(range);
        }
        partial |= PARTIAL.is_match(word);
        // After a word that has no place in an announcement, only a long mixed token still counts.
        wandered |= !is_filler(word);
    }
    None
}

fn is_vanity(text: &Folded, token: Token) -> bool {
    let written = token.of(&text.low);
    (2..=7).contains(&written.len()) && !is_filler(written)
}

struct Taken {
    end: usize,
    /// Could also be a word that follows the plate.
    doubtful: bool,
    written: usize,
}

/// The plate that starts at token `first`, as long as it can be.
fn gathered(text: &Folded, all: &[Token], first: usize, partial: bool) -> Option<Range<usize>> {
    let low = &text.low;
    let mut joined = String::new();
    let mut taken: Vec<Taken> = Vec::new();
    for token in all[first.min(all.len())..].iter().take(PIECES_MAX) {
        if let Some(last) = taken.last()
            && !gap_fits(&low[last.end..token.start])
        {
            break;
        }
        step();
        let Some((chars, doubtful)) = chars_of(token.of(low), token.of(&text.cased)) else { break };
        if joined.len() + chars.len() > PLATE_CHARS_MAX {
            break;
        }
        joined.push_str(&chars);
        taken.push(Taken { end: token.end, doubtful, written: joined.len() });
    }
    let start = all.get(first)?.start;
    // The longest piece of it that has a known shape; else all of it but doubtful words at the end.
    if let Some(whole) = taken.iter().rev().find(|piece| is_standard(&shape(&joined[..piece.written]))) {
        return Some(start..whole.end);
    }
    while taken.last().is_some_and(|piece| piece.doubtful) {
        taken.pop();
    }
    let last = taken.last()?;
    let kept = &joined[..last.written];
    let letters = kept.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = kept.len() - letters;
    let enough = if partial {
        digits >= 1 && kept.len() >= 2
            || letters >= 2 && text.cased[start..last.end].bytes().all(|byte| !byte.is_ascii_lowercase())
    } else if letters == 0 {
        digits >= 4 && (taken.len() == 1 || digits >= 5) && !is_year(kept)
    } else {
        digits >= 1
            && (kept.len() >= 4
                || (kept.len() == 3 && taken.len() == 1 && !kept.ends_with("am") && !kept.ends_with("pm")))
    };
    enough.then_some(start..last.end)
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))
}

fn gap_fits(gap: &str) -> bool {
    gap.len() <= GAP_BYTES_MAX
        && gap.bytes().all(|byte| {
            matches!(byte, b' ' | b'\n' | b'.' | b'-' | b'_' | b'*' | b'?' | b'\'' | b',' | super::fold::OTHER_SIGN)
        })
}

/// What a word adds to a plate, and whether it may be no part of it.
fn chars_of(low: &str, cased: &str) -> Option<(String, bool)> {
    let has_digit = low.bytes().any(|byte| byte.is_ascii_digit());
    if has_digit {
        let ordinal = low.ends_with("th") || low.ends_with("st") || low.ends_with("nd") || low.ends_with("rd");
        return (!ordinal || low.len() > 5).then(|| (low.to_owned(), false));
    }
    if low.len() == 1 {
        return Some((low.to_owned(), matches!(low, "a" | "y" | "o" | "e" | "u" | "i" | "n")));
    }
    if let Some(letter) = word::named_letter(low) {
        return Some((char::from(letter).to_string(), word::radio_letter(low).is_none()));
    }
    let upper = cased.bytes().all(|byte| byte.is_ascii_uppercase());
    let short = low.len() <= 3 && (!is_stop(low) || low == "abc") || upper && low.len() <= 4 && !is_stop(low);
    short.then(|| (low.to_owned(), true))
}

fn is_filler(word: &str) -> bool {
    const FILLERS: &str = " \
        is are was were es son era eran la el las los lo de del number num numero numeros no nr n starts start \
        starting with ends end ending in begins empieza empiezan empesando con termina terminan comienza en of the \
        for california nevada arizona texas utah oregon colorado washington mexico tijuana baja sonora ca az nv tx \
        ut or co bc cali carro carros troca troka camioneta van suv dice dicen says said reads read now its it that \
        that's on gob gobierno gov government federal state out delantera trasera tapada tapadas cubierta cubiertas \
        covered a medias half dirty sucia looked looks like parece parecia front rear back partial parcial lee car \
        truck black white gray grey negra negro blanca blanco gris azul roja rojo y and una un me dijo i saw vi se \
        ve pero got this esta este s traen trae lleva first last tres three primeras primeros ultimas ultimos digits \
        letters letras digitos plate plates placa placas ";
    FILLERS.contains(&format!(" {word} "))
}
