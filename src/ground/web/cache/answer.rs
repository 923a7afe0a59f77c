//! One finished answer in its two forms, and how it is handed out.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tower::{Layer, ServiceExt};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

use super::{KEPT_SECONDS_MAX, Keep};
use crate::ground::Moment;
use crate::ground::keys::sha256;

/// The largest answer that is kept, as it is. A page has a tenth of it.
const ANSWER_BYTES_MAX: u64 = 1024 * 1024;

/// How long others may keep an answer, by the seconds that are left. After that they ask again: what is over must not be shown because a
/// line was down.
const LEFT: [&str; KEPT_SECONDS_MAX as usize + 1] = [
    "public, max-age=0, must-revalidate",
    "public, max-age=1, must-revalidate",
    "public, max-age=2, must-revalidate",
    "public, max-age=3, must-revalidate",
    "public, max-age=4, must-revalidate",
    "public, max-age=5, must-revalidate",
    "public, max-age=6, must-revalidate",
    "public, max-age=7, must-revalidate",
    "public, max-age=8, must-revalidate",
    "public, max-age=9, must-revalidate",
    "public, max-age=10, must-revalidate",
    "public, max-age=11, must-revalidate",
    "public, max-age=12, must-revalidate",
    "public, max-age=13, must-revalidate",
    "public, max-age=14, must-revalidate",
    "public, max-age=15, must-revalidate",
];

/// What of a request decides how an answer is handed out.
pub(super) struct Wish<'r> {
    is_head: bool,
    gzip: bool,
    /// The tags that the asker holds already.
    known: Option<&'r HeaderValue>,
}

/// A wish that outlives its request.
pub(super) struct KeptWish {
    is_head: bool,
    gzip: bool,
    known: Option<HeaderValue>,
}

impl<'r> Wish<'r> {
    pub fn of(request: &'r Request) -> Wish<'r> {
        let headers = request.headers();
        Wish { is_head: request.method() == Method::HEAD, gzip: takes_gzip(headers), known: headers.get(IF_NONE_MATCH) }
    }

    pub fn kept(&self) -> KeptWish {
        KeptWish { is_head: self.is_head, gzip: self.gzip, known: self.known.cloned() }
    }
}

impl KeptWish {
    pub fn wish(&self) -> Wish<'_> {
        Wish { is_head: self.is_head, gzip: self.gzip, known: self.known.as_ref() }
    }
}

/// One answer, finished.
pub(super) struct Answer {
    keep: Keep,
    made_at: Moment,
    /// How many rings had been heard when it was begun.
    rings: u64,
    plain: Form,
    gzip: Option<Form>,
}

struct Form {
    headers: HeaderMap,
    body: Bytes,
    tag: HeaderValue,
}

impl Answer {
    /// Reads a marked answer to its end and makes both forms.
    ///
    /// # Errors
    /// The answer as it was, where it is too large to be kept or its length is not known.
    pub async fn finish(response: Response, keep: Keep, made_at: Moment, rings: u64) -> Result<Answer, Response> {
        if response.body().size_hint().exact().is_none_or(|bytes| bytes > ANSWER_BYTES_MAX) {
            return Err(response);
        }
        let (mut head, body) = response.into_parts();
        let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else {
            return Err(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        };
        head.headers.remove(CONTENT_LENGTH);
        let vary = match head.headers.get(VARY).and_then(|vary| vary.to_str().ok()) {
            Some(vary) => HeaderValue::try_from(format!("Accept-Encoding, {vary}")),
            None => Ok(HeaderValue::from_static("Accept-Encoding")),
        };
        head.headers.insert(VARY, vary.unwrap_or(HeaderValue::from_static("*")));
        let mark = mark(&head.headers, &body);
        let squeezed = match head.headers.get(CONTENT_TYPE) {
            Some(kind) => gzipped(kind.clone(), body.clone()).await,
            None => None,
        };
        let gzip = squeezed.map(|body| {
            let mut headers = head.headers.clone();
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            Form::new(headers, body, &format!("\"{mark}-gz\""))
        });
        Ok(Answer { keep, made_at, rings, plain: Form::new(head.headers, body, &format!("\"{mark}\"")), gzip })
    }

    /// Whether it may still be handed out.
    pub fn stands(&self, now: Moment, rings: u64) -> bool {
        match self.keep {
            Keep::ForEver => true,
            Keep::Until(until) => {
                let age = now.seconds_since(self.made_at);
                rings == self.rings && now < until && (0..KEPT_SECONDS_MAX).contains(&age)
            }
        }
    }

    /// The answer to one asker: in the form they take, or that nothing has changed.
    pub fn hand_out(&self, wish: &Wish<'_>, now: Moment) -> Response {
        let form = self.gzip.as_ref().filter(|_| wish.gzip).unwrap_or(&self.plain);
        let fresh_for = match self.keep {
            Keep::Until(until) => Some(until.seconds_since(now).clamp(0, KEPT_SECONDS_MAX)),
            Keep::ForEver => None,
        };
        let left = fresh_for.and_then(|seconds| LEFT.get(usize::try_from(seconds).unwrap_or(0)).copied());
        let is_known = wish.known.is_some_and(|known| names(known, &form.tag));
        let mut response = if is_known { form.unchanged() } else { form.whole(wish.is_head) };
        if let Some(left) = left {
            response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(left));
        }
        response
    }

