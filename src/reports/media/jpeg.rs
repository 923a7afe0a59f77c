//! The parts of a JPEG file (ITU-T T.81, annex B): which of them draw, and which only tell.

use image::metadata::Orientation;

use super::{Bare, Kind, Limits, PictureRefused, orientation, pixels};

const TEM: u8 = 0x01;
const SOF0: u8 = 0xC0;
const SOF2: u8 = 0xC2;
const DHT: u8 = 0xC4;
const JPG: u8 = 0xC8;
const DAC: u8 = 0xCC;
const SOF15: u8 = 0xCF;
const RST0: u8 = 0xD0;
const RST7: u8 = 0xD7;
const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const DQT: u8 = 0xDB;
const DRI: u8 = 0xDD;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP14: u8 = 0xEE;

/// Every scan of a progressive picture passes over all of it, however few bytes it has: thousands of empty scans would
/// keep a core busy for minutes. Encoders write about ten.
const SCANS_MAX: usize = 64;

/// Tables are rebuilt each time they are defined. Encoders write about ten.
const TABLES_MAX: usize = 1_000;

/// Length of an `Adobe` mark up to the byte that tells how colours are coded. What follows is not kept.
const ADOBE_BYTES: usize = 12;

/// JFIF without a thumbnail has exactly this many bytes (ITU-T T.871, 10.1).
const JFIF_BYTES: usize = 14;

/// One marker segment, and for a start of scan the coded picture data after it.
pub(super) struct Segment<'a> {
    pub marker: u8,
    /// Without marker and length.
    pub body: &'a [u8],
    pub scan: &'a [u8],
}

/// A walk over the segments of a JPEG file, from its first bytes to the end mark.
pub(super) struct Segments<'a> {
    rest: &'a [u8],
    strays_bytes: usize,
}

impl<'a> Segments<'a> {
    /// `None` where the file does not begin as a JPEG.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        Some(Segments { rest: bytes.strip_prefix(&[0xFF, SOI])?, strays_bytes: 0 })
    }

    /// The next segment, or `None` at the end mark. Bytes that belong to no segment are passed over, as decoders do.
    pub fn step(&mut self) -> Result<Option<Segment<'a>>, PictureRefused> {
        loop {
            let strays = self.rest.iter().position(|byte| *byte == 0xFF).ok_or(PictureRefused::Damaged)?;
            let from_mark = &self.rest[strays..];
            let fill = from_mark.iter().position(|byte| *byte != 0xFF).ok_or(PictureRefused::Damaged)?;
            let (marker, rest) = (from_mark[fill], &from_mark[fill + 1..]);
            self.strays_bytes += strays + fill - 1;
            self.rest = rest;
            match marker {
                EOI => return Ok(None),
                0x00 | TEM | RST0..=RST7 | SOI => self.strays_bytes += 2,
                _ => return self.body(marker).map(Some),
            }
        }
    }

    fn body(&mut self, marker: u8) -> Result<Segment<'a>, PictureRefused> {
        let (length, rest) = self.rest.split_first_chunk::<2>().ok_or(PictureRefused::Damaged)?;
        // The length counts its own two bytes.
        let body_bytes = usize::from(u16::from_be_bytes(*length)).checked_sub(2).ok_or(PictureRefused::Damaged)?;
        let (body, rest) = rest.split_at_checked(body_bytes).ok_or(PictureRefused::Damaged)?;
        let (scan, rest) = rest.split_at(if marker == SOS { scan_bytes(rest) } else { 0 });
        self.rest = rest;
        Ok(Segment { marker, body, scan })
    }
}

/// How far the coded data goes: to the first mark that is neither a stuffed zero nor a restart (T.81, B.1.1.5).
fn scan_bytes(bytes: &[u8]) -> usize {
    let ends = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | RST0..=RST7);
    bytes.windows(2).position(ends).unwrap_or(bytes.len())
}

/// The size and colours of a picture, from its frame header (T.81, B.2.2).
struct Frame {
    width: u32,
    height: u32,
    components: u8,
    is_progressive: bool,
}

impl Frame {
    fn of(segment: &Segment<'_>, limits: &Limits) -> Result<Self, PictureRefused> {
        let &[_, h0, h1, w0, w1, components, ..] = segment.body else { return Err(PictureRefused::Damaged) };
        let (width, height) = (u32::from(u16::from_be_bytes([w0, w1])), u32::from(u16::from_be_bytes([h0, h1])));
        pixels(width, height, limits)?;
        if !(1..=4).contains(&components) {
            return Err(PictureRefused::Damaged);
        }
        Ok(Frame { width, height, components, is_progressive: segment.marker == SOF2 })
    }

