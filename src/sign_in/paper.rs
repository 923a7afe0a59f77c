//! The recovery code's two pages: it is shown once, and typed back from paper on a page that does not show it.

use askama::Template;

use super::code::Code;
use crate::ground::Wrong;
use crate::ground::web::Frame;

/// Shows a code. It is the answer to a form and has no address of its own: nothing that could be opened again shows it.
#[derive(Template)]
#[template(path = "sign_in/pages/code.html")]
pub struct CodePage {
    pub frame: Frame,
    pub alias: String,
    pub code: String,
    /// The page on which it is typed back.
    pub onward: String,
}

/// Asks for the code from paper.
#[derive(Template)]
#[template(path = "sign_in/pages/prove.html")]
pub struct ProvePage {
    pub frame: Frame,
    /// Where the form goes: this page's own address.
    pub action: String,
    /// Where another code is made.
    pub again: String,
    /// What was typed, where it was not the code.
    pub typed: String,
    /// The key of the sentence that says so.
    pub problem: Option<&'static str>,
}

/// What was typed, as a code.
///
/// # Errors
/// The key of the sentence that says what is wrong with it.
pub fn read(typed: &str) -> Result<Code, &'static str> {
    Code::parse(typed).ok_or("code-unreadable")
}

/// The first 64 characters of what was typed: enough to show it again.
pub fn typed_again(typed: &str) -> String {
    typed.chars().take(64).collect()
}

/// Turns the verdict on a typed code into the key of its problem, if any.
pub fn verdict(proven: Result<bool, Wrong>) -> Result<Option<&'static str>, Wrong> {
    proven.map(|proven| if proven { None } else { Some("code-does-not-match") })
}
