//! Folding: one plain spelling of a text, with the way back to the original.
//!
//! In: any text. Out: the same text in ASCII, where `Á`, fullwidth `Ａ`, circled `Ⓐ`, Cyrillic `А` and Greek
//! `Α` are all `A`, where `３`, `3️⃣`, `③` and `٣` are all `3`, and where nothing invisible is left. Every
//! byte remembers which characters of the original it stands for (NFKD of Unicode UAX #15, marks
//! dropped, then a short table of look-alikes after Unicode UTS #39).

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::finding::marker_at;
use super::word::{self, Number};

/// Stands for a letter that has no Latin look-alike.
const OTHER_LETTER: u8 = 1;
/// Stands for any other sign, such as an emoji.
pub(super) const OTHER_SIGN: u8 = 2;
/// Stands for the marker of an earlier redaction. No pattern reaches across it.
const MARKER: u8 = 3;

/// A text in one plain spelling.
pub(super) struct Folded {
    /// ASCII only, upper and lower case as written.
    pub cased: String,
    /// The same in lower case, byte for byte as long.
    pub low: String,
    starts: Vec<usize>,
    ends: Vec<usize>,
}

impl Folded {
    /// Folds a text.
    pub fn of(text: &str) -> Self {
        let mut build = Build::with_capacity(text.len());
        let mut marker_end = 0;
        let mut chars = text.char_indices().peekable();
        let mut after_flag = false;
        while let Some((start, ch)) = chars.next() {
            if start < marker_end {
                continue;
            }
            let end = start + ch.len_utf8();
            let flag = is_regional(ch);
            let next_is_flag = chars.peek().is_some_and(|(_, next)| is_regional(*next));
            if ch == '['
                && let Some(length) = marker_at(&text[start..])
            {
                marker_end = start + length;
                build.push(MARKER, start, marker_end);
            } else if is_invisible(ch) {
                build.extend(start, end);
            } else if flag && !after_flag && !next_is_flag {
                // One regional letter alone is no flag: it is somebody spelling.
                let letter = u8::try_from(u32::from(ch) - 0x1F1E6).unwrap_or(0);
                build.push(b'A' + letter, start, end);
            } else {
                build.fold(ch, start, end);
            }
            after_flag = flag;
        }
        build.done()
    }

    /// The same text with number words as digits: `dos uno tres` is `2 1 3`, `fifty-five` is `55`.
    pub fn spoken(&self) -> Self {
        let mut build = Build::with_capacity(self.low.len());
        let bytes = self.low.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at].is_ascii_alphabetic() && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric()) {
                if let Some(Number { digits, end }) = word::number_at(&self.low, at) {
                    let (from, to) = (self.starts[at], self.ends[end - 1]);
                    digits.bytes().for_each(|digit| build.push(digit, from, to));
                    at = end;
                    continue;
                }
                let end = word::end_of(bytes, at);
                while at < end {
                    self.copy(&mut build, at);
                    at += 1;
                }
                continue;
            }
            self.copy(&mut build, at);
            at += 1;
        }
        build.done()
    }

    /// The same text with single line breaks read as spaces: phones and people wrap lines where they like. Offsets stay as they are.
    pub fn unwrapped(&self) -> Self {
        let bytes = self.cased.as_bytes();
        let is_break = |at: Option<usize>| at.and_then(|at| bytes.get(at)) == Some(&b'\n');
        let is_alone = |at: usize| is_break(Some(at)) && !is_break(at.checked_sub(1)) && !is_break(Some(at + 1));
        let read = |(at, byte): (usize, &u8)| if is_alone(at) { ' ' } else { char::from(*byte) };
        let cased: String = bytes.iter().enumerate().map(read).collect();
        Self { low: cased.to_ascii_lowercase(), cased, starts: self.starts.clone(), ends: self.ends.clone() }
    }

    /// Byte offsets in the original text of a non-empty range of the folded text.
    pub fn original(&self, range: Range<usize>) -> (usize, usize) {
        (self.starts[range.start], self.ends[range.end - 1])
    }

    /// True where somebody typed everything in capitals, so that a capital says nothing.
    pub fn shouts(&self) -> bool {
        !self.cased.bytes().any(|byte| byte.is_ascii_lowercase())
    }

    fn copy(&self, build: &mut Build, at: usize) {
        build.push(self.cased.as_bytes()[at], self.starts[at], self.ends[at]);
    }
}

struct Build {
    cased: String,
    starts: Vec<usize>,
    ends: Vec<usize>,
}

impl Build {
    fn with_capacity(bytes: usize) -> Self {
        Self { cased: String::with_capacity(bytes), starts: Vec::with_capacity(bytes), ends: Vec::with_capacity(bytes) }
    }

    /// Adds one ASCII byte that stands for `start..end` of the original.
    fn push(&mut self, byte: u8, start: usize, end: usize) {
        // Any number of spaces reads as one.
        if byte == b' ' && self.cased.ends_with(' ') && self.ends.last() == Some(&start) {
            self.extend(start, end);
            return;
        }
        debug_assert!(byte.is_ascii(), "folded text is ASCII, so every offset is a character boundary");
        self.cased.push(char::from(byte));
        self.starts.push(start);
        self.ends.push(end);
    }

    /// Lets the character before also cover an invisible one that follows it.
    fn extend(&mut self, start: usize, end: usize) {
        for last in self.ends.iter_mut().rev() {
            if *last != start {
                break;
            }
            *last = end;
        }
    }

