//! Two dispatchers at one queue: claims, merging, splitting, taking back, contacts.

use std::collections::BTreeSet;

use super::*;
use crate::messages::Route;
use crate::reports::facts::HowMany;
use crate::triage::decision::{CLAIM_MINUTES, UNDO_MINUTES};

#[tokio::test]
async fn a_hundred_claims_at_once_have_one_winner() {
    let house = town().await;
    let id = report(&house, CORNER, seen(Activity::Waiting)).await;
    house.run_workers().await;
    let card = card_of(&house, id).await;
    let mut desks = Vec::new();
    for number in 0..10 {
        desks.push(dispatcher(&house, &format!("Despacho {number}")).await);
    }
    let path = format!("/queue/{card}");
    let mut tries = Vec::new();
    for number in 0..100 {
        let desk = desks[number % desks.len()].clone();
        let token = house.form_token(&desk).await;
        let path = path.clone();
        tries.push(async move { (number % 10, desk.post(&path, &[("csrf", &token), ("do", "claim")]).await) });
    }
    let pages = futures_util::future::join_all(tries).await;
    let winners: BTreeSet<usize> =
        pages.iter().filter(|(_, page)| page.status == 200).map(|(number, _)| *number).collect();
    assert_eq!(winners.len(), 1, "{winners:?}");
    let winner = format!("Despacho {}", winners.first().unwrap());
    for (number, page) in pages {
        if !winners.contains(&number) {
            assert_eq!(page.status, 409);
            page.says(&format!("La tiene {winner}"));
        }
    }
}

#[tokio::test]
async fn a_claim_can_be_given_back_and_ends_by_itself() {
    let house = town().await;
    let (ana, eva) = (dispatcher(&house, "Ana").await, dispatcher(&house, "Eva").await);
    let id = report(&house, CORNER, seen(Activity::Waiting)).await;
    let page = claims(&house, &ana, id).await;
    eva.open("/queue").await.says("La tiene Ana");
    page.press("Soltar", &[]).await;
    let page = claims(&house, &eva, id).await;
    page.says("Decidir");
    house.later_minutes(CLAIM_MINUTES - 1);
    ana.open("/queue").await.says("La tiene Eva");
    house.later_minutes(1);
    let page = claims(&house, &ana, id).await;
    page.says("Decidir");
    // Eva's page is still open, and her decision comes too late.
    let eva_page = eva.open(&page.path).await;
    eva_page.says("La tiene Ana");
    let token = house.form_token(&eva).await;
    let fields = [("csrf", token.as_str()), ("do", "no"), ("reason", "test"), ("upto", "99")];
    let refused = eva.post(&page.path, &fields).await;
    assert_eq!(refused.status, 409);
    refused.says("Primero tome la tarjeta");
    assert_eq!(stage(&house, id).await, Stage::Received);
}

#[tokio::test]
async fn the_same_event_is_proposed_and_joined_with_one_key() {
    let house = town().await;
    let ana = dispatcher(&house, "Ana").await;
    let first = report(&house, CORNER, seen(Activity::Waiting)).await;
    let page = claims(&house, &ana, first).await;
    assert_eq!(page.count("[data-key=m]"), 0, "there is nothing to join yet");
    let opened = page.press("Solo abrir incidente", &[]).await;
    assert_eq!(stage(&house, first).await, Stage::LookingInto);
    // The same kind again, and another moment of it.
    house.later_minutes(4);
    let again = report(&house, CORNER, seen(Activity::Waiting)).await;
    let later = report(&house, CORNER, seen(Activity::Loading)).await;
    let elsewhere = report(&house, FAR_CORNER, seen(Activity::Waiting)).await;
    for id in [again, later] {
        let page = claims(&house, &ana, id).await;
        assert_eq!(page.count("[data-key=m]"), 1, "{}", page.text());
        let joined = page.press("Juntar aquí", &[]).await;
        assert_eq!(joined.path, opened.path);
        assert_eq!(stage(&house, id).await, Stage::LookingInto);
    }
    let page = claims(&house, &ana, elsewhere).await;
    assert_eq!(page.count("[data-key=m]"), 0, "another place is another event");
    ana.open(&opened.path).await.says("3 reportes");
}

