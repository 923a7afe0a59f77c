//! One table: every fact of an alert against everything that tells of it, in every language.

use super::sending::{Wish, email, number};
use super::*;
use crate::alerts::render::clock;
use crate::messages::Outbox;
use crate::messages::push::{PushAddress, PushServices};
use crate::subscriptions::{Contact, Number, WebhookAddress};

/// Facts, each with the forms in which it may stand.
type Told = Vec<(&'static str, Vec<String>)>;

/// What an output has no room for, and why that may be.
const LEFT_OUT: [(&str, &str); 2] = [
    // A notification leads to the page.
    ("push", "hotline"),
    // A text has no room for it: the provider is told not to let it arrive later.
    ("sms", "expiry"),
];

fn facts(town: &Town, alert: &Alert, lang: Lang) -> Told {
    let zone = town.house.app.config.zone();
    let facts = alert.facts();
    let released = alert.sign_offs().unwrap().released.at;
    let times = |at: Moment| {
        let there = at.in_zone(&zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
        vec![clock(at, &zone), at.iso(), there]
    };
    let words = |es: &str, en: &str| vec![if lang == Lang::Es { es } else { en }.to_owned()];
    vec![
        ("time", times(released)),
        ("place", vec![facts.place().spot().unwrap().name.clone()]),
        ("seen", times(facts.seen_at)),
        ("agency", words("gentes de ICE", "ICE agents")),
        ("detained", words("Hay personas detenidas", "People were detained")),
        ("advice", words("Puede guardar silencio", "You may stay silent")),
        ("hotline", vec!["555-0100".into()]),
        ("expiry", times(facts.expires_at())),
    ]
}

/// Ana hears on every channel. Contacts are told apart by what the outbox shows of them.
async fn listeners(town: &Town, lang: Lang) {
    let keys = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    let endpoint = "https://fcm.googleapis.com/fcm/send/abcd1234";
    let browser = PushAddress::parse(&PushServices::known(), endpoint, keys, "BTBZMqHH6r4Tts7J_aSIgg").unwrap();
    for contact in [
        Contact::Push(browser),
        number(1),
        email("ana"),
        Contact::Signal(Number::parse("+12135550002").unwrap()),
        Contact::Webhook(WebhookAddress::new("https://school.example.org/hook", [7; 32]).unwrap()),
    ] {
        town.subscriber(contact, Wish { lang, ..Wish::of(town.here()) }).await;
    }
}

#[tokio::test]
async fn every_output_tells_every_fact_the_same() {
    for lang in Lang::ALL {
        let town = Town::new().await;
        listeners(&town, lang).await;
        let id = town.out(Kind::Alert).await;
        town.house.run_workers().await;
        let alert = town.alert(id).await.unwrap();
        let mut outputs: Vec<(&str, String)> = Vec::new();
        for slip in town.house.app.part::<Outbox>().slips() {
            outputs.push((slip.channel.code(), format!("{} {}", slip.title, slip.body)));
        }
        assert_eq!(outputs.len(), 5, "{outputs:?}");
        let path = crate::alerts::path(id, lang);
        for (name, path) in [
            ("page", path),
            ("atom", format!("/feeds/alerts.atom?lang={}", lang.code())),
            ("json", format!("/feeds/alerts.json?lang={}", lang.code())),
            ("cap", format!("/alerts/{id}.cap.xml")),
        ] {
            let page = town.house.visitor(lang).open(&path).await;
            outputs.push((name, if name == "page" { page.text() } else { page.body }));
        }
        for (name, output) in &outputs {
            for (fact, forms) in facts(&town, &alert, lang) {
                let is_left_out = LEFT_OUT.contains(&(*name, fact));
                let is_told = forms.iter().any(|form| output.contains(form.as_str()));
                assert!(is_told || is_left_out, "{name} does not tell {fact} as one of {forms:?}: {output}");
                assert!(!(is_told && is_left_out), "{name} tells {fact} by now: take it out of the list");
            }
        }
    }
}
