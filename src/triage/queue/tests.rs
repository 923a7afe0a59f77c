use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::ground::id::Id;
use crate::places::{AreaKey, Cell};
use crate::reports::facts::{Activity, Agency, Channel, Facts, FirstHand, HowMany, YesNo};
use crate::triage::card::{ProofOfWork, Source, Undecided};

fn at(seconds: i64) -> Moment {
    Moment::from_seconds(1_768_700_700 + seconds)
}

/// Numbers that look random and are the same on every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap()
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

fn report(number: u32, spot: Spot, seconds: i64, activity: Activity, first_hand: FirstHand) -> Undecided {
    let mut bytes = [0; 16];
    bytes[12..].copy_from_slice(&number.to_be_bytes());
    Undecided {
        report: Id::from_bytes(bytes),
        spot,
        received_at: at(seconds),
        seen: None,
        facts: Facts {
            still_happening: YesNo::Yes,
            first_hand: Some(first_hand),
            activity,
            agency: Agency::Unknown,
            people: HowMany::Unknown,
            vehicles: HowMany::Unknown,
            detained: YesNo::Unknown,
            detained_count: None,
            children_present: YesNo::Unknown,
            reporter_safe: YesNo::Unknown,
            wants_call: false,
        },
        source: Source {
            channel: Channel::Web,
            by_member: false,
            reachable: false,
            proof: ProofOfWork::Done,
            sender_reports_in_hour: 1,
        },
        media: 0,
        drill: None,
    }
}

/// Twenty true reports, by number, in a city under three floods of 4,000 in half an hour. Returns all reports; the true
/// ones are those below 20. One true report lies in the flooded cell and came by phone.
fn flooded_city(dice: &mut Dice) -> Vec<Undecided> {
    const SECONDS: usize = 1_800;
    let city: Vec<Spot> = Cell::at(34.05, -118.25).unwrap().disk(10).into_iter().map(Spot::Cell).take(300).collect();
    let mut all = Vec::new();
    for number in 0..20 {
        let activity = dice.one_of(Activity::ALL);
        let spot = if number == 0 { city[0] } else { city[(number as usize * 37) % city.len()] };
        let mut it = report(number, spot, dice.below(SECONDS) as i64, activity, FirstHand::ISeeIt);
        match number % 4 {
            0 => it.source.channel = Channel::Phone,
            1 | 2 => it.source.reachable = true,
            _ => {}
        }
        all.push(it);
    }
    let mut sent = [0_u32; 5];
    for number in 0..12_000_u32 {
        let seconds = dice.below(SECONDS) as i64;
        let activity = dice.one_of(Activity::ALL);
        let mut it = report(20 + number, city[0], seconds, activity, FirstHand::ISeeIt);
        it.facts.agency = dice.one_of(Agency::ALL);
        match number % 3 {
            0 => it.source.reachable = dice.below(2) == 0,
            1 => {
                it.spot = dice.one_of(&city);
                it.facts.first_hand = Some(dice.one_of(&[FirstHand::SomeoneToldMe, FirstHand::APost]));
            }
            _ => {
                // Copies that all claim to be urgent; the counter tells that they come from few senders.
                let sender = dice.below(sent.len());
                sent[sender] += 1;
                it.spot = dice.one_of(&city);
                it.facts.activity = Activity::Detaining;
                it.source.reachable = true;
                it.source.sender_reports_in_hour = sent[sender];
            }
        }
        all.push(it);
    }
    all
}

/// The cards on which the store puts these reports: one for each key, best report first. Its own tests show that it does.
fn cards(reports: impl IntoIterator<Item = Undecided>) -> Vec<Card> {
    let mut groups: BTreeMap<Key, Vec<Undecided>> = BTreeMap::new();
    for report in reports {
        groups.entry(report.key()).or_default().push(report);
    }
    let card = |(key, of): (Key, Vec<Undecided>)| {
        let best = of.iter().copied().reduce(|best, next| if next.reads_before(&best) { next } else { best }).unwrap();
        Card {
            id: Id::from_bytes(best.report.bytes()),
            key,
            best: best.report,
            count: i64::try_from(of.len()).unwrap(),
            urgent: of.iter().any(|report| report.facts.is_urgent()),
            opened_at: of.iter().map(|report| report.received_at).min().unwrap(),
            coarse: false,
            claim: None,
            decided: None,
        }
    };
    groups.into_iter().map(card).collect()
}

/// How many of the true reports are on the card of each key.
fn truth(reports: &[Undecided]) -> HashMap<Key, usize> {
    let mut out = HashMap::new();
    for report in reports.iter().filter(|report| report.report < Id::from_bytes(bytes_of(20))) {
        *out.entry(report.key()).or_default() += 1;
    }
    out
}

