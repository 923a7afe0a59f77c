//! The gate: who stands behind a request's cookie. Asked at every door, with every request, so that a removed member, a taken role
//! or an ended session counts at once.

use std::future::Future;
use std::pin::Pin;

use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::session::{self, Session};
use super::store::sessions;
use super::token::Token;
use crate::ground::web::Keyholder;
use crate::ground::web::frame::Menu;
use crate::ground::{App, Id, Moment, Wrong};
use crate::people::{self, Me, Member, Standing};

/// Finds the member behind a request, if any: a [`crate::ground::web::guard::Gate`].
pub fn gate(app: App, headers: HeaderMap) -> Pin<Box<dyn Future<Output = Result<Option<Keyholder>, Wrong>> + Send>> {
    Box::pin(async move {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let Some(token) = session::cookie_in(app.config.is_encrypted(), lines).and_then(Token::parse) else {
            return Ok(None);
        };
        knock(&app, token.hash()).await
    })
}

async fn knock(app: &App, token: [u8; 32]) -> Result<Option<Keyholder>, Wrong> {
    let now = app.now();
    let found = app.db.read("who knocks", move |tx| {
        let Some(session) = sessions::by_token(tx, &token)? else { return Ok(None) };
        Ok(people::store::get(tx, session.member)?.map(|member| (session, member)))
    });
    let Some((session, member)) = found.await? else { return Ok(None) };
    if !session.lives(now) || !matches!(member.standing, Standing::Active { .. }) {
        return Ok(None);
    }
    if session.is_seen_anew(now) {
        let id = session.id;
        match app.db.write("session seen", move |tx| sessions::seen(tx, id, now)).await {
            // A full queue costs this session a minute of its life, and nobody their request.
            Ok(()) | Err(Wrong::Busy) => {}
            Err(wrong) => return Err(wrong),
        }
    }
    Ok(Some(keyholder(app, &member, &session, token, now)))
}

/// The member as doors and pages know them.
pub fn keyholder(app: &App, member: &Member, session: &Session, token: [u8; 32], now: Moment) -> Keyholder {
    Keyholder {
        member: member.id.bytes(),
        alias: member.alias.as_str().to_owned(),
        keys: member.roles.iter().map(|role| role.code()).collect(),
        form_token: form_token(app, session.id),
        stepped_up: session.is_stepped_up(now),
        lang: member.lang,
        session: token,
    }
}

/// The session's form token. It is made from the session's id and the network's root secret and stands nowhere; it outlives a
/// step-up, so that a form in another tab still opens.
pub fn form_token(app: &App, id: Id<Session>) -> String {
    URL_SAFE_NO_PAD.encode(app.keys.keyed_hash("sign_in form token", id.as_slice()))
}

/// Where a member goes who asked for nothing else: the first door of their menu, or their own page.
pub fn first_door(app: &App, holder: &Keyholder) -> String {
    let menu = app.part::<Menu>();
    let first = menu.0.iter().find(|sign| sign.keyholders.admit(Some(holder)));
    first.map_or("/me", |sign| sign.path).to_owned()
}

/// Asks that the member used their passkey within the last ten minutes: the first line of a handler that publishes, grants or
/// removes. `back` is the page on which the deed begins.
///
/// Pass the refusal on with `?`. A page that was opened (GET) is answered with a redirect to `/step-up?then=BACK`; a form that was
/// sent (POST) with a page that says why and has a button there. Nothing is done in either case. The kind way is to ask twice: on the page
/// that shows the form, so that nobody loses what they typed, and again where the form arrives.
///
/// # Errors
/// [`Wrong::StepUp`] where the passkey was not used lately.
pub fn require_step_up(me: &Me, back: &str) -> Result<(), Wrong> {
    if me.stepped_up { Ok(()) } else { Err(Wrong::StepUp { back: back.to_owned() }) }
}
