//! The index of open incidents: each is listed under its own cell, and a question walks outwards from the cell it is about.
//!
//! Which cells lie around a cell never changes, so it is worked out once and kept as numbers: a question then reads 37 numbers side by
//! side and follows the few that lead to an incident. Adding, moving and closing an incident touches its own cell only.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::ops::Range;

use super::{FAR_STEPS_MAX, OpenIncident, PROPOSALS_MAX, Proposal, Sighting, judge, most, rank};
use crate::ground::clock::Moment;
use crate::ground::id::Id;
use crate::places::Cell;
use crate::triage::incident::Incident;

/// How many cells lie within [`FAR_STEPS_MAX`] steps, the cell itself included.
const AROUND: usize = 37;

/// Where in [`AROUND`] the cells of each distance stand.
const RINGS: [Range<usize>; FAR_STEPS_MAX as usize + 1] = [0..1, 1..7, 7..19, 19..AROUND];

/// How far the cells of [`AROUND`] are.
const STEPS: [u32; AROUND] = {
    let (mut steps, mut ring) = ([0; AROUND], 0);
    while ring < RINGS.len() {
        let mut at = RINGS[ring].start;
        while at < RINGS[ring].end {
            steps[at] = ring as u32;
            at += 1;
        }
        ring += 1;
    }
    steps
};

/// How many cells are kept in memory (some 12 MB): a region twenty times as large as Los Angeles County. Reports may claim any place on
/// earth, so past that all are forgotten but those with an incident.
const CELLS_MAX: usize = 65_536;

/// The number of nothing: no incident, no cell, no ring worked out yet.
const NONE: u32 = u32::MAX;

/// The open incidents, found by cell.
#[derive(Debug, Default)]
pub struct Matcher {
    /// The number of each known cell.
    numbers: HashMap<Cell, u32, Mixed>,
    /// For each known cell: the first incident listed there.
    first: Vec<u32>,
    /// For each known cell: which of `around` is its own.
    ring: Vec<u32>,
    /// The numbers of the cells around a cell, nearest first.
    around: Vec<[u32; AROUND]>,
    /// Incidents, and places that are free again.
    listed: Vec<Listed>,
    free: Vec<u32>,
    places: HashMap<Id<Incident>, u32, Mixed>,
}

#[derive(Debug, Clone, Copy)]
struct Listed {
    incident: OpenIncident,
    /// The number of its cell.
    cell: u32,
    /// The next incident of that cell.
    next: u32,
}

impl Matcher {
    /// Adds an incident, or replaces what was known of it (a new sighting widens its times).
    pub fn insert(&mut self, incident: OpenIncident) {
        if let Some(&at) = self.places.get(&incident.id) {
            let known = &mut self.listed[at as usize];
            if known.incident.cell == incident.cell {
                known.incident = incident;
                return;
            }
            self.remove(incident.id);
        }
        let cell = self.number(incident.cell);
        let listed = Listed { incident, cell, next: self.first[cell as usize] };
        let at = match self.free.pop() {
            Some(at) => {
                self.listed[at as usize] = listed;
                at
            }
            None => push(&mut self.listed, listed),
        };
        self.first[cell as usize] = at;
        self.places.insert(incident.id, at);
    }

    /// Forgets an incident; false where it was not known.
    pub fn remove(&mut self, id: Id<Incident>) -> bool {
        let Some(at) = self.places.remove(&id) else { return false };
        let Listed { cell, next, .. } = self.listed[at as usize];
        let mut before = self.first[cell as usize];
        if before == at {
            self.first[cell as usize] = next;
        } else {
            while self.listed[before as usize].next != at {
                before = self.listed[before as usize].next;
            }
            self.listed[before as usize].next = next;
        }
        self.free.push(at);
        true
    }

    /// Forgets every incident and takes these; what is known of the cells stays.
    pub fn replace(&mut self, incidents: impl IntoIterator<Item = OpenIncident>) {
        self.places.clear();
        self.listed.clear();
        self.free.clear();
        self.first.fill(NONE);
        incidents.into_iter().for_each(|incident| self.insert(incident));
    }

    /// Forgets every incident last seen before this moment and says how many that were.
    pub fn expire(&mut self, before: Moment) -> usize {
        let seen = |at: u32| self.listed[at as usize].incident.last_seen_at;
        let gone: Vec<_> = self.places.iter().filter(|(_, at)| seen(**at) < before).map(|(id, _)| *id).collect();
        gone.iter().filter(|id| self.remove(**id)).count()
    }

    /// How many incidents are known.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The incidents to which a sighting may belong: at most [`PROPOSALS_MAX`], best first, nearer before farther,
    /// newer before older.
    pub fn propose(&mut self, sighting: &Sighting) -> Vec<Proposal> {
        self.best(sighting).into_iter().flatten().collect()
    }

    /// The same as [`Matcher::propose`], in a row of fixed length: filled from the front.
    pub fn best(&mut self, sighting: &Sighting) -> [Option<Proposal>; PROPOSALS_MAX] {
        let mut best = [None; PROPOSALS_MAX];
        if self.is_empty() {
            return best;
        }
        let around = self.around(sighting.cell);
        // Which cells hold something is gathered without a branch: nearly all hold nothing, and the processor cannot guess which do.
        let (mut heads, mut count) = ([(NONE, 0); AROUND], 0);
        for (steps, cell) in STEPS.iter().zip(&self.around[around as usize]) {
            let head = self.first[*cell as usize];
            heads[count] = (head, *steps);
            count += usize::from(head != NONE);
        }
        for (head, steps) in &heads[..count] {
            if best[PROPOSALS_MAX - 1].is_some_and(|last: Proposal| last.score >= most(*steps)) {
                break;
            }
            let mut at = *head;
            while let Some(listed) = self.listed.get(at as usize) {
                if let Some(proposal) = judge(sighting, &listed.incident, *steps) {
                    admit(&mut best, proposal);
                }
                at = listed.next;
            }
        }
        best
    }

