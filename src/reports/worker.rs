//! Texts become reports: pulls what came in, threads it to the phone's report, answers with the receipt.
//!
//! The cursor moves in the same transaction as the answer, and a text is taken under its own id: a crash in between makes the
//! text come again, find its report there, and be answered once. Additions get no answer, so that two machines never
//! write to each other for ever.

use std::time::Duration;

use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::locale::{Lang, Say};
use crate::ground::sealed::Closed;
use crate::ground::web::pace::Sender;
use crate::ground::worker::Worker;
use crate::ground::{App, Id, Moment, Wrong, audit};
use crate::messages::{self, Inbound, Thread};
use crate::people::Member;
use crate::places::{Atlas, Resolution};

use super::conversation;
use super::facts::{Activity, Channel, Facts, FirstHand, YesNo};
use super::intake::{self, New, Taken};
use super::report::{ANSWER_HOURS, Brief, Report, ReportWords, THREAD_HOURS};
use super::siting::{self, Pick};
use super::store;
use super::text::{self, Asks};

/// Reads texts.
pub const WORKERS: &[Worker] = &[Worker {
    name: "texts to reports",
    every: Duration::from_secs(5),
    bells: &["messages"],
    pass: |app| Box::pin(pass(app)),
}];

/// The name of the cursor.
const CURSOR: &str = "messages";

/// Texts that are looked at in one reading.
const READ_AT_ONCE: usize = 100;

/// Rounds of one pass. The rest waits for the next pass, so that stopping the program does not wait for a flood.
const ROUNDS_MAX: usize = 20;

/// Places that a receipt asks about: two segments more at most.
const PLACES_MAX: usize = 4;

/// Stands as the place where none is known.
const UNKNOWN_PLACE: &str = "?";

/// A text that waits, opened.
struct Text {
    seq: i64,
    inbound: Inbound,
    words: String,
    /// The report that another text belongs to: the phone's newest, while it may go on; else one about which a question is open.
    goes_on: Option<Brief>,
    /// The phone's newest report, however old.
    newest: Option<Brief>,
}

async fn pass(app: App) -> Result<(), Wrong> {
    for _ in 0..ROUNDS_MAX {
        let waiting = app.db.read("texts that came in", |tx| {
            messages::store::inbound_after(tx, store::cursor(tx, CURSOR)?, READ_AT_ONCE)
        });
        let waiting = waiting.await?;
        if waiting.is_empty() {
            return Ok(());
        }
        for (seq, inbound) in waiting {
            read_one(&app, seq, inbound).await?;
        }
    }
    Ok(())
}

/// What became of opening a text.
enum Opening {
    Open(Box<Text>),
    /// Forgotten before it was read: the program stood still for days.
    Forgotten,
    /// Damaged, moved from another row, or under a key that cannot be read.
    Closed,
}

async fn read_one(app: &App, seq: i64, inbound: Inbound) -> Result<(), Wrong> {
    let (keys, now) = (app.keys.clone(), app.now());
    let opened = app.db.read("open a text", move |tx| {
        let words = match messages::open_inbound(&keys, tx, inbound.id) {
            Ok(words) => words,
            Err(Wrong::NotFound) => return Ok(Opening::Forgotten),
            Err(Wrong::Fault(error)) if error.is::<Closed>() => return Ok(Opening::Closed),
            Err(wrong) => return Err(wrong),
        };
        let newest = store::newest_of_thread(tx, inbound.thread.bytes())?;
        let goes_on = match newest.clone().filter(|brief| may_go_on(brief, now)) {
            Some(brief) => Some(brief),
            // Whoever was asked is answering, whatever came of the report meanwhile. Days later they tell of something else.
            None => store::asked_of_thread(tx, inbound.thread.bytes(), now.plus_hours(-ANSWER_HOURS))?,
        };
        Ok(Opening::Open(Box::new(Text { seq, inbound, words, goes_on, newest })))
    });
    let text = match opened.await? {
        Opening::Open(text) => text,
        Opening::Forgotten => return answer(app, seq, inbound.thread, None).await,
        Opening::Closed => return closed(app, seq, inbound).await,
    };
    let atlas = app.part::<Atlas>();
    match (text::asks(&text.words, |words| names_a_new(&atlas, words)), &text.goes_on) {
        (Asks::Status(lang), _) => status(app, &text, lang).await,
        (Asks::NewReport(words), _) if words.is_empty() => {
            let say = app.say(text::guessed_lang(&text.words));
            answer(app, seq, inbound.thread, Some(say.t("sms-say-more"))).await
        }
        (Asks::NewReport(words), _) => report(app, &text, words).await,
        (Asks::Words(words), None) => report(app, &text, words).await,
        (Asks::Words(words), Some(brief)) => add(app, &text, brief.id, words).await,
    }
}

/// True where words name a place that the network knows, and that is a new something: New Hampshire Avenue, Nuevo Laredo.
fn names_a_new(atlas: &Atlas, words: &str) -> bool {
    match atlas.find_in(words) {
        Resolution::One(place) => text::is_called_new(&place.name),
        Resolution::Several(places) => places.iter().any(|place| text::is_called_new(&place.name)),
        Resolution::None => false,
    }
}

/// True where another text belongs to this report and is not a new one.
fn may_go_on(brief: &Brief, now: Moment) -> bool {
    !brief.stage.is_over() && brief.taken_at > now.plus_hours(-THREAD_HOURS)
}

