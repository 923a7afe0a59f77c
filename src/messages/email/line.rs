//! A line to the relay, and handing one message over on it, step by step.
//!
//! Until the relay has said "go on" to DATA nothing of the message has been said, and whatever breaks before that harms nobody. From then on only the
//! relay's last reply tells what became of it.

use std::fmt::Display;
use std::net::IpAddr;
use std::time::Duration;

use anyhow::{Context, ensure};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;

use super::read;
use super::reply::{Step, meaning};
use super::writing::Letter;
use crate::ground::config::{self, Encryption};
use crate::messages::broadcast::Outcome;
use crate::messages::http;
use crate::messages::told::Told;

/// The reply with which a relay hangs up.
const HANGS_UP: u16 = 421;

/// An open connection to the relay.
pub(super) struct Line(Box<AsyncSmtpConnection>);

/// How handing over ended.
pub(super) enum Carried {
    /// With an outcome, and the line where it can be used again.
    Ended(Told, Option<Line>),
    /// The line was dead before anything of the message was said.
    Nothing(Told),
}

/// Where the relay is and how it lets us in.
pub(super) struct Relay {
    server: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    hello: ClientId,
    answer: Duration,
}

enum Tls {
    First(TlsParameters),
    Asked(TlsParameters),
    None,
}

/// Why a step did not succeed.
enum Broke {
    /// The relay said no: its code and text.
    Said(u16, String),
    /// No reply that could be read.
    Silent(String),
}

impl Relay {
    /// Reads the settings. `domain` is the name by which we greet.
    pub(super) fn open(conf: &config::Email, domain: &str) -> anyhow::Result<Relay> {
        ensure!(!conf.server.is_empty(), "server is not set: the name of the relay");
        let tls = match conf.encryption {
            Encryption::Tls => Tls::First(parameters(conf)?),
            Encryption::StartTls => Tls::Asked(parameters(conf)?),
            Encryption::None => {
                let is_here =
                    conf.server == "localhost" || conf.server.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
                ensure!(is_here, "encryption = \"none\" is for a relay on this machine: set \"tls\" or \"starttls\"");
                Tls::None
            }
        };
        let port = conf.port.unwrap_or(match conf.encryption {
            Encryption::Tls => 465,
            Encryption::StartTls => 587,
            Encryption::None => 25,
        });
        Ok(Relay {
            server: conf.server.clone(),
            port,
            tls,
            credentials: conf.username.clone().map(|name| Credentials::new(name, conf.password.clone())),
            hello: ClientId::Domain(domain.to_owned()),
            answer: Duration::from_millis(conf.answer_ms),
        })
    }

    /// How long the relay may take for a step.
    pub(super) const fn patience(&self) -> Duration {
        self.answer
    }

    /// Connects, encrypts, and shows the password.
    pub(super) async fn connect(&self) -> Result<Line, Told> {
        let wrapper = match &self.tls {
            Tls::First(parameters) => Some(parameters.clone()),
            Tls::Asked(_) | Tls::None => None,
        };
        let server = (self.server.as_str(), self.port);
        let connecting = AsyncSmtpConnection::connect_tokio1(server, Some(self.answer), &self.hello, wrapper, None);
        let mut line = self.welcomed(connecting).await?;
        if let Tls::Asked(parameters) = &self.tls {
            self.welcomed(line.starttls(parameters.clone(), &self.hello)).await?;
        }
        if let Some(credentials) = &self.credentials {
            self.welcomed(line.auth(DEFAULT_MECHANISMS, credentials)).await?;
        }
        Ok(Line(Box::new(line)))
    }

    /// Waits for a step of the welcome. What the relay cannot do that we insist on is a refusal too.
    async fn welcomed<T>(&self, step: impl Future<Output = Result<T, Error>>) -> Result<T, Told> {
        match timeout(self.answer, step).await {
            Err(_) => Err(Told::later("the relay does not answer")),
            Ok(Err(error)) if error.is_client() => Err(Told::shut_out(http::chain(&error))),
            Ok(Err(error)) => Err(match broke(&error) {
                Broke::Said(code, text) => Told::new(meaning(Step::Welcome, code, &text), format!("{code} {text}")),
                Broke::Silent(said) => Told::later(said),
            }),
            Ok(Ok(value)) => Ok(value),
        }
    }

    /// Hands one message over.
    pub(super) async fn carry(&self, mut line: Line, letter: &Letter) -> Carried {
        let steps = [
            (Step::Sender, Mail::new(Some(letter.from.clone()), Vec::new()).to_string()),
            (Step::Receiver, Rcpt::new(letter.to.clone(), Vec::new()).to_string()),
            (Step::Data, Data.to_string()),
        ];
        for (step, command) in steps {
            match line.say(&command, self.answer).await {
                Ok(_) => {}
                Err(Broke::Said(HANGS_UP, text)) => return Carried::Nothing(Told::later(format!("{HANGS_UP} {text}"))),
                Err(Broke::Said(code, text)) => {
                    let told = Told::new(meaning(step, code, &text), format!("{code} {text}"));
                    let kept = line.say(Rset, self.answer).await.is_ok();
                    return Carried::Ended(told, kept.then_some(line));
                }
                Err(Broke::Silent(said)) => return Carried::Nothing(Told::later(said)),
            }
        }
        match line.speak(&letter.bytes, self.answer).await {
            Ok(said) => Carried::Ended(Told::new(Outcome::Sent, said), Some(line)),
            Err(Broke::Said(code, text)) => {
                let told = Told::new(meaning(Step::Message, code, &text), format!("{code} {text}"));
                Carried::Ended(told, (code != HANGS_UP).then_some(line))
            }
            Err(Broke::Silent(said)) => Carried::Ended(Told::unclear(said), None),
        }
    }
}

impl Line {
    /// Says one command.
    async fn say(&mut self, command: impl Display, answer: Duration) -> Result<String, Broke> {
        reply(timeout(answer, self.0.command(command)).await)
    }

    /// Says the message and the final dot.
    async fn speak(&mut self, bytes: &[u8], answer: Duration) -> Result<String, Broke> {
        reply(timeout(answer, self.0.message(bytes)).await)
    }

    /// Takes leave. Whether the relay answers is its affair.
    pub(super) async fn hang_up(mut self, answer: Duration) {
        let _ = self.say(Quit, answer).await;
    }
}

type Replied = Result<Result<lettre::transport::smtp::response::Response, Error>, tokio::time::error::Elapsed>;

fn reply(replied: Replied) -> Result<String, Broke> {
    match replied {
        Ok(Ok(response)) => Ok(format!("{} {}", response.code(), response.first_line().unwrap_or_default())),
        Ok(Err(error)) => Err(broke(&error)),
        Err(_) => Err(Broke::Silent("the relay does not answer".into())),
    }
}

fn broke(error: &Error) -> Broke {
    match error.status() {
        Some(code) => {
            let text = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            Broke::Said(code.into(), text)
        }
        None => Broke::Silent(http::chain(error)),
    }
}

/// TLS with the relay's name; believing the one file where it is set.
fn parameters(conf: &config::Email) -> anyhow::Result<TlsParameters> {
    let mut builder = TlsParameters::builder(conf.server.clone());
    if let Some(file) = &conf.ca_file {
        let certificate = Certificate::from_pem(&read(file)?);
        let certificate = certificate.with_context(|| format!("{} holds no certificate in PEM", file.display()))?;
        builder = builder.certificate_store(CertificateStore::None).add_root_certificate(certificate);
    }
    builder
        .build()
        .context("the certificates of this machine could not be read: install ca-certificates, or set ca_file")
}
