//! The description of the API for programs: OpenAPI 3.1 at `/api/v1/openapi.json`.
//!
//! The types here describe what `api_fields` reads, which takes fields one by one to tell every problem at once; a test
//! sends each example and each answer listed here through the real door.

use axum::Json;
use axum::response::IntoResponse;
use serde_json::{Value, json};
use utoipa::openapi::schema::{AnyOfBuilder, ObjectBuilder, OneOfBuilder, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{IntoParams, OpenApi, ToSchema};

use crate::ground::Wrong;
use crate::ground::web::Answer;

use super::api::{FieldProblem, ProblemOut, ReceiptOut};
use super::api_fields::{LANGUAGE_BYTES_MAX, LANGUAGE_PATTERN, OBSERVED_AT_PATTERN};
use super::facts::{Activity, Agency, DETAINED_COUNT_MAX, FirstHand, HowMany, YesNo};
use super::report::READABLE_PATTERN;

/// What someone says they see. Only `activity` and either `place` or `point` are required. Fields that are not listed are ignored and not
/// kept. Never send names, plates, badge numbers or anyone's immigration status: there is no field for them.
#[derive(ToSchema)]
#[schema(title = "Report")]
#[expect(dead_code, reason = "described here, read field by field in api_fields")]
struct ReportIn {
    /// A corner, landmark, nickname, ZIP or area, in Spanish or English. Sealed on arrival; only its area and a coarse
    /// cell are kept readable. Words that nobody can place are taken all the same.
    #[schema(max_length = 300, example = "Slauson y Figueroa")]
    place: Option<String>,
    /// What is happening.
    #[schema(schema_with = activity)]
    activity: String,
    /// A point that is already coarse (about 500 m), in degrees. Used where `place` is missing or not enough.
    point: Option<PointIn>,
    #[schema(schema_with = observed_at)]
    observed_at: Option<String>,
    #[schema(schema_with = yes_no)]
    still_happening: Option<String>,
    #[schema(schema_with = first_hand)]
    first_hand: Option<String>,
    /// Officers seen: a number or a range.
    #[schema(schema_with = how_many)]
    people: Option<String>,
    /// Vehicles seen: a number or a range.
    #[schema(schema_with = how_many)]
    vehicles: Option<String>,
    #[schema(schema_with = agency)]
    agency: Option<String>,
    /// Words read on vests or vehicles. Sealed.
    #[schema(max_length = 300, example = "POLICE")]
    uniform_words: Option<String>,
    /// Whether someone was or is being detained.
    #[schema(schema_with = yes_no)]
    detained: Option<String>,
    #[schema(schema_with = detained_count)]
    detained_count: Option<u16>,
    #[schema(schema_with = yes_no)]
    children_present: Option<String>,
    #[schema(schema_with = yes_no)]
    reporter_safe: Option<String>,
    /// Whether the reporter would like a call back; `contact` must say where.
    #[schema(schema_with = yes_no)]
    wants_call: Option<String>,
    /// Sealed; deleted within 14 days, or at once by the reporter.
    #[schema(max_length = 120)]
    contact: Option<String>,
    #[schema(schema_with = language)]
    language: Option<String>,
    /// Anything else. Sealed.
    #[schema(max_length = 4000)]
    note: Option<String>,
}

/// A coarse point in degrees.
#[derive(ToSchema)]
#[schema(title = "Point")]
#[expect(dead_code, reason = "described here, read field by field in api_fields")]
struct PointIn {
    #[schema(minimum = -90, maximum = 90)]
    lat: f64,
    #[schema(minimum = -180, maximum = 180)]
    lon: f64,
}

/// Headers that the door reads.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "described here, read in api")]
struct HeadersIn {
    /// A key of your own, best random, that makes sending again safe.
    #[param(rename = "Idempotency-Key", required = false, min_length = 16, max_length = 200, pattern = "^[!-~]+$")]
    idempotency_key: String,
    /// Language of problems: es or en.
    #[param(rename = "Accept-Language", required = false, example = "es")]
    accept_language: String,
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Cuadra: reports", version = "1", license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later")),
    servers((url = "/")),
    paths(take_a_report),
    components(schemas(ReportIn, PointIn, ReceiptOut, ProblemOut, FieldProblem))
)]
struct Description;

