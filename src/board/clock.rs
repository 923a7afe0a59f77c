//! The clock: the steps of the line, how long each may take, and samples of how long it took.

use jiff::tz::TimeZone;

use super::histogram::{NEVER_SECONDS, bound_of};
use crate::alerts;
use crate::ground::Moment;
use crate::ground::answers::answers;
use crate::messages::store::broadcasts::Done;
use crate::places::AreaKey;
use crate::subscriptions::Channel;
use crate::triage::wait;

answers! {
    /// A step of the line, in the order of the line.
    Step, "board-step" {
        /// From a written report's coming in until a dispatcher takes it into their hands. When the hotline rang, nobody here knows.
        Answered = "answered",
        /// From a report's coming in until its card is decided.
        Decided = "decided",
        /// From "somebody should look" until the first verifier says "I go".
        Accepted = "accepted",
        /// From the first "I go" until the first verifier is there.
        OnScene = "on_scene",
        /// From what was found until the first message about it is released.
        Released = "released",
        /// From the release until a carrier has handed the last push, e-mail or webhook over; never, where more than one in ten of those
        /// it was for went without. Texts are told their time before release.
        Delivered = "delivered",
        /// From finding out that something public is wrong until the correction is released.
        Corrected = "corrected",
    }
}

impl Step {
    /// How long it may take: what the network promises itself.
    pub const fn target_seconds(self) -> i64 {
        match self {
            Step::Answered => 20,
            Step::Decided => 2 * 60,
            Step::Accepted | Step::Released => 3 * 60,
            Step::OnScene => 15 * 60,
            Step::Delivered => 60,
            Step::Corrected => 5 * 60,
        }
    }
}

/// One wait that ended, on its way into the counts. Nothing of it is kept but the bound under which it fell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    pub step: Step,
    pub area: Option<AreaKey>,
    pub drill: bool,
    pub since: Moment,
    /// `None`: it never ended.
    pub seconds: Option<i64>,
}

impl Sample {
    /// A wait from one moment to another; `None` where a clock was set back in between, and nobody knows how long it was.
    pub fn between(step: Step, area: Option<AreaKey>, drill: bool, since: Moment, at: Moment) -> Option<Sample> {
        let seconds = (at >= since).then(|| seconds_up(since, at))?;
        Some(Sample { step, area, drill, since, seconds: Some(seconds) })
    }

    /// A wait that ended at triage.
    pub fn of_triage(ended: &wait::Wait) -> Option<Sample> {
        let step = match ended.what {
            wait::Waited::Taken => Step::Answered,
            wait::Waited::Decided => Step::Decided,
            wait::Waited::Accepted => Step::Accepted,
            wait::Waited::Arrived => Step::OnScene,
        };
        Sample::between(step, ended.area, ended.drill, ended.since, ended.at)
    }

    /// A wait that ended with a release.
    pub fn of_release(ended: &alerts::wait::Wait) -> Option<Sample> {
        let step = match ended.what {
            alerts::wait::Waited::Released => Step::Released,
            alerts::wait::Waited::Corrected => Step::Corrected,
        };
        Sample::between(step, Some(ended.area), ended.drill, ended.since, ended.at)
    }

    /// A broadcast that one carrier has finished: from the release to its last hand-over, where at least nine in ten of those it was for
    /// got it. `None` where it was for nobody that is still there, and for texts and Signal: their time depends on a gateway's rate, and is
    /// told before release.
    pub fn of_delivery(done: &Done) -> Option<Sample> {
        let (is_timed, due) = (is_timed(done.carrier.channel()), done.reached + done.missed);
        if !is_timed || due == 0 {
            return None;
        }
        let (step, area, since) = (Step::Delivered, Some(done.area), done.released_at);
        match done.last_sent_at.filter(|_| done.missed * 10 <= due) {
            Some(last_sent_at) => Sample::between(step, area, done.drill, since, last_sent_at),
            None => Some(Sample { step, area, drill: done.drill, since, seconds: None }),
        }
    }

    /// The slot of the counts to which it adds one: the day and hour, by the network's clock, in which the wait began.
    pub fn slot(&self, zone: &TimeZone) -> Slot {
        Slot {
            grain: Grain::Day,
            day: self.since.day_in(zone),
            hour: hour_in(zone, self.since),
            area: self.area,
            step: self.step,
            drill: self.drill,
            bound: self.seconds.map_or(NEVER_SECONDS, bound_of),
        }
    }
}

