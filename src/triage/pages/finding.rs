//! A finding as a form says it: closed answers and ranges, and how many minutes ago.

use super::shown::{Choice, choices};
use crate::ground::locale::Say;
use crate::ground::web::Fields;
use crate::ground::{Moment, Refused, Wrong};
use crate::reports::facts::{Activity, Agency, HowMany, YesNo};
use crate::triage::incident::{Finding, UnableWhy, Verification};

/// Minutes ago that the form offers: nobody on a street corner types a time.
const MINUTES_AGO: [i64; 5] = [0, 5, 10, 20, 30];

/// What the form offers.
pub struct FindingShown {
    pub agencies: Vec<Choice>,
    pub activities: Vec<Choice>,
    pub ranges: Vec<Choice>,
    pub yes_no: Vec<Choice>,
    pub unable: Vec<Choice>,
    pub minutes_ago: Vec<AgoChoice>,
    /// What was chosen before, where the form comes back with a problem.
    pub typed: Fields,
}

impl FindingShown {
    /// True where the field `name` stands on `code`: as it was sent, else on its first answer, `otherwise`.
    pub fn is_on(&self, name: &str, code: &str, otherwise: &str) -> bool {
        code == if self.typed.has(name) { self.typed.text(name) } else { otherwise }
    }
}

/// "Now", "5 minutes ago".
pub struct AgoChoice {
    pub minutes: String,
    pub words: String,
}

/// The choices of the form, in words.
pub fn shown(say: &Say, typed: Fields) -> FindingShown {
    let ago = |minutes: i64| AgoChoice {
        minutes: minutes.to_string(),
        words: if minutes == 0 { say.t("finding-now") } else { say.t1("finding-minutes-ago", "n", minutes) },
    };
    FindingShown {
        agencies: choices!(say, Agency),
        activities: choices!(say, Activity),
        ranges: choices!(say, HowMany),
        yes_no: choices!(say, YesNo),
        unable: choices!(say, UnableWhy),
        minutes_ago: MINUTES_AGO.into_iter().map(ago).collect(),
        typed,
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
