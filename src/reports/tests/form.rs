//! The form on `/reportar` and `/report`.

use super::*;
use crate::ground::keys;
use crate::reports::facts::YesNo;
use crate::reports::work;

async fn open(house: &TestHouse) -> Page {
    house.visitor(Lang::Es).open("/reportar").await
}

#[tokio::test]
async fn two_answers_are_enough_and_no_cookie_is_set() {
    let house = town().await;
    let form = open(&house).await;
    assert!(!form.headers.contains_key("set-cookie"));
    let taken = form.press("Enviar", &[("activity", "checkpoint"), ("place", "MERCADO LUNA")]).await;
    assert_eq!(taken.status, 200);
    taken.says("Recibimos su reporte").says("Ver mi reporte");
    assert!(!taken.headers.contains_key("set-cookie"));
    assert_eq!(taken.count("[data-draft-done]"), 1);
    assert!(briefs(&house.app).await[0].cell.is_some());
    let missing = form.press("Enviar", &[]).await;
    assert_eq!(missing.status, 422);
    missing.says("Falta algo").says("Díganos dónde es").says("Escoja qué está pasando");
    assert_eq!(missing.count("[aria-invalid=true]"), 1);
}

#[tokio::test]
async fn changing_the_language_keeps_every_word_and_the_token() {
    let house = town().await;
    let form = open(&house).await;
    let token = |page: &Page| page.body.split("data-token=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let typed = [
        ("activity", "at_a_door"),
        ("place", "Luna y 7 <b>"),
        ("note", "dos personas\n«hablan» & esperan"),
        ("still_happening", "yes"),
        ("people", "3-5"),
        ("contact", "323 555 0142"),
        ("wants_call", "yes"),
        ("when", "minutes_30"),
        ("speaks", "mam"),
        ("lat", "30.9525"),
        ("lon", "-120.0325"),
    ];
    let english = form.press("English", &typed).await;
    assert_eq!(english.status, 200);
    english.says("What do you see?").does_not_say("¿Qué está viendo?");
    assert_eq!(token(&english), token(&form));
    let back = english.press("Español", &[]).await;
    assert_eq!(token(&back), token(&form));
    let taken = back.press("Enviar", &[]).await;
    assert_eq!(taken.status, 200, "{}", taken.text());
    let brief = briefs(&house.app).await.remove(0);
    assert_eq!((brief.facts.still_happening, brief.facts.wants_call, brief.lang.as_str()), (YesNo::Yes, true, "mam"));
    assert_eq!(brief.observed_at, NOON.plus_minutes(-30));
    let said = words(&house.app, brief.id).await;
    assert_eq!(said.place, "Luna y 7 <b>");
    assert_eq!(said.note, "dos personas\n«hablan» & esperan");
    assert_eq!(contact(&house.app, brief.id).await.as_deref(), Some("323 555 0142"));
}

