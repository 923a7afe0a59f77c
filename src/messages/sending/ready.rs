//! Keys agreed with browsers before any alert, so that an alert costs one AEAD a phone and not a scalar multiplication.

use std::time::Duration;

use roaring::RoaringBitmap;

use super::pusher::Pusher;
use crate::ground::db::Tx;
use crate::ground::worker::Worker;
use crate::ground::{App, Wrong};
use crate::messages::mail::Mail;
use crate::messages::store::broadcasts as store;
use crate::subscriptions::{self, Book, Carrier, Channel, Contact};

/// Keys of one pass: half a second of one core, while nothing is being sent.
const PASS_KEYS_MAX: usize = 2_000;

/// Makes keys ready while nobody waits.
pub(super) const WORKER: Worker = Worker {
    name: "push keys",
    every: Duration::from_secs(5),
    bells: &[],
    pass: |app| Box::pin(async move { make_ready(&app, PASS_KEYS_MAX).await.map(drop) }),
};

/// Makes keys ready for up to so many browsers; answers for how many.
pub async fn make_ready(app: &App, most: usize) -> Result<usize, Wrong> {
    // Where pushes go to the outbox there is nobody to agree with.
    if !app.part::<Mail>().leaves(Channel::Push) {
        return Ok(0);
    }
    let live = app.part::<Book>().all();
    let push = app.part::<Book>().by_carrier(&live);
    let is_push = |(carrier, _): &(Carrier, RoaringBitmap)| carrier.channel() == Channel::Push;
    let browsers = push.into_iter().filter(is_push).fold(RoaringBitmap::new(), |all, (_, seats)| all | seats);
    let pusher = app.part::<Pusher>();
    pusher.keep_only(&browsers);
    let wanting = pusher.wanting(&browsers, most);
    if wanting.is_empty() || app.db.read("is anything being sent", store::is_any_open).await? {
        return Ok(0);
    }
    let keys = app.keys.clone();
    let read = move |tx: &Tx<'_>| subscriptions::reached(tx, &keys, &wanting);
    let reached = app.db.read("browsers to agree with", read).await?;
    let to: Vec<_> = reached
        .into_iter()
        .filter_map(|one| match one.contact {
            Contact::Push(to) => Some((one.seat, to)),
            _ => None,
        })
        .collect();
    let count = to.len();
    let made = tokio::task::spawn_blocking(move || pusher.make_ready(&to));
    made.await.map_err(|error| Wrong::Fault(error.into()))?;
    Ok(count)
}
