//! What is in a mail.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;

use super::*;
use crate::messages::email::writing::{Writer, address};

fn writer() -> Writer {
    Writer::open(&plain(25), "Red de la Ñandú").unwrap()
}

fn written(mailing: &Mailing<'_>) -> String {
    String::from_utf8(writer().write(mailing, NOON).unwrap().bytes).unwrap()
}

/// Names and unfolded values of the headers, and the body.
fn parts(mail: &str) -> (Vec<(String, String)>, String) {
    let (head, body) = mail.split_once("\r\n\r\n").unwrap();
    let mut headers: Vec<(String, String)> = Vec::new();
    for line in head.split("\r\n") {
        match line.strip_prefix([' ', '\t']) {
            Some(rest) => headers.last_mut().unwrap().1.push_str(&format!(" {rest}")),
            None => {
                let (name, value) = line.split_once(": ").unwrap();
                headers.push((name.to_owned(), value.to_owned()));
            }
        }
    }
    (headers, body.to_owned())
}

const NAMES: [&str; 12] = [
    "From",
    "To",
    "Subject",
    "Date",
    "MIME-Version",
    "Content-Type",
    "Message-ID",
    "List-Id",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Content-Transfer-Encoding",
];

#[test]
fn a_mail_can_be_left_with_one_click_and_is_plain() {
    let (headers, body) = parts(&written(&mailing()));
    let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, NAMES);
    let of = |name: &str| headers.iter().find(|(known, _)| known == name).unwrap().1.clone();
    assert_eq!(of("To"), "ana@example.net");
    assert_eq!(of("Date"), "Wed, 04 Mar 2026 20:00:00 +0000");
    assert_eq!(of("Content-Type"), "text/plain; charset=utf-8");
    assert_eq!(of("Message-ID"), format!("<{}@red.example.org>", "07".repeat(16)));
    assert_eq!(of("List-Id"), "<alerts.red.example.org>");
    assert_eq!(of("Auto-Submitted"), "auto-generated");
    assert_eq!(of("List-Unsubscribe"), format!("<{LEAVE}>"));
    assert_eq!(of("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert!(of("From").ends_with("<avisos@red.example.org>") && of("From").starts_with("=?utf-8?"), "{}", of("From"));
    assert!(!body.contains("<html") && !body.contains("http"), "nothing that is fetched when the mail is opened");
}

#[test]
fn without_https_no_one_click_is_promised() {
    let (headers, _) = parts(&written(&Mailing { leave_url: "http://abc.onion/s/x/leave", ..mailing() }));
    assert!(headers.iter().any(|(name, value)| name == "List-Unsubscribe" && value == "<http://abc.onion/s/x/leave>"));
    assert!(!headers.iter().any(|(name, _)| name == "List-Unsubscribe-Post"));
}

#[test]
fn what_could_end_a_header_or_a_command_is_refused() {
    let refused = |mailing: &Mailing<'_>| writer().write(mailing, NOON).err().map(|told| told.outcome);
    for to in [
        "",
        "ana",
        "ana@",
        "ana@example.net\r\nRCPT TO:<eve@example.net>",
        "ana@example.net>\r\nDATA",
        "ana@example.net, eve@example.net",
        "Ana <ana@example.net>",
        "\"a b\"@example.net",
        "a\0b@example.net",
        "ana@example.net SIZE=1",
        "ñandú@example.net",
    ] {
        assert!(EmailAddress::parse(to).is_none(), "{to:?} is no address of ours");
        assert!(address(to).is_none(), "{to:?} is not said either");
    }
    for to in ["o'neil_99+x@a-b.co", "a!#$%&*=?^`{|}~@example.net"] {
        let to = EmailAddress::parse(to).unwrap();
        assert_eq!(address(to.as_str()).map(|address| address.to_string()).as_deref(), Some(to.as_str()));
    }
    for leave in [
        "",
        "leave",
        "mailto:leave@example.org",
        "https://x.example/\r\nBcc: eve@example.net",
        "https://x.example/>,<https://y.example/",
    ] {
        assert_eq!(
            refused(&Mailing { leave_url: leave, ..mailing() }),
            Some(Outcome::Failed(Why::Refused)),
            "{leave:?}"
        );
    }
    let body = "x".repeat(100_001);
    assert_eq!(refused(&Mailing { body: &body, ..mailing() }), Some(Outcome::Failed(Why::TooLarge)));
}

#[test]
fn the_settings_may_name_the_sender() {
    let conf = config::Email { from: "Avisos Ñandú <avisos@red.example.org>".into(), ..plain(25) };
    let mail = Writer::open(&conf, "Red").unwrap().write(&mailing(), NOON).unwrap().bytes;
    let (headers, _) = parts(&String::from_utf8(mail).unwrap());
    assert_eq!(headers[0].1, format!("=?utf-8?b?{}?= <avisos@red.example.org>", STANDARD.encode("Avisos Ñandú")));
}

#[test]
fn a_network_s_name_cannot_bring_a_header() {
    let writer = Writer::open(&plain(25), "Red\r\nBcc: eve@example.net").unwrap();
    let (headers, _) = parts(&String::from_utf8(writer.write(&mailing(), NOON).unwrap().bytes).unwrap());
    assert_eq!(headers.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), NAMES);
}

