use super::*;
use crate::ground::web::pace::{Pace, Sender};

#[tokio::test]
async fn a_new_member_makes_a_passkey_proves_the_paper_and_is_in() {
    let house = TestHouse::new();
    let (mut luz, link) = (Device::new(), invited(&house, "Luz").await);
    let browser = house.visitor(Lang::En);
    browser
        .open(&link)
        .await
        .says("Su alias aquí es Luz")
        .says("Haga su llave de acceso")
        .does_not_say("Mostrar mi código");

    assert_eq!(makes_passkey(&browser, &link, &mut luz).await.json()["go"], link.as_str());
    assert_eq!(signs_in(&browser, &mut luz).await.status, 400, "a passkey without proven paper opens nothing");

    let (code, asked) = keeps_paper(&browser, &link).await;
    assert!(!asked.body.contains(&code), "the page that asks does not show it");
    let wrong = asked.press("Comprobar", &[("code", "00000 00000 00000 00000 00000")]).await;
    assert_eq!(wrong.status, 422);
    wrong.says("Ese no es el código");
    let short = wrong.press("Comprobar", &[("code", &code[..10])]).await;
    assert_eq!(short.status, 422);
    short.says("cinco grupos de cinco");
    assert_eq!(signs_in(&browser, &mut luz).await.status, 400);
    let sloppy = code.to_lowercase().replace(' ', "");
    short.press("Comprobar", &[("code", &sloppy)]).await.says("Su cuenta está abierta");

    let spent = browser.open(&link).await;
    assert_eq!(spent.status, 404);
    spent.says("already");
    let inside = signs_in(&browser, &mut luz).await;
    assert_eq!(inside.status, 200);
    inside.browser().open("/me").await.says("Luz").says("Verificación");
    assert_eq!(noted(&house, "account opened").await, 1);
    chain_is_whole(&house).await;
}

#[tokio::test]
async fn a_dropped_connection_can_go_on_and_a_stale_code_does_not_count() {
    let house = TestHouse::new();
    let (link, browser) = (invited(&house, "Luz").await, house.visitor(Lang::Es));
    let (mut lost, mut kept) = (Device::new(), Device::new());
    makes_passkey(&browser, &link, &mut lost).await;
    makes_passkey(&browser, &link, &mut kept).await;
    let (first, _) = keeps_paper(&browser, &link).await;
    let (second, asked) = keeps_paper(&browser, &link).await;
    assert_eq!(asked.press("Comprobar", &[("code", &first)]).await.status, 422, "only the last code shown counts");
    asked.press("Comprobar", &[("code", &second)]).await.says("Su cuenta está abierta");
    assert_eq!(signs_in(&browser, &mut lost).await.status, 400, "the first passkey was replaced");
    assert_eq!(signs_in(&browser, &mut kept).await.status, 200);
}

#[tokio::test]
async fn a_link_is_good_for_72_hours_and_a_newer_one_replaces_it() {
    let house = TestHouse::new();
    let browser = house.visitor(Lang::Es);
    let first = invited(&house, "Luz").await;
    makes_passkey(&browser, &first, &mut Device::new()).await;
    let second = invited_again(&house, house.member_id("Luz").await).await;
    browser.open(&first).await.says("ya se usó o se venció");
    browser.open(&second).await.says("Haga su llave").does_not_say("Mostrar mi código");
    house.later_minutes(72 * 60 - 1);
    assert_eq!(browser.open(&second).await.status, 200);
    house.later_minutes(1);
    assert_eq!(browser.open(&second).await.status, 404);
    for odd in ["/join/x", "/join/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        assert_eq!(browser.open(odd).await.status, 404);
    }
}

#[tokio::test]
async fn the_code_comes_after_the_passkey() {
    let house = TestHouse::new();
    let (link, browser) = (invited(&house, "Luz").await, house.visitor(Lang::Es));
    let early = browser.post(&format!("{link}/code"), &[]).await;
    assert_eq!(early.status, 409);
    early.says("Primero haga su llave");
    let early = browser.post(&format!("{link}/prove"), &[("code", &"0".repeat(25))]).await;
    assert_eq!(early.status, 409);
}

#[tokio::test]
async fn these_pages_speak_the_language_one_chooses() {
    let house = TestHouse::new();
    let (link, browser) = (invited(&house, "Luz").await, house.visitor(Lang::Es));
    let page = browser.open(&link).await.press("English", &[]).await;
    page.says("Make your passkey").says("Your alias here is Luz");
    page.press("Español", &[]).await.says("Haga su llave");
}

#[tokio::test]
async fn a_form_without_script_says_what_is_needed() {
    let house = TestHouse::new();
    let link = invited(&house, "Luz").await;
    let page = house.visitor(Lang::Es).open(&link).await.press("Hacer mi llave", &[]).await;
    assert_eq!(page.status, 409);
    page.says("JavaScript");
    house.visitor(Lang::En).open("/sign-in").await.press("Sign in with my passkey", &[]).await.says("JavaScript");
}

