//! The outbox of a network whose messages go nowhere: the demo shows it, stories read it. In memory only.
//!
//! It takes a broadcast to tens of thousands: of each channel it keeps the newest slips and counts the rest.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::broadcast::Outcome;
use crate::ground::{App, Moment};
use crate::subscriptions::Channel;

/// The most slips kept of one channel: enough for a day of the demo.
pub const SLIPS_MAX: usize = 1_000;

/// The longest body kept, in bytes: with all channels full some ten megabytes.
const BODY_BYTES_MAX: usize = 2_000;

/// One message as it would have gone out.
#[derive(Clone)]
pub struct Slip {
    pub at: Moment,
    pub channel: Channel,
    /// The receiver, all but its end hidden.
    pub to_masked: String,
    /// The subject of a mail, the title of a notification, the type of a webhook; empty for texts.
    pub title: String,
    pub body: String,
}

/// The slips of one channel, newest first, each with its number among all; and how many there have been.
#[derive(Default)]
struct Tray {
    slips: VecDeque<(u64, Slip)>,
    count: u64,
}

/// Messages that went nowhere.
#[derive(Default)]
pub struct Outbox(Mutex<[Tray; Channel::ALL.len()]>);

impl Outbox {
    /// Every slip that is kept, newest first.
    pub fn slips(&self) -> Vec<Slip> {
        let trays = self.trays();
        let mut slips: Vec<_> = trays.iter().flat_map(|tray| tray.slips.iter().cloned()).collect();
        // Not by their time, which stands still in stories.
        slips.sort_unstable_by_key(|(number, _)| std::cmp::Reverse(*number));
        slips.into_iter().map(|(_, slip)| slip).collect()
    }

    /// The newest slips of a channel, at most so many, newest first.
    pub fn of(&self, channel: Channel, most: usize) -> Vec<Slip> {
        self.trays()[channel as usize].slips.iter().take(most).map(|(_, slip)| slip.clone()).collect()
    }

    /// How many messages went by this channel, also those whose slips are gone.
    pub fn count(&self, channel: Channel) -> u64 {
        self.trays()[channel as usize].count
    }

    /// Keeps a slip.
    pub fn put(&self, mut slip: Slip) {
        slip.body.truncate(slip.body.floor_char_boundary(BODY_BYTES_MAX));
        let mut trays = self.trays();
        let number = trays.iter().map(|tray| tray.count).sum();
        let tray = &mut trays[slip.channel as usize];
        tray.count += 1;
        if tray.slips.len() >= SLIPS_MAX {
            tray.slips.pop_back();
        }
        tray.slips.push_front((number, slip));
    }

    fn trays(&self) -> MutexGuard<'_, [Tray; Channel::ALL.len()]> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts a message into the outbox instead of sending it.
pub(super) fn instead(app: &App, channel: Channel, to_masked: String, title: &str, body: &str) -> Outcome {
    let slip = Slip { at: app.now(), channel, to_masked, title: title.to_owned(), body: body.to_owned() };
    app.part::<Outbox>().put(slip);
    Outcome::Sent
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slip(channel: Channel, n: i64) -> Slip {
        let at = Moment::from_seconds(n);
        Slip { at, channel, to_masked: "···0142".into(), title: String::new(), body: n.to_string() }
    }

    #[test]
    fn the_newest_come_first_and_the_oldest_go() {
        let outbox = Outbox::default();
        for n in 0..1_005 {
            outbox.put(slip(Channel::Sms, n));
        }
        let slips = outbox.slips();
        assert_eq!((slips.len(), slips[0].body.as_str(), slips[999].body.as_str()), (SLIPS_MAX, "1004", "5"));
        assert_eq!(outbox.count(Channel::Sms), 1_005);
    }

    #[test]
    fn a_flood_on_one_channel_leaves_the_slips_of_the_others() {
        let outbox = Outbox::default();
        outbox.put(slip(Channel::Email, 7));
        for n in 10..50_010 {
            outbox.put(slip(Channel::Push, n));
        }
        assert_eq!(outbox.of(Channel::Email, 50).len(), 1);
        assert_eq!(outbox.of(Channel::Push, 50).len(), 50);
        assert_eq!((outbox.count(Channel::Push), outbox.count(Channel::Signal)), (50_000, 0));
        assert_eq!(outbox.slips().last().map(|slip| slip.channel), Some(Channel::Email));
    }

    #[test]
    fn the_newest_come_first_across_channels_also_while_time_stands_still() {
        let outbox = Outbox::default();
        for channel in [Channel::Sms, Channel::Email, Channel::Sms, Channel::Push] {
            outbox.put(slip(channel, 7));
        }
        let order: Vec<Channel> = outbox.slips().iter().map(|slip| slip.channel).collect();
        assert_eq!(order, [Channel::Push, Channel::Sms, Channel::Email, Channel::Sms]);
    }

    #[test]
    fn an_endless_body_is_cut_between_letters() {
        let outbox = Outbox::default();
        outbox.put(Slip { body: "ñ".repeat(9_001), ..slip(Channel::Webhook, 1) });
        assert_eq!(outbox.of(Channel::Webhook, 1)[0].body.len(), BODY_BYTES_MAX);
    }
}
