//! Signing off: a member's passkey signs the facts that their page showed.
//!
//! Each form carries the hash of its facts, and brings it back at every step. Facts that somebody changed in the meantime were never on that
//! member's screen, and no passkey is asked to sign them.

use super::load;
use crate::alerts::refused::AlertRefused;
use crate::alerts::state::{Alert, State};
use crate::ground::web::{Answer, Fields};
use crate::ground::{App, Id, Refused, Wrong};
use crate::people::Me;
use crate::release::{Hand, Press, Subject};
use crate::sign_in::{Asked, Finished, ask_for_press, take_press};

/// The field in which a form carries the hash of the facts that its page shows.
const SHOWN: &str = "hash";

/// Begins: options for the page's script.
pub(super) async fn ask_to_sign(app: &App, me: &Me, hand: Hand, id: &str, asked: &Asked) -> Answer {
    let (_, subject) = subject(app, me, hand, id, asked.text(SHOWN)).await?;
    ask_for_press(app, me, subject).await
}

/// Ends: the alert, and what the member's passkey signed. Facts that changed while they looked are not the facts they signed.
pub(super) async fn take_signature(
    app: &App,
    me: &Me,
    hand: Hand,
    id: &str,
    finished: &Finished,
) -> Result<(Id<Alert>, Press), Wrong> {
    let (id, subject) = subject(app, me, hand, id, finished.text(SHOWN)).await?;
    Ok((id, take_press(app, me, finished, subject).await?))
}

/// What a plain form ends with: a signature where members are made up and one click is their passkey, and the words that a script is
/// needed everywhere else.
pub(super) async fn made_up_signature(
    app: &App,
    me: &Me,
    hand: Hand,
    id: &str,
    fields: &Fields,
) -> Result<(Id<Alert>, Press), Wrong> {
    if !app.config.demo {
        return Err(Refused::because("passkey-needs-script").into());
    }
    let (id, subject) = subject(app, me, hand, id, fields.text(SHOWN)).await?;
    Ok((id, Press::made_up(subject)?))
}

/// What would be signed now. A passkey is not asked for what cannot be signed off any more, nor for facts that are not those `shown`.
async fn subject(app: &App, me: &Me, hand: Hand, id: &str, shown: &str) -> Result<(Id<Alert>, Subject), Wrong> {
    let (alert, _) = load(app, id.parse().map_err(|_| Wrong::NotFound)?).await?;
    match (hand, alert.state()) {
        (Hand::Drafter, State::Draft) | (Hand::Releaser, State::Waiting { .. }) => {
            if alert.facts().hash().text() != shown {
                return Err(AlertRefused::FactsChanged.into());
            }
            Ok((alert.id(), alert.subject(hand, me.id)))
        }
        (Hand::Drafter, _) => Err(AlertRefused::NotADraft.into()),
        (Hand::Releaser, _) => Err(AlertRefused::NotWaiting.into()),
    }
}
