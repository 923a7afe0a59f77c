//! The pocket: what a phone keeps of the network's pages.
//!
//! In: the network's name and number. Out: the manifest with which the site is installed as an app, and the page that is shown when there is
//! no signal and nothing kept, and the one that says what a phone keeps and takes it off again. The service worker itself is an asset
//! (`web/src/worker`); which pages it may keep is decided by their `public` answers.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Value, json};

use crate::front_page::{self, Line};
use crate::ground::App;
use crate::ground::locale::{Lang, Say};
use crate::ground::web::{Answer, Doors, Frame, Visit, assets, page};

/// The words of this room.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("pocket");

/// The paper and the awning of `app.css`.
const PAPER: &str = "#faf4e6";
const AWNING: &str = "#0b6156";

/// The doors of this room.
pub fn doors() -> Doors {
    Doors::default()
        .anyone("/manifest.webmanifest", get(manifest))
        .anyone("/offline", get(offline))
        .anyone("/telefono", get(|visit: Visit| phone(visit, Lang::Es)))
        .anyone("/phone", get(|visit: Visit| phone(visit, Lang::En)))
}

/// The manifest (W3C, Web Application Manifest), in the language that its address asks for.
async fn manifest(State(app): State<App>, visit: Visit) -> Answer {
    let body = described(&app.config.name, &app.say(visit.lang)).to_string();
    let headers = [
        (header::CONTENT_TYPE, "application/manifest+json; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    Ok((headers, body).into_response())
}

/// The app as it stands on a home screen. `id` stays the same in every language and version: it is one app.
fn described(network: &str, say: &Say) -> Value {
    let icon = |name: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": assets::address(name), "sizes": sizes, "type": kind, "purpose": purpose });
    let report = match say.lang {
        Lang::Es => "/reportar",
        Lang::En => "/report",
    };
    json!({
        "id": "/",
        "name": network,
        "description": say.t("pocket-description"),
        "lang": say.lang.code(),
        "start_url": format!("/?lang={}", say.lang.code()),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": AWNING,
        "icons": [
            icon("icon-192.png", "192x192", "image/png", "any"),
            icon("icon-512.png", "512x512", "image/png", "any"),
            icon("icon-maskable-512.png", "512x512", "image/png", "maskable"),
            icon("icon.svg", "any", "image/svg+xml", "any"),
        ],
        "shortcuts": [
            { "name": say.t("pocket-report"), "url": report },
            { "name": say.t("pocket-alerts"), "url": alerts(say.lang) },
        ],
    })
}

#[derive(Template)]
#[template(path = "pocket/pages/offline.html")]
struct OfflinePage {
    frame: Frame,
    rights: Vec<Line>,
    reviewed: String,
    alerts: &'static str,
    phone: &'static str,
}

#[derive(Template)]
#[template(path = "pocket/pages/phone.html")]
struct PhonePage {
    frame: Frame,
    alerts: &'static str,
}

/// What a phone shows when there is no signal. It is fetched beforehand, so it says nothing of the moment and nothing of who asks.
async fn offline(State(app): State<App>, visit: Visit) -> Answer {
    let visit = Visit { me: None, ..visit };
    let other = match visit.lang {
        Lang::Es => "/offline?lang=en",
        Lang::En => "/offline?lang=es",
    };
    let frame = visit.frame("pocket-offline-title").with_other_language(other);
    let say = app.say(visit.lang);
    let made = page(&OfflinePage {
        frame,
        rights: front_page::lines(&say),
        reviewed: front_page::reviewed(app.config.rights_review.as_ref(), &app.words, &say),
        alerts: alerts(visit.lang),
        phone: phone_path(visit.lang),
    })?;
    let mut answer = kept(made);
    answer.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language"));
    Ok(answer)
}

/// `/telefono`, `/phone`: what a phone keeps, and the button that takes it off.
async fn phone(visit: Visit, lang: Lang) -> Answer {
    let visit = Visit { me: None, ..visit }.in_lang(lang);
    let frame = visit.frame("pocket-kept").with_scripts(&["app.js"]).with_other_language(phone_path(lang.other()));
    Ok(kept(page(&PhonePage { frame, alerts: alerts(lang) })?))
}

/// The page about what a phone keeps, in a language.
const fn phone_path(lang: Lang) -> &'static str {
    match lang {
        Lang::Es => "/telefono",
        Lang::En => "/phone",
    }
}

/// The list of alerts in a language.
const fn alerts(lang: Lang) -> &'static str {
    match lang {
        Lang::Es => "/alertas",
        Lang::En => "/alerts",
    }
}

/// Marks an answer as everybody's. An hour is short beside how seldom it changes.
fn kept(mut answer: Response) -> Response {
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    answer
}

#[cfg(test)]
mod tests;
