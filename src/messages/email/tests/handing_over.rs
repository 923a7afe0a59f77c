//! Step by step, whatever goes wrong.

use futures_util::future::join_all;

use super::*;
use crate::messages::tests::tls::Authority;
use crate::messages::{Outbox, outbox};
use crate::subscriptions::Channel;
use crate::testkit::TestHouse;

const LATER: Outcome = Outcome::Later { wait_seconds: None };

#[tokio::test]
async fn what_a_relay_does_at_each_step_is_told_apart() {
    use Act::{Drop, Hang, Say};
    for (step, act, expected) in [
        ("CONNECT", Say("421 4.3.2 too busy"), LATER),
        ("CONNECT", Say("554 go away"), Outcome::ShutOut),
        ("CONNECT", Hang, LATER),
        ("CONNECT", Drop, LATER),
        ("EHLO", Say("550 who are you"), Outcome::ShutOut),
        ("MAIL", Say("550 5.7.1 not your address"), Outcome::ShutOut),
        ("MAIL", Say("421 bye"), LATER),
        ("MAIL", Hang, LATER),
        ("RCPT", Say("550 5.1.1 no such user"), Outcome::Failed(Why::Gone)),
        ("RCPT", Say("550 no"), Outcome::Failed(Why::Refused)),
        ("RCPT", Say("451 4.7.1 greylisted"), LATER),
        ("RCPT", Drop, LATER),
        ("DATA", Say("451 4.3.0 try again"), LATER),
        ("DATA", Hang, LATER),
        ("DATA", Drop, LATER),
        (".", Say("250 2.0.0 ok"), Outcome::Sent),
        (".", Say("554 5.7.1 spam"), Outcome::Failed(Why::Refused)),
        (".", Say("552 5.3.4 too large"), Outcome::Failed(Why::TooLarge)),
        (".", Say("451 4.3.0 try again"), LATER),
        (".", Say("421 4.3.2 going down"), LATER),
        (".", Say("gibberish"), Outcome::Unclear),
        (".", Drop, Outcome::Unclear),
        (".", Hang, Outcome::Unclear),
    ] {
        let relay = Relay::start(Tls::Never, &[(step, act)]).await;
        // A relay that hangs is not waited for long, one that answers on a busy machine is.
        let answer_ms = if matches!(act, Hang) { 300 } else { 20_000 };
        let told = opened(&config::Email { answer_ms, ..plain(relay.port) }).tell(&mailing(), NOON).await;
        let done = match act {
            Say(said) => said,
            Hang => "hangs",
            Drop => "hangs up",
        };
        assert_eq!(told.outcome, expected, "{step} {done}: {}", told.said);
        assert_eq!(relay.seen(|seen| seen.mails.len()), usize::from(expected == Outcome::Sent), "{step} {done}");
    }
    let nobody = opened(&plain(9)).tell(&mailing(), NOON).await;
    assert_eq!(nobody.outcome, LATER, "{}", nobody.said);
}

#[tokio::test]
async fn the_password_is_shown_and_a_wrong_one_shuts_us_out() {
    let relay =
        Relay::start(Tls::Never, &[("AUTH", Act::Say("535 5.7.8 wrong")), ("AUTH", Act::Say("454 4.7.0 not now"))])
            .await;
    let conf = config::Email { username: Some("red".into()), password: "hush".into(), ..plain(relay.port) };
    let email = opened(&conf);
    assert_eq!(outcome(&email).await, Outcome::ShutOut);
    assert_eq!(outcome(&email).await, LATER);
    assert_eq!(relay.heard("MAIL"), 0);
    assert_eq!(outcome(&email).await, Outcome::Sent);
    assert!(relay.seen(|seen| seen.commands.iter().any(|command| command == "AUTH PLAIN AHJlZABodXNo")));
    assert_eq!(email.check().await.outcome, Outcome::Sent);
    assert_eq!(relay.heard("QUIT"), 1, "a look takes its leave");
}

#[tokio::test]
async fn nothing_is_said_to_a_relay_that_does_not_encrypt() {
    let relay = Relay::start(Tls::Never, &[]).await;
    let conf = config::Email {
        server: "localhost".into(),
        encryption: Encryption::StartTls,
        username: Some("red".into()),
        ..plain(relay.port)
    };
    let told = opened(&conf).tell(&mailing(), NOON).await;
    assert_eq!(told.outcome, Outcome::ShutOut, "{}", told.said);
    assert_eq!((relay.heard("AUTH"), relay.heard("MAIL")), (0, 0));
}

#[tokio::test]
async fn only_a_believed_certificate_is_spoken_to() {
    let (ours, other) = (Authority::made(), Authority::made());
    for encryption in [Encryption::StartTls, Encryption::Tls] {
        let acceptor = ours.acceptor("localhost", &[]);
        let tls = if encryption == Encryption::Tls { Tls::First(acceptor) } else { Tls::Asked(acceptor) };
        let relay = Relay::start(tls, &[]).await;
        let with = |server: &str, ca_file| {
            opened(&config::Email { server: server.into(), encryption, ca_file, ..plain(relay.port) })
        };
        for (server, ca_file, expected) in [
            ("localhost", Some(ours.file()), Outcome::Sent),
            ("localhost", Some(other.file()), LATER),
            ("localhost", None, LATER),
            // The name is another than the certificate's.
            ("127.0.0.1", Some(ours.file()), LATER),
        ] {
            let told = with(server, ca_file).tell(&mailing(), NOON).await;
            assert_eq!(told.outcome, expected, "{encryption:?} {server}: {}", told.said);
        }
        assert_eq!((relay.heard("MAIL"), relay.seen(|seen| seen.mails.len())), (1, 1));
    }
}

