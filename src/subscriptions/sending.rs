//! What the sender asks: who is behind these seats, which test messages are due, and what became of them.

use roaring::RoaringBitmap;

use super::contact::Contact;
use super::store::{self, Held, asks};
use super::{PrivateLink, Seat, Standing, register};
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::locale::Lang;
use crate::ground::{Moment, Wrong};

/// Tries of one test message. With the waits between them, some two hours.
pub const ASK_TRIES_MAX: u32 = 6;

/// Minutes of the longest wait between two tries that we choose ourselves.
pub const ASK_WAIT_MINUTES_MAX: i64 = 60;

/// Someone who is told.
#[derive(Debug, Clone)]
pub struct Reached {
    pub seat: Seat,
    pub lang: Lang,
    pub contact: Contact,
    pub link: PrivateLink,
}

/// A test message to be sent.
#[derive(Debug, Clone)]
pub struct Ask {
    pub seat: Seat,
    pub lang: Lang,
    pub contact: Contact,
    pub link: PrivateLink,
    /// True where the subscription is live already: its year is nearly over, or somebody typed the contact into the form again. The message says
    /// that it goes on with a yes, and where it is changed or left.
    pub again: bool,
}

/// What became of a test message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskEnded {
    /// The provider has it. The person has a day to answer, from now on.
    Sent,
    /// It will never arrive: who has not said yes is forgotten.
    Failed,
    /// Not now; the provider may have said how long to wait.
    Later { wait_seconds: Option<i64> },
}

/// Who is behind these seats: live ones only. A seat that is missing from the answer has left, or its contact cannot be opened any more.
///
/// # Errors
/// A fault of the database or the keys.
pub fn reached(tx: &Tx<'_>, keys: &Keys, seats: &RoaringBitmap) -> Result<Vec<Reached>, Wrong> {
    let mut found = Vec::with_capacity(usize::try_from(seats.len()).unwrap_or(0));
    for seat in seats {
        let Some(row) = store::in_seat(tx, Seat(seat))? else { continue };
        if !matches!(row.standing, Standing::Live { .. }) {
            continue;
        }
        if let Some(contact) = contact(keys, &row)? {
            let link = register::link(keys, row.id);
            found.push(Reached { seat: row.seat, lang: row.choices.lang, contact, link });
        }
    }
    Ok(found)
}

/// The test messages that are due, oldest first, at most `limit`. Each stays due until [`ask_ended`] is told of it, so that a crash sends it
/// twice rather than never.
///
/// # Errors
/// A fault of the database or the keys.
pub fn asks_due(tx: &Tx<'_>, keys: &Keys, now: Moment, limit: usize) -> Result<Vec<Ask>, Wrong> {
    let mut due = Vec::new();
    for row in asks::due(tx, now, limit)? {
        if row.standing.is_over(row.channel(), now) {
            continue;
        }
        if let Some(contact) = contact(keys, &row)? {
            let again = matches!(row.standing, Standing::Live { .. });
            let link = register::link(keys, row.id);
            due.push(Ask { seat: row.seat, lang: row.choices.lang, contact, link, again });
        }
    }
    Ok(due)
}

/// Notes what became of a test message.
///
/// # Errors
/// A fault of the database.
pub fn ask_ended(tx: &Tx<'_>, seat: Seat, ended: AskEnded, now: Moment) -> Result<(), Wrong> {
    // Who left meanwhile has nothing to be noted.
    let Some(row) = store::in_seat(tx, seat)? else { return Ok(()) };
    match ended {
        AskEnded::Sent => {
            asks::end(tx, seat)?;
            match row.standing {
                Standing::Asked { .. } => store::set_standing(tx, seat, Standing::Asked { at: now }, row.channel()),
                Standing::Live { .. } => Ok(()),
            }
        }
        AskEnded::Failed => given_up(tx, &row),
        AskEnded::Later { wait_seconds } => {
            let tries = asks::count_try(tx, seat)?;
            if tries >= ASK_TRIES_MAX {
                return given_up(tx, &row);
            }
            let own = 60 * (1i64 << tries.min(10)).min(ASK_WAIT_MINUTES_MAX);
            asks::put_off(tx, seat, now.plus_seconds(wait_seconds.unwrap_or(0).max(own)))
        }
    }
}

fn given_up(tx: &Tx<'_>, row: &Held) -> Result<(), Wrong> {
    match row.standing {
        Standing::Asked { .. } => store::delete(tx, row.seat).map(drop),
        Standing::Live { .. } => asks::end(tx, row.seat),
    }
}

fn contact(keys: &Keys, row: &Held) -> Result<Option<Contact>, Wrong> {
    let contact = register::contact_of(keys, row)?;
    if contact.is_none() {
        tracing::error!(seat = row.seat.0, "the contact of a subscription cannot be opened");
    }
    Ok(contact)
}
