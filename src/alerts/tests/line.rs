//! The whole line through the front door: a neighbour's report, a verifier's eyes, two people, everybody's page.

use super::*;
use crate::testkit::Page;

const CORNER: &str = "Luna Street y 5th Street";

/// From the report to the incident's page, with what the verifier found.
async fn looked_into(town: &Town, found: &[(&str, &str)]) -> Page {
    let house = &town.house;
    let vero = house.member("Vero", &[Role::Verifier]).await;
    vero.open("/duty").await.press("Empezar mi turno", &[("near", CORNER), ("hours", "8")]).await;
    let report = [("activity", "detaining"), ("place", CORNER), ("still_happening", "yes"), ("first_hand", "i_see_it")];
    house.visitor(Lang::Es).open("/reportar").await.press("Enviar", &report).await;
    house.run_workers().await;
    let ana = house.member("Ana", &[Role::Dispatcher]).await;
    let incident = ana.open("/queue").await.press("Tomar", &[]).await.press("pedir que vayan a ver", &[]).await;
    incident.does_not_say("Escribir el aviso");
    house.run_workers().await;
    let phone = vero.open("/go").await.press("10 min", &[]).await;
    house.later_minutes(9);
    phone.press("Ya llegué", &[]).await.follow("Decir qué encontré").await.press("Enviar", found).await;
    ana.open(&incident.path).await
}

async fn released(town: &Town, draft: Page) {
    draft.press("Mandar a publicar", &[]).await;
    let beto = town.house.stepped_up("Beto", &[Role::Releaser]).await;
    let look = beto.open("/alerts/waiting").await;
    let id = regex::Regex::new(r"/alerts/waiting/[0-9a-f-]{36}").unwrap();
    let path = id.find(&look.body).unwrap_or_else(|| panic!("nothing waits: {}", look.text())).as_str().to_owned();
    beto.open(&path).await.press("Sí, publicar", &[]).await;
}

#[tokio::test]
async fn from_a_neighbours_report_to_everybodys_page() {
    let town = Town::new().await;
    let found = [
        ("outcome", "confirmed"),
        ("agency", "ice_ero"),
        ("activity", "detaining"),
        ("people", "3-5"),
        ("minutes_ago", "0"),
    ];
    let form = looked_into(&town, &found).await.follow("Escribir el aviso").await;
    let fields = [("kind", "alert"), ("place", CORNER), ("advice", "stay_silent"), ("next", "30"), ("expires", "90")];
    released(&town, form.press("Ver cómo queda", &fields).await).await;
    let es = town.house.visitor(Lang::Es).open("/alertas").await;
    es.says("VERIFICADO").says("Agentes de ICE (3 a 5)").says("deteniendo a personas");
    let en = town.house.visitor(Lang::En).open("/alerts").await;
    en.says("VERIFIED").says("ICE agents (3 to 5)").says("detaining people");
    town.house.later_minutes(90);
    town.house.visitor(Lang::Es).open("/alertas").await.says("No hay ninguna alerta confirmada");
}

#[tokio::test]
async fn we_checked_and_it_was_the_local_police() {
    let town = Town::new().await;
    let found = [("outcome", "other_agency"), ("agency", "local_police"), ("activity", "other"), ("minutes_ago", "0")];
    let form = looked_into(&town, &found).await.follow("Escribir el aviso").await;
    form.says("Aviso: lo revisamos").does_not_say("Corrección");
    released(&town, form.press("Ver cómo queda", &[("kind", "checked"), ("expires", "90")]).await).await;
    let es = town.house.visitor(Lang::Es).open("/alertas").await;
    es.says("No hay ninguna alerta confirmada").says("REVISADO").says("era la policía local, no control migratorio");
    town.house.visitor(Lang::En).open("/alerts").await.says("was local police, not immigration enforcement");
}
