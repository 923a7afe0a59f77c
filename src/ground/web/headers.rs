//! Headers on every answer: nothing from elsewhere, nothing inline, nothing remembered.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::ground::App;

/// Scripts, styles and pictures from our own origin only; scripts may not write HTML (Trusted Types).
///
/// One policy of Trusted Types has a name, `cuadra-sw`, because a service worker cannot be registered without one: the address of a script is a
/// sink. It is made once a page, before anything else could make it (a second one of the name is refused), and lets only `/sw.js` through.
/// `web/src/register.ts` makes it; HTML, script text and every other address stay refused.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; \
connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
require-trusted-types-for 'script'; trusted-types cuadra-sw";

const STANDING: [(&str, &str); 8] = [
    ("content-security-policy", POLICY),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    (
        "permissions-policy",
        "geolocation=(self), camera=(), microphone=(), browsing-topics=(), payment=(), usb=(), interest-cohort=()",
    ),
];

/// Adds the headers; an answer that set one itself keeps its own.
pub async fn add(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in STANDING {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if app.config.is_encrypted() {
        let year = HeaderValue::from_static("max-age=63072000; includeSubDomains");
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(year);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::POLICY;

    /// The value of a directive.
    fn directive(name: &str) -> Option<&'static str> {
        POLICY.split("; ").find_map(|part| part.strip_prefix(name)?.strip_prefix(' '))
    }

    #[test]
    fn one_named_policy_and_no_other_way_round_trusted_types() {
        assert_eq!(directive("require-trusted-types-for"), Some("'script'"));
        // Neither `*` nor 'allow-duplicates': what an injected script makes comes second, and is refused.
        assert_eq!(directive("trusted-types"), Some("cuadra-sw"));
        assert_eq!(directive("script-src"), Some("'self'"));
        assert_eq!(directive("worker-src"), Some("'self'"));
        assert_eq!(directive("default-src"), Some("'none'"));
    }

    #[test]
    fn the_name_is_made_in_one_place_and_lets_one_address_through() {
        let made = include_str!("../../../web/src/register.ts");
        assert!(made.contains("createPolicy('cuadra-sw'") && made.contains("WORKER = '/sw.js'"));
        assert!(!made.contains("createHTML") && !made.contains("createScript:"), "no way to make HTML or script text");
    }

    #[test]
    fn the_browser_tests_run_under_the_same_policy() {
        let kit = include_str!("../../../tests/browser/kit/server.mjs");
        for part in POLICY.split("; ") {
            assert!(kit.contains(&format!("\"{part}\"")), "tests/browser/kit/server.mjs lacks «{part}»");
        }
    }
}
