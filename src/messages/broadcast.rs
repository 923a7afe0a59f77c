//! Broadcasts: one message to many, as sets of seats and not as rows.
//!
//! In: an audience for each carrier, fixed at release; what became of each message. Out: the next seats to send to, and at any time who got
//! it, who did not and who may have. A broadcast can be written down and read back at any instant: what was in
//! flight when the program died may or may not have arrived, and is sent once more.

pub mod followed;
pub mod leg;
mod saved;
pub mod tempo;

#[cfg(test)]
mod tests;

use roaring::RoaringBitmap;

use crate::ground::answers::answers;
use crate::ground::{Id, Moment};
use crate::people::Member;
use crate::subscriptions::Carrier;

pub use followed::{Followed, Heard, Missed};
pub use leg::{Leg, Progress};
pub use saved::SavedWrong;
pub use tempo::{Bucket, seconds_to_send};

answers! {
    /// Why a message did not arrive.
    Why, "broadcast-why" {
        /// The address is gone: the subscription is to be dropped.
        Gone = "gone",
        /// The provider does not take it.
        Refused = "refused",
        /// The provider finds it too large.
        TooLarge = "too_large",
        /// The provider does not let us in.
        ShutOut = "shut_out",
        /// So many tries, and none went through.
        Tries = "tries",
        /// It waited until the alert was over, or was withdrawn.
        TooLate = "too_late",
        /// The subscription ended after the release.
        Left = "left",
    }
}

/// How one try ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The provider has it.
    Sent,
    /// It will never arrive.
    Failed(Why),
    /// The provider said: not now; or no connection came about. It has not got it.
    Later { wait_seconds: Option<i64> },
    /// The provider does not let us in: our settings are wrong, or this subscription was made with another key.
    ShutOut,
    /// The request went out and no answer came: the provider may have it.
    Unclear,
}

impl Outcome {
    /// Whether it is neither sent nor failed.
    const fn is_trouble(self) -> bool {
        matches!(self, Outcome::Later { .. } | Outcome::ShutOut | Outcome::Unclear)
    }

    /// The wait that the provider asked for, in seconds; 0 where it did not.
    fn asked_wait(self) -> i64 {
        if let Outcome::Later { wait_seconds } = self { wait_seconds.unwrap_or(0) } else { 0 }
    }
}

/// Whether a broadcast may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    Going,
    /// Any one member stopped it. Two others, or one and another, set it going again: `first_yes` is the first of them.
    Halted {
        by: Id<Member>,
        at: Moment,
        first_yes: Option<Id<Member>>,
    },
}

impl Run {
    /// Stops. Who is second to stop changes nothing but takes back a first yes to going on.
    #[must_use]
    pub const fn halt(self, by: Id<Member>, at: Moment) -> Run {
        match self {
            Run::Going => Run::Halted { by, at, first_yes: None },
            Run::Halted { by, at, .. } => Run::Halted { by, at, first_yes: None },
        }
    }

    /// One member's yes to going on. It goes on with the second yes, by another member.
    #[must_use]
    pub fn go_on(self, yes: Id<Member>) -> Run {
        match self {
            Run::Halted { first_yes: Some(first), .. } if first != yes => Run::Going,
            Run::Halted { by, at, .. } => Run::Halted { by, at, first_yes: Some(yes) },
            Run::Going => Run::Going,
        }
    }
}

/// One message to many, on every carrier.
#[derive(Debug, Clone)]
pub struct Broadcast {
    legs: Vec<Leg>,
    /// Whether it may send.
    pub run: Run,
}

impl Broadcast {
    /// A broadcast to these audiences, as [`crate::subscriptions::Matcher::by_carrier`] gives them.
    pub fn new(audiences: Vec<(Carrier, RoaringBitmap)>) -> Self {
        let legs = audiences.into_iter().map(|(carrier, audience)| Leg::new(carrier, audience)).collect();
        Broadcast { legs, run: Run::Going }
    }

    /// A broadcast with legs that were written down, and how it ran.
    pub fn restored(legs: Vec<Leg>, run: Run) -> Self {
        Broadcast { legs, run }
    }

    /// One leg for each carrier.
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }

    /// The leg of a carrier, to tell it outcomes. Those of messages under way are taken while halted, too.
    pub fn leg_mut(&mut self, carrier: Carrier) -> Option<&mut Leg> {
        self.legs.iter_mut().find(|leg| leg.carrier() == carrier)
    }

    /// The next seats of a carrier; see [`Leg::next_batch`]. None while halted.
    pub fn next_batch(&mut self, carrier: Carrier, window: usize, now: Moment) -> RoaringBitmap {
        match (self.run, self.leg_mut(carrier)) {
            (Run::Going, Some(leg)) => leg.next_batch(window, now),
            _ => RoaringBitmap::new(),
        }
    }

    /// When there is something to send: `now`, later, or `None` where nothing is left or it is halted.
    pub fn next_at(&self, now: Moment) -> Option<Moment> {
        match self.run {
            Run::Halted { .. } => None,
            Run::Going => self.legs.iter().filter_map(|leg| leg.next_at(now)).min(),
        }
    }

    /// Whether every seat's fate is known or given up.
    pub fn is_done(&self) -> bool {
        self.legs.iter().all(Leg::is_done)
    }

    /// Everyone who got it or may have: the audience of an update, a correction, an all clear.
    pub fn heard(&self) -> Vec<(Carrier, RoaringBitmap)> {
        self.legs.iter().map(|leg| (leg.carrier(), leg.heard())).filter(|(_, seats)| !seats.is_empty()).collect()
    }
}
