//! A picture of a report, to be looked at by two members: `/pictures/{id}`.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;

use super::id_in;
use super::queue::aliases;
use crate::ground::db::Tx;
use crate::ground::web::{Answer, Form, Frame, Visit, page, redirect};
use crate::ground::{App, Id, Moment, Refused, Wrong, audit};
use crate::people::{Me, Role};
use crate::reports::{self, PictureRow, Report};
use crate::triage::incident::REOPEN_MINUTES_MAX;
use crate::triage::store;

#[derive(Template)]
#[template(path = "triage/pages/picture.html")]
struct PicturePage {
    frame: Frame,
    id: String,
    reviews: Vec<(String, bool)>,
    /// What this member said before.
    mine: Option<bool>,
    is_dispatcher: bool,
}

/// Shows a picture with what was said about it.
pub async fn show(State(app): State<App>, me: Me, visit: Visit, Path(id): Path<String>) -> Answer {
    let (now, may_see_all) = (app.now(), me.is(Role::Dispatcher));
    let id = id_in(&id)?;
    let read = app.db.read("a picture", move |tx| {
        let row = find(tx, id, may_see_all, now)?;
        let names = aliases(tx, row.reviews.iter().map(|review| review.by).collect())?;
        Ok((row, names))
    });
    let (row, names) = read.await?;
    let named = |by| names.get(&by).cloned().unwrap_or_else(|| "—".to_owned());
    page(&PicturePage {
        frame: visit.frame("picture-title"),
        id: id.to_string(),
        reviews: row.reviews.iter().map(|review| (named(review.by), review.shows_it)).collect(),
        mine: row.reviews.iter().find(|review| review.by == me.id).map(|review| review.shows_it),
        is_dispatcher: may_see_all,
    })
}

/// The picture itself. Each opening is noted.
pub async fn image(State(app): State<App>, me: Me, Path(id): Path<String>) -> Answer {
    let (now, by, may_see_all) = (app.now(), me.id, me.is(Role::Dispatcher));
    let id = id_in(&id)?;
    app.db
        .write("note a picture's opening", move |tx| {
            find(tx, id, may_see_all, now)?;
            audit::note(tx, now, Some(by), "picture opened", Some(id))
        })
        .await?;
    let jpeg = reports::open_picture(&app, id).await?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg")], jpeg).into_response())
}

/// Takes what this member says about it.
pub async fn review(State(app): State<App>, me: Me, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let shows_it = match fields.text("shows_it") {
        "yes" => true,
        "no" => false,
        _ => return Err(Refused::because("picture-answer-missing").into()),
    };
    let (now, by, may_see_all) = (app.now(), me.id, me.is(Role::Dispatcher));
    let id = id_in(&id)?;
    app.db
        .write("a picture is reviewed", move |tx| {
            find(tx, id, may_see_all, now)?;
            reports::review_picture(tx, id, by, shows_it, now)?;
            tx.ring("triage");
            audit::note(tx, now, Some(by), "picture reviewed", Some(id))
        })
        .await?;
    redirect(&format!("/pictures/{id}"))
}

/// The picture, if this member may see it: a dispatcher every one that a report holds, a verifier those of incidents
/// that are open or may be reopened.
///
/// # Errors
/// Not found.
fn find(tx: &Tx<'_>, id: Id<PictureRow>, may_see_all: bool, now: Moment) -> Result<PictureRow, Wrong> {
    let report = reports::store::report_of_picture(tx, id)?.ok_or(Wrong::NotFound)?;
    if !may_see_all && !is_current(tx, report, now)? {
        return Err(Wrong::NotFound);
    }
    let pictures = reports::store::pictures(tx, report)?;
    pictures.into_iter().find(|picture| picture.id == id).ok_or(Wrong::NotFound)
}

fn is_current(tx: &Tx<'_>, report: Id<Report>, now: Moment) -> Result<bool, Wrong> {
    for incident in store::incidents_of(tx, report)? {
        let row = store::incident_row(tx, incident)?;
        let since = now.plus_minutes(-REOPEN_MINUTES_MAX);
        if row.is_some_and(|row| row.closed_at.is_none_or(|closed_at| closed_at >= since)) {
            return Ok(true);
        }
    }
    Ok(false)
}
