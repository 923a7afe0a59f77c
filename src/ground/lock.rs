//! The lock of a sealed blob: age's X25519 stanza, made with the one crypto provider.
//!
//! What comes out is what `age` itself would write (<https://c2sp.org/age#the-x25519-recipient-type>), and is opened by it: a fresh
//! ephemeral key for every blob, HKDF-SHA-256 over the shared secret, the file key under ChaCha20-Poly1305. Only the two scalar
//! multiplications are done elsewhere, in assembly that takes half the time; they are most of what sealing costs.

use std::collections::HashSet;
use std::io::Write as _;

use age::{EncryptError, Encryptor};
use age_core::format::{FileKey, Stanza};
use age_core::primitives::{aead_encrypt, bech32_decode, hkdf};
use age_core::secrecy::ExposeSecret;
use anyhow::Context;
use aws_lc_rs::agreement::{EphemeralPrivateKey, UnparsedPublicKey, X25519, agree_ephemeral};
use aws_lc_rs::rand::SystemRandom;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// What the wrapping key is derived for (the specification's own words).
const LABEL: &[u8] = b"age-encryption.org/v1/X25519";

/// Room for what stands around the locked bytes: header, our stanza, one of random length, nonce and tag.
const HEADER_BYTES: usize = 640;

/// A public key to which blobs are sealed.
#[derive(Clone, Copy)]
pub(super) struct Lock([u8; 32]);

impl Lock {
    /// The lock that `recipient` is.
    ///
    /// # Errors
    /// Where its text is no X25519 key, which age never writes.
    pub(super) fn of(recipient: &age::x25519::Recipient) -> anyhow::Result<Lock> {
        let text = recipient.to_string();
        let bytes =
            bech32_decode(&text, |_| (), |_| Ok(()), |_, bytes| bytes.collect::<Vec<_>>().try_into().map_err(|_| ()));
        Ok(Lock(bytes.ok().context("a public key is not what age writes")?))
    }

    /// Locks bytes.
    ///
    /// # Errors
    /// Where the crypto provider makes no key.
    pub(super) fn close(&self, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
        let encryptor = Encryptor::with_recipients(std::iter::once(self as _))?;
        let mut out = Vec::with_capacity(bytes.len() + HEADER_BYTES);
        let mut writer = encryptor.wrap_output(&mut out)?;
        writer.write_all(bytes)?;
        writer.finish()?;
        Ok(out)
    }

    fn stanza(&self, file_key: &FileKey) -> Option<Stanza> {
        let mine = EphemeralPrivateKey::generate(&X25519, &SystemRandom::new()).ok()?;
        let share = mine.compute_public_key().ok()?;
        let salt = [share.as_ref(), &self.0].concat();
        // A shared secret of zeros is refused in there.
        let body = agree_ephemeral(mine, UnparsedPublicKey::new(&X25519, self.0), (), |secret| {
            Ok(aead_encrypt(&hkdf(&salt, LABEL, secret), file_key.expose_secret()))
        });
        Some(Stanza { tag: "X25519".to_owned(), args: vec![STANDARD_NO_PAD.encode(share)], body: body.ok()? })
    }
}

impl age::Recipient for Lock {
    fn wrap_file_key(&self, file_key: &FileKey) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        let made = self.stanza(file_key);
        let stanza = made.ok_or_else(|| EncryptError::Io(std::io::Error::other("the crypto provider made no key")))?;
        Ok((vec![stanza], HashSet::new()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_opens_what_our_lock_closed_and_nobody_else_does() {
        let (mine, other) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
        let lock = Lock::of(&mine.to_public()).unwrap();
        let sealed = lock.close(b"35 e International").unwrap();
        assert_eq!(age::decrypt(&mine, &sealed).unwrap(), b"35 e International");
        assert!(age::decrypt(&other, &sealed).is_err());
    }

    #[test]
    fn every_blob_has_an_ephemeral_key_of_its_own() {
        let lock = Lock::of(&age::x25519::Identity::generate().to_public()).unwrap();
        let share = || {
            let sealed = String::from_utf8_lossy(&lock.close(b"words").unwrap()).into_owned();
            sealed.lines().nth(1).unwrap().to_owned()
        };
        let shares: HashSet<String> = (0..50).map(|_| share()).collect();
        assert!(shares.len() == 50 && shares.iter().all(|share| share.starts_with("-> X25519 ")));
    }

    #[test]
    fn a_key_without_order_is_refused() {
        // The point zero: every shared secret with it is zero.
        assert!(Lock([0; 32]).close(b"words").is_err());
    }
}
