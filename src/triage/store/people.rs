//! The tables `incident_asked`, `incident_out` and `contact_opening`.

use std::collections::HashMap;

use crate::ground::db::Tx;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::people::Member;
use crate::triage::incident::Incident;

/// Writes who was asked and who is out, as the incident has it now.
pub(super) fn write(tx: &Tx<'_>, incident: &Incident) -> Result<(), Wrong> {
    let id = incident.id();
    tx.execute("DELETE FROM incident_asked WHERE incident = $1", params![id])?;
    for asked in incident.asked() {
        tx.execute(
            "INSERT INTO incident_asked (incident, member, asked_at, answer) VALUES ($1, $2, $3, $4)",
            params![id, asked.who, asked.at, asked.answer.code()],
        )?;
    }
    tx.execute("DELETE FROM incident_out WHERE incident = $1", params![id])?;
    for member in incident.people_out() {
        // The key is the member alone: the database itself refuses to send somebody to two places.
        tx.execute("INSERT INTO incident_out (member, incident) VALUES ($1, $2)", params![member, id])?;
    }
    Ok(())
}

/// The incident on which a member is out, or `None`.
pub fn out_on(tx: &Tx<'_>, member: Id<Member>) -> Result<Option<Id<Incident>>, Wrong> {
    tx.row("SELECT incident FROM incident_out WHERE member = $1", params![member], |row| row.get(0))
}

/// The incidents that a member was asked to look at since then, newest first.
pub fn asked_of(tx: &Tx<'_>, member: Id<Member>, since: Moment) -> Result<Vec<Id<Incident>>, Wrong> {
    tx.rows(
        "SELECT incident FROM incident_asked WHERE member = $1 AND asked_at >= $2 ORDER BY asked_at DESC",
        params![member, since],
        |row| row.get(0),
    )
}

/// Those for whose answer something real waits that nobody goes to yet.
pub fn wanted_for_real(tx: &Tx<'_>) -> Result<Vec<Id<Member>>, Wrong> {
    tx.rows(
        "SELECT DISTINCT asked.member FROM incident_asked asked JOIN incident ON incident.id = asked.incident
         WHERE incident.state = 'needs_eyes' AND incident.drill IS NULL AND asked.answer = 'waiting'",
        params![],
        |row| row.get(0),
    )
}

/// True where a member was asked about an incident or is out because of it.
pub fn is_named_in(tx: &Tx<'_>, incident: Id<Incident>, member: Id<Member>) -> Result<bool, Wrong> {
    let found: i64 = tx.value(
        "SELECT (SELECT count(*) FROM incident_asked WHERE incident = $1 AND member = $2)
             + (SELECT count(*) FROM incident_out WHERE incident = $1 AND member = $2)",
        params![incident, member],
    )?;
    Ok(found > 0)
}

/// How often each member was asked since then, in earnest: a drill makes nobody's turn for real work later.
pub fn asked_since(tx: &Tx<'_>, since: Moment) -> Result<HashMap<Id<Member>, u16>, Wrong> {
    let rows = tx.rows(
        "SELECT member, count(*) FROM incident_asked
             WHERE asked_at >= $1 AND incident NOT IN (SELECT id FROM incident WHERE drill IS NOT NULL) GROUP BY member",
        params![since],
        |row| Ok((row.get(0)?, u16::try_from(row.get::<i64>(1)?).unwrap_or(u16::MAX))),
    )?;
    Ok(rows.into_iter().collect())
}

/// How many reporters' contacts a member opened on this day.
pub fn contact_openings(tx: &Tx<'_>, member: Id<Member>, day: i64) -> Result<u16, Wrong> {
    let count: Option<u16> =
        tx.row("SELECT count FROM contact_opening WHERE member = $1 AND day = $2", params![member, day], |row| {
            row.get(0)
        })?;
    Ok(count.unwrap_or(0))
}

/// Counts one more.
pub fn count_contact_opening(tx: &Tx<'_>, member: Id<Member>, day: i64) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO contact_opening (member, day, count) VALUES ($1, $2, 1)
         ON CONFLICT (member, day) DO UPDATE SET count = contact_opening.count + 1",
        params![member, day],
    )?;
    Ok(())
}
