//! Sealing: what people wrote is locked on arrival and opened in one place.
//!
//! A sealed blob is an age file (age-encryption.org/v1, X25519) behind five bytes that name its key. Inside is an envelope that
//! says what it is and which row it belongs to, padded to 512-byte steps; the reader compares it with the row it was found in, because age
//! itself binds nothing. Sealed blobs and opened words print nothing.

use std::fmt;

use zeroize::Zeroizing;

use super::keys::{Class, Keys};
use super::{Moment, Wrong};

/// Envelopes are padded to a multiple of this, so that a length tells little.
pub const PADDING_BYTES: usize = 512;

/// The largest payload that is sealed as one blob (a re-encoded picture fits).
pub const PAYLOAD_BYTES_MAX: usize = 8 * 1024 * 1024;

const MAGIC: &[u8; 4] = b"CQS1";
const HEAD_BYTES: usize = 5;

/// What a sealed blob is and where it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// What kind of words: "report words", "thread number". At most 255 bytes.
    pub purpose: &'static str,
    /// The area's number, or 0 where there is none.
    pub area: i64,
    /// The id of the row that holds it.
    pub row: [u8; 16],
}

/// Locked bytes as they are stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// The stored bytes, to write to a row or a file.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Stored bytes, as read from a row or a file.
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Sealed(bytes)
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed(..)")
    }
}

/// Opened bytes. They are wiped when dropped and print nothing.
pub struct Opened(pub(super) Zeroizing<Vec<u8>>);

impl Opened {
    /// The bytes, to show to the person who may read them.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened(..)")
    }
}

/// Why a blob stays closed.
#[derive(Debug, thiserror::Error)]
pub enum Closed {
    #[error("its key has been dropped: it is forgotten")]
    Forgotten,
    #[error("it does not belong to this row")]
    Elsewhere,
    #[error("it is damaged")]
    Damaged,
    #[error(transparent)]
    Fault(#[from] anyhow::Error),
}

impl From<Closed> for Wrong {
    fn from(closed: Closed) -> Self {
        Wrong::Fault(closed.into())
    }
}

impl Keys {
    /// Seals `payload` for `place`; it can be opened until the class's days are over.
    ///
    /// # Errors
    /// Where the payload is longer than [`PAYLOAD_BYTES_MAX`] or a key cannot be written.
    pub fn seal(&self, class: Class, place: Place, payload: &[u8], now: Moment) -> anyhow::Result<Sealed> {
        anyhow::ensure!(payload.len() <= PAYLOAD_BYTES_MAX, "too long to seal");
        let (day, pair) = self.pair_for(class, now)?;
        let envelope = envelope(place, payload)?;
        let locked = pair.public.close(&envelope)?;
        let mut out = Vec::with_capacity(HEAD_BYTES + locked.len());
        out.push(class.number());
        out.extend(u32::try_from(day)?.to_be_bytes());
        out.extend(locked);
        Ok(Sealed(out))
    }

    /// Opens a blob that was found in `place`.
    ///
    /// # Errors
    /// [`Closed::Forgotten`] once its key is dropped, [`Closed::Elsewhere`] where it was moved from another row,
    /// [`Closed::Damaged`] where a byte was changed.
    pub fn open_sealed(&self, sealed: &Sealed, place: Place) -> Result<Opened, Closed> {
        let (head, locked) = sealed.0.split_at_checked(HEAD_BYTES).ok_or(Closed::Damaged)?;
        let class = Class::from_number(head[0]).ok_or(Closed::Damaged)?;
        let day = i64::from(u32::from_be_bytes([head[1], head[2], head[3], head[4]]));
        let pair = self.pair(class, day)?.ok_or(Closed::Forgotten)?;
        let envelope = Zeroizing::new(age::decrypt(&pair.secret, locked).map_err(|_| Closed::Damaged)?);
        read_envelope(&envelope, place)
    }
}

/// `magic, purpose length and purpose, area, row, payload length, payload, zeros`.
fn envelope(place: Place, payload: &[u8]) -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let length = MAGIC.len() + 1 + place.purpose.len() + 8 + 16 + 4 + payload.len();
    let padded = length.next_multiple_of(PADDING_BYTES);
    // Reserved in full, so that growing leaves no copy of the words behind.
    let mut out = Zeroizing::new(Vec::with_capacity(padded));
    out.extend(MAGIC);
    out.push(u8::try_from(place.purpose.len())?);
    out.extend(place.purpose.as_bytes());
    out.extend(place.area.to_be_bytes());
    out.extend(place.row);
    out.extend(u32::try_from(payload.len())?.to_be_bytes());
    out.extend(payload);
    out.resize(padded, 0);
    Ok(out)
}

