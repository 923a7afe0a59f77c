//! The matcher against the plain rule, one subscription at a time.

use proptest::prelude::*;

use super::*;
use crate::places::Cell;
use crate::subscriptions::quiet::Days;
use crate::subscriptions::{Kinds, QuietHours, QuietRange};

/// Patches of a town of some twenty kilometres, and one far away.
fn a_cell() -> impl Strategy<Value = Cell> {
    prop_oneof![
        9 => (33.95..34.15, -118.40..-118.15).prop_map(|(lat, lon)| Cell::at(lat, lon).unwrap()),
        1 => Just(Cell::at(40.71, -74.0).unwrap()),
    ]
}

fn a_place() -> impl Strategy<Value = Where> {
    prop_oneof![
        1 => Just(Where::Everywhere),
        3 => (0u32..6).prop_map(|key| Where::Area(AreaKey(key))),
        6 => (a_cell(), prop::sample::select(Radius::ALL))
            .prop_map(|(cell, radius)| Where::Around(Patch::of(cell), radius)),
    ]
}

fn quiet_hours() -> impl Strategy<Value = QuietHours> {
    let days = prop::sample::select(vec![Days::Every, Days::Weekdays, Days::Weekend]);
    let range = (days, 0u16..48, 1u16..47).prop_map(|(days, from, length)| QuietRange {
        days,
        from_minute: from * 30,
        to_minute: (from + length) % 48 * 30,
    });
    (prop::collection::vec(range, 0..2), any::<bool>())
        .prop_map(|(ranges, urgent)| QuietHours::new(&ranges, urgent).unwrap())
}

fn a_subscription() -> impl Strategy<Value = Subscription> {
    let places = prop::collection::vec(a_place(), 1..4);
    let kinds = (1u8..8).prop_map(|bits| Kinds::from_bits(bits).unwrap());
    let (lang, carrier) = (prop::sample::select(Lang::ALL.to_vec()), prop::sample::select(Carrier::ALL));
    (places, lang, carrier, kinds, quiet_hours()).prop_map(|(places, lang, carrier, kinds, quiet)| {
        Subscription::new(places, lang, carrier, kinds, quiet).unwrap()
    })
}

fn what_is_touched() -> impl Strategy<Value = Touched> {
    let cells = prop::collection::vec(a_cell(), 1..4);
    let areas = prop::collection::vec((0u32..6).prop_map(AreaKey), 0..3);
    (cells, areas).prop_map(|(cells, areas)| Touched::new(cells, areas))
}

/// The seats that the plain rule finds.
fn naive(people: &[Subscription], call: Call<'_>) -> Vec<u32> {
    let hears = |who: &Subscription| who.hears(call.touched, call.kind, call.urgent, call.slot);
    (0u32..).zip(people).filter(|(_, who)| hears(who)).map(|(seat, _)| seat).collect()
}

fn matcher(people: &[Subscription]) -> Matcher {
    let mut matcher = Matcher::default();
    for (seat, who) in (0u32..).zip(people) {
        matcher.add(Seat(seat), who);
    }
    matcher
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_matcher_finds_whom_the_plain_rule_finds(
        people in prop::collection::vec(a_subscription(), 0..60),
        touched in what_is_touched(),
        kind in prop::sample::select(Kind::ALL),
        urgent: bool,
        slot in prop::sample::select(Slot::all().collect::<Vec<_>>()),
    ) {
        let call = Call { touched: &touched, kind, urgent, slot };
        let mut matcher = matcher(&people);
        let expected = naive(&people, call);
        prop_assert_eq!(matcher.audience(call).iter().collect::<Vec<_>>(), expected.clone());
        matcher.compact();
        let audience = matcher.audience(call);
        prop_assert_eq!(audience.iter().collect::<Vec<_>>(), expected.clone());

        let apart = Lang::ALL.into_iter().flat_map(|lang| Carrier::ALL.iter().map(move |carrier| (lang, *carrier)));
        let mut joined: Vec<u32> = Vec::new();
        for (lang, carrier) in apart {
            let seats = matcher.of(&audience, lang, carrier);
            let counted = matcher.counts(&audience).into_iter().find(|(l, c, _)| (*l, *c) == (lang, carrier));
            prop_assert_eq!(counted.map_or(0, |(_, _, count)| count), seats.len());
            joined.extend(seats);
        }
        joined.sort_unstable();
        prop_assert_eq!(joined, expected.clone());
        let legs: u64 = matcher.by_carrier(&audience).iter().map(|(_, seats)| seats.len()).sum();
        prop_assert_eq!(legs, expected.len() as u64);
    }

    #[test]
    fn who_leaves_is_never_found_again(
        people in prop::collection::vec(a_subscription(), 1..40),
        stay in prop::collection::vec(any::<bool>(), 40),
        touched in what_is_touched(),
    ) {
        let mut matcher = matcher(&people);
        for (seat, who) in (0u32..).zip(&people).filter(|(seat, _)| !stay[*seat as usize]) {
            matcher.remove(Seat(seat), who);
        }
        for slot in Slot::all().step_by(7) {
            let call = Call { touched: &touched, kind: Kind::Alerts, urgent: true, slot };
            let expected: Vec<u32> = naive(&people, call).into_iter().filter(|seat| stay[*seat as usize]).collect();
            prop_assert_eq!(matcher.audience(call).iter().collect::<Vec<_>>(), expected);
        }
        let staying: RoaringBitmap = (0u32..).zip(&people).map(|(seat, _)| seat).filter(|seat| stay[*seat as usize]).collect();
        let mut other = matcher.clone();
        other.forget(&staying);
        prop_assert!(other.is_empty() && other.areas.is_empty() && other.around.is_empty());
        for (seat, who) in (0u32..).zip(&people).filter(|(seat, _)| stay[*seat as usize]) {
            matcher.remove(Seat(seat), who);
        }
        prop_assert!(matcher.is_empty());
        prop_assert!(matcher.areas.is_empty() && matcher.around.is_empty(), "empty sets are not kept");
    }
}

#[test]
fn the_strategies_make_audiences_and_silences() {
    // A property about empty sets would hold for a matcher that finds nobody.
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut heard = 0;
    for _ in 0..50 {
        let tree = (prop::collection::vec(a_subscription(), 40), what_is_touched()).new_tree(&mut runner).unwrap();
        let (people, touched) = proptest::strategy::ValueTree::current(&tree);
        let slot = Slot::all().nth(20).unwrap();
        heard += naive(&people, Call { touched: &touched, kind: Kind::Alerts, urgent: false, slot }).len();
    }
    assert!((100..1_900).contains(&heard), "{heard} of 2,000 heard");
}
