//! Letters: one text to one thread, tried until its fate is known.

use crate::ground::answers::answers;
use crate::ground::{Id, Moment};
use crate::release::Message;

/// The most tries. With the waits below the last one comes some two and a half hours after the first.
pub const TRIES_MAX: u8 = 12;

/// Hours after which a letter is not sent any more: an answer of yesterday misleads.
pub const LETTER_HOURS_MAX: i64 = 24;

/// The most segments of one letter: providers take 1,600 characters, and nobody reads more on a small phone.
pub const LETTER_SEGMENTS_MAX: usize = 10;

/// Seconds for which a letter belongs to the pass that took it. Longer than a provider may take to answer; where the program dies
/// in between, the letter is tried again after this.
pub const LEASE_SECONDS: i64 = 60;

/// Seconds before the second try; each wait is twice the one before.
const WAIT_SECONDS_FIRST: i64 = 15;

/// The longest wait of our own.
const WAIT_SECONDS_MAX: i64 = 30 * 60;

/// The longest wait that a provider may ask for.
pub const ASKED_WAIT_SECONDS_MAX: i64 = 60 * 60;

/// Twilio's code for "this person has opted out" (its error dictionary, 21610).
const CODE_OPTED_OUT: i64 = 21_610;

/// Twilio's codes for numbers that are nobody's mobile phone (21211, 21214, 21217, 21614).
const CODES_NO_PHONE: [i64; 4] = [21_211, 21_214, 21_217, 21_614];

/// The broadcast whose words a letter says: its rules are the letter's, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    pub broadcast: Id<Message>,
    /// After this it is not to arrive any more.
    pub expires_at: Moment,
}

/// A letter, known by its id.
#[derive(Debug)]
pub enum Letter {}

answers! {
    /// Where a letter is.
    Fate, "letter" {
        /// Waits for its next try.
        Queued = "queued",
        /// The provider has it.
        Sent = "sent",
        /// The phone has it.
        Delivered = "delivered",
        /// It will not arrive.
        Failed = "failed",
        /// Every try ended without an answer, and at least one may have reached the provider.
        Unknown = "unknown",
        /// We did not send it, on purpose.
        Dropped = "dropped",
    }
}

answers! {
    /// Why a letter did not arrive.
    Why, "letter-why" {
        /// The person wants no texts.
        OptedOut = "opted_out",
        /// The provider does not take it.
        Refused = "refused",
        /// The provider took it and the phone was not reached.
        NotReached = "not_reached",
        /// The network has no provider of text messages.
        NoProvider = "no_provider",
        /// The provider does not let us in.
        ShutOut = "shut_out",
        /// So many tries, and none went through.
        Tries = "tries",
        /// It waited for too long.
        TooLate = "too_late",
        /// What it said, or to whom, is forgotten.
        Forgotten = "forgotten",
    }
}

/// How one try ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Try {
    /// The provider has it.
    Accepted,
    /// The provider will never take this letter.
    Refused,
    /// The provider says that the number is nobody's mobile phone.
    NoPhone,
    /// The provider knows that this person wants no texts.
    OptedOut,
    /// Not now. `wait_seconds` is what the provider asked for.
    Later { wait_seconds: Option<i64> },
    /// The provider does not let us in: our settings are wrong, not the letter.
    ShutOut,
    /// There is nobody to hand it to: the network has no provider of text messages.
    NoProvider,
    /// No answer came; the provider may have it or not.
    Unclear,
}

impl Try {
    /// Reads a provider's HTTP answer: its status, the code in its body, the seconds of its `Retry-After`.
    pub fn of_answer(status: u16, code: Option<i64>, wait_seconds: Option<i64>) -> Try {
        match status {
            200..=299 => Try::Accepted,
            401 | 403 | 404 if code != Some(CODE_OPTED_OUT) => Try::ShutOut,
            408 | 425 | 429 => Try::Later { wait_seconds },
            400..=499 if code == Some(CODE_OPTED_OUT) => Try::OptedOut,
            400..=499 if code.is_some_and(|code| CODES_NO_PHONE.contains(&code)) => Try::NoPhone,
            400..=499 => Try::Refused,
            _ => Try::Later { wait_seconds },
        }
    }
}

/// What becomes of a letter after a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    Done(Fate, Option<Why>),
    Again { due_at: Moment },
}

/// What becomes of a letter after its `tries`-th try. `was_unclear` is true where this try or one before may have reached the provider.
pub fn next(ended: Try, tries: u8, was_unclear: bool, now: Moment) -> Next {
    let missed = if was_unclear { Fate::Unknown } else { Fate::Failed };
    let asked = match ended {
        Try::Accepted => return Next::Done(Fate::Sent, None),
        Try::Refused | Try::NoPhone => return Next::Done(Fate::Failed, Some(Why::Refused)),
        Try::OptedOut => return Next::Done(Fate::Dropped, Some(Why::OptedOut)),
        // Waiting for somebody to set one would keep from the dispatcher that a call is needed now.
        Try::NoProvider => return Next::Done(missed, Some(Why::NoProvider)),
        Try::Later { wait_seconds } => wait_seconds.unwrap_or(0).clamp(0, ASKED_WAIT_SECONDS_MAX),
        Try::ShutOut | Try::Unclear => 0,
    };
    if tries >= TRIES_MAX {
        return Next::Done(missed, Some(if ended == Try::ShutOut { Why::ShutOut } else { Why::Tries }));
    }
    Next::Again { due_at: now.plus_seconds(asked.max(wait_seconds(tries))) }
}

