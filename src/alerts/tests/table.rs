//! The table: what it lets through, and what full write access to it does not buy.

use super::*;
use crate::alerts::state::{Ending, State, WithdrawWhy};
use crate::alerts::worker::WORKERS;

async fn pass(town: &Town) {
    (WORKERS[0].pass)(town.house.app.clone()).await.unwrap();
}

async fn alarms(town: &Town) -> i64 {
    let sql = "SELECT count(*) FROM audit WHERE what = 'alarm: an alert was altered'";
    town.house.app.db.read("alarms", move |tx| tx.value(sql, crate::params![])).await.unwrap()
}

#[tokio::test]
async fn an_alert_reads_back_as_it_was_kept() {
    let town = Town::new().await;
    let id = town.out(Kind::Alert).await;
    let alert = town.alert(id).await.unwrap();
    let release = alert.sign_offs().unwrap();
    assert_eq!((release.drafted.who, release.released.who), (town.ana, town.beto));
    assert_eq!(town.out_now().await, [id]);
    pass(&town).await;
    assert_eq!(alarms(&town).await, 0, "a whole row rings nothing");
}

#[tokio::test]
async fn a_hundred_releases_at_once_let_one_out() {
    let town = Town::new().await;
    let incident = town.incident(town.confirmed()).await;
    let id = town.waiting(incident, town.choices(Kind::Alert)).await;
    let tries = futures_util::future::join_all((0..100).map(|_| town.release(id))).await;
    assert_eq!(tries.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert!(tries.iter().filter_map(|outcome| outcome.as_ref().err()).all(|wrong| matches!(wrong, Wrong::Refused(_))));
    let alert = town.alert(id).await.unwrap();
    assert_eq!(alert.steps().len(), 3);
    assert_eq!(town.out_now().await, [id]);
}

#[tokio::test]
async fn the_same_person_is_refused_and_so_is_the_same_organization_where_two_are_wanted() {
    let town = Town::with(|config| config.two_organizations = true).await;
    let (ana, beto) = (town.ana, town.beto);
    let both = [Role::Dispatcher, Role::Releaser];
    town.house.app.db.write("roles", move |tx| people::store::set_roles(tx, ana, &both)).await.unwrap();
    let incident = town.incident(town.confirmed()).await;
    let id = town.waiting(incident, town.choices(Kind::Alert)).await;
    let by = |member, signs_this| {
        let hand = town.hand(member);
        let write = move |tx: &Tx<'_>| {
            let signing = if signs_this { Signing::Releaser } else { Signing::Drafter };
            desk::release(tx, &hand, id, &press(tx, &hand, id, signing)?, true)
        };
        town.house.app.db.write("release", write)
    };
    let refused =
        |word| move |outcome: Result<(), Wrong>| matches!(outcome, Err(Wrong::Refused(no)) if no.word == word);
    assert!(refused("alert-refused-same-person")(by(ana, true).await));
    assert!(refused("alert-refused-facts-changed")(by(beto, false).await));
    assert!(refused("alert-refused-not-a-releaser")(by(town.vero, true).await));
    town.sql(
        "UPDATE member SET organization = (SELECT organization FROM member WHERE alias = 'Ana') WHERE alias = 'Beto'",
    )
    .unwrap();
    assert!(refused("alert-refused-same-organization")(by(beto, true).await));
    town.sql(
        "UPDATE member SET organization = (SELECT id FROM organization WHERE name = 'Sindicato') WHERE alias = 'Beto'",
    )
    .unwrap();
    by(beto, true).await.unwrap();
}

#[tokio::test]
async fn a_draft_is_handed_over_with_the_signature_of_these_facts_and_no_other() {
    let town = Town::new().await;
    let incident = town.incident(town.confirmed()).await;
    let (hand, choices) = (town.hand(town.ana), town.choices(Kind::Alert));
    let handed_over = town.house.app.db.write("hand over", move |tx| {
        let id = desk::draft(tx, &hand, None, incident, choices)?;
        let wrong = press(tx, &hand, id, Signing::Releaser)?;
        let refused = desk::send(tx, &hand, id, wrong);
        desk::send(tx, &hand, id, press(tx, &hand, id, Signing::Drafter)?)?;
        Ok(refused)
    });
    let refused = handed_over.await.expect("the control: these facts");
    assert!(matches!(refused, Err(Wrong::Refused(no)) if no.word == "alert-refused-facts-changed"));
}

