//! The tables `subscription`, `subscription_change` and, in `seats` and `asks`, `subscription_page` and `subscription_asked`.

pub(super) mod asks;
pub(super) mod keeping;
pub(super) mod seats;

use roaring::RoaringBitmap;

use super::{Carrier, Channel, Home, Kinds, QuietHours, Seat, Standing, Subscription, Where};
use crate::ground::db::{Row, Tx};
use crate::ground::lasting;
use crate::ground::locale::Lang;
use crate::ground::sealed::Sealed;
use crate::ground::{Id, Moment, Wrong};
use crate::params;

/// Changes that are kept: who read so far that they are gone reads everything anew.
const CHANGES_MAX: i64 = 20_000;

/// Minutes to which a test message's time is kept.
const ASKED_STEP_MINUTES: i64 = 5;

/// Minutes to which a yes is kept: the day.
const LIVE_STEP_MINUTES: i64 = 24 * 60;

/// A subscription as it is stored.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub seat: Seat,
    pub id: Id<Subscription>,
    pub choices: Subscription,
    pub standing: Standing,
    pub contact: Sealed,
    /// When the test message that waits is due.
    pub ask_due_at: Option<Moment>,
    /// Whether the person was asked again near the end of the year, and has not answered.
    pub asked_again: bool,
}

impl Held {
    /// The channel.
    pub(super) const fn channel(&self) -> Channel {
        self.choices.carrier.channel()
    }
}

/// What a new row is made of.
pub(super) struct New<'a> {
    pub id: Id<Subscription>,
    pub choices: &'a Subscription,
    pub standing: Standing,
    pub contact_hash: [u8; 32],
    pub contact: &'a Sealed,
    pub link_hash: [u8; 32],
}

const COLUMNS: &str = "seat, id, carrier, lang, kinds, quiet_weekday, quiet_weekend, urgent_passes, places, contact, standing, \
                       since, ask_due_at, asked_again";

/// The row of a contact, by its keyed hash.
pub(super) fn by_contact(tx: &Tx<'_>, hash: &[u8; 32]) -> Result<Option<Held>, Wrong> {
    tx.row(&format!("SELECT {COLUMNS} FROM subscription WHERE contact_hash = $1"), params![*hash], read)
}

/// The row behind a private link, by the keyed hash of its secret.
pub(super) fn by_link(tx: &Tx<'_>, hash: &[u8; 32]) -> Result<Option<Held>, Wrong> {
    tx.row(&format!("SELECT {COLUMNS} FROM subscription WHERE link_hash = $1"), params![*hash], read)
}

/// The row in a seat.
pub(super) fn in_seat(tx: &Tx<'_>, seat: Seat) -> Result<Option<Held>, Wrong> {
    tx.row(&format!("SELECT {COLUMNS} FROM subscription WHERE seat = $1"), params![seat.0], read)
}

/// Every row of one carrier, by seat.
pub(super) fn of_carrier(tx: &Tx<'_>, carrier: Carrier) -> Result<Vec<Held>, Wrong> {
    tx.rows(
        &format!("SELECT {COLUMNS} FROM subscription WHERE carrier = $1 ORDER BY seat"),
        params![carrier.code()],
        read,
    )
}

/// Adds a row in a new seat.
pub(super) fn add(tx: &Tx<'_>, new: &New<'_>) -> Result<Seat, Wrong> {
    let seat = seats::take(tx, Home::of(new.choices))?;
    let choices = new.choices;
    let [weekday, weekend] = choices.quiet.to_i64s();
    let (standing, since, ends_at) = write_standing(new.standing, choices.carrier.channel());
    tx.execute(
        "INSERT INTO subscription (seat, id, carrier, lang, kinds, quiet_weekday, quiet_weekend, urgent_passes, places, contact_hash,
                                   contact, contact_week, link_hash, standing, since, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        params![
            seat.0,
            new.id,
            choices.carrier.code(),
            choices.lang.code(),
            choices.kinds.to_bits(),
            weekday,
            weekend,
            choices.quiet.urgent_may_pass(),
            write_places(choices.places()),
            new.contact_hash,
            new.contact.as_bytes(),
            week_of(new.contact)?,
            new.link_hash,
            standing,
            since,
            ends_at
        ],
    )?;
    changed(tx, seat)?;
    Ok(seat)
}

/// Writes what a person chose. The seat stays: what they heard before is still theirs to be corrected.
pub(super) fn set_choices(tx: &Tx<'_>, seat: Seat, choices: &Subscription) -> Result<(), Wrong> {
    let [weekday, weekend] = choices.quiet.to_i64s();
    tx.execute(
        "UPDATE subscription SET lang = $2, kinds = $3, quiet_weekday = $4, quiet_weekend = $5, urgent_passes = $6, places = $7
         WHERE seat = $1",
        params![
            seat.0,
            choices.lang.code(),
            choices.kinds.to_bits(),
            weekday,
            weekend,
            choices.quiet.urgent_may_pass(),
            write_places(choices.places())
        ],
    )?;
    changed(tx, seat)
}

/// Writes where a person is told: a browser's new address.
pub(super) fn set_contact(
    tx: &Tx<'_>,
    seat: Seat,
    carrier: Carrier,
    hash: &[u8; 32],
    contact: &Sealed,
) -> Result<(), Wrong> {
    tx.execute(
        "UPDATE subscription SET carrier = $2, contact_hash = $3, contact = $4, contact_week = $5 WHERE seat = $1",
        params![seat.0, carrier.code(), *hash, contact.as_bytes(), week_of(contact)?],
    )?;
    changed(tx, seat)
}

