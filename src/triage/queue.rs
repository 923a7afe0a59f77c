//! The queue: in which order a dispatcher meets the cards.
//!
//! Every card is in it: order is the only thing that a flood can change, and three rules bound even that. A cell has
//! [`CELL_TURNS`] cards before its others wait behind those of other cells; only a few urgent cards that nobody
//! claims to have seen stand above first-hand ones; and every fifth place goes to whoever has waited longest.
//!
//! What is promised to a report in the slow lane (sent without the small computation, from a browser without JavaScript, say): if its place
//! sends no other such card, at most these stand before it: the cards with weight, [`UNSEEN_URGENT_CARDS_MAX`] urgent ones, one urgent
//! and one other card of each place that waits, and for every four of all these one that has waited longer. It is a number of places, and
//! never of reports or cards of a flood.
//!
//! Cards of a drill stand behind every real card, and are not shown at all while real work waits ([`has_room_for_drills`]).

use std::collections::HashMap;

use super::card::{Card, Key, Lane, Spot};
use crate::ground::answers::answers;
use crate::ground::clock::Moment;

/// A card that has waited longer than this, in minutes, is marked late unless the network chose otherwise: the promise
/// to reporters is a decision within two minutes.
pub const LATE_MINUTES_DEFAULT: i64 = 2;

/// Every fifth place goes to the card that has waited longest, whatever it is. The card that is the n-th oldest
/// therefore stands at place 5n or before.
pub const OLDEST_EVERY_PLACES: usize = 5;

/// How many cards a place may put forward in one group before all other places had their turn. One event makes a
/// few cards (it begins as waiting and ends as loading), a flood makes hundreds.
pub const CELL_TURNS: usize = 3;

/// How many urgent cards that nobody claims to have seen stand above first-hand cards that are not urgent. On a calm
/// day that is all of them; when there are more, somebody is flooding.
pub const UNSEEN_URGENT_CARDS_MAX: usize = 6;

/// How many real cards may wait, none of them late, while cards of a drill are shown: about what two people decide in ten minutes. More
/// is the beginning of a flood, in which nobody has time to practise.
pub const CALM_CARDS_MAX: usize = 12;

/// Whether the cards of a drill are shown: while no real card is late and at most [`CALM_CARDS_MAX`] wait.
pub fn has_room_for_drills(waiting: &[Card], now: Moment, late_minutes: i64) -> bool {
    let mut real = waiting.iter().filter(|card| card.key.drill.is_none());
    let count = real.clone().count();
    count <= CALM_CARDS_MAX && !real.any(|card| is_late(card, now, late_minutes))
}

fn is_late(card: &Card, now: Moment, late_minutes: i64) -> bool {
    now > card.opened_at.plus_minutes(late_minutes)
}

answers! {
    /// Why a card stands where it stands.
    Because, "queue-because" {
        /// Its turn by urgency, lane and fair share.
        Turn = "turn",
        /// It has waited longest of all that were left.
        WaitedLongest = "waited_longest",
    }
}

/// A card at its place in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub card: Card,
    pub because: Because,
    /// It has waited longer than the network allows itself.
    pub late: bool,
}

/// Groups of the queue, first to last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Group {
    Urgent,
    UrgentUnseen,
    FirstHand,
    /// More from a place that had its turns.
    Again,
    /// Urgent, and nobody claims to have seen it: the first few become [`Group::UrgentUnseen`], the others [`Group::Rest`].
    UrgentRest,
    /// Without weight: one urgent and one other card of each place, then the second ones.
    Rest,
}

/// Where a card stands among all turns. With weight: group, lane, round of its place, age. Without: group, round, urgency, lane, age, so that
/// each place has one turn before any has a second one: who floods other places, and in whatever lane, does not delay this one.
/// The key makes it the same every time.
type Turn = (Group, usize, bool, Lane, usize, Moment, Key);

