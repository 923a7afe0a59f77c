use proptest::prelude::*;

use super::*;
use crate::alerts::alert::{Choices, SEEN_MINUTES_MAX};
use crate::alerts::fixtures::{
    UNSIGNED, alert_facts, at, choices, confirmed, dispatcher, facts_of, incident, member, organization, released,
    releaser, releasing, seal, waiting,
};
use crate::triage::Verification;

fn read_back(alert: &Alert) -> Result<Alert, AlertRefused> {
    Alert::replay(alert.id(), alert.facts().clone(), alert.steps().to_vec(), &seal)
}

#[test]
fn two_people_let_an_alert_out() {
    let alert = released();
    let proof = alert.released(at(21)).unwrap();
    assert_eq!((proof.at(), proof.first()), (at(20), alert.id()));
    assert_eq!(alert.unsaved().len(), 3);
    let again = read_back(&alert).unwrap();
    assert_eq!((again.state(), again.unsaved().len()), (alert.state(), 0));
    assert!(again.released(at(21)).is_some());
}

#[test]
fn nothing_but_the_release_makes_the_proof() {
    let incident = confirmed();
    let basis = Basis::of(&incident, false).unwrap();
    let draft = Alert::draft(Id::from_bytes([31; 16]), alert_facts(), &dispatcher(), at(19)).unwrap();
    let asked = draft.send(&dispatcher(), UNSIGNED.clone(), &basis, at(19), &seal).unwrap();
    let back = asked.send_back(&releaser(), SentBackWhy::PlaceInDoubt, at(20)).unwrap();
    for alert in [&draft, &asked, &back] {
        assert!(alert.released(at(20)).is_none(), "{:?}", alert.state());
        assert!(alert.sign_offs().is_none());
    }
    assert!(matches!(back.state(), State::SentBack { why: SentBackWhy::PlaceInDoubt, .. }));
}

/// Every combination of who releases what, when: one, and only one, is let out.
#[test]
fn every_condition_is_needed() {
    let incident = confirmed();
    let asked = waiting(alert_facts(), &incident);
    let mut let_out = 0;
    for bits in 0u32..128 {
        let on = |bit: u32| bits & (1 << bit) != 0;
        let drafter_now = Member {
            standing: if on(0) { Standing::Active { since: at(0) } } else { Standing::Removed { at: at(19) } },
            ..dispatcher()
        };
        let by = Member {
            id: if on(1) { releaser().id } else { dispatcher().id },
            roles: if on(2) { vec![Role::Releaser] } else { vec![Role::Dispatcher, Role::Verifier] },
            standing: if on(3) { Standing::Active { since: at(0) } } else { Standing::Invited },
            organization: Some(organization(if on(4) { 2 } else { 1 })),
            ..releaser()
        };
        let other = self::incident(Verification::NothingThere { seen_at: at(15) });
        let basis = Basis::of(if on(5) { &incident } else { &other }, false).unwrap();
        let now = if on(6) { at(20) } else { at(110) };
        let all = Releasing { basis, ..releasing(&by, &drafter_now, &incident) };
        let outcome = asked.release(&all, now, &seal);
        assert_eq!(outcome.is_ok(), bits == 127, "{bits:07b}: {outcome:?}");
        let_out += usize::from(outcome.is_ok_and(|alert| alert.released(now).is_some()));
    }
    assert_eq!(let_out, 1);
}

#[test]
fn organizations_count_only_where_the_network_says_so() {
    let incident = confirmed();
    let asked = waiting(alert_facts(), &incident);
    for (organization, two, expected) in [
        (Some(organization(1)), true, Some(AlertRefused::SameOrganization)),
        (None, true, Some(AlertRefused::SameOrganization)),
        (Some(organization(2)), true, None),
        (Some(organization(1)), false, None),
        (None, false, None),
    ] {
        let (by, drafter) = (Member { organization, ..releaser() }, dispatcher());
        let all = Releasing { two_organizations: two, ..releasing(&by, &drafter, &incident) };
        assert_eq!(asked.release(&all, at(20), &seal).err(), expected, "{organization:?} {two}");
    }
}

