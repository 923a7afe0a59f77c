//! Mails to a relay that misbehaves, and what is in them.

mod handing_over;
mod relay;
mod written;

use self::relay::{Act, Relay, Tls};
use std::sync::LazyLock;

use super::*;
use crate::ground::config::{self, Encryption};
use crate::testkit::NOON;

const LEAVE: &str = "https://red.example.org/s/q83vEjRWeJCrze8SNFZ4kA/leave";

/// Ana's address.
fn ana() -> &'static EmailAddress {
    static ANA: LazyLock<EmailAddress> = LazyLock::new(|| EmailAddress::parse("ana@example.net").unwrap());
    &ANA
}

/// A mailing to Ana.
fn mailing() -> Mailing<'static> {
    Mailing {
        id: [7; 16],
        to: ana(),
        subject: "VERIFICADO · 7:38 · la 7 y Alvarado",
        body: "Agentes federales en la 7 y Alvarado.\n.\nQué puede hacer: observe desde lejos.",
        leave_url: LEAVE,
    }
}

/// Settings for a relay on this machine, without encryption.
fn plain(port: u16) -> config::Email {
    config::Email {
        server: "127.0.0.1".into(),
        port: Some(port),
        encryption: Encryption::None,
        from: "avisos@red.example.org".into(),
        answer_ms: 20_000,
        ..config::Email::default()
    }
}

fn opened(conf: &config::Email) -> Email {
    Email::open(conf, "Red de la Ñandú").unwrap()
}

async fn outcome(email: &Email) -> Outcome {
    email.tell(&mailing(), NOON).await.outcome
}
