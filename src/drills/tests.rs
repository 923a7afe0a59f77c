use super::drill::{MINUTES_MAX, STARTERS};
use super::times::{LEGS, took, who_took_part};
use super::*;
use crate::ground::locale::{Lang, Words};
use crate::ground::{Id, Moment, Wrong};
use crate::people::{self, Alias, Member, Role, Standing};
use crate::places::{AreaKey, Cell};
use crate::testkit::{NOON, TestHouse};

fn plan() -> Plan {
    Plan {
        scenario: Scenario::Corner,
        area: AreaKey(3),
        place: "Luna / 7th".into(),
        cell: Cell::at(30.95, -120.03).unwrap(),
        who: WhoTakesPart::Everyone,
        lang: Lang::Es,
        minutes: 60,
    }
}

fn member(number: u8, roles: &[Role]) -> Member {
    Member {
        id: Id::from_bytes([number; 16]),
        alias: Alias::parse(&format!("member {number}")).unwrap(),
        organization: None,
        roles: roles.to_vec(),
        lang: Lang::Es,
        standing: Standing::Active { since: NOON },
    }
}

fn start(plan: Plan, by: &Member, takes_part: &[Id<Member>]) -> Result<Drill, DrillRefused> {
    Drill::start(Id::from_bytes([1; 16]), plan, by, takes_part, NOON)
}

#[test]
fn three_roles_start_a_drill_and_no_other() {
    let who = [Id::from_bytes([9; 16])];
    for role in Role::ALL {
        let started = start(plan(), &member(1, &[*role]), &who);
        assert_eq!(started.is_ok(), STARTERS.contains(role), "{}", role.code());
    }
    let gone = Member { standing: Standing::Removed { at: NOON }, ..member(1, &[Role::Coordinator]) };
    assert_eq!(start(plan(), &gone, &who), Err(DrillRefused::NotAStarter));
}

#[test]
fn a_drill_has_people_and_an_end() {
    let (by, who) = (member(1, &[Role::Coordinator]), [Id::from_bytes([9; 16])]);
    assert_eq!(start(plan(), &by, &[]), Err(DrillRefused::NobodyOnDuty));
    let of = |minutes| start(Plan { minutes, ..plan() }, &by, &who);
    assert!(MINUTES.into_iter().all(|minutes| of(minutes).is_ok()));
    assert_eq!(of(0), Err(DrillRefused::TooLong));
    assert_eq!(of(MINUTES_MAX + 1), Err(DrillRefused::TooLong));
    assert_eq!(of(MINUTES_MAX).unwrap().ends_at(), NOON.plus_hours(4));
}

#[test]
fn it_ends_once() {
    let drill = start(plan(), &member(1, &[Role::Steward]), &[Id::from_bytes([9; 16])]).unwrap();
    assert!(drill.is_running());
    let over = drill.end(None, EndedWhy::Time, NOON.plus_minutes(60)).unwrap();
    assert!(!over.is_running());
    assert_eq!(over.end(None, EndedWhy::Done, NOON.plus_minutes(61)), Err(DrillRefused::Over));
}

#[test]
fn only_what_is_on_one_side_is_put_together() {
    let sides = [None, Some(Id::from_bytes([1; 16])), Some(Id::from_bytes([2; 16]))];
    for one in sides {
        for other in sides {
            assert_eq!(check_same(one, other).is_ok(), one == other);
        }
    }
}

#[test]
fn times_are_measured_from_the_first_of_each_and_held_against_the_clock() {
    let at = |seconds| NOON.plus_seconds(seconds);
    let time = |what, seconds, who: Option<u8>| Time {
        what,
        at: at(seconds),
        who: who.map(|who| Id::from_bytes([who; 16])),
        word: None,
    };
    let record = [
        time(Reached::Reported, 0, None),
        time(Reached::Decided, 120, Some(1)),
        time(Reached::Asked, 120, None),
        time(Reached::Reported, 180, None),
        time(Reached::Accepted, 301, Some(2)),
        time(Reached::OnScene, 700, Some(2)),
        time(Reached::Outcome, 800, Some(2)),
        time(Reached::Drafted, 900, Some(1)),
    ];
    let took = took(&record);
    let of = |word: &str| *took.iter().find(|it| it.leg.word == word).unwrap();
    assert_eq!(of("drill-leg-decided").seconds, Some(120));
    assert!(!of("drill-leg-decided").is_slow(), "on the minute is in time");
    assert_eq!(of("drill-leg-accepted").seconds, Some(181));
    assert!(of("drill-leg-accepted").is_slow());
    assert_eq!(of("drill-leg-released").seconds, None);
    assert!(!of("drill-leg-released").is_slow(), "what did not come is not slow");
    assert!(!of("drill-leg-outcome").is_slow(), "no target, no verdict");
    assert_eq!(who_took_part(&record), [Id::from_bytes([1; 16]), Id::from_bytes([2; 16])]);
}

