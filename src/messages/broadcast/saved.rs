//! Legs as bytes: the audience is written once, with the release; the progress again and again.
//!
//! The sets are in the portable format of <https://github.com/RoaringBitmap/RoaringFormatSpec>, each with its length before it (four
//! bytes, little-endian). Pauses and due times are not kept: after a restart everything may be tried at once.

use roaring::RoaringBitmap;

use super::Why;
use super::leg::{Leg, Round, TRIES_MAX};
use crate::subscriptions::Carrier;

/// The first byte of a progress. The second is 1 where the alert is over.
const VERSION: u8 = 1;

/// Sent, unknown, in flight, one set for each reason of failure, one for each round.
const SETS: usize = 3 + Why::ALL.len() + TRIES_MAX;

/// What was read back is not what a leg writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SavedWrong {
    /// Another version, cut short, or no sets.
    #[error("the broadcast's sets cannot be read")]
    Unreadable,
    /// The sets contradict each other: a seat outside the audience, or sent and failed at once.
    #[error("the broadcast's sets contradict each other")]
    Contradiction,
}

impl Leg {
    /// The audience, to be written with the release and never again.
    pub fn audience_bytes(&self) -> Vec<u8> {
        let mut audience = self.audience.clone();
        audience.optimize();
        bytes(&audience)
    }

    /// The progress, to be written before each batch is sent and when its outcomes are known.
    pub fn progress_bytes(&self) -> Vec<u8> {
        let rounds = self.rounds.iter().map(|round| &round.seats);
        let sets = [&self.sent, &self.unknown, &self.in_flight].into_iter().chain(&self.failed).chain(rounds);
        let mut out = vec![VERSION, u8::from(self.ended)];
        write_sets(&mut out, sets);
        out
    }

    /// A leg as it was written; `progress` is `None` where nothing was sent yet. Call [`Leg::recover`] after a restart.
    ///
    /// # Errors
    /// See [`SavedWrong`].
    pub fn from_bytes(carrier: Carrier, audience: &[u8], progress: Option<&[u8]>) -> Result<Self, SavedWrong> {
        let mut leg = Leg::new(carrier, set(audience)?);
        let Some(progress) = progress else { return Ok(leg) };
        let (ended, sets) = match progress {
            [VERSION, ended @ (0 | 1), sets @ ..] => (*ended == 1, sets),
            _ => return Err(SavedWrong::Unreadable),
        };
        leg.ended = ended;
        let mut sets = read_sets(sets, SETS)?.into_iter();
        let mut next = || sets.next().ok_or(SavedWrong::Unreadable);
        (leg.sent, leg.unknown, leg.in_flight) = (next()?, next()?, next()?);
        for failed in &mut leg.failed {
            *failed = next()?;
        }
        for round in &mut leg.rounds {
            *round = Round { seats: next()?, wait: None };
        }
        if leg.is_sound() { Ok(leg) } else { Err(SavedWrong::Contradiction) }
    }

    /// Whether no seat is where it cannot be.
    pub(super) fn is_sound(&self) -> bool {
        let rounds = self.rounds.iter().map(|round| &round.seats);
        let mut settled = RoaringBitmap::new();
        let apart = [&self.sent].into_iter().chain(&self.failed).chain(rounds).all(|seats| {
            let apart = settled.is_disjoint(seats);
            settled |= seats;
            apart
        });
        let ended = self.failed.iter().fold(self.sent.clone(), |all, seats| all | seats);
        let open = &self.unknown | &self.in_flight;
        apart && ended.is_disjoint(&open) && (settled | open).is_subset(&self.audience)
    }
}

/// Appends sets, each with its length before it.
pub(super) fn write_sets<'s>(out: &mut Vec<u8>, sets: impl Iterator<Item = &'s RoaringBitmap>) {
    for seats in sets {
        let mut seats = seats.clone();
        seats.optimize();
        let set = bytes(&seats);
        out.extend(u32::try_from(set.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend(set);
    }
}

/// So many sets, and nothing after them.
pub(super) fn read_sets(mut rest: &[u8], count: usize) -> Result<Vec<RoaringBitmap>, SavedWrong> {
    let mut out = Vec::with_capacity(count);
    for _ in 0..count {
        let (length, after) = rest.split_first_chunk::<4>().ok_or(SavedWrong::Unreadable)?;
        let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| SavedWrong::Unreadable)?;
        let (seats, after) = after.split_at_checked(length).ok_or(SavedWrong::Unreadable)?;
        out.push(set(seats)?);
        rest = after;
    }
    if rest.is_empty() { Ok(out) } else { Err(SavedWrong::Unreadable) }
}

fn bytes(seats: &RoaringBitmap) -> Vec<u8> {
    let mut out = Vec::with_capacity(seats.serialized_size());
    // Writing to memory does not fail.
    let written = seats.serialize_into(&mut out);
    debug_assert!(written.is_ok());
    out
}

/// One set, all of its bytes used.
fn set(mut bytes: &[u8]) -> Result<RoaringBitmap, SavedWrong> {
    let seats = RoaringBitmap::deserialize_from(&mut bytes).map_err(|_| SavedWrong::Unreadable)?;
    if bytes.is_empty() { Ok(seats) } else { Err(SavedWrong::Unreadable) }
}
