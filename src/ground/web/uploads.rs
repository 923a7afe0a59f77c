//! Bodies with files: read chunk by chunk, so that a photo on a thin line arrives and nobody holds the house by sending slowly.
//!
//! In: the parts of a `multipart/form-data` body. Out: its fields and files. Four things are bounded while reading, not after: the bytes of one
//! file, the bytes of all files that are being read or worked on, the time between two chunks, and how many bodies take long and how
//! much of the memory they hold. A body that takes long and finds no place among those is told to try again, as every body was before.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout};

use super::forms::{FORM_BYTES_MAX, Fields, FormWithFiles, Upload, too_long, utf8};
use crate::ground::{App, Wrong};

/// The longest a request may take whose body is not a form with files.
pub const REQUEST_TIME_MAX: Duration = Duration::from_secs(60);

/// The longest a form with files may take: four photos as the script makes them, at two kilobytes a second, with stretches of no signal.
pub const UPLOAD_TIME_MAX: Duration = Duration::from_secs(20 * 60);

/// The most files: a report takes four. More are no person's choice.
const FILES_MAX: usize = 40;

/// Memory is lent in pieces of this many bytes.
const PIECE_BYTES: usize = 64 * 1024;

/// What bounds the reading of bodies.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Between two chunks.
    pub idle: Duration,
    /// A body that takes longer is slow. So long one waits for memory to become free.
    pub fast: Duration,
    /// Slow bodies at once.
    pub slow_bodies: usize,
    /// Bytes of files in memory at once: those that are read, and those that are worked on.
    pub bytes: usize,
    /// What slow bodies may hold of them.
    pub slow_bytes: usize,
    /// Bytes of all files of one body. What comes past them is read and let go, so that the words that came with it are taken.
    pub body_bytes: usize,
    /// Bytes of one file. What is longer is cut one byte past it, so that the room that wants it sees that it is too long.
    pub file_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            // A phone that goes from one mast to the next is silent for some seconds.
            idle: Duration::from_secs(30),
            fast: REQUEST_TIME_MAX,
            slow_bodies: 64,
            // For a server of one gigabyte; a report with four photos that the script made small takes about one megabyte.
            bytes: 128 * 1024 * 1024,
            slow_bytes: 64 * 1024 * 1024,
            // Some photos as phones make them: where no script made them small.
            body_bytes: 32 * 1024 * 1024,
            file_bytes: 12 * 1024 * 1024,
        }
    }
}

/// What all bodies that are being read share.
pub struct Uploads {
    limits: Limits,
    slow: Arc<Semaphore>,
    memory: Arc<Semaphore>,
    slow_memory: Arc<Semaphore>,
}

impl Default for Uploads {
    fn default() -> Self {
        Uploads::with(Limits::default())
    }
}

impl Uploads {
    /// With limits of their own.
    pub fn with(limits: Limits) -> Self {
        let pieces = |bytes: usize| Arc::new(Semaphore::new(bytes / PIECE_BYTES));
        Uploads {
            slow: Arc::new(Semaphore::new(limits.slow_bodies)),
            memory: pieces(limits.bytes),
            slow_memory: pieces(limits.slow_bytes),
            limits,
        }
    }

    /// Bytes that are lent to files now, in whole pieces.
    #[cfg(test)]
    fn lent_bytes(&self) -> usize {
        (self.limits.bytes / PIECE_BYTES - self.memory.available_permits()) * PIECE_BYTES
    }

    /// Reads a body, which says to have so many bytes (0: it does not say), to its end.
    ///
    /// # Errors
    /// 400 or 413 where it is broken or too much; [`Wrong::Busy`] where it stands still, or is slow while too many others are.
    pub async fn read(&self, parts: Multipart, stated_bytes: usize) -> Result<FormWithFiles, Wrong> {
        let (began, whole, slow) = (Instant::now(), None, None);
        let stated_bytes = stated_bytes.min(self.limits.body_bytes);
        Reading { uploads: self, began, stated_bytes, whole, unused: 0, pieces: 0, kept_bytes: 0, slow }
            .all(parts)
            .await
    }
}

