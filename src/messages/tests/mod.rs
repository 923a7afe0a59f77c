//! Stories through the front door, with a provider that misbehaves.

mod crowd;
mod following;
mod hooks;
mod keeping;
mod keywords;
mod outbox;
mod sending;
pub mod tls;
mod trouble;

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_lc_rs::hmac;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use tokio::task::JoinSet;
use url::form_urlencoded;

use super::store::{self, Counts};
use super::{Inbound, Thread};
use crate::ground::config::{Android, Config, Twilio};
use crate::ground::locale::Lang;
use crate::ground::{App, Id, Wrong};
use crate::testkit::{NOON, Page, TestHouse};

pub const TOKEN: &str = "token-of-twilio";
pub const SIGNING_KEY: &str = "key-of-the-phone";
pub const ORIGIN: &str = "https://red.example";
pub const ANA: &str = "+12135550142";
pub const BETO: &str = "+13235550177";

/// A configuration with Twilio at `base`.
pub fn with_twilio(base: &str) -> impl FnOnce(&mut Config) {
    let twilio = Twilio {
        base_url: base.to_owned(),
        account_sid: "AC123".into(),
        auth_token: TOKEN.into(),
        from: "+12135550100".into(),
        answers_keywords: true,
    };
    move |config| {
        config.origin = Some(ORIGIN.into());
        config.sms.twilio = Some(twilio);
        config.sms.answer_ms = 150;
    }
}

/// A configuration with a phone at `base`.
pub fn with_android(base: &str) -> impl FnOnce(&mut Config) {
    let android = Android {
        base_url: base.to_owned(),
        username: "sms".into(),
        password: "pass".into(),
        signing_key: SIGNING_KEY.into(),
    };
    move |config| {
        config.origin = Some(ORIGIN.into());
        config.sms.android = Some(android);
        config.sms.answer_ms = 150;
    }
}

/// Posts fields as Twilio does, signed with `token`.
pub async fn twilio_posts(house: &TestHouse, path: &str, token: &str, fields: &[(&str, &str)]) -> Page {
    let mut sorted = fields.to_vec();
    sorted.sort_unstable();
    let signed: String = sorted.iter().flat_map(|(name, value)| [*name, *value]).collect();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, token.as_bytes());
    let tag = STANDARD.encode(hmac::sign(&key, format!("{ORIGIN}{path}{signed}").as_bytes()));
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes();
    let kind = Some("application/x-www-form-urlencoded");
    house.visitor(Lang::Es).send_with(Method::POST, path, kind, &[("x-twilio-signature", &tag)], body).await
}

/// A text from somebody through Twilio.
pub async fn texts(house: &TestHouse, from: &str, sid: &str, words: &str) -> Page {
    let fields = [("From", from), ("To", "+12135550100"), ("MessageSid", sid), ("Body", words), ("NumMedia", "0")];
    let page = twilio_posts(house, "/hooks/sms/twilio", TOKEN, &fields).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    page
}

/// Posts an event as the phone does, signed `off_seconds` from now.
pub async fn phone_posts(house: &TestHouse, body: &str, key: &str, off_seconds: i64) -> Page {
    let stamp = house.app.now().plus_seconds(off_seconds).seconds().to_string();
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
    let tag = hex::encode(hmac::sign(&key, format!("{body}{stamp}").as_bytes()));
    let headers = [("x-signature", tag.as_str()), ("x-timestamp", stamp.as_str())];
    let path = "/hooks/sms/android";
    let visitor = house.visitor(Lang::En);
    visitor.send_with(Method::POST, path, Some("application/json"), &headers, body.into()).await
}

/// The phone's event for a text that came in.
pub fn received(id: &str, from: &str, words: &str) -> String {
    json!({
        "deviceId": "d", "event": "sms:received", "id": id, "webhookId": "w",
        "payload": { "messageId": "m", "message": words, "phoneNumber": from, "simNumber": 1,
                     "receivedAt": "2026-03-04T12:00:00.000-08:00" }
    })
    .to_string()
}

pub async fn inbound(app: &App) -> Vec<(i64, Inbound)> {
    app.db.read("inbound", |tx| store::inbound_after(tx, 0, 100)).await.unwrap()
}

