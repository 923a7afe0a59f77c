use super::*;
use crate::reports::facts::{Activity, Agency, HowMany, YesNo};

pub(super) fn member(number: u8) -> Id<Member> {
    Id::from_bytes([number; 16])
}

pub(super) fn at(minutes: i64) -> Moment {
    Moment::from_seconds(1_768_700_000).plus_minutes(minutes)
}

pub(super) fn verifier(number: u8) -> Verifier {
    Verifier { id: member(number), trained_until: at(100_000), out_on: None }
}

pub(super) fn scene(cap: u8) -> Scene {
    Scene { cell: Cell::at(34.05, -118.25).unwrap(), area: AreaKey(3), cap: Cap::new(cap).unwrap(), drill: None }
}

pub(super) fn finding(seen_at: Moment) -> Finding {
    Finding {
        agency: Agency::IceEro,
        activity: Activity::Detaining,
        people: HowMany::ThreeToFive,
        vehicles: HowMany::OneOrTwo,
        detained: YesNo::Yes,
        detained_count: Some(2),
        seen_at,
    }
}

const DISPATCHER: u8 = 99;

pub(super) fn opened(number: u8, cap: u8) -> Incident {
    Incident::open(Id::from_bytes([number; 16]), scene(cap), Some(member(DISPATCHER)), at(0))
}

fn looked_for(cap: u8) -> Incident {
    let whom: Vec<_> = (1..=6).map(member).collect();
    opened(1, cap).ask_for_eyes(member(DISPATCHER), at(1)).unwrap().ask(None, &whom, at(1)).unwrap()
}

fn on_scene() -> Incident {
    looked_for(4).accept(&verifier(1), 10, at(2)).unwrap().arrive(member(1), at(12)).unwrap()
}

fn codes(incident: &Incident) -> Vec<&'static str> {
    incident.timeline().iter().map(|step| step.what.code()).collect()
}

#[test]
fn a_verifier_on_the_scene_confirms() {
    let incident = on_scene();
    assert!(incident.confirmed().is_none(), "being there confirms nothing");
    let closed = incident.found(&verifier(1), Verification::Confirmed(finding(at(13))), at(14)).unwrap();
    let confirmed = closed.confirmed().unwrap();
    assert_eq!(confirmed.certainty(), Certainty::Observed);
    assert_eq!(confirmed.finding(), &finding(at(13)));
    assert_eq!((confirmed.at(), confirmed.incident()), (at(14), closed.id()));
    assert_eq!(codes(&closed), ["opened", "eyes_needed", "asked", "accepted", "arrived", "found"]);
    assert!(closed.people_out().is_empty(), "whoever settled it is free again");
}

#[test]
fn only_confirmed_is_confirmed() {
    let others = [
        Verification::OtherAgency(Finding { agency: Agency::LocalPolice, ..finding(at(13)) }),
        Verification::NothingThere { seen_at: at(13) },
        Verification::Unable(UnableWhy::NoAccess),
        Verification::AlreadyOver { seen_at: at(13) },
    ];
    for found in others {
        let closed = on_scene().found(&verifier(1), found, at(14)).unwrap();
        assert!(matches!(closed.state(), State::Closed { outcome, .. } if outcome.code() == found.code()));
        assert!(closed.confirmed().is_none(), "{found:?}");
    }
}

#[test]
fn nobody_finds_anything_from_afar() {
    let confirmed = Verification::Confirmed(finding(at(13)));
    let going = looked_for(4).accept(&verifier(1), 10, at(2)).unwrap();
    assert_eq!(going.found(&verifier(1), confirmed, at(13)), Err(StepRefused::NotOnScene));
    assert_eq!(on_scene().found(&verifier(2), confirmed, at(14)), Err(StepRefused::NotOnScene));
    assert_eq!(opened(1, 4).found(&verifier(1), confirmed, at(14)), Err(StepRefused::NotOnScene));
}

