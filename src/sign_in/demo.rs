//! The demonstration's people: one click and one is somebody. Where the network is no demonstration these doors answer as if they were
//! not there, and nothing else in the house begins a session without a passkey.

use askama::Template;
use axum::extract::State;

use super::entry::begin_session;
use super::exchange::{self, with_cookie};
use super::gate::{first_door, keyholder};
use super::store::sessions;
use super::token::Token;
use crate::ground::web::{Answer, Form, Frame, Visit, frame, redirect};
use crate::ground::{App, Id, Wrong, chance};
use crate::people::{self, Me, Member, Role, Standing};

#[derive(Template)]
#[template(path = "sign_in/pages/demo.html")]
struct DemoPage {
    frame: Frame,
    people: Vec<Person>,
    /// Somebody who may start a drill.
    starter: Option<String>,
}

struct Person {
    id: String,
    alias: String,
    roles: String,
}

fn only_in_demo(app: &App) -> Result<(), Wrong> {
    if app.config.demo { Ok(()) } else { Err(Wrong::NotFound) }
}

/// The made-up members.
pub async fn people(State(app): State<App>, visit: Visit) -> Answer {
    only_in_demo(&app)?;
    let frame = visit.frame("sign-in-demo-title");
    let members = app.db.read("the demo's people", people::store::list).await?;
    let active = members.into_iter().filter(|member| matches!(member.standing, Standing::Active { .. }));
    let person = |member: Member| {
        let roles: Vec<String> = member.roles.iter().map(|role| frame.say.t(&role.word())).collect();
        Person { id: member.id.to_string(), alias: member.alias.as_str().to_owned(), roles: roles.join(", ") }
    };
    let active: Vec<Member> = active.collect();
    let starter = active.iter().find(|member| member.roles.contains(&Role::Coordinator));
    let starter = starter.map(|member| member.id.to_string());
    let people = active.into_iter().map(person).collect();
    frame::page(&DemoPage { people, starter, frame })
}

/// Begins a session as one of them.
pub async fn become_someone(State(app): State<App>, visit: Visit, Form(fields): Form) -> Answer {
    only_in_demo(&app)?;
    let now = app.now();
    let id: Id<Member> = fields.text("member").parse().map_err(|_| Wrong::NotFound)?;
    let token = Token::from_bytes(chance::bytes());
    let hash = token.hash();
    let before = visit.me.as_ref().map(|holder| holder.session);
    let begun = app.db.write("demo session", move |tx| {
        let member = people::store::get(tx, id)?.ok_or(Wrong::NotFound)?;
        if !matches!(member.standing, Standing::Active { .. }) {
            return Err(Wrong::NotFound);
        }
        let session = begin_session(tx, id, before, &hash, None, now)?;
        Ok((member, session))
    });
    let (member, session) = begun.await?;
    let home = first_door(&app, &keyholder(&app, &member, &session, hash, now));
    let then = exchange::way(fields.text("then"), &home);
    Ok(with_cookie(&app, Some(&token), redirect(&then)?))
}

/// Stands in for the passkey: made-up people have none.
pub async fn step_up(State(app): State<App>, me: Me, Form(fields): Form) -> Answer {
    only_in_demo(&app)?;
    let now = app.now();
    let token = Token::from_bytes(chance::bytes());
    let (old, new) = (me.session, token.hash());
    app.db.write("demo step-up", move |tx| sessions::step_up(tx, &old, &new, now)).await?;
    let then = exchange::way(fields.text("then"), "/me");
    Ok(with_cookie(&app, Some(&token), redirect(&then)?))
}
