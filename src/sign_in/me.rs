//! A member's own page: language, sessions, passkeys, recovery code.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;

use super::ceremony::{Ceremonies, Errand};
use super::exchange::{self, Asked, Finished};
use super::paper::{self, CodePage, ProvePage};
use super::passkey::PASSKEYS_MAX;
use super::store::{codes, passkeys, sessions};
use super::{accounts, gate, passkey};
use crate::ground::db::Tx;
use crate::ground::locale::Lang;
use crate::ground::web::{Answer, Form, Frame, Visit, clock, frame, redirect};
use crate::ground::{App, Id, Moment, Refused, Wrong, audit};
use crate::people::{self, Me};

#[derive(Template)]
#[template(path = "sign_in/pages/me.html")]
struct MePage {
    frame: Frame,
    alias: String,
    roles: String,
    sessions: Vec<SessionLine>,
    passkeys: Vec<PasskeyLine>,
    code_made: Option<String>,
    stepped_up: bool,
    other_lang: Lang,
}

struct SessionLine {
    id: String,
    made: String,
    seen: String,
    is_this: bool,
}

struct PasskeyLine {
    id: String,
    label: String,
    added: String,
}

/// The page.
pub async fn page(State(app): State<App>, visit: Visit, me: Me) -> Answer {
    let now = app.now();
    let (id, token) = (me.id, me.session);
    let loaded = app.db.read("own page", move |tx| {
        let this = sessions::by_token(tx, &token)?.map(|session| session.id);
        Ok((sessions::of(tx, id, now)?, this, passkeys::of(tx, id)?, codes::proven_at(tx, id)?))
    });
    let (sessions, this, passkeys, code_made) = loaded.await?;
    let frame = visit.frame("me-title").with_scripts(&["sign-in.js"]);
    let roles: Vec<String> = me.roles.iter().map(|role| frame.say.t(&role.word())).collect();
    let shown = |at: Moment| clock::day_and_time(&app, &frame.say, at);
    let session_line = |session: super::Session| SessionLine {
        id: session.id.to_string(),
        made: shown(session.made_at),
        seen: shown(session.seen_at),
        is_this: this == Some(session.id),
    };
    let passkey_line =
        |one: passkey::PasskeyRow| PasskeyLine { id: one.id.to_string(), label: one.label, added: shown(one.added_at) };
    frame::page(&MePage {
        alias: me.alias.clone(),
        roles: roles.join(", "),
        sessions: sessions.into_iter().map(session_line).collect(),
        passkeys: passkeys.into_iter().map(passkey_line).collect(),
        code_made: code_made.map(shown),
        stepped_up: me.stepped_up,
        other_lang: visit.lang.other(),
        frame,
    })
}

/// Chooses the language of this member's pages.
pub async fn language(State(app): State<App>, me: Me, Form(fields): Form) -> Answer {
    if let Some(lang) = fields.code("language", Lang::from_code) {
        app.db.write("choose a language", move |tx| people::store::set_lang(tx, me.id, lang)).await?;
    }
    redirect("/me")
}

/// Ends one other session, or all others.
pub async fn end_sessions(State(app): State<App>, me: Me, Form(fields): Form) -> Answer {
    gate::require_step_up(&me, "/me")?;
    let one = fields.text("session").to_owned();
    app.db
        .write("end sessions", move |tx| {
            if one == "others" {
                sessions::end_others(tx, me.id, &me.session)?;
            } else {
                let id = one.parse().map_err(|_| Wrong::NotFound)?;
                sessions::end_one(tx, me.id, id)?;
            }
            tx.ring("sign_in");
            Ok(())
        })
        .await?;
    redirect("/me")
}

/// Begins to make a further passkey.
pub async fn passkey_options(State(app): State<App>, visit: Visit, me: Me, _: Asked) -> Answer {
    gate::require_step_up(&me, "/me")?;
    let now = app.now();
    let loaded = app.db.read("own credentials", move |tx| {
        let member = people::store::get(tx, me.id)?.ok_or(Wrong::NotFound)?;
        let known = passkeys::credentials(tx, me.id)?;
        check_room(known.len())?;
        Ok((member, known))
    });
    let begun = loaded.await.and_then(|(member, known)| {
        app.part::<Ceremonies>().begin_making(Errand::Add(me.session), &member, known, now)
    });
    exchange::told(&visit, begun.and_then(|begun| exchange::options(&begun)))
}

