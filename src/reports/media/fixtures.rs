//! Pictures for tests, put together by hand so that the tests know every byte that must not come out again.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

pub(super) const RED: Rgb<u8> = Rgb([220, 30, 30]);
pub(super) const GREEN: Rgb<u8> = Rgb([30, 200, 30]);
pub(super) const BLUE: Rgb<u8> = Rgb([30, 30, 220]);
pub(super) const YELLOW: Rgb<u8> = Rgb([230, 220, 40]);
pub(super) const WHITE: Rgb<u8> = Rgb([255, 255, 255]);

// All samples show four quarters (red, green / blue, yellow) of 48 x 32 pixels; the animations are red, then blue.
pub(super) const PROGRESSIVE_JPEG: &[u8] = include_bytes!("samples/progressive.jpg");
pub(super) const GRAY_JPEG: &[u8] = include_bytes!("samples/gray.jpg");
pub(super) const CMYK_JPEG: &[u8] = include_bytes!("samples/cmyk.jpg");
pub(super) const LOSSY_WEBP: &[u8] = include_bytes!("samples/lossy.webp");
/// The last quarter is see-through.
pub(super) const LOSSY_ALPHA_WEBP: &[u8] = include_bytes!("samples/lossy_alpha.webp");
pub(super) const ANIMATED_WEBP: &[u8] = include_bytes!("samples/animated.webp");
pub(super) const ANIMATED_PNG: &[u8] = include_bytes!("samples/animated.png");
pub(super) const PALETTE_PNG: &[u8] = include_bytes!("samples/palette.png");

/// Four quarters: red, green / blue, yellow.
pub(super) fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => RED,
        (false, true) => GREEN,
        (true, false) => BLUE,
        (false, false) => YELLOW,
    })
}

pub(super) fn jpeg_of(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(image).unwrap();
    bytes
}

pub(super) fn png_of(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
    bytes
}

pub(super) fn lossless_webp_of(image: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_with_encoder(WebPEncoder::new_lossless(&mut bytes)).unwrap();
    bytes
}

/// One good file of each kind, and the odd ones.
pub(super) fn good_files() -> Vec<Vec<u8>> {
    let image = quarters(48, 32);
    let mut files = vec![jpeg_of(&image), png_of(&image.clone().into()), lossless_webp_of(&image.into())];
    let samples = [PROGRESSIVE_JPEG, GRAY_JPEG, CMYK_JPEG, LOSSY_WEBP, LOSSY_ALPHA_WEBP, ANIMATED_WEBP, ANIMATED_PNG];
    files.extend(samples.map(<[u8]>::to_vec));
    files.push(PALETTE_PNG.to_vec());
    files
}

pub(super) fn read_jpeg(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap().to_rgb8()
}

/// The corner of a picture that shows this colour, give or take what JPEG loses.
pub(super) fn is_about(pixel: Rgb<u8>, colour: Rgb<u8>) -> bool {
    pixel.0.iter().zip(colour.0).all(|(a, b)| a.abs_diff(b) < 40)
}

/// Colours in the middle of the four quarters, row by row.
pub(super) fn corners(image: &RgbImage) -> [Rgb<u8>; 4] {
    let (right, bottom) = (image.width() * 3 / 4, image.height() * 3 / 4);
    let (left, top) = (image.width() / 4, image.height() / 4);
    [(left, top), (right, top), (left, bottom), (right, bottom)].map(|(x, y)| *image.get_pixel(x, y))
}

pub(super) const OWNER: &[u8] = b"OWNER-OF-THIS-CAMERA";
pub(super) const THUMBNAIL: &[u8] = b"THUMBNAIL-OF-A-FACE";
/// 41 degrees, 52 minutes, 41.55 seconds as three fractions.
pub(super) const LATITUDE: &[u8] = &[41, 0, 0, 0, 1, 0, 0, 0, 52, 0, 0, 0, 1, 0, 0, 0, 0x3B, 0x10, 0, 0, 100, 0, 0, 0];

