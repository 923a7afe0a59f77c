//! Tokens: the runs of letters and digits of a folded text, and what stands between them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// A pattern of ours, compiled on first use.
pub(super) type Pattern = LazyLock<Regex>;

/// Compiles a pattern that is written in this room.
pub(super) fn pattern(source: &str) -> Regex {
    #[expect(
        clippy::expect_used,
        reason = "the sources are constants of this room, and the corpus test reaches each one"
    )]
    Regex::new(source).expect("a pattern of the lint does not compile")
}

/// One run of ASCII letters and digits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
}

impl Token {
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }
}

/// All tokens of a folded text, in order.
pub(super) fn tokens(low: &str) -> Vec<Token> {
    let bytes = low.as_bytes();
    let mut found = Vec::with_capacity(bytes.len() / 5);
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
            at += 1;
        }
        found.push(Token { start, end: at });
    }
    found
}

/// The tokens from the first one that starts at or after `at`.
pub(super) fn from(tokens: &[Token], at: usize) -> usize {
    tokens.partition_point(|token| token.start < at)
}

/// Up to `bytes` of text before `at`.
pub(super) fn before(low: &str, at: usize, bytes: usize) -> &str {
    &low[at.saturating_sub(bytes)..at]
}

/// Up to `bytes` of text after `at`.
pub(super) fn after(low: &str, at: usize, bytes: usize) -> &str {
    &low[at..low.len().min(at + bytes)]
}

/// The part of a line around `range` that belongs to one thought: up to the next line break or
/// full stop, and at most `bytes` to each side.
pub(super) fn clause(low: &str, range: &Range<usize>, bytes: usize) -> Range<usize> {
    let ends = |pair: &[u8]| pair[0] == b'\n' || (matches!(pair[0], b'.' | b'!' | b'?' | b';') && pair[1] == b' ');
    let left = before(low, range.start, bytes);
    let right = after(low, range.end, bytes);
    let start = left.as_bytes().windows(2).rposition(ends).map_or(0, |place| place + 1);
    let end = right.as_bytes().windows(2).position(ends).unwrap_or(right.len());
    range.start - left.len() + start..range.end + end
}

/// Called once per window a detector looks at; costs nothing outside tests.
pub(super) fn step() {
    #[cfg(test)]
    steps::step();
}

#[cfg(test)]
pub(super) mod steps {
    //! Counts the windows that detectors look at, so that a test can see that work grows with the text.
    use std::cell::Cell;

    thread_local! { static STEPS: Cell<usize> = const { Cell::new(0) }; }

    pub fn step() {
        STEPS.with(|steps| steps.set(steps.get() + 1));
    }

    pub fn take() -> usize {
        STEPS.with(Cell::take)
    }
}
