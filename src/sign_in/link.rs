//! One-time links: how someone comes in for the first time, or comes back with a new passkey.

use crate::ground::answers::answers;
use crate::ground::{Id, Moment};
use crate::people::Member;

/// Hours for which an invitation is good: given today, used by the day after tomorrow.
pub const INVITATION_HOURS: i64 = 72;

/// Minutes for which the way back stays open after the recovery code was typed: time to find a pen.
pub const RECOVERY_MINUTES: i64 = 30;

answers! {
    /// What a one-time link is for.
    Purpose, "link" {
        /// The first passkey and the first recovery code.
        Join = "join",
        /// A new passkey in place of all older ones.
        Recover = "recover",
    }
}

/// A one-time link that was found by the hash of its secret.
#[derive(Debug, Clone)]
pub struct Link {
    pub member: Id<Member>,
    pub purpose: Purpose,
    pub expires_at: Moment,
}
