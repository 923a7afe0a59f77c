//! Members' pages: from an incident to an alert that is out, and what each of them is told on the way.

use serde_json::json;

use super::*;
use crate::testkit::{Browser, Page};

/// The form of a draft, filled in.
fn form<'a>(kind: &'a str, place: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("kind", kind), ("place", place), ("advice", "stay_silent"), ("next", "30"), ("expires", "90")]
}

async fn ana(town: &Town) -> Browser {
    town.house.member("Ana", &[Role::Dispatcher]).await
}

async fn drafted(town: &Town, incident: Id<Incident>) -> Page {
    let form_page = ana(town).await.open(&format!("/alerts/new/{incident}")).await;
    form_page.press("Ver cómo queda", &form("alert", "Cerezo Street and 5th Street")).await
}

#[tokio::test]
async fn a_dispatcher_drafts_and_a_releaser_releases() {
    let town = Town::new().await;
    let incident = town.incident(town.confirmed()).await;
    let draft = drafted(&town, incident).await;
    draft.says("Borrador").says("agentes de ICE").says("ICE agents").says("1 segmento").says("Puede guardar silencio");
    draft.press("Mandar a publicar", &[]).await.says("Espera a que otra persona lo publique");

    let beto = town.house.member("Beto", &[Role::Releaser]).await;
    let list = beto.open("/alerts/waiting").await;
    let look = list.follow("Alerta: ").await;
    look.says("Lo escribió Ana").says("firma exactamente lo que está arriba");
    let token = town.house.form_token(&beto).await;
    let unsigned = beto.post(&look.path, &[("csrf", &token), ("do", "release")]).await;
    assert_eq!(unsigned.status, 409, "{}", unsigned.text());
    unsigned.says("JavaScript");
    assert_eq!(town.out_now().await, [], "a session alone publishes nothing, however fresh");

    let out = look.press("Sí, publicar", &[]).await;
    out.says("Alertas publicadas").says("5th Street / Cerezo Street");
    assert_eq!(town.out_now().await.len(), 1);
    let again = beto.open(&look.path).await;
    assert_eq!(again.path, "/alerts/waiting", "what is out waits no more");
    again.says("Nada espera ahora");
}

#[tokio::test]
async fn a_passkey_signs_these_facts_once_and_no_others() {
    let town = Town::new().await;
    let (one, other) = (town.incident(town.confirmed()).await, town.incident(town.confirmed()).await);
    let first = town.waiting(one, town.choices(Kind::Alert)).await;
    let second = town.waiting(other, town.choices(Kind::Alert)).await;
    let beto = town.house.member("Beto", &[Role::Releaser]).await;
    let token = town.house.form_token(&beto).await;
    let path = |id: Id<Alert>, last: &str| format!("/alerts/waiting/{id}/{last}");
    let shown = async |id| json!({ "hash": town.alert(id).await.unwrap().facts().hash().text() });
    let (of_first, of_second) = (shown(first).await, shown(second).await);

    // What was begun for one alert ends no other, and is spent by the try.
    let credential = beto.answer_options(&path(first, "options"), &token, &of_first).await;
    let sent = |fields: &serde_json::Value| json!({ "credential": credential, "fields": fields });
    assert_eq!(beto.send_json(&path(second, "finish"), &token, &sent(&of_second)).await.status, 400);
    assert_eq!(beto.send_json(&path(first, "finish"), &token, &sent(&of_first)).await.status, 400);
    // A step-up is no signature.
    let stepped = beto.answer_options("/step-up/options", &token, &json!({})).await;
    let sent = json!({ "credential": stepped, "fields": of_first });
    assert_eq!(beto.send_json(&path(first, "finish"), &token, &sent).await.status, 400);
    // Facts that changed meanwhile are not what was signed, whichever of the two the form names.
    let credential = beto.answer_options(&path(first, "options"), &token, &of_first).await;
    let (hand, choices) = (town.hand(town.ana), Choices { hotline: false, ..town.choices(Kind::Alert) });
    let change = town.house.app.db.write("other facts", move |tx| {
        desk::draft(tx, &hand, Some(first), one, choices)?;
        let press = press(tx, &hand, first, Signing::Drafter)?;
        desk::send(tx, &hand, first, press)
    });
    change.await.unwrap();
    for (fields, status) in [(shown(first).await, 400), (of_first, 409), (json!({}), 409)] {
        let sent = json!({ "credential": credential, "fields": fields });
        assert_eq!(beto.send_json(&path(first, "finish"), &token, &sent).await.status, status, "{fields}");
    }
    assert_eq!(town.out_now().await, []);
    // The controls: the same passkey on the same page, and what it signed is kept and holds.
    let out = beto.open(&format!("/alerts/waiting/{first}")).await.press("Sí, publicar", &[]).await;
    out.says("Alertas publicadas");
    assert_eq!(town.out_now().await, [first]);
    let alert = town.alert(first).await.unwrap();
    let signed = alert.sign_offs().unwrap().released.press.clone().expect("a signature");
    assert!(signed.holds(alert.subject(Signing::Releaser, town.beto)));
    assert!(!signed.holds(alert.subject(Signing::Releaser, town.ana)));
}

