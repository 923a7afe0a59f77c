//! Configuration: one TOML file, then the environment, then the command line. The only reader of file and environment.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

mod channels;

pub use channels::{Android, Dkim, Email, Encryption, Push, Signal, Sms, Twilio, Webhook};

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
    /// Alerts within an hour about one area and those that share its ground, and as many checked notices: the sender takes no more that open a thread.
    pub alerts_area_hour_max: u32,
    /// The same for the whole network.
    pub alerts_hour_max: u32,
    /// Bits of the small proof of work on the report form (0 turns it off).
    pub work_bits: u8,
    /// Text messages.
    pub sms: Sms,
    /// Browser push.
    pub push: Push,
    /// E-mail, where the network has it.
    pub email: Option<Email>,
    /// Signal, where the network has it.
    pub signal: Option<Signal>,
    /// Webhooks, where the network has them.
    pub webhook: Option<Webhook>,
    /// Who reviewed what the pages say about rights; the pages say plainly when nobody has.
    pub rights_review: Option<RightsReview>,
    /// How many writes may share one commit. 1 is a benchmark's contender and nothing to set in a file.
    #[serde(skip)]
    pub commits_shared_max: usize,
    /// Set by `cuadra demo` and never from a file: one-click sign-in, made-up data, the visible outbox.
    #[serde(skip)]
    pub demo: bool,
    /// Set by tests and never from a file: what goes by a channel without settings is put into the outbox.
    #[serde(skip)]
    pub nothing_leaves: bool,
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
            alerts_area_hour_max: 3,
            alerts_hour_max: 20,
            work_bits: 16,
            sms: Sms::default(),
            push: Push::default(),
            email: None,
            signal: None,
            webhook: None,
            rights_review: None,
            commits_shared_max: super::db::GROUP_MAX,
            demo: false,
            nothing_leaves: false,
        }
    }
}

impl Config {
    /// Reads the file (where there is one) and then the environment: `CUADRA_LISTEN`, `CUADRA_DATA`,
    /// `CUADRA_ORIGIN`, `CUADRA_NAME`, `CUADRA_HOTLINE`, `CUADRA_TIME_ZONE`, and for secrets
    /// `CUADRA_TWILIO_AUTH_TOKEN`, `CUADRA_EMAIL_PASSWORD`.
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
        if let (Some(password), Some(email)) = (environment("CUADRA_EMAIL_PASSWORD"), config.email.as_mut()) {
            email.password = password;
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
        assert!(
            config.email.is_none() && config.signal.is_none() && config.webhook.is_none(),
            "closed until asked for"
        );
    }

    #[test]
    fn a_table_opens_its_channel_and_its_fields_have_defaults() {
        let text = "[webhook]\n[email]\nserver = 'mail.example.org'\nfrom = 'a@example.org'\npassword = 'hush'\n\
            encryption = 'starttls'\n[signal]\nper_minute = 7\n[sms]\nburst = 9";
        let config: Config = toml::from_str(text).unwrap();
        let (email, webhook) = (config.email.unwrap(), config.webhook.unwrap());
        assert_eq!((email.encryption, email.port, email.per_minute), (Encryption::StartTls, None, 300));
        assert!(!webhook.allow_local);
        assert_eq!((config.signal.unwrap().per_minute, config.sms.burst, config.sms.per_minute), (7, 9, 30));
        assert!(!format!("{email:?}").contains("hush"));
        assert!(toml::from_str::<Config>("[email]\nencryption = 'opportunistic'").is_err());
        assert!(toml::from_str::<Config>("nothing_leaves = true").is_err());
    }

    #[test]
    fn a_misspelt_field_is_an_error_that_names_it() {
        let error = toml::from_str::<Config>("hotlin = '555'").unwrap_err().to_string();
        assert!(error.contains("hotlin"), "{error}");
        assert!(toml::from_str::<Config>("demo = true").is_err(), "nobody turns the demo on from a file");
    }
}
