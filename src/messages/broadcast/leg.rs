//! A leg: the part of a broadcast that one carrier carries.
//!
//! Each seat of the audience is at any time in one of these: fresh (never tried), in flight, waiting for another try, sent,
//! failed, or given up as unknown. Only sets are kept, so that a quarter of a million seats are a few kilobytes and
//! an outage of a provider adds no rows.

use roaring::RoaringBitmap;

use super::{Outcome, Why};
use crate::ground::Moment;
use crate::subscriptions::{Carrier, Seat};

/// Tries for one seat while others go through.
pub const TRIES_MAX: usize = 5;

/// Troubles one after another that are no longer taken for the seats' own. A provider that is out counts against nobody.
const STREAK_MIN: u32 = 4;

/// Seats that are tried at once at a provider in trouble, to see whether it is well again. The others wait: a provider that hangs for
/// half an hour uses up the tries of a few, and of nobody else.
const PROBE: usize = 4;

/// Outcomes of a batch of which half in trouble speak against the provider.
const BATCH_MIN: usize = 8;

/// Seconds before a seat is tried again that met a provider in trouble.
const ASIDE_SECONDS: i64 = 15;

/// Seconds before the second try; each wait is twice the one before. The last try comes some eight minutes after the first.
const WAIT_SECONDS_FIRST: i64 = 30;

/// The first pause of a provider that is in trouble, in seconds; each pause is twice the one before.
const PAUSE_SECONDS_FIRST: i64 = 5;

/// The longest pause of our own, in seconds.
const PAUSE_SECONDS_MAX: i64 = 5 * 60;

/// No wait is longer than this, in seconds.
const WAIT_SECONDS_MAX: i64 = 60 * 60;

/// Seconds by which a clock may be set right without a wait being given up.
const SLACK_SECONDS: i64 = 5;

/// A wait, with the moment at which it began: where now is before that, the clock was set back, and nothing is waited for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wait {
    since: Moment,
    until: Moment,
}

impl Wait {
    fn of_seconds(seconds: i64, now: Moment) -> Wait {
        Wait { since: now, until: now.plus_seconds(seconds.min(WAIT_SECONDS_MAX)) }
    }

    /// When it ends; `None` where it has ended, or the clock was set back.
    fn ends(self, now: Moment) -> Option<Moment> {
        (now.plus_seconds(SLACK_SECONDS) >= self.since && now < self.until).then_some(self.until)
    }
}

/// Seats that wait for another try, all with the same number of tries behind them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Round {
    pub seats: RoaringBitmap,
    /// When they may be tried again; `None` is at once.
    pub wait: Option<Wait>,
}

impl Round {
    /// When its seats may be tried again, where that is still to come.
    fn ends(&self, now: Moment) -> Option<Moment> {
        self.wait?.ends(now)
    }
}

/// The part of a broadcast that one carrier carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Leg {
    pub(super) carrier: Carrier,
    pub(super) audience: RoaringBitmap,
    pub(super) sent: RoaringBitmap,
    pub(super) failed: Vec<RoaringBitmap>,
    /// Those who may have got it. Some of them are also in a round, to be tried again.
    pub(super) unknown: RoaringBitmap,
    pub(super) in_flight: RoaringBitmap,
    /// By the tries that count against the seat. Those of round 0 met a provider in trouble, or a crash. Seats in flight stay
    /// in their round, so that their tries are not forgotten.
    pub(super) rounds: [Round; TRIES_MAX],
    /// The alert is over: nothing is tried any more.
    pub(super) ended: bool,
    paused: Option<Wait>,
    /// Pauses since the last good batch.
    pauses: u32,
    /// Troubles since the last good outcome.
    streak: u32,
    /// Whose turn it is when one place is left over: those who wait, or the fresh.
    waiting_first: bool,
}

/// Where a leg is, in seats. The parts add up to the audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    pub audience: u64,
    /// The provider has it.
    pub sent: u64,
    /// It will not arrive.
    pub failed: u64,
    /// It may have arrived, and is not tried again.
    pub unknown: u64,
    /// Still to be sent, in flight, or waiting for another try.
    pub open: u64,
}

