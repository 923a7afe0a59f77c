//! What is left of a report as time goes by.

use super::*;
use crate::ground::keys::Class;
use crate::reports::{Stage, ask, conversation, forget, keep, open_picture};

async fn a_report(house: &TestHouse) -> (Id<Report>, String) {
    let fields = [("activity", "waiting"), ("place", "Luna y 7"), ("contact", "323 555 0142")];
    let page = posts_files(house, "/reportar", &fields, &[("media", photo())]).await;
    let id = briefs(&house.app).await.pop().unwrap().id;
    (id, page.one(".code"))
}

async fn are_words_there(house: &TestHouse, id: Id<Report>) -> bool {
    let keys = house.app.keys.clone();
    house.app.db.read("words", move |tx| crate::reports::open_words(&keys, tx, id)).await.is_ok()
}

fn files(house: &TestHouse) -> usize {
    std::fs::read_dir(house.app.config.data.join("media")).map_or(0, Iterator::count)
}

#[tokio::test]
async fn words_go_after_72_hours_times_after_a_day_and_the_row_after_a_month() {
    let house = town().await;
    house.later_minutes(7);
    let (id, receipt) = a_report(&house).await;
    let before = briefs(&house.app).await.remove(0);
    assert!(before.sender_mark.is_some());
    house.later_minutes(23 * 60);
    forget(&house.app).await.unwrap();
    assert_eq!(briefs(&house.app).await[0], before, "nothing changes within a day");
    house.later_minutes(2 * 60);
    forget(&house.app).await.unwrap();
    let coarse = briefs(&house.app).await.remove(0);
    assert_eq!(coarse.taken_at.iso(), "2026-03-04T08:00:00Z", "the day of Los Angeles");
    assert_eq!((coarse.observed_at, coarse.sender_mark), (coarse.taken_at, None));
    let sql = "SELECT stage_at FROM report";
    let stage_at = house.app.db.read("stage", move |tx| tx.value::<i64>(sql, crate::params![])).await.unwrap();
    assert_eq!(stage_at, coarse.taken_at.micros(), "when somebody last did something about it as well");
    assert!(are_words_there(&house, id).await && files(&house) == 1);
    house.later_minutes(40 * 60);
    forget(&house.app).await.unwrap();
    assert!(are_words_there(&house, id).await, "65 hours");
    house.later_minutes(7 * 60);
    let gone = forget(&house.app).await.unwrap();
    assert_eq!((gone.words, gone.pictures.len()), (1, 1));
    assert!(!are_words_there(&house, id).await && files(&house) == 0, "72 hours");
    assert_eq!(contact(&house.app, id).await, None);
    let page = comes_back(&house, Lang::Es, &receipt).await;
    page.says("Lo recibimos").does_not_say("Añadir");
    house.later_minutes(28 * 24 * 60);
    assert_eq!(forget(&house.app).await.unwrap().rows, 1);
    assert!(briefs(&house.app).await.is_empty());
    comes_back(&house, Lang::Es, &receipt).await.says("ya se borró");
    let count: i64 = house
        .app
        .db
        .read("count", |tx| tx.value("SELECT count FROM report_count WHERE activity = 'waiting'", crate::params![]))
        .await
        .unwrap();
    assert_eq!(count, 1, "a number is left");
    house.later_minutes(91 * 24 * 60);
    forget(&house.app).await.unwrap();
    comes_back(&house, Lang::Es, &receipt).await.says("No hay ningún reporte");
}

async fn number(house: &TestHouse, sql: &'static str) -> i64 {
    house.app.db.read("a number", move |tx| tx.value::<i64>(sql, crate::params![])).await.unwrap()
}

#[tokio::test]
async fn a_stage_that_is_set_after_a_day_keeps_only_its_day_as_well() {
    let house = town().await;
    let (id, _) = a_report(&house).await;
    house.later_minutes(25 * 60);
    forget(&house.app).await.unwrap();
    let sql = "SELECT stage_at FROM report";
    let (first, now) = (number(&house, sql).await, house.app.now());
    let stage = Stage::SomeoneIsGoing;
    house.app.db.write("go", move |tx| crate::reports::set_stage(tx, id, stage, now)).await.unwrap();
    assert_eq!(number(&house, sql).await, now.floor_minutes(5).micros(), "until the next round");
    forget(&house.app).await.unwrap();
    assert_eq!(number(&house, sql).await, first + 86_400_000_000, "the midnight of the next day in Los Angeles");
    // What is said again is no news, and tells no other day.
    house.later_minutes(3 * 24 * 60);
    let now = house.app.now();
    house.app.db.write("again", move |tx| crate::reports::set_stage(tx, id, stage, now)).await.unwrap();
    assert_eq!(number(&house, sql).await, first + 86_400_000_000);
}

