//! Small slips of the finger: how far one word is from another.

/// How many slips a word of this many letters may have. Short words turn into one another too easily, and numbers
/// ("35th", "36th") must never.
pub(super) fn slips_allowed(letters: usize) -> usize {
    match letters {
        0..=4 => 0,
        5..=7 => 1,
        _ => 2,
    }
}

/// Which letters a word has, as a set of bits. Two words within `n` slips differ in at most `2 n` bits, so that most
/// words are refused without counting.
pub(super) fn letter_set(word: &str) -> u64 {
    word.bytes().fold(0, |set, byte| {
        set | match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            b'0'..=b'9' => 1 << (26 + byte - b'0'),
            b' ' => 1 << 36,
            _ => 1 << 37,
        }
    })
}

/// The number of slips between two words when it is at most `most`: letters missing, added, changed, or two neighbours
/// exchanged (optimal string alignment). Words that differ in their digits are never near.
pub(super) fn slips(a: &str, b: &str, most: usize) -> Option<usize> {
    let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).collect::<Vec<u8>>();
    if a.len().abs_diff(b.len()) > most || digits(a) != digits(b) {
        return None;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for row in 1..=a.len() {
        let mut current = vec![row; b.len() + 1];
        for column in 1..=b.len() {
            let differs = usize::from(a[row - 1] != b[column - 1]);
            let mut cost = (last[column - 1] + differs).min(last[column] + 1).min(current[column - 1] + 1);
            let exchanged = row > 1 && column > 1 && a[row - 1] == b[column - 2] && a[row - 2] == b[column - 1];
            if exchanged {
                cost = cost.min(before_last[column - 2] + 1);
            }
            current[column] = cost;
        }
        if current.iter().min().is_none_or(|least| *least > most) {
            return None;
        }
        before_last = std::mem::replace(&mut last, current);
    }
    last.last().copied().filter(|slips| *slips <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        assert_eq!(slips("slauson", "slauson", 2), Some(0));
        assert_eq!(slips("slauson", "slausen", 2), Some(1));
        assert_eq!(slips("heights", "hieghts", 2), Some(1));
        assert_eq!(slips("figueroa", "figeroa", 2), Some(1));
        assert_eq!(slips("figueroa", "figaro", 2), None);
        assert_eq!(slips("35 street", "36 street", 2), None);
        assert_eq!(slips("", "ab", 2), Some(2));
    }

    #[test]
    fn the_letter_set_never_refuses_a_near_word() {
        for (a, b) in [("slauson", "slausen"), ("figueroa", "figeroa"), ("heights", "hieghts"), ("abc", "xyc")] {
            let most = slips(a, b, 2).unwrap();
            let differing = (letter_set(a) ^ letter_set(b)).count_ones() as usize;
            assert!(differing <= 2 * most, "{a} {b}");
        }
    }

    #[test]
    fn short_words_may_have_no_slips() {
        assert_eq!(slips_allowed(4), 0);
        assert_eq!(slips_allowed(5), 1);
        assert_eq!(slips_allowed(9), 2);
    }
}
