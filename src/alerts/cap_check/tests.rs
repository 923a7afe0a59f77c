use std::collections::BTreeSet;

use super::infos::EVENTS;
use super::*;
use crate::alerts::alert::Kind;
use crate::alerts::cap::{self, document, outline};
use crate::alerts::fixtures::{at, samples};
use crate::alerts::render::{Network, Telling, Withdrawn};
use crate::alerts::state::WithdrawWhy;
use crate::ground::locale::{Lang, Words};

fn network() -> Network {
    Network {
        name: "Red de Puerto <Tecolote> & amigos".into(),
        hotline: "555-0100".into(),
        zone: jiff::tz::TimeZone::get("America/Los_Angeles").unwrap(),
        origin: "https://red.example.org".into(),
    }
}

fn words() -> Words {
    Words::read(crate::wiring::WORDS).unwrap()
}

/// A document of every sample message, and a cancellation, by name.
fn documents() -> Vec<(String, Kind, String)> {
    let (words, samples) = (words(), samples());
    let areas = crate::demo::city::areas().unwrap();
    let shape = &areas.all()[5].shape;
    let id = Id::from_bytes([0x31; 16]);
    let made = |name: &str, telling: Telling<'_>| {
        let rings = outline(&telling.facts.place, Some(shape));
        (name.to_owned(), telling.facts.kind, document(&telling, &network(), &rings, &words))
    };
    let mut out: Vec<_> =
        samples.iter().map(|(name, facts)| made(name, Telling { id, facts, at: at(20), withdrawn: None })).collect();
    let withdrawn = Withdrawn { id: Id::from_bytes([0x40; 16]), released_at: at(20), why: WithdrawWhy::InDoubt };
    out.push(made("cancel", Telling { id, facts: &samples[0].1, at: at(30), withdrawn: Some(withdrawn) }));
    out
}

fn named(name: &str) -> String {
    documents().into_iter().find(|(known, ..)| known == name).unwrap().2
}

#[test]
fn everything_that_is_emitted_keeps_every_rule() {
    for (name, kind, document) in documents() {
        assert_eq!(check(&document), [], "{name}:\n{document}");
        let read = xml_in::read(&document).unwrap();
        let expected = match (name.as_str(), kind) {
            ("cancel", _) => "Cancel",
            (_, Kind::Alert | Kind::Checked) => "Alert",
            _ => "Update",
        };
        assert_eq!(read.text_of("msgType"), expected, "{name}");
        assert_eq!(read.text_of("status"), if name.contains("drill") { "Exercise" } else { "Actual" });
        assert_eq!(read.text_of("scope"), if name.contains("drill") { "Restricted" } else { "Public" });
    }
}

#[test]
fn an_update_and_a_cancellation_name_exactly_what_they_change() {
    let update = xml_in::read(&named("update")).unwrap();
    let earlier = crate::alerts::fixtures::earlier();
    let sent = cap::time(earlier.released_at, &network());
    let expected = format!("alerts@red.example.org,{},{sent}", cap::identifier(earlier.alert));
    assert_eq!(update.text_of("references"), expected);
    assert_eq!(update.text_of("incidents"), cap::identifier(earlier.first));
    let cancel = xml_in::read(&named("cancel")).unwrap();
    let expected = format!(
        "alerts@red.example.org,urn:uuid:31313131-3131-3131-3131-313131313131,{}",
        cap::time(at(20), &network())
    );
    assert_eq!(cancel.text_of("references"), expected);
    assert_eq!(cancel.text_of("identifier"), "urn:uuid:40404040-4040-4040-4040-404040404040");
    assert_eq!(cancel.text_of("note"), "Ya no estamos seguros / We are not sure any more");
}

#[test]
fn times_are_on_the_networks_clock_with_an_offset() {
    assert_eq!(cap::time(at(18), &network()), "2026-03-04T07:38:00-08:00");
    let utc = Network { zone: jiff::tz::TimeZone::UTC, ..network() };
    assert_eq!(cap::time(at(18), &utc), "2026-03-04T15:38:00-00:00");
}

#[test]
fn the_event_list_is_the_one_that_is_said() {
    for (tag, events) in EVENTS {
        let say = words().say(Lang::from_code(tag).unwrap());
        assert_eq!(cap::EVENTS.map(|key| say.t(key)), events);
    }
}

