//! Random walks: many people press everything, in any order, on several incidents, and an independent model with plain
//! sets says what should have been allowed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::tests::{at, finding, member, opened, verifier};
use super::*;
use crate::reports::facts::{Agency, FirstHand};

const INCIDENTS: usize = 3;
const MEMBERS: u8 = 6;
const DISPATCHER: u8 = 99;

#[derive(Debug, Clone)]
enum Press {
    Eyes,
    Ask(BTreeSet<u8>),
    Accept(u8, u16),
    NewEta(u8, u16),
    Decline(u8),
    Arrive(u8),
    Found(u8, u8),
    GiveUp(u8),
    StandDown(u8),
    Close(bool),
    Corroborate(bool),
    Reopen,
}

fn presses() -> impl Strategy<Value = Press> {
    let who = || 1..=MEMBERS;
    prop_oneof![
        8 => Just(Press::Eyes),
        8 => prop::collection::btree_set(who(), 0..=5).prop_map(Press::Ask),
        20 => (who(), 0..=95_u16).prop_map(|(who, eta)| Press::Accept(who, eta)),
        2 => (who(), 0..=95_u16).prop_map(|(who, eta)| Press::NewEta(who, eta)),
        3 => who().prop_map(Press::Decline),
        20 => who().prop_map(Press::Arrive),
        12 => (who(), 0..6_u8).prop_map(|(who, what)| Press::Found(who, what)),
        2 => who().prop_map(Press::GiveUp),
        2 => who().prop_map(Press::StandDown),
        1 => any::<bool>().prop_map(Press::Close),
        1 => any::<bool>().prop_map(Press::Corroborate),
        6 => Just(Press::Reopen),
    ]
}

/// What a careful person with paper would note: sets and marks, no states.
#[derive(Debug, Clone, Default)]
struct Paper {
    clock: i64,
    wanted: bool,
    ended: Option<(&'static str, i64)>,
    pictures_only: bool,
    asked: BTreeMap<u8, char>,
    coming: BTreeSet<u8>,
    there: BTreeSet<u8>,
}

impl Paper {
    fn out(&self) -> BTreeSet<u8> {
        self.coming.union(&self.there).copied().collect()
    }

    fn off(&mut self, who: u8) -> bool {
        let was_out = self.coming.remove(&who) | self.there.remove(&who);
        if was_out {
            self.asked.insert(who, 'l');
        }
        was_out
    }

    fn end(&mut self, code: &'static str, pictures_only: bool) {
        self.ended = Some((code, self.clock));
        self.pictures_only = pictures_only;
        if !pictures_only {
            self.coming.clear();
            self.there.clear();
        }
    }

    /// Notes a press; false where it must be refused (and then nothing was noted).
    fn press(&mut self, press: &Press, cap: usize, elsewhere: &BTreeSet<u8>, minute: i64) -> bool {
        let before = self.clone();
        self.clock = self.clock.max(minute);
        let legal = self.note(press, cap, elsewhere);
        if !legal {
            *self = before;
        }
        legal
    }

