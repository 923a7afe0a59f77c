//! What a file is, by its first bytes.

use super::PictureRefused;

/// The kinds that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Jpeg,
    Png,
    WebP,
}

/// Kinds that people send and we do not take, named so that the page can say what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnsupportedKind {
    /// What iPhones save. Through the page's file field they convert it to JPEG themselves.
    Heic,
    /// A GIF, still or moving.
    Gif,
    /// A drawing that can carry scripts.
    Svg,
    /// A document.
    Pdf,
    /// A film. A still from it can be sent.
    Video,
    /// AVIF, JPEG XL, JPEG 2000, TIFF, BMP, icon, Photoshop: a screenshot of it can be sent.
    OtherPicture,
}

impl UnsupportedKind {
    /// The stable code of the refusal.
    pub const fn code(self) -> &'static str {
        match self {
            UnsupportedKind::Heic => "unsupported_heic",
            UnsupportedKind::Gif => "unsupported_gif",
            UnsupportedKind::Svg => "unsupported_svg",
            UnsupportedKind::Pdf => "unsupported_pdf",
            UnsupportedKind::Video => "unsupported_video",
            UnsupportedKind::OtherPicture => "unsupported_other_picture",
        }
    }
}

/// How far into a file a text format is looked for: a PDF may begin within 1,024 bytes (ISO 32000-1, annex H).
const TEXT_BYTES_MAX: usize = 1024;

/// The kind of these bytes, or why they go no further.
pub(super) fn sniff(bytes: &[u8]) -> Result<Kind, PictureRefused> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Ok(Kind::Jpeg),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Ok(Kind::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Kind::WebP),
        _ => Err(match unsupported(bytes) {
            Some(kind) => PictureRefused::UnsupportedKind(kind),
            None => PictureRefused::NotAPicture,
        }),
    }
}

fn unsupported(bytes: &[u8]) -> Option<UnsupportedKind> {
    match bytes {
        [_, _, _, _, b'f', b't', b'y', b'p', b0, b1, b2, b3, ..] => Some(by_brand([*b0, *b1, *b2, *b3])),
        [b'G', b'I', b'F', b'8', ..] => Some(UnsupportedKind::Gif),
        // QuickTime without a brand; Matroska and WebM; AVI; MPEG; Flash; Windows Media.
        [_, _, _, _, b'm', b'o', b'o', b'v', ..]
        | [_, _, _, _, b'm', b'd', b'a', b't', ..]
        | [_, _, _, _, b'w', b'i', b'd', b'e', ..]
        | [0x1A, 0x45, 0xDF, 0xA3, ..]
        | [b'R', b'I', b'F', b'F', _, _, _, _, b'A', b'V', b'I', b' ', ..]
        | [0x00, 0x00, 0x01, 0xB3 | 0xBA, ..]
        | [b'F', b'L', b'V', 0x01, ..]
        | [0x30, 0x26, 0xB2, 0x75, ..] => Some(UnsupportedKind::Video),
        // TIFF twice; JPEG XL twice; JPEG 2000; BMP with its reserved zeros; icon; Photoshop.
        [b'I', b'I', 0x2A, 0x00, ..]
        | [b'M', b'M', 0x00, 0x2A, ..]
        | [0xFF, 0x0A, ..]
        | [0x00, 0x00, 0x00, 0x0C, b'J', b'X', b'L', b' ', ..]
        | [0x00, 0x00, 0x00, 0x0C, b'j', b'P', b' ', b' ', ..]
        | [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..]
        | [0x00, 0x00, 0x01, 0x00, ..]
        | [b'8', b'B', b'P', b'S', ..] => Some(UnsupportedKind::OtherPicture),
        _ => by_text(bytes),
    }
}

/// ISO base media files (ISO 14496-12) share one beginning; the brand tells photos from films.
fn by_brand(brand: [u8; 4]) -> UnsupportedKind {
    match &brand {
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => UnsupportedKind::Heic,
        b"avif" | b"avis" | b"crx " => UnsupportedKind::OtherPicture,
        _ => UnsupportedKind::Video,
    }
}

fn by_text(bytes: &[u8]) -> Option<UnsupportedKind> {
    let start = bytes[..bytes.len().min(TEXT_BYTES_MAX)].to_ascii_lowercase();
    let holds = |needle: &[u8]| start.windows(needle.len()).any(|window| window == needle);
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&start).trim_ascii_start();
    if holds(b"%pdf-") {
        Some(UnsupportedKind::Pdf)
    } else if text.starts_with(b"<") && holds(b"<svg") && !holds(b"<html") {
        Some(UnsupportedKind::Svg)
    } else {
        None
    }
}
