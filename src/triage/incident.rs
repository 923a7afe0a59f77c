//! An incident: what the network looks into, one place and time, fed by reports.
//!
//! A state carries its facts, and every step goes through one door (`apply` in `rules`), live and when read back.
//! Steps take `&self` and give the next incident, so that a refusal leaves the page something to show.
//!
//! ```text
//! Open -> NeedsEyes -> Assigned -> OnScene -> Closed        GaveUp, StoodDown: back to the one before
//!   \--------\------------\-> Closed (without eyes, or two reports)      Closed -> Open within two hours
//! ```

mod confirmed;
mod corroboration;
mod crew;
mod finding;
mod refused;
mod rules;
mod step;
mod waits;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod walks;

pub use confirmed::{Certainty, Confirmed};
pub use corroboration::{ContentMark, Corroboration, Review, ReviewedMedia, SenderMark, Testimony};
pub use crew::{Crew, Going, Present};
pub use finding::{Evidence, Finding, NotNeeded, Outcome, UnableWhy, Verification, WithoutEyes};
pub use refused::StepRefused;
pub use step::{Answer, Asked, ReopenWhy, Step, What};

use crate::drills::Drill;
use crate::ground::clock::Moment;
use crate::ground::id::Id;
use crate::people::Member;
use crate::places::{AreaKey, Cell};

/// The longest ETA a verifier may give, in minutes. Beyond it, somebody nearer should be asked.
pub const ETA_MINUTES_MAX: u16 = 90;

/// How long after closing a dispatcher may reopen, in minutes. Later, it is another event and another incident.
pub const REOPEN_MINUTES_MAX: i64 = 120;

/// How many people are sent to one place unless the network chose fewer: enough for eyes and a witness, no crowd.
pub const CAP_PEOPLE_DEFAULT: u8 = 4;

/// The most that a network may choose as its cap. More people than this is a crowd, which changes the scene.
pub const CAP_PEOPLE_MAX: u8 = 8;

/// The most people who may be out on one incident at once: 1 to [`CAP_PEOPLE_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cap(u8);

impl Cap {
    /// The cap with this many people, or `None` outside 1 to [`CAP_PEOPLE_MAX`].
    pub const fn new(people: u8) -> Option<Cap> {
        if people >= 1 && people <= CAP_PEOPLE_MAX { Some(Cap(people)) } else { None }
    }

    /// The number of people.
    pub const fn people(self) -> u8 {
        self.0
    }
}

impl Default for Cap {
    fn default() -> Self {
        Cap(CAP_PEOPLE_DEFAULT)
    }
}

/// What stays the same from opening on: the place, as coarsely as the machine may know it, the cap, and whether it is real.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scene {
    pub cell: Cell,
    pub area: AreaKey,
    pub cap: Cap,
    /// The drill that it belongs to; `None` is real.
    pub drill: Option<Id<Drill>>,
}

/// A member who goes and looks, as the rooms that know them vouch for it at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verifier {
    pub id: Id<Member>,
    /// The last moment of their verifier training.
    pub trained_until: Moment,
    /// Another incident on which they are out ([`Incident::people_out`] of that one names them).
    pub out_on: Option<Id<Incident>>,
}

/// Where an incident stands. What a state knows is inside it; there are no flags beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Somebody made an incident of the reports; nothing is decided.
    Open,
    /// A dispatcher wants it looked at; nobody is on the way.
    NeedsEyes { since: Moment },
    /// `to` said "I go" first; `also` said so later, up to the cap.
    Assigned { to: Going, also: Vec<Going> },
    /// `who` said "I am there" first.
    OnScene { who: Present, also: Vec<Present>, coming: Vec<Going> },
    /// `still_out` are those whose eyes may yet outweigh what settled it: others on the scene, who may look at the other corner, and whoever
    /// was on the way when two reports settled it. What they find replaces the outcome: the latest look counts.
    Closed { outcome: Outcome, at: Moment, still_out: Crew },
}

