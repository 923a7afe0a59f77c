//! Intake: one pipeline for every channel. A form, a program, a text, a call and a replayed row all end in [`take`].
//!
//! What was sent once is taken once: the same sender's token with the same words gives the same receipt, however often a
//! bad line makes it come again. Words are sealed before anything waits for a disk.

use axum::body::Bytes;

use crate::drills::Drill;
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::web::pace::{Pace, Sender};
use crate::ground::wrong::Problem;
use crate::ground::{App, Id, Moment, Wrong, audit};
use crate::people::Member;
use crate::places::key::name_key;
use crate::places::{Atlas, Place};

use super::album::{self, NotTaken, Roll};
use super::facts::{Channel, Facts};
use super::opening;
use super::receipt::Receipt;
use super::report::{
    Brief, CALM_REPORTS_MAX, CONTACT_CHARS_MAX, PICTURES_MAX, Report, ReportWords, Stage, When, is_blank,
    primary_language,
};
use super::siting::{self, Pick, Sited, Whereabouts};
use super::store;
use super::waiting::{self, Ready};

/// A report as some channel brings it.
pub struct New {
    pub channel: Channel,
    /// By what the sender knows this sending again: a form token, an idempotency key, a provider's message id.
    /// `None` makes every sending a new report.
    pub once: Option<String>,
    pub facts: Facts,
    pub words: ReportWords,
    /// True where the note is a whole message in which a place may be mentioned.
    pub place_in_note: bool,
    /// Latitude and longitude in degrees, already coarse.
    pub point: Option<(f64, f64)>,
    pub pick: Pick,
    /// When it was seen; `None` is now.
    pub when: Option<When>,
    /// What was said about when, as it was said: "ten minutes ago" is the same words an hour later.
    pub when_said: String,
    pub contact: Option<String>,
    /// The thread of texts it came by (the bytes of its id).
    pub thread: Option<[u8; 16]>,
    pub lang: String,
    pub by_member: Option<Id<Member>>,
    pub sender: Option<Sender>,
    /// True where the small proof of work was solved, or the channel costs something itself.
    pub worked: bool,
    pub pictures: Vec<Bytes>,
    /// Pictures that came before, with a form that had to come back.
    pub ready: Option<Ready>,
    /// The drill that it is made up for. No channel sets it: only the room that starts drills does.
    pub drill: Option<Id<Drill>>,
}

impl New {
    /// A report of which nothing is known yet but what is happening.
    pub fn of(channel: Channel, facts: Facts) -> New {
        New {
            channel,
            once: None,
            facts,
            words: ReportWords::default(),
            place_in_note: false,
            point: None,
            pick: Pick::Ask,
            when: None,
            when_said: String::new(),
            contact: None,
            thread: None,
            // BCP 47's own word for "undetermined".
            lang: "und".to_owned(),
            by_member: None,
            sender: None,
            worked: false,
            pictures: Vec::new(),
            ready: None,
            drill: None,
        }
    }
}

/// What the sender is told.
#[derive(Debug)]
pub struct Taken {
    pub id: Id<Report>,
    pub receipt: Receipt,
    /// False where it was taken before.
    pub is_new: bool,
    /// Pictures that were not taken: the place in the upload (from 1) and the reason.
    pub not_taken: Vec<(usize, NotTaken)>,
    /// Where nobody was there to be asked: the places that the words mean alike, best first.
    pub places: Vec<Place>,
}

