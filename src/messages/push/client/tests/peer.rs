//! Sending to a push service that is not ours: Node's HTTP/2, started by `tests/peers/push_service.py`, which says where it listens. Without it this
//! test does nothing; with it the peer fails where nothing comes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use futures_util::future::join_all;
use zeroize::Zeroizing;

use super::*;
use crate::ground::{Clock, chance};
use crate::messages::push::{Chance, Prepared, Topic, Vapid, VapidKey, request};

/// Messages that are sent at once.
const MESSAGES: usize = 600;

/// What the service is asked, by the last part of a path, to answer; and what that means.
const ANSWERS: [(&str, Outcome); 4] = [
    ("201", Outcome::Sent),
    ("410", Outcome::Failed(Why::Gone)),
    ("429", Outcome::Later { wait_seconds: Some(7) }),
    ("503", LATER),
];

#[expect(clippy::disallowed_methods, reason = "the peer says where it listens; the program itself never asks")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A browser's address at the service, and what the peer needs to read as that browser.
fn browser(services: &PushServices, origin: &str, number: usize) -> (PushAddress, serde_json::Value) {
    let private: [u8; 32] = chance::bytes();
    let key = VapidKey::new(&private).unwrap();
    let (public, auth) = (key.public_text(), BASE64URL.encode(chance::bytes::<16>()));
    let path = format!("/p/{number}/{}", ANSWERS[number % ANSWERS.len()].0);
    let address = PushAddress::parse(services, &format!("{origin}{path}"), &public, &auth).unwrap();
    let seen = serde_json::json!({
        "path": path, "private": BASE64URL.encode(private), "public": public, "auth": auth, "text": format!("mensaje {number}"),
    });
    (address, seen)
}

#[tokio::test]
async fn a_service_that_is_not_ours_gets_and_reads_them() {
    let (Some(origin), Some(folder)) = (environment("CUADRA_PEER_PUSH"), environment("CUADRA_PEER_FOLDER")) else {
        return;
    };
    let folder = std::path::PathBuf::from(folder);
    let ca_file = Some(folder.join("self.crt"));
    let conf = config::Push { local: Some(origin.clone()), ca_file, answer_ms: 20_000, ..config::Push::default() };
    let services = PushServices::known().and_local(&origin).unwrap();
    let (client, now) = (PushClient::open(&conf).unwrap(), Clock::machine().now());
    let contact = vapid::Contact::parse("mailto:push@red.example.org").unwrap();
    let mut vapid = Vapid::new(VapidKey::new(&chance::bytes()).unwrap(), contact);
    let browsers: Vec<_> = (0..MESSAGES).map(|number| browser(&services, &origin, number)).collect();
    let seen: Vec<_> = browsers.iter().map(|(_, seen)| seen).collect();
    std::fs::write(folder.join("browsers.json"), serde_json::to_vec(&seen).unwrap()).unwrap();

    let mut requests = Vec::new();
    for (number, (address, _)) in browsers.iter().enumerate() {
        let draw = Chance { private_key: Zeroizing::new(chance::bytes()), salt: chance::bytes() };
        let body = Prepared::with(address, &draw).unwrap().seal(format!("mensaje {number}").as_bytes()).unwrap();
        let authorization = vapid.authorization(address.origin(), now).unwrap();
        requests.push(request(address, authorization, &Topic::of(&[3; 32], &[4; 16], address), body));
    }
    let outcomes = join_all(requests.into_iter().map(|request| client.post(request, now))).await;
    for (number, outcome) in outcomes.into_iter().enumerate() {
        assert_eq!(outcome, ANSWERS[number % ANSWERS.len()].1, "message {number}");
    }
}
