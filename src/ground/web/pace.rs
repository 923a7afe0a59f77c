//! How busy a sender is, without knowing who it is: counts in memory under a key that dies with the process.
//!
//! Addresses are cut to a /24 or /64, hashed with that key and forgotten after ten minutes. Neighbourhoods share
//! carrier addresses, so a busy sender waits longer or is read later; nobody is refused.
//!
//! A [`Mark`] may be kept in a row, so it must not become an address in disguise: there are so few networks that whoever has the key can try
//! them all. So the key is never written down, and marks of two runs of the program cannot be compared (decision 3).

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

use crate::ground::keys::{self, Keys};
use crate::ground::{App, Moment, Wrong, chance};

/// Minutes for which a count is remembered.
const WINDOW_MINUTES: i64 = 10;

/// The most senders that are counted at once; past that all counts start anew, which only makes us more patient.
const SENDERS_MAX: usize = 50_000;

/// Tells senders apart without telling who they are. The first bytes name the run of the program that made it (zeros: the sender is a thread of
/// texts, which has a name of its own in the database and is known in every run), the rest is a keyed hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark(pub [u8; 16]);

/// How many bytes of a mark name the run.
const RUN_BYTES: usize = 4;

/// The run of marks that hold in every run.
const EVERY_RUN: [u8; RUN_BYTES] = [0; RUN_BYTES];

impl Mark {
    /// True where these are certainly two senders. Marks of two runs say nothing: one sender has another mark in each.
    pub fn is_certainly_another(self, other: Mark) -> bool {
        let run = |mark: Mark| mark.0.first_chunk::<RUN_BYTES>().copied().unwrap_or(EVERY_RUN);
        let can_be_compared = run(self) == run(other) || run(self) == EVERY_RUN || run(other) == EVERY_RUN;
        can_be_compared && self != other
    }

    fn of(run: [u8; RUN_BYTES], hash: [u8; 32]) -> Mark {
        let mut mark = [0u8; 16];
        mark[..RUN_BYTES].copy_from_slice(&run);
        mark[RUN_BYTES..].copy_from_slice(&hash[..16 - RUN_BYTES]);
        Mark(mark)
    }
}

/// Counts of requests by sender and purpose.
pub struct Pace {
    key: [u8; 32],
    run: [u8; RUN_BYTES],
    seen: Mutex<HashMap<[u8; 16], (Moment, u32)>>,
}

impl Default for Pace {
    fn default() -> Self {
        let run = chance::bytes::<RUN_BYTES>().map(|byte| byte.max(1));
        Pace { key: chance::bytes(), run, seen: Mutex::default() }
    }
}

impl Pace {
    /// Counts one request and answers how many this sender made for this purpose in the last ten minutes.
    pub fn count(&self, purpose: &str, sender: Sender, now: Moment) -> u32 {
        let mark = self.mark(purpose, sender).0;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= SENDERS_MAX {
            seen.retain(|_, (since, _)| now.minutes_since(*since) < WINDOW_MINUTES);
            if seen.len() >= SENDERS_MAX {
                seen.clear();
            }
        }
        let entry = seen.entry(mark).or_insert((now, 0));
        if now.minutes_since(entry.0) >= WINDOW_MINUTES {
            *entry = (now, 0);
        }
        entry.1 += 1;
        entry.1
    }

    /// A mark of this sender for one purpose: it differs between senders, says nothing else, and cannot be made again
    /// once the process has ended.
    pub fn mark(&self, purpose: &str, sender: Sender) -> Mark {
        Mark::of(self.run, keys::mac(&self.key, &[purpose.as_bytes(), &sender.0].concat()))
    }

    /// A mark to be kept in a row. That of a thread of texts holds in every run: its row names the thread as well.
    pub fn kept_mark(&self, keys: &Keys, purpose: &'static str, sender: Sender) -> Mark {
        if sender.1 { Mark::of(EVERY_RUN, keys.keyed_hash(purpose, &sender.0)) } else { self.mark(purpose, sender) }
    }

    /// A mark of words: the same for the same words, says nothing else, never zero, and cannot be made again once the process has ended.
    pub fn words_mark(&self, words: &str) -> i64 {
        let hash = keys::mac(&self.key, words.as_bytes());
        let (first, _) = hash.split_first_chunk().unwrap_or((&[0; 8], &[]));
        (i64::from_le_bytes(*first) & i64::MAX).max(1)
    }

