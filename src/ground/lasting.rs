//! Lasting seals: for what is kept long, opened often, and gone soon after its row is gone.
//!
//! [`super::sealed`] drops a key when a class's days are over, and with it everything that was sealed then. A subscriber's contact is kept for a
//! year, but must be unreadable soon after the person left, also in free pages, the log and old copies of the database. So there is one key a week,
//! of AES-256-GCM (NIST SP 800-38D), which opens in about a microsecond where age takes fifty. What is still wanted is sealed anew
//! each week by the room that keeps it, and then the old key is dropped: whoever left before is unreadable from then on.
//!
//! A blob is five bytes that name its key, a random nonce, and the payload padded in steps of 64 bytes. Its place is authenticated with it: moved to
//! another row it does not open.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use super::keys::{self, Keys};
use super::sealed::{Closed, Opened, Place, Sealed};
use super::{Moment, chance};

/// Payloads are padded to a multiple of this, so that a length tells little.
pub const PADDING_BYTES: usize = 64;

/// The largest payload: a contact, not a document.
pub const PAYLOAD_BYTES_MAX: usize = 4_096;

/// Days after the end of its week for which a key stays: a request that was under way at midnight may still write with it.
pub const GRACE_DAYS: i64 = 1;

/// Days of a week, counted from 1970-01-01, which was a Thursday.
const WEEK_DAYS: i64 = 7;

/// The first byte of every blob. Those of [`super::sealed`] begin with smaller ones.
const KIND: u8 = 0x41;

const HEAD_BYTES: usize = 5;

/// The key of one week.
pub(super) type Week = Arc<LessSafeKey>;

/// The week of a moment, counted from 1970.
pub const fn week(now: Moment) -> i64 {
    now.day().div_euclid(WEEK_DAYS)
}

/// The first week whose key stays: what was sealed in an earlier one is to be sealed anew, and then that key dropped.
pub const fn first_kept(now: Moment) -> i64 {
    (now.day() - GRACE_DAYS).div_euclid(WEEK_DAYS)
}

impl Keys {
    /// Seals `payload` for `place` with this week's key.
    ///
    /// # Errors
    /// Where the payload is longer than [`PAYLOAD_BYTES_MAX`] or a key cannot be written.
    pub fn seal_lasting(&self, place: Place, payload: &[u8], now: Moment) -> anyhow::Result<Sealed> {
        anyhow::ensure!(payload.len() <= PAYLOAD_BYTES_MAX, "too long to seal");
        let number = week(now);
        let key = self.week_key(number)?;
        let nonce: [u8; NONCE_LEN] = chance::bytes();
        let mut inside = Zeroizing::new(padded(payload)?);
        let mut out = head(number)?.to_vec();
        let aad = Aad::from(associated(&out, place)?);
        let tag = key.seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), aad, &mut inside);
        let tag = tag.map_err(|_| anyhow::anyhow!("sealing failed"))?;
        out.extend(nonce);
        out.extend(inside.iter());
        out.extend(tag.as_ref());
        Ok(Sealed::from_bytes(out))
    }

    /// Opens a blob that was found in `place`.
    ///
    /// # Errors
    /// [`Closed::Forgotten`] once its key is dropped; [`Closed::Damaged`] where a byte was changed or it was moved from another
    /// row: the two cannot be told apart.
    pub fn open_lasting(&self, sealed: &Sealed, place: Place) -> Result<Opened, Closed> {
        let (head, rest) = sealed.as_bytes().split_at_checked(HEAD_BYTES).ok_or(Closed::Damaged)?;
        let (nonce, locked) = rest.split_at_checked(NONCE_LEN).ok_or(Closed::Damaged)?;
        let number = sealed_in(sealed).ok_or(Closed::Damaged)?;
        let key = self.known_week(number)?.ok_or(Closed::Forgotten)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Closed::Damaged)?;
        let aad = Aad::from(associated(head, place)?);
        let mut inside = Zeroizing::new(locked.to_vec());
        let opened = key.open_in_place(nonce, aad, &mut inside).map_err(|_| Closed::Damaged)?;
        unpadded(opened)
    }

    /// Drops the keys of all weeks before `first`, here and in memory. Whoever keeps rows seals them anew before. Answers how many were dropped.
    ///
    /// # Errors
    /// Where a file cannot be overwritten or removed.
    pub fn drop_weeks_before(&self, first: i64) -> anyhow::Result<usize> {
        self.weeks().retain(|number, _| *number >= first);
        let folder = self.lasting_folder();
        if !folder.is_dir() {
            return Ok(0);
        }
        let mut dropped = 0;
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.file_name().and_then(|name| name.to_str()).and_then(named).is_some_and(|number| number < first) {
                keys::destroy(&path)?;
                dropped += 1;
            }
        }
        Ok(dropped)
    }

    /// The key of a week, made on first use. The lock is held from the look to the file's sync, as for the keys of a day.
    fn week_key(&self, number: i64) -> anyhow::Result<Week> {
        let mut weeks = self.weeks();
        if let Some(key) = weeks.get(&number) {
            return Ok(Arc::clone(key));
        }
        let file = self.week_file(number);
        if !file.exists() {
            let fresh = Zeroizing::new(chance::bytes::<32>());
            let text = Zeroizing::new(hex::encode(fresh.as_slice()));
            keys::create_private(&file, text.as_bytes())?;
        }
        let key = read_week(&file)?;
        weeks.insert(number, Arc::clone(&key));
        Ok(key)
    }

    /// The key of a week, or `None` where it was never made or has been dropped.
    fn known_week(&self, number: i64) -> anyhow::Result<Option<Week>> {
        let mut weeks = self.weeks();
        if let Some(key) = weeks.get(&number) {
            return Ok(Some(Arc::clone(key)));
        }
        let file = self.week_file(number);
        if !file.exists() {
            return Ok(None);
        }
        let key = read_week(&file)?;
        weeks.insert(number, Arc::clone(&key));
        Ok(Some(key))
    }

    fn week_file(&self, number: i64) -> PathBuf {
        self.lasting_folder().join(format!("week-{number}.key"))
    }
}

