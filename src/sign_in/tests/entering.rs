use super::*;
use crate::ground::config::Config;
use crate::sign_in::cookie_name;

#[tokio::test]
async fn a_device_signs_in_with_its_own_key_or_under_an_alias() {
    let house = TestHouse::new();
    let (mut luz, _) = joined(&house, "Luz").await;
    let browser = house.visitor(Lang::Es);
    let options = asks_to_sign_in(&browser, "").await;
    assert_eq!(options["publicKey"]["allowCredentials"], json!([]));
    assert_eq!(options["publicKey"]["userVerification"], "required");

    luz.forget_user();
    let options = asks_to_sign_in(&browser, " LUZ ").await;
    assert_eq!(options["publicKey"]["allowCredentials"][0]["id"], luz.id().as_str());
    let inside = sends_signature(&browser, &luz.sign(&options)).await;
    let home = inside.json()["go"].as_str().unwrap().to_owned();
    assert_eq!(inside.browser().open(&home).await.status, 200, "the first door of their menu");
    inside.browser().open("/me").await.says("Luz");
}

#[tokio::test]
async fn nobody_learns_from_the_options_who_is_a_member() {
    let house = TestHouse::new();
    let (luz, _) = joined(&house, "Luz").await;
    let browser = house.visitor(Lang::Es);
    let real = asks_to_sign_in(&browser, "Luz").await;
    for n in 0..60 {
        let alias = format!("Nadie {n}");
        let (one, two) = (asks_to_sign_in(&browser, &alias).await, asks_to_sign_in(&browser, &alias).await);
        let (one, two) = (&one["publicKey"], &two["publicKey"]);
        assert!(!one["allowCredentials"].as_array().unwrap().is_empty(), "{alias}");
        assert_eq!(one["allowCredentials"], two["allowCredentials"], "always the same");
        assert_ne!(one["challenge"], two["challenge"]);
        let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(one), keys(&real["publicKey"]));
    }
    assert_eq!(real["publicKey"]["allowCredentials"][0]["id"], luz.id().as_str());
}

