//! `cuadra member`: invite, list, change and remove members. Works on the data folder while the site runs: sessions and roles are
//! looked up with every request, so that what is done here counts at once.

use std::fmt::Write;

use clap::Subcommand;

use super::Where;
use crate::ground::locale::Lang;
use crate::ground::{App, Clock, Id, Refused, Wrong, audit};
use crate::people::{self, Alias, Member, Role, Standing};
use crate::sign_in::{Link, Token, accounts};
use crate::wiring;

/// What may be done with members.
#[derive(Subcommand)]
pub enum Members {
    /// Add a member and print a one-time link for them.
    Add {
        /// What they go by here: not a legal name.
        alias: String,
        /// What they may do; may be given several times.
        #[arg(long = "role", value_parser = role)]
        roles: Vec<Role>,
        /// The organization of the coalition that they come from.
        #[arg(long, value_name = "NAME")]
        organization: Option<String>,
        /// The language of their pages: es or en.
        #[arg(long, default_value = "es", value_parser = lang)]
        lang: Lang,
        #[command(flatten)]
        at: Where,
    },
    /// Print a new one-time link: the older one stops working. For a member who lost phone and paper it is the way back; all their sessions
    /// end now, their passkeys when they made a new one.
    Invite {
        alias: String,
        #[command(flatten)]
        at: Where,
    },
    /// List the members.
    List {
        #[command(flatten)]
        at: Where,
    },
    /// Replace a member's roles.
    Roles {
        alias: String,
        /// What they may do from now on; may be given several times, and not at all.
        #[arg(long = "role", value_parser = role)]
        roles: Vec<Role>,
        #[command(flatten)]
        at: Where,
    },
    /// Remove a member: every session ends at once.
    Remove {
        alias: String,
        #[command(flatten)]
        at: Where,
    },
}

fn role(code: &str) -> Result<Role, String> {
    Role::from_code(code).ok_or_else(|| {
        let codes: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("roles are {}", codes.join(", "))
    })
}

pub(super) fn lang(code: &str) -> Result<Lang, String> {
    Lang::ALL.into_iter().find(|lang| lang.code() == code).ok_or_else(|| "languages are es and en".to_owned())
}

/// Runs one of the commands and prints what came of it.
pub async fn run(command: Members) -> anyhow::Result<()> {
    let (Members::Add { at, .. }
    | Members::Invite { at, .. }
    | Members::List { at }
    | Members::Roles { at, .. }
    | Members::Remove { at, .. }) = &command;
    let app = wiring::open(at.config()?, Clock::machine())?;
    print!("{}", done(&app, command).await?);
    Ok(())
}

/// Does it and answers what is to be printed.
///
/// # Errors
/// Where a rule says no, with the rule's sentence in English: the command line speaks English.
pub(super) async fn done(app: &App, command: Members) -> anyhow::Result<String> {
    let outcome = match command {
        Members::Add { alias, roles, organization, lang, .. } => add(app, &alias, roles, organization, lang).await,
        Members::Invite { alias, .. } => invite(app, &alias).await,
        Members::List { .. } => list(app).await,
        Members::Roles { alias, roles, .. } => set_roles(app, &alias, roles).await,
        Members::Remove { alias, .. } => remove(app, &alias).await,
    };
    outcome.map_err(|wrong| match wrong {
        Wrong::Refused(Refused { word }) => anyhow::anyhow!("{}", app.say(Lang::En).t(word)),
        Wrong::NotFound => anyhow::anyhow!("nobody goes by that alias"),
        Wrong::Fault(error) => error,
        other => anyhow::anyhow!("{other}"),
    })
}

fn named(alias: &str) -> Result<Alias, Wrong> {
    Alias::parse(alias).map_err(|refused| Wrong::Fault(refused.into()))
}

