//! What a push message costs: the key agreement that can be done beforehand, and the rest. `cargo bench --bench push`.

use std::hint::black_box;
use std::time::Instant;

use cuadra::ground::{Moment, chance};
use cuadra::messages::push::{
    Chance, Contact, MESSAGE_BYTES, Prepared, PushAddress, PushServices, Topic, Vapid, VapidKey, request,
};
use zeroize::Zeroizing;

const MESSAGES: u32 = 20_000;

fn main() {
    // The receiver of RFC 8291, appendix A.
    let address = PushAddress::parse(
        &PushServices::known(),
        "https://fcm.googleapis.com/fcm/send/an-address-of-the-usual-length-of-some-hundred-and-fifty-letters",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
    )
    .expect("an address");
    let now = Moment::from_seconds(1_768_478_400);
    let contact = Contact::parse("mailto:push@red.example.org").expect("a contact");
    let mut vapid = Vapid::new(VapidKey::new(&[7; 32]).expect("a key"), contact);

    let began = Instant::now();
    let prepared: Vec<Prepared> = (0..MESSAGES)
        .map(|_| Chance { private_key: Zeroizing::new(chance::bytes()), salt: chance::bytes() })
        .filter_map(|chance| Prepared::with(&address, &chance).ok())
        .collect();
    each("agreeing on a key, before any alert", began);

    let text = "x".repeat(500);
    let began = Instant::now();
    for prepared in prepared {
        let body = prepared.seal(text.as_bytes()).expect("a message");
        assert_eq!(body.len(), MESSAGE_BYTES);
        let authorization = vapid.authorization(address.origin(), now).expect("a token");
        black_box(request(&address, authorization, &Topic::of(&[1; 32], &[2; 16], &address), body));
    }
    each("sealing and making the request", began);
}

fn each(what: &str, began: Instant) {
    let micros = began.elapsed().as_secs_f64() * 1e6 / f64::from(MESSAGES);
    println!("{what}: {micros:.1} us, {:.0} a second on one core", 1e6 / micros);
}
