//! The outbox as the demo shows it.

use super::super::{Outbox, Slip};
use super::*;
use crate::subscriptions::Channel;

fn slip(channel: Channel, to: &str, title: &str, body: &str) -> Slip {
    Slip { at: NOON, channel, to_masked: to.into(), title: title.into(), body: body.into() }
}

#[tokio::test]
async fn it_shows_the_messages_of_every_channel_channel_by_channel() {
    let house = TestHouse::with(|config| config.demo = true);
    let outbox = house.app.part::<Outbox>();
    outbox.put(slip(Channel::Sms, "···0142", "", "uno <b>\ndos"));
    outbox.put(slip(Channel::Email, "a···@example.net", "VERIFICADO 7:38", "Agentes federales"));
    outbox.put(slip(Channel::Webhook, "escuela.example/···", "alert.released", "{}"));
    let page = house.visitor(Lang::En).open("/demo/outbox").await;
    page.says("To ···0142").says("12:00").says("uno <b> dos").says("1 segment").does_not_say("1 segments");
    page.says("E-mails").says("VERIFICADO 7:38").says("To a···@example.net").says("alert.released").says("1 message");
    page.does_not_say("Signal").does_not_say("Notifications");
    let text = page.text();
    let place = |word: &str| text.rfind(word).unwrap();
    assert!(
        place("VERIFICADO 7:38") < place("uno") && place("uno") < place("alert.released"),
        "in the order of channels"
    );
    house.visitor(Lang::Es).open("/demo/outbox").await.says("Correos electrónicos").says("Mensajes de texto");
    assert_eq!(TestHouse::new().visitor(Lang::En).open("/demo/outbox").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn after_a_broadcast_it_counts_all_and_shows_the_newest() {
    let house = TestHouse::with(|config| config.demo = true);
    let outbox = house.app.part::<Outbox>();
    for n in 0..2_000 {
        outbox.put(slip(Channel::Push, "fcm.googleapis.com ···1234", &format!("aviso {n}."), ""));
    }
    let page = house.visitor(Lang::En).open("/demo/outbox").await;
    page.says("2000 messages; here are the newest 50")
        .says("aviso 1999.")
        .says("aviso 1950.")
        .does_not_say("aviso 1949.");
    assert!(page.body.len() < 100_000, "{} bytes", page.body.len());
}
