//! What the other rooms may ask of the mail room, and what happens to a text that comes in.

use super::gsm7;
use super::keyword::{self, Keyword};
use super::letter::{About, LETTER_SEGMENTS_MAX, Letter, Why};
use super::opt_out;
use super::store::letters::{self, NewLetter};
use super::store::{self, ThreadRow};
use super::thread::{AUTOMATIC_ANSWERS_A_DAY_MAX, Inbound, Number, Route, Thread, cleaned};
use crate::ground::db::Tx;
use crate::ground::keys::{Class, Keys};
use crate::ground::locale::Lang;
use crate::ground::sealed::{Closed, Place, Sealed};
use crate::ground::{App, Id, Moment, Refused, Wrong};
use crate::subscriptions::{self, Own};

/// A text as a provider hands it over.
pub struct Incoming {
    pub from: Number,
    pub words: String,
    pub route: Route,
    /// The provider's id of this message: the same text with the same id is taken once.
    pub mark: String,
    pub has_pictures: bool,
    /// What the provider itself took the text for, where it has keywords of its own.
    pub provider_keyword: Option<Keyword>,
    /// True where the provider answers this keyword itself.
    pub is_answered: bool,
}

/// What became of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It waits for the rooms that pull.
    New(Id<Inbound>),
    /// It had come before; nothing was done.
    Again,
    /// It said how the person wants to be written to.
    Keyword,
    /// It held no words.
    Wordless,
}

/// Takes a text in, once.
///
/// # Errors
/// A fault of the database or the keys.
pub fn take_in(tx: &Tx<'_>, app: &App, text: &Incoming, now: Moment) -> Result<Taken, Wrong> {
    let named = format!("{} {}", text.route.code(), text.mark);
    if !store::see(tx, &app.keys.keyed_hash("message id", named.as_bytes()), now.day())? {
        return Ok(Taken::Again);
    }
    let thread = thread_for(tx, &app.keys, &text.from, text.route, now)?;
    let words = cleaned(&text.words);
    let own = Keyword::of(&words);
    if text.provider_keyword.or(own) == Some(Keyword::Stop) {
        // STOP is one wish, whatever it was that bothered: letters stop, and every subscription of this number ends.
        subscriptions::leave_number(tx, &app.keys, &text.from)?;
    }
    if let Some(keyword) = text.provider_keyword.or(own) {
        obey(tx, app, text, &thread, keyword, now)?;
        // "Yes" starts texts again for Twilio and may answer a question all the same.
        if own.is_some() || keyword != Keyword::Start {
            return Ok(Taken::Keyword);
        }
    }
    // Who wrote STOP writes START first: a yes to a test message that somebody else ordered is no wish for texts.
    if keyword::is_yes(&words)
        && !store::is_number_out(tx, &thread.number_hash)?
        && let Some(own) = subscriptions::confirm_number(tx, &app.keys, &text.from, now)?
    {
        let key = if app.config.origin.is_some() { "messages-confirmed-link-sms" } else { "messages-confirmed-sms" };
        let said = to_owner(app, &own, key);
        write(tx, &app.keys, thread.id, &said, false, None, now)?;
        return Ok(Taken::Keyword);
    }
    if words.is_empty() {
        if text.has_pictures {
            answer(tx, app, thread.id, &["messages-pictures-answer"], false, now)?;
        }
        return Ok(Taken::Wordless);
    }
    let inbound = Inbound { id: Id::unordered(), thread: thread.id, at: now, has_pictures: text.has_pictures };
    let sealed = app.keys.seal(Class::Brief, words_place(inbound.id), words.as_bytes(), now)?;
    store::add_inbound(tx, &inbound, &sealed)?;
    Ok(Taken::New(inbound.id))
}

/// Tells a phone that its pictures did not come; a few times a day at most, as with every answer that nobody wrote.
///
/// # Errors
/// A fault of the database or the keys.
pub fn no_pictures(tx: &Tx<'_>, app: &App, thread: Id<Thread>, now: Moment) -> Result<(), Wrong> {
    match answer(tx, app, thread, &["messages-pictures-answer"], false, now) {
        // A number that is forgotten or wants no texts gets none.
        Ok(()) | Err(Wrong::Refused(_) | Wrong::NotFound) => Ok(()),
        Err(wrong) => Err(wrong),
    }
}

