//! Which addresses a webhook may lead to.
//!
//! Whoever gives us an address could otherwise make our server speak to what only it can reach: the machine itself, a router, a cloud's
//! secrets at 169.254.169.254 (server-side request forgery). So the host is looked up by us, every address that is not of the public internet is
//! dropped, and the connection is made to what is left: a name cannot be looked up once for the check and once more for the connection.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::Host;

/// The longest address.
pub const URL_BYTES_MAX: usize = 2_048;

/// Why an address is not spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlWrong {
    /// No address, too long, with a user, or with a fragment.
    #[error("the address of a webhook is https:// and a host, without a user")]
    Form,
    /// Not encrypted.
    #[error("the address of a webhook begins with https://")]
    Plain,
    /// It leads elsewhere than to the public internet.
    #[error("{}", NotPublic)]
    NotPublic,
}

/// A host has no address of the public internet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the host is not on the public internet")]
pub struct NotPublic;

/// Where an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Realm {
    Public,
    /// This machine or a private network: spoken to where the network allows it.
    Local,
    /// Link-local (a cloud's metadata), multicast, reserved, or a way of writing another address: never spoken to.
    Never,
}

/// Reads an address and looks at its form and at a host that is written as a number.
///
/// # Errors
/// See [`UrlWrong`].
pub fn checked(text: &str, allow_local: bool) -> Result<Url, UrlWrong> {
    let url = Url::parse(text).ok().filter(|_| text.len() <= URL_BYTES_MAX).ok_or(UrlWrong::Form)?;
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(UrlWrong::Form);
    }
    let literal = match url.host().ok_or(UrlWrong::Form)? {
        Host::Ipv4(ip) => Some(IpAddr::V4(ip)),
        Host::Ipv6(ip) => Some(IpAddr::V6(ip)),
        Host::Domain(_) => None,
    };
    let is_here = literal.is_some_and(|ip| ip.is_loopback()) || url.host_str() == Some("localhost");
    match url.scheme() {
        "https" => {}
        "http" if allow_local && is_here => {}
        "http" => return Err(UrlWrong::Plain),
        _ => return Err(UrlWrong::Form),
    }
    match literal {
        Some(ip) if !may_speak_to(ip, allow_local) => Err(UrlWrong::NotPublic),
        _ => Ok(url),
    }
}

/// Whether an address may be spoken to.
pub fn may_speak_to(ip: IpAddr, allow_local: bool) -> bool {
    match realm(ip) {
        Realm::Public => true,
        Realm::Local => allow_local,
        Realm::Never => false,
    }
}

/// Where an address is, by the registries of special addresses (RFC 6890 and the IANA lists after it).
pub fn realm(ip: IpAddr) -> Realm {
    match ip {
        IpAddr::V4(ip) => realm_of_v4(ip),
        IpAddr::V6(ip) => realm_of_v6(ip),
    }
}

fn realm_of_v4(ip: Ipv4Addr) -> Realm {
    match ip.octets() {
        [127 | 10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Realm::Local,
        // Carriers' own networks (RFC 6598), where some home networks and overlay networks live.
        [100, 64..=127, ..] => Realm::Local,
        // "This network", link-local, protocol assignments, documentation, old 6to4 relays, benchmarks, multicast and above.
        [0, ..]
        | [169, 254, ..]
        | [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 18..=19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _]
        | [224..=255, ..] => Realm::Never,
        _ => Realm::Public,
    }
}

fn realm_of_v6(ip: Ipv6Addr) -> Realm {
    let [high, low] = [ip.segments()[6], ip.segments()[7]].map(u16::to_be_bytes);
    let embedded = Ipv4Addr::new(high[0], high[1], low[0], low[1]);
    match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] | [0xfc00..=0xfdff, ..] => Realm::Local,
        // An address of the old kind, written in the new way, or behind a translator (RFC 6052).
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => realm_of_v4(embedded),
        // Protocol assignments with Teredo among them, documentation, 6to4, segment routing and documentation again.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => Realm::Never,
        // All that is given out so far.
        [0x2000..=0x3fff, ..] => Realm::Public,
        _ => Realm::Never,
    }
}

