//! What full write access to the database does not send.

use super::sending::{Wish, number};
use super::*;
use crate::ground::audit;
use crate::subscriptions::Where;

/// What somebody with full write access to the database does, after dropping every trigger.
#[tokio::test]
async fn rows_that_were_put_into_the_database_are_not_sent() {
    for (name, sql) in forgeries() {
        let town = Town::new().await;
        town.subscriber(number(1), Wish::of(town.here())).await;
        town.subscriber(number(2), Wish::of(Where::Area(crate::places::AreaKey(9_999)))).await;
        town.out(Kind::Alert).await;
        town.house.run_workers().await;
        let before = town.count();
        // One more, with the right of way: the forger changes it before any worker has seen it.
        town.house.later_minutes(5);
        town.out(Kind::Alert).await;
        town.sql("DROP TRIGGER broadcast_stands; DROP TRIGGER broadcast_leg_stands;").unwrap();
        town.sql(&sql).unwrap_or_else(|error| panic!("{name}: {error}"));
        let left = town.left(before).await;
        let honest = if name.starts_with("beside") { 1 } else { 0 };
        assert_eq!(left.len(), honest, "{name}: {left:?}");
        let count = "SELECT count(*) FROM audit WHERE what = 'alarm: a broadcast was altered'";
        let alarms: i64 = town.house.app.db.read("alarms", move |tx| tx.value(count, crate::params![])).await.unwrap();
        assert_eq!(alarms, 1, "{name}");
        let chain = town.house.app.db.read("chain", audit::verify).await.unwrap();
        assert!(matches!(chain, audit::Chain::Whole(_)), "{name}");
    }
}

const NEWEST: &str = "(SELECT max(seq) FROM broadcast)";

/// Names, and what the forger runs. `beside`: the honest broadcast is left alone and goes out.
fn forgeries() -> Vec<(&'static str, String)> {
    let change = |set: &str| format!("UPDATE broadcast SET {set} WHERE seq = {NEWEST}");
    let copy = |id: &str, message: &str, expires: &str| {
        let columns = "chain, kind, area, drill, made_at";
        let rest = "hash, drafted_by, drafted_for, drafted_at, drafted_seal, released_by, released_for, released_at, released_seal,
                    said, seal, run, run_seal";
        format!(
            "INSERT INTO broadcast (id, message, {columns}, expires_at, {rest})
               SELECT {id}, {message}, {columns}, {expires}, {rest} FROM broadcast WHERE seq = 1;
             INSERT INTO broadcast_leg (broadcast, carrier, audience, progress, seal)
               SELECT (SELECT id FROM broadcast WHERE seq = {NEWEST}), carrier, audience, progress, seal FROM broadcast_leg
               WHERE broadcast = (SELECT id FROM broadcast WHERE seq = 1);"
        )
    };
    let borrowed = "released_seal = (SELECT released_seal FROM broadcast WHERE seq = 1),
                    released_at = (SELECT released_at FROM broadcast WHERE seq = 1)";
    vec![
        ("other words", change("said = replace(said, 'ICE', 'CBP')")),
        ("another area", change("area = area + 1")),
        ("a longer life", change("expires_at = expires_at + 3600000000")),
        ("another kind", change("kind = 'checked'")),
        ("a drill made real", change("drill = 1 - drill")),
        ("another releaser", change("released_by = zeroblob(16)")),
        ("a sign-off from another message", change(borrowed)),
        ("beside it an old one, as if it were new", copy("zeroblob(16)", "zeroblob(16)", "expires_at + 3600000000")),
        (
            "a wider audience",
            "UPDATE broadcast_leg SET audience = (SELECT progress FROM broadcast_leg LIMIT 1) WHERE done_at IS NULL"
                .to_owned(),
        ),
        ("progress that was not ours", "UPDATE broadcast_leg SET seal = zeroblob(32) WHERE done_at IS NULL".to_owned()),
    ]
}

impl Town {
    async fn alarms(&self, what: &str) -> i64 {
        let count = format!("SELECT count(*) FROM audit WHERE what = 'alarm: {what}'");
        self.house.app.db.read("alarms", move |tx| tx.value(&count, crate::params![])).await.unwrap()
    }

    /// An alert that is out and was halted before anything left. The sender has it in memory where `is_known`.
    async fn halted(&self, is_known: bool) -> Id<Alert> {
        self.subscriber(number(1), Wish::of(self.here())).await;
        let id = self.out(Kind::Alert).await;
        // The row and its seal, as they were before the halt.
        self.sql("CREATE TABLE kept AS SELECT id, run, run_seal FROM broadcast").unwrap();
        let ana = self.house.member("Ana", &[Role::Dispatcher]).await;
        ana.open(&format!("/sending/{id}")).await.press("Detener este mensaje", &[]).await;
        if is_known {
            self.house.run_workers().await;
        }
        id
    }
}

