//! E-mail through the network's relay: SMTP submission (RFC 6409), one receiver a message.
//!
//! In: a subject, a text, a receiver, the link by which they leave. Out: what became of it. The connections are our own, on lettre's
//! commands: lettre's own sender cannot tell whether a connection broke before the message was handed over or after, and puts no limit on
//! the time of an answer.
//!
//! | what happens | means |
//! |---|---|
//! | the relay takes the message (250 after the final dot) | sent |
//! | 5xx to the receiver with 5.1.1, 5.1.2, 5.1.3, 5.1.6, 5.1.10 or 5.2.1 | gone: there is no such mailbox |
//! | 552, or 5.3.4, 5.2.3 | too large |
//! | 5xx to the receiver or to the message otherwise | refused |
//! | 5xx to the greeting, to STARTTLS, to the password, to the sender, or 5.7.x to the receiver | shut out |
//! | 4xx at any step; no connection, a certificate that is not believed, silence before the message is handed over | later |
//! | the connection breaks or falls silent once the message is on its way | unclear |

mod dkim;
mod line;
mod reply;
#[cfg(test)]
mod tests;
mod writing;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, ensure};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use self::line::{Carried, Line, Relay};
use self::writing::Writer;
use super::broadcast::{Outcome, Why};
use super::mail::{Gate, Mail};
use super::outbox;
use super::told::Told;
use crate::ground::config;
use crate::ground::{App, Moment};
use crate::subscriptions::{Channel, EmailAddress};

/// Seconds for which a connection is kept open without use. Relays hang up after one to five minutes.
const IDLE_SECONDS_MAX: u64 = 30;

/// One message to one receiver.
pub struct Mailing<'m> {
    /// Opaque and drawn for this message: its Message-ID. The same on every try, so that a mailbox can tell a repetition.
    pub id: [u8; 16],
    pub to: &'m EmailAddress,
    pub subject: &'m str,
    /// Plain text.
    pub body: &'m str,
    /// Where a POST ends this subscription (RFC 8058): the address of the private link's `leave`, with the origin.
    pub leave_url: &'m str,
}

/// The way to the relay.
pub struct Email {
    relay: Relay,
    writer: Writer,
    places: Semaphore,
    idle: Mutex<Vec<(Line, Instant)>>,
}

/// Sends one message; `None` where it waited its turn and may not leave any more.
pub async fn send(app: &App, mailing: &Mailing<'_>, may_leave: impl Fn() -> bool) -> Option<Outcome> {
    let mail = app.part::<Mail>();
    match &mail.email {
        Gate::Open(email) => email.tell_if(mailing, app.now(), may_leave).await.map(|told| told.outcome),
        Gate::Outbox => {
            Some(outbox::instead(app, Channel::Email, masked(mailing.to.as_str()), mailing.subject, mailing.body))
        }
        Gate::Closed => Some(Outcome::ShutOut),
    }
}

impl Email {
    /// Reads the settings and the files they name. `network` is shown as the sender where the settings have no name for it.
    ///
    /// # Errors
    /// Where a setting cannot be used; the message names it.
    pub fn open(conf: &config::Email, network: &str) -> anyhow::Result<Email> {
        ensure!(conf.connections_max > 0, "connections_max must be at least 1");
        let writer = Writer::open(conf, network)?;
        let relay = Relay::open(conf, writer.domain())?;
        let places = Semaphore::new(usize::from(conf.connections_max));
        Ok(Email { relay, writer, places, idle: Mutex::default() })
    }

    /// Sends one message and says what came back. Waits where all connections are in use.
    pub(super) async fn tell(&self, mailing: &Mailing<'_>, now: Moment) -> Told {
        let told = self.tell_if(mailing, now, || true).await;
        told.unwrap_or_else(|| Told::later("it may not leave"))
    }

    /// The same; `None` where the message may not leave any more when its turn comes.
    async fn tell_if(&self, mailing: &Mailing<'_>, now: Moment, may_leave: impl Fn() -> bool) -> Option<Told> {
        let letter = match self.writer.write(mailing, now) {
            Ok(letter) => letter,
            Err(told) => return Some(told),
        };
        let Ok(_place) = self.places.acquire().await else { return Some(Told::later("the program is stopping")) };
        if !may_leave() {
            return None;
        }
        // A relay hangs up on a line that was idle, which is told from a refusal only by trying: then a new line is taken.
        if let Some(line) = self.idle_line()
            && let Carried::Ended(told, line) = self.relay.carry(line, &letter).await
        {
            self.park(line);
            return Some(told);
        }
        let line = match self.relay.connect().await {
            Ok(line) => line,
            Err(told) => return Some(told),
        };
        // Connecting may have taken long.
        if !may_leave() {
            self.park(Some(line));
            return None;
        }
        match self.relay.carry(line, &letter).await {
            Carried::Ended(told, line) => {
                self.park(line);
                Some(told)
            }
            Carried::Nothing(told) => Some(told),
        }
    }

    /// Connects, shows the password, and hangs up.
    pub(super) async fn check(&self) -> Told {
        match self.relay.connect().await {
            Ok(line) => {
                line.hang_up(self.relay.patience()).await;
                Told::new(Outcome::Sent, "the relay lets us in")
            }
            Err(told) => told,
        }
    }

    /// What the domain's DNS must show for our signatures to be believed: name and value of a TXT record.
    pub(super) fn dkim_record(&self) -> Option<(String, String)> {
        self.writer.dkim_record()
    }

    /// A line that was used a moment ago.
    fn idle_line(&self) -> Option<Line> {
        let now = Instant::now();
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|(_, since)| now.duration_since(*since) < Duration::from_secs(IDLE_SECONDS_MAX));
        idle.pop().map(|(line, _)| line)
    }

    fn park(&self, line: Option<Line>) {
        if let Some(line) = line {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push((line, Instant::now()));
        }
    }
}

/// A mail that is larger than any that we write.
fn too_large() -> Told {
    Told::new(Outcome::Failed(Why::TooLarge), "the message is too large")
}

/// An address as the outbox shows it: its first letter and its host.
fn masked(address: &str) -> String {
    let (name, host) = address.rsplit_once('@').unwrap_or((address, ""));
    format!("{}···@{host}", name.chars().take(1).collect::<String>())
}

/// Reads a file that a setting names.
fn read(file: &std::path::Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("reading {}", file.display()))
}
