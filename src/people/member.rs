//! Members and organizations.

use std::fmt;

use super::Role;
use crate::ground::locale::Lang;
use crate::ground::{Id, Moment};

/// The longest alias: it must fit a button on a small phone.
pub const ALIAS_CHARS_MAX: usize = 32;

/// The name a member goes by here. Not a legal name, and unique in the network without regard to case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Alias(String);

/// Why an alias is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AliasRefused {
    #[error("an alias has at least two letters")]
    TooShort,
    #[error("an alias has at most {ALIAS_CHARS_MAX} characters")]
    TooLong,
    #[error("an alias has letters, digits, spaces, dots, dashes or underscores")]
    OddCharacter,
}

impl Alias {
    /// Reads an alias: 2 to 32 letters, digits, spaces, `.`, `-`, `_`; blanks are trimmed and folded.
    ///
    /// # Errors
    /// The first rule it breaks.
    pub fn parse(text: &str) -> Result<Alias, AliasRefused> {
        let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = folded.chars().count();
        if length > ALIAS_CHARS_MAX {
            return Err(AliasRefused::TooLong);
        }
        if folded.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
            return Err(AliasRefused::TooShort);
        }
        if folded.chars().any(|c| !(c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_'))) {
            return Err(AliasRefused::OddCharacter);
        }
        Ok(Alias(folded))
    }

    /// An alias as the database holds it; a forgotten one is a dash.
    pub(super) const fn stored(text: String) -> Alias {
        Alias(text)
    }

    /// What makes two aliases the same: lower case.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// The alias as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Alias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a member stands with the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Has a one-time link and no passkey yet.
    Invited,
    /// Has a passkey and a proven recovery code.
    Active { since: Moment },
    /// May not come in any more; the row is kept 30 days and then loses its alias.
    Removed { at: Moment },
}

/// A person with an account, under an alias they chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub id: Id<Member>,
    pub alias: Alias,
    pub organization: Option<Id<Organization>>,
    pub roles: Vec<Role>,
    pub lang: Lang,
    pub standing: Standing,
}

/// A member organization of the coalition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    pub id: Id<Organization>,
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_short_plain_and_the_same_in_any_case() {
        assert_eq!(Alias::parse("  Doña   Luz ").unwrap().as_str(), "Doña Luz");
        assert_eq!(Alias::parse("LUZ").unwrap().key(), Alias::parse("luz").unwrap().key());
        assert_eq!(Alias::parse("x"), Err(AliasRefused::TooShort));
        assert_eq!(Alias::parse("..."), Err(AliasRefused::TooShort));
        assert_eq!(Alias::parse(&"x".repeat(33)), Err(AliasRefused::TooLong));
        assert_eq!(Alias::parse("a<b>c"), Err(AliasRefused::OddCharacter));
        assert_eq!(Alias::parse("luz@example.org"), Err(AliasRefused::OddCharacter), "no addresses as aliases");
    }
}
