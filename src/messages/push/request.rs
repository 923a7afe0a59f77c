//! The request that carries a push message (RFC 8030, section 5).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::PushAddress;
use crate::ground::keys::mac;

/// Seconds for which a push service keeps a message for a phone that is off. The same for every kind, so that it tells nothing; an
/// alert older than half an hour is read on the page.
pub const TTL_SECONDS: u32 = 1_800;

/// Bytes of a topic before base64url: 32 letters, the most that RFC 8030, section 5.4 allows.
const TOPIC_BYTES: usize = 24;

/// What a message replaces: a phone that was off gets the newest about one alert, not all that was said. Every browser has another topic
/// for the same alert, so that topics connect nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic(String);

impl Topic {
    /// The topic of an alert and all that follows it, for one browser. `thread` is the same for the alert, its updates, its correction and
    /// its all clear; for anything else draw it. `secret` belongs to this network.
    pub fn of(secret: &[u8; 32], thread: &[u8; 16], address: &PushAddress) -> Self {
        let tag = mac(secret, &[thread.as_slice(), address.endpoint().as_bytes()].concat());
        Topic(URL_SAFE_NO_PAD.encode(&tag[..TOPIC_BYTES]))
    }

    /// 32 letters of base64url.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// A POST, ready to be sent without following redirects.
#[derive(Clone, PartialEq, Eq)]
pub struct PushRequest {
    /// An address of an allowed push service.
    pub url: String,
    /// Names in lower case, as HTTP/2 wants them.
    pub headers: [(&'static str, String); 6],
    /// [`super::MESSAGE_BYTES`] bytes.
    pub body: Vec<u8>,
}

/// The request for a sealed message. `authorization` comes from [`super::Vapid`].
pub fn request(address: &PushAddress, authorization: String, topic: &Topic, body: Vec<u8>) -> PushRequest {
    let headers = [
        ("authorization", authorization),
        ("content-encoding", "aes128gcm".to_owned()),
        ("content-type", "application/octet-stream".to_owned()),
        ("topic", topic.text().to_owned()),
        ("ttl", TTL_SECONDS.to_string()),
        ("urgency", "high".to_owned()),
    ];
    PushRequest { url: address.endpoint().to_owned(), headers, body }
}

impl std::fmt::Debug for PushRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PushRequest(..)")
    }
}