#[test]
fn whoever_wrote_the_facts_is_no_second_person() {
    let incident = confirmed();
    let both = member(5, &[Role::Dispatcher, Role::Releaser]);
    let draft = Alert::draft(Id::from_bytes([31; 16]), alert_facts(), &both, at(19)).unwrap();
    let asked =
        draft.send(&dispatcher(), UNSIGNED.clone(), &Basis::of(&incident, false).unwrap(), at(19), &seal).unwrap();
    let refused = asked.release(&releasing(&both, &dispatcher(), &incident), at(20), &seal);
    assert_eq!(refused, Err(AlertRefused::SamePerson));
    assert!(asked.release(&releasing(&releaser(), &dispatcher(), &incident), at(20), &seal).is_ok());
}

#[test]
fn a_change_of_facts_undoes_the_sign_off() {
    let incident = confirmed();
    let asked = waiting(alert_facts(), &incident);
    let later = facts_of(&incident, Choices { expires_at: at(60), ..choices(Kind::Alert) });
    let changed = asked.change(later, &dispatcher(), at(20)).unwrap();
    assert_eq!(changed.state(), &State::Draft);
    let (by, drafter) = (releaser(), dispatcher());
    let all = releasing(&by, &drafter, &incident);
    assert_eq!(changed.release(&all, at(21), &seal), Err(AlertRefused::NotWaiting));
    let out = released();
    assert_eq!(out.change(alert_facts(), &dispatcher(), at(21)), Err(AlertRefused::NotADraft));
}

#[test]
fn an_incident_that_changed_its_mind_releases_nothing() {
    let incident = confirmed();
    let asked = waiting(alert_facts(), &incident);
    let why = crate::triage::incident::ReopenWhy::FindingInDoubt;
    let reopened = incident.reopen(dispatcher().id, why, at(20)).unwrap();
    assert!(Basis::of(&reopened, false).is_none(), "a reopened incident is no basis at all");
    let (by, drafter) = (releaser(), dispatcher());
    let basis = Basis::of(&incident, true).unwrap();
    let home = Releasing { basis, ..releasing(&by, &drafter, &incident) };
    assert_eq!(asked.release(&home, at(20), &seal), Err(AlertRefused::HomePlace));
}

#[test]
fn a_chain_is_followed_once_and_never_forks() {
    let incident = confirmed();
    let first = released();
    let follows = Some(first.as_earlier().unwrap());
    let update = waiting(facts_of(&incident, Choices { follows, ..choices(Kind::Update) }), &incident);
    let on = |followed, is_another_live| {
        let chain = Chain { followed, is_another_live };
        let (by, drafter) = (releaser(), dispatcher());
        update.release(&Releasing { chain, ..releasing(&by, &drafter, &incident) }, at(22), &seal)
    };
    assert_eq!(on(None, false), Err(AlertRefused::ChainMoved));
    assert_eq!(on(Some(&first), true), Err(AlertRefused::ChainMoved), "another alert is live beside it");
    let out = on(Some(&first), false).unwrap();
    assert_eq!(out.released(at(22)).unwrap().first(), first.id());
    let done = first.followed(&out, at(22)).unwrap();
    assert!(done.released(at(22)).is_none(), "what was updated is not current");
    assert_eq!(on(Some(&done), false), Err(AlertRefused::ChainMoved));
    let withdrawn = first.withdraw(Id::from_bytes([40; 16]), &releaser(), WithdrawWhy::InDoubt, at(21)).unwrap();
    assert_eq!(on(Some(&withdrawn), false), Err(AlertRefused::ChainMoved));
    let expired = first.expire(at(110)).unwrap();
    assert!(on(Some(&expired), false).is_ok(), "late news of an expired alert is still news");
    let again = waiting(alert_facts(), &incident);
    let (by, drafter) = (releaser(), dispatcher());
    let doubled =
        Releasing { chain: Chain { followed: None, is_another_live: true }, ..releasing(&by, &drafter, &incident) };
    assert_eq!(again.release(&doubled, at(22), &seal), Err(AlertRefused::AlreadyAlerted));
}

#[test]
fn one_member_stops_it() {
    let out = released();
    let id = Id::from_bytes([40; 16]);
    for by in [dispatcher(), releaser(), member(6, &[Role::Dispatcher])] {
        let stopped = out.withdraw(id, &by, WithdrawWhy::InDoubt, at(21)).unwrap();
        assert!(stopped.released(at(21)).is_none());
        assert!(matches!(stopped.ended(at(21)), Some((Ending::Withdrawn { by: who, .. }, _)) if who == by.id));
        assert_eq!(stopped.withdraw(id, &by, WithdrawWhy::InDoubt, at(22)), Err(AlertRefused::NotReleased));
    }
    let observer = member(7, &[Role::Observer]);
    assert_eq!(out.withdraw(id, &observer, WithdrawWhy::InDoubt, at(21)), Err(AlertRefused::NotAReleaser));
}

