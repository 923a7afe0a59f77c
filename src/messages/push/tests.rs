//! Push against the examples of the RFCs, a reader of our own, and files for independent readers.

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as VerifyKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use proptest::prelude::*;
use zeroize::Zeroizing;

use super::*;
use crate::ground::{Moment, chance};
use crate::subscriptions::Carrier;

const NOW: Moment = Moment::from_seconds(1_768_478_400);

/// RFC 8291, appendix A.
const RFC_PLAIN: &str = "When I grow up, I want to be a watermelon";
const RFC_SENDER: &str = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
const RFC_SALT: &str = "DGv6ra1nlYgDCS1FRnbzlw";
const RFC_RECEIVER: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
const RFC_RECEIVER_PUBLIC: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const RFC_AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
const RFC_MESSAGE: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz\
    AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

/// The example of RFC 8292, section 2.4.
const RFC_VAPID: &str = "vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0\
    NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjv\
    W2L9OkSSHzvoD1oA, k=BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs";

fn bytes<const N: usize>(text: &str) -> [u8; N] {
    BASE64URL.decode(text).unwrap().try_into().unwrap()
}

/// A browser, with the half of its keys that we never see.
struct Browser {
    private: PrivateKey,
    private_text: String,
    address: PushAddress,
}

fn browser(private: [u8; 32], auth: [u8; 16], endpoint: &str) -> Browser {
    let key = PrivateKey::from_private_key(&ECDH_P256, &private).unwrap();
    let public = BASE64URL.encode(key.compute_public_key().unwrap());
    let services = PushServices::known();
    let address = PushAddress::parse(&services, endpoint, &public, &BASE64URL.encode(auth)).unwrap();
    Browser { private: key, private_text: BASE64URL.encode(private), address }
}

fn somebody() -> Browser {
    browser(chance::bytes(), chance::bytes(), "https://fcm.googleapis.com/fcm/send/x1")
}

fn draw() -> Chance {
    Chance { private_key: Zeroizing::new(chance::bytes()), salt: chance::bytes() }
}

struct Length(usize);
impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn hkdf(salt: &[u8], secret: &[u8], info: &[u8], length: usize) -> Vec<u8> {
    let mut out = vec![0; length];
    Salt::new(HKDF_SHA256, salt).extract(secret).expand(&[info], Length(length)).unwrap().fill(&mut out).unwrap();
    out
}

/// What the browser reads, written from RFC 8291 section 4 and RFC 8188 section 2 by the receiver's side.
fn read(browser: &Browser, message: &[u8]) -> Option<Vec<u8>> {
    let (salt, rest) = message.split_at_checked(16)?;
    let record_size = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
    let id_end = 5 + usize::from(*rest.get(4)?);
    let (sender, record) = (rest.get(5..id_end)?, rest.get(id_end..)?);
    // RFC 8291, section 4: the record size is larger than text, padding, delimiter and tag.
    if record_size <= record.len() {
        return None;
    }
    let own = browser.private.compute_public_key().ok()?;
    let info = [b"WebPush: info\0", own.as_ref(), sender].concat();
    let sender = UnparsedPublicKey::new(&ECDH_P256, sender);
    let material =
        agree(&browser.private, sender, (), |secret| Ok(hkdf(browser.address.auth(), secret, &info, 32))).ok()?;
    let key = UnboundKey::new(&AES_128_GCM, &hkdf(salt, &material, b"Content-Encoding: aes128gcm\0", 16)).ok()?;
    let nonce = Nonce::try_assume_unique_for_key(&hkdf(salt, &material, b"Content-Encoding: nonce\0", 12)).ok()?;
    let mut opened = record.to_vec();
    let plain = LessSafeKey::new(key).open_in_place(nonce, Aad::empty(), &mut opened).ok()?;
    let end = plain.iter().rposition(|byte| *byte != 0)?;
    (plain[end] == 2).then(|| plain[..end].to_vec())
}

