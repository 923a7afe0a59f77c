//! A report: its limits, its stages, and the rules about what may be in it. Pure.

use crate::drills::Drill;
use crate::ground::answers::answers;
use crate::ground::wrong::Problem;
use crate::ground::{Id, Moment};
use crate::people::Member;
use crate::places::{AreaKey, Cell};

use super::facts::{Channel, Facts, TimePrecision};

/// Marks ids: `Id<Report>` is the id of what someone told us.
#[derive(Debug)]
pub enum Report {}

/// The longest description of a place: a corner, a landmark and how to find it.
pub const PLACE_CHARS_MAX: usize = 300;

/// The longest note. Two typed pages; characters and not bytes, so that every script has the same room.
pub const NOTE_CHARS_MAX: usize = 4_000;

/// The longest text for words seen on uniforms and vehicles.
pub const UNIFORM_CHARS_MAX: usize = 300;

/// The longest contact: a number and when to call it.
pub const CONTACT_CHARS_MAX: usize = 120;

/// The longest answer, question or addition.
pub const SAID_CHARS_MAX: usize = 2_000;

/// The longest token or key by which a sender says "this is the one I sent before".
pub const ONCE_BYTES_MAX: usize = 200;

/// Pictures of one report that are taken. Four show a street from all sides, and bound what a stranger can store.
pub const PICTURES_MAX: usize = 4;

/// How far ahead a phone's clock may be.
pub const OBSERVED_AHEAD_MINUTES_MAX: i64 = 5;

/// How old what was seen may be: older is history, which is told to people and not to a dispatcher's queue.
pub const OBSERVED_AGE_DAYS_MAX: i64 = 365;

/// How old an event brought in by `cuadra replay` may be: past incidents are what it is for.
pub const REPLAY_AGE_DAYS_MAX: i64 = 3_653;

/// Times of what was seen are kept to this step.
pub const OBSERVED_STEP_MINUTES: i64 = 5;

/// Reports from one sender in ten minutes that count as calm. More are taken too, and read later.
pub const CALM_REPORTS_MAX: u32 = 6;

/// Hours in which another text from the same phone adds to its report instead of making a new one.
pub const THREAD_HOURS: i64 = 12;

/// Hours within which a text answers the question that was put to its phone. One that comes later is a report of its own.
pub const ANSWER_HOURS: i64 = 24;

/// When something was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    pub at: Moment,
    pub precision: TimePrecision,
}

impl When {
    /// What is kept of the time given: `now` where nothing was said, rounded down to [`OBSERVED_STEP_MINUTES`].
    ///
    /// # Errors
    /// A problem with `observed_at` where it lies in the future, or too far back.
    pub fn kept(given: Option<When>, channel: Channel, now: Moment) -> Result<When, Problem> {
        let when = given.unwrap_or(When { at: now, precision: TimePrecision::Minutes });
        if when.at > now.plus_minutes(OBSERVED_AHEAD_MINUTES_MAX) {
            return Err(Problem::new("observed_at", "report-time-ahead"));
        }
        let days = if channel == Channel::Replay { REPLAY_AGE_DAYS_MAX } else { OBSERVED_AGE_DAYS_MAX };
        if when.at < now.plus_days(-days) {
            return Err(Problem::new("observed_at", "report-time-old"));
        }
        Ok(When { at: when.at.floor_minutes(OBSERVED_STEP_MINUTES), ..when })
    }
}

answers! {
    /// What came of looking, as it is told to the reporter.
    Found, "report-found" {
        Confirmed = "confirmed", OtherAgency = "other_agency", NothingThere = "nothing_there",
        Unable = "unable", AlreadyOver = "already_over",
    }
}

/// How far a report has come, as it is told to the reporter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Nobody has decided about it yet.
    Received,
    /// A dispatcher is looking into it.
    LookingInto,
    /// A verifier is on the way.
    SomeoneIsGoing,
    /// A verifier is at the place.
    SomeoneIsThere,
    /// The incident it belongs to was looked at.
    Checked(Found),
    /// A dispatcher found that it tells of nothing to look at.
    NotAReport,
    /// Others told us of the same, and it is followed there.
    Duplicate,
}

impl Stage {
    /// Every stage, in the order of the line.
    pub const ALL: [Stage; 11] = [
        Stage::Received,
        Stage::LookingInto,
        Stage::SomeoneIsGoing,
        Stage::SomeoneIsThere,
        Stage::Checked(Found::Confirmed),
        Stage::Checked(Found::OtherAgency),
        Stage::Checked(Found::NothingThere),
        Stage::Checked(Found::Unable),
        Stage::Checked(Found::AlreadyOver),
        Stage::NotAReport,
        Stage::Duplicate,
    ];

