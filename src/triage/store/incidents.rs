//! The tables `incident` and `incident_report`.

use super::{people, steps};
use crate::drills::Drill;
use crate::ground::db::{Row, Tx};
use crate::ground::sealed::Sealed;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::people::Member;
use crate::places::{AreaKey, Cell};
use crate::reports::Report;
use crate::reports::facts::{Activity, Agency, TimePrecision};
use crate::triage::incident::{Cap, Incident, Scene, State};
use crate::triage::matching::{OpenIncident, Sighting};

/// An incident as lists show it, without its timeline.
#[derive(Debug, Clone)]
pub struct IncidentRow {
    pub id: Id<Incident>,
    pub scene: Scene,
    /// The code of its state.
    pub state: String,
    /// The code of its outcome, once it is closed.
    pub outcome: Option<String>,
    pub opened_at: Moment,
    pub closed_at: Option<Moment>,
    /// What the matcher knows of it.
    pub seen: OpenIncident,
    /// The words of the place for those who go, sealed.
    pub place: Option<Sealed>,
    /// True where the place is somebody's home.
    pub is_home: bool,
    /// True once its names were dropped: it can be read, and nothing more can happen to it.
    pub nameless: bool,
}

const SELECT: &str = "SELECT id, cell, area, cap, state, outcome, opened_at, closed_at, first_seen_at, last_seen_at,
     precision, day, activity, agency, place, is_home, nameless, drill FROM incident";

/// The code of a state, as the table keeps it.
pub(super) fn state_code(state: &State) -> &'static str {
    match state {
        State::Open => "open",
        State::NeedsEyes { .. } => "needs_eyes",
        State::Assigned { .. } => "assigned",
        State::OnScene { .. } => "on_scene",
        State::Closed { .. } => "closed",
    }
}

/// Writes a new incident with its first steps; `seen` is the sighting that opened it. Rings the bell.
pub fn insert(tx: &Tx<'_>, incident: &Incident, seen: &Sighting) -> Result<(), Wrong> {
    let scene = incident.scene();
    let opened_at = incident.timeline().first().map_or(seen.at, |step| step.at);
    tx.execute(
        "INSERT INTO incident (id, cell, area, cap, state, opened_at, first_seen_at, last_seen_at, precision, day,
             activity, agency, drill) VALUES ($1, $2, $3, $4, 'open', $5, $6, $6, $7, $8, $9, $10, $11)",
        params![
            incident.id(),
            scene.cell.to_i64(),
            scene.area.0,
            scene.cap.people(),
            opened_at,
            seen.at,
            seen.precision.code(),
            seen.day,
            seen.activity.code(),
            seen.agency.code(),
            scene.drill
        ],
    )?;
    save(tx, incident)
}

/// Appends the steps that were taken and writes what is looked up by. Rings the bell.
///
/// # Errors
/// Refused where somebody else took a step meanwhile.
pub fn save(tx: &Tx<'_>, incident: &Incident) -> Result<(), Wrong> {
    steps::append(tx, incident)?;
    let (outcome, closed_at) = match incident.state() {
        State::Closed { outcome, at, .. } => (Some(outcome.code()), Some(*at)),
        State::Open | State::NeedsEyes { .. } | State::Assigned { .. } | State::OnScene { .. } => (None, None),
    };
    tx.execute(
        "UPDATE incident SET state = $2, outcome = $3, closed_at = $4 WHERE id = $1",
        params![incident.id(), state_code(incident.state()), outcome, closed_at],
    )?;
    people::write(tx, incident)?;
    tx.ring("triage");
    Ok(())
}

/// The incident with its whole timeline, or `None`.
pub fn incident(tx: &Tx<'_>, id: Id<Incident>) -> Result<Option<Incident>, Wrong> {
    let Some(row) = incident_row(tx, id)? else { return Ok(None) };
    Ok(Some(Incident::replay(id, row.scene, steps::steps(tx, id)?)?))
}

/// The row of an incident, or `None`.
pub fn incident_row(tx: &Tx<'_>, id: Id<Incident>) -> Result<Option<IncidentRow>, Wrong> {
    tx.row(&format!("{SELECT} WHERE id = $1"), params![id], read)
}

/// Every incident that is not closed, oldest first.
pub fn open_incidents(tx: &Tx<'_>) -> Result<Vec<IncidentRow>, Wrong> {
    tx.rows(&format!("{SELECT} WHERE state <> 'closed' ORDER BY opened_at"), params![], read)
}

/// The incidents of a drill, oldest first.
pub fn incidents_of_drill(tx: &Tx<'_>, drill: Id<Drill>) -> Result<Vec<IncidentRow>, Wrong> {
    tx.rows(&format!("{SELECT} WHERE drill = $1 ORDER BY opened_at"), params![drill], read)
}

/// The drill that an incident belongs to; `None` where it is real, or not there.
pub fn drill_of(tx: &Tx<'_>, id: Id<Incident>) -> Result<Option<Id<Drill>>, Wrong> {
    Ok(tx.row("SELECT drill FROM incident WHERE id = $1", params![id], |row| row.get(0))?.flatten())
}

/// The incidents closed since then, newest first.
pub fn closed_since(tx: &Tx<'_>, since: Moment) -> Result<Vec<IncidentRow>, Wrong> {
    tx.rows(
        &format!("{SELECT} WHERE state = 'closed' AND closed_at >= $1 ORDER BY closed_at DESC"),
        params![since],
        read,
    )
}

/// The ids of the open incidents in one state.
pub fn by_state(tx: &Tx<'_>, code: &'static str) -> Result<Vec<Id<Incident>>, Wrong> {
    tx.rows("SELECT id FROM incident WHERE state = $1 AND state <> 'closed'", params![code], |row| row.get(0))
}

