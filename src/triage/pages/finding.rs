//! A finding as a form says it: closed answers and ranges, and how many minutes ago.

use super::shown::{Choice, choices};
use crate::ground::locale::Say;
use crate::ground::web::Fields;
use crate::ground::{Moment, Refused, Wrong};
use crate::reports::facts::{Activity, Agency, HowMany, YesNo};
use crate::triage::incident::{Finding, UnableWhy, Verification};

/// Minutes ago that the form offers: nobody on a street corner types a time.
const MINUTES_AGO: [i64; 5] = [0, 5, 10, 20, 30];

/// What the form offers, and what was answered already where it comes back with a problem.
pub struct FindingShown {
    given: Fields,
    pub agencies: Vec<Choice>,
    pub activities: Vec<Choice>,
    pub ranges: Vec<Choice>,
    pub yes_no: Vec<Choice>,
    pub unable: Vec<Choice>,
    pub minutes_ago: Vec<AgoChoice>,
}

/// "Now", "5 minutes ago".
pub struct AgoChoice {
    pub minutes: String,
    pub words: String,
}

impl FindingShown {
    /// True where this is the answer that stands: the one given, else `standing`.
    pub fn is(&self, name: &str, code: &str, standing: &str) -> bool {
        let given = self.given.text(name);
        code == if given.is_empty() { standing } else { given }
    }

    /// What was typed into a field.
    pub fn text(&self, name: &str) -> &str {
        self.given.text(name)
    }
}

/// The choices of the form, in words, with the answers given before.
pub fn shown(say: &Say, given: Fields) -> FindingShown {
    let ago = |minutes: i64| AgoChoice {
        minutes: minutes.to_string(),
        words: if minutes == 0 { say.t("finding-now") } else { say.t1("finding-minutes-ago", "n", minutes) },
    };
    FindingShown {
        given,
        agencies: choices!(say, Agency),
        activities: choices!(say, Activity),
        ranges: choices!(say, HowMany),
        yes_no: choices!(say, YesNo),
        unable: choices!(say, UnableWhy),
        minutes_ago: MINUTES_AGO.into_iter().map(ago).collect(),
    }
}

/// What was seen, with the time that the form gives.
///
/// # Errors
/// Refused where an answer is missing that the finding needs.
pub fn read(fields: &Fields, seen_at: Moment) -> Result<Finding, Wrong> {
    let missing = || Wrong::from(Refused::because("finding-missing"));
    let count = match fields.text("detained_count") {
        "" => None,
        typed => Some(typed.parse().map_err(|_| Refused::because("triage-refused-count-does-not-fit"))?),
    };
    Ok(Finding {
        agency: fields.code("agency", Agency::from_code).ok_or_else(missing)?,
        activity: fields.code("activity", Activity::from_code).ok_or_else(missing)?,
        people: fields.code("people", HowMany::from_code).unwrap_or(HowMany::Unknown),
        vehicles: fields.code("vehicles", HowMany::from_code).unwrap_or(HowMany::Unknown),
        detained: fields.code("detained", YesNo::from_code).unwrap_or(YesNo::Unknown),
        detained_count: count,
        seen_at,
    })
}

/// What a verifier found.
///
/// # Errors
/// Refused where an answer is missing that the outcome needs.
pub fn verification(fields: &Fields, now: Moment) -> Result<Verification, Wrong> {
    let minutes: i64 = fields.text("minutes_ago").parse().unwrap_or(0);
    let seen_at = now.plus_minutes(-minutes.clamp(0, 24 * 60));
    Ok(match fields.text("outcome") {
        "confirmed" => Verification::Confirmed(read(fields, seen_at)?),
        "other_agency" => Verification::OtherAgency(read(fields, seen_at)?),
        "nothing_there" => Verification::NothingThere { seen_at },
        "already_over" => Verification::AlreadyOver { seen_at },
        "unable" => {
            let why = fields.code("unable", UnableWhy::from_code);
            Verification::Unable(why.ok_or(Refused::because("finding-unable-missing"))?)
        }
        _ => return Err(Refused::because("finding-outcome-missing").into()),
    })
}
