//! Signing off: a member's passkey signs the facts as they stand.

use super::load;
use crate::alerts::refused::AlertRefused;
use crate::alerts::state::{Alert, State};
use crate::ground::web::Answer;
use crate::ground::{App, Id, Refused, Wrong};
use crate::people::Me;
use crate::release::{Hand, Press, Subject};
use crate::sign_in::{Finished, ask_for_press, take_press};

/// Begins: options for the page's script.
pub(super) async fn ask_to_sign(app: &App, me: &Me, hand: Hand, id: &str) -> Answer {
    let (_, subject) = subject(app, me, hand, id).await?;
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
    let (id, subject) = subject(app, me, hand, id).await?;
    Ok((id, take_press(app, me, finished, subject).await?))
}

/// What a plain form ends with: a signature where members are made up and one click is their passkey, and the words that a script is
/// needed everywhere else.
pub(super) async fn made_up_signature(app: &App, me: &Me, hand: Hand, id: &str) -> Result<(Id<Alert>, Press), Wrong> {
    if !app.config.demo {
        return Err(Refused::because("passkey-needs-script").into());
    }
    let (id, subject) = subject(app, me, hand, id).await?;
    Ok((id, Press::made_up(subject)?))
}

/// What would be signed now. A passkey is not asked for what cannot be signed off any more.
async fn subject(app: &App, me: &Me, hand: Hand, id: &str) -> Result<(Id<Alert>, Subject), Wrong> {
    let (alert, _) = load(app, id.parse().map_err(|_| Wrong::NotFound)?).await?;
    match (hand, alert.state()) {
        (Hand::Drafter, State::Draft) | (Hand::Releaser, State::Waiting { .. }) => {
            Ok((alert.id(), alert.subject(hand, me.id)))
        }
        (Hand::Drafter, _) => Err(AlertRefused::NotADraft.into()),
        (Hand::Releaser, _) => Err(AlertRefused::NotWaiting.into()),
    }
}
