//! Drafting: `/alerts/new/{incident}` and `/alerts/drafts/{id}`.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;

use super::signing::{ask_to_sign, made_up_signature, take_signature};
use super::{Choice, Preview, Reach, facts_of, hand, is_draft, kinds, load, previews, reach};
use crate::alerts::alert::{
    Advice, CorrectionWhy, EXPIRES_MINUTES, EXPIRES_MINUTES_DEFAULT, Follows, NEXT_UPDATE_MINUTES,
};
use crate::alerts::desk::{self, Ground};
use crate::alerts::form::{self, Around, NotRead};
use crate::alerts::sheet::Row;
use crate::alerts::shown::network;
use crate::alerts::state::{Alert, State as Stands};
use crate::alerts::store;
use crate::drills::Mark;
use crate::ground::db::Tx;
use crate::ground::locale::Say;
use crate::ground::web::frame::page_with;
use crate::ground::web::{Answer, Fields, Form, Frame, Visit, page, redirect};
use crate::ground::{App, Id, Problem, Wrong};
use crate::people::Me;
use crate::places::Atlas;
use crate::release::{Hand, Press};
use crate::sign_in::{Asked, Finished, go, told};
use crate::triage::Incident;

#[derive(Template)]
#[template(path = "alerts/pages/new.html")]
struct NewPage {
    frame: Frame,
    incident: Id<Incident>,
    draft: String,
    kinds: Vec<Choice>,
    whys: Vec<Choice>,
    advice: Vec<Choice>,
    next: Vec<Choice>,
    expires: Vec<Choice>,
    place: String,
    places: Vec<String>,
    area: String,
    is_home: bool,
    hotline: bool,
    drill: Option<Mark>,
    problem: Option<(String, &'static str)>,
}

#[derive(Template)]
#[template(path = "alerts/pages/draft.html")]
struct DraftPage {
    frame: Frame,
    id: Id<Alert>,
    /// Of the facts that the page shows.
    hash: String,
    incident: Id<Incident>,
    rows: Vec<Row>,
    previews: Vec<Preview>,
    reach: Vec<Reach>,
    sent_back: Option<String>,
    is_draft: bool,
    drill: Option<Mark>,
}

/// Which draft is to be changed.
#[derive(serde::Deserialize)]
pub struct Which {
    draft: Option<String>,
}

/// What is read before a draft can be shown or written.
struct Known {
    ground: Ground,
    alerts: Vec<Alert>,
    drill: Option<Mark>,
}

impl Known {
    /// The message that a new one would follow.
    fn latest(&self) -> Option<Follows> {
        desk::latest(&self.alerts, self.drill.is_some())
    }
}

async fn known(app: &App, incident: Id<Incident>) -> Result<Known, Wrong> {
    let keys = app.keys.clone();
    let read = move |tx: &Tx<'_>| {
        let ground = Ground::read(tx, incident)?;
        let drill = Mark::of(tx, ground.incident.scene().drill)?;
        Ok(Known { drill, alerts: store::of_incident(tx, &keys, incident)?, ground })
    };
    app.db.read("what an alert is drafted from", read).await
}

/// Shows the form, empty or filled from a draft.
pub async fn new(
    State(app): State<App>,
    visit: Visit,
    Path(incident): Path<String>,
    Query(which): Query<Which>,
) -> Answer {
    let known = known(&app, id(&incident)?).await?;
    let now = app.now();
    let draft = which.draft.as_deref().map(id::<Alert>).transpose()?;
    let fields = match draft {
        Some(draft) => {
            let found = known.alerts.iter().find(|alert| alert.id() == draft).ok_or(Wrong::NotFound)?;
            form::filled(found.facts(), known.ground.incident.scene(), now)
        }
        None => {
            let mut fields = Fields::default();
            fields.put("expires", EXPIRES_MINUTES_DEFAULT.to_string());
            fields.put("hotline", "yes");
            fields
        }
    };
    page(&form_page(&app, &visit, &known, &fields, draft, None)?)
}