#[tokio::test]
async fn options_never_ask_for_prf() {
    let house = TestHouse::new();
    let (mut luz, _) = joined(&house, "Luz").await;
    let browser = house.visitor(Lang::Es);
    let link = invited(&house, "Sol").await;
    let inside = signs_in(&browser, &mut luz).await.browser().clone();
    let token = house.form_token(&inside).await;
    let asked = [
        ("/sign-in/options".to_owned(), ""),
        (format!("{link}/options"), ""),
        ("/step-up/options".to_owned(), token.as_str()),
        ("/me/passkeys/options".to_owned(), token.as_str()),
    ];
    for (path, token) in asked {
        let options = inside.send_json(&path, token, &json!({})).await;
        assert_eq!(options.status, 200, "{path}: {}", options.body);
        assert!(options.json()["publicKey"]["challenge"].is_string());
        // Names and not values: a random challenge or credential id spells "prf" now and then.
        let named = |what: &str| options.body.to_lowercase().contains(&format!("\"{what}"));
        assert!(!named("prf") && !named("hmac"), "{path}: {}", options.body);
        assert!(named("challenge"), "the rule sees names");
    }
    let made = browser.send_json(&format!("{link}/options"), "", &json!({})).await.json();
    let made = &made["publicKey"];
    assert_eq!(made["authenticatorSelection"]["residentKey"], "preferred");
    assert_eq!(made["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(made["attestation"], "none");
    assert_eq!(made["user"]["name"], "Sol");
}

#[tokio::test]
async fn a_session_ends_when_idle_when_old_and_when_left() {
    let house = TestHouse::new();
    let ana = house.member("Ana", &[Role::Dispatcher]).await;
    house.later_minutes(59);
    assert_eq!(ana.open("/me").await.status, 200);
    house.later_minutes(59);
    assert_eq!(ana.open("/me").await.status, 200, "it was seen an hour ago, not two");
    house.later_minutes(60);
    assert_eq!(ana.open("/me").await.status, 404, "idle");

    let busy = house.member("Ana", &[Role::Dispatcher]).await;
    for _ in 0..23 {
        house.later_minutes(30);
        assert_eq!(busy.open("/me").await.status, 200);
    }
    house.later_minutes(30);
    assert_eq!(busy.open("/me").await.status, 404, "twelve hours");

    let leaving = house.member("Ana", &[Role::Dispatcher]).await;
    let left = leaving.open("/me").await.press("Salir", &[]).await;
    assert_eq!(left.path, "/sign-in");
    assert_eq!(left.browser().cookie("cuadra"), None);
    assert_eq!(leaving.open("/me").await.status, 404, "the old cookie opens nothing");
}

#[tokio::test]
async fn a_removed_member_and_a_taken_role_count_at_once() {
    let house = TestHouse::new();
    let ana = house.member("Ana", &[Role::Dispatcher]).await;
    let id = house.member_id("Ana").await;
    ana.open("/me").await.says("Despacho");
    house.app.db.write("roles", move |tx| people::store::set_roles(tx, id, &[Role::Observer])).await.unwrap();
    ana.open("/me").await.says("Observación").does_not_say("Despacho");
    let now = house.app.now();
    house.app.db.write("remove", move |tx| accounts::remove(tx, id, now)).await.unwrap();
    assert_eq!(ana.open("/me").await.status, 404);
    assert_eq!(count(&house, "SELECT count(*) FROM session").await, 0);
}

#[tokio::test]
async fn a_removed_members_passkey_opens_nothing() {
    let house = TestHouse::new();
    let (mut luz, code) = joined(&house, "Luz").await;
    let (id, now) = (house.member_id("Luz").await, house.app.now());
    house.app.db.write("remove", move |tx| accounts::remove(tx, id, now)).await.unwrap();
    let browser = house.visitor(Lang::Es);
    assert_eq!(signs_in(&browser, &mut luz).await.status, 400);
    let back = browser.open("/recover").await.press("Continuar", &[("alias", "Luz"), ("code", &code)]).await;
    assert_eq!(back.status, 422);
}

#[tokio::test]
async fn the_cookie_is_bound_to_an_encrypted_origin() {
    let house = TestHouse::with(|config| config.origin = Some("https://red.example.org".into()));
    let (link, browser) = (invited(&house, "Luz").await, house.visitor(Lang::Es));
    let mut luz = Device::new();
    (luz.origin, luz.rp_id) = ("https://red.example.org".into(), "red.example.org".into());
    comes_in(&browser, &link, &mut luz).await;
    let inside = signs_in(&browser, &mut luz).await;
    let cookie = inside.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-cuadra="), "{cookie}");
    for attribute in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Domain"));
    let token = inside.browser().cookie("__Host-cuadra").unwrap().to_owned();
    assert_eq!(browser.clone().with_cookie("cuadra", &token).open("/me").await.status, 404);
    assert_eq!(inside.browser().open("/me").await.status, 200);
    assert_eq!(cookie_name(Config::default().is_encrypted()), "cuadra");
}

#[tokio::test]
async fn signing_in_again_replaces_the_session_of_this_browser() {
    let house = TestHouse::new();
    let (mut luz, _) = joined(&house, "Luz").await;
    let first = signs_in(&house.visitor(Lang::Es), &mut luz).await;
    let second = signs_in(first.browser(), &mut luz).await;
    assert_ne!(first.browser().cookie("cuadra"), second.browser().cookie("cuadra"));
    assert_eq!(first.browser().open("/me").await.status, 404);
    assert_eq!(count(&house, "SELECT count(*) FROM session").await, 1);
}

#[tokio::test]
async fn a_session_row_holds_nothing_that_opens_a_door() {
    let house = TestHouse::new();
    let ana = house.member("Ana", &[Role::Dispatcher]).await;
    let row: (Vec<u8>, Vec<u8>) = house
        .app
        .db
        .read("row", |tx| {
            tx.row("SELECT id, token FROM session", crate::params![], |row| Ok((row.get(0)?, row.get(1)?)))
                .map(Option::unwrap)
        })
        .await
        .unwrap();
    let token = Token::parse(ana.cookie("cuadra").unwrap()).unwrap();
    assert_eq!(row.1, token.hash());
    let replayed = Token::from_bytes(row.1.try_into().unwrap()).text();
    assert_eq!(house.visitor(Lang::Es).with_cookie("cuadra", &replayed).open("/me").await.status, 404);
}
