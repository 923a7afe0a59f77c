//! Where to go afterwards: a path on this site and nothing else.

/// The longest path that is remembered.
const WAY_BYTES_MAX: usize = 500;

/// A path on this site, with its query: `/incidents/1?tab=2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way(String);

impl Way {
    /// Reads a path; `None` where a browser could read it as another site's address (WHATWG URL: `//host`, `/\host`, and tabs and
    /// line ends, which are dropped before reading).
    pub fn parse(text: &str) -> Option<Way> {
        let is_local = text.starts_with('/') && !text.starts_with("//");
        let is_plain = text.chars().all(|c| !c.is_control() && !c.is_whitespace() && c != '\\');
        (is_local && is_plain && text.len() <= WAY_BYTES_MAX).then(|| Way(text.to_owned()))
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_ways() {
        for good in ["/", "/me", "/alerts/1?tab=2#top"] {
            assert_eq!(Way::parse(good).map(|way| way.0), Some(good.to_owned()));
        }
        let long = format!("/{}", "x".repeat(600));
        for bad in
            ["", "me", "//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example", "/a b", &long]
        {
            assert_eq!(Way::parse(bad), None, "{bad}");
        }
    }
}