#[test]
fn training_must_be_in_date_to_go_and_to_tell() {
    let lapsed = Verifier { trained_until: at(1), ..verifier(1) };
    assert_eq!(looked_for(4).accept(&lapsed, 10, at(2)), Err(StepRefused::NotTrained));
    let found = Verification::Unable(UnableWhy::Unsafe);
    assert_eq!(on_scene().found(&lapsed, found, at(14)), Err(StepRefused::NotTrained));
    let last_minute = Verifier { trained_until: at(2), ..verifier(1) };
    assert!(looked_for(4).accept(&last_minute, 10, at(2)).is_ok());
}

#[test]
fn an_eta_is_one_to_ninety_minutes_from_the_answer() {
    let incident = looked_for(4);
    for (eta, allowed) in [(0, false), (1, true), (90, true), (91, false), (u16::MAX, false)] {
        let answer = incident.accept(&verifier(1), eta, at(2));
        assert_eq!(answer.is_ok(), allowed, "{eta}");
        if let Ok(assigned) = answer {
            let State::Assigned { to, also } = assigned.state() else { panic!("not assigned") };
            assert_eq!((to.who, to.due_at), (member(1), at(2 + i64::from(eta))));
            assert!(also.is_empty());
        }
    }
    let late = incident.accept(&verifier(1), 5, at(2)).unwrap().new_eta(member(1), 30, at(6)).unwrap();
    assert_eq!(late.crew().last_due_at(), Some(at(36)));
    assert_eq!(late.new_eta(member(2), 30, at(6)), Err(StepRefused::NotGoing));
    assert_eq!(on_scene().new_eta(member(1), 30, at(13)), Err(StepRefused::AlreadyThere));
}

#[test]
fn late_answers_are_used_up_to_the_cap() {
    let one = looked_for(2).accept(&verifier(1), 10, at(2)).unwrap();
    let wider = one.ask(None, &[member(7)], at(9)).unwrap();
    let two = wider.decline(member(2), at(9)).unwrap().accept(&verifier(2), 10, at(9)).unwrap();
    let State::Assigned { to, also } = two.state() else { panic!("not assigned") };
    assert_eq!((to.who, also[0].who), (member(1), member(2)));
    assert_eq!(two.accept(&verifier(3), 10, at(9)), Err(StepRefused::CapReached));
    assert_eq!(two.ask(None, &[member(8)], at(9)), Err(StepRefused::CapReached));
    assert_eq!(two.accept(&verifier(2), 10, at(9)), Err(StepRefused::AlreadyGoing));
    let freed = two.stand_down(member(DISPATCHER), member(1), at(10)).unwrap();
    assert!(freed.accept(&verifier(3), 10, at(10)).is_ok(), "a place is free again");
    let there = two.arrive(member(2), at(12)).unwrap();
    assert!(matches!(there.state(), State::OnScene { who, coming, .. } if who.who == member(2) && coming.len() == 1));
    assert_eq!(there.accept(&verifier(3), 10, at(12)), Err(StepRefused::CapReached), "those there count too");
}

#[test]
fn nobody_turns_up_unasked_or_twice() {
    assert_eq!(looked_for(4).accept(&verifier(9), 10, at(2)), Err(StepRefused::NotAsked));
    assert_eq!(looked_for(4).decline(member(9), at(2)), Err(StepRefused::NotAsked));
    assert_eq!(looked_for(4).ask(None, &[member(1)], at(2)), Err(StepRefused::AlreadyAsked));
    assert_eq!(looked_for(4).ask(None, &[member(8), member(8)], at(2)), Err(StepRefused::AlreadyAsked));
    assert_eq!(looked_for(4).ask(None, &[], at(2)), Err(StepRefused::NobodyToAsk));
    assert_eq!(opened(1, 4).ask(None, &[member(1)], at(2)), Err(StepRefused::EyesNotAsked));
    let elsewhere = Verifier { out_on: Some(Id::from_bytes([77; 16])), ..verifier(1) };
    assert_eq!(looked_for(4).accept(&elsewhere, 10, at(2)), Err(StepRefused::OutElsewhere));
    assert_eq!(looked_for(4).ask_for_eyes(member(DISPATCHER), at(2)), Err(StepRefused::EyesAlreadyAsked));
    assert_eq!(looked_for(4).arrive(member(1), at(2)), Err(StepRefused::NotGoing));
    assert_eq!(on_scene().arrive(member(1), at(14)), Err(StepRefused::AlreadyThere));
    assert_eq!(on_scene().decline(member(1), at(14)), Err(StepRefused::AlreadyGoing));
    let declined = looked_for(4).decline(member(1), at(2)).unwrap();
    assert_eq!(declined.decline(member(1), at(3)), Err(StepRefused::AlreadyDeclined));
}

