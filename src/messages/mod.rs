//! Messages: the mail room. Here its pure halves for messages to many: Web Push, and broadcasts as sets.

pub mod broadcast;
pub mod push;
