//! What a neighbour sees first, in a real house: what goes on, what ended, and nothing old as new.

use crate::alerts::Kind;
use crate::alerts::desk;
use crate::alerts::state::WithdrawWhy;
use crate::alerts::tests::Town;
use crate::ground::config::RightsReview;
use crate::ground::locale::Lang;
use crate::people::Role;
use crate::testkit::{Browser, Page, TestHouse};
use crate::triage::Verification;

/// The addresses that are the same for everyone, of a town with this alert.
fn public(id: &str) -> Vec<String> {
    let fixed = [
        "/",
        "/?lang=en",
        "/mapa",
        "/map",
        "/derechos",
        "/alertas",
        "/alerts",
        "/feeds/alerts.atom",
        "/feeds/alerts.json",
        "/feeds/cap.atom",
    ];
    let own = [format!("/alertas/{id}"), format!("/alerts/{id}"), format!("/alerts/{id}.cap.xml")];
    fixed.map(str::to_owned).into_iter().chain(own).collect()
}

fn seconds_kept(page: &Page) -> i64 {
    let said = page.headers["cache-control"].to_str().unwrap();
    let left = said.strip_prefix("public, max-age=").and_then(|rest| rest.strip_suffix(", must-revalidate"));
    left.unwrap_or_else(|| panic!("{}: {said}", page.path)).parse().unwrap()
}

#[tokio::test]
async fn the_switch_leads_to_the_page_in_the_other_language_and_stays_in_it() {
    let house = TestHouse::new();
    let visitor = house.visitor(Lang::Es);
    let page = visitor.open("/").await;
    page.says("¿Está viendo a la migra?");
    let english = page.follow("English").await;
    english.says("Español").does_not_say("la migra");
    assert!(english.count("main a[href='/report']") >= 1, "the way to report is in English too");
    assert_eq!(english.count("a.brand[href='/?lang=en']"), 1, "and so is the way back here");
    visitor.open("/?lang=xx").await.says("¿Está viendo a la migra?");
}

#[tokio::test]
async fn an_empty_page_does_not_say_that_all_is_well() {
    let house = TestHouse::with(|config| config.hotline = "213 555 0142".into());
    let page = house.visitor(Lang::Es).open("/").await;
    page.says("Nada confirmado en este momento")
        .says("Eso no quiere decir que no pase nada")
        .says("Hoy no hay reportes revisados");
    for link in ["/reportar", "/suscribirse", "/comprobante", "/alertas", "/derechos", "tel:2135550142"] {
        assert!(page.count(&format!("main a[href='{link}']")) >= 1, "{link}");
    }
    assert_eq!(page.count(".rights li"), 6, "rights in six lines");
    page.says("Todavía no la ha revisado");
    assert_eq!(page.count("a[href='/mapa']"), 0, "no map of nothing");
}

#[tokio::test]
async fn what_is_confirmed_says_place_what_when_and_until_and_a_device_knows_when_it_ends() {
    let town = Town::new().await;
    let id = town.out(Kind::Alert).await;
    let page = town.house.visitor(Lang::Es).open("/").await;
    let card = page.one("article.now");
    for words in [
        "VERIFICADO",
        "5th Street / Cerezo Street",
        "Agentes de ICE (6 a 10",
        "Vistos 11:41am",
        "Hay personas detenidas",
        "hasta la 1:30pm",
    ] {
        assert!(card.contains(words), "«{words}» is not in: {card}");
    }
    page.says("1 alerta confirmada ahora");
    let ends = town.house.app.now().plus_minutes(90).seconds();
    assert_eq!(page.count(&format!("article.now[data-until='{ends}']")), 1);
    for path in ["/alertas".to_owned(), "/mapa".to_owned(), format!("/alertas/{id}")] {
        let page = town.house.visitor(Lang::Es).open(&path).await;
        assert_eq!(page.count(&format!("article.now[data-until='{ends}']")), 1, "{path}");
    }
    let map = town.house.visitor(Lang::Es).open("/mapa").await;
    for mark in ["g.mark.alert", "path.area.touched"] {
        assert_eq!(map.count(&format!("svg {mark}[data-until='{ends}']")), 1, "{mark}");
    }
    town.house.visitor(Lang::En).open("/").await.says("1 alert confirmed now").says("ICE agents (6 to 10");
}

#[tokio::test]
async fn every_public_page_that_tells_of_now_can_notice_that_it_is_over() {
    let town = Town::new().await;
    let id = town.out(Kind::Alert).await.to_string();
    let mut held = 0;
    for path in public(&id).iter().filter(|path| !path.contains("feeds") && !path.ends_with(".xml")) {
        let page = town.house.visitor(Lang::Es).open(path).await;
        if page.count("[data-until]") > 0 {
            assert_eq!(page.count(".age[data-made]"), 1, "{path} does not say when it was made");
            assert_eq!(page.count("script[src^='/assets/app.js']"), 1, "{path} has nothing that marks what is over");
            held += 1;
        }
    }
    assert_eq!(held, 8, "the front page, the map, the list and the alert, in two languages");
}

#[tokio::test]
async fn the_map_is_loaded_only_by_those_who_ask_and_marks_what_the_list_says() {
    let town = Town::new().await;
    town.out(Kind::Alert).await;
    let front = town.house.visitor(Lang::Es).open("/").await;
    assert_eq!(front.count("svg, img, object, iframe"), 0, "nothing is loaded that was not asked for");
    assert_eq!(front.count("script"), 1, "the one that keeps the page honest about time");
    let map = front.follow("Ver en el mapa").await;
    assert_eq!(map.count("svg g.mark.alert"), 1);
    assert_eq!(map.count("ol.numbered > li"), 1);
    map.says("5th Street / Cerezo Street");
    assert_eq!(map.count("svg path.area.touched"), 1);
}

