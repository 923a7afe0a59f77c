//! Three kinds of no, and "not found".

use std::fmt;

/// Why something was not done.
#[derive(Debug)]
pub enum Wrong {
    /// A field is not right: the page comes again with the person's words and these problems.
    Problems(Vec<Problem>),
    /// A rule said no. Shown to the person in their language, 409.
    Refused(Refused),
    /// It is not there, or it is not yours: the two look the same from outside. 404.
    NotFound,
    /// The deed asks that who does it uses their passkey again first. A page is answered with a redirect to `/step-up`, a form with
    /// a refusal (403) that leads there; afterwards the person is at `back`.
    StepUp { back: String },
    /// The request itself cannot be read: broken encoding (400), too long (413), a foreign origin (403).
    Unreadable { status: u16, word: &'static str },
    /// Too much work is waiting. 503, try again.
    Busy,
    /// Our fault: logged once with its chain, answered with an apology and a code. 500.
    Fault(anyhow::Error),
}

/// A rule's no. `word` is the key of its sentence in `words/*.ftl`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    pub word: &'static str,
}

impl Refused {
    /// A refusal with this sentence.
    pub const fn because(word: &'static str) -> Self {
        Refused { word }
    }
}

/// What is wrong with one field of a form. `word` is the key of its sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub field: &'static str,
    pub word: &'static str,
}

impl Problem {
    /// A problem with `field`, told by the sentence `word`.
    pub const fn new(field: &'static str, word: &'static str) -> Self {
        Problem { field, word }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wrong::Problems(problems) => {
                write!(f, "{} problem(s):", problems.len())?;
                problems.iter().try_for_each(|problem| write!(f, " {} ({})", problem.field, problem.word))
            }
            Wrong::Refused(refused) => write!(f, "refused: {}", refused.word),
            Wrong::NotFound => f.write_str("not found"),
            Wrong::StepUp { .. } => f.write_str("the passkey must be used again first"),
            Wrong::Unreadable { status, word } => write!(f, "unreadable ({status}): {word}"),
            Wrong::Busy => f.write_str("too much work is waiting"),
            Wrong::Fault(error) => write!(f, "{error:#}"),
        }
    }
}
impl std::error::Error for Wrong {}

impl From<Refused> for Wrong {
    fn from(refused: Refused) -> Self {
        Wrong::Refused(refused)
    }
}
impl From<anyhow::Error> for Wrong {
    fn from(error: anyhow::Error) -> Self {
        Wrong::Fault(error)
    }
}
impl From<rusqlite::Error> for Wrong {
    fn from(error: rusqlite::Error) -> Self {
        Wrong::Fault(error.into())
    }
}
impl From<std::io::Error> for Wrong {
    fn from(error: std::io::Error) -> Self {
        Wrong::Fault(error.into())
    }
}
impl From<serde_json::Error> for Wrong {
    fn from(error: serde_json::Error) -> Self {
        Wrong::Fault(error.into())
    }
}
