//! What somebody waited for at an incident, read off its timeline.

use super::{Incident, Step, Verification, What};
use crate::ground::clock::Moment;
use crate::triage::wait::Waited;

impl Incident {
    /// What the step with this number (from 0) ended the wait for, and since when it was waited for. After somebody asked for eyes the first
    /// yes ends a wait, and then the first arrival ends the wait since that yes; every other step is `None`.
    pub fn wait_ended_by(&self, number: usize) -> Option<(Waited, Moment)> {
        let step = self.timeline.get(number)?;
        let before = &self.timeline[..number];
        let asked = before.iter().rposition(|step| begins(step) || step.what == What::EyesNeeded)?;
        // Reopened with somebody on the way: nobody asked anew, so nobody waits anew.
        let asked_at = before.get(asked).filter(|step| step.what == What::EyesNeeded)?.at;
        let since = &before[asked..];
        let first = |is: fn(&What) -> bool| since.iter().find(|earlier| is(&earlier.what)).map(|earlier| earlier.at);
        let said_yes_at = first(|what| matches!(what, What::Accepted { .. }));
        match (&step.what, said_yes_at, first(|what| *what == What::Arrived)) {
            (What::Accepted { .. }, None, _) => Some((Waited::Accepted, asked_at)),
            (What::Arrived, Some(said_yes_at), None) => Some((Waited::Arrived, said_yes_at)),
            _ => None,
        }
    }

    /// When it first came to something that can be told, counted from its last opening; `None` where it did not.
    pub fn came_to_at(&self) -> Option<Moment> {
        let opened = self.timeline.iter().rposition(begins)?;
        self.timeline[opened..].iter().find(|step| tells(&step.what)).map(|step| step.at)
    }

    /// When somebody last found something that can be told, whatever was told before.
    pub fn last_found_at(&self) -> Option<Moment> {
        self.timeline.iter().rfind(|step| tells(&step.what)).map(|step| step.at)
    }
}

fn begins(step: &Step) -> bool {
    matches!(step.what, What::Opened | What::Reopened(_))
}

fn tells(what: &What) -> bool {
    match what {
        What::Found(found) => !matches!(found, Verification::Unable(_)),
        What::Corroborated { .. } => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::id::Id;
    use crate::people::Member;
    use crate::places::{AreaKey, Cell};
    use crate::triage::incident::{Cap, ReopenWhy, Scene, UnableWhy, Verifier};

    fn at(minutes: i64) -> Moment {
        Moment::from_seconds(1_772_637_600).plus_minutes(minutes)
    }

    const DESK: Id<Member> = Id::from_bytes([1; 16]);

    fn verifier(number: u8) -> Verifier {
        Verifier { id: Id::from_bytes([number; 16]), trained_until: at(10_000), out_on: None }
    }

    /// Opened at 0, eyes asked for at 2, two people asked.
    fn asked() -> Incident {
        let scene =
            Scene { cell: Cell::at(30.95, -120.03).unwrap(), area: AreaKey(7), cap: Cap::default(), drill: None };
        let opened = Incident::open(Id::from_bytes([9; 16]), scene, Some(DESK), at(0));
        let whom = [verifier(2).id, verifier(3).id];
        opened.ask_for_eyes(DESK, at(2)).unwrap().ask(None, &whom, at(2)).unwrap()
    }

    /// Every wait of a timeline, in minutes since its start: what, since, until.
    fn waits(incident: &Incident) -> Vec<(Waited, i64, i64)> {
        let numbers = 0..incident.timeline().len();
        let ended = numbers.filter_map(|number| {
            let (waited, since) = incident.wait_ended_by(number)?;
            Some((waited, since.minutes_since(at(0)), incident.timeline()[number].at.minutes_since(at(0))))
        });
        ended.collect()
    }

    #[test]
    fn only_the_first_yes_and_the_first_arrival_after_it_end_a_wait() {
        let both = asked().accept(&verifier(2), 10, at(5)).unwrap().accept(&verifier(3), 10, at(6)).unwrap();
        let there = both.arrive(verifier(3).id, at(14)).unwrap().arrive(verifier(2).id, at(15)).unwrap();
        assert_eq!(waits(&there), [(Waited::Accepted, 2, 5), (Waited::Arrived, 5, 14)]);
    }

    #[test]
    fn a_yes_that_is_taken_back_ended_the_wait_all_the_same() {
        let gave_up = asked().accept(&verifier(2), 10, at(5)).unwrap().give_up(verifier(2).id, at(9)).unwrap();
        let other = gave_up.accept(&verifier(3), 10, at(12)).unwrap().arrive(verifier(3).id, at(20)).unwrap();
        assert_eq!(waits(&other), [(Waited::Accepted, 2, 5), (Waited::Arrived, 5, 20)]);
    }

    #[test]
    fn after_reopening_a_wait_begins_only_when_eyes_are_asked_for_again() {
        let there = asked().accept(&verifier(2), 10, at(5)).unwrap().arrive(verifier(2).id, at(14)).unwrap();
        let unable = there.found(&verifier(2), Verification::Unable(UnableWhy::NoAccess), at(20)).unwrap();
        assert_eq!((unable.came_to_at(), unable.last_found_at()), (None, None), "unable is nothing to tell");
        let open = unable.reopen(DESK, ReopenWhy::StillGoingOn, at(30)).unwrap();
        let again = open.ask_for_eyes(DESK, at(33)).unwrap().ask(None, &[verifier(3).id], at(33)).unwrap();
        let again = again.accept(&verifier(3), 10, at(34)).unwrap().arrive(verifier(3).id, at(40)).unwrap();
        assert_eq!(waits(&again)[2..], [(Waited::Accepted, 33, 34), (Waited::Arrived, 34, 40)]);
        let nothing = again.found(&verifier(3), Verification::NothingThere { seen_at: at(41) }, at(44)).unwrap();
        assert_eq!(nothing.came_to_at(), Some(at(44)));
        let doubted = nothing.reopen(DESK, ReopenWhy::FindingInDoubt, at(50)).unwrap();
        assert_eq!((doubted.came_to_at(), doubted.last_found_at()), (None, Some(at(44))));
    }
}
