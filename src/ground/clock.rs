//! Time as an argument: a [`Moment`] is passed in, a [`Clock`] is asked only at the edge.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::tz::TimeZone;

const MICROS_PER_SECOND: i64 = 1_000_000;

/// A point in time: microseconds since 1970-01-01T00:00:00 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The moment this many microseconds after 1970 (UTC).
    pub const fn from_micros(micros: i64) -> Self {
        Moment(micros)
    }

    /// The moment this many seconds after 1970 (UTC).
    pub const fn from_seconds(seconds: i64) -> Self {
        Moment(seconds * MICROS_PER_SECOND)
    }

    /// Microseconds since 1970 (UTC).
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970 (UTC), rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(MICROS_PER_SECOND)
    }

    /// This many seconds later (earlier where negative); stays at the ends of time instead of wrapping.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Moment(self.0.saturating_add(seconds.saturating_mul(MICROS_PER_SECOND)))
    }

    /// This many minutes later (earlier where negative).
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_seconds(minutes.saturating_mul(60))
    }

    /// This many hours later (earlier where negative).
    #[must_use]
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_minutes(hours.saturating_mul(60))
    }

    /// This many days of 24 hours later (earlier where negative).
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_hours(days.saturating_mul(24))
    }

    /// Whole seconds from `earlier` to this moment; negative where `earlier` is later.
    pub const fn seconds_since(self, earlier: Moment) -> i64 {
        self.0.saturating_sub(earlier.0).div_euclid(MICROS_PER_SECOND)
    }

    /// Whole minutes from `earlier` to this moment; negative where `earlier` is later.
    pub const fn minutes_since(self, earlier: Moment) -> i64 {
        self.seconds_since(earlier).div_euclid(60)
    }

    /// This moment rounded down to a step of so many minutes: what rows about people may keep.
    #[must_use]
    pub const fn floor_minutes(self, step_minutes: i64) -> Self {
        let step = step_minutes * 60 * MICROS_PER_SECOND;
        Moment(self.0.div_euclid(step) * step)
    }

    /// Days since 1970-01-01 (UTC).
    pub const fn day(self) -> i64 {
        self.seconds().div_euclid(86_400)
    }

    /// RFC 3339 in UTC with whole seconds, for machines: `2026-01-18T15:04:05Z`.
    pub fn iso(self) -> String {
        self.stamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// The wall clock of a place, for people.
    pub fn in_zone(self, zone: &TimeZone) -> jiff::Zoned {
        self.stamp().to_zoned(zone.clone())
    }

    /// The calendar day at a place, as days since 1970-01-01.
    pub fn day_in(self, zone: &TimeZone) -> i64 {
        self.plus_seconds(i64::from(self.in_zone(zone).offset().seconds())).day()
    }

    /// The midnight that began the day at a place: what is left of a moment of which only the day is kept.
    #[must_use]
    pub fn midnight_in(self, zone: &TimeZone) -> Self {
        match self.in_zone(zone).start_of_day() {
            Ok(midnight) => Moment(midnight.timestamp().as_microsecond()),
            // The ends of time have no midnight.
            Err(_) => self.floor_minutes(24 * 60),
        }
    }

    /// Reads RFC 3339 ("2026-01-18T07:04:05-08:00"); `None` where it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        text.parse::<Timestamp>().ok().map(|stamp| Moment(stamp.as_microsecond()))
    }

    fn stamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Where the edge gets its time: the machine's clock, or one that a test moves.
#[derive(Debug, Clone)]
pub struct Clock(Source);

#[derive(Debug, Clone)]
enum Source {
    Machine,
    Moved(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's clock.
    pub const fn machine() -> Self {
        Clock(Source::Machine)
    }

    /// A clock that stands at `start` until it is moved: for stories and for the demo's made-up day.
    pub fn standing_at(start: Moment) -> Self {
        Clock(Source::Moved(Arc::new(AtomicI64::new(start.micros()))))
    }

    /// The time now.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn now(&self) -> Moment {
        match &self.0 {
            Source::Machine => Moment(Timestamp::now().as_microsecond()),
            Source::Moved(micros) => Moment(micros.load(Ordering::SeqCst)),
        }
    }

    /// Moves a standing clock; does nothing to the machine's.
    pub fn advance_minutes(&self, minutes: i64) {
        self.advance_seconds(minutes * 60);
    }

    /// Moves a standing clock by seconds, back where negative; does nothing to the machine's.
    pub fn advance_seconds(&self, seconds: i64) {
        if let Source::Moved(micros) = &self.0 {
            micros.fetch_add(seconds * MICROS_PER_SECOND, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_floored_also_before_1970() {
        assert_eq!(Moment::from_seconds(-1).floor_minutes(5), Moment::from_seconds(-300));
        assert_eq!(Moment::from_seconds(599).floor_minutes(5), Moment::from_seconds(300));
    }

    #[test]
    fn rfc_3339_reads_with_an_offset_and_refuses_the_rest() {
        assert_eq!(Moment::parse("1970-01-01T00:00:10+00:00"), Some(Moment::from_seconds(10)));
        assert_eq!(Moment::parse("1970-01-01T01:00:10+01:00"), Some(Moment::from_seconds(10)));
        assert_eq!(Moment::parse("yesterday"), None);
        assert_eq!(Moment::parse("2026-02-30T10:00:00Z"), None);
    }

    #[test]
    fn the_day_and_its_midnight_are_those_of_the_place() {
        let zone = TimeZone::get("America/Los_Angeles").unwrap();
        let evening = Moment::parse("2026-03-04T20:00:00-08:00").unwrap();
        assert_eq!(evening.day_in(&zone), evening.day_in(&TimeZone::UTC) - 1);
        assert_eq!(evening.day_in(&zone), Moment::parse("2026-03-04T00:00:00Z").unwrap().day());
        assert_eq!(evening.midnight_in(&zone).iso(), "2026-03-04T08:00:00Z");
        let morning = Moment::parse("2026-03-04T00:10:00-08:00").unwrap();
        assert_eq!(morning.midnight_in(&zone), evening.midnight_in(&zone));
        let summer = Moment::parse("2026-03-08T20:00:00-07:00").unwrap();
        assert_eq!(summer.midnight_in(&zone).iso(), "2026-03-08T08:00:00Z", "a day of 23 hours");
    }

    #[test]
    fn the_ends_of_time_do_not_wrap() {
        assert!(Moment::from_micros(i64::MAX).plus_days(9) >= Moment::from_micros(i64::MAX));
        assert_eq!(Moment::from_micros(i64::MAX).iso().len(), 20);
        assert!(Moment::from_micros(i64::MIN).midnight_in(&TimeZone::UTC) <= Moment::from_seconds(0));
    }
}