/// Queues one text to a thread. Its body is folded to GSM-7 where that is possible; the worker sends it. To somebody who wants no
/// texts nothing is sent, and that is written down.
///
/// # Errors
/// Refused with `messages-too-long` above ten segments, with `messages-thread-forgotten` once the number is forgotten.
pub fn letter(tx: &Tx<'_>, keys: &Keys, thread: Id<Thread>, body: &str, now: Moment) -> Result<(), Wrong> {
    write(tx, keys, thread, body, false, None, now)
}

/// The same for what a broadcast says, told to one person: it is halted with the broadcast, ends with it, and does not arrive after its time.
///
/// # Errors
/// As [`letter`].
pub fn letter_about(
    tx: &Tx<'_>,
    keys: &Keys,
    thread: Id<Thread>,
    body: &str,
    about: About,
    now: Moment,
) -> Result<(), Wrong> {
    write(tx, keys, thread, body, false, Some(about), now)
}

/// The words of a text that came in.
///
/// # Errors
/// Not found once they are forgotten.
pub fn open_inbound(keys: &Keys, tx: &Tx<'_>, id: Id<Inbound>) -> Result<String, Wrong> {
    let sealed = store::inbound_words(tx, id)?.ok_or(Wrong::NotFound)?;
    open(keys, &sealed, words_place(id))
}

/// The number behind a thread, in E.164 form, to call back. Whoever calls this notes it in the audit chain.
///
/// # Errors
/// Not found once it is forgotten.
pub fn open_number(keys: &Keys, tx: &Tx<'_>, thread: Id<Thread>) -> Result<String, Wrong> {
    let row = store::thread(tx, thread)?.ok_or(Wrong::NotFound)?;
    open(keys, &row.number, number_place(thread))
}

/// The body of a letter, for the worker.
pub(super) fn open_body(keys: &Keys, sealed: &Sealed, letter: Id<Letter>) -> Result<String, Wrong> {
    open(keys, sealed, body_place(letter))
}

/// A thread's number, for the worker.
pub(super) fn open_sealed_number(keys: &Keys, sealed: &Sealed, thread: Id<Thread>) -> Result<Number, Wrong> {
    Number::parse(&open(keys, sealed, number_place(thread))?).ok_or(Wrong::NotFound)
}

fn open(keys: &Keys, sealed: &Sealed, place: Place) -> Result<String, Wrong> {
    let opened = keys.open_sealed(sealed, place).map_err(|closed| match closed {
        Closed::Forgotten => Wrong::NotFound,
        other => other.into(),
    })?;
    Ok(String::from_utf8_lossy(opened.as_bytes()).into_owned())
}

/// The number's thread, made or renewed: every use starts its 30 days anew.
fn thread_for(tx: &Tx<'_>, keys: &Keys, number: &Number, route: Route, now: Moment) -> Result<ThreadRow, Wrong> {
    let number_hash = opt_out::number_hash(keys, number);
    let seal = |id: Id<Thread>| keys.seal(Class::Thread, number_place(id), number.as_str().as_bytes(), now);
    let Some(mut row) = store::thread_of(tx, &number_hash)? else {
        let id = Id::unordered();
        let row = ThreadRow { id, number_hash, number: seal(id)?, route: Some(route), used_day: now.day() };
        store::add_thread(tx, &row)?;
        return Ok(row);
    };
    if row.used_day != now.day() {
        row.number = seal(row.id)?;
        store::renew_thread(tx, row.id, &row.number, now.day())?;
    }
    if row.route != Some(route) {
        store::set_route(tx, row.id, route)?;
    }
    Ok(row)
}

fn obey(
    tx: &Tx<'_>,
    app: &App,
    text: &Incoming,
    thread: &ThreadRow,
    keyword: Keyword,
    now: Moment,
) -> Result<(), Wrong> {
    let keys: &[&str] = match keyword {
        Keyword::Stop => {
            // Said twice it is said once: a second confirmation would be a text after STOP.
            if !store::opt_out(tx, &thread.number_hash)? {
                return Ok(());
            }
            &["messages-stop-answer"]
        }
        Keyword::Start => {
            store::opt_in(tx, &thread.number_hash)?;
            &["messages-start-answer"]
        }
        Keyword::Help if app.config.hotline.is_empty() => &["messages-help-answer"],
        Keyword::Help => &["messages-help-answer", "messages-hotline"],
    };
    if text.is_answered {
        return Ok(());
    }
    if keyword == Keyword::Help
        && app.config.origin.is_some()
        && let Some(own) = subscriptions::own(tx, &app.keys, &text.from, now)?
    {
        let lines = keys.iter().chain(&["messages-help-link"]).map(|key| to_owner(app, &own, key));
        return automatic(tx, app, thread.id, &lines.collect::<Vec<_>>().join(" "), false, now);
    }
    answer(tx, app, thread.id, keys, keyword == Keyword::Stop, now)
}

