//! Coming back with the receipt.

use super::*;
use crate::reports::receipt::Receipt;

async fn reported(house: &TestHouse, fields: &[(&str, &str)]) -> String {
    let form = house.visitor(Lang::Es).open("/reportar").await;
    let base = [("activity", "waiting"), ("place", "Luna y 7")];
    let fields: Vec<_> = base.iter().chain(fields).copied().collect();
    form.press("Enviar", &fields).await.one(".code")
}

#[tokio::test]
async fn the_code_opens_its_report_however_it_is_typed() {
    let house = town().await;
    let receipt = reported(&house, &[]).await;
    for typed in [receipt.clone(), receipt.replace(' ', ""), receipt.replace(' ', "-"), format!("  {receipt} ")] {
        comes_back(&house, Lang::Es, &typed).await.says("Lo recibimos").says("todavía no se decide nada");
    }
    comes_back(&house, Lang::En, &receipt).await.says("We have it");
}

#[tokio::test]
async fn wrong_codes_are_told_apart_only_as_far_as_it_helps_no_guesser() {
    let house = town().await;
    let receipt = reported(&house, &[]).await;
    let mut wrong = receipt.clone().into_bytes();
    wrong[0] = if wrong[0] == b'9' { b'0' } else { wrong[0] + 1 };
    let page = comes_back(&house, Lang::Es, &String::from_utf8(wrong).unwrap()).await;
    assert_eq!(page.status, 422);
    page.says("un número está mal");
    comes_back(&house, Lang::En, "1234 5678").await.says("16 digits");
    comes_back(&house, Lang::Es, "4821 0937 5516 2O43").await.says("solo números");
    let unknown = Receipt::from_seed([5; 16]).to_string();
    comes_back(&house, Lang::Es, &unknown).await.says("No hay ningún reporte");
    assert!(!page.body.contains("/comprobante?"), "the code is in no address");
}

#[tokio::test]
async fn guessing_becomes_slow() {
    let house = town().await;
    let unknown = Receipt::from_seed([6; 16]).to_string();
    for _ in 0..5 {
        comes_back(&house, Lang::Es, &unknown).await;
    }
    let began = std::time::Instant::now();
    for _ in 0..2 {
        comes_back(&house, Lang::Es, &unknown).await.says("No hay ningún reporte");
    }
    // Half a second, then a whole one.
    assert!(began.elapsed() >= std::time::Duration::from_millis(1_500), "{:?}", began.elapsed());
}

#[tokio::test]
async fn adding_answers_once_and_too_much_is_told() {
    let house = town().await;
    let receipt = reported(&house, &[]).await;
    let page = comes_back(&house, Lang::Es, &receipt).await;
    let added = page.press("Añadir", &[("words", "ya son cinco <camionetas>")]).await;
    added.says("ya lo tenemos").says("ya son cinco <camionetas>");
    let again = page.press("Añadir", &[("words", "ya son cinco <camionetas>")]).await;
    assert_eq!(again.body.matches("ya son cinco").count(), 1, "the same sending is heard once");
    assert_eq!(page.press("Añadir", &[("words", "  ")]).await.status, 422);
    let warned = page.press("Añadir", &[("words", "la placa es 8ABC123")]).await;
    assert_eq!(warned.status, 422);
    warned.says("Parece una placa");
    assert!(!page.press("Añadir", &[("words", "otra cosa")]).await.text().contains("8ABC123"), "it was not taken");
    warned.press("Añadir", &[]).await.says("ya lo tenemos").says("8ABC123");
    let long = page.press("Añadir", &[("words", &"x".repeat(2_001))]).await;
    assert_eq!(long.status, 422);
    long.says("demasiado largo").says("xxxx");
    let fields = [("code", receipt.as_str()), ("do", "say"), ("words", ""), ("once", "a")];
    let pictures = posts_files(&house, "/comprobante", &fields, &[("media", photo()), ("media", vec![1, 2, 3])]).await;
    pictures.says("Recibimos una foto").says("La foto 2 no se guardó");
    assert_eq!(briefs(&house.app).await[0].pictures, 1);
}

#[tokio::test]
async fn a_number_is_deleted_at_once_when_its_owner_says_so() {
    let house = town().await;
    let receipt = reported(&house, &[("contact", "323 555 0142"), ("wants_call", "yes")]).await;
    let id = briefs(&house.app).await[0].id;
    assert!(contact(&house.app, id).await.is_some());
    let page = comes_back(&house, Lang::Es, &receipt).await;
    page.press("Borrar mi número ahora", &[]).await.says("Borramos su número").does_not_say("Borrar mi número");
    assert_eq!(contact(&house.app, id).await, None);
    let brief = &briefs(&house.app).await[0];
    assert!(!brief.has_contact && !brief.facts.wants_call);
}

