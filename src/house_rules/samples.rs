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
use crate::subscriptions::{self, Carrier, Contact, EmailAddress, Kind, Kinds, QuietHours, Subscription, Where};
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

/// A live subscription, and the last part of its private link.
async fn sample_subscription(house: &TestHouse) -> String {
    let contact = Contact::Email(EmailAddress::parse("sample@example.org").expect("an address"));
    let kinds = Kinds::of(&[Kind::Alerts]).expect("a kind");
    let choices = Subscription::new(vec![Where::Everywhere], Lang::Es, Carrier::Email, kinds, QuietHours::NONE);
    let (keys, now, choices) = (house.app.keys.clone(), house.app.now(), choices.expect("choices"));
    let begun = house.app.db.write("sample", move |tx| {
        let begun = subscriptions::subscribe(tx, &keys, &contact, &choices, now)?;
        subscriptions::confirm(tx, &keys, &begun.link, now)?;
        Ok(begun)
    });
    begun.await.expect("a subscription").link.text()
}

/// Fills the holes of a path pattern with things that are there: a waiting card, an open incident.
async fn sample_path(house: &TestHouse, secret: &str, pattern: &str) -> String {
    let (card, incident, asked, drill) = house
        .app
        .db
        .read("samples", |tx| {
            let card = triage::waiting(tx)?.first().map(|card| card.id.to_string());
            let open = triage::open_incidents(tx)?;
            let asked = open.iter().find_map(|row| {
                let incident = triage::incident(tx, row.id).ok()??;
                Some((row.id.to_string(), incident.asked().first()?.who.to_string()))
            });
            let incident = asked.as_ref().map(|(id, _)| id.clone()).or(open.first().map(|row| row.id.to_string()));
            let drill = drills::store::running(tx)?.map(|drill| drill.id.to_string());
            let asked = asked.map(|(_, who)| who);
            let [card, incident, asked, drill] = [card, incident, asked, drill].map(Option::unwrap_or_default);
            Ok((card, incident, asked, drill))
        })
        .await
        .expect("samples");
    let nothing = Id::<()>::from_bytes([7; 16]).to_string();
    pattern
        .replace("{secret}", secret)
        .replace("{card}", &card)
        .replace("{incident}", &incident)
        .replace("{member}", &asked)
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
    let secret = sample_subscription(&house).await;
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
            let page = browser.open(&sample_path(&house, &secret, door.path).await).await;
            assert!(!page.status.is_server_error(), "{} in {}: {}", door.path, lang.code(), page.status);
            if page.status == StatusCode::OK {
                opened += 1;
            }
            assert_eq!(shown_keys(&page, &keys), Vec::<String>::new(), "{} in {}", door.path, lang.code());
        }
    }
    assert!(opened >= 30, "pages were opened: {opened}");
}
