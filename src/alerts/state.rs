//! Where an alert stands, and the two people it takes to let it out.
//!
//! A state carries its facts, and every step goes through one door (`apply`), live and when read back.
//!
//! ```text
//! Draft -> Waiting -> Released -> Ended: updated, corrected, cleared, expired, withdrawn
//!   ^  \-- SentBack <-/                  A change of facts leads back to Draft; nothing changes once it is out.
//! ```
//!
//! Two to publish, one to halt: [`Alert::release`] takes a second member, [`Alert::withdraw`] takes one.

mod release;
mod rules;
mod step;

#[cfg(test)]
mod tests;

pub use release::{Chain, Releasing};
pub use step::{Signature, Step, What};

use super::alert::{Facts, Follows, Found, Kind, check_next_update, check_seen};
use super::basis::Basis;
use super::refused::AlertRefused;
use crate::ground::Moment;
use crate::ground::answers::answers;
use crate::ground::id::Id;
use crate::people::{Member, Role, Standing};
use crate::release::{Hand, Message, Press, Release, SealWith, SignOff, Subject};

answers! {
    /// Why a releaser gives a draft back. A fixed list: free words would end up holding people.
    SentBackWhy, "alert-sent-back" {
        PlaceInDoubt = "place_in_doubt", FactsInDoubt = "facts_in_doubt", AdviceDoesNotFit = "advice_does_not_fit",
        TooLate = "too_late", AskTheVerifier = "ask_the_verifier",
    }
}

answers! {
    /// Why somebody stops an alert that is out.
    WithdrawWhy, "alert-withdraw" { InDoubt = "in_doubt", Mistake = "mistake", Misused = "misused" }
}

/// Where an alert stands. What a state knows is inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Draft,
    SentBack {
        by: Id<Member>,
        why: SentBackWhy,
        at: Moment,
    },
    /// The drafter signed the facts off; somebody else has to.
    Waiting {
        drafted: SignOff,
    },
    Released(Release),
    Ended {
        release: Release,
        how: Ending,
        at: Moment,
    },
}

/// How an alert that was out came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Another message of this kind (update, correction, all clear) took its place.
    Followed {
        by: Id<Alert>,
        kind: Kind,
    },
    Expired,
    /// One member stopped it. `id` names the withdrawal itself, for CAP's Cancel.
    Withdrawn {
        id: Id<Alert>,
        by: Id<Member>,
        why: WithdrawWhy,
    },
}

/// One message: its facts, and everything that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    id: Id<Alert>,
    facts: Facts,
    state: State,
    steps: Vec<Step>,
    /// How many steps were read back and are therefore kept already.
    kept: usize,
}

/// An alert that is out now: two different members signed these very facts off, and its time is not over.
///
/// Only [`Alert::released`] makes one. Its fields are private and borrowed, so whoever holds it holds an alert whose steps say so.
#[derive(Debug, Clone, Copy)]
pub struct Out<'a> {
    alert: &'a Alert,
    release: &'a Release,
}

impl<'a> Out<'a> {
    pub fn id(&self) -> Id<Alert> {
        self.alert.id
    }

    pub fn facts(&self) -> &'a Facts {
        &self.alert.facts
    }

    /// When the second person said yes.
    pub fn at(&self) -> Moment {
        self.release.released.at
    }

    /// The first of the chain that this belongs to: itself, where it follows nothing.
    pub fn first(&self) -> Id<Alert> {
        self.alert.first()
    }
}

/// Reading.
impl Alert {
    /// The alert that these kept steps lead to, oldest first.
    ///
    /// # Errors
    /// [`AlertRefused::Altered`] where a step is illegal, where a seal was not made with `seal`, or where the facts are not
    /// those that were signed off.
    pub(in crate::alerts) fn replay(
        id: Id<Alert>,
        facts: Facts,
        steps: Vec<Step>,
        seal: SealWith<'_>,
    ) -> Result<Alert, AlertRefused> {
        let is_drafted = steps.first().is_some_and(|step| step.what == What::Drafted && step.who.is_some());
        if !is_drafted {
            return Err(AlertRefused::Altered);
        }
        let mut alert = Alert { id, facts, state: State::Draft, steps: Vec::new(), kept: 0 };
        for step in steps {
            if alert.steps.last().is_some_and(|last| step.at < last.at) || !alert.is_sealed(&step, seal) {
                return Err(AlertRefused::Altered);
            }
            alert.apply(&step).map_err(|_| AlertRefused::Altered)?;
            alert.steps.push(step);
        }
        alert.kept = alert.steps.len();
        alert.binds().then_some(alert).ok_or(AlertRefused::Altered)
    }

