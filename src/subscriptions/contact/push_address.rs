//! Push addresses: what a browser hands over when its owner subscribes.
//!
//! An address comes from outside and makes our server speak to a host. It is taken only where it is written exactly as a browser writes
//! it and its host belongs to one of four push services.

use aws_lc_rs::agreement::{ECDH_P256, ParsedPublicKey, UnparsedPublicKey};
use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use url::{Host, Url};

use super::super::Carrier;

/// The longest endpoint. Those of today have 150 to 600 bytes.
pub const ENDPOINT_BYTES_MAX: usize = 1_024;

/// Bytes of a browser's public key: an uncompressed point of P-256 (RFC 8291, section 3.1).
pub const PUBLIC_KEY_BYTES: usize = 65;

/// Bytes of the authentication secret (RFC 8291, section 3.2).
pub const AUTH_BYTES: usize = 16;

/// The push services of the browsers in use, by host. A leading dot stands for any name below.
const KNOWN: [(&str, Carrier); 4] = [
    ("fcm.googleapis.com", Carrier::PushGoogle),
    ("updates.push.services.mozilla.com", Carrier::PushMozilla),
    (".push.apple.com", Carrier::PushApple),
    (".notify.windows.com", Carrier::PushMicrosoft),
];

/// Base64url as browsers write it, with or without padding.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The push services that we speak to.
#[derive(Debug, Clone, Default)]
pub struct PushServices {
    local: Option<String>,
}

impl PushServices {
    /// The four services of the browsers.
    pub const fn known() -> Self {
        PushServices { local: None }
    }

    /// Also a service on this machine, for tests: an origin such as `https://127.0.0.1:4443`.
    ///
    /// # Errors
    /// [`AddressWrong::Host`] where the origin is not on the loopback interface, or has a path.
    pub fn and_local(self, origin: &str) -> Result<Self, AddressWrong> {
        let url = Url::parse(origin).map_err(|_| AddressWrong::Form)?;
        let loopback = match url.host() {
            Some(Host::Ipv4(ip)) => ip.is_loopback(),
            Some(Host::Ipv6(ip)) => ip.is_loopback(),
            Some(Host::Domain(name)) => name == "localhost",
            None => false,
        };
        let own = url.origin().ascii_serialization();
        if loopback && own == origin { Ok(PushServices { local: Some(own) }) } else { Err(AddressWrong::Host) }
    }

    /// The service that an endpoint belongs to.
    fn carrier(&self, url: &Url) -> Result<Carrier, AddressWrong> {
        if self.local.as_ref().is_some_and(|local| *local == url.origin().ascii_serialization()) {
            return Ok(Carrier::PushLocal);
        }
        if url.scheme() != "https" {
            return Err(AddressWrong::Form);
        }
        let (Some(Host::Domain(host)), None) = (url.host(), url.port()) else { return Err(AddressWrong::Host) };
        let belongs = |known: &str| if known.starts_with('.') { below(host, known) } else { host == known };
        KNOWN.iter().find(|(known, _)| belongs(known)).map(|(_, carrier)| *carrier).ok_or(AddressWrong::Host)
    }
}

/// Whether a host lies below a domain given with its leading dot.
fn below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|name| !name.is_empty() && !name.starts_with('.'))
}

/// Why an address was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AddressWrong {
    /// Not https, too long, with a user, a fragment, or written otherwise than browsers write it.
    #[error("the push address is not written as browsers write it")]
    Form,
    /// The host is no push service that we know.
    #[error("the push address belongs to no known push service")]
    Host,
    /// The key is no point of P-256, or the secret has another length than 16 bytes.
    #[error("the push address has no proper keys")]
    Keys,
}

/// A browser's address, key and secret. Prints nothing: whoever has them can send to this browser.
#[derive(Clone, PartialEq, Eq)]
pub struct PushAddress {
    carrier: Carrier,
    endpoint: String,
    origin_bytes: usize,
    public_key: [u8; PUBLIC_KEY_BYTES],
    auth: [u8; AUTH_BYTES],
}

impl PushAddress {
    /// Reads what `PushSubscription.toJSON()` gives: the endpoint, and `p256dh` and `auth` in base64url.
    ///
    /// # Errors
    /// See [`AddressWrong`].
    pub fn parse(services: &PushServices, endpoint: &str, p256dh: &str, auth: &str) -> Result<Self, AddressWrong> {
        let read = |text: &str| BASE64URL.decode(text).map_err(|_| AddressWrong::Keys);
        Self::checked(services, endpoint, &read(p256dh)?, &read(auth)?)
    }

