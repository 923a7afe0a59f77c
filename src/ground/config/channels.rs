//! Settings of the ways out: one table a channel in the configuration file.
//!
//! E-mail, Signal and webhooks are closed until their table is there. Each channel has a rate: `per_minute` messages, and `burst` of them at once.

use std::path::PathBuf;

use serde::Deserialize;

/// How text messages come in and go out.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sms {
    /// A provider that speaks Twilio's interface.
    pub twilio: Option<Twilio>,
    /// A phone that runs android-sms-gateway.
    pub android: Option<Android>,
    /// Milliseconds in which a provider must have answered, connecting included.
    pub answer_ms: u64,
    /// Segments a minute. Thirty is what an Android phone sends without asking its owner, and half of what Twilio takes on an ordinary
    /// local number; the smallest carrier class of the US takes fewer.
    pub per_minute: u32,
    /// Segments at once.
    pub burst: u32,
}

impl Default for Sms {
    fn default() -> Self {
        Sms { twilio: None, android: None, answer_ms: 10_000, per_minute: 30, burst: 5 }
    }
}

/// A Twilio-shaped provider.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Twilio {
    /// Where its API is; tests and compatible providers set another one.
    #[serde(default = "twilio_base")]
    pub base_url: String,
    pub account_sid: String,
    /// Also from the environment: `CUADRA_TWILIO_AUTH_TOKEN`.
    pub auth_token: String,
    /// The network's number, E.164, or the SID of its messaging service (`MG…`).
    pub from: String,
    /// True where Twilio answers STOP, START and HELP by itself, which it does unless its support has turned that off.
    #[serde(default = "yes")]
    pub answers_keywords: bool,
}

/// An android-sms-gateway on the network's own phone.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Android {
    /// For instance `http://192.168.1.20:8080`, or the `/3rdparty/v1` of a server that stands between.
    pub base_url: String,
    pub username: String,
    pub password: String,
    /// The webhook signing key shown in the app.
    pub signing_key: String,
}

/// Browser push. It needs no settings.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Push {
    /// Whom a push service writes to when something is wrong: `mailto:` and a role's mailbox, or an https address. The origin without it.
    pub contact: Option<String>,
    /// A push service on this machine, for tests: `https://127.0.0.1:4443`.
    pub local: Option<String>,
    /// Certificates (PEM) that are believed besides the machine's, for tests.
    pub ca_file: Option<PathBuf>,
    /// Milliseconds in which a push service must have answered, connecting included.
    pub answer_ms: u64,
    /// Messages a minute to one push service. Google's own limit is 600,000 a project; the others name none.
    pub per_minute: u32,
    /// Messages at once to one push service.
    pub burst: u32,
}

impl Default for Push {
    fn default() -> Self {
        Push { contact: None, local: None, ca_file: None, answer_ms: 10_000, per_minute: 300_000, burst: 2_000 }
    }
}

/// E-mail through a relay: SMTP submission (RFC 6409).
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Email {
    /// The relay's name, as its certificate has it.
    pub server: String,
    /// 465 with `tls`, 587 with `starttls`, 25 with `none`, where it is not set.
    pub port: Option<u16>,
    pub encryption: Encryption,
    pub username: Option<String>,
    /// Also from the environment: `CUADRA_EMAIL_PASSWORD`.
    pub password: String,
    /// The sender: `avisos@red.example.org`, or `Red <avisos@red.example.org>`. The network's name is shown where there is none here.
    pub from: String,
    /// The only certificates (PEM) that are believed; those of the machine where it is not set. One that signed itself must say that it is
    /// no authority (`openssl req -x509 … -addext basicConstraints=critical,CA:FALSE`).
    pub ca_file: Option<PathBuf>,
    /// Where the relay does not sign for the network's domain itself.
    pub dkim: Option<Dkim>,
    /// Connections to the relay at once.
    pub connections_max: u8,
    /// Milliseconds in which the relay must have answered each step.
    pub answer_ms: u64,
    /// Messages a minute. Relays differ: the smallest plans take 60, most take 600.
    pub per_minute: u32,
    /// Messages at once.
    pub burst: u32,
}

/// How the connection to the relay is kept from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// From the first byte (RFC 8314).
    Tls,
    /// Asked for before anything else is said, and insisted on.
    StartTls,
    /// Not at all: only to a relay on this machine.
    None,
}

/// Signing e-mail (RFC 6376) with the key that the domain's DNS shows under `SELECTOR._domainkey`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dkim {
    pub selector: String,
    /// An RSA key of at least 2,048 bits in PEM, as `openssl genrsa` makes it.
    pub key_file: PathBuf,
    /// The signing domain; the sender's where it is not set.
    pub domain: Option<String>,
}

impl Default for Email {
    fn default() -> Self {
        Email {
            server: String::new(),
            port: None,
            encryption: Encryption::Tls,
            username: None,
            password: String::new(),
            from: String::new(),
            ca_file: None,
            dkim: None,
            connections_max: 4,
            answer_ms: 30_000,
            per_minute: 300,
            burst: 20,
        }
    }
}

/// Signal through a signal-cli daemon (`signal-cli daemon --http`).
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Signal {
    /// Where the daemon listens (`--http=127.0.0.1:8081`; its own default is the port on which we listen). It has no password: without TLS
    /// it must be on this machine.
    pub url: String,
    /// The network's number, where the daemon serves several accounts.
    pub account: Option<String>,
    /// Milliseconds in which the daemon must have answered, connecting included. It waits for Signal's servers.
    pub answer_ms: u64,
    /// Messages a minute. Signal names no limit; who writes fast to many soon has to solve a puzzle.
    pub per_minute: u32,
    /// Messages at once.
    pub burst: u32,
}

impl Default for Signal {
    fn default() -> Self {
        let url = "http://127.0.0.1:8081".into();
        Signal { url, account: None, answer_ms: 20_000, per_minute: 20, burst: 5 }
    }
}

/// Webhooks to sites' own systems. An empty table `[webhook]` opens the channel.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Webhook {
    /// Whether addresses of this machine and of private networks may be posted to, and this machine without TLS.
    pub allow_local: bool,
    /// Certificates (PEM) that are believed besides the machine's.
    pub ca_file: Option<PathBuf>,
    /// Milliseconds in which a receiver must have answered, connecting included.
    pub answer_ms: u64,
    /// Messages a minute, to all receivers together.
    pub per_minute: u32,
    /// Messages at once.
    pub burst: u32,
}

impl Default for Webhook {
    fn default() -> Self {
        Webhook { allow_local: false, ca_file: None, answer_ms: 15_000, per_minute: 600, burst: 50 }
    }
}

impl std::fmt::Debug for Twilio {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Twilio(..)")
    }
}
impl std::fmt::Debug for Android {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Android(..)")
    }
}
impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Email(..)")
    }
}

fn twilio_base() -> String {
    "https://api.twilio.com".into()
}

const fn yes() -> bool {
    true
}
