//! Sending push messages: many requests at once over one HTTP/2 connection to each push service.
//!
//! In: a request that is ready to be sent. Out: what its answer means. A request that went out without an answer may have reached the phone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use reqwest::{Client, Url};
use tokio::sync::Semaphore;

use super::request::PushRequest;
use super::{PushAddress, PushServices, outcome, vapid};
use crate::ground::config::{self, Config};
use crate::ground::{App, Moment};
use crate::messages::broadcast::{Outcome, Why};
use crate::messages::mail::{Gate, Mail};
use crate::messages::{http, outbox};
use crate::subscriptions::Channel;

/// Seconds of silence on a connection with requests under way, after which it is asked whether it still lives.
const PING_SECONDS: u64 = 5;

/// Seconds in which it must answer that.
const PONG_SECONDS: u64 = 5;

/// Requests under way to one push service. Servers let a hundred streams be open at once (RFC 9113, section 6.5.2 advises no fewer). The others wait
/// here, where the time of their answer does not run yet, and where they do not share out a connection's small first window byte by byte.
const AT_ONCE_MAX: usize = 100;

/// Push services of which it is known how many requests are under way. Each has a few hosts.
const SERVICES_MAX: usize = 64;

/// The push service that may not speak HTTP/2.
const OLDER_SERVICE: &str = ".notify.windows.com";

/// The clients for push services.
pub struct PushClient {
    /// HTTP/2 and nothing else: thousands of requests that start at once share one connection, where a client that first had to ask for
    /// the version would open as many connections as requests.
    quick: Client,
    /// For a service that may know HTTP/1.1 only.
    asking: Client,
    places: Mutex<HashMap<String, Arc<Semaphore>>>,
}

impl PushClient {
    /// Gets the clients ready.
    ///
    /// # Errors
    /// Where the certificates of the machine or of `ca_file` cannot be read, or `local` is not on this machine.
    pub fn open(conf: &config::Push) -> anyhow::Result<Self> {
        if let Some(origin) = &conf.local {
            let here = PushServices::known().and_local(origin);
            here.context("local must be the origin of a service on this machine: https://127.0.0.1:4443")?;
        }
        let builder = || http::also_believing(http::client(conf.answer_ms).https_only(true), conf.ca_file.as_deref());
        let quick = builder()?
            .http2_prior_knowledge()
            .http2_keep_alive_interval(Duration::from_secs(PING_SECONDS))
            .http2_keep_alive_timeout(Duration::from_secs(PONG_SECONDS));
        Ok(PushClient { quick: quick.build()?, asking: builder()?.build()?, places: Mutex::default() })
    }

    /// Posts one message and tells what became of it. Waits where many are under way to the same service; `None` where it may not leave
    /// any more when its turn comes.
    pub async fn post_if(&self, request: PushRequest, now: Moment, may_leave: impl Fn() -> bool) -> Option<Outcome> {
        let Some(places) = self.places(&request.url) else { return Some(Outcome::Failed(Why::Refused)) };
        let Ok(_place) = places.acquire().await else { return Some(Outcome::Later { wait_seconds: None }) };
        if !may_leave() {
            return None;
        }
        let client = if speaks_http2(&request.url) { &self.quick } else { &self.asking };
        let mut post = client.post(&request.url).body(request.body);
        for (name, value) in request.headers {
            post = post.header(name, value);
        }
        match post.send().await {
            // The body says nothing that we need.
            Ok(answer) => Some(outcome(answer.status().as_u16(), http::retry_after(answer.headers()), now)),
            Err(error) => Some(http::unanswered(&error).outcome),
        }
    }

    /// The places at the push service of an address; `None` where it is none.
    fn places(&self, url: &str) -> Option<Arc<Semaphore>> {
        let origin = Url::parse(url).ok()?.origin().ascii_serialization();
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if places.len() >= SERVICES_MAX {
            places.retain(|_, known| Arc::strong_count(known) > 1);
        }
        Some(places.entry(origin).or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE_MAX))).clone())
    }
}

fn speaks_http2(url: &str) -> bool {
    Url::parse(url).ok().and_then(|url| Some(!url.host_str()?.ends_with(OLDER_SERVICE))).unwrap_or(true)
}

/// Sends one push message. `seal` is called only where it leaves; `title` and `body` are what the outbox shows where it does not. `None`
/// where it waited its turn and may not leave any more.
pub async fn send(
    app: &App,
    to: &PushAddress,
    title: &str,
    body: &str,
    seal: impl FnOnce() -> Result<PushRequest, Outcome>,
    may_leave: impl Fn() -> bool,
) -> Option<Outcome> {
    let mail = app.part::<Mail>();
    match &mail.push {
        Gate::Closed => Some(Outcome::ShutOut),
        Gate::Outbox => Some(outbox::instead(app, Channel::Push, masked(to), title, body)),
        Gate::Open(client) => match seal() {
            Ok(request) => client.post_if(request, app.now(), may_leave).await,
            Err(outcome) => Some(outcome),
        },
    }
}

/// Whom push services write to: what was set, else the network's origin where it is encrypted.
///
/// # Errors
/// [`vapid::VapidWrong::Contact`] where neither can be used.
pub fn contact(config: &Config) -> Result<vapid::Contact, vapid::VapidWrong> {
    vapid::Contact::parse(&config.push.contact.clone().unwrap_or_else(|| config.origin()))
}

/// A browser as the outbox shows it: its push service and the end of its address.
fn masked(to: &PushAddress) -> String {
    let host = to.origin().trim_start_matches("https://");
    let letters: Vec<char> = to.endpoint().chars().rev().take(4).collect();
    format!("{host} ···{}", letters.iter().rev().collect::<String>())
}

#[cfg(test)]
mod tests;
