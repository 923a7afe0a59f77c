//! The API, and that its description tells the truth.

use serde_json::{Map, json};

use super::*;

async fn description(house: &TestHouse) -> Value {
    let page = house.visitor(Lang::En).open("/api/v1/openapi.json").await;
    assert_eq!(page.status, 200);
    serde_json::from_str(&page.body).unwrap()
}

fn minimal() -> Map<String, Value> {
    json!({"place": "Luna y 7", "activity": "waiting"}).as_object().unwrap().clone()
}

#[tokio::test]
async fn the_names_that_others_rely_on_are_taken() {
    let house = town().await;
    let report = json!({
        "place": "Luna y 7", "observed_at": "2026-03-04T11:58:00-08:00", "still_happening": "yes",
        "first_hand": "i_see_it", "people": "3-5", "vehicles": 2, "activity": "detaining", "agency": "ice_ero",
        "uniform_words": "POLICE ERO", "detained": true, "children_present": "no", "reporter_safe": "yes",
        "wants_call": true, "contact": "323 555 0142", "language": "es", "note": "dos personas",
    });
    let page = program(&house, &report, &[]).await;
    assert_eq!(page.status, 201, "{}", page.body);
    let answer: Value = serde_json::from_str(&page.body).unwrap();
    assert_eq!(answer["status"], "/receipt");
    comes_back(&house, Lang::Es, answer["receipt"].as_str().unwrap()).await.says("Lo recibimos");
    let brief = briefs(&house.app).await.remove(0);
    assert!(brief.facts.is_urgent() && brief.facts.wants_call && brief.has_contact);
    assert_eq!(brief.observed_at, NOON.plus_minutes(-5), "11:58 is kept as 11:55");
    assert_eq!(words(&house.app, brief.id).await.uniform_words, "POLICE ERO");
    assert!(!brief.worked, "a program solves no puzzle");
}

#[tokio::test]
async fn every_problem_is_told_by_field_in_the_callers_language() {
    let house = town().await;
    let report = json!({"place": " ", "activity": "raid", "people": -1, "detained_count": 1000, "observed_at": "yesterday",
        "note": 7, "language": "x", "point": {"lat": "north"}, "first_hand": true});
    let body = report.to_string().into_bytes();
    let json = Some("application/json");
    let page = house.visitor(Lang::Es).send(Method::POST, "/api/v1/reports", json, body).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.headers["content-type"], "application/problem+json");
    let problem: Value = serde_json::from_str(&page.body).unwrap();
    assert_eq!(problem["status"], 422);
    let mut fields: Vec<&str> =
        problem["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    fields.sort_unstable();
    let wrong =
        ["activity", "detained_count", "first_hand", "language", "note", "observed_at", "people", "place", "point"];
    assert_eq!(fields, wrong);
    assert!(problem["errors"].to_string().contains("esquina"), "{problem}");
    assert!(briefs(&house.app).await.is_empty());
}

#[tokio::test]
async fn impossible_times_and_places_and_long_texts_are_problems() {
    let house = town().await;
    for (field, value, code) in [
        ("observed_at", json!("2031-01-01T00:00:00Z"), "time-ahead"),
        ("observed_at", json!("1999-01-01"), "time-old"),
        ("observed_at", json!("2026-02-30"), "time-unreadable"),
        ("point", json!({"lat": 91.0, "lon": 0.0}), "point-impossible"),
        ("note", json!("x".repeat(4_001)), "note-long"),
        ("contact", json!("x".repeat(121)), "contact-long"),
        ("place", json!("x".repeat(301)), "place-long"),
        ("uniform_words", json!("x".repeat(301)), "uniform-long"),
        ("language", json!("x".repeat(36)), "language-odd"),
    ] {
        let mut report = minimal();
        report.insert(field.into(), value);
        let page = program(&house, &Value::Object(report), &[]).await;
        assert_eq!(page.status, 422, "{field} {code}");
        let problem: Value = serde_json::from_str(&page.body).unwrap();
        assert_eq!(problem["errors"][0]["code"], code, "{problem}");
    }
    assert!(briefs(&house.app).await.is_empty());
}

#[tokio::test]
async fn broken_requests_get_their_own_answers() {
    let house = town().await;
    let visitor = house.visitor(Lang::En);
    let path = "/api/v1/reports";
    let send =
        async |kind: Option<&str>, body: &[u8]| visitor.send(Method::POST, path, kind, body.to_vec()).await.status;
    let json = Some("application/json");
    assert_eq!(send(json, b"{").await, 400);
    assert_eq!(send(json, b"[]").await, 400);
    assert_eq!(send(json, b"{\"place\": \"\xff\"}").await, 400);
    assert_eq!(send(None, b"{}").await, 415);
    assert_eq!(send(Some("text/plain"), b"{}").await, 415);
    assert_eq!(send(json, &vec![b' '; 300_000]).await, 413);
    assert_eq!(send(Some("application/json; charset=utf-8"), minimal_bytes().as_slice()).await, 201);
    for key in ["short", "sixteen chars and a blank", &"x".repeat(201)] {
        assert_eq!(program(&house, &Value::Object(minimal()), &[("idempotency-key", key)]).await.status, 400, "{key}");
    }
    let page = visitor.open(path).await;
    assert_eq!(page.status, 405);
    assert_eq!(page.headers["content-type"], "application/problem+json");
}

