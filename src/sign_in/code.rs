//! The paper recovery code: 125 bits, written by hand and typed back on a bad day.

use std::fmt;

/// Characters of a code: 25 of five bits each.
pub const CODE_CHARS: usize = 25;

/// Characters of one group: what an eye carries from paper to keyboard.
const GROUP_CHARS: usize = 5;

/// The longest text that is looked at as a code: a code with generous blanks.
pub const CODE_TEXT_CHARS_MAX: usize = 100;

/// Crockford's base 32: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A recovery code. `Display` writes it in five groups of five: it is to be shown once, and never kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Code([u8; CODE_CHARS]);

impl Code {
    /// A code from chance: five bits of each byte.
    pub fn from_chance(bytes: [u8; CODE_CHARS]) -> Code {
        Code(bytes.map(|byte| ALPHABET[usize::from(byte & 31)]))
    }

    /// Reads what someone typed from paper: any case, any blanks and dashes; O is 0, I and L are 1. `None` where it is no code.
    pub fn parse(typed: &str) -> Option<Code> {
        if typed.chars().count() > CODE_TEXT_CHARS_MAX {
            return None;
        }
        let mut out = [0u8; CODE_CHARS];
        let mut length = 0;
        for c in typed.chars() {
            let c = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                '-' | '\u{2010}'..='\u{2015}' | '.' => continue,
                c if c.is_whitespace() => continue,
                c => c,
            };
            let byte = u8::try_from(c).ok().filter(|byte| ALPHABET.contains(byte))?;
            *out.get_mut(length)? = byte;
            length += 1;
        }
        (length == CODE_CHARS).then_some(Code(out))
    }

    /// The 25 characters, for the keyed hash.
    pub const fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            if at > 0 && at % GROUP_CHARS == 0 {
                f.write_str(" ")?;
            }
            write!(f, "{}", char::from(*byte))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_code_is_read_back_from_sloppy_handwriting(bytes in prop::array::uniform25(any::<u8>())) {
            let code = Code::from_chance(bytes);
            let shown = code.to_string();
            let sloppy = shown.to_lowercase().replace(' ', " - ").replace('0', "o").replace('1', "l");
            prop_assert!(Code::parse(&shown) == Some(code));
            prop_assert!(Code::parse(&sloppy) == Some(code));
        }

        #[test]
        fn one_wrong_character_is_another_code(bytes in prop::array::uniform25(any::<u8>()), at in 0..CODE_CHARS) {
            let mut other = bytes;
            other[at] ^= 1;
            prop_assert!(Code::from_chance(bytes) != Code::from_chance(other));
        }
    }

    #[test]
    fn what_is_no_code_is_not_read_as_one() {
        for typed in ["", "ABCDE", &"A".repeat(24), &"A".repeat(26), &"U".repeat(25), &"ñ".repeat(25), &" ".repeat(500)]
        {
            assert!(Code::parse(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn a_code_is_shown_in_five_groups_of_five() {
        let shown = Code::from_chance([31; CODE_CHARS]).to_string();
        assert_eq!(shown, "ZZZZZ ZZZZZ ZZZZZ ZZZZZ ZZZZZ");
    }
}
