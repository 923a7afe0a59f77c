//! VAPID (RFC 8292): how a push service knows that the same network sends which the browser subscribed to.
//!
//! The network has one key of P-256 for all its subscribers; losing it loses them all, giving it away lets others send. A token is
//! signed once for each push service and used for hours: signing one for every phone would cost as much as all the
//! rest.

use std::collections::HashMap;

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::address::PUBLIC_KEY_BYTES;
use crate::ground::Moment;

/// Hours for which a token is signed. RFC 8292, section 2 allows 24; half of that leaves room for clocks that are wrong.
pub const TOKEN_HOURS: i64 = 12;

/// Hours of its life that a token must still have when it is used.
const TOKEN_LEFT_HOURS_MIN: i64 = 2;

/// Tokens kept. Each service has a few hosts; whoever invents more only makes us sign again.
const TOKENS_MAX: usize = 64;

/// The longest contact.
const CONTACT_BYTES_MAX: usize = 254;

/// `{"typ":"JWT","alg":"ES256"}`, as in the example of RFC 8292.
const JOSE_HEADER: &str = r#"{"typ":"JWT","alg":"ES256"}"#;

/// Why a key or a contact cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VapidWrong {
    /// The bytes are no private key of P-256.
    #[error("the push key is no private key of P-256")]
    Key,
    /// Neither `mailto:` with an address nor an `https:` address, or with signs that need quoting.
    #[error("the push contact must be mailto: and an e-mail address, or an https: address")]
    Contact,
    /// The crypto provider did not sign.
    #[error("the token was not signed")]
    Signing,
}

/// Whom a push service writes to when something is wrong with our messages: a role's mailbox, never a person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact(String);

impl Contact {
    /// `mailto:push@red.example.org` or `https://red.example.org/contacto`.
    ///
    /// # Errors
    /// [`VapidWrong::Contact`].
    pub fn parse(text: &str) -> Result<Self, VapidWrong> {
        let plain = |c: u8| c.is_ascii_graphic() && !b"\"\\<>".contains(&c);
        let known = match text.strip_prefix("mailto:").map(|address| address.split_once('@')) {
            Some(Some((name, host))) => !name.is_empty() && host.contains('.') && !host.contains('@'),
            Some(None) => false,
            None => text.starts_with("https://") && text.len() > "https://".len(),
        };
        let right = known && text.len() <= CONTACT_BYTES_MAX && text.bytes().all(plain);
        if right { Ok(Contact(text.to_owned())) } else { Err(VapidWrong::Contact) }
    }
}

/// The network's push key. Prints nothing.
pub struct VapidKey {
    pair: EcdsaKeyPair,
    public_key: [u8; PUBLIC_KEY_BYTES],
}

impl VapidKey {
    /// The key with these 32 bytes, drawn once by `ground::chance` and then kept.
    ///
    /// # Errors
    /// [`VapidWrong::Key`]: one draw in four billion.
    pub fn new(private_key: &[u8; 32]) -> Result<Self, VapidWrong> {
        let private = PrivateKey::from_private_key(&ECDH_P256, private_key).map_err(|_| VapidWrong::Key)?;
        let public = private.compute_public_key().map_err(|_| VapidWrong::Key)?;
        let public_key = public.as_ref().try_into().map_err(|_| VapidWrong::Key)?;
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let pair = EcdsaKeyPair::from_private_key_and_public_key(algorithm, private_key, public.as_ref());
        Ok(VapidKey { pair: pair.map_err(|_| VapidWrong::Key)?, public_key })
    }

    /// The public key in base64url: the `applicationServerKey` that browsers are given.
    pub fn public_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.public_key)
    }

    /// A signed token (RFC 7515, compact) for one push service.
    fn token(&self, origin: &str, contact: &Contact, expires: Moment) -> Result<String, VapidWrong> {
        let input = signing_input(origin, contact, expires);
        let signed = self.pair.sign(&SystemRandom::new(), input.as_bytes()).map_err(|_| VapidWrong::Signing)?;
        Ok(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signed.as_ref())))
    }
}

impl std::fmt::Debug for VapidKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VapidKey(..)")
    }
}

/// Header and claims. Neither origin nor contact holds a sign that JSON would quote: the one was read as an address, the other checked.
pub(super) fn signing_input(origin: &str, contact: &Contact, expires: Moment) -> String {
    let claims = format!(r#"{{"aud":"{origin}","exp":{},"sub":"{}"}}"#, expires.seconds(), contact.0);
    format!("{}.{}", URL_SAFE_NO_PAD.encode(JOSE_HEADER), URL_SAFE_NO_PAD.encode(claims))
}

/// The key with the tokens signed so far.
#[derive(Debug)]
pub struct Vapid {
    key: VapidKey,
    contact: Contact,
    tokens: HashMap<String, Signed>,
}

#[derive(Debug)]
struct Signed {
    header: String,
    at: Moment,
}

impl Vapid {
    /// No token is signed yet.
    pub fn new(key: VapidKey, contact: Contact) -> Self {
        Vapid { key, contact, tokens: HashMap::new() }
    }

    /// The key, for its public half.
    pub const fn key(&self) -> &VapidKey {
        &self.key
    }

    /// The `Authorization` header for a push service, by the origin of the endpoint (RFC 8292, section 3). Signed anew when the token
    /// grows old, and when the clock has gone back behind its signing.
    ///
    /// # Errors
    /// [`VapidWrong::Signing`].
    pub fn authorization(&mut self, origin: &str, now: Moment) -> Result<String, VapidWrong> {
        if let Some(signed) = self.tokens.get(origin) {
            let good = signed.at <= now && now < signed.at.plus_hours(TOKEN_HOURS - TOKEN_LEFT_HOURS_MIN);
            if good {
                return Ok(signed.header.clone());
            }
        }
        let token = self.key.token(origin, &self.contact, now.plus_hours(TOKEN_HOURS))?;
        let header = format!("vapid t={token}, k={}", self.key.public_text());
        if self.tokens.len() >= TOKENS_MAX {
            self.tokens.clear();
        }
        self.tokens.insert(origin.to_owned(), Signed { header: header.clone(), at: now });
        Ok(header)
    }

    /// Forgets the tokens for a push service that refused one: the next is signed anew.
    pub fn forget(&mut self, origin: &str) {
        self.tokens.remove(origin);
    }

    #[cfg(test)]
    pub(super) fn tokens(&self) -> usize {
        self.tokens.len()
    }
}
