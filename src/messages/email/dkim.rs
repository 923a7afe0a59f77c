//! Signing mails with the domain's key: DKIM (RFC 6376), rsa-sha256, relaxed canonicalization.
//!
//! Our own on aws-lc-rs: lettre's would bring two more implementations of RSA and Ed25519. RFC 8058 wants the headers of the one-click unsubscribe
//! under the signature. Names that must not be added a second time are signed once more than they stand there (RFC 6376, section 5.4.2).

use anyhow::{Context, ensure};
use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use super::read;
use crate::ground::Moment;
use crate::ground::config;
use crate::ground::keys::sha256;

/// The signed headers, in the order in which they are signed.
const SIGNED: [&str; 13] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "auto-submitted",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "reply-to",
];

/// Of these one more is signed than there is.
const ONCE_ONLY: [&str; 6] = ["from", "to", "subject", "date", "list-unsubscribe", "list-unsubscribe-post"];

/// Letters of a line of the signature: RFC 5322 wants lines of at most 78.
const LINE_CHARS: usize = 70;

/// The domain's key.
pub(super) struct Signer {
    key: KeyPair,
    domain: String,
    selector: String,
}

impl Signer {
    /// Reads the key. `domain` is the sender's.
    pub(super) fn open(conf: &config::Dkim, domain: &str) -> anyhow::Result<Signer> {
        let pem = Zeroizing::new(read(&conf.key_file)?);
        let key = key(&pem).with_context(|| {
            format!("{} holds no RSA key of at least 2048 bits in PEM: openssl genrsa 2048", conf.key_file.display())
        })?;
        let domain = conf.domain.clone().unwrap_or_else(|| domain.to_owned());
        for name in [&domain, &conf.selector] {
            let is_name = !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphanumeric() || b"-._".contains(&c));
            ensure!(is_name, "dkim: {} is no name of a domain or selector", name.escape_debug());
        }
        Ok(Signer { key, domain, selector: conf.selector.clone() })
    }

    /// Name and value of the TXT record that lets others verify.
    pub(super) fn record(&self) -> (String, String) {
        let der = AsDer::<PublicKeyX509Der<'_>>::as_der(self.key.public_key());
        let public = der.map(|der| STANDARD.encode(der.as_ref())).unwrap_or_default();
        (format!("{}._domainkey.{}", self.selector, self.domain), format!("v=DKIM1; k=rsa; p={public}"))
    }

    /// The mail with its signature on top. `None` where the crypto provider fails, or the mail has no end of headers.
    pub(super) fn signed(&self, mail: &[u8], now: Moment) -> Option<Vec<u8>> {
        let end = mail.windows(4).position(|window| window == b"\r\n\r\n")?;
        let (head, body) = (std::str::from_utf8(&mail[..end + 2]).ok()?, &mail[end + 4..]);
        let headers = headers(head);
        let body_hash = STANDARD.encode(sha256(&relaxed_body(body)));
        let present: Vec<_> =
            SIGNED.iter().filter_map(|name| headers.iter().find(|(known, _)| known == name)).collect();
        let names = present.iter().map(|(name, _)| name.as_str()).chain(ONCE_ONLY);
        let unsigned = format!(
            "v=1; a=rsa-sha256; c=relaxed/relaxed; d={}; s={};\r\n t={}; h={};\r\n bh={body_hash};\r\n b=",
            self.domain,
            self.selector,
            now.seconds(),
            names.collect::<Vec<_>>().join(":\r\n "),
        );
        // A name that is signed once more than it stands there adds nothing to what is signed.
        let signed = present.iter().map(|(name, value)| format!("{name}:{}\r\n", relaxed_value(value)));
        let input = signed.chain([format!("dkim-signature:{}", relaxed_value(&unsigned))]).collect::<String>();
        let mut signature = vec![0; self.key.public_modulus_len()];
        self.key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), input.as_bytes(), &mut signature).ok()?;
        let signature = STANDARD.encode(signature);
        let lines: Vec<&str> =
            signature.as_bytes().chunks(LINE_CHARS).filter_map(|at| std::str::from_utf8(at).ok()).collect();
        let mut out = format!("DKIM-Signature: {unsigned}{}\r\n", lines.join("\r\n ")).into_bytes();
        out.extend_from_slice(mail);
        Some(out)
    }
}

/// Each header's name in small letters and its value, still folded.
fn headers(head: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in head.split_inclusive("\r\n") {
        match (line.starts_with([' ', '\t']), out.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => value.push_str(line),
            (false, _, Some((name, value))) => out.push((name.trim().to_ascii_lowercase(), value.to_owned())),
            _ => {}
        }
    }
    out
}

/// Unfolded, with every run of blanks as one, and none at the ends (RFC 6376, section 3.4.2).
fn relaxed_value(value: &str) -> String {
    value.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Every run of blanks as one, none at the ends of lines, no empty lines at the end (RFC 6376, section 3.4.4).
fn relaxed_body(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len() + 2);
    let text = body.strip_suffix(b"\r\n").unwrap_or(body);
    let mut rest = text;
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n");
        let line = &rest[..end.unwrap_or(rest.len())];
        let mut blank = false;
        for byte in line {
            if matches!(byte, b' ' | b'\t') {
                blank = true;
                continue;
            }
            if blank {
                out.push(b' ');
            }
            blank = false;
            out.push(*byte);
        }
        out.extend_from_slice(b"\r\n");
        match end {
            Some(end) => rest = &rest[end + 2..],
            None => break,
        }
    }
    while out.ends_with(b"\r\n\r\n") {
        out.truncate(out.len() - 2);
    }
    if out == b"\r\n" {
        out.clear();
    }
    out
}

/// An RSA key in PEM: PKCS#8 (`BEGIN PRIVATE KEY`) or PKCS#1 (`BEGIN RSA PRIVATE KEY`).
fn key(pem: &[u8]) -> Option<KeyPair> {
    let text = std::str::from_utf8(pem).ok()?;
    let (_, rest) = text.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (base64, _) = rest.split_once("-----END")?;
    let der = Zeroizing::new(STANDARD.decode(base64.split_whitespace().collect::<String>()).ok()?);
    match label {
        "PRIVATE KEY" => KeyPair::from_pkcs8(&der).ok(),
        "RSA PRIVATE KEY" => KeyPair::from_der(&der).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_rfc_6376_come_out_to_the_letter() {
        // Section 3.4.5, example 1.
        let found = headers("A: X\r\nB : Y\t\r\n\tZ  \r\n");
        let relaxed: Vec<String> =
            found.iter().map(|(name, value)| format!("{name}:{}", relaxed_value(value))).collect();
        assert_eq!(relaxed, ["a:X", "b:Y Z"]);
        assert_eq!(relaxed_body(b" C \r\nD \t E\r\n\r\n\r\n"), b" C\r\nD E\r\n");
    }

    #[test]
    fn bodies_end_as_the_rules_say() {
        // RFC 6376, section 3.4.4: an empty body stays empty, one without an end of line gets one.
        for (body, relaxed) in [
            (&b""[..], &b""[..]),
            (b"\r\n", b""),
            (b"\r\n\r\n", b""),
            (b" \r\n", b""),
            (b"a", b"a\r\n"),
            (b"a\r\n", b"a\r\n"),
            (b"a \r\n\r\nb\r\n \r\n", b"a\r\n\r\nb\r\n"),
        ] {
            assert_eq!(relaxed_body(body), relaxed, "{body:?}");
        }
    }
}
