//! Stories of coming in, with real ceremonies: the device in software signs what a phone would.

mod attacks;
mod entering;
mod joining;
mod own_page;

use serde_json::{Value, json};

use super::{Token, accounts};
use crate::ground::locale::Lang;
use crate::ground::{Id, audit};
use crate::people::{self, Alias, Member, Role};
use crate::testkit::{Browser, Device, Page, TestHouse};

/// Adds a member and answers the path of their one-time link.
async fn invited(house: &TestHouse, alias: &str) -> String {
    let (named, now) = (Alias::parse(alias).unwrap(), house.app.now());
    let made = house.app.db.write("invite", move |tx| {
        let id = people::store::add(tx, &named, None, &[Role::Verifier], Lang::Es, now)?;
        accounts::invite(tx, id, now)
    });
    link(&made.await.unwrap().0)
}

fn link(token: &Token) -> String {
    format!("/join/{}", token.text())
}

/// A new link for somebody who is a member already.
async fn invited_again(house: &TestHouse, member: Id<Member>) -> String {
    let now = house.app.now();
    let made = house.app.db.write("invite again", move |tx| accounts::invite(tx, member, now)).await.unwrap();
    link(&made.0)
}

/// Makes a passkey with a link.
async fn makes_passkey(browser: &Browser, link: &str, device: &mut Device) -> Page {
    let options = browser.send_json(&format!("{link}/options"), "", &json!({})).await;
    assert_eq!(options.status, 200, "{}", options.body);
    let credential = device.make(&options.json());
    browser.send_json(&format!("{link}/finish"), "", &json!({ "credential": credential, "fields": {} })).await
}

/// Looks at the code, keeps it on paper, and answers it with the page that asks for it.
async fn keeps_paper(browser: &Browser, link: &str) -> (String, Page) {
    let shown = browser.open(link).await.press("Mostrar mi código", &[]).await;
    let code = shown.one(".code");
    (code, shown.follow("Ya lo tengo en papel").await)
}

/// Walks all the way in with a link.
async fn comes_in(browser: &Browser, link: &str, device: &mut Device) -> String {
    assert_eq!(makes_passkey(browser, link, device).await.status, 200);
    let (code, asked) = keeps_paper(browser, link).await;
    asked.press("Comprobar", &[("code", &code)]).await.says("Su cuenta está abierta");
    code
}

/// A member who joined the real way: their device and the code on their paper.
async fn joined(house: &TestHouse, alias: &str) -> (Device, String) {
    let link = invited(house, alias).await;
    let mut device = Device::new();
    let code = comes_in(&house.visitor(Lang::Es), &link, &mut device).await;
    (device, code)
}

async fn asks_to_sign_in(browser: &Browser, alias: &str) -> Value {
    browser.send_json("/sign-in/options", "", &json!({ "alias": alias })).await.json()
}

async fn sends_signature(browser: &Browser, credential: &Value) -> Page {
    browser.send_json("/sign-in/finish", "", &json!({ "credential": credential, "fields": {} })).await
}

/// Signs in with a device. The answer's browser holds the session.
async fn signs_in(browser: &Browser, device: &mut Device) -> Page {
    let options = asks_to_sign_in(browser, "").await;
    sends_signature(browser, &device.sign(&options)).await
}

/// Uses the passkey again.
async fn steps_up(house: &TestHouse, browser: &Browser, device: &mut Device) -> Page {
    let token = house.form_token(browser).await;
    let options = browser.send_json("/step-up/options", &token, &json!({})).await;
    let credential = device.sign(&options.json());
    browser.send_json("/step-up/finish", &token, &json!({ "credential": credential, "fields": {"then": "/me"} })).await
}

/// How often the audit log tells of this.
async fn noted(house: &TestHouse, what: &'static str) -> i64 {
    let sql = "SELECT count(*) FROM audit WHERE what = $1";
    house.app.db.read("noted", move |tx| tx.value(sql, crate::params![what])).await.unwrap()
}

async fn count(house: &TestHouse, sql: &'static str) -> i64 {
    house.app.db.read("count", move |tx| tx.value(sql, crate::params![])).await.unwrap()
}

async fn chain_is_whole(house: &TestHouse) {
    let chain = house.app.db.read("chain", audit::verify).await.unwrap();
    assert!(matches!(chain, audit::Chain::Whole(_)), "{chain:?}");
}
