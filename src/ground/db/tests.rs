use super::*;

fn scratch() -> (tempfile::TempDir, Db) {
    let dir = tempfile::tempdir().unwrap();
    let db = Db::open(&dir.path().join("cuadra.db")).unwrap();
    (dir, db)
}

async fn make_table(db: &Db) {
    db.write("make", |tx| {
        tx.execute("CREATE TABLE thing (n INTEGER UNIQUE, word TEXT)", params![])?;
        Ok(())
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn parameters_are_bound_by_their_number_and_not_by_first_appearance() {
    let (_dir, db) = scratch();
    make_table(&db).await;
    db.write("add", |tx| tx.execute("INSERT INTO thing (word, n) VALUES ($2, $1)", params![7i64, "seven"]))
        .await
        .unwrap();
    let word: String =
        db.read("look", |tx| tx.value("SELECT word FROM thing WHERE n = $1", params![7i64])).await.unwrap();
    assert_eq!(word, "seven");
    let wrong = db.read("few", |tx| tx.value::<i64>("SELECT $1 + $2", params![1i64])).await;
    assert!(matches!(wrong, Err(Wrong::Fault(_))), "a missing parameter is a fault, not a NULL");
}

#[tokio::test]
async fn a_closure_that_fails_undoes_itself_and_nobody_else() {
    let (_dir, db) = scratch();
    make_table(&db).await;
    let add = |n: i64, fail: bool| {
        db.write("add", move |tx| {
            tx.execute("INSERT INTO thing (n) VALUES ($1)", params![n])?;
            if fail { Err(Wrong::NotFound) } else { Ok(()) }
        })
    };
    let (kept, undone, also_kept) = tokio::join!(add(1, false), add(2, true), add(3, false));
    assert!(kept.is_ok() && also_kept.is_ok() && matches!(undone, Err(Wrong::NotFound)));
    let sum: i64 = db.read("sum", |tx| tx.value("SELECT sum(n) FROM thing", params![])).await.unwrap();
    assert_eq!(sum, 4);
}

#[tokio::test]
async fn a_closure_that_panics_is_a_fault_and_the_writer_goes_on() {
    let (_dir, db) = scratch();
    make_table(&db).await;
    let ended = db.write::<(), _>("panic", |_| panic!("on purpose")).await;
    assert!(matches!(ended, Err(Wrong::Fault(_))));
    db.write("add", |tx| tx.execute("INSERT INTO thing (n) VALUES ($1)", params![1i64])).await.unwrap();
}

#[tokio::test]
async fn readers_cannot_write() {
    let (_dir, db) = scratch();
    make_table(&db).await;
    let tried = db.read("write in a read", |tx| tx.execute("INSERT INTO thing (n) VALUES (1)", params![])).await;
    assert!(matches!(tried, Err(Wrong::Fault(_))));
}

#[tokio::test]
async fn bells_ring_after_the_commit_and_not_for_what_failed() {
    let (_dir, db) = scratch();
    let mut bells = db.bells();
    let failed = db.write::<(), _>("fails", |tx| {
        tx.ring("never");
        Err(Wrong::NotFound)
    });
    assert!(failed.await.is_err());
    db.write("rings", |tx| {
        tx.ring("reports");
        tx.ring("reports");
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(bells.recv().await.unwrap(), "reports");
    assert!(bells.try_recv().is_err(), "one ring a commit");
}