#[tokio::test]
async fn what_came_while_somebody_was_reading_is_not_decided_with_it() {
    let house = town().await;
    let ana = dispatcher(&house, "Ana").await;
    let first = report(&house, CORNER, seen(Activity::Waiting)).await;
    let page = claims(&house, &ana, first).await;
    let second = report(&house, CORNER, seen(Activity::Waiting)).await;
    house.run_workers().await;
    assert_eq!(card_of(&house, first).await, card_of(&house, second).await, "they are alike");
    page.press("Descartar", &[("reason", "joke_or_hostile")]).await;
    assert_eq!(stage(&house, first).await, Stage::NotAReport);
    assert_eq!(stage(&house, second).await, Stage::Received);
    assert_eq!(cards(&house).await.len(), 1, "the later one waits on a card of its own");
}

#[tokio::test]
async fn not_a_report_can_be_taken_back_for_a_while() {
    let house = town().await;
    let ana = dispatcher(&house, "Ana").await;
    let id = report(&house, CORNER, seen(Activity::Waiting)).await;
    let page = claims(&house, &ana, id).await;
    let again = page.press("Descartar", &[("reason", "")]).await;
    assert_eq!(again.status, 409);
    again.says("Elija un motivo");
    let queue = page.press("Descartar", &[("reason", "old_news")]).await;
    queue.says("Descartados hace poco").says("Es noticia vieja");
    assert_eq!(stage(&house, id).await, Stage::NotAReport);
    // Meanwhile another one of the same kind comes in.
    report(&house, CORNER, seen(Activity::Waiting)).await;
    house.run_workers().await;
    house.later_minutes(UNDO_MINUTES);
    let queue = ana.open("/queue").await.press("Deshacer", &[]).await;
    assert_eq!(stage(&house, id).await, Stage::Received);
    assert_eq!(queue.count(".queue > li"), 2);
    let page = claims(&house, &ana, id).await.press("Descartar", &[("reason", "old_news")]).await;
    assert_eq!(page.status, 200);
    house.later_minutes(UNDO_MINUTES + 1);
    ana.open("/queue").await.does_not_say("Deshacer");
}

#[tokio::test]
async fn a_report_about_something_else_is_split_off() {
    let house = town().await;
    let ana = dispatcher(&house, "Ana").await;
    let first = report(&house, CORNER, seen(Activity::Waiting)).await;
    let other = report(&house, CORNER, seen(Activity::Waiting)).await;
    let page = claims(&house, &ana, first).await;
    let refused = page.press("Separar los marcados", &[]).await;
    assert_eq!(refused.status, 409);
    let ticked = other.to_string();
    let page = page.press("Separar los marcados", &[("report", &ticked)]).await;
    page.says("Un reporte");
    assert_ne!(card_of(&house, first).await, card_of(&house, other).await);
    // Nothing joins a card that stands apart.
    let third = report(&house, CORNER, seen(Activity::Waiting)).await;
    house.run_workers().await;
    assert_eq!(card_of(&house, third).await, card_of(&house, first).await);
    // And off an incident.
    let opened = page.press("Solo abrir incidente", &[]).await;
    claims(&house, &ana, other).await.press("Juntar aquí", &[]).await;
    let incident_page = ana.open(&opened.path).await;
    let token = house.form_token(&ana).await;
    let fields = [("csrf", token.as_str()), ("do", "split_off"), ("report", ticked.as_str())];
    let page = ana.post(&incident_page.path, &fields).await;
    page.says("Un reporte");
    assert_eq!(stage(&house, other).await, Stage::Received);
    card_of(&house, other).await;
}

#[tokio::test]
async fn a_place_that_only_words_name_is_asked_for() {
    let house = town().await;
    let ana = dispatcher(&house, "Ana").await;
    let id = report(&house, "atrás de la casa verde", seen(Activity::AtADoor)).await;
    let page = claims(&house, &ana, id).await;
    page.says("lugar solo en palabras");
    let refused = page.press("Solo abrir incidente", &[]).await;
    assert_eq!(refused.status, 422);
    refused.says("No encontramos ese lugar");
    let opened = refused.press("Solo abrir incidente", &[("place", CORNER)]).await;
    opened.says("Brickyard");
}