#[test]
fn giving_up_leads_back_to_needing_eyes() {
    let left = on_scene().give_up(member(1), at(15)).unwrap();
    assert_eq!(left.state(), &State::NeedsEyes { since: at(15) });
    assert_eq!(left.give_up(member(1), at(16)), Err(StepRefused::NotGoing));
    assert_eq!(left.found(&verifier(1), Verification::Unable(UnableWhy::Unsafe), at(16)), Err(StepRefused::NotOnScene));
}

#[test]
fn unable_leaves_it_to_the_others_who_are_out() {
    let two = on_scene().accept(&verifier(2), 5, at(13)).unwrap();
    let unable = Verification::Unable(UnableWhy::NoAccess);
    let left = two.found(&verifier(1), unable, at(14)).unwrap();
    assert!(matches!(left.state(), State::Assigned { to, .. } if to.who == member(2)));
    let closed = left.arrive(member(2), at(18)).unwrap().found(&verifier(2), unable, at(19)).unwrap();
    assert!(matches!(closed.state(), State::Closed { outcome: Outcome::Unable { .. }, .. }));
    let nothing = Verification::NothingThere { seen_at: at(14) };
    let settled = two.found(&verifier(1), nothing, at(14)).unwrap();
    assert!(matches!(settled.state(), State::Closed { .. }), "only unable leaves it open");
}

/// Two are there; one looks at the wrong corner and says so first.
#[test]
fn whoever_else_is_there_may_still_say_what_they_see() {
    let two = on_scene().accept(&verifier(2), 5, at(13)).unwrap().arrive(member(2), at(14)).unwrap();
    let three = two.accept(&verifier(3), 20, at(14)).unwrap();
    let nothing = Verification::NothingThere { seen_at: at(15) };
    let settled = three.found(&verifier(1), nothing, at(15)).unwrap();
    assert_eq!(settled.people_out(), [member(2)], "who was on the way is called back");
    assert!(settled.may_yet_be_seen() && !settled.findings_differ());
    let seen = settled.found(&verifier(2), Verification::Confirmed(finding(at(16))), at(16)).unwrap();
    assert_eq!(seen.confirmed().unwrap().finding().seen_at, at(16));
    assert!(seen.people_out().is_empty() && !seen.may_yet_be_seen() && seen.findings_differ());
    let same = settled.found(&verifier(2), nothing, at(16)).unwrap();
    assert!(!same.findings_differ() && !same.may_yet_be_seen());
    let left = settled.give_up(member(2), at(16)).unwrap();
    assert!(!left.may_yet_be_seen() && matches!(left.state(), State::Closed { .. }));
    let again = seen.reopen(member(DISPATCHER), ReopenWhy::FindingInDoubt, at(17)).unwrap();
    assert!(!again.findings_differ(), "what was said before it was opened again was weighed then");
    // And the other way round: a confirmed one stays open to who sees it end.
    let confirmed = two.found(&verifier(1), Verification::Confirmed(finding(at(14))), at(15)).unwrap();
    assert!(!confirmed.may_yet_be_seen(), "nobody holds back what was seen");
    let over = confirmed.found(&verifier(2), Verification::AlreadyOver { seen_at: at(40) }, at(40)).unwrap();
    assert!(over.confirmed().is_none() && over.findings_differ());
}

