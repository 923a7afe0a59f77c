//! The tables `canary` and `broadcast_canary`.

use crate::ground::db::{Row, Tx};
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::release::Message;
use crate::subscriptions::{Carrier, Seat};

/// The seats of all canaries.
pub(in crate::messages) fn seats(tx: &Tx<'_>) -> Result<Vec<Seat>, Wrong> {
    tx.rows("SELECT seat FROM canary ORDER BY seat", params![], |row| Ok(Seat(row.get(0)?)))
}

/// Makes a subscription a canary.
pub(in crate::messages) fn add(tx: &Tx<'_>, seat: Seat) -> Result<(), Wrong> {
    tx.execute("INSERT INTO canary (seat) VALUES ($1) ON CONFLICT (seat) DO NOTHING", params![seat.0])?;
    tx.ring("sending");
    Ok(())
}

/// Makes a canary an ordinary subscription again.
pub(in crate::messages) fn remove(tx: &Tx<'_>, seat: Seat) -> Result<(), Wrong> {
    tx.execute("DELETE FROM canary WHERE seat = $1", params![seat.0])?;
    tx.ring("sending");
    Ok(())
}

/// Notes that a canary will get a message, and the keyed hash of the link with which it answers.
pub(in crate::messages) fn expect(
    tx: &Tx<'_>,
    id: Id<Message>,
    seat: Seat,
    carrier: Carrier,
    link: [u8; 32],
) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO broadcast_canary (broadcast, seat, carrier, link) VALUES ($1, $2, $3, $4)",
        params![id, seat.0, carrier.code(), link],
    )?;
    Ok(())
}

/// One canary's watch over one message.
#[derive(Debug, Clone, Copy)]
pub(in crate::messages) struct Watch {
    pub broadcast: Id<Message>,
    pub seat: Seat,
    pub carrier: Carrier,
    pub made_at: Moment,
    pub heard_at: Option<Moment>,
    pub alarmed_at: Option<Moment>,
}

const WATCH: &str = "SELECT c.broadcast, c.seat, c.carrier, b.made_at, c.heard_at, c.alarmed_at
                     FROM broadcast_canary c JOIN broadcast b ON b.id = c.broadcast";

/// The seats that are canaries of a message.
pub(in crate::messages) fn of_broadcast(tx: &Tx<'_>, id: Id<Message>) -> Result<Vec<Seat>, Wrong> {
    tx.rows("SELECT seat FROM broadcast_canary WHERE broadcast = $1", params![id], |row| Ok(Seat(row.get(0)?)))
}

/// The watch behind a link, given as its keyed hash.
pub(in crate::messages) fn by_link(tx: &Tx<'_>, link: [u8; 32]) -> Result<Option<Watch>, Wrong> {
    tx.row(&format!("{WATCH} WHERE c.link = $1"), params![link], read)
}

/// Watches that nobody answered and for which no alarm was rung.
pub(in crate::messages) fn silent(tx: &Tx<'_>, made_before: Moment) -> Result<Vec<Watch>, Wrong> {
    let sql = format!("{WATCH} WHERE c.heard_at IS NULL AND c.alarmed_at IS NULL AND b.made_at <= $1");
    tx.rows(&sql, params![made_before], read)
}

/// The newest watches: for the page.
pub(in crate::messages) fn newest(tx: &Tx<'_>, limit: i64) -> Result<Vec<Watch>, Wrong> {
    tx.rows(&format!("{WATCH} ORDER BY b.seq DESC, c.seat LIMIT $1"), params![limit], read)
}

/// A canary says that the message came.
pub(in crate::messages) fn hear(tx: &Tx<'_>, watch: &Watch, now: Moment) -> Result<(), Wrong> {
    tx.execute(
        "UPDATE broadcast_canary SET heard_at = coalesce(heard_at, $3) WHERE broadcast = $1 AND seat = $2",
        params![watch.broadcast, watch.seat.0, now],
    )?;
    tx.ring("sending");
    Ok(())
}

/// The alarm was rung for a silent canary.
pub(in crate::messages) fn alarm(tx: &Tx<'_>, watch: &Watch, now: Moment) -> Result<(), Wrong> {
    tx.execute(
        "UPDATE broadcast_canary SET alarmed_at = $3 WHERE broadcast = $1 AND seat = $2",
        params![watch.broadcast, watch.seat.0, now],
    )?;
    tx.ring("sending");
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Watch, Wrong> {
    Ok(Watch {
        broadcast: row.get(0)?,
        seat: Seat(row.get(1)?),
        carrier: row.code(2, Carrier::from_code)?,
        made_at: row.get(3)?,
        heard_at: row.get(4)?,
        alarmed_at: row.get(5)?,
    })
}
