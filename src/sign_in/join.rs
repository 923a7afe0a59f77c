//! Coming in with a one-time link: make a passkey, write the recovery code on paper, type it back.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::ceremony::{Ceremonies, Errand};
use super::exchange::{self, Asked, Finished};
use super::link::{Link, Purpose};
use super::paper::{self, CodePage, ProvePage};
use super::store::{self, passkeys};
use super::token::Token;
use super::{accounts, passkey};
use crate::ground::locale::Lang;
use crate::ground::web::{Answer, Form, Frame, Visit, frame, redirect};
use crate::ground::{App, Moment, Refused, Wrong};
use crate::people::{self, Member};

#[derive(Template)]
#[template(path = "sign_in/pages/join.html")]
struct JoinPage {
    frame: Frame,
    token: String,
    alias: String,
    is_recovery: bool,
    has_passkey: bool,
}

/// Who holds a link.
struct Guest {
    token: String,
    hash: [u8; 32],
    link: Link,
    member: Member,
    has_passkey: bool,
}

/// Finds who holds a link.
///
/// # Errors
/// 404 with a sentence of its own where the link was used, replaced, or is over.
async fn guest(app: &App, token: &str, now: Moment) -> Result<Guest, Wrong> {
    let over = || Wrong::Unreadable { status: 404, word: "join-link-over" };
    let hash = Token::parse(token).ok_or_else(over)?.hash();
    let found = app.db.read("who holds a link", move |tx| {
        let Some(link) = store::link(tx, &hash, now)? else { return Ok(None) };
        let member = people::store::get(tx, link.member)?.ok_or(Wrong::NotFound)?;
        let has_passkey = passkeys::has_pending(tx, member.id)?;
        Ok(Some((link, member, has_passkey)))
    });
    let (link, member, has_passkey) = found.await?.ok_or_else(over)?;
    Ok(Guest { token: token.to_owned(), hash, link, member, has_passkey })
}

impl Guest {
    const fn title(&self) -> &'static str {
        match self.link.purpose {
            Purpose::Join => "join-title",
            Purpose::Recover => "recover-title",
        }
    }

    fn address(&self, step: &str) -> String {
        format!("/join/{}{step}", self.token)
    }
}

/// The next step: the passkey, or the code where there is one.
pub async fn step(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Answer {
    let guest = guest(&app, &token, app.now()).await?;
    let frame = visit.in_lang(guest.member.lang).frame(guest.title()).with_scripts(&["sign-in.js"]);
    frame::page(&JoinPage {
        frame,
        token,
        alias: guest.member.alias.as_str().to_owned(),
        is_recovery: guest.link.purpose == Purpose::Recover,
        has_passkey: guest.has_passkey,
    })
}

/// Chooses the language of these pages and of the member's pages later.
pub async fn language(State(app): State<App>, Path(token): Path<String>, Form(fields): Form) -> Answer {
    let guest = guest(&app, &token, app.now()).await?;
    if let Some(lang) = fields.code("language", Lang::from_code) {
        let member = guest.member.id;
        app.db.write("choose a language", move |tx| people::store::set_lang(tx, member, lang)).await?;
    }
    redirect(&guest.address(""))
}

/// Begins to make the passkey.
pub async fn options(State(app): State<App>, visit: Visit, Path(token): Path<String>, _: Asked) -> Answer {
    let now = app.now();
    let guest = guest(&app, &token, now).await?;
    let begun = app.part::<Ceremonies>().begin_making(Errand::Join(guest.hash), &guest.member, Vec::new(), now);
    exchange::told(&visit.in_lang(guest.member.lang), begun.and_then(|begun| exchange::options(&begun)))
}

/// Keeps the passkey that was made. It opens nothing yet.
pub async fn finish(State(app): State<App>, visit: Visit, Path(token): Path<String>, finished: Finished) -> Answer {
    let guest = guest(&app, &token, app.now()).await?;
    let outcome = keep(&app, &guest, &finished).await;
    exchange::told(&visit.in_lang(guest.member.lang), outcome)
}

async fn keep(app: &App, guest: &Guest, finished: &Finished) -> Answer {
    let now = app.now();
    let made = app.part::<Ceremonies>().finish_making(&finished.credential, Errand::Join(guest.hash), now)?;
    let label = passkey::label(finished.text("label"));
    let (hash, member) = (guest.hash, guest.member.id);
    app.db
        .write("keep a pending passkey", move |tx| {
            // The link may have been spent or replaced while the phone was asking.
            let link = store::link(tx, &hash, now)?.filter(|link| link.member == member).ok_or(Wrong::NotFound)?;
            passkeys::drop_pending(tx, link.member)?;
            passkeys::add(tx, link.member, &made, &label, true, now)
        })
        .await?;
    exchange::go(&guest.address(""))
}

/// Makes a recovery code and shows it, once.
pub async fn code(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Answer {
    let now = app.now();
    let guest = guest(&app, &token, now).await?;
    if !guest.has_passkey {
        return Err(Refused::because("join-passkey-first").into());
    }
    let (member, keys) = (guest.member.id, app.keys.clone());
    let code = app.db.write("new recovery code", move |tx| accounts::new_code(tx, &keys, member, now)).await?;
    frame::page(&CodePage {
        frame: visit.in_lang(guest.member.lang).frame("code-title"),
        alias: guest.member.alias.as_str().to_owned(),
        code: code.to_string(),
        onward: guest.address("/prove"),
    })
}

/// Asks for the code from paper.
pub async fn prove_page(State(app): State<App>, visit: Visit, Path(token): Path<String>) -> Answer {
    let guest = guest(&app, &token, app.now()).await?;
    prove_with(&visit, &guest, StatusCode::OK, "", None)
}

/// Opens the account where the code from paper is right. From here on its passkey signs in.
pub async fn prove(State(app): State<App>, visit: Visit, Path(token): Path<String>, Form(fields): Form) -> Answer {
    let now = app.now();
    let guest = guest(&app, &token, now).await?;
    let typed = fields.text("code");
    let problem = match paper::read(typed) {
        Err(problem) => Some(problem),
        Ok(code) => {
            let (keys, hash) = (app.keys.clone(), guest.hash);
            let opened = app.db.write("open an account", move |tx| {
                let link = store::link(tx, &hash, now)?.ok_or(Wrong::NotFound)?;
                accounts::open(tx, &keys, &link, &code, now)
            });
            paper::verdict(opened.await)?
        }
    };
    match problem {
        None => redirect(&format!("/sign-in?new&lang={}", guest.member.lang.code())),
        problem => prove_with(&visit, &guest, StatusCode::UNPROCESSABLE_ENTITY, typed, problem),
    }
}

fn prove_with(visit: &Visit, guest: &Guest, status: StatusCode, typed: &str, problem: Option<&'static str>) -> Answer {
    let page = ProvePage {
        frame: visit.clone().in_lang(guest.member.lang).frame("prove-title"),
        action: guest.address("/prove"),
        again: guest.address("/code"),
        typed: paper::typed_again(typed),
        problem,
    };
    frame::page_with(status, &page)
}
