//! The HTTP clients of the ways out: what holds for every one of them.
//!
//! Redirects are not followed and no proxy is used: what names a person goes to the known address or nowhere.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, ClientBuilder, Response};

use super::told::Told;

/// The most bytes read of an answer: what we look for stands at its front.
pub(super) const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// The most characters of an answer that are shown to whoever tries a channel out.
const SAID_CHARS_MAX: usize = 300;

/// A client that waits at most so long for an answer, and half of that for a connection, so that the time is rarely over
/// while it is unclear whether anything was said.
pub(super) fn client(answer_ms: u64) -> ClientBuilder {
    Client::builder()
        .timeout(Duration::from_millis(answer_ms))
        .connect_timeout(Duration::from_millis(answer_ms.div_ceil(2)))
        .redirect(Policy::none())
        .no_proxy()
        .user_agent("cuadra")
}

/// Also believes the certificates in a PEM file.
pub(super) fn also_believing(builder: ClientBuilder, file: Option<&Path>) -> anyhow::Result<ClientBuilder> {
    let Some(file) = file else { return Ok(builder) };
    let pem = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let certificates = Certificate::from_pem_bundle(&pem).ok().filter(|found| !found.is_empty());
    let certificates = certificates.with_context(|| format!("{} holds no certificate in PEM", file.display()))?;
    Ok(builder.tls_certs_merge(certificates))
}

/// What a request without an answer came to. Only where no connection was made is it sure that the other side has nothing.
pub(super) fn unanswered(error: &reqwest::Error) -> Told {
    let said = chain(error);
    if error.is_connect() || error.is_builder() { Told::later(said) } else { Told::unclear(said) }
}

/// The text of `Retry-After`.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<&str> {
    headers.get(RETRY_AFTER)?.to_str().ok()
}

/// The front of an answer's body. What cannot be read is left out: the status said what became of the request.
pub(super) async fn front(mut response: Response) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > ANSWER_BYTES_MAX {
            bytes.truncate(ANSWER_BYTES_MAX);
            break;
        }
    }
    bytes
}

/// An answer in a line: its status and the beginning of its body.
pub(super) fn line(status: u16, body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SAID_CHARS_MAX).collect();
    format!("HTTP {status} {}", plain.trim()).trim_end().to_owned()
}

/// An error with its reasons.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(reason) = source {
        said = format!("{said}: {reason}");
        source = reason.source();
    }
    said
}
