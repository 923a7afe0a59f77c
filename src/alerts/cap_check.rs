//! The rules of the profile `rrn-cap:1` that no XML schema can say.
//!
//! In: a CAP document, ours or a partner's. Out: every rule it breaks. The schema says what elements there are and in what order; whether an update
//! names what it updates, whether it expires after it was sent, whether an outline is closed, it does not ask.

mod geometry;
mod infos;

#[cfg(test)]
mod tests;

use super::cap::{NAMESPACE, PROFILE};
use super::xml_in::{self, Element};
use crate::ground::Moment;
use crate::ground::id::Id;

/// The longest an alert may stand, in minutes.
pub const STANDS_MINUTES_MAX: i64 = super::alert::EXPIRES_MINUTES_MAX;

/// Declares the rules.
macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident),+ $(,)?) => {
        /// A rule that a document may break.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule { $($(#[$doc])* $variant),+ }

        impl Rule {
            /// Every rule, so that a test can hold a broken document against each.
            pub const ALL: &'static [Rule] = &[$(Rule::$variant),+];
        }
    };
}

rules! {
    /// It is XML, and its root is CAP 1.2's `alert`.
    Document,
    /// `urn:uuid:` and a UUID.
    Identifier,
    /// A mailbox, without what CAP forbids in it, and not at a government's host.
    Sender,
    /// Every time has an offset, no `Z` and no fraction.
    TimeForm,
    /// `Actual` or `Exercise`.
    Status,
    /// `Alert`, `Update` or `Cancel`.
    MessageType,
    /// `Public` or `Restricted`, never `Private`: addresses would carry phone numbers.
    Scope,
    /// Restricted documents, and only they, say to whom.
    Restriction,
    /// An exercise is never public.
    PublicExercise,
    /// An exercise says in its note which one it is.
    ExerciseNote,
    /// The profile's code and no other.
    Code,
    /// An update or a cancellation refers to something, an alert to nothing.
    References,
    /// A reference is `sender,identifier,sent`, of the same sender, to something else, not sent later.
    ReferenceForm,
    /// It names the message that its chain began with, which holds the chain together.
    Incidents,
    /// A cancellation says why.
    CancelNote,
    /// Spanish and English, each once.
    Languages,
    /// Every `info` has the same values and the same areas.
    InfosAgree,
    /// Category `Safety` and no other.
    Category,
    /// `Observed` or `Likely`: nothing weaker is told.
    Certainty,
    /// An event of the fixed list.
    Event,
    /// `Immediate` or `Past`.
    Urgency,
    /// Response, urgency and severity are those of the event: nothing is called clear where nobody looked.
    Meaning,
    /// `rrn:verification` says how it is known, once, and fits the certainty; where an alert only ends, nothing is called verified.
    Verification,
    /// `rrn:nextUpdate` is a time after it was sent and not after it expires.
    NextUpdate,
    /// A page to read more on, over TLS; an exercise has none.
    Web,
    /// No event codes: those of public warning systems are not ours to use.
    EventCode,
    /// No media.
    Resource,
    /// Every `info` expires.
    Expires,
    /// It expires after it was sent, and at most four hours later.
    ExpiresOrder,
    /// Every `info` says since when.
    Onset,
    /// What is told of began before it was told.
    OnsetOrder,
    /// At least one area, with a description.
    Area,
    /// An outline has four points or more, all on the globe, latitude first.
    PolygonPoints,
    /// An outline ends where it began.
    PolygonClosed,
}

/// Every rule that a document breaks, each once, in order. Empty where all is well.
pub fn check(document: &str) -> Vec<Rule> {
    let Ok(alert) = xml_in::read(document) else { return vec![Rule::Document] };
    if alert.name != "alert" || alert.attribute("xmlns") != Some(NAMESPACE) {
        return vec![Rule::Document];
    }
    let mut broken = Vec::new();
    check_head(&alert, &mut broken);
    check_references(&alert, &mut broken);
    infos::check(&alert, &mut broken);
    if !all_times(&alert).all(|text| read_time(text).is_some()) {
        broken.push(Rule::TimeForm);
    }
    broken.sort_unstable();
    broken.dedup();
    broken
}