/// Takes a report, whichever way it came.
///
/// # Errors
/// [`Wrong::Problems`] where something in it is too long or impossible, or its place must be asked about
/// (`report-place-several`); [`Wrong::Busy`] when too many are waiting.
pub async fn take(app: &App, new: New) -> Result<Taken, Wrong> {
    let now = app.now();
    let (when, at) = checked(app, &new, now)?;
    let places = unasked(app, &new);
    let once_key = once_key(&app.keys, &new);
    let receipt = receipt_of(&app.keys, &once_key);
    let mut new = new;
    let (ready, uploads) = (new.ready.take(), std::mem::take(&mut new.pictures));
    if !uploads.is_empty()
        && let Some(id) = app.db.read("was it taken before", move |tx| store::by_once(tx, &once_key)).await?
    {
        return Ok(Taken { id, receipt, is_new: false, not_taken: Vec::new(), places });
    }
    let drawn = album::develop(app, uploads, PICTURES_MAX).await?;
    let orphans: Vec<_> = drawn.developed.iter().map(|developed| developed.id).collect();
    let developed = ready.map_or(drawn.developed, |ready| ready.developed);
    let roll = Roll { developed, not_taken: drawn.not_taken };
    let row = sealed_row(app, &new, when, at, once_key, now)?;
    let pace = app.part::<Pace>();
    let (by_member, sender) = (new.by_member, new.sender);
    let pictures = sealed_keys(app, &roll, row.brief.area, now)?;
    let taken = app.db.write("take a report", move |tx| {
        if let Some(id) = store::by_once(tx, &row.once_key)? {
            return Ok((id, false));
        }
        let mut row = row;
        row.brief.busy_sender = sender.is_some_and(|sender| pace.count("report", sender, now) > CALM_REPORTS_MAX);
        insert(tx, &row, &pictures, by_member, now)?;
        Ok((row.brief.id, true))
    });
    let taken = taken.await;
    if !matches!(taken, Ok((_, true))) && !orphans.is_empty() {
        album::remove(&album::folder(app), &orphans)?;
    }
    let (id, is_new) = taken?;
    Ok(Taken { id, receipt, is_new, not_taken: roll.not_taken, places })
}

/// The places that the words mean alike, where nobody could be asked which.
fn unasked(app: &App, new: &New) -> Vec<Place> {
    if new.pick != Pick::Shared {
        return Vec::new();
    }
    siting::several(&app.part::<Atlas>(), said(new))
}

/// What was said about where it is.
fn said(new: &New) -> siting::Said<'_> {
    let typed = if new.place_in_note { &new.words.note } else { &new.words.place };
    siting::Said { typed, is_message: new.place_in_note, point: new.point, pick: &new.pick }
}

/// The report that was acknowledged with this receipt, or `None` where there is none (any more).
///
/// # Errors
/// A fault of the database.
pub fn by_receipt(keys: &Keys, tx: &Tx<'_>, receipt: &Receipt) -> Result<Option<Id<Report>>, Wrong> {
    store::by_receipt(tx, &receipt_key(keys, receipt))
}

/// The keyed hash under which a receipt's report is found.
pub(super) fn receipt_key(keys: &Keys, receipt: &Receipt) -> [u8; 32] {
    keys.keyed_hash("report receipt", receipt.as_digits())
}

fn insert(
    tx: &Tx<'_>,
    row: &store::NewRow,
    pictures: &[(Id<store::PictureRow>, crate::ground::sealed::Sealed)],
    by_member: Option<Id<Member>>,
    now: Moment,
) -> Result<(), Wrong> {
    store::insert(tx, row)?;
    for (picture, key) in pictures {
        store::add_picture(tx, row.brief.id, *picture, key)?;
    }
    if by_member.is_some() {
        audit::note(tx, now, by_member, "report entered", Some(row.brief.id))?;
    }
    Ok(())
}

/// What is wrong with it, or when and where it is.
fn checked(app: &App, new: &New, now: Moment) -> Result<(When, Whereabouts), Wrong> {
    let mut problems = new.words.problems();
    if new.contact.as_ref().is_some_and(|contact| contact.chars().count() > CONTACT_CHARS_MAX) {
        problems.push(Problem::new("contact", "report-contact-long"));
    }
    if primary_language(&new.lang).is_none() {
        problems.push(Problem::new("language", "report-language-odd"));
    }
    let said = said(new);
    if is_blank(said.typed) && new.point.is_none() {
        problems.push(Problem::new("place", "report-place-missing"));
    }
    let when = When::kept(new.when, new.channel, now).map_err(|problem| problems.push(problem));
    // Words that are too long are not looked up: shortening them may well change what they mean.
    let sited = if problems.is_empty() {
        siting::site(&app.part::<Atlas>(), said).map_err(|problem| problems.push(problem))
    } else {
        Err(())
    };
    match (when, sited) {
        (Ok(when), Ok(Sited::At(at))) => Ok((when, at)),
        (_, Ok(Sited::Several(_))) => Err(Wrong::Problems(vec![Problem::new("place", "report-place-several")])),
        _ => Err(Wrong::Problems(problems)),
    }
}

