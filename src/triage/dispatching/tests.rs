use super::*;
use crate::triage::incident::{Cap, Finding, Scene, Verification};

const AREA: AreaKey = AreaKey(3);
const PARENT: AreaKey = AreaKey(1);
const SISTER: AreaKey = AreaKey(4);
const ELSEWHERE: AreaKey = AreaKey(9);
const DISPATCHER: u8 = 99;

fn at(minutes: i64) -> Moment {
    Moment::from_seconds(1_768_700_700).plus_minutes(minutes)
}

fn member(number: u8) -> Id<Member> {
    Id::from_bytes([number; 16])
}

fn home() -> Cell {
    Cell::at(34.05, -118.25).unwrap()
}

fn duty(number: u8, steps: u32, area: AreaKey) -> OnDuty {
    let home = home().disk(steps).into_iter().find(|cell| home().distance(*cell) == Some(steps)).unwrap();
    OnDuty {
        verifier: Verifier { id: member(number), trained_until: at(10_000), out_on: None },
        home,
        areas: vec![area],
        speaks_their_language: true,
        asked_today: 0,
    }
}

fn needs_eyes(cap: u8) -> Incident {
    let scene = Scene { cell: home(), area: AREA, cap: Cap::new(cap).unwrap(), drill: None };
    let incident = Incident::open(Id::from_bytes([1; 16]), scene, None, at(0));
    incident.ask_for_eyes(member(DISPATCHER), at(0)).unwrap()
}

fn wave(minute: i64, incident: &Incident, on_duty: &[OnDuty]) -> Vec<Id<Member>> {
    next_wave(at(minute), incident, &[vec![PARENT, SISTER]], on_duty, WAVE_MINUTES)
}

fn numbers(from: u8, to: u8) -> Vec<Id<Member>> {
    (from..=to).map(member).collect()
}

/// Ten of the area, one step farther each; two of a sister area; one of another.
fn everybody() -> Vec<OnDuty> {
    let mut all: Vec<OnDuty> = (1..=10).map(|number| duty(number, u32::from(number), AREA)).collect();
    all.extend([duty(11, 12, SISTER), duty(12, 11, PARENT), duty(13, 0, ELSEWHERE)]);
    all.reverse();
    all
}

#[test]
fn nearest_first_three_then_five_then_all() {
    let all = everybody();
    let incident = needs_eyes(4);
    let first = wave(0, &incident, &all);
    assert_eq!(first, numbers(1, 3));
    assert_eq!(wave(0, &incident, &all), first, "the same question has the same answer");

    let incident = incident.ask(None, &first, at(0)).unwrap();
    assert_eq!(wave(2, &incident, &all), Vec::new(), "they have three minutes");
    let second = wave(3, &incident, &all);
    assert_eq!(second, numbers(4, 8));

    let incident = incident.ask(None, &second, at(3)).unwrap();
    let third = wave(6, &incident, &all);
    assert_eq!(third, [member(9), member(10), member(12), member(11)], "the area's own and all under its parent");
    let incident = incident.ask(None, &third, at(6)).unwrap();
    assert_eq!(wave(9, &incident, &all), Vec::new(), "nobody twice, nobody from afar");
    let mut later = all.clone();
    later.push(duty(14, 2, SISTER));
    assert_eq!(wave(9, &incident, &later), [member(14)], "who comes on duty is asked");
}

#[test]
fn when_all_declined_nobody_waits() {
    let all = everybody();
    let mut incident = needs_eyes(4).ask(None, &numbers(1, 3), at(0)).unwrap();
    for number in 1..=2 {
        incident = incident.decline(member(number), at(1)).unwrap();
    }
    assert!(wave(1, &incident, &all).is_empty(), "one may still answer");
    let incident = incident.decline(member(3), at(1)).unwrap();
    assert_eq!(wave(1, &incident, &all), numbers(4, 8));
}

#[test]
fn who_is_out_or_untrained_is_not_asked() {
    let mut all = everybody();
    for duty in &mut all {
        match duty.verifier.id {
            id if id == member(1) => duty.verifier.out_on = Some(Id::from_bytes([7; 16])),
            id if id == member(2) => duty.verifier.trained_until = at(-1),
            _ => {}
        }
    }
    assert_eq!(wave(0, &needs_eyes(4), &all), numbers(3, 5));
    let twice: Vec<OnDuty> = all.iter().chain(&all).cloned().collect();
    assert_eq!(wave(0, &needs_eyes(4), &twice), numbers(3, 5), "two shifts are still one person");
}

#[test]
fn an_area_with_nobody_on_duty_widens_at_once() {
    let sister = [duty(1, 5, SISTER), duty(2, 4, SISTER), duty(3, 1, ELSEWHERE)];
    assert_eq!(wave(0, &needs_eyes(4), &sister), [member(2), member(1)]);
    assert_eq!(wave(0, &needs_eyes(4), &[]), Vec::new());
}

