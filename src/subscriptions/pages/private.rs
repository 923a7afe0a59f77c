//! `/s/{secret}`: the page behind a private link. Opening it changes nothing, because mail scanners and previews open links.

use askama::Template;
use axum::extract::{DefaultBodyLimit, Path, RawQuery, State};
use axum::http::StatusCode;
use axum::routing::{MethodRouter, get};

use super::parts::{Asker, FormParts, ProblemLine};
use super::shown::{Chosen, day_words};
use super::{FORM_BYTES_MAX, problem_lines};
use crate::ground::locale::Lang;
use crate::ground::web::frame::page_with;
use crate::ground::web::{Answer, Fields, Form, Frame, Visit, page, redirect};
use crate::ground::{App, Wrong};
use crate::places::Atlas;
use crate::subscriptions::form::{self, Back};
use crate::subscriptions::store::Held;
use crate::subscriptions::{Channel, PrivateLink, Standing, register};

/// The page: what is subscribed, and the form that changes it.
pub(in super::super) fn door() -> MethodRouter<App> {
    get(open).post(change).layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
}

/// The person's yes. Who follows the address instead of pressing the button is led to the page.
pub(in super::super) fn confirm_door() -> MethodRouter<App> {
    get(lead).post(confirm)
}

/// Leaving, by the button or by RFC 8058's one click: a mail program posts `List-Unsubscribe=One-Click` by itself.
pub(in super::super) fn leave_door() -> MethodRouter<App> {
    get(lead).post(leave)
}

#[derive(Template)]
#[template(path = "subscriptions/pages/mine.html")]
struct MinePage {
    frame: Frame,
    secret: String,
    other: Lang,
    is_live: bool,
    is_push: bool,
    asks_again: bool,
    chosen: Chosen,
    ends: String,
    done: Option<String>,
    parts: FormParts,
    problems: Vec<ProblemLine>,
    is_change_open: bool,
}

#[derive(Template)]
#[template(path = "subscriptions/pages/left.html")]
struct LeftPage {
    frame: Frame,
    path: &'static str,
}

async fn open(State(app): State<App>, visit: Visit, Path(secret): Path<String>, RawQuery(query): RawQuery) -> Answer {
    let (link, row) = behind(&app, &secret).await?;
    let query = query.unwrap_or_default();
    // The language that was chosen with the alerts, unless the switch led here.
    let visit = if query.contains("lang=") { visit } else { visit.in_lang(row.choices.lang) };
    let done = ["confirmed", "changed"].into_iter().find(|done| query.contains(&format!("done={done}")));
    let done = done.map(|done| visit.app.say(visit.lang).t(&format!("subscribe-mine-{done}")));
    show(&visit, &link, &row, &form::filled(&row.choices), &Back::default(), done)
}

async fn lead(Path(secret): Path<String>) -> Answer {
    let link = PrivateLink::parse(&secret).ok_or(Wrong::NotFound)?;
    redirect(&format!("/s/{}", link.text()))
}

async fn confirm(State(app): State<App>, Path(secret): Path<String>) -> Answer {
    let link = PrivateLink::parse(&secret).ok_or(Wrong::NotFound)?;
    let (keys, now, to) = (app.keys.clone(), app.now(), format!("/s/{}?done=confirmed", link.text()));
    app.db.write("confirm a subscription", move |tx| register::confirm(tx, &keys, &link, now)).await?;
    redirect(&to)
}

async fn change(State(app): State<App>, visit: Visit, Path(secret): Path<String>, Form(fields): Form) -> Answer {
    let (link, row) = behind(&app, &secret).await?;
    let visit = visit.in_lang(row.choices.lang);
    let (held, carrier) = (&row.choices, row.choices.carrier);
    let choices = match form::choices(&fields, &app.part::<Atlas>(), carrier, Some(held), held.lang) {
        Ok(choices) => choices,
        Err(back) => return show(&visit, &link, &row, &fields, &back, None),
    };
    let (keys, now, to) = (app.keys.clone(), app.now(), format!("/s/{}?done=changed", link.text()));
    app.db.write("change a subscription", move |tx| register::change(tx, &keys, &link, &choices, now)).await?;
    redirect(&to)
}

/// Says the same the second time: a mail program may ask twice.
async fn leave(State(app): State<App>, visit: Visit, Path(secret): Path<String>) -> Answer {
    let link = PrivateLink::parse(&secret).ok_or(Wrong::NotFound)?;
    let keys = app.keys.clone();
    let left = app.db.write("leave a subscription", move |tx| {
        let lang = register::held(tx, &keys, &link)?.map(|row| row.choices.lang);
        register::leave(tx, &keys, &link)?;
        Ok(lang)
    });
    let lang = left.await?.unwrap_or(visit.lang);
    page(&LeftPage { frame: visit.in_lang(lang).frame("subscribe-left-title"), path: super::path(lang) })
}

/// The row behind a link that is still good. One whose time is over is not there any more, also before the worker has come by.
async fn behind(app: &App, secret: &str) -> Result<(PrivateLink, Held), Wrong> {
    let link = PrivateLink::parse(secret).ok_or(Wrong::NotFound)?;
    let (keys, wanted, now) = (app.keys.clone(), link.clone(), app.now());
    let row = app.db.read("a private link", move |tx| register::held(tx, &keys, &wanted)).await?;
    let row = row.filter(|row| !row.standing.is_over(row.channel(), now)).ok_or(Wrong::NotFound)?;
    Ok((link, row))
}

fn show(visit: &Visit, link: &PrivateLink, row: &Held, fields: &Fields, back: &Back, done: Option<String>) -> Answer {
    let (say, atlas, now) = (visit.app.say(visit.lang), visit.app.part::<Atlas>(), visit.app.now());
    let (choices, channel) = (&row.choices, row.channel());
    let problems = problem_lines(visit, &back.problems);
    let asker = Asker {
        say: &say,
        atlas: &atlas,
        fields,
        problems: &problems,
        back,
        held: choices.places(),
        has_odd_hours: choices.quiet.range().is_none() && choices.quiet.to_i64s() != [0, 0],
    };
    let ends = if channel == Channel::Push { "subscribe-mine-ends-push" } else { "subscribe-mine-ends" };
    let date = day_words(row.standing.ends_at(channel), &visit.app.config.zone(), &say);
    let status = if back.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mine = MinePage {
        frame: visit.frame("subscribe-mine-title").with_scripts(&["app.js", "push.js"]),
        secret: link.text(),
        other: visit.lang.other(),
        is_live: matches!(row.standing, Standing::Live { .. }),
        is_push: channel == Channel::Push,
        asks_again: row.standing.asks_again(channel, now),
        chosen: Chosen::of(choices, &atlas, &say),
        ends: say.t1(ends, "date", date),
        done,
        parts: asker.parts(),
        is_change_open: !problems.is_empty(),
        problems,
    };
    page_with(status, &mine)
}