    /// What it takes in memory, about.
    pub fn bytes(&self) -> usize {
        self.plain.body.len() + self.gzip.as_ref().map_or(0, |form| form.body.len())
    }
}

impl Form {
    fn new(mut headers: HeaderMap, body: Bytes, tag: &str) -> Form {
        let tag = HeaderValue::try_from(tag).unwrap_or(HeaderValue::from_static("\"\""));
        headers.insert(ETAG, tag.clone());
        Form { headers, body, tag }
    }

    fn whole(&self, is_head: bool) -> Response {
        let body = if is_head { Body::empty() } else { Body::from(self.body.clone()) };
        let mut response = Response::new(body);
        *response.headers_mut() = self.headers.clone();
        if is_head {
            response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(self.body.len()));
        }
        response
    }

    /// 304 with what RFC 9110 (section 15.4.5) asks for and no more: it is for people with little data.
    fn unchanged(&self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        for name in [ETAG, CACHE_CONTROL, VARY] {
            if let Some(value) = self.headers.get(&name) {
                response.headers_mut().insert(name, value.clone());
            }
        }
        response
    }
}

/// Names these headers and bytes: another policy is another answer.
fn mark(headers: &HeaderMap, body: &[u8]) -> String {
    let mut all = Vec::with_capacity(body.len() + 1024);
    for (name, value) in headers {
        all.extend_from_slice(name.as_str().as_bytes());
        all.extend_from_slice(value.as_bytes());
    }
    all.extend_from_slice(body);
    hex::encode(&sha256(&all)[..8])
}

/// The bytes as gzip, as small as it gets; `None` where that is no gain (pictures, a few bytes).
async fn gzipped(kind: HeaderValue, body: Bytes) -> Option<Bytes> {
    let plain = body.len();
    let whole = tower::service_fn(move |_: Request| {
        let mut response = Response::new(Body::from(body.clone()));
        response.headers_mut().insert(CONTENT_TYPE, kind.clone());
        std::future::ready(Ok::<_, std::convert::Infallible>(response))
    });
    let mut request = Request::new(Body::empty());
    request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    let layer = CompressionLayer::new().gzip(true).quality(CompressionLevel::Best);
    let response = layer.layer(whole).oneshot(request).await.unwrap_or_else(|never| match never {});
    if !response.headers().contains_key(CONTENT_ENCODING) {
        return None;
    }
    let squeezed = axum::body::to_bytes(Body::new(response.into_body()), usize::MAX).await.ok()?;
    (squeezed.len() < plain).then_some(squeezed)
}

/// Whether `If-None-Match` names this tag. Weak comparison (RFC 9110, section 13.1.2).
fn names(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else { return false };
    known.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// Whether the asker takes gzip (RFC 9110, section 12.5.3).
fn takes_gzip(headers: &HeaderMap) -> bool {
    let mut any = false;
    for line in headers.get_all(ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok()) {
        for item in line.split(',') {
            let mut parts = item.split(';').map(str::trim);
            let name = parts.next().unwrap_or("");
            let refused = parts.any(|part| {
                part.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).is_some_and(|weight| weight <= 0.0)
            });
            match name {
                "gzip" | "x-gzip" => return !refused,
                "*" => any = !refused,
                _ => {}
            }
        }
    }
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(accepted: &'static str) -> bool {
        takes_gzip(&HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(accepted))]))
    }

    #[test]
    fn gzip_is_for_those_who_take_it() {
        assert!(takes("gzip, deflate, br") && takes("br;q=1.0, gzip;q=0.8") && takes("*") && takes("x-gzip"));
        assert!(!takes("") && !takes("br") && !takes("gzip;q=0, *") && !takes("*;q=0") && !takes("identity"));
        assert!(!takes_gzip(&HeaderMap::new()), "who says nothing gets the bytes as they are");
    }

    #[test]
    fn a_tag_is_known_by_its_whole_name() {
        let tag = HeaderValue::from_static("\"abc-gz\"");
        for known in ["\"abc-gz\"", "W/\"abc-gz\"", "\"x\", \"abc-gz\"", "*"] {
            assert!(names(&HeaderValue::from_static(known), &tag), "{known}");
        }
        for unknown in ["\"abc\"", "abc-gz", "\"x\"", ""] {
            assert!(!names(&HeaderValue::from_static(unknown), &tag), "{unknown}");
        }
    }

    #[test]
    fn what_is_left_is_said_second_by_second() {
        for (seconds, words) in LEFT.iter().enumerate() {
            assert_eq!(*words, format!("public, max-age={seconds}, must-revalidate"));
        }
    }
}