/// One body under way.
struct Reading<'u> {
    uploads: &'u Uploads,
    began: Instant,
    /// How long the body says that it is; 0 where it does not.
    stated_bytes: usize,
    /// Memory for all of it, lent when the first byte of a file comes: a form of words alone never waits for memory.
    whole: Option<Arc<OwnedSemaphorePermit>>,
    /// Pieces of that which no file uses yet.
    unused: usize,
    /// Pieces of memory that it holds.
    pieces: u32,
    /// Bytes of its files that are kept.
    kept_bytes: usize,
    /// Its place among the slow ones, and the memory that it holds as one of them.
    slow: Option<(OwnedSemaphorePermit, OwnedSemaphorePermit)>,
}

impl Reading<'_> {
    async fn all(mut self, mut parts: Multipart) -> Result<FormWithFiles, Wrong> {
        let (mut fields, mut files, mut text_bytes, mut file_parts) = (Fields::default(), Vec::new(), 0, 0);
        while let Some(part) = self.timely(parts.next_field()).await?.map_err(|error| broken(&error))? {
            let name = part.name().ok_or(Wrong::Unreadable { status: 400, word: "error-unreadable" })?.to_owned();
            if part.file_name().is_some() {
                file_parts += 1;
                if file_parts > FILES_MAX {
                    return Err(too_long());
                }
                // A file field that was left empty still sends a part without a byte.
                if let Some(bytes) = self.file(part).await? {
                    files.push(Upload { field: name, bytes });
                }
            } else {
                let text = self.text(part, FORM_BYTES_MAX - text_bytes).await?;
                text_bytes += text.len();
                fields.add(&name, utf8(text)?)?;
            }
        }
        Ok(FormWithFiles(fields, files))
    }

    async fn text(&mut self, mut part: Field<'_>, room: usize) -> Result<Vec<u8>, Wrong> {
        let mut text = Vec::new();
        while let Some(chunk) = self.timely(part.chunk()).await?.map_err(|error| broken(&error))? {
            if text.len() + chunk.len() > room {
                return Err(too_long());
            }
            text.extend_from_slice(&chunk);
        }
        Ok(text)
    }

    /// Reads a file; its memory is lent until the last copy of its bytes is gone. `None` where it has no byte; without bytes where
    /// it goes past what a body may hold.
    async fn file(&mut self, mut part: Field<'_>) -> Result<Option<Bytes>, Wrong> {
        let most = self.uploads.limits.file_bytes + 1;
        let room = self.uploads.limits.body_bytes - self.kept_bytes;
        let (mut bytes, mut lent, mut is_past) = (Vec::new(), Lending::default(), false);
        while let Some(chunk) = self.timely(part.chunk()).await?.map_err(|error| broken(&error))? {
            is_past |= bytes.len() + chunk.len().min(most - bytes.len()) > room;
            if is_past {
                let own = lent.own.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
                self.unused += lent.pieces - own;
                (bytes, lent) = (Vec::new(), Lending::default());
                continue;
            }
            // What is past the limit is let go as it comes.
            let chunk = &chunk[..chunk.len().min(most - bytes.len())];
            self.lend(bytes.len() + chunk.len(), &mut lent).await?;
            bytes.reserve_exact((bytes.len() + chunk.len()).next_multiple_of(PIECE_BYTES) - bytes.len());
            bytes.extend_from_slice(chunk);
        }
        self.kept_bytes += bytes.len();
        Ok(match (bytes.is_empty(), is_past) {
            (true, false) => None,
            (true, true) => Some(Bytes::new()),
            (false, _) => Some(Bytes::from_owner(Lent { bytes, _lent: lent })),
        })
    }

    /// Makes `lent` enough for `bytes` of a file, where what was lent to the whole body is not.
    async fn lend(&mut self, bytes: usize, lent: &mut Lending) -> Result<(), Wrong> {
        if self.whole.is_none() {
            // All of it in one go: bodies that each hold a part and wait for the rest would wait for each other.
            let whole = self.stated_bytes.min(self.uploads.limits.bytes / 4).div_ceil(PIECE_BYTES);
            self.whole = Some(Arc::new(self.more(whole).await?));
            self.unused = whole;
        }
        lent.whole.clone_from(&self.whole);
        let more = bytes.div_ceil(PIECE_BYTES).saturating_sub(lent.pieces);
        let from_whole = more.min(self.unused);
        self.unused -= from_whole;
        if more > from_whole {
            let permit = self.more(more - from_whole).await?;
            match &mut lent.own {
                Some(own) => own.merge(permit),
                None => lent.own = Some(permit),
            }
        }
        lent.pieces += more;
        Ok(())
    }

    /// So many pieces of memory, waiting for others to be done where there are no more.
    async fn more(&mut self, pieces: usize) -> Result<OwnedSemaphorePermit, Wrong> {
        let count = u32::try_from(pieces).map_err(|_| too_long())?;
        let permit = Arc::clone(&self.uploads.memory).acquire_many_owned(count);
        let permit = timeout(self.uploads.limits.fast, permit).await.map_err(|_| Wrong::Busy)?;
        let permit = permit.map_err(|error| Wrong::Fault(error.into()))?;
        if self.slow.is_some() {
            let held = self.slow_pieces(count)?;
            if let Some((_, all)) = &mut self.slow {
                all.merge(held);
            }
        }
        self.pieces += count;
        Ok(permit)
    }

    /// Waits for what comes next, not for ever; a body that has taken long by then must find a place among the slow ones.
    async fn timely<T>(&mut self, next: impl Future<Output = T>) -> Result<T, Wrong> {
        let got = timeout(self.uploads.limits.idle, next).await.map_err(|_| Wrong::Busy)?;
        if self.slow.is_none() && self.began.elapsed() > self.uploads.limits.fast {
            let place = Arc::clone(&self.uploads.slow).try_acquire_owned().map_err(|_| Wrong::Busy)?;
            self.slow = Some((place, self.slow_pieces(self.pieces)?));
        }
        Ok(got)
    }

    fn slow_pieces(&self, count: u32) -> Result<OwnedSemaphorePermit, Wrong> {
        Arc::clone(&self.uploads.slow_memory).try_acquire_many_owned(count).map_err(|_| Wrong::Busy)
    }
}