async fn add(
    app: &App,
    alias: &str,
    roles: Vec<Role>,
    organization: Option<String>,
    lang: Lang,
) -> Result<String, Wrong> {
    let (named, now) = (named(alias)?, app.now());
    let added = app.db.write("add a member", move |tx| {
        let organization = match organization.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
            Some(name) => Some(people::store::organization(tx, name, now)?),
            None => None,
        };
        let member = people::store::add(tx, &named, organization, &roles, lang, now)?;
        let (token, link) = accounts::invite(tx, member, now)?;
        Ok((named, token, link))
    });
    let (named, token, link) = added.await?;
    Ok(invitation(app, named.as_str(), &token, &link))
}

async fn invite(app: &App, alias: &str) -> Result<String, Wrong> {
    let (named, now) = (named(alias)?, app.now());
    let invited = app.db.write("invite a member", move |tx| {
        let member = people::store::by_alias(tx, &named)?.ok_or(Wrong::NotFound)?;
        let (token, link) = accounts::invite(tx, member.id, now)?;
        Ok((member, token, link))
    });
    let (member, token, link) = invited.await?;
    Ok(invitation(app, member.alias.as_str(), &token, &link))
}

fn invitation(app: &App, alias: &str, token: &Token, link: &Link) -> String {
    let until = link.expires_at.in_zone(&app.config.zone()).strftime("%Y-%m-%d %H:%M");
    let origin = app.config.origin();
    format!(
        "{alias} comes in with this link. It works once, until {until}:\n\n    {origin}/join/{}\n\n\
         Hand it over in person, or where only the two of you read: whoever opens it first becomes {alias}.\n",
        token.text()
    )
}

async fn list(app: &App) -> Result<String, Wrong> {
    let listed = app.db.read("list members", |tx| Ok((people::store::list(tx)?, people::store::organizations(tx)?)));
    let (members, organizations) = listed.await?;
    if members.is_empty() {
        return Ok("Nobody yet. Add the first member: cuadra member add ALIAS --role steward\n".to_owned());
    }
    let mut out = String::new();
    for member in &members {
        let organization = member.organization.and_then(|id| organizations.iter().find(|known| known.id == id));
        let roles: Vec<&str> = member.roles.iter().map(|role| role.code()).collect();
        let line = [
            member.alias.as_str().to_owned(),
            standing(member).to_owned(),
            if roles.is_empty() { "-".to_owned() } else { roles.join(",") },
            member.lang.code().to_owned(),
            organization.map_or("-", |known| known.name.as_str()).to_owned(),
        ];
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}", line.join("\t"));
    }
    Ok(out)
}

const fn standing(member: &Member) -> &'static str {
    match member.standing {
        Standing::Invited => "invited",
        Standing::Active { .. } => "active",
        Standing::Removed { .. } => "removed",
    }
}

async fn set_roles(app: &App, alias: &str, roles: Vec<Role>) -> Result<String, Wrong> {
    let (named, now) = (named(alias)?, app.now());
    let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
    let said = format!("{named}: {}\n", if codes.is_empty() { "no roles".to_owned() } else { codes.join(", ") });
    app.db
        .write("set roles", move |tx| {
            let member = people::store::by_alias(tx, &named)?.ok_or(Wrong::NotFound)?;
            if matches!(member.standing, Standing::Removed { .. }) {
                return Err(Refused::because("member-removed").into());
            }
            people::store::set_roles(tx, member.id, &roles)?;
            audit::note(tx, now, None::<Id<Member>>, "roles set", Some(member.id))
        })
        .await?;
    Ok(said)
}

async fn remove(app: &App, alias: &str) -> Result<String, Wrong> {
    let (named, now) = (named(alias)?, app.now());
    let said = format!("{named} is removed. Their sessions have ended.\n");
    app.db
        .write("remove a member", move |tx| {
            let member = people::store::by_alias(tx, &named)?.ok_or(Wrong::NotFound)?;
            if matches!(member.standing, Standing::Removed { .. }) {
                return Err(Refused::because("member-removed").into());
            }
            accounts::remove(tx, member.id, now)
        })
        .await?;
    Ok(said)
}
