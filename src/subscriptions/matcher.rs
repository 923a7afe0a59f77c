//! The matcher: all subscriptions in memory, as sets of seats, so that an alert finds its audience in a few milliseconds.
//!
//! In: confirmed subscriptions with their seats; a call. Out: the seats that asked to hear it. It holds no contact and is never
//! the truth: it is built again from the database at start.

use std::collections::{HashMap, HashSet};

use roaring::{MultiOps, RoaringBitmap};

use super::quiet::SLOTS;
use super::{Carrier, Kind, Patch, Radius, Seat, Slot, Subscription, Touched, Where};
use crate::ground::locale::Lang;
use crate::places::AreaKey;

/// What is to be told, where and when.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// What the published place touches.
    pub touched: &'a Touched,
    pub kind: Kind,
    /// Whether it may pass the quiet hours of those who said so.
    pub urgent: bool,
    /// The time where the network lives.
    pub slot: Slot,
}

/// Every confirmed subscription.
#[derive(Debug, Clone)]
pub struct Matcher {
    around: HashMap<(Radius, Patch), RoaringBitmap>,
    areas: HashMap<AreaKey, RoaringBitmap>,
    everywhere: RoaringBitmap,
    langs: [RoaringBitmap; Lang::ALL.len()],
    carriers: [RoaringBitmap; Carrier::COUNT],
    kinds: [RoaringBitmap; Kind::ALL.len()],
    quiet: Vec<RoaringBitmap>,
    urgent_passes: RoaringBitmap,
}

impl Default for Matcher {
    fn default() -> Self {
        Matcher {
            around: HashMap::new(),
            areas: HashMap::new(),
            everywhere: RoaringBitmap::new(),
            langs: Default::default(),
            carriers: Default::default(),
            kinds: Default::default(),
            quiet: vec![RoaringBitmap::new(); SLOTS],
            urgent_passes: RoaringBitmap::new(),
        }
    }
}

impl Matcher {
    /// Puts a subscription in. To change one, take it out as it was and put it in as it is.
    pub fn add(&mut self, seat: Seat, subscription: &Subscription) {
        for place in subscription.places() {
            let seats = match place {
                Where::Everywhere => &mut self.everywhere,
                Where::Area(area) => self.areas.entry(*area).or_default(),
                Where::Around(patch, radius) => self.around.entry((*radius, *patch)).or_default(),
            };
            seats.insert(seat.0);
        }
        self.choices(subscription, |seats| {
            seats.insert(seat.0);
        });
    }

    /// Takes a subscription out, given as it was put in.
    pub fn remove(&mut self, seat: Seat, subscription: &Subscription) {
        for place in subscription.places() {
            match place {
                Where::Everywhere => {
                    self.everywhere.remove(seat.0);
                }
                Where::Area(area) => leave(&mut self.areas, area, seat),
                Where::Around(patch, radius) => leave(&mut self.around, &(*radius, *patch), seat),
            }
        }
        self.choices(subscription, |seats| {
            seats.remove(seat.0);
        });
    }

    /// Takes these seats out of every set, however they were put in: for rows that have changed since. Costs a look at every set, so many
    /// are better taken out together.
    pub fn forget(&mut self, seats: &RoaringBitmap) {
        let choices = self.langs.iter_mut().chain(&mut self.carriers).chain(&mut self.kinds).chain(&mut self.quiet);
        for set in choices.chain([&mut self.everywhere, &mut self.urgent_passes]) {
            *set -= seats;
        }
        thin(&mut self.areas, seats);
        thin(&mut self.around, seats);
    }

    /// Every seat.
    pub fn all(&self) -> RoaringBitmap {
        self.langs.iter().fold(RoaringBitmap::new(), |all, seats| all | seats)
    }

