//! Keys: one root secret with derived keys for lookups and tokens, one sealing key pair a day and class, and one key a week for what is
//! kept long ([`super::lasting`]).
//!
//! They live in files beside the database and never in it, so that a copy of the database alone opens nothing, and
//! so that dropping a file forgets what it sealed, also in the database's log, free pages and copies.

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use anyhow::Context;
use aws_lc_rs::{constant_time, digest, hmac};

use super::lasting::Week;
use super::lock::Lock;
use super::{Moment, chance};

/// How long what is sealed may be read: each class has key pairs of its own, so that they can be dropped on time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// An undecided or unconfirmed report: 72 hours.
    Brief,
    /// A report that belongs to an incident, and what was said about it: 14 days.
    Kept,
    /// A phone number that is written to while its thread goes on: 30 days, sealed anew as it is used.
    Thread,
}

impl Class {
    /// Every class.
    pub const ALL: [Class; 3] = [Class::Brief, Class::Kept, Class::Thread];

    /// The stable code, part of the key's file name.
    pub const fn code(self) -> &'static str {
        match self {
            Class::Brief => "brief",
            Class::Kept => "kept",
            Class::Thread => "thread",
        }
    }

    /// Days for which what is sealed in this class may be opened.
    pub const fn days(self) -> i64 {
        match self {
            Class::Brief => 3,
            Class::Kept => 14,
            Class::Thread => 30,
        }
    }

    pub(super) const fn number(self) -> u8 {
        match self {
            Class::Brief => 1,
            Class::Kept => 2,
            Class::Thread => 3,
        }
    }

    pub(super) fn from_number(number: u8) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.number() == number)
    }
}

/// The network's keys. Prints nothing.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    root: hmac::Key,
    pairs: Mutex<HashMap<(Class, i64), Pair>>,
    weeks: Mutex<HashMap<i64, Week>>,
}

/// A key pair with its public half at hand: working it out anew for every seal would cost a third of the sealing.
#[derive(Clone)]
pub(super) struct Pair {
    pub secret: Identity,
    pub public: Lock,
}

impl Keys {
    /// Opens the folder of keys, making it and the root secret on first use.
    ///
    /// # Errors
    /// Where the folder cannot be read or written, or the root secret is damaged.
    pub fn open(folder: &Path) -> anyhow::Result<Keys> {
        private_folder(folder)?;
        let file = folder.join("root.key");
        if !file.exists() {
            create_private(&file, hex::encode(chance::bytes::<32>()).as_bytes())?;
        }
        let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        let root = hex::decode(text.trim()).ok().filter(|bytes| bytes.len() == 32);
        let root = root.with_context(|| format!("{} is damaged: restore it from a backup", file.display()))?;
        let root = hmac::Key::new(hmac::HMAC_SHA256, &root);
        Ok(Keys(Arc::new(Inner { folder: folder.to_owned(), root, pairs: Mutex::default(), weeks: Mutex::default() })))
    }

    /// A keyed hash (HMAC-SHA-256, RFC 2104) of `value` for one purpose. Without the root secret nobody can try values.
    pub fn keyed_hash(&self, purpose: &'static str, value: &[u8]) -> [u8; 32] {
        let derived = hmac::sign(&self.0.root, purpose.as_bytes());
        mac(derived.as_ref(), value)
    }

    /// True where `tag` is the keyed hash of `value`, compared in constant time.
    pub fn proves(&self, purpose: &'static str, value: &[u8], tag: &[u8]) -> bool {
        constant_time::verify_slices_are_equal(&self.keyed_hash(purpose, value), tag).is_ok()
    }

    /// The key pair of a class for the day of `now`, made on first use.
    ///
    /// The lock is held from the look to the file's sync: two that seal at the first instant of a day must not make two pairs, of which one
    /// would be lost with all that it sealed. Another process is kept from the same by [`create_private`].
    pub(super) fn pair_for(&self, class: Class, now: Moment) -> anyhow::Result<(i64, Pair)> {
        let day = now.day();
        let mut pairs = self.0.pairs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pair) = self.known(&mut pairs, class, day)? {
            return Ok((day, pair));
        }
        let pair = Identity::generate();
        create_private(&self.file(class, day), pair.to_string().expose_secret().as_bytes())?;
        let pair = self.known(&mut pairs, class, day)?.context("a key that was just written is not there")?;
        Ok((day, pair))
    }

    /// The key pair of a class and day, or `None` where it was never made or has been dropped.
    pub(super) fn pair(&self, class: Class, day: i64) -> anyhow::Result<Option<Pair>> {
        self.known(&mut self.0.pairs.lock().unwrap_or_else(PoisonError::into_inner), class, day)
    }

    fn known(&self, pairs: &mut HashMap<(Class, i64), Pair>, class: Class, day: i64) -> anyhow::Result<Option<Pair>> {
        if let Some(pair) = pairs.get(&(class, day)) {
            return Ok(Some(pair.clone()));
        }
        let file = self.file(class, day);
        if !file.exists() {
            return Ok(None);
        }
        let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        let secret: Identity =
            text.trim().parse().map_err(|why: &str| anyhow::anyhow!("{} is damaged: {why}", file.display()))?;
        let pair = Pair { public: Lock::of(&secret.to_public())?, secret };
        pairs.insert((class, day), pair.clone());
        Ok(Some(pair))
    }

    /// Drops every key pair whose time is over: what they sealed can never be opened again, here or in a copy
    /// made without the keys. Answers how many were dropped.
    ///
    /// # Errors
    /// Where a file cannot be overwritten or removed.
    pub fn drop_expired(&self, now: Moment) -> anyhow::Result<usize> {
        // A key seals all through its day, so the last thing it sealed is a day younger than its name.
        let is_over = |class: Class, day: i64| now.day() > day + class.days();
        // By day and not by file: a key whose file another process (`cuadra forget`) has dropped is still remembered here.
        self.0.pairs.lock().unwrap_or_else(PoisonError::into_inner).retain(|(class, day), _| !is_over(*class, *day));
        let mut dropped = 0;
        for entry in fs::read_dir(self.seal_folder()?)? {
            let path = entry?.path();
            let Some((class, day)) = path.file_name().and_then(|name| name.to_str()).and_then(named) else { continue };
            if !is_over(class, day) {
                continue;
            }
            destroy(&path)?;
            dropped += 1;
        }
        Ok(dropped)
    }

    /// What is remembered of the weekly keys of [`super::lasting`].
    pub(super) fn weeks(&self) -> MutexGuard<'_, HashMap<i64, Week>> {
        self.0.weeks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the weekly keys of [`super::lasting`] are.
    pub(super) fn lasting_folder(&self) -> PathBuf {
        self.0.folder.join("lasting")
    }

    fn seal_folder(&self) -> anyhow::Result<PathBuf> {
        let folder = self.0.folder.join("seal");
        private_folder(&folder)?;
        Ok(folder)
    }

    fn file(&self, class: Class, day: i64) -> PathBuf {
        self.0.folder.join("seal").join(format!("{}-{day}.key", class.code()))
    }
}

