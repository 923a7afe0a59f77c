//! Configuration: one TOML file, then the environment, then the command line. The only reader of file and environment.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

/// What an operator may set. Everything has a default: `cuadra serve` works with no configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where the server listens. Loopback by default; a proxy or an onion service stands in front.
    pub listen: SocketAddr,
    /// Folder of the database, the keys and the pictures.
    pub data: PathBuf,
    /// The address people type, without a path: `https://red.example.org`. Passkeys are bound to its host name.
    pub origin: Option<String>,
    /// The network's name, shown on every page.
    pub name: String,
    /// The hotline's number as it is to be read, empty where there is none.
    pub hotline: String,
    /// IANA time zone in which times are shown.
    pub time_zone: String,
    /// Minutes after which an undecided card is marked late.
    pub late_after_minutes: u16,
    /// Minutes after which an unanswered request for a verifier goes to more people.
    pub widen_after_minutes: u16,
    /// The largest number of people sent to one incident.
    pub sent_people_max: u8,
    /// Whether the two people behind an alert must be of different organizations.
    pub two_organizations: bool,
    /// Bits of the small proof of work on the report form (0 turns it off).
    pub work_bits: u8,
    /// Text messages.
    pub sms: Sms,
    /// Who reviewed what the pages say about rights; the pages say plainly when nobody has.
    pub rights_review: Option<RightsReview>,
    /// How many writes may share one commit. 1 is a benchmark's contender and nothing to set in a file.
    #[serde(skip)]
    pub commits_shared_max: usize,
    /// Set by `cuadra demo` and never from a file: one-click sign-in, made-up data, the visible outbox.
    #[serde(skip)]
    pub demo: bool,
}

/// A review of the words about rights.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightsReview {
    /// Who, as readers are to see it: `Lcda. Rosa Luna, abogada de migración`.
    pub by: String,
    /// The day: `2026-11-20`.
    pub on: String,
    /// The mark of the words that were reviewed, as it stands at the foot of `/rights`. Where the words have changed since, the review does not count.
    pub words: String,
}

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
}

impl Default for Sms {
    fn default() -> Self {
        Sms { twilio: None, android: None, answer_ms: 10_000 }
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

fn twilio_base() -> String {
    "https://api.twilio.com".into()
}

const fn yes() -> bool {
    true
}

impl Default for Config {
    fn default() -> Self {
        Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from("cuadra-data"),
            origin: None,
            name: "Cuadra".into(),
            hotline: String::new(),
            time_zone: "America/Los_Angeles".into(),
            late_after_minutes: 2,
            widen_after_minutes: 3,
            sent_people_max: 4,
            two_organizations: false,
            work_bits: 16,
            sms: Sms::default(),
            rights_review: None,
            commits_shared_max: super::db::GROUP_MAX,
            demo: false,
        }
    }
}

impl Config {
    /// Reads the file (where there is one) and then the environment: `CUADRA_LISTEN`, `CUADRA_DATA`,
    /// `CUADRA_ORIGIN`, `CUADRA_NAME`, `CUADRA_HOTLINE`, `CUADRA_TIME_ZONE`, `CUADRA_TWILIO_AUTH_TOKEN`.
    ///
    /// # Errors
    /// Where the file cannot be read or a value is not what its field takes; the message names the field.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Config> {
        let text = match file {
            Some(path) => std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?,
            None => String::new(),
        };
        let mut config: Config = toml::from_str(&text).context("the configuration file")?;
        if let Some(listen) = environment("CUADRA_LISTEN") {
            config.listen = listen.parse().context("CUADRA_LISTEN must be an address and a port")?;
        }
        if let Some(data) = environment("CUADRA_DATA") {
            config.data = data.into();
        }
        config.origin = environment("CUADRA_ORIGIN").or(config.origin);
        for (name, field) in [
            ("CUADRA_NAME", &mut config.name),
            ("CUADRA_HOTLINE", &mut config.hotline),
            ("CUADRA_TIME_ZONE", &mut config.time_zone),
        ] {
            if let Some(value) = environment(name) {
                *field = value;
            }
        }
        if let (Some(token), Some(twilio)) = (environment("CUADRA_TWILIO_AUTH_TOKEN"), config.sms.twilio.as_mut()) {
            twilio.auth_token = token;
        }
        Ok(config)
    }

    /// The origin people use: what was set, or plain HTTP on this machine.
    pub fn origin(&self) -> String {
        match &self.origin {
            Some(origin) => origin.trim_end_matches('/').to_owned(),
            None => format!("http://localhost:{}", self.listen.port()),
        }
    }

    /// True where the origin is encrypted: cookies are then bound to it.
    pub fn is_encrypted(&self) -> bool {
        self.origin().starts_with("https://")
    }

    /// The database file.
    pub fn database(&self) -> PathBuf {
        self.data.join("cuadra.db")
    }

    /// The time zone, or UTC where its name is unknown (`cuadra doctor` says so).
    pub fn zone(&self) -> jiff::tz::TimeZone {
        jiff::tz::TimeZone::get(&self.time_zone).unwrap_or(jiff::tz::TimeZone::UTC)
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_needs_to_be_set() {
        let config: Config = toml::from_str("").unwrap();
        assert!(config.listen.ip().is_loopback());
        assert_eq!(config.origin(), "http://localhost:8080");
    }

    #[test]
    fn a_misspelt_field_is_an_error_that_names_it() {
        let error = toml::from_str::<Config>("hotlin = '555'").unwrap_err().to_string();
        assert!(error.contains("hotlin"), "{error}");
        assert!(toml::from_str::<Config>("demo = true").is_err(), "nobody turns the demo on from a file");
    }
}
