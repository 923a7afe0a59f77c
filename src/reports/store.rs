//! The tables of this room: `report`, `report_said`, `report_news`, `picture`, `picture_review`, and what is left when they are forgotten.

mod forgetting;
mod pictures;
mod said;

use crate::drills::Drill;
use crate::ground::db::{Row, Tx};
use crate::ground::sealed::Sealed;
use crate::ground::{Id, Moment, Wrong};
use crate::messages;
use crate::params;
use crate::people::Member;
use crate::places::{AreaKey, Cell};
use crate::release::Message;

use super::facts::{Activity, Agency, Channel, Facts, FirstHand, HowMany, TimePrecision, YesNo};
use super::report::{Brief, OBSERVED_STEP_MINUTES, Report, Stage};

pub use forgetting::{Gone, forget_before, is_forgotten};
pub use pictures::{PictureRow, Review, pictures, report_of_picture, review_picture};
pub(super) use pictures::{add_picture, count_pictures, every_picture, picture_home, picture_keys, reseal_picture};
pub use said::{SaidKind, news_after};
pub(super) use said::{SaidRow, add_news, add_said, has_open_question, reseal_said, said};

/// Days for which a report's sealed words live: undecided and unconfirmed, or kept for an incident.
pub(super) const BRIEF_DAYS: i64 = 3;
pub(super) const KEPT_DAYS: i64 = 14;

/// Steps of the hour at which words are forgotten, so that it does not tell when exactly a report came.
const FORGET_STEP_MINUTES: i64 = 6 * 60;

/// A report on its way into the table.
pub(super) struct NewRow {
    pub brief: Brief,
    pub once_key: [u8; 32],
    pub receipt_key: [u8; 32],
    pub thread: Option<[u8; 16]>,
    pub words: Sealed,
    pub contact: Option<Sealed>,
}

/// The sealed side of a report's row.
pub(super) struct Held {
    pub id: Id<Report>,
    pub area: Option<AreaKey>,
    pub kept: bool,
    /// When the reporter's news was last new, to five minutes; where `coarse`, the day.
    pub stage_at: Moment,
    pub coarse: bool,
    pub thread: Option<[u8; 16]>,
    pub words: Option<Sealed>,
    pub contact: Option<Sealed>,
}

const BRIEF: &str =
    "SELECT id, seq, taken_at, observed_at, time_precision, still_happening, first_hand, activity, agency,
     people, vehicles, detained, detained_count, children_present, reporter_safe, wants_call, area, cell, channel,
     by_member, sender_mark, worked, busy_sender, lang,
     (SELECT count(*) FROM picture WHERE picture.report = report.id),
     contact IS NOT NULL OR thread IS NOT NULL, stage, drill, place_mark, coarse FROM report";

/// Adds a report. Rings the bell.
pub(super) fn insert(tx: &Tx<'_>, new: &NewRow) -> Result<(), Wrong> {
    let (brief, facts) = (&new.brief, &new.brief.facts);
    tx.execute(
        "INSERT INTO report (id, once_key, receipt_key, channel, lang, taken_at, observed_at, time_precision,
             still_happening, first_hand, activity, agency, people, vehicles, detained, detained_count,
             children_present, reporter_safe, wants_call, area, cell, by_member, thread, sender_mark, worked,
             busy_sender, stage, stage_at, forget_at, words, contact, drill, place_mark)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
             $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)",
        params![
            brief.id,
            new.once_key,
            new.receipt_key,
            brief.channel.code(),
            brief.lang,
            brief.taken_at,
            brief.observed_at,
            brief.precision.code(),
            facts.still_happening.code(),
            facts.first_hand.map(FirstHand::code),
            facts.activity.code(),
            facts.agency.code(),
            facts.people.code(),
            facts.vehicles.code(),
            facts.detained.code(),
            facts.detained_count,
            facts.children_present.code(),
            facts.reporter_safe.code(),
            facts.wants_call,
            brief.area.map(|area| area.0),
            brief.cell.map(Cell::to_i64),
            brief.by_member,
            new.thread,
            brief.sender_mark,
            brief.worked,
            brief.busy_sender,
            brief.stage.code(),
            brief.taken_at.floor_minutes(OBSERVED_STEP_MINUTES),
            forget_at(brief.taken_at, BRIEF_DAYS),
            new.words.as_bytes(),
            new.contact.as_ref().map(Sealed::as_bytes),
            brief.drill,
            brief.place_mark,
        ],
    )?;
    tx.ring("reports");
    Ok(())
}

