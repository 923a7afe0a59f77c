use std::time::Instant;

use proptest::prelude::*;

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

pub(super) fn incident(number: u16) -> OpenIncident {
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

pub(super) fn sighting() -> Sighting {
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
    assert!(matcher.is_empty() && matcher.propose(&sighting()).is_empty(), "nothing is left behind");
    // What was taken off a list left the others on it.
    (1..=4).for_each(|number| matcher.insert(incident(number)));
    assert!(matcher.remove(id(3)) && matcher.remove(id(1)));
    matcher.insert(OpenIncident { cell: away(1), ..incident(4) });
    let seen: Vec<_> = matcher.propose(&sighting()).iter().map(|it| (it.incident, it.steps)).collect();
    assert_eq!(seen, [(id(2), 0), (id(4), 1)]);
    matcher.replace([incident(7)]);
    assert_eq!(matcher.propose(&sighting()).iter().map(|it| it.incident).collect::<Vec<_>>(), [id(7)]);
}

/// What a plain search through all incidents answers: the rule itself, without any index.
fn plain(all: &[OpenIncident], sighting: &Sighting) -> Vec<Proposal> {
    let judged = all.iter().filter_map(|it| judge(sighting, it, sighting.cell.distance(it.cell)?));
    let mut found: Vec<Proposal> = judged.collect();
    found.sort_by_key(|it| std::cmp::Reverse(rank(it)));
    found.truncate(PROPOSALS_MAX);
    found
}

fn any_sighting() -> impl Strategy<Value = Sighting> {
    let city = home().disk(9);
    let day = 24 * 60i64;
    (0..city.len(), -day..day, 0..20usize, 0..20usize, 0..3usize, 0..4u8).prop_map(
        move |(cell, minutes, activity, agency, precision, drill)| Sighting {
            cell: city[cell],
            // Most are within the same hours, so that there is something to find.
            at: at(if minutes % 4 == 0 { minutes } else { minutes / 12 }),
            precision: TimePrecision::ALL[precision % TimePrecision::ALL.len()],
            day: 20_470 + i64::from(minutes < 0),
            activity: Activity::ALL[activity % Activity::ALL.len()],
            agency: Agency::ALL[agency % Agency::ALL.len()],
            drill: (drill == 0).then(|| Id::from_bytes([9; 16])),
        },
    )
}

/// What may happen to the index.
#[derive(Debug, Clone)]
enum Happens {
    Seen(u16, Sighting, i64),
    Closed(u16),
    Expired(i64),
    Asked(Sighting),
}

fn anything() -> impl Strategy<Value = Happens> {
    prop_oneof![
        4 => (0..60u16, any_sighting(), 0..200i64).prop_map(|(number, seen, lasted)| Happens::Seen(number, seen, lasted)),
        1 => (0..60u16).prop_map(Happens::Closed),
        1 => (-1_440..200i64).prop_map(Happens::Expired),
        6 => any_sighting().prop_map(Happens::Asked),
    ]
}

proptest! {
    /// The index must answer as a plain search through all incidents would, whatever happened before.
    #[test]
    fn the_index_agrees_with_a_plain_search(story in proptest::collection::vec(anything(), 1..160)) {
        let (mut matcher, mut all) = (Matcher::default(), Vec::<OpenIncident>::new());
        for happens in story {
            match happens {
                Happens::Seen(number, seen, lasted) => {
                    let Sighting { cell, at, precision, day, activity, agency, drill } = seen;
                    let last_seen_at = at.plus_minutes(lasted);
                    let known = OpenIncident { id: id(number), cell, first_seen_at: at, last_seen_at, precision, day, activity, agency, drill };
                    all.retain(|it| it.id != known.id);
                    all.push(known);
                    matcher.insert(known);
                }
                Happens::Closed(number) => {
                    let before = all.len();
                    all.retain(|it| it.id != id(number));
                    prop_assert_eq!(matcher.remove(id(number)), all.len() < before);
                }
                Happens::Expired(minutes) => {
                    all.retain(|it| it.last_seen_at >= at(minutes));
                    matcher.expire(at(minutes));
                }
                Happens::Asked(sighting) => prop_assert_eq!(matcher.propose(&sighting), plain(&all, &sighting)),
            }
            prop_assert_eq!(matcher.len(), all.len());
        }
    }
}

/// The comparison above means something: where a city is full of incidents, a plain search finds many, and leaving one out is noticed.
#[test]
fn a_plain_search_finds_what_an_index_could_miss() {
    let city = home().disk(8);
    let all: Vec<OpenIncident> = (0..120_u16)
        .map(|number| {
            let seen_at = at(i64::from(number % 7) * 25);
            let cell = city[usize::from(number) * 29 % city.len()];
            let activity = Activity::ALL[usize::from(number) % Activity::ALL.len()];
            OpenIncident { cell, first_seen_at: seen_at, last_seen_at: seen_at, activity, ..incident(number) }
        })
        .collect();
    let mut lacking = Matcher::default();
    lacking.replace(all.iter().skip(1).copied());
    let sightings: Vec<_> = city.iter().map(|cell| Sighting { cell: *cell, at: at(60), ..sighting() }).collect();
    let met: usize = sightings.iter().map(|sighting| plain(&all, sighting).len()).sum();
    assert!(met > city.len(), "{met}");
    assert!(sightings.iter().any(|sighting| lacking.propose(sighting) != plain(&all, sighting)));
}

/// The speed is printed, not judged: time depends on the machine. See `./bench incidents`.
#[test]
fn many_questions_are_answered() {
    let city = home().disk(30);
    let mut matcher = Matcher::default();
    (0..1_000_u16).for_each(|number| {
        matcher.insert(OpenIncident { cell: city[usize::from(number) * 97 % city.len()], ..incident(number) });
    });
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
