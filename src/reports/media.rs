//! Pictures from strangers, made harmless before anyone opens them.
//!
//! In: the bytes that someone uploaded. Out: a fresh JPEG that holds pixels and nothing else, or the reason why not.
//! A picture takes four steps, and each one works alone should another fail:
//!
//! 1. `kind` judges by the first bytes, never by a name or a claimed type. Only JPEG, PNG and WebP go on.
//! 2. `jpeg`, `png` and `webp` walk the file themselves: they read the size from the header, refuse what would not fit
//!    in memory, and copy only the parts that draw. Exif, GPS, XMP, IPTC, profiles, thumbnails, later frames and
//!    whatever hides behind the end stay behind before a decoder sees the file.
//! 3. `drawing` decodes, turns, shrinks, puts transparency on white, and writes a new JPEG.
//! 4. The new JPEG is walked once more; one that carries anything but a picture is not handed out.
//!
//! Colour profiles are dropped: a wide-gamut photo is shown as sRGB, a little paler than on its phone.
//!
//! This takes up to a second or two of one core and [`MEDIA_MEMORY_BYTES_MAX`] of memory: call it off the async
//! threads, and one or two at a time.

mod drawing;
mod jpeg;
mod kind;
mod png;
mod webp;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::metadata::Orientation;

use kind::Kind;
pub use kind::UnsupportedKind;

/// The largest upload. Photos of today's phones are 2 to 8 MB; a slow connection should not be asked for more.
pub const MEDIA_BYTES_MAX: usize = 12 * 1024 * 1024;

/// The most pixels, as the header states them. The largest sensors in common phones make 50 megapixels.
pub const MEDIA_PIXELS_MAX: u64 = 50_000_000;

/// The most memory one picture may need while it is drawn. It fits 50 megapixels with transparency, and a small server.
pub const MEDIA_MEMORY_BYTES_MAX: u64 = 320 * 1024 * 1024;

/// The long edge of what is kept. Enough to see what happens in a street, and about half a megabyte.
pub const MEDIA_LONG_EDGE_PX_MAX: u32 = 2048;

/// JPEG quality of what is kept, 1 to 100. At 82 the eye finds no loss at normal size.
pub const MEDIA_JPEG_QUALITY_PERCENT: u8 = 82;

/// What a picture may cost. [`Limits::default`] is the constants of this module; tests make smaller ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Length of the upload in bytes.
    pub bytes_max: usize,
    /// Width times height, in pixels, before shrinking.
    pub pixels_max: u64,
    /// Bytes of memory while drawing, estimated from the header.
    pub memory_bytes_max: u64,
    /// Long edge of the result in pixels, 1 to 65,535.
    pub long_edge_px_max: u32,
    /// JPEG quality of the result, 1 to 100.
    pub jpeg_quality_percent: u8,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes_max: MEDIA_BYTES_MAX,
            pixels_max: MEDIA_PIXELS_MAX,
            memory_bytes_max: MEDIA_MEMORY_BYTES_MAX,
            long_edge_px_max: MEDIA_LONG_EDGE_PX_MAX,
            jpeg_quality_percent: MEDIA_JPEG_QUALITY_PERCENT,
        }
    }
}

/// A picture that was drawn anew: nothing of the uploaded file is in it but what the eye sees.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// A baseline JPEG without Exif, XMP, IPTC, profile, comment or thumbnail.
    pub jpeg: Vec<u8>,
    /// Pixels, after turning upright and shrinking.
    pub width: u32,
    /// Pixels, after turning upright and shrinking.
    pub height: u32,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({} x {})", self.width, self.height)
    }
}

/// Why a picture is not taken. None of these says anything about the person; every one has words in `words/*.ftl`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PictureRefused {
    /// More bytes than [`Limits::bytes_max`], or a lossless WebP beyond what its decoder can bear.
    #[error("the file is too large")]
    TooLarge,
    /// Not a file that we know as a picture.
    #[error("this is not a picture")]
    NotAPicture,
    /// We know what it is, and cannot take it. The page says what to do instead.
    #[error("this kind of file is not taken: {}", .0.code())]
    UnsupportedKind(UnsupportedKind),
    /// More pixels, or more memory to draw them, than the limits allow.
    #[error("the picture has too many pixels")]
    TooManyPixels,
    /// It begins like a picture and cannot be read to its end, or is of a variety that phones do not make.
    #[error("the picture is damaged")]
    Damaged,
}