#[test]
fn where_a_level_has_nobody_the_next_one_is_asked() {
    let levels = [vec![PARENT], vec![PARENT, SISTER], vec![PARENT, SISTER, ELSEWHERE]];
    let ask = |incident: &Incident, on_duty: &[OnDuty]| next_wave(at(9), incident, &levels, on_duty, WAVE_MINUTES);
    let far = [duty(1, 40, ELSEWHERE), duty(2, 30, SISTER)];
    let incident = needs_eyes(4);
    assert_eq!(ask(&incident, &far), [member(2)], "the nearer level first");
    let declined = incident.ask(None, &[member(2)], at(0)).unwrap().decline(member(2), at(1)).unwrap();
    assert_eq!(ask(&declined, &far), [member(1)], "nobody on duty is left who was not asked");
}

#[test]
fn nobody_is_asked_while_somebody_goes_or_is_there() {
    let all = everybody();
    let asked = needs_eyes(4).ask(None, &numbers(1, 3), at(0)).unwrap();
    let going = asked.accept(&duty(1, 1, AREA).verifier, 10, at(1)).unwrap();
    assert_eq!(wave(5, &going, &all), Vec::new());
    assert_eq!(wave(16, &going, &all), numbers(4, 8), "overdue: others are asked as well");
    let there = going.arrive(member(1), at(11)).unwrap();
    assert_eq!(wave(60, &there, &all), Vec::new());
    let left = there.give_up(member(1), at(20)).unwrap();
    assert_eq!(wave(20, &left, &all), numbers(4, 8), "without eyes again");
    let found = Verification::NothingThere { seen_at: at(12) };
    let closed = there.found(&duty(1, 1, AREA).verifier, found, at(12)).unwrap();
    assert_eq!(wave(60, &closed, &all), Vec::new());
    let open = Incident::open(Id::from_bytes([1; 16]), closed.scene(), None, at(0));
    assert_eq!(wave(0, &open, &all), Vec::new(), "nobody asked for eyes");
}

#[test]
fn a_full_incident_asks_nobody_even_when_all_are_overdue() {
    let asked = needs_eyes(1).ask(None, &numbers(1, 3), at(0)).unwrap();
    let going = asked.accept(&duty(1, 1, AREA).verifier, 10, at(1)).unwrap();
    assert_eq!(wave(30, &going, &everybody()), Vec::new());
}

#[test]
fn among_equals_language_then_the_least_asked() {
    let mut equals: Vec<OnDuty> = (1..=5).map(|number| duty(number, 2, AREA)).collect();
    for duty in &mut equals {
        duty.asked_today = 5;
    }
    equals[3].asked_today = 0;
    equals[1].asked_today = 1;
    equals[4].asked_today = 2;
    assert_eq!(wave(0, &needs_eyes(4), &equals), [member(4), member(2), member(5)]);
    equals[3].speaks_their_language = false;
    assert_eq!(wave(0, &needs_eyes(4), &equals)[..2], [member(2), member(5)]);
    equals.push(OnDuty { asked_today: 50, ..duty(6, 0, AREA) });
    assert_eq!(wave(0, &needs_eyes(4), &equals)[0], member(6), "nearer comes before rested");
}

/// Two hundred incidents at one place, asked one after the other: equals are asked equally often.
#[test]
fn rotation_is_fair() {
    let mut all: Vec<OnDuty> = (1..=10).map(|number| duty(number, 2, AREA)).collect();
    for _ in 0..200 {
        let ask = wave(0, &needs_eyes(4), &all);
        assert_eq!(ask.len(), FIRST_WAVE_PEOPLE);
        for duty in all.iter_mut().filter(|duty| ask.contains(&duty.verifier.id)) {
            duty.asked_today += 1;
        }
    }
    assert!(all.iter().all(|duty| duty.asked_today == 60), "{all:?}");
}

/// The whole way once: what is asked can answer, and what is found closes it.
#[test]
fn a_wave_leads_to_a_finding() {
    let all = everybody();
    let incident = needs_eyes(2);
    let ask = wave(0, &incident, &all);
    let incident = incident.ask(None, &ask, at(0)).unwrap();
    let verifier = duty(2, 2, AREA).verifier;
    let incident = incident.accept(&verifier, 12, at(1)).unwrap().arrive(verifier.id, at(13)).unwrap();
    let finding = Finding {
        agency: crate::reports::facts::Agency::Cbp,
        activity: crate::reports::facts::Activity::Checkpoint,
        people: crate::reports::facts::HowMany::SixToTen,
        vehicles: crate::reports::facts::HowMany::ThreeToFive,
        detained: crate::reports::facts::YesNo::Unknown,
        detained_count: None,
        seen_at: at(13),
    };
    let closed = incident.found(&verifier, Verification::Confirmed(finding), at(14)).unwrap();
    assert!(closed.confirmed().is_some());
}
