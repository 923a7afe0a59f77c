//! What `cuadra doctor` says about the ways out, and its test message.

use super::super::Where;
use super::Finding::{self, Broken, Mend, Well};
use crate::ground::Clock;
use crate::ground::config::Config;
use crate::ground::locale::{Lang, Words};
use crate::messages::broadcast::{Outcome, Why};
use crate::messages::trying::{self, Look, Receiver};
use crate::messages::{self, Told};
use crate::subscriptions::Channel;

/// Looks at every channel. The mail relay and the Signal daemon are asked whether they let us in.
pub(super) async fn about_channels(config: &Config) -> Vec<Finding> {
    let mut found = Vec::new();
    for channel in Channel::ALL {
        found.push(finding(*channel, trying::look(config, *channel).await));
    }
    if config.sms.android.is_some() {
        found.push(Well(format!(
            "the network's phone tells us of texts where its webhooks for sms:received, mms:downloaded, sms:sent, sms:delivered and \
             sms:failed lead to {}/hooks/sms/android",
            config.origin()
        )));
    }
    if let Some((name, value)) = trying::dkim_record(config) {
        found.push(Well(format!(
            "mails are signed; the DNS must show this TXT record:\n        {name}\n        {value}"
        )));
    }
    if config.webhook.as_ref().is_some_and(|conf| conf.allow_local) {
        found.push(Mend(
            "webhooks may lead to this machine and to private networks".into(),
            "take allow_local out of [webhook], unless every receiver is known to you",
        ));
    }
    if config.email.is_some() && !config.is_encrypted() {
        found.push(Mend(
            "mails cannot be left with one click: that wants an https origin".into(),
            "set an https origin; large mailbox providers refuse mails without it",
        ));
    }
    found
}

fn finding(channel: Channel, look: Look) -> Finding {
    let (name, not_set, how) = match channel {
        Channel::Push => ("push notifications", "set an https origin, or contact in [push]", "look at [push]"),
        Channel::Email => ("e-mail", "set [email] with server and from, or do without", "look at [email]"),
        Channel::Sms => ("text messages", "set [sms.twilio] or [sms.android], or do without", "look at [sms]"),
        Channel::Signal => (
            "Signal",
            "run signal-cli daemon --http=127.0.0.1:8081 and set [signal], or do without",
            "look at [signal]",
        ),
        Channel::Webhook => ("webhooks", "set [webhook], or do without", "look at [webhook]"),
    };
    match look {
        Look::NotSet if channel == Channel::Sms => Mend(
            "no text messages: subscribers get none, and receipts and questions to one person are not sent either"
                .into(),
            not_set,
        ),
        Look::NotSet => Mend(format!("no {name}: the network does not have this channel"), not_set),
        Look::Wrong(said) => Broken(format!("{name}: {said}"), how),
        Look::Usable => Well(format!("{name}: the settings can be used")),
        Look::Asked(Told { outcome: Outcome::Sent, said }) => Well(format!("{name}: {said}")),
        Look::Asked(Told { outcome: Outcome::ShutOut, said }) => {
            Broken(format!("{name}: it does not let us in: {said}"), how)
        }
        Look::Asked(Told { said, .. }) => Broken(
            format!("{name}: nobody answers: {said}"),
            "look whether it runs, at its name and port, and at its certificate (ca_file; one that signed itself needs CA:FALSE)",
        ),
    }
}

/// Sends one test message and prints what came back. True where it was handed over.
pub(in crate::cli) async fn send_test(at: &Where, lang: Lang, to: &Receiver) -> anyhow::Result<bool> {
    let config = at.config()?;
    let words = Words::read(&[messages::WORDS])?;
    let told = trying::try_out(&config, &words.say(lang), to, Clock::machine().now()).await?;
    println!("{}", line(&told));
    Ok(told.outcome == Outcome::Sent)
}

