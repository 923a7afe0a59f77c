//! The table `incident_step`: each step as columns, and back.

use super::waits;
use crate::ground::db::{Row, Tx};
use crate::ground::{Id, Moment, Refused, Wrong};
use crate::params;
use crate::people::Member;
use crate::reports::Report;
use crate::reports::facts::{Activity, Agency, HowMany, YesNo};
use crate::triage::incident::{
    Finding, Incident, NotNeeded, ReopenWhy, Step, UnableWhy, Verification, What, WithoutEyes,
};

/// What a step's columns hold beside who, what and when.
#[derive(Default)]
struct Columns {
    due_at: Option<Moment>,
    code: Option<&'static str>,
    why: Option<&'static str>,
    members: Option<Vec<u8>>,
    reports: Option<Vec<u8>>,
    finding: Option<Finding>,
    seen_at: Option<Moment>,
}

fn columns(what: &What) -> Columns {
    let mut out = Columns::default();
    match what {
        What::Opened | What::EyesNeeded | What::Declined | What::Arrived | What::GaveUp | What::DrillOver => {}
        What::Asked { whom } => out.members = Some(whom.iter().flat_map(|id| id.bytes()).collect()),
        What::StoodDown { whom } => out.members = Some(whom.bytes().to_vec()),
        What::Accepted { due_at } | What::NewEta { due_at } => out.due_at = Some(*due_at),
        What::Reopened(why) => out.why = Some(why.code()),
        What::Found(found) => {
            out.code = Some(found.code());
            match found {
                Verification::Confirmed(finding) | Verification::OtherAgency(finding) => out.finding = Some(*finding),
                Verification::NothingThere { seen_at } | Verification::AlreadyOver { seen_at } => {
                    out.seen_at = Some(*seen_at);
                }
                Verification::Unable(why) => out.why = Some(why.code()),
            }
        }
        What::ClosedWithoutEyes(WithoutEyes::DuplicateOf(other)) => {
            (out.code, out.reports) = (Some("duplicate"), Some(other.bytes().to_vec()));
        }
        What::ClosedWithoutEyes(WithoutEyes::NotNeeded(why)) => {
            (out.code, out.why) = (Some("not_needed"), Some(why.code()));
        }
        What::Corroborated { finding, reports, reviewed_by } => {
            (out.code, out.finding) = (Some("confirmed"), Some(*finding));
            out.reports = Some(reports.iter().flat_map(|id| id.bytes()).collect());
            out.members = Some(reviewed_by.iter().flatten().flat_map(|id| id.bytes()).collect());
        }
    }
    out
}

/// Appends the steps that are not kept yet.
///
/// # Errors
/// Refused where somebody else appended a step meanwhile: the page is read again and the person decides anew.
pub(super) fn append(tx: &Tx<'_>, incident: &Incident) -> Result<(), Wrong> {
    let first = incident.timeline().len() - incident.unsaved().len();
    for (at, step) in (first..).zip(incident.unsaved()) {
        let number = i64::try_from(at).unwrap_or(i64::MAX);
        let mut held = columns(&step.what);
        // A verifier's step names nobody else, so the column is free for who entered it.
        held.members = held.members.or(step.entered_by.map(|by| by.bytes().to_vec()));
        let finding = held.finding.as_ref();
        let added = tx.execute(
            "INSERT INTO incident_step (incident, number, what, who, at, due_at, code, why, members, reports, agency,
                 activity, people, vehicles, detained, detained_count, seen_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
             ON CONFLICT (incident, number) DO NOTHING",
            params![
                incident.id(),
                number,
                step.what.code(),
                step.who,
                step.at,
                held.due_at,
                held.code,
                held.why,
                held.members,
                held.reports,
                finding.map(|finding| finding.agency.code()),
                finding.map(|finding| finding.activity.code()),
                finding.map(|finding| finding.people.code()),
                finding.map(|finding| finding.vehicles.code()),
                finding.map(|finding| finding.detained.code()),
                finding.and_then(|finding| finding.detained_count),
                finding.map(|finding| finding.seen_at).or(held.seen_at),
            ],
        )?;
        if added == 0 {
            return Err(Refused::because("triage-incident-changed").into());
        }
        waits::of_step(tx, incident, at)?;
    }
    Ok(())
}

/// The kept steps of an incident, oldest first.
pub(super) fn steps(tx: &Tx<'_>, incident: Id<Incident>) -> Result<Vec<Step>, Wrong> {
    tx.rows(
        "SELECT what, who, at, due_at, code, why, members, reports, agency, activity, people, vehicles, detained,
             detained_count, seen_at FROM incident_step WHERE incident = $1 ORDER BY number",
        params![incident],
        |row| {
            let what = read_what(row)?;
            let entered_by = if what.is_a_verifiers() { entered_by(row)? } else { None };
            Ok(Step { what, who: row.get(1)?, at: row.get(2)?, entered_by })
        },
    )
}

