//! Sign-in: invitations, passkeys, the recovery code on paper, sessions, a member's own page.
//!
//! In: one-time links from the command line, what authenticators sign, codes typed from paper. Out: [`gate()`], which tells every door who
//! knocks; [`require_step_up`], which asks for the passkey again; [`ask_for_press`], which asks it to sign what is signed off; sessions that end by themselves.
//!
//! There is no password and no e-mail. The PRF extension is never asked for here: its results wrap members' keys, and a browser that
//! sends them is refused and noted in the audit log as an alarm.

pub mod accounts;
mod ceremony;
mod challenge;
mod code;
mod demo;
mod entry;
mod exchange;
mod gate;
mod join;
mod link;
mod me;
mod paper;
mod passkey;
mod press;
mod prf;
mod recover;
mod session;
pub mod store;
mod token;
mod way;
#[cfg(test)]
mod tests;

use axum::routing::{get, post};

pub use ceremony::Ceremonies;
pub use code::Code;
pub use exchange::{Asked, Finished, go, told};
pub use gate::{gate, require_step_up};
pub use link::{Link, Purpose};
pub use press::{ask_for_press, take_press};
pub use session::{Session, cookie_name};
pub use token::Token;

#[cfg(test)]
pub use ceremony::Errand;
#[cfg(test)]
pub use gate::form_token;

use crate::ground::web::Doors;

/// The words of coming in, and of a member's own page.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("sign_in");

/// The doors of this room.
pub fn doors() -> Doors {
    Doors::default()
        .anyone("/sign-in", get(entry::sign_in).post(entry::without_script))
        .anyone("/sign-in/options", post(entry::options))
        .anyone("/sign-in/finish", post(entry::finish))
        .anyone("/recover", get(recover::ask).post(recover::recover))
        .anyone("/join/{token}", get(join::step).post(entry::without_script))
        .anyone("/join/{token}/language", post(join::language))
        .anyone("/join/{token}/options", post(join::options))
        .anyone("/join/{token}/finish", post(join::finish))
        .anyone("/join/{token}/code", post(join::code))
        .anyone("/join/{token}/prove", get(join::prove_page).post(join::prove))
        .anyone("/demo", get(demo::people).post(demo::become_someone))
        .members("/demo/step-up", post(demo::step_up))
        .members("/step-up", get(entry::step_up).post(entry::without_script))
        .members("/step-up/options", post(entry::step_up_options))
        .members("/step-up/finish", post(entry::step_up_finish))
        .members("/sign-out", post(entry::sign_out))
        .members("/me", get(me::page).post(entry::without_script))
        .members("/me/language", post(me::language))
        .members("/me/sessions", post(me::end_sessions))
        .members("/me/passkeys", post(me::remove_passkey))
        .members("/me/passkeys/options", post(me::passkey_options))
        .members("/me/passkeys/finish", post(me::passkey_finish))
        .members("/me/code", post(me::new_code))
        .members("/me/code/prove", get(me::prove_page).post(me::prove))
}
