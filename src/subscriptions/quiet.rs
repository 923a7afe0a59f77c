//! Quiet hours: when a subscriber does not want to hear, by the network's own wall clock.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use crate::ground::Moment;

/// Minutes of one slot. Nobody needs to sleep until 6:50 exactly.
pub const SLOT_MINUTES: u16 = 30;

/// Minutes of a day: the end of a range that lasts until midnight.
pub const DAY_MINUTES: u16 = 24 * 60;

/// Slots of a day.
const SLOTS_A_DAY: u16 = DAY_MINUTES / SLOT_MINUTES;

/// Slots in all: those of a weekday, then those of a day of the weekend.
pub const SLOTS: usize = 2 * SLOTS_A_DAY as usize;

/// The most ranges of one subscription: a form has no more lines.
pub const RANGES_MAX: usize = 6;

/// A half hour of the network's wall clock, on a weekday or on the weekend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(u8);

impl Slot {
    /// The slot that a moment falls into where the network lives. The zone knows about summer time.
    pub fn at(now: Moment, zone: &TimeZone) -> Self {
        let local = now.in_zone(zone);
        let days = if matches!(local.weekday(), Weekday::Saturday | Weekday::Sunday) { SLOTS_A_DAY } else { 0 };
        let minute = u16::from(local.hour().unsigned_abs()) * 60 + u16::from(local.minute().unsigned_abs());
        // At most 95, so that a byte holds it.
        Slot((days + minute / SLOT_MINUTES).to_le_bytes()[0])
    }

    /// Every slot, weekdays first.
    pub fn all() -> impl Iterator<Item = Slot> {
        (0u8..).take(SLOTS).map(Slot)
    }

    /// From 0 to [`SLOTS`] - 1.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// On which days a range holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Days {
    Every,
    Weekdays,
    Weekend,
}

/// From one time of day to another, in minutes since midnight. Where the end is before the beginning the range goes over midnight:
/// 22:00 to 7:00 on weekdays means the first seven and the last two hours of each weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietRange {
    pub days: Days,
    /// 0 to 1,410, in steps of 30.
    pub from_minute: u16,
    /// 0 to 1,440, in steps of 30.
    pub to_minute: u16,
}

/// Why quiet hours cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuietWrong {
    /// A time is outside the day, or not on a half hour.
    #[error("times of day run from 0:00 to 24:00 in steps of {SLOT_MINUTES} minutes")]
    Time,
    /// A range begins where it ends: it may mean nothing, or the whole day.
    #[error("a range of quiet hours ends at another time than it begins")]
    Empty,
    /// More ranges than [`RANGES_MAX`].
    #[error("at most {RANGES_MAX} ranges of quiet hours")]
    TooMany,
    /// It is never not quiet, and urgent alerts may not pass: such a person would never hear anything.
    #[error("with these quiet hours no message would ever pass")]
    NeverHeard,
}

/// The half hours in which nothing is sent, and whether urgent alerts may pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QuietHours {
    slots: u128,
    urgent_may_pass: bool,
}

impl QuietHours {
    /// Nothing is quiet.
    pub const NONE: QuietHours = QuietHours { slots: 0, urgent_may_pass: false };

    /// The union of the ranges.
    ///
    /// # Errors
    /// See [`QuietWrong`].
    pub fn new(ranges: &[QuietRange], urgent_may_pass: bool) -> Result<Self, QuietWrong> {
        if ranges.len() > RANGES_MAX {
            return Err(QuietWrong::TooMany);
        }
        let mut slots = 0;
        for range in ranges {
            slots |= slots_of(*range)?;
        }
        Self::known(slots, urgent_may_pass).ok_or(QuietWrong::NeverHeard)
    }

    /// Whether nothing may be sent in this half hour.
    pub const fn silences(self, slot: Slot, urgent: bool) -> bool {
        (self.slots >> slot.0) & 1 == 1 && !(urgent && self.urgent_may_pass)
    }

    /// Whether this half hour is quiet, urgent or not.
    pub const fn is_quiet(self, slot: Slot) -> bool {
        (self.slots >> slot.0) & 1 == 1
    }

