//! Passkeys as members see them: a label, a day, and at least one.

use crate::ground::{Id, Moment};

/// The longest label: "teléfono de la oficina de al lado" fits.
pub const LABEL_CHARS_MAX: usize = 40;

/// The most passkeys of one member: phone, laptop, a key on the ring, and room to spare.
pub const PASSKEYS_MAX: usize = 10;

/// A passkey in its owner's list.
#[derive(Debug, Clone)]
pub struct PasskeyRow {
    pub id: Id<PasskeyRow>,
    /// What its owner calls it; may be empty.
    pub label: String,
    pub added_at: Moment,
}

/// A label as it is kept: blanks folded, signs that do not show dropped, cut at [`LABEL_CHARS_MAX`].
pub fn label(typed: &str) -> String {
    let plain: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let folded = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    folded.chars().take(LABEL_CHARS_MAX).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_short_and_plain() {
        assert_eq!(label("  mi \n teléfono\u{7} "), "mi teléfono");
        assert_eq!(label(&"ñ".repeat(99)).chars().count(), LABEL_CHARS_MAX);
        assert_eq!(label(" \t "), "");
    }
}
