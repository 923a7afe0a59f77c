//! What anybody can read: `/alertas` and `/alerts`, each alert's page, its CAP document, the feeds.
//!
//! No session is looked at, so that an answer is the same for everyone and may be kept by caches for some seconds. One exception: the CAP
//! document of a drill is there for members who have to do with it, and kept by nobody.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::cap;
use super::feeds::{self, Head};
use super::render::{Rendered, Telling, clock, date, path, rendered};
use super::shown::{self, Shown, network, past, recent};
use super::state::{Alert, Ending};
use super::{sheet, store};
use crate::drills;
use crate::ground::locale::Lang;
use crate::ground::web::{Answer, Frame, Visit, page};
use crate::ground::{App, Id, Wrong};
use crate::people::Role;
use crate::places::Atlas;
use crate::triage;

/// How long a cache may keep what anybody can read. A correction is out in fifteen seconds.
const CACHE: HeaderValue = HeaderValue::from_static("public, max-age=15");

/// The list of alerts in a language.
pub const fn list_path(lang: Lang) -> &'static str {
    match lang {
        Lang::Es => "/alertas",
        Lang::En => "/alerts",
    }
}

#[derive(Template)]
#[template(path = "alerts/pages/list.html")]
struct ListPage {
    frame: Frame,
    current: Vec<Shown>,
    checked: Vec<Shown>,
    past: Vec<Shown>,
    atom: String,
    json: String,
}

#[derive(Template)]
#[template(path = "alerts/pages/alert.html")]
struct AlertPage {
    frame: Frame,
    other: String,
    list: &'static str,
    head: String,
    headline: String,
    sentences: Vec<String>,
    rows: Vec<sheet::Row>,
    advice: Vec<String>,
    /// Why it is not true any more, with the page of what took its place.
    past: Option<String>,
    newer: Option<String>,
    cap: String,
}

/// `/alertas`, `/alerts`.
pub async fn list(app: App, visit: Visit, lang: Lang) -> Answer {
    let visit = Visit { me: None, ..visit }.in_lang(lang);
    let (keys, now) = (app.keys.clone(), app.now());
    let look = move |tx: &crate::ground::db::Tx<'_>| {
        Ok((shown::current(tx, &keys, now)?, shown::checked(tx, &keys, now)?, recent(tx, &keys, now)?))
    };
    let (current, checked, all) = app.db.read("alerts that are out", look).await?;
    let (network, say) = (network(&app), app.say(lang));
    let show = |alerts: &[Alert]| -> Vec<Shown> {
        alerts.iter().filter_map(|alert| shown::shown(alert, &network, &say, now)).collect()
    };
    let over: Vec<Alert> = all.into_iter().filter(|alert| is_over(alert, now)).collect();
    let frame = visit.frame("alert-list-title").with_other_language(list_path(lang.other()));
    let feed = |kind: &str| format!("/feeds/alerts.{kind}?lang={}", lang.code());
    let (atom, json) = (feed("atom"), feed("json"));
    let made = ListPage { frame, current: show(&current), checked: show(&checked), past: show(&over), atom, json };
    cached(page(&made)?)
}

/// What told of something that went on, and does so no more.
fn is_over(alert: &Alert, now: crate::ground::Moment) -> bool {
    past(alert, now).is_some() || matches!(alert.ended(now), Some((Ending::Withdrawn { .. }, _)))
}

/// `/alertas/ID`, `/alerts/ID` and `/alerts/ID.cap.xml`.
pub async fn show(app: App, visit: Visit, lang: Lang, name: String) -> Answer {
    let (name, is_cap) = name.strip_suffix(".cap.xml").map_or((name.as_str(), false), |name| (name, true));
    let id: Id<Alert> = name.parse().map_err(|_| Wrong::NotFound)?;
    let keys = app.keys.clone();
    let look = move |tx: &crate::ground::db::Tx<'_>| {
        let found = store::alert(tx, &keys, id)?;
        Ok((found, store::follower(tx, &keys, id)?))
    };
    let (alert, newer) = app.db.read("one alert", look).await?;
    let alert = alert.ok_or(Wrong::NotFound)?;
    if alert.facts().drill && !(is_cap && may_read_drill(&app, &visit, &alert).await?) {
        return Err(Wrong::NotFound);
    }
    let telling = Telling::page_of(&alert).ok_or(Wrong::NotFound)?;
    if is_cap {
        let document = cap::document(&telling, &network(&app), &shown::rings(&app, &alert), &app.words);
        let answer = typed("application/cap+xml; charset=utf-8", document)?;
        return Ok(if alert.facts().drill { for_one(answer) } else { answer });
    }
    let visit = Visit { me: None, ..visit }.in_lang(lang);
    cached(page(&alert_page(&app, &visit, &alert, &telling, newer.as_ref()))?)
}