    /// Whether urgent alerts pass.
    pub const fn urgent_may_pass(self) -> bool {
        self.urgent_may_pass
    }

    /// The one range that says the same, for a form with one line; `None` where there is none, or one line cannot say it.
    pub fn range(self) -> Option<QuietRange> {
        let mask = (1u128 << SLOTS_A_DAY) - 1;
        let (weekday, weekend) = (self.slots & mask, self.slots >> SLOTS_A_DAY);
        let (days, slots) = match (weekday, weekend) {
            (0, 0) => return None,
            (slots, 0) => (Days::Weekdays, slots),
            (0, slots) => (Days::Weekend, slots),
            (slots, same) if slots == same => (Days::Every, slots),
            _ => return None,
        };
        let at = |slot: u16| slots >> (slot % SLOTS_A_DAY) & 1 == 1;
        // Where quiet begins: the slot before is none.
        let begins = |slot: &u16| at(*slot) && !at(*slot + SLOTS_A_DAY - 1);
        let from = (0..SLOTS_A_DAY).find(begins).unwrap_or(0);
        let length = (0..SLOTS_A_DAY).take_while(|step| at(from + step)).count();
        let to = from + u16::try_from(length).unwrap_or(0);
        let to_minute = if to > SLOTS_A_DAY { to - SLOTS_A_DAY } else { to } * SLOT_MINUTES;
        let range = QuietRange { days, from_minute: from * SLOT_MINUTES, to_minute };
        (slots_of(range).ok()? == self.slots).then_some(range)
    }

    /// The slots as the database keeps them: weekdays, then weekend, one bit a half hour from midnight on.
    pub fn to_i64s(self) -> [i64; 2] {
        let mask = (1u128 << SLOTS_A_DAY) - 1;
        [self.slots & mask, self.slots >> SLOTS_A_DAY].map(|half| i64::try_from(half).unwrap_or(0))
    }

    /// What the database keeps; `None` where it is not what [`QuietHours::to_i64s`] writes.
    pub fn from_i64s(halves: [i64; 2], urgent_may_pass: bool) -> Option<Self> {
        let [weekday, weekend] = halves.map(|half| u128::try_from(half).ok().filter(|bits| bits >> SLOTS_A_DAY == 0));
        Self::known(weekday? | weekend? << SLOTS_A_DAY, urgent_may_pass)
    }

    /// Refuses silence without end.
    fn known(slots: u128, urgent_may_pass: bool) -> Option<Self> {
        let always = slots.count_ones() as usize == SLOTS;
        (!always || urgent_may_pass).then_some(QuietHours { slots, urgent_may_pass })
    }
}

