//! Every door names its keyholders; wrong keys find nothing; every link meets a door.

use axum::http::{Method, StatusCode};
use regex::Regex;

use super::{files, read, short};
use crate::ground::keys::sha256;
use crate::ground::locale::Lang;
use crate::ground::web::Key;
use crate::ground::web::doors::{Door, Keyholders};
use crate::people::Role;
use crate::testkit::{Browser, Page, TestHouse};
use crate::wiring;

/// A path pattern with made-up values, to knock with.
fn knockable(pattern: &str) -> String {
    let hole = Regex::new(r"\{[^}]+\}").expect("a pattern");
    hole.replace_all(pattern, "00000000-0000-7000-8000-000000000000").into_owned()
}

#[test]
fn the_list_of_doors() {
    let mut lines: Vec<String> = wiring::doors()
        .list
        .into_iter()
        .map(|door| match door.keyholders {
            Keyholders::Anyone => format!("{}  anyone", door.path),
            Keyholders::Members => format!("{}  members", door.path),
            Keyholders::Signed => format!("{}  signed", door.path),
            Keyholders::Only(keys) => format!("{}  only {}", door.path, keys.join(", ")),
        })
        .collect();
    lines.sort();
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test]
async fn a_visitor_finds_nothing_behind_locked_doors() {
    let house = TestHouse::new();
    let visitor = house.visitor(Lang::Es);
    for door in wiring::doors().list {
        if matches!(door.keyholders, Keyholders::Anyone | Keyholders::Signed) {
            continue;
        }
        for method in [Method::GET, Method::POST] {
            let page = visitor.send(method.clone(), &knockable(door.path), None, Vec::new()).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{method} {}", door.path);
        }
    }
}

/// Sends a form to a door, with these headers and this form token.
async fn post(browser: &Browser, path: &str, method: Method, headers: &[(&str, &str)], token: &str) -> Page {
    let body = format!("csrf={token}").into_bytes();
    browser.send_with(method, path, Some("application/x-www-form-urlencoded"), headers, body).await
}

#[tokio::test]
async fn every_role_that_is_not_named_finds_nothing_behind_a_locked_door() {
    let house = TestHouse::new();
    let locked = |door: &Door| matches!(&door.keyholders, Keyholders::Only(_));
    for role in Role::ALL {
        let browser = house.stepped_up(role.code(), &[*role]).await;
        let token = house.form_token(&browser).await;
        let opened = post(&browser, "/me/language", Method::POST, &[], &token).await;
        assert_eq!(opened.status, StatusCode::OK, "the session and its token are good");
        for door in wiring::doors().list.into_iter().filter(locked) {
            if matches!(&door.keyholders, Keyholders::Only(keys) if keys.contains(&Key::code(*role))) {
                continue;
            }
            let path = knockable(door.path);
            let (role, page) = (role.code(), browser.open(&path).await);
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{role}: GET {path}");
            let page = post(&browser, &path, Method::POST, &[], &token).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{role}: POST {path}");
        }
    }
}

/// A mark of everything in the database: two that are alike mean that nothing was changed.
async fn everything(house: &TestHouse) -> [u8; 32] {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("copy.db");
    house.app.db.copy_into(&file).await.expect("a copy");
    sha256(&std::fs::read(&file).expect("the copy"))
}

/// Where a request may come from that is not ours.
const FOREIGN: [&[(&str, &str)]; 5] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "http://localhost:8080")],
    &[("sec-fetch-site", ""), ("origin", "https://evil.example")],
    &[("sec-fetch-site", ""), ("origin", "null")],
];

#[tokio::test]
async fn a_change_from_another_site_or_without_its_form_token_changes_nothing() {
    let house = TestHouse::new();
    let ana = house.stepped_up("Ana", Role::ALL).await;
    let other = house.member("Sol", Role::ALL).await;
    let (token, foreign_token) = (house.form_token(&ana).await, house.form_token(&other).await);
    let before = everything(&house).await;
    for door in wiring::doors().list {
        if door.keyholders == Keyholders::Signed {
            continue;
        }
        let path = knockable(door.path);
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            for headers in FOREIGN {
                let page = post(&ana, &path, method.clone(), headers, &token).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{method} {path} {headers:?}");
            }
            if door.keyholders == Keyholders::Anyone {
                continue;
            }
            for wrong in ["", "made-up", &foreign_token] {
                let page = post(&ana, &path, method.clone(), &[], wrong).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{method} {path} with the token «{wrong}»");
                let header = [("x-cuadra-csrf", if wrong.is_empty() { "-" } else { wrong })];
                let page = post(&ana, &path, method.clone(), &header, &token).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{method} {path} with the header «{wrong}»");
            }
            let json = ana.send(method.clone(), &path, Some("application/json"), b"{}".to_vec()).await;
            assert_eq!(json.status, StatusCode::FORBIDDEN, "{method} {path} as JSON without a token");
        }
    }
    assert_eq!(everything(&house).await, before, "nothing was changed");
    post(&ana, "/sign-out", Method::POST, &[], &token).await;
    assert_ne!(everything(&house).await, before, "a change is seen, and a good token makes one");
}

#[test]
fn every_link_and_form_of_a_template_meets_a_door() {
    let doors = wiring::doors().list;
    let link =
        Regex::new(r#"(?:href|action|formaction|data-live|data-fragment|data-options-url|data-finish-url)="(/[^"]*)""#)
            .expect("a pattern");
    let hole = Regex::new(r"\{\{[^}]*\}\}").expect("a pattern");
    let meets = |path: &str| {
        let asked: Vec<&str> = path.split('/').collect();
        doors.iter().any(|door| {
            let parts: Vec<&str> = door.path.split('/').collect();
            let same = |(asked, part): (&&str, &&str)| asked == part || part.starts_with('{') || asked.contains('*');
            parts.len() == asked.len() && asked.iter().zip(&parts).all(same)
        })
    };
    for path in files("src", &[".html"]) {
        for found in link.captures_iter(&read(&path)) {
            let plain = hole.replace_all(&found[1], "*").into_owned();
            let plain = plain.split(['?', '#']).next().unwrap_or_default().to_owned();
            assert!(meets(&plain), "{} leads to {plain}, where no door is", short(&path));
        }
    }
    assert!(!meets("/nowhere"), "a link to nowhere is noticed");
}
