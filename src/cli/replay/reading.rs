//! Reading what is to be replayed: CSV or JSON Lines, of reports (the API's field names) or of dated incidents.

use std::collections::HashMap;

use anyhow::{Context, bail};
use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;

use crate::ground::Moment;
use crate::reports::facts::{Activity, Agency, FirstHand, HowMany, TimePrecision, YesNo};

/// One row, read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    /// What the file calls it, else its line.
    pub name: String,
    pub at: Moment,
    pub precision: TimePrecision,
    pub place: String,
    pub point: Option<(f64, f64)>,
    pub activity: Activity,
    pub agency: Agency,
    pub people: HowMany,
    pub vehicles: HowMany,
    pub detained: YesNo,
    pub detained_count: Option<u16>,
    pub first_hand: Option<FirstHand>,
    pub note: String,
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
    let records = if text.trim_start().starts_with('{') { json_lines(text)? } else { csv(text)? };
    let mut read = Rows::default();
    for (line, record) in records {
        match row(&record, line, zone) {
            Ok(row) => read.rows.push(row),
            Err(error) => read.problems.push(format!("line {line}: {error:#}")),
        }
    }
    read.rows.sort_by_key(|row| row.at);
    Ok(read)
}

type Record = HashMap<String, String>;

fn csv(text: &str) -> anyhow::Result<Vec<(usize, Record)>> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().context("the first line must name the columns")?.clone();
    let mut out = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.with_context(|| format!("line {}", at + 2))?;
        let fields =
            header.iter().zip(record.iter()).map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
        out.push((at + 2, fields.collect()));
    }
    Ok(out)
}

fn json_lines(text: &str) -> anyhow::Result<Vec<(usize, Record)>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            let object: serde_json::Map<String, serde_json::Value> =
                serde_json::from_str(line).with_context(|| format!("line {} is not a JSON object", at + 1))?;
            let fields = object.into_iter().map(|(name, value)| match value {
                serde_json::Value::String(text) => (name, text),
                serde_json::Value::Null => (name, String::new()),
                other => (name, other.to_string()),
            });
            Ok((at + 1, fields.collect()))
        })
        .collect()
}

fn row(record: &Record, line: usize, zone: &TimeZone) -> anyhow::Result<Row> {
    let text = |name: &str| record.get(name).map_or("", String::as_str);
    let number = |name: &str| text(name).parse::<f64>().ok();
    let (at, precision) = when(record, zone)?;
    let detained: Option<u16> = [text("detained_count"), text("detained_max"), text("detained_min"), text("detained")]
        .iter()
        .find_map(|count| count.parse().ok());
    let is_detained = match detained {
        Some(0) => YesNo::No,
        Some(_) => YesNo::Yes,
        None => YesNo::from_code(text("detained")).unwrap_or(YesNo::Unknown),
    };
    let place = [text("place"), text("area")].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>();
    let point = number("lat").zip(number("lon"));
    if place.is_empty() && point.is_none() {
        bail!("it names no place");
    }
    let how_many = |name: &str| {
        let given = text(name);
        given.parse().map(HowMany::of).ok().or(HowMany::from_code(given)).unwrap_or(HowMany::Unknown)
    };
    Ok(Row {
        name: if text("id").is_empty() { format!("line {line}") } else { text("id").to_owned() },
        at,
        precision,
        place: place.first().copied().unwrap_or_default().to_owned(),
        point,
        activity: activity(text("activity")).with_context(|| format!("unknown activity «{}»", text("activity")))?,
        agency: agency(if text("agency").is_empty() { text("agency_reported") } else { text("agency") }),
        people: how_many("people"),
        vehicles: how_many("vehicles"),
        detained: is_detained,
        detained_count: detained.filter(|count| *count > 0),
        first_hand: FirstHand::from_code(text("first_hand")),
        note: text("note").to_owned(),
    })
}

fn when(record: &Record, zone: &TimeZone) -> anyhow::Result<(Moment, TimePrecision)> {
    let text = |name: &str| record.get(name).map_or("", String::as_str);
    if !text("observed_at").is_empty() {
        let at = Moment::parse(text("observed_at")).context("observed_at is not a time of RFC 3339")?;
        return Ok((at, TimePrecision::Minutes));
    }
    let date: jiff::civil::Date =
        text("date").parse().context("it has neither observed_at nor a date like 2025-06-06")?;
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

fn agency(word: &str) -> Agency {
    Agency::from_code(word).unwrap_or(match word {
        "ICE" => Agency::IceEro,
        "HSI" => Agency::Hsi,
        "CBP" => Agency::Cbp,
        "DHS" | "federal_unspecified" => Agency::OtherFederal,
        _ => Agency::Unknown,
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
        assert_eq!((first.activity, first.agency), (Activity::Detaining, Agency::Hsi));
        assert_eq!((first.detained, first.detained_count), (YesNo::Yes, Some(12)));
        assert_eq!(read_rows.rows[1].precision, TimePrecision::Day);

        let json =
            r#"{"place": "Luna y 7", "observed_at": "2026-03-04T12:00:00Z", "activity": "at_a_door", "people": 4}"#;
        let row = &read(json, &zone).unwrap().rows[0];
        assert_eq!((row.people, row.activity), (HowMany::ThreeToFive, Activity::AtADoor));
        assert!(read("{broken", &zone).is_err());
    }
}
