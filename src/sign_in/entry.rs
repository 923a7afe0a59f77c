//! Signing in, stepping up, signing out.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use webauthn_rs::fake::{FakePasskeyDistribution, WebauthnFakeCredentialGenerator};

use super::ceremony::{Ceremonies, Errand, NotTaken, Use};
use super::exchange::{self, Asked, Finished};
use super::gate::{first_door, keyholder};
use super::session::Session;
use super::store::passkeys::Owned;
use super::store::{passkeys, sessions};
use super::token::Token;
use crate::ground::db::Tx;
use crate::ground::locale::Lang;
use crate::ground::web::{Answer, Frame, Visit, frame, redirect};
use crate::ground::{App, Id, Moment, Refused, Wrong, audit, chance};
use crate::people::{self, Alias, Me, Member, Standing};

#[derive(Template)]
#[template(path = "sign_in/pages/sign_in.html")]
struct SignInPage {
    frame: Frame,
    then: String,
    /// True right after an account was opened.
    is_new: bool,
}

#[derive(Template)]
#[template(path = "sign_in/pages/step_up.html")]
struct StepUpPage {
    frame: Frame,
    then: String,
}

/// The page with the button.
pub async fn sign_in(visit: Visit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let other = if visit.lang == Lang::Es { "/sign-in?lang=en" } else { "/sign-in?lang=es" };
    let frame = visit.frame("sign-in-title").with_scripts(&["sign-in.js"]).with_other_language(other);
    let then = exchange::way(asked.get("then").map_or("", String::as_str), "");
    frame::page(&SignInPage { frame, then, is_new: asked.contains_key("new") })
}

/// A passkey form that came as a plain form: the browser runs no scripts.
pub async fn without_script() -> Answer {
    Err(Refused::because("passkey-needs-script").into())
}

/// Begins a sign-in: any passkey of this site, or those of an alias.
pub async fn options(State(app): State<App>, visit: Visit, asked: Asked) -> Answer {
    let now = app.now();
    let allowed = match asked.text("alias") {
        "" => Vec::new(),
        alias => credentials_of(&app, alias.to_owned()).await?,
    };
    let begun = app.part::<Ceremonies>().begin_using(Errand::SignIn, allowed, now);
    exchange::told(&visit, begun.and_then(|begun| exchange::options(&begun)))
}

/// The credentials of an alias. One that nobody has gets made-up ones, always the same, so that nobody learns who is a member.
async fn credentials_of(app: &App, alias: String) -> Result<Vec<Vec<u8>>, Wrong> {
    let named = Alias::parse(&alias).ok();
    let key = named.as_ref().map_or_else(|| alias.to_lowercase(), Alias::key);
    let found = app.db.read("credentials of an alias", move |tx| {
        let Some(named) = named else { return Ok(Vec::new()) };
        let Some(member) = people::store::by_alias(tx, &named)? else { return Ok(Vec::new()) };
        if matches!(member.standing, Standing::Active { .. }) {
            passkeys::credentials(tx, member.id)
        } else {
            Ok(Vec::new())
        }
    });
    let found = found.await?;
    if found.is_empty() { decoys(app, &key) } else { Ok(found) }
}

fn decoys(app: &App, alias: &str) -> Result<Vec<Vec<u8>>, Wrong> {
    let secret = app.keys.keyed_hash("sign_in decoys", b"");
    let made = WebauthnFakeCredentialGenerator::<FakePasskeyDistribution>::new(&secret)
        .and_then(|generator| generator.generate(alias.as_bytes()))
        .map_err(|error| Wrong::Fault(error.into()))?;
    // The generator also makes people without any; a member always has one, so an empty list would tell.
    let one = || vec![app.keys.keyed_hash("sign_in decoy", alias.as_bytes())[..20].to_vec()];
    Ok(if made.is_empty() { one() } else { made })
}

/// Ends a sign-in. Ordinary sign-ins are not written to the audit log: it would become a record of volunteers' hours.
pub async fn finish(State(app): State<App>, visit: Visit, finished: Finished) -> Answer {
    let outcome = signed_in(&app, &visit, &finished).await;
    exchange::told(&visit, outcome)
}

