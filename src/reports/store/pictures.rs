//! The tables `picture` and `picture_review`.

use crate::ground::db::Tx;
use crate::ground::sealed::Sealed;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::people::Member;
use crate::places::AreaKey;
use crate::reports::report::Report;

/// A picture in quarantine, with what members said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureRow {
    pub id: Id<PictureRow>,
    pub reviews: Vec<Review>,
}

/// What one member saw in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    pub by: Id<Member>,
    /// True where it shows what the report tells of.
    pub shows_it: bool,
    pub at: Moment,
}

/// The pictures of a report with their reviews, in the order in which they came.
pub fn pictures(tx: &Tx<'_>, report: Id<Report>) -> Result<Vec<PictureRow>, Wrong> {
    let ids = picture_keys(tx, report)?;
    let rows = ids.into_iter().map(|(id, _)| {
        let reviews = tx.rows(
            "SELECT member, shows_it, at FROM picture_review WHERE picture = $1 ORDER BY at, member",
            params![id],
            |row| Ok(Review { by: row.get(0)?, shows_it: row.get(1)?, at: row.get(2)? }),
        )?;
        Ok(PictureRow { id, reviews })
    });
    rows.collect()
}

/// Adds a picture whose file is in place.
pub fn add_picture(tx: &Tx<'_>, report: Id<Report>, id: Id<PictureRow>, key: &Sealed) -> Result<(), Wrong> {
    tx.execute("INSERT INTO picture (id, report, key) VALUES ($1, $2, $3)", params![id, report, key.as_bytes()])?;
    tx.ring("reports");
    Ok(())
}

/// How many pictures a report has.
pub fn count_pictures(tx: &Tx<'_>, report: Id<Report>) -> Result<usize, Wrong> {
    let count: i64 = tx.value("SELECT count(*) FROM picture WHERE report = $1", params![report])?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// The ids and sealed keys of a report's pictures.
pub fn picture_keys(tx: &Tx<'_>, report: Id<Report>) -> Result<Vec<(Id<PictureRow>, Sealed)>, Wrong> {
    tx.rows("SELECT id, key FROM picture WHERE report = $1 ORDER BY rowid", params![report], |row| {
        Ok((row.get(0)?, Sealed::from_bytes(row.get(1)?)))
    })
}

/// Where a picture belongs: its report's area, and its sealed key; `None` where there is no such picture.
pub fn picture_home(tx: &Tx<'_>, id: Id<PictureRow>) -> Result<Option<(Option<AreaKey>, Sealed)>, Wrong> {
    let sql = "SELECT report.area, picture.key FROM picture JOIN report ON report.id = picture.report
               WHERE picture.id = $1";
    tx.row(sql, params![id], |row| Ok((row.get::<Option<u32>>(0)?.map(AreaKey), Sealed::from_bytes(row.get(1)?))))
}

/// The report that holds a picture, or `None` where there is no such picture.
pub fn report_of_picture(tx: &Tx<'_>, id: Id<PictureRow>) -> Result<Option<Id<Report>>, Wrong> {
    tx.row("SELECT report FROM picture WHERE id = $1", params![id], |row| row.get(0))
}

/// Every picture that has a row: files without one are left-overs.
pub fn every_picture(tx: &Tx<'_>) -> Result<Vec<Id<PictureRow>>, Wrong> {
    tx.rows("SELECT id FROM picture", params![], |row| row.get(0))
}

/// Replaces a picture's sealed key by the same key under another one.
pub fn reseal_picture(tx: &Tx<'_>, id: Id<PictureRow>, key: &Sealed) -> Result<(), Wrong> {
    tx.execute("UPDATE picture SET key = $2 WHERE id = $1", params![id, key.as_bytes()])?;
    Ok(())
}

/// Notes what a member saw in a picture; a member who looks again replaces what they said before.
///
/// # Errors
/// Not found where there is no such picture.
pub fn review_picture(
    tx: &Tx<'_>,
    picture: Id<PictureRow>,
    by: Id<Member>,
    shows_it: bool,
    now: Moment,
) -> Result<(), Wrong> {
    picture_home(tx, picture)?.ok_or(Wrong::NotFound)?;
    tx.execute(
        "INSERT INTO picture_review (picture, member, shows_it, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (picture, member) DO UPDATE SET shows_it = $3, at = $4",
        params![picture, by, shows_it, now],
    )?;
    tx.ring("reports");
    Ok(())
}
