//! Form tokens and a small puzzle: what a report form carries so that flooding costs something.
//!
//! A token says when a form was handed out, and that we handed it out. The puzzle costs a phone a fraction of a second
//! while the person types. Neither names anyone, and neither may ever turn a person away: a report without solved
//! puzzle, sent without JavaScript, or filled in within seconds waits in a slower lane, and that is all.
//!
//! Keys, hashes, randomness and time are arguments. The caller's `mac` is HMAC-SHA-256 under a key for this purpose
//! only; a token is bound to one form by giving each form its own key.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The layout below. Another layout gets another number.
const VERSION: u8 = 1;

/// Version, time, random bytes: what the tag is over.
const BODY_BYTES: usize = 1 + 8 + 16;

/// HMAC-SHA-256 (RFC 2104, FIPS 180-4), not shortened.
const TAG_BYTES: usize = 32;

const TOKEN_BYTES: usize = BODY_BYTES + TAG_BYTES;

/// Length of a token's text. 57 bytes are a multiple of three: base64 has no spare bits that could be varied.
pub const TOKEN_TEXT_BYTES: usize = TOKEN_BYTES / 3 * 4;

/// How long a token is good. A form may wait on a phone without signal, or be finished after a night.
pub const TOKEN_AGE_SECONDS_MAX: u32 = 12 * 60 * 60;

/// Filled in sooner than this, a form was hardly read. Such a report waits in the slower lane.
pub const HASTY_SECONDS: u32 = 8;

/// How far ahead of ours the clock may be that issued a token: another server of the same network.
pub const CLOCK_AHEAD_SECONDS_MAX: i64 = 120;

/// Leading zero bits asked for on a calm day: 65,536 tries, half a second of a cheap phone's browser.
pub const WORK_BITS: u32 = 16;

/// Leading zero bits asked for under load: a million tries. More would lock out old phones before it stops anyone.
pub const WORK_BITS_MAX: u32 = 20;

/// What the tag is computed over begins with this, so that no other use of a key can be mistaken for a token.
const PURPOSE: &[u8] = b"cuadra form token\0";

/// How old a good token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Age {
    /// Since the form was handed out, at most [`TOKEN_AGE_SECONDS_MAX`].
    pub seconds: u32,
}

impl Age {
    /// True where the form came back sooner than a person fills it in.
    pub const fn is_hasty(self) -> bool {
        self.seconds < HASTY_SECONDS
    }
}

/// Why a token is not taken. The page then shows the form again with a fresh one and keeps what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum TokenRefused {
    /// Not the text of a token of this version.
    #[error("this is not a form token")]
    Malformed,
    /// The tag is not ours, or for another form.
    #[error("this form token is not ours")]
    Forged,
    /// Handed out longer ago than [`TOKEN_AGE_SECONDS_MAX`].
    #[error("this form token is too old")]
    Expired,
    /// Handed out later than now, by more than clocks differ.
    #[error("this form token is from the future")]
    NotYet,
}

/// The text of a new token: base64url of version, time, random bytes and tag. No two are alike.
///
/// `now_seconds` counts from 1970 in UTC; `random` must be fresh; `mac` is HMAC-SHA-256 under this form's key.
pub fn issue(now_seconds: i64, random: [u8; 16], mac: impl Fn(&[u8]) -> [u8; 32]) -> String {
    let mut token = Vec::with_capacity(TOKEN_BYTES);
    token.push(VERSION);
    token.extend(now_seconds.to_be_bytes());
    token.extend(random);
    token.extend(tag(&token, &mac));
    URL_SAFE_NO_PAD.encode(token)
}

