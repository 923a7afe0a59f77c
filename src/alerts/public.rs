//! What anybody can read: `/alertas` and `/alerts`, each alert's page, its CAP document, the feeds.
//!
//! No session is looked at, so that an answer is the same for everyone and may be kept until the next moment at which something on it ends. One
//! exception: the CAP document of a drill is there for members who have to do with it, and kept by nobody.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::cap;
use super::feeds::{self, Head};
use super::render::{Rendered, Telling, clock, date, path, rendered};
use super::shown::{self, Shown, network, next_change, past, recent};
use super::state::{Alert, Ending, State as Stands};
use super::{sheet, store};
use crate::drills;
use crate::ground::locale::Lang;
use crate::ground::web::cache::keep;
use crate::ground::web::{Answer, Frame, Visit, page};
use crate::ground::{App, Id, Moment, Wrong};
use crate::people::Role;
use crate::places::{AreaKey, AreaKind, Areas, Atlas};
use crate::triage;

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
    here: &'static str,
    other: String,
    areas: Vec<AreaChoice>,
    /// The name of the area that was asked for.
    only: Option<String>,
    current: Vec<Shown>,
    checked: Vec<Shown>,
    past: Vec<Shown>,
    atom: String,
    json: String,
    cap: String,
}

/// An area that the list can be narrowed to.
struct AreaChoice {
    slug: String,
    name: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "alerts/pages/alert.html")]
struct AlertPage {
    frame: Frame,
    until: i64,
    is_now: bool,
    /// Somebody looked, and that stands: the only thing that is shown in green.
    is_good: bool,
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

/// `/alertas`, `/alerts`, of all areas or of one and what lies in it.
pub async fn list(app: App, visit: Visit, lang: Lang, asked: Asked) -> Answer {
    let visit = Visit { me: None, ..visit }.in_lang(lang);
    let (keys, now) = (app.keys.clone(), app.now());
    let look = move |tx: &crate::ground::db::Tx<'_>| {
        Ok((shown::current(tx, &keys, now)?, shown::checked(tx, &keys, now)?, recent(tx, &keys, now)?))
    };
    let (current, checked, all) = app.db.read("alerts that are out", look).await?;
    let (network, say) = (network(&app), app.say(lang));
    let gazetteer = app.part::<Atlas>().gazetteer();
    let areas = gazetteer.areas();
    let only = asked.area(areas)?;
    let show = |alerts: &[Alert]| -> Vec<Shown> {
        let shown = alerts.iter().filter_map(|alert| shown::shown(alert, &network, &say, now));
        shown.filter(|item| only.is_none_or(|only| areas.within(item.area, only))).collect()
    };
    let until = next_change(&all, now);
    let over: Vec<Alert> = all.into_iter().filter(|alert| is_over(alert, now)).collect();
    let slug = only.and_then(|only| areas.get(only)).map(|area| area.slug.clone());
    let feed = |kind: &str| feed_path(kind, lang, slug.as_deref());
    let made = ListPage {
        frame: visit.frame("alert-list-title").made_at(now),
        here: list_path(lang),
        other: slug.as_deref().map_or_else(
            || list_path(lang.other()).to_owned(),
            |slug| format!("{}?area={slug}", list_path(lang.other())),
        ),
        areas: choices(areas, only),
        only: only.and_then(|only| areas.get(only)).map(|area| area.name.clone()),
        current: show(&current),
        checked: show(&checked),
        past: show(&over),
        atom: feed("alerts.atom"),
        json: feed("alerts.json"),
        cap: feed("cap.atom"),
    };
    Ok(keep(page(&made)?, until, ""))
}

/// The address of a feed.
fn feed_path(name: &str, lang: Lang, area: Option<&str>) -> String {
    let area = area.map_or_else(String::new, |slug| format!("&area={slug}"));
    format!("/feeds/{name}?lang={}{area}", lang.code())
}

/// The areas that people know by name, in the order of the alphabet. Postal codes would bury them.
fn choices(areas: &Areas, chosen: Option<AreaKey>) -> Vec<AreaChoice> {
    let named = areas.all().iter().filter(|area| area.kind != AreaKind::Zip || chosen == Some(area.id));
    let choice = |area: &crate::places::Area| AreaChoice {
        slug: area.slug.clone(),
        name: area.name.clone(),
        is_chosen: chosen == Some(area.id),
    };
    let mut choices: Vec<AreaChoice> = named.map(choice).collect();
    choices.sort_by_cached_key(|area| area.name.to_lowercase());
    choices
}

/// What told of something that went on and does so no more, and what ended such a thing without anybody having looked.
fn is_over(alert: &Alert, now: Moment) -> bool {
    let found = alert.facts().found;
    let only_ends = !found.is_enforcement() && !found.is_looked_and_clear();
    only_ends || past(alert, now).is_some() || matches!(alert.ended(now), Some((Ending::Withdrawn { .. }, _)))
}

