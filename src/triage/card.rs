//! Cards: like undecided reports, grouped before anybody reads them.
//!
//! Five hundred copies cost one decision. A card groups reports that a dispatcher would decide alike; it says nothing
//! about their truth, and its count is never a reason to alert.

use std::cmp::Reverse;

use super::decision::{Claim, Decided};
use crate::drills::Drill;
use crate::ground::answers::answers;
use crate::ground::clock::Moment;
use crate::ground::id::Id;
use crate::places::{AreaKey, Cell};
use crate::reports::Report;
use crate::reports::facts::{Activity, Agency, Channel, Facts, FirstHand, HowMany, TimePrecision, YesNo};

/// How long a stretch of time one card covers, in minutes: one event's first burst of reports.
pub const BUCKET_MINUTES: i64 = 15;

/// The stretch of [`BUCKET_MINUTES`] since 1970 (UTC) in which a moment lies.
pub const fn bucket_of(at: Moment) -> i64 {
    at.micros().div_euclid(BUCKET_MINUTES * 60 * 1_000_000)
}

/// How far back a time of seeing is believed when grouping, in minutes (one day). Older or future times are grouped
/// by arrival, so that made-up times cannot spread one flood over endless cards.
pub const SEEN_BEFORE_RECEIVED_MINUTES_MAX: i64 = 24 * 60;

/// How many reports of one sender within an hour are read at full speed. More is rare for one pair of eyes; a shared
/// address may do it, which is why such reports wait longer and are never refused.
pub const SENDER_REPORTS_PER_HOUR_MAX: u32 = 3;

/// Where a report says it is, as far as the machine knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Spot {
    Cell(Cell),
    Area(AreaKey),
    /// The place is only in words, which are sealed. Other words are another place: the mark tells them apart (zero: not any more).
    Unknown(i64),
}

answers! {
    /// Whether the sender's device did the small computation that slows floods down.
    ProofOfWork, "proof-of-work" {
        Done = "done", Missing = "missing",
        /// This channel does not ask for one: SMS, phone, a member's session.
        NotAsked = "not_asked",
    }
}

/// How a report came, judged once when it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    pub channel: Channel,
    /// A signed-in member sent it or typed it in for a caller.
    pub by_member: bool,
    /// The reporter left a way to call or write back.
    pub reachable: bool,
    pub proof: ProofOfWork,
    /// How many reports this sender sent within the hour before, this one included.
    pub sender_reports_in_hour: u32,
}

answers! {
    /// How soon a card's turn comes, first to last. It orders and never judges.
    Lane, "lane" {
        /// From a member, or taken by phone: somebody of the network spoke with the reporter.
        Trusted = "trusted",
        FirstHandReachable = "first_hand_reachable",
        FirstHand = "first_hand",
        Rest = "rest",
        /// No proof of work, or one more from a busy sender. Its turn comes later, and it comes.
        Slowed = "slowed",
        /// Made up for a drill. It stands behind all that is real.
        Drill = "drill",
    }
}

impl Lane {
    /// The lane of a report.
    pub fn of(source: &Source, first_hand: Option<FirstHand>) -> Lane {
        let slowed =
            source.proof == ProofOfWork::Missing || source.sender_reports_in_hour > SENDER_REPORTS_PER_HOUR_MAX;
        let first_hand = first_hand.is_some_and(FirstHand::is_first_hand);
        match (source.by_member || source.channel == Channel::Phone, slowed, first_hand, source.reachable) {
            (true, _, _, _) => Lane::Trusted,
            (_, true, _, _) => Lane::Slowed,
            (_, _, true, true) => Lane::FirstHandReachable,
            (_, _, true, false) => Lane::FirstHand,
            (_, _, false, _) => Lane::Rest,
        }
    }

    /// True where somebody claims to have seen it, or a member stands behind it.
    pub const fn has_weight(self) -> bool {
        matches!(self, Lane::Trusted | Lane::FirstHandReachable | Lane::FirstHand)
    }
}

