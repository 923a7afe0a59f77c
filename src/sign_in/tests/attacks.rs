use super::*;
use crate::sign_in::ceremony::{Ceremonies, Errand, NotTaken};
use crate::sign_in::store::passkeys;

/// Every way to answer wrongly, with its name.
type Twist = (&'static str, fn(&mut Device));

const TWISTS: [Twist; 4] = [
    ("the person was not verified", |device| device.verifies = false),
    ("a look-alike page", |device| device.origin = "http://localhost.example:8080".into()),
    ("another port", |device| device.origin = "http://localhost:8081".into()),
    ("another relying party", |device| device.rp_id = "example.org".into()),
];

#[tokio::test]
async fn a_passkey_made_wrongly_is_refused() {
    let house = TestHouse::new();
    let (link, browser) = (invited(&house, "Luz").await, house.visitor(Lang::Es));
    for (what, twist) in TWISTS {
        let mut device = Device::new();
        twist(&mut device);
        let refused = makes_passkey(&browser, &link, &mut device).await;
        assert_eq!(refused.status, 400, "{what}");
        assert!(refused.json()["words"].as_str().unwrap().contains("No pudimos reconocer"), "{what}");
    }
    assert_eq!(count(&house, "SELECT count(*) FROM passkey").await, 0);
    assert_eq!(makes_passkey(&browser, &link, &mut Device::new()).await.status, 200, "a good one is taken");
}

#[tokio::test]
async fn a_signature_made_wrongly_is_refused() {
    let house = TestHouse::new();
    let (mut luz, _) = joined(&house, "Luz").await;
    let browser = house.visitor(Lang::Es);
    for (what, twist) in TWISTS {
        let (origin, rp_id) = (luz.origin.clone(), luz.rp_id.clone());
        twist(&mut luz);
        let refused = signs_in(&browser, &mut luz).await;
        assert_eq!(refused.status, 400, "{what}");
        assert!(refused.headers.get("set-cookie").is_none(), "{what}");
        (luz.origin, luz.rp_id, luz.verifies) = (origin, rp_id, true);
    }
    let mut stranger = Device::new();
    assert_eq!(signs_in(&browser, &mut stranger).await.status, 400, "an unknown key");
    luz.claim_user(&[9; 16]);
    assert_eq!(signs_in(&browser, &mut luz).await.status, 400, "a key that says it is somebody else's");
    luz.forget_user();
    assert_eq!(count(&house, "SELECT count(*) FROM session").await, 0);
    assert_eq!(signs_in(&browser, &mut luz).await.status, 200, "a good one is taken");
}

#[tokio::test]
async fn a_challenge_is_good_for_one_answer_five_minutes_and_one_errand() {
    let house = TestHouse::new();
    let (mut luz, _) = joined(&house, "Luz").await;
    let browser = house.visitor(Lang::Es);
    let options = asks_to_sign_in(&browser, "").await;
    let signed = luz.sign(&options);
    let inside = sends_signature(&browser, &signed).await;
    assert_eq!(inside.status, 200);
    assert_eq!(sends_signature(&browser, &signed).await.status, 400, "replayed");

    let options = asks_to_sign_in(&browser, "").await;
    luz.verifies = false;
    assert_eq!(sends_signature(&browser, &luz.sign(&options)).await.status, 400);
    luz.verifies = true;
    let good = luz.sign(&options);
    assert_eq!(
        sends_signature(&browser, &good).await.status,
        200,
        "a wrong answer, which anybody can send, costs nobody theirs"
    );
    assert_eq!(sends_signature(&browser, &good).await.status, 400, "a good one is spent");

    let late = asks_to_sign_in(&browser, "").await;
    house.later_minutes(5);
    assert_eq!(sends_signature(&browser, &luz.sign(&late)).await.status, 400, "too late");

    let token = house.form_token(inside.browser()).await;
    let for_step_up = inside.browser().send_json("/step-up/options", &token, &json!({})).await.json();
    let crossed = sends_signature(&browser, &luz.sign(&for_step_up)).await;
    assert_eq!(crossed.status, 400, "begun for something else");

    let made_up = json!({"publicKey": {"challenge": "AAAA"}});
    assert_eq!(sends_signature(&browser, &luz.sign(&made_up)).await.status, 400, "never given out");
}

/// Two posts of one answer whose checks run side by side: each has found that the challenge is not spent.
#[tokio::test]
async fn of_two_posts_of_one_answer_at_once_one_signs_in() {
    let house = TestHouse::new();
    let (mut luz, _) = joined(&house, "Luz").await;
    let answer = luz.sign(&asks_to_sign_in(&house.visitor(Lang::Es), "").await);
    let (ceremonies, now) = (house.app.part::<Ceremonies>(), house.app.now());
    let [one, two] = [(); 2].map(|()| ceremonies.take_using(&answer, Errand::SignIn, now).unwrap());
    let credential = one.credential().to_vec();
    let find = house.app.db.read("passkey", move |tx| passkeys::by_credential(tx, &credential));
    let owned = find.await.unwrap().unwrap();
    let finish = |used| ceremonies.finish_using(used, owned.member.bytes(), &owned.passkey).map(drop);
    assert_eq!((finish(one), finish(two)), (Ok(()), Err(NotTaken::Refused)));
}

#[tokio::test]
async fn a_counter_that_goes_back_opens_nothing_and_raises_an_alarm() {
    let house = TestHouse::new();
    let (link, browser) = (invited(&house, "Luz").await, house.visitor(Lang::Es));
    let mut luz = Device::new();
    luz.counter = 10;
    comes_in(&browser, &link, &mut luz).await;
    assert_eq!(signs_in(&browser, &mut luz).await.status, 200);
    assert_eq!(noted(&house, "alarm: a passkey's counter went back").await, 0);
    // One answer that is posted twice is one device.
    let twice = luz.sign(&asks_to_sign_in(&browser, "").await);
    assert_eq!(sends_signature(&browser, &twice).await.status, 200);
    assert_eq!(sends_signature(&browser, &twice).await.status, 400);
    assert_eq!(noted(&house, "alarm: a passkey's counter went back").await, 0);
    luz.counter = 5;
    assert_eq!(signs_in(&browser, &mut luz).await.status, 400);
    assert_eq!(noted(&house, "alarm: a passkey's counter went back").await, 1);
    chain_is_whole(&house).await;
}

#[tokio::test]
async fn prf_results_are_refused_at_every_door_and_raise_an_alarm() {
    let house = TestHouse::new();
    let (mut luz, _) = joined(&house, "Luz").await;
    let browser = house.visitor(Lang::Es);
    let link = invited(&house, "Sol").await;
    let inside = signs_in(&browser, &mut luz).await.browser().clone();
    let token = house.form_token(&inside).await;
    let doors = [
        ("/sign-in/finish".to_owned(), ""),
        (format!("{link}/finish"), ""),
        ("/step-up/finish".to_owned(), token.as_str()),
        ("/me/passkeys/finish".to_owned(), token.as_str()),
    ];
    let options = asks_to_sign_in(&browser, "").await;
    luz.extensions = json!({"PRF": {"enabled": true, "Results": {"first": "c2VjcmV0"}}});
    let leaking = luz.sign(&options);
    for (path, token) in &doors {
        let body = json!({ "credential": leaking, "fields": {} });
        let refused = inside.send_json(path, token, &body).await;
        assert_eq!(refused.status, 400, "{path}");
        assert!(refused.headers.get("set-cookie").is_none());
        let alarms = noted(&house, "alarm: a browser sent PRF results").await;
        assert_eq!(alarms, 1, "once an hour: anybody can send this, as often as they like");
    }
    house.later_minutes(60);
    let body = json!({ "credential": leaking, "fields": {} });
    assert_eq!(browser.send_json("/sign-in/finish", "", &body).await.status, 400);
    assert_eq!(noted(&house, "alarm: a browser sent PRF results").await, 2);
    let options = asks_to_sign_in(&browser, "").await;
    // The same answer without the secret is taken: what was refused was the leak and nothing else.
    luz.extensions = json!({"credProps": {"rk": true}, "prf": {"enabled": true}});
    assert_eq!(sends_signature(&browser, &luz.sign(&options)).await.status, 200);
    chain_is_whole(&house).await;
}

#[tokio::test]
async fn bodies_that_are_no_exchange_are_refused() {
    let house = TestHouse::new();
    let browser = house.visitor(Lang::Es);
    for (kind, body) in [
        ("application/x-www-form-urlencoded", "credential=x"),
        ("text/plain", "{}"),
        ("application/json", "{"),
        ("application/json", "[]"),
        ("application/json", "{}"),
        ("application/json", r#"{"credential": {"response": {"clientDataJSON": "!!"}}}"#),
    ] {
        let body = body.as_bytes().to_vec();
        let answer = browser.send(axum::http::Method::POST, "/sign-in/finish", Some(kind), body).await;
        assert_eq!(answer.status, 400, "{kind}");
    }
    let huge = json!({ "credential": "x".repeat(100_000) });
    assert_eq!(browser.send_json("/sign-in/finish", "", &huge).await.status, 413);
}

#[tokio::test]
async fn one_members_key_is_not_anothers_step_up() {
    let house = TestHouse::new();
    let (mut luz, _) = joined(&house, "Luz").await;
    let (mut sol, _) = joined(&house, "Sol").await;
    let inside = signs_in(&house.visitor(Lang::Es), &mut luz).await.browser().clone();
    house.later_minutes(10);
    assert_eq!(steps_up(&house, &inside, &mut sol).await.status, 400);
    assert!(!house.keyholder(&inside).await.unwrap().stepped_up);
    let up = steps_up(&house, &inside, &mut luz).await;
    assert_eq!(up.status, 200);
    assert!(house.keyholder(up.browser()).await.unwrap().stepped_up);
}

#[tokio::test]
async fn without_the_demo_nothing_but_a_passkey_begins_a_session() {
    let house = TestHouse::new();
    let ana = house.member("Ana", &[Role::Dispatcher]).await;
    let id = house.member_id("Ana").await.to_string();
    let visitor = house.visitor(Lang::Es);
    assert_eq!(visitor.open("/demo").await.status, 404);
    assert_eq!(visitor.post("/demo", &[("member", &id)]).await.status, 404);
    let token = house.form_token(&ana).await;
    let up = ana.post("/demo/step-up", &[("csrf", &token), ("then", "/me")]).await;
    assert_eq!(up.status, 404);
    assert!(!house.keyholder(&ana).await.unwrap().stepped_up);
    let fields = [("member", id.as_str()), ("alias", "Ana"), ("code", "0"), ("then", "/me")];
    for door in crate::wiring::doors().list {
        let path = door.path.replace("{token}", &id);
        let answer = visitor.post(&path, &fields).await;
        assert!(answer.headers.get("set-cookie").is_none(), "{path} hands out a cookie");
        assert!(answer.browser().cookie("cuadra").is_none(), "{path} hands out a session");
        let body = json!({"member": id, "fields": {"member": id}, "credential": {}});
        let answer = visitor.send_json(&path, "", &body).await;
        assert!(answer.browser().cookie("cuadra").is_none(), "{path} hands out a session");
    }
    assert_eq!(count(&house, "SELECT count(*) FROM session").await, 1, "Ana's own");
}

#[tokio::test]
async fn in_the_demo_one_click_is_enough() {
    let house = TestHouse::with(|config| config.demo = true);
    house.member("Ana", &[Role::Dispatcher]).await;
    invited(&house, "Sol").await;
    let people = house.visitor(Lang::Es).open("/demo").await;
    people.says("Ana").says("Despacho").does_not_say("Sol");
    let inside = people.press("Entrar como Ana", &[]).await;
    assert_eq!(inside.status, 200);
    let page = inside.browser().open("/me").await;
    page.does_not_say("Hacer un código nuevo");
    let up = page.follow("Confirmar con mi llave").await.press("no hace falta llave", &[]).await;
    up.says("Hacer un código nuevo");
    let sol = house.member_id("Sol").await.to_string();
    assert_eq!(house.visitor(Lang::Es).post("/demo", &[("member", &sol)]).await.status, 404, "invited only");
}
