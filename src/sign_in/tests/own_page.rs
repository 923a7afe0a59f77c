use super::*;

/// Adds a passkey on the member's own page.
async fn adds_passkey(house: &TestHouse, browser: &Browser, device: &mut Device, label: &str) -> Page {
    let token = house.form_token(browser).await;
    let options = browser.send_json("/me/passkeys/options", &token, &json!({})).await;
    if options.status != 200 {
        return options;
    }
    let credential = device.make(&options.json());
    let body = json!({ "credential": credential, "fields": {"label": label} });
    browser.send_json("/me/passkeys/finish", &token, &body).await
}

#[tokio::test]
async fn what_is_sensitive_asks_for_the_passkey_again() {
    let house = TestHouse::new();
    let (mut luz, _) = joined(&house, "Luz").await;
    let inside = signs_in(&house.visitor(Lang::Es), &mut luz).await.browser().clone();
    house.later_minutes(10);
    let page = inside.open("/me").await;
    page.does_not_say("Hacer un código nuevo").does_not_say("Agregar una llave");
    let token = house.form_token(&inside).await;
    for path in ["/me/code", "/me/code/prove", "/me/passkeys", "/me/sessions"] {
        let refused = inside.post(path, &[("csrf", &token), ("session", "others")]).await;
        assert_eq!(refused.status, 403, "{path}");
        refused.says("Todavía no se hizo nada").follow("Confirmar con mi llave").await.says("Confirme que es usted");
    }
    let led = inside.open("/me/code/prove").await;
    assert_eq!(led.path, "/step-up?then=%2Fme%2Fcode%2Fprove", "a page leads there by itself");
    assert_eq!(adds_passkey(&house, &inside, &mut Device::new(), "").await.status, 403);

    let up = steps_up(&house, &inside, &mut luz).await;
    assert_eq!(up.json()["go"], "/me");
    up.browser().open("/me").await.says("Hacer un código nuevo").says("Agregar una llave");
    assert_eq!(inside.open("/me").await.status, 404, "the cookie changed");
    assert_eq!(house.form_token(up.browser()).await, token, "a form in another tab still opens");
    house.later_minutes(10);
    up.browser().open("/me").await.does_not_say("Hacer un código nuevo");
}

