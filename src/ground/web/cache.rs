//! Finished answers that are the same for everyone: bytes, gzip and tag, made once and handed out until something in them ends.
//!
//! In: an answer that its handler marked with [`Keep`] because it looked at nobody. Out: the same bytes to everyone who asks for that address in that
//! language. What comes with a cookie is never answered from here and never kept here.
//!
//! [`Cached`] stands before every other layer, so that an answer at hand costs a look and no more. It is handed out only while all of this holds: the
//! moment that its handler named has not come; none of the bells rang; it is [`KEPT_SECONDS_MAX`] old at most and not from the future. Bells are
//! asked for at each request, not heard in the background: what was committed before a request is in its answer.

mod answer;
mod keeping;
#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, Version, header};
use axum::response::Response;
use axum::serve::IncomingStream;
use futures_util::future::Either;
use tokio::net::TcpListener;
use tower::{Service, ServiceExt};

use crate::ground::locale::Lang;
use crate::ground::{App, Moment};
use answer::{Answer, Wish};
use keeping::Keeping;

/// Seconds for which an answer is handed out at most, here and by caches elsewhere. A bell drops it here at once; elsewhere a correction
/// is seen this much later.
pub const KEPT_SECONDS_MAX: i64 = 15;

/// The longest address whose answer is kept: longer ones are nobody's link.
const ADDRESS_BYTES_MAX: usize = 200;

/// A handler's mark on an answer that is the same for everyone: it looked at no session and at nothing of the sender but the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// True before this moment: the next one at which something on it ends by itself.
    Until(Moment),
    /// Never changes under its address. The handler says itself how long others may keep it.
    ForEver,
}

/// Marks an answer as the same for everyone before `until`. `vary` names what of the request it depends on, besides the encoding.
pub fn keep(mut response: Response, until: Moment, vary: &'static str) -> Response {
    // Replaced by the seconds that are left, where the answer is handed out.
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, must-revalidate"));
    if !vary.is_empty() {
        response.headers_mut().insert(header::VARY, HeaderValue::from_static(vary));
    }
    response.extensions_mut().insert(Keep::Until(until));
    response
}

/// For the compression layer: what is marked is compressed once, here, and not on its way out each time.
pub fn is_unmarked(_: StatusCode, _: Version, _: &HeaderMap, marks: &Extensions) -> bool {
    marks.get::<Keep>().is_none()
}

/// The whole site behind its finished answers. Cheap to clone; one clone serves one connection.
#[derive(Clone)]
pub struct Cached {
    shared: Arc<Shared>,
    /// Who is at the other end, where there is a connection.
    peer: Option<SocketAddr>,
}

struct Shared {
    app: App,
    inner: Router,
    keeping: Keeping,
}

/// What is asked for: an address, and the browser's language.
struct Asked<'r> {
    address: &'r str,
    lang: Lang,
}

impl<'r> Asked<'r> {
    /// `None` where nothing kept may be the answer: something is to be changed, or a cookie came along.
    fn of(request: &'r Request) -> Option<Asked<'r>> {
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        if !reads || request.headers().contains_key(header::COOKIE) {
            return None;
        }
        let address = request.uri().path_and_query()?.as_str();
        let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let lang = Lang::best_of(accepted.unwrap_or(""));
        (address.len() <= ADDRESS_BYTES_MAX).then_some(Asked { address, lang })
    }
}

impl Cached {
    /// Puts finished answers before `inner`; any of `bells` drops them.
    pub fn new(app: &App, inner: Router, bells: &'static [&'static str]) -> Cached {
        let keeping = Keeping::new(app.db.bells(), bells);
        Cached { shared: Arc::new(Shared { app: app.clone(), inner, keeping }), peer: None }
    }
}

impl Shared {
    /// The answer that is at hand, if one is.
    fn at_hand(&self, request: &Request) -> Option<Response> {
        let asked = Asked::of(request)?;
        let now = self.app.now();
        let answer = self.keeping.find(asked.lang, asked.address, now)?;
        Some(answer.hand_out(&Wish::of(request), now))
    }

    /// Makes the answer. Of many who ask at once for what was kept before, one makes it and the others wait for it.
    async fn made(&self, request: Request) -> Response {
        let making = Asked::of(&request).and_then(|asked| self.keeping.making(asked.lang, asked.address));
        let _turn = match &making {
            Some(making) => Some(making.lock().await),
            None => None,
        };
        if let Some(answer) = self.at_hand(&request) {
            return answer;
        }
        let wish = Wish::of(&request).kept();
        let asked = Asked::of(&request).map(|asked| (asked.lang, Box::<str>::from(asked.address)));
        let is_get = request.method() == Method::GET;
        // Both before the handler looks into the database: what rings or ends meanwhile counts against its answer.
        let (rings, now) = (self.keeping.rings(), self.app.now());
        let response = self.inner.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
        let keep = response.extensions().get::<Keep>().copied();
        let fits =
            is_get && response.status() == StatusCode::OK && !response.headers().contains_key(header::SET_COOKIE);
        let Some(keep) = keep.filter(|_| fits) else { return response };
        let answer = match Answer::finish(response, keep, now, rings).await {
            Ok(answer) => Arc::new(answer),
            Err(response) => return response,
        };
        if let Some((lang, address)) = asked {
            self.keeping.put(lang, address, Arc::clone(&answer));
        }
        answer.hand_out(&wish.wish(), self.app.now())
    }
}

impl Service<Request> for Cached {
    type Response = Response;
    type Error = Infallible;
    type Future =
        Either<Ready<Result<Response, Infallible>>, Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        if let Some(answer) = self.shared.at_hand(&request) {
            return Either::Left(ready(Ok(answer)));
        }
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        let shared = Arc::clone(&self.shared);
        Either::Right(Box::pin(async move { Ok(shared.made(request).await) }))
    }
}

/// Gives each connection its clone, which knows who is at the other end.
#[derive(Clone)]
pub struct ByConnection(pub Cached);

impl Service<IncomingStream<'_, TcpListener>> for ByConnection {
    type Response = Cached;
    type Error = Infallible;
    type Future = Ready<Result<Cached, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, stream: IncomingStream<'_, TcpListener>) -> Self::Future {
        ready(Ok(Cached { peer: Some(*stream.remote_addr()), ..self.0.clone() }))
    }
}
