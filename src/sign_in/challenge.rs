//! Challenges of sign-ins: known again without having been kept, and spent by the sign-in that succeeds.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use aws_lc_rs::constant_time;

use super::ceremony::{CEREMONY_MINUTES, until};
use crate::ground::keys::mac;
use crate::ground::{Moment, chance};

/// Bytes of the random part of a sign-in's challenge, which begins with the second at which it was made and ends with our mark of both.
const RANDOM_BYTES: usize = 12;

/// Bytes of our mark: half of an HMAC-SHA-256, as RFC 2104, section 5, allows.
const MARK_BYTES: usize = 16;

/// What is needed to know a challenge of ours again.
pub struct Challenges {
    /// Marks them. It dies with the process, and with it every sign-in under way.
    key: [u8; 32],
    /// Those with which somebody has signed in, until when they would have been good: as many as members who sign in within minutes.
    signed_in: Mutex<HashMap<[u8; 32], Moment>>,
}

impl Default for Challenges {
    fn default() -> Self {
        Challenges { key: chance::bytes(), signed_in: Mutex::default() }
    }
}

impl Challenges {
    /// A challenge that is known again without having been kept: the second, random bytes, our mark of both.
    pub fn make(&self, now: Moment) -> [u8; 32] {
        let mut challenge = [0; 32];
        let (said, mark) = challenge.split_at_mut(32 - MARK_BYTES);
        let (second, random) = said.split_at_mut(32 - MARK_BYTES - RANDOM_BYTES);
        second.copy_from_slice(&u32::try_from(now.seconds()).unwrap_or(0).to_be_bytes());
        random.copy_from_slice(&chance::bytes::<RANDOM_BYTES>());
        mark.copy_from_slice(&mac(&self.key, said)[..MARK_BYTES]);
        challenge
    }

    /// Until when a challenge of ours is good; `None` where it is not ours, too old, or of a time to come.
    pub fn good_until(&self, challenge: &[u8; 32], now: Moment) -> Option<Moment> {
        let (said, mark) = challenge.split_at(32 - MARK_BYTES);
        constant_time::verify_slices_are_equal(&mac(&self.key, said)[..MARK_BYTES], mark).ok()?;
        let begun = Moment::from_seconds(i64::from(u32::from_be_bytes(*said.first_chunk()?)));
        (begun <= now && now < until(begun)).then(|| until(begun))
    }

    /// True where somebody signed in with this challenge.
    pub fn is_spent(&self, challenge: &[u8; 32]) -> bool {
        self.signed_in.lock().unwrap_or_else(PoisonError::into_inner).contains_key(challenge)
    }

    /// Notes that somebody signed in with this challenge; false where somebody did before.
    pub fn is_first(&self, (challenge, good_until): ([u8; 32], Moment)) -> bool {
        let mut signed_in = self.signed_in.lock().unwrap_or_else(PoisonError::into_inner);
        let now = good_until.plus_minutes(-CEREMONY_MINUTES);
        // One that was made within the same minutes is not over yet.
        signed_in.retain(|_, until| *until > now);
        signed_in.insert(challenge, good_until).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_seconds(1_000_000);

    #[test]
    fn a_challenge_is_good_for_five_minutes_for_one_sign_in_and_only_ours() {
        let challenges = Challenges::default();
        let challenge = challenges.make(NOW);
        let good =
            |challenge: &[u8; 32], seconds| challenges.good_until(challenge, NOW.plus_seconds(seconds)).is_some();
        assert!(good(&challenge, 0) && good(&challenge, 299));
        assert!(!good(&challenge, 300) && !good(&challenge, -1));
        for byte in 0..32 {
            let mut forged = challenge;
            forged[byte] ^= 1;
            assert!(!good(&forged, 1), "byte {byte}");
        }
        assert!(Challenges::default().good_until(&challenge, NOW).is_none(), "of another run");
        assert!(challenges.is_first((challenge, until(NOW))));
        assert!(!challenges.is_first((challenge, until(NOW))), "nobody signs in twice with one answer");
        let next = challenges.make(NOW.plus_seconds(300));
        assert!(challenges.is_first((next, until(NOW.plus_seconds(300)))));
        assert_eq!(challenges.signed_in.lock().unwrap().len(), 1, "what is over is not kept");
    }
}
