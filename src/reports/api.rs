//! `POST /api/v1/reports`: the same intake for programs. JSON in, a receipt out, problems by RFC 9457.

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::ground::web::pace::Sender;
use crate::ground::web::{Answer, Visit};
use crate::ground::wrong::Problem;
use crate::ground::{App, Wrong};
use crate::places::Atlas;

use super::api_fields;
use super::intake::{self, New};
use super::report::ONCE_BYTES_MAX;
use super::siting;

/// The largest body: every field at its longest in every script, as JSON escapes.
pub(super) const BODY_BYTES_MAX: usize = 256 * 1024;

/// The shortest key that two senders will not choose alike by chance.
const ONCE_BYTES_MIN: usize = 16;

/// What a program gets for a report.
#[derive(Serialize, ToSchema)]
#[schema(title = "Receipt")]
pub(super) struct ReceiptOut {
    /// Sixteen digits in four groups: the only way back to this report.
    #[schema(example = "4821 0937 5516 2043", pattern = "^[0-9]{4} [0-9]{4} [0-9]{4} [0-9]{4}$")]
    receipt: String,
    /// Path of the page where the receipt is typed in.
    #[schema(example = "/receipt")]
    status: &'static str,
    /// Where `place` means several places alike: which, best first. The report is taken; say which one behind the receipt.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, example = json!(["Mercado Luna (Centro)", "Mercado Luna (Norte)"]))]
    place_matches: Vec<String>,
}

/// A problem by RFC 9457.
#[derive(Serialize, ToSchema)]
#[schema(title = "Problem")]
pub(super) struct ProblemOut {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    /// In the language of `Accept-Language`, Spanish where none fits.
    detail: String,
    /// Which fields, where fields are at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldProblem>,
}

/// What is wrong with one field.
#[derive(Serialize, ToSchema)]
#[schema(title = "FieldProblem")]
pub(super) struct FieldProblem {
    field: &'static str,
    /// Stable, for programs.
    code: &'static str,
    /// For people, in the language of `Accept-Language`.
    detail: String,
    /// What may be sent instead, where it is one of a few answers. Counts may be numbers too, and yes and no truth values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    allowed: Vec<&'static str>,
}

/// Takes one report.
pub(super) async fn take(
    State(app): State<App>,
    visit: Visit,
    sender: Sender,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let Ok(body) = axum::body::to_bytes(body, BODY_BYTES_MAX).await else {
        return Ok(problem(&visit, StatusCode::PAYLOAD_TOO_LARGE, "error-too-long", &[]));
    };
    let new = match read(&visit, &headers, &body) {
        Ok(new) => New { sender: Some(sender), ..new },
        Err(response) => return Ok(*response),
    };
    match intake::take(&app, new).await {
        Ok(taken) => {
            let atlas = app.part::<Atlas>();
            let receipt = ReceiptOut {
                receipt: taken.receipt.to_string(),
                status: super::receipt_pages::path(visit.lang),
                place_matches: taken.places.iter().map(|place| siting::label(&atlas, place)).collect(),
            };
            Ok((StatusCode::CREATED, Json(receipt)).into_response())
        }
        Err(Wrong::Problems(problems)) => {
            Ok(problem(&visit, StatusCode::UNPROCESSABLE_ENTITY, "api-problems", &problems))
        }
        Err(wrong) => Err(wrong),
    }
}

fn read(visit: &Visit, headers: &HeaderMap, body: &Bytes) -> Result<New, Box<Response>> {
    let refuse = |status, word, problems: &[Problem]| Box::new(problem(visit, status, word, problems));
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "api-not-json-kind", &[]));
    }
    let object: Map<String, Value> =
        serde_json::from_slice(body).map_err(|_| refuse(StatusCode::BAD_REQUEST, "api-not-json", &[]))?;
    let once = once(headers).map_err(|()| {
        let wrong = Problem::new("Idempotency-Key", "api-idempotency-odd");
        refuse(StatusCode::BAD_REQUEST, "api-idempotency-odd", &[wrong])
    })?;
    let zone = visit.app.config.zone();
    let new = api_fields::read(&object, visit.lang, &zone, visit.app.now())
        .map_err(|problems| refuse(StatusCode::UNPROCESSABLE_ENTITY, "api-problems", &problems))?;
    Ok(New { once, ..new })
}

fn once(headers: &HeaderMap) -> Result<Option<String>, ()> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    let key = key.to_str().map_err(|_| ())?;
    let fits = (ONCE_BYTES_MIN..=ONCE_BYTES_MAX).contains(&key.len());
    if fits && key.bytes().all(|byte| byte.is_ascii_graphic()) { Ok(Some(key.to_owned())) } else { Err(()) }
}

fn problem(visit: &Visit, status: StatusCode, word: &str, problems: &[Problem]) -> Response {
    let say = visit.app.say(visit.lang);
    let errors = problems.iter().map(|problem| FieldProblem {
        field: problem.field,
        code: code(problem.word),
        detail: say.t(problem.word),
        allowed: api_fields::allowed(problem.field),
    });
    let body = ProblemOut {
        r#type: "about:blank",
        title: status.canonical_reason().unwrap_or("Error"),
        status: status.as_u16(),
        detail: say.t(word),
        errors: errors.collect(),
    };
    (status, [(header::CONTENT_TYPE, "application/problem+json")], json!(body).to_string()).into_response()
}

/// The stable code of a problem: the key of its sentence without the room's name.
fn code(word: &'static str) -> &'static str {
    word.strip_prefix("report-").or_else(|| word.strip_prefix("api-")).unwrap_or(word)
}