pub async fn words(app: &App, id: Id<Inbound>) -> String {
    let keys = app.keys.clone();
    app.db.read("words", move |tx| super::open_inbound(&keys, tx, id)).await.unwrap()
}

/// The thread of the newest text that came in.
pub async fn newest_thread(app: &App) -> Id<Thread> {
    inbound(app).await.last().expect("a text").1.thread
}

pub async fn counts(app: &App) -> Counts {
    app.db.read("counts", store::counts).await.unwrap()
}

pub async fn write_to(app: &App, thread: Id<Thread>, body: &'static str) -> Result<(), Wrong> {
    let (keys, now) = (app.keys.clone(), app.now());
    app.db.write("a letter", move |tx| super::letter(tx, &keys, thread, body, now)).await
}

pub async fn forget(app: &App) -> usize {
    let now = app.now();
    app.keys.drop_expired(now).unwrap();
    app.db.write("forget", move |tx| store::forget_before(tx, now)).await.unwrap()
}

/// What the fake provider answers next.
#[derive(Clone)]
pub enum Reply {
    /// A status, the seconds of Retry-After, a body.
    Says(u16, Option<u32>, &'static str),
    /// Takes the message and never answers.
    TakesAndHangs,
    /// Takes nothing and never answers.
    Hangs,
}

/// A request that the fake provider saw.
#[derive(Clone)]
pub struct Seen {
    pub method: Method,
    pub path: String,
    pub authorization: String,
    pub headers: HeaderMap,
    pub body: String,
}

/// A provider on loopback that answers by script, and accepts once the script is over.
pub struct Fake {
    pub base: String,
    shared: Shared,
    _server: JoinSet<()>,
}

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Provider>>);

#[derive(Default)]
struct Provider {
    script: VecDeque<Reply>,
    seen: Vec<Seen>,
    /// Ids of the messages it has, as the phone knows them.
    has: HashSet<String>,
}

impl Fake {
    pub async fn start(script: impl IntoIterator<Item = Reply>) -> Fake {
        let shared = Shared::default();
        shared.0.lock().unwrap().script.extend(script);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(shared.clone());
        let mut server = JoinSet::new();
        server.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Fake { base, shared, _server: server }
    }

    pub fn then(&self, reply: Reply) {
        self.shared.0.lock().unwrap().script.push_back(reply);
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.shared.0.lock().unwrap().seen.clone()
    }

    /// How many messages were posted.
    pub fn posts(&self) -> usize {
        self.seen().iter().filter(|seen| seen.method == Method::POST).count()
    }

    /// How many different messages it took, by id.
    pub fn has(&self) -> usize {
        self.shared.0.lock().unwrap().has.len()
    }
}

async fn answer(State(shared): State<Shared>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let body = String::from_utf8(body.to_vec()).unwrap();
    let id =
        serde_json::from_str::<serde_json::Value>(&body).ok().and_then(|body| Some(body["id"].as_str()?.to_owned()));
    let reply = {
        let mut provider = shared.0.lock().unwrap();
        let authorization = headers.get("authorization").map_or("", |value| value.to_str().unwrap()).to_owned();
        let path = uri.path().to_owned();
        provider.seen.push(Seen { method: method.clone(), path: path.clone(), authorization, headers, body });
        if method == Method::GET {
            let known = path.rsplit('/').next().is_some_and(|id| provider.has.contains(id));
            return if known { StatusCode::OK } else { StatusCode::NOT_FOUND }.into_response();
        }
        let reply = provider.script.pop_front().unwrap_or(Reply::Says(201, None, r#"{"sid":"SM1","status":"queued"}"#));
        if let (Reply::Says(200..=299, ..) | Reply::TakesAndHangs, Some(id)) = (&reply, id) {
            provider.has.insert(id);
        }
        reply
    };
    match reply {
        Reply::Says(status, wait, body) => {
            let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
            if let Some(wait) = wait {
                response.headers_mut().insert("retry-after", wait.into());
            }
            if (300..400).contains(&status) {
                response.headers_mut().insert("location", "/elsewhere".parse().unwrap());
            }
            response
        }
        Reply::TakesAndHangs | Reply::Hangs => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            StatusCode::OK.into_response()
        }
    }
}