fn read_what(row: &Row<'_>) -> Result<What, Wrong> {
    Ok(match row.get::<String>(0)?.as_str() {
        "opened" => What::Opened,
        "eyes_needed" => What::EyesNeeded,
        "asked" => What::Asked { whom: ids(row, 6)? },
        "accepted" => What::Accepted { due_at: row.get(3)? },
        "new_eta" => What::NewEta { due_at: row.get(3)? },
        "declined" => What::Declined,
        "arrived" => What::Arrived,
        "found" => What::Found(read_found(row)?),
        "gave_up" => What::GaveUp,
        "stood_down" => What::StoodDown { whom: one(ids(row, 6)?)? },
        "closed_without_eyes" => What::ClosedWithoutEyes(match row.get::<String>(4)?.as_str() {
            "duplicate" => WithoutEyes::DuplicateOf(one(ids(row, 7)?)?),
            _ => WithoutEyes::NotNeeded(row.code(5, NotNeeded::from_code)?),
        }),
        "corroborated" => {
            let reports: Vec<Id<Report>> = ids(row, 7)?;
            let by: Vec<Id<Member>> = ids(row, 6)?;
            let ([first, second], [a, b, c, d]) = (fixed(reports)?, fixed(by)?);
            let reviewed_by = [[a, b], [c, d]];
            What::Corroborated { finding: read_finding(row)?, reports: [first, second], reviewed_by }
        }
        "drill_over" => What::DrillOver,
        "reopened" => What::Reopened(row.code(5, ReopenWhy::from_code)?),
        _ => return Err(damaged()),
    })
}

fn entered_by(row: &Row<'_>) -> Result<Option<Id<Member>>, Wrong> {
    row.get::<Option<[u8; 16]>>(6).map(|bytes| bytes.map(Id::from_bytes))
}

fn read_found(row: &Row<'_>) -> Result<Verification, Wrong> {
    Ok(match row.get::<String>(4)?.as_str() {
        "confirmed" => Verification::Confirmed(read_finding(row)?),
        "other_agency" => Verification::OtherAgency(read_finding(row)?),
        "nothing_there" => Verification::NothingThere { seen_at: row.get(14)? },
        "already_over" => Verification::AlreadyOver { seen_at: row.get(14)? },
        "unable" => Verification::Unable(row.code(5, UnableWhy::from_code)?),
        _ => return Err(damaged()),
    })
}

fn read_finding(row: &Row<'_>) -> Result<Finding, Wrong> {
    Ok(Finding {
        agency: row.code(8, Agency::from_code)?,
        activity: row.code(9, Activity::from_code)?,
        people: row.code(10, HowMany::from_code)?,
        vehicles: row.code(11, HowMany::from_code)?,
        detained: row.code(12, YesNo::from_code)?,
        detained_count: row.get(13)?,
        seen_at: row.get(14)?,
    })
}

/// Ids that stand one after another in a column of bytes.
fn ids<T>(row: &Row<'_>, at: usize) -> Result<Vec<Id<T>>, Wrong> {
    let bytes: Vec<u8> = row.get(at)?;
    let (chunks, rest) = bytes.as_chunks::<16>();
    if rest.is_empty() { Ok(chunks.iter().copied().map(Id::from_bytes).collect()) } else { Err(damaged()) }
}

fn one<T>(ids: Vec<Id<T>>) -> Result<Id<T>, Wrong> {
    fixed::<T, 1>(ids).map(|[id]| id)
}

fn fixed<T, const N: usize>(ids: Vec<Id<T>>) -> Result<[Id<T>; N], Wrong> {
    ids.try_into().map_err(|_| damaged())
}

fn damaged() -> Wrong {
    Wrong::Fault(anyhow::anyhow!("a step of an incident cannot be read"))
}

/// A step's number, who took it, and the members that it names.
type NamedStep = (i64, Option<[u8; 16]>, Option<Vec<u8>>);

/// Puts numbers in place of members in the steps of an incident: who did what stays told apart, and nobody is named.
/// The incident must have been marked nameless before.
pub(super) fn drop_names(tx: &Tx<'_>, incident: Id<Incident>) -> Result<usize, Wrong> {
    let rows: Vec<NamedStep> = tx.rows(
        "SELECT number, who, members FROM incident_step WHERE incident = $1 ORDER BY number",
        params![incident],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let mut known: Vec<[u8; 16]> = Vec::new();
    let mut number_of = |member: [u8; 16]| {
        let at = known.iter().position(|other| *other == member).unwrap_or_else(|| {
            known.push(member);
            known.len() - 1
        });
        (at as u128 + 1).to_be_bytes()
    };
    let touched = rows.len();
    for (number, who, members) in rows {
        let who = who.map(&mut number_of);
        let members: Option<Vec<u8>> =
            members.map(|bytes| bytes.as_chunks::<16>().0.iter().flat_map(|member| number_of(*member)).collect());
        tx.execute(
            "UPDATE incident_step SET who = $3, members = $4 WHERE incident = $1 AND number = $2",
            params![incident, number, who, members],
        )?;
    }
    Ok(touched)
}
