//! Trying the channels out: are their settings usable, does the other side let us in, does one message get through.
//!
//! For `cuadra doctor`, which needs no network's data for it.

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::email::{self, Email};
use super::mail::Mail;
use super::push::client::{self, PushClient};
use super::signal::{Note, Signal};
use super::sms::Text;
use super::told::Told;
use super::webhook::{Event, Webhook};
use super::{mail::Gate, sms};
use crate::ground::config::Config;
use crate::ground::locale::Say;
use crate::ground::{Moment, chance};
use crate::subscriptions::{Channel, EmailAddress, Number, WebhookAddress};

/// What a look at a channel's settings found.
#[derive(Debug)]
pub enum Look {
    /// The network does not have this channel.
    NotSet,
    /// A setting cannot be used.
    Wrong(String),
    /// The settings can be used. Nothing was asked of anybody.
    Usable,
    /// The other side was asked whether it lets us in.
    Asked(Told),
}

/// To whom a test message goes.
#[derive(Debug, Clone)]
pub enum Receiver {
    Email(EmailAddress),
    Sms(Number),
    Signal(Number),
    Webhook(WebhookAddress),
}

impl FromStr for Receiver {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form =
            "write email:ana@example.org, sms:+12135550142, signal:+12135550142 or \"webhook:https://… whsec_…\"";
        let (channel, rest) = text.split_once(':').ok_or(form)?;
        let number = || Number::parse(rest).ok_or_else(|| format!("{rest} is no phone number"));
        match channel {
            "email" => {
                let address = EmailAddress::parse(rest).ok_or_else(|| format!("{rest} is no e-mail address"))?;
                Ok(Receiver::Email(address))
            }
            "sms" => Ok(Receiver::Sms(number()?)),
            "signal" => Ok(Receiver::Signal(number()?)),
            "webhook" => {
                let (url, secret) = rest.split_once(' ').ok_or(form)?;
                let secret =
                    secret.trim().strip_prefix("whsec_").and_then(|text| STANDARD.decode(text).ok()?.try_into().ok());
                let secret = secret.ok_or("the secret is whsec_ and 32 bytes in base64")?;
                Ok(Receiver::Webhook(WebhookAddress::new(url, secret).map_err(|wrong| wrong.to_string())?))
            }
            _ => Err(form.to_owned()),
        }
    }
}

/// Looks at the settings of a channel, and asks the relay and the daemon whether they let us in.
pub async fn look(config: &Config, channel: Channel) -> Look {
    match channel {
        // Browsers take push from encrypted pages only, and push services want to know whom to write to.
        Channel::Push if config.push.contact.is_none() && !config.is_encrypted() => Look::NotSet,
        Channel::Push => {
            usable(PushClient::open(&config.push).map(|_| ()).and_then(|()| Ok(client::contact(config).map(|_| ())?)))
        }
        Channel::Email => match config.email.as_ref().map(|conf| Email::open(conf, &config.name)) {
            None => Look::NotSet,
            Some(Err(error)) => Look::Wrong(format!("{error:#}")),
            Some(Ok(email)) => Look::Asked(email.check().await),
        },
        Channel::Sms if config.sms.twilio.is_none() && config.sms.android.is_none() => Look::NotSet,
        Channel::Sms => Look::Usable,
        Channel::Signal => match config.signal.as_ref().map(Signal::open) {
            None => Look::NotSet,
            Some(Err(error)) => Look::Wrong(format!("{error:#}")),
            Some(Ok(signal)) => Look::Asked(signal.check().await),
        },
        Channel::Webhook => match config.webhook.as_ref().map(Webhook::open) {
            None => Look::NotSet,
            Some(opened) => usable(opened.map(|_| ())),
        },
    }
}

fn usable(opened: anyhow::Result<()>) -> Look {
    opened.map_or_else(|error| Look::Wrong(format!("{error:#}")), |()| Look::Usable)
}

/// Name and value of the TXT record that the mails' signatures need, where mails are signed.
pub fn dkim_record(config: &Config) -> Option<(String, String)> {
    Email::open(config.email.as_ref()?, &config.name).ok()?.dkim_record()
}

/// Sends one test message and tells what came back.
///
/// # Errors
/// Where the settings cannot be used.
pub async fn try_out(config: &Config, say: &Say, to: &Receiver, now: Moment) -> anyhow::Result<Told> {
    let mail = Mail::open(config)?;
    let title = say.t1("messages-try-title", "network", config.name.as_str());
    let body = say.t1("messages-try-body", "network", config.name.as_str());
    let id = chance::bytes();
    Ok(match to {
        Receiver::Email(to) => match &mail.email {
            Gate::Open(email) => {
                let leave = format!("{}/", config.origin());
                let mailing = email::Mailing { id, to, subject: &title, body: &body, leave_url: &leave };
                email.tell(&mailing, now).await
            }
            _ => not_set("[email]"),
        },
        Receiver::Sms(to) => {
            let text = Text { id, to, body: &body, is_repeated: false, life_seconds: None, is_followed: false };
            sms::tell(&mail, config, &text).await
        }
        Receiver::Signal(to) => match &mail.signal {
            Gate::Open(signal) => signal.tell(&Note { id, to, body: &body }).await,
            _ => not_set("[signal]"),
        },
        Receiver::Webhook(to) => match &mail.webhook {
            Gate::Open(webhook) => {
                let data = json!({ "title": title, "body": body });
                webhook.tell(&Event { id, to, kind: "network.test", at: now, data: &data }, now).await
            }
            _ => not_set("[webhook]"),
        },
    })
}

fn not_set(table: &str) -> Told {
    Told::shut_out(format!("{table} is not set"))
}