fn check_head(alert: &Element, broken: &mut Vec<Rule>) {
    let mut hold = |rule, holds: bool| {
        if !holds {
            broken.push(rule);
        }
    };
    hold(Rule::Identifier, is_identifier(alert.text_of("identifier")));
    hold(Rule::Sender, is_sender(alert.text_of("sender")));
    let (status, scope) = (alert.text_of("status"), alert.text_of("scope"));
    hold(Rule::Status, matches!(status, "Actual" | "Exercise"));
    hold(Rule::MessageType, matches!(alert.text_of("msgType"), "Alert" | "Update" | "Cancel"));
    hold(Rule::Scope, matches!(scope, "Public" | "Restricted") && alert.child("addresses").is_none());
    hold(Rule::Restriction, (scope == "Restricted") != alert.text_of("restriction").is_empty());
    hold(Rule::PublicExercise, !(status == "Exercise" && scope == "Public"));
    hold(Rule::ExerciseNote, status != "Exercise" || alert.text_of("note").starts_with("Exercise "));
    hold(Rule::Code, alert.all("code").map(|code| code.text.as_str()).eq([PROFILE]));
    hold(Rule::Incidents, is_identifier(alert.text_of("incidents")));
    hold(Rule::CancelNote, alert.text_of("msgType") != "Cancel" || !alert.text_of("note").is_empty());
}

fn check_references(alert: &Element, broken: &mut Vec<Rule>) {
    let references = alert.text_of("references");
    if (alert.text_of("msgType") == "Alert") != references.is_empty() {
        broken.push(Rule::References);
    }
    let sent = read_time(alert.text_of("sent"));
    let holds = |reference: &str| {
        let parts: Vec<&str> = reference.split(',').collect();
        let [sender, identifier, at] = parts.as_slice() else { return false };
        let is_before = read_time(at).zip(sent).is_some_and(|(at, sent)| at <= sent);
        *sender == alert.text_of("sender")
            && is_identifier(identifier)
            && *identifier != alert.text_of("identifier")
            && is_before
    };
    if !references.split_whitespace().all(holds) {
        broken.push(Rule::ReferenceForm);
    }
}

fn is_identifier(text: &str) -> bool {
    text.strip_prefix("urn:uuid:").is_some_and(|uuid| uuid.len() == 36 && uuid.parse::<Id<()>>().is_ok())
}

fn is_sender(text: &str) -> bool {
    let forbidden = |c: char| c.is_whitespace() || matches!(c, ',' | '<' | '&');
    let Some((name, host)) = text.split_once('@') else { return false };
    let is_authority = ["gov", "mil"].iter().any(|last| host.to_lowercase().split('.').any(|part| part == *last));
    !name.is_empty() && !host.is_empty() && !text.contains(forbidden) && !is_authority
}

/// Every time that a document of this profile may hold.
fn all_times(alert: &Element) -> impl Iterator<Item = &str> {
    let in_infos = alert.all("info").flat_map(|info| ["effective", "onset", "expires"].map(|name| info.text_of(name)));
    std::iter::once(alert.text_of("sent")).chain(in_infos.filter(|text| !text.is_empty()))
}

/// A time as CAP writes it (section 3.3.2), or `None`.
fn read_time(text: &str) -> Option<Moment> {
    const PATTERN: &[u8; 25] = b"0000-00-00T00:00:00+00:00";
    let is_form = text.len() == PATTERN.len()
        && text.bytes().zip(PATTERN).all(|(is, wanted)| match wanted {
            b'0' => is.is_ascii_digit(),
            b'+' => matches!(is, b'+' | b'-'),
            _ => is == *wanted,
        });
    if is_form { Moment::parse(text) } else { None }
}