/// The draft is changed and handed over again while the releaser, or its first drafter, has it open.
#[tokio::test]
async fn nobody_signs_facts_that_were_not_on_their_screen() {
    for demo in [false, true] {
        let town = Town::with(|config| config.demo = demo).await;
        let incident = town.incident(town.confirmed()).await;
        let id = town.waiting(incident, town.choices(Kind::Alert)).await;
        let beto = town.house.stepped_up("Beto", &[Role::Releaser]).await;
        let open = beto.open(&format!("/alerts/waiting/{id}")).await;
        let change = async |sends: bool, hotline: bool| {
            let (hand, choices) = (town.hand(town.ana), Choices { hotline, ..town.choices(Kind::Alert) });
            let write = town.house.app.db.write("other facts", move |tx| {
                desk::draft(tx, &hand, Some(id), incident, choices)?;
                if sends { desk::send(tx, &hand, id, press(tx, &hand, id, Signing::Drafter)?) } else { Ok(()) }
            });
            write.await.unwrap();
        };
        change(true, false).await;
        let refused = open.press("Sí, publicar", &[]).await;
        assert_eq!(refused.status, 409, "demo: {demo}: {}", refused.text());
        assert!(refused.body.contains("cambió desde que usted abrió"), "demo: {demo}: {}", refused.body);
        assert_eq!(town.out_now().await, [], "demo: {demo}");
        // The drafter's own page goes the same way.
        change(false, true).await;
        let draft = ana(&town).await.open(&format!("/alerts/drafts/{id}")).await;
        change(false, false).await;
        assert_eq!(draft.press("Mandar a publicar", &[]).await.status, 409, "demo: {demo}");
        // The controls: whoever looks again signs what they see.
        let draft = ana(&town).await.open(&format!("/alerts/drafts/{id}")).await;
        draft.press("Mandar a publicar", &[]).await.says("Espera a que otra persona");
        beto.open(&open.path).await.press("Sí, publicar", &[]).await.says("Alertas publicadas");
        assert_eq!(town.out_now().await, [id], "demo: {demo}");
    }
}

#[tokio::test]
async fn a_releaser_sends_back_with_a_reason_and_the_change_starts_anew() {
    let town = Town::new().await;
    let incident = town.incident(town.confirmed()).await;
    drafted(&town, incident).await.press("Mandar a publicar", &[]).await;
    let beto = town.house.stepped_up("Beto", &[Role::Releaser]).await;
    let look = beto.open("/alerts/waiting").await.follow("Alerta: ").await;
    assert_eq!(look.press("No, devolver", &[]).await.status, 409, "a reason is needed");
    look.press("No, devolver", &[("why", "place_in_doubt")]).await.says("Nada espera ahora");

    let back = ana(&town).await.open("/alerts/out").await.follow("Alerta: ").await;
    back.says("Se lo devolvieron").says("Hay duda sobre el lugar");
    let change = back.follow("Cambiar").await;
    assert_eq!(change.count("input[name=kind][value=alert][checked]"), 1, "the form is filled in");
    assert_eq!(change.count("input[name=place][value='5th Street / Cerezo Street']"), 1);
    let changed = change.press("Ver cómo queda", &[("place", "")]).await;
    changed.does_not_say("Se lo devolvieron").does_not_say("5th Street");
    assert_eq!(ana(&town).await.open("/alerts/out").await.count("ul li a"), 1, "changed, not doubled");
}

