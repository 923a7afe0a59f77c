//! The chunks of a WebP file (RFC 9649): which of them draw, and which only tell.

use image::metadata::Orientation;

use super::{Bare, Kind, Limits, PictureRefused, orientation, pixels};

/// Bytes of an animation frame's own header before its chunks (RFC 9649, 2.7.1.1).
const FRAME_HEADER_BYTES: usize = 16;

/// A lossless bitstream may define 65,536 groups of code tables, each 60 bytes in the file and 20 kB in memory,
/// whatever the size of the picture: four megabytes with one pixel were measured to take 1.3 GB. Only the length
/// bounds them.
const LOSSLESS_BYTES_MAX: usize = 768 * 1024;

/// What a byte of such tables takes in memory, rounded up from what was measured.
const MEMORY_BYTES_PER_LOSSLESS_BYTE: u64 = 360;

/// The canvas flag that says "has transparency" (RFC 9649, 2.7.1).
const ALPHA_FLAG: u8 = 0x10;

/// The first chunk and what comes after it, without the padding that makes lengths even.
fn split(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (name, rest) = bytes.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let body_bytes = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (body, rest) = rest.split_at_checked(body_bytes)?;
    Some((name, body, rest.get(body_bytes % 2..).unwrap_or_default()))
}

/// The chunks that draw one frame.
#[derive(Default)]
struct Frame<'a> {
    lossy: Option<&'a [u8]>,
    lossless: Option<&'a [u8]>,
    alpha: Option<&'a [u8]>,
}

impl<'a> Frame<'a> {
    /// Takes the first chunk of each kind. Of an animation that is the first frame, and later ones add nothing.
    fn take(&mut self, name: &[u8; 4], body: &'a [u8]) -> Result<(), PictureRefused> {
        let has_picture = self.lossy.is_some() || self.lossless.is_some();
        match name {
            b"VP8 " if !has_picture => self.lossy = Some(body),
            b"VP8L" if !has_picture => self.lossless = Some(body),
            b"ALPH" if !has_picture => self.alpha = Some(body),
            b"ANMF" if !has_picture => {
                let mut rest = body.get(FRAME_HEADER_BYTES..).ok_or(PictureRefused::Damaged)?;
                while !rest.is_empty() {
                    let (name, body, after) = split(rest).ok_or(PictureRefused::Damaged)?;
                    // Frames do not nest; an inner one is an unknown chunk.
                    if name != b"ANMF" {
                        self.take(name, body)?;
                    }
                    rest = after;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn bare(&self, limits: &Limits) -> Result<Bare, PictureRefused> {
        let size = match (self.lossy, self.lossless) {
            (Some(lossy), _) => lossy_size(lossy),
            (None, Some(lossless)) => lossless_size(lossless),
            (None, None) => None,
        };
        let (width, height) = size.ok_or(PictureRefused::Damaged)?;
        let pixels = pixels(width, height, limits)?;
        let canvas = canvas(width, height);
        // Bytes for a pixel at the peak of decoding; what is packed losslessly; the file.
        let (per_pixel_bytes, packed, bytes) = match (self.lossy, self.lossless, self.alpha) {
            // One and a half for luma and chroma, three for the colours; transparency adds one, and five to unpack it.
            (Some(lossy), _, None) => (5, None, file(&[(b"VP8 ", lossy)])),
            (Some(lossy), _, Some(alpha)) => {
                let bytes = file(&[(b"VP8X", &canvas), (b"ALPH", alpha), (b"VP8 ", lossy)]);
                // Transparency comes plain, or as a lossless picture of its own (RFC 9649, 2.7.1.2).
                let is_packed = alpha.first().is_some_and(|method| method & 0b11 != 0);
                (11, is_packed.then_some(alpha), bytes)
            }
            // Four, and three more where the transparency is dropped.
            (None, lossless, _) => (8, lossless, file(&[(b"VP8L", lossless.unwrap_or_default())])),
        };
        let packed_bytes = packed.map_or(0, <[u8]>::len);
        if packed_bytes > LOSSLESS_BYTES_MAX {
            return Err(PictureRefused::TooLarge);
        }
        Ok(Bare {
            kind: Kind::WebP,
            bytes: bytes.ok_or(PictureRefused::Damaged)?,
            width,
            height,
            memory_bytes: pixels * per_pixel_bytes + packed_bytes as u64 * MEMORY_BYTES_PER_LOSSLESS_BYTE,
            orientation: Orientation::NoTransforms,
        })
    }
}

/// Width and height of a VP8 key frame (RFC 6386, 9.1): fourteen bits each, after tag and start code.
fn lossy_size(body: &[u8]) -> Option<(u32, u32)> {
    let &[tag, _, _, 0x9D, 0x01, 0x2A, w0, w1, h0, h1, ..] = body else { return None };
    let size = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3FFF);
    (tag & 1 == 0).then(|| (size(w0, w1), size(h0, h1)))
}

/// Width and height of a lossless picture (RFC 9649, 3.4): fourteen bits each, one less than they mean.
fn lossless_size(body: &[u8]) -> Option<(u32, u32)> {
    let &[0x2F, b0, b1, b2, b3, ..] = body else { return None };
    let bits = u32::from_le_bytes([b0, b1, b2, b3]);
    Some(((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1))
}

/// The body of an extended header with transparency and nothing else. Sizes are at least one, and 24 bits hold them.
fn canvas(width: u32, height: u32) -> [u8; 10] {
    let [w0, w1, w2, _] = (width - 1).to_le_bytes();
    let [h0, h1, h2, _] = (height - 1).to_le_bytes();
    [ALPHA_FLAG, 0, 0, 0, w0, w1, w2, h0, h1, h2]
}

/// A WebP file of these chunks.
fn file(chunks: &[(&[u8; 4], &[u8])]) -> Option<Vec<u8>> {
    let mut inner = b"WEBP".to_vec();
    for (name, body) in chunks {
        inner.extend(*name);
        inner.extend(u32::try_from(body.len()).ok()?.to_le_bytes());
        inner.extend(*body);
        inner.extend(&[0][..body.len() % 2]);
    }
    let mut bytes = b"RIFF".to_vec();
    bytes.extend(u32::try_from(inner.len()).ok()?.to_le_bytes());
    bytes.extend(inner);
    Some(bytes)
}

/// The same picture without anything that does not draw: no Exif, no XMP, no profile, no later frames.
///
/// The first frame of an animation is shown by itself, at its own size.
pub(super) fn bare(bytes: &[u8], limits: &Limits) -> Result<Bare, PictureRefused> {
    // What comes after the outer chunk is not part of the picture. An outer chunk that ends early is a cut-off file.
    let (b"RIFF", inner, _) = split(bytes).ok_or(PictureRefused::Damaged)? else { return Err(PictureRefused::Damaged) };
    let mut rest = inner.strip_prefix(b"WEBP").ok_or(PictureRefused::Damaged)?;
    let mut frame = Frame::default();
    let mut upright = None;
    while !rest.is_empty() {
        let (name, body, after) = split(rest).ok_or(PictureRefused::Damaged)?;
        if name == b"EXIF" {
            upright = upright.or_else(|| orientation(body));
        }
        frame.take(name, body)?;
        rest = after;
    }
    let bare = frame.bare(limits)?;
    Ok(Bare { orientation: upright.unwrap_or(Orientation::NoTransforms), ..bare })
}