#[test]
fn closing_without_eyes_waits_for_whoever_is_there() {
    let why = WithoutEyes::NotNeeded(NotNeeded::PassedOn);
    assert_eq!(on_scene().close_without_eyes(member(DISPATCHER), why, at(14)), Err(StepRefused::SomeoneIsThere));
    let closed = looked_for(4).close_without_eyes(member(DISPATCHER), why, at(3)).unwrap();
    assert!(closed.confirmed().is_none());
    assert_eq!(closed.accept(&verifier(1), 5, at(4)), Err(StepRefused::Closed));
    assert_eq!(closed.decline(member(1), at(4)), Err(StepRefused::Closed));
    assert_eq!(closed.ask(None, &[member(8)], at(4)), Err(StepRefused::Closed));
    assert_eq!(closed.ask_for_eyes(member(DISPATCHER), at(4)), Err(StepRefused::Closed));
    assert_eq!(closed.give_up(member(1), at(4)), Err(StepRefused::Closed));
    assert_eq!(closed.close_without_eyes(member(DISPATCHER), why, at(4)), Err(StepRefused::Closed));
    let own = WithoutEyes::DuplicateOf(closed.id());
    assert_eq!(looked_for(4).close_without_eyes(member(DISPATCHER), own, at(3)), Err(StepRefused::DuplicateOfItself));
}

#[test]
fn reopening_is_for_two_hours() {
    let why = WithoutEyes::NotNeeded(NotNeeded::TooOld);
    let closed = looked_for(4).close_without_eyes(member(DISPATCHER), why, at(3)).unwrap();
    let again = closed.reopen(member(DISPATCHER), ReopenWhy::NewReport, at(123)).unwrap();
    assert_eq!(again.state(), &State::Open);
    assert!(again.asked().is_empty(), "everybody may be asked anew");
    let late = Moment::from_micros(at(123).micros() + 1);
    assert_eq!(closed.reopen(member(DISPATCHER), ReopenWhy::NewReport, late), Err(StepRefused::TooLateToReopen));
    assert_eq!(again.reopen(member(DISPATCHER), ReopenWhy::NewReport, at(124)), Err(StepRefused::NotClosed));
    let doubted = on_scene().found(&verifier(1), Verification::Confirmed(finding(at(13))), at(14)).unwrap();
    let doubted = doubted.reopen(member(DISPATCHER), ReopenWhy::FindingInDoubt, at(20)).unwrap();
    assert!(doubted.confirmed().is_none(), "what is looked into again is not confirmed");
}

#[test]
fn findings_that_contradict_themselves_are_refused() {
    use Verification::{Confirmed as Yes, NothingThere, OtherAgency};
    let with = |agency| Finding { agency, ..finding(at(13)) };
    let counted = |detained, detained_count| Finding { detained, detained_count, ..finding(at(13)) };
    let cases = [
        (Yes(with(Agency::LocalPolice)), Err(StepRefused::WrongOutcomeForAgency)),
        (Yes(with(Agency::Unknown)), Err(StepRefused::AgencyNotSeen)),
        (Yes(with(Agency::Unmarked)), Ok(())),
        (OtherAgency(with(Agency::IceEro)), Err(StepRefused::WrongOutcomeForAgency)),
        (OtherAgency(with(Agency::Unknown)), Err(StepRefused::AgencyNotSeen)),
        (OtherAgency(with(Agency::LocalPolice)), Ok(())),
        (Yes(finding(at(15))), Err(StepRefused::SeenAtDoesNotFit)),
        (Yes(finding(at(1))), Err(StepRefused::SeenAtDoesNotFit)),
        (Yes(finding(at(2))), Ok(())),
        (NothingThere { seen_at: at(1) }, Err(StepRefused::SeenAtDoesNotFit)),
        (Yes(counted(YesNo::No, Some(1))), Err(StepRefused::CountDoesNotFit)),
        (Yes(counted(YesNo::Yes, Some(0))), Err(StepRefused::CountDoesNotFit)),
        (Yes(counted(YesNo::Yes, Some(1_000))), Err(StepRefused::CountDoesNotFit)),
        (Yes(counted(YesNo::Yes, None)), Ok(())),
    ];
    for (found, expected) in cases {
        assert_eq!(on_scene().found(&verifier(1), found, at(14)).map(drop), expected, "{found:?}");
    }
}

#[test]
fn a_timeline_never_runs_backwards() {
    let incident = looked_for(4).accept(&verifier(1), 10, at(-5)).unwrap();
    assert_eq!(incident.timeline().last().unwrap().at, at(1), "a clock that lags is moved up");
    assert_eq!(incident.crew().last_due_at(), Some(at(11)));
}

