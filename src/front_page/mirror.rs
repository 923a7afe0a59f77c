//! The public pages as files for mirrors and onion hosting: which file each address becomes, and how its links are written then.
//!
//! In: what the live site answers. Out: the same with links that lead to the files beside it from any folder and host, and to the network's own
//! address where only a live site can answer (reporting, subscribing, signing in). Forms are taken out: nobody is there to read them. Of the
//! scripts one stays, which marks what is over and says how old the copy is: where its writer stops, nobody else does.

use std::collections::BTreeMap;

use askama::Template;

use super::pages::{home_path, map_path, rights_path};
use crate::alerts::{self, Alert};
use crate::ground::locale::{Lang, Say};
use crate::ground::web;
use crate::ground::{Id, Moment};

/// Minutes for which a copy may be trusted when nothing on it ends before: "nothing confirmed" grows old quickly.
pub const TRUSTED_MINUTES: i64 = 15;

/// Where the files of `web/dist` lie, in addresses and among the files.
const ASSETS: &str = "/assets/";

/// The one script of a copy.
const SCRIPT: &str = "copy.js";

/// Which files the public pages become.
pub struct Plan {
    /// From addresses of the live site to paths of files.
    files: BTreeMap<String, String>,
    origin: String,
}

/// Why a page cannot be carried over: a template has changed its bones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MirrorWrong {
    #[error("a page has no <main> to put the notice of the copy before")]
    NoMain,
    #[error("a page has no end of its head to put the script of the copy before")]
    NoHead,
    #[error("a form or a script does not end")]
    EndlessForm,
}

/// The notice on every page of a copy.
#[derive(Template)]
#[template(path = "front_page/pages/mirror.html")]
struct Notice {
    label: String,
    words: String,
    live: String,
    link: String,
}

impl Plan {
    /// The files for a network at `origin` with these alerts.
    pub fn new(origin: &str, alerts: &[Id<Alert>]) -> Plan {
        let mut files = BTreeMap::new();
        let mut put = |address: &str, file: &str| files.insert(address.to_owned(), file.to_owned());
        for lang in Lang::ALL {
            // The house speaks Spanish to those who do not say what they speak.
            let home = if lang == Lang::Es { "index.html" } else { "en/index.html" };
            put(home_path(lang), home);
            for path in [alerts::list_path(lang), map_path(lang), rights_path(lang)] {
                put(path, &format!("{}/index.html", &path[1..]));
            }
            for feed in ["alerts.atom", "alerts.json", "cap.atom"] {
                let (name, kind) = feed.split_once('.').unwrap_or((feed, "xml"));
                put(&format!("/feeds/{feed}?lang={}", lang.code()), &format!("feeds/{name}.{}.{kind}", lang.code()));
            }
            for id in alerts {
                put(&alerts::path(*id, lang), &format!("{}.html", &alerts::path(*id, lang)[1..]));
            }
        }
        for id in alerts {
            let document = format!("{}.cap.xml", alerts::path(*id, Lang::En));
            put(&document, &document[1..]);
        }
        Plan { files, origin: origin.to_owned() }
    }