#[tokio::test]
async fn the_paper_brings_back_who_lost_the_phone() {
    let house = TestHouse::new();
    let (mut lost, code) = joined(&house, "Luz").await;
    let thief = signs_in(&house.visitor(Lang::Es), &mut lost).await;
    let browser = house.visitor(Lang::Es);
    let page = browser.open("/recover").await;
    let way = page.press("Continuar", &[("alias", "luz"), ("code", &code)]).await;
    way.says("Haga una llave nueva");
    assert_eq!(thief.browser().open("/me").await.status, 404, "sessions end when the code is taken");
    assert_eq!(signs_in(&browser, &mut lost).await.status, 200, "until the new passkey opens, the old one still does");

    let mut new = Device::new();
    let new_code = comes_in(&browser, &way.path, &mut new).await;
    assert_eq!(signs_in(&browser, &mut lost).await.status, 400, "the old passkey has ended");
    assert_eq!(signs_in(&browser, &mut new).await.status, 200);
    let again = page.press("Continuar", &[("alias", "Luz"), ("code", &code)]).await;
    assert_eq!(again.status, 422, "the old paper has ended");
    again.says("no van juntos");
    assert_eq!(page.press("Continuar", &[("alias", "Luz"), ("code", &new_code)]).await.status, 200);
    assert_eq!(noted(&house, "recovery code used").await, 2);
}

#[tokio::test]
async fn the_way_back_closes_after_half_an_hour() {
    let house = TestHouse::new();
    let (_, code) = joined(&house, "Luz").await;
    let browser = house.visitor(Lang::Es);
    let way = browser.open("/recover").await.press("Continuar", &[("alias", "Luz"), ("code", &code)]).await;
    house.later_minutes(30);
    assert_eq!(browser.open(&way.path).await.status, 404);
}

#[tokio::test]
async fn a_wrong_alias_and_a_wrong_code_get_the_same_answer() {
    let house = TestHouse::new();
    let (_, code) = joined(&house, "Luz").await;
    let never = invited(&house, "Sol").await;
    let page = house.visitor(Lang::En).open("/recover?lang=es").await;
    let other = "00000 00000 00000 00000 00000";
    let mut answers = Vec::new();
    for (alias, typed) in [("Luz", other), ("Nadie", other), ("Nadie", code.as_str()), ("Sol", other), ("<>", "?")] {
        let answer = page.press("Continuar", &[("alias", alias), ("code", typed)]).await;
        assert_eq!(answer.status, 422);
        answers.push(answer.text());
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    assert_eq!(house.visitor(Lang::Es).open(&never).await.status, 200, "an invitation is not disturbed");
}

#[tokio::test]
async fn guessing_recovery_codes_becomes_slow() {
    let house = TestHouse::new();
    let page = house.visitor(Lang::Es).open("/recover").await;
    let guess = [("alias", "Luz"), ("code", "00000 00000 00000 00000 00000")];
    let begun = std::time::Instant::now();
    page.press("Continuar", &guess).await;
    assert!(begun.elapsed().as_millis() < 450, "who mistypes does not wait");
    // Six more tries of this network, without sitting through each.
    let (pace, sender) = (house.app.part::<Pace>(), Sender::of([127, 0, 0, 1].into()));
    for _ in 0..6 {
        pace.wait_for_try("recovery", sender, house.app.now());
    }
    let begun = std::time::Instant::now();
    page.press("Continuar", &guess).await;
    assert!(begun.elapsed().as_millis() >= 1_500, "who guesses does: {:?}", begun.elapsed());
}

#[tokio::test]
async fn a_member_without_phone_and_paper_gets_a_new_link_from_the_network() {
    let house = TestHouse::new();
    let (mut lost, _) = joined(&house, "Luz").await;
    let inside = signs_in(&house.visitor(Lang::Es), &mut lost).await;
    let link = invited_again(&house, house.member_id("Luz").await).await;
    assert_eq!(inside.browser().open("/me").await.status, 404);
    let mut new = Device::new();
    comes_in(&house.visitor(Lang::Es), &link, &mut new).await;
    assert_eq!(signs_in(&house.visitor(Lang::Es), &mut lost).await.status, 400);
    assert_eq!(signs_in(&house.visitor(Lang::Es), &mut new).await.status, 200);
}

#[tokio::test]
async fn what_was_left_half_done_is_forgotten() {
    let house = TestHouse::new();
    let (link, browser) = (invited(&house, "Luz").await, house.visitor(Lang::Es));
    makes_passkey(&browser, &link, &mut Device::new()).await;
    keeps_paper(&browser, &link).await;
    house.member("Sol", &[Role::Observer]).await;
    let left = "SELECT (SELECT count(*) FROM invitation) + (SELECT count(*) FROM passkey)
        + (SELECT count(*) FROM recovery_code) + (SELECT count(*) FROM session)";
    assert_eq!(count(&house, left).await, 4);
    let now = house.app.now();
    let forget = |now| house.app.db.write("forget", move |tx| super::super::store::forget_before(tx, now));
    assert_eq!(forget(now.plus_minutes(59)).await.unwrap(), 0, "nothing goes before its time");
    assert_eq!(forget(now.plus_minutes(60)).await.unwrap(), 1);
    assert_eq!(forget(now.plus_hours(72)).await.unwrap(), 3);
    assert_eq!(count(&house, left).await, 0);
}
