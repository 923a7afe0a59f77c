//! A sign-off: one member's "these are the facts", sealed by the server at that moment.
//!
//! The seal is a keyed hash over who, when, in which hand, for which alert and which facts. Its key lies beside the database and never in it:
//! whoever can write every row still cannot make a sign-off that was never given, nor move one to another alert.

use super::{Alert, Step, What};
use crate::alerts::facts_text::FactsHash;
use crate::ground::Moment;
use crate::ground::id::Id;
use crate::people::{Member, Organization};

/// A keyed hash by the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seal(pub [u8; 32]);

/// Makes the keyed hash of a statement. The key is the caller's.
pub type SealWith<'a> = &'a dyn Fn(&[u8]) -> [u8; 32];

/// One member's sign-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    pub who: Id<Member>,
    pub organization: Option<Id<Organization>>,
    pub at: Moment,
    pub hash: FactsHash,
    pub(super) seal: Seal,
}

/// In which hand somebody signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    Drafter,
    Releaser,
}

impl Hand {
    /// The hand that a step of this sort is signed in; `None` where it is not signed.
    pub(super) fn of(what: &What) -> Option<Hand> {
        match what {
            What::Sent { .. } => Some(Hand::Drafter),
            What::Released { .. } => Some(Hand::Releaser),
            _ => None,
        }
    }
}

impl SignOff {
    /// The sign-off that a step is; `None` where it is none, or nobody made it.
    pub(super) fn of(step: &Step) -> Option<SignOff> {
        let (What::Sent { hash, seal } | What::Released { hash, seal }) = step.what else { return None };
        Some(SignOff { who: step.who?, organization: step.organization, at: step.at, hash, seal })
    }

    /// Signs.
    pub(super) fn make(
        alert: Id<Alert>,
        hand: Hand,
        by: &Member,
        hash: FactsHash,
        at: Moment,
        seal: SealWith<'_>,
    ) -> SignOff {
        let unsealed = SignOff { who: by.id, organization: by.organization, at, hash, seal: Seal([0; 32]) };
        SignOff { seal: Seal(seal(&unsealed.statement(alert, hand))), ..unsealed }
    }

    /// Whether this server sealed this very sign-off.
    pub(super) fn is_sealed(&self, alert: Id<Alert>, hand: Hand, seal: SealWith<'_>) -> bool {
        seal(&self.statement(alert, hand)) == self.seal.0
    }

    /// What is sealed. Every part has a fixed length, so that no two sign-offs make one statement.
    fn statement(&self, alert: Id<Alert>, hand: Hand) -> Vec<u8> {
        let mut out = b"cuadra alert sign-off 1".to_vec();
        out.push(if hand == Hand::Drafter { 1 } else { 2 });
        out.extend(alert.bytes());
        out.extend(self.who.bytes());
        out.push(u8::from(self.organization.is_some()));
        out.extend(self.organization.map_or([0; 16], Id::bytes));
        out.extend(self.at.micros().to_be_bytes());
        out.extend(self.hash.0);
        out
    }
}
