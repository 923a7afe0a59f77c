//! Contacts: where a subscriber is told. Sealed at once, opened only to be written to, printed never.

pub mod email;
pub mod number;
pub mod push_address;
pub mod webhook;

use url::Url;

use super::{Carrier, Channel};

pub use email::EmailAddress;
pub use number::Number;
pub use push_address::{AddressWrong, PushAddress, PushServices};
pub use webhook::{WebhookAddress, WebhookWrong};

/// Where a subscriber is told. Prints nothing but the channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contact {
    Push(PushAddress),
    Email(EmailAddress),
    Sms(Number),
    Signal(Number),
    Webhook(WebhookAddress),
}

impl Contact {
    /// Who carries messages there.
    pub const fn carrier(&self) -> Carrier {
        match self {
            Contact::Push(address) => address.carrier(),
            Contact::Email(_) => Carrier::Email,
            Contact::Sms(_) => Carrier::Sms,
            Contact::Signal(_) => Carrier::Signal,
            Contact::Webhook(_) => Carrier::Webhook,
        }
    }

    /// The channel.
    pub const fn channel(&self) -> Channel {
        self.carrier().channel()
    }

    /// What makes two contacts of one channel the same: the number, the address with its letters folded, the endpoint without its keys. The
    /// channel stands before it, so that one number by text and by Signal are two. Only its keyed hash is kept.
    pub fn sameness(&self) -> Vec<u8> {
        let what = match self {
            Contact::Push(address) => address.endpoint().to_owned(),
            Contact::Email(address) => address.folded(),
            Contact::Sms(number) | Contact::Signal(number) => number.as_str().to_owned(),
            Contact::Webhook(address) => address.url().to_owned(),
        };
        format!("{} {what}", self.channel().code()).into_bytes()
    }

    /// What is sealed and kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Contact::Push(address) => address.to_bytes(),
            Contact::Email(address) => address.as_str().as_bytes().to_vec(),
            Contact::Sms(number) | Contact::Signal(number) => number.as_str().as_bytes().to_vec(),
            Contact::Webhook(address) => address.to_bytes(),
        }
    }

    /// Reads what [`Contact::to_bytes`] wrote for a carrier. Everything is checked again as it was when it came; `None` where it is not what we
    /// write, or belongs to another carrier.
    pub fn from_bytes(carrier: Carrier, bytes: &[u8]) -> Option<Contact> {
        let text = || std::str::from_utf8(bytes).ok();
        let contact = match carrier.channel() {
            Channel::Push => Contact::Push(PushAddress::from_bytes(&services(carrier, bytes)?, bytes).ok()?),
            Channel::Email => Contact::Email(EmailAddress::parse(text()?)?),
            Channel::Sms => Contact::Sms(Number::parse(text()?)?),
            Channel::Signal => Contact::Signal(Number::parse(text()?)?),
            Channel::Webhook => Contact::Webhook(WebhookAddress::from_bytes(bytes).ok()?),
        };
        (contact.carrier() == carrier).then_some(contact)
    }
}

/// The push services by which a kept address is read: those of the browsers, and for a local address its own origin, which
/// [`PushServices::and_local`] takes only on this machine.
fn services(carrier: Carrier, bytes: &[u8]) -> Option<PushServices> {
    if carrier != Carrier::PushLocal {
        return Some(PushServices::known());
    }
    let endpoint = bytes.get(push_address::PUBLIC_KEY_BYTES + push_address::AUTH_BYTES..)?;
    let url = Url::parse(std::str::from_utf8(endpoint).ok()?).ok()?;
    PushServices::known().and_local(&url.origin().ascii_serialization()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const P256DH: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

    fn push(services: &PushServices, endpoint: &str) -> Contact {
        Contact::Push(PushAddress::parse(services, endpoint, P256DH, AUTH).unwrap())
    }

    fn all() -> Vec<Contact> {
        let local = PushServices::known().and_local("https://127.0.0.1:4443").unwrap();
        let number = Number::parse("2135550142").unwrap();
        vec![
            push(&local, "https://web.push.apple.com/QGuQ"),
            push(&local, "https://127.0.0.1:4443/p/1"),
            Contact::Email(EmailAddress::parse("ana@example.org").unwrap()),
            Contact::Sms(number.clone()),
            Contact::Signal(number),
            Contact::Webhook(WebhookAddress::new("https://school.example.org/hook", [7; 32]).unwrap()),
        ]
    }

    #[test]
    fn contacts_survive_their_sealing_under_their_own_carrier_only() {
        for contact in all() {
            for carrier in Carrier::ALL {
                let read = Contact::from_bytes(*carrier, &contact.to_bytes());
                let is_number = matches!(contact.channel(), Channel::Sms | Channel::Signal);
                if contact.carrier() == *carrier {
                    assert_eq!(read, Some(contact.clone()));
                } else if !(is_number && matches!(carrier.channel(), Channel::Sms | Channel::Signal)) {
                    assert_eq!(read, None, "{contact:?} read as {}", carrier.code());
                }
            }
            assert_eq!(Contact::from_bytes(contact.carrier(), b""), None);
        }
    }

    #[test]
    fn a_local_address_that_was_tampered_with_leads_nowhere() {
        let mut bytes = all()[1].to_bytes();
        bytes.truncate(push_address::PUBLIC_KEY_BYTES + push_address::AUTH_BYTES);
        bytes.extend(b"https://10.0.0.1/x");
        assert_eq!(Contact::from_bytes(Carrier::PushLocal, &bytes), None);
    }

    #[test]
    fn sameness_tells_contacts_and_channels_apart_and_nothing_prints_them() {
        let marks: std::collections::HashSet<Vec<u8>> = all().iter().map(Contact::sameness).collect();
        assert_eq!(marks.len(), all().len());
        let capital = Contact::Email(EmailAddress::parse("Ana@Example.org").unwrap());
        assert_eq!(capital.sameness(), all()[2].sameness());
        let printed = format!("{:?}", all());
        for secret in ["2135550142", "ana", "apple", "school"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}
