//! The tables of this room: cards, incidents with their steps, and what is left when they are forgotten.

mod cards;
mod forgetting;
mod incidents;
mod news;
mod people;
mod steps;
mod waits;

pub use cards::{
    card_of_report, cards_of_drill, claim, decide, get_card, joined_by_key, put, put_apart, release, reports_of_card,
    set_aside_since, split, take_back, touch, waiting,
};
pub use forgetting::forget_before;
pub use incidents::{
    IncidentRow, by_state, closed_since, count_reports, drill_of, incident, incident_row, incidents_of,
    incidents_of_drill, insert, link, linked, open_incidents, reports_led_on, reports_linked_since, reports_of, save,
    set_place, unlink, widen,
};
pub use news::{cards_with_news, incidents_with_news, note_news, read_news, with_news};
pub use people::{
    asked_of, asked_since, contact_openings, count_contact_opening, is_named_in, out_on, wanted_for_real,
};
pub use waits::{WAIT_DAYS, forget_waits, waits_after};

use crate::ground::Wrong;
use crate::ground::db::Tx;
use crate::params;

/// How far a worker has read.
pub fn cursor(tx: &Tx<'_>, name: &'static str) -> Result<i64, Wrong> {
    Ok(tx.row("SELECT seq FROM triage_cursor WHERE name = $1", params![name], |row| row.get(0))?.unwrap_or(0))
}

/// Notes how far a worker has read.
pub fn set_cursor(tx: &Tx<'_>, name: &'static str, seq: i64) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO triage_cursor (name, seq) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET seq = $2",
        params![name, seq],
    )?;
    Ok(())
}
