//! The same facts in every language, for every channel.
//!
//! In: facts (or a withdrawal), the network's name, number and clock, and the words of a language. Out: a page's words, an SMS with its segments, a
//! push, an e-mail, a feed entry. A sentence is put together once ([`Sentences`]); channels only choose and lay out, so that none
//! of them can say something else.

mod sentences;
mod time;

#[cfg(test)]
pub(in crate::alerts) mod tests;

pub use sentences::Sentences;
pub use time::{clock, date, with_time};

use super::alert::{Facts, Kind};
use super::state::{Alert, Out, WithdrawWhy};
use crate::ground::locale::{Lang, Say};
use crate::ground::{Id, Moment};
use crate::messages::{Segments, for_sms, segments};

/// What every text of one network has in common.
#[derive(Debug, Clone)]
pub struct Network {
    pub name: String,
    /// The hotline's number as it is to be read; empty where there is none.
    pub hotline: String,
    pub zone: jiff::tz::TimeZone,
    /// Where the pages are, without a slash at the end.
    pub origin: String,
}

/// One thing that is told: a message, or that one is taken back.
#[derive(Debug, Clone, Copy)]
pub struct Telling<'a> {
    /// The message, or the one that is taken back.
    pub id: Id<Alert>,
    pub facts: &'a Facts,
    /// When it is told: the time at its head.
    pub at: Moment,
    /// Set where it is taken back.
    pub withdrawn: Option<Withdrawn>,
}

/// How a message was taken back.
#[derive(Debug, Clone, Copy)]
pub struct Withdrawn {
    /// Names the withdrawal itself: CAP's Cancel has an identifier of its own.
    pub id: Id<Alert>,
    /// When the message that is taken back was released.
    pub released_at: Moment,
    pub why: WithdrawWhy,
}

impl<'a> Telling<'a> {
    /// A draft as it would be told `now`.
    pub fn preview(alert: &'a Alert, now: Moment) -> Telling<'a> {
        Telling { id: alert.id(), facts: alert.facts(), at: now, withdrawn: None }
    }

    /// What is out.
    pub fn of(released: &Out<'a>) -> Telling<'a> {
        Telling { id: released.id(), facts: released.facts(), at: released.at(), withdrawn: None }
    }

    /// An alert that is out or has been, as its page tells it; `None` where it never was out.
    pub fn page_of(alert: &'a Alert) -> Option<Telling<'a>> {
        use super::state::{Ending, State};
        let released_at = alert.sign_offs()?.released.at;
        let (at, withdrawn) = match alert.state() {
            State::Ended { how: Ending::Withdrawn { id, why, .. }, at, .. } => {
                (*at, Some(Withdrawn { id: *id, released_at, why: *why }))
            }
            _ => (released_at, None),
        };
        Some(Telling { id: alert.id(), facts: alert.facts(), at, withdrawn })
    }
}

/// A text message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sms {
    pub text: String,
    pub segments: Segments,
}

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    pub title: String,
    pub body: String,
}

/// An e-mail in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    pub subject: String,
    pub body: String,
}

/// An entry of a feed; also CAP's headline, description and instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub title: String,
    pub summary: String,
    /// What to do: advice and the hotline; may be empty.
    pub instruction: String,
}

/// One message in one language, ready for every channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub lang: Lang,
    pub sms: Sms,
    pub push: Push,
    pub email: Email,
    pub entry: Entry,
    /// All of it in one paragraph: for Signal and webhooks.
    pub whole: String,
}

/// Renders one telling in one language for every channel.
pub fn rendered(telling: &Telling<'_>, network: &Network, say: &Say) -> Rendered {
    let said = Sentences::of(telling, network, say);
    let entry = entry(&said);
    let email = email(&said, telling, network, say);
    Rendered { lang: say.lang, sms: sms(&said), push: push(&said), email, entry, whole: whole(&said) }
}