/// The memory of one file: some of its body's, and some of its own.
#[derive(Default)]
struct Lending {
    whole: Option<Arc<OwnedSemaphorePermit>>,
    own: Option<OwnedSemaphorePermit>,
    pieces: usize,
}

/// A file's bytes with the memory that was lent for them.
struct Lent {
    bytes: Vec<u8>,
    _lent: Lending,
}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl FromRequest<App> for FormWithFiles {
    type Rejection = Wrong;
    async fn from_request(request: Request, app: &App) -> Result<Self, Wrong> {
        if !has_files(&request) {
            let form = super::forms::Form::from_request(request, app).await?;
            return Ok(FormWithFiles(form.0, Vec::new()));
        }
        let unreadable = |_| Wrong::Unreadable { status: 400, word: "error-unreadable" };
        let stated =
            request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        let parts = Multipart::from_request(request, app).await.map_err(unreadable)?;
        app.part::<Uploads>().read(parts, stated.unwrap_or(0)).await
    }
}

fn has_files(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    kind.starts_with("multipart/form-data")
}

/// How long requests may take.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    pub request: Duration,
    pub upload: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Times { request: REQUEST_TIME_MAX, upload: UPLOAD_TIME_MAX }
    }
}

/// Ends a request that takes too long. A form with files has the longer time, and [`Uploads`] looks after its chunks.
pub async fn in_time(State(times): State<Times>, request: Request, next: Next) -> Response {
    let most = if has_files(&request) { times.upload } else { times.request };
    timeout(most, next.run(request)).await.unwrap_or_else(|_| Wrong::Busy.into_response())
}

fn broken(error: &MultipartError) -> Wrong {
    match error.status().as_u16() {
        413 => too_long(),
        _ => Wrong::Unreadable { status: 400, word: "error-unreadable" },
    }
}

#[cfg(test)]
mod tests;
