//! Pictures: made harmless, locked with a key of their own and put into files; found again, and removed.
//!
//! `data/media/<id>.sealed` is an age file. Its key is sealed in the picture's row, so that dropping that key forgets the
//! picture wherever the file was copied to, and keeping it longer does not rewrite the file. In: bytes that someone
//! uploaded. Out: a JPEG that holds pixels and nothing else. No picture is in a temporary file at any time.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret;
use age::x25519::Identity;
use anyhow::Context;
use axum::body::Bytes;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::ground::keys::create_private;
use crate::ground::{App, Id, Moment, Wrong};

use super::media::{self, Limits, PictureRefused};
use super::opening;
use super::report::PICTURES_MAX;
use super::store::{self, PictureRow};

/// Pictures that are drawn anew at once: each takes a core and up to [`media::MEDIA_MEMORY_BYTES_MAX`] of memory.
const AT_ONCE: usize = 2;

/// Files are padded to a multiple of this, so that a length does not name a picture.
const PADDING_BYTES: usize = 4_096;

/// Minutes after which a file without a row is a left-over of an upload that never ended.
const LEFT_OVER_MINUTES: u64 = 60;

/// Lets few pictures be drawn at once.
pub struct Darkroom(Semaphore);

impl Default for Darkroom {
    fn default() -> Self {
        Darkroom(Semaphore::new(AT_ONCE))
    }
}

/// A picture that is in its file and has no row yet.
#[derive(Clone)]
pub(super) struct Developed {
    pub id: Id<PictureRow>,
    key: Zeroizing<String>,
}

impl Developed {
    /// The file's key.
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// Why a picture was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// There are [`PICTURES_MAX`] already.
    TooMany,
    Refused(PictureRefused),
}

impl NotTaken {
    /// The key of its words.
    pub fn word(self) -> String {
        match self {
            NotTaken::TooMany => "picture-refused-too-many".to_owned(),
            NotTaken::Refused(refused) => refused.word(),
        }
    }
}

/// What came of an upload, picture by picture in the order in which they were sent.
#[derive(Default)]
pub(super) struct Roll {
    pub developed: Vec<Developed>,
    /// The place in the upload (from 1) and the reason.
    pub not_taken: Vec<(usize, NotTaken)>,
}

/// Draws uploaded pictures anew and puts them into files; `room_for` says how many more the report may have.
///
/// # Errors
/// A fault where a file cannot be written. A picture that is refused is no error: the report goes on without it.
pub(super) async fn develop(app: &App, uploads: Vec<Bytes>, room_for: usize) -> Result<Roll, Wrong> {
    let mut roll = Roll::default();
    for (at, bytes) in uploads.into_iter().enumerate() {
        if roll.developed.len() >= room_for.min(PICTURES_MAX) {
            roll.not_taken.push((at + 1, NotTaken::TooMany));
            continue;
        }
        if bytes.is_empty() {
            // One too many for what a sending may hold: its bytes were let go.
            roll.not_taken.push((at + 1, NotTaken::Refused(PictureRefused::TooLarge)));
            continue;
        }
        let darkroom = app.part::<Darkroom>();
        let _place = darkroom.0.acquire().await.map_err(|error| Wrong::Fault(error.into()))?;
        let folder = folder(app);
        let done = tokio::task::spawn_blocking(move || develop_one(&folder, &bytes)).await;
        match done.map_err(|error| Wrong::Fault(error.into()))?? {
            Ok(developed) => roll.developed.push(developed),
            Err(refused) => roll.not_taken.push((at + 1, NotTaken::Refused(refused))),
        }
    }
    Ok(roll)
}

fn develop_one(folder: &Path, bytes: &[u8]) -> anyhow::Result<Result<Developed, PictureRefused>> {
    let picture = match media::sanitise(bytes, &Limits::default()) {
        Ok(picture) => picture,
        Err(refused) => return Ok(Err(refused)),
    };
    let jpeg = Zeroizing::new(picture.jpeg);
    let id: Id<PictureRow> = Id::unordered();
    let pair = Identity::generate();
    let length = (4 + jpeg.len()).next_multiple_of(PADDING_BYTES);
    let mut padded = Zeroizing::new(Vec::with_capacity(length));
    padded.extend(u32::try_from(jpeg.len())?.to_be_bytes());
    padded.extend(jpeg.iter());
    padded.resize(length, 0);
    create_private(&file(folder, id), &age::encrypt(&pair.to_public(), &padded)?)?;
    Ok(Ok(Developed { id, key: Zeroizing::new(pair.to_string().expose_secret().to_owned()) }))
}

/// The picture as a JPEG.
///
/// # Errors
/// Not found where there is no such picture or it is forgotten.
pub async fn open_picture(app: &App, id: Id<PictureRow>) -> Result<Vec<u8>, Wrong> {
    let keys = app.keys.clone();
    let key = app.db.read("open a picture", move |tx| {
        let (area, sealed) = store::picture_home(tx, id)?.ok_or(Wrong::NotFound)?;
        opening::open_picture_key(&keys, id.bytes(), area, &sealed)?.ok_or(Wrong::NotFound)
    });
    let key = key.await?;
    let path = file(&folder(app), id);
    let opened = tokio::task::spawn_blocking(move || read(&path, &key)).await;
    opened.map_err(|error| Wrong::Fault(error.into()))?
}

fn read(path: &Path, key: &str) -> Result<Vec<u8>, Wrong> {
    let locked = match fs::read(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Wrong::NotFound),
        other => other?,
    };
    let pair: Identity = key.parse().map_err(|why: &str| Wrong::Fault(anyhow::anyhow!("a picture's key: {why}")))?;
    let padded = Zeroizing::new(age::decrypt(&pair, &locked).map_err(|error| Wrong::Fault(error.into()))?);
    let damaged = || Wrong::Fault(anyhow::anyhow!("a picture's file is damaged"));
    let (length, rest) = padded.split_first_chunk::<4>().ok_or_else(damaged)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| damaged())?;
    Ok(rest.get(..length).ok_or_else(damaged)?.to_vec())
}

/// Overwrites and removes the files of these pictures; a file that is not there is fine.
///
/// # Errors
/// A fault where a file stays.
pub(super) fn remove(folder: &Path, pictures: &[Id<PictureRow>]) -> anyhow::Result<()> {
    for id in pictures {
        let path = file(folder, *id);
        let Ok(length) = fs::metadata(&path).map(|known| known.len()) else { continue };
        let mut out = fs::OpenOptions::new().write(true).open(&path)?;
        out.write_all(&vec![0u8; usize::try_from(length)?])?;
        out.sync_all()?;
        fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
    }
    Ok(())
}

/// Files of pictures that have no row in `known` and lie there for an hour: a crash or a broken line left them.
pub(super) fn left_over(folder: &Path, known: &[Id<PictureRow>], now: Moment) -> anyhow::Result<Vec<Id<PictureRow>>> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return Ok(found) };
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        let id = path.file_stem().and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
        let Some(id) = id.filter(|id| !known.contains(id)) else { continue };
        let written = entry.metadata()?.modified()?.duration_since(std::time::UNIX_EPOCH)?.as_secs();
        let now = u64::try_from(now.seconds()).unwrap_or(0);
        if now.saturating_sub(written) >= LEFT_OVER_MINUTES * 60 {
            found.push(id);
        }
    }
    Ok(found)
}

/// The folder of pictures.
pub(super) fn folder(app: &App) -> PathBuf {
    app.config.data.join("media")
}

fn file(folder: &Path, id: Id<PictureRow>) -> PathBuf {
    folder.join(format!("{id}.sealed"))
}
