//! A tiny browser: opens pages, finds forms, sends their hidden fields, presses buttons by their text.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use scraper::{ElementRef, Html, Selector};
use serde_json::json;
use tower::ServiceExt;

use super::Device;
use crate::ground::locale::Lang;
use crate::ground::web::cache::Cached;

/// Someone's browser: it keeps cookies and a language, and runs no JavaScript.
#[derive(Clone)]
pub struct Browser {
    site: Cached,
    lang: Lang,
    cookies: BTreeMap<String, String>,
    /// The passkey in its owner's pocket.
    passkey: Option<Arc<Mutex<Device>>>,
}

/// What the browser shows.
pub struct Page {
    pub status: StatusCode,
    pub path: String,
    pub body: String,
    pub headers: axum::http::HeaderMap,
    browser: Browser,
}

impl Browser {
    pub(super) fn new(site: Cached, lang: Lang) -> Self {
        Browser { site, lang, cookies: BTreeMap::new(), passkey: None }
    }

    /// The same browser with a cookie: for houses that hand out sessions.
    pub fn with_cookie(mut self, name: &str, value: &str) -> Self {
        self.cookies.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same browser, with a passkey at hand: pressing a button that asks for one uses it, as the page's script would.
    pub fn with_passkey(mut self, device: Device) -> Self {
        self.passkey = Some(Arc::new(Mutex::new(device)));
        self
    }

    /// The same browser, asking for pages in another language.
    pub fn speaking(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }

    /// A cookie that this browser holds.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Opens a page and follows redirects.
    pub async fn open(&self, path: &str) -> Page {
        self.send(Method::GET, path, None, Vec::new()).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, path, Some("application/x-www-form-urlencoded"), body.into_bytes()).await
    }

    /// Sends a body as it is.
    pub async fn send(&self, method: Method, path: &str, kind: Option<&str>, body: Vec<u8>) -> Page {
        self.send_with(method, path, kind, &[], body).await
    }

    /// Sends a body with further headers. `sec-fetch-site` may be among them; empty, it is left out.
    pub async fn send_with(
        &self,
        method: Method,
        path: &str,
        kind: Option<&str>,
        extra: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Page {
        let mut browser = self.clone();
        let (mut method, mut path, mut body, mut kind) = (method, path.to_owned(), body, kind);
        for _ in 0..10 {
            let request = browser.request(&method, &path, kind, extra, std::mem::take(&mut body));
            let response = browser.site.clone().oneshot(request).await.expect("a response");
            browser.keep_cookies(&response);
            let (head, bytes) = response.into_parts();
            let location = head.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned);
            if let (true, Some(to)) = (head.status.is_redirection(), location) {
                (method, path, kind) = (Method::GET, to, None);
                continue;
            }
            let bytes = axum::body::to_bytes(bytes, usize::MAX).await.expect("a body");
            let body = String::from_utf8_lossy(&bytes).into_owned();
            return Page { status: head.status, path, body, headers: head.headers, browser };
        }
        panic!("{path}: redirected for ever");
    }

    /// What the page's script does (`web/src/sign-in.ts`) with the passkey at hand and the form's fields. Where the answer is no, the answer
    /// is the page.
    pub async fn use_passkey(&self, options: &str, finish: &str, fields: &[(&str, &str)]) -> Page {
        let token = fields.iter().find(|(name, _)| *name == "csrf").map_or("", |(_, token)| *token);
        let fields = json!(fields.iter().copied().collect::<BTreeMap<_, _>>());
        let asked = self.send_json(options, token, &fields).await;
        if asked.status != StatusCode::OK {
            return asked;
        }
        let credential = self.sign(&asked.json());
        let told = self.send_json(finish, token, &json!({ "credential": credential, "fields": fields })).await;
        if told.status != StatusCode::OK {
            return told;
        }
        told.browser.open(told.json()["go"].as_str().expect("a way on")).await
    }

    /// Begins a ceremony with these fields and answers what the passkey at hand signed, without sending it.
    pub async fn answer_options(&self, options: &str, token: &str, fields: &serde_json::Value) -> serde_json::Value {
        self.sign(&self.send_json(options, token, fields).await.json())
    }

    fn sign(&self, options: &serde_json::Value) -> serde_json::Value {
        let device = self.passkey.as_ref().expect("a passkey at hand");
        device.lock().expect("one thread").sign(options)
    }

