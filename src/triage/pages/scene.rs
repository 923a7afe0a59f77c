//! What the pages of cards and incidents share: questions to reporters and their contacts.

use crate::ground::locale::Say;
use crate::ground::web::Fields;
use crate::ground::{App, Id, Refused, Wrong, audit};
use crate::lint;
use crate::people::Me;
use crate::reports::{self, Report};
use crate::sign_in::require_step_up;
use crate::triage::store;

/// Contacts that one member opens on a day. Who needs more is collecting them.
pub const CONTACTS_PER_DAY_MAX: u16 = 15;

/// Questions that can be asked with one key.
const QUESTIONS: [&str; 6] =
    ["ask-still-there", "ask-where-exactly", "ask-what-uniform", "ask-how-many", "ask-picture", "ask-safe"];

/// The questions ready to ask, in the dispatcher's language.
pub fn questions(say: &Say) -> Vec<String> {
    QUESTIONS.iter().map(|key| say.t(key)).collect()
}

/// Asks the reporter what the form says: a ready question in the reporter's own language where we speak it, or the member's own words.
///
/// # Errors
/// Refused where both are empty, where the words hold what must not be written and nobody was warned yet, or where nothing more may be asked.
pub async fn ask(app: &App, me: &Me, report: Id<Report>, fields: &Fields) -> Result<(), Wrong> {
    let (own, ready) = (fields.text("question").to_owned(), fields.text("ready").to_owned());
    let (app_too, by, now) = (app.clone(), me.id, app.now());
    // It may leave as a text message, which carriers keep. Who was warned was warned of these words and no others.
    if fields.text("warned") != own && !lint::findings(&own).is_empty() {
        return Err(Refused::because("triage-question-warned").into());
    }
    app.db
        .write("ask the reporter", move |tx| {
            let brief = reports::store::brief(tx, report)?.ok_or(Wrong::NotFound)?;
            let question = match QUESTIONS.get(ready.parse::<usize>().unwrap_or(usize::MAX)) {
                Some(key) if own.is_empty() => {
                    let lang = crate::ground::locale::Lang::from_code(&brief.lang);
                    app_too.say(lang.unwrap_or(crate::ground::locale::Lang::Es)).t(key)
                }
                _ => own,
            };
            if question.is_empty() {
                return Err(Refused::because("triage-question-empty").into());
            }
            reports::ask(tx, &app_too.keys, report, &question, by, now)
        })
        .await
}

/// A reporter's contact, opened once.
pub struct ContactShown {
    pub report: String,
    /// `None` where they write by text: a question reaches them.
    pub words: Option<String>,
    /// How many this member may still open today.
    pub left: u16,
}

/// Opens a reporter's contact: behind the passkey, at most [`CONTACTS_PER_DAY_MAX`] a day, each with a note.
///
/// # Errors
/// Refused when the day's number is used up; what [`require_step_up`] answers.
pub async fn open_contact(app: &App, me: &Me, report: Id<Report>, back: &str) -> Result<ContactShown, Wrong> {
    require_step_up(me, back)?;
    let (now, by, keys) = (app.now(), me.id, app.keys.clone());
    let day = now.day_in(&app.config.zone());
    let opened = app.db.write("open a contact", move |tx| {
        let used = store::contact_openings(tx, by, day)?;
        if used >= CONTACTS_PER_DAY_MAX {
            // The refusal undoes this transaction, so the note of it is written in another.
            return Ok(None);
        }
        store::count_contact_opening(tx, by, day)?;
        audit::note(tx, now, Some(by), "reporter's contact opened", Some(report))?;
        let words = reports::open_contact(&keys, tx, report)?;
        Ok(Some(ContactShown { report: report.to_string(), words, left: CONTACTS_PER_DAY_MAX - used - 1 }))
    });
    if let Some(contact) = opened.await? {
        return Ok(contact);
    }
    app.db
        .write("note a refused opening", move |tx| {
            audit::note(tx, now, Some(by), "contact refused: the day's number is used up", Some(report))
        })
        .await?;
    Err(Refused::because("triage-contacts-used-up").into())
}
