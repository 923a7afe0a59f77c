//! A press: a member's own passkey signed exactly this.
//!
//! What an authenticator signs holds one value that a site chooses, the challenge (WebAuthn level 3, section 6.3.3). Ours is the hash of a fresh random
//! number, which makes it unguessable as section 13.4.3 wants it, and of what is signed off. The signature therefore covers the member, their
//! hand, the message and its facts, and can be checked by whoever knows the public key, without this server's secrets.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::COSEKey;

use super::{FactsHash, Hand, Message};
use crate::ground::Id;
use crate::ground::keys::sha256;
use crate::people::Member;

/// Bytes of the random number.
pub const NONCE_BYTES: usize = 16;

/// Flags of authenticator data (WebAuthn level 3, section 6.1): the person was there, and the device knew them.
pub(super) const PRESENT_AND_VERIFIED: u8 = 0x01 | 0x04;

/// Where the flags stand, behind the hash of the site's name.
const FLAGS_AT: usize = 32;

/// What one member signs off: these facts, for this message, in this hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject([u8; 32]);

impl Subject {
    /// The subject of a sign-off. Every part has a fixed length, so that no two make one subject.
    pub fn of(message: Id<Message>, hand: Hand, who: Id<Member>, hash: FactsHash) -> Subject {
        let mut out = b"cuadra press 1".to_vec();
        out.push(hand.number());
        out.extend(message.bytes());
        out.extend(who.bytes());
        out.extend(hash.0);
        Subject(sha256(&out))
    }

    /// The challenge that stands for it.
    pub fn challenge(self, nonce: [u8; NONCE_BYTES]) -> [u8; 32] {
        sha256(&[self.0.as_slice(), &nonce].concat())
    }
}

/// What an authenticator answered, with all that is needed to check it, as the text that is kept: JSON with bytes in base64url. The text is
/// held, and not its parts, because the server's seal covers it letter by letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press(String);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spelled {
    nonce: String,
    /// The member's public key, as it was when they pressed.
    key: COSEKey,
    authenticator_data: String,
    client_data: String,
    signature: String,
}

/// The fields of client data that count (WebAuthn level 3, section 5.8.1).
#[derive(Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
}

impl Press {
    /// What an authenticator answered to `nonce`.
    ///
    /// # Errors
    /// A public key that cannot be written as JSON, which none is.
    pub fn new(
        nonce: [u8; NONCE_BYTES],
        key: &COSEKey,
        authenticator_data: &[u8],
        client_data: &[u8],
        signature: &[u8],
    ) -> Result<Press, serde_json::Error> {
        let spelled = Spelled {
            nonce: URL_SAFE_NO_PAD.encode(nonce),
            key: key.clone(),
            authenticator_data: URL_SAFE_NO_PAD.encode(authenticator_data),
            client_data: URL_SAFE_NO_PAD.encode(client_data),
            signature: URL_SAFE_NO_PAD.encode(signature),
        };
        Ok(Press(serde_json::to_string(&spelled)?))
    }

    /// One that was kept. What it is worth, [`Press::holds`] tells.
    pub const fn kept(spelled: String) -> Press {
        Press(spelled)
    }

    /// As it is kept.
    pub fn spelled(&self) -> &str {
        &self.0
    }

    /// Whether the key signed this subject, with its owner there and verified (WebAuthn level 3, section 7.2, steps 11 to 21). That the key is
    /// the member's, and the origin ours, was looked at when they pressed: a network may change its address, and members their keys.
    pub fn holds(&self, subject: Subject) -> bool {
        self.check(subject).unwrap_or(false)
    }

    fn check(&self, subject: Subject) -> Option<bool> {
        let kept: Spelled = serde_json::from_str(&self.0).ok()?;
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
        let (authenticator, client) = (bytes(&kept.authenticator_data)?, bytes(&kept.client_data)?);
        let said: ClientData = serde_json::from_slice(&client).ok()?;
        let challenge = subject.challenge(bytes(&kept.nonce)?.try_into().ok()?);
        if said.kind != "webauthn.get" || bytes(&said.challenge)? != challenge {
            return Some(false);
        }
        if authenticator.get(FLAGS_AT)? & PRESENT_AND_VERIFIED != PRESENT_AND_VERIFIED {
            return Some(false);
        }
        let signed = [authenticator.as_slice(), &sha256(&client)].concat();
        kept.key.verify_signature(&bytes(&kept.signature)?, &signed).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id<T>(n: u8) -> Id<T> {
        Id::from_bytes([n; 16])
    }

    fn subject() -> Subject {
        Subject::of(id(1), Hand::Releaser, id(2), FactsHash([3; 32]))
    }

    #[test]
    fn a_press_holds_for_what_was_signed_and_for_nothing_else() {
        let press = Press::made_up(subject()).unwrap();
        assert!(press.holds(subject()));
        assert!(Press::kept(press.spelled().to_owned()).holds(subject()), "also when it comes back from a row");
        for (what, other) in [
            ("another message", Subject::of(id(9), Hand::Releaser, id(2), FactsHash([3; 32]))),
            ("the other hand", Subject::of(id(1), Hand::Drafter, id(2), FactsHash([3; 32]))),
            ("another member", Subject::of(id(1), Hand::Releaser, id(9), FactsHash([3; 32]))),
            ("other facts", Subject::of(id(1), Hand::Releaser, id(2), FactsHash([9; 32]))),
        ] {
            assert!(!press.holds(other), "{what}");
        }
    }

    #[test]
    fn a_part_that_was_changed_does_not_hold() {
        let (press, foreign) = (Press::made_up(subject()).unwrap(), Press::made_up(subject()).unwrap());
        let read = |press: &Press| serde_json::from_str::<serde_json::Value>(press.spelled()).unwrap();
        for part in ["nonce", "key", "authenticator_data", "client_data", "signature"] {
            let (mut mixed, theirs) = (read(&press), read(&foreign));
            mixed[part] = theirs[part].clone();
            let is_same = part == "authenticator_data";
            assert_eq!(Press::kept(mixed.to_string()).holds(subject()), is_same, "{part}");
        }
        for garbage in ["", "{}", "null", "signed, honestly"] {
            assert!(!Press::kept(garbage.to_owned()).holds(subject()), "{garbage}");
        }
    }

    #[test]
    fn a_device_that_did_not_know_its_owner_signs_nothing() {
        for (flags, holds) in [(0, false), (0x01, false), (0x04, false), (0x05, true)] {
            assert_eq!(Press::with_flags(subject(), flags).unwrap().holds(subject()), holds, "{flags:#04x}");
        }
    }

    #[test]
    fn no_two_challenges_are_alike() {
        assert_ne!(subject().challenge([1; NONCE_BYTES]), subject().challenge([2; NONCE_BYTES]));
    }
}
