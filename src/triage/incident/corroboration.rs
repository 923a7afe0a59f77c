//! Two independent first-hand reports: the other way to "confirmed".

use super::{Incident, StepRefused};
use crate::ground::clock::Moment;
use crate::ground::id::Id;
pub use crate::ground::web::pace::Mark as SenderMark;
use crate::people::Member;
use crate::places::Cell;
use crate::reports::Report;
use crate::reports::facts::{Agency, FirstHand};

/// How far apart two sightings of one event may be, in minutes.
pub const SEEN_APART_MINUTES_MAX: i64 = 60;

/// How far apart the two places may be, in steps between cells at resolution 8: about 1.5 km.
pub const PLACES_APART_STEPS_MAX: u32 = 2;

/// Tells media apart by content (a digest), so that one picture sent twice stays one picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContentMark(pub [u8; 32]);

/// What one member said after looking at one medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    pub by: Id<Member>,
    pub shows_it: bool,
}

/// One medium of a report, with everything that was said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedMedia {
    pub content: ContentMark,
    pub reviews: Vec<Review>,
}

/// A report as far as it may bear witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Testimony {
    pub report: Id<Report>,
    /// The incident to which a dispatcher linked it.
    pub incident: Id<Incident>,
    /// `None` where senders cannot be told apart; such a report never counts as independent.
    pub sender: Option<SenderMark>,
    /// The member who typed it in for a caller, or reported it as a member.
    pub entered_by: Option<Id<Member>>,
    /// The report with which a dispatcher merged it.
    pub duplicate_of: Option<Id<Report>>,
    pub first_hand: Option<FirstHand>,
    pub agency: Agency,
    pub seen_at: Moment,
    pub cell: Cell,
    pub media: Vec<ReviewedMedia>,
}

/// The proof that two reports bear each other out. Only [`Corroboration::of`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corroboration {
    incident: Id<Incident>,
    reports: [Id<Report>; 2],
    reviewed_by: [[Id<Member>; 2]; 2],
    seen_between: (Moment, Moment),
}

impl Corroboration {
    /// Judges two reports of one incident.
    ///
    /// # Errors
    /// The first rule that does not hold: [`StepRefused::OtherIncident`], [`StepRefused::NotFirstHand`],
    /// [`StepRefused::OtherAgencyReported`], [`StepRefused::NotIndependent`], [`StepRefused::SeenTooFarApart`],
    /// [`StepRefused::PlacesTooFarApart`], [`StepRefused::MediaNotReviewed`].
    pub fn of(one: &Testimony, two: &Testimony) -> Result<Corroboration, StepRefused> {
        if one.incident != two.incident {
            return Err(StepRefused::OtherIncident);
        }
        if ![one, two].iter().all(|testimony| testimony.first_hand.is_some_and(FirstHand::is_first_hand)) {
            return Err(StepRefused::NotFirstHand);
        }
        if [one, two].iter().any(|testimony| testimony.agency == Agency::LocalPolice) {
            return Err(StepRefused::OtherAgencyReported);
        }
        if !independent(one, two) {
            return Err(StepRefused::NotIndependent);
        }
        let seen_between = (one.seen_at.min(two.seen_at), one.seen_at.max(two.seen_at));
        if seen_between.1 > seen_between.0.plus_minutes(SEEN_APART_MINUTES_MAX) {
            return Err(StepRefused::SeenTooFarApart);
        }
        if one.cell.distance(two.cell).is_none_or(|steps| steps > PLACES_APART_STEPS_MAX) {
            return Err(StepRefused::PlacesTooFarApart);
        }
        let entered_by = [one.entered_by, two.entered_by];
        let reviewers =
            |testimony: &Testimony| reviewers(&testimony.media, entered_by).ok_or(StepRefused::MediaNotReviewed);
        let reviewed_by = [reviewers(one)?, reviewers(two)?];
        Ok(Corroboration { incident: one.incident, reports: [one.report, two.report], reviewed_by, seen_between })
    }

    pub fn incident(&self) -> Id<Incident> {
        self.incident
    }

    pub fn reports(&self) -> [Id<Report>; 2] {
        self.reports
    }

    /// Two reviewers of each report's media, in the order of [`Corroboration::reports`].
    pub fn reviewed_by(&self) -> [[Id<Member>; 2]; 2] {
        self.reviewed_by
    }

    /// The earlier and the later sighting.
    pub fn seen_between(&self) -> (Moment, Moment) {
        self.seen_between
    }
}

/// Two people, as far as can be told: both have marks, the marks can be compared and differ, and neither the reports nor any picture is
/// a copy of the other's. One member who entered both for callers is fine; one who reported both has one mark.
fn independent(one: &Testimony, two: &Testimony) -> bool {
    let marks_differ = one.sender.zip(two.sender).is_some_and(|(first, second)| first.is_certainly_another(second));
    let merged = one.duplicate_of.is_some() || two.duplicate_of.is_some();
    let same_picture = one.media.iter().any(|first| two.media.iter().any(|second| first.content == second.content));
    marks_differ && !merged && !same_picture && one.report != two.report
}

/// Two different members who found that one of these media shows it; nobody who entered one of the two reports counts.
/// A medium of which anybody said that it does not show it counts for nothing until that is talked over.
fn reviewers(media: &[ReviewedMedia], entered_by: [Option<Id<Member>>; 2]) -> Option<[Id<Member>; 2]> {
    media.iter().filter(|medium| medium.reviews.iter().all(|review| review.shows_it)).find_map(|medium| {
        let mut by = medium.reviews.iter().map(|review| review.by).filter(|by| !entered_by.contains(&Some(*by)));
        let first = by.next()?;
        let second = by.find(|by| *by != first)?;
        Some([first, second])
    })
}

#[cfg(test)]
mod tests;