answers! {
    /// Agencies as far apart as it matters before anybody looked: "it was local police" is its own answer.
    AgencyFamily, "agency-family" { Local = "local", FederalOrUnknown = "federal_or_unknown" }
}

impl AgencyFamily {
    pub const fn of(agency: Agency) -> AgencyFamily {
        match agency {
            Agency::LocalPolice => AgencyFamily::Local,
            Agency::IceEro | Agency::Hsi | Agency::Cbp | Agency::OtherFederal | Agency::Unmarked | Agency::Unknown => {
                AgencyFamily::FederalOrUnknown
            }
        }
    }
}

/// A report that nobody has decided yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undecided {
    pub report: Id<Report>,
    pub spot: Spot,
    pub received_at: Moment,
    /// When it was seen and how exactly that was said.
    pub seen: Option<(Moment, TimePrecision)>,
    pub facts: Facts,
    pub source: Source,
    /// How many photos or videos came with it.
    pub media: u16,
    /// The drill that it was made up for; `None` is real.
    pub drill: Option<Id<Drill>>,
}

impl Undecided {
    pub fn lane(&self) -> Lane {
        if self.drill.is_some() { Lane::Drill } else { Lane::of(&self.source, self.facts.first_hand) }
    }

    /// What it must share with another report to be on one card.
    pub fn key(&self) -> Key {
        Key {
            spot: self.spot,
            bucket: bucket_of(self.believed_at()),
            activity: self.facts.activity,
            family: AgencyFamily::of(self.facts.agency),
            lane: self.lane(),
            drill: self.drill,
        }
    }

    fn believed_at(&self) -> Moment {
        let earliest = self.received_at.plus_minutes(-SEEN_BEFORE_RECEIVED_MINUTES_MAX);
        match self.seen {
            Some((at, TimePrecision::Minutes)) if at >= earliest && at <= self.received_at => at,
            _ => self.received_at,
        }
    }

    /// True where this one should be read before the other.
    pub fn reads_before(&self, other: &Undecided) -> bool {
        self.reading_order() < other.reading_order()
    }

    /// Smaller is better to read first: seen by themselves, with pictures, reachable, more answers, earlier.
    fn reading_order(&self) -> (u8, bool, bool, Reverse<u8>, Moment, Id<Report>) {
        let eyes = match self.facts.first_hand {
            Some(FirstHand::ISeeIt) => 0,
            Some(FirstHand::ISawIt) => 1,
            Some(FirstHand::SomeoneToldMe | FirstHand::APost) | None => 2,
        };
        let answers = Reverse(known_answers(&self.facts));
        (eyes, self.media == 0, !self.source.reachable, answers, self.received_at, self.report)
    }
}

fn known_answers(facts: &Facts) -> u8 {
    let known = [
        facts.still_happening != YesNo::Unknown,
        facts.agency != Agency::Unknown,
        facts.people != HowMany::Unknown,
        facts.vehicles != HowMany::Unknown,
        facts.detained != YesNo::Unknown,
        facts.children_present != YesNo::Unknown,
    ];
    known.into_iter().map(u8::from).sum()
}

/// What the reports of one card have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub spot: Spot,
    /// The stretch of [`BUCKET_MINUTES`] since 1970 (UTC).
    pub bucket: i64,
    pub activity: Activity,
    pub family: AgencyFamily,
    pub lane: Lane,
    /// The drill to which all of them belong; `None` where all of them are real.
    pub drill: Option<Id<Drill>>,
}

/// A card as it is kept: what the order needs, and what the queue shows of it. The store puts reports on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub id: Id<Card>,
    pub key: Key,
    /// The report to read first.
    pub best: Id<Report>,
    /// How many reports it groups. A number for people to see, never a threshold.
    pub count: i64,
    /// One of its reports is urgent.
    pub urgent: bool,
    /// When the report that has waited longest came in.
    pub opened_at: Moment,
    /// Only the day is left of that.
    pub coarse: bool,
    pub claim: Option<Claim>,
    pub decided: Option<Decided>,
}

#[cfg(test)]
mod tests;