#[tokio::test]
async fn what_was_checked_is_told_with_the_same_care() {
    let town = Town::new().await;
    let seen_at = town.began().plus_minutes(15);
    let incident = town.incident(Verification::NothingThere { seen_at }).await;
    let id = town.waiting(incident, town.choices(Kind::Checked)).await;
    town.release(id).await.unwrap();
    let page = town.house.visitor(Lang::Es).open("/").await;
    page.says("Nada confirmado en este momento").says("REVISADO").says("no había control migratorio");
    let listed_until = town.house.app.now().plus_hours(24).seconds();
    assert_eq!(page.count(&format!("article.told[data-until='{listed_until}']")), 1);
    assert_eq!(page.count("article.now"), 0);
}

#[tokio::test]
async fn expired_is_never_shown_as_current_though_answers_are_kept() {
    let town = Town::new().await;
    let id = town.out(Kind::Alert).await.to_string();
    let visitor = town.house.visitor(Lang::Es);
    town.house.later_seconds(90 * 60 - 5);
    for path in public(&id) {
        let page = visitor.open(&path).await;
        let most = if path == "/derechos" { 15 } else { 5 };
        assert_eq!(seconds_kept(&page), most, "{path}: nobody may keep it past the minute in which the alert ends");
    }
    visitor.open("/").await.says("1 alerta confirmada ahora");
    town.house.later_seconds(5);
    visitor.open("/").await.says("Nada confirmado en este momento").does_not_say("VERIFICADO");
    visitor.open("/mapa").await.does_not_say("VERIFICADO");
    visitor.open("/alertas").await.says("YA NO ESTÁ VIGENTE");
    visitor.open(&format!("/alertas/{id}")).await.says("YA NO ESTÁ VIGENTE");
}

async fn withdraw(town: &Town, id: &str) {
    let (hand, id) = (town.hand(town.ana), id.parse().unwrap());
    let stop = move |tx: &crate::ground::db::Tx<'_>| desk::withdraw(tx, &hand, id, WithdrawWhy::Mistake);
    town.house.app.db.write("withdraw", stop).await.unwrap();
}

#[tokio::test]
async fn a_release_and_a_withdrawal_are_seen_at_once_though_answers_are_kept() {
    let town = Town::new().await;
    let visitor = town.house.visitor(Lang::Es);
    visitor.open("/").await.says("Nada confirmado");
    visitor.open("/alertas").await.says("No hay ninguna alerta confirmada");
    let id = town.out(Kind::Alert).await.to_string();
    visitor.open("/").await.says("1 alerta confirmada ahora");
    visitor.open("/alertas").await.says("VERIFICADO");
    visitor.open(&format!("/alertas/{id}")).await.says("VERIFICADO");
    withdraw(&town, &id).await;
    visitor.open("/").await.says("Nada confirmado");
    visitor.open("/alertas").await.says("RETIRADO");
    visitor.open(&format!("/alertas/{id}")).await.says("RETIRADO");
}

/// The member's page and the visitor's, one after the other, both ways round.
async fn alternately(member: &Browser, visitor: &Browser, path: &str) -> [Page; 4] {
    [visitor.open(path).await, member.open(path).await, visitor.open(path).await, member.open(path).await]
}

#[tokio::test]
async fn a_members_frame_is_never_kept_and_never_shown_to_others() {
    let town = Town::new().await;
    let id = town.out(Kind::Alert).await.to_string();
    let ana = town.house.member("Ana", &[Role::Dispatcher]).await;
    let visitor = town.house.visitor(Lang::Es);
    let [before, own, after, again] = alternately(&ana, &visitor, "/").await;
    assert_eq!(before.body, after.body);
    for page in [own, again] {
        page.says("Ana");
        assert_eq!(page.count("header a[href='/me']"), 1, "{}", page.body);
        assert_eq!(page.headers["cache-control"], "no-store");
    }
    assert_eq!(after.count("a[href='/me'], meta[name=csrf]"), 0);
    assert!(after.headers["vary"].to_str().unwrap().contains("Cookie"), "a cache elsewhere keeps them apart too");
    for path in public(&id).into_iter().filter(|path| !path.starts_with("/?") && path != "/") {
        for page in alternately(&ana, &visitor, &path).await {
            assert_eq!(page.count("a[href='/me'], meta[name=csrf]"), 0, "{path} looks at no session");
        }
    }
}

#[tokio::test]
async fn rights_say_who_reviewed_them_only_when_these_very_words_were_reviewed() {
    let mark = {
        let house = TestHouse::new();
        let page = house.visitor(Lang::Es).open("/derechos").await;
        page.says("Elijo guardar silencio").says("I choose to remain silent.").says("Todavía no la ha revisado");
        super::rights::mark(&house.app.words)
    };
    for (words, is_reviewed) in [(mark, true), ("00000000".to_owned(), false)] {
        let review = RightsReview { by: "Lcda. Rosa Luna".into(), on: "2026-11-20".into(), words };
        let house = TestHouse::with(|config| config.rights_review = Some(review));
        for (lang, path, said) in
            [(Lang::Es, "/derechos", "el 20 de noviembre de 2026"), (Lang::En, "/rights", "on November 20, 2026")]
        {
            for path in [path, "/"] {
                let page = house.visitor(lang).open(path).await;
                assert_eq!(page.text().contains("Rosa Luna") && page.text().contains(said), is_reviewed, "{path}");
            }
        }
    }
}
