//! The JSON fields of a report: read one by one, so that every problem is told at once and by its field's name.
//!
//! Liberal where it costs nothing: counts as numbers or ranges, yes and no as words or truth values, `null` as absent. Fields
//! that are not known are left unread: nothing of them is kept.

use std::sync::LazyLock;

use jiff::tz::TimeZone;
use regex::Regex;
use serde_json::{Map, Value};

use crate::ground::Moment;
use crate::ground::locale::Lang;
use crate::ground::wrong::Problem;

use super::facts::{Activity, Agency, Channel, DETAINED_COUNT_MAX, Facts, FirstHand, HowMany, TimePrecision, YesNo};
use super::form::dated;
use super::intake::New;
use super::report::{ReportWords, When, is_blank};
use super::siting::Pick;

/// The longest language tag (BCP 47 has no bound; RFC 5646, section 4.4.1, asks for 35 at least).
pub(super) const LANGUAGE_BYTES_MAX: usize = 35;

/// What `observed_at` looks like; the description publishes this very pattern. Without an offset it is a day and nothing more: an hour
/// by an unknown clock would be lost, or be the wrong one.
pub(super) const OBSERVED_AT_PATTERN: &str =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$";

/// What `language` looks like; published too.
pub(super) const LANGUAGE_PATTERN: &str = "^[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*$";

static OBSERVED_AT: LazyLock<Regex> = LazyLock::new(|| pattern(OBSERVED_AT_PATTERN));
static LANGUAGE: LazyLock<Regex> = LazyLock::new(|| pattern(LANGUAGE_PATTERN));

fn pattern(source: &str) -> Regex {
    #[expect(clippy::expect_used, reason = "both sources are constants of this file, and a test reaches each")]
    Regex::new(source).expect("a pattern of the API does not compile")
}

/// What a JSON object says.
///
/// # Errors
/// Every problem at once.
pub fn read(object: &Map<String, Value>, lang: Lang, zone: &TimeZone, now: Moment) -> Result<New, Vec<Problem>> {
    let mut reader = Reader { object, problems: Vec::new() };
    let facts = reader.facts();
    let words = ReportWords {
        place: reader.text("place"),
        note: reader.text("note"),
        uniform_words: reader.text("uniform_words"),
    };
    let when_said = reader.text("observed_at");
    let when = reader.when(zone, now);
    let language = reader.language(lang);
    let (point, contact) = (reader.point(), reader.text("contact"));
    if is_blank(&words.place) && point.is_none() {
        reader.problem("place", "report-place-missing");
    }
    if facts.wants_call && is_blank(&contact) {
        reader.problem("contact", "report-contact-missing");
    }
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    Ok(New {
        words,
        point,
        pick: Pick::Shared,
        when,
        when_said,
        contact: Some(contact).filter(|contact| !is_blank(contact)),
        lang: language,
        ..New::of(Channel::Api, facts)
    })
}

