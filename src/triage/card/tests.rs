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
fn five_hundred_copies_are_one_card() {
    let cards = cards((0..500).map(report));
    assert_eq!(cards.len(), 1);
    assert_eq!((cards[0].count(), cards[0].reports().count()), (500, 500));
}

#[test]
fn what_differs_where_it_matters_is_another_card() {
    type Change = fn(&mut Undecided);
    let changes: [(Change, usize); 9] = [
        (|it| it.spot = Spot::Area(AreaKey(3)), 2),
        (|it| it.spot = Spot::Cell(Cell::at(34.15, -118.25).unwrap()), 2),
        (|it| it.received_at = at(16), 2),
        (|it| it.facts.activity = Activity::Loading, 2),
        (|it| it.facts.agency = Agency::LocalPolice, 2),
        (|it| it.source.by_member = true, 2),
        (|it| it.facts.agency = Agency::IceEro, 1),
        (|it| it.received_at = at(14), 1),
        (|it| it.facts.people = HowMany::OneOrTwo, 1),
    ];
    for (number, (change, expected)) in changes.into_iter().enumerate() {
        let mut other = report(1);
        change(&mut other);
        assert_eq!(cards([report(0), other]).len(), expected, "change {number}");
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
    let all = [saw, sees, says_more, shows];
    for start in 0..all.len() {
        let cards = cards(all.iter().cycle().skip(start).take(all.len()).copied());
        assert_eq!(cards.len(), 1);
        let order: Vec<_> = cards[0].reports().map(|it| it.report).collect();
        assert_eq!(order, [shows.report, says_more.report, sees.report, saw.report], "from {start}");
        assert_eq!(cards[0].best(), &shows);
    }
}

#[test]
fn one_urgent_report_makes_the_card_urgent_and_the_oldest_gives_its_age() {
    let mut unsafe_now = report(2);
    unsafe_now.facts.reporter_safe = YesNo::No;
    unsafe_now.received_at = at(9);
    assert!(!cards([report(1)])[0].is_urgent());
    for pair in [[unsafe_now, report(1)], [report(1), unsafe_now]] {
        let both = cards(pair);
        assert_eq!((both.len(), both[0].is_urgent(), both[0].oldest_at()), (1, true, at(1)));
    }
}

fn drill(number: u8) -> Option<Id<Drill>> {
    (number > 0).then(|| Id::from_bytes([number; 16]))
}

proptest::proptest! {
    /// However alike they are: what is real and what belongs to a drill, or to two drills, is never on one card.
    #[test]
    fn no_card_crosses_the_border_of_a_drill(of in proptest::collection::vec(0_u8..3, 1..60)) {
        let reports = (0..).zip(&of).map(|(number, of)| Undecided { drill: drill(*of), ..report(number) });
        let cards = cards(reports);
        for card in &cards {
            proptest::prop_assert!(card.reports().all(|report| report.drill == card.key().drill));
            proptest::prop_assert_eq!(card.key().drill.is_some(), card.key().lane == Lane::Drill);
        }
        let sides: std::collections::BTreeSet<u8> = of.into_iter().collect();
        proptest::prop_assert_eq!(cards.len(), sides.len(), "what is on one side is one card");
    }
}

#[test]
fn the_lane_of_drills_has_no_weight() {
    assert!(!Lane::Drill.has_weight());
    assert!(Lane::ALL.iter().all(|lane| *lane <= Lane::Drill), "it is the last");
}