#[tokio::test]
async fn whoever_entered_the_finding_by_phone_is_no_second_person() {
    let town = Town::new().await;
    let (beto, vero, confirmed) = (town.beto, town.vero, town.confirmed());
    let both = [Role::Dispatcher, Role::Releaser];
    town.house.app.db.write("roles", move |tx| people::store::set_roles(tx, beto, &both)).await.unwrap();
    town.house.app.db.write("roles", move |tx| people::store::set_roles(tx, vero, &[Role::Releaser])).await.unwrap();
    let by_phone = town.incident_that(None, |there, verifier, at| {
        there.phoned_in(beto, |it| it.found(verifier, confirmed, at)).unwrap()
    });
    let id = town.waiting(by_phone.await, town.choices(Kind::Alert)).await;
    let by = |member| {
        let hand = town.hand(member);
        town.house.app.db.write("release", move |tx| releases(tx, &hand, id, false))
    };
    let refused = by(beto).await;
    assert!(matches!(refused, Err(Wrong::Refused(no)) if no.word == "alert-refused-entered-the-finding"));
    by(vero).await.expect("the control: anybody else may");
    // The control: what a verifier said on their own screen keeps nobody from releasing.
    let town = Town::new().await;
    let own = town.incident(town.confirmed()).await;
    let id = town.waiting(own, town.choices(Kind::Alert)).await;
    town.release(id).await.expect("Beto releases");
}

#[tokio::test]
async fn an_incident_that_was_reopened_stops_the_release() {
    let town = Town::new().await;
    let incident = town.incident(town.confirmed()).await;
    let id = town.waiting(incident, town.choices(Kind::Alert)).await;
    let (ana, now) = (town.ana, town.house.app.now());
    let reopen = move |tx: &crate::ground::db::Tx<'_>| {
        let before = triage::store::incident(tx, incident)?.unwrap();
        let why = triage::incident::ReopenWhy::FindingInDoubt;
        triage::store::save(tx, &before.reopen(ana, why, now)?)
    };
    town.house.app.db.write("reopen", reopen).await.unwrap();
    let refused = town.release(id).await.unwrap_err();
    assert!(matches!(refused, Wrong::Refused(no) if no.word == "alert-refused-basis-changed"), "{refused}");
}

#[tokio::test]
async fn triggers_refuse_what_no_two_people_did() {
    let town = Town::new().await;
    let incident = town.incident(town.confirmed()).await;
    let id = town.waiting(incident, town.choices(Kind::Alert)).await;
    let takes_two = |outcome: Result<usize, String>| outcome.unwrap_err().contains("two different members");
    let now = town.house.app.now().micros();
    assert!(takes_two(town.sql(&format!("UPDATE alert SET state = 'released', released_at = {now}"))));
    // A made-up step by the drafter herself, and by a verifier.
    for who in ["Ana", "Vero"] {
        let step = format!(
            "INSERT INTO alert_step (alert, number, what, who, at, hash, seal)
             SELECT alert, 2, 'released', (SELECT id FROM member WHERE alias = '{who}'), {now}, hash, seal
             FROM alert_step WHERE what = 'sent';"
        );
        let all = format!("BEGIN; {step} UPDATE alert SET state = 'released', released_at = {now}; COMMIT;");
        assert!(takes_two(town.sql(&all)), "{who}");
    }
    let copied =
        "INSERT INTO alert SELECT zeroblob(16), incident, follows, 'released', kind, area, drill, facts, hash, made_at,
         expires_at, made_at, NULL FROM alert";
    assert!(town.sql(copied).unwrap_err().contains("begins as a draft"));
    town.release(id).await.unwrap();
    for (change, no) in [
        ("UPDATE alert SET expires_at = expires_at + 1", "never changed"),
        ("UPDATE alert SET facts = replace(facts, 'ice_ero', 'cbp')", "never changed"),
        ("UPDATE alert SET state = 'draft', released_at = NULL", "never changed"),
        ("UPDATE alert_step SET at = at + 1", "never changed"),
        ("DELETE FROM alert_step", "go only with the alert"),
        ("DELETE FROM alert", "ended before it is forgotten"),
    ] {
        assert!(town.sql(change).unwrap_err().contains(no), "{change}");
    }
    assert_eq!(town.out_now().await, [id]);
}