    fn note(&mut self, press: &Press, cap: usize, elsewhere: &BTreeSet<u8>) -> bool {
        let running = self.ended.is_none();
        match press {
            Press::Eyes => running && !std::mem::replace(&mut self.wanted, true),
            Press::Ask(whom) => {
                let new = !whom.is_empty() && whom.iter().all(|who| !self.asked.contains_key(who));
                self.asked.extend(whom.iter().map(|who| (*who, 'w')).filter(|_| new));
                running && self.wanted && new && self.out().len() < cap
            }
            Press::Accept(who, eta) => {
                let free = !elsewhere.contains(who) && !self.out().contains(who) && self.out().len() < cap;
                let legal = running && (1..=90).contains(eta) && self.asked.contains_key(who) && free;
                self.asked.insert(*who, 'y');
                self.coming.insert(*who);
                legal
            }
            Press::NewEta(who, eta) => (1..=90).contains(eta) && self.coming.contains(who),
            Press::Decline(who) => running && self.asked.insert(*who, 'n') == Some('w'),
            Press::Arrive(who) => self.coming.remove(who) && self.there.insert(*who),
            Press::GiveUp(who) | Press::StandDown(who) => self.off(*who),
            Press::Found(who, what) => {
                let legal = self.there.contains(who) && *what != 5;
                match what {
                    3 if !running || self.out().len() > 1 => _ = self.off(*who),
                    what => {
                        self.there.remove(who);
                        let others = self.there.clone();
                        self.end(FOUND[usize::from(*what)], false);
                        self.there = others;
                    }
                }
                legal
            }
            Press::Close(_) => {
                let legal = running && self.there.is_empty();
                self.end("closed unseen", false);
                legal
            }
            Press::Corroborate(sound) => {
                let legal = running && self.there.is_empty() && *sound;
                self.end("confirmed", true);
                legal
            }
            Press::Reopen => {
                let legal = self.ended.is_some_and(|(_, when)| self.clock - when <= 120);
                self.ended = None;
                let out = self.out();
                self.wanted = !out.is_empty();
                self.asked.retain(|who, _| out.contains(who));
                legal
            }
        }
    }
}

/// Outcome codes by the number that a walk presses; the last is a finding that contradicts itself.
const FOUND: [&str; 6] = ["confirmed", "other_agency", "nothing_there", "unable", "already_over", "confirmed"];

fn verification(what: u8, seen_at: Moment) -> Verification {
    match what {
        0 => Verification::Confirmed(finding(seen_at)),
        1 => Verification::OtherAgency(Finding { agency: Agency::LocalPolice, ..finding(seen_at) }),
        2 => Verification::NothingThere { seen_at },
        3 => Verification::Unable(UnableWhy::CannotTell),
        4 => Verification::AlreadyOver { seen_at },
        _ => Verification::Confirmed(Finding { agency: Agency::LocalPolice, ..finding(seen_at) }),
    }
}

fn proof(incident: Id<Incident>) -> Corroboration {
    let [one, two] = [1_u8, 2].map(|number| Testimony {
        report: Id::from_bytes([number; 16]),
        incident,
        sender: Some(SenderMark(std::array::from_fn(|at| if at < 4 { 200 } else { number }))),
        entered_by: None,
        duplicate_of: None,
        first_hand: Some(FirstHand::ISawIt),
        agency: Agency::IceEro,
        seen_at: at(-10),
        cell: Cell::at(34.05, -118.25).unwrap(),
        media: vec![ReviewedMedia {
            content: ContentMark([number; 32]),
            reviews: [30, 31].map(|by| Review { by: member(by), shows_it: true }).to_vec(),
        }],
    });
    Corroboration::of(&one, &two).unwrap()
}

fn press(
    incident: &Incident,
    press: &Press,
    out_on: Option<Id<Incident>>,
    now: Moment,
) -> Result<Incident, StepRefused> {
    let dispatcher = member(DISPATCHER);
    let seen_at = incident.not_before(now);
    match press {
        Press::Eyes => incident.ask_for_eyes(dispatcher, now),
        Press::Ask(whom) => incident.ask(None, &whom.iter().map(|who| member(*who)).collect::<Vec<_>>(), now),
        Press::Accept(who, eta) => incident.accept(&Verifier { out_on, ..verifier(*who) }, *eta, now),
        Press::NewEta(who, eta) => incident.new_eta(member(*who), *eta, now),
        Press::Decline(who) => incident.decline(member(*who), now),
        Press::Arrive(who) => incident.arrive(member(*who), now),
        Press::Found(who, what) => incident.found(&verifier(*who), verification(*what, seen_at), now),
        Press::GiveUp(who) => incident.give_up(member(*who), now),
        Press::StandDown(who) => incident.stand_down(dispatcher, member(*who), now),
        Press::Close(true) => {
            let why = WithoutEyes::DuplicateOf(Id::from_bytes([200; 16]));
            incident.close_without_eyes(dispatcher, why, now)
        }
        Press::Close(false) => incident.close_without_eyes(dispatcher, WithoutEyes::NotNeeded(NotNeeded::Junk), now),
        Press::Corroborate(sound) => {
            let seen_at = if *sound { at(-10) } else { at(-9) };
            incident.corroborated(dispatcher, &proof(incident.id()), finding(seen_at), now)
        }
        Press::Reopen => incident.reopen(dispatcher, ReopenWhy::StillGoingOn, now),
    }
}

/// By phone the same is allowed as on one's own screen, and it comes to the same; what is no verifier's to say is refused.
fn check_phoned(
    own: &Result<Incident, StepRefused>,
    phoned: &Result<Incident, StepRefused>,
) -> Result<(), TestCaseError> {
    let Ok(own) = own else {
        prop_assert_eq!(own.as_ref().err(), phoned.as_ref().err());
        return Ok(());
    };
    let last = own.timeline().last().map(|step| step.what.is_a_verifiers());
    match phoned {
        Ok(phoned) => {
            prop_assert_eq!((last, phoned.state()), (Some(true), own.state()));
            prop_assert_eq!(phoned.timeline().last().and_then(|step| step.entered_by), Some(member(DISPATCHER)));
            check(phoned)
        }
        Err(_) => {
            prop_assert_eq!(last, Some(false));
            Ok(())
        }
    }
}

/// What must hold of every incident at any time, said without the rules.
fn check(incident: &Incident) -> Result<(), TestCaseError> {
    let out: BTreeSet<_> = incident.people_out().into_iter().collect();
    prop_assert_eq!(out.len(), incident.people_out().len(), "somebody is out twice");
    prop_assert!(out.len() <= usize::from(incident.scene().cap.people()), "over the cap");
    let timeline = incident.timeline();
    prop_assert!(timeline.is_sorted_by_key(|step| step.at), "time runs backwards");
    if incident.confirmed().is_some() {
        let last = timeline.iter().rposition(|step| matches!(step.what, What::Found(_) | What::Corroborated { .. }));
        let grounded = timeline[..=last.unwrap_or(0)].iter().rev().any(|step| match step.what {
            What::Corroborated { .. } => true,
            What::Found(Verification::Confirmed(_)) => {
                timeline.iter().any(|other| other.who == step.who && other.what == What::Arrived && other.at <= step.at)
            }
            _ => false,
        });
        prop_assert!(grounded, "confirmed out of nothing");
    }
    let replayed = Incident::replay(incident.id(), incident.scene(), timeline.to_vec());
    let replayed = replayed.map_err(|refused| TestCaseError::fail(format!("cannot be read back: {refused}")))?;
    prop_assert_eq!(replayed.state(), incident.state());
    prop_assert_eq!(replayed.asked(), incident.asked());
    Ok(())
}

/// Whether the incident looks as the paper says.
fn compare(incident: &Incident, paper: &Paper) -> Result<(), TestCaseError> {
    let out: BTreeSet<_> = incident.people_out().into_iter().collect();
    prop_assert_eq!(out, paper.out().into_iter().map(member).collect::<BTreeSet<_>>());
    let there: BTreeSet<_> = incident.crew().there().iter().map(|present| present.who).collect();
    prop_assert_eq!(there, paper.there.iter().map(|who| member(*who)).collect::<BTreeSet<_>>());
    let expected = match paper {
        Paper { ended: Some((code, _)), .. } => code,
        paper if !paper.there.is_empty() => "on scene",
        paper if !paper.coming.is_empty() => "assigned",
        Paper { wanted: true, .. } => "needs eyes",
        _ => "open",
    };
    prop_assert_eq!(name(incident.state()), expected);
    let certainty = incident.confirmed().map(|confirmed| confirmed.certainty());
    let likely = if paper.pictures_only { Certainty::Likely } else { Certainty::Observed };
    prop_assert_eq!(certainty, (expected == "confirmed").then_some(likely));
    Ok(())
}

fn name(state: &State) -> &'static str {
    match state {
        State::Open => "open",
        State::NeedsEyes { .. } => "needs eyes",
        State::Assigned { .. } => "assigned",
        State::OnScene { .. } => "on scene",
        State::Closed { outcome: Outcome::WithoutEyes(_), .. } => "closed unseen",
        State::Closed { outcome, .. } => outcome.code(),
    }
}

