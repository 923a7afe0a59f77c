//! What hostile and broken files become: a named refusal, or a harmless picture. Never a fault, never a long wait.

use proptest::prelude::*;

use super::fixtures::*;
use super::jpeg::is_bare;
use super::{Limits, PictureRefused, UnsupportedKind, bare, sanitise, without_panic};

fn refused(bytes: &[u8]) -> PictureRefused {
    sanitise(bytes, &Limits::default()).unwrap_err()
}

#[test]
fn files_that_are_no_pictures_are_named_for_what_they_are() {
    let svg = b"<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let kinds: [(&[u8], UnsupportedKind); 14] = [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", UnsupportedKind::Heic),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", UnsupportedKind::Heic),
        (b"\0\0\0\x18ftypavif\0\0\0\0", UnsupportedKind::OtherPicture),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", UnsupportedKind::Video),
        (b"\0\0\0\x14ftypqt  \0\0\0\0", UnsupportedKind::Video),
        (b"\x1A\x45\xDF\xA3\x93B\x82\x88webm", UnsupportedKind::Video),
        (b"RIFF\0\0\0\0AVI LIST", UnsupportedKind::Video),
        (b"GIF89a\x01\0\x01\0", UnsupportedKind::Gif),
        (svg, UnsupportedKind::Svg),
        (b"\xEF\xBB\xBF  <SVG onload=alert(1)>", UnsupportedKind::Svg),
        (b"%PDF-1.7\n", UnsupportedKind::Pdf),
        (b"\n\njunk %PDF-1.4", UnsupportedKind::Pdf),
        (b"II\x2A\0\x08\0\0\0", UnsupportedKind::OtherPicture),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0", UnsupportedKind::OtherPicture),
    ];
    for (bytes, kind) in kinds {
        assert_eq!(refused(bytes), PictureRefused::UnsupportedKind(kind));
    }
    let others: [&[u8]; 8] = [
        b"",
        b"\0",
        b"<!doctype html><html><body onload=alert(1)><svg></svg></body></html>",
        b"PK\x03\x04\x14\0",
        b"MZ\x90\0",
        b"RIFF\0\0\0\0WAVEfmt ",
        b"BMW parked at the corner",
        b"just text",
    ];
    for bytes in others {
        assert_eq!(refused(bytes), PictureRefused::NotAPicture);
    }
}

#[test]
fn files_that_are_two_things_come_out_as_one() {
    let (jpeg, png) = (jpeg_of(&quarters(48, 32)), png_of(&quarters(48, 32).into()));
    let (zip, page): (&[u8], &[u8]) =
        (b"PK\x03\x04\x14\0secret.zip PK\x05\x06", b"<html><script>alert(1)</script></html>");
    let two_things = [
        ([jpeg.as_slice(), zip].concat(), zip),
        (with_segments(&jpeg, &[segment(0xFE, zip)]), zip),
        (with_segments(&jpeg, &[segment(0xE0, page)]), page),
        // A browser that guesses would read the page in the gap between two segments.
        ([&jpeg[..JPEG_START_BYTES], page, &jpeg[JPEG_START_BYTES..]].concat(), page),
        ([png.as_slice(), page].concat(), page),
        (with_chunks(&png, &[chunk(b"tEXt", page)]), page),
        ([LOSSY_WEBP, zip].concat(), zip),
    ];
    for (file, second) in two_things {
        assert!(holds(&file, second));
        let picture = sanitise(&file, &Limits::default()).unwrap();
        assert!(is_bare(&picture.jpeg) && !holds(&picture.jpeg, second) && !holds(&picture.jpeg, b"PK\x03\x04"));
    }
    let gifar = [b"GIF89a\x01\0\x01\0\0\0\0;".as_slice(), zip].concat();
    assert_eq!(refused(&gifar), PictureRefused::UnsupportedKind(UnsupportedKind::Gif));
    assert_eq!(refused(&[zip, &jpeg].concat()), PictureRefused::NotAPicture, "an archive with a picture in it");
}

