//! Reading what is to be replayed: CSV or JSON Lines, of reports (the API's field names) or of dated incidents.
//!
//! A line of JSON is read as the API reads it, problems included. Tables also hold the words of newspapers' lists, and may name a day and an
//! hour by the place's clock.

use std::collections::HashMap;

use anyhow::{Context, anyhow, bail};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::ground::Moment;
use crate::ground::locale::Lang;
use crate::reports::facts::{Activity, Agency, Facts, FirstHand, HowMany, TimePrecision, YesNo};
use crate::reports::{self, ReportWords};

/// One row, read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// What the file calls it, else its line.
    pub name: String,
    pub at: Moment,
    pub precision: TimePrecision,
    pub words: ReportWords,
    pub point: Option<(f64, f64)>,
    pub facts: Facts,
    pub contact: Option<String>,
    pub lang: String,
}

/// What was read, in the order of time, and what could not be.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub rows: Vec<Row>,
    pub problems: Vec<String>,
}

/// Reads a whole file; JSON Lines where its first sign is a brace, else CSV with a header.
///
/// # Errors
/// Where it is neither. A single row that cannot be read is a problem, not an error.
pub(super) fn read(text: &str, zone: &TimeZone) -> anyhow::Result<Rows> {
    // Spreadsheets begin their files with a byte order mark.
    let text = text.trim_start_matches('\u{feff}');
    let all = if text.trim_start().starts_with('{') { json_lines(text, zone) } else { csv(text, zone)? };
    let mut read = Rows::default();
    for (line, row) in all {
        match row {
            Ok(row) => read.rows.push(row),
            Err(error) => read.problems.push(format!("line {line}: {error:#}")),
        }
    }
    read.rows.sort_by_key(|row| row.at);
    Ok(read)
}

type Record = HashMap<String, String>;
type Lines = Vec<(usize, anyhow::Result<Row>)>;

fn csv(text: &str, zone: &TimeZone) -> anyhow::Result<Lines> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().context("the first line must name the columns")?.clone();
    let named = |record: csv::StringRecord| -> Record {
        header
            .iter()
            .zip(record.iter())
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect()
    };
    let rows = reader.records().enumerate().map(|(at, record)| {
        let line = at + 2;
        (line, record.map_err(anyhow::Error::from).and_then(|record| of_table(&named(record), line, zone)))
    });
    Ok(rows.collect())
}

fn json_lines(text: &str, zone: &TimeZone) -> Lines {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| (at + 1, of_json(line, at + 1, zone))).collect()
}

/// A report as the API reads it, or a dated incident.
fn of_json(line: &str, at: usize, zone: &TimeZone) -> anyhow::Result<Row> {
    let object: Map<String, Value> = serde_json::from_str(line).context("it is not a JSON object")?;
    let given = |name: &str| object.get(name).filter(|value| !value.is_null());
    if given("observed_at").is_none() && given("date").is_some() {
        let record = object.into_iter().map(|(name, value)| match value {
            Value::String(text) => (name, text),
            Value::Null => (name, String::new()),
            other => (name, other.to_string()),
        });
        return of_table(&record.collect(), at, zone);
    }
    // Now is no time of a file's: what gives none is a problem below.
    let new = reports::read_object(&object, Lang::Es, zone, Moment::from_seconds(0)).map_err(|problems| {
        let told: Vec<_> = problems.iter().map(|problem| format!("{} ({})", problem.field, problem.word)).collect();
        anyhow!(told.join(", "))
    })?;
    let when = new.when.context("it has neither observed_at nor a date like 2025-06-06")?;
    let name = given("id").and_then(Value::as_str).filter(|id| !id.is_empty());
    Ok(Row {
        name: name.map_or_else(|| format!("line {at}"), str::to_owned),
        at: when.at,
        precision: when.precision,
        words: new.words,
        point: new.point,
        facts: new.facts,
        contact: new.contact,
        lang: if given("language").is_some() { new.lang } else { UNTOLD.to_owned() },
    })
}

/// BCP 47's word for a language that nobody named.
const UNTOLD: &str = "und";

fn of_table(record: &Record, line: usize, zone: &TimeZone) -> anyhow::Result<Row> {
    let text = |name: &str| record.get(name).map_or("", String::as_str);
    let number = |name: &str| text(name).parse::<f64>().ok();
    let (at, precision) = when(record, zone)?;
    let place = [text("place"), text("area")].into_iter().find(|part| !part.is_empty()).unwrap_or_default();
    let point = number("lat").zip(number("lon"));
    if place.is_empty() && point.is_none() {
        bail!("it names no place");
    }
    let word = |name: &str| text(name).to_owned();
    Ok(Row {
        name: if text("id").is_empty() { format!("line {line}") } else { word("id") },
        at,
        precision,
        words: ReportWords { place: place.to_owned(), note: word("note"), uniform_words: word("uniform_words") },
        point,
        facts: facts(record)?,
        contact: Some(word("contact")).filter(|contact| !contact.is_empty()),
        lang: if text("language").is_empty() { UNTOLD.to_owned() } else { word("language") },
    })
}

