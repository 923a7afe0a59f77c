//! The way out: one HTTP client and the provider that a letter goes through.

use std::time::Duration;

use reqwest::header::RETRY_AFTER;
use reqwest::redirect::Policy;
use reqwest::{Client, Response};

use super::letter::{Letter, Try};
use super::outbox::{Outbox, Slip};
use super::thread::{Number, Route};
use super::{android, twilio};
use crate::ground::config::Sms;
use crate::ground::{App, Id};

/// The most bytes read of a provider's answer: its codes stand at the front.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// The client that speaks to the providers; none where none is configured.
pub struct Mail {
    client: Option<Client>,
}

/// A letter on its way.
pub(super) struct Outgoing {
    pub id: Id<Letter>,
    pub to: Number,
    pub body: String,
    /// True where it may have been handed over before.
    pub is_repeated: bool,
}

impl Mail {
    /// Gets the client ready. Redirects are not followed and no proxy is used: a number goes to the configured address or nowhere.
    ///
    /// # Errors
    /// Where the machine's certificates cannot be read.
    pub fn open(sms: &Sms) -> anyhow::Result<Mail> {
        if sms.twilio.is_none() && sms.android.is_none() {
            return Ok(Mail { client: None });
        }
        let client = Client::builder()
            .timeout(Duration::from_millis(sms.answer_ms))
            .redirect(Policy::none())
            .no_proxy()
            .user_agent("cuadra")
            .build()?;
        Ok(Mail { client: Some(client) })
    }
}

/// Tries to send one letter: through the provider by which its thread was last heard, else through the one there is, else into the outbox.
pub(super) async fn send(app: &App, route: Option<Route>, letter: Outgoing) -> Try {
    let mail = app.part::<Mail>();
    let sms = &app.config.sms;
    let chosen = match (&sms.twilio, &sms.android) {
        (Some(_), Some(_)) => route.filter(|route| *route != Route::Outbox).unwrap_or(Route::Twilio),
        (Some(_), None) => Route::Twilio,
        (None, Some(_)) => Route::Android,
        (None, None) => Route::Outbox,
    };
    match (chosen, &mail.client, &sms.twilio, &sms.android) {
        (Route::Twilio, Some(client), Some(conf), _) => {
            twilio::send(client, conf, app.config.origin.as_deref(), &letter).await
        }
        (Route::Android, Some(client), _, Some(conf)) => android::send(client, conf, &letter).await,
        _ => {
            let slip = Slip { at: app.now(), to_masked: letter.to.masked(), body: letter.body };
            app.part::<Outbox>().put(slip);
            Try::Accepted
        }
    }
}

/// What a request came to. Only where no connection was made is it sure that the provider has nothing.
pub(super) async fn ended(sent: reqwest::Result<Response>) -> Try {
    let mut response = match sent {
        Ok(response) => response,
        Err(error) if error.is_connect() || error.is_builder() => return Try::Later { wait_seconds: None },
        Err(_) => return Try::Unclear,
    };
    let status = response.status().as_u16();
    let asked = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
    if (200..300).contains(&status) {
        // The answer's head says all that we need; its body names the number and is not read.
        return Try::of_answer(status, None, asked);
    }
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > ANSWER_BYTES_MAX {
            break;
        }
    }
    let code = serde_json::from_slice::<serde_json::Value>(&bytes).ok().and_then(|body| body["code"].as_i64());
    Try::of_answer(status, code, asked)
}