/// The week in which a blob was sealed; `None` where it is no lasting seal.
pub fn sealed_in(sealed: &Sealed) -> Option<i64> {
    match sealed.as_bytes() {
        [KIND, a, b, c, d, ..] => Some(i64::from(u32::from_be_bytes([*a, *b, *c, *d]))),
        _ => None,
    }
}

fn read_week(file: &std::path::Path) -> anyhow::Result<Week> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let text = Zeroizing::new(text);
    let bytes = hex::decode(text.trim()).ok().map(Zeroizing::new);
    let key = bytes.and_then(|bytes| UnboundKey::new(&AES_256_GCM, &bytes).ok());
    let key = key.with_context(|| format!("{} is damaged: restore it from a backup", file.display()))?;
    Ok(Arc::new(LessSafeKey::new(key)))
}

fn named(name: &str) -> Option<i64> {
    name.strip_prefix("week-")?.strip_suffix(".key")?.parse().ok()
}

fn head(number: i64) -> anyhow::Result<[u8; HEAD_BYTES]> {
    let [a, b, c, d] = u32::try_from(number)?.to_be_bytes();
    Ok([KIND, a, b, c, d])
}

/// What is authenticated beside the payload: the head, purpose length and purpose, area, row.
fn associated(head: &[u8], place: Place) -> anyhow::Result<Vec<u8>> {
    let length = [u8::try_from(place.purpose.len())?];
    Ok([head, &length, place.purpose.as_bytes(), &place.area.to_be_bytes(), &place.row].concat())
}

/// `length, payload, zeros`.
fn padded(payload: &[u8]) -> anyhow::Result<Vec<u8>> {
    let length = u16::try_from(payload.len())?.to_be_bytes();
    let whole = (length.len() + payload.len()).next_multiple_of(PADDING_BYTES);
    let mut out = Vec::with_capacity(whole);
    out.extend(length);
    out.extend(payload);
    out.resize(whole, 0);
    Ok(out)
}

