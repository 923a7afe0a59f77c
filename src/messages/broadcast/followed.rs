//! Texts followed to the phone: what the provider told about them later, as sets of seats.
//!
//! In: news of one text at a time, late, twice and out of order. Out: who is known to have it, who was not reached and why; a leg's progress with
//! that in it. News never make a leg less careful: who was not reached still counts among those who may have heard.

use roaring::RoaringBitmap;

use super::leg::{Leg, Progress};
use super::saved::{SavedWrong, read_sets, write_sets};
use crate::ground::answers::answers;
use crate::messages::letter::{Fate, News};
use crate::subscriptions::Seat;

/// The first byte of what is kept.
const VERSION: u8 = 1;

answers! {
    /// Why a text that the provider took did not reach the phone.
    Missed, "broadcast-missed" {
        NotReached = "not_reached",
        /// The phone companies filter what this number sends: its registration is to be looked at.
        Filtered = "filtered",
        /// The number is nobody's mobile phone.
        NoPhone = "no_phone",
        /// The person wrote STOP, and the provider knew before us.
        OptedOut = "opted_out",
    }
}

/// What the provider told about one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It has it.
    Taken,
    /// The phone has it.
    Delivered,
    Missed(Missed),
}

impl Heard {
    /// The same without its reason.
    pub const fn news(self) -> News {
        match self {
            Heard::Taken => News::Sent,
            Heard::Delivered => News::Delivered,
            Heard::Missed(_) => News::NotReached,
        }
    }
}

/// What the provider told about the texts of one broadcast.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    taken: RoaringBitmap,
    delivered: RoaringBitmap,
    missed: Vec<RoaringBitmap>,
}

/// Where a leg is, with what was told about its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub progress: Progress,
    /// Of those handed over: the phone has it.
    pub delivered: u64,
    /// Of those that will not arrive: taken by the provider, and not brought to the phone; zeros left out.
    pub missed: Vec<(Missed, u64)>,
}

impl Followed {
    /// Nothing was told yet.
    pub fn new() -> Self {
        let missed = vec![RoaringBitmap::new(); Missed::ALL.len()];
        Followed { taken: RoaringBitmap::new(), delivered: RoaringBitmap::new(), missed }
    }

    /// Takes news of a seat; false where they change nothing. What holds for letters holds here: see [`Fate::after`].
    pub fn hear(&mut self, seat: Seat, heard: Heard) -> bool {
        let changed = self.fate(seat).after(heard.news()).is_some();
        if changed {
            self.missed.iter_mut().for_each(|seats| _ = seats.remove(seat.0));
            match heard {
                Heard::Taken => self.taken.insert(seat.0),
                Heard::Delivered => self.delivered.insert(seat.0),
                Heard::Missed(why) => self.missed[why as usize].insert(seat.0),
            };
        }
        changed
    }

    /// Everyone whose text the provider had.
    pub fn had(&self) -> RoaringBitmap {
        self.missed.iter().fold(&self.taken | &self.delivered, |all, seats| all | seats)
    }

    /// A leg's progress with what was told. Only of seats that are done with: news can be faster than our own record.
    pub fn with(&self, leg: &Leg) -> Told {
        let mut progress = leg.progress();
        let doubtful = leg.given_up_as_unknown();
        let settled = &leg.sent | &doubtful;
        let known = (self.had() & doubtful).len();
        let missed: Vec<_> =
            Missed::ALL.iter().map(|why| (*why, (&self.missed[*why as usize] & &settled).len())).collect();
        let lost: u64 = missed.iter().map(|(_, count)| count).sum();
        progress.unknown -= known;
        progress.sent = progress.sent + known - lost;
        progress.failed += lost;
        let delivered = (&self.delivered & settled).len();
        Told { progress, delivered, missed: missed.into_iter().filter(|(_, count)| *count > 0).collect() }
    }

    /// As bytes, to be written down.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        write_sets(&mut out, [&self.taken, &self.delivered].into_iter().chain(&self.missed));
        out
    }

    /// As it was written.
    ///
    /// # Errors
    /// See [`SavedWrong`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SavedWrong> {
        let [VERSION, sets @ ..] = bytes else { return Err(SavedWrong::Unreadable) };
        let mut sets = read_sets(sets, 2 + Missed::ALL.len())?.into_iter();
        let mut next = || sets.next().ok_or(SavedWrong::Unreadable);
        Ok(Followed { taken: next()?, delivered: next()?, missed: sets.collect() })
    }

    fn fate(&self, seat: Seat) -> Fate {
        if self.delivered.contains(seat.0) {
            Fate::Delivered
        } else if self.missed.iter().any(|seats| seats.contains(seat.0)) {
            Fate::Failed
        } else if self.taken.contains(seat.0) {
            Fate::Sent
        } else {
            Fate::Unknown
        }
    }
}

