//! E-mail addresses, handles and links.

use std::ops::Range;

use super::fold::Folded;
use super::token::{Pattern, pattern};

/// Endings of host names that people share in messages; a dot between words is not enough.
macro_rules! ending {
    () => {
        concat!(
            r"(?:com|org|net|edu|gov|mil|info|biz|io|me|ly|co|us|mx|app|dev|tv|gg|link|live|news|site|online|xyz|im|",
            r"be|cc|la|page|social|chat|li|to)",
        )
    };
}

static WRITTEN: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b[a-z0-9][a-z0-9._%+\-]{0,63} ?@ ?[a-z0-9][a-z0-9\-]{0,62}(?:\.[a-z0-9\-]{1,30}){1,4}\b|",
        r"\b[a-z0-9][a-z0-9._+\-]{0,40}(?: (?:arroba|at) | ?[(\[] ?(?:arroba|at) ?[)\]] ?|",
        r" ?arroba ?)[a-z0-9\-]{2,30}(?: ?[(\[]? ?(?:punto|dot) ?[)\]]? ?",
        ending!(),
        r"\b| ?\.(?:com|net|org)\b)|",
        r"\b(?:https?|ftp)://[^\s\x02\x03]{2,300}|",
        r"\bwww\.[a-z0-9\-]{1,60}\.[^\s,\x02\x03]{2,200}|",
        r"\b(?:[a-z0-9\-]{1,40}\.){1,3}",
        ending!(),
        r"/[^\s,\x02\x03]{1,200}|",
        r"\b(?:[a-z0-9\-]{2,40}\.){1,3}(?:com|org|net|info|gov|edu)\b",
    ))
});

/// `name dot surname at host dot com`.
static SPOKEN: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b[a-z0-9_]{1,30}(?: (?:dot|punto|guion bajo|underscore|guion) [a-z0-9_]{1,30}){0,3} (?:at|",
        r"arroba) [a-z0-9\-]{2,30} (?:dot|punto) (?:com|net|org|mx|edu)\b",
    ))
});

static HANDLE: Pattern = Pattern::new(|| pattern(r"(?:^|[^a-z0-9._@])(@[a-z_][a-z0-9_.]{2,30})"));

/// An app or "user name", then what to look for there.
static ANNOUNCED: Pattern = Pattern::new(|| {
    pattern(concat!(
        r"\b(?:signal|telegram|insta|instagram|ig|snap|snapchat|tiktok|tik tok|twitter|facebook|fb|messenger|",
        r"wechat|discord|venmo|cash ?app|zelle|usuario|username|user name)",
        r"(?: (?:user|username|usuario|name|id|handle|de signal|de telegram|de insta|en signal|on signal))?",
        r"(?:(?: ?: ?| (?:is|es|me as|soy|como|as) )@?([a-z0-9_][a-z0-9_.]{2,30})|",
        r" ([a-z0-9.]{1,30}_[a-z0-9_.]{1,30}))",
    ))
});

/// Spans that lead to a person or a page.
pub(super) fn find(text: &Folded) -> Vec<Range<usize>> {
    let low = &text.low;
    let mut found: Vec<Range<usize>> = Vec::new();
    for pattern in [&WRITTEN, &SPOKEN] {
        found.extend(pattern.find_iter(low).map(|hit| trimmed(low, hit.range())));
    }
    found.extend(HANDLE.captures_iter(low).filter_map(|hit| hit.get(1)).map(|hit| trimmed(low, hit.range())));
    found.extend(
        ANNOUNCED
            .captures_iter(low)
            .filter_map(|hit| hit.get(1).or(hit.get(2)))
            .map(|hit| trimmed(low, hit.range()))
            .filter(|range| is_a_name_there(&low[range.clone()])),
    );
    found
}

/// A sentence goes on after its full stop; a link does not.
fn trimmed(low: &str, range: Range<usize>) -> Range<usize> {
    let kept = low[range.clone()].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '"']);
    range.start..range.start + kept.len()
}

/// User names carry a digit, a dot or an underscore; plain words after "signal is" are talk.
fn is_a_name_there(written: &str) -> bool {
    let marks = written.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'.'));
    let phone = written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    marks && !phone && written.bytes().any(|byte| byte.is_ascii_alphabetic())
}
