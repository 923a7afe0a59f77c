//! Every page, opened with made-up content in every language: it answers, and no word's key shows through.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use regex::Regex;

use crate::demo;
use crate::drills;
use crate::ground::Id;
use crate::ground::locale::Lang;
use crate::ground::web::doors::Keyholders;
use crate::people::Role;
use crate::testkit::{Browser, Page, TestHouse};
use crate::triage::store as triage;
use crate::wiring;

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

/// Fills the holes of a path pattern with things that are there: a waiting card, an open incident.
async fn sample_path(house: &TestHouse, pattern: &str) -> String {
    let (card, incident, drill) = house
        .app
        .db
        .read("samples", |tx| {
            let card = triage::waiting(tx)?.first().map(|card| card.id.to_string());
            let incident = triage::open_incidents(tx)?.first().map(|row| row.id.to_string());
            let drill = drills::store::running(tx)?.map(|drill| drill.id.to_string());
            Ok((card.unwrap_or_default(), incident.unwrap_or_default(), drill.unwrap_or_default()))
        })
        .await
        .expect("samples");
    let nothing = Id::<()>::from_bytes([7; 16]).to_string();
    pattern
        .replace("{card}", &card)
        .replace("{incident}", &incident)
        .replace("{name}", "app.css")
        .replace("{token}", &nothing)
        .replace("{picture}", &nothing)
        .replace("{alert}", &nothing)
        .replace("{drill}", &drill)
}

#[tokio::test]
async fn every_page_opens_with_samples_in_every_language() {
    let house = TestHouse::with(|config| config.demo = true);
    let end = house.app.now().plus_hours(8);
    demo::furnish(&house.app).await.expect("a town");
    demo::go_on_duty(&house.app, house.app.now()).await.expect("people on duty");
    demo::play_the_day(&house.app, end).await.expect("a day");
    let keys = keys();
    let starter = house.member("Madroño", &[Role::Coordinator]).await;
    let token = house.form_token(&starter).await;
    let fields =
        [("csrf", token.as_str()), ("scenario", "workplace"), ("area", "1"), ("who", "everyone"), ("minutes", "60")];
    starter.post("/drills", &fields).await.says("SIMULACRO");
    house.run_workers().await;
    assert!(keys.len() > 300, "the rule knows the words: {}", keys.len());
    let member = house.stepped_up("Sample", Role::ALL).await;
    let mut opened = 0;
    for lang in Lang::ALL {
        let visitor = house.visitor(lang);
        member.post("/me/language", &[("language", lang.code()), ("csrf", &house.form_token(&member).await)]).await;
        for door in wiring::doors().list {
            // Streams never end, assets and documents for machines are not pages.
            if door.path.ends_with("/events")
                || door.path.starts_with("/assets")
                || door.keyholders == Keyholders::Signed
            {
                continue;
            }
            let browser: &Browser = if door.keyholders == Keyholders::Anyone { &visitor } else { &member };
            let page = browser.open(&sample_path(&house, door.path).await).await;
            assert!(!page.status.is_server_error(), "{} in {}: {}", door.path, lang.code(), page.status);
            if page.status == StatusCode::OK {
                opened += 1;
            }
            assert_eq!(shown_keys(&page, &keys), Vec::<String>::new(), "{} in {}", door.path, lang.code());
        }
    }
    assert!(opened >= 30, "pages were opened: {opened}");
}