/// One incident with its whole timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    id: Id<Incident>,
    scene: Scene,
    state: State,
    asked: Vec<Asked>,
    timeline: Vec<Step>,
    /// How many steps of the timeline were read back and are therefore kept already.
    kept: usize,
}

/// Opening, reading back, and what can be read.
impl Incident {
    /// Opens an incident; `by` is `None` where the network itself did (a site's protocol, a partner network).
    pub fn open(id: Id<Incident>, scene: Scene, by: Option<Id<Member>>, now: Moment) -> Incident {
        let opened = Step { who: by, what: What::Opened, at: now, entered_by: None };
        Incident { id, scene, state: State::Open, asked: Vec::new(), timeline: vec![opened], kept: 0 }
    }

    /// The incident that these kept steps lead to, oldest first.
    ///
    /// Only this room may read back, so that nobody else can make a [`Confirmed`] out of steps that never were.
    /// Limits that may change (ETA, reopening, training) are not judged again; the order of states is.
    ///
    /// # Errors
    /// [`StepRefused::TimelineBroken`] where the first step is not the opening or time runs backwards; else what the
    /// illegal step would have been refused with.
    pub(in crate::triage) fn replay(id: Id<Incident>, scene: Scene, steps: Vec<Step>) -> Result<Incident, StepRefused> {
        let mut steps = steps.into_iter();
        let first = steps.next().filter(|step| step.what == What::Opened).ok_or(StepRefused::TimelineBroken)?;
        let mut incident = Incident::open(id, scene, first.who, first.at);
        for step in steps {
            if step.at < incident.not_before(step.at) {
                return Err(StepRefused::TimelineBroken);
            }
            incident.apply(&step)?;
            incident.timeline.push(step);
        }
        incident.kept = incident.timeline.len();
        Ok(incident)
    }

    pub fn id(&self) -> Id<Incident> {
        self.id
    }

    pub fn scene(&self) -> Scene {
        self.scene
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    /// Everybody asked since it was opened (or reopened), in the order of asking, with their last answer.
    pub fn asked(&self) -> &[Asked] {
        &self.asked
    }

    /// Every step, oldest first. Nothing is ever taken out of it.
    pub fn timeline(&self) -> &[Step] {
        &self.timeline
    }

    /// The steps that the store has not kept yet, oldest first; the first has number `timeline().len() - unsaved().len()`.
    pub fn unsaved(&self) -> &[Step] {
        &self.timeline[self.kept..]
    }

    /// Who is out because of this incident: there, on the way, or not yet back after it was settled without them.
    pub fn crew(&self) -> Crew {
        Crew::of(&self.state)
    }

    /// The members in [`Incident::crew`]. Whoever is named here may not accept another incident.
    pub fn people_out(&self) -> Vec<Id<Member>> {
        self.crew().members()
    }

    /// How many more may be sent: the cap less those who are out, and none once it is closed.
    pub fn free_places(&self) -> usize {
        match self.state {
            State::Closed { .. } => 0,
            _ => usize::from(self.scene.cap.people()).saturating_sub(self.crew().len()),
        }
    }

    /// The proof that this incident is confirmed, or `None`. There is no other way to a [`Confirmed`].
    pub fn confirmed(&self) -> Option<Confirmed<'_>> {
        Confirmed::of(self)
    }

    /// True while somebody on the scene has not said yet what they see, though somebody else's look, which was not "confirmed", settled it.
    pub fn may_yet_be_seen(&self) -> bool {
        let State::Closed { still_out, outcome, .. } = &self.state else { return false };
        !still_out.there().is_empty() && !matches!(outcome, Outcome::Confirmed { .. })
    }

    /// True where people who looked since it was opened (or reopened) said different things.
    pub fn findings_differ(&self) -> bool {
        let since = self.timeline.iter().rev().take_while(|step| !matches!(step.what, What::Reopened(_)));
        let mut codes = since.filter_map(|step| match &step.what {
            What::Found(Verification::Unable(_)) => None,
            What::Found(found) => Some(found.code()),
            _ => None,
        });
        codes.next().is_some_and(|last| codes.any(|code| code != last))
    }

