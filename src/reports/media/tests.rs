//! What honest pictures become: upright, small, and silent about where and by whom they were taken.

use image::{DynamicImage, RgbImage, Rgba, RgbaImage};

use super::fixtures::*;
use super::jpeg::is_bare;
use super::{Limits, PictureRefused, bare, orientation, sanitise};

/// Everything that must not come out, with the sign by which a plain search finds it.
const TRACES: [(&str, &[u8]); 12] = [
    ("Exif mark", b"Exif\0\0"),
    ("owner", OWNER),
    ("GPS place", LATITUDE),
    ("thumbnail", THUMBNAIL),
    ("XMP mark", b"http://ns.adobe.com/xap/1.0/"),
    ("XMP text", b"XMP-SECRET"),
    ("IPTC mark", b"8BIM"),
    ("IPTC text", b"IPTC-SECRET"),
    ("profile", b"PROFILE-SECRET"),
    ("comment", b"COMMENT-SECRET"),
    ("second picture", b"SECOND-PICTURE"),
    ("tail", b"PK\x03\x04"),
];

fn telling_segments() -> Vec<Vec<u8>> {
    vec![
        exif_segment(1),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>XMP-SECRET</x:xmpmeta>"),
        segment(0xE2, b"ICC_PROFILE\0\x01\x01PROFILE-SECRET"),
        segment(0xE2, b"MPF\0SECOND-PICTURE"),
        segment(0xED, b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0BIPTC-SECRET"),
        segment(0xFE, b"COMMENT-SECRET"),
    ]
}

#[test]
fn a_jpeg_comes_out_without_place_owner_texts_thumbnail_and_tail() {
    let plain = jpeg_of(&quarters(48, 32));
    let telling = [with_segments(&plain, &telling_segments()), b"PK\x03\x04".to_vec()].concat();
    for (name, trace) in TRACES {
        assert!(holds(&telling, trace), "the fixture has no {name}: nothing would be shown");
    }
    assert!(!is_bare(&telling), "the walk sees nothing in a telling file");

    let picture = sanitise(&telling, &Limits::default()).unwrap();
    for (name, trace) in TRACES {
        assert!(!holds(&picture.jpeg, trace), "{name} came out again");
    }
    assert!(is_bare(&picture.jpeg));
    assert_eq!(picture, sanitise(&plain, &Limits::default()).unwrap(), "only the pixels count");
}

#[test]
fn the_walk_sees_each_trace_by_itself() {
    let plain = jpeg_of(&quarters(48, 32));
    assert!(is_bare(&plain));
    for telling in telling_segments() {
        assert!(!is_bare(&with_segments(&plain, &[telling])));
    }
    // A thumbnail within JFIF, a JFIF extension, bytes after the end, bytes between segments, a missing end.
    let thumbnail = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01\xAA\xBB\xCC");
    assert!(!is_bare(&with_segments(&plain, &[thumbnail])));
    assert!(!is_bare(&with_segments(&plain, &[segment(0xE0, b"JFXX\0\x10")])));
    assert!(!is_bare(&[plain.as_slice(), b"x"].concat()));
    assert!(!is_bare(&with_segments(&plain, &[b"between".to_vec()])));
    assert!(!is_bare(&plain[..plain.len() - 2]));
    assert!(!is_bare(b"not a picture"));
}

#[test]
fn a_png_comes_out_without_texts_exif_and_tail() {
    let plain = png_of(&quarters(48, 32).into());
    let telling = [
        chunk(b"eXIf", &exif(1)),
        chunk(b"tEXt", b"Comment\0COMMENT-SECRET"),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0XMP-SECRET"),
        // Neither is well formed. A decoder that saw them could refuse, or unpack without end.
        chunk(b"zTXt", b"Raw profile type iptc\0\0IPTC-SECRET"),
        chunk(b"iCCP", b"name\0\0PROFILE-SECRET"),
    ];
    let telling = [with_chunks(&plain, &telling), b"<script>tail</script>".to_vec()].concat();
    let picture = sanitise(&telling, &Limits::default()).unwrap();
    let secrets: [&[u8]; 8] =
        [OWNER, LATITUDE, THUMBNAIL, b"COMMENT-SECRET", b"XMP-SECRET", b"IPTC-SECRET", b"PROFILE-SECRET", b"<script>"];
    for secret in secrets {
        assert!(holds(&telling, secret) && !holds(&picture.jpeg, secret));
    }
    assert_eq!(picture, sanitise(&plain, &Limits::default()).unwrap());
}

#[test]
fn a_webp_comes_out_without_texts_exif_and_tail() {
    let chunks = [
        riff(b"ICCP", b"PROFILE-SECRET"),
        webp_picture(LOSSY_WEBP),
        riff(b"EXIF", &exif(1)),
        riff(b"XMP ", b"XMP-SECRET"),
    ];
    let telling = [extended_webp(0x2C, 48, 32, &chunks), b"PK\x03\x04".to_vec()].concat();
    let picture = sanitise(&telling, &Limits::default()).unwrap();
    let secrets: [&[u8]; 6] = [OWNER, LATITUDE, THUMBNAIL, b"XMP-SECRET", b"PROFILE-SECRET", b"PK\x03\x04"];
    for secret in secrets {
        assert!(holds(&telling, secret) && !holds(&picture.jpeg, secret));
    }
    assert_eq!(picture, sanitise(LOSSY_WEBP, &Limits::default()).unwrap());
}

#[test]
fn no_decoder_sees_what_does_not_draw() {
    let (jpeg, png) = (jpeg_of(&quarters(48, 32)), png_of(&quarters(48, 32).into()));
    let chunks =
        [riff(b"ICCP", b"SECRET"), webp_picture(LOSSY_WEBP), riff(b"XMP ", b"SECRET"), riff(b"what", b"SECRET")];
    let telling = [
        with_segments(&jpeg, &[segment(0xE2, b"ICC_PROFILE\0SECRET"), segment(0xE0, b"AVI1SECRET")]),
        with_segments(&jpeg, &[segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01SECRET")]),
        with_chunks(&png, &[chunk(b"iCCP", b"SECRET"), chunk(b"zTXt", b"SECRET"), chunk(b"what", b"SECRET")]),
        [&png[..png.len() - 12], &chunk(b"fdAT", b"SECRET"), &png[png.len() - 12..]].concat(),
        extended_webp(0x24, 48, 32, &chunks),
    ];
    for file in telling {
        assert!(holds(&file, b"SECRET"));
        assert!(!holds(&bare(&file, &Limits::default()).unwrap().bytes, b"SECRET"));
        assert!(sanitise(&file, &Limits::default()).is_ok());
    }
}

#[test]
fn of_several_pictures_in_one_file_the_first_is_drawn() {
    let red = lossless_webp_of(&RgbImage::from_pixel(48, 32, RED).into());
    let blue = lossless_webp_of(&RgbImage::from_pixel(48, 32, BLUE).into());
    for second in [webp_picture(LOSSY_WEBP), webp_picture(&blue)] {
        let file = extended_webp(0, 48, 32, &[webp_picture(&red), second]);
        let corners = corners(&read_jpeg(&sanitise(&file, &Limits::default()).unwrap().jpeg));
        assert!(corners.iter().all(|corner| is_about(*corner, RED)), "{corners:?}");
    }
}

#[test]
fn pictures_stand_upright_whatever_way_the_phone_was_held() {
    // Which stored quarter is seen in each corner (top left, top right, bottom left, bottom right), by the table of
    // Exif 2.32, 4.6.4: where the stored first row and first column are to be shown.
    let seen = [
        (1, [RED, GREEN, BLUE, YELLOW]),
        (2, [GREEN, RED, YELLOW, BLUE]),
        (3, [YELLOW, BLUE, GREEN, RED]),
        (4, [BLUE, YELLOW, RED, GREEN]),
        (5, [RED, BLUE, GREEN, YELLOW]),
        (6, [BLUE, RED, YELLOW, GREEN]),
        (7, [YELLOW, GREEN, BLUE, RED]),
        (8, [GREEN, YELLOW, RED, BLUE]),
    ];
    let stored = quarters(48, 32);
    let (jpeg, png) = (jpeg_of(&stored), png_of(&stored.into()));
    for (number, expected) in seen {
        let files = [
            with_segments(&jpeg, &[exif_segment(number)]),
            with_chunks(&png, &[chunk(b"eXIf", &exif(number))]),
            extended_webp(0x08, 48, 32, &[webp_picture(LOSSY_WEBP), riff(b"EXIF", &exif(number))]),
        ];
        for file in files {
            let picture = sanitise(&file, &Limits::default()).unwrap();
            assert_eq!((picture.width, picture.height), if number < 5 { (48, 32) } else { (32, 48) });
            let corners = corners(&read_jpeg(&picture.jpeg));
            for (corner, expected) in corners.into_iter().zip(expected) {
                assert!(is_about(corner, expected), "orientation {number}: {corners:?}");
            }
        }
    }
    assert_eq!(orientation(&exif(9)), None, "there are eight ways only");
}

#[test]
fn every_honest_variety_is_drawn() {
    for (name, file) in [("progressive", PROGRESSIVE_JPEG), ("webp", LOSSY_WEBP), ("palette", PALETTE_PNG)] {
        let corners = corners(&read_jpeg(&sanitise(file, &Limits::default()).unwrap().jpeg));
        for (corner, expected) in corners.into_iter().zip([RED, GREEN, BLUE, YELLOW]) {
            assert!(is_about(corner, expected), "{name}: {corners:?}");
        }
    }
    let image: DynamicImage = quarters(48, 32).into();
    let deep = [DynamicImage::from(image.to_rgb16()), image.to_rgba16().into(), image.to_rgba8().into()];
    for file in deep.iter().map(png_of).chain([lossless_webp_of(&image)]) {
        let corners = corners(&read_jpeg(&sanitise(&file, &Limits::default()).unwrap().jpeg));
        assert!(is_about(corners[0], RED) && is_about(corners[3], YELLOW), "{corners:?}");
    }
    let grays: [DynamicImage; 4] = [
        image.to_luma8().into(),
        image.to_luma16().into(),
        image.to_luma_alpha8().into(),
        image.to_luma_alpha16().into(),
    ];
    for file in grays.iter().map(png_of).chain([GRAY_JPEG.to_vec()]) {
        let corners = corners(&read_jpeg(&sanitise(&file, &Limits::default()).unwrap().jpeg));
        assert!(corners[0].0.iter().all(|value| value.abs_diff(corners[0].0[0]) < 4), "{corners:?} is not gray");
        assert!(corners[3].0[0] > corners[0].0[0] + 50, "yellow is lighter than red: {corners:?}");
    }
    let cmyk = corners(&read_jpeg(&sanitise(CMYK_JPEG, &Limits::default()).unwrap().jpeg));
    assert!(is_about(cmyk[0], RED) && is_about(cmyk[2], BLUE), "printers' colours are not inverted: {cmyk:?}");
}

#[test]
fn transparency_becomes_white_paper() {
    let image = RgbaImage::from_fn(48, 32, |x, _| if x < 24 { Rgba([220, 30, 30, 255]) } else { Rgba([0; 4]) });
    let image = DynamicImage::from(image);
    for file in [png_of(&image), png_of(&image.to_rgba16().into()), lossless_webp_of(&image)] {
        let corners = corners(&read_jpeg(&sanitise(&file, &Limits::default()).unwrap().jpeg));
        assert!(is_about(corners[0], RED) && is_about(corners[1], WHITE), "{corners:?}");
    }
    let lossy = corners(&read_jpeg(&sanitise(LOSSY_ALPHA_WEBP, &Limits::default()).unwrap().jpeg));
    assert!(is_about(lossy[0], RED) && is_about(lossy[3], WHITE), "{lossy:?}");
}

#[test]
fn of_an_animation_the_first_frame_is_kept() {
    for (file, frame_mark) in [(ANIMATED_WEBP, b"ANMF"), (ANIMATED_PNG, b"fcTL")] {
        let frames = file.windows(4).filter(|window| window == frame_mark).count();
        assert_eq!(frames, 2, "the fixture does not move");
        let corners = corners(&read_jpeg(&sanitise(file, &Limits::default()).unwrap().jpeg));
        assert!(corners.iter().all(|corner| is_about(*corner, RED)), "{corners:?}");
    }
}

#[test]
fn large_pictures_shrink_and_small_ones_stay() {
    let limits = Limits { long_edge_px_max: 64, ..Limits::default() };
    let wide = sanitise(&jpeg_of(&quarters(300, 100)), &limits).unwrap();
    assert_eq!((wide.width, wide.height), (64, 21));
    assert_eq!(read_jpeg(&wide.jpeg).dimensions(), (64, 21), "what is said is what is written");
    let turned = with_segments(&jpeg_of(&quarters(300, 100)), &[exif_segment(6)]);
    let turned = sanitise(&turned, &limits).unwrap();
    assert_eq!((turned.width, turned.height), (21, 64));
    let small = sanitise(&jpeg_of(&quarters(40, 20)), &limits).unwrap();
    assert_eq!((small.width, small.height), (40, 20), "nothing is blown up");
    let long = sanitise(&png_of(&quarters(2100, 8).into()), &Limits::default()).unwrap();
    assert_eq!((long.width, long.height), (2048, 8));
}

#[test]
fn every_refusal_has_a_code_and_a_word_of_its_own() {
    let mut words: Vec<_> = PictureRefused::ALL.iter().map(|refused| refused.word()).collect();
    assert!(words.contains(&"picture-refused-unsupported-heic".to_owned()));
    words.sort();
    words.dedup();
    assert_eq!(words.len(), PictureRefused::ALL.len());
}

#[test]
fn a_picture_prints_its_size_and_not_itself() {
    let picture = sanitise(LOSSY_WEBP, &Limits::default()).unwrap();
    assert_eq!(format!("{picture:?}"), "Picture(48 x 32)");
}
