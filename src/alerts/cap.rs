//! CAP 1.2 (OASIS Common Alerting Protocol, 1 July 2010), in the network's own profile `rrn-cap:1`.
//!
//! In: what is told, and the outline of the published place. Out: one document with one `info` per language. `cap_check` reads it back and
//! holds it against the profile. This is for feeds, archives and partner networks; it never imitates a public authority: no SAME or IPAWS
//! code, and the sender is the network's own name.

use geo::{MultiPolygon, Polygon, Simplify};

use super::alert::{CorrectionWhy, Facts, Found, Kind, PublicPlace};
use super::render::{Entry, Network, Telling, address, rendered};
use super::state::Alert;
use super::xml::Xml;
use crate::ground::locale::{Lang, Words};
use crate::ground::{Id, Moment};
use crate::triage::Certainty;

/// The namespace of CAP 1.2.
pub const NAMESPACE: &str = "urn:oasis:names:tc:emergency:cap:1.2";

/// The code of the profile.
pub const PROFILE: &str = "rrn-cap:1";

/// The events there are: keys of words, the same list in every language.
pub const EVENTS: [&str; 4] =
    ["alert-cap-event-enforcement", "alert-cap-event-checked", "alert-cap-event-ended", "alert-cap-event-alert-ended"];

/// How far, in degrees, an area's outline may be drawn straighter: some 50 m. It keeps documents small, and is never finer than the area.
const STRAIGHTER_DEGREES: f64 = 0.0005;

/// The most points of one area's outline in a document that people's phones load.
const OUTLINE_POINTS_MAX: usize = 400;

/// A closed ring of (latitude, longitude) in degrees.
pub type Ring = Vec<(f64, f64)>;

/// The outline that is published: the cell around a corner or landmark, or the area. `shape` is the area's ground, where it is known.
pub fn outline(place: &PublicPlace, shape: Option<&MultiPolygon<f64>>) -> Vec<Ring> {
    match (place.spot(), shape) {
        (Some(spot), _) => vec![ring(&spot.cell.boundary())],
        (None, Some(shape)) => shape.0.iter().map(straighter).collect(),
        (None, None) => Vec::new(),
    }
}

fn straighter(polygon: &Polygon<f64>) -> Ring {
    let mut step = STRAIGHTER_DEGREES;
    loop {
        let drawn = ring(&polygon.simplify(step));
        if drawn.len() <= OUTLINE_POINTS_MAX && drawn.len() >= 4 {
            return drawn;
        }
        if drawn.len() < 4 {
            return ring(polygon);
        }
        step *= 2.0;
    }
}

fn ring(polygon: &Polygon<f64>) -> Ring {
    polygon.exterior().coords().map(|point| (point.y, point.x)).collect()
}

/// The CAP document of one telling.
pub fn document(telling: &Telling<'_>, network: &Network, rings: &[Ring], words: &Words) -> String {
    let facts = telling.facts;
    let id = telling.withdrawn.map_or(telling.id, |withdrawn| withdrawn.id);
    let mut xml = Xml::default();
    xml.open("alert", &[("xmlns", NAMESPACE)]);
    xml.text("identifier", &identifier(id));
    xml.text("sender", &sender(network));
    xml.text("sent", &time(telling.at, network));
    xml.text("status", if facts.drill { "Exercise" } else { "Actual" });
    xml.text("msgType", message_type(telling));
    if facts.drill {
        xml.text("scope", "Restricted");
        xml.text("restriction", &format!("Exercise: only for those of {} who take part", network.name));
    } else {
        xml.text("scope", "Public");
    }
    xml.text("code", PROFILE);
    if let Some(note) = note(telling, words) {
        xml.text("note", &note);
    }
    if let Some((earlier, sent)) = refers_to(telling) {
        let earlier = identifier(earlier);
        xml.text("references", &format!("{},{earlier},{}", sender(network), time(sent, network)));
    }
    xml.text("incidents", &identifier(facts.follows.map_or(telling.id, |earlier| earlier.first)));
    if telling.withdrawn.is_none() {
        for lang in facts.langs.iter().copied() {
            info(&mut xml, telling, network, rings, words, lang);
        }
    }
    xml.finish()
}

fn info(xml: &mut Xml, telling: &Telling<'_>, network: &Network, rings: &[Ring], words: &Words, lang: Lang) {
    let facts = telling.facts;
    let say = words.say(lang);
    let Entry { title, summary, instruction } = rendered(telling, network, &say).entry;
    xml.open("info", &[]);
    xml.text("language", tag(lang));
    xml.text("category", "Safety");
    xml.text("event", &say.t(event(facts)));
    xml.text("responseType", response_type(facts.found));
    xml.text("urgency", if facts.found.is_enforcement() { "Immediate" } else { "Past" });
    xml.text("severity", if facts.found.is_looked_and_clear() { "Minor" } else { "Moderate" });
    xml.text("certainty", certainty(facts));
    xml.text("onset", &time(facts.seen_at, network));
    xml.text("expires", &time(facts.expires_at, network));
    xml.text("senderName", &network.name);
    xml.text("headline", &title);
    xml.text("description", &summary);
    if !instruction.is_empty() {
        xml.text("instruction", &instruction);
    }
    // An exercise has no public page.
    if !facts.drill {
        xml.text("web", &address(network, telling.id, lang));
    }
    if facts.hotline && !network.hotline.is_empty() {
        xml.text("contact", &network.hotline);
    }
    for (name, value) in parameters(facts, network) {
        xml.open("parameter", &[]);
        xml.text("valueName", name);
        xml.text("value", &value);
        xml.close();
    }
    xml.open("area", &[]);
    xml.text("areaDesc", &facts.place.words());
    for ring in rings {
        let points: Vec<String> = ring.iter().map(|(lat, lon)| format!("{lat:.4},{lon:.4}")).collect();
        xml.text("polygon", &points.join(" "));
    }
    xml.close();
    xml.close();
}

