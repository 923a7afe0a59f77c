//! Times as neighbours read them: on the network's own clock.

use jiff::tz::TimeZone;

use crate::ground::Moment;
use crate::ground::locale::Say;

/// "7:38am": short enough for a text message, and plain in both languages.
pub fn clock(at: Moment, zone: &TimeZone) -> String {
    at.in_zone(zone).strftime("%-I:%M%P").to_string()
}

/// "4 de marzo", "March 4".
pub fn date(at: Moment, zone: &TimeZone, say: &Say) -> String {
    let there = at.in_zone(zone);
    say.with("alert-date", &[("day", i64::from(there.day()).into()), ("month", i64::from(there.month()).into())])
}

/// A sentence with a time in it, from the words `key` or, where Spanish says "a la 1:05", `key-one`.
pub fn with_time(say: &Say, key: &str, at: Moment, zone: &TimeZone) -> String {
    say.t1(&key_at(key, at, zone), "time", clock(at, zone))
}

/// The key for a sentence with a time: Spanish says "a la 1:05" and "a las 2:05".
pub(super) fn key_at(key: &str, at: Moment, zone: &TimeZone) -> String {
    let is_one = matches!(at.in_zone(zone).hour(), 1 | 13);
    if is_one { format!("{key}-one") } else { key.to_owned() }
}
