//! News of broadcasts' texts, gathered: thousands come within a minute, and become a few writes.
//!
//! In: what a provider tells about one parcel. Out: an answer once that is on disk. Who comes first writes for all who wait, at most four times a
//! second, so that a broadcast's sets are read, changed and sealed once for many news. A write that fails keeps the news for the next one, and whoever
//! waited for it is told, so that a provider that tells things again can.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use roaring::RoaringBitmap;

use super::parcel;
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::{App, Id, Wrong};
use crate::messages::broadcast::{Followed, Heard, Missed};
use crate::messages::inbox;
use crate::messages::store::followed as store;
use crate::release::Message;
use crate::subscriptions::{self, Contact, Seat};

/// The shortest time between the beginnings of two writes.
const PACE: Duration = Duration::from_millis(250);

/// News that wait at most: some four megabytes. Above this a provider is told that we are busy.
const NEWS_MAX: usize = 100_000;

/// What was told about one parcel.
#[derive(Debug, Clone, Copy)]
struct News {
    parcel: [u8; 16],
    heard: Heard,
}

/// News that wait to be written. In memory only: what is answered is on disk.
#[derive(Debug, Default)]
pub struct Following {
    waiting: Mutex<Waiting>,
    turn: tokio::sync::Mutex<Turn>,
}

#[derive(Debug, Default)]
struct Waiting {
    news: Vec<News>,
    /// How many have come since the program began.
    came: u64,
}

/// Whose turn it is to write.
#[derive(Debug, Default)]
struct Turn {
    /// When the last write began.
    began: Option<Instant>,
    /// How many of those that came are on disk.
    written: u64,
}

/// Takes news of a parcel, and answers once they are on disk. Those of parcels that nobody knows, or knows no longer, are nobody's.
///
/// # Errors
/// Busy where too many wait; a fault of the database, and then the news wait for the next write.
pub(in crate::messages) async fn hear(app: &App, parcel: [u8; 16], heard: Heard) -> Result<(), Wrong> {
    let following = app.part::<Following>();
    let number = following.put(News { parcel, heard })?;
    let mut turn = following.turn.lock().await;
    if turn.written >= number {
        // Somebody who waited before us has written ours with theirs.
        return Ok(());
    }
    if let Some(rest) = turn.began.and_then(|began| PACE.checked_sub(began.elapsed())) {
        tokio::time::sleep(rest).await;
    }
    turn.began = Some(Instant::now());
    let taken = Taken::from(&following);
    let (keys, news) = (app.keys.clone(), taken.news.clone());
    app.db.write("news of texts", move |tx| fold(tx, &keys, &news)).await?;
    turn.written = taken.are_written();
    Ok(())
}

impl Following {
    /// Puts news down to be written; yields their number.
    fn put(&self, news: News) -> Result<u64, Wrong> {
        let mut waiting = self.held();
        if waiting.news.len() >= NEWS_MAX {
            return Err(Wrong::Busy);
        }
        waiting.news.push(news);
        waiting.came += 1;
        Ok(waiting.came)
    }

    fn held(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// News that are being written. They go back where that fails, or where whoever writes hangs up in the middle: twice does no harm.
struct Taken<'f> {
    following: &'f Following,
    news: Vec<News>,
    /// The number of the last.
    last: u64,
}

impl<'f> Taken<'f> {
    fn from(following: &'f Following) -> Self {
        let mut waiting = following.held();
        Taken { following, news: std::mem::take(&mut waiting.news), last: waiting.came }
    }

    /// Lets go of them; yields the number of the last.
    fn are_written(mut self) -> u64 {
        self.news.clear();
        self.last
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        if !self.news.is_empty() {
            let mut waiting = self.following.held();
            let newer = std::mem::replace(&mut waiting.news, std::mem::take(&mut self.news));
            waiting.news.extend(newer);
        }
    }
}

/// Puts news into the sets of their broadcasts.
fn fold(tx: &Tx<'_>, keys: &Keys, news: &[News]) -> Result<(), Wrong> {
    let mut changed: HashMap<Id<Message>, (Followed, bool)> = HashMap::new();
    for News { parcel, heard } in news {
        let claim = parcel::read(keys, *parcel);
        let ending = store::texts_ending(tx, claim.id_end)?;
        let Some(id) = ending.into_iter().find(|id| claim.is_of(keys, *id)) else { continue };
        let (followed, is_new) = match changed.entry(id) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert((store::followed(tx, keys, id)?.unwrap_or_default(), false))
            }
        };
        *is_new |= followed.hear(claim.seat, *heard);
        if *heard == Heard::Missed(Missed::OptedOut) {
            leave(tx, keys, claim.seat)?;
        }
    }
    for (id, (followed, is_new)) in changed {
        if is_new {
            store::save_followed(tx, keys, id, &followed)?;
        }
    }
    Ok(())
}

/// Who wrote STOP to the provider wrote it to us. Where the seat is empty that was known.
fn leave(tx: &Tx<'_>, keys: &Keys, seat: Seat) -> Result<(), Wrong> {
    for one in subscriptions::reached(tx, keys, &RoaringBitmap::from([seat.0]))? {
        if let Contact::Sms(number) = &one.contact {
            inbox::stop(tx, keys, number)?;
        }
    }
    Ok(())
}