fn facts(record: &Record) -> anyhow::Result<Facts> {
    let text = |name: &str| record.get(name).map_or("", String::as_str);
    let detained: Option<u16> = [text("detained_count"), text("detained_max"), text("detained_min"), text("detained")]
        .iter()
        .find_map(|count| count.parse().ok());
    let yes_no = |name| Ok::<_, anyhow::Error>(coded(record, name, YesNo::from_code)?.unwrap_or(YesNo::Unknown));
    let how_many = |name| {
        let read = |given: &str| given.parse().map(HowMany::of).ok().or(HowMany::from_code(given));
        Ok::<_, anyhow::Error>(coded(record, name, read)?.unwrap_or(HowMany::Unknown))
    };
    Ok(Facts {
        still_happening: yes_no("still_happening")?,
        first_hand: coded(record, "first_hand", FirstHand::from_code)?,
        agency: match text("agency") {
            "" => Agency::named(text("agency_reported")).unwrap_or(Agency::Unknown),
            _ => coded(record, "agency", Agency::named)?.unwrap_or(Agency::Unknown),
        },
        people: how_many("people")?,
        vehicles: how_many("vehicles")?,
        detained: match detained {
            Some(0) => YesNo::No,
            Some(_) => YesNo::Yes,
            None => yes_no("detained")?,
        },
        detained_count: detained.filter(|count| *count > 0),
        children_present: yes_no("children_present")?,
        reporter_safe: yes_no("reporter_safe")?,
        wants_call: yes_no("wants_call")? == YesNo::Yes,
        ..Facts::of(activity(text("activity")).with_context(|| format!("unknown activity «{}»", text("activity")))?)
    })
}

/// What a column says, where it says something.
fn coded<T>(record: &Record, name: &str, read: impl Fn(&str) -> Option<T>) -> anyhow::Result<Option<T>> {
    match record.get(name).map_or("", String::as_str) {
        "" => Ok(None),
        given => read(given).map(Some).with_context(|| format!("{name} is none of the answers")),
    }
}

fn when(record: &Record, zone: &TimeZone) -> anyhow::Result<(Moment, TimePrecision)> {
    let text = |name: &str| record.get(name).map_or("", String::as_str);
    let observed = text("observed_at");
    let is_a_day = observed.len() == "2025-06-06".len();
    if !observed.is_empty() && !is_a_day {
        let at = Moment::parse(observed).context("observed_at is neither a time of RFC 3339 nor a day")?;
        return Ok((at, TimePrecision::Minutes));
    }
    let day = if is_a_day { observed } else { text("date") };
    let date: Date = day.parse().context("it has neither observed_at nor a date like 2025-06-06")?;
    let time: Option<Time> = text("time_local").parse().ok();
    let precision = if time.is_some() { TimePrecision::Minutes } else { TimePrecision::Day };
    // A day without an hour is put at noon of the place, which no daylight-saving change moves to another day.
    let noon = Time::constant(12, 0, 0, 0);
    let zoned = DateTime::from_parts(date, time.unwrap_or(noon)).to_zoned(zone.clone())?;
    Ok((Moment::from_micros(zoned.timestamp().as_microsecond()), precision))
}

/// The API's activities, and the words of newspapers' lists for what was done.
fn activity(word: &str) -> Option<Activity> {
    Activity::from_code(word).or(match word {
        "raid" | "detention" => Some(Activity::Detaining),
        "vehicle_stop" => Some(Activity::Questioning),
        "residential" | "arrest_warrant" => Some(Activity::AtADoor),
        "staging" => Some(Activity::Waiting),
        "sighting" | "search_warrant" | "chase" | "rumor" | "deterred" | "" => Some(Activity::Other),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dated_incidents_and_reports_read_alike() {
        let zone = TimeZone::get("America/Los_Angeles").unwrap();
        let csv = "id,date,time_local,place,lat,lon,activity,agency_reported,detained_min\n\
                   a1,2025-06-06,13:30,\"Market, Westlake\",34.05,-118.27,raid,HSI,12\n\
                   a2,2025-06-07,,Paramount,,,sighting,,\n\
                   a3,2025-13-07,,Paramount,,,sighting,,\n\
                   a4,2025-06-07,,Paramount,,,dancing,,\n";
        let read_rows = read(csv, &zone).unwrap();
        assert_eq!(read_rows.rows.len(), 2);
        assert_eq!(read_rows.problems.len(), 2, "an impossible date and an unknown activity: {:?}", read_rows.problems);
        let first = &read_rows.rows[0];
        assert_eq!(first.at, Moment::parse("2025-06-06T20:30:00Z").unwrap());
        assert_eq!((first.facts.activity, first.facts.agency), (Activity::Detaining, Agency::Hsi));
        assert_eq!((first.facts.detained, first.facts.detained_count), (YesNo::Yes, Some(12)));
        assert_eq!(read_rows.rows[1].precision, TimePrecision::Day);

        let json =
            r#"{"place": "Luna y 7", "observed_at": "2026-03-04T12:00:00Z", "activity": "at_a_door", "people": 4}"#;
        let row = &read(json, &zone).unwrap().rows[0];
        assert_eq!((row.facts.people, row.facts.activity), (HowMany::ThreeToFive, Activity::AtADoor));
        assert_eq!(read("{broken", &zone).unwrap().problems.len(), 1);
        let named = "\u{feff}observed_at,place,activity,people\n2026-03-04,Luna y 7,waiting,4\n2026-03-04,Luna y 7,waiting,muchos\n";
        let table = read(named, &zone).unwrap();
        assert_eq!((table.rows.len(), table.rows[0].precision), (1, TimePrecision::Day));
        assert_eq!(table.problems, ["line 3: people is none of the answers"]);
    }
}
