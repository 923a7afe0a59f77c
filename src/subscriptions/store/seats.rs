//! The table `subscription_page`: which seats were given, and to whom.

use super::super::{Carrier, Home, Page, Seat};
use crate::ground::db::Tx;
use crate::ground::{Refused, Wrong};
use crate::params;

/// Gives out a seat that nobody ever had.
///
/// # Errors
/// Refused with `subscribe-full` once all numbers are used up.
pub(in super::super) fn take(tx: &Tx<'_>, home: Home) -> Result<Seat, Wrong> {
    let sql =
        "SELECT number, taken FROM subscription_page WHERE carrier = $1 AND place = $2 ORDER BY number DESC LIMIT 1";
    let newest = tx.row(sql, params![home.carrier.code(), home.place], |row| {
        Ok(Page { number: row.get(0)?, home, taken: row.get(1)? })
    })?;
    let pages: u32 = tx.value("SELECT coalesce(max(number) + 1, 0) FROM subscription_page", params![])?;
    let (seat, page) = Page::seat(newest, home, pages).ok_or(Refused::because("subscribe-full"))?;
    tx.execute(
        "INSERT INTO subscription_page (number, carrier, place, taken) VALUES ($1, $2, $3, $4)
         ON CONFLICT (number) DO UPDATE SET taken = $4",
        params![page.number, Carrier::code(home.carrier), home.place, page.taken],
    )?;
    Ok(seat)
}
