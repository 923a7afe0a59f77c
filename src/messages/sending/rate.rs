//! How fast each carrier is sent to, and how much may be under way at once.

use crate::ground::config::Config;
use crate::messages::letter::LETTER_SEGMENTS_MAX;
use crate::messages::told;
use crate::subscriptions::{Carrier, Channel};

/// A carrier's pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Messages (segments of texts) a minute.
    pub per_minute: u32,
    /// How many of them at once.
    pub burst: u32,
    /// Messages under way at once: the most that a crash can send twice.
    pub window: usize,
}

/// The pace of a carrier, as configured.
pub fn rate(config: &Config, carrier: Carrier) -> Rate {
    let told::Rate { per_minute, mut burst } = told::rate(config, carrier);
    if carrier.channel() == Channel::Sms {
        // A text takes as many tokens as it has segments: a smaller bucket would never hold enough for a long one.
        burst = burst.max(u32::try_from(LETTER_SEGMENTS_MAX).unwrap_or(u32::MAX));
    }
    let window = match carrier.channel() {
        Channel::Push => 400,
        Channel::Email | Channel::Sms => 8,
        Channel::Signal => 4,
        Channel::Webhook => 16,
    };
    Rate { per_minute, burst, window }
}