    /// How long the next try of a secret (a receipt, a recovery code) waits: nothing for the first few, then
    /// half a second more each, at most eight seconds.
    pub fn wait_for_try(&self, purpose: &str, sender: Sender, now: Moment) -> Duration {
        let tries = self.count(purpose, sender, now);
        Duration::from_millis(u64::from(tries.saturating_sub(5)).saturating_mul(500).min(8_000))
    }
}

/// Where a request came from, cut to its network, or a thread of texts (true). Printed nowhere, stored nowhere.
#[derive(Clone, Copy)]
pub struct Sender([u8; 8], bool);

impl Sender {
    /// The sender behind an address.
    pub fn of(address: IpAddr) -> Sender {
        let mut cut = [0u8; 8];
        match address.to_canonical() {
            IpAddr::V4(v4) => cut[..3].copy_from_slice(&v4.octets()[..3]),
            IpAddr::V6(v6) => cut.copy_from_slice(&v6.octets()[..8]),
        }
        Sender(cut, false)
    }

    /// The sender behind the id of a thread of text messages. The first half of an id is a time; the second is random.
    pub fn of_thread(id: [u8; 16]) -> Sender {
        let [_, _, _, _, _, _, _, _, random @ ..] = id;
        Sender(random, true)
    }
}

impl FromRequestParts<App> for Sender {
    type Rejection = Wrong;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Wrong> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        let peer = peer.unwrap_or(IpAddr::from([127, 0, 0, 1]));
        // Only a proxy on this machine is believed when it names another address.
        let named = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        let named = named.and_then(|list| list.rsplit(',').next()).and_then(|last| last.trim().parse().ok());
        Ok(Sender::of(if peer.is_loopback() { named.unwrap_or(peer) } else { peer }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_words_have_another_mark() {
        let pace = Pace::default();
        let marks: std::collections::BTreeSet<i64> =
            (0..500).map(|n| pace.words_mark(&format!("esquina {n}"))).collect();
        assert_eq!(marks.len(), 500);
        assert!(marks.iter().all(|mark| *mark > 0), "zero says that nothing is known");
        assert_eq!(pace.words_mark("esquina 1"), pace.words_mark("esquina 1"));
        assert_ne!(pace.words_mark("esquina 1"), Pace::default().words_mark("esquina 1"), "of another run");
    }

    #[test]
    fn neighbours_of_one_network_are_one_sender_and_counts_fade() {
        let pace = Pace::default();
        let (one, same, other) =
            (Sender::of([10, 0, 0, 1].into()), Sender::of([10, 0, 0, 99].into()), Sender::of([10, 0, 1, 1].into()));
        let now = Moment::from_seconds(1_000);
        assert_eq!(pace.count("report", one, now), 1);
        assert_eq!(pace.count("report", same, now), 2);
        assert_eq!(pace.count("report", other, now), 1);
        assert_eq!(pace.count("receipt", one, now), 1, "purposes are counted apart");
        assert_eq!(pace.count("report", one, now.plus_minutes(11)), 1);
    }

    #[test]
    fn marks_of_two_runs_say_nothing_and_threads_are_known_in_every_run() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path()).unwrap();
        let (before, after) = (Pace::default(), Pace::default());
        let mark = |pace: &Pace, sender| pace.kept_mark(&keys, "report sender", sender);
        let (one, other) = (Sender::of([10, 0, 0, 1].into()), Sender::of([10, 0, 1, 1].into()));
        assert!(mark(&before, one).is_certainly_another(mark(&before, other)), "the control: one run tells two apart");
        assert!(!mark(&before, one).is_certainly_another(mark(&before, one)));
        // The same sender before and after a restart looks like two, and must not count as two.
        assert_ne!(mark(&before, one), mark(&after, one));
        assert!(!mark(&before, one).is_certainly_another(mark(&after, one)));
        assert!(!mark(&before, one).is_certainly_another(mark(&after, other)), "nor two senders: nobody can tell");
        let (phone, second) = (Sender::of_thread([7; 16]), Sender::of_thread([8; 16]));
        assert_eq!(mark(&before, phone), mark(&after, phone));
        assert!(mark(&before, phone).is_certainly_another(mark(&after, second)));
        assert!(mark(&before, phone).is_certainly_another(mark(&after, one)), "a phone's texts are no web page");
    }

    #[test]
    fn guessing_becomes_slow_and_never_endless() {
        let pace = Pace::default();
        let sender = Sender::of([10, 0, 0, 1].into());
        let waits: Vec<_> =
            (0..40).map(|_| pace.wait_for_try("receipt", sender, Moment::from_seconds(0)).as_millis()).collect();
        assert_eq!(waits[4], 0);
        assert_eq!(waits[6], 1_000);
        assert_eq!(waits[39], 8_000);
    }
}
