//! `/queue/phone`: a dispatcher enters what a caller says, in the same form, with the script of questions beside it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;

use crate::ground::web::frame::page_with;
use crate::ground::web::{Answer, Fields, Form, Frame, Visit, page};
use crate::ground::{App, Wrong};
use crate::people::Me;

use super::facts::Channel;
use super::form;
use super::intake::{self, New};
use super::pages::{Back, FormParts, WarningLine, choices, new_token, parts, warning_lines};
use super::questions::ProblemLine;

/// Questions of the script, in the order in which they are asked.
const SCRIPT: [&str; 8] = [
    "phone-script-hello",
    "phone-script-where",
    "phone-script-what",
    "phone-script-who",
    "phone-script-taken",
    "phone-script-rights",
    "phone-script-call-back",
    "phone-script-receipt",
];

#[derive(Template)]
#[template(path = "reports/pages/phone.html")]
struct PhonePage {
    frame: Frame,
    token: String,
    fields: Fields,
    parts: FormParts,
    problems: Vec<ProblemLine>,
    warnings: Vec<WarningLine>,
    warned: String,
    pictures_lost: bool,
    script: Vec<String>,
}

#[derive(Template)]
#[template(path = "reports/pages/phone_taken.html")]
struct PhoneTakenPage {
    frame: Frame,
    receipt: String,
}

/// The empty form.
pub(super) async fn open(visit: Visit) -> Answer {
    show(&visit, Fields::default(), &Back::default())
}

/// Takes what the caller said. The receipt is shown and not redirected to: it must not stand in an address.
pub(super) async fn take(State(app): State<App>, visit: Visit, me: Me, Form(fields): Form) -> Answer {
    let warnings = form::unheard(&fields);
    let new = match form::read(&fields, visit.lang, &app.config.zone(), app.now()) {
        Ok(new) => new,
        Err(problems) => return show(&visit, fields, &Back { problems, warnings, ..Back::default() }),
    };
    if !warnings.is_empty() {
        return show(&visit, fields, &Back { warnings, ..Back::default() });
    }
    let new = New { channel: Channel::Phone, by_member: Some(me.id), worked: true, ..new };
    match intake::take(&app, new).await {
        Ok(taken) => page(&PhoneTakenPage { frame: visit.frame("phone-title"), receipt: taken.receipt.to_string() }),
        Err(Wrong::Problems(problems)) => {
            let places = choices(&app, &fields);
            show(&visit, fields, &Back { problems, places, ..Back::default() })
        }
        Err(wrong) => Err(wrong),
    }
}

fn show(visit: &Visit, fields: Fields, back: &Back) -> Answer {
    let say = visit.app.say(visit.lang);
    let problems: Vec<ProblemLine> =
        back.problems.iter().map(|problem| ProblemLine { field: problem.field, words: say.t(problem.word) }).collect();
    let sent = fields.text("token");
    let phone = PhonePage {
        frame: visit.frame("phone-title"),
        token: if sent.is_empty() { new_token(&visit.app) } else { sent.to_owned() },
        parts: parts(visit, &fields, &problems, &back.places),
        warnings: warning_lines(visit, &back.warnings),
        warned: form::warned(&fields, &back.warnings),
        pictures_lost: false,
        script: SCRIPT.iter().map(|word| say.t(word)).collect(),
        problems,
        fields,
    };
    let needs_a_look = !phone.problems.is_empty() || !phone.warnings.is_empty();
    let status = if needs_a_look { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &phone)
}
