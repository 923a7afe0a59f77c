//! How fast each carrier is sent to, and how much may be under way at once.

use crate::ground::config::Config;
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
    let told::Rate { per_minute, burst } = told::rate(config, carrier);
    let window = match carrier.channel() {
        Channel::Push => 400,
        Channel::Email | Channel::Sms => 8,
        Channel::Signal => 4,
        Channel::Webhook => 16,
    };
    Rate { per_minute, burst, window }
}