#[tokio::test]
async fn a_connection_is_used_again_also_after_a_refusal() {
    let relay = Relay::start(Tls::Never, &[("RCPT", Act::Say("550 5.1.1 no")), (".", Act::Say("554 5.7.1 no"))]).await;
    let email = opened(&plain(relay.port));
    assert_eq!(outcome(&email).await, Outcome::Failed(Why::Gone));
    assert_eq!(outcome(&email).await, Outcome::Failed(Why::Refused));
    for _ in 0..3 {
        assert_eq!(outcome(&email).await, Outcome::Sent);
    }
    assert_eq!(relay.seen(|seen| (seen.connections, seen.mails.len())), (1, 3));
    assert_eq!(relay.heard("RSET"), 1, "what the refused one left behind is cleared");
}

#[tokio::test]
async fn a_connection_that_died_while_idle_costs_no_try_and_sends_nothing_twice() {
    for act in [Act::Drop, Act::Say("421 4.4.2 idle for too long")] {
        let relay = Relay::start(Tls::Never, &[]).await;
        let email = opened(&plain(relay.port));
        assert_eq!(outcome(&email).await, Outcome::Sent);
        relay.then("MAIL", act);
        assert_eq!(outcome(&email).await, Outcome::Sent);
        assert_eq!(relay.seen(|seen| (seen.connections, seen.mails.len())), (2, 2));
    }
    // The control: a connection that breaks after the message is not tried again by itself.
    let relay = Relay::start(Tls::Never, &[]).await;
    let email = opened(&plain(relay.port));
    assert_eq!(outcome(&email).await, Outcome::Sent);
    relay.then(".", Act::Drop);
    assert_eq!(outcome(&email).await, Outcome::Unclear);
    assert_eq!((relay.heard("DATA"), relay.seen(|seen| seen.connections)), (2, 1));
}

#[tokio::test]
async fn a_mail_that_was_halted_while_a_connection_was_made_does_not_leave() {
    let relay = Relay::start(Tls::Never, &[]).await;
    let email = opened(&plain(relay.port));
    // The halt comes once the relay has seen somebody connect: the question before that was answered with yes.
    let may_leave = || relay.seen(|seen| seen.connections == 0);
    assert!(email.tell_if(&mailing(), NOON, may_leave).await.is_none());
    assert_eq!(relay.seen(|seen| (seen.connections, seen.mails.len())), (1, 0));
    // The connection is kept for the next one.
    assert_eq!(outcome(&email).await, Outcome::Sent);
    assert_eq!(relay.seen(|seen| (seen.connections, seen.mails.len())), (1, 1));
}

#[tokio::test]
async fn no_more_connections_are_made_than_the_settings_allow() {
    let relay = Relay::start(Tls::Never, &[]).await;
    let email = opened(&config::Email { connections_max: 2, ..plain(relay.port) });
    let outcomes = join_all((0..12).map(|_| outcome(&email))).await;
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Sent), "{outcomes:?}");
    assert_eq!(relay.seen(|seen| (seen.open_most, seen.mails.len())), (2, 12));
}

#[tokio::test]
async fn without_settings_mails_land_in_the_outbox_or_nowhere() {
    let house = TestHouse::new();
    assert_eq!(send(&house.app, &mailing(), || true).await, Some(Outcome::Sent));
    let slips = house.app.part::<Outbox>().of(Channel::Email, 9);
    assert_eq!((slips.len(), slips[0].to_masked.as_str()), (1, "a···@example.net"));
    assert_eq!(slips[0].title, mailing().subject);
    // A network in use that has no e-mail is not told that it was sent.
    let house = TestHouse::with(|config| config.nothing_leaves = false);
    assert_eq!(send(&house.app, &mailing(), || true).await, Some(Outcome::ShutOut));
    // From the demo nothing leaves, whatever is set.
    let relay = Relay::start(Tls::Never, &[]).await;
    let house = TestHouse::with(|config| (config.demo, config.email) = (true, Some(plain(relay.port))));
    assert_eq!(send(&house.app, &mailing(), || true).await, Some(Outcome::Sent));
    assert_eq!(relay.seen(|seen| seen.connections), 0);
    // And with settings, out of the demo, it goes to the relay.
    let house = TestHouse::with(|config| config.email = Some(plain(relay.port)));
    assert_eq!(send(&house.app, &mailing(), || true).await, Some(Outcome::Sent));
    assert_eq!((relay.seen(|seen| seen.mails.len()), house.app.part::<outbox::Outbox>().slips().len()), (1, 0));
}

#[test]
fn settings_that_cannot_be_used_are_named() {
    let with = |change: fn(&mut config::Email)| {
        let mut conf = plain(25);
        change(&mut conf);
        format!("{:#}", Email::open(&conf, "Red").err().expect("refused"))
    };
    for (change, says) in [
        ((|conf| conf.server = String::new()) as fn(&mut config::Email), "server is not set"),
        (|conf| conf.server = "mail.example.org".into(), "for a relay on this machine"),
        (|conf| conf.from = String::new(), "from is not set"),
        (|conf| conf.from = "nobody".into(), "from is no address"),
        (|conf| conf.from = "ñandú@example.org".into(), "plain letters"),
        (|conf| conf.connections_max = 0, "connections_max"),
        (|conf| (conf.encryption, conf.ca_file) = (Encryption::Tls, Some("/nowhere.pem".into())), "/nowhere.pem"),
        (
            |conf| {
                conf.dkim = Some(config::Dkim { selector: "s".into(), key_file: "/nowhere.key".into(), domain: None });
            },
            "/nowhere.key",
        ),
    ] {
        let said = with(change);
        assert!(said.contains(says), "{said}");
    }
}
