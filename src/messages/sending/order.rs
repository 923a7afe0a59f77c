//! What is to be sent, before it is known to whom: closed kinds and words that `alerts` rendered from facts.

use crate::ground::answers::answers;
use crate::ground::locale::Lang;
use crate::ground::{Id, Moment};
use crate::places::AreaKey;
use crate::release::Message;

answers! {
    /// What sort of message goes out. A closed list: the sender knows no other template.
    MessageKind, "message-kind" {
        Alert = "alert", Checked = "checked", Update = "update", Correction = "correction", AllClear = "all_clear",
        /// An alert is taken back. One member may, and those who heard it hear that.
        Withdrawn = "withdrawn",
    }
}

impl MessageKind {
    /// Whether it opens a new thread with people. What follows one goes to those who got it, and the caps never hold that back.
    pub const fn opens(self) -> bool {
        matches!(self, MessageKind::Alert | MessageKind::Checked)
    }

    /// Whether it says that what was told is not so, or not so any more. It is carried on after its own expiry, until all who heard what
    /// it takes back are told: a false word that nobody takes back stands.
    pub const fn takes_back(self) -> bool {
        matches!(self, MessageKind::Correction | MessageKind::AllClear | MessageKind::Withdrawn)
    }

    /// The order in which carriers take what is open, smallest first: what takes a wrong word back goes before everything else.
    pub const fn urgency(self) -> u8 {
        match self {
            MessageKind::Correction | MessageKind::Withdrawn => 0,
            MessageKind::Alert | MessageKind::Update => 1,
            MessageKind::AllClear => 2,
            MessageKind::Checked => 3,
        }
    }
}

/// Hours for which what takes something back is carried to those who heard that: the slowest gateway has told a whole town by then.
pub const CARRIED_HOURS_MAX: i64 = 24;

/// A notification's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Push {
    pub title: String,
    pub body: String,
    /// The title where the phone shows it after its time.
    pub over: String,
}

/// An e-mail's words, without the link to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email {
    pub subject: String,
    pub body: String,
}

/// One message in one language, for every channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub lang: Lang,
    pub sms: String,
    pub push: Push,
    pub email: Email,
    /// All of it in full sentences: for Signal and webhooks.
    pub summary: String,
    /// The page, from the root.
    pub path: String,
}

/// One message, ready to be sent. The texts say the same thing in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The broadcast's own id: the message's, or, where one is taken back, the withdrawal's.
    pub id: Id<Message>,
    /// The first of the chain: phones show the newest of a chain only.
    pub chain: Id<Message>,
    pub kind: MessageKind,
    pub area: AreaKey,
    pub drill: bool,
    pub made_at: Moment,
    pub expires_at: Moment,
    /// Every language of the network, in the order of [`Lang::ALL`].
    pub said: Vec<Said>,
}

impl Order {
    /// Until when it is carried to those who heard what it takes back.
    pub const fn carried_until(&self) -> Moment {
        self.made_at.plus_hours(CARRIED_HOURS_MAX)
    }

    /// When a phone shows it as over. An all clear is no less so later.
    pub fn shown_until(&self, said: &Said) -> Moment {
        let is_end = self.kind.takes_back() && said.push.over == said.push.title;
        if is_end { self.carried_until() } else { self.expires_at }
    }

    /// What is said in a language.
    pub fn in_lang(&self, lang: Lang) -> Option<&Said> {
        self.said.iter().find(|said| said.lang == lang)
    }

    /// Whether it says something in every language, on every channel.
    pub fn is_whole(&self) -> bool {
        let full = |said: &Said| {
            [&said.sms, &said.push.title, &said.email.subject, &said.email.body, &said.summary, &said.path]
                .into_iter()
                .all(|words| !words.trim().is_empty())
        };
        Lang::ALL.iter().all(|lang| self.in_lang(*lang).is_some_and(full)) && self.said.len() == Lang::ALL.len()
    }
}