/// Reports that came after the cursor `seq`, oldest first.
pub fn briefs_after(tx: &Tx<'_>, seq: i64, limit: usize) -> Result<Vec<Brief>, Wrong> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    tx.rows(&format!("{BRIEF} WHERE seq > $1 ORDER BY seq LIMIT $2"), params![seq, limit], read_brief)
}

/// These reports, as far as they are still there, in the order asked for.
pub fn briefs(tx: &Tx<'_>, ids: &[Id<Report>]) -> Result<Vec<Brief>, Wrong> {
    let found = ids.iter().map(|id| brief(tx, *id)).collect::<Result<Vec<_>, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// The report with this id, or `None`.
pub fn brief(tx: &Tx<'_>, id: Id<Report>) -> Result<Option<Brief>, Wrong> {
    tx.row(&format!("{BRIEF} WHERE id = $1"), params![id], read_brief)
}

/// The reports that were made up for a drill, first come first.
pub fn of_drill(tx: &Tx<'_>, drill: Id<Drill>) -> Result<Vec<Brief>, Wrong> {
    tx.rows(&format!("{BRIEF} WHERE drill = $1 ORDER BY seq"), params![drill], read_brief)
}

/// The report that was sent under this key before, or `None`.
pub(super) fn by_once(tx: &Tx<'_>, once_key: &[u8; 32]) -> Result<Option<Id<Report>>, Wrong> {
    tx.row("SELECT id FROM report WHERE once_key = $1", params![*once_key], |row| row.get(0))
}

/// The report with this receipt, or `None`. Nobody has the receipt of what was made up for a drill, and nothing answers to it.
pub(super) fn by_receipt(tx: &Tx<'_>, receipt_key: &[u8; 32]) -> Result<Option<Id<Report>>, Wrong> {
    tx.row("SELECT id FROM report WHERE receipt_key = $1 AND drill IS NULL", params![*receipt_key], |row| row.get(0))
}

/// The newest report of a phone's thread, or `None`.
pub(super) fn newest_of_thread(tx: &Tx<'_>, thread: [u8; 16]) -> Result<Option<Brief>, Wrong> {
    tx.row(&format!("{BRIEF} WHERE thread = $1 ORDER BY seq DESC LIMIT 1"), params![thread], read_brief)
}

/// The newest report of a phone's thread about which a question was asked since then and is open, while its words are held.
pub(super) fn asked_of_thread(tx: &Tx<'_>, thread: [u8; 16], since: Moment) -> Result<Option<Brief>, Wrong> {
    let sql = format!(
        "{BRIEF} WHERE thread = $1 AND words IS NOT NULL
         AND (SELECT said.kind FROM report_said said WHERE said.report = report.id AND said.kind <> 'addition'
              ORDER BY said.seq DESC LIMIT 1) = 'question'
         AND EXISTS (SELECT 1 FROM report_said said WHERE said.report = report.id AND said.kind = 'question' AND said.at > $2)
         ORDER BY seq DESC LIMIT 1"
    );
    tx.row(&sql, params![thread, since], read_brief)
}

/// The sealed side of a report, or `None`.
pub(super) fn held(tx: &Tx<'_>, id: Id<Report>) -> Result<Option<Held>, Wrong> {
    tx.row(
        "SELECT area, kept, thread, words, contact, stage_at, coarse FROM report WHERE id = $1",
        params![id],
        |row| {
            Ok(Held {
                id,
                area: row.get::<Option<u32>>(0)?.map(AreaKey),
                kept: row.get(1)?,
                stage_at: row.get(5)?,
                coarse: row.get(6)?,
                thread: row.get(2)?,
                words: row.get::<Option<Vec<u8>>>(3)?.map(Sealed::from_bytes),
                contact: row.get::<Option<Vec<u8>>>(4)?.map(Sealed::from_bytes),
            })
        },
    )
}

/// Notes the message that came out about a report; the newest stands.
pub(super) fn set_told(tx: &Tx<'_>, id: Id<Report>, message: Id<Message>) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO report_told (report, message) VALUES ($1, $2)
         ON CONFLICT (report) DO UPDATE SET message = excluded.message",
        params![id, message],
    )?;
    Ok(())
}

/// The message that came out about a report, or `None`.
pub(super) fn told(tx: &Tx<'_>, id: Id<Report>) -> Result<Option<Id<Message>>, Wrong> {
    tx.row("SELECT message FROM report_told WHERE report = $1", params![id], |row| row.get(0))
}