/// At which place, from 1, the last of the true reports is met.
fn worst_place<'a>(queue: impl Iterator<Item = &'a Card>, truth: &HashMap<Key, usize>) -> usize {
    let (mut found, mut worst) = (0, 0);
    for (index, card) in queue.enumerate() {
        if let Some(here) = truth.get(&card.key) {
            found += here;
            worst = index + 1;
        }
    }
    assert_eq!(found, 20, "no true report was dropped");
    worst
}

fn bytes_of(number: u32) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[12..].copy_from_slice(&number.to_be_bytes());
    bytes
}

#[test]
fn twenty_true_reports_surface_from_twelve_thousand() {
    let mut worst_of_all = 0;
    for seed in 0..20 {
        let all = flooded_city(&mut Dice(seed));
        let truth = truth(&all);
        let cards = cards(all);
        let total = cards.len();
        let queue = order(cards, at(1_800), LATE_MINUTES_DEFAULT);
        assert_eq!(queue.len(), total, "no card was dropped");
        let worst = worst_place(queue.iter().map(|placed| &placed.card), &truth);
        worst_of_all = worst_of_all.max(worst);
        assert!(worst <= 60, "city {seed}: a true report is only met at place {worst} of {total}");
    }
    println!("20 floods of 12,000 reports: the last true report stands at place {worst_of_all} at worst");
}

#[test]
fn plain_oldest_first_would_have_buried_them() {
    let all = flooded_city(&mut Dice(1));
    let truth = truth(&all);
    let mut cards = cards(all);
    cards.sort_by_key(|card| card.opened_at);
    assert!(worst_place(cards.iter(), &truth) > 60);
}

fn spot(number: u32) -> Spot {
    Spot::Area(AreaKey(number))
}

fn ranked(reports: Vec<Undecided>) -> Vec<u32> {
    let queue = order(cards(reports), at(600), LATE_MINUTES_DEFAULT);
    let number = |placed: &Placed| u32::from_be_bytes(std::array::from_fn(|at| placed.card.best.bytes()[12 + at]));
    queue.iter().map(number).collect()
}

#[test]
fn urgent_goes_before_lane_and_lane_before_age() {
    let waiting_seen = report(1, spot(1), 0, Activity::Waiting, FirstHand::ISeeIt);
    let detaining_told = report(2, spot(2), 50, Activity::Detaining, FirstHand::SomeoneToldMe);
    let detaining_seen = report(3, spot(3), 100, Activity::Detaining, FirstHand::ISeeIt);
    let waiting_told = report(4, spot(4), 10, Activity::Waiting, FirstHand::SomeoneToldMe);
    assert_eq!(ranked(vec![waiting_told, waiting_seen, detaining_told, detaining_seen]), [3, 2, 1, 4]);
}

#[test]
fn a_place_has_three_turns_before_others_wait_for_it() {
    let busy =
        (0..7).map(|number| report(number, spot(1), 900 * i64::from(number), Activity::Waiting, FirstHand::ISeeIt));
    let quiet = report(50, spot(2), 9_000, Activity::Waiting, FirstHand::ISeeIt);
    let ranks = ranked(busy.chain([quiet]).collect());
    assert_eq!(ranks[..2], [0, 50], "one each, oldest first, then the busy place again");
    assert_eq!(ranks.len(), 8);
}

#[test]
fn few_urgent_hearsay_cards_stand_above_first_hand_ones_and_many_do_not() {
    let seen = report(0, spot(999), 100, Activity::Waiting, FirstHand::ISeeIt);
    let told = |count: u32| (1..=count).map(|it| report(it, spot(it), 0, Activity::Loading, FirstHand::APost));
    let place = |count| ranked(told(count).chain([seen]).collect()).iter().position(|it| *it == 0).unwrap() + 1;
    assert_eq!(place(3), 4);
    assert_eq!(place(400), UNSEEN_URGENT_CARDS_MAX + 1);
}

#[test]
fn without_weight_each_place_has_one_urgent_and_one_other_turn_before_any_has_a_second() {
    // More urgent ones than stand above the others, so that the next ones are in the common turns.
    let urgent = |number, place| report(number, spot(place), 0, Activity::Detaining, FirstHand::APost);
    let other = |number, place, seconds| report(number, spot(place), seconds, Activity::Waiting, FirstHand::APost);
    let flood = (100..106).map(|number| urgent(number, number));
    // Later than the others' first ones, and slow.
    let mut slow = other(1, 1, 300);
    slow.source.proof = ProofOfWork::Missing;
    let late = Undecided { received_at: at(200), ..urgent(2, 2) };
    // The first two of place 3 are not alike, so that they are two cards.
    let second = Undecided { facts: Facts { activity: Activity::Other, ..other(4, 3, 20).facts }, ..other(4, 3, 20) };
    let ranks = ranked(flood.chain([slow, late, other(3, 3, 10), second]).collect());
    let place = |number: u32| ranks.iter().position(|it| *it == number).unwrap();
    assert_eq!(ranks.len(), 10);
    assert!(place(2) < place(3) && place(3) < place(1), "urgency, then lane, within one turn: {ranks:?}");
    assert!(place(1) < place(4), "a slow one of a quiet place stands before the second one of a busy place: {ranks:?}");
}

