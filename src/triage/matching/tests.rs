use std::time::Instant;

use super::*;

fn at(minutes: i64) -> Moment {
    Moment::from_seconds(1_768_700_700).plus_minutes(minutes)
}

fn id(number: u16) -> Id<Incident> {
    let mut bytes = [0; 16];
    bytes[14..].copy_from_slice(&number.to_be_bytes());
    Id::from_bytes(bytes)
}

fn home() -> Cell {
    Cell::at(34.05, -118.25).unwrap()
}

fn away(steps: u32) -> Cell {
    home().disk(steps).into_iter().find(|cell| home().distance(*cell) == Some(steps)).unwrap()
}

fn incident(number: u16) -> OpenIncident {
    OpenIncident {
        id: id(number),
        cell: home(),
        first_seen_at: at(0),
        last_seen_at: at(0),
        precision: TimePrecision::Minutes,
        day: 20_470,
        activity: Activity::Detaining,
        agency: Agency::IceEro,
        drill: None,
    }
}

fn sighting() -> Sighting {
    Sighting {
        cell: home(),
        at: at(5),
        precision: TimePrecision::Minutes,
        day: 20_470,
        activity: Activity::Detaining,
        agency: Agency::Unknown,
        drill: None,
    }
}

fn proposed(sighting: Sighting, incident: OpenIncident) -> Option<Proposal> {
    let mut matcher = Matcher::default();
    matcher.insert(incident);
    matcher.propose(&sighting).first().copied()
}

#[test]
fn place_decides_by_steps() {
    for (steps, fit) in
        [(0, Some(Fit::Strong)), (1, Some(Fit::Strong)), (2, Some(Fit::Weak)), (3, Some(Fit::Weak)), (4, None)]
    {
        let proposal = proposed(Sighting { cell: away(steps), ..sighting() }, incident(1));
        assert_eq!(proposal.map(|it| it.place), fit, "{steps} steps");
        assert_eq!(proposal.map(|it| it.steps), fit.map(|_| steps));
    }
}

#[test]
fn time_decides_by_minutes() {
    let strong = Some(Fit::Strong);
    let cases =
        [(30, strong), (31, Some(Fit::Weak)), (90, Some(Fit::Weak)), (91, None), (24 * 60, None), (7 * 24 * 60, None)];
    for (minutes, fit) in cases {
        for minutes in [minutes, -minutes] {
            let proposal = proposed(Sighting { at: at(minutes), ..sighting() }, incident(1));
            assert_eq!(proposal.map(|it| it.time), fit, "{minutes} minutes");
        }
    }
    let long = OpenIncident { last_seen_at: at(120), ..incident(1) };
    assert_eq!(
        proposed(Sighting { at: at(140), ..sighting() }, long).map(|it| it.time),
        strong,
        "from the latest sighting"
    );
    let hour = Sighting { precision: TimePrecision::Hour, ..sighting() };
    assert_eq!(proposed(hour, incident(1)).map(|it| it.time), Some(Fit::Weak), "about that hour");
}

#[test]
fn the_same_place_on_another_day_never_joins() {
    let tomorrow = Sighting { at: at(24 * 60), day: 20_471, ..sighting() };
    assert_eq!(proposed(tomorrow, incident(1)), None);
    let some_time_tomorrow = Sighting { precision: TimePrecision::Day, ..tomorrow };
    assert_eq!(proposed(some_time_tomorrow, incident(1)), None);
    // A chain of sightings an hour apart does not carry an incident into the next day.
    let chained = OpenIncident { last_seen_at: at(SPAN_MINUTES_MAX - 30), ..incident(1) };
    assert!(proposed(Sighting { at: at(SPAN_MINUTES_MAX), ..sighting() }, chained).is_some());
    assert_eq!(proposed(Sighting { at: at(SPAN_MINUTES_MAX + 1), ..sighting() }, chained), None);
    // Twenty minutes across midnight are twenty minutes.
    assert!(proposed(Sighting { at: at(20), day: 20_471, ..sighting() }, incident(1)).is_some());
}

#[test]
fn a_day_joins_its_own_day() {
    let that_day = Sighting { at: at(-400), precision: TimePrecision::Day, ..sighting() };
    assert_eq!(proposed(that_day, incident(1)).map(|it| it.time), Some(Fit::Weak));
    let known_by_day = OpenIncident { precision: TimePrecision::Day, ..incident(1) };
    assert!(proposed(Sighting { at: at(500), ..sighting() }, known_by_day).is_some());
    assert_eq!(proposed(Sighting { day: 20_469, at: at(-500), ..sighting() }, known_by_day), None);
    assert_eq!(proposed(Sighting { cell: away(4), ..that_day }, incident(1)), None, "place still counts");
}

#[test]
fn agency_and_activity_can_exclude() {
    assert_eq!(proposed(Sighting { agency: Agency::LocalPolice, ..sighting() }, incident(1)), None);
    assert!(proposed(Sighting { agency: Agency::Cbp, ..sighting() }, incident(1)).is_some());
    let door = OpenIncident { activity: Activity::AtADoor, ..incident(1) };
    assert_eq!(proposed(Sighting { activity: Activity::Checkpoint, ..sighting() }, door), None);
    let earlier = Sighting { activity: Activity::Waiting, ..sighting() };
    assert_eq!(proposed(earlier, incident(1)).map(|it| it.activity), Some(Fit::Weak));
}

