//! The doors that a phone's browser opens by itself, and what it finds there.

use axum::http::{Method, StatusCode};
use serde_json::Value;

use crate::ground::locale::Lang;
use crate::people::Role;
use crate::testkit::TestHouse;

#[tokio::test]
async fn the_manifest_names_the_network_in_the_asked_language_and_every_address_in_it_opens() {
    let house = TestHouse::with(|config| config.name = "Red \"Puerto\" <Tecolote>".into());
    let visitor = house.visitor(Lang::En);
    for (lang, start) in [("es", "/?lang=es"), ("en", "/?lang=en")] {
        let page = visitor.open(&format!("/manifest.webmanifest?lang={lang}")).await;
        assert_eq!(page.headers["content-type"], "application/manifest+json; charset=utf-8");
        let manifest: Value = serde_json::from_str(&page.body).unwrap();
        assert_eq!(manifest["name"], "Red \"Puerto\" <Tecolote>");
        assert_eq!(
            (&manifest["lang"], &manifest["start_url"], &manifest["id"]),
            (&lang.into(), &start.into(), &"/".into())
        );
        let purposes: Vec<&str> =
            manifest["icons"].as_array().unwrap().iter().map(|icon| icon["purpose"].as_str().unwrap()).collect();
        assert!(purposes.contains(&"any") && purposes.contains(&"maskable"), "{purposes:?}");
        for thing in manifest["icons"].as_array().unwrap().iter().chain(manifest["shortcuts"].as_array().unwrap()) {
            let address = thing["src"].as_str().or(thing["url"].as_str()).unwrap();
            let opened = visitor.open(address).await;
            assert_eq!(opened.status, StatusCode::OK, "{address}");
            if let Some(kind) = thing["type"].as_str() {
                assert_eq!(opened.headers["content-type"], kind, "{address}");
            }
        }
    }
}

#[tokio::test]
async fn the_worker_stands_at_the_root_and_is_always_asked_for_again() {
    let house = TestHouse::new();
    let visitor = house.visitor(Lang::Es);
    let worker = visitor.open("/sw.js").await;
    assert_eq!(worker.headers["content-type"], "text/javascript; charset=utf-8");
    assert_eq!(worker.headers["cache-control"], "no-cache");
    let mark = worker.headers["etag"].to_str().unwrap().to_owned();
    let again = visitor.send_with(Method::GET, "/sw.js", None, &[("if-none-match", &mark)], Vec::new()).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let other = visitor.send_with(Method::GET, "/sw.js", None, &[("if-none-match", "W/\"older\"")], Vec::new()).await;
    assert_eq!((other.status, other.body), (StatusCode::OK, worker.body));
}

#[tokio::test]
async fn the_page_without_signal_has_the_number_and_the_rights_in_both_languages_and_nobody_in_it() {
    let house = TestHouse::with(|config| config.hotline = "213 555 0142".into());
    let ana = house.member("Ana", &[Role::Dispatcher]).await;
    let page = house.visitor(Lang::En).open("/offline?lang=es").await;
    page.says("Sin conexión").says("213 555 0142").says("guardar silencio").says("no es consejo legal");
    let english = page.follow("English").await;
    english.says("No connection").says("213 555 0142").says("silent").says("not legal advice");
    let members = ana.open("/offline?lang=es").await;
    assert_eq!(members.body, page.body, "a member gets what everybody gets");
    assert!(page.headers["cache-control"].to_str().unwrap().starts_with("public"));
}

#[tokio::test]
async fn what_a_phone_keeps_is_said_and_can_be_taken_off() {
    let house = TestHouse::new();
    let page = house.visitor(Lang::En).open("/telefono").await;
    page.says("Qué guarda este teléfono").says("derechos").says("borrador").says("desbloqueado");
    assert_eq!(page.count("[data-forget][hidden] button"), 1, "where there are no scripts the button is not shown");
    page.follow("English").await.says("What this phone keeps").says("draft").says("unlocked");
    house.visitor(Lang::Es).open("/alertas").await.follow("Qué guarda este teléfono").await.says("enlace privado");
}

#[tokio::test]
async fn only_what_everybody_gets_alike_is_marked_so() {
    let house = TestHouse::new();
    let visitor = house.visitor(Lang::Es);
    let ana = house.member("Ana", &[Role::Dispatcher]).await;
    let policy = async |browser: &crate::testkit::Browser, path: &str| {
        let page = browser.open(path).await;
        (
            page.headers["cache-control"].to_str().unwrap().to_owned(),
            page.count("[data-made]"),
            page.count("meta[name=csrf]"),
        )
    };
    assert_eq!(policy(&visitor, "/").await, ("public, max-age=15, must-revalidate".into(), 1, 0));
    assert_eq!(policy(&ana, "/").await, ("no-store".into(), 1, 1), "the same address with somebody's menu");
    for path in ["/alertas", "/alerts"] {
        assert_eq!(policy(&visitor, path).await, ("public, max-age=15, must-revalidate".into(), 1, 0));
        assert_eq!(
            policy(&ana, path).await,
            ("public, max-age=15, must-revalidate".into(), 1, 0),
            "no session is looked at"
        );
    }
    for path in ["/me", "/queue", "/duty"] {
        assert_eq!(policy(&ana, path).await.0, "no-store", "{path}");
    }
    for path in ["/reportar", "/report", "/comprobante", "/sign-in"] {
        assert_eq!(policy(&visitor, path).await.0, "no-store", "{path}");
    }
}

#[test]
fn the_worker_finds_what_it_looks_for_in_addresses_and_headers() {
    // The worker reads these by text. If one is renamed here, phones would quietly keep nothing.
    let layout = include_str!("../ground/web/layout.html");
    assert!(layout.contains("<html lang=") && layout.contains("name=\"csrf\""));
    let alert = include_str!("../alerts/pages/alert.html");
    assert!(alert.contains("<article") && alert.contains(" data-until=\"{{ until }}\">"));
}

#[test]
fn the_worker_marks_an_exercise_with_the_words_of_the_pages() {
    let said = include_str!("../../web/src/worker/words.ts");
    for words in [include_str!("../alerts/words.es.ftl"), include_str!("../alerts/words.en.ftl")] {
        let mark = words.lines().find_map(|line| line.strip_prefix("alert-drill = ")).unwrap();
        assert!(said.contains(&format!("drill: '{mark}'")), "web/src/worker/words.ts lacks «{mark}»");
    }
}
