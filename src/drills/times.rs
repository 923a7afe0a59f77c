//! How long each part of the line took in a drill, held against the network's clock. Pure.

use crate::ground::answers::answers;
use crate::ground::{Id, Moment};
use crate::people::Member;

answers! {
    /// How far a drill came: one entry of its record.
    Reached, "drill-reached" {
        Reported = "reported",
        /// A dispatcher made an incident of it, joined it to one, or set it aside.
        Decided = "decided",
        Asked = "asked", Accepted = "accepted", OnScene = "on_scene", Outcome = "outcome",
        Drafted = "drafted", Released = "released",
    }
}

/// One entry of a drill's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    pub what: Reached,
    pub at: Moment,
    /// `None` for what nobody did: a made-up report, the network's own asking.
    pub who: Option<Id<Member>>,
    /// The key of the words for the outcome, for why something was set aside, or for the kind of message.
    pub word: Option<String>,
}

/// A part of the line with the time that the network allows itself for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    pub from: Reached,
    pub to: Reached,
    /// What the clock aims at; `None` where it names no time.
    pub target_minutes: Option<i64>,
    /// The key of its words.
    pub word: &'static str,
}

/// The parts, in the order of the line. The targets are those of the network's clock: a decision in two minutes, a yes in three, eyes
/// on the scene in fifteen, from the outcome to a released alert in three.
pub const LEGS: [Leg; 7] = [
    leg(Reached::Reported, Reached::Decided, Some(2), "drill-leg-decided"),
    leg(Reached::Asked, Reached::Accepted, Some(3), "drill-leg-accepted"),
    leg(Reached::Accepted, Reached::OnScene, Some(15), "drill-leg-on-scene"),
    leg(Reached::OnScene, Reached::Outcome, None, "drill-leg-outcome"),
    leg(Reached::Outcome, Reached::Drafted, None, "drill-leg-drafted"),
    leg(Reached::Outcome, Reached::Released, Some(3), "drill-leg-released"),
    leg(Reached::Reported, Reached::Released, None, "drill-leg-whole"),
];

const fn leg(from: Reached, to: Reached, target_minutes: Option<i64>, word: &'static str) -> Leg {
    Leg { from, to, target_minutes, word }
}

/// How long a part took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Took {
    pub leg: Leg,
    /// `None` where the drill did not come so far.
    pub seconds: Option<i64>,
}

impl Took {
    /// True where it was slower than the clock's target.
    pub fn is_slow(&self) -> bool {
        let Some((seconds, minutes)) = self.seconds.zip(self.leg.target_minutes) else { return false };
        seconds > minutes * 60
    }
}

/// How long each part took, from the first time its beginning was reached to the first time after it that its end was.
pub fn took(record: &[Time]) -> Vec<Took> {
    let first = |what: Reached, from: Moment| {
        record.iter().filter(|time| time.what == what && time.at >= from).map(|time| time.at).min()
    };
    let each = LEGS.iter().map(|leg| {
        let began = first(leg.from, Moment::from_micros(i64::MIN));
        let ended = began.and_then(|began| first(leg.to, began).map(|at| (at.micros() - began.micros()) / 1_000_000));
        Took { leg: *leg, seconds: ended }
    });
    each.collect()
}

/// Everybody who did something, each once, in the order of their first deed.
pub fn who_took_part(record: &[Time]) -> Vec<Id<Member>> {
    let mut out: Vec<Id<Member>> = Vec::new();
    for who in record.iter().filter_map(|time| time.who) {
        if !out.contains(&who) {
            out.push(who);
        }
    }
    out
}
