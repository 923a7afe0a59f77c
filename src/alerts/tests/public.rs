//! What anybody reads: pages, feeds and CAP, all saying the same, and nothing past as present.

use super::*;
use crate::alerts::state::WithdrawWhy;
use crate::alerts::{cap_check, xml_in};
use crate::testkit::Page;

async fn open(town: &Town, lang: Lang, path: &str) -> Page {
    town.house.visitor(lang).open(path).await
}

async fn withdraw(town: &Town, id: Id<Alert>) {
    let hand = town.hand(town.ana);
    let stop = move |tx: &crate::ground::db::Tx<'_>| desk::withdraw(tx, &hand, id, WithdrawWhy::Mistake);
    town.house.app.db.write("withdraw", stop).await.unwrap();
}

#[tokio::test]
async fn an_alert_says_the_same_on_its_pages_in_feeds_and_as_cap() {
    let town = Town::new().await;
    let id = town.out(Kind::Alert).await;
    let es = open(&town, Lang::En, &format!("/alertas/{id}")).await;
    es.says("VERIFICADO")
        .says("Agentes de ICE")
        .says("5th Street / Cerezo Street")
        .says("6 a 10")
        .says("Puede guardar silencio");
    es.says("no es consejo legal").does_not_say("YA NO");
    let en = es.follow("English").await;
    en.says("VERIFIED")
        .says("ICE agents")
        .says("5th Street / Cerezo Street")
        .says("6 to 10")
        .says("You may stay silent");
    assert_eq!(en.count("html[lang=en]"), 1, "the address fixes the language");
    let document = open(&town, Lang::En, &format!("/alerts/{id}.cap.xml")).await;
    assert_eq!(document.headers["content-type"], "application/cap+xml; charset=utf-8");
    assert_eq!(cap_check::check(&document.body), []);
    assert!(["ICE agents", "Agentes de ICE"].iter().all(|words| document.body.contains(words)), "{}", document.body);
    for (path, words) in [
        ("/feeds/alerts.atom", "Agentes de ICE"),
        ("/feeds/alerts.atom?lang=en", "ICE agents"),
        ("/feeds/alerts.json?lang=en", "ICE agents"),
        ("/feeds/cap.atom", "application/cap+xml"),
    ] {
        let feed = open(&town, Lang::En, path).await;
        assert!(feed.body.contains(words) && feed.body.contains(&id.to_string()), "{path}: {}", feed.body);
    }
    open(&town, Lang::Es, "/alertas")
        .await
        .says("Confirmado ahora")
        .says("5th Street / Cerezo Street")
        .says("Agentes de ICE (6 a 10");
}

#[tokio::test]
async fn public_answers_are_the_same_for_everyone_and_kept_for_seconds() {
    let town = Town::new().await;
    let id = town.out(Kind::Alert).await;
    let ana = town.house.member("Ana", &[Role::Dispatcher]).await;
    for path in ["/alertas", "/alerts", "/feeds/alerts.atom", "/feeds/alerts.json", "/feeds/cap.atom"] {
        let (member, visitor) = (ana.open(path).await, open(&town, Lang::Es, path).await);
        assert_eq!(member.body, visitor.body, "{path}");
        assert_eq!(visitor.headers["cache-control"], "public, max-age=15, must-revalidate", "{path}");
        assert!(visitor.headers.get("set-cookie").is_none(), "{path}");
    }
    let path = format!("/alerts/{id}");
    assert_eq!(ana.open(&path).await.body, open(&town, Lang::Es, &path).await.body);
    open(&town, Lang::Es, &path).await.does_not_say("Ana").does_not_say("Beto");
}

#[tokio::test]
async fn what_is_over_is_never_shown_as_current() {
    let town = Town::new().await;
    let id = town.out(Kind::Alert).await;
    town.house.later_minutes(90);
    open(&town, Lang::Es, "/alertas").await.says("No hay ninguna alerta confirmada").says("YA NO ESTÁ VIGENTE");
    open(&town, Lang::Es, &format!("/alertas/{id}"))
        .await
        .says("YA NO ESTÁ VIGENTE")
        .does_not_say("Lo que puede hacer");
    let atom = open(&town, Lang::Es, "/feeds/alerts.atom").await;
    let feed = xml_in::read(&atom.body).unwrap();
    assert!(feed.child("entry").unwrap().text_of("title").starts_with("YA NO ESTÁ VIGENTE"), "{}", atom.body);
    let json: serde_json::Value =
        serde_json::from_str(&open(&town, Lang::Es, "/feeds/alerts.json").await.body).unwrap();
    let over = json["items"][0]["_cuadra"].clone();
    assert!(over["ended"].is_string() && over["ended"] == over["expires"], "{over}");
    assert!(json["items"][0]["title"].as_str().unwrap().starts_with("YA NO"));
    town.house.later_minutes(24 * 60);
    assert!(xml_in::read(&open(&town, Lang::Es, "/feeds/alerts.atom").await.body).unwrap().child("entry").is_none());
}

#[tokio::test]
async fn a_withdrawal_is_told_everywhere() {
    let town = Town::new().await;
    let id = town.out(Kind::Alert).await;
    town.house.later_minutes(5);
    withdraw(&town, id).await;
    open(&town, Lang::Es, "/alertas").await.says("No hay ninguna alerta confirmada").says("RETIRADO");
    open(&town, Lang::En, &format!("/alerts/{id}"))
        .await
        .says("WITHDRAWN")
        .says("disregard")
        .does_not_say("stay silent");
    assert_eq!(
        open(&town, Lang::En, &format!("/alerts/{id}")).await.count(".badge.good"),
        0,
        "green is for what stands"
    );
    let document = open(&town, Lang::Es, &format!("/alerts/{id}.cap.xml")).await.body;
    assert_eq!(cap_check::check(&document), [], "{document}");
    let cancel = xml_in::read(&document).unwrap();
    assert_eq!(cancel.text_of("msgType"), "Cancel");
    assert!(cancel.text_of("references").contains(&id.to_string()));
}

