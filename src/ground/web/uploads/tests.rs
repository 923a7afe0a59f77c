use std::convert::Infallible;

use axum::body::Body;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Router, middleware};
use tower::ServiceExt;

use super::*;

const EDGE: &str = "edge-of-a-part";

fn limits() -> Limits {
    let ms = Duration::from_millis;
    Limits { idle: ms(400), fast: ms(300), slow_bodies: 2, ..Limits::default() }
}

/// A body with one file, sent in so many chunks with a pause before each.
fn dripping(file_bytes: usize, chunks: usize, pause: Duration) -> Request {
    let head = format!(
        "--{EDGE}\r\ncontent-disposition: form-data; name=\"note\"\r\n\r\nhola\r\n--{EDGE}\r\ncontent-disposition: form-data; name=\"media\"; filename=\"x\"\r\n\r\n"
    );
    let body = [head.into_bytes(), vec![7; file_bytes], format!("\r\n--{EDGE}--\r\n").into_bytes()].concat();
    let (length, size) = (body.len(), body.len().div_ceil(chunks));
    let pieces: Vec<Bytes> = body.chunks(size).map(Bytes::copy_from_slice).collect();
    let stream = futures_util::stream::unfold(pieces.into_iter(), move |mut left| async move {
        let piece = left.next()?;
        tokio::time::sleep(pause).await;
        Some((Ok::<_, Infallible>(piece), left))
    });
    let kind = format!("multipart/form-data; boundary={EDGE}");
    let request = Request::builder().method("POST").uri("/").header("content-type", kind);
    request.header("content-length", length).body(Body::from_stream(stream)).unwrap()
}

async fn read(uploads: &Uploads, request: Request) -> Result<FormWithFiles, Wrong> {
    let stated = request.headers().get("content-length").map_or(0, |length| length.to_str().unwrap().parse().unwrap());
    uploads.read(Multipart::from_request(request, &()).await.unwrap(), stated).await
}

#[tokio::test]
async fn a_body_that_drips_arrives_and_one_that_stands_still_does_not() {
    let uploads = Uploads::with(limits());
    // Three times as long as a fast one may take, and never still for long.
    let FormWithFiles(fields, files) = read(&uploads, dripping(9_000, 30, Duration::from_millis(30))).await.unwrap();
    assert_eq!((fields.text("note"), files[0].bytes.len()), ("hola", 9_000));
    let still = read(&uploads, dripping(9_000, 3, Duration::from_millis(600))).await;
    assert!(matches!(still, Err(Wrong::Busy)));
    assert_eq!(uploads.slow.available_permits(), 2, "whoever is done or gone gives their place back");
}

#[tokio::test]
async fn of_a_hundred_slow_bodies_few_go_on_and_fast_ones_pass_by_them() {
    let uploads = Uploads::with(limits());
    let slow = futures_util::future::join_all(
        (0..100).map(async |_| read(&uploads, dripping(20_000, 40, Duration::from_millis(30))).await.is_ok()),
    );
    let fast = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let taken = uploads.slow.available_permits();
        (taken, read(&uploads, dripping(50_000, 2, Duration::ZERO)).await)
    };
    let (slow, (left, fast)) = tokio::join!(slow, fast);
    assert_eq!(left, 0, "there are as many slow ones as may be");
    assert_eq!(fast.unwrap().1[0].bytes.len(), 50_000);
    assert_eq!(slow.into_iter().filter(|has_arrived| *has_arrived).count(), 2);
    assert_eq!(uploads.lent_bytes(), 0);
}

#[tokio::test]
async fn the_memory_of_all_bodies_is_bounded_and_lent_until_their_files_are_gone() {
    const MEBIBYTE: usize = 1024 * 1024;
    let uploads = Arc::new(Uploads::with(Limits { bytes: 2 * MEBIBYTE, fast: Duration::from_secs(60), ..limits() }));
    let first = read(&uploads, dripping(MEBIBYTE * 3 / 2, 20, Duration::ZERO)).await.unwrap();
    let most = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let many = (0..100).map(|_| {
        let (uploads, most) = (Arc::clone(&uploads), Arc::clone(&most));
        async move {
            let read = read(&uploads, dripping(MEBIBYTE / 4, 8, Duration::ZERO)).await;
            most.fetch_max(uploads.lent_bytes(), std::sync::atomic::Ordering::Relaxed);
            read.is_ok()
        }
    });
    let done = futures_util::future::join_all(many).await;
    assert!(most.load(std::sync::atomic::Ordering::Relaxed) <= 2 * MEBIBYTE);
    assert!(done.iter().all(|is_read| *is_read), "one after another they are read");
    // A copy of the bytes holds the memory as well.
    let copy = first.1[0].bytes.clone();
    drop(first);
    assert!(uploads.lent_bytes() >= MEBIBYTE * 3 / 2);
    drop(copy);
    assert_eq!(uploads.lent_bytes(), 0);
}

