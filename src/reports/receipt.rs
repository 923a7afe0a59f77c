//! The receipt: the code with which a reporter comes back.
//!
//! Sixteen digits in four groups, because digits are read aloud and typed in every language and on every keypad.
//! Fifteen carry the secret, the last one checks them: any single wrong digit and any swap of two neighbours is
//! noticed, so that "one digit seems wrong" can be said before anything is looked up.
//!
//! A receipt opens a report's answers. It is never logged: `Debug` prints nothing of it.

use std::fmt;

/// Digits of a receipt, the check digit included.
pub const RECEIPT_DIGITS: usize = 16;

/// How many receipts there are: fifteen free digits. Guessing one of ten thousand open receipts takes fifty billion
/// tries on average.
const RECEIPTS: u128 = 1_000_000_000_000_000;

/// Digits in a group that is said in one breath.
const GROUP_DIGITS: usize = 4;

/// A totally anti-symmetric quasigroup of order 10 with a zero diagonal, from H. M. Damm, "Total anti-symmetrische
/// Quasigruppen" (dissertation, Marburg 2004). Row: the interim digit. Column: the next digit.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// A receipt whose check digit is right. `Display` writes it as `4821 0937 5516 2043` is written: four groups of four.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Receipt {
    /// ASCII digits.
    digits: [u8; RECEIPT_DIGITS],
}

/// Why a text is not a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ReceiptRefused {
    /// There is something that is neither a digit nor a space, dash or dot: the letter O, perhaps.
    #[error("a receipt has only digits")]
    NotOnlyDigits,
    /// There are more or fewer than sixteen digits.
    #[error("a receipt has {RECEIPT_DIGITS} digits, not {digits}")]
    Length {
        /// How many there are.
        digits: usize,
    },
    /// Sixteen digits that do not fit together: one of them is wrong, or two changed places.
    #[error("one digit seems wrong")]
    CheckDigit,
}

impl ReceiptRefused {
    /// The stable code, for the API.
    pub const fn code(self) -> &'static str {
        match self {
            ReceiptRefused::NotOnlyDigits => "not_only_digits",
            ReceiptRefused::Length { .. } => "length",
            ReceiptRefused::CheckDigit => "check_digit",
        }
    }

    /// The key of this refusal's words in `words/*.ftl`.
    pub fn word(self) -> String {
        format!("receipt-refused-{}", self.code().replace('_', "-"))
    }
}

impl Receipt {
    /// The receipt of 16 bytes that nobody can guess: random, or a keyed hash of the report's id.
    ///
    /// The bytes are one big-endian number, reduced modulo 10^15. 2^128 is no multiple of that, so the lower receipts
    /// are likelier, by one part in 3 * 10^23: far below what any number of receipts could show.
    pub fn from_seed(seed: [u8; 16]) -> Receipt {
        let mut rest = u128::from_be_bytes(seed) % RECEIPTS;
        let mut digits = [b'0'; RECEIPT_DIGITS];
        for digit in digits[..RECEIPT_DIGITS - 1].iter_mut().rev() {
            // A remainder of ten is one digit.
            *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
        }
        // The diagonal is zero: appending the interim digit makes the whole come out at zero.
        digits[RECEIPT_DIGITS - 1] = b'0' + damm(&digits[..RECEIPT_DIGITS - 1]);
        Receipt { digits }
    }

    /// Reads what people type or paste: digits of several scripts, with spaces, dashes or dots anywhere between them.
    ///
    /// The letter O is not taken for a zero: who mixes them up mixes up others, and should look again.
    ///
    /// # Errors
    ///
    /// [`ReceiptRefused`], see there.
    pub fn parse(text: &str) -> Result<Receipt, ReceiptRefused> {
        let mut digits = [b'0'; RECEIPT_DIGITS];
        let mut count = 0;
        for letter in text.chars().filter(|letter| !is_separator(*letter)) {
            let digit = ascii_digit(letter).ok_or(ReceiptRefused::NotOnlyDigits)?;
            if let Some(place) = digits.get_mut(count) {
                *place = digit;
            }
            count += 1;
        }
        if count != RECEIPT_DIGITS {
            Err(ReceiptRefused::Length { digits: count })
        } else if damm(&digits) != 0 {
            Err(ReceiptRefused::CheckDigit)
        } else {
            Ok(Receipt { digits })
        }
    }

    /// The sixteen digits in ASCII, for hashing and comparing.
    pub fn as_digits(&self) -> &[u8; RECEIPT_DIGITS] {
        &self.digits
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, digit) in self.digits.iter().enumerate() {
            let gap = if place > 0 && place % GROUP_DIGITS == 0 { " " } else { "" };
            write!(f, "{gap}{}", char::from(*digit))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receipt(..)")
    }
}

/// The interim digit after these ASCII digits; zero where the last one is a right check digit.
fn damm(digits: &[u8]) -> u8 {
    digits.iter().fold(0, |interim, digit| DAMM[usize::from(interim)][usize::from(digit - b'0')])
}

/// ASCII, fullwidth, Arabic-Indic, Persian, Devanagari and Bengali digits.
fn ascii_digit(letter: char) -> Option<u8> {
    let zeros = ['0', '\u{FF10}', '\u{0660}', '\u{06F0}', '\u{0966}', '\u{09E6}'];
    zeros.into_iter().find_map(|zero| {
        let value = u8::try_from(u32::from(letter).checked_sub(u32::from(zero))?).ok()?;
        (value < 10).then_some(b'0' + value)
    })
}