/// Writes how a subscription stands. A yes answers whatever was asked.
pub(super) fn set_standing(tx: &Tx<'_>, seat: Seat, standing: Standing, channel: Channel) -> Result<(), Wrong> {
    let (code, since, ends_at) = write_standing(standing, channel);
    tx.execute(
        "UPDATE subscription SET standing = $2, since = $3, ends_at = $4,
                ask_due_at = CASE WHEN $2 = 'live' THEN NULL ELSE ask_due_at END, asked_again = 0
         WHERE seat = $1",
        params![seat.0, code, since, ends_at],
    )?;
    changed(tx, seat)
}

/// Deletes a row, now. False where it was gone.
pub(super) fn delete(tx: &Tx<'_>, seat: Seat) -> Result<bool, Wrong> {
    let gone = tx.execute("DELETE FROM subscription WHERE seat = $1", params![seat.0])? == 1;
    if gone {
        changed(tx, seat)?;
    }
    Ok(gone)
}

/// Notes that a seat's row changed, and rings the bell.
fn changed(tx: &Tx<'_>, seat: Seat) -> Result<(), Wrong> {
    tx.execute("INSERT INTO subscription_change (seat) VALUES ($1)", params![seat.0])?;
    tx.ring("subscriptions");
    Ok(())
}

/// The number of the newest change, 0 where there was none.
pub(super) fn newest_change(tx: &Tx<'_>) -> Result<i64, Wrong> {
    tx.value("SELECT coalesce(max(seq), 0) FROM subscription_change", params![])
}

/// The seats that changed after a change; `None` where not all of them are known any more.
pub(super) fn changed_after(tx: &Tx<'_>, seq: i64) -> Result<Option<RoaringBitmap>, Wrong> {
    let oldest: i64 = tx.value("SELECT coalesce(min(seq), 0) FROM subscription_change", params![])?;
    if oldest > seq + 1 || newest_change(tx)? < seq {
        return Ok(None);
    }
    let seats =
        tx.rows("SELECT seat FROM subscription_change WHERE seq > $1", params![seq], |row| row.get::<u32>(0))?;
    Ok(Some(seats.into_iter().collect()))
}

/// Hands every live subscription to `take`, by seat.
pub(super) fn each_live(tx: &Tx<'_>, mut take: impl FnMut(Seat, &Subscription)) -> Result<(), Wrong> {
    let sql = format!("SELECT {COLUMNS} FROM subscription WHERE standing = 'live' ORDER BY seat");
    tx.rows(&sql, params![], |row| {
        let (seat, _, choices) = read_choices(row)?;
        take(seat, &choices);
        Ok(())
    })
    .map(drop)
}

/// How many subscriptions there are by language, carrier, and whether they are live.
pub fn counts(tx: &Tx<'_>) -> Result<Vec<(Lang, Carrier, bool, u32)>, Wrong> {
    let sql = "SELECT lang, carrier, standing = 'live', count(*) FROM subscription GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
    tx.rows(sql, params![], |row| {
        Ok((row.code(0, Lang::from_code)?, row.code(1, Carrier::from_code)?, row.get(2)?, row.get(3)?))
    })
}

fn read(row: &Row<'_>) -> Result<Held, Wrong> {
    let (seat, id, choices) = read_choices(row)?;
    let since = row.get(11)?;
    let standing = match row.get::<String>(10)?.as_str() {
        "live" => Standing::Live { renewed_at: since },
        _ => Standing::Asked { at: since },
    };
    let contact = Sealed::from_bytes(row.get(9)?);
    Ok(Held { seat, id, choices, standing, contact, ask_due_at: row.get(12)?, asked_again: row.get(13)? })
}

fn read_choices(row: &Row<'_>) -> Result<(Seat, Id<Subscription>, Subscription), Wrong> {
    let unknown = || Wrong::Fault(anyhow::anyhow!("a subscription holds what we do not write"));
    let quiet = QuietHours::from_i64s([row.get(5)?, row.get(6)?], row.get(7)?).ok_or_else(unknown)?;
    let kinds = Kinds::from_bits(row.get(4)?).ok_or_else(unknown)?;
    let places: String = row.get(8)?;
    let places: Option<Vec<Where>> = places.split(' ').map(Where::from_code).collect();
    let (lang, carrier) = (row.code(3, Lang::from_code)?, row.code(2, Carrier::from_code)?);
    let choices = Subscription::new(places.ok_or_else(unknown)?, lang, carrier, kinds, quiet);
    Ok((Seat(row.get(0)?), row.get(1)?, choices.map_err(|wrong| Wrong::Fault(wrong.into()))?))
}

fn write_places(places: &[Where]) -> String {
    places.iter().map(|place| place.code()).collect::<Vec<_>>().join(" ")
}

/// The columns `standing`, `since` and `ends_at`. Times are kept no finer than they are needed.
const fn write_standing(standing: Standing, channel: Channel) -> (&'static str, Moment, Moment) {
    let (code, kept, since) = match standing {
        Standing::Asked { at } => {
            let at = at.floor_minutes(ASKED_STEP_MINUTES);
            ("asked", Standing::Asked { at }, at)
        }
        Standing::Live { renewed_at } => {
            let renewed_at = renewed_at.floor_minutes(LIVE_STEP_MINUTES);
            ("live", Standing::Live { renewed_at }, renewed_at)
        }
    };
    (code, since, kept.ends_at(channel))
}

fn week_of(contact: &Sealed) -> Result<i64, Wrong> {
    lasting::sealed_in(contact).ok_or_else(|| Wrong::Fault(anyhow::anyhow!("a contact without a lasting seal")))
}
