//! The doors for browsers.

use axum::http::Method;
use serde_json::{Value, json};

use super::*;

const P256DH: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
const OTHER_AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgA";
const ENDPOINT: &str = "https://fcm.googleapis.com/fcm/send/abc";

async fn posts(house: &TestHouse, path: &str, body: &Value) -> Page {
    let kind = Some("application/json");
    house.visitor(Lang::Es).send(Method::POST, path, kind, body.to_string().into_bytes()).await
}

fn browser(more: &Value) -> Value {
    let mut body = json!({ "endpoint": ENDPOINT, "p256dh": P256DH, "auth": AUTH, "lang": "en", "kinds": ["alerts"] });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn link_in(page: &Page) -> PrivateLink {
    let path = page.json()["link"].as_str().expect("a link").to_owned();
    PrivateLink::parse(path.strip_prefix("/s/").expect("a path")).expect("a secret")
}

#[tokio::test]
async fn a_browser_subscribes_confirms_renews_and_moves() {
    let house = town().await;
    let here = area(&house, "Plaza Vieja");
    let page = posts(&house, "/subscribe/push", &browser(&json!({ "places": ["plaza vieja"] }))).await;
    assert_eq!(page.status, 201, "{}", page.body);
    let link = link_in(&page);
    let ask = sends_asks(&house).await.remove(0);
    assert_eq!((ask.link, ask.lang, ask.contact.carrier()), (link.clone(), Lang::En, Carrier::PushGoogle));
    let renew = format!("/s/{}/push", link.text());
    assert_eq!(posts(&house, &renew, &json!({})).await.status, 409, "a browser cannot confirm for its owner");
    assert_eq!(hear(&house, here).await, Vec::<u32>::new());
    opens(&house, &link).await.press("Yes, I want them", &[]).await.says("unless this device opens the page again");
    assert_eq!(hear(&house, here).await, [ask.seat.0]);

    days(&house, 50);
    assert_eq!(posts(&house, &renew, &json!({})).await.status, 200);
    days(&house, 50);
    let moved = json!({ "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/gAAA", "p256dh": P256DH, "auth": OTHER_AUTH });
    assert_eq!(posts(&house, &renew, &moved).await.status, 200);
    assert_eq!(hear(&house, here).await, [ask.seat.0], "the seat stays");
    assert_eq!(reached(&house, [ask.seat.0]).await[0].contact.carrier(), Carrier::PushMozilla);
    days(&house, 60);
    assert_eq!(hear(&house, here).await, Vec::<u32>::new(), "a browser that stays away is forgotten");
    assert_eq!(posts(&house, &renew, &json!({})).await.status, 404);
}

#[tokio::test]
async fn what_the_form_says_comes_in_flat_or_in_lists() {
    let house = town().await;
    let said = json!({
        "places": ["area-3", "Owl Canyon", "around-608693241352552447-5km"], "kinds": ["alerts", "checked"],
        "quiet": { "from": "22:00", "to": "07:00", "days": "weekdays", "urgent": true },
    });
    let page = posts(&house, "/subscribe/push", &browser(&said)).await;
    assert_eq!(page.status, 201, "{}", page.body);
    opens(&house, &link_in(&page)).await.says("Owl Canyon").says("Monday to Friday, from 10:00 pm to 7:00 am");
    let flat = json!({ "endpoint": "https://fcm.googleapis.com/x", "place_1": "Panadería Gemela", "around_1": "5km", "everywhere": "" });
    let page = posts(&house, "/subscribe/push", &browser(&flat)).await;
    assert_eq!(page.status, 422);
    let body = page.json();
    assert!(body["words"].as_str().unwrap().contains("Several places have that name"), "{body}");
    let choice = body["problems"][0]["choices"][1]["code"].as_str().unwrap().to_owned();
    let mut chosen = browser(&flat);
    chosen["choice_1"] = json!(choice);
    assert_eq!(posts(&house, "/subscribe/push", &chosen).await.status, 201);
}

#[tokio::test]
async fn addresses_that_are_none_are_refused_in_words() {
    let house = town().await;
    let everywhere = json!({ "everywhere": "yes" });
    for endpoint in ["", "https://10.0.0.1/x", "https://push.example.org/x", "https://127.0.0.1:4443/x"] {
        let mut body = browser(&everywhere);
        body["endpoint"] = json!(endpoint);
        let page = posts(&house, "/subscribe/push", &body).await;
        assert_eq!(page.status, 422, "{endpoint}");
        assert!(page.json()["words"].as_str().unwrap().contains("The browser gave an address"));
    }
    let visitor = house.visitor(Lang::Es);
    let body = browser(&everywhere).to_string().into_bytes();
    for kind in [None, Some("text/plain"), Some("application/x-www-form-urlencoded")] {
        assert_eq!(visitor.send(Method::POST, "/subscribe/push", kind, body.clone()).await.status, 400, "{kind:?}");
    }
    let json_kind = Some("application/json");
    let foreign = [("sec-fetch-site", "cross-site")];
    let page = visitor.send_with(Method::POST, "/subscribe/push", json_kind, &foreign, body.clone()).await;
    assert_eq!(page.status, 403);
    for broken in [&b"[]"[..], b"{", b"\xff"] {
        assert_eq!(visitor.send(Method::POST, "/subscribe/push", json_kind, broken.to_vec()).await.status, 400);
    }
    assert!(rows(&house).await.is_empty());
    assert_eq!(visitor.send(Method::POST, "/subscribe/push", json_kind, body).await.status, 201);
}

#[tokio::test]
async fn a_browser_that_comes_again_gets_its_link_and_a_stranger_with_its_address_does_not() {
    let house = town().await;
    let everywhere = json!({ "everywhere": "yes" });
    let first = link_in(&posts(&house, "/subscribe/push", &browser(&everywhere)).await);
    confirms(&house, &first).await.unwrap();
    let again = posts(&house, "/subscribe/push", &browser(&json!({ "places": ["00203"] }))).await;
    assert_eq!(link_in(&again), first);
    opens(&house, &first).await.says("All places of the network");
    let mut stranger = browser(&everywhere);
    stranger["auth"] = json!(OTHER_AUTH);
    let page = posts(&house, "/subscribe/push", &stranger).await;
    assert_eq!(page.status, 409);
    assert!(page.json()["words"].as_str().unwrap().contains("another subscription"));

    let mut other = browser(&everywhere);
    other["endpoint"] = json!("https://fcm.googleapis.com/other");
    let other = link_in(&posts(&house, "/subscribe/push", &other).await);
    confirms(&house, &other).await.unwrap();
    let steal = posts(&house, &format!("/s/{}/push", other.text()), &browser(&everywhere)).await;
    assert_eq!(steal.status, 409, "another's address cannot be taken over");
    let mailed = live(&house, &email("ana@example.org"), &everything()).await;
    let page = posts(&house, &format!("/s/{}/push", mailed.link.text()), &browser(&everywhere)).await;
    assert_eq!(page.status, 404, "a mail subscription is no browser");
}

#[tokio::test]
async fn a_push_service_of_this_machine_is_taken_where_it_is_configured() {
    let house = TestHouse::with(|config| config.push.local = Some("https://127.0.0.1:4443".into()));
    let body = browser(&json!({ "everywhere": "yes", "endpoint": "https://127.0.0.1:4443/p/1" }));
    let page = posts(&house, "/subscribe/push", &body).await;
    assert_eq!(page.status, 201, "{}", page.body);
    let ask = asks(&house).await.remove(0);
    assert_eq!(ask.contact.carrier(), Carrier::PushLocal);
    let Contact::Push(address) = ask.contact else { panic!("a browser") };
    assert_eq!(address.endpoint(), "https://127.0.0.1:4443/p/1");
    let _: PushAddress = address;
}
