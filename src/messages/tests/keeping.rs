//! What is kept, for how long, and what can be read of it from outside.

use std::path::Path;

use super::super::{Outbox, open_inbound, open_number};
use super::*;
use crate::ground::{Clock, Moment};
use crate::wiring;

/// The program opened on a folder at a time, as after a restart.
fn opened(folder: &Path, at: Moment, change: impl FnOnce(&mut Config)) -> App {
    let mut config = Config { data: folder.to_owned(), nothing_leaves: true, ..Config::default() };
    change(&mut config);
    wiring::open(config, Clock::standing_at(at)).unwrap()
}

async fn run_worker(app: &App) {
    (super::super::WORKER.pass)(app.clone()).await.unwrap();
}

async fn text_in(app: &App, from: &str, mark: &str, words: &str) {
    crate::testkit::text_in(app, super::super::Route::Outbox, from, mark, words).await;
}

#[tokio::test]
async fn letters_and_texts_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let app = opened(folder.path(), NOON, |_| {});
    text_in(&app, ANA, "1", "una van").await;
    write_to(&app, newest_thread(&app).await, "¿Sigue ahí?").await.unwrap();
    drop(app);

    let app = opened(folder.path(), NOON.plus_minutes(5), |_| {});
    let came = inbound(&app).await;
    assert_eq!(words(&app, came[0].1.id).await, "una van");
    run_worker(&app).await;
    let slips = app.part::<Outbox>().slips();
    assert_eq!((slips.len(), slips[0].body.as_str(), slips[0].to_masked.as_str()), (1, "¿Sigue ahi?", "···0142"));
}

#[tokio::test]
async fn a_letter_that_was_on_its_way_when_the_program_died_is_tried_again() {
    let folder = tempfile::tempdir().unwrap();
    let hanging = Fake::start([Reply::Hangs]).await;
    let app = opened(folder.path(), NOON, |config| {
        with_twilio(&hanging.base)(config);
        config.sms.answer_ms = 60_000;
    });
    text_in(&app, ANA, "1", "una van").await;
    write_to(&app, newest_thread(&app).await, "hola").await.unwrap();
    // The pass is dropped in the middle of its request, as a kill would.
    let cut = tokio::time::timeout(Duration::from_millis(500), (super::super::WORKER.pass)(app.clone())).await;
    assert!(cut.is_err());
    assert_eq!(hanging.posts(), 1);
    drop(app);

    let fake = Fake::start([]).await;
    let app = opened(folder.path(), NOON.plus_seconds(30), with_twilio(&fake.base));
    run_worker(&app).await;
    assert_eq!(fake.posts(), 0, "it is still lent");
    drop(app);
    let app = opened(folder.path(), NOON.plus_seconds(61), with_twilio(&fake.base));
    run_worker(&app).await;
    assert_eq!((fake.posts(), counts(&app).await.sent), (1, 1));
}

#[tokio::test]
async fn texts_go_after_three_days_and_threads_a_month_after_their_last_use() {
    let folder = tempfile::tempdir().unwrap();
    let at = |days: i64| opened(folder.path(), NOON.plus_days(days), |_| {});
    let app = at(0);
    text_in(&app, ANA, "1", "una van").await;
    let (_, first) = inbound(&app).await[0];
    write_to(&app, first.thread, "hola").await.unwrap();
    run_worker(&app).await;
    assert_eq!(forget(&app).await, 0);

    let app = at(4);
    assert_eq!(forget(&app).await, 2, "the text and the letter");
    let keys = app.keys.clone();
    let opened_words = app.db.read("words", move |tx| open_inbound(&keys, tx, first.id)).await;
    assert!(matches!(opened_words, Err(Wrong::NotFound)));

    // Used on day 20, so that its number is sealed anew and outlives the first month.
    let app = at(20);
    write_to(&app, first.thread, "¿Sigue ahí?").await.unwrap();
    run_worker(&app).await;
    let app = at(45);
    assert_eq!(forget(&app).await, 1, "the letter");
    let keys = app.keys.clone();
    let number = app.db.read("number", move |tx| open_number(&keys, tx, first.thread)).await.unwrap();
    assert_eq!(number, ANA);

    let app = at(51);
    assert_eq!(forget(&app).await, 1, "the thread");
    let keys = app.keys.clone();
    let number = app.db.read("number", move |tx| open_number(&keys, tx, first.thread)).await;
    assert!(matches!(number, Err(Wrong::NotFound)));
    assert!(write_to(&app, first.thread, "hola").await.is_err());
    let app = at(402);
    assert_eq!(forget(&app).await, 1, "the provider's id");
}

