//! E-mail addresses, as far as a form needs to understand them.
//!
//! A small part of RFC 5321, section 4.1.2: a plain local part, one `@`, a domain in ASCII with a dot. Quoted local parts, comments and
//! addresses without a domain are left out: nobody of ours has one, and each is a way to write headers into somebody's mail.

use std::fmt;

/// The longest address (RFC 5321, section 4.5.3.1.3, less the angle brackets).
pub const EMAIL_BYTES_MAX: usize = 254;

/// The longest local part (RFC 5321, section 4.5.3.1.1).
pub const LOCAL_BYTES_MAX: usize = 64;

/// The longest part of a domain between two dots (RFC 1035, section 2.3.4).
pub const LABEL_BYTES_MAX: usize = 63;

/// What a local part may hold besides letters and digits (RFC 5322, section 3.2.3, `atext`), and dots between them.
const MARKS: &[u8] = b"!#$%&'*+-/=?^_`{|}~";

/// An e-mail address. Prints nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address as people type it, blanks around it forgiven; the domain is kept in small letters. A domain in other letters than
    /// ASCII is taken as it stands in the mail system: `xn--…`. `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (local, domain) = text.split_once('@')?;
        let fits = text.len() <= EMAIL_BYTES_MAX && is_local(local) && is_domain(domain);
        fits.then(|| EmailAddress(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is compared: mail systems tell `Ana` from `ana` in theory only.
    pub(super) fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(..)")
    }
}

fn is_local(local: &str) -> bool {
    let is_atom =
        |atom: &str| !atom.is_empty() && atom.bytes().all(|byte| byte.is_ascii_alphanumeric() || MARKS.contains(&byte));
    // A leading hyphen could be read as an option where an address is handed to a program.
    local.len() <= LOCAL_BYTES_MAX && !local.starts_with('-') && local.split('.').all(is_atom)
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LABEL_BYTES_MAX).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    // The last label has a letter: digits alone are an address of a machine.
    let top = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.') && domain.split('.').all(is_label) && top.bytes().any(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_people_have_them_are_read() {
        for (typed, kept) in [
            ("ana@example.org", "ana@example.org"),
            ("  Ana.Luz+cuadra@Correo.Example.ORG \n", "Ana.Luz+cuadra@correo.example.org"),
            ("o'neil_99@a-b.co", "o'neil_99@a-b.co"),
            ("x@xn--espaa-rta.example", "x@xn--espaa-rta.example"),
        ] {
            assert_eq!(EmailAddress::parse(typed).map(|address| address.0), Some(kept.to_owned()), "{typed}");
        }
        assert_eq!(EmailAddress::parse("Ana@x.org").unwrap().folded(), "ana@x.org");
    }

    #[test]
    fn what_is_none_or_writes_headers_is_not_read() {
        let long_local = format!("{}@example.org", "a".repeat(LOCAL_BYTES_MAX + 1));
        let long_label = format!("a@{}.org", "b".repeat(LABEL_BYTES_MAX + 1));
        let long = format!("a@{}.org", vec!["b".repeat(60); 5].join("."));
        for other in [
            "",
            "ana",
            "ana@",
            "@example.org",
            "ana@example",
            "ana@@example.org",
            "ana@b@example.org",
            "ana luz@example.org",
            "ana@exa mple.org",
            "ana@example.org\r\nBcc: all@example.org",
            "ana\u{0}@example.org",
            "\"ana\"@example.org",
            "ana(x)@example.org",
            "<ana@example.org>",
            "ana,luz@example.org",
            "ana;luz@example.org",
            ".ana@example.org",
            "ana.@example.org",
            "a..b@example.org",
            "-oQ@example.org",
            "ana@-example.org",
            "ana@example-.org",
            "ana@example..org",
            "ana@example.org.",
            "ana@127.0.0.1",
            "ana@[127.0.0.1]",
            "ana@españa.example",
            "ñandú@example.org",
            "ana@example.org,luz@example.org",
            &long_local,
            &long_label,
            &long,
        ] {
            assert_eq!(EmailAddress::parse(other), None, "{other:?}");
        }
    }

    #[test]
    fn an_address_prints_nothing() {
        assert_eq!(format!("{:?}", EmailAddress::parse("ana@example.org").unwrap()), "EmailAddress(..)");
    }
}