    /// The dispatcher who entered the finding that settled it, where the verifier said it by phone.
    pub fn finding_entered_by(&self) -> Option<Id<Member>> {
        let State::Closed { at, .. } = &self.state else { return None };
        let settled = self.timeline.iter().rev().find(|step| step.at == *at && matches!(step.what, What::Found(_)));
        settled.and_then(|step| step.entered_by)
    }

    /// Time as this timeline knows it: servers' clocks differ by moments, and a timeline never runs backwards.
    fn not_before(&self, now: Moment) -> Moment {
        self.timeline.last().map_or(now, |last| last.at.max(now))
    }

    fn take(&self, who: Option<Id<Member>>, what: What, now: Moment) -> Result<Incident, StepRefused> {
        let step = Step { who, what, at: self.not_before(now), entered_by: None };
        let mut next = self.clone();
        next.apply(&step)?;
        next.timeline.push(step);
        Ok(next)
    }
}

/// What a dispatcher does.
impl Incident {
    /// "Somebody should look." Refused unless it is open and nobody asked for eyes yet.
    pub fn ask_for_eyes(&self, dispatcher: Id<Member>, now: Moment) -> Result<Incident, StepRefused> {
        self.take(Some(dispatcher), What::EyesNeeded, now)
    }

    /// Asks these members to go and look; `by` is `None` where the network asks the next wave by itself.
    pub fn ask(&self, by: Option<Id<Member>>, whom: &[Id<Member>], now: Moment) -> Result<Incident, StepRefused> {
        self.take(by, What::Asked { whom: whom.to_vec() }, now)
    }

    /// Calls one member back who is out. The place in the cap is free again.
    pub fn stand_down(&self, dispatcher: Id<Member>, whom: Id<Member>, now: Moment) -> Result<Incident, StepRefused> {
        self.take(Some(dispatcher), What::StoodDown { whom }, now)
    }

    /// Closes it without anybody having looked, and says why. Refused while somebody is on the scene.
    pub fn close_without_eyes(
        &self,
        dispatcher: Id<Member>,
        why: WithoutEyes,
        now: Moment,
    ) -> Result<Incident, StepRefused> {
        if why == WithoutEyes::DuplicateOf(self.id) {
            return Err(StepRefused::DuplicateOfItself);
        }
        self.take(Some(dispatcher), What::ClosedWithoutEyes(why), now)
    }

    /// Closes it as confirmed by two independent first-hand reports, certainty [`Certainty::Likely`].
    ///
    /// Refused while somebody is on the scene: their eyes outweigh pictures and are a minute away. `finding.seen_at`
    /// lies between the two sightings.
    pub fn corroborated(
        &self,
        dispatcher: Id<Member>,
        proof: &Corroboration,
        finding: Finding,
        now: Moment,
    ) -> Result<Incident, StepRefused> {
        if proof.incident() != self.id {
            return Err(StepRefused::OtherIncident);
        }
        let (earlier, later) = proof.seen_between();
        finding.check_confirmed()?;
        finding.check_seen(earlier, later.min(self.not_before(now)))?;
        let (reports, reviewed_by) = (proof.reports(), proof.reviewed_by());
        self.take(Some(dispatcher), What::Corroborated { finding, reports, reviewed_by }, now)
    }

    /// Enters what a verifier said by phone: the verifier's own step, under the same rules, with the dispatcher's name beside it.
    ///
    /// # Errors
    /// What the step itself is refused with; [`StepRefused::TimelineBroken`] where it is no verifier's step.
    pub fn phoned_in(
        &self,
        dispatcher: Id<Member>,
        said: impl FnOnce(&Incident) -> Result<Incident, StepRefused>,
    ) -> Result<Incident, StepRefused> {
        let mut next = said(self)?;
        for step in next.timeline.iter_mut().skip(self.timeline.len()) {
            if !step.what.is_a_verifiers() {
                return Err(StepRefused::TimelineBroken);
            }
            step.entered_by = Some(dispatcher);
        }
        Ok(next)
    }

