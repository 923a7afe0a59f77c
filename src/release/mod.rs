//! Release: the second person's yes. Two members' sign-offs on one message, and the proof that both were given.
//!
//! In: members who sign the facts of a message off, each with their own passkey. Out: [`Released`], the one thing without which `messages` sends nothing to
//! anybody. The room stands above `messages`, so that the sender can ask for the proof and look at it again before each batch;
//! what the facts say is known to `alerts` only.

mod made_up;
mod press;
mod released;
mod sign_off;

pub use press::{NONCE_BYTES, Press, Subject};
pub use released::{Release, Released};
pub use sign_off::{FactsHash, Hand, Message, Seal, SealWith, SignOff, seal};
