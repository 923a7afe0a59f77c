//! What happens to an account, inside the caller's transaction: invited, opened, recovered, removed.

use super::code::{CODE_CHARS, Code};
use super::link::{INVITATION_HOURS, Link, Purpose, RECOVERY_MINUTES};
use super::store::{self, codes, passkeys, sessions};
use super::token::Token;
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::{Id, Moment, Refused, Wrong, audit, chance};
use crate::people::{self, Alias, Member, Standing};

/// Nothing that an audit note is about besides the member.
const NOTHING: Option<Id<()>> = None;

/// Makes a member's one-time link, in place of one that was given before.
///
/// For a member whose account is open already this is the way back when phone and paper are both lost: every session ends at
/// once, and the old passkeys end when the new one opens.
///
/// # Errors
/// `member-removed` where the member may not come in any more.
pub fn invite(tx: &Tx<'_>, member: Id<Member>, now: Moment) -> Result<(Token, Link), Wrong> {
    let found = people::store::get(tx, member)?.ok_or(Wrong::NotFound)?;
    let (purpose, what) = match found.standing {
        Standing::Invited => (Purpose::Join, "member invited"),
        Standing::Active { .. } => (Purpose::Recover, "member given a way back"),
        Standing::Removed { .. } => return Err(Refused::because("member-removed").into()),
    };
    audit::note(tx, now, None::<Id<Member>>, what, Some(member))?;
    open_link(tx, member, purpose, now.plus_hours(INVITATION_HOURS))
}

/// Opens the way back for who knows a member's alias and recovery code; `None` where the two do not belong together.
pub fn recover(tx: &Tx<'_>, keys: &Keys, alias: &Alias, typed: &Code, now: Moment) -> Result<Option<Token>, Wrong> {
    let found = people::store::by_alias(tx, alias)?;
    // An alias that nobody has is looked up all the same: both answers take the same steps.
    let id = found.as_ref().map_or_else(|| Id::from_bytes([0; 16]), |member| member.id);
    let opens = codes::opens(tx, keys, id, typed)?;
    let is_active = found.is_some_and(|member| matches!(member.standing, Standing::Active { .. }));
    if !(opens && is_active) {
        return Ok(None);
    }
    audit::note(tx, now, Some(id), "recovery code used", NOTHING)?;
    let (token, _) = open_link(tx, id, Purpose::Recover, now.plus_minutes(RECOVERY_MINUTES))?;
    Ok(Some(token))
}

/// Opens an account whose passkey was made with this link, once the recovery code on paper is typed back. False where what was
/// typed is not the code. The link is spent here and nowhere earlier, so that a dropped connection can go on.
///
/// # Errors
/// `join-passkey-first` where no passkey was made yet.
pub fn open(tx: &Tx<'_>, keys: &Keys, link: &Link, typed: &Code, now: Moment) -> Result<bool, Wrong> {
    let member = people::store::get(tx, link.member)?.ok_or(Wrong::NotFound)?;
    if !passkeys::has_pending(tx, member.id)? {
        return Err(Refused::because("join-passkey-first").into());
    }
    if !codes::prove(tx, keys, member.id, typed)? {
        return Ok(false);
    }
    passkeys::open_pending(tx, member.id)?;
    sessions::end_all(tx, member.id)?;
    store::drop_link(tx, member.id)?;
    if member.standing == Standing::Invited {
        people::store::set_standing(tx, member.id, Standing::Active { since: now }, now)?;
    }
    let what = match link.purpose {
        Purpose::Join => "account opened",
        Purpose::Recover => "account recovered, older passkeys ended",
    };
    audit::note(tx, now, Some(member.id), what, NOTHING)?;
    Ok(true)
}

/// Makes a new recovery code to be shown once. The older one opens until the new one is proven.
pub fn new_code(tx: &Tx<'_>, keys: &Keys, member: Id<Member>, now: Moment) -> Result<Code, Wrong> {
    let code = Code::from_chance(chance::bytes::<CODE_CHARS>());
    codes::show(tx, keys, member, &code, now)?;
    Ok(code)
}

/// Removes a member: every session ends with this transaction, and nothing they hold opens anything.
pub fn remove(tx: &Tx<'_>, member: Id<Member>, now: Moment) -> Result<(), Wrong> {
    store::drop_all(tx, member)?;
    people::store::set_standing(tx, member, Standing::Removed { at: now }, now)?;
    tx.ring("sign_in");
    audit::note(tx, now, None::<Id<Member>>, "member removed", Some(member))
}

fn open_link(tx: &Tx<'_>, member: Id<Member>, purpose: Purpose, until: Moment) -> Result<(Token, Link), Wrong> {
    // What an earlier link left half done must not be finished with this one.
    passkeys::drop_pending(tx, member)?;
    codes::drop_shown(tx, member)?;
    if purpose == Purpose::Recover {
        sessions::end_all(tx, member)?;
        tx.ring("sign_in");
    }
    let token = Token::from_bytes(chance::bytes());
    let link = Link { member, purpose, expires_at: until };
    store::put_link(tx, &link, &token.hash())?;
    Ok((token, link))
}
