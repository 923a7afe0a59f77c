//! Where a site's own system is told: an address and a secret with which it knows us (Standard Webhooks 1.0).
//!
//! Made by the command line only, by a steward who knows the site. Nothing that comes over the web may become one: it makes our server
//! speak to a host.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::{Host, Url};
use zeroize::Zeroizing;

/// The longest address.
pub const URL_BYTES_MAX: usize = 1_024;

/// Bytes of a secret that we draw. Standard Webhooks asks for 24 to 64.
pub const SECRET_BYTES: usize = 32;

/// What stands before a secret in base64.
const PREFIX: &str = "whsec_";

/// Why an address was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebhookWrong {
    /// It is no address, or too long, or has a user, a password or a fragment.
    #[error("write the whole address, for instance https://school.example.org/alerts, without a user or a #")]
    Form,
    /// It is not encrypted. Only a system on this machine may be spoken to in clear.
    #[error("the address must begin with https://")]
    Clear,
    /// What was kept is no secret of ours.
    #[error("the secret is damaged")]
    Secret,
}

/// A site's address and the secret that signs what is sent there. Prints nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookAddress {
    url: String,
    secret: Zeroizing<[u8; SECRET_BYTES]>,
}

impl WebhookAddress {
    /// An address with a secret drawn by `ground::chance`.
    ///
    /// # Errors
    /// See [`WebhookWrong`].
    pub fn new(url: &str, secret: [u8; SECRET_BYTES]) -> Result<Self, WebhookWrong> {
        let read = Url::parse(url).map_err(|_| WebhookWrong::Form)?;
        let plain = read.username().is_empty() && read.password().is_none() && read.fragment().is_none();
        if !plain || !read.has_host() || read.as_str().len() > URL_BYTES_MAX {
            return Err(WebhookWrong::Form);
        }
        let here = match read.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            _ => false,
        };
        match read.scheme() {
            "https" => {}
            "http" if here => {}
            "http" => return Err(WebhookWrong::Clear),
            _ => return Err(WebhookWrong::Form),
        }
        Ok(WebhookAddress { url: read.into(), secret: Zeroizing::new(secret) })
    }

    /// Where messages are posted to.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The host, to tell one site from another in a list.
    pub fn host(&self) -> String {
        Url::parse(&self.url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The key of the signature.
    pub fn secret(&self) -> &[u8] {
        self.secret.as_slice()
    }

    /// The secret as the site's system wants it: `whsec_` and base64. Printed once, by the command line.
    pub fn secret_text(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(self.secret.as_slice()))
    }

    /// Secret and address, one after the other: what is sealed and kept.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        [self.secret.as_slice(), self.url.as_bytes()].concat()
    }

    /// Reads what [`WebhookAddress::to_bytes`] wrote.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, WebhookWrong> {
        let (secret, url) = bytes.split_at_checked(SECRET_BYTES).ok_or(WebhookWrong::Secret)?;
        let secret = secret.try_into().map_err(|_| WebhookWrong::Secret)?;
        Self::new(std::str::from_utf8(url).map_err(|_| WebhookWrong::Form)?, secret)
    }
}

impl fmt::Debug for WebhookAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookAddress(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(url: &str) -> Result<String, WebhookWrong> {
        WebhookAddress::new(url, [7; SECRET_BYTES]).map(|address| address.url().to_owned())
    }

    #[test]
    fn addresses_are_encrypted_or_on_this_machine() {
        assert_eq!(at("https://School.example.org/alerts?room=4").unwrap(), "https://school.example.org/alerts?room=4");
        assert!(at("http://127.0.0.1:9000/hook").is_ok());
        assert!(at("http://[::1]:9000/hook").is_ok());
        assert_eq!(at("http://school.example.org/"), Err(WebhookWrong::Clear));
        assert_eq!(at("http://10.0.0.1/"), Err(WebhookWrong::Clear));
        for wrong in ["", "school.example.org", "ftp://x.example/", "https://u@x.example/", "https://x.example/#a"] {
            assert_eq!(at(wrong), Err(WebhookWrong::Form), "{wrong}");
        }
        assert_eq!(at(&format!("https://x.example/{}", "a".repeat(URL_BYTES_MAX))), Err(WebhookWrong::Form));
    }

    #[test]
    fn an_address_survives_its_sealing_and_prints_nothing() {
        let address = WebhookAddress::new("https://x.example/", [7; SECRET_BYTES]).unwrap();
        assert_eq!(WebhookAddress::from_bytes(&address.to_bytes()), Ok(address.clone()));
        assert_eq!(WebhookAddress::from_bytes(&[7; 5]), Err(WebhookWrong::Secret));
        assert_eq!(format!("{address:?}"), "WebhookAddress(..)");
        assert_eq!(address.host(), "x.example");
        // 32 bytes of 7 in base64.
        assert_eq!(address.secret_text(), "whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=");
    }
}
