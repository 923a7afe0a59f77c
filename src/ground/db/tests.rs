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
async fn a_full_file_fails_who_needs_room_and_what_is_told_is_so() {
    let (_dir, db) = scratch();
    make_table(&db).await;
    let limit = |pages: &'static str| {
        db.write("limit", move |tx| tx.value::<i64>(&format!("PRAGMA max_page_count = {pages}"), &[]))
    };
    // No fewer pages than there are.
    limit("1").await.unwrap();
    let add = |n: i64, bytes: i64| {
        db.write("add", move |tx| {
            tx.execute("INSERT INTO thing (n, word) VALUES ($1, hex(randomblob($2)))", params![n, bytes])
        })
    };
    let (one, two, three, four) = tokio::join!(add(1, 1), add(2, 200_000), add(3, 1), add(4, 200_000));
    assert!(two.is_err() && four.is_err());
    let there = db.read("there", |tx| tx.rows("SELECT n FROM thing ORDER BY n", params![], |row| row.get::<i64>(0)));
    let there = there.await.unwrap();
    assert_eq!((there.contains(&1), there.contains(&3)), (one.is_ok(), three.is_ok()), "{there:?}");
    assert!(!there.contains(&2) && !there.contains(&4));
    add(5, 1).await.unwrap();
    limit("1000000").await.unwrap();
    add(6, 200_000).await.unwrap();
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

/// Rows enough to fill the log several times.
async fn write_much(db: &Db, rounds: i64) {
    for round in 0..rounds {
        db.write("much", move |tx| {
            for n in 0..200 {
                tx.execute("INSERT INTO thing (n, word) VALUES ($1, $2)", params![round * 200 + n, "x".repeat(3_000)])?;
            }
            Ok(())
        })
        .await
        .unwrap();
    }
}

fn log_bytes(db: &Db) -> u64 {
    let log = db.path().with_extension("db-wal");
    std::fs::metadata(log).map_or(0, |file| file.len())
}

#[tokio::test]
async fn the_log_is_emptied_beside_the_writer_and_starts_anew() {
    let (_dir, db) = scratch();
    make_table(&db).await;
    // Some 45,000 pages as quickly as they can be written, then a calm hour.
    write_much(&db, 150).await;
    let onlooker = connect(db.path()).unwrap();
    let in_log = || checkpoints::copy(&onlooker, "NOOP").unwrap().all;
    assert!(in_log() > 4_000, "the control: the log was full");
    for n in 0..200 {
        db.write("now and then", move |tx| tx.execute("INSERT INTO thing (n) VALUES ($1)", params![-n - 1]))
            .await
            .unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        if in_log() < 100 {
            break;
        }
    }
    assert!(in_log() < 100, "{} pages are in the log", in_log());
    let count: i64 =
        db.read("count", |tx| tx.value("SELECT count(*) FROM thing WHERE n >= 0", params![])).await.unwrap();
    assert_eq!((count, db.integrity().await.unwrap()), (30_000, vec![]));
}

#[tokio::test]
async fn cutting_the_log_leaves_nothing_in_it_also_while_others_write_and_read() {
    let (_dir, db) = scratch();
    make_table(&db).await;
    let writing = write_much(&db, 40);
    let cutting = async {
        for _ in 0..5 {
            db.checkpoint().await.unwrap();
            let _: i64 = db.read("look", |tx| tx.value("SELECT count(*) FROM thing", params![])).await.unwrap();
        }
    };
    tokio::join!(writing, cutting);
    write_one_more(&db).await;
    assert!(log_bytes(&db) > 0, "the control: what was written last is in the log");
    db.checkpoint().await.unwrap();
    assert_eq!(log_bytes(&db), 0);
    assert_eq!(db.integrity().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_log_that_somebody_holds_on_to_is_not_said_to_be_cut() {
    let (_dir, db) = scratch();
    make_table(&db).await;
    write_much(&db, 1).await;
    let reader = connect(db.path()).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM thing").unwrap();
    write_one_more(&db).await;
    let path = db.path().to_owned();
    let log = Log::default();
    let cut = tokio::task::spawn_blocking(move || log.cut(&path, std::time::Duration::from_millis(300)));
    assert!(cut.await.unwrap().is_err());
    reader.execute_batch("ROLLBACK").unwrap();
    db.checkpoint().await.unwrap();
    assert_eq!(log_bytes(&db), 0);
}

async fn write_one_more(db: &Db) {
    db.write("one more", |tx| tx.execute("INSERT INTO thing (n) VALUES ($1)", params![-1i64])).await.unwrap();
}

async fn rows(db: &Db) -> i64 {
    db.read("count", |tx| tx.value("SELECT count(*) FROM thing", params![])).await.unwrap()
}

#[tokio::test]
async fn what_cannot_begin_is_told_busy_and_never_runs() {
    let (_dir, db) = scratch();
    make_table(&db).await;
    // The house waits ten seconds for the lock; a test need not.
    db.write("hurry", |tx| tx.value::<i64>("PRAGMA busy_timeout = 50", params![])).await.unwrap();
    let ran = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let add = |n: i64| {
        let ran = Arc::clone(&ran);
        db.write("add", move |tx| {
            ran.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            tx.execute("INSERT INTO thing (n) VALUES ($1)", params![n])
        })
    };
    let other = connect(db.path()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(matches!(add(1).await, Err(Wrong::Busy)));
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!((ran.load(std::sync::atomic::Ordering::Relaxed), rows(&db).await), (0, 0));
    // The lock goes while the closure's own statements would wait for it: it must not slip in after its caller was told.
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let freed = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(70));
        other.execute_batch("ROLLBACK").unwrap();
    });
    let told = add(2).await;
    tokio::task::spawn_blocking(move || freed.join().unwrap()).await.unwrap();
    assert_eq!(rows(&db).await, i64::from(told.is_ok()), "told {told:?}");
    add(3).await.unwrap();
}

#[tokio::test]
async fn a_transaction_that_the_database_undid_takes_nobody_else_along() {
    let (_dir, db) = scratch();
    make_table(&db).await;
    // What a full disk does to the transaction, done by hand; the second closure waits in the same group.
    let undone = db.write("undone", |tx| {
        std::thread::sleep(std::time::Duration::from_millis(5));
        tx.execute("ROLLBACK", params![])
    });
    let next = db.write("next", |tx| tx.execute("INSERT INTO thing (n) VALUES (1)", params![]));
    let (undone, next) = tokio::join!(undone, next);
    assert!(undone.is_err());
    assert!(next.is_ok(), "it had a transaction of its own: {next:?}");
    assert_eq!(rows(&db).await, 1);
}