/// Verifies a token as a push service does; yields header and claims.
fn verified(header: &str) -> Option<(String, String)> {
    let (token, key) = header.strip_prefix("vapid t=")?.split_once(", k=")?;
    let (input, signature) = token.rsplit_once('.')?;
    let key = VerifyKey::new(&ECDSA_P256_SHA256_FIXED, BASE64URL.decode(key).ok()?);
    key.verify(input.as_bytes(), &BASE64URL.decode(signature).ok()?).ok()?;
    let (head, claims) = input.split_once('.')?;
    let text = |part: &str| String::from_utf8(BASE64URL.decode(part).ok()?).ok();
    Some((text(head)?, text(claims)?))
}

#[test]
fn the_example_of_rfc_8291_comes_out_to_the_letter() {
    let receiver = browser(bytes(RFC_RECEIVER), bytes(RFC_AUTH), "https://fcm.googleapis.com/x");
    assert_eq!(BASE64URL.encode(receiver.address.public_key()), RFC_RECEIVER_PUBLIC);
    let chance = Chance { private_key: Zeroizing::new(bytes(RFC_SENDER)), salt: bytes(RFC_SALT) };
    let prepared = Prepared::with(&receiver.address, &chance).unwrap();
    let message = prepared.record(RFC_PLAIN.as_bytes(), 0).unwrap();
    assert_eq!(BASE64URL.encode(&message), RFC_MESSAGE);
    assert_eq!(read(&receiver, &message).unwrap(), RFC_PLAIN.as_bytes());
}

#[test]
fn only_the_browser_that_is_meant_reads_a_message() {
    let (meant, other) = (somebody(), somebody());
    let message = Prepared::with(&meant.address, &draw()).unwrap().seal(b"hola").unwrap();
    assert_eq!(read(&meant, &message).unwrap(), b"hola");
    assert_eq!(read(&other, &message), None);
    for at in [0, 20, 90, MESSAGE_BYTES - 1] {
        let mut changed = message.clone();
        changed[at] ^= 1;
        assert_eq!(read(&meant, &changed), None, "byte {at} changed");
    }
    assert!(!message.windows(4).any(|window| window == b"hola"));
    assert_ne!(message, Prepared::with(&meant.address, &draw()).unwrap().seal(b"hola").unwrap());
}