fn sealed_row(
    app: &App,
    new: &New,
    when: When,
    at: Whereabouts,
    once_key: [u8; 32],
    now: Moment,
) -> Result<store::NewRow, Wrong> {
    let id = Id::unordered();
    let contact = new.contact.as_deref().filter(|contact| !is_blank(contact));
    let contact = contact.map(|contact| opening::seal_contact(&app.keys, id, at.area, contact, now)).transpose()?;
    Ok(store::NewRow {
        once_key,
        receipt_key: receipt_key(&app.keys, &receipt_of(&app.keys, &once_key)),
        thread: new.thread,
        words: opening::seal_words(&app.keys, id, at.area, &new.words, now)?,
        brief: Brief {
            id,
            seq: 0,
            taken_at: now,
            observed_at: when.at,
            coarse: false,
            precision: when.precision,
            facts: new.facts,
            area: at.area,
            cell: at.cell,
            place_mark: place_mark(app, new, at),
            channel: new.channel,
            by_member: new.by_member,
            sender_mark: new.sender.map(|sender| app.part::<Pace>().kept_mark(&app.keys, "report sender", sender).0),
            worked: new.worked,
            busy_sender: false,
            lang: primary_language(&new.lang).unwrap_or_default(),
            pictures: 0,
            has_contact: contact.is_some() || new.thread.is_some(),
            stage: Stage::Received,
            drill: new.drill,
        },
        contact,
    })
}

/// What tells a place in words that nobody here knows from another one.
fn place_mark(app: &App, new: &New, at: Whereabouts) -> Option<i64> {
    let words = if new.place_in_note { &new.words.note } else { &new.words.place };
    let is_unknown = at.area.is_none() && at.cell.is_none() && !is_blank(words);
    is_unknown.then(|| app.part::<Pace>().words_mark(&zeroize::Zeroizing::new(name_key(words))))
}

fn sealed_keys(
    app: &App,
    roll: &Roll,
    area: Option<crate::places::AreaKey>,
    now: Moment,
) -> Result<Vec<(Id<store::PictureRow>, crate::ground::sealed::Sealed)>, Wrong> {
    let sealed = roll.developed.iter().map(|developed| {
        let key = opening::seal_picture_key(&app.keys, developed.id.bytes(), area, false, developed.key(), now)?;
        Ok((developed.id, key))
    });
    sealed.collect()
}

/// The receipt is made from the key of the sending, so that the same sending gives the same receipt for ever and no list of
/// receipts has to be kept.
fn receipt_of(keys: &Keys, once_key: &[u8; 32]) -> Receipt {
    let mut seed = [0u8; 16];
    seed.copy_from_slice(&keys.keyed_hash("receipt", once_key)[..16]);
    Receipt::from_seed(seed)
}

/// One key for one sending: who sends it again (`once`) and what it says. Language and proof of work are left out: they
/// may differ when a waiting form is sent anew.
fn once_key(keys: &Keys, new: &New) -> [u8; 32] {
    let facts = format!("{:?}", new.facts);
    let point = format!("{:?}", new.point);
    // A form that is sent a second time by the script alone is the same sending.
    let pick = match (new.channel, &new.pick) {
        (Channel::Web, Pick::Shared) => &Pick::Ask,
        (_, pick) => pick,
    };
    let pick = format!("{pick:?}");
    let member = new.by_member.map(Id::bytes).unwrap_or_default();
    let once = match &new.once {
        Some(once) => once.as_bytes().to_vec(),
        None => Id::<Report>::unordered().bytes().to_vec(),
    };
    let pictures = new.ready.as_ref().map_or_else(|| waiting::hashes(&new.pictures), |ready| ready.hashes.clone());
    let words = zeroize::Zeroizing::new(new.words.to_bytes());
    let parts: [&[u8]; 10] = [
        &once,
        new.channel.code().as_bytes(),
        facts.as_bytes(),
        &words,
        point.as_bytes(),
        pick.as_bytes(),
        new.when_said.as_bytes(),
        new.contact.as_deref().unwrap_or("").as_bytes(),
        &member,
        &pictures,
    ];
    let mut all = zeroize::Zeroizing::new(Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum()));
    for part in parts {
        all.extend((part.len() as u64).to_be_bytes());
        all.extend(part);
    }
    keys.keyed_hash("report once", &all)
}
