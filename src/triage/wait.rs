//! Waits that ended: how long a card or an incident stood until somebody did the next thing.
//!
//! They are what the network's clock is made of. A wait says where, since when and until when, and nothing about whom.

use crate::ground::answers::answers;
use crate::ground::clock::Moment;
use crate::places::AreaKey;

answers! {
    /// What was waited for.
    Waited, "triage-waited" {
        /// A dispatcher took a card of what was written to us into their hands for the first time.
        Taken = "taken",
        /// A card was decided for the first time.
        Decided = "decided",
        /// The first verifier said "I go" after somebody asked for eyes.
        Accepted = "accepted",
        /// The first verifier said "I am there", after the first of them said "I go".
        Arrived = "arrived",
    }
}

/// A wait that ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    pub what: Waited,
    pub area: Option<AreaKey>,
    /// True in an exercise.
    pub drill: bool,
    pub since: Moment,
    pub at: Moment,
}