impl Default for Followed {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ground::Moment;
    use crate::messages::broadcast::Outcome;
    use crate::subscriptions::Carrier;

    const NOW: Moment = Moment::from_seconds(1_000_000);
    const LOST: Heard = Heard::Missed(Missed::NotReached);

    /// A leg to seats 0 to 9: 0 to 4 sent, 5 to 7 given up as unknown, 8 failed, 9 in flight.
    fn leg() -> Leg {
        let mut leg = Leg::new(Carrier::Sms, (0..10).collect());
        leg.next_batch(10, NOW);
        let each = (0..9).map(|seat| match seat {
            0..5 => (Seat(seat), Outcome::Sent),
            5..8 => (Seat(seat), Outcome::Unclear),
            _ => (Seat(seat), Outcome::Failed(crate::messages::broadcast::Why::Gone)),
        });
        leg.finish(&each.collect::<Vec<_>>(), NOW);
        leg.end();
        leg
    }

    #[test]
    fn news_may_come_late_twice_and_out_of_order() {
        let mut followed = Followed::new();
        assert!(followed.hear(Seat(1), Heard::Taken) && !followed.hear(Seat(1), Heard::Taken));
        assert!(followed.hear(Seat(1), LOST) && !followed.hear(Seat(1), LOST));
        assert!(!followed.hear(Seat(1), Heard::Taken), "older news that come later");
        assert!(followed.hear(Seat(1), Heard::Delivered), "it arrived after all");
        assert!(!followed.hear(Seat(1), LOST) && !followed.hear(Seat(1), Heard::Taken));
        assert_eq!(followed.with(&leg()).delivered, 1);
    }

    #[test]
    fn a_ledger_adds_up_whatever_was_told() {
        let mut followed = Followed::new();
        assert_eq!(followed.with(&leg()).progress, leg().progress(), "the control: nothing was told");
        for (seat, heard) in [(0, Heard::Delivered), (1, LOST), (5, Heard::Taken), (6, LOST), (7, Heard::Delivered)] {
            followed.hear(Seat(seat), heard);
        }
        // What is in flight, what failed, and who is not in the audience, tell nothing.
        for seat in [8, 9, 77] {
            followed.hear(Seat(seat), LOST);
        }
        let told = followed.with(&leg());
        let progress = Progress { audience: 10, sent: 6, failed: 3, unknown: 0, open: 1 };
        assert_eq!(told, Told { progress, delivered: 2, missed: vec![(Missed::NotReached, 2)] });
        assert_eq!(followed.had().len(), 8);
    }

    #[test]
    fn who_is_known_to_have_it_is_not_tried_again() {
        let mut leg = Leg::new(Carrier::Sms, (0..3).collect());
        leg.next_batch(3, NOW);
        leg.finish(&[(Seat(0), Outcome::Unclear), (Seat(1), Outcome::Unclear)], NOW);
        let mut followed = Followed::new();
        followed.hear(Seat(0), LOST);
        followed.hear(Seat(2), Heard::Taken);
        leg.arrived(&followed.had());
        assert!(leg.is_sound());
        let later = NOW.plus_minutes(2);
        assert_eq!(leg.next_batch(9, later), [1].into(), "0 was taken, 2 is still in flight");
        assert_eq!(leg.heard(), [0, 1, 2].into());
    }

    proptest! {
        #[test]
        fn what_was_told_reads_back(told in prop::collection::vec((0u32..40, 0usize..6), 0..200)) {
            let mut followed = Followed::new();
            for (seat, what) in told {
                let heard = match what {
                    0 => Heard::Taken,
                    1 => Heard::Delivered,
                    more => Heard::Missed(Missed::ALL[more - 2]),
                };
                followed.hear(Seat(seat), heard);
            }
            let Told { progress, delivered, .. } = followed.with(&leg());
            prop_assert_eq!(progress.sent + progress.failed + progress.unknown + progress.open, progress.audience);
            prop_assert!(delivered <= progress.sent);
            prop_assert_eq!(Followed::from_bytes(&followed.bytes()), Ok(followed.clone()));
            let mut cut = followed.bytes();
            cut.pop();
            prop_assert!(Followed::from_bytes(&cut).is_err() && Followed::from_bytes(&[]).is_err());
        }
    }
}
