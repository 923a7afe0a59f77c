//! The ways out, each opened once: its client where it has settings, the outbox in the demo, closed otherwise.

use reqwest::{Client, Response};

use super::email::Email;
use super::letter::{Letter, Try};
use super::outbox;
use super::push::client::PushClient;
use super::signal::Signal;
use super::thread::{Number, Route};
use super::webhook::Webhook;
use super::{android, hooks, http, twilio};
use crate::ground::config::{Config, Sms};
use crate::ground::{App, Id};
use crate::subscriptions::Channel;

/// The clients that speak to the providers.
pub struct Mail {
    pub(super) sms: Gate<Client>,
    pub(super) email: Gate<Email>,
    pub(super) signal: Gate<Signal>,
    pub(super) webhook: Gate<Webhook>,
    pub(super) push: Gate<PushClient>,
}

/// A way out.
pub(super) enum Gate<T> {
    Open(T),
    /// Into the outbox: the demo, and stories about channels without settings.
    Outbox,
    /// The network does not have this channel.
    Closed,
}

impl<T> Gate<T> {
    /// Opens a channel with its settings. The demo opens none: nothing leaves it, whatever is set.
    fn of<S>(config: &Config, settings: Option<S>, open: impl FnOnce(S) -> anyhow::Result<T>) -> anyhow::Result<Self> {
        match settings {
            _ if config.demo => Ok(Gate::Outbox),
            Some(settings) => Ok(Gate::Open(open(settings)?)),
            None if config.nothing_leaves => Ok(Gate::Outbox),
            None => Ok(Gate::Closed),
        }
    }
}

/// A letter on its way.
pub(super) struct Outgoing {
    pub id: Id<Letter>,
    pub to: Number,
    pub body: String,
    /// True where it may have been handed over before.
    pub is_repeated: bool,
    /// Seconds after which it is not to arrive any more; `None` where the provider's own limit does.
    pub life_seconds: Option<i64>,
}

impl Mail {
    /// Gets the clients ready. Nothing is connected to yet.
    ///
    /// # Errors
    /// Where a channel's settings cannot be used, a file named in them cannot be read, or the machine has no certificates; the
    /// message names the table.
    pub fn open(config: &Config) -> anyhow::Result<Mail> {
        let named =
            |table: &'static str| move |error: anyhow::Error| error.context(format!("the settings in [{table}]"));
        Ok(Mail {
            sms: open_sms(config).map_err(named("sms"))?,
            email: Gate::of(config, config.email.as_ref(), |conf| Email::open(conf, &config.name))
                .map_err(named("email"))?,
            signal: Gate::of(config, config.signal.as_ref(), Signal::open).map_err(named("signal"))?,
            webhook: Gate::of(config, config.webhook.as_ref(), Webhook::open).map_err(named("webhook"))?,
            push: open_push(config).map_err(named("push"))?,
        })
    }

    /// Whether messages on this channel leave this machine.
    pub(super) const fn leaves(&self, channel: Channel) -> bool {
        match channel {
            Channel::Push => matches!(self.push, Gate::Open(_)),
            Channel::Email => matches!(self.email, Gate::Open(_)),
            Channel::Sms => matches!(self.sms, Gate::Open(_)),
            Channel::Signal => matches!(self.signal, Gate::Open(_)),
            Channel::Webhook => matches!(self.webhook, Gate::Open(_)),
        }
    }
}

fn open_sms(config: &Config) -> anyhow::Result<Gate<Client>> {
    let is_set = config.sms.twilio.is_some() || config.sms.android.is_some();
    Gate::of(config, is_set.then_some(&config.sms), |conf| Ok(http::client(conf.answer_ms).build()?))
}

/// Push needs no settings and is always open, but where nothing is to leave. A machine without certificates can do all the rest, so
/// that push is closed there and the log says why.
fn open_push(config: &Config) -> anyhow::Result<Gate<PushClient>> {
    let is_meant = !config.nothing_leaves || config.push.local.is_some();
    let opened = Gate::of(config, is_meant.then_some(&config.push), PushClient::open);
    match opened {
        Err(error) if config.push.ca_file.is_none() && config.push.local.is_none() => {
            tracing::error!("push notifications cannot be sent from this machine: {error:#}");
            Ok(Gate::Closed)
        }
        other => other,
    }
}

/// Tries to send one letter: through the provider by which its thread was last heard, else through the one there is; in the demo into
/// the outbox.
pub(super) async fn send(app: &App, route: Option<Route>, letter: Outgoing) -> Try {
    let mail = app.part::<Mail>();
    match &mail.sms {
        Gate::Open(client) => {
            let news_to = hooks::news_url(&app.config, "letter", letter.id);
            hand_over(client, &app.config.sms, news_to, route, &letter).await.0
        }
        Gate::Outbox => {
            outbox::instead(app, Channel::Sms, letter.to.masked(), "", &letter.body);
            Try::Accepted
        }
        Gate::Closed => Try::NoProvider,
    }
}

/// Hands a letter to a provider, and says what came back. `news_to` is the address to which news of it are to go.
pub(super) async fn hand_over(
    client: &Client,
    sms: &Sms,
    news_to: Option<String>,
    route: Option<Route>,
    letter: &Outgoing,
) -> (Try, String) {
    match (&sms.twilio, &sms.android) {
        (_, Some(android)) if sms.twilio.is_none() || route == Some(Route::Android) => {
            android::send(client, android, letter).await
        }
        (Some(twilio), _) => twilio::send(client, twilio, news_to, letter).await,
        _ => (Try::NoProvider, "no provider of text messages is set".to_owned()),
    }
}

/// What a request came to. Only where no connection was made is it sure that the provider has nothing.
pub(super) async fn ended(sent: reqwest::Result<Response>) -> (Try, String) {
    let response = match sent {
        Ok(response) => response,
        Err(error) if error.is_connect() || error.is_builder() => {
            return (Try::Later { wait_seconds: None }, http::chain(&error));
        }
        Err(error) => return (Try::Unclear, http::chain(&error)),
    };
    let status = response.status().as_u16();
    let asked = http::retry_after(response.headers()).and_then(|text| text.trim().parse().ok());
    if (200..300).contains(&status) {
        // The answer's head says all that we need; its body names the number and is not read.
        return (Try::of_answer(status, None, asked), http::line(status, &[]));
    }
    let bytes = http::front(response).await;
    let code = serde_json::from_slice::<serde_json::Value>(&bytes).ok().and_then(|body| body["code"].as_i64());
    (Try::of_answer(status, code, asked), http::line(status, &bytes))
}
