use std::fmt::Write;

use super::*;
use crate::alerts::alert::Choices;
use crate::alerts::fixtures::{alert_facts, at, choices, confirmed, facts_of, released, samples};
use crate::ground::locale::Words;
use crate::messages::Encoding;

pub(in crate::alerts) fn network() -> Network {
    Network {
        name: "Red de Puerto Tecolote".into(),
        hotline: "555-0100".into(),
        zone: jiff::tz::TimeZone::get("America/Los_Angeles").unwrap(),
        origin: "https://red.example.org".into(),
    }
}

fn words() -> Words {
    Words::read(crate::wiring::WORDS).unwrap()
}

fn id() -> Id<Alert> {
    Id::from_bytes([31; 16])
}

/// Every sample message, and a withdrawal, in every language.
fn everything() -> Vec<(String, Rendered)> {
    let samples = samples();
    let mut tellings: Vec<(&str, Telling<'_>)> =
        samples.iter().map(|(name, facts)| (*name, Telling { id: id(), facts, at: at(20), withdrawn: None })).collect();
    let withdrawn = Some(Withdrawn { id: Id::from_bytes([40; 16]), released_at: at(18), why: WithdrawWhy::InDoubt });
    tellings.push(("withdrawn", Telling { id: id(), facts: &samples[0].1, at: at(45), withdrawn }));
    let words = words();
    let render = |(name, telling): &(&str, Telling<'_>)| {
        Lang::ALL.map(|lang| (format!("{name} · {}", lang.code()), rendered(telling, &network(), &words.say(lang))))
    };
    tellings.iter().flat_map(render).collect()
}

#[test]
fn every_message_in_every_language_with_its_length() {
    let mut out = String::new();
    for (name, message) in everything() {
        let Rendered { sms, push, email, entry, whole, .. } = message;
        let cost = sms.segments;
        let letters = |text: &str| text.chars().count();
        let _ = write!(
            out,
            "== {name}\nsms {:?} {} in {}: {}\npush {}+{}: {} | {}\nfeed: {} | {} | {}\nsignal and webhook {}: {}\nemail {}: {}\n{}\n",
            cost.encoding,
            cost.units,
            cost.segments,
            sms.text,
            letters(&push.title),
            letters(&push.body),
            push.title,
            push.body,
            entry.title,
            entry.summary,
            entry.instruction,
            letters(&whole),
            whole,
            letters(&email.body),
            email.subject,
            email.body,
        );
    }
    insta::assert_snapshot!(out);
}

/// Texts that are no message to many, with their length: what a network pays for, and what fits a small phone.
#[test]
fn every_other_text_with_its_length() {
    let (network, words) = (network(), words());
    let values = [
        ("network", network.name.as_str().into()),
        ("hotline", network.hotline.as_str().into()),
        ("url", "https://red.example.org/c/q83vEjRWeJCrze8SNFZ4kA".into()),
        ("said", "VERIFICADO 7:40am: agentes de ICE en 35th / International, Fruitvale.".into()),
    ];
    let mut out = String::new();
    let mut put = |name: &str, text: &str| {
        let text = for_sms(text);
        let Segments { encoding, units, segments } = segments(&text);
        let _ = writeln!(out, "== {name}\n{encoding:?} {units} in {segments}: {text}");
    };
    // What a subscriber is answered, in their own language.
    let help: &[&str] = &["messages-help-answer", "messages-hotline", "messages-help-link"];
    let texts: [(&str, &[&str]); 7] = [
        ("messages-ask-sms", &["messages-ask-sms"]),
        ("messages-ask-again-sms", &["messages-ask-again-sms"]),
        ("messages-confirmed-sms", &["messages-confirmed-sms"]),
        ("messages-confirmed-link-sms", &["messages-confirmed-link-sms"]),
        ("sms-told", &["sms-told"]),
        ("canary-line", &["canary-line"]),
        ("HELP by a subscriber", help),
    ];
    for (name, keys) in texts {
        for lang in Lang::ALL {
            let said: Vec<String> = keys.iter().map(|key| words.say(lang).with(key, &values)).collect();
            put(&format!("{name} · {}", lang.code()), &said.join(" "));
        }
    }
    // These go out in every language at once: which one the person reads is not known.
    let answers: [(&str, &[&str]); 3] = [
        ("STOP", &["messages-stop-answer"]),
        ("START", &["messages-start-answer"]),
        ("HELP", &["messages-help-answer", "messages-hotline"]),
    ];
    for (name, keys) in answers {
        let line = |lang| keys.iter().map(|key| words.say(lang).with(key, &values)).collect::<Vec<_>>().join(" ");
        put(name, &Lang::ALL.map(line).join("\n"));
    }
    insta::assert_snapshot!(out);
}

#[test]
fn texts_fit_one_segment_or_are_a_correction() {
    for (name, message) in everything() {
        let cost = message.sms.segments;
        assert_eq!(cost.encoding, Encoding::Gsm7, "{name}: {}", message.sms.text);
        let most = if name.starts_with("correction") || name.contains("drill") { 2 } else { 1 };
        assert!(cost.segments <= most, "{name}: {} segments: {}", cost.segments, message.sms.text);
    }
}

/// What may never be dropped for room stands in every text, whatever was left out.
#[test]
fn a_long_place_costs_details_and_never_who_where_when_or_detained() {
    let cell = crate::alerts::fixtures::cell();
    let name = "Avenida Licenciado Benito Pablo Juárez García / Boulevard Emiliano Zapata";
    let published = crate::places::Published::Spot { name, cell, area: crate::places::AreaKey(7) };
    let place = crate::alerts::alert::PublicPlace::of(published, "Highgate Heights");
    let facts = facts_of(&confirmed(), Choices { place, ..choices(Kind::Alert) });
    let telling = Telling { id: id(), facts: &facts, at: at(20), withdrawn: None };
    for (lang, parts) in [
        (Lang::Es, ["VERIFICADO 7:40am", "agentes de ICE", "Vistos 7:31am", "Hay personas detenidas"]),
        (Lang::En, ["VERIFIED 7:40am", "ICE agents", "Seen 7:31am", "People were detained"]),
    ] {
        let text = rendered(&telling, &network(), &words().say(lang)).sms.text;
        for part in parts.into_iter().chain(["Boulevard Emiliano Zapata, Highgate Heights"]) {
            assert!(text.contains(part), "{text} lacks {part}");
        }
    }
}

#[test]
fn drills_begin_with_their_word_in_every_channel() {
    for (name, message) in everything() {
        let mark = if message.lang == Lang::Es { "SIMULACRO" } else { "DRILL" };
        let Rendered { sms, push, email, entry, whole, .. } = message;
        for text in [sms.text, push.title, email.subject, email.body, entry.title, whole] {
            assert_eq!(text.starts_with(mark), name.contains("drill"), "{name}: {text}");
        }
    }
}

#[test]
fn no_message_sends_anybody_anywhere() {
    let never = [
        "go to", "come to", "join", "vaya", "vengan", "acuda", "block", "bloque", "follow", "siga", "share", "comparta",
    ];
    for (name, Rendered { sms, push, email, entry, whole, .. }) in everything() {
        for text in [sms.text, push.body, email.body, entry.summary, entry.instruction, whole] {
            let said =
                never.iter().find(|word| text.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|w| w == **word));
            assert_eq!(said, None, "{name}: {text}");
        }
    }
}

