//! The doors for browsers that are told by push: they speak JSON, because a push address comes from a script. Same origin only.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use serde_json::{Value, json};

use super::FORM_BYTES_MAX;
use crate::ground::locale::Lang;
use crate::ground::web::pace::{Pace, Sender};
use crate::ground::web::{Answer, Fields, Visit};
use crate::ground::wrong::Problem;
use crate::ground::{App, Refused, Wrong};
use crate::places::{Atlas, Place};
use crate::subscriptions::form::{self, Back, LINES};
use crate::subscriptions::{PrivateLink, PushAddress, Where, push_services, register};

/// `POST /subscribe/push`: a browser subscribes.
pub(in super::super) fn subscribe_door() -> MethodRouter<App> {
    post(subscribe).layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
}

/// `POST /s/{secret}/push`: a browser comes back, perhaps with a new address.
pub(in super::super) fn renew_door() -> MethodRouter<App> {
    post(renew).layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
}

async fn subscribe(State(app): State<App>, visit: Visit, sender: Sender, headers: HeaderMap, body: Bytes) -> Answer {
    let fields = fields_of(&headers, &body)?;
    let lang = fields.code("lang", Lang::from_code).unwrap_or(visit.lang);
    let visit = visit.in_lang(lang);
    let address = match address(&app, &fields) {
        Ok(Some(address)) => address,
        Ok(None) => return problems(&visit, &Back::of(Problem::new("endpoint", "subscribe-push-wrong"))),
        Err(problem) => return problems(&visit, &Back::of(problem)),
    };
    let choices = match form::choices(&fields, &app.part::<Atlas>(), address.carrier(), None, lang) {
        Ok(choices) => choices,
        Err(back) => return problems(&visit, &back),
    };
    let now = app.now();
    tokio::time::sleep(app.part::<Pace>().wait_for_try("subscribe", sender, now)).await;
    let keys = app.keys.clone();
    let begun =
        app.db.write("subscribe a browser", move |tx| register::subscribe_browser(tx, &keys, &address, &choices, now));
    match begun.await {
        Ok(link) => Ok(answer(StatusCode::CREATED, &json!({ "link": format!("/s/{}", link.text()) }))),
        Err(Wrong::Refused(refused)) => Ok(refusal(&visit, refused)),
        Err(wrong) => Err(wrong),
    }
}

async fn renew(
    State(app): State<App>,
    visit: Visit,
    Path(secret): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let link = PrivateLink::parse(&secret).ok_or(Wrong::NotFound)?;
    let fields = fields_of(&headers, &body)?;
    let address = match address(&app, &fields) {
        Ok(address) => address,
        Err(problem) => return problems(&visit, &Back::of(problem)),
    };
    let (keys, now, path) = (app.keys.clone(), app.now(), format!("/s/{}", link.text()));
    let renewed =
        app.db.write("renew a browser", move |tx| register::renew(tx, &keys, &link, address.as_ref(), now)).await;
    match renewed {
        Ok(()) => Ok(answer(StatusCode::OK, &json!({ "link": path }))),
        Err(Wrong::Refused(refused)) => Ok(refusal(&visit, refused)),
        Err(wrong) => Err(wrong),
    }
}

fn address(app: &App, fields: &Fields) -> Result<Option<PushAddress>, Problem> {
    let services = push_services(&app.config).map_err(|_| Problem::new("endpoint", "subscribe-push-wrong"))?;
    form::push_address(fields, &services)
}

/// A JSON object as the fields of the form: texts as they are, lists with several values. `places` may hold typed places and codes; quiet
/// hours may come as an object `{"from", "to", "days", "urgent"}`.
fn fields_of(headers: &HeaderMap, body: &[u8]) -> Result<Fields, Wrong> {
    let unreadable = || Wrong::Unreadable { status: 400, word: "error-unreadable" };
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    // Only a script of our own pages sends this type without being asked for leave first.
    if !kind.starts_with("application/json") {
        return Err(unreadable());
    }
    let object: serde_json::Map<String, Value> = serde_json::from_slice(body).map_err(|_| unreadable())?;
    let mut fields = Fields::default();
    for (name, value) in &object {
        match (name.as_str(), value) {
            ("places", Value::Array(places)) => put_places(&mut fields, places),
            ("quiet", Value::Object(quiet)) => put_quiet(&mut fields, quiet),
            (name, Value::Array(values)) => {
                values.iter().filter_map(Value::as_str).for_each(|value| fields.put(name, value));
            }
            (name, Value::String(text)) => fields.put(name, text.as_str()),
            (name, Value::Bool(true)) => fields.put(name, "yes"),
            _ => {}
        }
    }
    Ok(fields)
}

fn put_places(fields: &mut Fields, places: &[Value]) {
    let texts = places.iter().filter_map(Value::as_str);
    let (codes, typed): (Vec<&str>, Vec<&str>) = texts.partition(|text| Where::from_code(text).is_some());
    for code in codes {
        if code == Where::Everywhere.code() { fields.put("everywhere", "yes") } else { fields.put("keep", code) }
    }
    for (line, typed) in
        LINES.iter().filter(|line| !fields.has(line.place)).map(|line| line.place).zip(typed).collect::<Vec<_>>()
    {
        fields.put(line, typed);
    }
}

fn put_quiet(fields: &mut Fields, quiet: &serde_json::Map<String, Value>) {
    for (from, to) in [("from", "quiet_from"), ("to", "quiet_to"), ("days", "quiet_days")] {
        if let Some(text) = quiet.get(from).and_then(Value::as_str) {
            fields.put(to, text);
        }
    }
    if quiet.get("urgent").and_then(Value::as_bool) == Some(true) {
        fields.put("urgent", "yes");
    }
}

/// 422: one sentence for the script to show, and each problem with its field and the places that a line may mean.
fn problems(visit: &Visit, back: &Back) -> Answer {
    let say = visit.app.say(visit.lang);
    let atlas = visit.app.part::<Atlas>();
    let place = |place: &Place| {
        let area = atlas.name(place.area).unwrap_or_default();
        json!({ "code": place.code(), "name": place.name, "area": area })
    };
    let each: Vec<Value> = back
        .problems
        .iter()
        .map(|problem| {
            let several = back.several.iter().find(|(field, _)| *field == problem.field);
            let choices: Vec<Value> = several.map(|(_, places)| places.iter().map(place).collect()).unwrap_or_default();
            json!({ "field": problem.field, "words": say.t(problem.word), "choices": choices })
        })
        .collect();
    let words: Vec<String> = back.problems.iter().map(|problem| format!("{}.", say.t(problem.word))).collect();
    Ok(answer(StatusCode::UNPROCESSABLE_ENTITY, &json!({ "words": words.join(" "), "problems": each })))
}

fn refusal(visit: &Visit, refused: Refused) -> Response {
    answer(StatusCode::CONFLICT, &json!({ "words": visit.app.say(visit.lang).t(refused.word) }))
}

fn answer(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