    /// The stable code: database value and API value.
    pub const fn code(self) -> &'static str {
        match self {
            Stage::Received => "received",
            Stage::LookingInto => "looking_into",
            Stage::SomeoneIsGoing => "someone_is_going",
            Stage::SomeoneIsThere => "someone_is_there",
            Stage::Checked(Found::Confirmed) => "checked_confirmed",
            Stage::Checked(Found::OtherAgency) => "checked_other_agency",
            Stage::Checked(Found::NothingThere) => "checked_nothing_there",
            Stage::Checked(Found::Unable) => "checked_unable",
            Stage::Checked(Found::AlreadyOver) => "checked_already_over",
            Stage::NotAReport => "not_a_report",
            Stage::Duplicate => "duplicate",
        }
    }

    /// The stage with this code, or `None` where there is none.
    pub fn from_code(code: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// The key of this stage's words in `words/*.ftl`.
    pub fn word(self) -> String {
        format!("stage-{}", self.code().replace('_', "-"))
    }

    /// True where nothing more will be done about the report.
    pub const fn is_over(self) -> bool {
        matches!(self, Stage::Checked(_) | Stage::NotAReport | Stage::Duplicate)
    }

    /// How many of the four steps (received, looked into, someone there, result) lie behind: for a row of steps.
    pub const fn steps_done(self) -> usize {
        match self {
            Stage::Received => 0,
            Stage::LookingInto | Stage::SomeoneIsGoing => 1,
            Stage::SomeoneIsThere => 2,
            Stage::Checked(_) | Stage::NotAReport | Stage::Duplicate => 3,
        }
    }
}

/// What the machine may know of a report: what triage works with. No words of the reporter are in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    pub id: Id<Report>,
    /// The cursor: grows with each report and is never used again.
    pub seq: i64,
    /// Exact for a day, then the day.
    pub taken_at: Moment,
    /// To five minutes for a day, then the day.
    pub observed_at: Moment,
    /// Only the day is left of both.
    pub coarse: bool,
    pub precision: TimePrecision,
    pub facts: Facts,
    pub area: Option<AreaKey>,
    pub cell: Option<Cell>,
    /// The same where the same words name a place that nobody here knows ([`crate::ground::web::pace::Pace::words_mark`]); `None` where it is
    /// known, and after a day.
    pub place_mark: Option<i64>,
    pub channel: Channel,
    pub by_member: Option<Id<Member>>,
    /// Differs between senders and says nothing else ([`crate::ground::web::pace::Mark`]); made under a key that dies with the process.
    pub sender_mark: Option<[u8; 16]>,
    /// True where the small proof of work was solved, or the channel costs something itself.
    pub worked: bool,
    /// True where this sender sent more than [`CALM_REPORTS_MAX`] in ten minutes.
    pub busy_sender: bool,
    /// The language the reporter wants to be spoken to in: the first part of its BCP 47 tag.
    pub lang: String,
    /// How many pictures were taken.
    pub pictures: u8,
    /// True where the reporter can be reached.
    pub has_contact: bool,
    pub stage: Stage,
    /// The drill that it was made up for; `None` is real. Set with the first row and never changed.
    pub drill: Option<Id<Drill>>,
}

/// The words of a report: sealed together, opened together.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ReportWords {
    pub place: String,
    pub note: String,
    pub uniform_words: String,
}

impl std::fmt::Debug for ReportWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReportWords(..)")
    }
}

impl ReportWords {
    /// What is wrong with their lengths. Nothing is ever cut off: the person is told and shortens it.
    pub fn problems(&self) -> Vec<Problem> {
        let long = |text: &str, chars_max: usize| text.chars().count() > chars_max;
        let mut problems = Vec::new();
        if long(&self.place, PLACE_CHARS_MAX) {
            problems.push(Problem::new("place", "report-place-long"));
        }
        if long(&self.note, NOTE_CHARS_MAX) {
            problems.push(Problem::new("note", "report-note-long"));
        }
        if long(&self.uniform_words, UNIFORM_CHARS_MAX) {
            problems.push(Problem::new("uniform_words", "report-uniform-long"));
        }
        problems
    }

    /// One run of bytes: each text behind its length (32 bits, big-endian).
    pub fn to_bytes(&self) -> Vec<u8> {
        let texts = [&self.place, &self.note, &self.uniform_words];
        // Reserved in full, so that growing leaves no copy of the words behind.
        let mut out = Vec::with_capacity(texts.iter().map(|text| 4 + text.len()).sum());
        for text in texts {
            out.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
            out.extend(text.as_bytes());
        }
        out
    }

