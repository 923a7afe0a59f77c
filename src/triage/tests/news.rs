//! What reporters say later is seen by a dispatcher who follows only the queue page.

use axum::http::Method;

use super::*;

/// A report by the form, with its receipt.
async fn reports_here(house: &TestHouse) -> (Id<Report>, String) {
    let fields = [("activity", "waiting"), ("place", CORNER), ("first_hand", "i_see_it")];
    let taken = house.visitor(Lang::Es).open("/reportar").await.press("Enviar", &fields).await;
    house.run_workers().await;
    let read = house.app.db.read("newest", |tx| reports::store::briefs_after(tx, 0, 100)).await.unwrap();
    (read.last().unwrap().id, taken.one(".code"))
}

/// The reporter comes back and says this.
async fn says_more(house: &TestHouse, receipt: &str, button: &str, words: &str) {
    let page = house.visitor(Lang::Es).open("/comprobante").await.press("Ver mi reporte", &[("code", receipt)]).await;
    page.press(button, &[("words", words)]).await.says("ya lo tenemos");
    house.run_workers().await;
}

const NEWS: &str = "Hay algo nuevo de quien reportó";

#[tokio::test]
async fn an_answer_to_a_question_is_marked_on_the_incident_until_it_is_read() {
    let house = town().await;
    let ana = dispatcher(&house, "Ana").await;
    let (id, receipt) = reports_here(&house).await;
    let page = claims(&house, &ana, id).await;
    let report = id.to_string();
    let asked = page.press("Preguntar", &[("report", &report), ("question", "¿Siguen ahí?")]).await;
    asked.press("Solo abrir incidente", &[]).await;
    ana.open("/queue").await.does_not_say(NEWS);
    says_more(&house, &receipt, "Contestar", "sí, y llegó otra camioneta").await;
    let queue = ana.open("/queue").await;
    queue.says("Una tarjeta o un incidente tiene algo nuevo").says(NEWS);
    assert_eq!(queue.count("[data-news][id]"), 1, "what the script listens for");
    let incident = queue.follow("1. Brickyard").await;
    incident.says(NEWS).does_not_say("otra camioneta");
    // A script that looks again reads nothing for anybody.
    let again = format!("{}?words=yes", incident.path);
    let looked = ana.send_with(Method::GET, &again, None, &[("x-cuadra-fragment", "1")], Vec::new()).await;
    looked.does_not_say("otra camioneta");
    ana.open("/queue").await.says(NEWS);
    incident.follow("Abrir lo que escribieron").await.says("otra camioneta").says(NEWS);
    ana.open("/queue").await.does_not_say(NEWS);
    ana.open(&again).await.says("otra camioneta").does_not_say(NEWS);
}

#[tokio::test]
async fn what_is_added_to_a_card_that_waits_is_marked_on_it() {
    let house = town().await;
    let ana = dispatcher(&house, "Ana").await;
    let (id, receipt) = reports_here(&house).await;
    says_more(&house, &receipt, "Añadir", "ya se fueron").await;
    let queue = ana.open("/queue").await;
    assert_eq!(queue.count(".queue > li [data-news]"), 1);
    let page = claims(&house, &ana, id).await;
    page.says("ya se fueron").says(NEWS);
    ana.open("/queue").await.does_not_say(NEWS);
}

#[tokio::test]
async fn what_was_set_aside_comes_back_when_its_reporter_says_more() {
    let house = town().await;
    let ana = dispatcher(&house, "Ana").await;
    let (id, receipt) = reports_here(&house).await;
    let (other, _) = reports_here(&house).await;
    let page = claims(&house, &ana, id).await;
    page.press("Descartar", &[("reason", "joke_or_hostile")]).await.says("Todo está decidido");
    house.later_minutes(50);
    says_more(&house, &receipt, "Añadir", "no era broma, están en la esquina").await;
    let queue = ana.open("/queue").await;
    assert_eq!(queue.count(".queue > li"), 1, "a card of its own");
    queue.says(NEWS);
    assert_eq!(queue.count(".badge.late"), 0, "it waits since it came back, not since it was first read");
    assert_eq!(stage(&house, id).await, Stage::Received);
    assert_eq!(stage(&house, other).await, Stage::NotAReport, "the others stay where they are");
    let page = queue.press("Tomar", &[]).await;
    page.says("no era broma").says("Un reporte");
    page.press("Descartar", &[("reason", "joke_or_hostile")]).await.says("Todo está decidido");
    // A second time as well.
    says_more(&house, &receipt, "Añadir", "de verdad").await;
    assert_eq!(ana.open("/queue").await.count(".queue > li"), 1);
}

#[tokio::test]
async fn an_incident_that_left_the_list_comes_back_to_it_when_a_reporter_says_more() {
    let house = town().await;
    let ana = dispatcher(&house, "Ana").await;
    let (id, receipt) = reports_here(&house).await;
    let opened = claims(&house, &ana, id).await.press("Solo abrir incidente", &[]).await;
    let closed = opened.press("Cerrar el incidente", &[("reason", "not_enforcement")]).await;
    assert_eq!(closed.status, 200, "{}", closed.text());
    house.later_minutes(5 * 60);
    // By now another shift.
    let ana = dispatcher(&house, "Eva").await;
    assert_eq!(ana.open("/queue").await.count("aside tbody tr"), 0);
    says_more(&house, &receipt, "Añadir", "volvieron").await;
    let queue = ana.open("/queue").await;
    assert_eq!(queue.count("aside tbody tr [data-news]"), 1);
    queue.follow("1. Brickyard").await.follow("Abrir lo que escribieron").await.says("volvieron");
    assert_eq!(ana.open("/queue").await.count("aside tbody tr"), 0);
}

#[tokio::test]
async fn many_that_were_one_decision_come_back_as_one() {
    let house = town().await;
    let ana = dispatcher(&house, "Ana").await;
    let mut all = Vec::new();
    for _ in 0..3 {
        all.push(reports_here(&house).await);
    }
    let page = claims(&house, &ana, all[0].0).await;
    page.press("Descartar", &[("reason", "joke_or_hostile")]).await.says("Todo está decidido");
    for round in 1..=2 {
        for (_, receipt) in &all {
            says_more(&house, receipt, "Añadir", &format!("es cierto, {round}")).await;
        }
        let waiting = cards(&house).await;
        assert_eq!(waiting.len(), 1, "round {round}: {waiting:?}");
        assert_eq!(waiting[0].count, 3, "and none of them is lost");
        let queue = ana.open("/queue").await;
        assert_eq!(queue.count(".queue > li"), 1);
        queue.press("Tomar", &[]).await.press("Descartar", &[("reason", "joke_or_hostile")]).await;
    }
}
