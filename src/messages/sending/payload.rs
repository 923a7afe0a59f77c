//! What a push message holds: a small JSON text that the service worker reads (web/src/worker/notice.ts).

use serde_json::json;

use super::order::{Order, Said};
use crate::messages::push::CONTENT_BYTES_MAX;

/// The version of the payload. A service worker that does not know it asks the person to open the page.
const VERSION: u8 = 1;

/// A notification about a message. Where the words are too long for one push, the body is cut at a blank: the page has all of it.
pub(super) fn of_message(order: &Order, said: &Said) -> Vec<u8> {
    fitted(&said.push.body, |body| {
        json!({
            "v": VERSION,
            "kind": order.kind.code(),
            "tag": order.chain.to_string(),
            "title": said.push.title,
            "body": body,
            "url": said.path,
            "lang": said.lang.code(),
            "until": order.shown_until(said).seconds(),
            "over": said.push.over,
            "drill": order.drill,
        })
    })
}

/// The test notification: pressing it is the person's yes.
pub(super) fn of_ask(title: &str, body: &str, path: &str, lang: &str) -> Vec<u8> {
    fitted(body, |body| {
        json!({
            "v": VERSION, "kind": "test", "tag": path, "title": title, "body": body, "url": path, "lang": lang, "until": 0, "over": title,
            "drill": false,
        })
    })
}

/// The longest form that one push can hold.
fn fitted(body: &str, of: impl Fn(&str) -> serde_json::Value) -> Vec<u8> {
    let mut cut = body.to_owned();
    loop {
        let text = of(&cut).to_string().into_bytes();
        if text.len() <= CONTENT_BYTES_MAX || cut.is_empty() {
            return text;
        }
        let shorter = cut.trim_end_matches('…').trim_end();
        cut = shorter.rfind(' ').map_or_else(String::new, |at| format!("{}…", shorter[..at].trim_end()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_at_a_blank_and_still_is_json() {
        let long = "una palabra y otra más ".repeat(80);
        let text = of_ask("Título", &long, "/s/abc", "es");
        assert!(text.len() <= CONTENT_BYTES_MAX, "{}", text.len());
        let read: serde_json::Value = serde_json::from_slice(&text).unwrap();
        let body = read["body"].as_str().unwrap();
        assert!(body.ends_with('…') && long.starts_with(body.trim_end_matches('…')), "{body}");
        let short = of_ask("Título", "corto", "/s/abc", "es");
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&short).unwrap()["body"], "corto");
    }
}
