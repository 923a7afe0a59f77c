//! Waits that ended with a release: how long what the network knew was not yet public. The clock is made of them.

use super::alert::Kind;
use super::state::Alert;
use crate::ground::Moment;
use crate::ground::answers::answers;
use crate::places::AreaKey;
use crate::triage::Incident;

answers! {
    /// What was waited for.
    Waited, "alert-waited" {
        /// The first message about what an incident came to: an alert, or "we checked".
        Released = "released",
        /// The correction of what was wrong.
        Corrected = "corrected",
    }
}

/// A wait that ended. It names no alert and no incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    pub what: Waited,
    pub area: AreaKey,
    /// True in an exercise.
    pub drill: bool,
    pub since: Moment,
    pub at: Moment,
}

impl Wait {
    /// The wait that a release ended. `others`: the messages about the same incident as they were before it.
    ///
    /// An alert or a notice ends the wait since the incident came to its outcome, unless another had told of it. A correction ends the wait since
    /// somebody found out after the mistake was public; where nobody went again (the place was wrong, say), since it was first drafted.
    pub fn ended_by(out: &Alert, incident: &Incident, others: &[Alert]) -> Option<Wait> {
        let (facts, at) = (out.facts(), out.sign_offs()?.released.at);
        let (what, since) = match facts.kind() {
            Kind::Alert | Kind::Checked => (Waited::Released, untold_since(out, incident, others)?),
            Kind::Correction => {
                let wrong_since = facts.follows()?.released_at;
                let found_out = incident.last_found_at().filter(|found| *found > wrong_since);
                (Waited::Corrected, found_out.or_else(|| out.steps().first().map(|drafted| drafted.at))?)
            }
            Kind::Update | Kind::AllClear => return None,
        };
        Some(Wait { what, area: incident.scene().area, drill: facts.is_drill(), since, at })
    }
}

fn untold_since(out: &Alert, incident: &Incident, others: &[Alert]) -> Option<Moment> {
    let since = incident.came_to_at()?;
    let told = |other: &Alert| {
        let released = other.sign_offs().map(|release| release.released.at);
        other.id() != out.id() && other.facts().is_drill() == out.facts().is_drill() && released >= Some(since)
    };
    (!others.iter().any(told)).then_some(since)
}
