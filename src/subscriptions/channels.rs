//! Which channels a network offers.

use super::Channel;
use super::contact::{AddressWrong, PushServices};
use crate::ground::config::Config;

/// The channels that people may choose, in the order in which the form offers them. Texts go to the outbox where there is no provider. E-mail and Signal
/// need a relay and a registered number; the demo's are made up.
pub fn channels(config: &Config) -> Vec<Channel> {
    let is_on = |channel: &&Channel| match channel {
        Channel::Push | Channel::Sms => true,
        Channel::Email | Channel::Signal => config.demo,
        // Only a steward adds a site's own system.
        Channel::Webhook => false,
    };
    Channel::ALL.iter().filter(is_on).copied().collect()
}

/// The push services that browsers may name: the four known ones, and one on this machine where the configuration names it.
///
/// # Errors
/// [`AddressWrong`] where the configured one is not on this machine.
pub fn push_services(config: &Config) -> Result<PushServices, AddressWrong> {
    match &config.push.local {
        Some(origin) => PushServices::known().and_local(origin),
        None => Ok(PushServices::known()),
    }
}
