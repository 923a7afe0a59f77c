//! Consent: nobody is told who did not say yes, and nobody is kept who went away.
//!
//! A subscription begins with a test message to the contact; the person's own yes makes it live. One private link changes it or ends
//! it. Opening a link does nothing by itself, because mail scanners and previews open links: a press, a reply or RFC 8058's
//! one-click request does. Leaving deletes; there is no state for it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::Channel;
use crate::ground::Moment;

/// Hours in which the test message can be answered. A day, because people read their mail once a day.
pub const ASKED_HOURS_MAX: i64 = 24;

/// Days after which a push subscription is forgotten when its browser did not renew it. The service worker renews it whenever the
/// site is opened or the browser changes the address.
pub const PUSH_DAYS_MAX: i64 = 60;

/// Days after which any other subscription ends unless the person says yes again: a phone number finds a new owner.
pub const YES_DAYS_MAX: i64 = 365;

/// Days before the end at which the person is asked again.
pub const ASK_AGAIN_DAYS: i64 = 30;

/// Test messages that one contact gets in a day: anyone can type anyone's number into the form.
pub const ASKS_A_DAY_MAX: usize = 3;

/// Minutes between two test messages to one contact.
pub const ASK_MINUTES_MIN: i64 = 10;

/// How a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// A test message went out, and waits for the person's yes.
    Asked { at: Moment },
    /// The person said yes, last at `renewed_at`.
    Live { renewed_at: Moment },
}

/// Why a yes was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConsentRefused {
    /// The test message is too old, or the subscription ran out. The person can subscribe again.
    #[error("this subscription has run out")]
    RanOut,
    /// A browser renewed what its owner never confirmed.
    #[error("this subscription was never confirmed")]
    NotConfirmed,
}

impl Standing {
    /// The person's yes: a press on the page behind the link, a reply to the text, a press in the test notification. Saying it
    /// twice renews.
    ///
    /// # Errors
    /// [`ConsentRefused::RanOut`].
    pub fn confirm(self, channel: Channel, now: Moment) -> Result<Standing, ConsentRefused> {
        if self.is_over(channel, now) { Err(ConsentRefused::RanOut) } else { Ok(Standing::Live { renewed_at: now }) }
    }

    /// A sign that a push subscription is still wanted: its browser came back with the link.
    ///
    /// # Errors
    /// See [`ConsentRefused`].
    pub fn renew(self, channel: Channel, now: Moment) -> Result<Standing, ConsentRefused> {
        match self {
            Standing::Asked { .. } => Err(ConsentRefused::NotConfirmed),
            Standing::Live { .. } => self.confirm(channel, now),
        }
    }

    /// When the subscription is forgotten if nothing happens.
    pub const fn ends_at(self, channel: Channel) -> Moment {
        match (self, channel) {
            (Standing::Asked { at }, _) => at.plus_hours(ASKED_HOURS_MAX),
            (Standing::Live { renewed_at }, Channel::Push) => renewed_at.plus_days(PUSH_DAYS_MAX),
            (Standing::Live { renewed_at }, _) => renewed_at.plus_days(YES_DAYS_MAX),
        }
    }

    /// Whether it is to be forgotten now.
    pub fn is_over(self, channel: Channel, now: Moment) -> bool {
        now >= self.ends_at(channel)
    }

    /// Whether alerts go to it.
    pub fn is_live(self, channel: Channel, now: Moment) -> bool {
        matches!(self, Standing::Live { .. }) && !self.is_over(channel, now)
    }

    /// Whether the person should be asked again. Browsers renew by themselves, and a site's system is not asked by message.
    pub fn asks_again(self, channel: Channel, now: Moment) -> bool {
        let people = matches!(channel, Channel::Sms | Channel::Email | Channel::Signal);
        people && self.is_live(channel, now) && now >= self.ends_at(channel).plus_days(-ASK_AGAIN_DAYS)
    }
}

/// Whether a contact may get another test message, given when it got those before. `asked_at` in any order.
pub fn may_ask(asked_at: &[Moment], now: Moment) -> bool {
    let today = asked_at.iter().filter(|at| **at > now.plus_days(-1)).count();
    let rested = asked_at.iter().all(|at| *at <= now.plus_minutes(-ASK_MINUTES_MIN));
    today < ASKS_A_DAY_MAX && rested
}

