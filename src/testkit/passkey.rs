//! A passkey in software: what a phone's authenticator and its browser do together (WebAuthn level 3), with switches to do it wrong.
//!
//! It speaks to the real doors: options in, a credential out, as the page's script would send it.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{Browser, Page};
use crate::ground::chance;
use crate::ground::keys::sha256;

/// A device with one credential for one site.
pub struct Device {
    pair: EcdsaKeyPair,
    id: [u8; 32],
    user: Option<Vec<u8>>,
    /// What its browser says the page's origin is.
    pub origin: String,
    /// The relying party it signs for.
    pub rp_id: String,
    /// True where the person was verified by finger, face or PIN.
    pub verifies: bool,
    /// Signatures so far; 0 stays 0, as synchronised passkeys do.
    pub counter: u32,
    /// What `getClientExtensionResults()` answers.
    pub extensions: Value,
}

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

impl Device {
    /// A new device, well behaved, for `http://localhost:8080`.
    pub fn new() -> Device {
        let made = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key pair");
        Device {
            pair: made,
            id: chance::bytes(),
            user: None,
            origin: "http://localhost:8080".into(),
            rp_id: "localhost".into(),
            verifies: true,
            counter: 0,
            extensions: json!({}),
        }
    }

    /// A new device, well behaved, for the site at this origin.
    pub fn at(origin: &str) -> Device {
        let host = url::Url::parse(origin).ok().and_then(|url| Some(url.domain()?.to_owned()));
        Device { origin: origin.to_owned(), rp_id: host.unwrap_or_default(), ..Device::new() }
    }

    /// The credential's id, as it stands in options.
    pub fn id(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.id)
    }

    /// Makes the credential that these options ask for.
    pub fn make(&mut self, options: &Value) -> Value {
        let user = options["publicKey"]["user"]["id"].as_str().expect("a user");
        self.user = Some(URL_SAFE_NO_PAD.decode(user).expect("base64url"));
        let data = self.client_data("webauthn.create", options);
        let mut signed = self.authenticator_data(ATTESTED);
        signed.extend([0; 16]);
        signed.extend(u16::try_from(self.id.len()).expect("short").to_be_bytes());
        signed.extend(self.id);
        signed.extend(self.cose_key());
        // CBOR (RFC 8949): {"fmt": "none", "attStmt": {}, "authData": bytes}.
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(signed.len()).expect("less than 256 bytes"));
        object.extend(&signed);
        self.credential(&json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(data),
            "attestationObject": URL_SAFE_NO_PAD.encode(object),
            "transports": ["internal"],
        }))
    }

    /// Signs the challenge of these options.
    pub fn sign(&mut self, options: &Value) -> Value {
        if self.counter > 0 {
            self.counter += 1;
        }
        let data = self.client_data("webauthn.get", options);
        let authenticator = self.authenticator_data(0);
        let mut signed = authenticator.clone();
        signed.extend(sha256(&data));
        let signature = self.pair.sign(&SystemRandom::new(), &signed).expect("a signature");
        self.credential(&json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(data),
            "authenticatorData": URL_SAFE_NO_PAD.encode(authenticator),
            "signature": URL_SAFE_NO_PAD.encode(signature.as_ref()),
            "userHandle": self.user.as_ref().map(|user| URL_SAFE_NO_PAD.encode(user)),
        }))
    }

    /// Forgets whose credential it is, as a small security key does: it then answers only where it is named.
    pub fn forget_user(&mut self) {
        self.user = None;
    }

    /// Says that the credential is somebody else's.
    pub fn claim_user(&mut self, user: &[u8]) {
        self.user = Some(user.to_vec());
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = &options["publicKey"]["challenge"];
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false }).to_string().into()
    }

    fn authenticator_data(&self, more: u8) -> Vec<u8> {
        let flags = PRESENT | if self.verifies { VERIFIED } else { 0 } | more;
        let mut data = sha256(self.rp_id.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// The public key as COSE has it (RFC 9053, section 7.1): {1: 2, 3: -7, -1: 1, -2: x, -3: y}.
    fn cose_key(&self) -> Vec<u8> {
        let point = self.pair.public_key().as_ref();
        let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        key.extend(&point[1..33]);
        key.extend([0x22, 0x58, 0x20]);
        key.extend(&point[33..65]);
        key
    }

    fn credential(&self, response: &Value) -> Value {
        json!({
            "id": self.id(), "rawId": self.id(), "type": "public-key",
            "response": response, "clientExtensionResults": self.extensions,
        })
    }
}

impl Browser {
    /// Sends JSON as the page's script does, with the session's form token where there is one.
    pub async fn send_json(&self, path: &str, form_token: &str, body: &Value) -> Page {
        let token = [("x-cuadra-csrf", form_token)];
        let extra = if form_token.is_empty() { &[][..] } else { &token[..] };
        self.send_with(Method::POST, path, Some("application/json"), extra, body.to_string().into_bytes()).await
    }
}

impl Page {
    /// The JSON of an answer.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{}: no JSON: {}", self.path, self.body))
    }
}