fn named(name: &str) -> Option<(Class, i64)> {
    let (class, day) = name.strip_suffix(".key")?.split_once('-')?;
    Some((Class::ALL.into_iter().find(|known| known.code() == class)?, day.parse().ok()?))
}

/// Overwrites a key file and removes it. One that another process has removed an instant ago is gone as well.
pub(super) fn destroy(path: &Path) -> anyhow::Result<()> {
    let mut file = match fs::OpenOptions::new().write(true).open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    file.write_all(&vec![0u8; length])?;
    file.sync_all()?;
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// HMAC-SHA-256 of `value` under a key given as bytes.
pub fn mac(key: &[u8], value: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), value).as_ref());
    out
}

/// SHA-256 (FIPS 180-4).
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

/// Makes a folder that only this user may read; one that is there stays as it is.
pub(crate) fn private_folder(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if folder.is_dir() {
        return Ok(());
    }
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("making {}", folder.display()))
}

/// Writes a new file that only this user may read, and syncs it: a key that is lost in a power cut loses reports. A file of that name
/// that is there already stays as it is, also where another process made it an instant ago.
pub(crate) fn create_private(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let folder = file.parent().context("a file has a folder")?;
    private_folder(folder)?;
    let part = folder.join(format!(".{}.part", hex::encode(chance::bytes::<8>())));
    let mut out = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part)?;
    out.write_all(bytes)?;
    out.sync_all()?;
    // A link is refused where the name is taken, which a rename would replace.
    let linked = fs::hard_link(&part, file);
    fs::remove_file(&part)?;
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            return Err(error).with_context(|| format!("writing {}", file.display()));
        }
        _ => fs::File::open(folder)?.sync_all()?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::sealed::Place;

    #[test]
    fn a_key_that_another_process_dropped_is_forgotten_here_as_well() {
        let folder = tempfile::tempdir().unwrap();
        let now = Moment::from_seconds(20_000 * 86_400);
        let place = Place { purpose: "test", area: 0, row: [0; 16] };
        let (site, forget) = (Keys::open(folder.path()).unwrap(), Keys::open(folder.path()).unwrap());
        let due = site.seal(Class::Brief, place, b"due", now).unwrap();
        let stays = site.seal(Class::Kept, place, b"stays", now).unwrap();
        let later = now.plus_days(4);
        assert_eq!(forget.drop_expired(later).unwrap(), 1);
        assert!(site.open_sealed(&due, place).is_ok(), "the control: it is still remembered");
        assert_eq!(site.drop_expired(later).unwrap(), 0, "its file is gone already");
        assert!(site.open_sealed(&due, place).is_err());
        assert_eq!(site.open_sealed(&stays, place).unwrap().as_bytes(), b"stays");
    }

    #[test]
    fn many_that_seal_at_the_first_instant_of_a_day_share_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let now = Moment::from_seconds(20_000 * 86_400);
        let place = Place { purpose: "test", area: 0, row: [0; 16] };
        // Two handles stand for two processes; each has a memory of its own.
        let handles = [Keys::open(folder.path()).unwrap(), Keys::open(folder.path()).unwrap()];
        let sealed: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..16)
                .map(|at| {
                    let keys = &handles[at % 2];
                    scope.spawn(move || keys.seal(Class::Brief, place, b"words", now).unwrap())
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let later = Keys::open(folder.path()).unwrap();
        for sealed in sealed {
            assert_eq!(later.open_sealed(&sealed, place).unwrap().as_bytes(), b"words");
        }
        assert_eq!(fs::read_dir(folder.path().join("seal")).unwrap().count(), 1, "no half-written file stays");
    }
}