    /// Ends it with its drill, wherever it stands: whoever is out is off at once. `by` is `None` where the clock ended the drill.
    ///
    /// Refused for what is real, and where there is nothing left to end.
    pub fn end_with_drill(&self, by: Option<Id<Member>>, now: Moment) -> Result<Incident, StepRefused> {
        self.take(by, What::DrillOver, now)
    }

    /// Opens it again within [`REOPEN_MINUTES_MAX`] of closing. Everybody may be asked anew.
    pub fn reopen(&self, dispatcher: Id<Member>, why: ReopenWhy, now: Moment) -> Result<Incident, StepRefused> {
        if let State::Closed { at, .. } = &self.state
            && now > at.plus_minutes(REOPEN_MINUTES_MAX)
        {
            return Err(StepRefused::TooLateToReopen);
        }
        self.take(Some(dispatcher), What::Reopened(why), now)
    }
}

/// What a verifier does.
impl Incident {
    /// "I go, I am there in `eta_minutes`" (1 to [`ETA_MINUTES_MAX`]).
    ///
    /// A late yes is used: whoever was asked may accept after others did, or after having declined, while the cap
    /// has room. Refused to whoever is out elsewhere or whose training is over.
    pub fn accept(&self, verifier: &Verifier, eta_minutes: u16, now: Moment) -> Result<Incident, StepRefused> {
        self.check_trained(verifier, now)?;
        if verifier.out_on.is_some_and(|other| other != self.id) {
            return Err(StepRefused::OutElsewhere);
        }
        let due_at = self.due_at(eta_minutes, now)?;
        self.take(Some(verifier.id), What::Accepted { due_at }, now)
    }

    /// "It takes longer": a new ETA counted from now.
    pub fn new_eta(&self, who: Id<Member>, eta_minutes: u16, now: Moment) -> Result<Incident, StepRefused> {
        let due_at = self.due_at(eta_minutes, now)?;
        self.take(Some(who), What::NewEta { due_at }, now)
    }

    /// "I cannot" before having said yes.
    pub fn decline(&self, who: Id<Member>, now: Moment) -> Result<Incident, StepRefused> {
        self.take(Some(who), What::Declined, now)
    }

    /// "I am there."
    pub fn arrive(&self, who: Id<Member>, now: Moment) -> Result<Incident, StepRefused> {
        self.take(Some(who), What::Arrived, now)
    }

    /// What a verifier on the scene found: closes it, and calls back whoever is on the way. Others on the scene may still say what they see,
    /// and the latest look counts.
    ///
    /// One exception: "unable" while others are out only takes this verifier off, because the others may be able.
    pub fn found(&self, verifier: &Verifier, found: Verification, now: Moment) -> Result<Incident, StepRefused> {
        let since = self.crew().there_since(verifier.id).ok_or(StepRefused::NotOnScene)?;
        self.check_trained(verifier, now)?;
        found.check(since, self.not_before(now))?;
        self.take(Some(verifier.id), What::Found(found), now)
    }

    /// "I said yes and cannot go on."
    pub fn give_up(&self, who: Id<Member>, now: Moment) -> Result<Incident, StepRefused> {
        self.take(Some(who), What::GaveUp, now)
    }

    fn due_at(&self, eta_minutes: u16, now: Moment) -> Result<Moment, StepRefused> {
        if eta_minutes == 0 || eta_minutes > ETA_MINUTES_MAX {
            return Err(StepRefused::EtaOutOfRange);
        }
        Ok(self.not_before(now).plus_minutes(i64::from(eta_minutes)))
    }

    fn check_trained(&self, verifier: &Verifier, now: Moment) -> Result<(), StepRefused> {
        if verifier.trained_until < self.not_before(now) { Err(StepRefused::NotTrained) } else { Ok(()) }
    }
}
