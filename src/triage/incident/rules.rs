//! The one door for steps: which step is legal in which state, and what it leads to.
//!
//! Live steps and steps read back both come through here. Whatever depends on limits or on other rooms (training,
//! ETA range, being out elsewhere) is judged before, once, when the step is taken.

use super::{Answer, Asked, Crew, Evidence, Going, Incident, Outcome, State, Step, StepRefused, Verification, What};
use crate::ground::clock::Moment;
use crate::ground::id::Id;
use crate::people::Member;

impl Incident {
    /// Applies a step to the state. The timeline is the caller's.
    pub(super) fn apply(&mut self, step: &Step) -> Result<(), StepRefused> {
        let at = step.at;
        if step.entered_by.is_some() && !step.what.is_a_verifiers() {
            return Err(StepRefused::TimelineBroken);
        }
        match (&step.what, step.who) {
            (What::EyesNeeded, Some(_)) => self.need_eyes(at),
            (What::Asked { whom }, _) => self.note_asked(whom, at),
            (What::Accepted { due_at }, Some(who)) => self.send(Going { who, accepted_at: at, due_at: *due_at }),
            (What::NewEta { due_at }, Some(who)) => self.delay(who, *due_at, at),
            (What::Declined, Some(who)) => self.note_declined(who),
            (What::Arrived, Some(who)) => self.arrived(who, at),
            (What::Found(found), Some(who)) => self.settle(who, *found, at),
            (What::GaveUp, Some(who)) => self.take_off(who, at),
            (What::StoodDown { whom }, Some(_)) => self.take_off(*whom, at),
            (What::ClosedWithoutEyes(why), Some(_)) => {
                self.close_unseen(Outcome::WithoutEyes(*why), Crew::default(), at)
            }
            (What::Corroborated { finding, reports, reviewed_by }, Some(_)) => {
                let evidence = Evidence::TwoReports { reports: *reports, reviewed_by: *reviewed_by };
                self.close_unseen(Outcome::Confirmed { finding: *finding, evidence }, self.crew(), at)
            }
            (What::Reopened(_), Some(_)) => self.open_again(at),
            (What::DrillOver, _) => self.end_drill(at),
            (What::Opened, _) | (_, None) => Err(StepRefused::TimelineBroken),
        }
    }

    fn need_eyes(&mut self, at: Moment) -> Result<(), StepRefused> {
        match self.state {
            State::Open => {
                self.state = State::NeedsEyes { since: at };
                Ok(())
            }
            State::NeedsEyes { .. } | State::Assigned { .. } | State::OnScene { .. } => {
                Err(StepRefused::EyesAlreadyAsked)
            }
            State::Closed { .. } => Err(StepRefused::Closed),
        }
    }

    fn note_asked(&mut self, whom: &[Id<Member>], at: Moment) -> Result<(), StepRefused> {
        match self.state {
            State::Open => return Err(StepRefused::EyesNotAsked),
            State::Closed { .. } => return Err(StepRefused::Closed),
            State::NeedsEyes { .. } | State::Assigned { .. } | State::OnScene { .. } => {}
        }
        if whom.is_empty() {
            return Err(StepRefused::NobodyToAsk);
        }
        if self.free_places() == 0 {
            return Err(StepRefused::CapReached);
        }
        let wave = self.asked.iter().map(|asked| asked.wave).max().unwrap_or(0) + 1;
        for who in whom {
            if self.asked.iter().any(|asked| asked.who == *who) {
                return Err(StepRefused::AlreadyAsked);
            }
            self.asked.push(Asked { who: *who, at, wave, answer: Answer::Waiting });
        }
        Ok(())
    }

    fn send(&mut self, going: Going) -> Result<(), StepRefused> {
        if matches!(self.state, State::Closed { .. }) {
            return Err(StepRefused::Closed);
        }
        let mut crew = self.crew();
        if crew.holds(going.who) {
            return Err(StepRefused::AlreadyGoing);
        }
        let room = self.free_places() > 0;
        let asked = self.asked_mut(going.who)?;
        if !room {
            return Err(StepRefused::CapReached);
        }
        asked.answer = Answer::Accepted;
        crew.join(going);
        self.now_out(crew, going.accepted_at);
        Ok(())
    }

