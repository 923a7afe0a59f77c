//! Taking a batch: in one transaction it is asked whether the broadcast may still send, the batch is written down as in flight, and the
//! addresses are read.

use roaring::RoaringBitmap;

use super::desk;
use super::holds::{Holds, Judged};
use super::life::Life;
use super::run::Sending;
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::{App, Id, Moment, Wrong, audit};
use crate::messages::broadcast::{Leg, Run};
use crate::messages::letter::About;
use crate::messages::opt_out;
use crate::messages::store::broadcasts::{self as store, Reading, Standing};
use crate::messages::store::{canaries, followed, stop};
use crate::people::Member;
use crate::release::Message;
use crate::subscriptions::{self, Carrier, Reached, Seat};

/// A batch to be taken.
pub(super) struct Taking {
    pub id: Id<Message>,
    pub leg: Leg,
    /// How many messages may leave now.
    pub count: usize,
    pub sent_at: Option<Moment>,
    pub life: Life,
    pub now: Moment,
}

/// A batch that is written down as in flight.
pub(super) struct Batch {
    pub leg: Leg,
    pub may_send: bool,
    pub reached: Vec<Reached>,
    /// Of them those who may have got it before.
    pub repeated: RoaringBitmap,
    /// Seats whose subscription has ended, or whose number wants no texts.
    pub missing: RoaringBitmap,
    /// Seats that are asked to answer.
    pub canaries: Vec<Seat>,
}

/// Takes the next seats, where the broadcast may still send, and writes that down. `None` where its row was changed by hand.
pub(super) fn take_batch(tx: &Tx<'_>, keys: &Keys, holds: &Holds, taking: Taking) -> Result<Option<Batch>, Wrong> {
    let Taking { id, mut leg, count, sent_at, life, now } = taking;
    let Some(standing) = believed(tx, keys, holds, id, now)? else { return Ok(None) };
    let may_send = standing == Standing::Open(Run::Going) && !is_stopped(tx, holds, now)?;
    life.end(&mut leg, now);
    if matches!(standing, Standing::Ended | Standing::Refused) {
        leg.end();
    }
    if leg.carrier() == Carrier::Sms
        && let Some(followed) = followed::followed(tx, keys, id)?
    {
        leg.arrived(&followed.had());
    }
    let window = leg.under_way().saturating_add(count);
    let batch = if may_send { leg.next_batch(window, now) } else { RoaringBitmap::new() };
    store::save_leg(tx, keys, id, &leg, sent_at)?;
    let mut reached = Vec::new();
    for one in subscriptions::reached(tx, keys, &batch)? {
        // A provider can tell of a STOP that ended no subscription here.
        if !opt_out::wants_none(tx, keys, &one.contact)? {
            reached.push(one);
        }
    }
    let repeated = leg.repeated(&batch);
    let missing = batch - reached.iter().map(|one| one.seat.0).collect::<RoaringBitmap>();
    let canaries = canaries::of_broadcast(tx, id)?;
    Ok(Some(Batch { leg, may_send, reached, repeated, missing, canaries }))
}

/// Whether one person may be told now what a broadcast says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::messages) enum May {
    Now,
    /// It is halted, or all sending is stopped.
    Later,
    /// It is over, or does not hold.
    Never,
}

/// Asks what [`take_batch`] asks, for a letter.
///
/// # Errors
/// A fault of the database.
pub(in crate::messages) fn may_tell(tx: &Tx<'_>, app: &App, about: About, now: Moment) -> Result<May, Wrong> {
    let holds = &app.part::<Sending>().holds;
    let id = about.broadcast;
    let Some(standing) = believed(tx, &app.keys, holds, id, now)? else {
        desk::refuse(tx, app, id, desk::ALTERED)?;
        return Ok(May::Never);
    };
    Ok(match standing {
        _ if now >= about.expires_at => May::Never,
        Standing::Ended | Standing::Refused => May::Never,
        Standing::Open(Run::Halted { .. }) => May::Later,
        Standing::Open(Run::Going) if is_stopped(tx, holds, now)? => May::Later,
        Standing::Open(Run::Going) => May::Now,
    })
}

/// Where a broadcast is; `None` where its row says what nobody can have made it say. A halt that an older row took away is put back.
fn believed(tx: &Tx<'_>, keys: &Keys, holds: &Holds, id: Id<Message>, now: Moment) -> Result<Option<Standing>, Wrong> {
    let standing = match store::standing_of(tx, keys, id)? {
        Reading::Whole(standing) => standing,
        Reading::Altered => return Ok(None),
        Reading::Missing => return Ok(Some(Standing::Ended)),
    };
    match holds.judge(id, standing) {
        Judged::Holds => Ok(Some(standing)),
        Judged::Reopened => Ok(None),
        Judged::Lifted(run) => {
            let held = Standing::Open(run);
            store::set_standing(tx, keys, id, held)?;
            audit::note(tx, now, None::<Id<Member>>, "alarm: a halt was lifted in the database", Some(id))?;
            Ok(Some(held))
        }
    }
}

/// Whether the network-wide stop stands. One whose row was taken away by hand is put back.
fn is_stopped(tx: &Tx<'_>, holds: &Holds, now: Moment) -> Result<bool, Wrong> {
    let row = stop::stop(tx)?;
    let Judged::Lifted(known) = holds.judge_stop(row) else { return Ok(row.is_some()) };
    stop::set_stop(tx, Some(known))?;
    audit::note(tx, now, None::<Id<Member>>, "alarm: the stop was lifted in the database", None::<Id<Message>>)?;
    Ok(true)
}
