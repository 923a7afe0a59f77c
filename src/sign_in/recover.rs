//! The way back with alias and paper code.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;

use super::code::Code;
use super::{accounts, paper};
use crate::ground::App;
use crate::ground::locale::Lang;
use crate::ground::web::pace::{Pace, Sender};
use crate::ground::web::{Answer, Form, Frame, Visit, frame, redirect};
use crate::people::Alias;

#[derive(Template)]
#[template(path = "sign_in/pages/recover.html")]
struct RecoverPage {
    frame: Frame,
    alias: String,
    typed: String,
    problem: Option<&'static str>,
}

/// Asks for alias and code.
pub async fn ask(visit: Visit) -> Answer {
    show(&visit, StatusCode::OK, "", "", None)
}

/// Opens the way back: every session ends now, the older passkeys when the new one opens. A wrong alias and a wrong code get one
/// and the same answer, and whoever tries often waits.
pub async fn recover(State(app): State<App>, visit: Visit, sender: Sender, Form(fields): Form) -> Answer {
    let now = app.now();
    let visit = match Lang::from_code(fields.text("lang")) {
        Some(lang) => visit.in_lang(lang),
        None => visit,
    };
    let wait = app.part::<Pace>().wait_for_try("recovery", sender, now);
    tokio::time::sleep(wait).await;
    let (alias, typed) = (fields.text("alias"), fields.text("code"));
    let opened = match (Alias::parse(alias), Code::parse(typed)) {
        (Ok(named), Some(code)) => {
            let keys = app.keys.clone();
            app.db.write("way back", move |tx| accounts::recover(tx, &keys, &named, &code, now)).await?
        }
        // What cannot be an alias or a code tells nobody anything about who is a member.
        _ => None,
    };
    match opened {
        Some(token) => redirect(&format!("/join/{}", token.text())),
        None => show(&visit, StatusCode::UNPROCESSABLE_ENTITY, alias, typed, Some("recover-no-match")),
    }
}

fn show(visit: &Visit, status: StatusCode, alias: &str, typed: &str, problem: Option<&'static str>) -> Answer {
    let other = if visit.lang == Lang::Es { "/recover?lang=en" } else { "/recover?lang=es" };
    let page = RecoverPage {
        frame: visit.frame("recover-title").with_other_language(other),
        alias: paper::typed_again(alias),
        typed: paper::typed_again(typed),
        problem,
    };
    frame::page_with(status, &page)
}
