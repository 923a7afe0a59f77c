//! Writing a mail (RFC 5322): headers that let it be left with one click and found out as automatic, plain text, no tracking.

use std::time::{Duration, SystemTime};

use anyhow::{Context, ensure};
use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::message::{Mailbox, Message};
use reqwest::Url;

use super::dkim::Signer;
use super::{Mailing, too_large};
use crate::ground::Moment;
use crate::ground::config;
use crate::messages::told::Told;

/// The longest subject: phones show some forty letters, RFC 5322 wants lines of at most 78.
const SUBJECT_CHARS_MAX: usize = 200;

/// The largest body: an alert in one language takes a kilobyte or two.
const BODY_BYTES_MAX: usize = 100_000;

/// The longest link.
const URL_BYTES_MAX: usize = 500;

/// The longest address that SMTP takes (RFC 5321, section 4.5.3.1).
const ADDRESS_BYTES_MAX: usize = 254;

/// A mail, ready to be handed over.
pub(super) struct Letter {
    pub from: Address,
    pub to: Address,
    pub bytes: Vec<u8>,
}

/// Writes the network's mails.
pub(super) struct Writer {
    from: Mailbox,
    signer: Option<Signer>,
}

impl Writer {
    /// Reads the sender, and the key where mails are signed.
    pub(super) fn open(conf: &config::Email, network: &str) -> anyhow::Result<Writer> {
        ensure!(!conf.from.is_empty(), "from is not set: the address mails come from");
        let mut from: Mailbox =
            conf.from.parse().with_context(|| format!("from is no address: {}", conf.from.escape_debug()))?;
        ensure!(is_plain(from.email.as_ref()), "from must be an address in plain letters: avisos@red.example.org");
        from.name = Some(one_line(from.name.as_deref().unwrap_or(network)));
        let domain = from.email.domain().to_owned();
        let signer = conf.dkim.as_ref().map(|dkim| Signer::open(dkim, &domain)).transpose()?;
        Ok(Writer { from, signer })
    }

    /// The domain of the sender.
    pub(super) fn domain(&self) -> &str {
        self.from.email.domain()
    }

    /// The TXT record that belongs to the key.
    pub(super) fn dkim_record(&self) -> Option<(String, String)> {
        self.signer.as_ref().map(Signer::record)
    }

    /// Writes one mail.
    pub(super) fn write(&self, mailing: &Mailing<'_>, now: Moment) -> Result<Letter, Told> {
        let to = address(mailing.to.as_str()).ok_or_else(|| Told::refused("the receiver's address is not one"))?;
        let leave = leave_headers(mailing.leave_url).ok_or_else(|| Told::refused("the link to leave is not one"))?;
        if mailing.body.len() > BODY_BYTES_MAX {
            return Err(too_large());
        }
        let domain = self.domain();
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(subject(mailing.subject))
            .date(system_time(now))
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN)
            .raw_header(ascii("Message-ID", format!("<{}@{domain}>", hex::encode(mailing.id))))
            .raw_header(ascii("List-Id", format!("<alerts.{domain}>")))
            .raw_header(ascii("Auto-Submitted", "auto-generated".into()));
        for header in leave {
            builder = builder.raw_header(header);
        }
        let message = builder.body(mailing.body.to_owned());
        let message = message.map_err(|error| Told::refused(error.to_string()))?;
        let mut bytes = message.formatted();
        if let Some(signer) = &self.signer {
            bytes = signer.signed(&bytes, now).ok_or_else(|| Told::refused("the message was not signed"))?;
        }
        Ok(Letter { from: self.from.email.clone(), to, bytes })
    }
}

/// A receiver's address, looked at once more where it is said: nothing gets in that could end a command or a header, no spaces, no brackets, no quotes,
/// ASCII alone.
pub(super) fn address(text: &str) -> Option<Address> {
    if is_plain(text) { text.parse().ok() } else { None }
}

fn is_plain(text: &str) -> bool {
    text.len() <= ADDRESS_BYTES_MAX && text.bytes().all(|c| c.is_ascii_graphic() && !b"<>\"(),:;\\".contains(&c))
}

/// The headers by which a mailbox offers "unsubscribe" (RFC 2369), and does it with one request (RFC 8058, which wants https).
fn leave_headers(url: &str) -> Option<Vec<HeaderValue>> {
    let is_one = url.len() <= URL_BYTES_MAX && url.bytes().all(|c| c.is_ascii_graphic() && !b"<>\"\\".contains(&c));
    let scheme = Url::parse(url).ok().filter(|_| is_one)?.scheme().to_owned();
    let list = ascii("List-Unsubscribe", format!("<{url}>"));
    match scheme.as_str() {
        "https" => Some(vec![list, ascii("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into())]),
        "http" => Some(vec![list]),
        _ => None,
    }
}

/// A header whose value is plain and may not be folded or encoded.
fn ascii(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.clone(), value)
}

/// A subject: one line, not endless.
fn subject(text: &str) -> String {
    one_line(text).chars().take(SUBJECT_CHARS_MAX).collect()
}

/// Text without line ends and other control characters.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || c == '\u{2028}' || c == '\u{2029}' { ' ' } else { c }).collect()
}

fn system_time(now: Moment) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(now.seconds()).unwrap_or(0))
}
