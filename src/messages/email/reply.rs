//! What a relay's reply means (RFC 5321, section 4.2; enhanced codes by RFC 3463).

use crate::messages::broadcast::{Outcome, Why};

/// At which step of handing over a message a reply came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Greeting, EHLO, STARTTLS, the password.
    Welcome,
    /// MAIL FROM.
    Sender,
    /// RCPT TO.
    Receiver,
    /// DATA, before anything of the message is said.
    Data,
    /// The message itself.
    Message,
}

/// Enhanced codes (the two after the first) of mailboxes that are not there: unknown, no such host, badly written, moved, a host that takes no mail, closed.
const GONE: [(u16, u16); 6] = [(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)];

/// Enhanced codes of messages that are too large.
const TOO_LARGE: [(u16, u16); 2] = [(2, 3), (3, 4)];

/// What a refusal means. `code` is the reply's three digits, `text` what stands after them.
pub(super) fn meaning(step: Step, code: u16, text: &str) -> Outcome {
    if !(500..=599).contains(&code) {
        // Greylisting, a full mailbox, a relay that is busy or is about to stop: they name no time.
        return Outcome::Later { wait_seconds: None };
    }
    let detail = enhanced(text);
    let is = |known: &[(u16, u16)]| detail.is_some_and(|detail| known.contains(&detail));
    if code == 552 || is(&TOO_LARGE) {
        return Outcome::Failed(Why::TooLarge);
    }
    match step {
        // About us, not about the receiver.
        Step::Welcome | Step::Sender | Step::Data => Outcome::ShutOut,
        _ if is(&GONE) => Outcome::Failed(Why::Gone),
        // "Relaying denied": the relay does not know us. One receiver's own rule ends the same way, after its tries.
        Step::Receiver if detail.is_some_and(|(subject, _)| subject == 7) => Outcome::ShutOut,
        // Without an enhanced code 550 says "no mailbox" and "not allowed" alike: nobody's subscription is dropped for that.
        Step::Receiver | Step::Message => Outcome::Failed(Why::Refused),
    }
}

/// Subject and detail of an enhanced code at the beginning of a reply's text: 1 and 10 of `5.1.10 …`.
fn enhanced(text: &str) -> Option<(u16, u16)> {
    let mut parts = text.split_whitespace().next()?.split('.');
    let (class, subject, detail) = (parts.next()?, parts.next()?, parts.next()?);
    let is_one = class == "5" && parts.next().is_none();
    is_one.then(|| Some((subject.parse().ok()?, detail.parse().ok()?))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATER: Outcome = Outcome::Later { wait_seconds: None };
    const GONE: Outcome = Outcome::Failed(Why::Gone);
    const REFUSED: Outcome = Outcome::Failed(Why::Refused);
    const LARGE: Outcome = Outcome::Failed(Why::TooLarge);

    #[test]
    fn replies_are_read_as_relays_mean_them() {
        use Step::{Data, Message, Receiver, Sender, Welcome};
        for (step, code, text, outcome) in [
            (Welcome, 554, "no service for you", Outcome::ShutOut),
            (Welcome, 535, "5.7.8 Authentication credentials invalid", Outcome::ShutOut),
            (Welcome, 454, "4.7.0 Temporary authentication failure", LATER),
            (Welcome, 421, "too many connections", LATER),
            (Sender, 550, "5.7.1 not your address", Outcome::ShutOut),
            (Sender, 530, "5.7.0 Authentication required", Outcome::ShutOut),
            (Sender, 552, "5.3.4 Message size exceeds fixed limit", LARGE),
            (Receiver, 550, "5.1.1 <x@example.org>: Recipient address rejected: User unknown", GONE),
            (Receiver, 556, "5.1.10 Domain does not accept mail", GONE),
            (Receiver, 550, "5.2.1 The account is disabled", GONE),
            (Receiver, 550, "No such user here", REFUSED),
            (Receiver, 554, "5.7.1 Relay access denied", Outcome::ShutOut),
            (Receiver, 451, "4.7.1 Greylisted", LATER),
            (Receiver, 452, "4.2.2 over quota", LATER),
            (Data, 503, "no valid recipients", Outcome::ShutOut),
            (Message, 550, "5.1.1 no such user", GONE),
            (Message, 554, "5.7.1 looks like spam", REFUSED),
            (Message, 552, "too big", LARGE),
            (Message, 523, "5.2.3 too long for this mailbox", LARGE),
            (Message, 451, "4.3.0 try again", LATER),
            (Message, 421, "4.3.2 going down", LATER),
        ] {
            assert_eq!(meaning(step, code, text), outcome, "{step:?} {code} {text}");
        }
    }

    #[test]
    fn only_a_whole_enhanced_code_counts() {
        for text in ["", "5.1", "5.1.1.1 x", "4.1.1 x", "user 5.1.1", "5.1.x"] {
            assert_eq!(meaning(Step::Receiver, 550, text), REFUSED, "{text}");
        }
    }
}
