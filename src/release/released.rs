//! Two sign-offs that belong together, and the proof that they do.

use super::{FactsHash, Hand, Message, SealWith, SignOff};
use crate::ground::{Id, Moment};

/// The two sign-offs behind a message that is out or has been. What was read from a row may hold anything: [`Release::proof`] looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    pub drafted: SignOff,
    pub released: SignOff,
}

/// The proof that two different members signed the same facts of one message off. Only [`Release::proof`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    message: Id<Message>,
    release: Release,
}

impl Release {
    /// Whether both sign-offs name these facts, and two people made them.
    pub fn binds(&self, hash: FactsHash) -> bool {
        self.drafted.hash == hash && self.released.hash == hash && self.drafted.who != self.released.who
    }

    /// The proof, or `None` where a seal is not this server's or was made for something else, where a member's own signature is missing or
    /// wrong, or where one person signed twice.
    pub fn proof(&self, message: Id<Message>, seal: SealWith<'_>) -> Option<Released> {
        let signed = [(&self.drafted, Hand::Drafter), (&self.released, Hand::Releaser)];
        let holds = |(sign_off, hand): &(&SignOff, Hand)| {
            sign_off.is_sealed(message, *hand, seal) && sign_off.is_pressed(message, *hand)
        };
        let holds = self.binds(self.drafted.hash) && signed.iter().all(holds);
        holds.then(|| Released { message, release: self.clone() })
    }
}

impl Released {
    /// Which message.
    pub const fn message(&self) -> Id<Message> {
        self.message
    }

    /// The facts that both signed off.
    pub const fn hash(&self) -> FactsHash {
        self.release.released.hash
    }

    /// When the second person said yes.
    pub const fn at(&self) -> Moment {
        self.release.released.at
    }

    /// The sign-offs.
    pub const fn release(&self) -> &Release {
        &self.release
    }

    /// Whether the two signed for different organizations, as they were when they signed.
    pub fn is_of_two_organizations(&self) -> bool {
        let Release { drafted, released } = &self.release;
        matches!((drafted.organization, released.organization), (Some(one), Some(two)) if one != two)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::keys::mac;
    use crate::ground::locale::Lang;
    use crate::people::{Alias, Member, Role, Standing};
    use crate::release::{Press, Subject};

    const NOW: Moment = Moment::from_seconds(1_768_400_000);

    fn member(alias: &str) -> Member {
        Member {
            id: Id::new(NOW),
            alias: Alias::parse(alias).unwrap(),
            organization: None,
            roles: vec![Role::Dispatcher, Role::Releaser],
            lang: Lang::Es,
            standing: Standing::Active { since: NOW },
        }
    }

    fn signed(message: Id<Message>, hand: Hand, by: &Member, hash: u8, key: u8) -> SignOff {
        let hash = FactsHash([hash; 32]);
        let press = Press::made_up(Subject::of(message, hand, by.id, hash)).unwrap();
        SignOff::make(message, hand, by, hash, NOW, press, &|statement| mac(&[key; 32], statement))
    }

    #[test]
    fn two_different_people_make_a_proof_and_nothing_else_does() {
        let seal = |statement: &[u8]| mac(&[7; 32], statement);
        let (ana, ben) = (member("Ana"), member("Ben"));
        let (one, other) = (Id::new(NOW), Id::new(NOW));
        let right = Release {
            drafted: signed(one, Hand::Drafter, &ana, 1, 7),
            released: signed(one, Hand::Releaser, &ben, 1, 7),
        };
        assert_eq!(right.proof(one, &seal).map(|proof| proof.message()), Some(one));
        assert_eq!(right.proof(other, &seal), None, "moved to another message");
        let with = |drafted: SignOff, released: SignOff| Release { drafted, released }.proof(one, &seal);
        assert_eq!(with(right.drafted.clone(), signed(one, Hand::Releaser, &ana, 1, 7)), None, "one person twice");
        assert_eq!(with(right.drafted.clone(), signed(one, Hand::Releaser, &ben, 2, 7)), None, "other facts");
        assert_eq!(
            with(right.drafted.clone(), signed(one, Hand::Drafter, &ben, 1, 7)),
            None,
            "a drafter is no releaser"
        );
        assert_eq!(with(right.drafted.clone(), signed(one, Hand::Releaser, &ben, 1, 8)), None, "another server's seal");
        let late = SignOff { at: NOW.plus_minutes(1), ..right.released.clone() };
        assert_eq!(with(right.drafted.clone(), late), None, "another time");
    }

    #[test]
    fn what_the_server_sealed_and_no_passkey_signed_is_no_proof() {
        let seal = |statement: &[u8]| mac(&[7; 32], statement);
        let (ana, ben, one) = (member("Ana"), member("Ben"), Id::new(NOW));
        let right = Release {
            drafted: signed(one, Hand::Drafter, &ana, 1, 7),
            released: signed(one, Hand::Releaser, &ben, 1, 7),
        };
        assert!(right.proof(one, &seal).is_some(), "the control");
        // Sealed all the same, as by a server whose code forgot to ask.
        let with = |released: SignOff| Release { released, ..right.clone() }.proof(one, &seal);
        let foreign = Press::made_up(Subject::of(one, Hand::Drafter, ben.id, FactsHash([1; 32]))).unwrap();
        let hash = FactsHash([1; 32]);
        assert_eq!(with(SignOff::make(one, Hand::Releaser, &ben, hash, NOW, foreign, &seal)), None, "another hand's");
        let unsigned = SignOff { press: None, ..right.released.clone() };
        assert_eq!(with(unsigned.sealed_anew(one, Hand::Releaser, &seal)), None, "nobody's");
    }
}