/// For each rule, changes to a good document that break it: (document, from, to).
#[rustfmt::skip]
const CONTROLS: &[(Rule, &str, &str, &str)] = &[
    (Rule::Document, "alert", "cap:1.2", "cap:1.1"),
    (Rule::Document, "alert", "</alert>", ""),
    (Rule::Identifier, "alert", "urn:uuid:31313131-3131-3131-3131-313131313131</identifier>", "2026 03,1</identifier>"),
    (Rule::Sender, "alert", "alerts@red.example.org</sender>", "red, example</sender>"),
    (Rule::Sender, "alert", "alerts@red.example.org</sender>", "alerts@ice.gov</sender>"),
    (Rule::TimeForm, "alert", "<sent>2026-03-04T07:40:00-08:00", "<sent>2026-03-04T15:40:00Z"),
    (Rule::TimeForm, "alert", "<expires>2026-03-04T09:10:00-08:00", "<expires>2026-03-04T09:10:00.5-08:00"),
    (Rule::Status, "alert", "Actual", "System"),
    (Rule::MessageType, "alert", "<msgType>Alert", "<msgType>Ack"),
    (Rule::Scope, "alert", "<scope>Public", "<scope>Private"),
    (Rule::Scope, "alert", "<scope>Public</scope>", "<scope>Public</scope><addresses>+15550100</addresses>"),
    (Rule::Restriction, "alert, drill", "<restriction>Exercise: only for those of Red de Puerto &lt;Tecolote&gt; &amp; amigos who take part</restriction>", ""),
    (Rule::Restriction, "alert", "<scope>Public</scope>", "<scope>Public</scope><restriction>some</restriction>"),
    (Rule::PublicExercise, "alert", "Actual", "Exercise"),
    (Rule::ExerciseNote, "alert, drill", "<note>Exercise 09090909-0909-0909-0909-090909090909</note>", "<note>x</note>"),
    (Rule::Code, "alert", "rrn-cap:1", "IPAWSv1.0"),
    (Rule::Code, "alert", "<code>rrn-cap:1</code>", "<code>rrn-cap:1</code><code>IPAWSv1.0</code>"),
    (Rule::References, "update", "<references>alerts@red.example.org,urn:uuid:1e1e1e1e-1e1e-1e1e-1e1e-1e1e1e1e1e1e,2026-03-04T07:38:00-08:00</references>", ""),
    (Rule::References, "alert", "<msgType>Alert", "<msgType>Update"),
    (Rule::References, "update", "<msgType>Update", "<msgType>Alert"),
    (Rule::ReferenceForm, "update", "<references>alerts@red.example.org,", "<references>"),
    (Rule::ReferenceForm, "update", "<references>alerts@red.example.org", "<references>someone@else.example"),
    (Rule::ReferenceForm, "update", "07:38:00-08:00</references>", "07:58:00-08:00</references>"),
    (Rule::ReferenceForm, "cancel", "urn:uuid:40404040-4040-4040-4040-404040404040</id", "urn:uuid:31313131-3131-3131-3131-313131313131</id"),
    (Rule::CancelNote, "cancel", "<note>Ya no estamos seguros / We are not sure any more</note>", ""),
    (Rule::Languages, "alert", "en-US", "fr-FR"),
    (Rule::Languages, "alert", "en-US", "es-US"),
    (Rule::InfosAgree, "alert", "<urgency>Immediate", "<urgency>Past"),
    (Rule::InfosAgree, "alert", "ice_ero", "cbp"),
    (Rule::InfosAgree, "alert", "35th / International, Fruitvale</areaDesc>", "36th</areaDesc>"),
    (Rule::Category, "alert", "<category>Safety", "<category>Security"),
    (Rule::Certainty, "alert", "<certainty>Observed", "<certainty>Possible"),
    (Rule::Event, "alert", "Actividad de control migratorio</event>", "Redada</event>"),
    (Rule::Event, "alert", "Actividad de control migratorio</event>", "Reporte revisado</event>"),
    (Rule::Urgency, "alert", "<urgency>Immediate", "<urgency>Expected"),
    (Rule::Meaning, "alert", "<responseType>Avoid", "<responseType>AllClear"),
    (Rule::Meaning, "checked, nothing", "<urgency>Past", "<urgency>Immediate"),
    (Rule::Meaning, "all clear, looked", "<severity>Minor", "<severity>Extreme"),
    (Rule::Meaning, "all clear, last seen", "<responseType>Monitor", "<responseType>AllClear"),
    (Rule::Verification, "alert", "verifier-on-scene", "two-independent-reports"),
    (Rule::Verification, "alert, two reports", "two-independent-reports", "hearsay"),
    (Rule::Verification, "checked, nothing", "rrn:verification", "rrn:other"),
    (Rule::Verification, "all clear, last seen", "rrn:agencySeen", "rrn:verification"),
    (Rule::NextUpdate, "alert", "<value>2026-03-04T08:10:00-08:00", "<value>2026-03-04T07:40:00-08:00"),
    (Rule::NextUpdate, "alert", "<value>2026-03-04T08:10:00-08:00", "<value>2026-03-04T09:11:00-08:00"),
    (Rule::NextUpdate, "alert", "<value>2026-03-04T08:10:00-08:00", "<value>soon"),
    (Rule::Web, "alert", "<web>https:", "<web>http:"),
    (Rule::Web, "alert, drill", "<area>", "<web>https://red.example.org/alerts/1</web><area>"),
    (Rule::Incidents, "alert", "<incidents>urn:uuid:", "<incidents>"),
    (Rule::Onset, "alert", "<onset>2026-03-04T07:31:00-08:00</onset>", ""),
    (Rule::EventCode, "alert", "<onset>", "<eventCode><valueName>SAME</valueName><value>CEM</value></eventCode><onset>"),
    (Rule::Resource, "alert", "<area>", "<resource><resourceDesc>x</resourceDesc></resource><area>"),
    (Rule::Expires, "alert", "<expires>2026-03-04T09:10:00-08:00</expires>", ""),
    (Rule::ExpiresOrder, "alert", "<expires>2026-03-04T09:10", "<expires>2026-03-04T07:40"),
    (Rule::ExpiresOrder, "alert", "<expires>2026-03-04T09:10", "<expires>2026-03-04T11:41"),
    (Rule::OnsetOrder, "alert", "<onset>2026-03-04T07:31", "<onset>2026-03-04T07:41"),
    (Rule::Area, "alert", "<areaDesc>35th / International, Fruitvale</areaDesc>", "<areaDesc></areaDesc>"),
    (Rule::PolygonPoints, "alert", "<polygon>", "<polygon>-120.03,30.95 "),
    (Rule::PolygonPoints, "alert", "<polygon>", "<polygon>30.95 "),
    (Rule::PolygonClosed, "alert", "</polygon>", " 30.9,-120.1</polygon>"),
];