#[test]
fn the_clock_is_the_networks_own() {
    let facts = alert_facts();
    let telling = Telling { id: id(), facts: &facts, at: at(20), withdrawn: None };
    let there = rendered(&telling, &network(), &words().say(Lang::En)).sms.text;
    assert!(there.starts_with("VERIFIED 7:40am"), "{there}");
    let utc = Network { zone: jiff::tz::TimeZone::UTC, ..network() };
    let elsewhere = rendered(&telling, &utc, &words().say(Lang::En)).sms.text;
    assert!(elsewhere.starts_with("VERIFIED 3:40pm"), "{elsewhere}");
    let alert = released();
    let out = Telling::of(&alert.released(at(21)).unwrap());
    assert_eq!(rendered(&out, &network(), &words().say(Lang::En)).sms.text, there, "released as previewed");
}

#[test]
fn every_code_has_its_words() {
    use crate::alerts::alert::{Advice, CorrectionWhy};
    use crate::alerts::state::SentBackWhy;
    use crate::reports::facts::{Activity, Agency, HowMany};
    let words = words();
    let mut keys: Vec<String> = Vec::new();
    let dashed = |prefix: &str, code: &str| format!("{prefix}-{}", code.replace('_', "-"));
    keys.extend(Kind::ALL.iter().map(|kind| kind.word()));
    keys.extend(Advice::ALL.iter().map(|advice| advice.word()));
    keys.extend(CorrectionWhy::ALL.iter().map(|why| why.word()));
    keys.extend(CorrectionWhy::ALL.iter().map(|why| why.word().replace("alert-correction", "alert-fix")));
    keys.extend(
        CorrectionWhy::ALL.iter().map(|why| format!("{}-one", why.word().replace("alert-correction", "alert-fix"))),
    );
    keys.extend(SentBackWhy::ALL.iter().map(|why| why.word()));
    keys.extend(WithdrawWhy::ALL.iter().map(|why| why.word()));
    keys.extend(crate::alerts::AlertRefused::ALL.iter().map(|refused| refused.word().to_owned()));
    keys.extend(Agency::ALL.iter().map(|agency| dashed("alert-who", agency.code())));
    keys.extend(
        [Agency::LocalPolice, Agency::OtherFederal, Agency::Hsi].map(|agency| dashed("alert-was", agency.code())),
    );
    keys.extend(
        Activity::ALL.iter().filter(|one| **one != Activity::Other).map(|one| dashed("alert-doing", one.code())),
    );
    for range in HowMany::ALL.iter().filter(|range| **range != HowMany::Unknown) {
        keys.extend(["alert-people", "alert-vehicles"].map(|prefix| dashed(prefix, range.code())));
    }
    keys.extend(["alert-taken-back-one", "alert-expires-one"].map(String::from));
    for lang in Lang::ALL {
        let lacks: Vec<&String> = keys.iter().filter(|key| !words.has(lang, key)).collect();
        assert!(lacks.is_empty(), "{} lacks {lacks:?}", lang.code());
    }
    assert!(!words.has(Lang::Es, "alert-kind-rumour"), "a missing word is noticed");
}
