//! Feeds: Atom (RFC 4287), JSON Feed 1.1, and the Atom list of CAP documents. All say what the pages say.

use serde_json::json;

use super::cap::identifier;
use super::render::Network;
use super::shown::Shown;
use super::xml::Xml;
use crate::ground::Moment;
use crate::ground::locale::Lang;

/// How a feed calls itself.
#[derive(Debug, Clone)]
pub struct Head {
    pub title: String,
    /// The feed's own address, with what was asked for.
    pub url: String,
    /// The page that shows the same.
    pub home: String,
    pub lang: Lang,
}

/// The Atom feed. Entries keep their id when they end, so that readers replace what they hold.
pub fn atom(head: &Head, network: &Network, items: &[Shown], now: Moment) -> String {
    let mut xml = begin(head, network, items, now);
    for item in items {
        xml.open("entry", &[]);
        xml.text("id", &identifier(item.id));
        xml.text("title", &item.marked_title());
        xml.text("published", &item.released_at.iso());
        xml.text("updated", &item.changed_at.iso());
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &item.url)]);
        xml.empty("category", &[("term", item.kind.code())]);
        xml.empty("category", &[("term", &item.area_name)]);
        xml.text_with("summary", &[("type", "text")], &body(item));
        xml.close();
    }
    xml.finish()
}

/// The Atom feed that links to every CAP document.
pub fn cap(head: &Head, network: &Network, items: &[Shown], now: Moment) -> String {
    let mut xml = begin(head, network, items, now);
    for item in items {
        xml.open("entry", &[]);
        xml.text("id", &identifier(item.id));
        xml.text("title", &item.marked_title());
        xml.text("updated", &item.changed_at.iso());
        let document = format!("{}/alerts/{}.cap.xml", network.origin, item.id);
        xml.empty("link", &[("rel", "alternate"), ("type", "application/cap+xml"), ("href", &document)]);
        xml.text_with("summary", &[("type", "text")], &item.summary);
        xml.close();
    }
    xml.finish()
}

/// The JSON feed (<https://www.jsonfeed.org/version/1.1/>); what only an alert has stands under `_cuadra`. An alert counts while `ended` is
/// null and `expires` has not come: nothing here says "now", because a copy of it may be read at any time.
pub fn json(head: &Head, network: &Network, items: &[Shown]) -> String {
    let items: Vec<serde_json::Value> = items
        .iter()
        .map(|item| {
            json!({
                "id": identifier(item.id),
                "url": item.url,
                "title": item.marked_title(),
                "content_text": body(item),
                "date_published": item.released_at.iso(),
                "date_modified": item.changed_at.iso(),
                "language": head.lang.code(),
                "tags": [item.kind.code(), item.area_name],
                "_cuadra": {
                    "kind": item.kind.code(),
                    "area": item.area_name,
                    "expires": item.expires_at.iso(),
                    "ended": item.ended_at.map(Moment::iso),
                    "cap": format!("{}/alerts/{}.cap.xml", network.origin, item.id),
                },
            })
        })
        .collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": head.title,
        "home_page_url": head.home,
        "feed_url": head.url,
        "language": head.lang.code(),
        "items": items,
    })
    .to_string()
}

fn begin(head: &Head, network: &Network, items: &[Shown], now: Moment) -> Xml {
    let mut xml = Xml::default();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", head.lang.code())]);
    xml.text("id", &head.url);
    xml.text("title", &head.title);
    xml.text("updated", &items.iter().map(|item| item.changed_at).max().unwrap_or(now).iso());
    xml.empty("link", &[("rel", "self"), ("href", &head.url)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &head.home)]);
    xml.open("author", &[]);
    xml.text("name", &network.name);
    xml.close();
    xml
}

fn body(item: &Shown) -> String {
    let said = [Some(item.summary.as_str()), Some(item.instruction.as_str())];
    let parts = [item.past.as_deref()].into_iter().chain(said).chain([item.stands.as_deref()]);
    parts.flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