#[test]
fn the_best_three_come_best_first() {
    let mut matcher = Matcher::default();
    matcher.insert(OpenIncident { cell: away(3), ..incident(1) });
    matcher.insert(OpenIncident { last_seen_at: at(-80), first_seen_at: at(-80), ..incident(2) });
    matcher.insert(incident(3));
    matcher.insert(OpenIncident { cell: away(1), ..incident(4) });
    matcher.insert(OpenIncident { cell: away(2), activity: Activity::Other, ..incident(5) });
    let ids: Vec<_> = matcher.propose(&sighting()).iter().map(|it| it.incident).collect();
    assert_eq!(ids[..2], [id(3), id(4)]);
    assert_eq!(ids.len(), PROPOSALS_MAX);
    let mut twins = Matcher::default();
    (1..=9).for_each(|number| twins.insert(incident(number)));
    let ids: Vec<_> = twins.propose(&sighting()).iter().map(|it| it.incident).collect();
    assert_eq!(ids, [id(9), id(8), id(7)], "newer first among equals");
}

#[test]
fn what_is_closed_or_old_is_forgotten() {
    let mut matcher = Matcher::default();
    matcher.insert(incident(1));
    matcher.insert(OpenIncident { cell: away(2), last_seen_at: at(60), ..incident(2) });
    matcher.insert(OpenIncident { last_seen_at: at(10), ..incident(1) });
    assert_eq!(matcher.len(), 2, "known once, however often it is seen");
    assert_eq!(matcher.expire(at(10)), 0);
    assert_eq!(matcher.expire(at(11)), 1);
    assert_eq!(matcher.propose(&sighting()).iter().map(|it| it.incident).collect::<Vec<_>>(), [id(2)]);
    assert!(matcher.remove(id(2)) && !matcher.remove(id(2)));
    assert!(matcher.is_empty() && matcher.near.is_empty(), "nothing is left behind");
}

/// The index must answer as a plain search through all incidents would.
#[test]
fn the_index_agrees_with_a_plain_search() {
    let city = home().disk(8);
    let mut matcher = Matcher::default();
    let all: Vec<OpenIncident> = (0..120_u16)
        .map(|number| {
            let seen_at = at(i64::from(number % 7) * 25);
            let cell = city[usize::from(number) * 29 % city.len()];
            let activity = Activity::ALL[usize::from(number) % Activity::ALL.len()];
            OpenIncident { cell, first_seen_at: seen_at, last_seen_at: seen_at, activity, ..incident(number) }
        })
        .collect();
    all.iter().for_each(|it| matcher.insert(*it));
    let mut met = 0;
    for cell in &city {
        let sighting = Sighting { cell: *cell, at: at(60), ..sighting() };
        let judged = all.iter().filter_map(|it| judge(&sighting, it, cell.distance(it.cell)?));
        let mut plain: Vec<Proposal> = judged.collect();
        plain.sort_by_key(|it| std::cmp::Reverse(rank(it)));
        plain.truncate(PROPOSALS_MAX);
        assert_eq!(matcher.propose(&sighting), plain);
        met += plain.len();
    }
    assert!(met > city.len(), "the comparison met something: {met}");
}

/// A question looks only at what lies near. The speed is printed, the work is what is judged: time depends on the machine.
#[test]
fn a_question_looks_only_at_what_is_near() {
    let city = home().disk(30);
    let mut matcher = Matcher::default();
    (0..1_000_u16).for_each(|number| {
        matcher.insert(OpenIncident { cell: city[usize::from(number) * 97 % city.len()], ..incident(number) });
    });
    let looked_at: usize = city.iter().filter_map(|cell| matcher.near.get(cell)).map(Vec::len).sum();
    assert!(looked_at / city.len() < 20, "{looked_at} for {} questions", city.len());

    let started = Instant::now();
    let asked = 200_000_usize;
    let found: usize = (0..asked)
        .map(|number| matcher.propose(&Sighting { cell: city[number * 31 % city.len()], ..sighting() }).len())
        .sum();
    let per_second = asked as f64 / started.elapsed().as_secs_f64();
    println!("{per_second:.0} sightings a second against {} open incidents, {found} proposals", matcher.len());
    assert!(found > asked, "nearly everywhere something is near");
}

fn drill(number: u8) -> Option<Id<Drill>> {
    (number > 0).then(|| Id::from_bytes([number; 16]))
}

proptest::proptest! {
    /// Wherever and whatever they are: a sighting is only ever proposed to incidents of its own side.
    #[test]
    fn no_proposal_crosses_the_border_of_a_drill(
        incidents in proptest::collection::vec((0_u8..3, 0_u32..3, -60_i64..60), 1..20),
        of in 0_u8..3,
    ) {
        let mut matcher = Matcher::default();
        for (number, (of, steps, minutes)) in (0_u16..).zip(&incidents) {
            let seen_at = at(*minutes);
            let known = OpenIncident { first_seen_at: seen_at, last_seen_at: seen_at, ..incident(number) };
            matcher.insert(OpenIncident { cell: away(*steps), drill: drill(*of), ..known });
        }
        let proposed = matcher.propose(&Sighting { drill: drill(of), ..sighting() });
        for proposal in &proposed {
            let number = usize::from(proposal.incident.bytes()[15]);
            proptest::prop_assert_eq!(incidents[number].0, of);
        }
        // The border is all that keeps them apart: without it each of these would fit.
        let fits = incidents.iter().filter(|(other, ..)| *other == of).count();
        proptest::prop_assert_eq!(proposed.len(), fits.min(PROPOSALS_MAX));
    }
}
