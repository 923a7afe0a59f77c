//! The canary: unique words through every field, then a search of every byte under the data folder, of what was written meanwhile below the
//! temporary folder, and of what any thread logged.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use serde_json::json;

use super::*;
use crate::reports::{ask, keep};
use crate::testkit::canary::{forms, found, found_in, found_in_temporary, pattern, word};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A JPEG with a word in a comment before and behind the picture.
fn photo_with(word: &str) -> Vec<u8> {
    let plain = photo();
    let comment = [&[0xff, 0xfe][..], &u16::try_from(word.len() + 2).unwrap().to_be_bytes(), word.as_bytes()].concat();
    [&plain[..2], &comment, &plain[2..], word.as_bytes()].concat()
}

#[tokio::test]
async fn no_word_of_a_reporter_lies_in_clear_in_any_file() {
    let (log, began) = (logged_by_all_threads(), just_now());
    let house = town().await;
    let ana = dispatcher(&house).await;
    let mut planted = Vec::new();
    let mut mark = |name: &str| {
        let word = word(name);
        planted.push(word.clone());
        word
    };
    let (place, note, uniform) = (mark("Place"), mark("Note"), mark("Uniform"));
    let (contact, picture, question, answer) = (mark("Contact"), mark("Picture"), mark("Question"), mark("Answer"));
    let (api, sms, more, wrong, token) = (mark("Api"), mark("Sms"), mark("More"), mark("Wrong"), mark("Token"));
    let (phone, waiting, passed_on) = (mark("Phone"), mark("Waiting"), mark("PassedOn"));
    let fields = [
        ("activity", "waiting"),
        ("place", place.as_str()),
        ("note", &note),
        ("uniform_words", &uniform),
        ("contact", &contact),
        ("wants_call", "yes"),
        ("warned", "plate,phone,document,status,name,badge,home,contact"),
        ("token", &token),
    ];
    let taken = posts_files(&house, "/reportar", &fields, &[("media", photo_with(&picture))]).await;
    let receipt = taken.one(".code");
    planted.push(receipt.clone());
    planted.push(receipt.replace(' ', ""));
    let (id, keys) = (briefs(&house.app).await[0].id, house.app.keys.clone());
    let asked = question.clone();
    house.app.db.write("ask", move |tx| ask(tx, &keys, id, &asked, ana, NOON)).await.unwrap();
    comes_back(&house, Lang::Es, &receipt).await.press("Contestar", &[("words", &answer)]).await.says(&answer);
    let keys = house.app.keys.clone();
    house.app.db.write("keep", move |tx| keep(tx, &keys, id, NOON)).await.unwrap();
    let report =
        json!({"place": api, "activity": "other", "note": api, "contact": api, "uniform_words": api, "unknown": api});
    assert_eq!(program(&house, &report, &[("idempotency-key", &format!("{api}-key"))]).await.status, 201);
    texts(&house, "+12135550142", &sms, "1").await;
    texts(&house, "+12135550142", &more, "2").await;
    let typed = [("activity", "other"), ("place", phone.as_str()), ("note", &phone), ("contact", &phone)];
    desk(&house).await.open("/queue/phone").await.press("Guardar el reporte", &typed).await.says("Quedó guardado");
    refused(&house, &wrong, &waiting).await;
    passes_on(&house, &passed_on).await;
    assert_eq!(briefs(&house.app).await.len(), 4);

    let data = house.app.config.data.clone();
    let words = pattern(&planted);
    assert_eq!(found(&data, &words), Vec::<String>::new());
    house.app.db.checkpoint().await.unwrap();
    assert_eq!(found(&data, &words), Vec::<String>::new(), "after the log was folded in");
    assert_eq!(found_in_temporary(&words, began), Vec::<String>::new(), "below the temporary folder");
    assert_eq!(found_in(&log.0.lock().unwrap(), &words), None, "in what was logged");
    the_log_hears_every_thread(&house, &log).await;
    the_search_finds_what_is_there(&house, &planted).await;
}

/// Everything that is logged from here on, by whichever thread.
fn logged_by_all_threads() -> Log {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    tracing::subscriber::set_global_default(subscriber).expect("no other test has a subscriber for the whole process");
    log
}

/// A little before now: file systems and clocks do not agree to the millisecond.
fn just_now() -> SystemTime {
    #[expect(clippy::disallowed_methods, reason = "the machine's clock, to compare with files' times")]
    let now = SystemTime::now();
    now - Duration::from_secs(2)
}

/// The control: the thread that writes the database, one that reads it and one that draws pictures are all heard.
async fn the_log_hears_every_thread(house: &TestHouse, log: &Log) {
    let say = |words: &'static str| {
        tracing::trace!("{words}");
        Ok(())
    };
    house.app.db.write("log", move |_| say("said by the writer")).await.unwrap();
    house.app.db.read("log", move |_| say("said by a reader")).await.unwrap();
    tokio::task::spawn_blocking(|| tracing::trace!("said by the darkroom")).await.unwrap();
    let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    for said in ["said by the writer", "said by a reader", "said by the darkroom"] {
        assert!(logged.contains(said), "{said}");
    }
}

/// A dispatcher makes an incident of a report and passes words on about where to go.
async fn passes_on(house: &TestHouse, words: &str) {
    house.run_workers().await;
    let desk = desk(house).await;
    let cards = house.app.db.read("cards", crate::triage::store::waiting).await.unwrap();
    let card = desk.open(&format!("/queue/{}", cards[0].id)).await.press("Tomar", &[]).await;
    let place = format!("Luna Street y 5th Street, apartamento {words}");
    let opened = card.press("Solo abrir incidente", &[("place", &place)]).await;
    assert!(opened.path.starts_with("/incidents/"), "{}: {}", opened.path, opened.text());
}

/// What is refused leaves no trace either, nor does a photo that waits for its form to come again.
async fn refused(house: &TestHouse, wrong: &str, waiting: &str) {
    posts_files(house, "/reportar", &[("activity", "raid"), ("place", wrong), ("note", wrong)], &[]).await;
    program(house, &json!({"place": wrong, "activity": wrong}), &[]).await;
    let ours = crate::reports::pages::new_token(&house.app);
    let unfinished = [("token", ours.as_str()), ("place", waiting)];
    posts_files(house, "/reportar", &unfinished, &[("media", photo_with(waiting))]).await.says("ya está aquí");
}

/// The negative control: each form in a file, and a word in a column that ought not to have it.
async fn the_search_finds_what_is_there(house: &TestHouse, planted: &[String]) {
    let data = house.app.config.data.clone();
    let words = pattern(planted);
    for (form, bytes) in forms(&planted[0]) {
        std::fs::write(data.join("planted"), [b"..".to_vec(), bytes, b"..".to_vec()].concat()).unwrap();
        assert!(!found(&data, &words).is_empty(), "{form} is noticed");
    }
    std::fs::remove_file(data.join("planted")).unwrap();
    let elsewhere = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(elsewhere.path(), &planted[0]).unwrap();
    assert!(!found_in_temporary(&words, just_now()).is_empty(), "and so is one in the temporary folder");
    let slip = planted[1].clone();
    let careless =
        house.app.db.write("careless", move |tx| tx.execute("UPDATE report SET lang = $1", crate::params![slip]));
    careless.await.unwrap();
    assert!(!found(&data, &words).is_empty(), "a careless column is noticed");
}