/// Takes the form: a draft, or the form again with what is wrong.
pub async fn change(
    State(app): State<App>,
    me: Me,
    visit: Visit,
    Path(incident): Path<String>,
    Form(fields): Form,
) -> Answer {
    let incident = id(&incident)?;
    let known = known(&app, incident).await?;
    let draft = Some(fields.text("draft")).filter(|text| !text.is_empty()).map(id::<Alert>).transpose()?;
    let hand = hand(&app, &me);
    let around = Around {
        scene: known.ground.incident.scene(),
        kept: known.alerts.iter().find(|alert| Some(alert.id()) == draft).map(|alert| alert.facts().place()),
        atlas: &app.part::<Atlas>(),
        latest: known.latest(),
        now: hand.now,
    };
    let outcome = match form::read(&fields, &around) {
        Ok(choices) => {
            let write = move |tx: &Tx<'_>| desk::draft(tx, &hand, draft, incident, choices);
            match app.db.write("draft an alert", write).await {
                // A rule's no becomes a problem of the form, so that what was chosen is not lost.
                Err(Wrong::Refused(no)) => Err(NotRead { problem: Problem::new("place", no.word), places: Vec::new() }),
                other => Ok(other?),
            }
        }
        Err(not_read) => Err(not_read),
    };
    match outcome {
        Ok(id) => redirect(&format!("/alerts/drafts/{id}")),
        Err(not_read) => {
            let again = form_page(&app, &visit, &known, &fields, draft, Some(not_read))?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
    }
}

/// Shows a draft as it will go out, in every language and on every channel.
pub async fn preview(State(app): State<App>, visit: Visit, Path(alert): Path<String>) -> Answer {
    let (alert, drill) = load(&app, id(&alert)?).await?;
    let frame = Mark::titled(drill.as_ref(), visit.frame("alert-draft-title")).with_scripts(&["sign-in.js"]);
    let (network, say) = (network(&app), app.say(visit.lang));
    let sent_back = match alert.state() {
        Stands::SentBack { why, .. } => Some(say.t(&why.word())),
        _ => None,
    };
    page(&DraftPage {
        id: alert.id(),
        hash: alert.facts().hash().text(),
        incident: alert.facts().incident,
        rows: facts_of(&alert, &network, &say),
        previews: previews(&app, &visit, &alert),
        reach: reach(&app, &visit, &alert).await?,
        sent_back,
        is_draft: is_draft(&alert),
        drill,
        frame,
    })
}

/// Sends a draft to whoever releases, where members are made up and have no passkeys to sign with.
pub async fn send(State(app): State<App>, me: Me, Path(alert): Path<String>, Form(fields): Form) -> Answer {
    let (alert, press) = made_up_signature(&app, &me, Hand::Drafter, &alert, &fields).await?;
    hand_over(&app, &me, alert, press).await?;
    redirect(&format!("/alerts/drafts/{alert}"))
}

/// Begins the drafter's sign-off: their passkey is asked to sign these facts.
pub async fn ask(State(app): State<App>, me: Me, visit: Visit, Path(alert): Path<String>, asked: Asked) -> Answer {
    told(&visit, ask_to_sign(&app, &me, Hand::Drafter, &alert, &asked).await)
}

/// Sends a draft, signed with the drafter's passkey, to whoever releases.
pub async fn signed(
    State(app): State<App>,
    me: Me,
    visit: Visit,
    Path(alert): Path<String>,
    finished: Finished,
) -> Answer {
    told(&visit, send_signed(&app, &me, &alert, &finished).await)
}

async fn send_signed(app: &App, me: &Me, alert: &str, finished: &Finished) -> Answer {
    let (alert, press) = take_signature(app, me, Hand::Drafter, alert, finished).await?;
    hand_over(app, me, alert, press).await?;
    go(&format!("/alerts/drafts/{alert}"))
}

async fn hand_over(app: &App, me: &Me, alert: Id<Alert>, press: Press) -> Result<(), Wrong> {
    let hand = hand(app, me);
    app.db.write("send an alert to release", move |tx| desk::send(tx, &hand, alert, press)).await
}

fn form_page(
    app: &App,
    visit: &Visit,
    known: &Known,
    fields: &Fields,
    draft: Option<Id<Alert>>,
    not_read: Option<NotRead>,
) -> Result<NewPage, Wrong> {
    let (basis, say) = (known.ground.basis()?, app.say(visit.lang));
    let has_latest = known.latest().is_some();
    let mut offered = basis.kinds(false);
    if has_latest {
        offered.extend(basis.kinds(true));
    }
    let atlas = app.part::<Atlas>();
    let coded = |words: String, code: &str, field: &str| Choice {
        is_chosen: fields.all(field).iter().any(|chosen| chosen == code),
        code: code.to_owned(),
        words,
    };
    let (places, problem) = not_read.map_or((Vec::new(), None), |not_read| (not_read.places, Some(not_read.problem)));
    Ok(NewPage {
        frame: Mark::titled(known.drill.as_ref(), visit.frame("alert-new-title")),
        incident: known.ground.incident.id(),
        draft: draft.map_or_else(String::new, |draft| draft.to_string()),
        kinds: kinds(&offered, fields.text("kind"), &say),
        whys: if has_latest {
            CorrectionWhy::ALL.iter().map(|why| coded(say.t(&why.word()), why.code(), "why")).collect()
        } else {
            Vec::new()
        },
        advice: Advice::ALL.iter().map(|one| coded(say.t(&one.word()), one.code(), "advice")).collect(),
        next: minutes(&NEXT_UPDATE_MINUTES, "next", fields, &say),
        expires: minutes(&EXPIRES_MINUTES, "expires", fields, &say),
        place: fields.text("place").to_owned(),
        places,
        area: atlas.name(known.ground.incident.scene().area).unwrap_or_default(),
        is_home: known.ground.is_home,
        hotline: fields.text("hotline") == "yes",
        drill: known.drill.clone(),
        problem: problem.map(|Problem { field, word }| (say.t(word), field)),
    })
}

fn minutes(offered: &[i64], field: &str, fields: &Fields, say: &Say) -> Vec<Choice> {
    offered
        .iter()
        .map(|minutes| Choice {
            code: minutes.to_string(),
            words: say.t1("alert-minutes", "n", *minutes),
            is_chosen: fields.text(field) == minutes.to_string(),
        })
        .collect()
}

fn id<T>(text: &str) -> Result<Id<T>, Wrong> {
    text.parse().map_err(|_| Wrong::NotFound)
}