#[tokio::test]
async fn a_checked_report_is_told_with_the_same_care() {
    let town = Town::new().await;
    let seen_at = town.began().plus_minutes(15);
    let incident = town.incident(Verification::NothingThere { seen_at }).await;
    let id = town.waiting(incident, town.choices(Kind::Checked)).await;
    town.release(id).await.unwrap();
    open(&town, Lang::Es, "/alertas").await.says("REVISADO").says("no había control migratorio");
    town.house.later_minutes(120);
    let later = open(&town, Lang::Es, "/alertas").await;
    later.says("REVISADO").does_not_say("YA NO ESTÁ VIGENTE");
    assert_eq!(cap_check::check(&open(&town, Lang::Es, &format!("/alerts/{id}.cap.xml")).await.body), []);
}

#[tokio::test]
async fn where_nobody_looked_again_the_alert_ends_and_nothing_is_called_checked_or_clear() {
    let town = Town::new().await;
    let id = town.out(Kind::Alert).await;
    town.house.later_minutes(30);
    let end = town.follow(Kind::AllClear, id).await;
    open(&town, Lang::En, "/").await.does_not_say("ALL CLEAR").does_not_say("ALERT ENDED").says("no checked reports");
    let list = open(&town, Lang::En, "/alerts").await;
    assert_eq!(list.count("article"), 0);
    let over = list.one("ul.over");
    assert!(over.contains("ALERT ENDED") && over.contains("THERE IS A NEWER MESSAGE"), "{over}");
    let own = open(&town, Lang::En, &format!("/alerts/{end}")).await;
    assert_eq!((own.count(".badge.good"), own.count(".badge.quiet")), (0, 1));
    let document = open(&town, Lang::En, &format!("/alerts/{end}.cap.xml")).await.body;
    assert!(!document.contains("AllClear") && !document.contains("rrn:verification"), "{document}");
}

#[tokio::test]
async fn a_drill_and_a_draft_are_on_no_public_page() {
    let town = Town::new().await;
    let runs = town.drill(&[]).await;
    let practised = town.incident_of(Some(runs), town.confirmed()).await;
    let drill = town.waiting(practised, town.choices(Kind::Alert)).await;
    town.release(drill).await.unwrap();
    let incident = town.incident(town.confirmed()).await;
    let draft = town.waiting(incident, town.choices(Kind::Alert)).await;
    for id in [drill, draft] {
        for path in [format!("/alertas/{id}"), format!("/alerts/{id}"), format!("/alerts/{id}.cap.xml")] {
            assert_eq!(open(&town, Lang::Es, &path).await.status, 404, "{path}");
        }
        for path in ["/alertas", "/feeds/alerts.atom", "/feeds/alerts.json", "/feeds/cap.atom"] {
            assert!(!open(&town, Lang::Es, path).await.body.contains(&id.to_string()), "{path}");
        }
    }
    let beto = town.house.member("Beto", &[Role::Releaser]).await;
    beto.open("/alerts/out").await.says("SIMULACRO");
    assert_eq!(town.out_now().await, []);
}

#[tokio::test]
async fn feeds_are_asked_by_area_and_language() {
    let town = Town::new().await;
    let id = town.out(Kind::Alert).await.to_string();
    let gazetteer = town.house.app.part::<Atlas>().gazetteer();
    let own = gazetteer.areas().get(town.corner().area()).unwrap().slug.clone();
    let feed = |query: String| {
        let town = &town;
        async move { open(town, Lang::En, &format!("/feeds/alerts.json{query}")).await }
    };
    assert!(feed(format!("?area={own}&lang=en")).await.body.contains(&id));
    assert!(feed("?area=puerto-tecolote".into()).await.body.contains(&id), "the city holds the neighbourhood");
    let elsewhere = gazetteer
        .areas()
        .all()
        .iter()
        .find(|area| area.kind == crate::places::AreaKind::Neighborhood && area.slug != own);
    assert!(!feed(format!("?area={}", elsewhere.unwrap().slug)).await.body.contains(&id));
    for wrong in ["?area=atlantis", "?lang=xx"] {
        assert_eq!(feed(wrong.into()).await.status, 404, "{wrong}");
    }
    assert_eq!(open(&town, Lang::En, "/feeds/nothing.atom").await.status, 404);
}

/// Writes the feeds where `tests/peers/feed_peer.py` finds them.
#[tokio::test]
async fn feeds_are_laid_out_for_the_peers() {
    let town = Town::new().await;
    town.out(Kind::Alert).await;
    town.house.later_minutes(91);
    town.out(Kind::Alert).await;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers/feeds");
    std::fs::create_dir_all(&folder).unwrap();
    for (path, file) in [
        ("/feeds/alerts.atom?lang=es", "alerts-es.atom"),
        ("/feeds/alerts.atom?lang=en", "alerts-en.atom"),
        ("/feeds/cap.atom?lang=en", "cap.atom"),
        ("/feeds/alerts.json?lang=en", "alerts-en.json"),
    ] {
        std::fs::write(folder.join(file), open(&town, Lang::En, path).await.body).unwrap();
    }
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 4);
}