answers! {
    /// How finely a count says when.
    Grain, "board-grain" { Day = "day", Month = "month" }
}

/// One slot of the counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    pub grain: Grain,
    /// Days since 1970-01-01 in the network's own calendar; the first of the month where that is the grain.
    pub day: i64,
    pub hour: i8,
    /// `None`: unknown, or one of the areas where a month had few.
    pub area: Option<AreaKey>,
    pub step: Step,
    pub drill: bool,
    pub bound: i64,
}

const fn is_timed(channel: Channel) -> bool {
    match channel {
        Channel::Push | Channel::Email | Channel::Webhook => true,
        Channel::Sms | Channel::Signal => false,
    }
}

fn hour_in(zone: &TimeZone, at: Moment) -> i8 {
    at.in_zone(zone).hour()
}

/// Whole seconds, rounded up: a wait of 20.4 seconds was not over within 20.
fn seconds_up(since: Moment, at: Moment) -> i64 {
    at.micros().saturating_sub(since.micros()).saturating_add(999_999) / 1_000_000
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::Id;
    use crate::messages::MessageKind;
    use crate::subscriptions::Carrier;

    fn los_angeles() -> TimeZone {
        TimeZone::get("America/Los_Angeles").unwrap()
    }

    #[test]
    fn a_wait_counts_in_the_hour_and_on_the_day_in_which_it_began_there() {
        let since = Moment::parse("2026-03-04T23:59:30-08:00").unwrap();
        let sample = Sample::between(Step::Released, Some(AreaKey(7)), false, since, since.plus_seconds(45)).unwrap();
        let slot = sample.slot(&los_angeles());
        assert_eq!((slot.day, slot.hour, slot.bound), (Moment::parse("2026-03-04T00:00:00Z").unwrap().day(), 23, 50));
        assert_eq!(sample.slot(&TimeZone::UTC).hour, 7);
    }

    fn done(carrier: Carrier, sent: Option<i64>, (reached, missed): (u64, u64)) -> Done {
        let released_at = Moment::from_seconds(1_772_637_600);
        Done {
            seq: 1,
            broadcast: Id::from_bytes([1; 16]),
            kind: MessageKind::Alert,
            area: AreaKey(7),
            drill: false,
            released_at,
            last_sent_at: sent.map(|seconds| released_at.plus_seconds(seconds)),
            carrier,
            reached,
            missed,
        }
    }

    #[test]
    fn a_delivery_counts_by_its_carrier_where_it_was_for_anybody() {
        let took = |carrier, sent, seats| Sample::of_delivery(&done(carrier, sent, seats)).map(|sample| sample.seconds);
        assert_eq!(took(Carrier::PushMozilla, Some(9), (5, 0)), Some(Some(9)));
        assert_eq!(took(Carrier::Email, Some(31), (5, 0)), Some(Some(31)));
        assert_eq!(took(Carrier::Sms, Some(900), (5, 0)), None);
        assert_eq!(took(Carrier::Email, None, (0, 0)), None, "everyone has left");
    }

    #[test]
    fn a_delivery_that_missed_more_than_one_in_ten_never_ended_and_is_later_than_all_that_did() {
        let took = |sent, seats| Sample::of_delivery(&done(Carrier::Email, sent, seats)).unwrap();
        assert_eq!(took(Some(9), (9, 1)).seconds, Some(9), "nine of ten");
        assert_eq!(took(Some(9), (17, 2)).seconds, None);
        assert_eq!(took(None, (0, 3)).seconds, None, "nobody was reached");
        assert_eq!(took(None, (3, 0)).seconds, None, "nobody is known to have been reached");
        let never = took(None, (0, 3)).slot(&TimeZone::UTC).bound;
        let over_a_day = took(Some(400_000), (1, 0)).slot(&TimeZone::UTC).bound;
        assert!(never > over_a_day);
    }

    #[test]
    fn seconds_are_rounded_up_and_a_clock_that_was_set_back_measures_nothing() {
        let since = Moment::from_seconds(1_772_637_600);
        let took = |micros: i64| {
            let at = Moment::from_micros(since.micros() + micros);
            Sample::between(Step::Answered, None, false, since, at).and_then(|sample| sample.seconds)
        };
        assert_eq!([took(0), took(1), took(20_000_000), took(20_400_000)], [Some(0), Some(1), Some(20), Some(21)]);
        assert_eq!(took(-1), None);
    }
}
