//! The whole line, with the reporter's own page at each step, in both languages.

use super::*;

/// A report through the form, and the receipt it answers with.
async fn reports_by_form(house: &TestHouse, lang: Lang) -> String {
    let (path, send) = if lang == Lang::Es { ("/reportar", "Enviar") } else { ("/report", "Send") };
    let fields = [
        ("activity", "detaining"),
        ("place", CORNER),
        ("still_happening", "yes"),
        ("first_hand", "i_see_it"),
        ("note", "Hay cuatro con chaleco"),
    ];
    let page = house.visitor(lang).open(path).await.press(send, &fields).await;
    let digits = regex::Regex::new(r"\d{4} \d{4} \d{4} \d{4}").unwrap();
    digits.find(&page.text()).unwrap_or_else(|| panic!("no receipt: {}", page.text())).as_str().to_owned()
}

async fn comes_back(house: &TestHouse, lang: Lang, receipt: &str) -> Page {
    let (path, look) =
        if lang == Lang::Es { ("/comprobante", "Ver mi reporte") } else { ("/receipt", "See my report") };
    house.visitor(lang).open(path).await.press(look, &[("code", receipt)]).await
}

async fn from_report_to_confirmed(lang: Lang, told: [&str; 5]) {
    let house = town().await;
    let luz = verifier(&house, "Luz", CORNER).await;
    let ana = dispatcher(&house, "Ana").await;
    let receipt = reports_by_form(&house, lang).await;
    comes_back(&house, lang, &receipt).await.says(told[0]);

    house.run_workers().await;
    let queue = ana.open("/queue").await;
    queue.says("Están deteniendo").says("Brickyard").does_not_say("cuatro con chaleco");
    let card = queue.press("Tomar", &[]).await;
    card.says("Hay cuatro con chaleco");
    let incident = card.press("pedir que vayan a ver", &[]).await;
    incident.says("Buscamos quién vaya");
    comes_back(&house, lang, &receipt).await.says(told[1]);

    house.run_workers().await;
    let phone = luz.open("/go").await;
    phone.says("Brickyard").says(CORNER).says("No intervenga").does_not_say("cuatro con chaleco");
    assert_eq!(phone.count("[data-request]"), 1);
    let phone = phone.press("10 min", &[]).await;
    phone.says("Va en camino");
    comes_back(&house, lang, &receipt).await.says(told[2]);
    ana.open("/queue").await.says("Luz");

    house.later_minutes(9);
    let phone = phone.press("Ya llegué", &[]).await;
    phone.says("Está en el lugar");
    comes_back(&house, lang, &receipt).await.says(told[3]);

    let form = phone.follow("Decir qué encontré").await;
    let done = form.press("Enviar", &ICE).await;
    done.says("Gracias por ir").press("Terminar mi turno", &[]).await.says("Mientras esté de turno");
    comes_back(&house, lang, &receipt).await.says(told[4]);

    let id = incident_in(&incident);
    ana.open(&incident.path).await.says("Confirmado").says("ICE (ERO)").says("3 a 5");
    let confirmed = super::incident(&house, id).await;
    assert_eq!(confirmed.confirmed().unwrap().certainty(), super::super::Certainty::Observed);
}

#[tokio::test]
async fn a_neighbour_follows_their_report_in_spanish() {
    let told = [
        "Lo recibimos",
        "Lo estamos revisando",
        "Alguien va en camino",
        "Alguien ya está ahí",
        "Fuimos a ver: es cierto",
    ];
    from_report_to_confirmed(Lang::Es, told).await;
}

#[tokio::test]
async fn a_neighbour_follows_their_report_in_english() {
    let told = [
        "We have it",
        "We are looking into it",
        "Someone is on the way",
        "Someone is there now",
        "We went and looked: it is true",
    ];
    from_report_to_confirmed(Lang::En, told).await;
}

#[tokio::test]
async fn a_question_reaches_the_reporter_and_the_answer_comes_back() {
    let house = town().await;
    let ana = dispatcher(&house, "Ana").await;
    let receipt = reports_by_form(&house, Lang::En).await;
    house.run_workers().await;
    let card = ana.open("/queue").await.press("Tomar", &[]).await;
    card.press("Preguntar", &[("ready", "0")]).await.says("¿Siguen ahí?");
    let page = comes_back(&house, Lang::En, &receipt).await;
    page.says("Are they still there?").press("Answer", &[("words", "Yes, two cars")]).await;
    ana.open(&card.path).await.says("Yes, two cars");
}

#[tokio::test]
async fn every_opening_of_words_is_noted_and_nobody_else_reads_them() {
    let house = town().await;
    let (ana, eva) = (dispatcher(&house, "Ana").await, dispatcher(&house, "Eva").await);
    let id = report(&house, CORNER, seen(Activity::AtADoor)).await;
    let openings = || async {
        let count = |tx: &crate::ground::db::Tx<'_>| {
            tx.value::<i64>("SELECT count(*) FROM audit WHERE what = 'report words opened'", crate::params![])
        };
        house.app.db.read("notes", count).await.unwrap()
    };
    house.run_workers().await;
    let path = format!("/queue/{}", card_of(&house, id).await);
    ana.open(&path).await.does_not_say(CORNER);
    assert_eq!(openings().await, 0, "a card that is not held stays closed");
    let page = claims(&house, &ana, id).await;
    assert!(page.body.contains(CORNER));
    assert_eq!(openings().await, 1);
    let page = eva.open(&path).await;
    page.says("La tiene Ana");
    assert!(!page.body.contains(CORNER));
    assert_eq!(openings().await, 1);
}
