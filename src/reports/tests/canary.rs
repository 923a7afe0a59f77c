//! The canary: unique words through every field, then a search of every byte under the data folder.

use std::sync::{Arc, Mutex};

use serde_json::json;

use super::*;
use crate::reports::{ask, keep};
use crate::testkit::canary::{forms, found, found_in, pattern};

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
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let house = town().await;
    let ana = dispatcher(&house).await;
    let mut planted = Vec::new();
    let mut mark = |name: &str| {
        let word = format!("Canario{name}7f3A9cQx");
        planted.push(word.clone());
        word
    };
    let (place, note, uniform) = (mark("Place"), mark("Note"), mark("Uniform"));
    let (contact, picture, question, answer) = (mark("Contact"), mark("Picture"), mark("Question"), mark("Answer"));
    let (api, sms, more, wrong, token) = (mark("Api"), mark("Sms"), mark("More"), mark("Wrong"), mark("Token"));
    let (phone, waiting) = (mark("Phone"), mark("Waiting"));
    let fields = [
        ("activity", "waiting"),
        ("place", place.as_str()),
        ("note", &note),
        ("uniform_words", &uniform),
        ("contact", &contact),
        ("wants_call", "yes"),
        ("warned", "yes"),
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
    assert_eq!(briefs(&house.app).await.len(), 4);

    let data = house.app.config.data.clone();
    let words = pattern(&planted);
    assert_eq!(found(&data, &words), Vec::<String>::new());
    house.app.db.checkpoint().await.unwrap();
    assert_eq!(found(&data, &words), Vec::<String>::new(), "after the log was folded in");
    assert_eq!(found_in(&log.0.lock().unwrap(), &words), None, "in what was logged");
    the_search_finds_what_is_there(&house, &planted).await;
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
    let slip = planted[1].clone();
    let careless =
        house.app.db.write("careless", move |tx| tx.execute("UPDATE report SET lang = $1", crate::params![slip]));
    careless.await.unwrap();
    assert!(!found(&data, &words).is_empty(), "a careless column is noticed");
}