fn parameters(facts: &Facts, network: &Network) -> Vec<(&'static str, String)> {
    let verification = match (facts.found, facts.certainty) {
        // Nobody looked whether it is over, so nothing verifies that it is.
        (Found::Gone { looked: false, .. }, _) => None,
        (_, Certainty::Observed) => Some("verifier-on-scene"),
        (_, Certainty::Likely) => Some("two-independent-reports"),
    };
    let mut out: Vec<_> = verification.map(|how| ("rrn:verification", how.to_owned())).into_iter().collect();
    if let Some(at) = facts.next_update_at {
        out.push(("rrn:nextUpdate", time(at, network)));
    }
    match facts.found {
        Found::Enforcement { agency, .. } | Found::OtherAgency { agency } | Found::Gone { agency, .. } => {
            out.push(("rrn:agencySeen", agency.code().to_owned()));
        }
        Found::NothingThere => {}
    }
    out
}

/// `urn:uuid:…`: unique without asking anybody, and free of what CAP forbids in it.
pub fn identifier(id: Id<Alert>) -> String {
    format!("urn:uuid:{id}")
}

/// A mailbox at the network's own host, as the identity of the sender. Nothing is sent to or from it.
pub fn sender(network: &Network) -> String {
    let host = network.origin.split("://").nth(1).unwrap_or("localhost");
    let host = host.split(['/', ':']).next().unwrap_or("localhost");
    format!("alerts@{host}")
}

/// `2026-03-04T07:38:00-08:00`: an offset, never `Z`, no fraction; UTC is `-00:00` (CAP 1.2, section 3.3.2).
pub fn time(at: Moment, network: &Network) -> String {
    let there = at.in_zone(&network.zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    there.replace("+00:00", "-00:00")
}

fn message_type(telling: &Telling<'_>) -> &'static str {
    match (telling.withdrawn, telling.facts.kind) {
        (Some(_), _) => "Cancel",
        (None, Kind::Alert | Kind::Checked) => "Alert",
        (None, Kind::Update | Kind::Correction | Kind::AllClear) => "Update",
    }
}

/// Exactly what is changed or cancelled.
fn refers_to(telling: &Telling<'_>) -> Option<(Id<Alert>, Moment)> {
    match (telling.withdrawn, telling.facts.follows) {
        (Some(withdrawn), _) => Some((telling.id, withdrawn.released_at)),
        (None, Some(earlier)) => Some((earlier.alert, earlier.released_at)),
        (None, None) => None,
    }
}

/// Which exercise it is (CAP 1.2, section 3.2.1, `status`), and why a message is corrected or cancelled, in every language: CAP has one
/// `note` for all of it.
fn note(telling: &Telling<'_>, words: &Words) -> Option<String> {
    let facts = telling.facts;
    let exercise = facts.drill.then(|| format!("Exercise {}", facts.incident));
    let why = telling.withdrawn.map(|withdrawn| withdrawn.why.word()).or(facts.why.map(CorrectionWhy::word));
    let said = why.into_iter().flat_map(|key| facts.langs.iter().map(move |lang| words.say(*lang).t(&key)));
    let all: Vec<String> = exercise.into_iter().chain(said).collect();
    (!all.is_empty()).then(|| all.join(" / "))
}

fn event(facts: &Facts) -> &'static str {
    match facts.found {
        Found::Enforcement { .. } => EVENTS[0],
        Found::OtherAgency { .. } | Found::NothingThere => EVENTS[1],
        Found::Gone { looked: true, .. } => EVENTS[2],
        Found::Gone { looked: false, .. } => EVENTS[3],
    }
}

/// What a reader should do (CAP 1.2, section 3.2.2). `AllClear` says that the event no longer poses a threat: only where somebody looked.
fn response_type(found: Found) -> &'static str {
    match found {
        Found::Enforcement { .. } => "Avoid",
        Found::Gone { looked: false, .. } => "Monitor",
        Found::OtherAgency { .. } | Found::NothingThere | Found::Gone { looked: true, .. } => "AllClear",
    }
}

fn certainty(facts: &Facts) -> &'static str {
    match facts.certainty {
        Certainty::Observed => "Observed",
        Certainty::Likely => "Likely",
    }
}

/// The language tag of an `info` (RFC 3066, with the region because both are written for readers in the United States).
pub const fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::Es => "es-US",
        Lang::En => "en-US",
    }
}