#[tokio::test]
async fn the_language_of_the_page_can_change_with_the_code_in_hand() {
    let house = town().await;
    let receipt = reported(&house, &[]).await;
    let english = comes_back(&house, Lang::Es, &receipt).await.press("English", &[]).await;
    english.says("We have it").says(&receipt);
}

#[tokio::test]
async fn the_number_of_a_phone_that_texted_is_deleted_and_what_waits_for_it_is_not_sent() {
    const NUMBER: &str = "+12135550142";
    let house = town().await;
    let ana = dispatcher(&house).await;
    texts(&house, NUMBER, "hay tres camionetas estacionadas en Luna y 7", "one").await;
    let receipt = receipt_in(&sent(&house)[0]);
    let id = briefs(&house.app).await[0].id;
    assert_eq!(contact(&house.app, id).await.as_deref(), Some(NUMBER));
    let (keys, now, before) = (house.app.keys.clone(), house.app.now(), sent(&house).len());
    let ask = move |tx: &crate::ground::db::Tx<'_>| super::super::ask(tx, &keys, id, "¿Siguen ahí?", ana, now);
    house.app.db.write("ask", ask).await.unwrap();
    let page = comes_back(&house, Lang::Es, &receipt).await;
    page.press("Borrar mi número ahora", &[]).await.says("Borramos su número");
    house.run_workers().await;
    assert_eq!(sent(&house).len(), before, "the question that waited was not sent");
    assert_eq!(contact(&house.app, id).await, None);
    let numbers = house.app.db.read("numbers", |tx| {
        tx.rows("SELECT length(number) FROM message_thread", crate::params![], |row| row.get::<i64>(0))
    });
    assert_eq!(numbers.await.unwrap(), [1], "not even sealed");
    let (keys, now) = (house.app.keys.clone(), house.app.now());
    let ask = move |tx: &crate::ground::db::Tx<'_>| super::super::ask(tx, &keys, id, "¿Y ahora?", ana, now);
    house.app.db.write("ask", ask).await.unwrap();
    house.later_minutes(24 * 60);
    house.run_workers().await;
    assert_eq!(sent(&house).len(), before);
    comes_back(&house, Lang::Es, &receipt).await.says("¿Y ahora?");
    // The phone itself is free to write again, and is answered.
    texts(&house, NUMBER, "otra cosa en Luna y 7", "two").await;
    assert_eq!((briefs(&house.app).await.len(), sent(&house).len()), (2, before + 1));
}

#[tokio::test]
async fn many_sendings_at_once_bring_no_more_pictures_than_one() {
    let house = town().await;
    let receipt = reported(&house, &[]).await;
    house.later_seconds(61);
    let send = async |number: usize| {
        let once = format!("sending {number}");
        let fields = [("code", receipt.as_str()), ("do", "say"), ("words", ""), ("once", once.as_str())];
        posts_files(&house, "/comprobante", &fields, &[("media", photo()), ("media", photo())]).await
    };
    let pages = futures_util::future::join_all((0..4).map(send)).await;
    assert_eq!(briefs(&house.app).await[0].pictures, 4);
    assert!(pages.iter().any(|page| page.text().contains("no se guardó")), "and whoever came too late is told");
    let media = house.app.config.data.join("media");
    assert_eq!(std::fs::read_dir(&media).unwrap().count(), 4, "no file is left of the others");
}

#[tokio::test]
async fn the_language_of_the_page_can_change_in_the_middle_of_a_sentence() {
    let house = town().await;
    let receipt = reported(&house, &[]).await;
    let page = comes_back(&house, Lang::Es, &receipt).await;
    assert_eq!(
        page.count("form#say") + page.count("button[name=language][form=say]"),
        2,
        "the switch sends the words along"
    );
    let fields = [("code", receipt.as_str()), ("do", "say"), ("words", "ya se van\ntodos"), ("language", "en")];
    let english = house.visitor(Lang::Es).post("/comprobante", &fields).await;
    english.says("We have it").says("ya se van");
    assert_eq!(english.count("textarea#words"), 1);
    assert!(!comes_back(&house, Lang::Es, &receipt).await.text().contains("ya se van"), "nothing was sent yet");
    english.press("Add", &[]).await.says("Thank you");
    comes_back(&house, Lang::Es, &receipt).await.says("ya se van");
}
