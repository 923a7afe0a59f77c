//! The steps of an alert's life, and the sign-offs among them.

use super::{SentBackWhy, WithdrawWhy};
use crate::alerts::alert::Kind;
use crate::alerts::state::Alert;
use crate::ground::{Id, Moment};
use crate::people::{Member, Organization};
use crate::release::{FactsHash, Hand, Press, Seal, SignOff};

/// What happened to an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Drafted,
    Sent(Signature),
    SentBack(SentBackWhy),
    Released(Signature),
    Followed { by: Id<Alert>, kind: Kind },
    Expired,
    Withdrawn { id: Id<Alert>, why: WithdrawWhy },
}

/// A sign-off without what its step says already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub hash: FactsHash,
    pub press: Option<Press>,
    pub seal: Seal,
}

impl From<SignOff> for Signature {
    fn from(signed: SignOff) -> Self {
        Signature { hash: signed.hash, press: signed.press, seal: signed.seal }
    }
}

/// One step of an alert's life. Never changed and never taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// `None` where the clock did it.
    pub who: Option<Id<Member>>,
    /// The organization for which they did it, as it was then.
    pub organization: Option<Id<Organization>>,
    pub what: What,
    pub at: Moment,
}

impl What {
    /// The hand that a step of this sort is signed in; `None` where it is not signed.
    pub(super) fn hand(&self) -> Option<Hand> {
        match self {
            What::Sent(_) => Some(Hand::Drafter),
            What::Released(_) => Some(Hand::Releaser),
            _ => None,
        }
    }
}

impl Step {
    /// The sign-off that this step is; `None` where it is none, or nobody made it.
    pub(super) fn sign_off(&self) -> Option<SignOff> {
        let (What::Sent(signed) | What::Released(signed)) = &self.what else { return None };
        let Signature { hash, press, seal } = signed.clone();
        Some(SignOff { who: self.who?, organization: self.organization, at: self.at, hash, press, seal })
    }
}
