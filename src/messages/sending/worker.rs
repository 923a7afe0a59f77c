//! The carriers' workers: each takes what is open on its carrier, batch by batch, and writes down before and after what it did.
//!
//! Before a batch leaves, its seats are on disk as "in flight". So a death at any instant misses nobody, and sends again to at most the
//! batch that was under way. Whether the broadcast may still send is asked in the same transaction: a halt that is on disk holds.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use roaring::RoaringBitmap;
use tokio::task::JoinSet;

use super::carry::About;
use super::ledger::segments_of;
use super::order::Order;
use super::rate::{Rate, rate};
use super::run::{Carrying, Legs, Sending};
use super::taking::{Batch, Taking, take_batch};
use super::{carry, desk};
use crate::ground::db::Tx;
use crate::ground::worker::Worker;
use crate::ground::{App, Id, Moment, Wrong};
use crate::messages::broadcast::{Outcome, Run, Why};
use crate::messages::store::broadcasts::{self as store, Found, Reading, Standing};
use crate::messages::store::stop;
use crate::release::Message;
use crate::subscriptions::{self, Carrier, Reached, Seat};

/// How long a pass takes new batches. A stop of the program waits for no more than this and what is under way.
const PASS: Duration = Duration::from_secs(2);

/// The longest wait for a token inside a pass.
const TOKEN_WAIT: Duration = Duration::from_millis(500);

/// Outcomes that are written down together, at most.
const OUTCOMES_MAX: usize = 512;

/// Wakes a carrier's worker: something is to be sent, may be sent again, or may not.
const BELLS: &[&str] = &["sending"];

macro_rules! worker {
    ($name:literal, $carrier:expr) => {
        Worker { name: $name, every: Duration::from_secs(1), bells: BELLS, pass: |app| Box::pin(pass(app, $carrier)) }
    };
}

/// One worker a carrier.
pub(super) fn carriers() -> Vec<Worker> {
    vec![
        worker!("send by push, Google", Carrier::PushGoogle),
        worker!("send by push, Mozilla", Carrier::PushMozilla),
        worker!("send by push, Apple", Carrier::PushApple),
        worker!("send by push, Microsoft", Carrier::PushMicrosoft),
        worker!("send by push, local", Carrier::PushLocal),
        worker!("send by e-mail", Carrier::Email),
        worker!("send by SMS", Carrier::Sms),
        worker!("send by Signal", Carrier::Signal),
        worker!("send by webhook", Carrier::Webhook),
    ]
}

/// One message's end.
struct Ended {
    id: Id<Message>,
    seat: Seat,
    /// `None` where it was not handed over, because it may not leave any more.
    outcome: Option<Outcome>,
}

/// A carrier's pass under way.
struct Round<'a> {
    app: &'a App,
    carrier: Carrier,
    rate: Rate,
    sending: Arc<Sending>,
    legs: Legs,
    flight: JoinSet<Ended>,
    /// Seats whose address is gone, to be forgotten with the next write.
    gone: Vec<Seat>,
}

async fn pass(app: App, carrier: Carrier) -> Result<(), Wrong> {
    let sending = app.part::<Sending>();
    let legs = sending.take_legs(carrier);
    let rate = rate(&app.config, carrier);
    let mut round = Round {
        app: &app,
        carrier,
        rate,
        sending: Arc::clone(&sending),
        legs,
        flight: JoinSet::new(),
        gone: Vec::new(),
    };
    let carried = round.carry().await;
    // Whatever failed: what is under way is waited for, and what came of it is kept in memory until it can be written. A full database
    // makes nobody hear twice.
    round.gather(0).await;
    let closed = round.close().await;
    let is_due = round.is_due();
    sending.give_back(carrier, round.legs);
    carried.and(closed)?;
    if is_due {
        // The next pass begins at once, after a look at whether the program is to stop.
        let ring = |tx: &Tx<'_>| {
            tx.ring("sending");
            Ok(())
        };
        app.db.write("more to send", ring).await?;
    }
    Ok(())
}

