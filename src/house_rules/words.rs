//! Every word in every language, and every word that a template or a rule asks for.

use std::collections::BTreeSet;

use regex::Regex;

use super::{files, read, short};
use crate::ground::locale::{Lang, Words};
use crate::wiring;

/// The keys of a Fluent text.
fn keys(text: &str) -> BTreeSet<String> {
    let key = Regex::new(r"(?m)^([a-z][a-z0-9-]*) *=").expect("a pattern");
    key.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

/// The arguments (`$name`) of each key's text.
fn arguments(text: &str) -> BTreeSet<(String, String)> {
    let argument = Regex::new(r"\$([a-z]+)").expect("a pattern");
    let mut out = BTreeSet::new();
    let mut key = String::new();
    for line in text.lines() {
        if let Some(found) = line.split_once('=').filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase())) {
            key = found.0.trim().to_owned();
        }
        for found in argument.captures_iter(line) {
            out.insert((key.clone(), found[1].to_owned()));
        }
    }
    out
}

#[test]
fn every_room_says_the_same_things_in_every_language() {
    for room in wiring::WORDS {
        let (es, en) = (keys(room.es), keys(room.en));
        let only_es: Vec<_> = es.difference(&en).collect();
        let only_en: Vec<_> = en.difference(&es).collect();
        assert!(only_es.is_empty() && only_en.is_empty(), "{}: only es {only_es:?}; only en {only_en:?}", room.room);
        assert_eq!(arguments(room.es), arguments(room.en), "{}: arguments differ", room.room);
    }
}

#[test]
fn every_word_that_a_page_asks_for_exists() {
    let words = Words::read(wiring::WORDS).expect("words");
    let asked = Regex::new(r#"(?:say\.(?:t|t1|with)|Problem::new\([^,]+, *|because|frame)\(?\s*"([a-z][a-z0-9-]+)""#)
        .expect("a pattern");
    let mut seen = 0;
    for path in files("src", &[".html", ".rs"]) {
        let inside = short(&path);
        if inside.contains("tests") || inside.starts_with("src/house_rules") || inside.starts_with("src/testkit") {
            continue;
        }
        let text = read(&path);
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
        for found in asked.captures_iter(&code) {
            seen += 1;
            for lang in Lang::ALL {
                assert!(words.has(lang, &found[1]), "{inside} asks for «{}», which {} lacks", &found[1], lang.code());
            }
        }
    }
    assert!(seen >= 10, "the rule reads templates: {seen} words asked for");
}

#[test]
fn a_missing_translation_is_noticed() {
    assert_ne!(keys("one = a\ntwo = b\n"), keys("one = a\n"));
    assert_ne!(arguments("one = { $n } a\n"), arguments("one = a\n"));
}