    fn request(
        &self,
        method: &Method,
        path: &str,
        kind: Option<&str>,
        extra: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Request<Body> {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost")
            .header(header::ACCEPT_LANGUAGE, self.lang.code());
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        let from = ("sec-fetch-site", "same-origin");
        let is_told = extra.iter().any(|(name, _)| *name == from.0);
        for (name, value) in extra.iter().chain((!is_told).then_some(&from)) {
            if !value.is_empty() {
                request = request.header(*name, *value);
            }
        }
        request.body(Body::from(body)).expect("a request")
    }

    fn keep_cookies<B>(&mut self, response: &axum::http::Response<B>) {
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let text = cookie.to_str().expect("a readable cookie");
            let (name, value) = text.split(';').next().and_then(|pair| pair.split_once('=')).expect("a cookie");
            if value.is_empty() || text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

impl Page {
    /// The words a person sees, blanks folded.
    pub fn text(&self) -> String {
        let html = Html::parse_document(&self.body);
        let main = select("body");
        let text: Vec<&str> = html.select(&main).flat_map(|body| body.text()).collect();
        text.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Fails with the page's words unless it says this.
    #[track_caller]
    pub fn says(&self, words: &str) -> &Page {
        assert!(self.text().contains(words), "{} does not say «{words}»:\n{}", self.path, self.text());
        self
    }

    /// Fails where the page says this.
    #[track_caller]
    pub fn does_not_say(&self, words: &str) -> &Page {
        assert!(!self.text().contains(words), "{} says «{words}»:\n{}", self.path, self.text());
        self
    }

    /// The text of the first element that matches a CSS selector.
    #[track_caller]
    pub fn one(&self, css: &str) -> String {
        let html = Html::parse_document(&self.body);
        let found = html.select(&select(css)).next();
        let found = found.unwrap_or_else(|| panic!("{}: nothing matches {css}:\n{}", self.path, self.text()));
        found.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// How many elements match a CSS selector.
    pub fn count(&self, css: &str) -> usize {
        Html::parse_document(&self.body).select(&select(css)).count()
    }

    /// What the first field of this name would send; empty where there is none.
    pub fn field(&self, name: &str) -> String {
        let (html, fields) = (Html::parse_document(&self.body), select("input[name], textarea[name], select[name]"));
        let mut named = html.select(&fields).filter(|element| element.attr("name") == Some(name));
        named.find_map(standing_value).unwrap_or_default()
    }

    /// Opens the link with this text.
    pub async fn follow(&self, words: &str) -> Page {
        let html = Html::parse_document(&self.body);
        let to = html
            .select(&select("a[href]"))
            .find(|link| text_of(*link).contains(words))
            .and_then(|link| link.attr("href").map(str::to_owned));
        let to = to.unwrap_or_else(|| panic!("{}: no link says «{words}»:\n{}", self.path, self.text()));
        self.browser.open(&to).await
    }

    /// Presses the button with this text, with these fields filled in and the form's own fields as they stand.
    pub async fn press(&self, words: &str, fill: &[(&str, &str)]) -> Page {
        let (path, fields) = self.form_of(words, fill);
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if let Some((options, finish)) = self.ceremony_of(words).filter(|_| self.browser.passkey.is_some()) {
            return self.browser.use_passkey(&options, &finish, &pairs).await;
        }
        self.browser.post(&path, &pairs).await
    }

    /// Where the form around this button begins and ends a ceremony; `None` where it asks for no passkey.
    fn ceremony_of(&self, words: &str) -> Option<(String, String)> {
        let html = Html::parse_document(&self.body);
        let form = html
            .select(&select("form[data-passkey=get]"))
            .find(|form| form.select(&select("button")).any(|button| text_of(button).contains(words)))?;
        Some((form.attr("data-options-url")?.to_owned(), form.attr("data-finish-url")?.to_owned()))
    }

    fn form_of(&self, words: &str, fill: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
        let html = Html::parse_document(&self.body);
        let button = html
            .select(&select("form button"))
            .find(|button| text_of(*button).contains(words) && button.attr("type") != Some("button"))
            .unwrap_or_else(|| panic!("{}: no button says «{words}»:\n{}", self.path, self.text()));
        let form = button
            .ancestors()
            .filter_map(ElementRef::wrap)
            .find(|element| element.value().name() == "form")
            .unwrap_or_else(|| panic!("{}: «{words}» is in no form", self.path));
        let mut fields: Vec<(String, String)> = Vec::new();
        for element in form.select(&select("input[name], textarea[name], select[name]")) {
            let name = element.attr("name").unwrap_or_default().to_owned();
            let is_filled = fill.iter().any(|(filled, _)| *filled == name);
            if let Some(value) = standing_value(element).filter(|_| !is_filled) {
                fields.push((name, value));
            }
        }
        fields.extend(fill.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        if let Some(name) = button.attr("name") {
            fields.push((name.to_owned(), button.attr("value").unwrap_or_default().to_owned()));
        }
        let path = button.attr("formaction").or(form.attr("action")).unwrap_or(&self.path).to_owned();
        (path, fields)
    }

    /// The browser that shows this page.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }
}

/// What a field would send untouched; `None` for unchecked boxes, files and disabled fields.
fn standing_value(element: ElementRef<'_>) -> Option<String> {
    if element.attr("disabled").is_some() {
        return None;
    }
    match (element.value().name(), element.attr("type").unwrap_or("text")) {
        ("input", "radio" | "checkbox") => {
            element.attr("checked").map(|_| element.attr("value").unwrap_or("on").to_owned())
        }
        ("input", "file" | "submit" | "button") => None,
        ("input", _) => Some(element.attr("value").unwrap_or_default().to_owned()),
        ("textarea", _) => Some(element.text().collect()),
        _ => {
            let options: Vec<_> = element.select(&select("option")).collect();
            let chosen = options.iter().find(|option| option.attr("selected").is_some()).or(options.first())?;
            Some(chosen.attr("value").map_or_else(|| chosen.text().collect(), str::to_owned))
        }
    }
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn select(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}
