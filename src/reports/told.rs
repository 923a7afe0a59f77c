//! What whoever reported is told when something comes out about it: the message's page behind their receipt, and a text where they
//! reported by text. They get it whether or not they subscribe to anything.

use super::report::Report;
use super::store;
use crate::ground::db::Tx;
use crate::ground::locale::Lang;
use crate::ground::{App, Id, Moment, Wrong};
use crate::messages::{self, store::Became};
use crate::release::Message;

/// A text message about what came out: its words in a language, and the broadcast that says the same to many, which may halt it.
#[derive(Clone, Copy)]
pub struct Text<'t> {
    pub words: &'t dyn Fn(Lang) -> String,
    pub about: messages::About,
}

/// Whether somebody who reported finds this very message behind the receipt. Also true of a report that is forgotten.
///
/// # Errors
/// A fault of the database.
pub fn is_told(tx: &Tx<'_>, id: Id<Report>, message: Id<Message>) -> Result<bool, Wrong> {
    Ok(store::told(tx, id)? == Some(message) || store::brief(tx, id)?.is_none())
}

/// What became of the newest text to whoever reported: a receipt, a question, news. `None` where they did not report by text, where none
/// was written, or where it is forgotten.
///
/// # Errors
/// A fault of the database.
pub fn newest_text(tx: &Tx<'_>, id: Id<Report>) -> Result<Option<Became>, Wrong> {
    let thread = store::held(tx, id)?.and_then(|held| held.thread);
    thread.map_or(Ok(None), |thread| messages::store::newest(tx, Id::from_bytes(thread)))
}

/// Notes the message that came out about a report. `text`: `None` where this message is not worth one.
///
/// # Errors
/// A fault of the database. A report that is forgotten is passed over.
pub fn tell(
    tx: &Tx<'_>,
    app: &App,
    id: Id<Report>,
    message: Id<Message>,
    text: Option<Text<'_>>,
    now: Moment,
) -> Result<(), Wrong> {
    let (Some(held), Some(brief)) = (store::held(tx, id)?, store::brief(tx, id)?) else { return Ok(()) };
    store::set_told(tx, id, message)?;
    let (Some(thread), Some(text)) = (held.thread, text) else { return Ok(()) };
    let lang = Lang::from_code(&brief.lang).unwrap_or(Lang::Es);
    match messages::letter_about(tx, &app.keys, Id::from_bytes(thread), &(text.words)(lang), text.about, now) {
        // A number that is forgotten or wants no texts gets none; the page behind the receipt says it.
        Ok(()) | Err(Wrong::Refused(_) | Wrong::NotFound) => Ok(()),
        Err(wrong) => Err(wrong),
    }
}