    /// Reads what [`PushAddress::to_bytes`] wrote. The host is looked at again, so that a row that was tampered with leads nowhere.
    ///
    /// # Errors
    /// See [`AddressWrong`].
    pub fn from_bytes(services: &PushServices, bytes: &[u8]) -> Result<Self, AddressWrong> {
        let (public_key, rest) = bytes.split_at_checked(PUBLIC_KEY_BYTES).ok_or(AddressWrong::Keys)?;
        let (auth, endpoint) = rest.split_at_checked(AUTH_BYTES).ok_or(AddressWrong::Keys)?;
        let endpoint = std::str::from_utf8(endpoint).map_err(|_| AddressWrong::Form)?;
        Self::checked(services, endpoint, public_key, auth)
    }

    /// Key, secret and endpoint, one after the other: what is sealed and kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.public_key.as_slice(), &self.auth, self.endpoint.as_bytes()].concat()
    }

    /// The service that carries the messages: all that may be kept in clear.
    pub const fn carrier(&self) -> Carrier {
        self.carrier
    }

    /// Where a message is posted to.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Scheme and host of the endpoint: the audience of a VAPID token (RFC 8292, section 2).
    pub fn origin(&self) -> &str {
        &self.endpoint[..self.origin_bytes]
    }

    /// The browser's public key, an uncompressed point of P-256.
    pub const fn public_key(&self) -> &[u8; PUBLIC_KEY_BYTES] {
        &self.public_key
    }

    /// The authentication secret.
    pub const fn auth(&self) -> &[u8; AUTH_BYTES] {
        &self.auth
    }

    fn checked(services: &PushServices, endpoint: &str, public_key: &[u8], auth: &[u8]) -> Result<Self, AddressWrong> {
        let (carrier, origin_bytes) = checked_endpoint(services, endpoint)?;
        let auth = auth.try_into().map_err(|_| AddressWrong::Keys)?;
        let point: [u8; PUBLIC_KEY_BYTES] = public_key.try_into().map_err(|_| AddressWrong::Keys)?;
        let on_curve = ParsedPublicKey::try_from(UnparsedPublicKey::new(&ECDH_P256, &point)).is_ok();
        if point[0] != 4 || !on_curve {
            return Err(AddressWrong::Keys);
        }
        Ok(PushAddress { carrier, endpoint: endpoint.to_owned(), origin_bytes, public_key: point, auth })
    }
}

/// The carrier of an endpoint, and how many of its bytes are its origin.
fn checked_endpoint(services: &PushServices, endpoint: &str) -> Result<(Carrier, usize), AddressWrong> {
    if endpoint.len() > ENDPOINT_BYTES_MAX {
        return Err(AddressWrong::Form);
    }
    let url = Url::parse(endpoint).map_err(|_| AddressWrong::Form)?;
    // Whatever a parser forgives (tabs, backslashes, capitals, a port that may be left out, a host in other letters) makes the written form
    // differ from the read one. A browser hands over the read form.
    let plain = url.as_str() == endpoint && url.username().is_empty() && url.password().is_none();
    if !plain || url.fragment().is_some() || url.path().len() < 2 {
        return Err(AddressWrong::Form);
    }
    let carrier = services.carrier(&url)?;
    Ok((carrier, url.origin().ascii_serialization().len()))
}