#[test]
fn walks_go_only_where_the_paper_allows() {
    let reached: RefCell<BTreeMap<String, usize>> = RefCell::default();
    let steps = prop::collection::vec((0..INCIDENTS, -3..12_i64, presses()), 1..250);
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let walk = |(cap, steps): (u8, Vec<(usize, i64, Press)>)| {
        let mut incidents: Vec<Incident> = (50..).take(INCIDENTS).map(|number| opened(number, cap)).collect();
        let mut papers = vec![Paper::default(); INCIDENTS];
        let mut minute = 0;
        for (which, later, pressed) in steps {
            minute += later;
            let others = papers.iter().enumerate().filter(|(other, _)| *other != which);
            let elsewhere: BTreeSet<u8> = others.flat_map(|(_, paper)| paper.out()).collect();
            let out_on = match pressed {
                Press::Accept(who, _) => {
                    let mut others = incidents.iter().filter(|other| other.id() != incidents[which].id());
                    others.find(|other| other.people_out().contains(&member(who))).map(Incident::id)
                }
                _ => None,
            };
            let answer = press(&incidents[which], &pressed, out_on, at(minute));
            let phoned = incidents[which].phoned_in(member(DISPATCHER), |it| press(it, &pressed, out_on, at(minute)));
            check_phoned(&answer, &phoned)?;
            let legal = papers[which].press(&pressed, usize::from(cap), &elsewhere, minute);
            prop_assert_eq!(answer.is_ok(), legal, "{:?}: {:?}", pressed, answer.map(|it| it.state));
            if let Err(refused) = &answer {
                *reached.borrow_mut().entry(refused.word().to_owned()).or_default() += 1;
            }
            incidents[which] = answer.unwrap_or_else(|_| incidents[which].clone());
            check(&incidents[which])?;
            compare(&incidents[which], &papers[which])?;
            *reached.borrow_mut().entry(name(incidents[which].state()).to_owned()).or_default() += 1;
            let everybody: Vec<_> = incidents.iter().flat_map(Incident::people_out).collect();
            prop_assert_eq!(everybody.len(), everybody.iter().collect::<BTreeSet<_>>().len(), "out on two incidents");
        }
        Ok(())
    };
    TestRunner::new(config).run(&(1..=4_u8, steps), walk).unwrap();

    // A walk that stays at home proves nothing: every state and outcome, and the central refusals, were met.
    let reached = reached.into_inner();
    let states = ["open", "needs eyes", "assigned", "on scene", "closed unseen"];
    let refusals =
        ["cap-reached", "out-elsewhere", "not-on-scene", "someone-is-there", "not-asked", "too-late-to-reopen"];
    let refusals = refusals.map(|refused| format!("triage-refused-{refused}"));
    for wanted in states.into_iter().chain(FOUND).chain(refusals.iter().map(String::as_str)) {
        assert!(reached.contains_key(wanted), "no walk met {wanted}: {reached:?}");
    }
}

/// The checks themselves must be able to fail.
#[test]
fn the_checks_catch_incidents_that_broke_the_rules() {
    let sound = opened(1, 1);
    assert!(check(&sound).is_ok());
    let going = |who| Going { who: member(who), accepted_at: at(1), due_at: at(9) };
    let mut crowd = sound.clone();
    crowd.state = State::Assigned { to: going(1), also: vec![going(2)] };
    assert!(check(&crowd).is_err(), "two people with a cap of one");
    let mut made_up = sound.clone();
    let evidence = Evidence::OnTheScene { by: member(1) };
    let outcome = Outcome::Confirmed { finding: finding(at(1)), evidence };
    made_up.state = State::Closed { outcome, at: at(2), still_out: Crew::default() };
    assert!(check(&made_up).is_err(), "confirmed without a finding");
    let mut turned = sound;
    turned.timeline.push(Step { who: Some(member(DISPATCHER)), what: What::EyesNeeded, at: at(-1), entered_by: None });
    assert!(check(&turned).is_err(), "time runs backwards");
}
