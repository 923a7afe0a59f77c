//! Channels, and the carriers that serve them: whose rate, whose trouble, whose outage it is.

use crate::ground::answers::answers;

answers! {
    /// How a subscriber is told.
    Channel, "subscription-channel" {
        /// A notification of the browser or the installed app.
        Push = "push",
        Email = "email",
        Sms = "sms",
        Signal = "signal",
        /// A site's own system.
        Webhook = "webhook",
    }
}

answers! {
    /// Who carries messages to a subscriber. A closed set: a push endpoint belongs to one of the services that we know,
    /// and of an endpoint only this is kept in clear.
    Carrier, "carrier" {
        /// Firebase Cloud Messaging: Chrome, Edge on Android, Brave, Opera, Samsung.
        PushGoogle = "push_google",
        /// Mozilla's autopush: Firefox.
        PushMozilla = "push_mozilla",
        /// Apple's push service: Safari, and every browser on iPhones.
        PushApple = "push_apple",
        /// Windows Notification Services: Edge on Windows.
        PushMicrosoft = "push_microsoft",
        /// A service on this machine, for tests and the demo.
        PushLocal = "push_local",
        Email = "email",
        Sms = "sms",
        Signal = "signal",
        Webhook = "webhook",
    }
}

impl Carrier {
    /// How many carriers there are: the length of tables with one entry a carrier.
    pub const COUNT: usize = Carrier::ALL.len();

    /// The channel that it serves.
    pub const fn channel(self) -> Channel {
        match self {
            Carrier::PushGoogle
            | Carrier::PushMozilla
            | Carrier::PushApple
            | Carrier::PushMicrosoft
            | Carrier::PushLocal => Channel::Push,
            Carrier::Email => Channel::Email,
            Carrier::Sms => Channel::Sms,
            Carrier::Signal => Channel::Signal,
            Carrier::Webhook => Channel::Webhook,
        }
    }

    /// Its place in [`Carrier::ALL`].
    pub(super) const fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_has_a_carrier_and_every_carrier_its_place() {
        for channel in Channel::ALL {
            assert!(Carrier::ALL.iter().any(|carrier| carrier.channel() == *channel), "{}", channel.code());
        }
        for (at, carrier) in Carrier::ALL.iter().enumerate() {
            assert_eq!(carrier.index(), at);
            assert_eq!(Carrier::from_code(carrier.code()), Some(*carrier));
        }
        assert_eq!(Carrier::from_code("push"), None);
    }
}
