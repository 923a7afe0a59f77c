//! Members of a test house, signed in through real session rows.

use super::{Browser, Device, TestHouse};
use crate::ground::locale::Lang;
use crate::ground::web::Keyholder;
use crate::ground::{Id, Moment, chance};
use crate::people::{self, Alias, Member, Role, Standing};
use crate::sign_in::{self, Ceremonies, Errand, Session, Token, cookie_name, store};

impl TestHouse {
    /// The browser of an active member of this alias, made where there is none yet, signed in an instant ago. Their pages are in Spanish.
    /// The passkey was not used lately: sensitive doors ask for it.
    pub async fn member(&self, alias: &str, roles: &[Role]) -> Browser {
        let id = self.active(alias, roles).await;
        self.session(id, None).await
    }

    /// Like [`TestHouse::member`], with the passkey used an instant ago.
    pub async fn stepped_up(&self, alias: &str, roles: &[Role]) -> Browser {
        let id = self.active(alias, roles).await;
        self.session(id, Some(self.app.now())).await
    }

    /// The id of the member with this alias.
    pub async fn member_id(&self, alias: &str) -> Id<Member> {
        let named = Alias::parse(alias).expect("an alias");
        let found = self.app.db.read("member", move |tx| people::store::by_alias(tx, &named)).await;
        found.expect("a read").unwrap_or_else(|| panic!("nobody goes by {alias}")).id
    }

    /// The form token of a browser's session: for requests that are not sent by pressing a button.
    pub async fn form_token(&self, browser: &Browser) -> String {
        self.keyholder(browser).await.expect("a live session").form_token
    }

    /// Who the doors see behind a browser.
    pub async fn keyholder(&self, browser: &Browser) -> Option<Keyholder> {
        let name = cookie_name(self.app.config.is_encrypted());
        let mut headers = axum::http::HeaderMap::new();
        let cookie = format!("{name}={}", browser.cookie(name).unwrap_or_default());
        headers.insert(axum::http::header::COOKIE, cookie.parse().expect("a cookie"));
        sign_in::gate(self.app.clone(), headers).await.expect("the gate answers")
    }

    async fn active(&self, alias: &str, roles: &[Role]) -> Id<Member> {
        let named = Alias::parse(alias).expect("an alias");
        let (roles, now) = (roles.to_vec(), self.app.now());
        let made = self.app.db.write("a member", move |tx| {
            let id = match people::store::by_alias(tx, &named)? {
                Some(member) => member.id,
                None => people::store::add(tx, &named, None, &roles, Lang::Es, now)?,
            };
            people::store::set_roles(tx, id, &roles)?;
            people::store::set_standing(tx, id, Standing::Active { since: now }, now)?;
            Ok(id)
        });
        made.await.expect("a member")
    }

    async fn session(&self, member: Id<Member>, stepped_up_at: Option<Moment>) -> Browser {
        let token = Token::from_bytes(chance::bytes());
        let (hash, now) = (token.hash(), self.app.now());
        let session = Session { id: Id::unordered(), member, made_at: now, seen_at: now, stepped_up_at };
        let begun = self.app.db.write("a session", move |tx| store::sessions::add(tx, &session, &hash)).await;
        begun.expect("a session");
        let browser = self.visitor(Lang::Es).with_cookie(cookie_name(self.app.config.is_encrypted()), &token.text());
        match self.passkey(member).await {
            Some(device) => browser.with_passkey(device),
            None => browser,
        }
    }

    /// A passkey for somebody who signs alerts off, made in a ceremony; `None` for others, and where this network's origin cannot hold any.
    async fn passkey(&self, member: Id<Member>) -> Option<Device> {
        let (ceremonies, now) = (self.app.part::<Ceremonies>(), self.app.now());
        let owner = self.app.db.read("a member", move |tx| people::store::get(tx, member)).await;
        let (owner, errand) = (owner.expect("a read").expect("a member"), Errand::Add([0; 32]));
        if !owner.roles.iter().any(|role| matches!(role, Role::Dispatcher | Role::Releaser)) {
            return None;
        }
        let options = ceremonies.begin_making(errand, &owner, Vec::new(), now).ok()?;
        let mut device = Device::at(&self.app.config.origin());
        let made = device.make(&serde_json::to_value(&options).expect("JSON"));
        let passkey = ceremonies.finish_making(&made, errand, now).expect("a passkey");
        let kept = self.app.db.write("a passkey", move |tx| store::passkeys::add(tx, member, &passkey, "", false, now));
        kept.await.expect("a passkey");
        Some(device)
    }
}