#[tokio::test]
async fn words_whose_key_was_dropped_are_not_found_and_their_letter_ends() {
    let folder = tempfile::tempdir().unwrap();
    let app = opened(folder.path(), NOON, |_| {});
    text_in(&app, ANA, "1", "una van").await;
    let (_, first) = inbound(&app).await[0];
    write_to(&app, first.thread, "hola").await.unwrap();
    app.keys.drop_expired(NOON.plus_days(40)).unwrap();
    let keys = app.keys.clone();
    let opened_words = app.db.read("words", move |tx| open_inbound(&keys, tx, first.id)).await;
    assert!(matches!(opened_words, Err(Wrong::NotFound)), "dropped before the row went");
    run_worker(&app).await;
    assert_eq!((app.part::<Outbox>().slips().len(), counts(&app).await.failed), (0, 1));
}

/// Every way in which a marker may stand in a file.
fn disguises(marker: &str) -> Vec<Vec<u8>> {
    let utf16 = |swap: fn(u16) -> [u8; 2]| marker.encode_utf16().flat_map(swap).collect::<Vec<u8>>();
    let base64: Vec<Vec<u8>> = (0..3)
        .map(|shift| {
            let padded = [&b"\0\0"[..shift], marker.as_bytes()].concat();
            // The first and last characters depend on the neighbours: only the middle is certain.
            let text = STANDARD.encode(padded);
            text.as_bytes()[4..text.len() - 4].to_vec()
        })
        .collect();
    let percent: String = form_urlencoded::byte_serialize(marker.as_bytes()).collect();
    let hexed = hex::encode(marker);
    let plain = marker.as_bytes().to_vec();
    [vec![plain, utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), percent.into_bytes(), hexed.into_bytes()], base64]
        .concat()
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let inside = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    inside.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn holds(folder: &Path, needle: &[u8]) -> bool {
    files(folder).iter().any(|file| std::fs::read(file).unwrap().windows(needle.len()).any(|window| window == needle))
}

fn found_in(folder: &Path, markers: &[&str]) -> Vec<String> {
    let found = markers.iter().filter(|marker| disguises(marker).iter().any(|disguise| holds(folder, disguise)));
    found.map(|marker| (*marker).to_owned()).collect()
}

#[tokio::test]
async fn no_number_and_no_word_stands_in_any_file() {
    let refusal = r#"{"code":21211,"message":"The 'To' number +12135550142 is not valid"}"#;
    let fake = Fake::start([Reply::Says(500, None, refusal), Reply::Hangs, Reply::Says(400, None, refusal)]).await;
    let house = TestHouse::with(with_twilio(&fake.base));
    texts(&house, ANA, "SM-CANARY-SID", "CANARYTEXT en la 6ta y Alvarado").await;
    let thread = newest_thread(&house.app).await;
    for body in ["CANARYLETTER uno", "CANARYLETTER dos"] {
        write_to(&house.app, thread, body).await.unwrap();
    }
    for _ in 0..5 {
        house.run(&[crate::messages::WORKER]).await;
        house.later_minutes(10);
    }
    texts(&house, ANA, "SM2", "STOP").await;
    house.later_minutes(60 * 24 * 4);
    forget(&house.app).await;

    let folder = house.app.config.data.clone();
    let markers = ["2135550142", "CANARYTEXT", "CANARYLETTER", "SM-CANARY-SID", "Alvarado"];
    assert_eq!(found_in(&folder, &markers), Vec::<String>::new());
    // A plain hash of a number is as good as the number: there are few enough to try them all.
    for guess in [ANA, "2135550142", "12135550142"] {
        assert!(!holds(&folder, &crate::ground::keys::sha256(guess.as_bytes())), "{guess}");
    }
    let keyed = house.app.keys.keyed_hash("thread number", ANA.as_bytes());
    assert!(holds(&folder, &keyed), "the control: the keyed hash is there");
    // The control: the search sees what is really there.
    let note = "INSERT INTO message_seen (hash, day) VALUES (CAST('CANARYTEXT123456789012345678901a' AS BLOB), 1)";
    house.app.db.write("control", move |tx| tx.execute(note, &[])).await.unwrap();
    assert_eq!(found_in(&folder, &markers), ["CANARYTEXT"]);
    std::fs::write(folder.join("b64"), STANDARD.encode("x CANARYLETTER uno")).unwrap();
    assert_eq!(found_in(&folder, &markers), ["CANARYTEXT", "CANARYLETTER"]);
}