/// What the reporter is told from `now` on. Where only the day of the report is left, the next round leaves only the day of this, too.
///
/// # Errors
/// Not found where there is no such report.
pub fn set_stage(tx: &Tx<'_>, id: Id<Report>, stage: Stage, now: Moment) -> Result<(), Wrong> {
    let at = now.floor_minutes(OBSERVED_STEP_MINUTES);
    let told = tx.execute(
        "UPDATE report SET stage = $2, stage_at = CASE WHEN stage = $2 THEN stage_at ELSE $3 END,
             coarse = CASE WHEN stage = $2 THEN coarse ELSE 0 END WHERE id = $1",
        params![id, stage.code(), at],
    )?;
    if told == 0 { Err(Wrong::NotFound) } else { Ok(()) }
}

/// Marks a report as kept for its incident, with its parts sealed anew.
pub(super) fn set_kept(
    tx: &Tx<'_>,
    id: Id<Report>,
    words: Option<&Sealed>,
    contact: Option<&Sealed>,
    now: Moment,
) -> Result<(), Wrong> {
    tx.execute(
        "UPDATE report SET kept = 1, forget_at = $2, words = $3, contact = $4 WHERE id = $1",
        params![id, forget_at(now, KEPT_DAYS), words.map(Sealed::as_bytes), contact.map(Sealed::as_bytes)],
    )?;
    Ok(())
}

/// Forgets how to reach the reporter: their contact, and the phone that texted with everything that waits to be sent to it. What else came
/// from that phone loses it too.
pub(super) fn drop_contact(tx: &Tx<'_>, id: Id<Report>, now: Moment) -> Result<(), Wrong> {
    let thread = held(tx, id)?.and_then(|held| held.thread);
    tx.execute("UPDATE report SET contact = NULL, wants_call = 0 WHERE id = $1", params![id])?;
    if let Some(thread) = thread {
        tx.execute("UPDATE report SET thread = NULL, wants_call = 0 WHERE thread = $1", params![thread])?;
        messages::store::forget_number(tx, Id::from_bytes(thread), now)?;
    }
    tx.ring("reports");
    Ok(())
}

/// How far a worker has read.
pub(super) fn cursor(tx: &Tx<'_>, name: &'static str) -> Result<i64, Wrong> {
    Ok(tx.row("SELECT seq FROM report_cursor WHERE name = $1", params![name], |row| row.get(0))?.unwrap_or(0))
}

/// Notes how far a worker has read.
pub(super) fn set_cursor(tx: &Tx<'_>, name: &'static str, seq: i64) -> Result<(), Wrong> {
    tx.execute(
        "INSERT INTO report_cursor (name, seq) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET seq = $2",
        params![name, seq],
    )?;
    Ok(())
}

fn forget_at(from: Moment, days: i64) -> Moment {
    from.floor_minutes(FORGET_STEP_MINUTES).plus_days(days)
}

fn read_brief(row: &Row<'_>) -> Result<Brief, Wrong> {
    let first_hand: Option<String> = row.get(6)?;
    let cell: Option<i64> = row.get(17)?;
    let cell = cell.map(|cell| Cell::from_i64(cell).map_err(|wrong| Wrong::Fault(wrong.into()))).transpose()?;
    Ok(Brief {
        id: row.get(0)?,
        seq: row.get(1)?,
        taken_at: row.get(2)?,
        observed_at: row.get(3)?,
        precision: row.code(4, TimePrecision::from_code)?,
        facts: Facts {
            still_happening: row.code(5, YesNo::from_code)?,
            first_hand: first_hand.as_deref().and_then(FirstHand::from_code),
            activity: row.code(7, Activity::from_code)?,
            agency: row.code(8, Agency::from_code)?,
            people: row.code(9, HowMany::from_code)?,
            vehicles: row.code(10, HowMany::from_code)?,
            detained: row.code(11, YesNo::from_code)?,
            detained_count: row.get(12)?,
            children_present: row.code(13, YesNo::from_code)?,
            reporter_safe: row.code(14, YesNo::from_code)?,
            wants_call: row.get(15)?,
        },
        area: row.get::<Option<u32>>(16)?.map(AreaKey),
        cell,
        channel: row.code(18, Channel::from_code)?,
        by_member: row.get::<Option<Id<Member>>>(19)?,
        sender_mark: row.get(20)?,
        worked: row.get(21)?,
        busy_sender: row.get(22)?,
        lang: row.get(23)?,
        pictures: u8::try_from(row.get::<i64>(24)?).unwrap_or(u8::MAX),
        has_contact: row.get(25)?,
        stage: row.code(26, Stage::from_code)?,
        drill: row.get(27)?,
        place_mark: row.get(28)?,
        coarse: row.get(29)?,
    })
}
