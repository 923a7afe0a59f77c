//! Every page, opened with made-up content in every language: it answers, and no word's key shows through.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use regex::Regex;

use super::things::{self, Things};
use crate::ground::locale::Lang;
use crate::ground::web::doors::{Door, Keyholders};
use crate::people::Role;
use crate::testkit::{Browser, Page, TestHouse};
use crate::wiring;

/// Why a door has no page.
const FOR_A_SCRIPT: &str = "asked by a script, in JSON, by POST alone";
const FOR_A_FORM: &str = "where a form of another page is sent";

/// Doors that have no page to open, each with what it answers and why. Every other door opens with the things of a made-up day.
const NO_PAGE: &[(&str, u16, &str)] = &[
    ("/subscribe/push", 405, FOR_A_SCRIPT),
    ("/s/{secret}/push", 405, FOR_A_SCRIPT),
    ("/sign-in/options", 405, FOR_A_SCRIPT),
    ("/sign-in/finish", 405, FOR_A_SCRIPT),
    ("/join/{token}/options", 405, FOR_A_SCRIPT),
    ("/join/{token}/finish", 405, FOR_A_SCRIPT),
    ("/step-up/options", 405, FOR_A_SCRIPT),
    ("/step-up/finish", 405, FOR_A_SCRIPT),
    ("/me/passkeys/options", 405, FOR_A_SCRIPT),
    ("/me/passkeys/finish", 405, FOR_A_SCRIPT),
    ("/alerts/drafts/{id}/options", 405, FOR_A_SCRIPT),
    ("/alerts/drafts/{id}/finish", 405, FOR_A_SCRIPT),
    ("/alerts/waiting/{id}/options", 405, FOR_A_SCRIPT),
    ("/alerts/waiting/{id}/finish", 405, FOR_A_SCRIPT),
    ("/api/v1/reports", 405, "programs send reports there; the document that describes it is opened"),
    ("/join/{token}/language", 405, FOR_A_FORM),
    ("/join/{token}/code", 405, FOR_A_FORM),
    ("/demo/step-up", 405, FOR_A_FORM),
    ("/sign-out", 405, FOR_A_FORM),
    ("/me/language", 405, FOR_A_FORM),
    ("/me/sessions", 405, FOR_A_FORM),
    ("/me/passkeys", 405, FOR_A_FORM),
    ("/me/code", 405, FOR_A_FORM),
    ("/go/{incident}", 405, FOR_A_FORM),
    ("/alerts/out/{id}", 405, FOR_A_FORM),
    ("/sending/{id}/run", 405, FOR_A_FORM),
    ("/sending/stop", 405, FOR_A_FORM),
    ("/drills/{drill}/end", 405, FOR_A_FORM),
    ("/go/{incident}/found", 404, "for whoever is there and nobody else: `triage::tests::verifying` opens it"),
];

/// Doors that are not opened here at all, each with the reason.
const LEFT_OUT: &[(&str, &str)] = &[
    ("/board/events", "a stream never ends"),
    ("/drills/events", "a stream never ends"),
    ("/go/events", "a stream never ends"),
    ("/queue/events", "a stream never ends"),
    ("/sending/events", "a stream never ends"),
    ("/hooks/sms/android", "signed: for a provider and nobody else"),
    ("/hooks/sms/twilio", "signed: for a provider and nobody else"),
];

/// Keys of all words, to be looked for in what pages say.
fn keys() -> BTreeSet<String> {
    let key = Regex::new(r"(?m)^([a-z][a-z0-9]*(?:-[a-z0-9]+)+) *=").expect("a pattern");
    let texts = wiring::WORDS.iter().map(|room| room.es);
    texts.flat_map(|text| key.captures_iter(text).map(|found| found[1].to_owned()).collect::<Vec<_>>()).collect()
}

/// Keys that a page shows instead of words.
fn shown_keys(page: &Page, keys: &BTreeSet<String>) -> Vec<String> {
    let word = Regex::new(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+").expect("a pattern");
    word.find_iter(&page.text()).map(|found| found.as_str().to_owned()).filter(|word| keys.contains(word)).collect()
}

/// Every door that is to be tried, with a path that leads to something.
fn tried(things: &Things) -> Vec<(Door, String)> {
    let is_left_out = |door: &Door| LEFT_OUT.iter().any(|(path, _)| *path == door.path);
    let doors = wiring::doors().list.into_iter().filter(|door| !is_left_out(door));
    doors
        .map(|door| {
            let path = things.in_path(door.path).unwrap_or_else(|| panic!("nothing of ours fits {}", door.path));
            (door, path)
        })
        .collect()
}

async fn speak(house: &TestHouse, member: &Browser, lang: Lang) {
    let token = house.form_token(member).await;
    member.post("/me/language", &[("language", lang.code()), ("csrf", &token)]).await;
}

#[tokio::test]
async fn every_page_opens_with_samples_in_every_language() {
    let (house, things) = things::furnished().await;
    let keys = keys();
    assert!(keys.len() > 300, "the rule knows the words: {}", keys.len());
    let member = house.stepped_up("Sample", Role::ALL).await;
    let mut wrong = Vec::new();
    for lang in Lang::ALL {
        let visitor = house.visitor(lang);
        speak(&house, &member, lang).await;
        for (door, path) in tried(&things) {
            let browser = if door.keyholders == Keyholders::Anyone { &visitor } else { &member };
            let page = browser.open(&path).await;
            let known = NO_PAGE.iter().find(|(path, ..)| *path == door.path);
            let expected = known.map_or(StatusCode::OK.as_u16(), |(_, status, _)| *status);
            if page.status != expected {
                wrong.push(format!("{} in {}: {}, not {expected}", door.path, lang.code(), page.status));
            }
            for key in shown_keys(&page, &keys) {
                wrong.push(format!("{} in {} shows {key}", door.path, lang.code()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[tokio::test]
async fn every_form_that_is_sent_empty_is_answered_in_words() {
    let (house, things) = things::furnished().await;
    let keys = keys();
    let (mut wrong, mut answered) = (Vec::new(), 0);
    for lang in Lang::ALL {
        let visitor = house.visitor(lang);
        for (door, path) in tried(&things) {
            // A session of its own for each: some forms end it, or change its cookie.
            let member = house.stepped_up("Sample", Role::ALL).await;
            speak(&house, &member, lang).await;
            let token = house.form_token(&member).await;
            let browser = if door.keyholders == Keyholders::Anyone { &visitor } else { &member };
            let page = browser.post(&path, &[("csrf", &token)]).await;
            answered += usize::from(page.status != StatusCode::METHOD_NOT_ALLOWED);
            if page.status.is_server_error() {
                wrong.push(format!("{} in {}: {}", door.path, lang.code(), page.status));
            }
            for key in shown_keys(&page, &keys) {
                wrong.push(format!("{} in {} shows {key}", door.path, lang.code()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(answered >= 60, "forms were sent: {answered}");
}

#[test]
fn what_is_excused_is_a_door() {
    let doors: Vec<&str> = wiring::doors().list.iter().map(|door| door.path).collect();
    let excused = NO_PAGE.iter().map(|(path, ..)| path).chain(LEFT_OUT.iter().map(|(path, _)| path));
    for path in excused {
        assert!(doors.contains(path), "{path} is no door any more");
    }
}
