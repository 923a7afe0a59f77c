//! The guard at every door: who knocks, with which key, and from which page.
//!
//! A request that changes something must come from our own pages: `Sec-Fetch-Site` or `Origin` says so (Fetch standard), and behind a
//! session the form token must be there too. A wrong key and a missing page look the same: 404.

use std::future::Future;
use std::pin::Pin;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::doors::{Keyholder, Keyholders};
use super::forms;
use crate::ground::{App, Wrong};

/// Finds the member behind a request's cookie, if any.
pub type Gate = fn(App, HeaderMap) -> Pin<Box<dyn Future<Output = Result<Option<Keyholder>, Wrong>> + Send>>;

/// The header in which scripts send the form token.
pub const TOKEN_HEADER: &str = "x-cuadra-csrf";

/// The longest form behind a session: members' forms carry no files.
const MEMBER_FORM_BYTES_MAX: usize = 64 * 1024;

#[derive(Clone)]
pub(super) struct Guard {
    pub app: App,
    pub gate: Gate,
    pub keyholders: Keyholders,
}

pub(super) async fn at_the_door(State(guard): State<Guard>, mut request: Request, next: Next) -> Response {
    let visitor = match (guard.gate)(guard.app.clone(), request.headers().clone()).await {
        Ok(visitor) => visitor,
        Err(wrong) => return wrong.into_response(),
    };
    if !guard.keyholders.admit(visitor.as_ref()) {
        return Wrong::NotFound.into_response();
    }
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && guard.keyholders != Keyholders::Signed {
        if !is_from_our_pages(request.headers(), &guard.app) {
            return Wrong::Unreadable { status: 403, word: "error-foreign-page" }.into_response();
        }
        if let Some(member) = visitor.as_ref().filter(|_| guard.keyholders != Keyholders::Anyone) {
            request = match with_token(request, member).await {
                Ok(request) => request,
                Err(wrong) => return wrong.into_response(),
            };
        }
    }
    if let Some(member) = visitor {
        request.extensions_mut().insert(member);
    }
    next.run(request).await
}

/// Browsers say where a request comes from; programs without a browser say nothing and carry no cookie to misuse.
fn is_from_our_pages(headers: &HeaderMap, app: &App) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            origin == app.config.origin() || text("host").is_some_and(|host| origin.split("://").nth(1) == Some(host))
        }
        (None, None) => true,
    }
}

async fn with_token(request: Request, member: &Keyholder) -> Result<Request, Wrong> {
    let refused = Wrong::Unreadable { status: 403, word: "error-form-token" };
    let (parts, body) = request.into_parts();
    if let Some(sent) = parts.headers.get(TOKEN_HEADER) {
        let matches = same(sent.as_bytes(), &member.form_token);
        return if matches { Ok(Request::from_parts(parts, body)) } else { Err(refused) };
    }
    let is_form = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    if !is_form {
        return Err(refused);
    }
    let bytes: Bytes = axum::body::to_bytes(body, MEMBER_FORM_BYTES_MAX)
        .await
        .map_err(|_| Wrong::Unreadable { status: 413, word: "error-too-long" })?;
    let fields = forms::parse_urlencoded(&bytes)?;
    if !same(fields.text("csrf").as_bytes(), &member.form_token) {
        return Err(refused);
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

fn same(sent: &[u8], token: &str) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(sent, token.as_bytes()).is_ok()
}