impl Round<'_> {
    /// Takes batches and hands them over, for the time of a pass.
    async fn carry(&mut self) -> Result<(), Wrong> {
        let began = Instant::now();
        self.read_open().await?;
        while began.elapsed() < PASS {
            let sent = self.send_due().await?;
            match (sent, self.flight.is_empty()) {
                (0, true) if !self.wait_for_token().await => break,
                (0, true) => {}
                (0, false) => self.gather(0).await,
                _ => self.gather(self.rate.window / 2).await,
            }
        }
        Ok(())
    }

    /// Reads the broadcasts that are open on this carrier and not in memory yet, and ends what is over. One that does not hold is refused.
    async fn read_open(&mut self) -> Result<(), Wrong> {
        let carrier = self.carrier;
        let keys = self.app.keys.clone();
        let look = move |tx: &Tx<'_>| Ok((store::open_on(tx, &keys, carrier)?, stop::stop(tx)?.is_some()));
        let (open, is_stopped) = self.app.db.read("what is open to send", look).await?;
        self.legs.retain(|id, _| open.contains_key(id));
        let halts: Vec<_> = open.iter().filter(|(_, reading)| reading.is_halt()).map(|(id, _)| *id).collect();
        self.learn(is_stopped, halts).await?;
        for (id, reading) in open {
            let Reading::Whole(standing) = reading else {
                self.refuse(id, desk::ALTERED).await?;
                continue;
            };
            if standing == Standing::Ended {
                self.sending.holds.note_over(id);
            }
            if !self.legs.contains_key(&id) {
                self.read_one(id).await?;
            }
            let now = self.app.now();
            if let Some(carrying) = self.legs.get_mut(&id) {
                carrying.may_send = !is_stopped && matches!(standing, Standing::Open(Run::Going));
                carrying.is_changed |= carrying.life.end(&mut carrying.leg, now);
                if standing == Standing::Ended && !carrying.leg.is_done() {
                    carrying.leg.end();
                    carrying.is_changed = true;
                }
            }
        }
        Ok(())
    }

    /// Takes in the halts that were made before this process began, so that no older row lifts them.
    async fn learn(&self, is_stopped: bool, halts: Vec<Id<Message>>) -> Result<(), Wrong> {
        let holds = &self.sending.holds;
        let unknown: Vec<_> = halts.into_iter().filter(|id| !holds.knows_halt(*id)).collect();
        if unknown.is_empty() && (!is_stopped || holds.knows_stop()) {
            return Ok(());
        }
        let (keys, sending) = (self.app.keys.clone(), Arc::clone(&self.sending));
        let learn = move |tx: &Tx<'_>| {
            sending.holds.judge_stop(stop::stop(tx)?);
            for id in unknown {
                if let Reading::Whole(standing) = store::standing_of(tx, &keys, id)? {
                    sending.holds.judge(id, standing);
                }
            }
            Ok(())
        };
        self.app.db.write("learn of halts", learn).await
    }

    async fn read_one(&mut self, id: Id<Message>) -> Result<(), Wrong> {
        let keys = self.app.keys.clone();
        let read = move |tx: &Tx<'_>| {
            let found = store::kept(tx, &keys, id)?;
            let owed = match &found {
                Found::Whole(kept) => desk::owed(tx, &keys, &kept.order)?,
                Found::Altered | Found::Missing => RoaringBitmap::new(),
            };
            Ok((found, owed))
        };
        let (found, owed) = self.app.db.read("a broadcast", read).await?;
        match found {
            Found::Missing => Ok(()),
            Found::Altered => self.refuse(id, desk::ALTERED).await,
            Found::Whole(kept) if self.app.config.two_organizations && !kept.proof.is_of_two_organizations() => {
                self.refuse(id, "alarm: a broadcast of one organization").await
            }
            Found::Whole(kept) => {
                if let Some(mut leg) = kept.legs.into_iter().find(|leg| leg.carrier() == self.carrier) {
                    leg.recover();
                    self.legs.insert(id, Carrying::new(kept.order, leg, owed));
                }
                Ok(())
            }
        }
    }

    async fn refuse(&self, id: Id<Message>, what: &'static str) -> Result<(), Wrong> {
        let (app, carrier) = (self.app.clone(), self.carrier);
        let refuse = move |tx: &Tx<'_>| {
            let is_refused = desk::refuse(tx, &app, id, what)?;
            // One that had ended stays so: its leg is done, and what else this carrier has goes out.
            if is_refused { Ok(()) } else { store::leg_done(tx, id, carrier, app.now()) }
        };
        self.app.db.write("refuse a broadcast", refuse).await
    }

    /// Takes the next batch of each broadcast, what corrects before what warns, and hands it over. Answers how many messages left.
    async fn send_due(&mut self) -> Result<usize, Wrong> {
        let mut ids: Vec<_> = self.legs.iter().map(|(id, carrying)| (carrying.order.kind.urgency(), *id)).collect();
        ids.sort_unstable();
        let mut sent = 0;
        for (_, id) in ids {
            sent += self.send_batch(id).await?;
        }
        Ok(sent)
    }

    async fn send_batch(&mut self, id: Id<Message>) -> Result<usize, Wrong> {
        let now = self.app.now();
        let Some(carrying) = self.legs.get(&id).filter(|carrying| carrying.is_due(now)) else { return Ok(0) };
        let order = Arc::clone(&carrying.order);
        let segments = most_tokens(&order, self.carrier);
        let room = self.rate.window.saturating_sub(self.flight.len());
        let wanted = u32::try_from(room).unwrap_or(u32::MAX).saturating_mul(segments);
        let tokens = self.sending.take(self.carrier, self.rate, wanted, now);
        let count = (tokens / segments) as usize;
        if count == 0 {
            self.sending.put_back(self.carrier, self.rate, tokens, now);
            return Ok(0);
        }
        let (keys, leg, gone) = (self.app.keys.clone(), carrying.leg.clone(), std::mem::take(&mut self.gone));
        let (sent_at, life) = (carrying.sent_at, carrying.life.clone());
        let until = life.clone();
        let sending = Arc::clone(&self.sending);
        let take = move |tx: &Tx<'_>| {
            forget_gone(tx, &gone)?;
            take_batch(tx, &keys, &sending.holds, Taking { id, leg, count, sent_at, life, now })
        };
        let taken = self.app.db.write("take a batch to send", take).await?;
        let Some(Batch { leg, may_send, reached, repeated, missing, canaries }) = taken else {
            self.sending.put_back(self.carrier, self.rate, tokens, now);
            self.legs.remove(&id);
            self.refuse(id, desk::ALTERED).await?;
            return Ok(0);
        };
        let sent = reached.len();
        let used = tokens_of(&order, self.carrier, &reached);
        self.sending.put_back(self.carrier, self.rate, tokens.saturating_sub(used), now);
        if let Some(carrying) = self.legs.get_mut(&id) {
            *carrying = Carrying { leg, may_send, is_changed: false, ..carrying.clone() };
        }
        let left: Vec<_> = missing.iter().map(|seat| (Seat(seat), Outcome::Failed(Why::Left))).collect();
        self.finish(id, &left);
        for one in reached {
            let (app, order, seat) = (self.app.clone(), Arc::clone(&order), one.seat);
            let (is_canary, is_repeated) = (canaries.contains(&seat), repeated.contains(seat.0));
            let about = About { is_canary, is_repeated, until: until.until(seat) };
            self.flight
                .spawn(async move { Ended { id, seat, outcome: carry::message(&app, &order, one, about).await } });
        }
        Ok(sent + missing.len() as usize)
    }

    /// Waits until at most `left` messages are under way, and puts down what became of the others.
    async fn gather(&mut self, left: usize) {
        while self.flight.len() > left {
            let mut ended = Vec::new();
            // A message whose task died stays in flight, and is found again as one that may have arrived.
            ended.extend(self.flight.join_next().await.and_then(Result::ok));
            while ended.len() < OUTCOMES_MAX
                && let Some(one) = self.flight.try_join_next()
            {
                ended.extend(one.ok());
            }
            let mut by_id: HashMap<Id<Message>, Vec<(Seat, Outcome)>> = HashMap::new();
            for Ended { id, seat, outcome } in ended {
                let Some(outcome) = outcome else {
                    self.give_back(id, seat);
                    continue;
                };
                if outcome == Outcome::Failed(Why::Gone) {
                    self.gone.push(seat);
                }
                by_id.entry(id).or_default().push((seat, outcome));
            }
            for (id, outcomes) in by_id {
                self.finish(id, &outcomes);
            }
        }
    }

    /// As if it had not been taken: a halt or the end of its time came between.
    fn give_back(&mut self, id: Id<Message>, seat: Seat) {
        if let Some(carrying) = self.legs.get_mut(&id) {
            carrying.leg.give_back(&RoaringBitmap::from_iter([seat.0]));
            carrying.is_changed = true;
        }
    }

    fn finish(&mut self, id: Id<Message>, outcomes: &[(Seat, Outcome)]) {
        let now = self.app.now();
        if let Some(carrying) = self.legs.get_mut(&id).filter(|_| !outcomes.is_empty()) {
            if outcomes.iter().any(|(_, outcome)| *outcome == Outcome::Sent) {
                carrying.sent_at = Some(now);
            }
            carrying.leg.finish(outcomes, now);
            carrying.is_changed = true;
        }
    }

    /// Writes down where every leg is, and which are done.
    async fn close(&mut self) -> Result<(), Wrong> {
        let (keys, now, gone) = (self.app.keys.clone(), self.app.now(), std::mem::take(&mut self.gone));
        let changed = self.legs.iter().filter(|(_, carrying)| carrying.is_changed || carrying.leg.is_done());
        let changed: Vec<_> = changed.map(|(id, carrying)| (*id, carrying.leg.clone(), carrying.sent_at)).collect();
        if changed.is_empty() && gone.is_empty() {
            return Ok(());
        }
        let write = move |tx: &Tx<'_>| {
            forget_gone(tx, &gone)?;
            for (id, leg, sent_at) in changed {
                store::save_leg(tx, &keys, id, &leg, sent_at)?;
                if leg.is_done() {
                    store::leg_done(tx, id, leg.carrier(), now)?;
                }
            }
            Ok(())
        };
        self.app.db.write("what became of messages", write).await?;
        self.legs.retain(|_, carrying| !carrying.leg.is_done());
        self.legs.values_mut().for_each(|carrying| carrying.is_changed = false);
        Ok(())
    }

    /// When the tokens of the shortest message that is due are there; `None` where none is due.
    fn next_at(&self, now: Moment) -> Option<Moment> {
        let due = self.legs.values().filter(|carrying| carrying.is_due(now));
        let least = due.map(|carrying| most_tokens(&carrying.order, self.carrier)).min()?;
        Some(self.sending.tokens_at(self.carrier, self.rate, least, now))
    }

    /// Whether something could be sent right now.
    fn is_due(&self) -> bool {
        let now = self.app.now();
        self.next_at(now).is_some_and(|at| at <= now)
    }

    /// Sleeps until the next token, at most a moment. Answers false where there is nothing to wait for, or where time stands still.
    async fn wait_for_token(&self) -> bool {
        let now = self.app.now();
        let Some(token_at) = self.next_at(now).filter(|at| *at > now) else { return false };
        let micros = u64::try_from(token_at.micros().saturating_sub(now.micros())).unwrap_or(0);
        tokio::time::sleep(TOKEN_WAIT.min(Duration::from_micros(micros))).await;
        self.app.now() > now
    }
}

fn forget_gone(tx: &Tx<'_>, gone: &[Seat]) -> Result<(), Wrong> {
    gone.iter().try_for_each(|seat| subscriptions::gone(tx, *seat))
}

/// The most tokens that one message takes: those of its longest language.
fn most_tokens(order: &Order, carrier: Carrier) -> u32 {
    order.said.iter().map(|said| segments_of(carrier.channel(), &said.sms)).max().unwrap_or(1)
}

/// The tokens that these messages take, each in its own language.
fn tokens_of(order: &Order, carrier: Carrier, reached: &[Reached]) -> u32 {
    let each = reached.iter().filter_map(|one| order.in_lang(one.lang));
    each.map(|said| segments_of(carrier.channel(), &said.sms)).fold(0, u32::saturating_add)
}