/// Links a report to an incident. Answers false where it was linked before.
pub fn link(
    tx: &Tx<'_>,
    incident: Id<Incident>,
    report: Id<Report>,
    by: Option<Id<Member>>,
    now: Moment,
) -> Result<bool, Wrong> {
    let added = tx.execute(
        "INSERT INTO incident_report (incident, report, at, member) VALUES ($1, $2, $3, $4)
         ON CONFLICT (incident, report) DO NOTHING",
        params![incident, report, now, by],
    )?;
    tx.ring("triage");
    Ok(added > 0)
}

/// Takes a report off an incident. Answers false where it was not linked.
pub fn unlink(tx: &Tx<'_>, incident: Id<Incident>, report: Id<Report>) -> Result<bool, Wrong> {
    let gone =
        tx.execute("DELETE FROM incident_report WHERE incident = $1 AND report = $2", params![incident, report])?;
    tx.ring("triage");
    Ok(gone > 0)
}

/// True where a report is linked to this incident.
pub fn linked(tx: &Tx<'_>, incident: Id<Incident>, report: Id<Report>) -> Result<bool, Wrong> {
    let found: i64 = tx
        .value("SELECT count(*) FROM incident_report WHERE incident = $1 AND report = $2", params![incident, report])?;
    Ok(found > 0)
}

/// The reports of an incident, first linked first.
pub fn reports_of(tx: &Tx<'_>, incident: Id<Incident>) -> Result<Vec<Id<Report>>, Wrong> {
    tx.rows("SELECT report FROM incident_report WHERE incident = $1 ORDER BY at, report", params![incident], |row| {
        row.get(0)
    })
}

/// The reports of an incident that became reports of `other` at this moment.
pub fn reports_led_on(
    tx: &Tx<'_>,
    incident: Id<Incident>,
    other: Id<Incident>,
    at: Moment,
) -> Result<Vec<Id<Report>>, Wrong> {
    tx.rows(
        "SELECT report FROM incident_report WHERE incident = $2 AND at = $3
             AND report IN (SELECT report FROM incident_report WHERE incident = $1)",
        params![incident, other, at],
        |row| row.get(0),
    )
}

/// Reports that were linked to an incident at this moment or after it.
pub fn reports_linked_since(tx: &Tx<'_>, incident: Id<Incident>, since: Moment) -> Result<Vec<Id<Report>>, Wrong> {
    let sql = "SELECT report FROM incident_report WHERE incident = $1 AND at >= $2 ORDER BY at, report";
    tx.rows(sql, params![incident, since], |row| row.get(0))
}

/// The incidents to which a report is linked.
pub fn incidents_of(tx: &Tx<'_>, report: Id<Report>) -> Result<Vec<Id<Incident>>, Wrong> {
    tx.rows("SELECT incident FROM incident_report WHERE report = $1", params![report], |row| row.get(0))
}

/// Takes another sighting into what the matcher knows: a wider stretch of time, a coarser precision, a first word about the agency.
pub fn widen(tx: &Tx<'_>, id: Id<Incident>, seen: &Sighting) -> Result<(), Wrong> {
    let Some(row) = incident_row(tx, id)? else { return Err(Wrong::NotFound) };
    let known = row.seen;
    let (first, last) = (known.first_seen_at.min(seen.at), known.last_seen_at.max(seen.at));
    let day = if seen.at < known.first_seen_at { seen.day } else { known.day };
    let agency = if known.agency == Agency::Unknown { seen.agency } else { known.agency };
    tx.execute(
        "UPDATE incident SET first_seen_at = $2, last_seen_at = $3, precision = $4, day = $5, agency = $6 WHERE id = $1",
        params![id, first, last, known.precision.max(seen.precision).code(), day, agency.code()],
    )?;
    Ok(())
}

/// Keeps the sealed words of the place for those who go.
pub fn set_place(tx: &Tx<'_>, id: Id<Incident>, place: Option<&Sealed>, is_home: bool) -> Result<(), Wrong> {
    tx.execute(
        "UPDATE incident SET place = $2, is_home = $3 WHERE id = $1",
        params![id, place.map(Sealed::as_bytes), is_home],
    )?;
    tx.ring("triage");
    Ok(())
}

fn read(row: &Row<'_>) -> Result<IncidentRow, Wrong> {
    let cell = Cell::from_i64(row.get(1)?).map_err(|wrong| Wrong::Fault(wrong.into()))?;
    let cap: u8 = row.get(3)?;
    let cap = Cap::new(cap).ok_or_else(|| Wrong::Fault(anyhow::anyhow!("an incident has an impossible cap")))?;
    let (id, drill) = (row.get(0)?, row.get(17)?);
    Ok(IncidentRow {
        id,
        scene: Scene { cell, area: AreaKey(row.get(2)?), cap, drill },
        state: row.get(4)?,
        outcome: row.get(5)?,
        opened_at: row.get(6)?,
        closed_at: row.get(7)?,
        seen: OpenIncident {
            id,
            cell,
            first_seen_at: row.get(8)?,
            last_seen_at: row.get(9)?,
            precision: row.code(10, TimePrecision::from_code)?,
            day: row.get(11)?,
            activity: row.code(12, Activity::from_code)?,
            agency: row.code(13, Agency::from_code)?,
            drill,
        },
        place: row.get::<Option<Vec<u8>>>(14)?.map(Sealed::from_bytes),
        is_home: row.get(15)?,
        nameless: row.get(16)?,
    })
}

/// How many reports an incident has.
pub fn count_reports(tx: &Tx<'_>, incident: Id<Incident>) -> Result<usize, Wrong> {
    let count: i64 = tx.value("SELECT count(*) FROM incident_report WHERE incident = $1", params![incident])?;
    Ok(usize::try_from(count).unwrap_or(0))
}
