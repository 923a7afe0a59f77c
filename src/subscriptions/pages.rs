//! `/suscribirse` and `/subscribe`: the form for everyone. No account, no cookie, nothing needed but a browser.

mod parts;
pub(super) mod private;
pub(super) mod push;
mod shown;

use askama::Template;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::{MethodRouter, get};

use super::contact::Contact;
use super::form::{self, Back};
use super::{Channel, Subscription, channels, register};
use crate::ground::App;
use crate::ground::locale::Lang;
use crate::ground::web::frame::page_with;
use crate::ground::web::pace::{Pace, Sender};
use crate::ground::web::{Answer, Fields, Form, Frame, Visit, page};
use crate::ground::wrong::Problem;
use crate::places::Atlas;
use parts::{Asker, Choice, FormParts, ProblemLine};
use shown::Chosen;

/// The largest form: eight places and a contact.
pub(super) const FORM_BYTES_MAX: usize = 32 * 1024;

/// The form's address in each language.
pub(super) const fn path(lang: Lang) -> &'static str {
    match lang {
        Lang::Es => "/suscribirse",
        Lang::En => "/subscribe",
    }
}

/// The form at its address in one language.
pub(super) fn door(lang: Lang) -> MethodRouter<App> {
    get(async move |visit: Visit| open(&visit.in_lang(lang)))
        .post(async move |State(app): State<App>, visit: Visit, sender: Sender, Form(fields): Form| {
            send(app, visit.in_lang(lang), sender, fields).await
        })
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
}

#[derive(Template)]
#[template(path = "subscriptions/pages/subscribe.html")]
struct SubscribePage {
    frame: Frame,
    path: &'static str,
    other: Lang,
    parts: FormParts,
    channels: Vec<Choice>,
    channel_problem: String,
    contact: String,
    contact_problem: String,
    has_texts: bool,
    problems: Vec<ProblemLine>,
}

#[derive(Template)]
#[template(path = "subscriptions/pages/check.html")]
struct CheckPage {
    frame: Frame,
    path: &'static str,
    chosen: Chosen,
    contact: String,
    hidden: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "subscriptions/pages/sent.html")]
struct SentPage {
    frame: Frame,
    path: &'static str,
}

fn open(visit: &Visit) -> Answer {
    let mut fields = Fields::default();
    fields.put("kinds", super::Kind::Alerts.code());
    fields.put("lang", visit.lang.code());
    if visit.app.part::<Atlas>().gazetteer().areas().all().is_empty() {
        fields.put("everywhere", "yes");
    }
    show(visit, &fields, &Back::default())
}

async fn send(app: App, visit: Visit, sender: Sender, fields: Fields) -> Answer {
    if let Some(lang) = fields.code("language", Lang::from_code) {
        return show(&visit.in_lang(lang), &fields, &Back::default());
    }
    let (choices, contact) = match read(&app, &visit, &fields) {
        Ok(read) if !fields.has("change") => read,
        Ok(_) => return show(&visit, &fields, &Back::default()),
        Err(back) => return show(&visit, &fields, &back),
    };
    if !fields.has("checked") {
        return check(&visit, &fields, &choices);
    }
    let now = app.now();
    tokio::time::sleep(app.part::<Pace>().wait_for_try("subscribe", sender, now)).await;
    let keys = app.keys.clone();
    let done = app.db.write("subscribe", move |tx| register::subscribe(tx, &keys, &contact, &choices, now).map(drop));
    done.await?;
    // The same words whether or not the contact was known: who types a stranger's number learns nothing.
    page(&SentPage { frame: visit.frame("subscribe-sent-title"), path: path(visit.lang) })
}

/// Choices and contact, or everything that is wrong with them at once.
fn read(app: &App, visit: &Visit, fields: &Fields) -> Result<(Subscription, Contact), Back> {
    let contact = form::contact(fields, &channels(&app.config));
    let carrier = contact.as_ref().map_or(super::Carrier::Sms, Contact::carrier);
    let choices = form::choices(fields, &app.part::<Atlas>(), carrier, None, visit.lang);
    match (choices, contact) {
        (Ok(choices), Ok(contact)) => Ok((choices, contact)),
        (Err(back), Ok(_)) => Err(back),
        (Ok(_), Err(problem)) => Err(Back::of(problem)),
        (Err(mut back), Err(problem)) => {
            back.problems.push(problem);
            Err(back)
        }
    }
}

fn check(visit: &Visit, fields: &Fields, choices: &Subscription) -> Answer {
    let say = visit.app.say(visit.lang);
    let all = fields.iter().flat_map(|(name, values)| values.iter().map(move |value| (name.to_owned(), value.clone())));
    let mut hidden: Vec<(String, String)> =
        all.filter(|(name, value)| name != "checked" && !value.is_empty()).collect();
    hidden.sort();
    page(&CheckPage {
        chosen: Chosen::of(choices, &visit.app.part::<Atlas>(), &say),
        contact: fields.text("contact").to_owned(),
        frame: visit.frame("subscribe-check-title"),
        path: path(visit.lang),
        hidden,
    })
}

fn show(visit: &Visit, fields: &Fields, back: &Back) -> Answer {
    let say = visit.app.say(visit.lang);
    let (atlas, offered) = (visit.app.part::<Atlas>(), channels(&visit.app.config));
    let problems = problem_lines(visit, &back.problems);
    let asker = Asker { say: &say, atlas: &atlas, fields, problems: &problems, back, held: &[], has_odd_hours: false };
    let status = if back.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let subscribe = SubscribePage {
        frame: visit.frame("subscribe-title").with_scripts(&["app.js", "push.js"]),
        path: path(visit.lang),
        other: visit.lang.other(),
        parts: asker.parts(),
        channels: asker.channels(&offered),
        channel_problem: asker.problem("channel"),
        contact: fields.text("contact").to_owned(),
        contact_problem: asker.problem("contact"),
        has_texts: offered.contains(&Channel::Sms),
        problems,
    };
    page_with(status, &subscribe)
}

fn problem_lines(visit: &Visit, problems: &[Problem]) -> Vec<ProblemLine> {
    let say = visit.app.say(visit.lang);
    problems.iter().map(|problem| ProblemLine { field: problem.field, words: say.t(problem.word) }).collect()
}
