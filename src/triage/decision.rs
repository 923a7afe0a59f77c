//! What a dispatcher decides about a card, who holds it meanwhile, and what can be taken back.

use super::incident::Incident;
use crate::ground::answers::answers;
use crate::ground::clock::Moment;
use crate::ground::id::Id;
use crate::people::Member;

/// How long a claim stands without anything being done, in minutes: a phone call, and no coffee.
pub const CLAIM_MINUTES: i64 = 10;

/// How long "not a report" can be taken back, in minutes: as long as the reporter may just have read it.
pub const UNDO_MINUTES: i64 = 10;

/// Who holds a card, and since when they last did something with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    pub by: Id<Member>,
    pub at: Moment,
}

impl Claim {
    /// True while nobody else may take it.
    pub fn stands(&self, now: Moment) -> bool {
        now < self.at.plus_minutes(CLAIM_MINUTES)
    }
}

answers! {
    /// Why the reports of a card tell of nothing to look at. A fixed list: free words would end up holding people.
    NotAReport, "not-a-report" {
        DuplicateOfKnown = "duplicate_of_known", Test = "test", JokeOrHostile = "joke_or_hostile",
        NotImmigration = "not_immigration", OldNews = "old_news", TooVague = "too_vague",
    }
}

/// What became of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Incident(Id<Incident>),
    NotAReport(NotAReport),
}

/// A decision with who and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    pub verdict: Verdict,
    /// `None` once the name is forgotten.
    pub by: Option<Id<Member>>,
    pub at: Moment,
}

impl Decided {
    /// True while the decision can be taken back. An incident is not undone: a report is split off it, or it is closed.
    pub fn may_be_undone(&self, now: Moment) -> bool {
        matches!(self.verdict, Verdict::NotAReport(_)) && now <= self.at.plus_minutes(UNDO_MINUTES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Moment = Moment::from_seconds(1_772_654_400);

    #[test]
    fn a_claim_ends_by_itself() {
        let claim = Claim { by: Id::from_bytes([1; 16]), at: NOON };
        assert!(claim.stands(NOON.plus_minutes(9)));
        assert!(!claim.stands(NOON.plus_minutes(CLAIM_MINUTES)));
    }

    #[test]
    fn only_not_a_report_is_taken_back_and_only_for_a_while() {
        let no = Decided { verdict: Verdict::NotAReport(NotAReport::Test), by: None, at: NOON };
        assert!(no.may_be_undone(NOON.plus_minutes(UNDO_MINUTES)));
        assert!(!no.may_be_undone(NOON.plus_minutes(UNDO_MINUTES + 1)));
        let incident = Decided { verdict: Verdict::Incident(Id::from_bytes([2; 16])), ..no };
        assert!(!incident.may_be_undone(NOON));
    }
}