fn minimal_bytes() -> Vec<u8> {
    Value::Object(minimal()).to_string().into_bytes()
}

#[tokio::test]
async fn the_description_is_openapi_3_1_and_true() {
    let house = town().await;
    let description = description(&house).await;
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"), "{}", description["openapi"]);
    let schema = &description["components"]["schemas"]["ReportIn"];
    assert_eq!(schema["required"], json!(["activity"]));
    let properties = schema["properties"].as_object().unwrap();
    let named = "place observed_at still_happening first_hand people vehicles activity agency uniform_words detained
        children_present reporter_safe wants_call contact language note detained_count point";
    for name in named.split_whitespace() {
        assert!(properties.contains_key(name), "{name} is described");
    }
    assert_eq!(properties.len(), named.split_whitespace().count());
    let mut sent = 0;
    for (name, property) in properties {
        for value in answers(property) {
            let mut report = minimal();
            report.insert(name.clone(), value.clone());
            if name == "wants_call" {
                report.insert("contact".into(), json!("323 555 0142"));
            }
            if value.is_null() {
                report.insert("point".into(), json!({"lat": 30.95, "lon": -120.03}));
            }
            let page = program(&house, &Value::Object(report), &[]).await;
            assert_eq!(page.status, 201, "{name} = {value}: {}", page.body);
            sent += 1;
        }
    }
    assert!(sent > 40, "the description lists answers: {sent}");
    let listed = description["paths"]["/api/v1/reports"]["post"]["responses"].as_object().unwrap();
    for status in ["201", "400", "403", "413", "415", "422", "503"] {
        assert!(listed.contains_key(status), "{status} is described");
    }
}

/// Values that a property's description allows, as far as it lists them.
fn answers(property: &Value) -> Vec<Value> {
    let mut out: Vec<Value> = property["enum"].as_array().cloned().unwrap_or_default();
    for one in ["oneOf", "anyOf"].iter().flat_map(|all| property[*all].as_array().into_iter().flatten()) {
        out.extend(answers(one));
    }
    match &property["type"] {
        Value::String(kind) if kind == "boolean" => out.extend([json!(true), json!(false)]),
        Value::String(kind) if kind == "null" => out.push(Value::Null),
        Value::String(kind) if kind == "integer" => out.extend([json!(0), json!(999), json!(3.0)]),
        Value::Array(kinds) if kinds.contains(&json!("null")) => out.push(Value::Null),
        _ => {}
    }
    out.extend(property.get("example").cloned());
    out.extend(property["examples"].as_array().cloned().unwrap_or_default());
    out
}

#[tokio::test]
async fn a_time_is_taken_as_it_is_described_or_refused_with_what_to_send() {
    let house = town().await;
    let described = description(&house).await;
    let pattern = &described["components"]["schemas"]["ReportIn"]["properties"]["observed_at"]["pattern"];
    let pattern = regex::Regex::new(pattern.as_str().unwrap()).unwrap();
    let mut refused = 0;
    for time in [
        "2026-03-04",
        "2026-03-04T11:30:00-08:00",
        "2026-03-04T19:30Z",
        "2026-03-04t19:30:00.5z",
        "2026-03-04 19:30:00+00:00",
        "2026-03-04T11:30:00",
        "2026-03-04 11:30",
        "2026-03-04T11",
        "20260304",
        "20260304T193000Z",
        "2026-063",
        "2026-W10-3",
        "+002026-03-04",
        " 2026-03-04",
        "2026-03-04T11:30:00-08",
        "2026-03-04T11:30:00-0800",
        "2026-03-04T11:30:00-08:00[America/Los_Angeles]",
        "2026-03-04[America/Los_Angeles]",
        "",
    ] {
        let report = json!({"place": "Luna y 7", "activity": "waiting", "observed_at": time});
        let page = program(&house, &report, &[]).await;
        assert_eq!(page.status == 201, pattern.is_match(time), "{time}: {}", page.body);
        if page.status == 201 {
            continue;
        }
        refused += 1;
        let problem: Value = serde_json::from_str(&page.body).unwrap();
        assert_eq!(problem["errors"].as_array().unwrap().len(), 1, "{problem}");
        assert_eq!(problem["errors"][0]["code"], "time-shape", "{time}");
        assert!(problem["errors"][0]["detail"].as_str().unwrap().contains("T07:30:00-08:00"), "{problem}");
    }
    assert_eq!(refused, 14);
    let taken: Vec<_> = briefs(&house.app).await.iter().map(|brief| brief.precision.code()).collect();
    assert_eq!(taken, ["day", "minutes", "minutes", "minutes", "minutes"]);
}

