//! Typed identifiers: an incident's id cannot be handed to a function that wants a report's.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use super::{Moment, chance};

/// The id of a `T`: a UUID version 7 (RFC 9562, section 5.7), 16 bytes, ordered by the time it was made.
pub struct Id<T>([u8; 16], PhantomData<fn() -> T>);

impl<T> Id<T> {
    /// A new id for something that begins `now`.
    pub fn new(now: Moment) -> Self {
        let random: [u8; 10] = chance::bytes();
        let millis = u64::try_from(now.micros() / 1000).unwrap_or(0);
        Id(*uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().as_bytes(), PhantomData)
    }

    /// A new id that tells nothing, not even when it was made: UUID version 4 (RFC 9562, section 5.4). For rows about people who
    /// came from outside, whose times are kept coarse.
    pub fn unordered() -> Self {
        Id(*uuid::Builder::from_random_bytes(chance::bytes()).into_uuid().as_bytes(), PhantomData)
    }

    /// The id with these bytes, as read from the database.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Id(bytes, PhantomData)
    }

    /// The 16 bytes of this id, borrowed.
    pub const fn as_slice(&self) -> &[u8] {
        &self.0
    }

    /// The 16 bytes of this id.
    pub const fn bytes(self) -> [u8; 16] {
        self.0
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        uuid::Uuid::from_bytes(self.0).fmt(f)
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl<T> FromStr for Id<T> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Id(*uuid::Uuid::parse_str(text)?.as_bytes(), PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_read_back() {
        let first: Id<()> = Id::new(Moment::from_seconds(1_000));
        let second: Id<()> = Id::new(Moment::from_seconds(2_000));
        assert!(first < second);
        assert_eq!(first.to_string().parse::<Id<()>>().unwrap(), first);
        assert!("not-an-id".parse::<Id<()>>().is_err());
    }
}