#[test]
fn every_rule_notices_what_breaks_it() {
    for (rule, name, from, to) in CONTROLS {
        let good = named(name);
        assert!(good.contains(from), "{rule:?}: {name} has no {from}:\n{good}");
        let broken = check(&good.replacen(from, to, 1));
        assert!(broken.contains(rule), "{rule:?} was not noticed when {from} became {to}: {broken:?}");
    }
    let held: BTreeSet<Rule> = CONTROLS.iter().map(|(rule, ..)| *rule).collect();
    let without: Vec<&Rule> = Rule::ALL.iter().filter(|rule| !held.contains(rule)).collect();
    assert!(without.is_empty(), "rules without a control: {without:?}");
}

#[test]
fn an_area_is_drawn_no_finer_than_it_is_and_closed() {
    let areas = crate::demo::city::areas().unwrap();
    let place = crate::alerts::fixtures::area_only();
    for area in areas.all() {
        let rings = outline(&place, Some(&area.shape));
        assert_eq!(rings.len(), area.shape.0.len());
        for ring in rings {
            assert_eq!(ring.first(), ring.last());
            assert!((4..=400).contains(&ring.len()), "{} points", ring.len());
        }
    }
    assert_eq!(outline(&crate::alerts::fixtures::corner(), None)[0].len(), 7, "a cell has six corners");
    assert!(outline(&place, None).is_empty());
}

/// Writes every sample where `tests/peers/cap_peer.py` finds it, to be held against the schema of OASIS.
#[test]
fn samples_are_laid_out_for_the_peers() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers/cap");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, _, document) in documents() {
        let file = format!("{}.cap.xml", name.replace(", ", "-").replace(' ', "-"));
        std::fs::write(folder.join(file), document).unwrap();
    }
    assert!(std::fs::read_dir(&folder).unwrap().count() >= documents().len());
}