#[test]
fn expired_is_never_current() {
    let out = released();
    assert!(out.released(at(109)).is_some());
    assert!(out.released(at(110)).is_none(), "whether or not a worker has noted it");
    assert_eq!(out.ended(at(110)), Some((Ending::Expired, at(110))));
    assert_eq!(out.expire(at(109)), Err(AlertRefused::NotReleased));
    assert!(matches!(out.expire(at(111)).unwrap().state(), State::Ended { how: Ending::Expired, .. }));
}

#[test]
fn an_alert_that_waited_until_it_is_old_news_is_neither_sent_nor_released() {
    let incident = confirmed();
    let seen_at = alert_facts().seen_at;
    let late = seen_at.plus_minutes(SEEN_MINUTES_MAX + 1);
    let made_at = seen_at.plus_minutes(SEEN_MINUTES_MAX - 30);
    let times = Choices { next_update_at: None, expires_at: late.plus_minutes(60), ..choices(Kind::Alert) };
    let facts = Facts::of(&Basis::of(&incident, false).unwrap(), times, made_at).unwrap();
    let draft = Alert::draft(Id::from_bytes([31; 16]), facts, &dispatcher(), made_at).unwrap();
    let send = |now| draft.send(&dispatcher(), UNSIGNED.clone(), &Basis::of(&incident, false).unwrap(), now, &seal);
    assert_eq!(send(late), Err(AlertRefused::SeenTooLongAgo));
    let asked = send(made_at).unwrap();
    let (by, drafter) = (releaser(), dispatcher());
    let release = |now| asked.release(&releasing(&by, &drafter, &incident), now, &seal);
    assert_eq!(release(late), Err(AlertRefused::SeenTooLongAgo));
    assert!(release(late.plus_minutes(-1)).is_ok(), "the control");
}

#[test]
fn a_next_update_that_is_past_is_neither_sent_nor_released() {
    let incident = confirmed();
    let basis = Basis::of(&incident, false).unwrap();
    let draft = Alert::draft(Id::from_bytes([31; 16]), alert_facts(), &dispatcher(), at(19)).unwrap();
    let next = alert_facts().next_update_at.unwrap();
    let send = |now| draft.send(&dispatcher(), UNSIGNED.clone(), &basis, now, &seal);
    assert_eq!(send(next), Err(AlertRefused::NextUpdateDoesNotFit));
    let asked = send(at(19)).unwrap();
    let (by, drafter) = (releaser(), dispatcher());
    let release = |now| asked.release(&releasing(&by, &drafter, &incident), now, &seal);
    assert_eq!(release(next), Err(AlertRefused::NextUpdateDoesNotFit));
    assert!(release(next.plus_minutes(-1)).is_ok(), "the control");
}

/// Rows with any one thing changed by hand.
#[test]
fn an_altered_row_is_no_alert() {
    let alert = released();
    let wrong = |facts: &Facts, steps: &[Step], id: Id<Alert>| {
        assert_eq!(Alert::replay(id, facts.clone(), steps.to_vec(), &seal), Err(AlertRefused::Altered));
    };
    let (facts, steps, id) = (alert.facts().clone(), alert.steps().to_vec(), alert.id());
    assert!(read_back(&alert).is_ok(), "the row as it was kept");
    wrong(&Facts { expires_at: at(200), ..facts.clone() }, &steps, id);
    wrong(&Facts { drill: true, ..facts.clone() }, &steps, id);
    wrong(&facts, &steps, Id::from_bytes([32; 16]));
    wrong(&facts, &steps[1..], id);
    wrong(&facts, &[steps[0].clone(), steps[2].clone()], id);
    for number in [1, 2] {
        let change = |step: Step| {
            let mut changed = steps.clone();
            changed[number] = step;
            wrong(&facts, &changed, id);
        };
        change(Step { who: Some(Id::from_bytes([77; 16])), ..steps[number].clone() });
        change(Step { who: None, ..steps[number].clone() });
        change(Step { organization: Some(organization(9)), ..steps[number].clone() });
        change(Step { at: steps[number].at.plus_seconds(1), ..steps[number].clone() });
    }
    // A drafter's seal in the releaser's hand, which is what copying a row would give.
    let What::Sent(copied) = steps[1].what.clone() else { panic!("the second step is the sign-off") };
    let forged = Step { what: What::Released(copied), ..steps[1].clone() };
    wrong(&facts, &[steps[0].clone(), steps[1].clone(), forged], id);
    let other_key = |statement: &[u8]| crate::ground::keys::mac(b"another server's key", statement);
    assert_eq!(Alert::replay(id, facts, steps, &other_key), Err(AlertRefused::Altered));
}