    fn delay(&mut self, who: Id<Member>, due_at: Moment, at: Moment) -> Result<(), StepRefused> {
        let mut crew = self.crew();
        if !crew.delay(who, due_at) {
            return Err(not_on_the_way(&crew, who));
        }
        self.now_out(crew, at);
        Ok(())
    }

    fn note_declined(&mut self, who: Id<Member>) -> Result<(), StepRefused> {
        if matches!(self.state, State::Closed { .. }) {
            return Err(StepRefused::Closed);
        }
        let asked = self.asked_mut(who)?;
        match asked.answer {
            Answer::Waiting => {
                asked.answer = Answer::Declined;
                Ok(())
            }
            Answer::Accepted => Err(StepRefused::AlreadyGoing),
            Answer::Declined | Answer::Left => Err(StepRefused::AlreadyDeclined),
        }
    }

    fn arrived(&mut self, who: Id<Member>, at: Moment) -> Result<(), StepRefused> {
        let mut crew = self.crew();
        if !crew.arrive(who, at) {
            return Err(not_on_the_way(&crew, who));
        }
        self.now_out(crew, at);
        Ok(())
    }

    fn settle(&mut self, who: Id<Member>, found: Verification, at: Moment) -> Result<(), StepRefused> {
        let mut crew = self.crew();
        if crew.there_since(who).is_none() {
            return Err(StepRefused::NotOnScene);
        }
        // Somebody else may be able where this verifier was not; and a settled incident stays settled until
        // somebody has really seen something.
        let nothing_learned = matches!(found, Verification::Unable(_));
        let settled = matches!(self.state, State::Closed { .. });
        if nothing_learned && (settled || crew.len() > 1) {
            return self.take_off(who, at);
        }
        crew.leave(who);
        self.state = State::Closed { outcome: found.outcome(who), at, still_out: crew.only_there() };
        Ok(())
    }

    fn take_off(&mut self, who: Id<Member>, at: Moment) -> Result<(), StepRefused> {
        let mut crew = self.crew();
        if !crew.leave(who) {
            return Err(if matches!(self.state, State::Closed { .. }) {
                StepRefused::Closed
            } else {
                StepRefused::NotGoing
            });
        }
        if let Ok(asked) = self.asked_mut(who) {
            asked.answer = Answer::Left;
        }
        self.now_out(crew, at);
        Ok(())
    }

    fn close_unseen(&mut self, outcome: Outcome, still_out: Crew, at: Moment) -> Result<(), StepRefused> {
        match self.state {
            State::OnScene { .. } => Err(StepRefused::SomeoneIsThere),
            State::Closed { .. } => Err(StepRefused::Closed),
            State::Open | State::NeedsEyes { .. } | State::Assigned { .. } => {
                self.state = State::Closed { outcome, at, still_out };
                Ok(())
            }
        }
    }

    fn end_drill(&mut self, at: Moment) -> Result<(), StepRefused> {
        if self.scene.drill.is_none() {
            return Err(StepRefused::NoDrill);
        }
        match &mut self.state {
            State::Closed { still_out, .. } if still_out.is_empty() => Err(StepRefused::Closed),
            State::Closed { still_out, .. } => {
                *still_out = Crew::default();
                Ok(())
            }
            open => {
                *open = State::Closed { outcome: Outcome::DrillOver, at, still_out: Crew::default() };
                Ok(())
            }
        }
    }

    fn open_again(&mut self, at: Moment) -> Result<(), StepRefused> {
        let State::Closed { still_out, .. } = &self.state else { return Err(StepRefused::NotClosed) };
        let crew = still_out.clone();
        self.asked.retain(|asked| crew.holds(asked.who));
        self.state = if crew.is_empty() { State::Open } else { crew.into_state(at) };
        Ok(())
    }

    /// Puts a changed crew back into the state, open or closed.
    fn now_out(&mut self, crew: Crew, at: Moment) {
        match &mut self.state {
            State::Closed { still_out, .. } => *still_out = crew,
            open => *open = crew.into_state(at),
        }
    }

    fn asked_mut(&mut self, who: Id<Member>) -> Result<&mut Asked, StepRefused> {
        self.asked.iter_mut().find(|asked| asked.who == who).ok_or(StepRefused::NotAsked)
    }
}

fn not_on_the_way(crew: &Crew, who: Id<Member>) -> StepRefused {
    if crew.there_since(who).is_some() { StepRefused::AlreadyThere } else { StepRefused::NotGoing }
}