#[tokio::test]
async fn the_form_comes_back_with_what_was_chosen_and_what_is_wrong() {
    let town = Town::new().await;
    let incident = town.incident(town.confirmed()).await;
    let page = ana(&town).await.open(&format!("/alerts/new/{incident}")).await;
    page.says("Alerta").does_not_say("Fin de alerta").does_not_say("lo revisamos");
    for (place, words) in [
        ("un lugar que no existe xyz", "No encontramos ese lugar"),
        ("Harbor Boulevard and Tecolote Avenue", "demasiado lejos"),
    ] {
        let again = page.press("Ver cómo queda", &form("alert", place)).await;
        assert_eq!(again.status, 422, "{place}: {}", again.text());
        again.says(words);
        assert_eq!(again.count(&format!("input[name=place][value='{place}']")), 1, "the words are kept");
        assert_eq!(again.count("input[name=advice][value=stay_silent][checked]"), 1);
    }
    let mut three = form("alert", "");
    three.extend([("advice", "ask_if_free"), ("advice", "stay_calm")]);
    page.press("Ver cómo queda", &three).await.says("como máximo dos consejos");
    page.press("Ver cómo queda", &form("all_clear", "")).await.says("No hay una alerta anterior");
    page.press("Ver cómo queda", &form("checked", "")).await.says("no permite este tipo de aviso");
    let mut never = form("alert", "");
    never.retain(|(name, _)| *name != "expires");
    never.push(("expires", "9999"));
    page.press("Ver cómo queda", &never).await.says("de unos minutos a cuatro horas");
}

#[tokio::test]
async fn an_area_that_is_published_alone_is_that_of_the_incident_or_lies_around_it_or_beside_it() {
    let town = Town::new().await;
    let incident = town.incident(town.confirmed()).await;
    let page = ana(&town).await.open(&format!("/alerts/new/{incident}")).await;
    for far in ["Piedra Azul", "Punta Ballena", "00201"] {
        let again = page.press("Ver cómo queda", &form("alert", far)).await;
        assert_eq!(again.status, 422, "{far}: {}", again.text());
        again.says("demasiado lejos");
    }
    let own = town.house.app.part::<Atlas>().name(town.corner().area()).unwrap();
    for near in [own.as_str(), "Puerto Tecolote", "Lantern District", "Campo Luna", "Tin Town"] {
        page.press("Ver cómo queda", &form("alert", near)).await.says("Borrador").says(near);
    }
    // The releaser sees both; and what the map says by then, counts.
    let id = town.waiting(incident, Choices { place: town.area("Puerto Tecolote"), ..town.choices(Kind::Alert) }).await;
    let beto = town.house.stepped_up("Beto", &[Role::Releaser]).await;
    let look = beto.open(&format!("/alerts/waiting/{id}")).await;
    look.says("Dónde Puerto Tecolote").says(&format!("Zona del incidente {own}"));
}

