//! Who is out because of an incident.

use super::State;
use crate::ground::clock::Moment;
use crate::ground::id::Id;
use crate::people::Member;

/// Somebody on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Going {
    pub who: Id<Member>,
    pub accepted_at: Moment,
    /// The answer's time plus the ETA given with it.
    pub due_at: Moment,
}

/// Somebody on the scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Present {
    pub who: Id<Member>,
    pub since: Moment,
}

/// Those on the scene, first come first, and those on the way, first yes first. Nobody is in it twice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Crew {
    there: Vec<Present>,
    coming: Vec<Going>,
}

impl Crew {
    pub fn there(&self) -> &[Present] {
        &self.there
    }

    pub fn coming(&self) -> &[Going] {
        &self.coming
    }

    pub fn len(&self) -> usize {
        self.there.len() + self.coming.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn members(&self) -> Vec<Id<Member>> {
        self.there.iter().map(|present| present.who).chain(self.coming.iter().map(|going| going.who)).collect()
    }

    pub fn holds(&self, who: Id<Member>) -> bool {
        self.there_since(who).is_some() || self.coming.iter().any(|going| going.who == who)
    }

    /// Since when this member has been on the scene, or `None` where they are not.
    pub fn there_since(&self, who: Id<Member>) -> Option<Moment> {
        self.there.iter().find(|present| present.who == who).map(|present| present.since)
    }

    /// The latest time at which somebody on the way is due, or `None` where nobody is on the way.
    pub fn last_due_at(&self) -> Option<Moment> {
        self.coming.iter().map(|going| going.due_at).max()
    }

    pub(super) fn of(state: &State) -> Crew {
        match state {
            State::Open | State::NeedsEyes { .. } => Crew::default(),
            State::Assigned { to, also } => {
                Crew { there: Vec::new(), coming: std::iter::once(to).chain(also).copied().collect() }
            }
            State::OnScene { who, also, coming } => {
                Crew { there: std::iter::once(who).chain(also).copied().collect(), coming: coming.clone() }
            }
            State::Closed { still_out, .. } => still_out.clone(),
        }
    }

    /// The open state that this crew makes; `empty_since` is used where nobody is left.
    pub(super) fn into_state(self, empty_since: Moment) -> State {
        let (mut there, mut coming) = (self.there.into_iter(), self.coming.into_iter());
        if let Some(who) = there.next() {
            return State::OnScene { who, also: there.collect(), coming: coming.collect() };
        }
        match coming.next() {
            Some(to) => State::Assigned { to, also: coming.collect() },
            None => State::NeedsEyes { since: empty_since },
        }
    }

    pub(super) fn join(&mut self, going: Going) {
        self.coming.push(going);
    }

    /// Moves the due time of somebody on the way; false where they are not on the way.
    pub(super) fn delay(&mut self, who: Id<Member>, due_at: Moment) -> bool {
        let going = self.coming.iter_mut().find(|going| going.who == who);
        going.map(|going| going.due_at = due_at).is_some()
    }

    /// From "on the way" to "there"; false where they were not on the way.
    pub(super) fn arrive(&mut self, who: Id<Member>, since: Moment) -> bool {
        let Some(index) = self.coming.iter().position(|going| going.who == who) else { return false };
        self.coming.remove(index);
        self.there.push(Present { who, since });
        true
    }

    /// Without those on the way.
    pub(super) fn only_there(self) -> Crew {
        Crew { coming: Vec::new(), ..self }
    }

    /// Takes somebody off; false where they were not out.
    pub(super) fn leave(&mut self, who: Id<Member>) -> bool {
        let before = self.len();
        self.there.retain(|present| present.who != who);
        self.coming.retain(|going| going.who != who);
        self.len() < before
    }
}
