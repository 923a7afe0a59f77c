use super::*;
use crate::ground::clock::Moment;
use crate::triage::incident::tests::{at, finding, member, opened, verifier};
use crate::triage::incident::{Certainty, Outcome, ReopenWhy, State, UnableWhy, Verification};

const DISPATCHER: u8 = 99;

fn looked_at(content: u8, reviewers: &[(u8, bool)]) -> ReviewedMedia {
    let reviews = reviewers.iter().map(|(by, shows_it)| Review { by: member(*by), shows_it: *shows_it }).collect();
    ReviewedMedia { content: ContentMark([content; 32]), reviews }
}

/// The run of the program in which these reports came.
const RUN: u8 = 200;

fn sender(run: u8, number: u8) -> SenderMark {
    let mut mark = [number; 16];
    mark[..4].fill(run);
    SenderMark(mark)
}

fn testimony(number: u8) -> Testimony {
    Testimony {
        report: Id::from_bytes([number; 16]),
        incident: Id::from_bytes([1; 16]),
        sender: Some(sender(RUN, number)),
        entered_by: None,
        duplicate_of: None,
        first_hand: Some(FirstHand::ISeeIt),
        agency: Agency::Unknown,
        seen_at: at(i64::from(number)),
        cell: Cell::at(34.05, -118.25).unwrap(),
        media: vec![looked_at(number, &[(20, true), (21, true)])],
    }
}

/// A cell exactly this many steps away.
fn away(steps: u32) -> Cell {
    let here = testimony(1).cell;
    here.disk(steps).into_iter().find(|cell| here.distance(*cell) == Some(steps)).unwrap()
}

fn proof() -> Corroboration {
    Corroboration::of(&testimony(10), &testimony(20)).unwrap()
}

#[test]
fn two_reports_that_bear_each_other_out_confirm_as_likely() {
    let closed = opened(1, 4).corroborated(member(DISPATCHER), &proof(), finding(at(15)), at(30)).unwrap();
    let confirmed = closed.confirmed().unwrap();
    assert_eq!(confirmed.certainty(), Certainty::Likely);
    assert_eq!(closed.timeline().last().unwrap().what.code(), "corroborated");
    let read = Incident::replay(closed.id(), closed.scene(), closed.timeline().to_vec()).unwrap();
    assert_eq!(read.state(), closed.state());
}

#[test]
fn each_rule_refuses_by_itself() {
    type Change = fn(&mut Testimony);
    let cases: [(Change, StepRefused); 17] = [
        (|it| it.incident = Id::from_bytes([2; 16]), StepRefused::OtherIncident),
        (|it| it.first_hand = Some(FirstHand::SomeoneToldMe), StepRefused::NotFirstHand),
        (|it| it.first_hand = None, StepRefused::NotFirstHand),
        (|it| it.agency = Agency::LocalPolice, StepRefused::OtherAgencyReported),
        (|it| it.sender = testimony(10).sender, StepRefused::NotIndependent),
        (|it| it.sender = None, StepRefused::NotIndependent),
        // Before and after a restart: the same person looks like two.
        (|it| it.sender = Some(sender(RUN + 1, 20)), StepRefused::NotIndependent),
        (|it| it.duplicate_of = Some(Id::from_bytes([9; 16])), StepRefused::NotIndependent),
        (|it| it.report = testimony(10).report, StepRefused::NotIndependent),
        (|it| it.media = testimony(10).media, StepRefused::NotIndependent),
        (|it| it.seen_at = at(71), StepRefused::SeenTooFarApart),
        (|it| it.cell = away(3), StepRefused::PlacesTooFarApart),
        (|it| it.media.clear(), StepRefused::MediaNotReviewed),
        (|it| it.media = vec![looked_at(20, &[(20, true)])], StepRefused::MediaNotReviewed),
        (|it| it.media = vec![looked_at(20, &[(20, true), (20, true)])], StepRefused::MediaNotReviewed),
        (|it| it.media = vec![looked_at(20, &[(20, true), (21, true), (22, false)])], StepRefused::MediaNotReviewed),
        (|it| it.entered_by = Some(member(20)), StepRefused::MediaNotReviewed),
    ];
    for (number, (change, refused)) in cases.into_iter().enumerate() {
        let mut changed = testimony(20);
        change(&mut changed);
        assert_eq!(Corroboration::of(&testimony(10), &changed), Err(refused), "case {number}");
        assert_eq!(Corroboration::of(&changed, &testimony(10)), Err(refused), "case {number}, the other way round");
    }
}