#[tokio::test]
async fn a_home_is_not_passed_on() {
    let house = town().await;
    let (ana, luz) = (dispatcher(&house, "Ana").await, verifier(&house, "Luz", CORNER).await);
    let id = report(&house, CORNER, seen(Activity::AtADoor)).await;
    let page = claims(&house, &ana, id).await;
    page.press("pedir que vayan a ver", &[("place", "Luna Street y 5th Street, apartamento 12")]).await;
    house.run_workers().await;
    luz.open("/go").await.says("Es un domicilio").says("Brickyard").does_not_say("apartamento");
}

#[tokio::test]
async fn a_contact_takes_the_passkey_and_there_are_so_many_a_day() {
    let house = town().await;
    let words = ReportWords { place: CORNER.into(), ..ReportWords::default() };
    let facts = Facts { wants_call: true, people: HowMany::ThreeToFive, ..seen(Activity::Waiting) };
    let new = New { words, contact: Some("Celia, en la tarde".into()), worked: true, ..New::of(Channel::Web, facts) };
    let id = reports::take(&house.app, new).await.unwrap().id;
    let ana = dispatcher(&house, "Ana").await;
    let page = claims(&house, &ana, id).await;
    page.does_not_say("Celia");
    let refused = page.press("Ver el contacto", &[]).await;
    assert_eq!(refused.status, 403, "{}", refused.text());
    let ana = house.stepped_up("Ana", &[Role::Dispatcher]).await;
    for left in (0..super::super::pages::CONTACTS_PER_DAY_MAX).rev() {
        let page = ana.open(&page.path).await.press("Ver el contacto", &[]).await;
        page.says("Celia, en la tarde");
        if left > 1 {
            page.says(&format!("{left} contactos más"));
        }
    }
    let refused = ana.open(&page.path).await.press("Ver el contacto", &[]).await;
    assert_eq!(refused.status, 409);
    refused.says("ya abrió 15 contactos").does_not_say("Celia");
    house.later_minutes(24 * 60);
    let ana = house.stepped_up("Ana", &[Role::Dispatcher]).await;
    ana.open(&page.path).await.press("Ver el contacto", &[]).await.says("Celia, en la tarde");
}

#[tokio::test]
async fn a_text_to_a_reporter_that_was_not_sent_is_seen_where_the_question_is_asked() {
    for (nothing_leaves, told) in
        [(false, "no se envió: esta red no tiene proveedor de mensajes de texto"), (true, "entregado al proveedor")]
    {
        let house = town_with(|config| config.nothing_leaves = nothing_leaves).await;
        let ana = dispatcher(&house, "Ana").await;
        house.text_in(Route::Twilio, "+12135550142", "SM1", &format!("Veo una van en {CORNER}")).await;
        house.run_workers().await;
        let waiting = cards(&house).await;
        let page = ana.open(&format!("/queue/{}", waiting[0].id)).await.press("Tomar", &[]).await;
        page.says("Último mensaje de texto a esta persona:").says(told);
        let page = page.press("Solo abrir incidente", &[]).await;
        page.says(told);
    }
    // Who reported by web gets no texts.
    let house = town_with(|config| config.nothing_leaves = false).await;
    let ana = dispatcher(&house, "Ana").await;
    let id = report(&house, CORNER, seen(Activity::Waiting)).await;
    claims(&house, &ana, id).await.does_not_say("Último mensaje de texto");
}

/// Nobody here knows either place, so only the words tell them apart.
#[tokio::test]
async fn two_places_that_nobody_knows_are_two_cards() {
    let house = town().await;
    let one = report(&house, "Home Depot de Cypress", seen(Activity::Detaining)).await;
    let other = report(&house, "el lavado de la Whittier", seen(Activity::Detaining)).await;
    let same = report(&house, "  home depot de CYPRESS ", seen(Activity::Detaining)).await;
    house.run_workers().await;
    let (first, second) = (card_of(&house, one).await, card_of(&house, other).await);
    assert_ne!(first, second, "what sends people to one would tell the other's reporter that they are coming");
    assert_eq!(card_of(&house, same).await, first, "and the same words are the same place");
}

