//! A sign-off: one member's "these are the facts", sealed by the server at that moment.
//!
//! The seal is a keyed hash over who, when, in which hand, for which message and which facts. Its key lies beside the database and never in it:
//! whoever can write every row still cannot make a sign-off that was never given, nor move one to another message.

use super::{Press, Subject};
use crate::ground::keys::{Keys, sha256};
use crate::ground::{Id, Moment};
use crate::people::{Member, Organization};

/// The purpose of the keyed hash that seals a sign-off.
const SEAL_PURPOSE: &str = "alert sign-off";

/// Marks the ids of what goes out: `alerts` calls it an alert, whatever its kind.
#[derive(Debug)]
pub enum Message {}

/// SHA-256 of the facts' one spelling. Both sign-offs name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FactsHash(pub [u8; 32]);

impl FactsHash {
    /// As a page carries it, so that what is signed is what was on the screen.
    pub fn text(self) -> String {
        hex::encode(self.0)
    }
}

/// A keyed hash by the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seal(pub [u8; 32]);

/// Makes the keyed hash of a statement. The key is the caller's.
pub type SealWith<'a> = &'a dyn Fn(&[u8]) -> [u8; 32];

/// How this server seals sign-offs.
pub fn seal(keys: &Keys) -> impl Fn(&[u8]) -> [u8; 32] + use<> {
    let keys = keys.clone();
    move |statement: &[u8]| keys.keyed_hash(SEAL_PURPOSE, statement)
}

/// One member's sign-off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    pub who: Id<Member>,
    pub organization: Option<Id<Organization>>,
    pub at: Moment,
    pub hash: FactsHash,
    /// Their passkey's own signature. `None` in rows of before there were any: such a sign-off is read, and lets nothing out any more.
    pub press: Option<Press>,
    pub seal: Seal,
}

/// In which hand somebody signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    Drafter,
    Releaser,
}

impl Hand {
    /// As it stands in statements.
    pub(super) const fn number(self) -> u8 {
        match self {
            Hand::Drafter => 1,
            Hand::Releaser => 2,
        }
    }
}

impl SignOff {
    /// Signs.
    pub fn make(
        message: Id<Message>,
        hand: Hand,
        by: &Member,
        hash: FactsHash,
        at: Moment,
        press: Press,
        seal: SealWith<'_>,
    ) -> SignOff {
        let (who, organization, press) = (by.id, by.organization, Some(press));
        let unsealed = SignOff { who, organization, at, hash, press, seal: Seal([0; 32]) };
        unsealed.sealed_anew(message, hand, seal)
    }

    /// With a seal over what it says now.
    pub(super) fn sealed_anew(self, message: Id<Message>, hand: Hand, seal: SealWith<'_>) -> SignOff {
        SignOff { seal: Seal(seal(&self.statement(message, hand))), ..self }
    }

    /// Whether this server sealed this very sign-off.
    pub fn is_sealed(&self, message: Id<Message>, hand: Hand, seal: SealWith<'_>) -> bool {
        seal(&self.statement(message, hand)) == self.seal.0
    }

    /// Whether its member's passkey signed it.
    pub(super) fn is_pressed(&self, message: Id<Message>, hand: Hand) -> bool {
        self.press.as_ref().is_some_and(|press| press.holds(Subject::of(message, hand, self.who, self.hash)))
    }

    /// What is sealed. Every part has a fixed length, so that no two sign-offs make one statement.
    fn statement(&self, message: Id<Message>, hand: Hand) -> Vec<u8> {
        let version: &[u8] = if self.press.is_some() { b"cuadra alert sign-off 2" } else { b"cuadra alert sign-off 1" };
        let mut out = version.to_vec();
        out.push(hand.number());
        out.extend(message.bytes());
        out.extend(self.who.bytes());
        out.push(u8::from(self.organization.is_some()));
        out.extend(self.organization.map_or([0; 16], Id::bytes));
        out.extend(self.at.micros().to_be_bytes());
        out.extend(self.hash.0);
        if let Some(press) = &self.press {
            out.extend(sha256(press.spelled().as_bytes()));
        }
        out
    }
}
