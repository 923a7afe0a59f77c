//! Where finished answers lie, and the bells that drop them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::TryRecvError;

use super::answer::Answer;
use crate::ground::Moment;
use crate::ground::locale::Lang;

/// The most answers that are kept. A network has a few dozen pages that are the same for everyone; the rest are addresses with nonsense behind
/// a question mark.
const ANSWERS_MAX: usize = 1_000;

/// The most bytes that all of them take together.
const ALL_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The kept answers and the bells.
pub(super) struct Keeping {
    kept: RwLock<Kept>,
    heard: Mutex<Heard>,
    wanted: &'static [&'static str],
}

#[derive(Default)]
struct Kept {
    /// By the browser's language, then by address.
    by_lang: [HashMap<Box<str>, Slot>; Lang::ALL.len()],
    bytes: usize,
}

struct Slot {
    answer: Arc<Answer>,
    /// Whose turn it is to make it anew. An answer that does not stand any more is left lying for this.
    making: Arc<tokio::sync::Mutex<()>>,
}

struct Heard {
    bells: Receiver<&'static str>,
    rings: u64,
}

impl Keeping {
    pub fn new(bells: Receiver<&'static str>, wanted: &'static [&'static str]) -> Keeping {
        Keeping { kept: RwLock::default(), heard: Mutex::new(Heard { bells, rings: 0 }), wanted }
    }

    /// How often the bells rang so far. A ring that was missed counts.
    pub fn rings(&self) -> u64 {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match heard.bells.try_recv() {
                Ok(bell) => heard.rings += u64::from(self.wanted.contains(&bell)),
                Err(TryRecvError::Lagged(_)) => heard.rings += 1,
                Err(TryRecvError::Empty | TryRecvError::Closed) => return heard.rings,
            }
        }
    }

    /// The answer to an address, where it still stands.
    pub fn find(&self, lang: Lang, address: &str, now: Moment) -> Option<Arc<Answer>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let answer = &kept.by_lang[lang as usize].get(address)?.answer;
        answer.stands(now, self.rings()).then(|| Arc::clone(answer))
    }

    /// Whose turn it is to make an answer that was kept before.
    pub fn making(&self, lang: Lang, address: &str) -> Option<Arc<tokio::sync::Mutex<()>>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.by_lang[lang as usize].get(address).map(|slot| Arc::clone(&slot.making))
    }

    /// Keeps an answer. Where there are too many, all are dropped: they are made again in milliseconds, and only nonsense makes so many.
    pub fn put(&self, lang: Lang, address: Box<str>, answer: Arc<Answer>) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        let count: usize = kept.by_lang.iter().map(HashMap::len).sum();
        if count >= ANSWERS_MAX || kept.bytes + answer.bytes() > ALL_BYTES_MAX {
            *kept = Kept::default();
        }
        kept.bytes += answer.bytes();
        let replaced = match kept.by_lang[lang as usize].get_mut(&address) {
            Some(slot) => std::mem::replace(&mut slot.answer, answer).bytes(),
            None => {
                let slot = Slot { answer, making: Arc::default() };
                kept.by_lang[lang as usize].insert(address, slot);
                0
            }
        };
        kept.bytes -= replaced;
    }

    /// How many answers are kept.
    #[cfg(test)]
    pub fn count(&self) -> usize {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.by_lang.iter().map(HashMap::len).sum()
    }
}
