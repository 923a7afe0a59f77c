//! The two exchanges of a ceremony with the page's script: fields in, options out; a credential in, a path out. JSON both ways.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::ceremony::Ceremonies;
use super::prf::carries_prf;
use super::session;
use super::token::Token;
use super::way::Way;
use crate::ground::db::Tx;
use crate::ground::web::{Answer, Visit};
use crate::ground::{App, Id, Wrong, audit};
use crate::people::Member;

/// The longest body: an attestation object with a certificate chain has some five kilobytes.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// What the form's fields hold when a ceremony begins.
pub struct Asked(Value);

/// What the browser answers when a ceremony ends. One that carries PRF results is refused before anything reads it.
pub struct Finished {
    pub credential: Value,
    fields: Value,
}

impl Asked {
    /// A field, trimmed; empty where it is missing.
    pub fn text(&self, name: &str) -> &str {
        text(&self.0, name)
    }
}

impl Finished {
    /// A field of the form, trimmed; empty where it is missing.
    pub fn text(&self, name: &str) -> &str {
        text(&self.fields, name)
    }
}

impl FromRequest<App> for Asked {
    type Rejection = Wrong;
    async fn from_request(request: Request, app: &App) -> Result<Self, Wrong> {
        body(request, app).await.map(Asked)
    }
}

impl FromRequest<App> for Finished {
    type Rejection = Wrong;
    async fn from_request(request: Request, app: &App) -> Result<Self, Wrong> {
        let mut body = body(request, app).await?;
        if carries_prf(&body) {
            let now = app.now();
            let alarm = "alarm: a browser sent PRF results";
            if app.part::<Ceremonies>().may_alarm(now) {
                let note = move |tx: &Tx<'_>| audit::note(tx, now, None::<Id<Member>>, alarm, None::<Id<Member>>);
                app.db.write("note an alarm", note).await?;
            }
            return Err(Wrong::Unreadable { status: 400, word: "passkey-prf" });
        }
        Ok(Finished { credential: body["credential"].take(), fields: body["fields"].take() })
    }
}

async fn body(request: Request, app: &App) -> Result<Value, Wrong> {
    let unreadable = || Wrong::Unreadable { status: 400, word: "error-unreadable" };
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    // A form of another site cannot send this type without asking us first (Fetch standard, CORS-safelisted headers).
    if !kind.starts_with("application/json") {
        return Err(unreadable());
    }
    let bytes = Bytes::from_request(request, app).await.map_err(|_| unreadable())?;
    if bytes.len() > BODY_BYTES_MAX {
        return Err(Wrong::Unreadable { status: 413, word: "error-too-long" });
    }
    let body: Value = serde_json::from_slice(&bytes).map_err(|_| unreadable())?;
    if body.is_object() { Ok(body) } else { Err(unreadable()) }
}

fn text<'a>(fields: &'a Value, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or("").trim()
}

/// Options for the browser.
pub fn options(options: &impl Serialize) -> Answer {
    Ok(Json(options).into_response())
}

/// Where the script goes next.
pub fn go(path: &str) -> Answer {
    Ok(Json(json!({ "go": path })).into_response())
}

/// Where the script goes next, with a new session's cookie.
pub fn go_with(app: &App, token: &Token, path: &str) -> Answer {
    Ok(with_cookie(app, Some(token), go(path)?))
}

/// An answer that hands out a session's cookie, or takes it back.
pub fn with_cookie(app: &App, token: Option<&Token>, mut response: Response) -> Response {
    let line = session::cookie(app.config.is_encrypted(), &token.map(Token::text).unwrap_or_default());
    // A token is base64url, so the line is always a header.
    if let Ok(line) = line.parse() {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    response
}

/// A no as the script shows it: `{"words": …}`. Faults stay pages; the script has its own words for them.
pub fn told(visit: &Visit, outcome: Answer) -> Answer {
    let (status, word) = match outcome {
        Err(Wrong::Refused(refused)) => (409, refused.word),
        Err(Wrong::Unreadable { status, word }) => (status, word),
        other => return other,
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    Ok((status, Json(json!({ "words": visit.app.say(visit.lang).t(word) }))).into_response())
}

/// The path a form asks for, or `otherwise`.
pub fn way(asked: &str, otherwise: &str) -> String {
    Way::parse(asked).map_or_else(|| otherwise.to_owned(), |way| way.as_str().to_owned())
}