/// The age of a token that we handed out for this form and that is still good.
///
/// A token has exactly one text, so that the caller can keep the texts that were used (until they expire) and take each
/// one once.
///
/// # Errors
///
/// [`TokenRefused`], see there. Time is judged only for tokens that are ours.
pub fn check(token: &str, now_seconds: i64, mac: impl Fn(&[u8]) -> [u8; 32]) -> Result<Age, TokenRefused> {
    if token.len() != TOKEN_TEXT_BYTES {
        return Err(TokenRefused::Malformed);
    }
    let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| TokenRefused::Malformed)?;
    let (body, given_tag) = bytes.split_at_checked(BODY_BYTES).ok_or(TokenRefused::Malformed)?;
    let &[VERSION, t0, t1, t2, t3, t4, t5, t6, t7, ..] = body else { return Err(TokenRefused::Malformed) };
    // Comparing the macs of both tags instead of the tags leaves nothing to learn from how long the comparison takes.
    if mac(given_tag) != mac(&tag(body, &mac)) {
        return Err(TokenRefused::Forged);
    }
    let age_seconds = now_seconds.saturating_sub(i64::from_be_bytes([t0, t1, t2, t3, t4, t5, t6, t7]));
    if age_seconds < -CLOCK_AHEAD_SECONDS_MAX {
        return Err(TokenRefused::NotYet);
    }
    match u32::try_from(age_seconds.max(0)) {
        Ok(seconds) if seconds <= TOKEN_AGE_SECONDS_MAX => Ok(Age { seconds }),
        _ => Err(TokenRefused::Expired),
    }
}

fn tag(body: &[u8], mac: impl Fn(&[u8]) -> [u8; 32]) -> [u8; TAG_BYTES] {
    mac(&[PURPOSE, body].concat())
}

/// True where this number solves the puzzle of a token: the SHA-256 of `token:number`, the number in decimal without
/// leading zeros, begins with at least so many zero bits. The token itself is not checked here.
pub fn solved(token: &str, nonce: u64, bits: u32, sha256: impl Fn(&[u8]) -> [u8; 32]) -> bool {
    leading_zero_bits(&sha256(format!("{token}:{nonce}").as_bytes())) >= bits
}

