//! The rules about `info`: one a language, all with the same values.

use super::{Rule, STANDS_MINUTES_MAX, geometry, read_time};
use crate::alerts::xml_in::Element;
use crate::ground::Moment;

/// The event words of the profile, by language tag. A test compares them with the words that are sent.
#[rustfmt::skip]
pub(super) const EVENTS: [(&str, [&str; 4]); 2] = [
    ("es-US", ["Actividad de control migratorio", "Reporte revisado", "Fin de actividad de control migratorio", "Fin de la alerta"]),
    ("en-US", ["Immigration enforcement activity", "Report checked", "Immigration enforcement activity ended", "Alert ended"]),
];

/// What each of the events above asks of a reader, in their order: (response type, urgency, severity).
const MEANING: [(&str, &str, &str); 4] = [
    ("Avoid", "Immediate", "Moderate"),
    ("AllClear", "Past", "Minor"),
    ("AllClear", "Past", "Minor"),
    ("Monitor", "Past", "Moderate"),
];

/// The event that ends an alert without anybody having looked: the one that says no verification.
const ALERT_ENDED: usize = 3;

/// How a certainty came about, as `rrn:verification` says it.
const VERIFIED: [(&str, &str); 2] = [("Observed", "verifier-on-scene"), ("Likely", "two-independent-reports")];

/// Elements whose text must be the same in every language.
const SAME: [&str; 9] =
    ["category", "responseType", "urgency", "severity", "certainty", "effective", "onset", "expires", "contact"];

pub(super) fn check(alert: &Element, broken: &mut Vec<Rule>) {
    let infos: Vec<&Element> = alert.all("info").collect();
    // A cancellation may stand without: there is nothing left to say.
    if infos.is_empty() && alert.text_of("msgType") == "Cancel" {
        return;
    }
    let mut hold = |rule, holds: bool| {
        if !holds {
            broken.push(rule);
        }
    };
    let mut languages: Vec<&str> = infos.iter().map(|info| info.text_of("language")).collect();
    languages.sort_unstable();
    hold(Rule::Languages, languages == ["en-US", "es-US"]);
    hold(Rule::InfosAgree, infos.windows(2).all(|pair| values(pair[0]) == values(pair[1])));
    hold(Rule::Event, same_event(&infos));
    let sent = read_time(alert.text_of("sent"));
    let is_exercise = alert.text_of("status") == "Exercise";
    for info in &infos {
        hold(Rule::Category, info.all("category").map(|category| category.text.as_str()).eq(["Safety"]));
        hold(Rule::Certainty, matches!(info.text_of("certainty"), "Observed" | "Likely"));
        hold(Rule::Urgency, matches!(info.text_of("urgency"), "Immediate" | "Past"));
        hold(Rule::Meaning, number(info).is_none_or(|event| meaning(info) == MEANING[event]));
        hold(Rule::Verification, is_verified(info, number(info)));
        hold(Rule::NextUpdate, next_update_fits(info, sent));
        hold(Rule::Web, is_exercise != info.child("web").is_some_and(|web| web.text.starts_with("https://")));
        hold(Rule::Onset, info.child("onset").is_some());
        hold(Rule::EventCode, info.child("eventCode").is_none());
        hold(Rule::Resource, info.child("resource").is_none());
        hold(Rule::Expires, info.child("expires").is_some());
        let (onset, expires) = (read_time(info.text_of("onset")), read_time(info.text_of("expires")));
        let stands = sent.zip(expires).map(|(sent, expires)| expires.seconds_since(sent));
        hold(Rule::ExpiresOrder, stands.is_none_or(|seconds| (1..=STANDS_MINUTES_MAX * 60).contains(&seconds)));
        hold(Rule::OnsetOrder, sent.zip(onset).is_none_or(|(sent, onset)| onset <= sent));
        let is_described = |area: &Element| !area.text_of("areaDesc").is_empty();
        hold(Rule::Area, info.child("area").is_some() && info.all("area").all(is_described));
        for polygon in info.all("area").flat_map(|area| area.all("polygon")) {
            let points = geometry::points(&polygon.text);
            hold(Rule::PolygonPoints, points.as_ref().is_some_and(|points| points.len() >= 4));
            hold(Rule::PolygonClosed, points.is_none_or(|points| points.first() == points.last()));
        }
    }
}

/// Everything in an `info` that is no sentence.
fn values(info: &Element) -> Vec<String> {
    let mut out: Vec<String> = SAME.iter().map(|name| info.text_of(name).to_owned()).collect();
    let pair = |of: &Element| format!("{}={}", of.text_of("valueName"), of.text_of("value"));
    out.extend(info.all("parameter").map(pair));
    for area in info.all("area") {
        out.push(area.text_of("areaDesc").to_owned());
        out.extend(area.children.iter().filter(|child| child.name != "areaDesc").map(|child| child.text.clone()));
        out.extend(area.all("geocode").map(pair));
    }
    out
}

/// The same event of the list, in each language.
fn same_event(infos: &[&Element]) -> bool {
    let numbers: Vec<Option<usize>> = infos.iter().map(|info| number(info)).collect();
    numbers.iter().all(|number| number.is_some() && *number == numbers[0])
}

/// Which event of the list it is, by the words of its language.
fn number(info: &Element) -> Option<usize> {
    let (_, events) = EVENTS.iter().find(|(tag, _)| *tag == info.text_of("language"))?;
    events.iter().position(|event| *event == info.text_of("event"))
}

fn meaning(info: &Element) -> (&str, &str, &str) {
    (info.text_of("responseType"), info.text_of("urgency"), info.text_of("severity"))
}

/// The values of a parameter of the profile.
fn parameter<'a>(info: &'a Element, name: &str) -> Vec<&'a str> {
    let all = info.all("parameter").filter(|parameter| parameter.text_of("valueName") == name);
    all.map(|parameter| parameter.text_of("value")).collect()
}

/// Says once how it is known, in the word that belongs to the certainty; and says nothing of it where nobody looked.
fn is_verified(info: &Element, event: Option<usize>) -> bool {
    let said = parameter(info, "rrn:verification");
    if event == Some(ALERT_ENDED) {
        return said.is_empty();
    }
    let of_certainty = VERIFIED.iter().find(|(certainty, _)| *certainty == info.text_of("certainty"));
    of_certainty.is_none_or(|(_, how)| said == [*how])
}

/// At most one, later than it was sent and not later than it expires.
fn next_update_fits(info: &Element, sent: Option<Moment>) -> bool {
    let expires = read_time(info.text_of("expires"));
    match parameter(info, "rrn:nextUpdate").as_slice() {
        [] => true,
        [at] => match (read_time(at), sent, expires) {
            (Some(at), Some(sent), Some(expires)) => at > sent && at <= expires,
            (at, _, _) => at.is_some(),
        },
        _ => false,
    }
}
