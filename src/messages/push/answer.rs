//! What a push service's answer means (RFC 8030, sections 5 and 7.3).

use jiff::fmt::rfc2822::DateTimeParser;

use crate::ground::Moment;
use crate::messages::broadcast::{Outcome, Why};

/// The longest wait that a provider may ask for, in seconds. An alert lives for ninety minutes.
pub const WAIT_SECONDS_MAX: i64 = 60 * 60;

/// What became of a message, by the status of the answer and its `Retry-After`.
pub fn outcome(status: u16, retry_after: Option<&str>, now: Moment) -> Outcome {
    match status {
        200..=299 => Outcome::Sent,
        404 | 410 => Outcome::Failed(Why::Gone),
        413 => Outcome::Failed(Why::TooLarge),
        401 | 403 => Outcome::ShutOut,
        408 | 425 | 429 | 500..=599 => {
            Outcome::Later { wait_seconds: retry_after.and_then(|text| wait_seconds(text, now)) }
        }
        // Redirects too: whoever could send us elsewhere could choose where.
        _ => Outcome::Failed(Why::Refused),
    }
}

/// Reads `Retry-After`: seconds, or a date (RFC 9110, section 10.2.3). From 0 to [`WAIT_SECONDS_MAX`].
pub fn wait_seconds(text: &str, now: Moment) -> Option<i64> {
    let text = text.trim();
    let seconds = if !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit()) {
        text.parse().unwrap_or(i64::MAX)
    } else {
        let stamp = DateTimeParser::new().parse_timestamp(text).ok()?;
        Moment::from_seconds(stamp.as_second()).seconds_since(now)
    };
    Some(seconds.clamp(0, WAIT_SECONDS_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Thu, 15 Jan 2026 12:00:00 GMT.
    const NOW: Moment = Moment::from_seconds(1_768_478_400);

    #[test]
    fn answers_are_read() {
        let of = |status| outcome(status, None, NOW);
        for status in [200, 201, 202, 204] {
            assert_eq!(of(status), Outcome::Sent);
        }
        assert_eq!(of(404), Outcome::Failed(Why::Gone));
        assert_eq!(of(410), Outcome::Failed(Why::Gone));
        assert_eq!(of(413), Outcome::Failed(Why::TooLarge));
        assert_eq!(of(400), Outcome::Failed(Why::Refused));
        assert_eq!(of(301), Outcome::Failed(Why::Refused));
        assert_eq!(of(307), Outcome::Failed(Why::Refused));
        assert_eq!(of(401), Outcome::ShutOut);
        assert_eq!(of(403), Outcome::ShutOut);
        for status in [408, 429, 500, 502, 503, 504] {
            assert_eq!(of(status), Outcome::Later { wait_seconds: None });
        }
    }

    #[test]
    fn a_wait_is_read_in_both_forms_and_never_too_long() {
        let of = |text| outcome(429, Some(text), NOW);
        assert_eq!(of("120"), Outcome::Later { wait_seconds: Some(120) });
        assert_eq!(of("Thu, 15 Jan 2026 12:01:30 GMT"), Outcome::Later { wait_seconds: Some(90) });
        assert_eq!(of("Thu, 15 Jan 2026 11:00:00 GMT"), Outcome::Later { wait_seconds: Some(0) });
        assert_eq!(of("99999999999999999999999"), Outcome::Later { wait_seconds: Some(WAIT_SECONDS_MAX) });
        for wrong in ["", "-5", "soon", "1.5"] {
            assert_eq!(of(wrong), Outcome::Later { wait_seconds: None }, "{wrong:?}");
        }
        assert_eq!(outcome(410, Some("120"), NOW), Outcome::Failed(Why::Gone));
    }
}