    /// Reads [`ReportWords::to_bytes`]; `None` where it is something else.
    pub fn from_bytes(bytes: &[u8]) -> Option<ReportWords> {
        let mut rest = bytes;
        let mut text = || {
            let (length, tail) = rest.split_first_chunk::<4>()?;
            let (text, tail) = tail.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
            rest = tail;
            String::from_utf8(text.to_vec()).ok()
        };
        Some(ReportWords { place: text()?, note: text()?, uniform_words: text()? })
    }
}

/// The first part of a language tag, where it is one: "es" of "es-MX". No more is kept: a tag has room for anything.
pub fn primary_language(tag: &str) -> Option<String> {
    let primary = tag.split(['-', '_']).next()?;
    let is_one = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_one.then(|| primary.to_ascii_lowercase())
}

/// What a text must hold to hold something that one can read, as a pattern: neither blanks and separators only, nor signs without width
/// (joiners, directions, byte order marks). Published with the API.
pub const READABLE_PATTERN: &str = r"[^\s\u0085\u00ad\u001c-\u001f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]";

/// True for a text that holds nothing one can read.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || is_unseen(letter))
}

/// Separators, and signs without width.
const fn is_unseen(letter: char) -> bool {
    matches!(letter,
        '\u{1c}'..='\u{1f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Moment = Moment::from_seconds(1_772_654_400);

    fn minutes(at: Moment) -> Option<When> {
        Some(When { at, precision: TimePrecision::Minutes })
    }

    #[test]
    fn times_are_rounded_down_and_impossible_ones_are_told() {
        let kept = |given, channel| When::kept(given, channel, NOON);
        assert_eq!(kept(None, Channel::Web).unwrap().at, NOON);
        assert_eq!(kept(minutes(NOON.plus_seconds(-1)), Channel::Web).unwrap().at, NOON.plus_minutes(-5));
        assert!(kept(minutes(NOON.plus_minutes(5)), Channel::Web).is_ok(), "a phone's clock may be ahead");
        assert_eq!(kept(minutes(NOON.plus_minutes(6)), Channel::Web).unwrap_err().word, "report-time-ahead");
        assert_eq!(kept(minutes(NOON.plus_days(-366)), Channel::Api).unwrap_err().word, "report-time-old");
        assert!(kept(minutes(NOON.plus_days(-366)), Channel::Replay).is_ok());
        assert!(kept(minutes(Moment::from_micros(i64::MIN)), Channel::Replay).is_err());
        assert!(kept(minutes(Moment::from_micros(i64::MAX)), Channel::Replay).is_err());
    }

    #[test]
    fn words_come_back_whole_and_damaged_ones_do_not() {
        let words =
            ReportWords { place: "Slauson y Figueroa".into(), note: String::new(), uniform_words: "POLICÍA".into() };
        let bytes = words.to_bytes();
        assert_eq!(ReportWords::from_bytes(&bytes), Some(words.clone()));
        assert_eq!(ReportWords::from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(ReportWords::from_bytes(&[0xff; 12]), None);
        assert_eq!(format!("{words:?}"), "ReportWords(..)");
    }

    #[test]
    fn lengths_count_characters_in_every_script() {
        let fits = ReportWords { note: "ñ".repeat(NOTE_CHARS_MAX), ..ReportWords::default() };
        assert!(fits.problems().is_empty());
        let long = ReportWords { note: "ñ".repeat(NOTE_CHARS_MAX + 1), ..ReportWords::default() };
        assert_eq!(long.problems(), [Problem::new("note", "report-note-long")]);
    }

    #[test]
    fn stages_read_back_and_only_results_are_over() {
        for stage in Stage::ALL {
            assert_eq!(Stage::from_code(stage.code()), Some(stage));
            assert_eq!(stage.is_over(), stage.steps_done() == 3);
        }
        assert_eq!(Stage::from_code("checked"), None);
    }

    #[test]
    fn of_a_language_only_its_first_part_is_kept() {
        assert_eq!(primary_language("es-MX").as_deref(), Some("es"));
        assert_eq!(primary_language("QUC").as_deref(), Some("quc"));
        for odd in ["", "e", "5553", "español", "12-13", "call"] {
            assert_eq!(primary_language(odd), None, "{odd}");
        }
    }

    #[test]
    fn blank_is_what_nobody_can_read() {
        assert!(is_blank(" \u{1f}\u{a0}\n"));
        assert!(is_blank("\u{200b}\u{feff} \u{ad}\u{2066}"));
        assert!(!is_blank(" . "));
        // The pattern that programs are given says the same of every character. Its escapes are JSON Schema's.
        let escapes = regex::Regex::new(r"\\u([0-9a-f]{4})").unwrap();
        let ours = regex::Regex::new(&escapes.replace_all(READABLE_PATTERN, r"\x{$1}")).unwrap();
        for letter in '\0'..=char::MAX {
            let text = letter.to_string();
            assert_eq!(ours.is_match(&text), !is_blank(&text), "{letter:?}");
        }
    }
}