#[test]
fn the_limits_are_kept() {
    let who = somebody();
    let seal = |length| Prepared::with(&who.address, &draw()).unwrap().seal(&vec![b'x'; length]);
    assert_eq!(seal(CONTENT_BYTES_MAX).unwrap().len(), MESSAGE_BYTES);
    assert_eq!(seal(CONTENT_BYTES_MAX + 1), Err(SealWrong::TooLong));
    for private_key in [[0; 32], [0xFF; 32]] {
        let chance = Chance { private_key: Zeroizing::new(private_key), salt: [1; 16] };
        assert_eq!(Prepared::with(&who.address, &chance).err(), Some(SealWrong::Chance));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn every_message_has_one_size_and_is_read_as_written(content in prop::collection::vec(any::<u8>(), 0..=CONTENT_BYTES_MAX)) {
        let who = somebody();
        let message = Prepared::with(&who.address, &draw()).unwrap().seal(&content).unwrap();
        prop_assert_eq!(message.len(), MESSAGE_BYTES);
        // The text may end in zeros itself: the delimiter tells.
        prop_assert_eq!(read(&who, &message).unwrap(), content);
    }
}

fn vapid(seed: u8) -> Vapid {
    Vapid::new(VapidKey::new(&[seed; 32]).unwrap(), Contact::parse("mailto:push@red.example.org").unwrap())
}

#[test]
fn the_example_of_rfc_8292_is_verified_and_written_the_same() {
    let (head, claims) = verified(RFC_VAPID).unwrap();
    assert_eq!(head, r#"{"typ":"JWT","alg":"ES256"}"#);
    assert_eq!(claims, r#"{"aud":"https://push.example.net","exp":1453523768,"sub":"mailto:push@example.com"}"#);
    let contact = Contact::parse("mailto:push@example.com").unwrap();
    let input = vapid::signing_input("https://push.example.net", &contact, Moment::from_seconds(1_453_523_768));
    assert!(RFC_VAPID.contains(&format!("t={input}.")));
    assert_eq!(verified(&RFC_VAPID.replacen("i3CY", "i3CZ", 1)), None, "a changed signature is noticed");
}

#[test]
fn a_token_names_the_service_and_ends_within_a_day() {
    let mut vapid = vapid(7);
    let header = vapid.authorization("https://web.push.apple.com", NOW).unwrap();
    let (_, claims) = verified(&header).unwrap();
    let claims: serde_json::Value = serde_json::from_str(&claims).unwrap();
    assert_eq!(claims["aud"], "https://web.push.apple.com");
    assert_eq!(claims["sub"], "mailto:push@red.example.org");
    let life = claims["exp"].as_i64().unwrap() - NOW.seconds();
    assert!((3_600..=86_400).contains(&life));
    assert!(header.ends_with(&vapid.key().public_text()));
    assert_eq!(vapid.key().public_text().len(), 87);
}

#[test]
fn tokens_are_signed_once_for_each_service_until_they_grow_old() {
    let mut vapid = vapid(7);
    let mut at = |origin: &str, now| vapid.authorization(origin, now).unwrap();
    let apple = at("https://web.push.apple.com", NOW);
    assert_eq!(at("https://web.push.apple.com", NOW.plus_hours(9)), apple);
    assert_ne!(at("https://fcm.googleapis.com", NOW), apple);
    let renewed = at("https://web.push.apple.com", NOW.plus_hours(10));
    assert_ne!(renewed, apple, "two hours before its end");
    assert_ne!(at("https://web.push.apple.com", NOW.plus_hours(5)), renewed, "the clock was set back");
    for number in 0..200 {
        at(&format!("https://h{number}.push.apple.com"), NOW);
    }
    assert!(vapid.tokens() <= 64);
    let before = vapid.authorization("https://web.push.apple.com", NOW).unwrap();
    vapid.forget("https://web.push.apple.com");
    assert_ne!(vapid.authorization("https://web.push.apple.com", NOW).unwrap(), before);
}

#[test]
fn contacts_are_addresses() {
    for right in ["mailto:push@red.example.org", "https://red.example.org/contacto"] {
        assert!(Contact::parse(right).is_ok(), "{right}");
    }
    for wrong in [
        "",
        "push@red.example.org",
        "mailto:push",
        "mailto:@x.org",
        "mailto:a@localhost",
        "http://x.org",
        "https://",
        "mailto:a@b.org\"",
        "mailto: a@b.org",
        "mailto:<a@b.org>",
        "https://x.org/\n",
        "mailto:ñ@b.org",
    ] {
        assert_eq!(Contact::parse(wrong), Err(VapidWrong::Contact), "{wrong:?}");
    }
    assert!(VapidKey::new(&[0; 32]).is_err());
    assert_eq!(format!("{:?}", VapidKey::new(&[7; 32]).unwrap()), "VapidKey(..)");
}

#[test]
fn a_push_service_cannot_tell_one_kind_from_another() {
    let (who, mut vapid) = (somebody(), vapid(9));
    let mut shapes = Vec::new();
    for (thread, content) in [
        ([1; 16], r#"{"kind":"alert","title":"VERIFICADO 7:38","body":"Agentes federales en la 7 y Alvarado."}"#),
        ([1; 16], r#"{"kind":"all_clear","title":"Ya terminó","body":""}"#),
        (chance::bytes(), r#"{"kind":"test"}"#),
    ] {
        let body = Prepared::with(&who.address, &draw()).unwrap().seal(content.as_bytes()).unwrap();
        let authorization = vapid.authorization(who.address.origin(), NOW).unwrap();
        let sent = request(&who.address, authorization, &Topic::of(&[3; 32], &thread, &who.address), body);
        let headers: Vec<(&str, usize)> = sent.headers.iter().map(|(name, value)| (*name, value.len())).collect();
        let fixed: Vec<String> =
            sent.headers.iter().filter(|(name, _)| *name != "topic").map(|(_, value)| value.clone()).collect();
        shapes.push((sent.url, headers, fixed, sent.body.len()));
    }
    assert_eq!(shapes[0], shapes[1]);
    assert_eq!(shapes[0], shapes[2]);
    let values: Vec<&str> = shapes[0].2[1..].iter().map(String::as_str).collect();
    assert_eq!(values, ["aes128gcm", "application/octet-stream", "1800", "high"]);
}

#[test]
fn a_topic_is_the_same_for_one_alert_on_one_phone_only() {
    let (ana, ben) = (somebody(), browser([5; 32], [6; 16], "https://web.push.apple.com/b"));
    let topic = |secret: u8, thread: u8, who: &Browser| Topic::of(&[secret; 32], &[thread; 16], &who.address);
    assert_eq!(topic(1, 1, &ana), topic(1, 1, &ana));
    for other in [topic(1, 2, &ana), topic(2, 1, &ana), topic(1, 1, &ben)] {
        assert_ne!(topic(1, 1, &ana), other);
    }
    let text = topic(1, 1, &ana).text().to_owned();
    assert_eq!(text.len(), 32);
    assert!(text.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_'), "RFC 8030, section 5.4");
}

#[test]
fn nothing_of_a_push_prints() {
    let who = somebody();
    let prepared = Prepared::with(&who.address, &draw()).unwrap();
    assert_eq!(format!("{prepared:?}"), "Prepared(..)");
    let sent = request(&who.address, String::new(), &Topic::of(&[1; 32], &[1; 16], &who.address), Vec::new());
    assert_eq!(format!("{sent:?}"), "PushRequest(..)");
    assert_eq!(who.address.carrier(), Carrier::PushGoogle);
}

/// Writes messages and tokens to `target/peers/push/`, where `tests/peers/push_peer.mjs` and `push_peer.py` read them with other
/// people's code. One message has a changed byte and one token another audience: a peer that takes those is no peer.
#[test]
fn files_for_independent_readers() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers/push");
    std::fs::create_dir_all(&folder).unwrap();
    let mut vapid = vapid(11);
    let endpoints = [
        "https://fcm.googleapis.com/fcm/send/a1",
        "https://updates.push.services.mozilla.com/wpush/v2/b2",
        "https://web.push.apple.com/c3",
        "https://wns2-by3p.notify.windows.com/w/?token=d4",
    ];
    let texts = [
        String::new(),
        "ALERTA verificada: 7:38 a. m., la 7 y Alvarado".into(),
        "警报 ".repeat(60),
        "ñ".repeat(CONTENT_BYTES_MAX / 2),
    ];
    for (at, (endpoint, text)) in endpoints.iter().zip(texts).enumerate() {
        let who = browser(chance::bytes(), chance::bytes(), endpoint);
        let message = Prepared::with(&who.address, &draw()).unwrap().seal(text.as_bytes()).unwrap();
        let mut changed = message.clone();
        changed[MESSAGE_BYTES / 2] ^= 1;
        let case = serde_json::json!({
            "endpoint": endpoint,
            "origin": who.address.origin(),
            "receiver_private": who.private_text,
            "receiver_public": BASE64URL.encode(who.address.public_key()),
            "auth": BASE64URL.encode(who.address.auth()),
            "text": text,
            "message": BASE64URL.encode(&message),
            "message_changed": BASE64URL.encode(&changed),
            "message_bytes": MESSAGE_BYTES,
            "authorization": vapid.authorization(who.address.origin(), NOW).unwrap(),
            "application_server_key": vapid.key().public_text(),
            "contact": "mailto:push@red.example.org",
            "now_seconds": NOW.seconds(),
        });
        std::fs::write(folder.join(format!("{at}.json")), serde_json::to_vec_pretty(&case).unwrap()).unwrap();
    }
}