impl Leg {
    /// Nothing is sent yet.
    pub fn new(carrier: Carrier, audience: RoaringBitmap) -> Self {
        Leg {
            carrier,
            audience,
            sent: RoaringBitmap::new(),
            failed: vec![RoaringBitmap::new(); Why::ALL.len()],
            unknown: RoaringBitmap::new(),
            in_flight: RoaringBitmap::new(),
            rounds: Default::default(),
            ended: false,
            paused: None,
            pauses: 0,
            streak: 0,
            waiting_first: true,
        }
    }

    /// Who carries it.
    pub const fn carrier(&self) -> Carrier {
        self.carrier
    }

    /// Takes the next seats, so that at most `window` are in flight. **Write the leg down before sending to them**: a crash then costs
    /// at most `window` duplicates, and nobody is missed. Empty while the provider is paused.
    pub fn next_batch(&mut self, window: usize, now: Moment) -> RoaringBitmap {
        let room = window.saturating_sub(self.under_way());
        let room = if self.pauses > 0 { room.min(PROBE.saturating_sub(self.under_way())) } else { room };
        if room == 0 || self.paused.and_then(|wait| wait.ends(now)).is_some() {
            return RoaringBitmap::new();
        }
        // Waits that are over are over, also where the clock was set back and comes to them again.
        self.paused = None;
        for round in &mut self.rounds {
            round.wait = round.wait.filter(|wait| wait.ends(now).is_some());
        }
        let due = self.due(now);
        let fresh = self.fresh();
        // Half of the room for those who wait for another try, so that neither they nor the fresh ones wait for the others to end.
        let half = if self.waiting_first { room.div_ceil(2) } else { room / 2 };
        self.waiting_first = !self.waiting_first;
        let fresh_room = room - due.iter().take(half).count();
        let mut batch: RoaringBitmap = fresh.iter().take(fresh_room).collect();
        let rest = room - batch.len() as usize;
        batch.extend(due.iter().take(rest));
        self.in_flight |= &batch;
        batch
    }

    /// Tells what became of seats in flight. Seats that are not in flight are passed over: an answer can come late or twice.
    pub fn finish(&mut self, outcomes: &[(Seat, Outcome)], now: Moment) {
        let mut known = outcomes.to_vec();
        known.retain(|(seat, _)| self.in_flight.remove(seat.0));
        let half = batch_is_trouble(&known);
        let has_good = known.iter().any(|(_, outcome)| !outcome.is_trouble());
        let mut pause = None;
        for (seat, outcome) in known {
            self.streak = if outcome.is_trouble() { self.streak.saturating_add(1) } else { 0 };
            let provider = outcome.is_trouble() && (half || self.streak >= STREAK_MIN);
            if provider {
                pause = pause.max(Some(outcome.asked_wait()));
            }
            self.settle(seat, outcome, provider, now);
        }
        match pause {
            Some(asked) => self.pause(asked, now),
            None if self.streak == 0 || has_good => self.pauses = 0,
            None => {}
        }
        self.sweep();
    }

    /// How many seats are in flight.
    pub fn under_way(&self) -> usize {
        usize::try_from(self.in_flight.len()).unwrap_or(usize::MAX)
    }

    /// Gives back seats that were taken and not sent to, for instance when a halt came between: as if they had not been taken.
    pub fn give_back(&mut self, seats: &RoaringBitmap) {
        self.in_flight -= seats;
        self.sweep();
    }

    /// After a restart: what was in flight may have arrived. It is unknown, and tried again at once. This counts as no try: however
    /// often the program dies, nobody is given up for it.
    pub fn recover(&mut self) {
        let doubtful = std::mem::take(&mut self.in_flight);
        let tried = self.waiting();
        self.unknown |= &doubtful;
        let first = &mut self.rounds[0];
        first.seats |= doubtful - tried;
        first.wait = None;
        self.sweep();
    }

    /// The alert is over or withdrawn: nothing more is tried. Seats in flight keep what comes of them.
    pub fn end(&mut self) {
        self.ended = true;
        self.sweep();
    }

