//! The switch: `/duty`.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;

use super::duty::{DUTY_HOURS, OnDuty};
use super::store;
use crate::ground::web::frame::page_with;
use crate::ground::web::{Answer, Fields, Form, Frame, Visit, clock, page, redirect};
use crate::ground::{App, Problem, Wrong, audit};
use crate::people::Me;
use crate::places::{Atlas, Place, Resolution};

#[derive(Template)]
#[template(path = "shifts/pages/duty.html")]
struct DutyPage {
    frame: Frame,
    current: Option<Current>,
    near: String,
    /// Places that the words may mean, where there are several.
    choices: Vec<String>,
    problem: Option<String>,
    hours: Vec<i64>,
}

struct Current {
    area: String,
    until: String,
    until_iso: String,
}

/// Shows the switch.
pub async fn show(State(app): State<App>, me: Me, visit: Visit) -> Answer {
    page(&filled(&app, &me, &visit, "", Vec::new(), None).await?)
}

/// Turns it on or off.
pub async fn change(State(app): State<App>, me: Me, visit: Visit, Form(fields): Form) -> Answer {
    if fields.text("do") == "off" {
        let now = app.now();
        app.db
            .write("go off duty", move |tx| {
                store::set_off(tx, me.id)?;
                audit::note(tx, now, Some(me.id), "went off duty", Some(me.id))
            })
            .await?;
        return redirect("/duty");
    }
    match duty_from(&app, &me, &visit, &fields) {
        Ok(duty) => {
            let now = app.now();
            app.db
                .write("go on duty", move |tx| {
                    store::set_on(tx, &duty)?;
                    audit::note(tx, now, Some(duty.member), "went on duty", Some(duty.member))
                })
                .await?;
            redirect("/duty")
        }
        Err((choices, problem)) => {
            let again = filled(&app, &me, &visit, fields.text("near"), choices, Some(problem)).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
    }
}

/// The duty that a form asks for; else the places it may mean and what is wrong.
fn duty_from(app: &App, me: &Me, visit: &Visit, fields: &Fields) -> Result<OnDuty, (Vec<String>, Problem)> {
    let now = app.now();
    let hours: Option<i64> = fields.text("hours").parse().ok().filter(|hours| DUTY_HOURS.contains(hours));
    let hours = hours.ok_or((Vec::new(), Problem::new("hours", "duty-problem-hours")))?;
    let place: Place = match app.part::<Atlas>().resolve(fields.text("near"), None) {
        Resolution::One(place) => place,
        Resolution::Several(places) => {
            let names = places.into_iter().map(|place| place.name).collect();
            return Err((names, Problem::new("near", "duty-problem-several")));
        }
        Resolution::None => return Err((Vec::new(), Problem::new("near", "duty-problem-place"))),
    };
    let until = now.plus_hours(hours);
    Ok(OnDuty { member: me.id, area: place.area, cell: place.cell, lang: visit.lang, since: now, until })
}

async fn filled(
    app: &App,
    me: &Me,
    visit: &Visit,
    near: &str,
    choices: Vec<String>,
    problem: Option<Problem>,
) -> Result<DutyPage, Wrong> {
    let (now, member) = (app.now(), me.id);
    let duty = app.db.read("duty", move |tx| store::duty_of(tx, member, now)).await?;
    let atlas = app.part::<Atlas>();
    let current = duty.map(|duty| Current {
        area: atlas.name(duty.area).unwrap_or_default(),
        until: clock::time(app, duty.until),
        until_iso: duty.until.iso(),
    });
    let frame = visit.frame("duty-title").with_scripts(&["go.js"]);
    let problem = problem.map(|problem| frame.say.t(problem.word));
    Ok(DutyPage { frame, current, near: near.to_owned(), choices, problem, hours: DUTY_HOURS.to_vec() })
}