/// A text that stays closed must not stop those behind it, nor be gone without a word: an alarm, a card for whoever dispatches, and to the
/// phone the request to send it again.
async fn closed(app: &App, seq: i64, inbound: Inbound) -> Result<(), Wrong> {
    let in_both = |word: &str| Lang::ALL.map(|lang| app.say(lang).t(word)).join("\n");
    let words =
        ReportWords { place: UNKNOWN_PLACE.to_owned(), note: in_both("sms-closed-card"), ..ReportWords::default() };
    // Not of the phone's thread: what it sends again is a report of its own.
    let card = New {
        once: Some(inbound.id.to_string()),
        words,
        pick: Pick::Shared,
        worked: true,
        ..New::of(Channel::Sms, Facts::of(Activity::Other))
    };
    intake::take(app, card).await?;
    tracing::error!("a text that came in could not be opened: its bytes or its key are damaged");
    let (keys, now, body) = (app.keys.clone(), app.now(), in_both("sms-closed"));
    let told = app.db.write("tell of a closed text", move |tx: &Tx<'_>| {
        audit::note(tx, now, None::<Id<Member>>, "alarm: a text could not be opened", Some(inbound.id))?;
        reply(tx, &keys, inbound.thread, &body, now)?;
        store::set_cursor(tx, CURSOR, seq)
    });
    told.await
}

/// What came of the phone's newest report.
async fn status(app: &App, text: &Text, lang: Lang) -> Result<(), Wrong> {
    let say = app.say(lang);
    let body = match &text.newest {
        Some(brief) => say.t1("sms-status", "stage", say.t(&brief.stage.word())),
        None => say.t("sms-no-report"),
    };
    answer(app, text.seq, text.inbound.thread, Some(body)).await
}

/// A new report, answered with its receipt.
async fn report(app: &App, text: &Text, words: String) -> Result<(), Wrong> {
    let lang = text::guessed_lang(&words);
    let say = app.say(lang);
    let body = match intake::take(app, new(text, lang, words)).await {
        Ok(taken) => receipt(app, &say, &taken, text.inbound.has_pictures),
        // What a text can be wrong in is its length: it is told and left, or it would stop all that wait behind it.
        Err(Wrong::Problems(_)) => say.t("sms-not-taken"),
        Err(wrong) => return Err(wrong),
    };
    answer(app, text.seq, text.inbound.thread, Some(body)).await
}

/// The receipt, and what the sender must hear with it.
fn receipt(app: &App, say: &Say, taken: &Taken, has_pictures: bool) -> String {
    let mut parts = vec![say.t1("sms-receipt", "receipt", taken.receipt.to_string())];
    if !taken.places.is_empty() {
        let atlas = app.part::<Atlas>();
        let places: Vec<_> = taken.places.iter().take(PLACES_MAX).map(|place| siting::label(&atlas, place)).collect();
        parts.push(say.t1("sms-which-place", "places", places.join("; ")));
    }
    // Words beside a photo are taken: the receipt must not be read as one for the photo.
    if has_pictures {
        parts.push(say.t("sms-no-pictures"));
    }
    parts.join(" ")
}

fn new(text: &Text, lang: Lang, words: String) -> New {
    let first_hand = text::guessed_first_hand(&words);
    let still_happening = if first_hand == Some(FirstHand::ISeeIt) { YesNo::Yes } else { YesNo::Unknown };
    let facts = Facts { first_hand, still_happening, ..Facts::of(text::guessed_activity(&words)) };
    let thread = text.inbound.thread.bytes();
    New {
        once: Some(text.inbound.id.to_string()),
        words: ReportWords { note: words, ..ReportWords::default() },
        place_in_note: true,
        pick: Pick::Shared,
        thread: Some(thread),
        lang: lang.code().to_owned(),
        sender: Some(Sender::of_thread(thread)),
        worked: true,
        ..New::of(Channel::Sms, facts)
    }
}

/// More about a report, or the answer to a question.
async fn add(app: &App, text: &Text, id: Id<Report>, words: String) -> Result<(), Wrong> {
    let (inner, now, seq, inbound, said) = (app.clone(), app.now(), text.seq, text.inbound, words.clone());
    let heard = app.db.write("hear a text", move |tx| {
        conversation::hear(tx, &inner.keys, id, &said, &inbound.id.to_string(), now)?;
        if inbound.has_pictures {
            messages::no_pictures(tx, &inner, inbound.thread, now)?;
        }
        store::set_cursor(tx, CURSOR, seq)
    });
    match heard.await {
        // Too long to be added, or one too many: what somebody saw is a report of its own before it is lost.
        Err(Wrong::Refused(_)) => report(app, text, words).await,
        other => other,
    }
}

/// Moves the cursor past a text and queues the answer to it, both or neither.
async fn answer(app: &App, seq: i64, thread: Id<Thread>, body: Option<String>) -> Result<(), Wrong> {
    let (keys, now) = (app.keys.clone(), app.now());
    let moved = app.db.write("answer a text", move |tx: &Tx<'_>| {
        if let Some(body) = body {
            reply(tx, &keys, thread, &body, now)?;
        }
        store::set_cursor(tx, CURSOR, seq)
    });
    moved.await
}

/// Queues a text. A number that is forgotten, wants no texts or cannot be read gets none; the report stands.
fn reply(tx: &Tx<'_>, keys: &Keys, thread: Id<Thread>, body: &str, now: Moment) -> Result<(), Wrong> {
    match messages::letter(tx, keys, thread, body, now) {
        Ok(()) | Err(Wrong::Refused(_) | Wrong::NotFound) => Ok(()),
        Err(Wrong::Fault(error)) if error.is::<Closed>() => Ok(()),
        Err(wrong) => Err(wrong),
    }
}
