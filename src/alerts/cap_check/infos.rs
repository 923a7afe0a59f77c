//! The rules about `info`: one a language, all with the same values.

use super::{Rule, STANDS_MINUTES_MAX, geometry, read_time};
use crate::alerts::xml_in::Element;

/// The event words of the profile, by language tag. A test compares them with the words that are sent.
pub(super) const EVENTS: [(&str, [&str; 3]); 2] = [
    ("es-US", ["Actividad de control migratorio", "Reporte revisado", "Fin de actividad de control migratorio"]),
    ("en-US", ["Immigration enforcement activity", "Report checked", "Immigration enforcement activity ended"]),
];

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
    for info in &infos {
        hold(Rule::Category, info.all("category").map(|category| category.text.as_str()).eq(["Safety"]));
        hold(Rule::Certainty, matches!(info.text_of("certainty"), "Observed" | "Likely"));
        hold(Rule::Urgency, matches!(info.text_of("urgency"), "Immediate" | "Past"));
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
    let number = |info: &&Element| {
        let (_, events) = EVENTS.iter().find(|(tag, _)| *tag == info.text_of("language"))?;
        events.iter().position(|event| *event == info.text_of("event"))
    };
    let numbers: Vec<Option<usize>> = infos.iter().map(number).collect();
    numbers.iter().all(|number| number.is_some() && *number == numbers[0])
}