#[test]
fn waiting_too_long_is_marked() {
    let queue = order(cards([report(1, spot(1), 0, Activity::Waiting, FirstHand::ISeeIt)]), at(120), 2);
    assert!(!queue[0].late, "exactly two minutes are within the promise");
    let queue = order(cards([report(1, spot(1), 0, Activity::Waiting, FirstHand::ISeeIt)]), at(121), 2);
    assert!(queue[0].late);
    assert!(order(Vec::new(), at(0), 2).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is thrown at it: every card is there once, and the n-th oldest stands at place 5n or before.
    #[test]
    fn nobody_starves(throws in prop::collection::vec((0..6_u32, 0..4_000_i64, 0..7_usize, 0..4_usize, 0..9_u32), 0..200)) {
        let reports: Vec<Undecided> = (0..).zip(&throws).map(|(number, (place, seconds, activity, hand, busy))| {
            let mut it = report(number, spot(*place), *seconds, Activity::ALL[*activity], FirstHand::ALL[*hand]);
            it.source.sender_reports_in_hour = *busy;
            it
        }).collect();
        let cards = cards(reports);
        let queue = order(cards.clone(), at(4_000), LATE_MINUTES_DEFAULT);
        let mut ages: Vec<_> = cards.iter().map(|card| (card.opened_at, card.key)).collect();
        ages.sort();
        let place = |key: &Key| queue.iter().position(|placed| placed.card.key == *key);
        prop_assert_eq!(queue.len(), cards.len());
        for (nth, (_, key)) in ages.iter().enumerate() {
            let place = place(key);
            prop_assert!(place.is_some_and(|place| place < OLDEST_EVERY_PLACES * (nth + 1)), "{} is at {:?}", nth, place);
        }
    }
}

proptest! {
    /// Real cards stand exactly as they would if nobody practised, and every card of a drill stands behind them.
    #[test]
    fn a_drill_takes_no_place_from_what_is_real(
        made in proptest::collection::vec((0_usize..6, 0_i64..1_800, 0_usize..7, 0_usize..4, any::<bool>()), 1..80),
    ) {
        let city: Vec<Spot> = Cell::at(34.05, -118.25).unwrap().disk(1).into_iter().map(Spot::Cell).collect();
        let drill = Some(Id::from_bytes([7; 16]));
        let reports: Vec<Undecided> = (0..)
            .zip(made)
            .map(|(number, (spot, seconds, activity, first_hand, practised))| {
                let spot = city[spot % city.len()];
                let made = report(number, spot, seconds, Activity::ALL[activity], FirstHand::ALL[first_hand]);
                Undecided { drill: if practised { drill } else { None }, ..made }
            })
            .collect();
        let real = reports.iter().copied().filter(|report| report.drill.is_none());
        let without = order(cards(real), at(2_000), LATE_MINUTES_DEFAULT);
        let mixed = order(cards(reports), at(2_000), LATE_MINUTES_DEFAULT);
        prop_assert_eq!(&mixed[..without.len()], &without[..]);
        prop_assert!(mixed[without.len()..].iter().all(|placed| placed.card.key.drill.is_some()));
    }
}

#[test]
fn drills_are_shown_while_real_work_is_calm_and_in_time() {
    let spots: Vec<Spot> = Cell::at(34.05, -118.25).unwrap().disk(3).into_iter().map(Spot::Cell).collect();
    let real = |count: usize, seconds: i64| -> Vec<Undecided> {
        let one = |(number, spot): (u32, &Spot)| report(number, *spot, seconds, Activity::Waiting, FirstHand::ISeeIt);
        (0..).zip(&spots).take(count).map(one).collect()
    };
    let practised = Undecided { drill: Some(Id::from_bytes([7; 16])), ..real(1, -9_000)[0] };
    let has_room = |mut reports: Vec<Undecided>, now: i64| {
        reports.push(practised);
        has_room_for_drills(&cards(reports), at(now), LATE_MINUTES_DEFAULT)
    };
    assert!(has_room(vec![], 0), "a drill's own card may be late");
    assert!(has_room(real(CALM_CARDS_MAX, 0), 120));
    assert!(!has_room(real(1, 0), 121), "one real card is late");
    assert!(!has_room(real(CALM_CARDS_MAX + 1, 0), 1), "the beginning of a flood");
}