/// Takes a report.
///
/// What comes in is untrusted: nothing is published before trained people have looked. The same `Idempotency-Key` with the
/// same report gives the same receipt, however often it is sent.
#[utoipa::path(
    post,
    path = "/api/v1/reports",
    tag = "reports",
    operation_id = "take_a_report",
    params(HeadersIn),
    request_body(content = ReportIn, content_type = "application/json"),
    responses(
        (status = 201, description = "Taken, now or when it was sent before", body = ReceiptOut),
        (status = 400, description = "Not JSON, or an Idempotency-Key of the wrong shape",
            body = ProblemOut, content_type = "application/problem+json"),
        (status = 403, description = "Sent by a page of another site",
            body = ProblemOut, content_type = "application/problem+json"),
        (status = 413, description = "More than 256 kB", body = ProblemOut, content_type = "application/problem+json"),
        (status = 415, description = "Not application/json", body = ProblemOut, content_type = "application/problem+json"),
        (status = 422, description = "A field is missing, too long or impossible; `errors` says which",
            body = ProblemOut, content_type = "application/problem+json"),
        (status = 503, description = "Too many are waiting: try again after `Retry-After` seconds",
            body = ProblemOut, content_type = "application/problem+json"),
    )
)]
#[expect(dead_code, reason = "carries the description of the door that `api::take` answers")]
fn take_a_report() {}

/// The description.
pub(super) async fn describe() -> Answer {
    Ok(Json(description()?).into_response())
}

/// What the types say, and what no type can: which fields need each other.
fn description() -> Result<Value, Wrong> {
    let mut all = serde_json::to_value(Description::openapi())?;
    all["components"]["schemas"]["ReportIn"]["anyOf"] = json!([
        { "required": ["place"], "properties": { "place": { "type": "string", "pattern": READABLE_PATTERN } } },
        { "required": ["point"], "properties": { "point": { "type": "object" } } },
    ]);
    all["components"]["schemas"]["ReportIn"]["if"] =
        json!({ "required": ["wants_call"], "properties": { "wants_call": { "enum": ["yes", true] } } });
    all["components"]["schemas"]["ReportIn"]["then"] = json!({
        "required": ["contact"],
        "properties": { "contact": { "type": "string", "pattern": READABLE_PATTERN } },
    });
    Ok(all)
}

fn coded(codes: Vec<&'static str>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).enum_values(Some(codes))
}

fn null() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::Null))
}

fn whole(maximum: Option<u16>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::Integer)).minimum(Some(0)).maximum(maximum.map(f64::from))
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Array(vec![Type::String, Type::Null]))
}

fn observed_at() -> RefOr<Schema> {
    let said = "RFC 3339 with its offset (`2026-03-04T07:30:00-08:00`), or a day of the network's calendar (`2026-03-04`). An hour without \
                its offset is refused. At most 5 minutes ahead and at most one year ago, else 422. Absent means now. Kept to five minutes.";
    text().description(Some(said)).pattern(Some(OBSERVED_AT_PATTERN)).examples(["2026-03-04"]).into()
}

fn language() -> RefOr<Schema> {
    let said = "BCP 47 tag of the language to speak with the reporter; only its first part is kept.";
    let (shortest, longest) = (Some(2), Some(LANGUAGE_BYTES_MAX));
    let tag = text().description(Some(said)).pattern(Some(LANGUAGE_PATTERN)).examples(["es"]);
    tag.min_length(shortest).max_length(longest).into()
}

fn activity() -> RefOr<Schema> {
    coded(Activity::ALL.iter().map(|activity| activity.code()).collect()).into()
}

fn first_hand() -> RefOr<Schema> {
    let codes = FirstHand::ALL.iter().map(|answer| answer.code()).collect();
    OneOfBuilder::new().item(coded(codes)).item(null()).into()
}

/// The codes first; then everything else that is taken for one of them.
fn agency() -> RefOr<Schema> {
    let codes = Agency::ALL.iter().map(|agency| agency.code()).collect();
    let names: Vec<String> = Agency::names().map(in_any_case).collect();
    let named = ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .description(Some("The same in any case, and common names: ICE, ERO, Border Patrol, DHS, police."))
        .pattern(Some(format!("^({})$", names.join("|"))));
    AnyOfBuilder::new().item(coded(codes)).item(named).item(null()).into()
}

/// A pattern for a name in any case, its words joined by any of what people write; JSON Schema has no flag for that.
fn in_any_case(name: &str) -> String {
    let sign = |letter: char| match letter {
        '_' => "[ _/-]".to_owned(),
        letter => format!("[{}{letter}]", letter.to_ascii_uppercase()),
    };
    name.chars().map(sign).collect()
}

fn yes_no() -> RefOr<Schema> {
    let codes = YesNo::ALL.iter().map(|answer| answer.code()).collect();
    let truth = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Boolean));
    OneOfBuilder::new().item(coded(codes)).item(truth).item(null()).into()
}

fn how_many() -> RefOr<Schema> {
    let codes = HowMany::ALL.iter().map(|range| range.code()).collect();
    OneOfBuilder::new().item(coded(codes)).item(whole(None)).item(null()).into()
}

fn detained_count() -> RefOr<Schema> {
    OneOfBuilder::new().item(whole(Some(DETAINED_COUNT_MAX))).item(null()).into()
}
