//! Errors in the person's language: a page for people, problem+json (RFC 9457) for programs.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::doors::Keyholder;
use super::frame::{Frame, Visit, page_with};
use super::guard::Gate;
use crate::ground::locale::Lang;
use crate::ground::{App, Wrong, chance};

/// What an error response carries until it is dressed.
#[derive(Clone)]
struct Bare {
    word: &'static str,
    code: Option<String>,
    step_up: Option<String>,
}

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        let (mut code, mut step_up) = (None, None);
        let (status, word) = match self {
            Wrong::Problems(_) => (422, "error-problems"),
            Wrong::Refused(refused) => (409, refused.word),
            Wrong::NotFound => (404, "error-not-found"),
            Wrong::StepUp { back } => {
                step_up = Some(back);
                (403, "error-step-up")
            }
            Wrong::Unreadable { status, word } => (status, word),
            Wrong::Busy => (503, "error-busy"),
            Wrong::Fault(error) => {
                let shown = hex::encode(chance::bytes::<4>());
                tracing::error!(code = shown, "fault: {error:#}");
                code = Some(shown);
                (500, "error-fault")
            }
        };
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("3"));
        }
        response.extensions_mut().insert(Bare { word, code, step_up });
        response
    }
}

#[derive(Template)]
#[template(path = "ground/web/error.html")]
struct ErrorPage {
    frame: Frame,
    heading: String,
    words: String,
    code: Option<String>,
    may_sign_in: bool,
    /// Where the passkey is used again, and what comes after.
    step_up: Option<String>,
}

/// The language of a page whose address fixes it (`/reportar`, `/report`), left on its errors.
#[derive(Clone, Copy)]
struct Spoken(Lang);

/// A layer for doors whose address fixes the language: whatever goes wrong behind them, also before the handler, is told in it.
pub async fn speak(State(lang): State<Lang>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status().is_client_error() || response.status().is_server_error() {
        response.extensions_mut().insert(Spoken(lang));
    }
    response
}

/// In which language an error is told: the page's own, else the member's, else the browser's. A door that is locked and a page that is
/// nowhere ask in the same way, so that neither tells more than the other.
async fn language(app: &App, gate: Gate, headers: &HeaderMap, spoken: Option<Spoken>) -> Lang {
    if let Some(Spoken(lang)) = spoken {
        return lang;
    }
    if let Ok(Some(member)) = gate(app.clone(), headers.clone()).await {
        return member.lang;
    }
    Lang::best_of(headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or(""))
}

/// Gives every bare error its words. Errors of the framework itself (a wrong method, a path that is nowhere) too.
pub async fn dress(State((app, gate)): State<(App, Gate)>, request: Request, next: Next) -> Response {
    let (path, headers) = (request.uri().path().to_owned(), request.headers().clone());
    let is_page = request.method().is_safe();
    let for_programs = path.starts_with("/api/") || path.starts_with("/hooks/");
    let mut response = next.run(request).await;
    let status = response.status();
    let bare = match response.extensions_mut().remove::<Bare>() {
        Some(bare) => bare,
        None if is_unspoken_error(&response) => Bare { word: unspoken_word(status), code: None, step_up: None },
        None => return response,
    };
    let step_up = bare.step_up.as_deref().map(step_up_address);
    if let Some(address) = step_up.as_deref().filter(|_| is_page && !for_programs) {
        return Redirect::to(address).into_response();
    }
    let kept = response.headers().clone();
    let spoken = response.extensions().get().copied();
    let lang = language(&app, gate, &headers, spoken).await;
    let mut dressed = if for_programs {
        problem(&app, lang, status, &bare)
    } else {
        let visit = Visit { app: app.clone(), me: None::<Keyholder>, lang, path };
        let frame = visit.frame("error-title");
        let page = ErrorPage {
            heading: frame.say.t("error-title"),
            words: frame.say.t(bare.word),
            may_sign_in: status == StatusCode::NOT_FOUND,
            code: bare.code,
            step_up,
            frame,
        };
        page_with(status, &page).unwrap_or_else(|_| status.into_response())
    };
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = kept.get(&name) {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    dressed
}

fn step_up_address(back: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("then", back).finish();
    format!("/step-up?{query}")
}

fn is_unspoken_error(response: &Response) -> bool {
    let status = response.status();
    let spoken = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    (status.is_client_error() || status.is_server_error()) && spoken.is_none_or(|kind| kind.starts_with("text/plain"))
}

fn unspoken_word(status: StatusCode) -> &'static str {
    match status.as_u16() {
        404 => "error-not-found",
        405 => "error-method",
        408 | 503 | 504 => "error-busy",
        413 => "error-too-long",
        500 => "error-fault",
        _ => "error-unreadable",
    }
}

/// RFC 9457: `type`, `title`, `status`, `detail`.
fn problem(app: &App, lang: Lang, status: StatusCode, bare: &Bare) -> Response {
    let say = app.say(lang);
    let body = serde_json::json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or("Error"),
        "status": status.as_u16(),
        "detail": say.t(bare.word),
        "code": bare.code,
    });
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}
