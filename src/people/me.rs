//! The member behind a request.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::{Member, Role};
use crate::ground::web::Keyholder;
use crate::ground::{App, Id, Wrong};

/// The member whose session came with the request. Extracting it where nobody is signed in answers 404.
#[derive(Debug, Clone)]
pub struct Me {
    pub id: Id<Member>,
    pub alias: String,
    pub roles: Vec<Role>,
    /// True for some minutes after the passkey was used again (see `sign_in`).
    pub stepped_up: bool,
    /// Names the session's row.
    pub session: [u8; 32],
}

impl Me {
    /// True where this member holds the role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

impl FromRequestParts<App> for Me {
    type Rejection = Wrong;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Wrong> {
        let holder = parts.extensions.get::<Keyholder>().ok_or(Wrong::NotFound)?;
        Ok(Me {
            id: Id::from_bytes(holder.member),
            alias: holder.alias.clone(),
            roles: holder.keys.iter().filter_map(|code| Role::from_code(code)).collect(),
            stepped_up: holder.stepped_up,
            session: holder.session,
        })
    }
}
