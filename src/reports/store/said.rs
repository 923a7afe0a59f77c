//! The tables `report_said` and `report_news`.

use crate::ground::db::Tx;
use crate::ground::sealed::Sealed;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::people::Member;
use crate::reports::report::Report;

/// What sort of thing was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaidKind {
    /// A member asked the reporter.
    Question,
    /// The reporter answered.
    Answer,
    /// The reporter added something unasked.
    Addition,
}

impl SaidKind {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            SaidKind::Question => "question",
            SaidKind::Answer => "answer",
            SaidKind::Addition => "addition",
        }
    }

    fn from_code(code: &str) -> Option<SaidKind> {
        [SaidKind::Question, SaidKind::Answer, SaidKind::Addition].into_iter().find(|kind| kind.code() == code)
    }
}

/// One row.
pub struct SaidRow {
    pub id: [u8; 16],
    pub once_key: [u8; 32],
    pub at: Moment,
    /// Only the day is left of that.
    pub coarse: bool,
    pub kind: SaidKind,
    pub member: Option<Id<Member>>,
    pub words: Sealed,
}

/// Adds a row; one that was sent before is left as it is. Answers whether it is new. Rings the bell.
pub fn add_said(tx: &Tx<'_>, report: Id<Report>, row: &SaidRow) -> Result<bool, Wrong> {
    let added = tx.execute(
        "INSERT INTO report_said (id, report, once_key, at, kind, member, words) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (once_key) DO NOTHING",
        params![row.id, report, row.once_key, row.at, row.kind.code(), row.member, row.words.as_bytes()],
    )?;
    if added > 0 && row.member.is_none() {
        add_news(tx, report)?;
    }
    if added > 0 {
        tx.ring("reports");
    }
    Ok(added > 0)
}

/// Notes that a reporter brought something more. Rings the bell.
pub fn add_news(tx: &Tx<'_>, report: Id<Report>) -> Result<(), Wrong> {
    tx.execute("INSERT INTO report_news (report) VALUES ($1)", params![report])?;
    tx.ring("reports");
    Ok(())
}

/// Reports whose reporters brought something more, after the cursor `seq`, in the order of coming.
pub fn news_after(tx: &Tx<'_>, seq: i64, limit: usize) -> Result<Vec<(i64, Id<Report>)>, Wrong> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let sql = "SELECT seq, report FROM report_news WHERE seq > $1 ORDER BY seq LIMIT $2";
    tx.rows(sql, params![seq, limit], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Everything said about a report, oldest first.
pub fn said(tx: &Tx<'_>, report: Id<Report>) -> Result<Vec<SaidRow>, Wrong> {
    let sql = "SELECT id, once_key, at, kind, member, words, coarse FROM report_said WHERE report = $1 ORDER BY seq";
    tx.rows(sql, params![report], |row| {
        Ok(SaidRow {
            id: row.get(0)?,
            once_key: row.get(1)?,
            at: row.get(2)?,
            kind: row.code(3, SaidKind::from_code)?,
            member: row.get(4)?,
            words: Sealed::from_bytes(row.get(5)?),
            coarse: row.get(6)?,
        })
    })
}

/// True where the last question has no answer yet.
pub fn has_open_question(tx: &Tx<'_>, report: Id<Report>) -> Result<bool, Wrong> {
    let last = tx.row(
        "SELECT kind FROM report_said WHERE report = $1 AND kind <> 'addition' ORDER BY seq DESC LIMIT 1",
        params![report],
        |row| row.code(0, SaidKind::from_code),
    )?;
    Ok(last == Some(SaidKind::Question))
}

/// Replaces the sealed words of a row by the same words under another key.
pub fn reseal_said(tx: &Tx<'_>, id: [u8; 16], words: &Sealed) -> Result<(), Wrong> {
    tx.execute("UPDATE report_said SET words = $2 WHERE id = $1", params![id, words.as_bytes()])?;
    Ok(())
}
