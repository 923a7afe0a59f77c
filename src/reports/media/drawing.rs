//! From pixels to pixels: decode, shrink, turn upright, write a new JPEG.

use std::io::Cursor;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageError, RgbImage};

use super::{Bare, Kind, Limits, Picture, PictureRefused};

/// The largest edge that a JPEG can state (ITU-T T.81, B.2.2).
const JPEG_EDGE_PX_MAX: u32 = 65_535;

/// Draws a bare file anew.
pub(super) fn redraw(bare: &Bare, limits: &Limits) -> Result<Picture, PictureRefused> {
    let small = shrink(decode(bare, limits)?, limits.long_edge_px_max)?;
    // Turning comes after shrinking: it costs a copy, and the copy is small by now.
    let mut upright = DynamicImage::ImageRgb8(small);
    upright.apply_orientation(bare.orientation);
    let (width, height) = (upright.width(), upright.height());
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, limits.jpeg_quality_percent)
        .encode(upright.as_bytes(), width, height, ExtendedColorType::Rgb8)
        .map_err(|_| PictureRefused::Damaged)?;
    Ok(Picture { jpeg, width, height })
}

/// The pixels of a bare file, within the limits.
pub(super) fn decode(bare: &Bare, limits: &Limits) -> Result<DynamicImage, PictureRefused> {
    let mut bounds = image::Limits::no_limits();
    bounds.max_alloc = Some(limits.memory_bytes_max);
    bounds.max_image_width = Some(bare.width);
    bounds.max_image_height = Some(bare.height);
    let bytes = Cursor::new(bare.bytes.as_slice());
    let image = match bare.kind {
        Kind::Jpeg => JpegDecoder::new(bytes).and_then(|decoder| pixels_of(decoder, bounds)),
        Kind::Png => PngDecoder::with_limits(bytes, bounds.clone()).and_then(|decoder| pixels_of(decoder, bounds)),
        Kind::WebP => WebPDecoder::new(bytes).and_then(|decoder| pixels_of(decoder, bounds)),
    };
    match image {
        // The walk and the decoder must have read the same header, or the limits were judged by the wrong one.
        Ok(image) if (image.width(), image.height()) == (bare.width, bare.height) => Ok(image),
        Err(ImageError::Limits(_)) => Err(PictureRefused::TooManyPixels),
        Ok(_) | Err(_) => Err(PictureRefused::Damaged),
    }
}

fn pixels_of(mut decoder: impl ImageDecoder, bounds: image::Limits) -> Result<DynamicImage, ImageError> {
    let mut remaining = bounds.clone();
    remaining.reserve(decoder.total_bytes())?;
    decoder.set_limits(bounds)?;
    DynamicImage::from_decoder(decoder)
}

/// The picture at no more than this long edge, without transparency. Never larger than it was.
///
/// Every new pixel is the average of the area it covers, weighed exactly in whole numbers. That is smooth at any ratio
/// and needs memory for one line only, where a general filter would need several times the picture.
fn shrink(image: DynamicImage, long_edge_px_max: u32) -> Result<RgbImage, PictureRefused> {
    let (width, height) = (image.width(), image.height());
    let (to_width, to_height) = fitted(width, height, long_edge_px_max);
    let image = match image {
        DynamicImage::ImageRgb8(image) if (to_width, to_height) == (width, height) => return Ok(image),
        image => image,
    };
    let mut line = vec![0_u8; width as usize * 3];
    let mut narrow = vec![0_u64; to_width as usize * 3];
    // A source line lies in one new line, or across the border of two.
    let (mut sums, mut next_sums) = (narrow.clone(), narrow.clone());
    let mut drawn = Vec::with_capacity(to_width as usize * to_height as usize * 3);
    let area = u64::from(width) * u64::from(height);
    for y in 0..height {
        flatten_line(&image, y, &mut line)?;
        narrow_line(&line, width, to_width, &mut narrow);
        let share = Share::of(y, height, to_height);
        for ((sum, next), value) in sums.iter_mut().zip(&mut next_sums).zip(&narrow) {
            *sum += value * share.here;
            *next += value * share.next;
        }
        if share.completes {
            // An average of bytes is a byte.
            drawn.extend(sums.iter().map(|sum| u8::try_from((sum + area / 2) / area).unwrap_or(u8::MAX)));
            std::mem::swap(&mut sums, &mut next_sums);
            next_sums.fill(0);
        }
    }
    RgbImage::from_raw(to_width, to_height, drawn).ok_or(PictureRefused::Damaged)
}

/// The size that keeps the shape and has no edge above the limit.
fn fitted(width: u32, height: u32, long_edge_px_max: u32) -> (u32, u32) {
    let limit = long_edge_px_max.clamp(1, JPEG_EDGE_PX_MAX);
    let long = width.max(height);
    if long <= limit {
        return (width, height);
    }
    let scaled = |edge: u32| {
        let rounded = (u64::from(edge) * u64::from(limit) + u64::from(long) / 2) / u64::from(long);
        // No edge is longer than the long one, so that this is at most the limit.
        u32::try_from(rounded).unwrap_or(limit).max(1)
    };
    (scaled(width), scaled(height))
}

/// How one old line (or column) of `old` falls on the fewer lines of `new`.
///
/// Laid over one another on a ruler of `old * new` marks, an old line is `new` marks long and a new one `old`.
struct Share {
    /// The new line in which this one begins.
    line: usize,
    /// Marks that fall on it.
    here: u64,
    /// Marks that fall on the one after it.
    next: u64,
    /// True where this old line is the last that falls on it.
    completes: bool,
}