#[tokio::test]
async fn a_halt_cannot_be_lifted_by_changing_the_row() {
    for is_known in [false, true] {
        let town = Town::new().await;
        town.halted(is_known).await;
        let before = town.count();
        town.sql("UPDATE broadcast SET run = 'going', halted_by = NULL, halted_at = NULL").unwrap();
        assert_eq!(town.left(before).await, [], "known to the sender: {is_known}");
        assert_eq!(town.alarms("a broadcast was altered").await, 1, "known to the sender: {is_known}");
    }
}

#[tokio::test]
async fn a_halt_cannot_be_lifted_by_putting_back_the_row_and_seal_from_before_it() {
    for is_known in [false, true] {
        let town = Town::new().await;
        let id = town.halted(is_known).await;
        let before = town.count();
        town.sql(
            "UPDATE broadcast SET halted_by = NULL, halted_at = NULL, run = kept.run, run_seal = kept.run_seal
             FROM kept WHERE kept.id = broadcast.id",
        )
        .unwrap();
        assert_eq!(town.left(before).await, [], "known to the sender: {is_known}");
        assert_eq!(town.alarms("a halt was lifted in the database").await, 1, "known to the sender: {is_known}");
        // It stands as it stood: two members set it going.
        let ana = town.house.member("Ana", &[Role::Dispatcher]).await;
        let beto = town.house.member("Beto", &[Role::Releaser]).await;
        ana.open(&format!("/sending/{id}")).await.says("por Ana").press("Puede seguir", &[]).await;
        beto.open(&format!("/sending/{id}")).await.press("Puede seguir", &[]).await;
        assert_eq!(town.left(before).await.len(), 1);
    }
}

#[tokio::test]
async fn an_alert_that_was_taken_back_cannot_be_set_going_again() {
    let town = Town::new().await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    let before = town.count();
    let id = town.out(Kind::Alert).await;
    town.sql(
        "CREATE TABLE kept AS SELECT b.id, b.run, b.run_seal, l.progress, l.seal FROM broadcast b, broadcast_leg l",
    )
    .unwrap();
    town.withdraw(id).await;
    assert_eq!(town.left(before).await, []);
    town.sql(
        "DROP TRIGGER broadcast_stands; DROP TRIGGER broadcast_leg_stands;
         UPDATE broadcast SET done_at = NULL, run = kept.run, run_seal = kept.run_seal FROM kept WHERE kept.id = broadcast.id;
         UPDATE broadcast_leg SET done_at = NULL, progress = kept.progress, seal = kept.seal FROM kept
         WHERE kept.id = broadcast_leg.broadcast;",
    )
    .unwrap();
    assert_eq!(town.left(before).await, []);
    assert_eq!(town.alarms("a broadcast was altered").await, 1);
}

#[tokio::test]
async fn the_network_wide_stop_cannot_be_lifted_by_deleting_its_row() {
    let town = Town::new().await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    let ana = town.house.member("Ana", &[Role::Dispatcher]).await;
    ana.open("/sending").await.press("Detener todo ahora", &[]).await;
    let before = town.count();
    town.out(Kind::Alert).await;
    town.sql("DELETE FROM sending_stop").unwrap();
    assert_eq!(town.left(before).await, []);
    assert_eq!(town.alarms("the stop was lifted in the database").await, 1);
    ana.open("/sending").await.says("Todo envío está detenido");
}

#[tokio::test]
async fn an_altered_broadcast_that_has_ended_stops_no_other_and_rings_once() {
    let town = Town::new().await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    let before = town.count();
    let id = town.out(Kind::Alert).await;
    town.withdraw(id).await;
    town.sql("UPDATE broadcast SET drafted_at = drafted_at + 1").unwrap();
    town.house.later_minutes(1);
    town.out(Kind::Alert).await;
    let left = town.left(before).await;
    assert_eq!(left.len(), 1, "the next one goes out: {left:?}");
    assert_eq!(town.alarms("a broadcast was altered").await, 1);
}

#[tokio::test]
async fn who_heard_an_altered_alert_still_hears_that_it_is_taken_back() {
    let town = Town::new().await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    let id = town.out(Kind::Alert).await;
    town.house.run_workers().await;
    town.sql("UPDATE broadcast SET drafted_at = drafted_at + 1").unwrap();
    let before = town.count();
    town.withdraw(id).await;
    let left = town.left(before).await;
    assert!(left.len() == 1 && left[0].1.contains("RETIRAD"), "{left:?}");
    assert_eq!(town.alarms("a broadcast was altered").await, 1);
}