#[tokio::test]
async fn slow_bodies_hold_no_more_memory_than_their_share() {
    let uploads = Uploads::with(Limits { slow_bodies: 100, slow_bytes: 4 * PIECE_BYTES, ..limits() });
    let slow = || read(&uploads, dripping(PIECE_BYTES, 40, Duration::from_millis(30)));
    let arrived = futures_util::future::join_all((0..20).map(async |_| slow().await.is_ok())).await;
    let arrived = arrived.into_iter().filter(|has_arrived| *has_arrived).count();
    // Each takes two pieces: one for its file, and the words around it begin another.
    assert_eq!(arrived, 2);
    assert_eq!(uploads.slow_memory.available_permits(), 4, "and it is given back");
    assert!(slow().await.is_ok(), "the control: alone there is room");
}

#[tokio::test]
async fn a_file_is_cut_where_it_is_too_long_and_text_is_refused() {
    let uploads = Uploads::with(Limits { file_bytes: 1_000, ..limits() });
    let cut = read(&uploads, dripping(2_000_000, 50, Duration::ZERO)).await.unwrap();
    assert_eq!(cut.1[0].bytes.len(), 1_001, "one more than may be: whoever wants it sees that it is too long");
    let text = format!(
        "--{EDGE}\r\ncontent-disposition: form-data; name=\"note\"\r\n\r\n{}\r\n--{EDGE}--\r\n",
        "x".repeat(FORM_BYTES_MAX + 1)
    );
    let kind = format!("multipart/form-data; boundary={EDGE}");
    let request = Request::builder().header("content-type", kind).body(Body::from(text)).unwrap();
    assert!(matches!(read(&uploads, request).await, Err(Wrong::Unreadable { status: 413, .. })));
}

#[tokio::test]
async fn what_goes_past_a_body_is_let_go_and_its_words_and_first_files_are_kept() {
    let uploads = Uploads::with(Limits { body_bytes: 25_000, ..limits() });
    let file = |bytes: usize| {
        let head = format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"media\"; filename=\"x\"\r\n\r\n");
        [head.into_bytes(), vec![7; bytes], b"\r\n".to_vec()].concat()
    };
    let words = format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"note\"\r\n\r\nhola\r\n");
    let end = format!("--{EDGE}--\r\n");
    let body = [file(10_000), file(0), file(16_000), file(15_000), words.into_bytes(), end.into_bytes()].concat();
    let kind = format!("multipart/form-data; boundary={EDGE}");
    let request = Request::builder().header("content-type", kind).header("content-length", body.len());
    let FormWithFiles(fields, files) = read(&uploads, request.body(Body::from(body)).unwrap()).await.unwrap();
    let kept: Vec<usize> = files.iter().map(|file| file.bytes.len()).collect();
    assert_eq!((fields.text("note"), kept.as_slice()), ("hola", &[10_000, 0, 15_000][..]));
    drop(files);
    assert_eq!(uploads.lent_bytes(), 0, "the memory of what was let go is given back");
}

#[tokio::test]
async fn only_forms_with_files_have_the_longer_time() {
    let times = Times { request: Duration::from_millis(200), upload: Duration::from_secs(30) };
    let router = Router::new()
        .route(
            "/",
            post(async |request: Request| {
                axum::body::to_bytes(request.into_body(), usize::MAX).await.map_or("", |_| "read")
            }),
        )
        .layer(middleware::from_fn_with_state(times, in_time));
    let drip = || dripping(900, 10, Duration::from_millis(50));
    assert_eq!(router.clone().oneshot(drip()).await.unwrap().status(), StatusCode::OK);
    let mut plain = drip();
    plain.headers_mut().insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
    assert_eq!(router.oneshot(plain).await.unwrap().status(), StatusCode::SERVICE_UNAVAILABLE);
}
