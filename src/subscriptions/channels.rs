//! Which channels a network offers.

use super::Channel;
use super::contact::{AddressWrong, PushServices};
use crate::ground::config::Config;

/// The channels that people may choose, in the order in which the form offers them: those that the network has settings for, and notifications, which
/// need none. In the demo and in stories all go to the outbox.
pub fn channels(config: &Config) -> Vec<Channel> {
    let to_outbox = config.demo || config.nothing_leaves;
    let is_on = |channel: &&Channel| match channel {
        Channel::Push => true,
        Channel::Sms => to_outbox || config.sms.twilio.is_some() || config.sms.android.is_some(),
        Channel::Email => to_outbox || config.email.is_some(),
        Channel::Signal => to_outbox || config.signal.is_some(),
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
