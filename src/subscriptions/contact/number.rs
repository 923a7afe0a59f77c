//! Phone numbers.

use std::fmt;

/// A phone number in E.164 form (ITU-T E.164): `+` and 8 to 15 digits. Prints only its end.
#[derive(Clone, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// Reads a number as people and providers write it: `+1 213 555 0142`, `(213) 555-0142`, `tel:+52…`. Ten digits, or eleven that
    /// begin with 1, are a number of the North American plan. `None` for short codes, names and everything else.
    pub fn parse(text: &str) -> Option<Number> {
        let text = text.trim();
        let text = text.strip_prefix("tel:").unwrap_or(text);
        let mut digits = String::new();
        let mut has_plus = false;
        for c in text.chars() {
            match c {
                '0'..='9' => digits.push(c),
                '+' if digits.is_empty() && !has_plus => has_plus = true,
                ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}' | '\u{2011}' => {}
                _ => return None,
            }
        }
        // 00 is dialled for + in most of the world, 011 in North America.
        let international = digits.strip_prefix("011").or_else(|| digits.strip_prefix("00")).filter(|_| !has_plus);
        let (has_plus, digits) = match international {
            Some(rest) => (true, rest),
            None => (has_plus, digits.as_str()),
        };
        let whole = match (has_plus, digits.len()) {
            (true, _) => digits.to_owned(),
            (false, 10) => format!("1{digits}"),
            (false, 11) if digits.starts_with('1') => digits.to_owned(),
            _ => return None,
        };
        is_possible(&whole).then(|| Number(format!("+{whole}")))
    }

    /// The number in E.164 form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as it may be shown to those who need not know it: all but the last four digits hidden.
    pub fn masked(&self) -> String {
        let hidden = self.0.len().saturating_sub(4);
        format!("···{}", &self.0[hidden..])
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Number(..)")
    }
}

/// Country code 1 has ten more digits whose area code and exchange begin with 2 to 9; elsewhere only the length is known.
fn is_possible(digits: &str) -> bool {
    let digit = |at: usize| digits.as_bytes().get(at).copied().unwrap_or(b'0');
    match digit(0) {
        b'0' => false,
        b'1' => digits.len() == 11 && digit(1) >= b'2' && digit(4) >= b'2',
        _ => (8..=15).contains(&digits.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_in_many_spellings_is_one_number() {
        for spelling in [
            "+12135550142",
            "12135550142",
            "2135550142",
            "(213) 555-0142",
            "213.555.0142",
            " +1 213 555 0142 ",
            "tel:+1-213-555-0142",
            "00 1 213 555 0142",
            "011 1 213 555 0142",
        ] {
            assert_eq!(Number::parse(spelling).map(|number| number.0), Some("+12135550142".into()), "{spelling}");
        }
        assert_eq!(Number::parse("+52 55 1234 5678").unwrap().as_str(), "+525512345678");
        assert_eq!(Number::parse("+502 2345 6789").unwrap().as_str(), "+50223456789");
    }

    #[test]
    fn what_is_no_ones_phone_is_not_taken() {
        for other in [
            "",
            "72345",
            "AMAZON",
            "+1 213 555 014",
            "+1 213 555 01422",
            "1135550142",
            "2130550142",
            "+0123456789",
            "+1234567",
            "+1234567890123456",
            "213-555-0142 ext 3",
            "++12135550142",
        ] {
            assert_eq!(Number::parse(other), None, "{other}");
        }
    }

    #[test]
    fn numbers_print_nothing_and_show_their_end() {
        let number = Number::parse("2135550142").unwrap();
        assert_eq!(format!("{number:?}"), "Number(..)");
        assert_eq!(number.masked(), "···0142");
    }
}
