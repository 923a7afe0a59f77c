//! `docs/settings.md` names every setting and no other, with the defaults that hold.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::{read, root};
use crate::ground::config::Config;

/// No setting has this name.
const UNKNOWN: &str = "no_such_setting";

/// The keys of a table: those that the program lists when it meets one that it does not know. `None` where there is no such table.
fn keys(table: &str) -> Option<Vec<String>> {
    let text = if table.is_empty() { format!("{UNKNOWN} = 1") } else { format!("[{table}]\n{UNKNOWN} = 1") };
    let refused = toml::from_str::<Config>(&text).err()?.to_string();
    let (_, expected) = refused.split_once(&format!("unknown field `{UNKNOWN}`, expected"))?;
    let key = Regex::new("`([a-z_]+)`").expect("a pattern");
    Some(key.captures_iter(expected).map(|found| found[1].to_owned()).collect())
}

/// Every setting with its path, found by asking for one that is not there, table by table.
fn settings(table: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for key in keys(table).expect("a table") {
        let path = if table.is_empty() { key } else { format!("{table}.{key}") };
        match keys(&path) {
            Some(_) => out.extend(settings(&path)),
            None => drop(out.insert(path)),
        }
    }
    out
}

/// The documented settings with what stands in their second column.
fn documented(text: &str) -> BTreeMap<String, String> {
    let row = Regex::new(r"(?m)^\| `([a-z_.]+)` \| ([^|]*) \|").expect("a pattern");
    row.captures_iter(text).map(|found| (found[1].to_owned(), found[2].to_owned())).collect()
}

/// Names of the environment in a text.
fn variables(text: &str) -> BTreeSet<String> {
    let name = Regex::new("CUADRA_[A-Z_]+").expect("a pattern");
    name.find_iter(text).map(|found| found.as_str().to_owned()).collect()
}

/// A configuration file that sets what these rows say, sorted so that each table is opened once.
fn file(rows: &BTreeMap<String, String>) -> String {
    let mut tables: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (path, default) in rows {
        let (table, key) = path.rsplit_once('.').unwrap_or(("", path));
        // What is needed has no default; an empty text fills its place.
        let value = if default == "needed" { "\"\"" } else { default.trim_matches('`') };
        if value != "–" {
            tables.entry(table).or_default().push(format!("{key} = {value}"));
        }
    }
    let table = |(table, lines): (&str, Vec<String>)| {
        let head = if table.is_empty() { String::new() } else { format!("[{table}]\n") };
        format!("{head}{}\n", lines.join("\n"))
    };
    tables.into_iter().map(table).collect()
}

#[test]
fn every_setting_is_documented_and_nothing_else_is() {
    let rows = documented(&read(&root().join("docs/settings.md")));
    let found = settings("");
    assert!(found.len() > 50 && found.contains("sms.twilio.from"), "the program tells its keys: {found:?}");
    assert_eq!(rows.keys().cloned().collect::<BTreeSet<_>>(), found);
}

#[test]
fn every_documented_default_is_the_one_that_holds() {
    let rows = documented(&read(&root().join("docs/settings.md")));
    let set: Config = toml::from_str(&file(&rows)).expect("the documented defaults can be set");
    let tables = "[email]\n[email.dkim]\nselector = ''\nkey_file = ''\n[signal]\n[webhook]\n\
        [rights_review]\nby = ''\non = ''\nwords = ''\n[sms.twilio]\naccount_sid = ''\nauth_token = ''\nfrom = ''\n\
        [sms.android]\nbase_url = ''\nusername = ''\npassword = ''\nsigning_key = ''";
    let unset: Config = toml::from_str(tables).expect("tables with what they need");
    assert_eq!(format!("{set:?}"), format!("{unset:?}"));
    // Those that print nothing about themselves.
    let email = |config: &Config| {
        let email = config.email.as_ref().expect("e-mail").clone();
        let rates = (email.connections_max, email.answer_ms, email.per_minute, email.burst);
        (email.server, email.port, email.encryption, email.username, email.password, email.from, rates)
    };
    let twilio = |config: &Config| {
        let twilio = config.sms.twilio.as_ref().expect("texts").clone();
        (twilio.base_url, twilio.answers_keywords)
    };
    assert_eq!((email(&set), twilio(&set)), (email(&unset), twilio(&unset)));
}

#[test]
fn every_variable_is_documented_and_no_other_is() {
    let read_by = variables(&read(&root().join("src/ground/config.rs")));
    assert!(read_by.len() > 5, "{read_by:?}");
    assert_eq!(variables(&read(&root().join("docs/settings.md"))), read_by);
}

#[test]
fn a_setting_that_is_missing_or_wrong_is_noticed() {
    assert_eq!(documented("| `a.b_c` | `1` | x |\nno row"), BTreeMap::from([("a.b_c".into(), "`1`".into())]));
    assert_eq!(keys("listen"), None, "a value is no table");
    let wrong = file(&documented("| `work_bits` | `9` | x |\n| `sms.burst` | `6` | x |\n| `origin` | – | x |"));
    assert_eq!(wrong, "work_bits = 9\n[sms]\nburst = 6\n");
}