    pub fn id(&self) -> Id<Alert> {
        self.id
    }

    /// Its id as the sender knows it.
    pub fn message(&self) -> Id<Message> {
        Id::from_bytes(self.id.bytes())
    }

    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What a member's passkey signs when they sign these facts off.
    pub fn subject(&self, hand: Hand, who: Id<Member>) -> Subject {
        Subject::of(self.message(), hand, who, self.facts.hash())
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    /// Every step, oldest first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The steps that the store has not kept yet; the first has number `steps().len() - unsaved().len()`.
    pub fn unsaved(&self) -> &[Step] {
        &self.steps[self.kept..]
    }

    /// The first of the chain that this belongs to: itself, where it follows nothing.
    pub fn first(&self) -> Id<Alert> {
        self.facts.follows.map_or(self.id, |earlier| earlier.first)
    }

    /// The alert as one that is out now, or `None`. There is no other way to an [`Out`].
    pub fn released(&self, now: Moment) -> Option<Out<'_>> {
        match &self.state {
            State::Released(release) if now < self.facts.expires_at && self.is_bound(release) => {
                Some(Out { alert: self, release })
            }
            _ => None,
        }
    }

    /// The two sign-offs, where it is out or has been.
    pub fn sign_offs(&self) -> Option<&Release> {
        match &self.state {
            State::Released(release) | State::Ended { release, .. } => Some(release),
            _ => None,
        }
    }

    /// How it ended as readers are to see it: an expiry counts from its minute on, whether or not it has been noted.
    pub fn ended(&self, now: Moment) -> Option<(Ending, Moment)> {
        match &self.state {
            State::Ended { how, at, .. } => Some((*how, *at)),
            State::Released(_) if now >= self.facts.expires_at => Some((Ending::Expired, self.facts.expires_at)),
            _ => None,
        }
    }

    /// How a later message would refer to this one; `None` where it never was out.
    pub fn as_earlier(&self) -> Option<Follows> {
        let agency = match self.facts.found {
            Found::Enforcement { agency, .. } | Found::Gone { agency, .. } => Some(agency),
            Found::OtherAgency { .. } | Found::NothingThere => None,
        };
        self.sign_offs().map(|release| Follows {
            alert: self.id,
            released_at: release.released.at,
            first: self.first(),
            agency,
            drill: self.facts.drill,
        })
    }

    /// Who wrote the facts as they stand.
    pub fn drafted_by(&self) -> Option<Id<Member>> {
        self.steps.iter().rev().find(|step| step.what == What::Drafted).and_then(|step| step.who)
    }

    /// Both sign-offs name these facts, and two people made them.
    fn is_bound(&self, release: &Release) -> bool {
        release.binds(self.facts.hash())
    }

    fn binds(&self) -> bool {
        match &self.state {
            State::Draft | State::SentBack { .. } => true,
            State::Waiting { drafted } => drafted.hash == self.facts.hash(),
            State::Released(release) | State::Ended { release, .. } => self.is_bound(release),
        }
    }

    fn is_sealed(&self, step: &Step, seal: SealWith<'_>) -> bool {
        match (step.what.hand(), step.sign_off()) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(hand), Some(signed)) => signed.is_sealed(self.message(), hand, seal),
        }
    }
}

/// Drafting, and what one member may do alone.
impl Alert {
    /// A new draft.
    ///
    /// # Errors
    /// [`AlertRefused::NotActive`], [`AlertRefused::NotADispatcher`].
    pub fn draft(id: Id<Alert>, facts: Facts, by: &Member, now: Moment) -> Result<Alert, AlertRefused> {
        check_role(by, Role::Dispatcher, AlertRefused::NotADispatcher)?;
        let drafted = Step { who: Some(by.id), organization: by.organization, what: What::Drafted, at: now };
        Ok(Alert { id, facts, state: State::Draft, steps: vec![drafted], kept: 0 })
    }

    /// Other facts. Whatever was signed off before counts for nothing any more.
    ///
    /// # Errors
    /// [`AlertRefused::NotADraft`] once it is out; else as [`Alert::draft`].
    pub fn change(&self, facts: Facts, by: &Member, now: Moment) -> Result<Alert, AlertRefused> {
        check_role(by, Role::Dispatcher, AlertRefused::NotADispatcher)?;
        let next = self.take(Some(by), What::Drafted, now)?;
        Ok(Alert { facts, ..next })
    }

