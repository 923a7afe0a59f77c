//! The chunks of a PNG file (W3C PNG, third edition): which of them draw, and which only tell.

use image::metadata::Orientation;

use super::{Bare, Kind, Limits, PictureRefused, orientation, pixels};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// One chunk: name and body, and the whole of it as it stands in the file, with length and checksum.
struct Chunk<'a> {
    name: &'a [u8; 4],
    body: &'a [u8],
    whole: &'a [u8],
}

impl<'a> Chunk<'a> {
    /// The first chunk and what comes after it. The checksum is left to the decoder.
    fn split(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let (length, rest) = bytes.split_first_chunk::<4>()?;
        let (name, rest) = rest.split_first_chunk::<4>()?;
        let body_bytes = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (body, rest) = rest.split_at_checked(body_bytes)?;
        let (_checksum, rest) = rest.split_at_checked(4)?;
        Some((Chunk { name, body, whole: &bytes[..bytes.len() - rest.len()] }, rest))
    }
}

/// The size and colours of a picture (section 11.2.1).
struct Header {
    width: u32,
    height: u32,
    bits: u8,
    colour: u8,
}

impl Header {
    fn of(body: &[u8], limits: &Limits) -> Result<Self, PictureRefused> {
        let &[w0, w1, w2, w3, h0, h1, h2, h3, bits, colour, _, _, _] = body else {
            return Err(PictureRefused::Damaged);
        };
        let (width, height) = (u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]));
        pixels(width, height, limits)?;
        Ok(Header { width, height, bits, colour })
    }

    /// Decoded, a pixel has one to four colours of one or two bytes; palettes are spread out.
    fn memory_bytes(&self, has_transparency: bool) -> u64 {
        let colours = match self.colour {
            0 => 1,
            4 => 2,
            6 => 4,
            _ => 3,
        };
        let colours = colours + u64::from(has_transparency && !matches!(self.colour, 4 | 6));
        u64::from(self.width) * u64::from(self.height) * colours * if self.bits == 16 { 2 } else { 1 }
    }
}

/// The same picture without anything that does not draw: no text, no profile, no Exif, no later frames.
pub(super) fn bare(bytes: &[u8], limits: &Limits) -> Result<Bare, PictureRefused> {
    let mut rest = bytes.strip_prefix(SIGNATURE).ok_or(PictureRefused::Damaged)?;
    let mut kept = SIGNATURE.to_vec();
    let mut header: Option<Header> = None;
    let mut upright = None;
    let mut has_transparency = false;
    loop {
        // A header that claims the moon is refused as such, even where the rest of the file never arrived.
        let (chunk, after) = Chunk::split(rest).ok_or(PictureRefused::Damaged)?;
        rest = after;
        match chunk.name {
            b"IHDR" if header.is_none() => header = Some(Header::of(chunk.body, limits)?),
            _ if header.is_none() => return Err(PictureRefused::Damaged),
            b"PLTE" | b"IDAT" | b"IEND" => {}
            b"tRNS" => has_transparency = true,
            b"eXIf" => {
                upright = upright.or_else(|| orientation(chunk.body));
                continue;
            }
            _ => continue,
        }
        kept.extend(chunk.whole);
        if chunk.name == b"IEND" {
            break;
        }
    }
    let header = header.ok_or(PictureRefused::Damaged)?;
    Ok(Bare {
        kind: Kind::Png,
        bytes: kept,
        width: header.width,
        height: header.height,
        memory_bytes: header.memory_bytes(has_transparency),
        orientation: upright.unwrap_or(Orientation::NoTransforms),
    })
}