/// Puts all cards in the order in which they should be decided; `late_minutes` is [`LATE_MINUTES_DEFAULT`] or the
/// network's own. The answer has exactly the cards that came in. Real cards stand as they would if there were no drill; those
/// of a drill follow, oldest first.
pub fn order(cards: Vec<Card>, now: Moment, late_minutes: i64) -> Vec<Placed> {
    let (mut drills, real): (Vec<Card>, Vec<Card>) = cards.into_iter().partition(|card| card.key.drill.is_some());
    drills.sort_by_key(|card| (card.opened_at, card.key));
    let mut queue = order_real(real, now, late_minutes);
    queue.extend(drills.into_iter().map(|card| placed(card, Because::Turn, now, late_minutes)));
    queue
}

fn placed(card: Card, because: Because, now: Moment, late_minutes: i64) -> Placed {
    let late = is_late(&card, now, late_minutes);
    Placed { card, because, late }
}

fn order_real(cards: Vec<Card>, now: Moment, late_minutes: i64) -> Vec<Placed> {
    let mut by_age: Vec<usize> = (0..cards.len()).collect();
    by_age.sort_by_key(|index| (cards[*index].opened_at, cards[*index].key));
    let turns = turns(&cards, &by_age);
    let mut by_turn: Vec<usize> = (0..cards.len()).collect();
    by_turn.sort_by_key(|index| turns[*index]);

    let (mut by_age, mut by_turn) = (by_age.into_iter(), by_turn.into_iter());
    let mut left: Vec<Option<Card>> = cards.into_iter().map(Some).collect();
    let mut queue = Vec::with_capacity(left.len());
    loop {
        let oldest = (queue.len() + 1).is_multiple_of(OLDEST_EVERY_PLACES);
        let (line, because) =
            if oldest { (&mut by_age, Because::WaitedLongest) } else { (&mut by_turn, Because::Turn) };
        let Some(card) = line.find_map(|index| left[index].take()) else { return queue };
        queue.push(placed(card, because, now, late_minutes));
    }
}

/// The turn of each card, by its index in `cards`.
fn turns(cards: &[Card], by_age: &[usize]) -> Vec<Turn> {
    let rounds = rounds(cards, by_age);
    let mut turns: Vec<Turn> = cards
        .iter()
        .zip(rounds)
        .map(|(card, round)| {
            let (group, lane) = (group(card, round), card.key.lane);
            let early = if lane.has_weight() { (0, false) } else { (round, !card.urgent) };
            (group, early.0, early.1, lane, round, card.opened_at, card.key)
        })
        .collect();
    let mut unseen: Vec<usize> = (0..turns.len()).filter(|index| turns[*index].0 == Group::UrgentRest).collect();
    unseen.sort_by_key(|index| turns[*index]);
    for (place, index) in unseen.into_iter().enumerate() {
        turns[index].0 = if place < UNSEEN_URGENT_CARDS_MAX { Group::UrgentUnseen } else { Group::Rest };
    }
    turns
}

fn group(card: &Card, round: usize) -> Group {
    let lane = card.key.lane;
    match (lane.has_weight(), card.urgent) {
        // What members pass on is not a flood, however much it is.
        (true, _) if round >= CELL_TURNS && lane != Lane::Trusted => Group::Again,
        (true, true) => Group::Urgent,
        (true, false) => Group::FirstHand,
        (false, true) => Group::UrgentRest,
        (false, false) => Group::Rest,
    }
}

/// How many cards of the same place, urgency and weight go before each card: better lanes first, then older ones.
fn rounds(cards: &[Card], by_age: &[usize]) -> Vec<usize> {
    let mut in_order = by_age.to_vec();
    in_order.sort_by_key(|index| cards[*index].key.lane);
    let mut seen: HashMap<(Spot, bool, bool, bool), usize> = HashMap::new();
    let mut rounds = vec![0; cards.len()];
    for index in in_order {
        let (card, lane) = (&cards[index], cards[index].key.lane);
        // Words cost nothing to make up: all that nobody can place share the turns of one place.
        let spot = if let Spot::Unknown(_) = card.key.spot { Spot::Unknown(0) } else { card.key.spot };
        let share = (spot, card.urgent, lane.has_weight(), lane == Lane::Trusted);
        let count = seen.entry(share).or_default();
        rounds[index] = *count;
        *count += 1;
    }
    rounds
}

#[cfg(test)]
mod tests;
