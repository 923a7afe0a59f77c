//! Presses: a member signs what they sign off with their own passkey. The page is the other room's; the ceremony is ours.

use super::ceremony::{Ceremonies, Errand, NotTaken};
use super::entry::used_passkey;
use super::exchange::{self, Finished};
use super::store::passkeys;
use crate::ground::web::Answer;
use crate::ground::{App, Wrong};
use crate::people::Me;
use crate::release::{Press, Subject};

/// Begins a press: options for the page's script, for one of the member's own passkeys.
///
/// # Errors
/// `passkey-no-origin` where the configured origin cannot hold passkeys.
pub async fn ask_for_press(app: &App, me: &Me, subject: Subject) -> Answer {
    let (now, member) = (app.now(), me.id);
    let own = app.db.read("own credentials", move |tx| passkeys::credentials(tx, member)).await?;
    exchange::options(&app.part::<Ceremonies>().begin_press(me.session, subject, own, now)?)
}

/// Takes what the authenticator signed. What is signed off must be what it was when the ceremony began, letter by letter.
///
/// # Errors
/// `passkey-refused` where anything does not hold.
pub async fn take_press(app: &App, me: &Me, finished: &Finished, subject: Subject) -> Result<Press, Wrong> {
    let now = app.now();
    let used = app.part::<Ceremonies>().take_using(&finished.credential, Errand::Press(me.session, subject), now)?;
    let pressed = used.pressed().ok_or(NotTaken::Refused)?;
    let owned = used_passkey(app, used, Some(me.id), now).await?;
    let press = pressed.with(&owned.passkey)?;
    app.db.write("a passkey signed", move |tx| passkeys::update(tx, owned.id, &owned.passkey)).await?;
    Ok(press)
}
