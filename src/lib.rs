//! Cuadra: from a frightened neighbour's report to a verified alert, in everyone's language, in minutes; and never a false one.
//!
//! This file is the floor plan: an ordered list of rooms. A room may use rooms above it, never below; a test checks it.

pub mod ground; // config, clock, ids, database, sealing, audit, workers, web kit: no domain words

// What every later room needs to know.
pub mod people; // members, organizations, roles: who someone is, what they may do
pub mod places; // areas, cells, corners, nicknames; how exactly a place may be shown
pub mod lint; // what must not be written: plates, phones, status, names, homes
pub mod release; // the second person's yes: two sign-offs, and the proof that the sender asks for
pub mod subscriptions; // who asked to hear about which places, how, in which language; the matcher
pub mod messages; // letters and broadcasts out, replies in
pub mod sign_in; // invitations, passkeys, recovery, sessions
pub mod shifts; // who is on duty
pub mod drills; // exercises: what is practised, by whom, and that nothing of it meets what is real

// The line a call for help travels.
pub mod reports; // what someone told us
pub mod triage; // incidents, and what verifiers found
pub mod alerts; // facts -> every language -> second person -> released

// Rooms that look at all the others. None of those may use them.
pub mod drill_desk; // starts and ends exercises, and tells what came of them
pub mod board; // the dispatcher's overview, the clock
pub mod retention; // forgets on time
pub mod front_page; // what a neighbour sees first
pub mod pocket; // what a phone keeps: the installable app, the page without signal

pub mod demo; // a made-up network, for trying out and for tests
pub mod wiring; // joins all doors, starts all workers
pub mod cli; // the commands

#[cfg(test)]
mod testkit; // a house to test in
#[cfg(test)]
mod house_rules; // tests about the code itself
