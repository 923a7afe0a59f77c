//! The classes, the findings, and the two questions other rooms may ask.

use std::ops::Range;

use super::fold::Folded;
use super::{badge, contact, document, home, name, phone, plate, plate_cued, status};

/// How often `redact` looks again at its own output. Replacing a span can bring two halves of
/// another one into view; real texts need two passes, and a text made to need more is dropped whole.
const REDACT_PASSES_MAX: usize = 8;

/// What kind of thing must not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A vehicle's licence plate, whole or in part.
    Plate,
    /// A telephone number.
    Phone,
    /// The number of a document, or a date of birth.
    Document,
    /// A statement of someone's immigration status.
    Status,
    /// The name of a person.
    Name,
    /// The badge or serial number of an officer.
    Badge,
    /// The place where a person lives or lodges.
    Home,
    /// An e-mail address, a handle or a link.
    Contact,
}

impl Class {
    /// Every class, in the order of the enum.
    pub const ALL: &'static [Self] =
        &[Self::Plate, Self::Phone, Self::Document, Self::Status, Self::Name, Self::Badge, Self::Home, Self::Contact];

    /// The stable code: the value in forms and in the API, and the key of the warning's words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Plate => "plate",
            Self::Phone => "phone",
            Self::Document => "document",
            Self::Status => "status",
            Self::Name => "name",
            Self::Badge => "badge",
            Self::Home => "home",
            Self::Contact => "contact",
        }
    }

    /// The class with this code, or `None` where there is none.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.code() == code)
    }

    /// What stands in a redacted text instead of the span.
    const fn marker(self) -> &'static str {
        match self {
            Self::Plate => "[plate]",
            Self::Phone => "[phone]",
            Self::Document => "[document]",
            Self::Status => "[status]",
            Self::Name => "[name]",
            Self::Badge => "[badge]",
            Self::Home => "[home]",
            Self::Contact => "[contact]",
        }
    }
}

/// One span that must not be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Finding {
    /// What it seems to be.
    pub class: Class,
    /// Byte offset of its first character in the text that was asked about.
    pub start: usize,
    /// Byte offset after its last character; always on a character boundary, always past `start`.
    pub end: usize,
}

impl Finding {
    const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Everything in `text` that must not be written, sorted by place, without overlaps inside one class.
///
/// Spanish and English are checked together. Case, accents, look-alike letters, full-width and emoji
/// digits, invisible characters and spelled numbers make no difference. Time and memory grow
/// linearly with the text.
#[must_use]
pub fn findings(text: &str) -> Vec<Finding> {
    let folded = Folded::of(text);
    let spoken = folded.spoken();
    let mut found = Vec::new();
    let mut take = |class: Class, from: &Folded, ranges: Vec<Range<usize>>| {
        found.extend(ranges.into_iter().filter(|range| !range.is_empty()).map(|range| {
            let (start, end) = from.original(range);
            Finding { class, start, end }
        }));
    };
    take(Class::Plate, &spoken, plate::find(&spoken));
    take(Class::Plate, &spoken, plate_cued::find(&spoken));
    take(Class::Phone, &spoken, phone::find(&spoken));
    take(Class::Document, &spoken, document::find(&spoken));
    take(Class::Badge, &spoken, badge::find(&spoken));
    take(Class::Status, &folded, status::find(&folded));
    let unwrapped = folded.unwrapped();
    take(Class::Name, &unwrapped, name::find(&unwrapped));
    take(Class::Home, &unwrapped, home::find(&unwrapped));
    take(Class::Contact, &unwrapped, contact::find(&unwrapped));
    settle(merged(found))
}

/// `text` with each found span replaced by its class in brackets, such as `[plate]`.
///
/// The answer holds nothing that `findings` would find, so asking twice changes nothing. A text that
/// still holds something after several passes was made to do so, and is replaced as a whole.
#[must_use]
pub fn redact(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..REDACT_PASSES_MAX {
        let found = findings(&text);
        let Some(first) = found.first() else { return text };
        let mut next = String::with_capacity(text.len());
        let mut done = 0;
        let mut open = *first;
        for finding in &found[1..] {
            if finding.start < open.end {
                open.end = open.end.max(finding.end);
            } else {
                next.push_str(&text[done..open.start]);
                next.push_str(open.class.marker());
                done = open.end;
                open = *finding;
            }
        }
        next.push_str(&text[done..open.start]);
        next.push_str(open.class.marker());
        next.push_str(&text[open.end..]);
        text = next;
    }
    if findings(&text).is_empty() { text } else { Class::Document.marker().to_owned() }
}

/// True for the text of a marker, which must not be read as words again.
pub(super) fn marker_at(text: &str) -> Option<usize> {
    Class::ALL.iter().map(|class| class.marker()).find(|marker| text.starts_with(marker)).map(str::len)
}

/// Joins findings of one class that overlap or touch.
fn merged(mut found: Vec<Finding>) -> Vec<Finding> {
    found.sort_unstable();
    let mut joined: Vec<Finding> = Vec::with_capacity(found.len());
    for finding in found {
        match joined.last_mut() {
            Some(last) if last.class == finding.class && finding.start < last.end => {
                last.end = last.end.max(finding.end);
            }
            _ => joined.push(finding),
        }
    }
    joined
}

/// Where two classes claim the same characters, keeps the one that says more about them.
fn settle(found: Vec<Finding>) -> Vec<Finding> {
    let mut by_class: [Vec<Finding>; 8] = Default::default();
    for finding in &found {
        by_class[finding.class as usize].push(*finding);
    }
    let taken = |finding: Finding, classes: &[Class]| {
        classes.iter().any(|class| {
            let rivals = &by_class[*class as usize];
            let after = rivals.partition_point(|rival| rival.end <= finding.start);
            rivals.get(after).is_some_and(|rival| rival.overlaps(finding))
        })
    };
    let mut kept: Vec<Finding> = found
        .into_iter()
        .filter(|finding| {
            let stronger: &[Class] = match finding.class {
                Class::Plate => &[Class::Phone, Class::Document, Class::Badge, Class::Home, Class::Contact],
                Class::Phone => &[Class::Document, Class::Contact],
                Class::Name => &[Class::Contact, Class::Home],
                Class::Badge => &[Class::Phone, Class::Document, Class::Contact],
                Class::Document | Class::Home | Class::Status => &[Class::Contact],
                Class::Contact => &[],
            };
            !taken(*finding, stronger)
        })
        .collect();
    kept.sort_unstable_by_key(|finding| (finding.start, finding.end, finding.class));
    kept
}