struct Reader<'a> {
    object: &'a Map<String, Value>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn facts(&mut self) -> Facts {
        let activity = match self.value("activity") {
            None => {
                self.problem("activity", "report-activity-missing");
                None
            }
            Some(_) => self.code("activity", Activity::from_code),
        };
        Facts {
            still_happening: self.yes_no("still_happening"),
            first_hand: self.code("first_hand", FirstHand::from_code),
            agency: self.code("agency", Agency::named).unwrap_or(Agency::Unknown),
            people: self.how_many("people"),
            vehicles: self.how_many("vehicles"),
            detained: self.yes_no("detained"),
            detained_count: self.detained_count(),
            children_present: self.yes_no("children_present"),
            reporter_safe: self.yes_no("reporter_safe"),
            wants_call: self.yes_no("wants_call") == YesNo::Yes,
            ..Facts::of(activity.unwrap_or(Activity::Other))
        }
    }

    /// The field's value; `null` is the same as absent.
    fn value(&self, name: &str) -> Option<&Value> {
        self.object.get(name).filter(|value| !value.is_null())
    }

    fn problem(&mut self, field: &'static str, word: &'static str) {
        self.problems.push(Problem::new(field, word));
    }

    fn text(&mut self, name: &'static str) -> String {
        match self.value(name) {
            None => String::new(),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(_) => {
                self.problem(name, "report-not-text");
                String::new()
            }
        }
    }

    fn code<T>(&mut self, name: &'static str, from_code: fn(&str) -> Option<T>) -> Option<T> {
        let answer = from_code(self.value(name)?.as_str().unwrap_or_default());
        if answer.is_none() {
            self.problem(name, "report-not-an-answer");
        }
        answer
    }

    fn yes_no(&mut self, name: &'static str) -> YesNo {
        match self.value(name) {
            Some(Value::Bool(true)) => YesNo::Yes,
            Some(Value::Bool(false)) => YesNo::No,
            _ => self.code(name, YesNo::from_code).unwrap_or(YesNo::Unknown),
        }
    }

    fn how_many(&mut self, name: &'static str) -> HowMany {
        let read = match self.value(name) {
            None => Some(HowMany::Unknown),
            Some(Value::String(text)) => HowMany::from_code(text),
            Some(number) => count(number).map(HowMany::of),
        };
        if read.is_none() {
            self.problem(name, "report-not-a-count");
        }
        read.unwrap_or(HowMany::Unknown)
    }

    fn detained_count(&mut self) -> Option<u16> {
        let number = self.value("detained_count")?;
        let read =
            count(number).and_then(|count| u16::try_from(count).ok()).filter(|count| *count <= DETAINED_COUNT_MAX);
        if read.is_none() {
            self.problem("detained_count", "report-count-odd");
        }
        read
    }

    fn language(&mut self, lang: Lang) -> String {
        let tag = match self.value("language") {
            None => return lang.code().to_owned(),
            Some(Value::String(tag)) => tag.clone(),
            Some(_) => self.text("language"),
        };
        if tag.len() > LANGUAGE_BYTES_MAX || !LANGUAGE.is_match(&tag) {
            self.problem("language", "report-language-odd");
            return String::new();
        }
        tag
    }

    fn point(&mut self) -> Option<(f64, f64)> {
        let point = self.value("point")?;
        let degrees = |name| point.get(name).and_then(Value::as_f64);
        let read = degrees("lat").zip(degrees("lon"));
        if read.is_none() {
            self.problem("point", "report-point-odd");
        }
        read
    }

    /// RFC 3339 with its offset, or a day of the network's calendar; nothing else, however well it reads.
    fn when(&mut self, zone: &TimeZone, now: Moment) -> Option<When> {
        // What is no text has been told of by then.
        let Value::String(text) = self.value("observed_at")?.clone() else { return None };
        if !OBSERVED_AT.is_match(&text) {
            self.problem("observed_at", "api-time-shape");
            return None;
        }
        let is_a_day = text.len() == "2026-03-04".len();
        let read = if is_a_day {
            dated(&text, "", zone, now).ok()
        } else {
            Moment::parse(&text).map(|at| When { at, precision: TimePrecision::Minutes })
        };
        if read.is_none() {
            self.problem("observed_at", "report-time-unreadable");
        }
        read
    }
}

/// The answers that a field may have, where they are a closed set.
pub(super) fn allowed(field: &str) -> Vec<&'static str> {
    match field {
        "activity" => Activity::ALL.iter().map(|answer| answer.code()).collect(),
        "agency" => Agency::ALL.iter().map(|answer| answer.code()).collect(),
        "first_hand" => FirstHand::ALL.iter().map(|answer| answer.code()).collect(),
        "people" | "vehicles" => HowMany::ALL.iter().map(|answer| answer.code()).collect(),
        "still_happening" | "detained" | "children_present" | "reporter_safe" | "wants_call" => {
            YesNo::ALL.iter().map(|answer| answer.code()).collect()
        }
        _ => Vec::new(),
    }
}

/// A whole number from 0; JSON writes 3 and 3.0 for the same.
fn count(number: &Value) -> Option<u32> {
    if let Some(whole) = number.as_u64() {
        return Some(u32::try_from(whole).unwrap_or(u32::MAX));
    }
    let real = number.as_f64().filter(|real| real.fract() == 0.0 && *real >= 0.0)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, not negative, and capped")]
    let whole = real.min(f64::from(u32::MAX)) as u32;
    Some(whole)
}