    /// Every address to fetch, with the file that it becomes.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(address, file)| (address.as_str(), file.as_str()))
    }

    /// A page with its links written anew, without what only works on the live site, with `notice` before its content.
    ///
    /// # Errors
    /// Where the page has another shape than every page of the house.
    pub fn page(&self, html: &str, file: &str, notice: &str) -> Result<String, MirrorWrong> {
        let html = without_what_is_live(html)?;
        let (head, body) = html.split_at(html.find("</head>").ok_or(MirrorWrong::NoHead)?);
        let (before, after) = body.split_at(body.find("<main").ok_or(MirrorWrong::NoMain)?);
        // No module: those are not run from files that lie on a disk.
        let script = format!("<script src=\"{}\" defer></script>", web::assets::address(SCRIPT));
        let whole = format!("{head}{script}\n{before}{notice}\n{after}");
        Ok(self.relinked(&whole, file, &[" href=\"", " src=\"", " action=\"", " poster=\""], ""))
    }

    /// A feed whose links lead to the files beside it. Its ids stay: they name the feed and its entries wherever they are read.
    pub fn feed(&self, xml: &str, file: &str) -> String {
        self.relinked(xml, file, &[" href=\""], &self.origin)
    }

    /// `text` with the values of these attributes written anew, as far as they begin with `prefix` and a slash.
    fn relinked(&self, text: &str, file: &str, attributes: &[&str], prefix: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((at, length)) =
            attributes.iter().filter_map(|name| Some((rest.find(name)?, name.len()))).min_by_key(|(at, _)| *at)
        {
            let (before, after) = rest.split_at(at + length);
            out.push_str(before);
            let end = after.find('"').unwrap_or(after.len());
            let (value, after) = after.split_at(end);
            match value.strip_prefix(prefix).filter(|path| path.starts_with('/') && !path.starts_with("//")) {
                Some(path) => out.push_str(&self.link(path, file)),
                None => out.push_str(value),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// A link as it is written in `file`: to another file, or to the network's own address.
    fn link(&self, written: &str, file: &str) -> String {
        let (address, fragment) =
            written.split_at(written.find('#').filter(|at| !written[..*at].ends_with('&')).unwrap_or(written.len()));
        let plain = address.replace("&#38;", "&").replace("&amp;", "&");
        if plain.starts_with(ASSETS) {
            return format!("{}{fragment}", relative(file, &address[1..]));
        }
        match self.files.get(&plain) {
            Some(to) => format!("{}{fragment}", relative(file, to)),
            None => format!("{}{written}", self.origin),
        }
    }
}

/// The files of `web/dist` that a page's copy names, as addresses of the live site without what stands behind a question mark.
pub fn assets_in(html: &str) -> Vec<String> {
    let named = html.split('"').filter(|value| value.starts_with(ASSETS));
    let plain = named.map(|value| value.split(['?', '#']).next().unwrap_or(value).to_owned());
    let mut found: Vec<String> = plain.chain([format!("{ASSETS}{SCRIPT}")]).collect();
    found.sort();
    found.dedup();
    found
}

/// The file of an asset's address.
pub fn asset_file(address: &str) -> &str {
    address.trim_start_matches('/')
}

/// Until when a copy written `now` may be trusted, when what it shows changes by itself at `until`.
pub fn trusted_until(now: Moment, until: Moment) -> Moment {
    until.min(now.plus_minutes(TRUSTED_MINUTES))
}

/// The notice of a page: when it was written, until when it may be trusted, where the live one is.
///
/// # Errors
/// Where the template fails.
pub fn notice(say: &Say, written: &str, until: &str, live: &str) -> Result<String, askama::Error> {
    let words = say.with("front-mirror", &[("written", written.into()), ("until", until.into())]);
    let (label, link) = (say.t("front-mirror-label"), say.t("front-mirror-live"));
    Notice { label, words, live: live.to_owned(), link }.render()
}

/// From the folder of `file` to another file.
fn relative(file: &str, to: &str) -> String {
    format!("{}{to}", "../".repeat(file.matches('/').count()))
}

/// What only works on the network's own host, each with where it ends: forms, the scripts of the installable app, its manifest and its invitation.
const LIVE_ONLY: [(&str, &str); 4] = [
    ("<form", "</form>"),
    ("<script", "</script>"),
    ("<link rel=\"manifest\"", ">"),
    ("<aside class=\"card\" data-install", "</aside>"),
];

fn without_what_is_live(html: &str) -> Result<String, MirrorWrong> {
    LIVE_ONLY.iter().try_fold(html.to_owned(), |html, (begin, end)| without(&html, begin, end))
}

fn without(html: &str, begin: &str, end: &str) -> Result<String, MirrorWrong> {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(begin) {
        out.push_str(&rest[..at]);
        let length = rest[at..].find(end).ok_or(MirrorWrong::EndlessForm)?;
        rest = &rest[at + length + end.len()..];
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> (Plan, String) {
        let id = Id::from_bytes([7; 16]);
        (Plan::new("https://red.example.org", &[id]), id.to_string())
    }

    #[test]
    fn links_lead_to_files_or_to_the_network_itself() {
        let (plan, id) = plan();
        let from = |file: &str, link: &str| plan.link(link, file);
        assert_eq!(from("index.html", "/alertas"), "alertas/index.html");
        assert_eq!(from("alertas/index.html", "/?lang=en"), "../en/index.html");
        assert_eq!(from("alertas/index.html", &format!("/alertas/{id}")), format!("../alertas/{id}.html"));
        assert_eq!(from("en/index.html", "/assets/app.css?v=12"), "../assets/app.css?v=12");
        assert_eq!(from("index.html", "/feeds/alerts.atom?lang=es"), "feeds/alerts.es.atom");
        assert_eq!(from("index.html", "/derechos#frases"), "derechos/index.html#frases");
        assert_eq!(
            from("index.html", "/reportar"),
            "https://red.example.org/reportar",
            "only a live site takes reports"
        );
        let by_area = "/feeds/alerts.atom?lang=es&#38;area=centro";
        assert_eq!(from("index.html", by_area), format!("https://red.example.org{by_area}"));
        assert_eq!(
            from("index.html", "/alertas/00000000-0000-7000-8000-000000000000").split('/').count(),
            5,
            "unknown here"
        );
    }

    #[test]
    fn a_page_loses_its_forms_and_gains_the_notice() {
        let (plan, _) = plan();
        let html = r##"<head></head><a href="#main">x</a><script src="/assets/app.js"></script><a href="tel:5550100">t</a><form action="/alertas"><input></form><main id="main"><a href="/map">m</a></main>"##;
        let page = plan.page(html, "en/index.html", "<aside>copy</aside>").unwrap();
        let version = regex::Regex::new(r"\?v=[0-9a-f]{12}").unwrap();
        let page = version.replace(&page, "");
        assert_eq!(
            page,
            "<head><script src=\"../assets/copy.js\" defer></script>\n</head><a href=\"#main\">x</a><a href=\"tel:5550100\">t</a><aside>copy</aside>\n<main id=\"main\"><a href=\"../map/index.html\">m</a></main>"
        );
        assert_eq!(plan.page("<p></p>", "index.html", ""), Err(MirrorWrong::NoHead));
        assert_eq!(plan.page("</head><p></p>", "index.html", ""), Err(MirrorWrong::NoMain));
        assert_eq!(plan.page("<form><main></main>", "index.html", ""), Err(MirrorWrong::EndlessForm));
    }

    #[test]
    fn a_feed_keeps_its_ids_and_leads_to_files() {
        let (plan, id) = plan();
        let xml = format!(
            r#"<id>https://red.example.org/feeds/alerts.atom?lang=es</id><link rel="self" href="https://red.example.org/feeds/alerts.atom?lang=es"/><link href="https://red.example.org/alertas/{id}"/><link href="https://elsewhere.example/alertas"/>"#
        );
        let feed = plan.feed(&xml, "feeds/alerts.es.atom");
        assert!(feed.contains("<id>https://red.example.org/feeds/alerts.atom?lang=es</id>"), "{feed}");
        assert!(
            feed.contains("href=\"../feeds/alerts.es.atom\"")
                && feed.contains(&format!("href=\"../alertas/{id}.html\"")),
            "{feed}"
        );
        assert!(feed.contains("href=\"https://elsewhere.example/alertas\""), "{feed}");
    }

    #[test]
    fn a_copy_is_trusted_for_minutes_and_never_past_what_it_shows() {
        let now = Moment::from_seconds(1_000_000);
        assert_eq!(trusted_until(now, now.plus_hours(9)), now.plus_minutes(TRUSTED_MINUTES));
        assert_eq!(trusted_until(now, now.plus_minutes(2)), now.plus_minutes(2));
    }
}
