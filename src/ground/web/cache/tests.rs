//! Finished answers, asked for through the service that stands before the site.

use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use axum::http::{Request, header};
use axum::response::IntoResponse;
use axum::routing::get;

use super::*;
use crate::testkit::TestHouse;

/// How often a handler was asked.
#[derive(Clone, Default)]
struct Asked(Arc<AtomicUsize>);

impl Asked {
    fn again(&self) -> usize {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn times(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

const PAGE: &str =
    "<p>a page that is long enough to be worth squeezing: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</p>";

/// A house whose one page is kept until ten minutes from now, and how often that was made.
fn house(keeps: bool) -> (TestHouse, Cached, Asked) {
    let (house, asked) = (TestHouse::new(), Asked::default());
    let (app, counted) = (house.app.clone(), asked.clone());
    let until = app.now().plus_minutes(10);
    let page = move || {
        let number = counted.again();
        async move {
            let response =
                ([("x-number", number.to_string()), ("content-type", "text/html".into())], PAGE).into_response();
            if keeps { keep(response, until, "Accept-Language") } else { response }
        }
    };
    let cached = Cached::new(&app, Router::new().route("/", get(page)), &["alerts"]);
    (house, cached, asked)
}

async fn ask(cached: &Cached, headers: &[(&str, &str)]) -> Response {
    send(cached, Method::GET, headers).await
}

async fn send(cached: &Cached, method: Method, headers: &[(&str, &str)]) -> Response {
    let mut request = Request::builder().method(method).uri("/");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    cached.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

fn header_of(response: &Response, name: header::HeaderName) -> &str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

async fn body_of(response: Response) -> Vec<u8> {
    axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()
}

async fn ring(house: &TestHouse, bell: &'static str) {
    let ring = move |tx: &crate::ground::db::Tx<'_>| {
        tx.ring(bell);
        Ok(())
    };
    house.app.db.write("ring", ring).await.unwrap();
}

#[tokio::test]
async fn a_marked_answer_is_made_once_and_an_unmarked_one_each_time() {
    let (_house, cached, asked) = house(true);
    for _ in 0..5 {
        assert_eq!(body_of(ask(&cached, &[]).await).await, PAGE.as_bytes());
    }
    assert_eq!(asked.times(), 1);
    let (_house, cached, asked) = house(false);
    for _ in 0..5 {
        ask(&cached, &[]).await;
    }
    assert_eq!(asked.times(), 5, "nothing is kept that its handler did not mark");
}

#[tokio::test]
async fn it_is_made_again_when_its_moment_comes_and_others_keep_it_no_longer() {
    let (house, cached, asked) = house(true);
    assert_eq!(header_of(&ask(&cached, &[]).await, header::CACHE_CONTROL), "public, max-age=15, must-revalidate");
    house.later_seconds(14);
    ask(&cached, &[]).await;
    assert_eq!(asked.times(), 1);
    house.later_seconds(1);
    ask(&cached, &[]).await;
    assert_eq!(asked.times(), 2, "a lost ring costs fifteen seconds");
    house.later_seconds(10 * 60 - 15 - 4);
    assert_eq!(header_of(&ask(&cached, &[]).await, header::CACHE_CONTROL), "public, max-age=4, must-revalidate");
    house.later_seconds(3);
    assert_eq!(header_of(&ask(&cached, &[]).await, header::CACHE_CONTROL), "public, max-age=1, must-revalidate");
    assert_eq!(asked.times(), 3);
    house.later_seconds(1);
    assert_eq!(header_of(&ask(&cached, &[]).await, header::CACHE_CONTROL), "public, max-age=0, must-revalidate");
    assert_eq!(asked.times(), 4, "what it shows has ended");
}

#[tokio::test]
async fn a_clock_that_goes_back_makes_it_again() {
    let (house, cached, asked) = house(true);
    ask(&cached, &[]).await;
    house.later_seconds(-3600);
    ask(&cached, &[]).await;
    assert_eq!(asked.times(), 2);
}

#[tokio::test]
async fn its_bell_drops_it_and_another_does_not() {
    let (house, cached, asked) = house(true);
    ask(&cached, &[]).await;
    ring(&house, "reports").await;
    ask(&cached, &[]).await;
    assert_eq!(asked.times(), 1);
    ring(&house, "alerts").await;
    ask(&cached, &[]).await;
    assert_eq!(asked.times(), 2);
    for _ in 0..600 {
        ring(&house, "reports").await;
    }
    ask(&cached, &[]).await;
    assert_eq!(asked.times(), 3, "rings that were missed count as one");
}

#[tokio::test]
async fn what_rings_while_it_is_made_counts_against_it() {
    let house = TestHouse::new();
    let (app, asked) = (house.app.clone(), Asked::default());
    let (ringing, counted) = (app.clone(), asked.clone());
    let page = move || {
        let (app, number) = (ringing.clone(), counted.again());
        async move {
            // Somebody releases an alert after this handler has looked.
            if number == 1 {
                let ring = |tx: &crate::ground::db::Tx<'_>| {
                    tx.ring("alerts");
                    Ok(())
                };
                app.db.write("ring", ring).await.unwrap();
            }
            keep(PAGE.into_response(), app.now().plus_hours(1), "")
        }
    };
    let cached = Cached::new(&app, Router::new().route("/", get(page)), &["alerts"]);
    for _ in 0..3 {
        ask(&cached, &[]).await;
    }
    assert_eq!(asked.times(), 2, "the first was old when it was finished, the second is kept");
}

#[tokio::test]
async fn a_cookie_is_never_answered_from_it_and_never_fills_it() {
    let (_house, cached, asked) = house(true);
    let with_cookie = [("cookie", "session=x")];
    ask(&cached, &with_cookie).await;
    ask(&cached, &with_cookie).await;
    assert_eq!(asked.times(), 2);
    assert_eq!(
        header_of(&ask(&cached, &[]).await, "x-number".parse().unwrap()),
        "3",
        "not what was made for the cookie"
    );
    assert_eq!(header_of(&ask(&cached, &with_cookie).await, "x-number".parse().unwrap()), "4");
    assert_eq!(header_of(&ask(&cached, &[]).await, "x-number".parse().unwrap()), "3");
}

#[tokio::test]
async fn each_language_has_its_own() {
    let (_house, cached, asked) = house(true);
    let number = |response: Response| header_of(&response, "x-number".parse().unwrap()).to_owned();
    assert_eq!(number(ask(&cached, &[("accept-language", "en-US")]).await), "1");
    assert_eq!(number(ask(&cached, &[("accept-language", "es")]).await), "2");
    assert_eq!(number(ask(&cached, &[("accept-language", "en;q=0.9")]).await), "1");
    assert_eq!(asked.times(), 2);
}

#[tokio::test]
async fn it_comes_as_gzip_to_those_who_take_it_and_as_nothing_to_those_who_have_it() {
    let (_house, cached, asked) = house(true);
    let plain = ask(&cached, &[]).await;
    let gzip = ask(&cached, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!((header_of(&plain, header::CONTENT_ENCODING), header_of(&gzip, header::CONTENT_ENCODING)), ("", "gzip"));
    for response in [&plain, &gzip] {
        assert_eq!(header_of(response, header::VARY), "Accept-Encoding, Accept-Language");
    }
    let tags = [&plain, &gzip].map(|response| header_of(response, header::ETAG).to_owned());
    assert_ne!(tags[0], tags[1], "two forms, two tags");
    let squeezed = body_of(gzip).await;
    assert!(squeezed.starts_with(&[0x1f, 0x8b]) && squeezed.len() < PAGE.len(), "{} bytes", squeezed.len());
    let known = ask(&cached, &[("accept-encoding", "gzip"), ("if-none-match", &tags[1])]).await;
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(header_of(&known, header::CACHE_CONTROL), "public, max-age=15, must-revalidate");
    assert_eq!(body_of(known).await, b"");
    let other = ask(&cached, &[("accept-encoding", "gzip"), ("if-none-match", &tags[0])]).await;
    assert_eq!(other.status(), StatusCode::OK, "the tag of the other form is not this one");
    assert_eq!(asked.times(), 1);
}

#[tokio::test]
async fn a_look_at_its_head_has_no_body_and_a_change_goes_through() {
    let (_house, cached, asked) = house(true);
    ask(&cached, &[]).await;
    let head = send(&cached, Method::HEAD, &[]).await;
    assert_eq!(header_of(&head, header::CONTENT_LENGTH), PAGE.len().to_string());
    assert_eq!(body_of(head).await, b"");
    assert_eq!(asked.times(), 1);
    assert_eq!(send(&cached, Method::POST, &[]).await.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn errors_and_answers_with_a_cookie_are_not_kept() {
    let house = TestHouse::new();
    let until = house.app.now().plus_hours(1);
    for odd in [|| StatusCode::NOT_FOUND.into_response(), || ([(header::SET_COOKIE, "a=b")], PAGE).into_response()] {
        let asked = Asked::default();
        let counted = asked.clone();
        let page = move || {
            counted.again();
            std::future::ready(keep(odd(), until, ""))
        };
        let cached = Cached::new(&house.app, Router::new().route("/", get(page)), &["alerts"]);
        ask(&cached, &[]).await;
        ask(&cached, &[]).await;
        assert_eq!(asked.times(), 2);
    }
}

#[tokio::test]
async fn of_many_who_ask_at_once_one_makes_it() {
    let (house, cached, asked) = house(true);
    ask(&cached, &[]).await;
    ring(&house, "alerts").await;
    let many = (0..50).map(|_| ask(&cached, &[]));
    let answers = futures_util::future::join_all(many).await;
    assert!(answers.iter().all(|answer| answer.status() == StatusCode::OK));
    assert_eq!(asked.times(), 2);
}

#[tokio::test]
async fn nonsense_behind_a_question_mark_cannot_fill_the_memory() {
    let (_house, cached, _) = house(true);
    for number in 0..1_500 {
        let request = Request::get(format!("/?x={number}")).body(Body::empty()).unwrap();
        cached.clone().oneshot(request).await.unwrap();
    }
    let kept = cached.shared.keeping.count();
    assert!((1..=1_000).contains(&kept), "{kept} answers are kept");
    let long = format!("/?x={}", "y".repeat(300));
    cached.clone().oneshot(Request::get(long).body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(cached.shared.keeping.count(), kept, "and no address that is nobody's link");
}
