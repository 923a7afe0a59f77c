//! Every door names its keyholders; wrong keys find nothing; every link meets a door.

use axum::http::{Method, StatusCode};
use regex::Regex;

use super::{files, read, short};
use crate::ground::locale::Lang;
use crate::ground::web::doors::Keyholders;
use crate::testkit::TestHouse;
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
