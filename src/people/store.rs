//! The tables `organization`, `member` and `member_role`.

use super::member::{Alias, Member, Organization, Standing};
use super::role::Role;
use crate::ground::db::{Row, Tx};
use crate::ground::locale::Lang;
use crate::ground::{Id, Moment, Refused, Wrong};
use crate::params;

/// Days for which a removed member's row keeps its alias, so that a timeline can still be read.
pub const REMOVED_DAYS: i64 = 30;

const COLUMNS: &str = "id, alias, organization, lang, standing, standing_at";

/// Adds an invited member.
///
/// # Errors
/// `member-alias-taken` where somebody goes by that alias already.
pub fn add(
    tx: &Tx<'_>,
    alias: &Alias,
    organization: Option<Id<Organization>>,
    roles: &[Role],
    lang: Lang,
    now: Moment,
) -> Result<Id<Member>, Wrong> {
    if by_alias(tx, alias)?.is_some() {
        return Err(Refused::because("member-alias-taken").into());
    }
    let id = Id::new(now);
    tx.execute(
        "INSERT INTO member (id, alias, alias_key, organization, lang, standing, standing_at)
         VALUES ($1, $2, $3, $4, $5, 'invited', $6)",
        params![id, alias.as_str(), alias.key(), organization, lang.code(), now],
    )?;
    set_roles(tx, id, roles)?;
    Ok(id)
}

/// The member with this id, or `None`.
pub fn get(tx: &Tx<'_>, id: Id<Member>) -> Result<Option<Member>, Wrong> {
    one(tx, &format!("SELECT {COLUMNS} FROM member WHERE id = $1"), id.as_slice())
}

/// The member who goes by this alias, or `None`.
pub fn by_alias(tx: &Tx<'_>, alias: &Alias) -> Result<Option<Member>, Wrong> {
    let found =
        tx.row(&format!("SELECT {COLUMNS} FROM member WHERE alias_key = $1"), params![alias.key()], read_member)?;
    found.map(|member| with_roles(tx, member)).transpose()
}

/// Every member who has not been removed, by alias.
pub fn list(tx: &Tx<'_>) -> Result<Vec<Member>, Wrong> {
    let sql = format!("SELECT {COLUMNS} FROM member WHERE standing <> 'removed' ORDER BY alias_key");
    let members = tx.rows(&sql, params![], read_member)?;
    members.into_iter().map(|member| with_roles(tx, member)).collect()
}

/// The alias of a member, for a timeline; `None` once it is forgotten.
pub fn alias_of(tx: &Tx<'_>, id: Id<Member>) -> Result<Option<String>, Wrong> {
    tx.row("SELECT alias FROM member WHERE id = $1", params![id], |row| row.get(0))
}

/// Replaces a member's roles.
pub fn set_roles(tx: &Tx<'_>, id: Id<Member>, roles: &[Role]) -> Result<(), Wrong> {
    tx.execute("DELETE FROM member_role WHERE member = $1", params![id])?;
    for role in roles {
        tx.execute(
            "INSERT INTO member_role (member, role) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            params![id, role.code()],
        )?;
    }
    tx.ring("people");
    Ok(())
}

/// Sets the language in which a member sees pages.
pub fn set_lang(tx: &Tx<'_>, id: Id<Member>, lang: Lang) -> Result<(), Wrong> {
    tx.execute("UPDATE member SET lang = $2 WHERE id = $1", params![id, lang.code()])?;
    Ok(())
}

/// Moves a member to another standing.
pub fn set_standing(tx: &Tx<'_>, id: Id<Member>, standing: Standing, now: Moment) -> Result<(), Wrong> {
    let (code, at) = match standing {
        Standing::Invited => ("invited", now),
        Standing::Active { since } => ("active", since),
        Standing::Removed { at } => ("removed", at),
    };
    tx.execute("UPDATE member SET standing = $2, standing_at = $3 WHERE id = $1", params![id, code, at])?;
    tx.ring("people");
    Ok(())
}

/// The organization with this name, made where it is new.
pub fn organization(tx: &Tx<'_>, name: &str, now: Moment) -> Result<Id<Organization>, Wrong> {
    let found = tx.row("SELECT id FROM organization WHERE name = $1", params![name], |row| row.get(0))?;
    if let Some(id) = found {
        return Ok(id);
    }
    let id = Id::new(now);
    tx.execute("INSERT INTO organization (id, name) VALUES ($1, $2)", params![id, name])?;
    Ok(id)
}

/// Every organization, by name.
pub fn organizations(tx: &Tx<'_>) -> Result<Vec<Organization>, Wrong> {
    tx.rows("SELECT id, name FROM organization ORDER BY name", params![], |row| {
        Ok(Organization { id: row.get(0)?, name: row.get(1)? })
    })
}

/// Takes the alias and roles from members removed before their time was over. Answers how many.
pub fn forget_before(tx: &Tx<'_>, now: Moment) -> Result<usize, Wrong> {
    let before = now.plus_days(-REMOVED_DAYS);
    tx.execute(
        "DELETE FROM member_role WHERE member IN
         (SELECT id FROM member WHERE standing = 'removed' AND standing_at < $1)",
        params![before],
    )?;
    tx.execute(
        "UPDATE member SET alias = '-', alias_key = hex(id), organization = NULL
         WHERE standing = 'removed' AND standing_at < $1 AND alias <> '-'",
        params![before],
    )
}

fn one(tx: &Tx<'_>, sql: &str, id: &[u8]) -> Result<Option<Member>, Wrong> {
    let found = tx.row(sql, params![id], read_member)?;
    found.map(|member| with_roles(tx, member)).transpose()
}

fn read_member(row: &Row<'_>) -> Result<Member, Wrong> {
    let alias: String = row.get(1)?;
    let at: Moment = row.get(5)?;
    let standing = match row.get::<String>(4)?.as_str() {
        "active" => Standing::Active { since: at },
        "removed" => Standing::Removed { at },
        _ => Standing::Invited,
    };
    Ok(Member {
        id: row.get(0)?,
        alias: Alias::stored(alias),
        organization: row.get(2)?,
        roles: Vec::new(),
        lang: row.code(3, Lang::from_code)?,
        standing,
    })
}

fn with_roles(tx: &Tx<'_>, mut member: Member) -> Result<Member, Wrong> {
    member.roles =
        tx.rows("SELECT role FROM member_role WHERE member = $1 ORDER BY role", params![member.id], |row| {
            row.code(0, Role::from_code)
        })?;
    Ok(member)
}
