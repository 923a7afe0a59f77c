//! Drills: the same line, marked as an exercise end to end. What a drill is, who takes part in it, and that nothing of it meets what is real.
//!
//! In: what `drill_desk` starts and ends. Out: to every room of the line the drill that a row belongs to (`Option<Id<Drill>>`, where `None`
//! is real), whether it still runs, who may be asked in it, and the mark that its pages carry. This room stands above the line because
//! the line asks it; the room that starts drills and tells what came of them stands below.

pub mod drill;
mod mark;
pub mod store;
pub mod times;

#[cfg(test)]
mod tests;

pub use drill::{DRILL_DAYS, Drill, DrillRefused, EndedWhy, MINUTES, Plan, Scenario, State, WhoTakesPart, check_same};
pub use mark::Mark;
pub use times::{Leg, Reached, Time, Took};

/// The words of drills.
pub const WORDS: crate::ground::locale::RoomWords = crate::words!("drills");
