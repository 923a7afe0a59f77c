//! Webhooks to sites' own systems, as Standard Webhooks 1.0 describes them (<https://www.standardwebhooks.com>).
//!
//! In: an event for one address. Out: what became of it. Three headers, `webhook-id`, `webhook-timestamp` and `webhook-signature`, prove who sent
//! it, when, and that nothing was changed.
//!
//! An address comes from outside and makes our server speak to a host: it is https, its host is looked up by us, and only addresses
//! of the public internet are spoken to (see [`reach`]). Redirects are not followed, no answer is read.
//!
//! | answer | means |
//! |---|---|
//! | 2xx | sent |
//! | 410 | gone: the receiver wants no more |
//! | 413 | too large |
//! | 408, 425, 429, 5xx, no connection, a certificate that is not believed | later, after `Retry-After` where it is given |
//! | any other status, redirects among them | refused |
//! | an address that may not be spoken to | refused |
//! | no answer in time, or the connection broke | unclear |

pub mod reach;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Client;
use serde::Serialize;
use serde_json::Value;

use self::reach::{Guarded, NotPublic};
use super::broadcast::{Outcome, Why};
use super::mail::{Gate, Mail};
use super::push::answer::wait_seconds;
use super::told::Told;
use super::{http, outbox};
use crate::ground::config;
use crate::ground::keys::mac;
use crate::ground::{App, Moment};
use crate::subscriptions::{Channel, WebhookAddress};

/// The largest body: Standard Webhooks advises less than 20 kB.
pub const BODY_BYTES_MAX: usize = 20_000;

/// One event for one address.
pub struct Event<'e> {
    /// Opaque and drawn for this event and address; the same on every try, so that a receiver can tell a repetition.
    pub id: [u8; 16],
    pub to: &'e WebhookAddress,
    /// What happened, in words with dots: `alert.released`.
    pub kind: &'e str,
    /// When it happened, which is not when it is sent.
    pub at: Moment,
    pub data: &'e Value,
}

/// The body: a type, a time, the facts.
#[derive(Serialize)]
struct Body<'e> {
    r#type: &'e str,
    timestamp: String,
    data: &'e Value,
}

/// The client for webhooks.
pub struct Webhook {
    client: Client,
    allow_local: bool,
}

/// Sends one event.
pub async fn send(app: &App, event: &Event<'_>) -> Outcome {
    let mail = app.part::<Mail>();
    match &mail.webhook {
        Gate::Open(webhook) => webhook.tell(event, app.now()).await.outcome,
        Gate::Outbox => {
            let body = serde_json::to_string_pretty(event.data).unwrap_or_default();
            // The host alone: the rest of the address may be a secret.
            outbox::instead(app, Channel::Webhook, format!("{}/···", event.to.host()), event.kind, &body)
        }
        Gate::Closed => Outcome::ShutOut,
    }
}

impl Webhook {
    /// Gets the client ready.
    ///
    /// # Errors
    /// Where certificates cannot be read.
    pub fn open(conf: &config::Webhook) -> anyhow::Result<Webhook> {
        let resolver = Arc::new(Guarded { allow_local: conf.allow_local });
        let builder = http::client(conf.answer_ms).dns_resolver(resolver);
        let client = http::also_believing(builder, conf.ca_file.as_deref())?.build()?;
        Ok(Webhook { client, allow_local: conf.allow_local })
    }

    /// Sends one event and says what came back.
    pub(super) async fn tell(&self, event: &Event<'_>, now: Moment) -> Told {
        let url = match reach::checked(event.to.url(), self.allow_local) {
            Ok(url) => url,
            Err(wrong) => return Told::refused(wrong.to_string()),
        };
        let body = Body { r#type: event.kind, timestamp: event.at.iso(), data: event.data };
        let Ok(body) = serde_json::to_string(&body) else { return Told::refused("the event is no JSON") };
        if body.len() > BODY_BYTES_MAX {
            return Told::new(Outcome::Failed(Why::TooLarge), "the event is too large");
        }
        let id = format!("msg_{}", hex::encode(event.id));
        let stamp = now.seconds().to_string();
        let signature = signature(event.to.secret(), &id, &stamp, &body);
        let sent = self
            .client
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", stamp)
            .header("webhook-signature", signature)
            .body(body)
            .send()
            .await;
        match sent {
            Ok(answer) => {
                let status = answer.status().as_u16();
                let asked = http::retry_after(answer.headers());
                Told::new(meaning(status, asked, now), http::line(status, &[]))
            }
            Err(error) if is_not_public(&error) => Told::refused(NotPublic.to_string()),
            Err(error) => http::unanswered(&error),
        }
    }
}

/// What a receiver's answer means.
fn meaning(status: u16, retry_after: Option<&str>, now: Moment) -> Outcome {
    match status {
        200..=299 => Outcome::Sent,
        410 => Outcome::Failed(Why::Gone),
        413 => Outcome::Failed(Why::TooLarge),
        408 | 425 | 429 | 500..=599 => {
            Outcome::Later { wait_seconds: retry_after.and_then(|text| wait_seconds(text, now)) }
        }
        _ => Outcome::Failed(Why::Refused),
    }
}

/// Whether a request failed because its host has no address that may be spoken to.
fn is_not_public(error: &reqwest::Error) -> bool {
    let mut reason: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = reason {
        if error.is::<NotPublic>() {
            return true;
        }
        reason = error.source();
    }
    false
}

/// The signature of a message (HMAC-SHA-256 over id, time and body, with dots between): `v1,…`. Neither id nor time holds a dot.
fn signature(secret: &[u8], id: &str, stamp: &str, body: &str) -> String {
    format!("v1,{}", STANDARD.encode(mac(secret, format!("{id}.{stamp}.{body}").as_bytes())))
}