    /// The decoded picture takes a byte per colour. Where the colours do not come all in one pass, two bytes for each
    /// coefficient wait in memory too, padded to whole blocks of at most 32 pixels.
    fn memory_bytes(&self, is_one_pass: bool) -> u64 {
        let drawn = u64::from(self.width) * u64::from(self.height) * if self.components == 1 { 1 } else { 3 };
        let padded = u64::from(self.width.next_multiple_of(32)) * u64::from(self.height.next_multiple_of(32));
        if is_one_pass { drawn } else { drawn + padded * u64::from(self.components) * 2 }
    }
}

/// The same picture without anything that does not draw.
pub(super) fn bare(bytes: &[u8], limits: &Limits) -> Result<Bare, PictureRefused> {
    let mut segments = Segments::of(bytes).ok_or(PictureRefused::Damaged)?;
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend([0xFF, SOI]);
    let mut frame: Option<Frame> = None;
    let mut upright = None;
    let (mut scans, mut tables, mut is_one_pass) = (0, 0, true);
    while let Some(segment) = segments.step()? {
        match segment.marker {
            SOF0..=SOF2 if frame.is_none() => frame = Some(Frame::of(&segment, limits)?),
            DHT | DQT | DRI if tables < TABLES_MAX => tables += 1,
            // Lossless, arithmetic and hierarchical pictures come from scanners and laboratories; a second frame, or
            // more scans and tables than any encoder writes, from nobody who wants to show something.
            SOF0..=SOF15 if segment.marker != JPG && segment.marker != DAC => return Err(PictureRefused::Damaged),
            DQT | DRI => return Err(PictureRefused::Damaged),
            SOS => {
                let frame = frame.as_ref().ok_or(PictureRefused::Damaged)?;
                scans += 1;
                if scans > SCANS_MAX {
                    return Err(PictureRefused::Damaged);
                }
                is_one_pass &= !frame.is_progressive && segment.body.first() == Some(&frame.components);
            }
            APP14 if tells_colours(segment.body) => {}
            APP1 => {
                if upright.is_none() && segment.body.starts_with(b"Exif\0\0") {
                    upright = orientation(segment.body);
                }
                continue;
            }
            _ => continue,
        }
        keep(&mut kept, &segment);
    }
    kept.extend([0xFF, EOI]);
    let frame = frame.filter(|_| scans > 0).ok_or(PictureRefused::Damaged)?;
    Ok(Bare {
        kind: Kind::Jpeg,
        bytes: kept,
        width: frame.width,
        height: frame.height,
        memory_bytes: frame.memory_bytes(is_one_pass),
        orientation: upright.unwrap_or(Orientation::NoTransforms),
    })
}

/// The one application segment that changes how a picture looks (T.872, 6.5.3): CMYK, `YCbCr` or plain RGB.
fn tells_colours(body: &[u8]) -> bool {
    body.starts_with(b"Adobe") && body.get(ADOBE_BYTES - 1).is_some_and(|transform| *transform <= 2)
}

fn keep(kept: &mut Vec<u8>, segment: &Segment<'_>) {
    let body = if segment.marker == APP14 { &segment.body[..ADOBE_BYTES] } else { segment.body };
    // The body came with a length of two bytes and has not grown.
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    kept.extend([0xFF, segment.marker]);
    kept.extend(length.to_be_bytes());
    kept.extend(body);
    kept.extend(segment.scan);
}

/// True where a JPEG holds one picture and nothing else: no application data but a JFIF mark without thumbnail, no
/// comment, nothing between the segments, nothing after the end.
pub(super) fn is_bare(jpeg: &[u8]) -> bool {
    let Some(mut segments) = Segments::of(jpeg) else { return false };
    loop {
        match segments.step() {
            Ok(Some(segment)) => match segment.marker {
                SOF0..=SOF2 | DHT | DQT | DRI | SOS => {}
                APP0 if segment.body.len() == JFIF_BYTES && segment.body.starts_with(b"JFIF\0") => {}
                _ => return false,
            },
            Ok(None) => return segments.rest.is_empty() && segments.strays_bytes == 0,
            Err(_) => return false,
        }
    }
}