impl std::fmt::Debug for PushAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PushAddress(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const P256DH: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

    fn at(endpoint: &str) -> Result<PushAddress, AddressWrong> {
        PushAddress::parse(&PushServices::known(), endpoint, P256DH, AUTH)
    }

    #[test]
    fn the_services_of_the_browsers_are_known() {
        for (endpoint, carrier, origin) in [
            ("https://fcm.googleapis.com/fcm/send/abc:d-e_f", Carrier::PushGoogle, "https://fcm.googleapis.com"),
            (
                "https://updates.push.services.mozilla.com/wpush/v2/gAAA",
                Carrier::PushMozilla,
                "https://updates.push.services.mozilla.com",
            ),
            ("https://web.push.apple.com/QGuQ", Carrier::PushApple, "https://web.push.apple.com"),
            (
                "https://wns2-by3p.notify.windows.com/w/?token=BQYA%2b",
                Carrier::PushMicrosoft,
                "https://wns2-by3p.notify.windows.com",
            ),
        ] {
            let address = at(endpoint).unwrap();
            assert_eq!((address.carrier(), address.origin(), address.endpoint()), (carrier, origin, endpoint));
        }
    }

    #[test]
    fn other_hosts_are_not_spoken_to() {
        for endpoint in [
            "https://127.0.0.1/x",
            "https://169.254.169.254/latest/meta-data",
            "https://[::1]/x",
            "https://localhost/x",
            "https://push.example.org/x",
            "https://fcm.googleapis.com.example.org/x",
            "https://notfcm.googleapis.com/x",
            "https://a.fcm.googleapis.com/x",
            "https://fcm.googleapis.com./x",
            "https://evilpush.apple.com/x",
            "https://push.apple.com/x",
            "https://.push.apple.com/x",
            "https://push.apple.com.evil.example/x",
            "https://fcm.googleapis.com:8443/x",
        ] {
            assert_eq!(at(endpoint), Err(AddressWrong::Host), "{endpoint}");
        }
    }

    #[test]
    fn tricks_of_writing_are_refused() {
        for endpoint in [
            "",
            "fcm.googleapis.com/x",
            "http://fcm.googleapis.com/x",
            "ftp://fcm.googleapis.com/x",
            "https://user@fcm.googleapis.com/x",
            "https://user:word@fcm.googleapis.com/x",
            "https://fcm.googleapis.com@example.org/x",
            "https://fcm.googleapis.com:443/x",
            "https://FCM.googleapis.com/x",
            "https://fcm.googleapis.com/x#y",
            "https://fcm.googleapis.com/a/../x",
            "https://fcm.googleapis.com\\@example.org/x",
            "https:fcm.googleapis.com/x",
            " https://fcm.googleapis.com/x",
            "https://fcm.goog\tleapis.com/x",
            "https://fcm.googleapis.com/x\n",
            "https://fcm.googleapis.com",
            "https://fcm.googleapis.com/",
            "https://ｆcm.googleapis.com/x",
        ] {
            assert_eq!(at(endpoint), Err(AddressWrong::Form), "{endpoint:?}");
        }
        let long = format!("https://fcm.googleapis.com/{}", "x".repeat(ENDPOINT_BYTES_MAX));
        assert_eq!(at(&long), Err(AddressWrong::Form));
    }

    #[test]
    fn keys_are_checked_when_they_come() {
        let of = |p256dh: &str, auth: &str| {
            PushAddress::parse(&PushServices::known(), "https://fcm.googleapis.com/x", p256dh, auth).map(|_| ())
        };
        assert_eq!(of(P256DH, AUTH), Ok(()));
        assert_eq!(of(&format!("{P256DH}="), &format!("{AUTH}==")), Ok(()), "padding is forgiven");
        assert_eq!(of(P256DH, "BTBZMqHH6r4Tts7J_aSI"), Err(AddressWrong::Keys));
        assert_eq!(of(AUTH, AUTH), Err(AddressWrong::Keys));
        assert_eq!(of("!", AUTH), Err(AddressWrong::Keys));
        // One letter other: no longer on the curve.
        assert_eq!(of(&P256DH.replace("iw4", "iw8"), AUTH), Err(AddressWrong::Keys));
        // The same point, compressed, is not what browsers give.
        let mut compressed = BASE64URL.decode(P256DH).unwrap();
        compressed.truncate(33);
        compressed[0] = 2;
        assert_eq!(of(&BASE64URL.encode(compressed), AUTH), Err(AddressWrong::Keys));
    }

    #[test]
    fn an_address_survives_its_sealing_and_prints_nothing() {
        let services = PushServices::known();
        let address = at("https://web.push.apple.com/QGuQ").unwrap();
        assert_eq!(PushAddress::from_bytes(&services, &address.to_bytes()), Ok(address.clone()));
        assert_eq!(format!("{address:?}"), "PushAddress(..)");
        let mut other = address.to_bytes();
        other.truncate(PUBLIC_KEY_BYTES + AUTH_BYTES);
        other.extend(b"https://10.0.0.1/x");
        assert_eq!(PushAddress::from_bytes(&services, &other), Err(AddressWrong::Host));
        assert_eq!(PushAddress::from_bytes(&services, &other[..80]), Err(AddressWrong::Keys));
    }

    #[test]
    fn a_local_service_is_one_origin_of_this_machine() {
        let local = PushServices::known().and_local("https://127.0.0.1:4443").unwrap();
        let at = |endpoint: &str| PushAddress::parse(&local, endpoint, P256DH, AUTH).map(|address| address.carrier());
        assert_eq!(at("https://127.0.0.1:4443/p/1"), Ok(Carrier::PushLocal));
        assert_eq!(at("https://127.0.0.1:4444/p/1"), Err(AddressWrong::Host));
        assert_eq!(at("https://fcm.googleapis.com/x"), Ok(Carrier::PushGoogle));
        for origin in ["https://10.0.0.1:4443", "https://example.org", "https://127.0.0.1:4443/", "nonsense"] {
            assert!(PushServices::known().and_local(origin).is_err(), "{origin}");
        }
    }
}