#[test]
fn headers_that_claim_the_moon_are_refused_before_anything_is_decoded() {
    let png = [png_start(50_000, 50_000), chunk(b"IDAT", b"\x78\x9c"), chunk(b"IEND", b"")].concat();
    assert_eq!(refused(&png), PictureRefused::TooManyPixels);
    assert_eq!(refused(&png_start(50_000, 50_000)), PictureRefused::TooManyPixels, "the header alone is enough");
    assert_eq!(refused(&png_start(u32::MAX, u32::MAX)), PictureRefused::TooManyPixels);
    assert_eq!(refused(&png_start(0, 5)), PictureRefused::Damaged);

    let frame = segment(0xC0, &[8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1, 0x11, 0]);
    assert_eq!(refused(&[vec![0xFF, 0xD8], frame].concat()), PictureRefused::TooManyPixels);

    // 16,383 x 16,383: by itself, and behind a canvas that claims to be small.
    let lossy = riff(b"VP8 ", &[0x10, 0, 0, 0x9D, 0x01, 0x2A, 0xFF, 0x3F, 0xFF, 0x3F]);
    let plain = riff(b"RIFF", &[b"WEBP".to_vec(), lossy.clone()].concat());
    assert_eq!(refused(&plain), PictureRefused::TooManyPixels);
    assert_eq!(refused(&extended_webp(0, 10, 10, &[lossy])), PictureRefused::TooManyPixels);
    let lossless = riff(b"VP8L", &[0x2F, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0]);
    assert_eq!(refused(&extended_webp(0, 10, 10, &[lossless])), PictureRefused::TooManyPixels);
}

#[test]
fn a_chunk_that_claims_four_gigabytes_is_damage_and_not_memory() {
    let (picture, mut exif) = (webp_picture(LOSSY_WEBP), riff(b"EXIF", b"xx"));
    assert!(sanitise(&extended_webp(8, 48, 32, &[picture.clone(), exif.clone()]), &Limits::default()).is_ok());
    exif[4..8].fill(0xFF);
    assert_eq!(refused(&extended_webp(8, 48, 32, &[picture, exif])), PictureRefused::Damaged);
}

#[test]
fn a_small_picture_with_a_flood_behind_it_is_drawn_or_damaged_but_never_grows() {
    // The data of 400 x 400 black pixels under a header that says 8 x 8, and the reverse.
    let large = png_of(&image::RgbImage::new(400, 400).into());
    let flood = [png_start(8, 8), large[PNG_START_BYTES..].to_vec()].concat();
    if let Ok(picture) = sanitise(&flood, &Limits::default()) {
        assert_eq!((picture.width, picture.height), (8, 8));
    }
    let drought = [png_start(500, 500), large[PNG_START_BYTES..].to_vec()].concat();
    assert_eq!(refused(&drought), PictureRefused::Damaged);
    assert!(sanitise(&large, &Limits::default()).is_ok(), "the honest file is fine");
    let tight = Limits { pixels_max: 400 * 400 - 1, ..Limits::default() };
    assert_eq!(sanitise(&large, &tight), Err(PictureRefused::TooManyPixels));
}

#[test]
fn limits_hold_at_the_edge() {
    let jpeg = jpeg_of(&quarters(48, 32));
    let exact =
        Limits { bytes_max: jpeg.len(), pixels_max: 48 * 32, memory_bytes_max: 48 * 32 * 3, ..Limits::default() };
    assert!(sanitise(&jpeg, &exact).is_ok());
    let bytes = Limits { bytes_max: jpeg.len() - 1, ..exact };
    assert_eq!(sanitise(&jpeg, &bytes), Err(PictureRefused::TooLarge));
    let pixels = Limits { pixels_max: 48 * 32 - 1, ..exact };
    assert_eq!(sanitise(&jpeg, &pixels), Err(PictureRefused::TooManyPixels));
    let memory = Limits { memory_bytes_max: 48 * 32 * 3 - 1, ..exact };
    assert_eq!(sanitise(&jpeg, &memory), Err(PictureRefused::TooManyPixels));
    // Progressive pictures wait in memory as coefficients: the same size costs three times as much.
    let progressive = Limits { bytes_max: PROGRESSIVE_JPEG.len(), ..exact };
    assert_eq!(sanitise(PROGRESSIVE_JPEG, &progressive), Err(PictureRefused::TooManyPixels));
    // 64 x 32 after padding, three colours, two bytes each, besides the drawn picture.
    let roomy = Limits { memory_bytes_max: 48 * 32 * 3 + 64 * 32 * 3 * 2, ..progressive };
    assert!(sanitise(PROGRESSIVE_JPEG, &roomy).is_ok());
}