async fn signed_in(app: &App, visit: &Visit, finished: &Finished) -> Answer {
    let now = app.now();
    let used = app.part::<Ceremonies>().take_using(&finished.credential, Errand::SignIn, now)?;
    let owned = used_passkey(app, used, None, now).await?;
    let token = Token::from_bytes(chance::bytes());
    let hash = token.hash();
    let before = visit.me.as_ref().map(|holder| holder.session);
    let signed_in = app.db.write("sign in", move |tx| {
        let member = people::store::get(tx, owned.member)?.ok_or(NotTaken::Refused)?;
        if !matches!(member.standing, Standing::Active { .. }) {
            return Err(NotTaken::Refused.into());
        }
        passkeys::update(tx, owned.id, &owned.passkey)?;
        let session = begin_session(tx, member.id, before, &hash, Some(now), now)?;
        Ok((member, session))
    });
    let (member, session) = signed_in.await?;
    let home = first_door(app, &keyholder(app, &member, &session, hash, now));
    exchange::go_with(app, &token, &exchange::way(finished.text("then"), &home))
}

/// Begins a session in the place of the one that this browser had before.
pub(super) fn begin_session(
    tx: &Tx<'_>,
    member: Id<Member>,
    before: Option<[u8; 32]>,
    token: &[u8; 32],
    stepped_up_at: Option<Moment>,
    now: Moment,
) -> Result<Session, Wrong> {
    if let Some(before) = before {
        sessions::end(tx, &before)?;
    }
    let session = Session { id: Id::unordered(), member, made_at: now, seen_at: now, stepped_up_at };
    sessions::add(tx, &session, token)?;
    Ok(session)
}

/// The passkey that a browser proved to hold, with its counter brought up to date. Where `owner` is given it must be theirs. A key whose
/// counter went back is noted as an alarm and opens nothing.
pub(super) async fn used_passkey(app: &App, used: Use, owner: Option<Id<Member>>, now: Moment) -> Result<Owned, Wrong> {
    let ceremonies = app.part::<Ceremonies>();
    let credential = used.credential().to_vec();
    let found = app.db.read("find a passkey", move |tx| passkeys::by_credential(tx, &credential)).await?;
    let mut owned = found.filter(|found| owner.is_none_or(|owner| owner == found.member)).ok_or(NotTaken::Refused)?;
    match ceremonies.finish_using(used, owned.member.bytes(), &owned.passkey) {
        Ok(result) => {
            owned.passkey.update_credential(&result);
            Ok(owned)
        }
        Err(NotTaken::Copied) => {
            let (member, passkey) = (owned.member, owned.id);
            let alarm = "alarm: a passkey's counter went back";
            app.db.write("note an alarm", move |tx| audit::note(tx, now, Some(member), alarm, Some(passkey))).await?;
            Err(NotTaken::Copied.into())
        }
        Err(NotTaken::Refused) => Err(NotTaken::Refused.into()),
    }
}

/// The page that asks for the passkey again.
pub async fn step_up(visit: Visit, Query(asked): Query<HashMap<String, String>>) -> Answer {
    let then = exchange::way(asked.get("then").map_or("", String::as_str), "/me");
    frame::page(&StepUpPage { frame: visit.frame("step-up-title").with_scripts(&["sign-in.js"]), then })
}

/// Begins a step-up: one of the member's own passkeys.
pub async fn step_up_options(State(app): State<App>, visit: Visit, me: Me, _: Asked) -> Answer {
    let now = app.now();
    let own = app.db.read("own credentials", move |tx| passkeys::credentials(tx, me.id)).await?;
    let begun = app.part::<Ceremonies>().begin_using(Errand::StepUp(me.session), own, now);
    exchange::told(&visit, begun.and_then(|begun| exchange::options(&begun)))
}

/// Ends a step-up: the session gets a new cookie.
pub async fn step_up_finish(State(app): State<App>, visit: Visit, me: Me, finished: Finished) -> Answer {
    let outcome = stepped_up(&app, &me, &finished).await;
    exchange::told(&visit, outcome)
}

async fn stepped_up(app: &App, me: &Me, finished: &Finished) -> Answer {
    let now = app.now();
    let used = app.part::<Ceremonies>().take_using(&finished.credential, Errand::StepUp(me.session), now)?;
    let owned = used_passkey(app, used, Some(me.id), now).await?;
    let token = Token::from_bytes(chance::bytes());
    let (old, new) = (me.session, token.hash());
    app.db
        .write("step up", move |tx| {
            passkeys::update(tx, owned.id, &owned.passkey)?;
            if sessions::step_up(tx, &old, &new, now)? { Ok(()) } else { Err(NotTaken::Refused.into()) }
        })
        .await?;
    exchange::go_with(app, &token, &exchange::way(finished.text("then"), "/me"))
}

/// Ends this session.
pub async fn sign_out(State(app): State<App>, me: Me) -> Answer {
    app.db.write("sign out", move |tx| sessions::end(tx, &me.session)).await?;
    Ok(exchange::with_cookie(&app, None, redirect("/sign-in")?))
}