    /// The drafter signs the facts off and asks for a second person.
    ///
    /// # Errors
    /// [`AlertRefused::NotADraft`], [`AlertRefused::Expired`], [`AlertRefused::BasisChanged`] where the incident says something
    /// else by now; else as [`Alert::draft`].
    pub fn send(
        &self,
        by: &Member,
        press: Press,
        basis: &Basis<'_>,
        now: Moment,
        seal: SealWith<'_>,
    ) -> Result<Alert, AlertRefused> {
        check_role(by, Role::Dispatcher, AlertRefused::NotADispatcher)?;
        self.check_stands(basis, now)?;
        let at = self.not_before(now);
        let signed = SignOff::make(self.message(), Hand::Drafter, by, self.facts.hash(), at, press, seal);
        self.take(Some(by), What::Sent(signed.into()), at)
    }

    /// A releaser gives it back to whoever drafts.
    ///
    /// # Errors
    /// [`AlertRefused::NotWaiting`], [`AlertRefused::NotAReleaser`], [`AlertRefused::NotActive`].
    pub fn send_back(&self, by: &Member, why: SentBackWhy, now: Moment) -> Result<Alert, AlertRefused> {
        check_role(by, Role::Releaser, AlertRefused::NotAReleaser)?;
        self.take(Some(by), What::SentBack(why), now)
    }

    /// One member, dispatcher or releaser, stops it.
    ///
    /// # Errors
    /// [`AlertRefused::NotReleased`], [`AlertRefused::NotAReleaser`], [`AlertRefused::NotActive`].
    pub fn withdraw(&self, id: Id<Alert>, by: &Member, why: WithdrawWhy, now: Moment) -> Result<Alert, AlertRefused> {
        if check_role(by, Role::Dispatcher, AlertRefused::NotADispatcher).is_err() {
            check_role(by, Role::Releaser, AlertRefused::NotAReleaser)?;
        }
        self.take(Some(by), What::Withdrawn { id, why }, now)
    }

    /// Another message took its place. An expired one may still be followed; a withdrawn one may not.
    ///
    /// # Errors
    /// [`AlertRefused::ChainMoved`] where something else followed it already, or it was withdrawn or never out.
    pub fn followed(&self, by: &Alert, now: Moment) -> Result<Alert, AlertRefused> {
        let what = What::Followed { by: by.id, kind: by.facts.kind };
        self.take(None, what, now).map_err(|_| AlertRefused::ChainMoved)
    }

    /// Its time is over.
    ///
    /// # Errors
    /// [`AlertRefused::NotReleased`] where it is not out, or not yet over.
    pub fn expire(&self, now: Moment) -> Result<Alert, AlertRefused> {
        if now < self.facts.expires_at {
            return Err(AlertRefused::NotReleased);
        }
        self.take(None, What::Expired, now)
    }

    fn check_stands(&self, basis: &Basis<'_>, now: Moment) -> Result<(), AlertRefused> {
        if now >= self.facts.expires_at {
            return Err(AlertRefused::Expired);
        }
        check_seen(self.facts.kind, self.facts.seen_at, now)?;
        check_next_update(self.facts.next_update_at, self.facts.expires_at, now)?;
        if self.facts.place.spot().is_some() && basis.is_home() {
            return Err(AlertRefused::HomePlace);
        }
        if self.facts.stand_on(basis) { Ok(()) } else { Err(AlertRefused::BasisChanged) }
    }

    /// Time as these steps know it: servers' clocks differ by moments, and steps never run backwards.
    fn not_before(&self, now: Moment) -> Moment {
        self.steps.last().map_or(now, |last| last.at.max(now))
    }

    fn take(&self, who: Option<&Member>, what: What, now: Moment) -> Result<Alert, AlertRefused> {
        let organization = who.and_then(|member| member.organization);
        let step = Step { who: who.map(|member| member.id), organization, what, at: self.not_before(now) };
        let mut next = self.clone();
        next.apply(&step)?;
        next.steps.push(step);
        Ok(next)
    }
}

/// Refuses who is not an active member, and else, with `otherwise`, who lacks the role.
fn check_role(member: &Member, role: Role, otherwise: AlertRefused) -> Result<(), AlertRefused> {
    if !matches!(member.standing, Standing::Active { .. }) {
        return Err(AlertRefused::NotActive);
    }
    if member.roles.contains(&role) { Ok(()) } else { Err(otherwise) }
}
