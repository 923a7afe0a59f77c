//! Web Push: one message to one browser, readable by nobody between (RFC 8030, 8188, 8291, 8292).
//!
//! In: what a browser gave us at subscription (an address, a key, a secret) and a few hundred bytes. Out: a request that is ready to be
//! sent, and what its answer means. Only [`client`] touches the network: addresses come from outside and are only spoken to where they belong
//! to a push service that we know; no redirect is followed.
//!
//! A push service sees when, to whom and how much. So every message, a test as well as an alert, has the same size and
//! the same headers, of the same length.

pub mod answer;
pub mod client;
pub mod request;
pub mod seal;
pub mod vapid;

#[cfg(test)]
mod tests;

pub use crate::subscriptions::contact::push_address as address;
pub use address::{AddressWrong, PushAddress, PushServices};
pub use answer::outcome;
pub use request::{PushRequest, Topic, request};
pub use seal::{CONTENT_BYTES_MAX, Chance, MESSAGE_BYTES, Prepared, SealWrong};
pub use vapid::{Contact, Vapid, VapidKey, VapidWrong};