#[tokio::test]
async fn a_step_up_leads_on_within_this_site_only() {
    let house = TestHouse::new();
    let ana = house.stepped_up("Ana", &[Role::Steward]).await;
    let page = ana.open("/step-up?then=/me/code/prove").await;
    assert!(page.body.contains(r#"name="then" value="/me/code/prove""#));
    for evil in ["//evil.example", "https://evil.example", "/\\evil.example"] {
        let page = ana.open(&format!("/step-up?then={evil}")).await;
        assert!(page.body.contains(r#"name="then" value="/me""#), "{evil}");
    }
    let (mut luz, _) = joined(&house, "Luz").await;
    let browser = house.visitor(Lang::Es);
    for (then, is_taken) in [("/step-up", true), ("//evil.example", false)] {
        let options = asks_to_sign_in(&browser, "").await;
        let body = json!({ "credential": luz.sign(&options), "fields": {"then": then} });
        let answer = browser.send_json("/sign-in/finish", "", &body).await.json();
        assert_eq!(answer["go"] == then, is_taken, "{answer}");
    }
}

#[tokio::test]
async fn a_second_passkey_is_added_named_and_removed_and_never_the_last() {
    let house = TestHouse::new();
    let (mut phone, _) = joined(&house, "Luz").await;
    let inside = signs_in(&house.visitor(Lang::Es), &mut phone).await.browser().clone();
    house.later_minutes(1);
    let mut laptop = Device::new();
    assert_eq!(adds_passkey(&house, &inside, &mut laptop, "  mi   compu ").await.json()["go"], "/me");
    let elsewhere = signs_in(&house.visitor(Lang::Es), &mut laptop).await;
    assert_eq!(elsewhere.status, 200);

    let page = inside.open("/me").await;
    page.says("mi compu").says("Sin nombre");
    let known = adds_passkey(&house, &inside, &mut laptop, "").await;
    assert_eq!(known.status, 400, "options exclude what is registered");
    // The first «Quitar» belongs to the oldest passkey, the phone's.
    let left = page.press("Quitar", &[]).await;
    left.says("mi compu").does_not_say("Sin nombre");
    assert_eq!(left.count("#passkeys ~ table button"), 0, "the last has no such button");
    assert_eq!(signs_in(&house.visitor(Lang::Es), &mut phone).await.status, 400);
    assert_eq!(elsewhere.browser().open("/me").await.status, 404, "other sessions ended with it");

    let token = house.form_token(&inside).await;
    let last: Vec<u8> =
        house.app.db.read("last", |tx| tx.value("SELECT id FROM passkey", crate::params![])).await.unwrap();
    let last = Id::<()>::from_bytes(last.try_into().unwrap()).to_string();
    let refused = inside.post("/me/passkeys", &[("csrf", &token), ("passkey", &last)]).await;
    assert_eq!(refused.status, 409);
    refused.says("única llave");
    assert_eq!((noted(&house, "passkey added").await, noted(&house, "passkey removed").await), (1, 1));
}

#[tokio::test]
async fn nobody_touches_what_is_somebody_elses() {
    let house = TestHouse::new();
    joined(&house, "Luz").await;
    let sol = house.stepped_up("Sol", &[Role::Verifier]).await;
    let luz = house.member("Luz", &[Role::Verifier]).await;
    let token = house.form_token(&sol).await;
    let ids: (Vec<u8>, Vec<u8>) = house
        .app
        .db
        .read("ids", |tx| {
            let sql = "SELECT p.id, s.id FROM passkey p JOIN session s ON s.member = p.member";
            tx.row(sql, crate::params![], |row| Ok((row.get(0)?, row.get(1)?))).map(Option::unwrap)
        })
        .await
        .unwrap();
    let text = |id: Vec<u8>| Id::<()>::from_bytes(id.try_into().unwrap()).to_string();
    let (passkey, session) = (text(ids.0), text(ids.1));
    assert_eq!(sol.post("/me/passkeys", &[("csrf", &token), ("passkey", &passkey)]).await.status, 404);
    sol.post("/me/sessions", &[("csrf", &token), ("session", &session)]).await;
    sol.post("/me/sessions", &[("csrf", &token), ("session", "others")]).await;
    assert_eq!(luz.open("/me").await.status, 200);
    assert_eq!(count(&house, "SELECT count(*) FROM passkey").await, 1);
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all() {
    let house = TestHouse::new();
    let (one, two) = (house.member("Ana", &[Role::Steward]).await, house.member("Ana", &[Role::Steward]).await);
    let ana = house.stepped_up("Ana", &[Role::Steward]).await;
    let page = ana.open("/me").await;
    assert_eq!(page.count("#sessions ~ table tbody tr"), 3);
    assert_eq!(page.count("#sessions ~ table .badge"), 1, "this one is marked");
    page.press("Cerrar", &[]).await;
    let open = [one.open("/me").await.status == 200, two.open("/me").await.status == 200];
    assert_eq!(open.iter().filter(|open| **open).count(), 1, "one of the two ended");
    ana.open("/me").await.press("Cerrar todas las demás", &[]).await;
    assert_eq!((one.open("/me").await.status.as_u16(), two.open("/me").await.status.as_u16()), (404, 404));
    assert_eq!(ana.open("/me").await.count("#sessions ~ table tbody tr"), 1);
}

#[tokio::test]
async fn a_new_code_counts_once_it_is_proven() {
    let house = TestHouse::new();
    let (mut luz, old) = joined(&house, "Luz").await;
    let inside = signs_in(&house.visitor(Lang::Es), &mut luz).await.browser().clone();
    let shown = inside.open("/me").await.press("Hacer un código nuevo", &[]).await;
    let new = shown.one(".code");
    assert_ne!(new, old);
    let recover = house.visitor(Lang::Es).open("/recover").await;
    let early = recover.press("Continuar", &[("alias", "Luz"), ("code", &new)]).await;
    assert_eq!(early.status, 422, "not proven yet");
    let asked = shown.follow("Ya lo tengo en papel").await;
    assert_eq!(asked.press("Comprobar", &[("code", &old)]).await.status, 422);
    asked.press("Comprobar", &[("code", &new)]).await.says("Código en papel");
    assert_eq!(recover.press("Continuar", &[("alias", "Luz"), ("code", &old)]).await.status, 422);
    assert_eq!(recover.press("Continuar", &[("alias", "Luz"), ("code", &new)]).await.status, 200);
    assert_eq!(noted(&house, "recovery code replaced").await, 1);
    let stored = count(&house, "SELECT count(*) FROM recovery_code WHERE length(tag) = 32").await;
    assert_eq!(stored, count(&house, "SELECT count(*) FROM recovery_code").await);
}

#[tokio::test]
async fn a_member_chooses_the_language_of_their_pages() {
    let house = TestHouse::new();
    let ana = house.stepped_up("Ana", &[Role::Dispatcher]).await;
    let page = ana.open("/me").await.press("English", &[]).await;
    page.says("Passkeys").says("Dispatcher").says("Sign out");
    page.press("Español", &[]).await.says("Llaves de acceso");
}
