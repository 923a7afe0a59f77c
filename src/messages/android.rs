//! Sending through android-sms-gateway on the network's own phone: `POST {base}/message` with basic authentication.
//!
//! The message's id is ours. Before a letter is handed over again the phone is asked whether it has it, so that a lost answer does not
//! become a second text.

use reqwest::Client;
use serde::Serialize;

use super::letter::Try;
use super::mail::{self, Outgoing};
use crate::ground::config::Android;

/// Seconds for which a phone without a signal keeps trying, where nothing else is asked for: after six hours an answer misleads.
const LIFE_SECONDS: i64 = 6 * 60 * 60;

/// The shortest life that the gateway takes, in seconds (`ttl`, minimum 5).
const LIFE_SECONDS_MIN: i64 = 5;

/// Its `PostMessageRequest`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'l> {
    id: String,
    text_message: TextMessage<'l>,
    phone_numbers: [&'l str; 1],
    with_delivery_report: bool,
    ttl: i64,
}

#[derive(Serialize)]
struct TextMessage<'l> {
    text: &'l str,
}

/// Tries once, and says what came back.
pub(super) async fn send(client: &Client, conf: &Android, letter: &Outgoing) -> (Try, String) {
    let url = format!("{}/message", conf.base_url.trim_end_matches('/'));
    let id = letter.id.to_string();
    if letter.is_repeated {
        let asked = client.get(format!("{url}/{id}")).basic_auth(&conf.username, Some(&conf.password)).send().await;
        if asked.is_ok_and(|answer| answer.status().is_success()) {
            return (Try::Accepted, "the phone has it already".to_owned());
        }
    }
    let body = Request {
        id,
        text_message: TextMessage { text: &letter.body },
        phone_numbers: [letter.to.as_str()],
        with_delivery_report: true,
        ttl: letter.life_seconds.unwrap_or(LIFE_SECONDS).clamp(LIFE_SECONDS_MIN, LIFE_SECONDS),
    };
    let sent = client.post(url).basic_auth(&conf.username, Some(&conf.password)).json(&body).send().await;
    match sent {
        // Conflict: a message with this id is there already.
        Ok(answer) if answer.status().as_u16() == 409 => (Try::Accepted, "the phone has it already".to_owned()),
        other => mail::ended(other).await,
    }
}
