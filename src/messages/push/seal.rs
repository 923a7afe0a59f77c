//! Sealing a push message to one browser: RFC 8291 (keys) and RFC 8188 (one record, padded).
//!
//! The costly half, agreeing on a key with each browser, needs no message: it can be done before any alert, kept in
//! memory and used once. What is left when an alert comes is one AES-GCM of a kilobyte.

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use zeroize::Zeroizing;

use super::address::{PUBLIC_KEY_BYTES, PushAddress};

/// Bytes of every message on the wire. The text of an alert in one language takes 300 to 700; a quarter of a million messages are
/// 256 MB, twenty seconds of a small server's line. Push services take at least 4,096 (RFC 8030, section 7.2).
pub const MESSAGE_BYTES: usize = 1_024;

/// The most that one message may say, in bytes.
pub const CONTENT_BYTES_MAX: usize = MESSAGE_BYTES - HEADER_BYTES - TAG_BYTES - 1;

/// Salt, record size, length of the key id, key id (RFC 8188, section 2.1).
const HEADER_BYTES: usize = SALT_BYTES + 4 + 1 + PUBLIC_KEY_BYTES;

/// The record size in the header. RFC 8291, section 4 wants it larger than the one record that follows.
const RECORD_BYTES: u32 = 4_096;

const SALT_BYTES: usize = 16;
const TAG_BYTES: usize = 16;
const KEY_BYTES: usize = 16;
const NONCE_BYTES: usize = 12;

/// Ends the text in the last record; what follows is padding (RFC 8188, section 2).
const LAST_RECORD: u8 = 2;

/// Chance for one message, drawn by `ground::chance` and used once.
#[derive(Clone)]
pub struct Chance {
    /// A private key of P-256. One draw in four billion is none; then draw again.
    pub private_key: Zeroizing<[u8; 32]>,
    /// The salt of the record.
    pub salt: [u8; SALT_BYTES],
}

/// Why a message was not sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealWrong {
    /// The drawn number is no private key.
    #[error("the drawn number is no private key of P-256")]
    Chance,
    /// The message is longer than [`CONTENT_BYTES_MAX`].
    #[error("a push message has at most {CONTENT_BYTES_MAX} bytes")]
    TooLong,
    /// The cipher failed, which it has no reason to do.
    #[error("the cipher failed")]
    Cipher,
}

/// A key agreed with one browser, good for one message. Memory only, some 110 bytes.
pub struct Prepared {
    key: Zeroizing<[u8; KEY_BYTES]>,
    nonce: [u8; NONCE_BYTES],
    salt: [u8; SALT_BYTES],
    public_key: [u8; PUBLIC_KEY_BYTES],
}

impl Prepared {
    /// Agrees on a key with a browser (RFC 8291, section 3).
    ///
    /// # Errors
    /// [`SealWrong::Chance`]; [`SealWrong::Cipher`] where the crypto provider fails.
    pub fn with(address: &PushAddress, chance: &Chance) -> Result<Self, SealWrong> {
        let private = PrivateKey::from_private_key(&ECDH_P256, chance.private_key.as_slice());
        let private = private.map_err(|_| SealWrong::Chance)?;
        let own = private.compute_public_key().map_err(|_| SealWrong::Chance)?;
        let public_key: [u8; PUBLIC_KEY_BYTES] = own.as_ref().try_into().map_err(|_| SealWrong::Cipher)?;
        let theirs = UnparsedPublicKey::new(&ECDH_P256, address.public_key());
        let material = agree(&private, theirs, SealWrong::Cipher, |secret| {
            let pseudo = Salt::new(HKDF_SHA256, address.auth()).extract(secret);
            expand::<32>(&pseudo, &[b"WebPush: info\0", address.public_key(), &public_key])
        })?;
        let pseudo = Salt::new(HKDF_SHA256, &chance.salt).extract(material.as_slice());
        let key = expand(&pseudo, &[b"Content-Encoding: aes128gcm\0"])?;
        let nonce = *expand(&pseudo, &[b"Content-Encoding: nonce\0"])?;
        Ok(Prepared { key, nonce, salt: chance.salt, public_key })
    }

    /// Seals one message, padded to [`MESSAGE_BYTES`]. Takes the key with it: a key and nonce are never used twice.
    ///
    /// # Errors
    /// [`SealWrong::TooLong`], [`SealWrong::Cipher`].
    pub fn seal(self, content: &[u8]) -> Result<Vec<u8>, SealWrong> {
        if content.len() > CONTENT_BYTES_MAX {
            return Err(SealWrong::TooLong);
        }
        self.record(content, CONTENT_BYTES_MAX - content.len())
    }

    /// The header and one record with so many bytes of padding.
    pub(super) fn record(self, content: &[u8], padding: usize) -> Result<Vec<u8>, SealWrong> {
        let mut message = Vec::with_capacity(HEADER_BYTES + content.len() + 1 + padding + TAG_BYTES);
        message.extend(self.salt);
        message.extend(RECORD_BYTES.to_be_bytes());
        // 65 fits a byte.
        message.push(PUBLIC_KEY_BYTES.to_le_bytes()[0]);
        message.extend(self.public_key);
        message.extend(content);
        message.push(LAST_RECORD);
        message.resize(message.len() + padding, 0);
        let key = UnboundKey::new(&AES_128_GCM, self.key.as_slice()).map_err(|_| SealWrong::Cipher)?;
        // The sequence number of the first record is zero, so that its nonce is the derived one (RFC 8188, section 2.3).
        let nonce = Nonce::assume_unique_for_key(self.nonce);
        let tag = LessSafeKey::new(key)
            .seal_in_place_separate_tag(nonce, Aad::empty(), &mut message[HEADER_BYTES..])
            .map_err(|_| SealWrong::Cipher)?;
        message.extend(tag.as_ref());
        Ok(message)
    }
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Prepared(..)")
    }
}

/// So many bytes of HKDF's second step (RFC 5869, section 2.3).
fn expand<const N: usize>(pseudo: &Prk, info: &[&[u8]]) -> Result<Zeroizing<[u8; N]>, SealWrong> {
    struct Bytes(usize);
    impl KeyType for Bytes {
        fn len(&self) -> usize {
            self.0
        }
    }
    let mut out = Zeroizing::new([0; N]);
    let made = pseudo.expand(info, Bytes(N)).and_then(|material| material.fill(out.as_mut_slice()));
    made.map(|()| out).map_err(|_| SealWrong::Cipher)
}
