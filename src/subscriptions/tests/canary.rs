//! The canary: contacts of every channel through every door, then a search of every byte under the data folder.

use axum::http::Method;
use serde_json::json;

use super::*;
use crate::subscriptions::WebhookAddress;
use crate::testkit::canary::{found, pattern};

#[tokio::test]
async fn no_contact_and_no_link_lies_in_clear_in_any_file() {
    let house = town().await;
    let mut planted: Vec<String> = Vec::new();
    let visitor = house.visitor(Lang::Es);
    let (mail, wrong) = ("canario7f3a9cqx@canario7f3a.example", "canariowrong7f3A9cQx");
    for (channel, contact) in [("email", mail), ("sms", "+13105550187"), ("signal", "+13105550187"), ("email", wrong)] {
        let fields =
            [("everywhere", "yes"), ("place_2", "canarioplace7f3A9cQx"), ("channel", channel), ("contact", contact)];
        let page = visitor.open("/suscribirse").await.press("Seguir", &fields).await;
        if contact != wrong {
            page.press("Mandarme", &[]).await.says("Le mandamos un mensaje de prueba");
        }
    }
    planted.extend(
        ["canario7f3a9cqx", "canario7f3a.example", wrong, "canarioplace7f3A9cQx", "3105550187"].map(String::from),
    );
    let p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    let auth = "BTBZMqHH6r4Tts7J_aSIgg";
    let endpoint = "https://fcm.googleapis.com/fcm/send/CanarioPush7f3A9cQx";
    let body =
        json!({ "endpoint": endpoint, "p256dh": p256dh, "auth": auth, "everywhere": "yes", "kinds": ["alerts"] });
    let kind = Some("application/json");
    let page = visitor.send(Method::POST, "/subscribe/push", kind, body.to_string().into_bytes()).await;
    assert_eq!(page.status, 201, "{}", page.body);
    planted.extend(["CanarioPush7f3A9cQx", p256dh, auth].map(String::from));
    let address = WebhookAddress::new("https://canariohook7f3a.example/CanarioHook", [0xC7; 32]).unwrap();
    planted.extend([address.secret_text(), "canariohook7f3a".into(), "CanarioHook".into()]);
    let (keys, now, choices) = (house.app.keys.clone(), house.app.now(), everything());
    let add = house.app.db.write("webhook", move |tx| super::super::add_webhook(tx, &keys, &address, &choices, now));
    add.await.unwrap();

    let due = sends_asks(&house).await;
    assert_eq!(due.len(), 4);
    planted.extend(due.iter().map(|ask| ask.link.text()));
    planted.extend(due.iter().map(|ask| hex::encode(ask.link.as_bytes())));
    for ask in &due {
        confirms(&house, &ask.link).await.unwrap();
    }
    assert_eq!(reached(&house, due.iter().map(|ask| ask.seat.0)).await.len(), 4, "they can be reached all the same");
    days(&house, 9);
    house.run(WORKERS).await;
    let (keys, link) = (house.app.keys.clone(), due[0].link.clone());
    house.app.db.write("leave", move |tx| super::super::leave(tx, &keys, &link)).await.unwrap();

    let (data, words) = (house.app.config.data.clone(), pattern(&planted));
    assert_eq!(found(&data, &words), Vec::<String>::new());
    house.app.db.checkpoint().await.unwrap();
    assert_eq!(found(&data, &words), Vec::<String>::new(), "after the log was folded in");
    let careless = house
        .app
        .db
        .write("careless", |tx| tx.execute("UPDATE subscription SET lang = $1", crate::params!["canario7f3a9cqx"]));
    careless.await.unwrap();
    assert!(!found(&data, &words).is_empty(), "a careless column is noticed");
}
