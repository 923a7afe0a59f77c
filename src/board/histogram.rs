//! How long things took, as counts: a histogram over fixed bounds, from which no single wait can be read back exactly.
//!
//! A duration falls under the first bound that it does not exceed, and is told as that bound: rounded up, by 5 seconds or by a third at
//! most. So no figure flatters; and whether a target was met is exact, because every target is a bound. Histograms of any areas, days
//! and hours add up.

use std::collections::BTreeMap;

/// The bounds, in seconds. Steps grow with the duration; a test checks by how much.
pub const BOUNDS_SECONDS: [i64; 41] = [
    5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 120, 150, 180, 240, 300, 360, 480, 600, 720, 900, 1_200, 1_500, 1_800,
    2_400, 3_000, 3_600, 4_500, 5_400, 7_200, 9_000, 10_800, 14_400, 18_000, 21_600, 28_800, 36_000, 43_200, 57_600,
    72_000, 86_400,
];

/// Stands for everything beyond the last bound: more than a day.
pub const BEYOND_SECONDS: i64 = 86_401;

/// Stands for what never ended: later than everything that did.
pub const NEVER_SECONDS: i64 = 86_402;

/// The bound under which a duration of so many seconds falls.
pub fn bound_of(seconds: i64) -> i64 {
    BOUNDS_SECONDS.into_iter().find(|bound| seconds <= *bound).unwrap_or(BEYOND_SECONDS)
}

/// How many durations fell under each bound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram(BTreeMap<i64, u64>);

impl Histogram {
    /// Adds `count` durations under one bound.
    pub fn add(&mut self, bound: i64, count: u64) {
        *self.0.entry(bound).or_default() += count;
    }

    /// Adds another histogram.
    pub fn merge(&mut self, other: &Histogram) {
        for (bound, count) in &other.0 {
            self.add(*bound, *count);
        }
    }

    /// How many durations there are.
    pub fn count(&self) -> u64 {
        self.0.values().sum()
    }

    /// How many took at most so many seconds. Exact where that is a bound.
    pub fn count_within(&self, seconds: i64) -> u64 {
        self.0.range(..=seconds).map(|(_, count)| count).sum()
    }

    /// How many never ended.
    pub fn count_never(&self) -> u64 {
        self.0.get(&NEVER_SECONDS).copied().unwrap_or_default()
    }

    /// The bound that so many of a hundred did not exceed (nearest rank); `None` where there are no durations.
    pub fn percentile(&self, percent: u64) -> Option<i64> {
        let rank = (self.count() * percent).div_ceil(100).max(1);
        let mut seen = 0;
        self.0.iter().find_map(|(bound, count)| {
            seen += count;
            (seen >= rank).then_some(*bound)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::board::clock::Step;

    fn of(durations: &[i64]) -> Histogram {
        let mut histogram = Histogram::default();
        durations.iter().for_each(|seconds| histogram.add(bound_of(*seconds), 1));
        histogram
    }

    /// The exact percentile by nearest rank.
    fn exact(durations: &[i64], percent: usize) -> i64 {
        let mut sorted = durations.to_vec();
        sorted.sort_unstable();
        sorted[(sorted.len() * percent).div_ceil(100).max(1) - 1]
    }

    /// The most that a duration may be told too long: 5 seconds or a third of it, in thirds of a second.
    fn is_close(told: i64, took: i64) -> bool {
        told >= took && (told - took <= 5 || (told - took) * 3 <= took)
    }

    #[test]
    fn bounds_grow_by_a_third_at_most() {
        assert!(BOUNDS_SECONDS.is_sorted());
        for pair in BOUNDS_SECONDS.windows(2) {
            assert!(is_close(pair[1], pair[0] + 1), "{pair:?}");
        }
        assert!(!is_close(60, 40), "a bound left out is noticed");
    }

    #[test]
    fn every_target_is_a_bound() {
        for step in Step::ALL {
            assert!(BOUNDS_SECONDS.contains(&step.target_seconds()), "{step:?}");
        }
    }

    #[test]
    fn the_ends_of_time_have_a_bound() {
        assert_eq!([bound_of(i64::MIN), bound_of(0), bound_of(5), bound_of(6)], [5, 5, 5, 10]);
        assert_eq!([bound_of(86_400), bound_of(86_401), bound_of(i64::MAX)], [86_400, BEYOND_SECONDS, BEYOND_SECONDS]);
        assert_eq!(Histogram::default().percentile(50), None);
    }

    /// Durations as the line has them: most within minutes, some of hours.
    fn durations() -> impl Strategy<Value = Vec<i64>> {
        prop::collection::vec(prop_oneof![4 => 0..1_200_i64, 1 => 0..86_400_i64], 1..200)
    }

    proptest! {
        #[test]
        fn a_percentile_is_the_exact_one_rounded_up_to_its_bound(took in durations(), percent in 1..=100_usize) {
            let (told, exact) = (of(&took).percentile(percent as u64).unwrap(), exact(&took, percent));
            prop_assert_eq!(told, bound_of(exact));
            prop_assert!(is_close(told, exact), "told {} for {}", told, exact);
        }

        #[test]
        fn the_count_within_a_target_is_exact(took in durations()) {
            for step in Step::ALL {
                let target = step.target_seconds();
                let within = took.iter().filter(|seconds| **seconds <= target).count() as u64;
                prop_assert_eq!(of(&took).count_within(target), within);
            }
        }

        #[test]
        fn parts_add_up_to_the_whole_in_any_order(took in durations(), cut in 0..200_usize) {
            let (one, two) = took.split_at(cut.min(took.len()));
            let (mut forth, mut back) = (of(one), of(two));
            forth.merge(&of(two));
            back.merge(&of(one));
            prop_assert_eq!(&forth, &of(&took));
            prop_assert_eq!(&back, &forth);
            prop_assert_eq!(forth.count(), took.len() as u64);
        }
    }
}
