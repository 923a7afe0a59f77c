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

#[tokio::test]
async fn a_halt_cannot_be_lifted_by_changing_the_row() {
    let town = Town::new().await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    let before = town.count();
    let id = town.out(Kind::Alert).await;
    let ana = town.house.member("Ana", &[Role::Dispatcher]).await;
    ana.open(&format!("/sending/{id}")).await.press("Detener este mensaje", &[]).await;
    town.sql("UPDATE broadcast SET run = 'going', halted_by = NULL, halted_at = NULL").unwrap();
    assert_eq!(town.left(before).await, []);
}
