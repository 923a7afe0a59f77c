//! Broadcasts through crashes, outages and halts: nobody missed, duplicates counted.

mod outages;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::subscriptions::Seat;

const NOW: Moment = Moment::from_seconds(1_768_400_000);
const WINDOW: usize = 16;

fn leg(seats: u32) -> Leg {
    Leg::new(Carrier::PushGoogle, (0..seats).collect())
}

fn all(batch: &RoaringBitmap, outcome: Outcome) -> Vec<(Seat, Outcome)> {
    batch.iter().map(|seat| (Seat(seat), outcome)).collect()
}

const BUSY: Outcome = Outcome::Later { wait_seconds: None };

/// A provider that keeps count, and breaks as it is told.
#[derive(Default)]
struct Provider {
    got: BTreeMap<u32, u32>,
    gone: BTreeSet<u32>,
    poison: BTreeSet<u32>,
}

impl Provider {
    fn answer(&mut self, seat: u32, luck: u8) -> Outcome {
        match luck {
            _ if self.gone.contains(&seat) => Outcome::Failed(Why::Gone),
            _ if self.poison.contains(&seat) => BUSY,
            0..=9 => BUSY,
            10..=13 => Outcome::ShutOut,
            14..=17 => {
                *self.got.entry(seat).or_default() += 1;
                Outcome::Unclear
            }
            18..=19 => Outcome::Unclear,
            _ => {
                *self.got.entry(seat).or_default() += 1;
                Outcome::Sent
            }
        }
    }

    /// Seats of the audience that should have got the message and did not.
    fn missed(&self, leg: &Leg) -> Vec<u32> {
        let owed = |seat: &u32| !self.gone.contains(seat) && !self.poison.contains(seat);
        leg.audience().iter().filter(owed).filter(|seat| !self.got.contains_key(seat)).collect()
    }

    fn duplicates(&self) -> u32 {
        self.got.values().map(|times| times - 1).sum()
    }
}

/// Where the program dies in one turn of the sender.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Death {
    BeforeWritingBatch,
    BeforeSending,
    AfterSending(u8),
    BeforeWritingOutcomes,
}

/// The sender's loop: take, write down, send, tell, write down. Yields `false` where it died.
fn turn(
    saved: &mut Vec<u8>,
    leg: &mut Leg,
    provider: &mut Provider,
    luck: &[u8],
    dies: Option<Death>,
    now: Moment,
) -> bool {
    let batch = leg.next_batch(WINDOW, now);
    if dies == Some(Death::BeforeWritingBatch) {
        return false;
    }
    *saved = leg.progress_bytes();
    if dies == Some(Death::BeforeSending) {
        return false;
    }
    let mut outcomes = Vec::new();
    for (at, seat) in batch.iter().enumerate() {
        if matches!(dies, Some(Death::AfterSending(sent)) if usize::from(sent) == at) {
            return false;
        }
        outcomes.push((Seat(seat), provider.answer(seat, luck[at % luck.len()])));
    }
    leg.finish(&outcomes, now);
    if dies.is_some() {
        return false;
    }
    *saved = leg.progress_bytes();
    true
}

