//! Sessions: how long they live, how long a step-up is good for, and the cookie that carries them.

use crate::ground::{Id, Moment};
use crate::people::Member;

/// Minutes without a request after which a session ends: a phone left on a table. A shift at the hotline is never so quiet.
pub const IDLE_MINUTES: i64 = 60;

/// Hours after which a session ends however busy it is: a day's work (NIST SP 800-63B, section 2.2.3).
pub const WHOLE_HOURS: i64 = 12;

/// Minutes for which a used passkey opens what is sensitive.
pub const STEP_UP_MINUTES: i64 = 10;

/// Seconds between two writes of "last seen": a busy page must not write with every request.
pub const SEEN_STEP_SECONDS: i64 = 60;

/// One signed-in browser. No address and no browser's name is kept.
#[derive(Debug, Clone)]
pub struct Session {
    /// Stays for the session's life; the cookie changes at each step-up.
    pub id: Id<Session>,
    pub member: Id<Member>,
    pub made_at: Moment,
    pub seen_at: Moment,
    /// When the passkey was last used in this session; `None` for one-click sessions of the demo.
    pub stepped_up_at: Option<Moment>,
}

impl Session {
    /// True while it is neither idle for too long nor too old.
    pub const fn lives(&self, now: Moment) -> bool {
        now.minutes_since(self.seen_at) < IDLE_MINUTES && now.minutes_since(self.made_at) < WHOLE_HOURS * 60
    }

    /// True for some minutes after the passkey was used.
    pub fn is_stepped_up(&self, now: Moment) -> bool {
        self.stepped_up_at.is_some_and(|at| now.minutes_since(at) < STEP_UP_MINUTES)
    }

    /// True where "last seen" is old enough to be written again.
    pub const fn is_seen_anew(&self, now: Moment) -> bool {
        now.seconds_since(self.seen_at) >= SEEN_STEP_SECONDS
    }
}

/// The cookie's name. Behind an encrypted origin it is bound to exactly this host (RFC 6265bis, section 4.1.3.2).
pub const fn cookie_name(is_encrypted: bool) -> &'static str {
    if is_encrypted { "__Host-cuadra" } else { "cuadra" }
}

/// The `Set-Cookie` line that hands out a session; an empty `token` takes it back.
pub fn cookie(is_encrypted: bool, token: &str) -> String {
    let name = cookie_name(is_encrypted);
    let secure = if is_encrypted { "; Secure" } else { "" };
    let ends = if token.is_empty() { "; Max-Age=0" } else { "" };
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict{secure}{ends}")
}

/// The session's cookie among a request's `Cookie` lines (RFC 6265, section 4.2).
pub fn cookie_in<'a>(is_encrypted: bool, lines: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = cookie_name(is_encrypted);
    lines.flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(at: Moment) -> Session {
        Session { id: Id::unordered(), member: Id::unordered(), made_at: at, seen_at: at, stepped_up_at: Some(at) }
    }

    #[test]
    fn an_idle_session_ends_after_an_hour_and_a_busy_one_after_twelve() {
        let start = Moment::from_seconds(1_000_000);
        let mut session = session(start);
        assert!(session.lives(start.plus_minutes(59)));
        assert!(!session.lives(start.plus_minutes(60)));
        session.seen_at = start.plus_minutes(12 * 60 - 1);
        assert!(session.lives(start.plus_minutes(12 * 60 - 1)));
        assert!(!session.lives(start.plus_minutes(12 * 60)));
    }

    #[test]
    fn a_step_up_is_good_for_ten_minutes() {
        let start = Moment::from_seconds(1_000_000);
        let mut session = session(start);
        assert!(session.is_stepped_up(start.plus_minutes(9)));
        assert!(!session.is_stepped_up(start.plus_minutes(10)));
        session.stepped_up_at = None;
        assert!(!session.is_stepped_up(start));
    }

    #[test]
    fn an_encrypted_origin_binds_its_cookie_to_the_host() {
        assert_eq!(cookie(true, "abc"), "__Host-cuadra=abc; Path=/; HttpOnly; SameSite=Strict; Secure");
        assert_eq!(cookie(false, ""), "cuadra=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
        assert_eq!(cookie_in(true, ["a=b; __Host-cuadra=xyz"].into_iter()), Some("xyz"));
        assert_eq!(cookie_in(true, ["cuadra=planted"].into_iter()), None, "a plain cookie is no session there");
        assert_eq!(cookie_in(false, ["notcuadra=1", "cuadra=2"].into_iter()), Some("2"));
    }
}
