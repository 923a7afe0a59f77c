//! The second person's yes.

use super::{Alert, Ending, State, What, check_role};
use crate::alerts::alert::Kind;
use crate::alerts::basis::Basis;
use crate::alerts::refused::AlertRefused;
use crate::ground::Moment;
use crate::people::{Member, Role, Standing};
use crate::release::{Hand, Press, SealWith, SignOff};

/// What stands around an alert when it is released, read in the same transaction.
#[derive(Debug, Clone, Copy)]
pub struct Chain<'a> {
    /// The alert that it follows, where it follows one.
    pub followed: Option<&'a Alert>,
    /// Whether an alert besides that one, and besides what it [takes back](Alert::takes_back), is live for the same incident.
    pub is_another_live: bool,
}

/// Everything that a release is judged by, besides the alert itself.
#[derive(Debug, Clone, Copy)]
pub struct Releasing<'a> {
    pub by: &'a Member,
    /// The member who signed the draft off, as they stand now.
    pub drafter: &'a Member,
    /// What the releaser's passkey signed just now.
    pub press: &'a Press,
    pub basis: Basis<'a>,
    pub chain: Chain<'a>,
    /// Whether this network wants the two to be of different organizations.
    pub two_organizations: bool,
}

impl Alert {
    /// The second person says yes: from here on it is out.
    ///
    /// # Errors
    /// Everything that [`AlertRefused`] knows about roles, persons, organizations, time, facts, incident and chain.
    pub fn release(&self, releasing: &Releasing<'_>, now: Moment, seal: SealWith<'_>) -> Result<Alert, AlertRefused> {
        let State::Waiting { drafted } = &self.state else { return Err(AlertRefused::NotWaiting) };
        self.check_people(drafted, releasing)?;
        if drafted.hash != self.facts.hash() {
            return Err(AlertRefused::FactsChanged);
        }
        self.check_stands(&releasing.basis, now)?;
        self.check_chain(&releasing.chain)?;
        let at = self.not_before(now);
        let press = releasing.press.clone();
        let signed = SignOff::make(self.message(), Hand::Releaser, releasing.by, drafted.hash, at, press, seal);
        self.take(Some(releasing.by), What::Released(signed.into()), at)
    }

    /// Two different active members, the second a releaser who is really there; of two organizations where asked.
    fn check_people(&self, drafted: &SignOff, releasing: &Releasing<'_>) -> Result<(), AlertRefused> {
        let Releasing { by, drafter, .. } = releasing;
        check_role(by, Role::Releaser, AlertRefused::NotAReleaser)?;
        if drafter.id != drafted.who || !matches!(drafter.standing, Standing::Active { .. }) {
            return Err(AlertRefused::NotActive);
        }
        // Whoever wrote the facts is as little a second person as whoever signed them off.
        if by.id == drafted.who || self.drafted_by() == Some(by.id) {
            return Err(AlertRefused::SamePerson);
        }
        // Nobody is the second person for what they wrote down themselves.
        if releasing.basis.entered_by() == Some(by.id) {
            return Err(AlertRefused::EnteredTheFinding);
        }
        // The organization is taken as it was signed: changing a member's organization in between opens nothing.
        let apart = matches!((drafted.organization, by.organization), (Some(one), Some(two)) if one != two);
        if releasing.two_organizations && !apart { Err(AlertRefused::SameOrganization) } else { Ok(()) }
    }

    fn check_chain(&self, chain: &Chain<'_>) -> Result<(), AlertRefused> {
        let Some(follows) = self.facts.follows() else {
            return if chain.is_another_live { Err(AlertRefused::AlreadyAlerted) } else { Ok(()) };
        };
        let followed = chain.followed.filter(|earlier| earlier.id == follows.alert && !chain.is_another_live);
        match followed.map(Alert::state) {
            Some(State::Released(_) | State::Ended { how: Ending::Expired, .. }) => Ok(()),
            _ => Err(AlertRefused::ChainMoved),
        }
    }
}

impl Alert {
    /// Whether the release of this ends `other`: an alert does not wait for the "we checked" of its own incident to run out, it takes its
    /// place, and whoever heard that one hears this.
    pub fn takes_back(&self, other: &Alert) -> bool {
        let (mine, its) = (&self.facts, &other.facts);
        let is_said = match &other.state {
            State::Released(_) | State::Ended { how: Ending::Expired, .. } => true,
            State::Ended { how: Ending::Followed { by, .. }, .. } => *by == self.id,
            _ => false,
        };
        mine.kind == Kind::Alert
            && its.kind == Kind::Checked
            && (mine.incident, mine.drill) == (its.incident, its.drill)
            && is_said
    }

    /// Its drill is over, and so is it, whatever its time.
    ///
    /// # Errors
    /// [`AlertRefused::NotReleased`] where it is not out, or no drill.
    pub fn end_with_drill(&self, now: Moment) -> Result<Alert, AlertRefused> {
        if !self.facts.drill {
            return Err(AlertRefused::NotReleased);
        }
        self.take(None, What::Expired, now)
    }
}
