//! What is said after the report: questions to the reporter, their answers and what they add.

use crate::ground::db::Tx;
use crate::ground::keys::{self, Keys};
use crate::ground::{Id, Moment, Refused, Wrong, audit, chance};
use crate::messages;
use crate::people::Member;

use super::opening;
use super::report::{Report, SAID_CHARS_MAX, is_blank};
use super::store::{self, SaidKind, SaidRow};

pub use super::store::SaidKind as Kind;

/// Things said about one report at most: a conversation, and a bound on what a stranger can store.
const SAID_COUNT_MAX: usize = 60;

/// Who said something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speaker {
    Reporter,
    Member(Id<Member>),
}

/// One thing that was said.
#[derive(Clone, PartialEq, Eq)]
pub struct Said {
    pub at: Moment,
    /// Only the day is left of that.
    pub coarse: bool,
    pub from: Speaker,
    pub kind: Kind,
    pub words: String,
}

impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Said({:?}, ..)", self.kind)
    }
}

/// Puts a question to the reporter: they find it with their receipt, or get it as a text where they reported by text.
///
/// # Errors
/// Not found where there is no such report; refused where the question is empty, too long, or nothing more may be said.
pub fn ask(tx: &Tx<'_>, keys: &Keys, id: Id<Report>, question: &str, by: Id<Member>, now: Moment) -> Result<(), Wrong> {
    let held = store::held(tx, id)?.ok_or(Wrong::NotFound)?;
    let once_key = chance::bytes();
    say(tx, keys, &held, question, Saying { kind: Kind::Question, member: Some(by), once_key }, now)?;
    if let Some(thread) = held.thread {
        match messages::letter(tx, keys, Id::from_bytes(thread), question, now) {
            // A number that is forgotten or wants no texts gets none; the question waits behind the receipt.
            Ok(()) | Err(Wrong::Refused(_) | Wrong::NotFound) => {}
            Err(wrong) => return Err(wrong),
        }
    }
    audit::note(tx, now, Some(by), "reporter asked", Some(id))
}

/// Notes what the reporter says: an answer where a question is open, an addition otherwise. `once` is by what the same
/// sending is known again. Answers whether it is new.
///
/// # Errors
/// As [`ask`].
pub(super) fn hear(
    tx: &Tx<'_>,
    keys: &Keys,
    id: Id<Report>,
    words: &str,
    once: &str,
    now: Moment,
) -> Result<bool, Wrong> {
    let held = store::held(tx, id)?.ok_or(Wrong::NotFound)?;
    let kind = if store::has_open_question(tx, id)? { Kind::Answer } else { Kind::Addition };
    let mut sending = id.bytes().to_vec();
    sending.extend(keys::sha256(once.as_bytes()));
    sending.extend(keys::sha256(words.as_bytes()));
    let once_key = keys.keyed_hash("report said once", &sending);
    say(tx, keys, &held, words, Saying { kind, member: None, once_key }, now)
}

/// Everything that was said about a report, oldest first; what is forgotten is left out.
///
/// # Errors
/// Not found where there is no such report.
pub fn conversation(keys: &Keys, tx: &Tx<'_>, id: Id<Report>) -> Result<Vec<Said>, Wrong> {
    let held = store::held(tx, id)?.ok_or(Wrong::NotFound)?;
    let mut out = Vec::new();
    for row in store::said(tx, id)? {
        let from = row.member.map_or(Speaker::Reporter, Speaker::Member);
        if let Some(words) = opening::open_said(keys, &row, held.area)? {
            out.push(Said { at: row.at, coarse: row.coarse, from, kind: row.kind, words });
        }
    }
    Ok(out)
}

/// What [`say`] needs to know beside the words.
#[derive(Clone, Copy)]
struct Saying {
    kind: SaidKind,
    member: Option<Id<Member>>,
    once_key: [u8; 32],
}

fn say(tx: &Tx<'_>, keys: &Keys, held: &store::Held, words: &str, said: Saying, now: Moment) -> Result<bool, Wrong> {
    if is_blank(words) {
        return Err(Refused::because("report-said-empty").into());
    }
    if words.chars().count() > SAID_CHARS_MAX {
        return Err(Refused::because("report-said-long").into());
    }
    if held.words.is_none() || store::said(tx, held.id)?.len() >= SAID_COUNT_MAX {
        return Err(Refused::because("report-said-full").into());
    }
    let row: [u8; 16] = Id::<Said>::unordered().bytes();
    let words = opening::seal_said(keys, row, held, words, now)?;
    let Saying { kind, member, once_key } = said;
    // A step of five minutes tells the order of things and not the habits of a person.
    let at = now.floor_minutes(super::report::OBSERVED_STEP_MINUTES);
    store::add_said(tx, held.id, &SaidRow { id: row, once_key, at, coarse: false, kind, member, words })
}