/// Whether a visitor is a member who has to do with this drill: those who run the line, and the verifiers who take part.
async fn may_read_drill(app: &App, visit: &Visit, alert: &Alert) -> Result<bool, Wrong> {
    const RUN_IT: [Role; 4] = [Role::Dispatcher, Role::Releaser, Role::Coordinator, Role::Steward];
    let Some(me) = &visit.me else { return Ok(false) };
    if me.holds_any(&RUN_IT.map(Role::code)) {
        return Ok(true);
    }
    let (member, incident) = (Id::from_bytes(me.member), alert.facts().incident);
    let read = move |tx: &crate::ground::db::Tx<'_>| match triage::store::drill_of(tx, incident)? {
        Some(drill) => drills::store::takes_part(tx, drill, member),
        None => Ok(false),
    };
    app.db.read("who takes part in a drill", read).await
}

fn alert_page(app: &App, visit: &Visit, alert: &Alert, telling: &Telling<'_>, newer: Option<&Alert>) -> AlertPage {
    let (network, say, now) = (network(app), app.say(visit.lang), app.now());
    let said = super::render::Sentences::of(telling, &network, &say);
    let mut frame = visit.frame("alert-list-title");
    frame.title = format!("{}: {}", said.head, said.headline);
    let sentences = [Some(said.core_sentence()), said.seen.clone(), said.detained.clone()];
    let released = alert.sign_offs().map_or(telling.at, |release| release.released.at);
    let mut rows = sheet::rows(telling.facts, &network, &say);
    let when = format!("{}, {}", date(released, &network.zone, &say), clock(released, &network.zone));
    rows.insert(0, sheet::Row { name: say.t("alert-row-released"), value: when });
    let is_withdrawn = telling.withdrawn.is_some();
    AlertPage {
        other: path(alert.id(), visit.lang.other()),
        list: list_path(visit.lang),
        head: said.head.clone(),
        headline: if is_withdrawn { said.core_sentence() } else { said.headline.clone() },
        sentences: if is_withdrawn { Vec::new() } else { sentences.into_iter().flatten().collect() },
        rows: if is_withdrawn { Vec::new() } else { rows },
        advice: said.advice,
        past: past(alert, now).map(|key| say.t(key)),
        newer: newer.map(|newer| path(newer.id(), visit.lang)),
        cap: format!("/alerts/{}.cap.xml", alert.id()),
        frame,
    }
}

/// What a feed may be asked for.
#[derive(serde::Deserialize)]
pub struct Asked {
    lang: Option<String>,
    /// An area's short name; what lies inside it counts too.
    area: Option<String>,
}

/// `/feeds/NAME`.
pub async fn feed(State(app): State<App>, Path(name): Path<String>, Query(asked): Query<Asked>) -> Answer {
    let lang = match asked.lang.as_deref() {
        None => Lang::Es,
        Some(tag) => Lang::from_code(tag).ok_or(Wrong::NotFound)?,
    };
    let (keys, now) = (app.keys.clone(), app.now());
    let alerts = app.db.read("alerts for a feed", move |tx| recent(tx, &keys, now)).await?;
    let (network, say) = (network(&app), app.say(lang));
    let mut items: Vec<Shown> = alerts.iter().filter_map(|alert| shown::shown(alert, &network, &say, now)).collect();
    let mut url = format!("{}/feeds/{name}?lang={}", network.origin, lang.code());
    if let Some(slug) = &asked.area {
        let gazetteer = app.part::<Atlas>().gazetteer();
        let wanted = gazetteer.areas().all().iter().find(|area| area.slug == *slug).ok_or(Wrong::NotFound)?;
        items.retain(|item| gazetteer.areas().within(item.area, wanted.id));
        url = format!("{url}&area={slug}");
    }
    let home = format!("{}{}", network.origin, list_path(lang));
    let head = Head { title: say.t1("alert-feed-title", "network", network.name.as_str()), url, home, lang };
    match name.as_str() {
        "alerts.atom" => typed("application/atom+xml; charset=utf-8", feeds::atom(&head, &network, &items, now)),
        "cap.atom" => typed("application/atom+xml; charset=utf-8", feeds::cap(&head, &network, &items, now)),
        "alerts.json" => typed("application/feed+json; charset=utf-8", feeds::json(&head, &network, &items)),
        _ => Err(Wrong::NotFound),
    }
}

fn typed(kind: &'static str, body: String) -> Answer {
    cached((StatusCode::OK, [(header::CONTENT_TYPE, kind)], body).into_response())
}

/// An answer that no cache keeps: it is for the member who asked.
fn for_one(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

fn cached(mut response: Response) -> Answer {
    response.headers_mut().insert(header::CACHE_CONTROL, CACHE);
    Ok(response)
}

/// The message in every language of the network, for members' previews.
pub(in crate::alerts) fn in_every_language(app: &App, telling: &Telling<'_>) -> Vec<Rendered> {
    let network = network(app);
    Lang::ALL.iter().map(|lang| rendered(telling, &network, &app.say(*lang))).collect()
}
