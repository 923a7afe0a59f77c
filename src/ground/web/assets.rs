//! Styles and scripts of `web/dist`, compiled in and served from our own origin.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::cache::Keep;
use crate::ground::Wrong;

#[derive(RustEmbed)]
#[folder = "web/dist"]
struct Dist;

/// The path pattern of assets.
pub const PATH: &str = "/assets/{name}";

/// The service worker. It stands at the root because a worker rules over what lies beside and below it.
pub const WORKER_PATH: &str = "/sw.js";

/// The address of an asset. It changes with the file's bytes, so that browsers may keep it for a year.
pub fn address(name: &str) -> String {
    match Dist::get(name) {
        Some(file) => format!("/assets/{name}?v={}", hex::encode(&file.metadata.sha256_hash()[..6])),
        None => format!("/assets/{name}"),
    }
}

/// Serves one asset.
pub async fn serve(Path(name): Path<String>) -> Result<Response, Wrong> {
    let file = Dist::get(&name).ok_or(Wrong::NotFound)?;
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    let mut response = (headers, file.data).into_response();
    response.extensions_mut().insert(Keep::ForEver);
    Ok(response)
}

/// Serves the service worker. Browsers hold what they have against it at every visit: they always ask, and mostly hear that it is the same.
pub async fn serve_worker(headers: HeaderMap) -> Result<Response, Wrong> {
    let file = Dist::get("sw.js").ok_or(Wrong::NotFound)?;
    // Weak: it is compressed on the way.
    let mark = format!("W/\"{}\"", hex::encode(&file.metadata.sha256_hash()[..12]));
    let asked = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let kept = [(header::CACHE_CONTROL, "no-cache"), (header::ETAG, mark.as_str())];
    if asked == Some(mark.as_str()) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    Ok((kept, [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], file.data).into_response())
}