#[tokio::test]
async fn a_point_alone_says_where_as_it_does_in_the_form() {
    let house = town().await;
    let (lat, lon) = city::position(0.5, 0.5);
    let report = json!({"activity": "waiting", "point": {"lat": lat, "lon": lon}});
    let page = program(&house, &report, &[]).await;
    assert_eq!(page.status, 201, "{}", page.body);
    let form = house.visitor(Lang::Es).open("/reportar").await;
    let fields = [("activity", "waiting"), ("lat", &lat.to_string()), ("lon", &lon.to_string())];
    form.press("Enviar", &fields).await.says("Recibimos su reporte");
    let all = briefs(&house.app).await;
    assert!(all[0].cell.is_some());
    assert_eq!((all[0].area, all[0].cell), (all[1].area, all[1].cell));
    for nowhere in [json!({"activity": "waiting"}), json!({"activity": "waiting", "place": null, "point": null})] {
        let page = program(&house, &nowhere, &[]).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains("place-missing"), "{}", page.body);
    }
    let described = description(&house).await;
    let schema = &described["components"]["schemas"]["ReportIn"];
    assert_eq!(schema["required"], json!(["activity"]));
    assert_eq!(schema["anyOf"][0]["required"], json!(["place"]));
    assert_eq!(schema["anyOf"][1]["required"], json!(["point"]));
}

#[tokio::test]
async fn what_may_be_answered_is_listed_and_agencies_go_by_their_common_names() {
    let house = town().await;
    let named = [
        ("ICE", "ice_ero"),
        ("ero", "ice_ero"),
        ("ICE/ERO", "ice_ero"),
        ("Hsi", "hsi"),
        ("CBP", "cbp"),
        ("Border Patrol", "cbp"),
        ("DHS", "other_federal"),
        ("POLICE", "local_police"),
        ("Local_Police", "local_police"),
        ("UNKNOWN", "unknown"),
    ];
    for (name, code) in named {
        let page = program(&house, &json!({"place": "Luna y 7", "activity": "waiting", "agency": name}), &[]).await;
        assert_eq!(page.status, 201, "{name}: {}", page.body);
        assert_eq!(briefs(&house.app).await.pop().unwrap().facts.agency.code(), code, "{name}");
    }
    let odd = json!({"place": "Luna y 7", "activity": "raid", "agency": "KGB", "first_hand": "yes", "detained": "maybe", "people": "many"});
    let page = program(&house, &odd, &[]).await;
    assert_eq!(page.status, 422);
    let problem: Value = serde_json::from_str(&page.body).unwrap();
    let allowed = |field: &str| {
        let errors = problem["errors"].as_array().unwrap();
        let one = errors.iter().find(|error| error["field"] == field).unwrap_or_else(|| panic!("{field}: {problem}"));
        one["allowed"].as_array().map_or(0, Vec::len)
    };
    let counted = ["activity", "agency", "first_hand", "detained", "people"].map(allowed);
    assert_eq!(counted, [7, 7, 4, 3, 7]);
    assert!(problem["errors"].to_string().contains("\"ice_ero\""), "{problem}");
    // Nothing is listed where nothing can be.
    let page = program(&house, &json!({"place": 7, "activity": "waiting"}), &[]).await;
    assert!(!page.body.contains("allowed"), "{}", page.body);
}

#[tokio::test]
async fn a_call_needs_a_number_a_place_needs_letters_and_a_field_is_told_of_once() {
    let house = town().await;
    for (field, value, told) in [
        ("wants_call", json!("yes"), "contact contact-missing"),
        ("wants_call", json!(true), "contact contact-missing"),
        ("place", json!("\u{200b}\u{feff}"), "place place-missing"),
        ("observed_at", json!(1_795_880_000), "observed_at not-text"),
    ] {
        let mut report = minimal();
        report.insert(field.into(), value.clone());
        let page = program(&house, &Value::Object(report), &[]).await;
        assert_eq!(page.status, 422, "{field} {value}");
        let problem: Value = serde_json::from_str(&page.body).unwrap();
        let errors = problem["errors"].as_array().unwrap();
        let errors: Vec<String> = errors
            .iter()
            .map(|error| format!("{} {}", error["field"].as_str().unwrap(), error["code"].as_str().unwrap()))
            .collect();
        assert_eq!(errors, [told]);
    }
    let call = json!({"place": "Luna y 7", "activity": "waiting", "wants_call": "yes", "contact": "323 555 0142"});
    assert_eq!(program(&house, &call, &[]).await.status, 201);
}