/// True where a letter made at `made_at` has waited for too long.
pub fn is_too_late(made_at: Moment, now: Moment) -> bool {
    now >= made_at.plus_hours(LETTER_HOURS_MAX)
}

fn wait_seconds(tries: u8) -> i64 {
    let doubled = 1i64.checked_shl(u32::from(tries.saturating_sub(1))).unwrap_or(i64::MAX);
    WAIT_SECONDS_FIRST.saturating_mul(doubled).min(WAIT_SECONDS_MAX)
}

/// What a provider tells later about a letter that it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    Sent,
    Delivered,
    NotReached,
}

impl Fate {
    /// The fate after news from the provider, or `None` where the news changes nothing: they come late, twice and out of order.
    pub const fn after(self, news: News) -> Option<(Fate, Option<Why>)> {
        match (self, news) {
            (Fate::Delivered | Fate::Dropped, _) | (Fate::Sent, News::Sent) => None,
            // What was not reached had been sent before: that is older news.
            (Fate::Failed, News::Sent | News::NotReached) => None,
            (_, News::Sent) => Some((Fate::Sent, None)),
            (_, News::Delivered) => Some((Fate::Delivered, None)),
            (_, News::NotReached) => Some((Fate::Failed, Some(Why::NotReached))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_seconds(1_000_000);
    const BUSY: Try = Try::Later { wait_seconds: None };

    fn wait(ended: Try, tries: u8) -> i64 {
        match next(ended, tries, false, NOW) {
            Next::Again { due_at } => due_at.seconds_since(NOW),
            Next::Done(fate, _) => panic!("done: {fate:?}"),
        }
    }

    #[test]
    fn waits_double_up_to_a_cap_and_a_provider_may_ask_for_more() {
        assert_eq!(
            (1..=9).map(|tries| wait(BUSY, tries)).collect::<Vec<_>>(),
            [15, 30, 60, 120, 240, 480, 960, 1800, 1800]
        );
        assert_eq!(wait(Try::Later { wait_seconds: Some(600) }, 1), 600);
        assert_eq!(wait(Try::Later { wait_seconds: Some(1) }, 3), 60, "never sooner than we would");
        assert_eq!(wait(Try::Later { wait_seconds: Some(i64::MAX) }, 1), 3_600);
        assert_eq!(wait(Try::Later { wait_seconds: Some(-5) }, 1), 15);
    }

    #[test]
    fn tries_come_to_an_end_and_what_may_have_arrived_is_not_called_failed() {
        assert_eq!(next(BUSY, TRIES_MAX, false, NOW), Next::Done(Fate::Failed, Some(Why::Tries)));
        assert_eq!(next(BUSY, TRIES_MAX, true, NOW), Next::Done(Fate::Unknown, Some(Why::Tries)));
        assert_eq!(next(Try::Accepted, TRIES_MAX, true, NOW), Next::Done(Fate::Sent, None));
        assert_eq!(next(Try::ShutOut, TRIES_MAX, false, NOW), Next::Done(Fate::Failed, Some(Why::ShutOut)));
        assert_eq!(next(Try::NoProvider, 1, false, NOW), Next::Done(Fate::Failed, Some(Why::NoProvider)), "at once");
        assert_eq!(next(Try::NoProvider, 2, true, NOW), Next::Done(Fate::Unknown, Some(Why::NoProvider)));
        let whole: i64 = (1..TRIES_MAX).map(|tries| wait(BUSY, tries)).sum();
        assert!(whole < LETTER_HOURS_MAX * 3600, "{whole} s");
    }

    #[test]
    fn answers_are_read_as_providers_mean_them() {
        let read = |status, code| Try::of_answer(status, code, Some(7));
        assert_eq!(read(201, None), Try::Accepted);
        assert_eq!(read(202, None), Try::Accepted);
        assert_eq!(read(400, Some(21_610)), Try::OptedOut);
        assert_eq!(read(403, Some(21_610)), Try::OptedOut);
        assert_eq!(read(400, Some(21_211)), Try::NoPhone);
        assert_eq!(read(400, Some(21_408)), Try::Refused);
        assert_eq!(read(401, Some(20_003)), Try::ShutOut);
        assert_eq!(read(429, Some(20_429)), Try::Later { wait_seconds: Some(7) });
        assert_eq!(read(500, None), Try::Later { wait_seconds: Some(7) });
        assert_eq!(read(302, None), Try::Later { wait_seconds: Some(7) }, "redirects are not followed");
    }

    #[test]
    fn news_may_come_late_twice_and_out_of_order() {
        assert_eq!(Fate::Sent.after(News::Delivered), Some((Fate::Delivered, None)));
        assert_eq!(Fate::Delivered.after(News::Sent), None);
        assert_eq!(Fate::Delivered.after(News::NotReached), None);
        assert_eq!(Fate::Sent.after(News::NotReached), Some((Fate::Failed, Some(Why::NotReached))));
        assert_eq!(Fate::Failed.after(News::Sent), None, "older than what is known");
        assert_eq!(Fate::Failed.after(News::Delivered), Some((Fate::Delivered, None)));
        assert_eq!(Fate::Unknown.after(News::Sent), Some((Fate::Sent, None)));
        assert_eq!(Fate::Queued.after(News::Delivered), Some((Fate::Delivered, None)), "faster than our own record");
        for news in [News::Sent, News::Delivered, News::NotReached] {
            assert_eq!(Fate::Dropped.after(news), None);
        }
    }
}