/// What people, keyboards and messengers put between digits, invisible marks of writing direction included.
fn is_separator(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}')
        || matches!(letter, '.' | '\u{00B7}' | '\u{2022}' | '\u{2024}' | '\u{FF0E}' | '\u{3002}')
        || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{2066}'..='\u{2069}')
        || letter == '\u{FEFF}'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Receipts spread over the whole range, the same each time.
    fn samples() -> impl Iterator<Item = Receipt> {
        (0..200_u128).map(|n| {
            Receipt::from_seed(
                (n.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835).rotate_left(41)).to_be_bytes(),
            )
        })
    }

    fn text(digits: &[u8]) -> String {
        digits.iter().map(|digit| char::from(*digit)).collect()
    }

    #[test]
    fn the_table_is_what_damm_asks_for() {
        // The example that is printed everywhere: 572 has the check digit 4.
        assert_eq!(damm(b"572"), 4);
        assert_eq!(damm(b"5724"), 0);
        for a in 0..10_usize {
            assert_eq!(DAMM[a][a], 0);
            let mut row = DAMM[a];
            let mut column = DAMM.map(|row| row[a]);
            row.sort_unstable();
            column.sort_unstable();
            assert_eq!((row, column), ([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
        }
        for c in 0..10_usize {
            for x in 0..10_usize {
                for y in (0..10_usize).filter(|y| *y != x) {
                    let [xy, yx] = [(x, y), (y, x)].map(|(x, y)| DAMM[usize::from(DAMM[c][x])][y]);
                    assert_ne!(xy, yx, "a swap of {x} and {y} after {c} would go unseen");
                }
            }
        }
    }

    #[test]
    fn every_receipt_reads_back_as_it_is_said() {
        for receipt in samples() {
            let said = receipt.to_string();
            assert_eq!(said.split(' ').map(str::len).collect::<Vec<_>>(), [4, 4, 4, 4]);
            assert_eq!(Receipt::parse(&said), Ok(receipt));
            assert_eq!(Receipt::parse(&text(receipt.as_digits())), Ok(receipt));
        }
    }

    #[test]
    fn every_single_wrong_digit_is_noticed() {
        for receipt in samples() {
            for place in 0..RECEIPT_DIGITS {
                for wrong in (b'0'..=b'9').filter(|digit| *digit != receipt.digits[place]) {
                    let mut digits = receipt.digits;
                    digits[place] = wrong;
                    assert_eq!(Receipt::parse(&text(&digits)), Err(ReceiptRefused::CheckDigit));
                }
            }
        }
    }

    #[test]
    fn every_swap_of_neighbours_is_noticed() {
        let mut swaps = 0;
        for receipt in samples() {
            for place in 1..RECEIPT_DIGITS {
                let mut digits = receipt.digits;
                digits.swap(place - 1, place);
                if digits == receipt.digits {
                    continue;
                }
                swaps += 1;
                assert_eq!(Receipt::parse(&text(&digits)), Err(ReceiptRefused::CheckDigit));
            }
        }
        assert!(swaps > 2_000, "the samples are too regular: {swaps} swaps");
    }

    #[test]
    fn receipts_are_read_as_people_write_them() {
        let receipt = Receipt::from_seed([7; 16]);
        let plain = text(receipt.as_digits());
        let from = |zero: char| -> String {
            plain.chars().map(|digit| char::from_u32(u32::from(zero) + u32::from(digit) - 48).unwrap()).collect()
        };
        let grouped = |gap: &str| receipt.to_string().replace(' ', gap);
        let written = [
            grouped("-"),
            grouped(" – "),
            grouped("."),
            grouped("·"),
            grouped("\u{00A0}"),
            grouped("\t"),
            format!("  {receipt}\n"),
            format!("\u{2066}{receipt}\u{2069}"),
            from('０'),
            from('٠'),
            from('۰'),
            from('०'),
        ];
        for text in written {
            assert_eq!(Receipt::parse(&text), Ok(receipt), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_receipt_is_refused_by_name() {
        let plain = text(Receipt::from_seed([7; 16]).as_digits());
        let refusals = [
            ("", ReceiptRefused::Length { digits: 0 }),
            (&plain[..15], ReceiptRefused::Length { digits: 15 }),
            (&format!("{plain}0"), ReceiptRefused::Length { digits: 17 }),
            ("O000 0000 0000 0000", ReceiptRefused::NotOnlyDigits),
            ("4821 0937 5516 2o43", ReceiptRefused::NotOnlyDigits),
            ("4821/0937/5516/2043", ReceiptRefused::NotOnlyDigits),
            ("²²²² ²²²² ²²²² ²²²²", ReceiptRefused::NotOnlyDigits),
        ];
        for (text, refused) in refusals {
            assert_eq!(Receipt::parse(text), Err(refused), "{text:?}");
        }
        assert_eq!(ReceiptRefused::CheckDigit.word(), "receipt-refused-check-digit");
    }

    #[test]
    fn seeds_reach_the_whole_range_and_only_count_modulo() {
        assert_eq!(Receipt::from_seed([0; 16]).to_string(), "0000 0000 0000 0000");
        assert!(
            Receipt::from_seed(999_999_999_999_999_u128.to_be_bytes()).to_string().starts_with("9999 9999 9999 999")
        );
        assert_eq!(Receipt::from_seed(RECEIPTS.to_be_bytes()), Receipt::from_seed([0; 16]));
        let tens = samples().filter(|receipt| receipt.digits[0] == b'0').count();
        assert!((5..=45).contains(&tens), "first digits are uneven: {tens} zeros of 200");
    }

    #[test]
    fn a_receipt_does_not_print_itself_by_accident() {
        let receipt = Receipt::from_seed([7; 16]);
        assert_eq!(format!("{receipt:?}"), "Receipt(..)");
        assert_eq!(format!("{:?}", Some(receipt)), "Some(Receipt(..))");
    }
}