/// The address of an alert's page in a language.
pub fn address(network: &Network, id: Id<Alert>, lang: Lang) -> String {
    format!("{}{}", network.origin, path(id, lang))
}

/// The path of an alert's page in a language.
pub fn path(id: Id<Alert>, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("/alertas/{id}"),
        Lang::En => format!("/alerts/{id}"),
    }
}

/// The fullest text that needs no more segments than the shortest. What is left out first is what can wait; what stands always is
/// who, where, when, and whether people were detained.
fn sms(said: &Sentences) -> Sms {
    let texts = said.full_to_short().map(|text| for_sms(&text));
    let costs: Vec<(String, Segments)> = texts.map(|text| (text.clone(), segments(&text))).collect();
    let least = costs.iter().map(|(_, cost)| cost.segments).min().unwrap_or(1);
    let best = costs.into_iter().find(|(_, cost)| cost.segments == least);
    let (text, segments) = best.unwrap_or_else(|| (String::new(), segments("")));
    Sms { text, segments }
}

fn push(said: &Sentences) -> Push {
    let mut body = vec![said.core_sentence()];
    // Its end before the advice: what does not fit one push is cut from the end.
    body.extend(said.seen.iter().chain(&said.detained).chain(&said.expires).chain(said.advice.first()).cloned());
    Push { title: format!("{} · {}", said.head, said.place_short), body: body.join(" ") }
}

pub(in crate::alerts) fn entry(said: &Sentences) -> Entry {
    let mut summary = vec![said.core_sentence()];
    summary.extend(said.seen.iter().chain(&said.detained).chain(&said.sure).chain(&said.next).cloned());
    let mut instruction = said.advice.clone();
    instruction.extend(said.help.clone());
    Entry {
        title: format!("{}: {}", said.head, said.headline),
        summary: summary.join(" "),
        instruction: instruction.join(" "),
    }
}

fn whole(said: &Sentences) -> String {
    let mut parts = vec![format!("{}: {}", said.head, said.core)];
    parts.extend(said.seen.iter().chain(&said.detained).chain(&said.sure).cloned());
    parts.extend(said.advice.iter().chain(&said.help).chain(&said.next).chain(&said.expires).cloned());
    parts.join(" ")
}

fn email(said: &Sentences, telling: &Telling<'_>, network: &Network, say: &Say) -> Email {
    let mut paragraphs = vec![format!("{}: {}", said.head, said.core)];
    paragraphs.push(joined(said.seen.iter().chain(&said.detained).chain(&said.sure)));
    paragraphs.push(joined(said.advice.iter().chain(&said.help)));
    paragraphs.push(joined(said.next.iter().chain(&said.expires)));
    // An exercise has no public page to read more on.
    if !telling.facts.drill {
        paragraphs.push(say.t1("alert-read-more", "url", address(network, telling.id, say.lang)));
    }
    paragraphs.push(format!("{}. {}", network.name, say.t("alert-not-government")));
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    Email { subject: format!("{}: {}", said.head, said.headline), body: paragraphs.join("\n\n") + "\n" }
}

fn joined<'s>(sentences: impl Iterator<Item = &'s String>) -> String {
    sentences.map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// The label at the head of a message of this kind: the key of its words.
fn label(facts: &Facts) -> &'static str {
    use crate::triage::Certainty;
    match (facts.kind, facts.certainty) {
        // Nobody went again: the alert ends, and that is all that is known.
        (Kind::AllClear, _) if !facts.found.is_looked_and_clear() => "alert-label-ended",
        (Kind::Alert, Certainty::Observed) => "alert-label-observed",
        (Kind::Alert, Certainty::Likely) => "alert-label-likely",
        (Kind::Checked, _) => "alert-label-checked",
        (Kind::Update, _) => "alert-label-update",
        (Kind::Correction, _) => "alert-label-correction",
        (Kind::AllClear, _) => "alert-label-all-clear",
    }
}
