//! What the carriers' workers keep in memory: legs with their pauses, and the tokens of each provider. Never the truth: a restart reads
//! everything again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use roaring::RoaringBitmap;

use super::holds::Holds;
use super::life::Life;
use super::order::Order;
use super::rate::{Rate, rate};
use crate::ground::config::Config;
use crate::ground::{Id, Moment};
use crate::messages::broadcast::{Bucket, Leg};
use crate::release::Message;
use crate::subscriptions::Carrier;

/// A leg that is being carried.
#[derive(Debug, Clone)]
pub(super) struct Carrying {
    pub order: Arc<Order>,
    pub life: Life,
    pub leg: Leg,
    /// When something was last handed over.
    pub sent_at: Option<Moment>,
    /// Whether it was neither halted nor ended when last looked at.
    pub may_send: bool,
    /// Whether the leg says something that is not on disk yet.
    pub is_changed: bool,
}

impl Carrying {
    /// A leg as it was read, and to whom it is owed whatever the hour.
    pub fn new(order: Order, leg: Leg, owed: RoaringBitmap) -> Carrying {
        let life = Life::of(&order, owed);
        Carrying { order: Arc::new(order), life, leg, sent_at: None, may_send: true, is_changed: true }
    }

    /// Whether a batch may be taken now.
    pub fn is_due(&self, now: Moment) -> bool {
        self.may_send && self.leg.next_at(now).is_some_and(|at| at <= now)
    }
}

/// The legs of one carrier.
pub(super) type Legs = HashMap<Id<Message>, Carrying>;

/// What is being carried, by carrier.
#[derive(Debug, Default)]
pub struct Sending {
    legs: Mutex<HashMap<Carrier, Legs>>,
    buckets: Mutex<HashMap<Carrier, Bucket>>,
    /// What may not leave.
    pub(super) holds: Holds,
}

impl Sending {
    /// Takes a carrier's legs out for a pass; [`Sending::give_back`] puts them in again. Where a pass fails, they are read anew.
    pub(super) fn take_legs(&self, carrier: Carrier) -> Legs {
        held(&self.legs).remove(&carrier).unwrap_or_default()
    }

    pub(super) fn give_back(&self, carrier: Carrier, legs: Legs) {
        held(&self.legs).insert(carrier, legs);
    }

    /// Takes up to so many tokens of a carrier.
    pub(super) fn take(&self, carrier: Carrier, rate: Rate, wanted: u32, now: Moment) -> u32 {
        self.with_bucket(carrier, rate, now, |bucket| bucket.take(wanted, now))
    }

    /// Puts back what was not used.
    pub(super) fn put_back(&self, carrier: Carrier, rate: Rate, tokens: u32, now: Moment) {
        self.with_bucket(carrier, rate, now, |bucket| bucket.put_back(tokens));
    }

    /// When so many tokens are there.
    pub(super) fn tokens_at(&self, carrier: Carrier, rate: Rate, tokens: u32, now: Moment) -> Moment {
        self.with_bucket(carrier, rate, now, |bucket| bucket.so_many_at(tokens, now))
    }

    /// One letter to one person goes out on this carrier: it takes its token before any broadcast does, and never waits for one.
    pub(in crate::messages) fn note_letter(&self, config: &Config, carrier: Carrier, now: Moment) {
        self.take(carrier, rate(config, carrier), 1, now);
    }

    fn with_bucket<T>(&self, carrier: Carrier, rate: Rate, now: Moment, act: impl FnOnce(&mut Bucket) -> T) -> T {
        let mut buckets = held(&self.buckets);
        act(buckets.entry(carrier).or_insert_with(|| Bucket::new(rate.per_minute, rate.burst, now)))
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
