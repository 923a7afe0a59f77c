//! The frame around every page: language, menu, network name, the form token.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::assets;
use super::doors::{Keyholder, Sign};
use crate::ground::locale::{Lang, Say};
use crate::ground::{App, Moment, Wrong};

/// One visit: who came, in which language, to which path.
#[derive(Clone)]
pub struct Visit {
    pub app: App,
    pub me: Option<Keyholder>,
    pub lang: Lang,
    pub path: String,
}

impl FromRequestParts<App> for Visit {
    type Rejection = Wrong;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Wrong> {
        let me = parts.extensions.get::<Keyholder>().cloned();
        let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let asked = (parts.method == Method::GET).then(|| asked_lang(parts.uri.query().unwrap_or(""))).flatten();
        let lang = asked.unwrap_or_else(|| me.as_ref().map_or_else(|| Lang::best_of(accepted), |member| member.lang));
        Ok(Visit { app: app.clone(), me, lang, path: parts.uri.path().to_owned() })
    }
}

/// The language that a page's address asks for (`?lang=en`): where a switch led. Nothing remembers it but the address.
fn asked_lang(query: &str) -> Option<Lang> {
    query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Lang::from_code)
}

impl Visit {
    /// The same visit to a page whose address fixes its language (`/reportar`, `/report`).
    #[must_use]
    pub fn in_lang(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }

    /// The frame of a page with this title (the key of its words).
    pub fn frame(&self, title: &str) -> Frame {
        let say = self.app.say(self.lang);
        let menu = self.menu(&say);
        Frame {
            title: say.t(title),
            network: self.app.config.name.clone(),
            hotline: self.app.config.hotline.clone(),
            alias: self.me.as_ref().map(|member| member.alias.clone()),
            form_token: self.me.as_ref().map(|member| member.form_token.clone()).unwrap_or_default(),
            menu,
            scripts: &[],
            other_language: None,
            made: String::new(),
            demo: self.app.config.demo,
            say,
        }
    }

    fn menu(&self, say: &Say) -> Vec<MenuEntry> {
        let signs = self.app.part::<Menu>();
        let shown = signs.0.iter().filter(|sign| self.me.is_some() && sign.keyholders.admit(self.me.as_ref()));
        let shown: Vec<_> = shown.collect();
        // `/queue/phone` lies under `/queue`, but is an entry of its own: the longest path that fits is where one is.
        let fitting = shown.iter().map(|sign| sign.path).filter(|path| self.path.starts_with(path));
        let here = fitting.max_by_key(|path| path.len());
        shown
            .into_iter()
            .map(|sign| MenuEntry { path: sign.path, words: say.t(sign.word), is_here: here == Some(sign.path) })
            .collect()
    }
}

/// The signs of every room, as wired.
pub struct Menu(pub Vec<Sign>);

/// One entry of the members' menu.
pub struct MenuEntry {
    pub path: &'static str,
    pub words: String,
    pub is_here: bool,
}

/// What the layout needs. Every page struct has one as `frame`.
pub struct Frame {
    pub say: Say,
    pub title: String,
    pub network: String,
    pub hotline: String,
    pub alias: Option<String>,
    pub form_token: String,
    pub menu: Vec<MenuEntry>,
    /// Script files of `web/dist` that this page loads, for instance `report.js`.
    pub scripts: &'static [&'static str],
    /// Path of this page in the other language, where a plain link is enough.
    pub other_language: Option<&'static str>,
    /// When this page was made (RFC 3339); empty on pages that no phone keeps.
    pub made: String,
    pub demo: bool,
}

impl Frame {
    /// The same frame with scripts.
    #[must_use]
    pub fn with_scripts(mut self, scripts: &'static [&'static str]) -> Self {
        self.scripts = scripts;
        self
    }

    /// The same frame for a page that everybody gets alike and a phone may keep for when there is no signal: it says when it was
    /// made, and the script that comes with it says how old it is and what is over. The answer must be marked `public`.
    #[must_use]
    pub fn made_at(mut self, now: Moment) -> Self {
        self.made = now.iso();
        self
    }

    /// The same frame with a link to this page in the other language.
    #[must_use]
    pub fn with_other_language(mut self, path: &'static str) -> Self {
        self.other_language = Some(path);
        self
    }

    /// The address of the front page; a visitor, whose language nothing else remembers, stays in it.
    pub fn home(&self) -> String {
        if self.alias.is_some() { "/".to_owned() } else { format!("/?lang={}", self.say.lang.code()) }
    }

    /// The address of a file of `web/dist`, changed whenever its bytes change.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }
}

/// Renders a page.
///
/// # Errors
/// A fault where the template fails.
pub fn page(template: &impl Template) -> Result<Response, Wrong> {
    page_with(StatusCode::OK, template)
}

/// Renders a page with a status: 422 for a form that comes back with problems.
///
/// # Errors
/// A fault where the template fails.
pub fn page_with(status: StatusCode, template: &impl Template) -> Result<Response, Wrong> {
    let html = template.render().map_err(|error| Wrong::Fault(error.into()))?;
    Ok((status, Html(html)).into_response())
}
