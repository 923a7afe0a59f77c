use std::collections::BTreeSet;

use super::*;
use crate::testkit::TestHouse;

/// Tables that no rule names, and rules about tables that are not there.
fn unruled(tables: &[String]) -> (Vec<String>, Vec<&'static str>) {
    let ruled: BTreeSet<&str> = RULES.iter().flat_map(|rule| rule.tables.iter().copied()).collect();
    let there: BTreeSet<&str> = tables.iter().map(String::as_str).collect();
    let without = tables.iter().filter(|table| !ruled.contains(table.as_str())).cloned().collect();
    (without, RULES.iter().flat_map(|rule| rule.tables).copied().filter(|table| !there.contains(table)).collect())
}

#[tokio::test]
async fn every_table_is_forgotten_or_kept_with_a_reason() {
    let house = TestHouse::new();
    let mut tables = house.app.db.tables().await.unwrap();
    assert_eq!(unruled(&tables), (vec![], vec![]));
    tables.push("watch_list".into());
    assert_eq!(unruled(&tables).0, ["watch_list"], "a table without a rule is noticed");
}

#[tokio::test]
async fn a_round_with_nothing_due_forgets_nothing() {
    let house = TestHouse::new();
    assert_eq!(forget(&house.app).await.unwrap(), Forgotten::default());
}
