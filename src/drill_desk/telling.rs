//! What came of a drill: the record that the line left, gathered while it runs and kept at its end.

use crate::drills::{self, Drill, Time};
use crate::ground::Wrong;
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::{alerts, triage};

/// The record of a drill, oldest first: as it is kept where it is over, else as the line has it now.
///
/// # Errors
/// A fault of the database.
pub fn record(tx: &Tx<'_>, keys: &Keys, drill: &Drill) -> Result<Vec<Time>, Wrong> {
    if !drill.is_running() {
        return drills::store::record(tx, drill.id);
    }
    let mut out = triage::drilling::record(tx, drill.id)?;
    out.extend(alerts::drilling::record(tx, keys, drill.id)?);
    out.sort_by_key(|time| time.at);
    Ok(out)
}
