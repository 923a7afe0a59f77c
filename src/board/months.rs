//! How the clock forgets: of a month that is over for long only the month is kept, and of areas in which it saw few, not even those.

use std::collections::BTreeMap;

use super::clock::{Grain, Slot, Step};
use super::reading::HANDFUL;
use crate::ground::Moment;
use crate::places::AreaKey;

/// Days after the end of a month until its days are forgotten: so long dispatchers look back by the day.
pub const BY_DAY_DAYS: i64 = 28;

/// The first day whose counts still stand by the day, as of `today`. It is the first of a month.
pub fn by_day_from(today: i64) -> i64 {
    month_of(today - BY_DAY_DAYS)
}

/// The first day of the month of a day, both in days since 1970-01-01.
pub fn month_of(day: i64) -> i64 {
    let date = Moment::from_seconds(day.saturating_mul(86_400)).in_zone(&jiff::tz::TimeZone::UTC).date();
    day - i64::from(date.day() - 1)
}

/// Makes months of these counts, whichever grain they have. Where an area had fewer than a handful of samples of a step in a month, they
/// are counted without their area, so that a count never leads back to what happened there.
pub fn folded(counts: &[(Slot, u64)]) -> BTreeMap<Slot, u64> {
    let mut seen: BTreeMap<(i64, Option<AreaKey>, Step, bool), u64> = BTreeMap::new();
    for (slot, count) in counts {
        *seen.entry((month_of(slot.day), slot.area, slot.step, slot.drill)).or_default() += count;
    }
    let mut out = BTreeMap::new();
    for (slot, count) in counts {
        let day = month_of(slot.day);
        let is_few = seen.get(&(day, slot.area, slot.step, slot.drill)).is_none_or(|seen| *seen < HANDFUL);
        let area = slot.area.filter(|_| !is_few);
        *out.entry(Slot { grain: Grain::Month, day, area, ..*slot }).or_default() += count;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> i64 {
        Moment::parse(&format!("{text}T00:00:00Z")).unwrap().day()
    }

    #[test]
    fn a_month_is_folded_four_weeks_after_its_end() {
        assert_eq!(by_day_from(day("2026-03-28")), day("2026-02-01"), "February ended 28 days ago tomorrow");
        assert_eq!(by_day_from(day("2026-03-29")), day("2026-03-01"));
        assert_eq!(month_of(day("2024-02-29")), day("2024-02-01"));
        assert_eq!(month_of(day("1969-12-31")), day("1969-12-01"));
    }

    fn slot(date: &str, hour: i8, area: u32) -> Slot {
        let area = Some(AreaKey(area));
        Slot { grain: Grain::Day, day: day(date), hour, area, step: Step::Decided, drill: false, bound: 60 }
    }

    #[test]
    fn days_become_a_month_and_few_lose_their_area() {
        let counts =
            [(slot("2026-01-02", 8, 1), 3), (slot("2026-01-30", 8, 1), 2), (slot("2026-01-05", 8, 2), HANDFUL - 1)];
        let january = |area| Slot { grain: Grain::Month, area, ..slot("2026-01-01", 8, 0) };
        let expected = BTreeMap::from([(january(Some(AreaKey(1))), 5), (january(None), HANDFUL - 1)]);
        assert_eq!(folded(&counts), expected);
        let again: Vec<_> = folded(&counts).into_iter().collect();
        assert_eq!(folded(&again), expected, "a month stays as it is");
    }

    #[test]
    fn steps_and_drills_are_judged_apart() {
        let real = slot("2026-01-02", 8, 1);
        let counts = [(real, 4), (Slot { drill: true, ..real }, 4), (Slot { step: Step::Answered, ..real }, 4)];
        assert!(folded(&counts).keys().all(|slot| slot.area.is_none()), "four of each are few, twelve together or not");
    }
}