proptest! {
    #[test]
    fn whatever_a_subject_and_a_body_say_the_headers_are_the_same(subject in "(?s).{0,300}", body in "(?s).{0,600}", evil in prop::bool::ANY) {
        let subject = if evil { format!("{subject}\r\nBcc: eve@example.net\r\n\r\n{subject}") } else { subject };
        let mail = written(&Mailing { subject: &subject, body: &body, ..mailing() });
        prop_assert!(mail.is_ascii());
        prop_assert!(!mail.replace("\r\n", "").contains(['\r', '\n']));
        prop_assert!(mail.split("\r\n").all(|line| line.len() <= 998));
        let (headers, _) = parts(&mail);
        let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
        prop_assert_eq!(names, NAMES);
    }
}

/// A key of 2,048 bits in PEM, made for this test.
fn key(folder: &std::path::Path) -> config::Dkim {
    let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let der = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair).unwrap();
    let key_file = folder.join("dkim.pem");
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der.as_ref()));
    std::fs::write(&key_file, pem).unwrap();
    config::Dkim { selector: "cuadra1".into(), key_file, domain: None }
}

#[test]
fn a_signature_covers_the_headers_that_matter_and_none_can_be_added() {
    let folder = tempfile::tempdir().unwrap();
    let conf = config::Email { dkim: Some(key(folder.path())), ..plain(25) };
    let signed = String::from_utf8(Writer::open(&conf, "Red").unwrap().write(&mailing(), NOON).unwrap().bytes).unwrap();
    let (headers, _) = parts(&signed);
    assert_eq!(headers[0].0, "DKIM-Signature");
    let value = headers[0].1.replace([' ', '\t'], "");
    let tags: Vec<(&str, &str)> = value.split(';').filter_map(|tag| tag.split_once('=')).collect();
    let of = |name: &str| tags.iter().find(|(known, _)| *known == name).unwrap().1;
    assert_eq!((of("d"), of("s"), of("c"), of("t")), ("red.example.org", "cuadra1", "relaxed/relaxed", "1772654400"));
    let covered: Vec<&str> = of("h").split(':').collect();
    for name in ["from", "to", "subject", "date", "list-unsubscribe", "list-unsubscribe-post"] {
        assert_eq!(covered.iter().filter(|known| **known == name).count(), 2, "{name}");
    }
    assert!(covered.contains(&"message-id"));
    assert!(
        signed.split("\r\n").take_while(|line| !line.is_empty()).all(|line| line.len() <= 78 || !line.contains("b="))
    );
    let (name, record) = Writer::open(&conf, "Red").unwrap().dkim_record().unwrap();
    assert_eq!(name, "cuadra1._domainkey.red.example.org");
    assert!(record.starts_with("v=DKIM1; k=rsa; p=MII"));
}

/// Writes signed mails to `target/peers/email/`, where `tests/peers/email_peer.py` reads and verifies them with other people's code.
#[test]
fn files_for_independent_readers() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers/email");
    std::fs::create_dir_all(&folder).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let conf = config::Email { dkim: Some(key(scratch.path())), ..plain(25) };
    let writer = Writer::open(&conf, "Red de la Ñandú, «sureste»").unwrap();
    let (record_name, record) = writer.dkim_record().unwrap();
    let long = "una línea muy larga ".repeat(120);
    let cases = [
        ("VERIFICADO · 7:38 a. m. · la 7 y Alvarado", "Agentes federales en la 7 y Alvarado.\n\n.\nFrom here on\n\n\n"),
        ("ALERT verified 7:38", "Plain words alone.  \n\tTabs\tand  blanks  \n"),
        ("警报 已核实", "警报 ".repeat(60).leak()),
        (&long, ""),
        ("x", &long),
        ("a\r\nBcc: eve@example.net", "\r\n.\r\nMAIL FROM:<eve@example.net>\r\n"),
    ];
    for (at, (subject, body)) in cases.iter().enumerate() {
        let mailing = Mailing { subject, body, ..mailing() };
        std::fs::write(folder.join(format!("{at}.eml")), writer.write(&mailing, NOON).unwrap().bytes).unwrap();
        let case = serde_json::json!({
            "subject": subject,
            "body": body,
            "to": mailing.to.as_str(),
            "from_name": "Red de la Ñandú, «sureste»",
            "from": "avisos@red.example.org",
            "leave_url": LEAVE,
            "record_name": record_name,
            "record": record,
        });
        std::fs::write(folder.join(format!("{at}.json")), serde_json::to_vec_pretty(&case).unwrap()).unwrap();
    }
}
