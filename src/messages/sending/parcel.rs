//! Parcels: the name of one text of a broadcast, for the provider to call it by when it tells what became of it.
//!
//! In: a broadcast and a seat. Out: sixteen bytes that show neither, the same on every try, and only we can make. No table holds them: a name says,
//! to us alone, which seat it is and how the broadcast's id ends. A keyed hash over both, with a mask made of that hash: the synthetic
//! initialization vector of RFC 5297, section 2.6, with HMAC in place of AES.

use crate::ground::Id;
use crate::ground::keys::Keys;
use crate::release::Message;
use crate::subscriptions::Seat;

/// Purposes of the keyed hashes.
const NAME_PURPOSE: &str = "text parcel";
const MASK_PURPOSE: &str = "text parcel mask";

/// Bytes of each half: the hash, and what is behind the mask.
const HALF: usize = 8;

/// What a name says, before it is believed: see [`Claim::is_of`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::messages) struct Claim {
    name: [u8; 16],
    pub seat: Seat,
    /// The last four bytes of the broadcast's id.
    pub id_end: [u8; 4],
}

/// The name of a broadcast's text to a seat.
pub(in crate::messages) fn name(keys: &Keys, id: Id<Message>, seat: Seat) -> [u8; 16] {
    let [.., a, b, c, d] = id.bytes();
    let hash = keys.keyed_hash(NAME_PURPOSE, &[id.bytes().as_slice(), &seat.0.to_be_bytes()].concat());
    let mut name = [0; 16];
    name[..HALF].copy_from_slice(&hash[..HALF]);
    name[HALF..HALF + 4].copy_from_slice(&seat.0.to_be_bytes());
    name[HALF + 4..].copy_from_slice(&[a, b, c, d]);
    masked(keys, name)
}

/// What a name says, whoever made it.
pub(in crate::messages) fn read(keys: &Keys, name: [u8; 16]) -> Claim {
    let [.., s0, s1, s2, s3, a, b, c, d] = masked(keys, name);
    Claim { name, seat: Seat(u32::from_be_bytes([s0, s1, s2, s3])), id_end: [a, b, c, d] }
}

impl Claim {
    /// Whether we named this broadcast's text so.
    pub fn is_of(&self, keys: &Keys, id: Id<Message>) -> bool {
        name(keys, id, self.seat) == self.name
    }
}

/// Puts the mask over the second half, or takes it off.
fn masked(keys: &Keys, mut name: [u8; 16]) -> [u8; 16] {
    let mask = keys.keyed_hash(MASK_PURPOSE, &name[..HALF]);
    name[HALF..].iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
    name
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::testkit::{NOON, TestHouse};

    #[test]
    fn a_name_leads_to_its_text_and_to_no_other() {
        let (house, other) = (TestHouse::new(), TestHouse::new());
        let (keys, id) = (&house.app.keys, Id::new(NOON));
        let claim = read(keys, name(keys, id, Seat(70_000)));
        assert!(claim.is_of(keys, id) && claim.seat == Seat(70_000));
        assert!(!claim.is_of(keys, Id::new(NOON)), "another broadcast");
        for bit in 0..128 {
            let mut forged = name(keys, id, Seat(7));
            forged[bit / 8] ^= 1 << (bit % 8);
            assert!(!read(keys, forged).is_of(keys, id), "bit {bit}");
        }
        let foreign = name(&other.app.keys, id, Seat(7));
        assert!(!read(keys, foreign).is_of(keys, id), "another network's name");
    }

    #[test]
    fn names_do_not_show_that_they_belong_together() {
        let house = TestHouse::new();
        let id = Id::new(NOON);
        let names: Vec<_> = (0..500).map(|seat| name(&house.app.keys, id, Seat(seat))).collect();
        for range in [0..4, 4..8, 8..12, 12..16] {
            let parts: HashSet<_> = names.iter().map(|name| &name[range.clone()]).collect();
            assert_eq!(parts.len(), 500, "no part of a name comes back");
        }
        assert!(names.iter().all(|name| !name.windows(4).any(|part| part == &id.bytes()[12..])));
    }
}