    /// Drops seats whose subscription ended after the release: a STOP holds at once. Of those in flight the sender tells
    /// [`Why::Left`] where it finds their address gone.
    pub fn left(&mut self, seats: &RoaringBitmap) {
        self.forgo(seats, Why::Left);
    }

    /// Gives up those for whom it is too late. Those in flight keep what comes of them.
    pub fn late(&mut self, seats: &RoaringBitmap) {
        self.forgo(seats, Why::TooLate);
    }

    /// The provider told that it has these, though its answer was lost or said something else: they are sent, and not tried again. Those in
    /// flight wait for their answer.
    pub fn arrived(&mut self, seats: &RoaringBitmap) {
        let known = ((&self.unknown | self.waiting()) & seats) - &self.in_flight;
        for round in &mut self.rounds {
            round.seats -= &known;
        }
        self.unknown -= &known;
        self.sent |= known;
    }

    /// When the next batch can be taken: `now`, later, or `None` where nothing is left to take.
    pub fn next_at(&self, now: Moment) -> Option<Moment> {
        let waits = |round: &Round| !(&round.seats - &self.in_flight).is_empty();
        let due = self.rounds.iter().filter(|round| waits(round)).map(|round| round.ends(now).unwrap_or(now));
        let first = if self.fresh().is_empty() { due.min()? } else { now };
        Some(self.paused.and_then(|wait| wait.ends(now)).map_or(first, |end| first.max(end)))
    }

    /// Whether every seat's fate is known or given up.
    pub fn is_done(&self) -> bool {
        self.progress().open == 0
    }

    /// Where it is.
    pub fn progress(&self) -> Progress {
        let failed: u64 = self.failed.iter().map(RoaringBitmap::len).sum();
        let unknown = self.given_up_as_unknown().len();
        let (audience, sent) = (self.audience.len(), self.sent.len());
        Progress { audience, sent, failed, unknown, open: audience - sent - failed - unknown }
    }

    /// How many failed for each reason, zeros left out.
    pub fn failures(&self) -> Vec<(Why, u64)> {
        let each = Why::ALL.iter().map(|why| (*why, self.failed[*why as usize].len()));
        each.filter(|(_, count)| *count > 0).collect()
    }

    /// Those who failed for this reason: with [`Why::Gone`] the subscriptions to drop.
    pub fn failed(&self, why: Why) -> &RoaringBitmap {
        &self.failed[why as usize]
    }

    /// Those who got it or may have.
    pub fn heard(&self) -> RoaringBitmap {
        &self.sent | &self.unknown | &self.in_flight
    }

    /// Of these seats those who may have got it before: a try of theirs went out, and no answer came.
    pub fn repeated(&self, batch: &RoaringBitmap) -> RoaringBitmap {
        &self.unknown & batch
    }

    /// Those who asked for it and have not got it, whatever held it up; without those whose address is gone or who left.
    pub fn missed(&self) -> RoaringBitmap {
        &self.audience - self.heard() - self.failed(Why::Gone) - self.failed(Why::Left)
    }

    /// Who asked for it at release.
    pub fn audience(&self) -> &RoaringBitmap {
        &self.audience
    }

    /// Those who may have got it and are not tried again.
    pub(super) fn given_up_as_unknown(&self) -> RoaringBitmap {
        &self.unknown - self.waiting() - &self.in_flight
    }

    /// Never tried.
    fn fresh(&self) -> RoaringBitmap {
        let mut fresh = &self.audience - &self.sent;
        fresh -= &self.unknown;
        fresh -= &self.in_flight;
        for seats in self.failed.iter().chain(self.rounds.iter().map(|round| &round.seats)) {
            fresh -= seats;
        }
        fresh
    }

    /// In any round.
    fn waiting(&self) -> RoaringBitmap {
        self.rounds.iter().fold(RoaringBitmap::new(), |all, round| all | &round.seats)
    }

