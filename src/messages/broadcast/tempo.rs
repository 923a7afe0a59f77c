//! Tempo: how fast a provider may be sent to, and how long that will take.

use crate::ground::Moment;

/// Grains in a token. A microsecond brings one grain for each token of the rate a minute, so that nothing is lost by rounding.
const TOKEN_GRAINS: i64 = 60_000_000;

/// The longest time whose tokens are counted, in microseconds: whatever the clock does.
const ELAPSED_MICROS_MAX: i64 = 3_600_000_000;

/// Tokens for one provider: each message (each segment of a text) takes one.
#[derive(Debug, Clone)]
pub struct Bucket {
    per_minute: u32,
    burst: u32,
    grains: i64,
    filled_at: Moment,
}

impl Bucket {
    /// A full bucket. `burst` tokens can be taken at once; below 1 both are taken as 1.
    pub fn new(per_minute: u32, burst: u32, now: Moment) -> Self {
        let (per_minute, burst) = (per_minute.max(1), burst.max(1));
        Bucket { per_minute, burst, grains: i64::from(burst) * TOKEN_GRAINS, filled_at: now }
    }

    /// Takes up to so many tokens; yields how many there were.
    pub fn take(&mut self, wanted: u32, now: Moment) -> u32 {
        self.fill(now);
        let taken = wanted.min(u32::try_from(self.grains / TOKEN_GRAINS).unwrap_or(0));
        self.grains -= i64::from(taken) * TOKEN_GRAINS;
        taken
    }

    /// Puts back what was taken and not used.
    pub fn put_back(&mut self, tokens: u32) {
        self.grains = self.full().min(self.grains.saturating_add(i64::from(tokens) * TOKEN_GRAINS));
    }

    /// When the next token will be there, `now` where there is one.
    pub fn next_at(&self, now: Moment) -> Moment {
        self.so_many_at(1, now)
    }

    /// When so many tokens will be there at once, `now` where there are. More than the burst never are: then when it is full.
    pub fn so_many_at(&self, tokens: u32, now: Moment) -> Moment {
        let mut later = self.clone();
        later.fill(now);
        let wanted = i64::from(tokens.min(self.burst)) * TOKEN_GRAINS;
        let missing = (wanted - later.grains).max(0);
        // Rounded up: a moment too early would find nothing.
        let micros = (missing + i64::from(self.per_minute) - 1) / i64::from(self.per_minute);
        Moment::from_micros(now.micros().saturating_add(micros))
    }

    /// Adds what has come since. Where the clock went back nothing has.
    fn fill(&mut self, now: Moment) {
        let elapsed = now.micros().saturating_sub(self.filled_at.micros()).clamp(0, ELAPSED_MICROS_MAX);
        let come = elapsed.saturating_mul(i64::from(self.per_minute));
        self.grains = self.full().min(self.grains.saturating_add(come));
        self.filled_at = now;
    }

    fn full(&self) -> i64 {
        i64::from(self.burst) * TOKEN_GRAINS
    }
}

/// Seconds until so many messages are handed over: what the releaser sees before the yes, and during the broadcast. `segments` is 1 but for
/// texts.
pub fn seconds_to_send(messages: u64, segments: u32, per_minute: u32, burst: u32) -> u64 {
    let tokens = messages.saturating_mul(u64::from(segments.max(1)));
    tokens.saturating_sub(u64::from(burst)).saturating_mul(60).div_ceil(u64::from(per_minute.max(1)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Moment = Moment::from_seconds(1_768_400_000);

    #[test]
    fn tokens_come_with_time() {
        let mut bucket = Bucket::new(60, 5, NOW);
        assert_eq!(bucket.take(9, NOW), 5);
        assert_eq!(bucket.take(1, NOW), 0);
        assert_eq!(bucket.next_at(NOW), NOW.plus_seconds(1));
        assert_eq!(bucket.so_many_at(4, NOW), NOW.plus_seconds(4));
        assert_eq!(bucket.so_many_at(400, NOW), NOW.plus_seconds(5), "when it is full");
        assert_eq!(bucket.take(9, NOW.plus_seconds(3)), 3);
        assert_eq!(bucket.take(9, NOW.plus_hours(5)), 5, "never more than the burst");
        bucket.put_back(2);
        assert_eq!(bucket.take(9, NOW.plus_hours(5)), 2);
    }

    #[test]
    fn a_clock_that_is_set_back_gives_and_takes_nothing() {
        let mut bucket = Bucket::new(60, 5, NOW);
        assert_eq!(bucket.take(5, NOW), 5);
        assert_eq!(bucket.take(5, NOW.plus_hours(-1)), 0);
        assert_eq!(bucket.take(5, NOW.plus_hours(-1).plus_seconds(2)), 2);
    }

    #[test]
    fn slow_texts_take_hours_and_the_releaser_is_told() {
        // Five thousand texts of two segments at the slowest US carrier class.
        assert_eq!(seconds_to_send(5_000, 2, 15, 0), 40_000);
        assert_eq!(seconds_to_send(250_000, 1, 600_000, 0), 25);
        assert_eq!(seconds_to_send(10, 1, 60, 10), 0);
        assert_eq!(seconds_to_send(0, 0, 0, 0), 0);
    }

    #[test]
    fn asking_often_loses_nothing() {
        let mut bucket = Bucket::new(7, 1, NOW);
        bucket.take(1, NOW);
        for micros in 1..8_571_429 / 1_000 {
            assert_eq!(bucket.take(1, Moment::from_micros(NOW.micros() + micros * 1_000)), 0);
        }
        assert_eq!(bucket.take(1, Moment::from_micros(NOW.micros() + 8_571_429)), 1);
    }

    proptest! {
        #[test]
        fn never_faster_than_the_rate_and_never_stuck(
            per_minute in 1u32..100_000,
            burst in 1u32..500,
            steps in prop::collection::vec((0i64..3_000_000, 0u32..700), 1..200),
        ) {
            let mut bucket = Bucket::new(per_minute, burst, NOW);
            let (mut now, mut taken) = (NOW, 0u64);
            for (micros, wanted) in steps {
                now = Moment::from_micros(now.micros() + micros);
                taken += u64::from(bucket.take(wanted, now));
            }
            let elapsed = u64::try_from(now.micros() - NOW.micros()).unwrap();
            prop_assert!(taken <= u64::from(burst) + elapsed * u64::from(per_minute) / 60_000_000);
            let next = bucket.next_at(now);
            prop_assert_eq!(bucket.take(1, next), 1);
        }

        #[test]
        fn the_estimate_is_what_the_bucket_takes(messages in 1u64..2_000, per_minute in 1u32..5_000, burst in 1u32..100) {
            let mut bucket = Bucket::new(per_minute, burst, NOW);
            let (mut left, mut now) = (messages, NOW);
            loop {
                left -= u64::from(bucket.take(u32::try_from(left).unwrap(), now));
                if left == 0 {
                    break;
                }
                // As a sender does: it sleeps until the next token. Who asks at fixed times loses what the burst cannot hold.
                now = bucket.next_at(now);
            }
            let seconds = u64::try_from(now.micros() - NOW.micros()).unwrap().div_ceil(1_000_000);
            let estimate = seconds_to_send(messages, 1, per_minute, burst);
            prop_assert!(estimate.abs_diff(seconds) <= 1, "{estimate} told, {seconds} taken");
        }
    }
}
