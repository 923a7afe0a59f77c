//! People: who someone is and what they may do. Aliases only: no legal name, no address, no e-mail.
//!
//! In: what the command line and invitations say. Out: members, organizations, roles, and [`Me`], the member behind a request.

mod me;
mod member;
mod role;
pub mod store;

pub use me::Me;
pub use member::{Alias, Member, Organization, Standing};
pub use role::Role;

/// The words of roles and members' pages.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("people");
