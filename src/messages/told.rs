//! What came of one message to one contact, and how fast messages may go.

use super::broadcast::{Outcome, Why};
use crate::ground::config::Config;
use crate::subscriptions::Carrier;

/// What came of one message, with the other side's own words: for the eyes of whoever tries a channel out. They may
/// name the receiver and stand in no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Told {
    pub outcome: Outcome,
    pub said: String,
}

impl Told {
    /// An outcome and what was said about it.
    pub fn new(outcome: Outcome, said: impl Into<String>) -> Told {
        Told { outcome, said: said.into() }
    }

    /// It will never arrive, for a reason that we found ourselves.
    pub(super) fn refused(said: impl Into<String>) -> Told {
        Told::new(Outcome::Failed(Why::Refused), said)
    }

    /// Nothing was handed over, and another time it may be.
    pub(super) fn later(said: impl Into<String>) -> Told {
        Told::new(Outcome::Later { wait_seconds: None }, said)
    }

    /// Our settings are wrong, or there are none.
    pub(super) fn shut_out(said: impl Into<String>) -> Told {
        Told::new(Outcome::ShutOut, said)
    }

    /// It was handed over, or may have been, and no answer came.
    pub(super) fn unclear(said: impl Into<String>) -> Told {
        Told::new(Outcome::Unclear, said)
    }
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Told({:?})", self.outcome)
    }
}

/// A rate: so many messages a minute, so many at once. For texts a message is a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub per_minute: u32,
    pub burst: u32,
}

/// The rate of a carrier. Every push service has the rate of `[push]` to itself; a channel without settings has the default one, so that
/// what is tried out takes as long as what is meant.
pub fn rate(config: &Config, carrier: Carrier) -> Rate {
    let (per_minute, burst) = match carrier {
        Carrier::PushGoogle
        | Carrier::PushMozilla
        | Carrier::PushApple
        | Carrier::PushMicrosoft
        | Carrier::PushLocal => (config.push.per_minute, config.push.burst),
        Carrier::Sms => (config.sms.per_minute, config.sms.burst),
        Carrier::Email => of(config.email.as_ref(), |conf| (conf.per_minute, conf.burst)),
        Carrier::Signal => of(config.signal.as_ref(), |conf| (conf.per_minute, conf.burst)),
        Carrier::Webhook => of(config.webhook.as_ref(), |conf| (conf.per_minute, conf.burst)),
    };
    Rate { per_minute, burst }
}

fn of<C: Default>(settings: Option<&C>, rate: fn(&C) -> (u32, u32)) -> (u32, u32) {
    settings.map_or_else(|| rate(&C::default()), rate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::config::Email;

    #[test]
    fn a_rate_is_the_one_that_was_set_else_the_default() {
        let mut config = Config::default();
        assert_eq!(rate(&config, Carrier::Email), Rate { per_minute: 300, burst: 20 });
        assert_eq!(rate(&config, Carrier::Sms), Rate { per_minute: 30, burst: 5 });
        config.email = Some(Email { per_minute: 60, burst: 1, ..Email::default() });
        config.push.burst = 7;
        assert_eq!(rate(&config, Carrier::Email), Rate { per_minute: 60, burst: 1 });
        assert_eq!(rate(&config, Carrier::PushApple).burst, 7);
        for carrier in Carrier::ALL {
            let rate = rate(&config, *carrier);
            assert!(rate.per_minute > 0 && rate.burst > 0, "{}", carrier.code());
        }
    }

    #[test]
    fn what_was_said_does_not_print() {
        assert_eq!(format!("{:?}", Told::refused("550 <ana@example.org> unknown")), "Told(Failed(Refused))");
    }
}
