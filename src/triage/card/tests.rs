use std::cmp::Ordering;

use super::*;

fn at(minutes: i64) -> Moment {
    // A whole quarter of an hour, so that buckets begin here.
    Moment::from_seconds(1_768_700_700).plus_minutes(minutes)
}

fn report(number: u16) -> Undecided {
    let mut bytes = [0; 16];
    bytes[14..].copy_from_slice(&number.to_be_bytes());
    Undecided {
        report: Id::from_bytes(bytes),
        spot: Spot::Cell(Cell::at(34.05, -118.25).unwrap()),
        received_at: at(1),
        seen: None,
        facts: Facts {
            still_happening: YesNo::Yes,
            first_hand: Some(FirstHand::SomeoneToldMe),
            activity: Activity::Waiting,
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

#[test]
fn what_differs_where_it_matters_is_another_card() {
    type Change = fn(&mut Undecided);
    let changes: [(Change, bool); 9] = [
        (|it| it.spot = Spot::Area(AreaKey(3)), false),
        (|it| it.spot = Spot::Cell(Cell::at(34.15, -118.25).unwrap()), false),
        (|it| it.received_at = at(16), false),
        (|it| it.facts.activity = Activity::Loading, false),
        (|it| it.facts.agency = Agency::LocalPolice, false),
        (|it| it.source.by_member = true, false),
        (|it| it.facts.agency = Agency::IceEro, true),
        (|it| it.received_at = at(14), true),
        (|it| it.facts.people = HowMany::OneOrTwo, true),
    ];
    for (number, (change, is_alike)) in changes.into_iter().enumerate() {
        let mut other = report(1);
        change(&mut other);
        assert_eq!(report(0).key() == other.key(), is_alike, "change {number}");
    }
}

#[test]
fn a_made_up_time_does_not_make_a_new_card() {
    let seen = |moment, precision| Undecided { seen: Some((moment, precision)), ..report(1) };
    assert_ne!(seen(at(-40), TimePrecision::Minutes).key(), report(0).key(), "a believable time counts");
    assert_eq!(seen(at(-3_000), TimePrecision::Minutes).key(), report(0).key(), "days ago");
    assert_eq!(seen(at(300), TimePrecision::Minutes).key(), report(0).key(), "in the future");
    assert_eq!(seen(at(-40), TimePrecision::Day).key(), report(0).key(), "not to the minute");
}

#[test]
fn lanes_follow_what_is_known_of_the_sender() {
    let plain = report(0).source;
    let first_hand = Some(FirstHand::ISeeIt);
    let reachable = Source { reachable: true, ..plain };
    assert_eq!(Lane::of(&plain, None), Lane::Rest);
    assert_eq!(Lane::of(&reachable, Some(FirstHand::APost)), Lane::Rest);
    assert_eq!(Lane::of(&plain, first_hand), Lane::FirstHand);
    assert_eq!(Lane::of(&reachable, first_hand), Lane::FirstHandReachable);
    let no_work = Source { proof: ProofOfWork::Missing, ..reachable };
    assert_eq!(Lane::of(&no_work, first_hand), Lane::Slowed);
    assert_eq!(Lane::of(&Source { proof: ProofOfWork::NotAsked, ..no_work }, first_hand), Lane::FirstHandReachable);
    let busy = |reports| Source { sender_reports_in_hour: reports, ..reachable };
    assert_eq!(Lane::of(&busy(SENDER_REPORTS_PER_HOUR_MAX), first_hand), Lane::FirstHandReachable);
    assert_eq!(Lane::of(&busy(SENDER_REPORTS_PER_HOUR_MAX + 1), first_hand), Lane::Slowed);
    assert_eq!(Lane::of(&Source { by_member: true, ..busy(500) }, None), Lane::Trusted, "a member may send many");
    assert_eq!(Lane::of(&Source { channel: Channel::Phone, ..plain }, None), Lane::Trusted);
}

#[test]
fn the_report_that_says_most_is_read_first() {
    // All of one key: first-hand without a way to reach the reporter.
    let mut saw = report(1);
    saw.facts.first_hand = Some(FirstHand::ISawIt);
    let mut sees = report(2);
    sees.facts.first_hand = Some(FirstHand::ISeeIt);
    let mut says_more = report(3);
    says_more.facts = Facts { people: HowMany::OneOrTwo, vehicles: HowMany::OneOrTwo, ..sees.facts };
    let mut shows = report(4);
    shows.facts = sees.facts;
    shows.media = 1;
    let mut all = [saw, sees, says_more, shows];
    assert!(all.iter().all(|report| report.key() == saw.key()), "one card");
    for _ in 0..all.len() {
        all.rotate_left(1);
        let mut read = all;
        read.sort_by(|one, two| if one.reads_before(two) { Ordering::Less } else { Ordering::Greater });
        assert_eq!(read, [shows, says_more, sees, saw]);
    }
}

fn drill(number: u8) -> Option<Id<Drill>> {
    (number > 0).then(|| Id::from_bytes([number; 16]))
}

proptest::proptest! {
    /// However alike they are: what is real and what belongs to a drill, or to two drills, is never on one card.
    #[test]
    fn no_card_crosses_the_border_of_a_drill(one in 0_u8..3, two in 0_u8..3) {
        let of = |number, side| Undecided { drill: drill(side), ..report(number) };
        let (first, second) = (of(1, one).key(), of(2, two).key());
        proptest::prop_assert_eq!(first == second, one == two);
        proptest::prop_assert_eq!(first.drill.is_some(), first.lane == Lane::Drill);
    }
}

#[test]
fn the_lane_of_drills_has_no_weight() {
    assert!(!Lane::Drill.has_weight());
    assert!(Lane::ALL.iter().all(|lane| *lane <= Lane::Drill), "it is the last");
}
