//! What the clock says: half and nine of ten, against the target; and what it does not say of a few.

use std::collections::BTreeMap;

use super::clock::Step;
use super::histogram::Histogram;
use crate::ground::answers::answers;
use crate::places::{AreaKey, Areas};

/// So many samples make a figure. Fewer tell of single events, and a percentile of them tells nothing.
pub const HANDFUL: u64 = 5;

answers! {
    /// Whether a step keeps its target.
    Verdict, "board-verdict" {
        /// Nine of ten were within it.
        InTime = "in_time",
        /// Half were, and not nine of ten.
        HalfInTime = "half",
        /// Not even half were.
        Late = "late",
    }
}

/// What the clock says of some samples of one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// There are none.
    Nothing,
    /// Fewer than a handful. The figures are for those who know the events anyway.
    Few(Figures),
    Enough(Figures, Verdict),
}

/// The figures: bounds in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    pub count: u64,
    pub in_time: u64,
    /// How many never ended. They are in every figure, as later than all others.
    pub never: u64,
    pub median: i64,
    pub ninetieth: i64,
}

impl Reading {
    /// Reads a histogram of one step.
    pub fn of(step: Step, took: &Histogram) -> Reading {
        let (Some(median), Some(ninetieth)) = (took.percentile(50), took.percentile(90)) else {
            return Reading::Nothing;
        };
        let (count, in_time) = (took.count(), took.count_within(step.target_seconds()));
        let figures = Figures { count, in_time, never: took.count_never(), median, ninetieth };
        if count < HANDFUL {
            return Reading::Few(figures);
        }
        let verdict = if in_time * 10 >= count * 9 {
            Verdict::InTime
        } else if in_time * 2 >= count {
            Verdict::HalfInTime
        } else {
            Verdict::Late
        };
        Reading::Enough(figures, verdict)
    }
}

answers! {
    /// Over which days the clock is read, today included.
    Days, "board-days" { Today = "1", Week = "7", FourWeeks = "28", Year = "365" }
}

impl Days {
    /// The first day, as of `today` (days since 1970-01-01).
    pub const fn first_day(self, today: i64) -> i64 {
        match self {
            Days::Today => today,
            Days::Week => today - 6,
            Days::FourWeeks => today - 27,
            Days::Year => today - 364,
        }
    }
}

answers! {
    /// Over which hours of the day the clock is read: a shift on the hotline.
    Hours, "board-hours" {
        All = "all", Night = "0-4", Dawn = "4-8", Morning = "8-12", Noon = "12-16", Evening = "16-20", Late = "20-24",
    }
}

impl Hours {
    /// The first and the last hour.
    pub const fn bounds(self) -> (i8, i8) {
        match self {
            Hours::All => (0, 23),
            Hours::Night => (0, 3),
            Hours::Dawn => (4, 7),
            Hours::Morning => (8, 11),
            Hours::Noon => (12, 15),
            Hours::Evening => (16, 19),
            Hours::Late => (20, 23),
        }
    }
}

/// The histograms of every step.
pub type BySteps = BTreeMap<Step, Histogram>;

/// Counts over some days: of one area, in one hour of the day, of one step, under one bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    pub area: Option<AreaKey>,
    pub hour: i8,
    pub step: Step,
    pub bound: i64,
    pub count: u64,
}

/// The counts of the whole network.
pub fn whole(sums: &[Sum]) -> BySteps {
    let mut out = BySteps::new();
    sums.iter().for_each(|sum| out.entry(sum.step).or_default().add(sum.bound, sum.count));
    out
}

/// The counts of each area with everything in it. A lone outermost area is left out: it is the whole network.
pub fn by_area(sums: &[Sum], areas: &Areas) -> BTreeMap<Option<AreaKey>, BySteps> {
    let outermost: Vec<AreaKey> = areas.all().iter().filter(|area| area.parent.is_none()).map(|area| area.id).collect();
    let is_whole = |area: AreaKey| outermost == [area];
    let mut out: BTreeMap<Option<AreaKey>, BySteps> = BTreeMap::new();
    for sum in sums {
        // An area that the map has lost is as good as unknown.
        let known = sum.area.filter(|area| areas.get(*area).is_some());
        let around = known.into_iter().flat_map(|area| areas.around(area)).map(|outer| Some(outer.id));
        for area in std::iter::once(known).chain(around).filter(|area| !area.is_some_and(is_whole)) {
            out.entry(area).or_default().entry(sum.step).or_default().add(sum.bound, sum.count);
        }
    }
    out
}