fn read_envelope(envelope: &[u8], place: Place) -> Result<Opened, Closed> {
    let mut rest = envelope;
    let mut take = |count: usize| -> Result<&[u8], Closed> {
        let (head, tail) = rest.split_at_checked(count).ok_or(Closed::Damaged)?;
        rest = tail;
        Ok(head)
    };
    if take(MAGIC.len())? != MAGIC {
        return Err(Closed::Damaged);
    }
    let purpose_bytes = usize::from(take(1)?[0]);
    let belongs = take(purpose_bytes)? == place.purpose.as_bytes()
        && take(8)? == place.area.to_be_bytes()
        && take(16)? == place.row;
    if !belongs {
        return Err(Closed::Elsewhere);
    }
    let length: [u8; 4] = take(4)?.try_into().map_err(|_| Closed::Damaged)?;
    let payload = take(usize::try_from(u32::from_be_bytes(length)).map_err(|_| Closed::Damaged)?)?;
    Ok(Opened(Zeroizing::new(payload.to_vec())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place = Place { purpose: "report words", area: 7, row: [9; 16] };
    const NOON: Moment = Moment::from_seconds(20_000 * 86_400 + 43_200);

    fn keys() -> (tempfile::TempDir, Keys) {
        let dir = tempfile::tempdir().unwrap();
        let keys = Keys::open(&dir.path().join("keys")).unwrap();
        (dir, keys)
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_and_nowhere_else() {
        let (_dir, keys) = keys();
        let sealed = keys.seal(Class::Brief, HERE, b"35 e International", NOON).unwrap();
        assert_eq!(keys.open_sealed(&sealed, HERE).unwrap().as_bytes(), b"35 e International");
        for elsewhere in
            [Place { row: [8; 16], ..HERE }, Place { area: 8, ..HERE }, Place { purpose: "case note", ..HERE }]
        {
            assert!(matches!(keys.open_sealed(&sealed, elsewhere), Err(Closed::Elsewhere)));
        }
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let (_dir, keys) = keys();
        let sealed = keys.seal(Class::Brief, HERE, b"words", NOON).unwrap();
        for at in (0..sealed.0.len()).step_by(7) {
            let mut bytes = sealed.0.clone();
            bytes[at] ^= 0x10;
            assert!(keys.open_sealed(&Sealed(bytes), HERE).is_err(), "byte {at}");
        }
        assert!(keys.open_sealed(&Sealed(sealed.0[..40].to_vec()), HERE).is_err());
        assert!(matches!(keys.open_sealed(&Sealed(vec![]), HERE), Err(Closed::Damaged)));
    }

    #[test]
    fn lengths_come_in_steps() {
        // Measured inside the lock: age itself adds a stanza of random length ("grease"), which only adds noise.
        let length = |payload: usize| envelope(HERE, &vec![b'x'; payload]).unwrap().len();
        assert_eq!(length(0), PADDING_BYTES);
        assert_eq!(length(400), PADDING_BYTES);
        assert_eq!(length(600), 2 * PADDING_BYTES);
    }

    #[test]
    fn a_dropped_key_forgets_and_a_key_in_time_does_not() {
        let (_dir, keys) = keys();
        let brief = keys.seal(Class::Brief, HERE, b"words", NOON).unwrap();
        let kept = keys.seal(Class::Kept, HERE, b"words", NOON).unwrap();
        assert_eq!(keys.drop_expired(NOON.plus_days(3)).unwrap(), 0, "still within 72 hours of the day's end");
        assert_eq!(keys.drop_expired(NOON.plus_days(4)).unwrap(), 1);
        assert!(matches!(keys.open_sealed(&brief, HERE), Err(Closed::Forgotten)));
        assert!(keys.open_sealed(&kept, HERE).is_ok());
    }

    #[test]
    fn neither_sealed_nor_opened_prints_anything() {
        let (_dir, keys) = keys();
        let sealed = keys.seal(Class::Brief, HERE, b"CANARY", NOON).unwrap();
        let opened = keys.open_sealed(&sealed, HERE).unwrap();
        assert_eq!(format!("{sealed:?} {opened:?}"), "Sealed(..) Opened(..)");
    }
}
