//! The table `sending_stop`.

use crate::ground::db::Tx;
use crate::ground::{Id, Moment, Wrong};
use crate::params;
use crate::people::Member;

/// The network-wide stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::messages) struct Stop {
    pub by: Id<Member>,
    pub at: Moment,
    pub first_yes: Option<Id<Member>>,
}

/// The stop that stands, or `None`.
pub(in crate::messages) fn stop(tx: &Tx<'_>) -> Result<Option<Stop>, Wrong> {
    tx.row("SELECT stopped_by, stopped_at, first_yes FROM sending_stop", params![], |row| {
        Ok(Stop { by: row.get(0)?, at: row.get(1)?, first_yes: row.get(2)? })
    })
}

/// Sets the stop, or takes it away.
pub(in crate::messages) fn set_stop(tx: &Tx<'_>, stop: Option<Stop>) -> Result<(), Wrong> {
    match stop {
        None => tx.execute("DELETE FROM sending_stop", params![])?,
        Some(Stop { by, at, first_yes }) => tx.execute(
            "INSERT INTO sending_stop (one, stopped_by, stopped_at, first_yes) VALUES (1, $1, $2, $3)
             ON CONFLICT (one) DO UPDATE SET stopped_by = $1, stopped_at = $2, first_yes = $3",
            params![by, at, first_yes],
        )?,
    };
    tx.ring("sending");
    Ok(())
}