    fn fold(&mut self, ch: char, start: usize, end: usize) {
        if ch.is_ascii() {
            self.push(plain_ascii(ch), start, end);
            return;
        }
        if let Some(byte) = look_alike(ch) {
            self.push(byte, start, end);
            return;
        }
        let mut pushed = false;
        for part in std::iter::once(ch).nfkd() {
            if is_combining_mark(part) {
                continue;
            }
            let byte = if part.is_ascii() { plain_ascii(part) } else { look_alike(part).unwrap_or_else(|| kind(part)) };
            self.push(byte, start, end);
            pushed = true;
        }
        if !pushed {
            self.extend(start, end);
        }
    }

    fn done(self) -> Folded {
        let low = self.cased.to_ascii_lowercase();
        Folded { cased: self.cased, low, starts: self.starts, ends: self.ends }
    }
}

fn plain_ascii(ch: char) -> u8 {
    match ch {
        '\n' | '\r' => b'\n',
        _ if ch.is_ascii_control() => b' ',
        // The caller has checked that `ch` is ASCII, so the value fits.
        _ => u8::try_from(ch).unwrap_or(OTHER_SIGN),
    }
}

fn kind(ch: char) -> u8 {
    match ch {
        '\u{2028}' | '\u{2029}' | '\u{85}' => b'\n',
        _ if ch.is_whitespace() => b' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{2796}' => b'-',
        '\u{b7}' | '\u{2022}' | '\u{2219}' | '\u{22c5}' | '\u{30fb}' | '\u{3002}' => b'.',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => b'\'',
        '\u{201c}' | '\u{201d}' | '\u{ab}' | '\u{bb}' => b'"',
        '\u{2044}' | '\u{2215}' => b'/',
        _ if ch.is_alphabetic() => OTHER_LETTER,
        _ => OTHER_SIGN,
    }
}

const fn is_regional(ch: char) -> bool {
    matches!(ch, '\u{1F1E6}'..='\u{1F1FF}')
}

/// Characters without width: joiners, directions, variation selectors, fillers, keycaps, tags.
const fn is_invisible(ch: char) -> bool {
    matches!(ch,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{20e3}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// The first digit of the number systems that people type, after the digit zero of each.
const ZEROS: [u32; 8] = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xe50, 0x1040, 0x17e0];

/// Letters from, and letters to, in the same order: Cyrillic, Greek, Armenian, Latin with strokes.
const LOOK_ALIKES: [(&str, &str); 4] = [
    ("АВЕЅІЈКМНОРСТУХԚԜҮаеѕіјорсухһԛԝүвкмнтЗзІӀ", "ABESIJKMHOPCTYXQWYaesijopcyxhqwyBKMHT33II"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχϲϳ", "ABEZHIKMNOPTYXaikvoptuxcj"),
    ("ՕօՍսԼհոցսյ", "OoUuLhngui"),
    ("łŁøØđĐıɑɡɩʏßæÆœŒþðħŧ", "lLoOdDiagiYsaAoOpdht"),
];

fn look_alike(ch: char) -> Option<u8> {
    let code = u32::from(ch);
    if let Some(zero) = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code)) {
        return u8::try_from(code - zero).ok().map(|digit| b'0' + digit);
    }
    let run = |first: u32, to: u8| u8::try_from(code - first).ok().map(|step| to + step);
    match ch {
        '\u{2776}'..='\u{277e}' => run(0x2776, b'1'),
        '\u{2780}'..='\u{2788}' => run(0x2780, b'1'),
        '\u{278a}'..='\u{2792}' => run(0x278a, b'1'),
        '\u{24ff}' => Some(b'0'),
        '\u{1F150}'..='\u{1F169}' => run(0x1F150, b'A'),
        '\u{1F170}'..='\u{1F189}' => run(0x1F170, b'A'),
        _ => LOOK_ALIKES.iter().find_map(|(from, to)| {
            let place = from.chars().position(|letter| letter == ch)?;
            to.as_bytes().get(place).copied()
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_alike_has_its_letter() {
        for (from, to) in LOOK_ALIKES {
            assert_eq!(from.chars().count(), to.len(), "{from}");
        }
    }

    #[test]
    fn one_spelling_for_many() {
        for written in [
            "8KRD214",
            "８ＫＲＤ２１４",
            "8\u{200b}K\u{ad}R\u{fe0f}D214",
            "8️⃣КRD2️⃣1️⃣4️⃣",
            "⑧ⓀⓇⒹ②①④",
            "𝟴𝗞𝗥𝗗𝟮𝟭𝟰",
            "8🅺🆁🅳214",
        ] {
            assert_eq!(Folded::of(written).cased, "8KRD214", "{written}");
        }
        // The control: letters that look like nothing Latin stay apart.
        assert_ne!(Folded::of("8ЖRD214").cased, "8KRD214");
    }

    #[test]
    fn words_become_digits() {
        let spoken = |text: &str| Folded::of(text).spoken().low;
        assert_eq!(spoken("dos uno tres"), "2 1 3");
        assert_eq!(spoken("setenta y tres, fifty-five, veintidós"), "73, 55, 22");
        assert_eq!(spoken("double five oh one"), "55 0 1");
        assert_eq!(spoken("ochocientos, eight hundred"), "800, 800");
        assert_eq!(spoken("once upon a dosis, o no"), "11 upon a dosis, o no");
    }

    #[test]
    fn the_way_back_covers_what_was_folded_away() {
        let text = "a 8️⃣K\u{200b} z";
        let folded = Folded::of(text);
        let (start, end) = folded.original(2..4);
        assert_eq!(&text[start..end], "8️⃣K\u{200b}");
    }
}