#[test]
fn every_code_has_its_words() {
    let words = Words::read(crate::wiring::WORDS).unwrap();
    let mut keys: Vec<String> = DrillRefused::ALL.iter().map(|refused| refused.word().to_owned()).collect();
    keys.extend(Scenario::ALL.iter().map(|it| it.word()));
    keys.extend(Scenario::ALL.iter().map(|it| it.word().replacen("drill-scenario", "drill-imagine", 1)));
    keys.extend(WhoTakesPart::ALL.iter().map(|it| it.word()));
    keys.extend(EndedWhy::ALL.iter().map(|it| it.word()));
    keys.extend(Reached::ALL.iter().map(|it| it.word()));
    keys.extend(LEGS.iter().map(|leg| leg.word.to_owned()));
    for lang in Lang::ALL {
        let lacks: Vec<&String> = keys.iter().filter(|key| !words.has(lang, key)).collect();
        assert!(lacks.is_empty(), "{} lacks {lacks:?}", lang.code());
        assert!(words.say(lang).t("drill-mark").starts_with(&words.say(lang).t("drill-word")));
    }
    assert!(!words.has(Lang::Es, "drill-scenario-volcano"), "a missing word is noticed");
}

/// A house with a drill that runs, started by Ana, in which Luz takes part.
async fn house_with_a_drill() -> (TestHouse, Id<Drill>) {
    let house = TestHouse::new();
    house.member("Ana", &[Role::Coordinator]).await;
    house.member("Luz", &[Role::Verifier]).await;
    let (ana, luz) = (house.member_id("Ana").await, house.member_id("Luz").await);
    let write = house.app.db.write("a drill", move |tx| {
        let by = people::store::get(tx, ana)?.unwrap();
        let drill = Drill::start(Id::new(NOON), plan(), &by, &[luz], NOON).unwrap();
        store::insert(tx, &drill, &[luz], &[7, 9].into_iter().collect())?;
        Ok(drill.id)
    });
    let id = write.await.unwrap();
    (house, id)
}

#[tokio::test]
async fn one_runs_at_a_time_and_reads_back_as_it_was_written() {
    let (house, id) = house_with_a_drill().await;
    let (ana, luz) = (house.member_id("Ana").await, house.member_id("Luz").await);
    let second = house.app.db.write("another", move |tx| {
        let by = people::store::get(tx, ana)?.unwrap();
        let drill = Drill::start(Id::new(NOON), plan(), &by, &[luz], NOON).unwrap();
        store::insert(tx, &drill, &[luz], &roaring::RoaringBitmap::new())
    });
    assert!(matches!(second.await, Err(Wrong::Refused(no)) if no.word == "drill-refused-another-runs"));
    let read = house.app.db.read("read", move |tx| {
        assert_eq!(store::running(tx)?.unwrap().id, id);
        assert!(store::takes_part(tx, id, luz)? && !store::takes_part(tx, id, ana)?);
        assert_eq!(store::listeners(tx, id)?.iter().collect::<Vec<_>>(), [7, 9]);
        assert!(store::listeners(tx, Id::from_bytes([5; 16]))?.is_empty());
        assert!(store::check_running(tx, Some(id)).is_ok() && store::check_running(tx, None).is_ok());
        assert!(store::check_running(tx, Some(Id::from_bytes([5; 16]))).is_err());
        store::get(tx, id)
    });
    let drill = read.await.unwrap().unwrap();
    assert_eq!((drill.plan, drill.started_by, drill.started_at, drill.state), (plan(), ana, NOON, State::Running));
}

#[tokio::test]
async fn a_drill_is_never_changed_and_forgotten_a_month_after_its_end() {
    let (house, id) = house_with_a_drill().await;
    for attack in [
        "UPDATE drill SET area = 9",
        "UPDATE drill SET place = 'somewhere'",
        "UPDATE drill SET listeners = zeroblob(9)",
        "UPDATE drill SET ends_at = ends_at + 1",
        "UPDATE drill SET ended_at = started_at, ended_why = 'done', scenario = 'workplace'",
        "DELETE FROM drill",
        "UPDATE drill_member SET drill = zeroblob(16)",
        "INSERT INTO drill_member (drill, member) SELECT zeroblob(16), member FROM drill_member",
    ] {
        let tried = house.app.db.write("attack", move |tx| tx.execute(attack, crate::params![])).await;
        assert!(tried.is_err(), "{attack}");
    }
    let luz = house.member_id("Luz").await;
    let now = house.app.now().plus_minutes(30);
    let record = vec![Time { what: Reached::Reported, at: NOON, who: None, word: None }];
    let kept = record.clone();
    let end = move |tx: &crate::ground::db::Tx<'_>| {
        let over = store::get(tx, id)?.unwrap().end(Some(luz), EndedWhy::RealWork, now).unwrap();
        store::end(tx, &over, &kept)
    };
    house.app.db.write("end", end.clone()).await.unwrap();
    let again = house.app.db.write("undo", |tx| {
        tx.execute("UPDATE drill SET ended_at = NULL, ended_by = NULL, ended_why = NULL", crate::params![])
    });
    assert!(again.await.is_err(), "what is over stays over");
    let forget = |after: i64| {
        let now: Moment = now.plus_days(DRILL_DAYS).plus_minutes(after);
        house.app.db.write("forget", move |tx| store::forget_before(tx, now))
    };
    assert_eq!(forget(0).await.unwrap(), 0);
    assert_eq!(house.app.db.read("record", move |tx| store::record(tx, id)).await.unwrap(), record);
    assert_eq!(forget(1).await.unwrap(), 1);
    assert!(house.app.db.read("gone", move |tx| store::get(tx, id)).await.unwrap().is_none());
    assert!(house.app.db.read("record", move |tx| store::record(tx, id)).await.unwrap().is_empty());
}
