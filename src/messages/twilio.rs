//! Sending through Twilio's interface: `POST /2010-04-01/Accounts/{sid}/Messages.json`.
//!
//! Twilio offers no idempotency key for new messages. A try without an answer is repeated all the same: a text twice does less harm
//! than a question that never came.

use reqwest::Client;

use super::letter::Try;
use super::mail::{self, Outgoing};
use crate::ground::config::Twilio;

/// The lives that Twilio takes, in seconds (`ValidityPeriod`; its error dictionary, 21624).
const LIFE_SECONDS: std::ops::RangeInclusive<i64> = 1..=36_000;

/// Tries once, and says what came back. `news_to` is where news of the letter are to go; without one none are asked for.
pub(super) async fn send(client: &Client, conf: &Twilio, news_to: Option<String>, letter: &Outgoing) -> (Try, String) {
    let base = conf.base_url.trim_end_matches('/');
    let url = format!("{base}/2010-04-01/Accounts/{}/Messages.json", conf.account_sid);
    let sender = if conf.from.starts_with("MG") { "MessagingServiceSid" } else { "From" };
    let mut form =
        vec![("To", letter.to.as_str().to_owned()), (sender, conf.from.clone()), ("Body", letter.body.clone())];
    form.extend(news_to.map(|address| ("StatusCallback", address)));
    if let Some(life) = letter.life_seconds {
        form.push(("ValidityPeriod", life.clamp(*LIFE_SECONDS.start(), *LIFE_SECONDS.end()).to_string()));
    }
    let request = client.post(url).basic_auth(&conf.account_sid, Some(&conf.auth_token)).form(&form);
    mail::ended(request.send().await).await
}