/// Somebody drops the triggers and writes whatever they like: what was not signed off is not shown, and the alarm rings once.
#[tokio::test]
async fn full_write_access_shows_nothing_that_was_not_signed_off() {
    let drop = "DROP TRIGGER alert_stands; DROP TRIGGER alert_takes_two; DROP TRIGGER alert_begins;
         DROP TRIGGER alert_step_stands; DROP TRIGGER alert_step_keeps; DROP TRIGGER alert_keeps; DROP INDEX alert_out;";
    let attacks = [
        "UPDATE alert SET facts = replace(facts, 'ice_ero', 'cbp')",
        "UPDATE alert SET facts = replace(facts, 'Cerezo', 'Harbor')",
        "UPDATE alert SET facts = replace(facts, 'drill=false', 'drill=true')",
        "UPDATE alert SET id = zeroblob(16); UPDATE alert_step SET alert = zeroblob(16)",
        "UPDATE alert_step SET hash = zeroblob(32) WHERE what = 'released'",
        "UPDATE alert_step SET seal = (SELECT seal FROM alert_step WHERE what = 'sent') WHERE what = 'released'",
        "UPDATE alert_step SET press = (SELECT press FROM alert_step WHERE what = 'sent') WHERE what = 'released'",
        "UPDATE alert_step SET press = NULL WHERE what = 'released'",
        "UPDATE alert_step SET press = 'signed, honestly' WHERE what = 'sent'",
        "UPDATE alert_step SET who = (SELECT id FROM member WHERE alias = 'Vero') WHERE what = 'sent'",
        "UPDATE alert_step SET at = at + 3600000000 WHERE what = 'released'",
        "DELETE FROM alert_step WHERE what = 'sent'",
        "DELETE FROM alert_step WHERE number = 0",
        "UPDATE alert SET facts = 'vayan todos'",
        "UPDATE alert_step SET code = 'nonsense', what = 'withdrawn', other = zeroblob(16), hash = NULL, seal = NULL, press = NULL WHERE number = 2",
    ];
    for attack in attacks {
        let town = Town::new().await;
        let id = town.out(Kind::Alert).await;
        assert_eq!(town.out_now().await.len(), 1);
        town.sql(&format!("PRAGMA foreign_keys = OFF; {drop} {attack}")).unwrap();
        assert_eq!(town.out_now().await, [], "{attack}");
        assert!(town.alert(id).await.is_none(), "{attack}");
        pass(&town).await;
        pass(&town).await;
        assert_eq!(alarms(&town).await, 1, "{attack}");
    }
    // A later expiry in the column that only finds rows changes nothing: the signed one counts.
    let town = Town::new().await;
    town.out(Kind::Alert).await;
    town.sql(&format!("{drop} UPDATE alert SET expires_at = expires_at + 36000000000")).unwrap();
    town.house.later_minutes(91);
    assert_eq!(town.out_now().await, []);
}

#[tokio::test]
async fn time_ends_an_alert_with_and_without_the_worker() {
    let town = Town::new().await;
    let id = town.out(Kind::Alert).await;
    town.house.later_minutes(89);
    pass(&town).await;
    assert_eq!(town.out_now().await, [id]);
    town.house.later_minutes(1);
    assert_eq!(town.out_now().await, [], "no worker has run");
    pass(&town).await;
    assert!(matches!(town.alert(id).await.unwrap().state(), State::Ended { how: Ending::Expired, .. }));
}

#[tokio::test]
async fn an_update_takes_the_place_of_what_it_updates() {
    let town = Town::new().await;
    let incident = town.incident(town.confirmed()).await;
    let first = town.waiting(incident, town.choices(Kind::Alert)).await;
    let rival = town.waiting(incident, town.choices(Kind::Alert)).await;
    town.release(first).await.unwrap();
    let refused = town.release(rival).await.unwrap_err();
    assert!(matches!(refused, Wrong::Refused(no) if no.word == "alert-refused-already-alerted"));
    let follows = desk::latest(&[town.alert(first).await.unwrap()], false);
    let update = town.waiting(incident, Choices { follows, ..town.choices(Kind::Update) }).await;
    let second = town.waiting(incident, Choices { follows, ..town.choices(Kind::AllClear) }).await;
    town.release(update).await.unwrap();
    assert_eq!(town.out_now().await, [update]);
    let refused = town.release(second).await.unwrap_err();
    assert!(matches!(refused, Wrong::Refused(no) if no.word == "alert-refused-chain-moved"));
    let ended = town.alert(first).await.unwrap();
    assert!(matches!(ended.ended(town.house.app.now()), Some((Ending::Followed { by, .. }, _)) if by == update));
    let all = [ended, town.alert(update).await.unwrap()];
    assert_eq!(desk::latest(&all, false).unwrap().alert, update);
    assert!(desk::latest(&all, true).is_none(), "no drill is out");
}

#[tokio::test]
async fn withdrawn_by_one_and_forgotten_after_a_week() {
    let town = Town::new().await;
    let id = town.out(Kind::Alert).await;
    let hand = town.hand(town.ana);
    let withdraw = move |tx: &crate::ground::db::Tx<'_>| desk::withdraw(tx, &hand, id, WithdrawWhy::InDoubt);
    town.house.app.db.write("withdraw", withdraw).await.unwrap();
    assert_eq!(town.out_now().await, []);
    assert!(desk::latest(&[town.alert(id).await.unwrap()], false).is_none(), "nothing follows what was taken back");
    let forget = || async {
        let now = town.house.app.now();
        town.house.app.db.write("forget", move |tx| store::forget_before(tx, now)).await.unwrap()
    };
    town.house.later_minutes(7 * 24 * 60 - 1);
    assert_eq!(forget().await, 0);
    town.house.later_minutes(2);
    assert_eq!(forget().await, 1);
    assert!(town.alert(id).await.is_none());
    let counts = town.house.app.db.read("counts", |tx| {
        let left: i64 = tx.value("SELECT count(*) FROM alert_step", crate::params![])?;
        let counted: i64 = tx.value("SELECT sum(count) FROM alert_count WHERE kind = 'alert'", crate::params![])?;
        Ok((left, counted))
    });
    assert_eq!(counts.await.unwrap(), (0, 1));
}