/// A TIFF block as cameras write it (Exif 2.32): owner, orientation, GPS place, thumbnail.
pub(super) fn exif(orientation: u16) -> Vec<u8> {
    fn entry(tag: u16, format: u16, count: usize, value: u32) -> Vec<u8> {
        let count = u32::try_from(count).unwrap();
        [&tag.to_le_bytes()[..], &format.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    }
    // Header 8, first directory 2 + 3 * 12 + 4, second 2 + 2 * 12 + 4, third 2 + 2 * 12 + 4; then the values.
    let (second, third, values) = (50_u32, 80_u32, 110_u32);
    let (owner, latitude, thumbnail) = (values, values + 20, values + 20 + 24);
    let north = u32::from_le_bytes(*b"N\0\0\0");
    let first = [
        entry(0x0112, 3, 1, u32::from(orientation)),
        entry(0x013B, 2, OWNER.len(), owner),
        entry(0x8825, 4, 1, second),
    ];
    let gps = [entry(1, 2, 2, north), entry(2, 5, 3, latitude)];
    let small = [entry(0x0201, 4, 1, thumbnail), entry(0x0202, 4, 1, 19)];
    let directory = |entries: &[Vec<u8>], next: u32| {
        [&u16::try_from(entries.len()).unwrap().to_le_bytes()[..], &entries.concat(), &next.to_le_bytes()].concat()
    };
    let mut block = b"II\x2A\0\x08\0\0\0".to_vec();
    block.extend(directory(&first, third));
    block.extend(directory(&gps, 0));
    block.extend(directory(&small, 0));
    block.extend([OWNER, LATITUDE, THUMBNAIL].concat());
    block
}

/// One JPEG segment with its mark and length.
pub(super) fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker][..], &length, body].concat()
}

/// First mark and JFIF segment of the JPEG files that are made here have 20 bytes together.
pub(super) const JPEG_START_BYTES: usize = 20;

/// The JPEG with these segments right after its first mark.
pub(super) fn with_segments(jpeg: &[u8], segments: &[Vec<u8>]) -> Vec<u8> {
    [&jpeg[..2], &segments.concat(), &jpeg[2..]].concat()
}

pub(super) fn exif_segment(orientation: u16) -> Vec<u8> {
    segment(0xE1, &[b"Exif\0\0".to_vec(), exif(orientation)].concat())
}

/// One PNG chunk with its checksum.
pub(super) fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [name.as_slice(), body].concat();
    [&u32::try_from(body.len()).unwrap().to_be_bytes()[..], &named, &crc(&named).to_be_bytes()].concat()
}

/// CRC-32 as in W3C PNG, annex D, one bit at a time.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

/// Signature and header chunk have 33 bytes together.
pub(super) const PNG_START_BYTES: usize = 33;

/// The PNG with these chunks right after its header.
pub(super) fn with_chunks(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    [&png[..PNG_START_BYTES], &chunks.concat(), &png[PNG_START_BYTES..]].concat()
}

/// Signature and header of a PNG of eight-bit RGB.
pub(super) fn png_start(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header)].concat()
}

/// One RIFF chunk, padded.
pub(super) fn riff(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    [name, &length[..], body, &[0][..body.len() % 2]].concat()
}

/// A WebP of a canvas with these flags and size and these chunks.
pub(super) fn extended_webp(flags: u8, width: u32, height: u32, chunks: &[Vec<u8>]) -> Vec<u8> {
    let [w, h] = [width - 1, height - 1].map(u32::to_le_bytes);
    let canvas = riff(b"VP8X", &[flags, 0, 0, 0, w[0], w[1], w[2], h[0], h[1], h[2]]);
    riff(b"RIFF", &[b"WEBP".to_vec(), canvas, chunks.concat()].concat())
}

/// The picture chunk of a plain WebP file.
pub(super) fn webp_picture(webp: &[u8]) -> Vec<u8> {
    webp[12..].to_vec()
}

pub(super) fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}
