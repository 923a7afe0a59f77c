//! The secret that a webhook's signature is made with, and the signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::ground::keys::mac;

/// What stands before a secret, so that people recognise one.
const PREFIX: &str = "whsec_";

/// Bytes of a secret (Standard Webhooks, "Signature scheme").
const SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// The text is no secret: `whsec_` and 24 to 64 bytes in base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a webhook's secret is whsec_ and 24 to 64 bytes in base64")]
pub struct SecretWrong;

/// A secret shared with one receiver. Prints nothing.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// A secret of these bytes, drawn by `ground::chance`.
    pub fn drawn(bytes: [u8; 32]) -> Secret {
        Secret(Zeroizing::new(bytes.to_vec()))
    }

    /// Reads `whsec_…`.
    ///
    /// # Errors
    /// [`SecretWrong`].
    pub fn parse(text: &str) -> Result<Secret, SecretWrong> {
        let bytes = text.trim().strip_prefix(PREFIX).and_then(|text| STANDARD.decode(text).ok()).ok_or(SecretWrong)?;
        if SECRET_BYTES.contains(&bytes.len()) { Ok(Secret(Zeroizing::new(bytes))) } else { Err(SecretWrong) }
    }

    /// `whsec_…`, to be shown once to whoever runs the receiver.
    pub fn text(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(self.0.as_slice()))
    }

    /// The signature of a message (HMAC-SHA-256 over id, time and body, with dots between): `v1,…`. Neither id nor time may hold a dot.
    pub(super) fn sign(&self, id: &str, stamp: &str, body: &str) -> String {
        let tag = mac(&self.0, format!("{id}.{stamp}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(tag))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_survives_its_text_and_prints_nothing() {
        let secret = Secret::drawn([7; 32]);
        assert_eq!(Secret::parse(&secret.text()).unwrap().text(), secret.text());
        assert_eq!(format!("{secret:?}"), "Secret(..)");
        for wrong in ["", "whsec_", "whsec_AAAA", "sk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "whsec_!!!!"] {
            assert_eq!(Secret::parse(wrong).err(), Some(SecretWrong), "{wrong}");
        }
        assert!(Secret::parse(&format!("{PREFIX}{}", STANDARD.encode([1; 65]))).is_err());
    }

    #[test]
    fn a_signature_covers_id_time_and_body() {
        let secret = Secret::drawn([7; 32]);
        let whole = secret.sign("msg_1", "1674087231", "{}");
        assert!(whole.starts_with("v1,") && whole.len() == 3 + 44);
        assert_ne!(whole, secret.sign("msg_2", "1674087231", "{}"));
        assert_ne!(whole, secret.sign("msg_1", "1674087232", "{}"));
        assert_ne!(whole, secret.sign("msg_1", "1674087231", "{ }"));
        assert_ne!(whole, Secret::drawn([8; 32]).sign("msg_1", "1674087231", "{}"));
    }
}