#[test]
fn floods_of_scans_tables_and_code_groups_are_refused() {
    let (head, tail) = PROGRESSIVE_JPEG.split_at(PROGRESSIVE_JPEG.len() - 2);
    let scan = segment(0xDA, &[1, 1, 0x00, 1, 63, 0]);
    let table = segment(0xDD, &[0, 0]);
    for (part, few, many) in [(scan, 20, 100), (table, 20, 1_100)] {
        let with = |count| [head, &part.repeat(count), tail].concat();
        assert!(bare(&with(few), &Limits::default()).is_ok());
        assert_eq!(refused(&with(many)), PictureRefused::Damaged);
    }
    let with = |bytes| {
        riff(
            b"RIFF",
            &[b"WEBP".to_vec(), riff(b"VP8L", &[[0x2F, 0, 0, 0, 0].as_slice(), &vec![0; bytes]].concat())].concat(),
        )
    };
    assert!(bare(&with(700_000), &Limits::default()).is_ok());
    assert_eq!(refused(&with(800_000)), PictureRefused::TooLarge);
    let tight = Limits { memory_bytes_max: 200_000_000, ..Limits::default() };
    assert!(matches!(bare(&with(700_000), &tight), Err(PictureRefused::TooManyPixels)), "code tables count as memory");
}

#[test]
fn a_file_cut_off_anywhere_is_never_a_picture() {
    for file in good_files() {
        assert!(sanitise(&file, &Limits::default()).is_ok());
        for length in 0..file.len() {
            let refused = refused(&file[..length]);
            assert!(matches!(refused, PictureRefused::Damaged | PictureRefused::NotAPicture), "{refused:?}");
        }
    }
}

#[test]
fn a_decoder_that_panics_is_a_damaged_picture() {
    let panics = without_panic(|| -> Result<(), PictureRefused> { panic!("on purpose, in a test") });
    assert_eq!(panics, Err(PictureRefused::Damaged));
    assert_eq!(without_panic(|| Ok(7)), Ok(7));
}

const STARTS: [&[u8]; 6] = [
    b"",
    b"\xFF\xD8\xFF",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\x80\0\0\0WEBPVP8 ",
    b"RIFF\x80\0\0\0WEBPVP8L",
    b"RIFF\x80\0\0\0WEBPVP8X",
];

/// Small, so that a mutated header cannot make a test slow.
fn small() -> Limits {
    Limits { pixels_max: 40_000, ..Limits::default() }
}

/// What comes out of anything is a bare JPEG or a refusal. A panic fails the test by itself, where it is ours.
fn is_harmless(bytes: &[u8]) -> bool {
    match sanitise(bytes, &small()) {
        Ok(picture) => {
            is_bare(&picture.jpeg) && read_jpeg(&picture.jpeg).dimensions() == (picture.width, picture.height)
        }
        Err(_) => true,
    }
}

proptest! {
    #[test]
    fn any_bytes_are_harmless(start in 0..STARTS.len(), rest in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(is_harmless(&[STARTS[start], &rest].concat()));
    }

    #[test]
    fn any_damage_to_a_good_file_is_harmless(
        file in 0..11_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = good_files().swap_remove(file);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if is_cut {
            let at = cut.index(bytes.len());
            bytes.remove(at);
        }
        prop_assert!(is_harmless(&bytes));
    }
}
