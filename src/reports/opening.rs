//! The one place where what reporters wrote is sealed and opened.
//!
//! Words, contact and picture keys are sealed for their row and their area; [`Class::Brief`] while nobody has decided about
//! the report, [`Class::Kept`] once an incident needs it. Callers note in the audit log that they opened something.

use zeroize::Zeroizing;

use crate::ground::db::Tx;
use crate::ground::keys::{Class, Keys};
use crate::ground::sealed::{Closed, Place, Sealed};
use crate::ground::{Id, Moment, Wrong};
use crate::messages;
use crate::places::AreaKey;

use super::report::{Report, ReportWords};
use super::store;

/// Where a report's words are sealed.
fn words_place(id: Id<Report>, area: Option<AreaKey>) -> Place {
    Place { purpose: "report words", area: area_number(area), row: id.bytes() }
}

/// Where a report's contact is sealed.
fn contact_place(id: Id<Report>, area: Option<AreaKey>) -> Place {
    Place { purpose: "report contact", area: area_number(area), row: id.bytes() }
}

/// Where a question, answer or addition is sealed, by the id of its row.
fn said_place(said: [u8; 16], area: Option<AreaKey>) -> Place {
    Place { purpose: "report said", area: area_number(area), row: said }
}

/// Where a picture's key is sealed, by the id of its row.
fn picture_place(picture: [u8; 16], area: Option<AreaKey>) -> Place {
    Place { purpose: "picture key", area: area_number(area), row: picture }
}

fn area_number(area: Option<AreaKey>) -> i64 {
    area.map_or(0, |area| i64::from(area.0))
}

/// Seals a new report's words.
pub(super) fn seal_words(
    keys: &Keys,
    id: Id<Report>,
    area: Option<AreaKey>,
    words: &ReportWords,
    now: Moment,
) -> Result<Sealed, Wrong> {
    let bytes = Zeroizing::new(words.to_bytes());
    Ok(keys.seal(Class::Brief, words_place(id, area), &bytes, now)?)
}

/// Seals a new report's contact.
pub(super) fn seal_contact(
    keys: &Keys,
    id: Id<Report>,
    area: Option<AreaKey>,
    contact: &str,
    now: Moment,
) -> Result<Sealed, Wrong> {
    Ok(keys.seal(Class::Brief, contact_place(id, area), contact.as_bytes(), now)?)
}

/// Seals a question, answer or addition in the class of its report.
pub(super) fn seal_said(
    keys: &Keys,
    said: [u8; 16],
    held: &store::Held,
    words: &str,
    now: Moment,
) -> Result<Sealed, Wrong> {
    Ok(keys.seal(class_of(held), said_place(said, held.area), words.as_bytes(), now)?)
}

/// Seals a picture's key in the class of its report.
pub(super) fn seal_picture_key(
    keys: &Keys,
    picture: [u8; 16],
    area: Option<AreaKey>,
    kept: bool,
    key: &str,
    now: Moment,
) -> Result<Sealed, Wrong> {
    let class = if kept { Class::Kept } else { Class::Brief };
    Ok(keys.seal(class, picture_place(picture, area), key.as_bytes(), now)?)
}

/// The words of a report.
///
/// # Errors
/// Not found where there is no such report or its words are forgotten.
pub fn open_words(keys: &Keys, tx: &Tx<'_>, id: Id<Report>) -> Result<ReportWords, Wrong> {
    let held = store::held(tx, id)?.ok_or(Wrong::NotFound)?;
    let sealed = held.words.as_ref().ok_or(Wrong::NotFound)?;
    let opened = keys.open_sealed(sealed, words_place(id, held.area)).map_err(not_found_if_forgotten)?;
    ReportWords::from_bytes(opened.as_bytes()).ok_or_else(|| Closed::Damaged.into())
}

/// The contact that the reporter left, or the number they texted from; `None` where there is none or it is forgotten.
///
/// # Errors
/// Not found where there is no such report.
pub fn open_contact(keys: &Keys, tx: &Tx<'_>, id: Id<Report>) -> Result<Option<String>, Wrong> {
    let held = store::held(tx, id)?.ok_or(Wrong::NotFound)?;
    if let Some(sealed) = held.contact.as_ref() {
        return open_text(keys, sealed, contact_place(id, held.area));
    }
    let Some(thread) = held.thread else { return Ok(None) };
    match messages::open_number(keys, tx, Id::from_bytes(thread)) {
        Ok(number) => Ok(Some(number)),
        Err(Wrong::NotFound) => Ok(None),
        Err(wrong) => Err(wrong),
    }
}

/// The words of one thing that was said, or `None` where they are forgotten.
pub(super) fn open_said(keys: &Keys, row: &store::SaidRow, area: Option<AreaKey>) -> Result<Option<String>, Wrong> {
    open_text(keys, &row.words, said_place(row.id, area))
}

/// The key of a picture's file, or `None` where it is forgotten.
pub(super) fn open_picture_key(
    keys: &Keys,
    picture: [u8; 16],
    area: Option<AreaKey>,
    sealed: &Sealed,
) -> Result<Option<Zeroizing<String>>, Wrong> {
    Ok(open_text(keys, sealed, picture_place(picture, area))?.map(Zeroizing::new))
}

/// Seals everything of a report anew for 14 days, because its incident needs it. Doing so twice changes nothing.
///
/// # Errors
/// Not found where there is no such report.
pub fn keep(tx: &Tx<'_>, keys: &Keys, id: Id<Report>, now: Moment) -> Result<(), Wrong> {
    let held = store::held(tx, id)?.ok_or(Wrong::NotFound)?;
    if held.kept {
        return Ok(());
    }
    let again = |sealed: &Sealed, place: Place| match keys.open_sealed(sealed, place) {
        Ok(opened) => Ok(Some(keys.seal(Class::Kept, place, opened.as_bytes(), now)?)),
        Err(Closed::Forgotten) => Ok(None),
        Err(closed) => Err(Wrong::from(closed)),
    };
    let words = held.words.as_ref().map(|sealed| again(sealed, words_place(id, held.area))).transpose()?.flatten();
    let contact =
        held.contact.as_ref().map(|sealed| again(sealed, contact_place(id, held.area))).transpose()?.flatten();
    store::set_kept(tx, id, words.as_ref(), contact.as_ref(), now)?;
    for row in store::said(tx, id)? {
        if let Some(sealed) = again(&row.words, said_place(row.id, held.area))? {
            store::reseal_said(tx, row.id, &sealed)?;
        }
    }
    for (picture, key) in store::picture_keys(tx, id)? {
        if let Some(sealed) = again(&key, picture_place(picture.bytes(), held.area))? {
            store::reseal_picture(tx, picture, &sealed)?;
        }
    }
    Ok(())
}

fn class_of(held: &store::Held) -> Class {
    if held.kept { Class::Kept } else { Class::Brief }
}

fn open_text(keys: &Keys, sealed: &Sealed, place: Place) -> Result<Option<String>, Wrong> {
    match keys.open_sealed(sealed, place) {
        Ok(opened) => {
            let text = std::str::from_utf8(opened.as_bytes()).map_err(|_| Wrong::from(Closed::Damaged))?;
            Ok(Some(text.to_owned()))
        }
        Err(Closed::Forgotten) => Ok(None),
        Err(closed) => Err(closed.into()),
    }
}

fn not_found_if_forgotten(closed: Closed) -> Wrong {
    match closed {
        Closed::Forgotten => Wrong::NotFound,
        other => other.into(),
    }
}
