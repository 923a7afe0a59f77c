//! Holds: which broadcasts may not leave, as this process knows it.
//!
//! A row of the database is sealed, but whoever can write it can put back an older row with its older seal: "going", from before the halt.
//! So what was halted, and that all is stopped, also stands here, out of the database's reach, and is held against the row in every
//! transaction that takes a batch. It is asked once more right before a message leaves, so that a halt stops also those of a batch
//! that wait for a slow provider.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ground::Id;
use crate::messages::broadcast::Run;
use crate::messages::store::broadcasts::Standing;
use crate::messages::store::stop::Stop;
use crate::release::Message;

/// What is held.
#[derive(Debug, Default)]
pub(in crate::messages) struct Holds(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    halted: HashMap<Id<Message>, Run>,
    /// To end, as soon as the transaction that says so is on disk.
    ending: HashSet<Id<Message>>,
    /// Over, or another message took its place: that was on disk, and is for good.
    over: HashSet<Id<Message>>,
    stop: Option<Stop>,
    /// For which the alarm was rung.
    rung: HashSet<Id<Message>>,
}

/// What a row says, held against what is known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::messages) enum Judged<T> {
    /// It says what is known, or what is new and may be so.
    Holds,
    /// It was set going by no two members: this is how it stands.
    Lifted(T),
    /// It was over and is open again, which nobody can do.
    Reopened,
}

impl Holds {
    /// Notes how a broadcast runs now: to be called in the transaction that writes it.
    pub fn note(&self, id: Id<Message>, run: Run) {
        let mut held = self.held();
        match run {
            Run::Going => drop(held.halted.remove(&id)),
            Run::Halted { .. } => drop(held.halted.insert(id, run)),
        }
    }

    /// Notes that nothing more of a broadcast is to leave. Where its transaction comes to nothing, the next batch takes this back.
    pub fn note_end(&self, id: Id<Message>) {
        self.held().ending.insert(id);
    }

    /// Notes that a broadcast was read as ended or refused.
    pub fn note_over(&self, id: Id<Message>) {
        self.held().over.insert(id);
    }

    /// Notes the network-wide stop, or that it was taken away: in the transaction that writes it.
    pub fn note_stop(&self, stop: Option<Stop>) {
        self.held().stop = stop;
    }

    /// Judges a row whose seal holds, in a transaction that writes: those come one after another, as the notes do.
    pub fn judge(&self, id: Id<Message>, standing: Standing) -> Judged<Run> {
        let mut held = self.held();
        let Standing::Open(run) = standing else {
            held.over.insert(id);
            return Judged::Holds;
        };
        if held.over.contains(&id) {
            return Judged::Reopened;
        }
        held.ending.remove(&id);
        match held.halted.get(&id) {
            Some(known) if *known != run => return Judged::Lifted(*known),
            None if run != Run::Going => drop(held.halted.insert(id, run)),
            _ => {}
        }
        Judged::Holds
    }

    /// Judges the row of the network-wide stop, as [`Holds::judge`] does.
    pub fn judge_stop(&self, stop: Option<Stop>) -> Judged<Stop> {
        let mut held = self.held();
        match (held.stop, stop) {
            (Some(known), row) if row != Some(known) => Judged::Lifted(known),
            (None, Some(_)) => {
                held.stop = stop;
                Judged::Holds
            }
            _ => Judged::Holds,
        }
    }

    /// Whether the alarm is to be rung for a broadcast that was altered: once, whoever of several workers finds it first.
    pub fn is_first_alarm(&self, id: Id<Message>) -> bool {
        self.held().rung.insert(id)
    }

    /// Whether the stop that stands is known here.
    pub fn knows_stop(&self) -> bool {
        self.held().stop.is_some()
    }

    /// Whether it is known here that a broadcast is halted.
    pub fn knows_halt(&self, id: Id<Message>) -> bool {
        self.held().halted.contains_key(&id)
    }

    /// Whether a message may leave now: asked right before it does.
    pub fn may_leave(&self, id: Id<Message>) -> bool {
        let held = self.held();
        let is_held = held.halted.contains_key(&id) || held.ending.contains(&id) || held.over.contains(&id);
        held.stop.is_none() && !is_held
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