#[test]
fn kept_steps_lead_to_the_same_incident_and_doctored_ones_to_none() {
    let closed = on_scene().found(&verifier(1), Verification::Confirmed(finding(at(13))), at(14)).unwrap();
    let steps = closed.timeline().to_vec();
    let read = Incident::replay(closed.id(), closed.scene(), steps.clone()).unwrap();
    assert_eq!((read.state(), read.asked(), read.timeline()), (closed.state(), closed.asked(), closed.timeline()));
    assert_eq!((read.unsaved().len(), closed.unsaved().len()), (0, 6));
    let next = read.reopen(member(DISPATCHER), ReopenWhy::ClosedByMistake, at(15)).unwrap();
    assert_eq!(next.unsaved().len(), 1);

    let replay = |steps: Vec<Step>| Incident::replay(closed.id(), closed.scene(), steps).map(drop);
    let without =
        |index: usize| steps.iter().enumerate().filter(move |(at, _)| *at != index).map(|(_, step)| step.clone());
    assert_eq!(replay(without(4).collect()), Err(StepRefused::NotOnScene), "never arrived");
    assert_eq!(replay(without(2).collect()), Err(StepRefused::NotAsked), "never asked");
    assert_eq!(replay(without(0).collect()), Err(StepRefused::TimelineBroken), "never opened");
    let mut turned = steps.clone();
    turned[4].at = at(-1);
    assert_eq!(replay(turned), Err(StepRefused::TimelineBroken));
    let mut nameless = steps.clone();
    nameless[5].who = None;
    assert_eq!(replay(nameless), Err(StepRefused::TimelineBroken));
    assert_eq!(replay(Vec::new()), Err(StepRefused::TimelineBroken));
}

#[test]
fn caps_and_words_are_bounded_and_distinct() {
    assert_eq!((Cap::new(0), Cap::new(CAP_PEOPLE_MAX + 1)), (None, None));
    assert_eq!(Cap::default().people(), 4);
    let words: std::collections::HashSet<_> = StepRefused::ALL.iter().map(|refused| refused.word()).collect();
    assert_eq!(words.len(), StepRefused::ALL.len());
}

fn in_a_drill() -> Incident {
    let scene = Scene { drill: Some(Id::from_bytes([7; 16])), ..scene(2) };
    Incident::open(Id::from_bytes([3; 16]), scene, Some(member(99)), at(0))
}

#[test]
fn a_drill_ends_its_incident_wherever_it_stands_and_nothing_real_ends_so() {
    let open = in_a_drill();
    let needs = open.ask_for_eyes(member(99), at(1)).unwrap();
    let asked = needs.ask(None, &[member(1), member(2)], at(1)).unwrap();
    let going = asked.accept(&verifier(1), 10, at(2)).unwrap();
    let there = going.arrive(member(1), at(8)).unwrap();
    for (before, by) in [(open, None), (needs, Some(member(5))), (asked, None), (going, None), (there.clone(), None)] {
        let over = before.end_with_drill(by, at(9)).unwrap();
        assert!(matches!(over.state(), State::Closed { outcome: Outcome::DrillOver, .. }));
        assert_eq!((over.people_out(), over.confirmed().is_none()), (Vec::new(), true));
        let read = Incident::replay(over.id(), over.scene(), over.timeline().to_vec()).unwrap();
        assert_eq!(read.state(), over.state());
        assert_eq!(over.end_with_drill(None, at(10)), Err(StepRefused::Closed));
    }
    let found = there.found(&verifier(1), Verification::Confirmed(finding(at(9))), at(9)).unwrap();
    assert_eq!(found.end_with_drill(None, at(10)), Err(StepRefused::Closed), "what was found stays");
    let real = Incident::open(Id::from_bytes([3; 16]), scene(2), Some(member(99)), at(0));
    assert_eq!(real.end_with_drill(Some(member(99)), at(9)), Err(StepRefused::NoDrill));
    let steps = open_and_over();
    assert_eq!(Incident::replay(real.id(), real.scene(), steps.clone()), Err(StepRefused::NoDrill));
    assert!(Incident::replay(real.id(), in_a_drill().scene(), steps).is_ok(), "in a drill it is legal");
}

fn open_and_over() -> Vec<Step> {
    in_a_drill().end_with_drill(None, at(9)).unwrap().timeline().to_vec()
}
