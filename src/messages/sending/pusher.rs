//! The network's push key and the requests made with it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use roaring::RoaringBitmap;
use zeroize::Zeroizing;

use crate::ground::keys::sha256;
use crate::ground::{App, Wrong, chance};
use crate::messages::broadcast::{Outcome, Why};
use crate::messages::push::{self, Chance, Contact, Prepared, PushRequest, Topic, Vapid, VapidKey, VapidWrong};
use crate::subscriptions::{PushAddress, Seat};

/// The purposes of what is derived from the root secret.
const KEY_PURPOSE: &str = "vapid key";
const TOPIC_PURPOSE: &str = "push topic";

/// The contact of a network that has none.
const NOBODY: &str = "https://localhost.invalid/";

/// Draws of a private key: one number in four billion is none.
const DRAWS_MAX: u8 = 8;

/// The most keys kept ready: a quarter of a million take some 40 MB.
const READY_MAX: usize = 250_000;

/// The network's push key, derived from the root secret, so that a backup of the keys keeps every subscription; its signed tokens; and
/// keys agreed with browsers ahead of any alert, in memory only, each for one message.
#[derive(Default)]
pub struct Pusher {
    signer: OnceLock<Signer>,
    ready: Mutex<HashMap<Seat, (AddressMark, Prepared)>>,
}

/// Tells whether a key that is ready was agreed with the address that the seat has now.
type AddressMark = [u8; 8];

struct Signer {
    vapid: Mutex<Vapid>,
    public_text: String,
    topic_secret: [u8; 32],
}

impl Pusher {
    /// The public key as browsers take it: base64url.
    ///
    /// # Errors
    /// A fault where no number is a key, which has no reason to happen.
    pub fn public_text(&self, app: &App) -> Result<String, Wrong> {
        self.signer(app).map(|signer| signer.public_text.clone()).map_err(|wrong| Wrong::Fault(wrong.into()))
    }

    /// Of these seats those with which no key is ready, up to what may be kept.
    pub(super) fn wanting(&self, seats: &RoaringBitmap, most: usize) -> RoaringBitmap {
        let ready = self.ready();
        let room = READY_MAX.saturating_sub(ready.len()).min(most);
        seats.iter().filter(|seat| !ready.contains_key(&Seat(*seat))).take(room).collect()
    }

    /// Agrees on keys with these browsers. The costly half of a push, done while nobody waits: blocks for 0.2 ms each.
    pub(super) fn make_ready(&self, browsers: &[(Seat, PushAddress)]) {
        for (seat, to) in browsers {
            if let Some(prepared) = agreed(to) {
                self.ready().insert(*seat, (mark(to), prepared));
            }
        }
    }

    /// Drops what is ready for browsers that left.
    pub(super) fn keep_only(&self, live: &RoaringBitmap) {
        self.ready().retain(|seat, _| live.contains(seat.0));
    }

    /// The key that is ready for a seat, used up by this.
    fn take_ready(&self, seat: Seat, to: &PushAddress) -> Option<Prepared> {
        let (known, prepared) = self.ready().remove(&seat)?;
        (known == mark(to)).then_some(prepared)
    }

    fn ready(&self) -> MutexGuard<'_, HashMap<Seat, (AddressMark, Prepared)>> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request that carries `content` to one browser.
    ///
    /// # Errors
    /// The outcome where it cannot be made.
    pub(super) fn request(
        &self,
        app: &App,
        seat: Seat,
        to: &PushAddress,
        thread: &[u8; 16],
        content: &[u8],
    ) -> Result<PushRequest, Outcome> {
        let refused = Outcome::Failed(Why::Refused);
        let signer = self.signer(app).map_err(|_| refused)?;
        let prepared = self.take_ready(seat, to).or_else(|| agreed(to)).ok_or(refused)?;
        let body = prepared.seal(content).map_err(|_| refused)?;
        let mut vapid = signer.vapid.lock().unwrap_or_else(PoisonError::into_inner);
        let authorization = vapid.authorization(to.origin(), app.now()).map_err(|_| refused)?;
        Ok(push::request(to, authorization, &Topic::of(&signer.topic_secret, thread, to), body))
    }

    fn signer(&self, app: &App) -> Result<&Signer, VapidWrong> {
        if let Some(signer) = self.signer.get() {
            return Ok(signer);
        }
        let key = (0..DRAWS_MAX).find_map(|draw| VapidKey::new(&app.keys.keyed_hash(KEY_PURPOSE, &[draw])).ok());
        let key = key.ok_or(VapidWrong::Key)?;
        let public_text = key.public_text();
        let topic_secret = app.keys.keyed_hash(TOPIC_PURPOSE, b"1");
        // A network on this machine has no address that a push service could write to; `doctor` says so.
        let contact = push::client::contact(&app.config).or_else(|_| Contact::parse(NOBODY))?;
        Ok(self.signer.get_or_init(|| Signer {
            vapid: Mutex::new(Vapid::new(key, contact)),
            public_text,
            topic_secret,
        }))
    }
}

/// A hash of where and to whose key a message goes.
fn mark(to: &PushAddress) -> AddressMark {
    let hash = sha256(&to.to_bytes());
    std::array::from_fn(|at| hash[at])
}

/// A key agreed with one browser for one message.
fn agreed(to: &PushAddress) -> Option<Prepared> {
    (0..DRAWS_MAX).find_map(|_| {
        let chance = Chance { private_key: Zeroizing::new(chance::bytes()), salt: chance::bytes() };
        Prepared::with(to, &chance).ok()
    })
}