/// Looks hosts up and hands on only what may be spoken to.
pub(super) struct Guarded {
    pub allow_local: bool,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let allow_local = self.allow_local;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let open: Vec<SocketAddr> = found.filter(|address| may_speak_to(address.ip(), allow_local)).collect();
            if open.is_empty() {
                return Err(NotPublic.into());
            }
            let open: Addrs = Box::new(open.into_iter());
            Ok(open)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Realm {
        realm(text.parse().unwrap())
    }

    #[test]
    fn the_public_internet_is_told_from_everything_else() {
        for ip in [
            "8.8.8.8",
            "1.1.1.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.167.1.1",
            "100.63.0.1",
            "198.20.0.1",
            "223.255.255.254",
        ] {
            assert_eq!(of(ip), Realm::Public, "{ip}");
        }
        for ip in ["2606:4700::1111", "2a00:1450:4001::200e", "2001:200::1", "2001:4860:4860::8888", "64:ff9b::808:808"]
        {
            assert_eq!(of(ip), Realm::Public, "{ip}");
        }
    }

    #[test]
    fn this_machine_and_private_networks_are_local() {
        for ip in ["127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"] {
            assert_eq!(of(ip), Realm::Local, "{ip}");
        }
        for ip in ["::1", "fc00::1", "fdab::1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "64:ff9b::10.0.0.1"] {
            assert_eq!(of(ip), Realm::Local, "{ip}");
        }
    }

    #[test]
    fn what_nobody_should_speak_to_is_never_spoken_to() {
        for ip in [
            "0.0.0.0",
            "169.254.169.254",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.7",
            "224.0.0.1",
            "255.255.255.255",
        ] {
            assert_eq!(of(ip), Realm::Never, "{ip}");
        }
        for ip in [
            "::",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "4000::1",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
        ] {
            assert_eq!(of(ip), Realm::Never, "{ip}");
        }
    }

    #[test]
    fn an_address_must_be_encrypted_and_lead_out() {
        let of = |text: &str| checked(text, false).err();
        assert_eq!(of("https://hooks.example.org/cuadra?x=1"), None);
        assert_eq!(of("https://8.8.8.8/hook"), None);
        assert_eq!(of("http://hooks.example.org/"), Some(UrlWrong::Plain));
        assert_eq!(of("http://127.0.0.1/"), Some(UrlWrong::Plain));
        for wrong in [
            "",
            "hooks.example.org",
            "ftp://hooks.example.org/",
            "file:///etc/passwd",
            "https://u@hooks.example.org/",
            "https://hooks.example.org/#x",
        ] {
            assert_eq!(of(wrong), Some(UrlWrong::Form), "{wrong}");
        }
        assert_eq!(of(&format!("https://hooks.example.org/{}", "x".repeat(URL_BYTES_MAX))), Some(UrlWrong::Form));
        // However the number is written, it is the same address.
        for here in [
            "127.0.0.1",
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "127.1",
            "[::1]",
            "[::ffff:7f00:1]",
            "169.254.169.254",
            "[fe80::1]",
        ] {
            assert_eq!(of(&format!("https://{here}/")), Some(UrlWrong::NotPublic), "{here}");
        }
    }

    #[test]
    fn where_it_is_allowed_this_machine_needs_no_encryption_and_private_networks_do() {
        let of = |text: &str| checked(text, true).err();
        for open in [
            "http://127.0.0.1:8080/x",
            "http://localhost/x",
            "http://[::1]/",
            "https://192.168.1.2/x",
            "https://10.0.0.1/",
        ] {
            assert_eq!(of(open), None, "{open}");
        }
        assert_eq!(of("http://192.168.1.2/x"), Some(UrlWrong::Plain));
        assert_eq!(of("http://localhost.example.org/"), Some(UrlWrong::Plain));
        assert_eq!(of("https://169.254.169.254/latest"), Some(UrlWrong::NotPublic));
    }
}