/// The counts of one area with everything in it, by the hour.
pub fn by_hour(sums: &[Sum], areas: &Areas, area: AreaKey) -> BTreeMap<i8, BySteps> {
    let is_in = |inner: AreaKey| inner == area || areas.around(inner).any(|outer| outer.id == area);
    let mut out: BTreeMap<i8, BySteps> = BTreeMap::new();
    for sum in sums.iter().filter(|sum| sum.area.is_some_and(is_in)) {
        out.entry(sum.hour).or_default().entry(sum.step).or_default().add(sum.bound, sum.count);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::histogram::bound_of;
    use crate::demo::city;

    fn read(seconds: &[i64]) -> Reading {
        let mut took = Histogram::default();
        seconds.iter().for_each(|seconds| took.add(bound_of(*seconds), 1));
        Reading::of(Step::Decided, &took)
    }

    fn verdict(seconds: &[i64]) -> Verdict {
        match read(seconds) {
            Reading::Enough(_, verdict) => verdict,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn nine_of_ten_within_the_target_keep_it_and_half_half_keep_it() {
        let mut took = vec![120; 9];
        took.push(121);
        assert_eq!(verdict(&took), Verdict::InTime, "exactly the target is within it");
        took.push(121);
        assert_eq!(verdict(&took), Verdict::HalfInTime);
        took.extend([121; 7]);
        assert_eq!(verdict(&took), Verdict::HalfInTime, "nine of eighteen");
        took.push(121);
        assert_eq!(verdict(&took), Verdict::Late);
    }

    #[test]
    fn four_are_few_and_none_are_nothing() {
        assert_eq!(read(&[]), Reading::Nothing);
        assert!(matches!(read(&[60; 4]), Reading::Few(Figures { count: 4, median: 60, .. })));
        assert!(matches!(read(&[60; 5]), Reading::Enough(..)));
    }

    #[test]
    fn an_area_counts_for_those_around_it_and_once_for_the_network() {
        let areas = city::areas().unwrap();
        let named = |name: &str| areas.all().iter().find(|area| area.name == name).unwrap().id;
        let (brick, luna, south) = (named("Brickyard"), named("Campo Luna"), named("Southside"));
        let sum = |area, hour, count| Sum { area, hour, step: Step::Decided, bound: 60, count };
        let sums = [sum(Some(brick), 8, 2), sum(Some(luna), 9, 3), sum(None, 9, 1), sum(Some(AreaKey(9_999)), 9, 1)];
        let count = |steps: &BySteps| steps[&Step::Decided].count();
        assert_eq!(count(&whole(&sums)), 7);
        let found = by_area(&sums, &areas);
        let counts: BTreeMap<_, _> = found.iter().map(|(area, steps)| (*area, count(steps))).collect();
        assert_eq!(counts, BTreeMap::from([(None, 2), (Some(south), 5), (Some(brick), 2), (Some(luna), 3)]));
        let hours = by_hour(&sums, &areas, south);
        assert_eq!(hours.iter().map(|(hour, steps)| (*hour, count(steps))).collect::<Vec<_>>(), [(8, 2), (9, 3)]);
    }

    #[test]
    fn hours_cover_the_day_once() {
        let mut hours: Vec<i8> = Vec::new();
        for part in Hours::ALL.iter().filter(|part| **part != Hours::All) {
            let (from, to) = part.bounds();
            hours.extend(from..=to);
            assert_eq!(part.code(), format!("{from}-{}", to + 1));
        }
        assert_eq!(hours, (0..24).collect::<Vec<_>>());
    }
}