/// One bit for each slot of a range.
fn slots_of(range: QuietRange) -> Result<u128, QuietWrong> {
    let (from, to) = (range.from_minute, range.to_minute);
    if from >= DAY_MINUTES || to > DAY_MINUTES || from % SLOT_MINUTES != 0 || to % SLOT_MINUTES != 0 {
        return Err(QuietWrong::Time);
    }
    if from == to {
        return Err(QuietWrong::Empty);
    }
    let upto = |minute: u16| (1u128 << (minute / SLOT_MINUTES)) - 1;
    let day = if from < to { upto(to) & !upto(from) } else { upto(to) | (upto(DAY_MINUTES) & !upto(from)) };
    Ok(match range.days {
        Days::Weekdays => day,
        Days::Weekend => day << SLOTS_A_DAY,
        Days::Every => day | day << SLOTS_A_DAY,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn night(days: Days) -> QuietRange {
        QuietRange { days, from_minute: 22 * 60, to_minute: 7 * 60 }
    }

    fn slot(text: &str) -> Slot {
        Slot::at(Moment::parse(text).unwrap(), &TimeZone::get("America/Los_Angeles").unwrap())
    }

    #[test]
    fn a_night_goes_over_midnight() {
        let quiet = QuietHours::new(&[night(Days::Every)], false).unwrap();
        assert!(quiet.silences(slot("2026-01-14T23:10:00-08:00"), false));
        assert!(quiet.silences(slot("2026-01-14T06:59:59-08:00"), false));
        assert!(!quiet.silences(slot("2026-01-14T07:00:00-08:00"), false));
        assert!(!quiet.silences(slot("2026-01-14T21:59:00-08:00"), false));
    }

    #[test]
    fn weekdays_and_weekends_differ() {
        let quiet = QuietHours::new(&[night(Days::Weekdays)], false).unwrap();
        assert!(quiet.silences(slot("2026-01-16T23:00:00-08:00"), false), "a Friday");
        assert!(!quiet.silences(slot("2026-01-17T23:00:00-08:00"), false), "a Saturday");
        // Monday in Los Angeles, Tuesday in UTC.
        assert_eq!(slot("2026-01-20T07:30:00+00:00"), slot("2026-01-19T23:30:00-08:00"));
    }

    #[test]
    fn summer_time_is_known() {
        let winter =
            Slot::at(Moment::parse("2026-01-14T15:00:00Z").unwrap(), &TimeZone::get("America/Chicago").unwrap());
        let summer =
            Slot::at(Moment::parse("2026-07-15T14:00:00Z").unwrap(), &TimeZone::get("America/Chicago").unwrap());
        assert_eq!(winter, summer);
        assert_eq!(winter.index(), 18);
    }

    #[test]
    fn urgent_passes_only_where_the_person_said_so() {
        let at_night = slot("2026-01-14T05:30:00-08:00");
        let strict = QuietHours::new(&[night(Days::Every)], false).unwrap();
        let open = QuietHours::new(&[night(Days::Every)], true).unwrap();
        assert!(strict.silences(at_night, true));
        assert!(!open.silences(at_night, true));
        assert!(open.silences(at_night, false));
    }

    #[test]
    fn wrong_hours_are_refused() {
        let range = |from_minute, to_minute| QuietRange { days: Days::Every, from_minute, to_minute };
        let of = |ranges: &[QuietRange]| QuietHours::new(ranges, false);
        assert_eq!(of(&[range(15, 60)]), Err(QuietWrong::Time));
        assert_eq!(of(&[range(0, 1_470)]), Err(QuietWrong::Time));
        assert_eq!(of(&[range(1_440, 60)]), Err(QuietWrong::Time));
        assert_eq!(of(&[range(60, 60)]), Err(QuietWrong::Empty));
        assert_eq!(of(&[range(0, 60); RANGES_MAX + 1]), Err(QuietWrong::TooMany));
        assert_eq!(of(&[range(0, 1_440)]), Err(QuietWrong::NeverHeard));
        assert!(QuietHours::new(&[range(0, 1_440)], true).is_ok());
        assert_eq!(of(&[]), Ok(QuietHours::NONE));
    }

    #[test]
    fn one_line_of_a_form_reads_back_and_two_do_not() {
        let range = |from_minute, to_minute| QuietRange { days: Days::Every, from_minute, to_minute };
        for days in [Days::Every, Days::Weekdays, Days::Weekend] {
            for (from, to) in [(1_320, 420), (0, 30), (1_410, 1_440), (0, 1_440), (720, 750), (1_410, 30)] {
                let one = QuietRange { days, ..range(from, to) };
                assert_eq!(QuietHours::new(&[one], true).unwrap().range(), Some(one), "{one:?}");
            }
        }
        assert_eq!(QuietHours::NONE.range(), None);
        assert_eq!(QuietHours::new(&[range(60, 120), range(300, 360)], true).unwrap().range(), None);
        assert_eq!(QuietHours::new(&[night(Days::Weekdays), range(60, 120)], true).unwrap().range(), None);
    }

    #[test]
    fn quiet_hours_survive_the_database() {
        let ranges = [night(Days::Weekdays), QuietRange { days: Days::Weekend, from_minute: 0, to_minute: 660 }];
        let quiet = QuietHours::new(&ranges, true).unwrap();
        assert_eq!(QuietHours::from_i64s(quiet.to_i64s(), true), Some(quiet));
        assert_eq!(QuietHours::from_i64s([-1, 0], true), None);
        assert_eq!(QuietHours::from_i64s([0, 1 << 48], true), None);
        assert_eq!(QuietHours::from_i64s([(1 << 48) - 1; 2], false), None);
        assert_eq!(Slot::all().count(), SLOTS);
    }
}