/// Keeps the passkey that was made.
pub async fn passkey_finish(State(app): State<App>, visit: Visit, me: Me, finished: Finished) -> Answer {
    gate::require_step_up(&me, "/me")?;
    let outcome = add_passkey(&app, &me, &finished).await;
    exchange::told(&visit, outcome)
}

async fn add_passkey(app: &App, me: &Me, finished: &Finished) -> Answer {
    let now = app.now();
    let made = app.part::<Ceremonies>().finish_making(&finished.credential, Errand::Add(me.session), now)?;
    let (member, label) = (me.id, passkey::label(finished.text("label")));
    app.db
        .write("add a passkey", move |tx| {
            check_room(passkeys::credentials(tx, member)?.len())?;
            let id = passkeys::add(tx, member, &made, &label, false, now)?;
            audit::note(tx, now, Some(member), "passkey added", Some(id))
        })
        .await?;
    exchange::go("/me")
}

fn check_room(count: usize) -> Result<(), Wrong> {
    if count < PASSKEYS_MAX { Ok(()) } else { Err(Refused::because("passkeys-too-many").into()) }
}

/// Removes a passkey, never the last. All other sessions end with it: the device that held it may be in other hands.
pub async fn remove_passkey(State(app): State<App>, me: Me, Form(fields): Form) -> Answer {
    gate::require_step_up(&me, "/me")?;
    let now = app.now();
    let id: Id<passkey::PasskeyRow> = fields.text("passkey").parse().map_err(|_| Wrong::NotFound)?;
    app.db.write("remove a passkey", move |tx| drop_passkey(tx, &me, id, now)).await?;
    redirect("/me")
}

fn drop_passkey(tx: &Tx<'_>, me: &Me, id: Id<passkey::PasskeyRow>, now: Moment) -> Result<(), Wrong> {
    let own = passkeys::of(tx, me.id)?;
    if !own.iter().any(|one| one.id == id) {
        return Err(Wrong::NotFound);
    }
    if own.len() == 1 {
        return Err(Refused::because("passkey-is-the-last").into());
    }
    passkeys::remove(tx, me.id, id)?;
    sessions::end_others(tx, me.id, &me.session)?;
    tx.ring("sign_in");
    audit::note(tx, now, Some(me.id), "passkey removed", Some(id))
}

/// Makes a new recovery code and shows it, once. The older one stays good until this one is typed back.
pub async fn new_code(State(app): State<App>, visit: Visit, me: Me) -> Answer {
    gate::require_step_up(&me, "/me")?;
    let (now, keys, member) = (app.now(), app.keys.clone(), me.id);
    let code = app.db.write("new recovery code", move |tx| accounts::new_code(tx, &keys, member, now)).await?;
    frame::page(&CodePage {
        frame: visit.frame("code-title"),
        alias: me.alias,
        code: code.to_string(),
        onward: "/me/code/prove".to_owned(),
    })
}

/// Asks for the code from paper.
pub async fn prove_page(visit: Visit, me: Me) -> Answer {
    gate::require_step_up(&me, "/me/code/prove")?;
    prove_with(&visit, StatusCode::OK, "", None)
}

/// Puts the new code in the older one's place.
pub async fn prove(State(app): State<App>, visit: Visit, me: Me, Form(fields): Form) -> Answer {
    gate::require_step_up(&me, "/me/code/prove")?;
    let now = app.now();
    let typed = fields.text("code");
    let problem = match paper::read(typed) {
        Err(problem) => Some(problem),
        Ok(code) => {
            let (keys, member) = (app.keys.clone(), me.id);
            let proven = app.db.write("prove a recovery code", move |tx| {
                let proven = codes::prove(tx, &keys, member, &code)?;
                if proven {
                    audit::note(tx, now, Some(member), "recovery code replaced", None::<Id<()>>)?;
                }
                Ok(proven)
            });
            paper::verdict(proven.await)?
        }
    };
    match problem {
        None => redirect("/me"),
        problem => prove_with(&visit, StatusCode::UNPROCESSABLE_ENTITY, typed, problem),
    }
}

fn prove_with(visit: &Visit, status: StatusCode, typed: &str, problem: Option<&'static str>) -> Answer {
    let page = ProvePage {
        frame: visit.frame("prove-title"),
        action: "/me/code/prove".to_owned(),
        again: "/me/code".to_owned(),
        typed: paper::typed_again(typed),
        problem,
    };
    frame::page_with(status, &page)
}
