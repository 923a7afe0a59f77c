//! Subscriptions: who asked to hear about which places, how, in which language; and the matcher that finds them.
//!
//! In: what a subscriber chose, and where and what an alert is. Out: the set of seats that asked to hear it.
//! A subscription is one contact on one channel: a person's phone number and a person's browser never meet in a row.
//! It knows a place no finer than five square kilometres.

pub mod carrier;
pub mod consent;
pub mod matcher;
pub mod patch;
pub mod quiet;
pub mod reach;
pub mod seat;
pub mod subscription;

pub use carrier::{Carrier, Channel};
pub use consent::{PrivateLink, Standing};
pub use matcher::{Call, Matcher};
pub use patch::{Patch, Radius};
pub use quiet::{QuietHours, QuietRange, Slot};
pub use reach::{Reach, Touched};
pub use seat::{Home, Page, Seat};
pub use subscription::{Kind, Kinds, Subscription, SubscriptionWrong, Where};