#[tokio::test]
async fn who_reported_the_same_elsewhere_hears_what_it_comes_to() {
    let house = town().await;
    let luz = verifier(&house, "Luz", CORNER).await;
    let ana = dispatcher(&house, "Ana").await;
    let id = report(&house, CORNER, seen(Activity::Detaining)).await;
    let page = sends_eyes(&house, &ana, id).await;
    let twin = report(&house, FAR_CORNER, seen(Activity::Detaining)).await;
    let other = claims(&house, &ana, twin).await.press("Solo abrir incidente", &[]).await;
    let main = incident_in(&page).to_string();
    let same = [("duplicate_of", main.as_str())];
    ana.open(&other.path).await.press("Cerrar el incidente", &same).await;
    assert_eq!(stage(&house, twin).await, Stage::LookingInto, "as far as the one that it is the same as");
    // Closed by mistake, opened again: its reports are its own again.
    let open = ana.open(&other.path).await.press("Reabrir", &[("reason", "new_report")]).await;
    luz.open("/go").await.press("5 min", &[]).await;
    assert_eq!(stage(&house, twin).await, Stage::LookingInto);
    open.press("Cerrar el incidente", &same).await;
    assert_eq!(stage(&house, twin).await, Stage::SomeoneIsGoing);
    luz.open("/go").await.press("Ya llegué", &[]).await.follow("Decir qué encontré").await.press("Enviar", &ICE).await;
    assert_eq!(stage(&house, id).await, Stage::Checked(reports::Found::Confirmed));
    assert_eq!(stage(&house, twin).await, Stage::Checked(reports::Found::Confirmed), "they learn that it was true");
}

#[tokio::test]
async fn a_question_that_holds_a_status_is_asked_only_after_a_warning() {
    let house = town_with(|config| config.nothing_leaves = false).await;
    let ana = dispatcher(&house, "Ana").await;
    house.text_in(Route::Twilio, "+12135550142", "SM1", &format!("Veo una van en {CORNER}")).await;
    house.run_workers().await;
    let waiting = cards(&house).await;
    let page = ana.open(&format!("/queue/{}", waiting[0].id)).await.press("Tomar", &[]).await;
    let count = || async {
        let sql = "SELECT count(*) FROM report_said WHERE kind = 'question'";
        house.app.db.read("questions", move |tx| tx.value::<i64>(sql, crate::params![])).await.unwrap()
    };
    let report = waiting[0].best.to_string();
    let asked = [("report", report.as_str()), ("question", "¿Juan Pérez no tiene papeles?")];
    let warned = page.press("Preguntar", &asked).await;
    assert_eq!((warned.status.as_u16(), count().await), (409, 0));
    warned.says("Puede salir como mensaje de texto").says("¿Juan Pérez no tiene papeles?");
    let other = [("report", report.as_str()), ("question", "¿Y la placa 8ABC123?")];
    assert_eq!(warned.press("Preguntar", &other).await.status, 409, "of one thing, and no other");
    warned.press("Preguntar", &[("report", &report)]).await;
    assert_eq!(count().await, 1, "who was warned decides");
    let plain = ana.open(&format!("/queue/{}", waiting[0].id)).await;
    plain.press("Preguntar", &[("report", &report), ("question", "¿Cuántos son?")]).await;
    assert_eq!(count().await, 2, "and nobody is warned of nothing");
}

/// The store is the only one that puts reports on cards: whatever comes first, the card says the same of them.
#[tokio::test]
async fn one_urgent_report_makes_the_card_urgent_the_oldest_gives_its_age_and_the_best_is_read_first() {
    let told = Facts { first_hand: Some(FirstHand::SomeoneToldMe), ..seen(Activity::Waiting) };
    let unsafe_now = Facts { reporter_safe: YesNo::No, ..told };
    let says_more = Facts { agency: Agency::IceEro, children_present: YesNo::No, ..told };
    for facts in [[told, unsafe_now, says_more], [says_more, told, unsafe_now], [unsafe_now, says_more, told]] {
        let house = town().await;
        let first_at = house.app.now();
        let mut best = None;
        for facts in facts {
            let id = report(&house, CORNER, facts).await;
            house.run_workers().await;
            house.later_seconds(60);
            best = if facts == says_more { Some(id) } else { best };
        }
        let waiting = cards(&house).await;
        let [card] = waiting.as_slice() else { panic!("{} cards", waiting.len()) };
        assert_eq!((card.count, card.urgent, card.opened_at), (3, true, first_at));
        assert_eq!(Some(card.best), best);
    }
    let house = town().await;
    report(&house, CORNER, told).await;
    house.run_workers().await;
    assert!(!cards(&house).await[0].urgent, "the control");
}
