//! Proofs that a request at a signed door comes from the provider.
//!
//! Twilio: base64 of HMAC-SHA-1 over the address and the sorted fields (twilio.com/docs/usage/security). android-sms-gateway: hex of
//! HMAC-SHA-256 over the raw body and `X-Timestamp` (docs.sms-gate.app, "Payload Signing"). Both are compared in constant time.

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::ground::Moment;

/// How far a phone's clock may be off, either way: what its documentation advises.
pub const CLOCK_MINUTES_MAX: i64 = 5;

/// True where `signature` proves that somebody with `token` sent these fields to `path_and_query` of `origin`.
///
/// The default port may stand in the address that was signed or not: Twilio's own libraries accept both.
pub fn is_twilios(
    token: &str,
    origin: &str,
    path_and_query: &str,
    fields: &[(String, String)],
    signature: &str,
) -> bool {
    let Ok(tag) = STANDARD.decode(signature.trim()) else { return false };
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, token.as_bytes());
    let mut sorted: Vec<&(String, String)> = fields.iter().collect();
    sorted.sort();
    // A field that comes twice with the same value is signed once.
    sorted.dedup();
    let signed: String = sorted.into_iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]).collect();
    [origin.to_owned(), other_port(origin)]
        .iter()
        .any(|origin| hmac::verify(&key, format!("{origin}{path_and_query}{signed}").as_bytes(), &tag).is_ok())
}

/// What became of a phone's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    Good,
    /// Not signed with our key, or changed on the way.
    Forged,
    /// Signed, at another time than now.
    Stale,
}

/// Looks at a request of android-sms-gateway: `signature` and `timestamp` are its `X-Signature` and `X-Timestamp`.
pub fn of_android(key: &str, body: &[u8], timestamp: &str, signature: &str, now: Moment) -> Proof {
    let Ok(tag) = hex::decode(signature.trim()) else { return Proof::Forged };
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
    let signed = [body, timestamp.as_bytes()].concat();
    if hmac::verify(&key, &signed, &tag).is_err() {
        return Proof::Forged;
    }
    let Ok(seconds) = timestamp.parse::<i64>() else { return Proof::Stale };
    let off = now.seconds().saturating_sub(seconds).saturating_abs();
    if off <= CLOCK_MINUTES_MAX * 60 { Proof::Good } else { Proof::Stale }
}

/// The same origin with its default port named, or without its port where it names one.
fn other_port(origin: &str) -> String {
    let (scheme, host) = origin.split_once("://").unwrap_or(("https", origin));
    let after_address = host.rfind(']').unwrap_or(0);
    match host[after_address..].find(':') {
        Some(colon) => format!("{scheme}://{}", &host[..after_address + colon]),
        None => format!("{scheme}://{host}:{}", if scheme == "http" { 80 } else { 443 }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// Made by Twilio's own Python package: `tests/peers/twilio_signature.py`.
    const VECTORS: &str = include_str!("../../tests/peers/twilio_signatures.jsonl");

    #[derive(Clone)]
    struct Vector {
        token: String,
        origin: String,
        path_and_query: String,
        fields: Vec<(String, String)>,
        signature: String,
    }

    fn vectors() -> Vec<Vector> {
        let read = |line: &str| {
            let line: Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| line[name].as_str().unwrap().to_owned();
            let url = text("url");
            let path = url.match_indices('/').nth(2).unwrap().0;
            let fields = line["params"].as_object().unwrap().iter();
            Vector {
                token: text("token"),
                origin: url[..path].to_owned(),
                path_and_query: url[path..].to_owned(),
                fields: fields.map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned())).collect(),
                signature: text("signature"),
            }
        };
        VECTORS.lines().map(read).collect()
    }

    fn holds(vector: &Vector) -> bool {
        is_twilios(&vector.token, &vector.origin, &vector.path_and_query, &vector.fields, &vector.signature)
    }

    #[test]
    fn what_twilios_own_package_signs_is_taken() {
        let vectors = vectors();
        assert!(vectors.len() >= 6);
        for vector in &vectors {
            assert!(holds(vector), "{} {:?}", vector.path_and_query, vector.fields);
        }
    }

    #[test]
    fn whatever_is_changed_is_refused() {
        for vector in vectors() {
            let change = |change: &dyn Fn(&mut Vector)| {
                let mut changed = vector.clone();
                change(&mut changed);
                holds(&changed)
            };
            assert!(change(&|_| {}), "the control: unchanged it holds");
            assert!(!change(&|v| v.token.push('x')));
            assert!(!change(&|v| v.path_and_query.push_str("?a=b")));
            assert!(!change(&|v| v.origin = "https://elsewhere.example".into()));
            assert!(!change(&|v| v.fields.push(("Extra".into(), "1".into()))));
            assert!(!change(&|v| v.signature.clear()));
            assert!(!change(&|v| v.signature = "not base64!".into()));
            assert!(!change(&|v| v.signature = STANDARD.encode([0u8; 20])));
            if !vector.fields.is_empty() {
                assert!(!change(&|v| v.fields[0].1.push(' ')));
                assert!(!change(&|v| drop(v.fields.pop())));
            }
        }
    }

    #[test]
    fn the_default_port_may_be_named_or_not() {
        assert_eq!(other_port("https://red.example"), "https://red.example:443");
        assert_eq!(other_port("http://red.example"), "http://red.example:80");
        assert_eq!(other_port("https://red.example:8443"), "https://red.example");
        assert_eq!(other_port("http://[::1]:8080"), "http://[::1]");
        assert_eq!(other_port("http://[::1]"), "http://[::1]:80");
    }

    #[test]
    fn a_phones_signature_holds_for_its_body_and_its_minutes() {
        // printf '%s' '{"event":"sms:received"}1772654400' | openssl dgst -sha256 -hmac 'secret key'
        let body = br#"{"event":"sms:received"}"#;
        let tag = "b840574efc6c0ec6836f59ba8f0ea816a3539e06451bff30a3f2cbbad9e0ade4";
        let at = |seconds: i64| Moment::from_seconds(1_772_654_400 + seconds);
        let look = |body: &[u8], stamp: &str, tag: &str, now| of_android("secret key", body, stamp, tag, now);
        assert_eq!(look(body, "1772654400", tag, at(0)), Proof::Good);
        assert_eq!(look(body, "1772654400", &tag.to_uppercase(), at(300)), Proof::Good);
        assert_eq!(look(body, "1772654400", tag, at(301)), Proof::Stale);
        assert_eq!(look(body, "1772654400", tag, at(-301)), Proof::Stale);
        assert_eq!(look(body, "1772654401", tag, at(0)), Proof::Forged);
        assert_eq!(look(b"{}", "1772654400", tag, at(0)), Proof::Forged);
        assert_eq!(look(body, "1772654400", "", at(0)), Proof::Forged);
        assert_eq!(of_android("other key", body, "1772654400", tag, at(0)), Proof::Forged);
    }
}
