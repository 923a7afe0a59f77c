//! Passkeys of made-up members: software signs as a phone would (WebAuthn level 3, section 6.3.3), with a new key each time, and nobody is
//! behind it. The sender cannot tell, nor can it with a real member's: that a key is its member's is looked at when a member presses, at a
//! door that takes none of these.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use webauthn_rs::prelude::{COSEAlgorithm, COSEEC2Key, COSEKey, COSEKeyType, ECDSACurve};

use crate::alerts::desk::{self, Hand};
use crate::alerts::{Alert, store};
use crate::ground::db::Tx;
use crate::ground::keys::sha256;
use crate::ground::{Id, Wrong, chance};
use crate::release::{self, Press, Subject};

/// Person present, and verified (section 6.1).
const FLAGS: u8 = 0x01 | 0x04;

/// Two made-up members sign a draft off, and it is out.
///
/// # Errors
/// What [`desk::send`] and [`desk::release`] refuse.
pub fn let_out(tx: &Tx<'_>, drafter: &Hand, releaser: &Hand, id: Id<Alert>) -> Result<(), Wrong> {
    let sign = |by: &Hand, signing| {
        let alert = store::alert(tx, &by.app.keys, id)?.ok_or(Wrong::NotFound)?;
        press(alert.subject(signing, by.by))
    };
    desk::send(tx, drafter, id, Some(sign(drafter, release::Hand::Drafter)?))?;
    desk::release(tx, releaser, id, Some(&sign(releaser, release::Hand::Releaser)?), true)
}

/// Signs off as a made-up member.
fn press(subject: Subject) -> Result<Press, Wrong> {
    let broken = |_| Wrong::Fault(anyhow::anyhow!("this machine makes no keys"));
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).map_err(broken)?;
    let nonce = chance::bytes();
    let challenge = URL_SAFE_NO_PAD.encode(subject.challenge(nonce));
    let client = json!({ "type": "webauthn.get", "challenge": challenge, "origin": "http://localhost" }).to_string();
    let mut authenticator = sha256(b"localhost").to_vec();
    authenticator.push(FLAGS);
    authenticator.extend([0; 4]);
    let signed = [authenticator.as_slice(), &sha256(client.as_bytes())].concat();
    let signature = pair.sign(&SystemRandom::new(), &signed).map_err(broken)?;
    // An uncompressed point: 4, x, y (SEC 1, section 2.3.3).
    let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
    let key = COSEKeyType::EC_EC2(COSEEC2Key { curve: ECDSACurve::SECP256R1, x: x.to_vec(), y: y.to_vec() });
    let key = COSEKey { type_: COSEAlgorithm::ES256, key };
    Ok(Press::new(nonce, &key, &authenticator, client.as_bytes(), signature.as_ref())?)
}
