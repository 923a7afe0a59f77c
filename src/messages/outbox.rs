//! The outbox of a network without a provider: the demo shows it, stories read it. In memory only.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use crate::ground::Moment;

/// The most slips kept: enough for a day of the demo.
pub const SLIPS_MAX: usize = 1_000;

/// One text as it would have gone out.
#[derive(Clone)]
pub struct Slip {
    pub at: Moment,
    /// The receiver's number, all but its end hidden.
    pub to_masked: String,
    pub body: String,
}

/// Texts that went nowhere, newest first.
#[derive(Default)]
pub struct Outbox(Mutex<VecDeque<Slip>>);

impl Outbox {
    /// Every slip, newest first.
    pub fn slips(&self) -> Vec<Slip> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub(super) fn put(&self, slip: Slip) {
        let mut slips = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        slips.push_front(slip);
        slips.truncate(SLIPS_MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_come_first_and_the_oldest_go() {
        let outbox = Outbox::default();
        for n in 0..1_005 {
            outbox.put(Slip { at: Moment::from_seconds(n), to_masked: "···0142".into(), body: n.to_string() });
        }
        let slips = outbox.slips();
        assert_eq!((slips.len(), slips[0].body.as_str(), slips[999].body.as_str()), (SLIPS_MAX, "1004", "5"));
    }
}