impl Share {
    fn of(index: u32, old: u32, new: u32) -> Self {
        let (old, new) = (u64::from(old), u64::from(new));
        let (start, end) = (u64::from(index) * new, (u64::from(index) + 1) * new);
        let line = start / old;
        let border = (line + 1) * old;
        Share {
            // Below the number of new lines, which came from a u32.
            line: usize::try_from(line).unwrap_or(0),
            here: end.min(border) - start,
            next: end.saturating_sub(border),
            completes: end >= border,
        }
    }
}

/// Sums a line of RGB bytes into fewer pixels, each weighed with the width it takes up.
fn narrow_line(line: &[u8], width: u32, to_width: u32, narrow: &mut [u64]) {
    narrow.fill(0);
    for (x, pixel) in (0..width).zip(line.as_chunks::<3>().0) {
        let share = Share::of(x, width, to_width);
        let at = share.line * 3;
        for (colour, value) in pixel.iter().enumerate() {
            narrow[at + colour] += u64::from(*value) * share.here;
            if share.next > 0 {
                narrow[at + 3 + colour] += u64::from(*value) * share.next;
            }
        }
    }
}

/// One line as RGB bytes: grey spread to three colours, sixteen bits cut to eight, transparency laid on white.
fn flatten_line(image: &DynamicImage, y: u32, line: &mut [u8]) -> Result<(), PictureRefused> {
    let width = image.width() as usize;
    let y = y as usize;
    match image {
        DynamicImage::ImageRgb8(image) => flatten(image.as_raw(), width, y, line, |rgb| rgb),
        DynamicImage::ImageLuma8(image) => flatten(image.as_raw(), width, y, line, |[grey]| [grey; 3]),
        DynamicImage::ImageLumaA8(image) => {
            flatten(image.as_raw(), width, y, line, |[grey, alpha]| [on_white(grey, alpha); 3]);
        }
        DynamicImage::ImageRgba8(image) => {
            flatten(image.as_raw(), width, y, line, |[r, g, b, alpha]| [r, g, b].map(|value| on_white(value, alpha)));
        }
        DynamicImage::ImageLuma16(image) => flatten(image.as_raw(), width, y, line, |[grey]| [high(grey); 3]),
        DynamicImage::ImageLumaA16(image) => {
            flatten(image.as_raw(), width, y, line, |[grey, alpha]| [on_white(high(grey), high(alpha)); 3]);
        }
        DynamicImage::ImageRgb16(image) => flatten(image.as_raw(), width, y, line, |rgb| rgb.map(high)),
        DynamicImage::ImageRgba16(image) => flatten(image.as_raw(), width, y, line, |[r, g, b, alpha]| {
            [r, g, b].map(|value| on_white(high(value), high(alpha)))
        }),
        // None of the three decoders makes any other.
        _ => return Err(PictureRefused::Damaged),
    }
    Ok(())
}

fn flatten<const N: usize, S: Copy>(
    samples: &[S],
    width: usize,
    y: usize,
    line: &mut [u8],
    colour: impl Fn([S; N]) -> [u8; 3],
) {
    let from = &samples[y * width * N..(y + 1) * width * N];
    for (pixel, rgb) in from.as_chunks::<N>().0.iter().zip(line.as_chunks_mut::<3>().0) {
        *rgb = colour(*pixel);
    }
}

/// The upper eight of sixteen bits.
fn high(value: u16) -> u8 {
    value.to_be_bytes()[0]
}

/// A colour seen through its transparency on white paper.
fn on_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u16::from(value), u16::from(alpha));
    // Two shares that make up 255 of two bytes: at most 255 * 255, and after dividing a byte again.
    u8::try_from((value * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{GrayImage, Rgb};

    #[test]
    fn the_long_edge_fits_and_nothing_grows() {
        assert_eq!(fitted(4000, 3000, 2048), (2048, 1536));
        assert_eq!(fitted(3000, 4000, 2048), (1536, 2048));
        assert_eq!(fitted(2048, 2048, 2048), (2048, 2048));
        assert_eq!(fitted(640, 480, 2048), (640, 480));
        assert_eq!(fitted(50_000_000, 1, 2048), (2048, 1), "an edge never becomes nothing");
    }

    #[test]
    fn shares_of_any_ratio_add_up_to_whole_lines() {
        for (old, new) in [(7, 3), (2049, 2048), (5, 5), (100, 1), (4096, 2048)] {
            let mut totals = vec![0_u64; new as usize + 1];
            let mut completed = 0;
            for index in 0..old {
                let share = Share::of(index, old, new);
                totals[share.line] += share.here;
                totals[share.line + 1] += share.next;
                completed += u32::from(share.completes);
            }
            assert_eq!(totals.pop(), Some(0), "nothing falls off the end of {old} -> {new}");
            assert!(totals.iter().all(|total| *total == u64::from(old)), "{old} -> {new}");
            assert_eq!(completed, new);
        }
    }

    #[test]
    fn shrinking_keeps_brightness_and_averages_areas() {
        // A checkerboard of single pixels halves to even grey.
        let board = GrayImage::from_fn(8, 8, |x, y| image::Luma([if (x + y) % 2 == 0 { 0 } else { 200 }]));
        let small = shrink(DynamicImage::ImageLuma8(board.clone()), 4).unwrap();
        assert!(small.pixels().all(|pixel| *pixel == Rgb([100; 3])));
        let whole = shrink(DynamicImage::ImageLuma8(board), 8).unwrap();
        assert_eq!(whole.get_pixel(0, 0), &Rgb([0; 3]), "at its own size nothing is averaged");
        assert_eq!(whole.get_pixel(1, 0), &Rgb([200; 3]));
    }

    #[test]
    fn transparency_shows_white_paper() {
        assert_eq!(on_white(0, 0), 255);
        assert_eq!(on_white(0, 255), 0);
        assert_eq!(on_white(17, 255), 17);
        assert_eq!(on_white(0, 128), 127);
    }
}
