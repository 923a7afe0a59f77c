//! The clock's part: what is over is ended, what was altered rings the alarm, and who reported late is told what was found.

use std::time::Duration;

use super::state::Alert;
use super::{outgoing, store};
use crate::ground::db::Tx;
use crate::ground::worker::Worker;
use crate::ground::{App, Id, Wrong, audit};
use crate::people::Member;

/// Ends what is over and looks whether every row holds.
pub const WORKERS: &[Worker] =
    &[Worker { name: "alerts", every: Duration::from_secs(15), bells: &["alerts"], pass: |app| Box::pin(pass(app)) }];

/// One pass. Readers do not wait for it: an alert whose minute has come is not current, whether or not this has run.
async fn pass(app: App) -> Result<(), Wrong> {
    let (inner, now) = (app.clone(), app.now());
    let look = move |tx: &Tx<'_>| {
        let altered = store::newly_altered(tx, &inner.keys)?;
        Ok((store::due(tx, &inner.keys, now)?, altered, outgoing::late(tx, &inner, now)?))
    };
    let (over, altered, late) = app.db.read("look through alerts", look).await?;
    if over.is_empty() && altered.is_empty() && late.is_empty() {
        return Ok(());
    }
    let (keys, inner) = (app.keys.clone(), app.clone());
    let settle = move |tx: &Tx<'_>| {
        for over in &over {
            // Somebody may have ended it since it was read.
            if let Some(Ok(ended)) = store::alert(tx, &keys, over.id())?.map(|alert| alert.expire(now)) {
                store::save(tx, &ended)?;
            }
        }
        for (alert, report) in &late {
            outgoing::tell_late(tx, &inner, (alert, *report), now)?;
        }
        for id in altered {
            if store::note_alarm(tx, id, now)? {
                audit::note(tx, now, None::<Id<Member>>, "alarm: an alert was altered", Some::<Id<Alert>>(id))?;
            }
        }
        Ok(())
    };
    app.db.write("end alerts that are over", settle).await
}
