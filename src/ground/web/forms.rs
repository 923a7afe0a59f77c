//! Forms as they arrive: fields with one or more values, files, and strict limits.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use url::form_urlencoded;

use crate::ground::{App, Wrong};

/// The most values one form may have, whatever their names: the largest of ours has some thirty.
const VALUES_MAX: usize = 200;

/// The most text in a form: every field at its longest, in a script that takes nine bytes a letter when it is sent.
pub(super) const FORM_BYTES_MAX: usize = 512 * 1024;

/// The longest single text field, before a room's own limit is applied.
const FIELD_BYTES_MAX: usize = 32 * 1024;

/// The fields of a form.
#[derive(Debug, Default, Clone)]
pub struct Fields {
    values: HashMap<String, Vec<String>>,
    count: usize,
}

impl Fields {
    /// The first value of a field, trimmed; empty where it is missing.
    pub fn text(&self, name: &str) -> &str {
        self.values.get(name).and_then(|values| values.first()).map_or("", |value| value.trim())
    }

    /// Every value of a field.
    pub fn all(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// True where the field was sent with a value.
    pub fn has(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// The field read as a code of a closed set of answers; `None` where it is empty or unknown.
    pub fn code<T>(&self, name: &str, from_code: fn(&str) -> Option<T>) -> Option<T> {
        from_code(self.text(name))
    }

    /// Adds a value: for tests, and for pages that fill a form themselves.
    pub fn put(&mut self, name: &str, value: impl Into<String>) {
        self.values.entry(name.to_owned()).or_default().push(value.into());
        self.count += 1;
    }

    /// Every field with its values, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.values.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    pub(super) fn add(&mut self, name: &str, value: String) -> Result<(), Wrong> {
        // Counted by value: one name a million times is a million values.
        if self.count >= VALUES_MAX || value.len() > FIELD_BYTES_MAX || name.len() > FIELD_BYTES_MAX {
            return Err(Wrong::Unreadable { status: 413, word: "error-too-long" });
        }
        self.put(name, value);
        Ok(())
    }
}

/// A file sent with a form. Its name and its claimed type are not kept: nothing may rely on them. Without bytes it was one too many for
/// what a body may hold, and was let go.
#[derive(Clone)]
pub struct Upload {
    pub field: String,
    pub bytes: Bytes,
}

/// A form without files (`application/x-www-form-urlencoded`).
pub struct Form(pub Fields);

impl FromRequest<App> for Form {
    type Rejection = Wrong;
    async fn from_request(request: Request, _: &App) -> Result<Self, Wrong> {
        let bytes = axum::body::to_bytes(request.into_body(), FORM_BYTES_MAX).await.map_err(|_| too_long())?;
        parse_urlencoded(&bytes).map(Form)
    }
}

/// A form that may carry files (`multipart/form-data`); a plain form is taken too. [`super::uploads`] reads it.
pub struct FormWithFiles(pub Fields, pub Vec<Upload>);

/// Reads a URL-encoded form strictly: a byte that is not UTF-8 is an error, never a replacement mark.
///
/// # Errors
/// 400 where it is not UTF-8, 413 where it has too many or too long fields.
pub fn parse_urlencoded(bytes: &[u8]) -> Result<Fields, Wrong> {
    let mut fields = Fields::default();
    for (name, value) in form_urlencoded::parse(bytes) {
        // The parser replaces what is not UTF-8 by U+FFFD; nobody types that, so its presence is damage.
        if name.contains('\u{FFFD}') || value.contains('\u{FFFD}') || value.contains('\0') {
            return Err(Wrong::Unreadable { status: 400, word: "error-encoding" });
        }
        fields.add(&name, value.into_owned())?;
    }
    Ok(fields)
}

pub(super) fn utf8(bytes: Vec<u8>) -> Result<String, Wrong> {
    let wrong = Wrong::Unreadable { status: 400, word: "error-encoding" };
    let text = String::from_utf8(bytes).map_err(|_| Wrong::Unreadable { status: 400, word: "error-encoding" })?;
    if text.contains('\0') { Err(wrong) } else { Ok(text) }
}

pub(super) const fn too_long() -> Wrong {
    Wrong::Unreadable { status: 413, word: "error-too-long" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_encoding_is_told_and_not_repaired() {
        assert!(parse_urlencoded(b"note=ni%C3%B1o").is_ok());
        for broken in [&b"note=ni%F1o"[..], b"note=a%00b"] {
            assert!(matches!(parse_urlencoded(broken), Err(Wrong::Unreadable { status: 400, .. })));
        }
    }

    #[test]
    fn a_form_with_too_many_fields_is_refused() {
        let many: String = (0..300).map(|n| format!("f{n}=x&")).collect();
        assert!(matches!(parse_urlencoded(many.as_bytes()), Err(Wrong::Unreadable { status: 413, .. })));
        let one_name = "a=&".repeat(300);
        assert!(matches!(parse_urlencoded(one_name.as_bytes()), Err(Wrong::Unreadable { status: 413, .. })));
        assert_eq!(parse_urlencoded("a=&".repeat(100).as_bytes()).ok().map(|fields| fields.all("a").len()), Some(100));
    }
}
