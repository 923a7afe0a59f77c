//! Those who write while the program is killed: programs, neighbours with a form and a photo, phones, a dispatcher.
//!
//! Each goes on until it is told to stop or the program is gone, and keeps what it was told. What is answered with "busy" was not promised.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cuadra::ground::config::Config;
use cuadra::ground::locale::Lang;
use cuadra::ground::{Clock, Id, chance};
use cuadra::people::{Alias, Role, Standing};
use cuadra::sign_in::{Session, Token, cookie_name};
use cuadra::{people, sign_in, wiring};
use reqwest::{Client, RequestBuilder, Response, StatusCode};

use super::promises::Promise;

/// What the killed program reads. Its letters lead nowhere; the hook's signature covers this origin.
pub const SETTINGS: &str = "origin = \"http://127.0.0.1:1\"\nwork_bits = 0\n[sms.twilio]\naccount_sid = \"AC0\"\n\
    auth_token = \"kill-test-token\"\nfrom = \"+12135550100\"\nbase_url = \"http://127.0.0.1:1\"\n";
const ORIGIN: &str = "http://127.0.0.1:1";
const AUTH_TOKEN: &str = "kill-test-token";
const HOOK: &str = "/hooks/sms/twilio";

/// A very small photo.
const PHOTO: &[u8] = include_bytes!("../../src/reports/media/samples/gray.jpg");

/// Who writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Program,
    Neighbour,
    Phone,
    Dispatcher,
}

/// Six at once, as many as before there was a mix.
pub const EVERYBODY: [Who; 6] =
    [Who::Program, Who::Program, Who::Neighbour, Who::Neighbour, Who::Phone, Who::Dispatcher];

/// One writer's view of the run.
pub struct Writer {
    pub who: Who,
    pub origin: String,
    /// The dispatcher's `Cookie` line.
    pub cookie: String,
    /// Numbers everything that is written in all rounds.
    pub turn: Arc<AtomicU64>,
    /// How often this writer was promised something in this round.
    pub told: Arc<AtomicU64>,
    pub stop: Arc<AtomicBool>,
}

/// Makes the folder with a dispatcher in it. Answers the `Cookie` line of a live session.
pub async fn furnish(data: &Path) -> String {
    let config = Config { data: data.to_owned(), origin: Some(ORIGIN.into()), ..Config::default() };
    let name = cookie_name(config.is_encrypted());
    let app = wiring::open(config, Clock::machine()).expect("a new folder");
    let (token, now) = (Token::from_bytes(chance::bytes()), app.now());
    let hash = token.hash();
    let write = app.db.write("a dispatcher", move |tx| {
        let alias = Alias::parse("Ana").expect("an alias");
        let member = people::store::add(tx, &alias, None, &[Role::Dispatcher], Lang::Es, now)?;
        people::store::set_standing(tx, member, Standing::Active { since: now }, now)?;
        let session = Session { id: Id::unordered(), member, made_at: now, seen_at: now, stepped_up_at: None };
        sign_in::store::sessions::add(tx, &session, &hash)
    });
    write.await.expect("a dispatcher");
    format!("{name}={}", token.text())
}

/// The program is gone, or was told to go: nothing more will be promised.
struct Gone;

impl Writer {
    /// Writes until the program is gone. Answers what it was told.
    pub async fn write(self) -> Vec<Promise> {
        let client = Client::new();
        let mut promised = Vec::new();
        while !self.stop.load(Ordering::Relaxed) {
            let n = self.turn.fetch_add(1, Ordering::Relaxed);
            let before = promised.len();
            let done = match self.who {
                Who::Program => self.program(&client, n, &mut promised).await,
                Who::Neighbour => self.neighbour(&client, n, &mut promised).await,
                Who::Phone => self.phone(&client, n, &mut promised).await,
                Who::Dispatcher => self.dispatcher(&client, &mut promised).await,
            };
            self.told.fetch_add((promised.len() - before) as u64, Ordering::Relaxed);
            if done.is_err() {
                break;
            }
        }
        promised
    }

    /// Sends a report to the API, every third one twice.
    async fn program(&self, client: &Client, n: u64, promised: &mut Vec<Promise>) -> Result<(), Gone> {
        let note = format!("note number {n}");
        let body = serde_json::json!({
            "place": "Luna y Séptima", "activity": "waiting", "people": "3-5", "note": note, "contact": "call after six",
        });
        for _ in 0..=u64::from(n.is_multiple_of(3)) {
            let request = client
                .post(format!("{}/api/v1/reports", self.origin))
                .header("idempotency-key", format!("kill-test-sending-{n:010}"))
                .json(&body);
            let Some((status, answer)) = ask(request).await? else { continue };
            assert_eq!(status, StatusCode::CREATED, "an intake that is up takes reports: {answer}");
            let answer: serde_json::Value = serde_json::from_str(&answer).expect("an answer in JSON");
            let receipt = answer["receipt"].as_str().expect("a receipt").to_owned();
            promised.push(Promise::Report { receipt, note: note.clone(), pictures: 0 });
        }
        Ok(())
    }