fn a_death() -> impl Strategy<Value = Option<Death>> {
    prop_oneof![
        6 => Just(None),
        1 => Just(Some(Death::BeforeWritingBatch)),
        1 => Just(Some(Death::BeforeSending)),
        1 => (0u8..16).prop_map(|sent| Some(Death::AfterSending(sent))),
        1 => Just(Some(Death::BeforeWritingOutcomes)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn nobody_is_missed_and_duplicates_are_bounded(
        seats in prop::collection::btree_set(0u32..5_000, 1..200),
        gone in prop::collection::btree_set(0u32..5_000, 0..600),
        poison in prop::collection::btree_set(0u32..5_000, 0..60),
        turns in prop::collection::vec((a_death(), prop::collection::vec(any::<u8>(), 16), -4_000i64..600), 0..40),
    ) {
        let mut leg = Leg::new(Carrier::Sms, seats.iter().copied().collect());
        let (audience, mut saved) = (leg.audience_bytes(), leg.progress_bytes());
        let mut provider = Provider { gone: gone.clone(), poison: poison.difference(&gone).copied().collect(), ..Provider::default() };
        let (mut now, mut deaths, mut unclear) = (NOW, 0, 0);
        for (dies, luck, seconds) in turns {
            unclear += luck.iter().filter(|luck| (14..=17).contains(*luck)).count();
            // The clock jumps, back too.
            now = now.plus_seconds(seconds);
            if !turn(&mut saved, &mut leg, &mut provider, &luck, dies, now) {
                deaths += 1;
                leg = Leg::from_bytes(Carrier::Sms, &audience, Some(&saved)).unwrap();
                leg.recover();
            }
            prop_assert!(leg.is_sound());
            prop_assert!(provider.got.keys().all(|seat| !leg.failed(Why::Gone).contains(*seat)));
        }
        // Then the provider is well, and the program stays up.
        for _ in 0..400 {
            let Some(next) = leg.next_at(now) else { break };
            prop_assert!(next >= now);
            now = next;
            turn(&mut saved, &mut leg, &mut provider, &[255], None, now);
        }
        leg.end();
        prop_assert!(leg.is_done() && leg.is_sound());
        let missed = provider.missed(&leg);
        // A seat whose five tries each ended without an answer is given up, visibly.
        prop_assert!(missed.iter().all(|seat| leg.unknown.contains(*seat) || leg.failed.iter().any(|f| f.contains(*seat))));
        prop_assert!(provider.duplicates() as usize <= deaths * WINDOW + unclear);
        prop_assert!(provider.got.keys().all(|seat| leg.heard().contains(*seat)), "a correction reaches all who got it");
        let progress = leg.progress();
        prop_assert_eq!(progress.sent + progress.failed + progress.unknown, progress.audience);
    }

    #[test]
    fn crashes_alone_never_cost_anyone_the_message(
        seats in prop::collection::btree_set(0u32..100_000, 1..300),
        deaths in prop::collection::vec(a_death(), 0..120),
    ) {
        let mut leg = Leg::new(Carrier::Email, seats.iter().copied().collect());
        let (audience, mut saved) = (leg.audience_bytes(), leg.progress_bytes());
        let (mut provider, mut died) = (Provider::default(), 0u32);
        for dies in deaths.into_iter().chain(std::iter::repeat_n(None, 40)) {
            if !turn(&mut saved, &mut leg, &mut provider, &[255], dies, NOW) {
                died += 1;
                leg = Leg::from_bytes(Carrier::Email, &audience, Some(&saved)).unwrap();
                leg.recover();
            }
        }
        prop_assert_eq!(provider.missed(&leg), Vec::<u32>::new());
        prop_assert!(provider.duplicates() <= died * WINDOW as u32);
        prop_assert_eq!(leg.progress().sent, seats.len() as u64);
        prop_assert!(leg.is_done());
    }
}

#[test]
fn a_sender_that_forgets_what_was_in_flight_is_noticed() {
    // The check of the properties above, on a sender that is wrong: it takes what was in flight for sent.
    let (mut leg, mut saved, mut provider) = (leg(100), Vec::new(), Provider::default());
    assert!(!turn(&mut saved, &mut leg, &mut provider, &[255], Some(Death::AfterSending(3)), NOW));
    let mut wrong = Leg::from_bytes(Carrier::PushGoogle, &leg.audience_bytes(), Some(&saved)).unwrap();
    let in_flight = wrong.in_flight.clone();
    wrong.finish(&all(&in_flight, Outcome::Sent), NOW);
    while wrong.next_at(NOW).is_some() {
        turn(&mut saved, &mut wrong, &mut provider, &[255], None, NOW);
    }
    assert_eq!(provider.missed(&wrong).len(), WINDOW - 3);
}

#[test]
fn a_clock_that_is_set_back_does_not_stop_a_broadcast() {
    let mut leg = leg(50);
    let batch = leg.next_batch(20, NOW);
    leg.finish(&all(&batch, BUSY), NOW);
    assert!(!leg.next_batch(20, NOW.plus_hours(-2)).is_empty());
}

#[test]
fn one_bad_seat_does_not_hold_up_the_others_even_one_at_a_time() {
    let mut leg = leg(200);
    let (mut now, mut calls) = (NOW, 0);
    while leg.progress().sent < 199 {
        calls += 1;
        assert!(calls < 230, "{:?}", leg.progress());
        now = leg.next_at(now).unwrap().plus_seconds(1);
        let batch = leg.next_batch(1, now);
        let outcome = if batch.contains(0) { BUSY } else { Outcome::Sent };
        leg.finish(&all(&batch, outcome), now);
    }
    assert!(now.minutes_since(NOW) < 8);
    while let Some(next) = leg.next_at(now) {
        now = next;
        let batch = leg.next_batch(1, now);
        leg.finish(&all(&batch, BUSY), now);
        if now.minutes_since(NOW) > 90 {
            leg.end();
        }
    }
    assert!(leg.failures() == [(Why::Tries, 1)] || leg.failures() == [(Why::TooLate, 1)], "{:?}", leg.failures());
}

#[test]
fn those_who_wait_and_the_fresh_share_the_room() {
    let mut leg = leg(100);
    let first = leg.next_batch(10, NOW);
    let mut outcomes = all(&first, Outcome::Sent);
    for (_, outcome) in outcomes.iter_mut().take(3) {
        *outcome = BUSY;
    }
    leg.finish(&outcomes, NOW);
    let second = leg.next_batch(10, NOW.plus_seconds(29));
    assert!(second.is_disjoint(&first), "their time has not come");
    leg.finish(&all(&second, Outcome::Sent), NOW.plus_seconds(29));
    let third = leg.next_batch(10, NOW.plus_seconds(30));
    assert_eq!((third.len(), (&third & &first).len()), (10, 3));
}

#[test]
fn a_seat_that_may_have_got_it_is_never_called_failed() {
    let mut leg = leg(1);
    let batch = leg.next_batch(1, NOW);
    leg.finish(&all(&batch, Outcome::Unclear), NOW);
    let batch = leg.next_batch(1, NOW.plus_seconds(30));
    leg.finish(&all(&batch, Outcome::Failed(Why::Gone)), NOW.plus_seconds(30));
    assert_eq!(leg.progress(), Progress { audience: 1, unknown: 1, ..Progress::default() });
    assert!(leg.heard().contains(0) && leg.is_done());
}

#[test]
fn nothing_is_sent_after_the_end() {
    let mut leg = leg(40);
    let batch = leg.next_batch(20, NOW);
    leg.end();
    assert_eq!(leg.progress().open, 20, "those in flight are still to be heard of");
    let mut outcomes = all(&batch, BUSY);
    outcomes[0].1 = Outcome::Sent;
    outcomes[1].1 = Outcome::Unclear;
    leg.finish(&outcomes, NOW);
    assert_eq!(leg.progress(), Progress { audience: 40, sent: 1, failed: 38, unknown: 1, open: 0 });
    assert_eq!(leg.failures(), [(Why::TooLate, 38)]);
    assert!(leg.next_batch(20, NOW.plus_hours(1)).is_empty() && leg.next_at(NOW).is_none());
    let again = Leg::from_bytes(leg.carrier(), &leg.audience_bytes(), Some(&leg.progress_bytes())).unwrap();
    assert_eq!(again.progress(), leg.progress());
    // The end holds through a crash.
    let mut ended = self::leg(5);
    ended.next_batch(2, NOW);
    ended.end();
    let mut back = Leg::from_bytes(ended.carrier(), &ended.audience_bytes(), Some(&ended.progress_bytes())).unwrap();
    back.recover();
    assert!(back.next_batch(5, NOW).is_empty());
    assert_eq!(back.progress(), Progress { audience: 5, failed: 3, unknown: 2, ..Progress::default() });
}

#[test]
fn who_leaves_after_the_release_gets_nothing() {
    let mut leg = leg(20);
    let batch = leg.next_batch(5, NOW);
    leg.finish(&all(&batch, Outcome::Sent), NOW);
    leg.left(&(3..9).collect());
    assert_eq!(leg.failures(), [(Why::Left, 4)]);
    let mut rest = RoaringBitmap::new();
    while leg.next_at(NOW).is_some() {
        let batch = leg.next_batch(5, NOW);
        leg.finish(&all(&batch, Outcome::Sent), NOW);
        rest |= batch;
    }
    assert!(rest.is_disjoint(&(0..9).collect()));
}

#[test]
fn late_and_double_answers_change_nothing() {
    let mut leg = leg(3);
    let batch = leg.next_batch(3, NOW);
    leg.finish(&all(&batch, Outcome::Sent), NOW);
    let before = leg.clone();
    leg.finish(&all(&batch, Outcome::Failed(Why::Gone)), NOW);
    leg.finish(&[(Seat(77), Outcome::Sent)], NOW);
    assert_eq!(leg.progress(), before.progress());
}

#[test]
fn a_halt_stops_and_two_members_set_it_going() {
    let members: Vec<Id<Member>> = (1..4).map(|at| Id::new(NOW.plus_seconds(at))).collect();
    let mut broadcast = Broadcast::new(vec![(Carrier::Sms, (0..10).collect()), (Carrier::Email, (10..30).collect())]);
    let batch = broadcast.next_batch(Carrier::Sms, 4, NOW);
    broadcast.run = broadcast.run.halt(members[0], NOW);
    assert!(broadcast.next_batch(Carrier::Email, 4, NOW).is_empty());
    assert_eq!(broadcast.next_at(NOW), None);
    // Half was handed over before the halt was seen; the rest is given back.
    let (handed, kept): (Vec<u32>, Vec<u32>) = batch.iter().partition(|seat| seat % 2 == 0);
    let leg = broadcast.leg_mut(Carrier::Sms).unwrap();
    leg.finish(&all(&handed.iter().copied().collect(), Outcome::Sent), NOW);
    leg.give_back(&kept.iter().copied().collect());
    assert_eq!(leg.progress(), Progress { audience: 10, sent: 2, open: 8, ..Progress::default() });

    broadcast.run = broadcast.run.go_on(members[1]);
    broadcast.run = broadcast.run.go_on(members[1]);
    assert!(broadcast.next_batch(Carrier::Sms, 4, NOW).is_empty(), "one member twice is one member");
    let stopped_again = broadcast.run.halt(members[2], NOW).go_on(members[2]);
    assert!(matches!(stopped_again, Run::Halted { .. }), "a second halt takes the first yes back");
    broadcast.run = broadcast.run.go_on(members[2]);
    assert_eq!(broadcast.run, Run::Going);
    let batch = broadcast.next_batch(Carrier::Sms, 4, NOW);
    assert!(batch.is_superset(&kept.iter().copied().collect()));
    assert_eq!(broadcast.heard(), [(Carrier::Sms, &batch | &handed.iter().copied().collect())]);
    assert!(!broadcast.is_done());
}

#[test]
fn what_was_tampered_with_is_not_read() {
    let mut leg = leg(300);
    let batch = leg.next_batch(100, NOW);
    leg.finish(&all(&batch, Outcome::Sent), NOW);
    leg.next_batch(100, NOW);
    let (audience, progress) = (leg.audience_bytes(), leg.progress_bytes());
    let read = |audience: &[u8], progress: &[u8]| {
        Leg::from_bytes(Carrier::Sms, audience, Some(progress)).map(|leg| leg.progress())
    };
    assert_eq!(read(&audience, &progress), Ok(leg.progress()));
    let smaller = self::leg(50).audience_bytes();
    assert_eq!(read(&smaller, &progress), Err(SavedWrong::Contradiction), "sent outside the audience");
    let mut both = leg.clone();
    both.failed[0].insert(5);
    assert_eq!(read(&audience, &both.progress_bytes()), Err(SavedWrong::Contradiction), "sent and failed");
    assert_eq!(read(&audience, &progress[..progress.len() - 1]), Err(SavedWrong::Unreadable));
    assert_eq!(read(&audience, &[progress.as_slice(), &[0]].concat()), Err(SavedWrong::Unreadable));
    assert_eq!(read(&audience, &[9, 0]), Err(SavedWrong::Unreadable));
    assert_eq!(read(&audience, &[]), Err(SavedWrong::Unreadable));
    assert_eq!(read(&audience[..audience.len() - 1], &progress), Err(SavedWrong::Unreadable));
}

#[test]
fn a_quarter_of_a_million_seats_are_a_few_kilobytes() {
    let mut leg = leg(250_000);
    assert!(leg.audience_bytes().len() < 200);
    for _ in 0..50 {
        let batch = leg.next_batch(500, NOW);
        leg.finish(&all(&batch, Outcome::Sent), NOW);
    }
    let batch = leg.next_batch(500, NOW);
    assert!(leg.progress_bytes().len() < 1_000, "{}", leg.progress_bytes().len());
    assert_eq!(batch.min(), Some(25_000));
}