/// `/alertas/ID`, `/alerts/ID` and `/alerts/ID.cap.xml`.
pub async fn show(app: App, visit: Visit, lang: Lang, name: String) -> Answer {
    let (name, is_cap) = name.strip_suffix(".cap.xml").map_or((name.as_str(), false), |name| (name, true));
    let id: Id<Alert> = name.parse().map_err(|_| Wrong::NotFound)?;
    let keys = app.keys.clone();
    let look = move |tx: &crate::ground::db::Tx<'_>| {
        let alert = store::alert(tx, &keys, id)?.ok_or(Wrong::NotFound)?;
        let newer = match alert.state() {
            Stands::Ended { how: Ending::Followed { by, .. }, .. } => store::alert(tx, &keys, *by)?,
            _ => None,
        };
        Ok((alert, newer))
    };
    let (alert, newer) = app.db.read("one alert", look).await?;
    if alert.facts().drill && !(is_cap && may_read_drill(&app, &visit, &alert).await?) {
        return Err(Wrong::NotFound);
    }
    let telling = Telling::page_of(&alert).ok_or(Wrong::NotFound)?;
    let until = next_change([&alert], app.now());
    if is_cap {
        let document = cap::document(&telling, &network(&app), &shown::rings(&app, &alert), &app.words);
        let answer = typed("application/cap+xml; charset=utf-8", document);
        return Ok(if alert.facts().drill { for_one(answer) } else { keep(answer, until, "") });
    }
    let visit = Visit { me: None, ..visit }.in_lang(lang);
    Ok(keep(page(&alert_page(&app, &visit, &alert, &telling, newer.as_ref()))?, until, ""))
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
    let mut frame = visit.frame("alert-list-title").made_at(now);
    frame.title = format!("{}: {}", said.head, said.headline);
    let sentences = [Some(said.core_sentence()), said.seen.clone(), said.detained.clone()];
    let released = alert.sign_offs().map_or(telling.at, |release| release.released.at);
    let mut rows = sheet::rows(telling.facts, &network, &say);
    let when = format!("{}, {}", date(released, &network.zone, &say), clock(released, &network.zone));
    rows.insert(0, sheet::Row { name: say.t("alert-row-released"), value: when });
    let is_withdrawn = telling.withdrawn.is_some();
    let past = past(alert, now);
    AlertPage {
        is_good: !is_withdrawn && past.is_none() && telling.facts.found.is_looked_and_clear(),
        until: shown::until(alert, now),
        is_now: alert.ended(now).is_none() && telling.facts.found.is_enforcement(),
        other: path(alert.id(), visit.lang.other()),
        list: list_path(visit.lang),
        head: said.head.clone(),
        headline: if is_withdrawn { said.core_sentence() } else { said.headline.clone() },
        sentences: if is_withdrawn { Vec::new() } else { sentences.into_iter().flatten().collect() },
        rows: if is_withdrawn { Vec::new() } else { rows },
        advice: said.advice,
        past: past.map(|key| say.t(key)),
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

impl Asked {
    /// The area that is asked for, or `None` for all of them.
    fn area(&self, areas: &Areas) -> Result<Option<AreaKey>, Wrong> {
        let Some(slug) = self.area.as_deref().filter(|slug| !slug.is_empty()) else { return Ok(None) };
        let found = areas.all().iter().find(|area| area.slug == slug);
        found.map(|area| Some(area.id)).ok_or(Wrong::NotFound)
    }
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
    let gazetteer = app.part::<Atlas>().gazetteer();
    let areas = gazetteer.areas();
    let only = asked.area(areas)?;
    items.retain(|item| only.is_none_or(|only| areas.within(item.area, only)));
    let slug = only.and_then(|only| areas.get(only)).map(|area| area.slug.as_str());
    let url = format!("{}{}", network.origin, feed_path(&name, lang, slug));
    let until = next_change(&alerts, now);
    let home = format!("{}{}", network.origin, list_path(lang));
    let head = Head { title: say.t1("alert-feed-title", "network", network.name.as_str()), url, home, lang };
    let answer = match name.as_str() {
        "alerts.atom" => typed("application/atom+xml; charset=utf-8", feeds::atom(&head, &network, &items, now)),
        "cap.atom" => typed("application/atom+xml; charset=utf-8", feeds::cap(&head, &network, &items, now)),
        "alerts.json" => typed("application/feed+json; charset=utf-8", feeds::json(&head, &network, &items)),
        _ => return Err(Wrong::NotFound),
    };
    Ok(keep(answer, until, ""))
}

fn typed(kind: &'static str, body: String) -> Response {
    (StatusCode::OK, [(header::CONTENT_TYPE, kind)], body).into_response()
}

/// An answer that no cache keeps: it is for the member who asked.
fn for_one(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// The message in every language of the network, for members' previews.
pub(in crate::alerts) fn in_every_language(app: &App, telling: &Telling<'_>) -> Vec<Rendered> {
    let network = network(app);
    Lang::ALL.iter().map(|lang| rendered(telling, &network, &app.say(*lang))).collect()
}