    /// Fills in the form, every other time with a photo, and comes back with the receipt to add something.
    async fn neighbour(&self, client: &Client, n: u64, promised: &mut Vec<Promise>) -> Result<(), Gone> {
        let Some((_, page)) = ask(client.get(format!("{}/reportar", self.origin))).await? else { return Ok(()) };
        let (note, has_photo) = (format!("vecina número {n}"), n.is_multiple_of(2));
        let fields =
            [("token", field(&page, "token")), ("activity", "waiting"), ("place", "Luna y Séptima"), ("note", &note)];
        let request = form(client, &format!("{}/reportar", self.origin), n, &fields, has_photo.then_some(PHOTO));
        let Some((status, page)) = ask(request).await? else { return Ok(()) };
        assert_eq!(status, StatusCode::OK, "the form is taken: {page}");
        let receipt = between(&page, "<p class=\"code\">", "</p>").to_owned();
        promised.push(Promise::Report { receipt: receipt.clone(), note, pictures: usize::from(has_photo) });
        let words = format!("algo más, número {n}");
        let fields = [("code", receipt.as_str()), ("do", "say"), ("once", &words), ("words", &words)];
        let request = form(client, &format!("{}/comprobante", self.origin), n, &fields, None);
        let Some((status, page)) = ask(request).await? else { return Ok(()) };
        assert_eq!(status, StatusCode::OK, "the addition is taken: {page}");
        promised.push(Promise::Added { receipt, words });
        Ok(())
    }

    /// Hands a text over as the provider does, every third one twice. Each comes from a number of its own.
    async fn phone(&self, client: &Client, n: u64, promised: &mut Vec<Promise>) -> Result<(), Gone> {
        let words = format!("hay agentes en Luna y Séptima, número {n}");
        let (from, sid) = (format!("+1213{:07}", 2_000_000 + n), format!("SM{n:032}"));
        let fields = [("Body", words.as_str()), ("From", &from), ("MessageSid", &sid), ("NumMedia", "0")];
        let signed: String = fields.iter().flat_map(|(name, value)| [*name, value]).collect();
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, AUTH_TOKEN.as_bytes());
        let proof = STANDARD.encode(hmac::sign(&key, format!("{ORIGIN}{HOOK}{signed}").as_bytes()));
        for _ in 0..=u64::from(n.is_multiple_of(3)) {
            let request = client.post(format!("{}{HOOK}", self.origin)).form(&fields);
            let Some((status, answer)) = ask(request.header("x-twilio-signature", &proof)).await? else { continue };
            assert_eq!(status, StatusCode::OK, "a signed text is taken: {answer}");
            promised.push(Promise::Text { words: words.clone() });
        }
        Ok(())
    }

    /// Takes the first card of the queue and decides about it.
    async fn dispatcher(&self, client: &Client, promised: &mut Vec<Promise>) -> Result<(), Gone> {
        let mine = |request: RequestBuilder| request.header("cookie", &self.cookie);
        let Some((status, queue)) = ask(mine(client.get(format!("{}/queue", self.origin)))).await? else {
            return Ok(());
        };
        assert_eq!(status, StatusCode::OK, "the session lives on");
        let Some((_, rest)) = queue.split_once("action=\"/queue/") else { return Ok(()) };
        let card = rest.split('"').next().unwrap_or_default();
        let (path, csrf) = (format!("{}/queue/{card}", self.origin), field(&queue, "csrf"));
        let card: Id<cuadra::triage::card::Card> = card.parse().expect("a card");
        let request = mine(client.post(&path)).form(&[("csrf", csrf), ("do", "claim")]);
        let Some((status, page)) = ask(request).await? else { return Ok(()) };
        assert_eq!(status, StatusCode::OK, "the card is free: {page}");
        promised.push(Promise::Claimed { card });
        let fields = [("csrf", csrf), ("do", "no"), ("reason", "test"), ("upto", field(&page, "upto"))];
        let Some((status, page)) = ask(mine(client.post(&path)).form(&fields)).await? else { return Ok(()) };
        assert_eq!(status, StatusCode::OK, "the decision is taken: {page}");
        promised.push(Promise::Decided { card });
        Ok(())
    }
}

/// Sends, and answers status and body; nothing where it was told that we are busy.
async fn ask(request: RequestBuilder) -> Result<Option<(StatusCode, String)>, Gone> {
    let answer: Response = request.header("sec-fetch-site", "same-origin").send().await.map_err(|_| Gone)?;
    let status = answer.status();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        return Ok(None);
    }
    Ok(Some((status, answer.text().await.map_err(|_| Gone)?)))
}

/// A form as a browser sends it, from an address of its own: whoever tries many receipts is slowed.
fn form(client: &Client, url: &str, n: u64, fields: &[(&str, &str)], photo: Option<&[u8]>) -> RequestBuilder {
    const EDGE: &str = "----edge-of-a-form";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    if let Some(photo) = photo {
        let head = "content-disposition: form-data; name=\"media\"; filename=\"x.jpg\"\r\ncontent-type: image/jpeg";
        body.extend(format!("--{EDGE}\r\n{head}\r\n\r\n").bytes());
        body.extend(photo);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{EDGE}--\r\n").bytes());
    client
        .post(url)
        .header("content-type", format!("multipart/form-data; boundary={EDGE}"))
        .header("x-forwarded-for", format!("10.{}.{}.1", n / 256 % 256, n % 256))
        .body(body)
}

/// The value of a hidden field.
fn field<'p>(page: &'p str, name: &str) -> &'p str {
    between(page, &format!("name=\"{name}\" value=\""), "\"")
}

fn between<'p>(page: &'p str, start: &str, end: &str) -> &'p str {
    let rest = page.split_once(start).unwrap_or_else(|| panic!("no {start} in {page}")).1;
    rest.split(end).next().unwrap_or_default()
}
