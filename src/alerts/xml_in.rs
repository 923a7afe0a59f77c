//! Reading XML, as little of it as CAP and feeds need: elements, attributes, text, the five named entities and numbered ones.
//!
//! No DTD, no processing instruction but the declaration, no external anything: what could make a reader slow, or make it fetch
//! something, is an error.

/// The largest document that is read.
pub const DOCUMENT_BYTES_MAX: usize = 2 * 1024 * 1024;

/// How deep elements may nest. CAP needs five.
const DEPTH_MAX: usize = 16;

/// One element with everything in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// The name as written, without a prefix being resolved.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// All text directly inside, trimmed.
    pub text: String,
}

/// Why a text is no such document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a plain XML document: {0}")]
pub struct XmlWrong(pub &'static str);

impl Element {
    /// The first child of this name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Every child of this name.
    pub fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the first child of this name; empty where there is none.
    pub fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |child| child.text.as_str())
    }

    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Reads a document and answers its root element.
///
/// # Errors
/// [`XmlWrong`] says what is not there or not allowed.
pub fn read(text: &str) -> Result<Element, XmlWrong> {
    if text.len() > DOCUMENT_BYTES_MAX {
        return Err(XmlWrong("too long"));
    }
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    if let Some(after) = rest.strip_prefix("<?xml") {
        rest = after.split_once("?>").ok_or(XmlWrong("the declaration has no end"))?.1;
    }
    let (root, rest) = element(skip_comments(rest)?, 0)?;
    if skip_comments(rest)?.is_empty() { Ok(root) } else { Err(XmlWrong("something stands after the root")) }
}

fn skip_comments(mut rest: &str) -> Result<&str, XmlWrong> {
    loop {
        rest = rest.trim_start();
        let Some(after) = rest.strip_prefix("<!--") else { return Ok(rest) };
        rest = after.split_once("-->").ok_or(XmlWrong("a comment has no end"))?.1;
    }
}

fn element(rest: &str, depth: usize) -> Result<(Element, &str), XmlWrong> {
    if depth > DEPTH_MAX {
        return Err(XmlWrong("too deep"));
    }
    let rest = rest.strip_prefix('<').ok_or(XmlWrong("an element is missing"))?;
    let (head, mut rest) = head_end(rest)?;
    let (head, is_empty) = head.strip_suffix('/').map_or((head, false), |head| (head, true));
    let name_end = head.find(char::is_whitespace).unwrap_or(head.len());
    let name = &head[..name_end];
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.')) {
        return Err(XmlWrong("a name is not one"));
    }
    let mut made = Element { name: name.to_owned(), attributes: attributes(&head[name_end..])?, ..Element::default() };
    if is_empty {
        return Ok((made, rest));
    }
    let mut text = String::new();
    loop {
        let next = rest.find('<').ok_or(XmlWrong("an element is not closed"))?;
        text.push_str(&unescaped(&rest[..next])?);
        rest = &rest[next..];
        if let Some(after) = rest.strip_prefix("</") {
            let (closed, after) = after.split_once('>').ok_or(XmlWrong("an element is not closed"))?;
            if closed.trim_end() != made.name {
                return Err(XmlWrong("another element is closed"));
            }
            made.text = text.trim().to_owned();
            return Ok((made, after));
        }
        if rest.starts_with("<!--") {
            rest = rest.split_once("-->").ok_or(XmlWrong("a comment has no end"))?.1;
            continue;
        }
        let (child, after) = element(rest, depth + 1)?;
        made.children.push(child);
        rest = after;
    }
}

/// Splits at the `>` that ends a start tag; one inside a quoted value is none.
fn head_end(rest: &str) -> Result<(&str, &str), XmlWrong> {
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (_, Some(open)) if c == open => quote = None,
            ('>', None) => return Ok((&rest[..at], &rest[at + 1..])),
            ('<', _) => return Err(XmlWrong("a tag stands in a tag")),
            _ => {}
        }
    }
    Err(XmlWrong("a tag has no end"))
}

fn attributes(text: &str) -> Result<Vec<(String, String)>, XmlWrong> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=').ok_or(XmlWrong("an attribute has no value"))?;
        let after = after.trim_start();
        let quote =
            after.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or(XmlWrong("a value has no quotes"))?;
        let (value, after) = after[1..].split_once(quote).ok_or(XmlWrong("a value has no end"))?;
        let name = name.trim().to_owned();
        if out.iter().any(|(known, _)| *known == name) {
            return Err(XmlWrong("an attribute stands twice"));
        }
        out.push((name, unescaped(value)?));
        rest = after.trim_start();
    }
    Ok(out)
}

fn unescaped(text: &str) -> Result<String, XmlWrong> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (name, after) = rest[at + 1..].split_once(';').ok_or(XmlWrong("an entity has no end"))?;
        out.push(entity(name).ok_or(XmlWrong("an entity is not known"))?);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::alerts::xml::Xml;

    #[test]
    fn what_is_written_is_read() {
        let mut xml = Xml::default();
        xml.open("alert", &[("xmlns", "urn:x")]);
        xml.text("event", "a < b & \"c\" > ñ");
        xml.empty("link", &[("href", "/a?b=1&c=2")]);
        let read = read(&xml.finish()).unwrap();
        assert_eq!((read.attribute("xmlns"), read.text_of("event")), (Some("urn:x"), "a < b & \"c\" > ñ"));
        assert_eq!(read.child("link").unwrap().attribute("href"), Some("/a?b=1&c=2"));
    }

    #[test]
    fn what_makes_readers_slow_or_curious_is_refused() {
        let deep = "<a>".repeat(40) + &"</a>".repeat(40);
        for wrong in [
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
            "<a>&b;</a>",
            "<a><?php ?></a>",
            "<a><![CDATA[x]]></a>",
            "<a></b>",
            "<a>",
            "<a/><b/>",
            "<a b=\"1\" b=\"2\"/>",
            "<a b=1/>",
            "",
            &deep,
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!(read("<!-- x --><a><!-- y --></a>").is_ok());
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "[<>/a-z&;#\"'= !?-]{0,60}") {
            let _ = read(&text);
        }
    }
}