#[test]
fn a_row_that_one_member_signed_twice_is_no_alert() {
    let facts = alert_facts();
    let (by, id) = (dispatcher(), Id::from_bytes([31; 16]));
    let hash = facts.hash();
    let step = |what| Step { who: Some(by.id), organization: by.organization, what, at: at(19) };
    let signed =
        |hand| SignOff::make(Id::from_bytes(id.bytes()), hand, &by, hash, at(19), UNSIGNED.clone(), &seal).into();
    let steps = vec![
        step(What::Drafted),
        step(What::Sent(signed(Hand::Drafter))),
        step(What::Released(signed(Hand::Releaser))),
    ];
    assert_eq!(Alert::replay(id, facts, steps, &seal), Err(AlertRefused::Altered));
}

/// What random members try.
#[derive(Debug, Clone, Copy)]
enum Try {
    Change,
    Send,
    SendBack,
    Release,
    Withdraw,
    Expire,
}

fn tries() -> impl Strategy<Value = Vec<(u8, Try, i64)>> {
    let one = prop_oneof![
        Just(Try::Change),
        Just(Try::Send),
        Just(Try::SendBack),
        Just(Try::Release),
        Just(Try::Withdraw),
        Just(Try::Expire),
    ];
    proptest::collection::vec((1u8..6, one, 0i64..8), 1..25)
}

fn cast(number: u8) -> Member {
    let roles: &[Role] = match number {
        1 => &[Role::Dispatcher],
        2 => &[Role::Releaser],
        3 => &[Role::Dispatcher, Role::Releaser],
        4 => &[Role::Verifier, Role::Steward],
        _ => &[Role::Dispatcher, Role::Releaser],
    };
    let standing = if number == 5 { Standing::Removed { at: at(0) } } else { Standing::Active { since: at(0) } };
    Member { standing, organization: Some(organization(number % 2)), ..member(number, roles) }
}

proptest! {
    #[test]
    fn no_walk_lets_out_what_two_members_did_not_sign(walk in tries()) {
        let incident = confirmed();
        let basis = Basis::of(&incident, false).unwrap();
        let mut alert = Alert::draft(Id::from_bytes([31; 16]), alert_facts(), &cast(1), at(19)).unwrap();
        let mut now = at(19);
        for (number, what, minutes) in walk {
            now = now.plus_minutes(minutes);
            let by = cast(number);
            let drafter = match alert.state() {
                State::Waiting { drafted } => cast(drafted.who.bytes()[0]),
                _ => cast(1),
            };
            let expires_at = at(60 + i64::from(number));
            let next = match what {
                Try::Change => alert.change(facts_of(&incident, Choices { expires_at, ..choices(Kind::Alert) }), &by, now),
                Try::Send => alert.send(&by, UNSIGNED.clone(), &basis, now, &seal),
                Try::SendBack => alert.send_back(&by, SentBackWhy::TooLate, now),
                Try::Release => alert.release(&releasing(&by, &drafter, &incident), now, &seal),
                Try::Withdraw => alert.withdraw(Id::from_bytes([40; 16]), &by, WithdrawWhy::Mistake, now),
                Try::Expire => alert.expire(now),
            };
            if let Ok(next) = next {
                alert = next;
            }
            if let Some(release) = alert.sign_offs() {
                let (one, two) = (cast(release.drafted.who.bytes()[0]), cast(release.released.who.bytes()[0]));
                prop_assert!(one.id != two.id && one.organization != two.organization);
                prop_assert!(one.roles.contains(&Role::Dispatcher) && two.roles.contains(&Role::Releaser));
                let removed = [one, two].iter().any(|member| matches!(member.standing, Standing::Removed { .. }));
                prop_assert!(!removed);
                prop_assert_eq!(release.drafted.hash, alert.facts().hash());
                prop_assert!(release.released.at < alert.facts().expires_at());
            }
            if now >= alert.facts().expires_at() {
                prop_assert!(alert.released(now).is_none());
            }
            prop_assert_eq!(read_back(&alert).map(|read| read.state().clone()), Ok(alert.state().clone()));
        }
    }
}