impl PictureRefused {
    /// Every refusal, so that a test can see that each has words.
    pub const ALL: [PictureRefused; 10] = [
        PictureRefused::TooLarge,
        PictureRefused::NotAPicture,
        PictureRefused::UnsupportedKind(UnsupportedKind::Heic),
        PictureRefused::UnsupportedKind(UnsupportedKind::Gif),
        PictureRefused::UnsupportedKind(UnsupportedKind::Svg),
        PictureRefused::UnsupportedKind(UnsupportedKind::Pdf),
        PictureRefused::UnsupportedKind(UnsupportedKind::Video),
        PictureRefused::UnsupportedKind(UnsupportedKind::OtherPicture),
        PictureRefused::TooManyPixels,
        PictureRefused::Damaged,
    ];

    /// The stable code, for the API and for tests.
    pub const fn code(self) -> &'static str {
        match self {
            PictureRefused::TooLarge => "too_large",
            PictureRefused::NotAPicture => "not_a_picture",
            PictureRefused::UnsupportedKind(kind) => kind.code(),
            PictureRefused::TooManyPixels => "too_many_pixels",
            PictureRefused::Damaged => "damaged",
        }
    }

    /// The key of this refusal's words in `words/*.ftl`.
    pub fn word(self) -> String {
        format!("picture-refused-{}", self.code().replace('_', "-"))
    }
}

/// Draws an uploaded picture anew, without anything that is not picture.
///
/// Takes JPEG, PNG (any depth; of an animation the still picture) and WebP (of an animation the first frame).
/// The result stands upright, is never larger than the original, and has no transparency.
///
/// # Errors
///
/// [`PictureRefused`], see there. A file that makes a decoder panic counts as damaged.
pub fn sanitise(bytes: &[u8], limits: &Limits) -> Result<Picture, PictureRefused> {
    let bare = bare(bytes, limits)?;
    let picture = without_panic(|| drawing::redraw(&bare, limits))?;
    // Our own encoder writes nothing but the picture. This holds it to that, whatever a later version of it does.
    if jpeg::is_bare(&picture.jpeg) { Ok(picture) } else { Err(PictureRefused::Damaged) }
}

/// What is left of an upload when only that remains which draws the picture.
struct Bare {
    kind: Kind,
    /// A complete file of this kind.
    bytes: Vec<u8>,
    /// Pixels, as stored: before turning.
    width: u32,
    height: u32,
    /// What decoding will need at its peak, by the header.
    memory_bytes: u64,
    orientation: Orientation,
}

/// Walks an upload by its kind, and refuses what would cost too much before anything is decoded.
fn bare(bytes: &[u8], limits: &Limits) -> Result<Bare, PictureRefused> {
    if bytes.len() > limits.bytes_max {
        return Err(PictureRefused::TooLarge);
    }
    let bare = match kind::sniff(bytes)? {
        Kind::Jpeg => jpeg::bare(bytes, limits)?,
        Kind::Png => png::bare(bytes, limits)?,
        Kind::WebP => webp::bare(bytes, limits)?,
    };
    if bare.memory_bytes > limits.memory_bytes_max {
        return Err(PictureRefused::TooManyPixels);
    }
    Ok(bare)
}

/// Width times height where the limits allow it; an empty picture counts as damaged.
fn pixels(width: u32, height: u32, limits: &Limits) -> Result<u64, PictureRefused> {
    match u64::from(width) * u64::from(height) {
        0 => Err(PictureRefused::Damaged),
        pixels if pixels > limits.pixels_max => Err(PictureRefused::TooManyPixels),
        pixels => Ok(pixels),
    }
}

/// The one thing worth knowing from Exif: which way up. Takes the block with or without its `Exif` mark.
fn orientation(exif: &[u8]) -> Option<Orientation> {
    Orientation::from_exif_chunk(exif.strip_prefix(b"Exif\0\0").unwrap_or(exif))
}

/// Decoders read hostile bytes and are not ours: where one stumbles, the picture is at fault and not the page.
fn without_panic<T>(work: impl FnOnce() -> Result<T, PictureRefused>) -> Result<T, PictureRefused> {
    // What the work leaves half done is dropped with it, and nothing else can see it.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(PictureRefused::Damaged))
}