#[test]
fn the_limits_themselves_are_allowed() {
    let mut edge = testimony(20);
    edge.seen_at = at(70);
    edge.cell = away(2);
    edge.entered_by = Some(member(20));
    edge.media = vec![looked_at(7, &[(20, true)]), looked_at(8, &[(21, true), (20, true), (22, true)])];
    let mut other = testimony(10);
    other.media = vec![looked_at(9, &[(23, true), (24, true)])];
    let proof = Corroboration::of(&other, &edge).unwrap();
    assert_eq!(proof.reviewed_by(), [[member(23), member(24)], [member(21), member(22)]]);
    assert_eq!(proof.seen_between(), (at(10), at(70)));
}

#[test]
fn two_reviews_of_two_pictures_are_not_two_of_one() {
    let mut split = testimony(20);
    split.media = vec![looked_at(7, &[(20, true)]), looked_at(8, &[(21, true)])];
    assert_eq!(Corroboration::of(&testimony(10), &split), Err(StepRefused::MediaNotReviewed));
}

#[test]
fn the_finding_must_fit_the_proof() {
    let incident = opened(1, 4);
    let try_with = |finding, now: Moment| incident.corroborated(member(DISPATCHER), &proof(), finding, now).map(drop);
    assert_eq!(try_with(finding(at(9)), at(30)), Err(StepRefused::SeenAtDoesNotFit));
    assert_eq!(try_with(finding(at(21)), at(30)), Err(StepRefused::SeenAtDoesNotFit));
    assert_eq!(try_with(finding(at(16)), at(15)), Err(StepRefused::SeenAtDoesNotFit), "not yet");
    let mut police = finding(at(15));
    police.agency = Agency::LocalPolice;
    assert_eq!(try_with(police, at(30)), Err(StepRefused::WrongOutcomeForAgency));
    let other = opened(2, 4).corroborated(member(DISPATCHER), &proof(), finding(at(15)), at(30));
    assert_eq!(other, Err(StepRefused::OtherIncident));
}

fn with_one_on_the_way() -> Incident {
    let incident = opened(1, 4).ask_for_eyes(member(DISPATCHER), at(1)).unwrap();
    let incident = incident.ask(None, &[member(1), member(2)], at(1)).unwrap();
    incident.accept(&verifier(1), 40, at(2)).unwrap()
}

#[test]
fn eyes_outweigh_pictures() {
    let going = with_one_on_the_way();
    let likely = going.corroborated(member(DISPATCHER), &proof(), finding(at(15)), at(30)).unwrap();
    assert_eq!(likely.people_out(), [member(1)], "still on the way, so not free for another incident");
    assert_eq!(likely.accept(&verifier(2), 5, at(31)), Err(StepRefused::Closed), "but nobody new is sent");
    let there = likely.arrive(member(1), at(40)).unwrap();
    assert_eq!(there.confirmed().unwrap().certainty(), Certainty::Likely);

    let observed = there.found(&verifier(1), Verification::Confirmed(finding(at(41))), at(41)).unwrap();
    assert_eq!(observed.confirmed().unwrap().certainty(), Certainty::Observed);
    let nothing = there.found(&verifier(1), Verification::NothingThere { seen_at: at(41) }, at(41)).unwrap();
    assert!(nothing.confirmed().is_none(), "eyes that find nothing end it");
    let unable = there.found(&verifier(1), Verification::Unable(UnableWhy::NoAccess), at(41)).unwrap();
    assert!(unable.confirmed().is_some() && unable.people_out().is_empty(), "unable says nothing against it");
    let again = there.reopen(member(DISPATCHER), ReopenWhy::FindingInDoubt, at(41)).unwrap();
    assert!(matches!(again.state(), State::OnScene { who, .. } if who.who == member(1)));
}

#[test]
fn pictures_wait_for_eyes_that_are_there() {
    let there = with_one_on_the_way().arrive(member(1), at(25)).unwrap();
    let refused = there.corroborated(member(DISPATCHER), &proof(), finding(at(15)), at(30));
    assert_eq!(refused, Err(StepRefused::SomeoneIsThere));
    let settled = there.found(&verifier(1), Verification::NothingThere { seen_at: at(26) }, at(26)).unwrap();
    let late = settled.corroborated(member(DISPATCHER), &proof(), finding(at(15)), at(30));
    assert_eq!(late, Err(StepRefused::Closed), "pictures never overturn a finding");
    assert!(matches!(settled.state(), State::Closed { outcome: Outcome::NothingThere { .. }, .. }));
}