    /// The number of a cell, given on first use.
    fn number(&mut self, cell: Cell) -> u32 {
        if let Some(known) = self.numbers.get(&cell) {
            return *known;
        }
        self.nowhere();
        let number = push(&mut self.first, NONE);
        self.ring.push(NONE);
        self.numbers.insert(cell, number);
        number
    }

    /// The place in `around` of what lies around a cell, worked out on first use.
    fn around(&mut self, cell: Cell) -> u32 {
        if self.first.len() + AROUND > CELLS_MAX {
            self.forget_cells();
        }
        let number = self.number(cell);
        let known = self.ring[number as usize];
        if known != NONE {
            return known;
        }
        let mut around = [self.nowhere(); AROUND];
        let mut filled = RINGS.map(|numbers| numbers.start);
        for (steps, cell) in cell.rings(FAR_STEPS_MAX) {
            let at = &mut filled[steps as usize];
            around[*at] = self.number(cell);
            *at += 1;
        }
        let at = push(&mut self.around, around);
        self.ring[number as usize] = at;
        at
    }

    /// The number of a cell that is none and never holds anything: what stands where a pentagon has fewer neighbours.
    fn nowhere(&mut self) -> u32 {
        if self.first.is_empty() {
            self.first.push(NONE);
            self.ring.push(NONE);
        }
        0
    }

    /// Forgets every cell but those with an incident.
    fn forget_cells(&mut self) {
        let incidents: Vec<_> = self.places.values().map(|at| self.listed[*at as usize].incident).collect();
        *self = Matcher::default();
        self.replace(incidents);
    }
}

/// Adds to a list and answers the place.
fn push<T>(list: &mut Vec<T>, value: T) -> u32 {
    let at = u32::try_from(list.len()).unwrap_or(NONE);
    list.push(value);
    at
}

/// Puts a proposal where it belongs among the best; the last one falls off.
fn admit(best: &mut [Option<Proposal>; PROPOSALS_MAX], proposal: Proposal) {
    let mut moving = proposal;
    for place in best {
        match place {
            Some(held) if rank(held) > rank(&moving) => {}
            Some(held) => std::mem::swap(held, &mut moving),
            None => {
                *place = Some(moving);
                return;
            }
        }
    }
}

/// Hashes a cell by one multiplication with a secret: cells are claimed by strangers, who must not be able to choose which of them collide.
#[derive(Debug, Clone)]
struct Mixed(u64);

impl Default for Mixed {
    fn default() -> Self {
        Mixed(RandomState::new().hash_one(0u64) | 1)
    }
}

impl BuildHasher for Mixed {
    type Hasher = Mix;
    fn build_hasher(&self) -> Mix {
        Mix { secret: self.0, hash: 0 }
    }
}

struct Mix {
    secret: u64,
    hash: u64,
}

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for part in bytes.chunks(8) {
            let mut whole = [0; 8];
            whole[..part.len()].copy_from_slice(part);
            self.write_u64(u64::from_le_bytes(whole));
        }
    }

    fn write_u64(&mut self, value: u64) {
        // Both halves of the product: the low one alone ignores a number's high bits, where cells differ.
        let product = u128::from((self.hash ^ value).wrapping_add(self.secret)) * u128::from(self.secret);
        self.hash = (product >> 64) as u64 ^ product as u64;
    }

    fn finish(&self) -> u64 {
        self.hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_are_asked_about_do_not_fill_the_memory() {
        let mut matcher = Matcher::default();
        let place = Cell::at(34.05, -118.25).unwrap();
        matcher.insert(super::super::tests::incident(1));
        let asked =
            |lat: f64, lon: f64| Sighting { cell: Cell::at(lat, lon).unwrap(), ..super::super::tests::sighting() };
        let mut most_known = 0;
        for n in 0..(2 * CELLS_MAX / AROUND) {
            matcher.propose(&asked(-60.0 + (n % 1_000) as f64 * 0.1, (n / 1_000) as f64 * 7.0));
            most_known = most_known.max(matcher.first.len());
        }
        assert!(most_known > CELLS_MAX / 2 && most_known <= CELLS_MAX, "{most_known}");
        assert_eq!(
            matcher.propose(&Sighting { cell: place, ..super::super::tests::sighting() }).len(),
            1,
            "still known"
        );
    }

    #[test]
    fn beside_a_pentagon_everything_near_is_found() {
        // One of the twelve pentagons (base cell 4, every digit 0): it has five neighbours.
        let pentagon = Cell::from_i64(0x0880_8000_001f_ffff).unwrap();
        assert_eq!(pentagon.rings(1).len(), 6);
        for (steps, cell) in pentagon.rings(FAR_STEPS_MAX) {
            let mut matcher = Matcher::default();
            matcher.insert(OpenIncident { cell: pentagon, ..super::super::tests::incident(1) });
            let found = matcher.propose(&Sighting { cell, ..super::super::tests::sighting() });
            assert_eq!(found.iter().map(|it| it.steps).collect::<Vec<_>>(), [steps]);
        }
    }
}
