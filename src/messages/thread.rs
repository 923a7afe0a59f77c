//! Threads and the phone numbers behind them.

use crate::ground::answers::answers;
use crate::ground::{Id, Moment};
pub use crate::subscriptions::contact::Number;

/// Days after its last use for which a thread and its sealed number are kept.
pub const THREAD_DAYS: i64 = 30;

/// Hours for which a text that came in, or the row of one that went out, is kept.
pub const TEXT_HOURS: i64 = 72;

/// Days for which a provider's message id is recognised. Twilio signs no time, so this is how long a captured request stays harmless.
pub const SEEN_DAYS: i64 = 400;

/// The most answers that nobody wrote (to HELP, STOP, a lone picture) that one number gets in a day: two machines that answer
/// each other must come to an end.
pub const AUTOMATIC_ANSWERS_A_DAY_MAX: u32 = 6;

/// The longest text taken in. Ten joined segments are 1,530 characters; whatever is longer was not typed on a phone.
pub const INBOUND_CHARS_MAX: usize = 4_000;

/// Texts are kept with times of this step only.
pub const STEP_MINUTES: i64 = 5;

/// A phone number we exchange texts with, known to other rooms by its id alone.
#[derive(Debug)]
pub enum Thread {}

/// A text that came in. Its words are opened with `messages::open_inbound`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inbound {
    pub id: Id<Inbound>,
    pub thread: Id<Thread>,
    /// When it came, to five minutes.
    pub at: Moment,
    /// True where pictures came with it. They are not kept: whoever answers says so.
    pub has_pictures: bool,
}

answers! {
    /// The way a text goes: through which provider a number was last heard.
    Route, "route" { Twilio = "twilio", Android = "android", Outbox = "outbox" }
}

/// The words of a text as they are kept: without control characters except line ends, and not endless.
pub fn cleaned(words: &str) -> String {
    let kept = words.chars().filter(|c| !c.is_control() || *c == '\n');
    kept.take(INBOUND_CHARS_MAX).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_control_characters_and_endless_tails() {
        assert_eq!(cleaned(" hay\u{0} una\u{1b}[31m\r\nvan "), "hay una[31m\nvan");
        assert_eq!(cleaned(&"a".repeat(9_000)).len(), INBOUND_CHARS_MAX);
    }
}
