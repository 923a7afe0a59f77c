//! How triage reads a report: the few facts by which it is grouped and matched.

use super::card::{ProofOfWork, SENDER_REPORTS_PER_HOUR_MAX, Source, Spot, Undecided};
use super::matching::Sighting;
use crate::places::Cell;
use crate::reports::Brief;
use crate::reports::facts::Channel;

/// A brief as the grouping of cards sees it.
pub fn undecided(brief: &Brief) -> Undecided {
    let spot = match (brief.cell, brief.area) {
        (Some(cell), _) => Spot::Cell(cell),
        (None, Some(area)) => Spot::Area(area),
        (None, None) => Spot::Unknown(brief.place_mark.unwrap_or(0)),
    };
    let by_member = brief.by_member.is_some();
    let proof = match (by_member, brief.channel, brief.worked) {
        (true, ..) | (_, Channel::Sms | Channel::Phone | Channel::Replay, _) => ProofOfWork::NotAsked,
        (_, Channel::Web | Channel::Api, true) => ProofOfWork::Done,
        (_, Channel::Web | Channel::Api, false) => ProofOfWork::Missing,
    };
    Undecided {
        report: brief.id,
        spot,
        received_at: brief.taken_at,
        seen: Some((brief.observed_at, brief.precision)),
        facts: brief.facts,
        source: Source {
            channel: brief.channel,
            by_member,
            reachable: brief.has_contact,
            proof,
            // Intake counts senders and says only "busy" or "calm".
            sender_reports_in_hour: if brief.busy_sender { SENDER_REPORTS_PER_HOUR_MAX + 1 } else { 1 },
        },
        media: u16::from(brief.pictures),
        drill: brief.drill,
    }
}

/// A brief as the matcher sees it, at `cell`: its own, or the middle of its area. `day` is its calendar day there.
pub fn sighting(brief: &Brief, cell: Cell, day: i64) -> Sighting {
    Sighting {
        cell,
        at: brief.observed_at,
        precision: brief.precision,
        day,
        activity: brief.facts.activity,
        agency: brief.facts.agency,
        drill: brief.drill,
    }
}
