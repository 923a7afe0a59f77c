//! Texts of a broadcast: one message to one number, through the same providers as letters.
//!
//! Out: what came of it. What becomes of a broadcast's text on its way to the phone the provider tells later, by its id: see `hooks`. Twilio has no
//! key that would make a second try harmless; the phone at home is asked first.

use super::broadcast::{Outcome, Why};
use super::hooks;
use super::letter::Try;
use super::mail::{self, Gate, Mail, Outgoing};
use super::outbox;
use super::thread::Number;
use super::told::Told;
use crate::ground::config::Config;
use crate::ground::{App, Id};
use crate::subscriptions::Channel;

/// One text to one number.
pub struct Text<'t> {
    /// Opaque and drawn for this text; the same on every try.
    pub id: [u8; 16],
    pub to: &'t Number,
    pub body: &'t str,
    /// True where it may have been handed over before.
    pub is_repeated: bool,
    /// Seconds after which it is not to arrive any more; `None` where that does not matter.
    pub life_seconds: Option<i64>,
    /// True where the id says to us which broadcast's text it is, and the provider is asked for news of it.
    pub is_followed: bool,
}

/// Sends one text: through Twilio where both providers are set.
pub async fn send(app: &App, text: &Text<'_>) -> Outcome {
    let mail = app.part::<Mail>();
    match &mail.sms {
        Gate::Outbox => outbox::instead(app, Channel::Sms, text.to.masked(), "", text.body),
        _ => tell(&mail, &app.config, text).await.outcome,
    }
}

/// Sends one text and says what came back.
pub(super) async fn tell(mail: &Mail, config: &Config, text: &Text<'_>) -> Told {
    let Gate::Open(client) = &mail.sms else { return Told::shut_out("[sms] has neither twilio nor android") };
    let letter = Outgoing {
        id: Id::from_bytes(text.id),
        to: text.to.clone(),
        body: text.body.to_owned(),
        is_repeated: text.is_repeated,
        life_seconds: text.life_seconds,
    };
    let news_to = text.is_followed.then(|| hooks::news_url(config, "parcel", letter.id)).flatten();
    let (ended, said) = mail::hand_over(client, &config.sms, news_to, None, &letter).await;
    Told::new(outcome(ended), said)
}

/// What a try of a text means for a broadcast.
const fn outcome(ended: Try) -> Outcome {
    match ended {
        Try::Accepted => Outcome::Sent,
        // Who opted out at the provider's, and a number that is nobody's phone, are not written to again.
        Try::OptedOut | Try::NoPhone => Outcome::Failed(Why::Gone),
        Try::Refused => Outcome::Failed(Why::Refused),
        Try::Later { wait_seconds } => Outcome::Later { wait_seconds },
        Try::ShutOut | Try::NoProvider => Outcome::ShutOut,
        Try::Unclear => Outcome::Unclear,
    }
}

#[cfg(test)]
mod tests;