#[tokio::test]
async fn a_day_is_shown_as_a_day_behind_the_receipt() {
    let house = town().await;
    let (_, receipt) = a_report(&house).await;
    comes_back(&house, Lang::Es, &receipt).await.says("novedad del 4 mar, 12:00");
    comes_back(&house, Lang::En, &receipt).await.says("news of Mar 4, 12:00");
    house.later_minutes(25 * 60);
    forget(&house.app).await.unwrap();
    comes_back(&house, Lang::Es, &receipt).await.says("novedad del 4 mar").does_not_say("00:00");
    comes_back(&house, Lang::En, &receipt).await.says("news of Mar 4").does_not_say("00:00");
}

#[tokio::test]
async fn when_something_was_said_or_a_picture_came_is_forgotten_after_a_day() {
    let house = town().await;
    let ana = dispatcher(&house).await;
    house.later_minutes(7);
    let (id, _) = a_report(&house).await;
    let (keys, now) = (house.app.keys.clone(), house.app.now());
    house.app.db.write("ask", move |tx| ask(tx, &keys, id, "¿Siguen ahí?", ana, now)).await.unwrap();
    let said = "SELECT at FROM report_said ORDER BY seq LIMIT 1";
    let asked_at = number(&house, said).await;
    assert_eq!(asked_at, now.floor_minutes(5).micros());
    house.later_minutes(23 * 60);
    let (keys, now) = (house.app.keys.clone(), house.app.now());
    house.app.db.write("ask", move |tx| ask(tx, &keys, id, "¿Y ahora?", ana, now)).await.unwrap();
    house.later_minutes(2 * 60);
    forget(&house.app).await.unwrap();
    assert_eq!(number(&house, said).await, crate::ground::Moment::parse("2026-03-04T08:00:00Z").unwrap().micros());
    let newer = "SELECT at FROM report_said ORDER BY seq DESC LIMIT 1";
    assert_eq!(number(&house, newer).await, now.floor_minutes(5).micros(), "what is younger than a day is exact");
    let columns = "SELECT count(*) FROM pragma_table_info('picture') WHERE name = 'at'";
    assert_eq!(number(&house, columns).await, 0, "and a picture has no time of its own");
}

#[tokio::test]
async fn what_an_incident_needs_is_kept_for_14_days_pictures_and_all() {
    let house = town().await;
    let ana = dispatcher(&house).await;
    let (id, _) = a_report(&house).await;
    let (other, _) = {
        house.later_minutes(1);
        let page = program(&house, &serde_json::json!({"place": "Luna y 8", "activity": "other"}), &[]).await;
        assert_eq!(page.status, 201);
        (briefs(&house.app).await.pop().unwrap().id, ())
    };
    let (keys, now) = (house.app.keys.clone(), house.app.now());
    let kept = house.app.db.write("keep", move |tx| {
        ask(tx, &keys, id, "¿Cuántos son?", ana, now)?;
        keep(tx, &keys, id, now)?;
        // Twice is once.
        keep(tx, &keys, id, now)?;
        crate::reports::set_stage(tx, id, Stage::SomeoneIsGoing, now)
    });
    kept.await.unwrap();
    house.later_minutes(5 * 24 * 60);
    crate::retention::forget(&house.app).await.unwrap();
    assert!(!are_words_there(&house, other).await, "the other one is forgotten");
    assert!(are_words_there(&house, id).await);
    assert_eq!(contact(&house.app, id).await.as_deref(), Some("323 555 0142"));
    let picture = house.app.db.read("pictures", move |tx| store::pictures(tx, id)).await.unwrap()[0].id;
    assert!(open_picture(&house.app, picture).await.is_ok(), "its key was sealed anew, its file was not touched");
    let keys = house.app.keys.clone();
    assert_eq!(house.app.db.read("talk", move |tx| conversation(&keys, tx, id)).await.unwrap().len(), 1);
    house.later_minutes(10 * 24 * 60);
    crate::retention::forget(&house.app).await.unwrap();
    assert!(!are_words_there(&house, id).await);
    assert!(open_picture(&house.app, picture).await.is_err());
}

#[tokio::test]
async fn a_dropped_key_forgets_also_where_the_rows_are_still_there() {
    let house = town().await;
    let (id, receipt) = a_report(&house).await;
    let picture = house.app.db.read("pictures", move |tx| store::pictures(tx, id)).await.unwrap()[0].id;
    let after = house.app.now().plus_days(Class::Brief.days() + 1);
    assert!(house.app.keys.drop_expired(after).unwrap() > 0);
    assert!(!are_words_there(&house, id).await);
    assert!(open_picture(&house.app, picture).await.is_err());
    comes_back(&house, Lang::Es, &receipt).await.says("Lo recibimos");
}

#[tokio::test]
async fn a_file_that_a_broken_upload_left_is_swept() {
    let house = town().await;
    let (_, _) = a_report(&house).await;
    let media = house.app.config.data.join("media");
    let orphan = media.join(format!("{}.sealed", Id::<()>::unordered()));
    std::fs::write(&orphan, b"left over").unwrap();
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    std::fs::File::options().write(true).open(&orphan).unwrap().set_modified(long_ago).unwrap();
    forget(&house.app).await.unwrap();
    assert!(!orphan.exists());
    assert_eq!(files(&house), 1, "the picture that belongs to a report stays");
}
