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
    is_pressed: bool,
}

impl Release {
    /// Whether both sign-offs name these facts, and two people made them.
    pub fn binds(&self, hash: FactsHash) -> bool {
        self.drafted.hash == hash && self.released.hash == hash && self.drafted.who != self.released.who
    }

    /// The proof, or `None` where a seal is not this server's or was made for something else, where a passkey's signature is wrong, or where
    /// one person signed twice.
    pub fn proof(&self, message: Id<Message>, seal: SealWith<'_>) -> Option<Released> {
        let signed = [(&self.drafted, Hand::Drafter), (&self.released, Hand::Releaser)];
        let sealed = signed.iter().all(|(sign_off, hand)| sign_off.is_sealed(message, *hand, seal));
        if !sealed || !self.binds(self.drafted.hash) {
            return None;
        }
        let pressed = signed.map(|(sign_off, hand)| sign_off.is_pressed(message, hand));
        let is_pressed = pressed == [Some(true), Some(true)];
        (!pressed.contains(&Some(false))).then(|| Released { message, release: self.clone(), is_pressed })
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

    /// Whether both members' passkeys signed it. A network of people sends nothing else; made-up members have no passkeys.
    pub const fn is_pressed(&self) -> bool {
        self.is_pressed
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
    use crate::release::Subject;
    use crate::testkit::Device;

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
        SignOff::make(message, hand, by, FactsHash([hash; 32]), NOW, None, &|statement| mac(&[key; 32], statement))
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
        assert!(!right.proof(one, &seal).unwrap().is_pressed(), "no passkey was used");
    }

    #[test]
    fn a_proof_tells_whether_both_passkeys_signed_and_a_wrong_signature_is_none() {
        let seal = |statement: &[u8]| mac(&[7; 32], statement);
        let (ana, ben, one) = (member("Ana"), member("Ben"), Id::new(NOW));
        let hash = FactsHash([1; 32]);
        let pressed = |hand, by: &Member, signing| {
            let press = Device::new().press(Subject::of(one, signing, by.id, hash));
            SignOff::make(one, hand, by, hash, NOW, Some(press), &seal)
        };
        let drafted = pressed(Hand::Drafter, &ana, Hand::Drafter);
        let right = Release { released: pressed(Hand::Releaser, &ben, Hand::Releaser), drafted: drafted.clone() };
        assert!(right.proof(one, &seal).unwrap().is_pressed());
        let half = Release { released: signed(one, Hand::Releaser, &ben, 1, 7), drafted: drafted.clone() };
        assert!(!half.proof(one, &seal).unwrap().is_pressed(), "one of two is not both");
        let wrong = Release { released: pressed(Hand::Releaser, &ben, Hand::Drafter), drafted };
        assert_eq!(wrong.proof(one, &seal), None, "the server sealed what no passkey signed");
        let taken = SignOff { press: None, ..right.released.clone() };
        assert_eq!(Release { released: taken, ..right }.proof(one, &seal), None, "the seal covers the signature");
    }
}