#[tokio::test]
async fn a_form_that_comes_back_unchanged_leaves_the_place_where_it_was() {
    let town = Town::new().await;
    let incident = town.incident(town.confirmed()).await;
    let form_page = ana(&town).await.open(&format!("/alerts/new/{incident}")).await;
    for (typed, shown, published) in [
        ("Cerezo Street and 5th Street", "5th Street / Cerezo Street", "5th Street / Cerezo Street, "),
        ("", "", ""),
        ("Puerto Tecolote", "Puerto Tecolote", "Puerto Tecolote"),
        // Words of a home: only the area of that corner, and not of the incident's.
        ("mi casa, Olivo Drive y 5th Street", "East Garden", "East Garden"),
    ] {
        let draft = form_page.press("Ver cómo queda", &form("alert", typed)).await;
        let id: Id<Alert> = draft.path.rsplit('/').next().unwrap().parse().unwrap();
        let before =
            town.alert(id).await.unwrap_or_else(|| panic!("{typed}: {}", draft.text())).facts().place().clone();
        assert!(before.words().starts_with(published), "{typed}: {}", before.words());
        let change = draft.follow("Cambiar").await;
        assert_eq!(change.field("place"), shown, "{typed}");
        change.press("Ver cómo queda", &[]).await.says("Borrador");
        assert_eq!(town.alert(id).await.unwrap().facts().place(), &before, "{typed}");
        let emptied = draft.follow("Cambiar").await.press("Ver cómo queda", &[("place", "")]).await;
        emptied.says("Borrador");
        let after = town.alert(id).await.unwrap().facts().place().clone();
        assert_eq!((after.spot(), after.area()), (None, town.corner().area()), "{typed}: the incident's own");
    }
    // While it was written, somebody moved the corners on the map.
    let draft = form_page.press("Ver cómo queda", &form("alert", "Cerezo Street and 5th Street")).await;
    let id: Id<Alert> = draft.path.rsplit('/').next().unwrap().parse().unwrap();
    let (before, change) = (town.alert(id).await.unwrap().facts().place().clone(), draft.follow("Cambiar").await);
    town.sql("UPDATE gazetteer SET lat = lat + 0.01 WHERE kind = 'corner'; UPDATE map_change SET number = number + 1")
        .unwrap();
    Atlas::reload(&town.house.app).await.unwrap();
    assert_ne!(town.corner(), before, "the same words mean another place by now");
    change.press("Ver cómo queda", &[]).await.says("Borrador");
    assert_eq!(town.alert(id).await.unwrap().facts().place(), &before);
}

impl Town {
    /// This area, and nothing finer.
    fn area(&self, name: &str) -> PublicPlace {
        match self.house.app.part::<Atlas>().resolve(name, None) {
            Resolution::One(place) => PublicPlace::of(places::Published::AreaOnly(place.area), name),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn an_open_incident_and_none_have_no_alert() {
    let town = Town::new().await;
    let unable = town.incident(Verification::Unable(triage::incident::UnableWhy::NoAccess)).await;
    let ana = ana(&town).await;
    assert_eq!(ana.open(&format!("/alerts/new/{unable}")).await.status, 409);
    assert_eq!(ana.open("/alerts/new/00000000-0000-7000-8000-000000000000").await.status, 404);
    assert_eq!(ana.open("/alerts/new/nonsense").await.status, 404);
}

#[tokio::test]
async fn after_the_release_come_update_all_clear_and_stop() {
    let town = Town::new().await;
    let first = town.out(Kind::Alert).await;
    let ana = ana(&town).await;
    let follow = ana.open("/alerts/out").await.follow("Actualizar, corregir o terminar").await;
    follow.says("Actualización").says("Corrección").says("Fin de alerta");
    let clear = [("kind", "all_clear"), ("place", "Cerezo Street and 5th Street"), ("expires", "60")];
    follow.press("Ver cómo queda", &clear).await.says("TERMINADA").press("Mandar a publicar", &[]).await;
    let beto = town.house.stepped_up("Beto", &[Role::Releaser]).await;
    beto.open("/alerts/waiting").await.follow("Fin de alerta").await.press("Sí, publicar", &[]).await;
    let path = format!("/alertas/{first}");
    let past = town.house.visitor(Lang::Es).open(&path).await;
    past.says("HAY UN AVISO MÁS NUEVO");
    past.follow("Ver el aviso más nuevo").await.says("TERMINADA");
    let out = ana.open("/alerts/out").await;
    out.press("Retirar ahora", &[]).await.says("No hay ninguna alerta confirmada");
    assert_eq!(town.out_now().await, []);
}