/// Answers by itself, in every language: we do not know yet which one the person reads.
fn answer(
    tx: &Tx<'_>,
    app: &App,
    thread: Id<Thread>,
    keys: &[&str],
    despite_stop: bool,
    now: Moment,
) -> Result<(), Wrong> {
    let mut lines: Vec<String> = Vec::new();
    for lang in Lang::ALL {
        let say = app.say(lang);
        let values = [("network", app.config.name.as_str().into()), ("hotline", app.config.hotline.as_str().into())];
        let parts: Vec<String> = keys.iter().map(|key| say.with(key, &values)).collect();
        lines.push(parts.join(" "));
    }
    automatic(tx, app, thread, &lines.join("\n"), despite_stop, now)
}

/// Writes by itself, so often a day: a machine at the other end does the same.
fn automatic(
    tx: &Tx<'_>,
    app: &App,
    thread: Id<Thread>,
    body: &str,
    despite_stop: bool,
    now: Moment,
) -> Result<(), Wrong> {
    if store::count_answer(tx, thread, now.day())? > AUTOMATIC_ANSWERS_A_DAY_MAX {
        return Ok(());
    }
    write(tx, &app.keys, thread, body, despite_stop, None, now)
}

/// Words to somebody who has a subscription, in the language they chose.
fn to_owner(app: &App, own: &Own, key: &str) -> String {
    let url = format!("{}/s/{}", app.config.origin(), own.link.text());
    let values = [
        ("network", app.config.name.as_str().into()),
        ("hotline", app.config.hotline.as_str().into()),
        ("url", url.into()),
    ];
    app.say(own.lang).with(key, &values)
}

fn write(
    tx: &Tx<'_>,
    keys: &Keys,
    thread: Id<Thread>,
    body: &str,
    despite_stop: bool,
    about: Option<About>,
    now: Moment,
) -> Result<(), Wrong> {
    let body = gsm7::for_sms(body.trim());
    if gsm7::segments(&body).segments > LETTER_SEGMENTS_MAX {
        return Err(Refused::because("messages-too-long").into());
    }
    let forgotten = Refused::because("messages-thread-forgotten");
    let row = store::thread(tx, thread)?.ok_or(forgotten)?;
    if !despite_stop && store::is_opted_out(tx, thread)? {
        return letters::add_dropped(tx, thread, Why::OptedOut, now);
    }
    if row.used_day != now.day() {
        let number = match open(keys, &row.number, number_place(thread)) {
            Err(Wrong::NotFound) => return Err(forgotten.into()),
            opened => opened?,
        };
        let sealed = keys.seal(Class::Thread, number_place(thread), number.as_bytes(), now)?;
        store::renew_thread(tx, thread, &sealed, now.day())?;
    }
    let id = Id::unordered();
    let body = keys.seal(Class::Brief, body_place(id), body.as_bytes(), now)?;
    letters::add(tx, &NewLetter { id, thread, body, despite_stop, about }, now)
}

/// A number wants no texts, as its provider tells: what STOP does, without an answer.
pub(super) fn stop(tx: &Tx<'_>, keys: &Keys, number: &Number) -> Result<(), Wrong> {
    subscriptions::leave_number(tx, keys, number)?;
    store::opt_out(tx, &opt_out::number_hash(keys, number)).map(drop)
}

/// Forgets nothing and sends nothing: notes that the provider knows of an opt-out that we do not.
pub(super) fn note_opt_out(tx: &Tx<'_>, thread: Id<Thread>) -> Result<(), Wrong> {
    if let Some(row) = store::thread(tx, thread)? {
        store::opt_out(tx, &row.number_hash)?;
    }
    Ok(())
}

/// True where Twilio has answered, or will answer, this text by itself.
pub(super) fn is_answered_by_twilio(words: &str) -> bool {
    keyword::is_answered_by_twilio(&cleaned(words))
}

const fn number_place(thread: Id<Thread>) -> Place {
    Place { purpose: "thread number", area: 0, row: thread.bytes() }
}

const fn words_place(inbound: Id<Inbound>) -> Place {
    Place { purpose: "inbound text", area: 0, row: inbound.bytes() }
}

const fn body_place(letter: Id<Letter>) -> Place {
    Place { purpose: "letter", area: 0, row: letter.bytes() }
}