/// Bytes of a private link's secret: nobody guesses 128 bits.
pub const LINK_BYTES: usize = 16;

/// The secret in a subscriber's private link. Whoever has it may change the subscription or end it; the database keeps its keyed
/// hash only. Prints nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateLink(Zeroizing<[u8; LINK_BYTES]>);

impl PrivateLink {
    /// A link with this secret, drawn by `ground::chance`.
    pub fn new(secret: [u8; LINK_BYTES]) -> Self {
        PrivateLink(Zeroizing::new(secret))
    }

    /// Reads the last part of a link's path: 22 characters of base64url. `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(PrivateLink::new)
    }

    /// The last part of the link's path.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_slice())
    }

    /// The secret, for the keyed hash.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_slice()
    }
}

impl std::fmt::Debug for PrivateLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrivateLink(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_seconds(1_768_400_000);

    #[test]
    fn nobody_is_told_before_the_yes() {
        let asked = Standing::Asked { at: NOW };
        assert!(!asked.is_live(Channel::Sms, NOW));
        let live = asked.confirm(Channel::Sms, NOW.plus_hours(23)).unwrap();
        assert!(live.is_live(Channel::Sms, NOW.plus_days(30)));
        assert_eq!(asked.confirm(Channel::Sms, NOW.plus_hours(24)), Err(ConsentRefused::RanOut));
        assert!(asked.is_over(Channel::Sms, NOW.plus_hours(24)));
    }

    #[test]
    fn a_browser_cannot_confirm_for_its_owner() {
        let asked = Standing::Asked { at: NOW };
        assert_eq!(asked.renew(Channel::Push, NOW), Err(ConsentRefused::NotConfirmed));
    }

    #[test]
    fn a_browser_that_stays_away_is_forgotten_after_sixty_days() {
        let live = Standing::Live { renewed_at: NOW };
        assert!(live.is_live(Channel::Push, NOW.plus_days(60).plus_seconds(-1)));
        assert!(live.is_over(Channel::Push, NOW.plus_days(60)));
        let renewed = live.renew(Channel::Push, NOW.plus_days(59)).unwrap();
        assert!(renewed.is_live(Channel::Push, NOW.plus_days(100)));
        assert_eq!(live.renew(Channel::Push, NOW.plus_days(61)), Err(ConsentRefused::RanOut));
    }

    #[test]
    fn a_number_is_asked_again_within_the_year() {
        let live = Standing::Live { renewed_at: NOW };
        assert!(!live.asks_again(Channel::Sms, NOW.plus_days(334)));
        assert!(live.asks_again(Channel::Sms, NOW.plus_days(335)));
        assert!(!live.asks_again(Channel::Sms, NOW.plus_days(365)), "then it is over");
        assert!(!live.asks_again(Channel::Webhook, NOW.plus_days(335)));
        assert!(!Standing::Asked { at: NOW }.asks_again(Channel::Email, NOW.plus_hours(23)));
        assert_eq!(live.ends_at(Channel::Email), NOW.plus_days(365));
    }

    #[test]
    fn the_form_is_no_weapon() {
        assert!(may_ask(&[], NOW));
        assert!(!may_ask(&[NOW.plus_minutes(-9)], NOW));
        assert!(may_ask(&[NOW.plus_minutes(-10)], NOW));
        let thrice = [-60, -120, -180].map(|minutes| NOW.plus_minutes(minutes));
        assert!(!may_ask(&thrice, NOW));
        assert!(may_ask(&thrice, NOW.plus_days(1)));
    }

    #[test]
    fn a_link_reads_back_and_prints_nothing() {
        let link = PrivateLink::new([0xAB; LINK_BYTES]);
        assert_eq!(link.text().len(), 22);
        assert_eq!(PrivateLink::parse(&link.text()), Some(link.clone()));
        assert_eq!(link.as_bytes(), [0xAB; LINK_BYTES]);
        assert_eq!(format!("{link:?}"), "PrivateLink(..)");
        for wrong in ["", "abc", "q6urq6urq6urq6urq6urqw==", "q6urq6urq6urq6urq6urqz", "!!urq6urq6urq6urq6urqw"] {
            assert_eq!(PrivateLink::parse(wrong), None, "{wrong}");
        }
    }
}