fn unpadded(inside: &[u8]) -> Result<Opened, Closed> {
    let (length, rest) = inside.split_at_checked(2).ok_or(Closed::Damaged)?;
    let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
    let payload = rest.get(..length).ok_or(Closed::Damaged)?;
    Ok(Opened(Zeroizing::new(payload.to_vec())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Place = Place { purpose: "test contact", area: 0, row: [9; 16] };
    /// A Thursday, the first day of a week.
    const THURSDAY: Moment = Moment::from_seconds(2_900 * 7 * 86_400);

    fn keys() -> (tempfile::TempDir, Keys) {
        let dir = tempfile::tempdir().unwrap();
        let keys = Keys::open(&dir.path().join("keys")).unwrap();
        (dir, keys)
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_and_a_moved_row_does_not() {
        let (_dir, keys) = keys();
        let sealed = keys.seal_lasting(HERE, b"+12135550142", THURSDAY).unwrap();
        assert_eq!(keys.open_lasting(&sealed, HERE).unwrap().as_bytes(), b"+12135550142");
        for elsewhere in
            [Place { row: [8; 16], ..HERE }, Place { area: 8, ..HERE }, Place { purpose: "test contacts", ..HERE }]
        {
            assert!(matches!(keys.open_lasting(&sealed, elsewhere), Err(Closed::Damaged)));
        }
        assert!(keys.seal_lasting(HERE, &[0; PAYLOAD_BYTES_MAX + 1], THURSDAY).is_err());
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let (_dir, keys) = keys();
        let sealed = keys.seal_lasting(HERE, b"ana@example.org", THURSDAY).unwrap();
        for at in 0..sealed.as_bytes().len() {
            let mut bytes = sealed.as_bytes().to_vec();
            bytes[at] ^= 0x10;
            assert!(keys.open_lasting(&Sealed::from_bytes(bytes), HERE).is_err(), "byte {at}");
        }
        for length in 0..sealed.as_bytes().len() {
            let cut = Sealed::from_bytes(sealed.as_bytes()[..length].to_vec());
            assert!(keys.open_lasting(&cut, HERE).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn the_same_contact_is_never_sealed_alike_and_lengths_come_in_steps() {
        let (_dir, keys) = keys();
        let seal = |payload: &[u8]| keys.seal_lasting(HERE, payload, THURSDAY).unwrap();
        assert_ne!(seal(b"+12135550142"), seal(b"+12135550142"));
        assert_eq!(seal(b"").as_bytes().len(), seal(&[b'x'; 62]).as_bytes().len());
        assert_eq!(seal(b"").as_bytes().len() + PADDING_BYTES, seal(&[b'x'; 63]).as_bytes().len());
    }

    #[test]
    fn a_dropped_key_forgets_and_what_was_sealed_anew_stays() {
        let (_dir, keys) = keys();
        let left = keys.seal_lasting(HERE, b"left", THURSDAY).unwrap();
        let stays = keys.seal_lasting(HERE, b"stays", THURSDAY.plus_days(6)).unwrap();
        assert_eq!((sealed_in(&left), sealed_in(&stays)), (Some(2_900), Some(2_900)));
        for day in 0..8 {
            assert_eq!(keys.drop_weeks_before(first_kept(THURSDAY.plus_days(day))).unwrap(), 0, "day {day}");
        }
        let later = THURSDAY.plus_days(8);
        let opened = keys.open_lasting(&stays, HERE).unwrap();
        let stays = keys.seal_lasting(HERE, opened.as_bytes(), later).unwrap();
        assert_eq!(keys.drop_weeks_before(first_kept(later)).unwrap(), 1);
        assert!(matches!(keys.open_lasting(&left, HERE), Err(Closed::Forgotten)));
        assert_eq!(keys.open_lasting(&stays, HERE).unwrap().as_bytes(), b"stays");
        assert_eq!(keys.drop_expired(later.plus_days(400)).unwrap(), 0, "the keys of days are another matter");
    }

    #[test]
    fn two_processes_at_once_make_one_key() {
        let folder = tempfile::tempdir().unwrap();
        // Two handles stand for two processes; each has a memory of its own.
        let handles = [Keys::open(folder.path()).unwrap(), Keys::open(folder.path()).unwrap()];
        let sealed: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..16)
                .map(|at| {
                    let keys = &handles[at % 2];
                    scope.spawn(move || keys.seal_lasting(HERE, b"contact", THURSDAY).unwrap())
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let later = Keys::open(folder.path()).unwrap();
        for sealed in sealed {
            assert_eq!(later.open_lasting(&sealed, HERE).unwrap().as_bytes(), b"contact");
        }
        assert_eq!(fs::read_dir(folder.path().join("lasting")).unwrap().count(), 1, "no half-written file stays");
    }

    #[test]
    fn a_damaged_key_is_told_and_not_replaced() {
        let (dir, keys) = keys();
        let folder = dir.path().join("keys/lasting");
        keys.seal_lasting(HERE, b"x", THURSDAY).unwrap();
        fs::write(folder.join("week-2900.key"), "00").unwrap();
        let again = Keys::open(&dir.path().join("keys")).unwrap();
        assert!(again.seal_lasting(HERE, b"x", THURSDAY).unwrap_err().to_string().contains("damaged"));
    }
}