fn leading_zero_bits(hash: &[u8; 32]) -> u32 {
    let mut bits = 0;
    for byte in hash {
        bits += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::{digest, hmac};

    const NOW: i64 = 1_790_000_000;

    fn mac_under(key: &[u8]) -> impl Fn(&[u8]) -> [u8; 32] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        move |bytes| hmac::sign(&key, bytes).as_ref().try_into().unwrap()
    }

    fn sha256(bytes: &[u8]) -> [u8; 32] {
        digest::digest(&digest::SHA256, bytes).as_ref().try_into().unwrap()
    }

    fn token() -> String {
        issue(NOW, [7; 16], mac_under(b"form key"))
    }

    fn age(token: &str, now_seconds: i64) -> Result<Age, TokenRefused> {
        check(token, now_seconds, mac_under(b"form key"))
    }

    #[test]
    fn a_token_tells_its_age_until_it_expires() {
        assert_eq!(token().len(), TOKEN_TEXT_BYTES);
        assert!(token().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
        assert_eq!(age(&token(), NOW), Ok(Age { seconds: 0 }));
        assert_eq!(age(&token(), NOW + 75), Ok(Age { seconds: 75 }));
        let last = i64::from(TOKEN_AGE_SECONDS_MAX);
        assert_eq!(age(&token(), NOW + last), Ok(Age { seconds: TOKEN_AGE_SECONDS_MAX }));
        assert_eq!(age(&token(), NOW + last + 1), Err(TokenRefused::Expired));
        assert_eq!(age(&token(), i64::MAX), Err(TokenRefused::Expired));
    }

    #[test]
    fn another_servers_clock_may_be_a_little_ahead() {
        assert_eq!(age(&token(), NOW - CLOCK_AHEAD_SECONDS_MAX), Ok(Age { seconds: 0 }));
        assert_eq!(age(&token(), NOW - CLOCK_AHEAD_SECONDS_MAX - 1), Err(TokenRefused::NotYet));
        assert_eq!(age(&token(), i64::MIN), Err(TokenRefused::NotYet));
    }

    #[test]
    fn haste_is_less_than_eight_seconds() {
        assert!(Age { seconds: HASTY_SECONDS - 1 }.is_hasty());
        assert!(!Age { seconds: HASTY_SECONDS }.is_hasty());
    }

    #[test]
    fn no_changed_letter_makes_another_good_token() {
        let token = token();
        assert!(age(&token, NOW).is_ok());
        for place in 0..token.len() {
            for letter in ["A", "B", "_", "z", "9", "=", "+", " ", "é"] {
                let mut changed = token.clone();
                changed.replace_range(place..=place, letter);
                if changed != token {
                    let refused = age(&changed, NOW).unwrap_err();
                    assert!(
                        matches!(refused, TokenRefused::Malformed | TokenRefused::Forged),
                        "{refused:?} at {place}"
                    );
                }
            }
            assert_eq!(age(&token[..place], NOW), Err(TokenRefused::Malformed));
        }
        for changed in [format!("{token}="), format!("{token}A"), format!(" {token}"), format!("{token}\n")] {
            assert_eq!(age(&changed, NOW), Err(TokenRefused::Malformed));
        }
    }

    #[test]
    fn another_key_another_form_another_version_do_not_pass() {
        assert_eq!(check(&token(), NOW, mac_under(b"another key")), Err(TokenRefused::Forged));
        // Right tag, other version.
        let mac = mac_under(b"form key");
        let mut other = URL_SAFE_NO_PAD.decode(token()).unwrap();
        other.truncate(BODY_BYTES);
        other[0] = VERSION + 1;
        other.extend(tag(&other.clone(), &mac));
        assert_eq!(age(&URL_SAFE_NO_PAD.encode(&other), NOW), Err(TokenRefused::Malformed));
        // A tag over the bare body, as another part of the program might compute it with the same key.
        let mut other = URL_SAFE_NO_PAD.decode(token()).unwrap();
        other.truncate(BODY_BYTES);
        other.extend(mac(&other.clone()));
        assert_eq!(age(&URL_SAFE_NO_PAD.encode(&other), NOW), Err(TokenRefused::Forged));
    }

    #[test]
    fn fresh_randomness_makes_another_token() {
        assert_ne!(token(), issue(NOW, [8; 16], mac_under(b"form key")));
        assert_ne!(token(), issue(NOW + 1, [7; 16], mac_under(b"form key")));
    }

    #[test]
    fn zero_bits_are_counted_from_the_first() {
        let mut hash = [0; 32];
        assert_eq!(leading_zero_bits(&hash), 256);
        hash[2] = 0b0001_0000;
        assert_eq!(leading_zero_bits(&hash), 19);
        hash[0] = 0x80;
        assert_eq!(leading_zero_bits(&hash), 0);
    }

    #[test]
    fn a_found_number_solves_its_own_token_only() {
        let bits = 10;
        let token = token();
        let nonce = (0..1_000_000).find(|nonce| solved(&token, *nonce, bits, sha256)).unwrap();
        let tries = (0..=nonce).filter(|nonce| solved(&token, *nonce, bits, sha256)).count();
        assert_eq!(tries, 1, "smaller numbers do not solve it");
        assert!(solved(&token, nonce, 0, sha256), "asked for nothing, anything solves");
        assert!(!solved(&token, nonce, 256, sha256));
        let other = issue(NOW, [9; 16], mac_under(b"form key"));
        let both =
            (0..20_000).filter(|nonce| solved(&token, *nonce, bits, sha256) && solved(&other, *nonce, bits, sha256));
        assert!(both.count() < 3, "numbers do not carry over");
    }

    #[test]
    fn the_puzzle_is_the_one_that_the_page_solves() {
        // Worked out apart from this code; `web/` holds itself to the same numbers.
        assert!(solved("token", TOKEN_NONCE, WORK_BITS, sha256));
        assert!(!solved("token", TOKEN_NONCE - 1, WORK_BITS, sha256));
        assert!(!solved("token", TOKEN_NONCE, WORK_BITS_MAX, sha256));
    }

    const TOKEN_NONCE: u64 = 33_882;
}