#[tokio::test]
async fn several_places_are_asked_about_and_none_of_them_is_an_answer() {
    let house = town().await;
    let asked = open(&house).await.press("Enviar", &[("activity", "waiting"), ("place", "panaderia gemela")]).await;
    assert_eq!(asked.status, 422);
    asked.says("Hay varios lugares").says("Ninguno de estos").says("Panadería Gemela");
    assert!(briefs(&house.app).await.is_empty());
    let choice =
        asked.body.split("name=\"place_choice\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    asked.press("Enviar", &[("place_choice", &choice)]).await.says("Recibimos su reporte");
    assert!(briefs(&house.app).await[0].cell.is_some());
    asked.press("Enviar", &[("place_choice", "none")]).await.says("Recibimos su reporte");
    assert_eq!(briefs(&house.app).await[1].area, None);
    // A choice that belongs to other words is no choice.
    let odd = asked.press("Enviar", &[("place_choice", "999-0")]).await;
    assert_eq!(odd.status, 422);
}

#[tokio::test]
async fn what_nobody_can_place_is_taken_and_a_home_is_only_its_area() {
    let house = town().await;
    let form = open(&house).await;
    form.press("Enviar", &[("activity", "waiting"), ("place", "atrás de la tienda de doña Luz")])
        .await
        .says("Recibimos");
    form.press("Enviar", &[("activity", "waiting"), ("place", "Motel Marea")]).await.says("Recibimos");
    let all = briefs(&house.app).await;
    assert_eq!((all[0].area, all[0].cell), (None, None));
    assert_eq!(words(&house.app, all[0].id).await.place, "atrás de la tienda de doña Luz");
    assert!(all[1].area.is_some() && all[1].cell.is_none(), "a lodging is only its area");
    assert_eq!(words(&house.app, all[1].id).await.place, "Motel Marea");
}

#[tokio::test]
async fn the_lint_warns_once_and_lets_through_what_must_be_said() {
    let house = town().await;
    let typed = [
        ("activity", "waiting"),
        ("place", "Luna y 7"),
        ("note", "una van con placa 8ABC123"),
        ("contact", "323 555 0142"),
    ];
    let warned = open(&house).await.press("Enviar", &typed).await;
    assert_eq!(warned.status, 422);
    warned.says("Parece una placa").says("8ABC123").says("Enviar así").says("Corregir");
    warned.does_not_say("Parece un teléfono");
    assert!(briefs(&house.app).await.is_empty());
    warned.press("Enviar así", &[]).await.says("Recibimos su reporte");
    assert!(words(&house.app, briefs(&house.app).await[0].id).await.note.contains("8ABC123"));
    warned.press("Enviar", &[("note", "una van blanca")]).await.says("Recibimos su reporte");
    assert_eq!(words(&house.app, briefs(&house.app).await[1].id).await.note, "una van blanca");
}

#[tokio::test]
async fn work_token_and_haste_move_a_report_to_another_lane_and_no_further() {
    let house = TestHouse::with(|config| config.work_bits = 8);
    let form = open(&house).await;
    let token = form.body.split("data-token=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let solved = (0u64..).find(|nonce| work::solved(&token, *nonce, 8, keys::sha256)).unwrap().to_string();
    let wrong = (0u64..).find(|nonce| !work::solved(&token, *nonce, 8, keys::sha256)).unwrap().to_string();
    let base = [("activity", "waiting"), ("place", "x")];
    let send = async |extra: &[(&str, &str)]| {
        let fields: Vec<_> = base.iter().chain(extra).copied().collect();
        assert_eq!(form.press("Enviar", &fields).await.status, 200);
        briefs(&house.app).await.pop().unwrap().worked
    };
    assert!(!send(&[("work", &solved), ("note", "too hasty")]).await);
    house.later_minutes(1);
    assert!(send(&[("work", &solved), ("note", "solved")]).await);
    assert!(!send(&[("work", &wrong), ("note", "not solved")]).await);
    assert!(!send(&[("note", "no script")]).await);
    assert!(!send(&[("work", &solved), ("token", "forged-token-of-nobody"), ("note", "forged")]).await);
    house.later_minutes(13 * 60);
    assert!(!send(&[("work", &solved), ("note", "after a night")]).await);
}

#[tokio::test]
async fn a_call_is_entered_by_dispatchers_only() {
    let house = town().await;
    assert_eq!(house.visitor(Lang::Es).open("/queue/phone").await.status, 404);
    dispatcher(&house).await;
    let desk = desk(&house).await;
    let form = desk.open("/queue/phone").await;
    form.says("Qué preguntar").says("lugar seguro").says("No pregunte ni apunte");
    let typed = [("activity", "detaining"), ("place", ""), ("contact", "323 555 0142"), ("wants_call", "yes")];
    let problem = form.press("Guardar el reporte", &typed).await;
    assert_eq!(problem.status, 422);
    let taken = problem.press("Guardar el reporte", &[("place", "Luna y 7")]).await;
    taken.says("Quedó guardado");
    let brief = briefs(&house.app).await.remove(0);
    assert!(brief.facts.wants_call && brief.has_contact);
    assert_eq!(contact(&house.app, brief.id).await.as_deref(), Some("323 555 0142"));
    let forged = desk.post("/queue/phone", &[("activity", "other"), ("place", "x"), ("csrf", "guess")]).await;
    assert_eq!(forged.status, 403);
}

#[tokio::test]
async fn pictures_are_taken_and_a_refused_one_never_loses_the_report() {
    let house = town().await;
    let fields = [("activity", "waiting"), ("place", "Luna y 7")];
    let files = vec![("media", photo()), ("media", b"GIF89a, moving".to_vec()), ("media", b"no picture".to_vec())];
    let taken = posts_files(&house, "/reportar", &fields, &files).await;
    assert_eq!(taken.status, 200);
    taken
        .says("Recibimos su reporte")
        .says("La foto 2 no se guardó: es un GIF")
        .says("La foto 3 no se guardó: no es una foto");
    let brief = briefs(&house.app).await.remove(0);
    assert_eq!(brief.pictures, 1);
    let id = brief.id;
    let rows = house.app.db.read("pictures", move |tx| store::pictures(tx, id)).await.unwrap();
    let jpeg = crate::reports::open_picture(&house.app, rows[0].id).await.unwrap();
    assert!(jpeg.starts_with(&[0xff, 0xd8]));
    let many = vec![("media", photo()); 6];
    posts_files(&house, "/report", &fields, &many).await.says("Photo 5 was not kept: there are four already");
    assert_eq!(briefs(&house.app).await[1].pictures, 4);
    // The first review stands until the same member looks again.
    let ana = dispatcher(&house).await;
    let picture = rows[0].id;
    let review = async |shows| {
        let write =
            house.app.db.write("review", move |tx| crate::reports::review_picture(tx, picture, ana, shows, NOON));
        write.await.unwrap();
        house.app.db.read("pictures", move |tx| store::pictures(tx, id)).await.unwrap()[0].reviews.clone()
    };
    assert_eq!(review(true).await.len(), 1);
    let again = review(false).await;
    assert_eq!((again.len(), again[0].shows_it, again[0].by), (1, false, ana));
}

#[tokio::test]
async fn photos_past_the_budget_of_one_sending_are_let_go_and_the_report_is_taken() {
    let house = town().await;
    let fields = [("activity", "waiting"), ("place", "Luna y 7"), ("note", "tres camionetas")];
    let mut files = vec![("media", photo())];
    files.extend(vec![("media", vec![7; 11 * 1024 * 1024]); 4]);
    let taken = posts_files(&house, "/reportar", &fields, &files).await;
    assert_eq!(taken.status, 200, "{}", taken.text());
    taken.says("Recibimos su reporte").says("La foto 5 no se guardó: pesa demasiado");
    let brief = briefs(&house.app).await.remove(0);
    assert_eq!((brief.pictures, words(&house.app, brief.id).await.note.as_str()), (1, "tres camionetas"));
}

#[tokio::test]
async fn a_warning_of_one_kind_does_not_silence_another() {
    let house = town().await;
    let typed = [("activity", "waiting"), ("place", "Luna y 7"), ("note", "llamen al 323 555 0142")];
    let warned = open(&house).await.press("Enviar", &typed).await;
    assert_eq!(warned.status, 422);
    warned.says("Parece un teléfono");
    let again = warned.press("Enviar así", &[("note", "llamen al 323 555 0142, placa 8XYZ123")]).await;
    assert_eq!(again.status, 422);
    again.says("Parece una placa").does_not_say("Parece un teléfono");
    again.press("Enviar así", &[]).await.says("Recibimos su reporte");
    let form = desk(&house).await.open("/queue/phone").await;
    let warned = form.press("Guardar el reporte", &typed).await;
    let again = warned.press("Guardar el reporte", &[("note", "placa 8XYZ123")]).await;
    assert_eq!(again.status, 422);
    again.press("Guardar el reporte", &[]).await.says("Quedó guardado");
}
