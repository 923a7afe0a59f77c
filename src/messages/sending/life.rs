//! How long a message is carried: what is new until it is over, and what takes back or ends something until all who heard that are told.

use std::sync::Arc;

use roaring::RoaringBitmap;

use super::order::{MessageKind, Order};
use crate::ground::Moment;
use crate::messages::broadcast::Leg;
use crate::subscriptions::Seat;

/// Until when each of an audience may still be told.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Life {
    /// When what it says is over.
    expires_at: Moment,
    /// When nobody is told any more.
    carried_until: Moment,
    /// Those who heard what was taken back or has ended since, and have not heard that.
    owed: Arc<RoaringBitmap>,
}

impl Life {
    /// The life of an order. `owed` is what [`Owed::by`] answers.
    pub fn of(order: &Order, owed: RoaringBitmap) -> Life {
        Life { expires_at: order.expires_at, carried_until: order.carried_until(), owed: Arc::new(owed) }
    }

    /// Until when this one may be told.
    pub fn until(&self, seat: Seat) -> Moment {
        if self.owed.contains(seat.0) { self.carried_until } else { self.expires_at }
    }

    /// Gives up those whose time has come. True where that changed something.
    pub fn end(&self, leg: &mut Leg, now: Moment) -> bool {
        let before = leg.progress();
        if now >= self.carried_until {
            leg.end();
        } else if now >= self.expires_at {
            let late = leg.audience() - &*self.owed;
            leg.late(&late);
        }
        leg.progress() != before
    }
}

/// Who heard what is no longer so, gathered along a chain from its first message on.
#[derive(Debug, Default)]
pub(super) struct Owed {
    heard: RoaringBitmap,
    owed: RoaringBitmap,
}

impl Owed {
    /// The next message of the chain, and who heard it.
    pub fn then(&mut self, kind: MessageKind, heard: &RoaringBitmap) {
        self.owed = self.by(kind) - heard;
        self.heard |= heard;
    }

    /// Those to whom a message of this kind, said next, is owed whatever the hour.
    pub fn by(&self, kind: MessageKind) -> RoaringBitmap {
        if kind.takes_back() { self.heard.clone() } else { self.owed.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats<const N: usize>(seats: [u32; N]) -> RoaringBitmap {
        seats.into()
    }

    #[test]
    fn a_word_that_takes_back_is_owed_to_who_heard_and_to_nobody_else() {
        let mut owed = Owed::default();
        owed.then(MessageKind::Alert, &seats([1, 2, 3]));
        assert_eq!(owed.by(MessageKind::Update), seats([]), "what is new is over when it is over");
        assert_eq!(owed.by(MessageKind::Correction), seats([1, 2, 3]));
        owed.then(MessageKind::Update, &seats([2, 4]));
        assert_eq!(owed.by(MessageKind::AllClear), seats([1, 2, 3, 4]));
        owed.then(MessageKind::Correction, &seats([1, 9]));
        assert_eq!(
            owed.by(MessageKind::Update),
            seats([2, 3, 4]),
            "what takes the place of a correction owes what it owed"
        );
        owed.then(MessageKind::Update, &seats([2]));
        assert_eq!(owed.by(MessageKind::Update), seats([3, 4]));
        assert_eq!(owed.by(MessageKind::Withdrawn), seats([1, 2, 3, 4, 9]));
    }
}
