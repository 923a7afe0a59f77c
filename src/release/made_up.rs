//! Presses of made-up members: software signs as a phone would (WebAuthn level 3, section 6.3.3), with a new key each time, and nobody is behind it.
//!
//! The demonstration, a replay and tests have members who hold no passkey. Their sign-offs take the same way as everybody's, and the sender
//! knows one rule only. It cannot tell them from real ones, nor need it: that a key is its member's is looked at when a member presses, at a
//! door that takes none of these.

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use webauthn_rs::prelude::{COSEAlgorithm, COSEEC2Key, COSEKey, COSEKeyType, ECDSACurve};

use super::press::PRESENT_AND_VERIFIED;
use super::{Press, Subject};
use crate::ground::keys::sha256;
use crate::ground::{Wrong, chance};

impl Press {
    /// A made-up member's.
    ///
    /// # Errors
    /// A fault where the machine makes no keys.
    pub fn made_up(subject: Subject) -> Result<Press, Wrong> {
        Press::with_flags(subject, PRESENT_AND_VERIFIED)
    }

    /// The same from a device that says this about whoever held it.
    pub(super) fn with_flags(subject: Subject, flags: u8) -> Result<Press, Wrong> {
        let broken = |_: Unspecified| Wrong::Fault(anyhow::anyhow!("this machine makes no keys"));
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).map_err(broken)?;
        let nonce = chance::bytes();
        let challenge = URL_SAFE_NO_PAD.encode(subject.challenge(nonce));
        let client =
            json!({ "type": "webauthn.get", "challenge": challenge, "origin": "http://localhost" }).to_string();
        let authenticator = [sha256(b"localhost").as_slice(), &[flags], &[0; 4]].concat();
        let signed = [authenticator.as_slice(), &sha256(client.as_bytes())].concat();
        let signature = pair.sign(&SystemRandom::new(), &signed).map_err(broken)?;
        // An uncompressed point: 4, x, y (SEC 1, section 2.3.3).
        let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
        let key = COSEKeyType::EC_EC2(COSEEC2Key { curve: ECDSACurve::SECP256R1, x: x.to_vec(), y: y.to_vec() });
        let key = COSEKey { type_: COSEAlgorithm::ES256, key };
        Ok(Press::new(nonce, &key, &authenticator, client.as_bytes(), signature.as_ref())?)
    }
}
