//! What whoever reported is told when something comes out about it: the message's page behind their receipt, and a text where they
//! reported by text. They get it whether or not they subscribe to anything.

use super::report::Report;
use super::store;
use crate::ground::db::Tx;
use crate::ground::locale::Lang;
use crate::ground::{App, Id, Moment, Wrong};
use crate::messages;
use crate::release::Message;

/// Notes for reports that join others the message that came out about those already, the newest one. A report that was told something keeps
/// it. No text goes out: its words are made where messages are let out.
///
/// # Errors
/// A fault of the database.
pub fn tell_as(tx: &Tx<'_>, others: &[Id<Report>], joined: &[Id<Report>], now: Moment) -> Result<(), Wrong> {
    let Some(message) = store::newest_told(tx, others)? else { return Ok(()) };
    for id in joined {
        // A report that is forgotten has nobody to tell.
        if store::told(tx, *id)?.is_none() && store::held(tx, *id)?.is_some() {
            store::set_told(tx, *id, message, now)?;
        }
    }
    Ok(())
}

/// Notes the message that came out about a report. `text` gives the words of a text message in a language; `None` where this message is not
/// worth one.
///
/// # Errors
/// A fault of the database. A report that is forgotten is passed over.
pub fn tell(
    tx: &Tx<'_>,
    app: &App,
    id: Id<Report>,
    message: Id<Message>,
    text: Option<&dyn Fn(Lang) -> String>,
    now: Moment,
) -> Result<(), Wrong> {
    let (Some(held), Some(brief)) = (store::held(tx, id)?, store::brief(tx, id)?) else { return Ok(()) };
    store::set_told(tx, id, message, now)?;
    let (Some(thread), Some(text)) = (held.thread, text) else { return Ok(()) };
    let lang = Lang::from_code(&brief.lang).unwrap_or(Lang::Es);
    match messages::letter(tx, &app.keys, Id::from_bytes(thread), &text(lang), now) {
        // A number that is forgotten or wants no texts gets none; the page behind the receipt says it.
        Ok(()) | Err(Wrong::Refused(_) | Wrong::NotFound) => Ok(()),
        Err(wrong) => Err(wrong),
    }
}