    /// In a round whose time has come, and not in flight.
    fn due(&self, now: Moment) -> RoaringBitmap {
        let due = self.rounds.iter().filter(|round| round.ends(now).is_none());
        due.fold(RoaringBitmap::new(), |all, round| all | &round.seats) - &self.in_flight
    }

    /// Pauses the provider: as long as it asked for, and longer each time.
    fn pause(&mut self, asked_seconds: i64, now: Moment) {
        let own = doubled(PAUSE_SECONDS_FIRST, self.pauses).min(PAUSE_SECONDS_MAX);
        self.pauses = self.pauses.saturating_add(1);
        self.paused = Some(Wait::of_seconds(asked_seconds.max(own), now));
    }

    /// Puts a seat where its outcome says. `provider`: the trouble is the provider's, and is not counted against the seat.
    fn settle(&mut self, seat: Seat, outcome: Outcome, provider: bool, now: Moment) {
        let tries = self.take_out(seat);
        let counted = doubled(WAIT_SECONDS_FIRST, u32::try_from(tries).unwrap_or(u32::MAX));
        // That nothing was heard is the provider's trouble once, so that nobody whose provider takes everything and never says so is told
        // again and again.
        let is_first_silence = outcome == Outcome::Unclear && self.unknown.insert(seat.0);
        match outcome {
            Outcome::Sent => {
                self.unknown.remove(seat.0);
                self.sent.insert(seat.0);
            }
            Outcome::Failed(why) => self.give_up(seat, why),
            Outcome::Later { .. } | Outcome::ShutOut if provider => self.wait(seat, tries, ASIDE_SECONDS, now),
            Outcome::Unclear if provider && is_first_silence => self.wait(seat, tries, ASIDE_SECONDS, now),
            Outcome::Later { .. } | Outcome::ShutOut | Outcome::Unclear => match tries + 1 {
                TRIES_MAX.. if outcome == Outcome::ShutOut => self.give_up(seat, Why::ShutOut),
                TRIES_MAX.. => self.give_up(seat, Why::Tries),
                more => self.wait(seat, more, counted, now),
            },
        }
    }

    /// Puts a seat into a round. Its wait is that of those who are already there.
    fn wait(&mut self, seat: Seat, tries: usize, seconds: i64, now: Moment) {
        let round = &mut self.rounds[tries];
        if (&round.seats - &self.in_flight).is_empty() {
            round.wait = Some(Wait::of_seconds(seconds, now));
        }
        round.seats.insert(seat.0);
    }

    /// Where the alert is over, gives up everyone who is not in flight.
    fn sweep(&mut self) {
        if self.ended {
            self.forgo(&self.audience.clone(), Why::TooLate);
        }
    }

    /// Of these, gives up who is not in flight. Who may have got it stays unknown.
    fn forgo(&mut self, seats: &RoaringBitmap, why: Why) {
        let fresh = self.fresh() & seats;
        let waiting = (self.waiting() - &self.in_flight) & seats;
        for round in &mut self.rounds {
            round.seats -= &waiting;
        }
        self.failed[why as usize] |= fresh | (waiting - &self.unknown);
    }

    /// No more tries. Who may have got it stays unknown.
    fn give_up(&mut self, seat: Seat, why: Why) {
        self.take_out(seat);
        if !self.unknown.contains(seat.0) {
            self.failed[why as usize].insert(seat.0);
        }
    }

    /// Takes a seat out of its round; yields the tries that count against it, without the one that ends now.
    fn take_out(&mut self, seat: Seat) -> usize {
        self.rounds.iter_mut().position(|round| round.seats.remove(seat.0)).unwrap_or(0)
    }
}

/// Whether so many of a batch are in trouble that the provider is.
fn batch_is_trouble(outcomes: &[(Seat, Outcome)]) -> bool {
    let troubles = outcomes.iter().filter(|(_, outcome)| outcome.is_trouble()).count();
    outcomes.len() >= BATCH_MIN && troubles * 2 >= outcomes.len()
}

/// `first`, doubled so many times.
fn doubled(first: i64, times: u32) -> i64 {
    first.saturating_mul(1i64.checked_shl(times.min(30)).unwrap_or(i64::MAX))
}
