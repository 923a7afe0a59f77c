//! Signal, through a signal-cli daemon: `POST /api/v1/rpc` with JSON-RPC 2.0, method `send`.
//!
//! Written from its manual (signal-cli-jsonrpc(5), signal-cli(1) "Exit codes") and from what its answers hold. **Tested against a fake of the
//! documented protocol**, not against Signal itself: that takes a registered number.
//!
//! | answer | means |
//! |---|---|
//! | `SUCCESS` | sent |
//! | `UNREGISTERED_FAILURE`, "not registered" | gone: no account of Signal has this number (any more) |
//! | `RATE_LIMIT_FAILURE`, code -5 | later, after the seconds that are named; with a token a person must solve a puzzle first |
//! | `IDENTITY_FAILURE`, code -4 | refused: the person's key changed and the daemon does not believe the new one |
//! | `NETWORK_FAILURE`, codes -3 and -32603 | unclear: the daemon spoke to Signal and something broke |
//! | code -32601 or -32602, a status that is no 200 | shut out: the account or the address of the daemon is wrong |
//! | no connection | later |
//! | no answer in time | unclear |

use std::net::IpAddr;

use anyhow::ensure;
use reqwest::{Client, Url};
use serde_json::{Value, json};

use super::broadcast::{Outcome, Why};
use super::mail::{Gate, Mail};
use super::push::answer::WAIT_SECONDS_MAX;
use super::thread::Number;
use super::told::Told;
use super::{http, outbox};
use crate::ground::App;
use crate::ground::config;
use crate::subscriptions::Channel;

/// Our user's fault, as signal-cli sees it.
const CODE_USER: i64 = -1;
/// Signal's server, or the way to it.
const CODE_IO: i64 = -3;
/// The receiver's key is not believed.
const CODE_UNTRUSTED: i64 = -4;
/// Too many messages.
const CODE_RATE: i64 = -5;
/// JSON-RPC 2.0, section 5.1.
const CODE_NO_METHOD: i64 = -32_601;
const CODE_BAD_PARAMS: i64 = -32_602;
const CODE_INTERNAL: i64 = -32_603;

/// One message to one number.
pub struct Note<'n> {
    /// Opaque and drawn for this message; it matches answer to request.
    pub id: [u8; 16],
    pub to: &'n Number,
    pub body: &'n str,
}

/// The daemon.
pub struct Signal {
    client: Client,
    url: Url,
    account: Option<String>,
}

/// Sends one message.
pub async fn send(app: &App, note: &Note<'_>) -> Outcome {
    let mail = app.part::<Mail>();
    match &mail.signal {
        Gate::Open(signal) => signal.tell(note).await.outcome,
        Gate::Outbox => outbox::instead(app, Channel::Signal, note.to.masked(), "", note.body),
        Gate::Closed => Outcome::ShutOut,
    }
}

impl Signal {
    /// Gets the client ready.
    ///
    /// # Errors
    /// Where the address is none, or leads away from this machine without encryption; where the account is no number.
    pub fn open(conf: &config::Signal) -> anyhow::Result<Signal> {
        let url = Url::parse(&conf.url).map_err(|_| anyhow::anyhow!("url is no address: http://127.0.0.1:8081"))?;
        let is_safe = url.scheme() == "https" || url.scheme() == "http" && is_here(&url);
        ensure!(
            is_safe,
            "url must be on this machine (http://127.0.0.1:8081) or begin with https://: numbers go there"
        );
        let is_number = conf.account.as_deref().is_none_or(|account| account.starts_with('+') || account.contains('-'));
        ensure!(is_number, "account must be a number such as +12135550100, or the account's id");
        let client = http::client(conf.answer_ms).build()?;
        Ok(Signal { client, url, account: conf.account.clone() })
    }

    /// Sends one message and says what came back.
    pub(super) async fn tell(&self, note: &Note<'_>) -> Told {
        let id = hex::encode(note.id);
        let mut params = json!({ "recipient": [note.to.as_str()], "message": note.body });
        if let Some(account) = &self.account {
            params["account"] = json!(account);
        }
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": "send", "params": params });
        let sent = self.client.post(self.at("/api/v1/rpc")).json(&request).send().await;
        let answer = match sent {
            Ok(answer) => answer,
            Err(error) => return http::unanswered(&error),
        };
        let status = answer.status().as_u16();
        let body = http::front(answer).await;
        Told::new(meaning(status, &body, &id), http::line(status, &body))
    }

    /// Asks the daemon whether it is there.
    pub(super) async fn check(&self) -> Told {
        match self.client.get(self.at("/api/v1/check")).send().await {
            Ok(answer) if answer.status().is_success() => Told::new(Outcome::Sent, "the daemon answers"),
            Ok(answer) => Told::shut_out(http::line(answer.status().as_u16(), &[])),
            Err(error) => http::unanswered(&error),
        }
    }

    fn at(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        url.set_path(&format!("{}{path}", self.url.path().trim_end_matches('/')));
        url
    }
}

/// Whether an address is on this machine.
fn is_here(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        None => false,
    }
}

/// What an answer means. The daemon answers everything with 200, also its errors; another status comes from the door or a proxy before it.
fn meaning(status: u16, body: &[u8], id: &str) -> Outcome {
    match status {
        200..=299 => {}
        429 | 503 => return Outcome::Later { wait_seconds: None },
        500..=599 => return Outcome::Unclear,
        _ => return Outcome::ShutOut,
    }
    let Ok(answer) = serde_json::from_slice::<Value>(body) else { return Outcome::Unclear };
    // Where the daemon could not read the id it answers none.
    if answer["id"].as_str().is_some_and(|answered| answered != id) {
        return Outcome::Unclear;
    }
    if let Some(result) = answer.get("result").filter(|result| !result.is_null()) {
        return of_result(&result["results"][0]).unwrap_or(Outcome::Sent);
    }
    let error = &answer["error"];
    let each = of_result(&error["data"]["response"]["results"][0]);
    match error["code"].as_i64() {
        Some(CODE_RATE) => each.unwrap_or(Outcome::Later { wait_seconds: None }),
        Some(CODE_USER | CODE_UNTRUSTED) => each.unwrap_or_else(|| of_words(error["message"].as_str())),
        Some(CODE_NO_METHOD | CODE_BAD_PARAMS) => Outcome::ShutOut,
        Some(CODE_IO | CODE_INTERNAL) => each.unwrap_or(Outcome::Unclear),
        Some(_) => Outcome::Failed(Why::Refused),
        None => Outcome::Unclear,
    }
}

/// What the one result of a message says; `None` where there is none.
fn of_result(result: &Value) -> Option<Outcome> {
    Some(match result["type"].as_str()? {
        "SUCCESS" => Outcome::Sent,
        "UNREGISTERED_FAILURE" => Outcome::Failed(Why::Gone),
        "RATE_LIMIT_FAILURE" => {
            let asked = result["retryAfterSeconds"].as_i64();
            Outcome::Later { wait_seconds: asked.map(|seconds| seconds.clamp(0, WAIT_SECONDS_MAX)) }
        }
        "NETWORK_FAILURE" => Outcome::Unclear,
        _ => Outcome::Failed(Why::Refused),
    })
}

/// Older daemons say in words alone that a number has no account.
fn of_words(message: Option<&str>) -> Outcome {
    let words = message.unwrap_or_default().to_lowercase();
    let gone = ["is not registered", "unregistered user"].iter().any(|said| words.contains(said));
    Outcome::Failed(if gone { Why::Gone } else { Why::Refused })
}

#[cfg(test)]
mod tests;