/// What became of a test message, in a line for people and one with the other side's own words.
fn line(told: &Told) -> String {
    let meaning = match told.outcome {
        Outcome::Sent => "sent      it was handed over".to_owned(),
        Outcome::Failed(Why::Gone) => {
            "gone      there is nobody at this address: a subscription would be dropped".into()
        }
        Outcome::Failed(Why::TooLarge) => "failed    the other side finds it too large".into(),
        Outcome::Failed(_) => "refused   the other side does not take this message".into(),
        Outcome::Later { wait_seconds: Some(seconds) } => {
            format!("later     not now; it would be tried again after {seconds} seconds")
        }
        Outcome::Later { wait_seconds: None } => "later     not now; it would be tried again".into(),
        Outcome::ShutOut => "shut out  our settings are wrong: look at this channel's table".into(),
        Outcome::Unclear => "unclear   it went out and no answer came: it may have arrived".into(),
    };
    format!("{meaning}\n          → {}", told.said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::config::{Email, Encryption, Signal, Webhook};
    use crate::subscriptions::WebhookAddress;

    async fn texts(config: &Config) -> Vec<String> {
        let found = about_channels(config).await;
        let say = |finding| match finding {
            Well(what) => format!("well {what}"),
            Mend(what, how) => format!("mend {what} → {how}"),
            Broken(what, how) => format!("broken {what} → {how}"),
        };
        found.into_iter().map(say).collect()
    }

    fn has(texts: &[String], start: &str) -> bool {
        texts.iter().any(|text| text.starts_with(start))
    }

    #[tokio::test]
    async fn a_network_without_channels_is_told_which_there_are_and_nothing_is_broken() {
        let config = Config { origin: Some("https://red.example".into()), ..Config::default() };
        let texts = texts(&config).await;
        for name in ["e-mail", "text messages", "Signal", "webhooks"] {
            assert!(has(&texts, &format!("mend no {name}")), "{texts:?}");
        }
        assert!(has(&texts, "well push"), "{texts:?}");
        assert!(!has(&texts, "broken"), "{texts:?}");
    }

    #[tokio::test]
    async fn what_is_misconfigured_is_named_with_the_way_to_mend_it() {
        let mut config = Config { origin: None, ..Config::default() };
        config.email =
            Some(Email { server: "mail.example.org".into(), encryption: Encryption::None, ..Email::default() });
        config.signal = Some(Signal { url: "http://signal.example.org".into(), ..Signal::default() });
        config.webhook =
            Some(Webhook { allow_local: true, ca_file: Some("/nowhere.pem".into()), ..Webhook::default() });
        let found = texts(&config).await;
        assert!(has(&found, "broken e-mail: from is not set"), "{found:?}");
        assert!(has(&found, "broken Signal: url must be on this machine"), "{found:?}");
        assert!(has(&found, "broken webhooks: reading /nowhere.pem"), "{found:?}");
        assert!(has(&found, "mend webhooks may lead to this machine"), "{found:?}");
        assert!(has(&found, "mend mails cannot be left with one click"), "{found:?}");
        assert!(has(&found, "mend no push notifications"), "{found:?}");
        config.push.contact = Some("somebody".into());
        assert!(has(&texts(&config).await, "broken push notifications: the push contact must be"));
        config.email = Some(Email { from: "a@example.org".into(), ..config.email.unwrap() });
        assert!(has(&texts(&config).await, "broken e-mail: encryption = \"none\" is for a relay on this machine"));
        // A relay and a daemon that are not there.
        config.email = Some(Email {
            server: "127.0.0.1".into(),
            port: Some(9),
            from: "a@example.org".into(),
            encryption: Encryption::None,
            ..Email::default()
        });
        config.signal = Some(Signal { url: "http://127.0.0.1:9".into(), ..Signal::default() });
        let found = texts(&config).await;
        assert!(
            has(&found, "broken e-mail: nobody answers") && has(&found, "broken Signal: nobody answers"),
            "{found:?}"
        );
    }

    #[test]
    fn receivers_are_read_and_others_are_told_how_to_be_written() {
        let read = |text: &str| text.parse::<Receiver>();
        assert!(matches!(read("email:ana@example.org"), Ok(Receiver::Email(to)) if to.as_str() == "ana@example.org"));
        assert!(matches!(read("sms:(213) 555-0142"), Ok(Receiver::Sms(to)) if to.as_str() == "+12135550142"));
        assert!(matches!(read("signal:+12135550142"), Ok(Receiver::Signal(_))));
        let address = WebhookAddress::new("https://x.example/", [1; 32]).unwrap();
        let written = format!("webhook:https://x.example/ {}", address.secret_text());
        assert!(matches!(read(&written), Ok(Receiver::Webhook(to)) if to == address));
        for wrong in [
            "",
            "ana@example.org",
            "email:ana",
            "fax:1",
            "sms:911",
            "webhook:https://x.example/",
            "webhook:https://x.example/ whsec_x",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_outcome_has_a_line() {
        for (outcome, start) in [
            (Outcome::Sent, "sent"),
            (Outcome::Failed(Why::Gone), "gone"),
            (Outcome::Failed(Why::Refused), "refused"),
            (Outcome::Failed(Why::TooLarge), "failed"),
            (Outcome::Later { wait_seconds: Some(7) }, "later     not now; it would be tried again after 7"),
            (Outcome::ShutOut, "shut out"),
            (Outcome::Unclear, "unclear"),
        ] {
            let said = line(&Told::new(outcome, "550 no"));
            assert!(said.starts_with(start) && said.ends_with("→ 550 no"), "{said}");
        }
    }
}