    /// Subscriptions held.
    pub fn len(&self) -> u64 {
        self.langs.iter().map(RoaringBitmap::len).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Gives memory back after many were put in: sets are stored as runs where that is smaller, and without spare room.
    pub fn compact(&mut self) {
        let choices = self.langs.iter_mut().chain(&mut self.carriers).chain(&mut self.kinds).chain(&mut self.quiet);
        let places = self.areas.values_mut().chain(self.around.values_mut());
        for seats in choices.chain(places).chain([&mut self.everywhere, &mut self.urgent_passes]) {
            seats.optimize();
            *seats = seats.clone();
        }
        self.areas.shrink_to_fit();
        self.around.shrink_to_fit();
    }

    /// The seats that asked to hear this kind about a place, whatever the hour.
    pub fn asking(&self, touched: &Touched, kind: Kind) -> RoaringBitmap {
        self.covering(touched) & &self.kinds[kind as usize]
    }

    /// The seats that hear a call, on every carrier and in every language.
    pub fn audience(&self, call: Call<'_>) -> RoaringBitmap {
        let mut seats = self.asking(call.touched, call.kind);
        let quiet = &self.quiet[call.slot.index()];
        if call.urgent {
            seats -= &(quiet - &self.urgent_passes);
        } else {
            seats -= quiet;
        }
        seats
    }

    /// Of these seats those of one language on one carrier.
    pub fn of(&self, audience: &RoaringBitmap, lang: Lang, carrier: Carrier) -> RoaringBitmap {
        audience & &self.langs[lang as usize] & &self.carriers[carrier.index()]
    }

    /// Of these seats those of each carrier, the empty ones left out: what a broadcast begins with.
    pub fn by_carrier(&self, audience: &RoaringBitmap) -> Vec<(Carrier, RoaringBitmap)> {
        let each = Carrier::ALL.iter().map(|carrier| (*carrier, audience & &self.carriers[carrier.index()]));
        each.filter(|(_, seats)| !seats.is_empty()).collect()
    }

    /// How many of these seats there are of each language and carrier, zeros left out: what the releaser sees before the yes.
    pub fn counts(&self, audience: &RoaringBitmap) -> Vec<(Lang, Carrier, u64)> {
        let mut counts = Vec::new();
        for lang in Lang::ALL {
            let spoken = audience & &self.langs[lang as usize];
            let each = Carrier::ALL
                .iter()
                .map(|carrier| (lang, *carrier, spoken.intersection_len(&self.carriers[carrier.index()])));
            counts.extend(each.filter(|(_, _, count)| *count > 0));
        }
        counts
    }

    /// Those who asked about a place, whatever the kind and the hour.
    fn covering(&self, touched: &Touched) -> RoaringBitmap {
        let mut sets: Vec<&RoaringBitmap> = vec![&self.everywhere];
        sets.extend(touched.areas().iter().filter_map(|area| self.areas.get(area)));
        for radius in Radius::ALL {
            // The patches of an area have most of their disks in common: each home is looked up once.
            let homes: HashSet<Patch> = touched.patches().iter().flat_map(|patch| patch.disk(radius.rings())).collect();
            sets.extend(homes.into_iter().filter_map(|home| self.around.get(&(*radius, home))));
        }
        sets.union()
    }

    /// Visits every set of choices that a subscription belongs to.
    fn choices(&mut self, subscription: &Subscription, mut visit: impl FnMut(&mut RoaringBitmap)) {
        visit(&mut self.langs[subscription.lang as usize]);
        visit(&mut self.carriers[subscription.carrier.index()]);
        for kind in subscription.kinds.iter() {
            visit(&mut self.kinds[kind as usize]);
        }
        for slot in Slot::all().filter(|slot| subscription.quiet.is_quiet(*slot)) {
            visit(&mut self.quiet[slot.index()]);
        }
        if subscription.quiet.urgent_may_pass() {
            visit(&mut self.urgent_passes);
        }
    }
}

/// Takes seats out of the sets of all places, and empty sets away.
fn thin<K: Eq + std::hash::Hash>(places: &mut HashMap<K, RoaringBitmap>, seats: &RoaringBitmap) {
    places.retain(|_, set| {
        *set -= seats;
        !set.is_empty()
    });
}

/// Takes a seat out of a place's set, and the set away with its last seat.
fn leave<K: Eq + std::hash::Hash>(places: &mut HashMap<K, RoaringBitmap>, place: &K, seat: Seat) {
    if let Some(seats) = places.get_mut(place) {
        seats.remove(seat.0);
        if seats.is_empty() {
            places.remove(place);
        }
    }
}

#[cfg(test)]
mod tests;
