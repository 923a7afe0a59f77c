//! Telephone numbers of the United States, Canada and Mexico, written or said.
//!
//! Ten digits count by themselves when they could be dialled (NANP: area code and exchange start with
//! 2 to 9); seven only when dashed or announced. Grouping is free, for people group as they speak.

use std::ops::Range;

use super::fold::{Folded, OTHER_SIGN};
use super::token::{Pattern, Token, before, pattern, step, tokens};

/// Country code and ten digits, each said alone, and the extra `1` of Mexican mobiles.
const DIGITS_MAX: usize = 13;
/// Signs allowed between two groups of digits, such as `) ` or ` - `.
const GAP_BYTES_MAX: usize = 4;
/// How far before a number its announcement may stand.
const CUE_BYTES_MAX: usize = 40;

static CUE: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:tel|tels|telefono|telefonos|fono|cel|celular|cell|cellphone|phone|fone|mobile|movil|whats|whatsapp|",
        r"wsp|wpp|watsap|sms|fax|call|called|calling|dial|text|txt|llam\w{0,6}|marc(?:a|ar|ame|arme|arle|arles|",
        r"ale|alen|arnos|anos|ando|que|quen|queme|quenme|quenle)|hablen(?:me|le)?|habl(?:ame|arme)|comuniq\w{0,5}|",
        r"contact\w{0,6}|reach me|my (?:number|num|digits|#)|(?:his|her|their|lawyers?'?s?) (?:number|num)|",
        r"mi (?:numero|num|nro)|(?:su|el|numero) (?:numero|num|nro) (?:es|de (?:tel|cel|el|ella))|hotline|",
        r"mensaje al|hit me up|voicemail)\b[^\n]{0,28}$",
    ))
});

struct Group {
    digits: String,
    token: Token,
}

/// Spans that could be dialled.
pub(super) fn find(text: &Folded) -> Vec<Range<usize>> {
    let low = &text.low;
    let groups: Vec<Group> =
        tokens(low).into_iter().filter_map(|token| Some(Group { digits: digits_of(low, token)?, token })).collect();
    let mut found = Vec::new();
    let mut first = 0;
    while first < groups.len() {
        let mut next = first + 1;
        while next < groups.len() && gap_fits(&low[groups[next - 1].token.end..groups[next].token.start]) {
            next += 1;
        }
        in_run(low, &groups[first..next], &mut found);
        first = next;
    }
    found
}

/// The digits of a group; `O` and `l` between digits are read as 0 and 1.
fn digits_of(low: &str, token: Token) -> Option<String> {
    let written = token.of(low);
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let alike = written.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'o' | b'l' | b'i'));
    (alike && digits > 0 && digits * 2 >= written.len() && written.len() <= DIGITS_MAX)
        .then(|| written.replace('o', "0").replace(['l', 'i'], "1"))
}

fn gap_fits(gap: &str) -> bool {
    gap.len() <= GAP_BYTES_MAX
        && gap.bytes().all(|byte| {
            matches!(byte, b' ' | b'\n' | b'.' | b'-' | b'/' | b'(' | b')' | b'+' | b',' | b'_' | b'*' | OTHER_SIGN)
        })
}

/// Looks for numbers in one run of digit groups.
fn in_run(low: &str, run: &[Group], found: &mut Vec<Range<usize>>) {
    let mut first = 0;
    while first < run.len() {
        match longest(low, run, first) {
            Some(next) => {
                let start = run[first].token.start;
                let lead = before(low, start, 2);
                let lead = lead.len() - lead.trim_end_matches(['+', '(']).len();
                found.push(start - lead..run[next - 1].token.end);
                first = next;
            }
            None => first += 1,
        }
    }
}

fn longest(low: &str, run: &[Group], first: usize) -> Option<usize> {
    let start = run[first].token.start;
    let before_it = before(low, start, 1);
    if before_it == "$" || before_it == "\u{3}" {
        return None;
    }
    let mut digits = String::new();
    let mut best = None;
    let mut announced = None;
    for next in first..run.len() {
        digits.push_str(&run[next].digits);
        if digits.len() > DIGITS_MAX {
            break;
        }
        step();
        if digits.len() < 7 {
            continue;
        }
        let whole = first == 0 && next + 1 == run.len();
        let span = start..run[next].token.end;
        let groups = &run[first..=next];
        let cue = *announced.get_or_insert_with(|| CUE.is_match(before(low, start, CUE_BYTES_MAX)));
        if is_date(low, &span) {
            continue;
        }
        if is_phone(low, groups, &digits, whole, cue) {
            best = Some(next + 1);
        }
    }
    best
}

fn is_phone(low: &str, groups: &[Group], digits: &str, whole: bool, cue: bool) -> bool {
    let sizes: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    match digits.len() {
        7 => is_local(low, groups, digits, whole, cue),
        10 => {
            (is_nanp(digits) && (whole || cue || is_usual(&sizes)))
                || is_mexican(digits, &sizes)
                || cue && whole && sizes.len() < 7
        }
        11 => digits.starts_with('1') && is_nanp(&digits[1..]) && (whole || cue || sizes[0] == 1 || sizes.len() == 1),
        12 | 13 => digits.starts_with("52") && (whole || cue || before(low, groups[0].token.start, 1) == "+"),
        _ => false,
    }
}

/// Seven digits, as neighbours still give them.
fn is_local(low: &str, groups: &[Group], digits: &str, whole: bool, cue: bool) -> bool {
    let dialled = matches!(digits.as_bytes()[0], b'2'..=b'9');
    let dashed = groups.len() == 2 && groups[0].digits.len() == 3 && {
        let gap = &low[groups[0].token.end..groups[1].token.start];
        matches!(gap, "-" | "." | " - ")
    };
    dialled && (dashed || whole && cue)
}

fn is_nanp(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    matches!(bytes[0], b'2'..=b'9') && matches!(bytes[3], b'2'..=b'9') && &bytes[1..3] != b"11" && &bytes[4..6] != b"11"
}

fn is_usual(sizes: &[usize]) -> bool {
    matches!(sizes, [10] | [3, 3, 4] | [3, 7] | [6, 4] | [3, 3, 2, 2] | [3, 4, 3] | [3, 5, 2])
}

/// Mexican numbers inside Mexico: two digits for the largest cities, three elsewhere. Of those the border's, and the cities that most calls
/// from here go to; they begin with any digit after the area.
fn is_mexican(digits: &str, sizes: &[usize]) -> bool {
    const AREAS: &str = " 222 241 244 246 311 312 331 341 351 352 353 377 433 434 443 452 612 614 622 624 631 633 637 642 644 645 646 \
        653 656 658 661 662 664 665 667 668 669 686 687 867 868 899 951 953 954 ";
    match sizes {
        [2, 4, 4] => matches!(&digits[..2], "55" | "56" | "33" | "81"),
        [3, 3, 4] => AREAS.contains(&format!(" {} ", &digits[..3])),
        _ => false,
    }
}

/// `21/11/2026 10` has ten digits too.
fn is_date(low: &str, span: &Range<usize>) -> bool {
    static DATE: Pattern = Pattern::new(|| {
        pattern(r"\b\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)\d\d\b|\b(?:19|20)\d\d[/.\-]\d{1,2}[/.\-]\d{1,2}\b")
    });
    DATE.is_match(&low[span.clone()])
}
