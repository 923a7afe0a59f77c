//! What happened on each of the days before: stories that are over, so that the clock has something to tell.

use super::day::{PLAIN, Says, Story, Until};
use crate::reports::facts::{Activity, Agency, Channel, FirstHand, HowMany};

/// Days before the made-up day on which there was something as well.
pub(super) const DAYS_BEFORE: usize = 6;

/// The stories of such a day; `began` is counted back from the same time of day as on the last one.
pub(super) const PAST: &[Story] = &[
    Story {
        began: 590,
        until: Until::Nothing("Mezquite"),
        says: &[Says {
            channel: Channel::Phone,
            place: "la empacadora",
            activity: Activity::Checkpoint,
            agency: Agency::Cbp,
            first_hand: FirstHand::SomeoneToldMe,
            note: "Dicen que hay retén en la entrada de la empacadora.",
            ..PLAIN
        }],
    },
    Story {
        began: 470,
        until: Until::Confirmed("Nopal"),
        says: &[Says {
            place: "el remate",
            activity: Activity::Questioning,
            agency: Agency::IceEro,
            people: HowMany::ThreeToFive,
            note: "Están parando a los que venden en la entrada.",
            ..PLAIN
        }],
    },
    Story {
        began: 355,
        until: Until::SetAside,
        says: &[Says { lang: "en", place: "Owl Canyon Park", activity: Activity::Other, note: "just a test", ..PLAIN }],
    },
    Story {
        began: 285,
        until: Until::LocalPolice("Heron"),
        says: &[
            Says {
                lang: "en",
                place: "Estrella Garment Works",
                activity: Activity::Waiting,
                agency: Agency::Unmarked,
                vehicles: HowMany::OneOrTwo,
                note: "Two dark cars across from the gate since noon.",
                ..PLAIN
            },
            Says {
                after: 3,
                place: "la costura Estrella",
                activity: Activity::Waiting,
                note: "Hay carros negros afuera de la costura.",
                ..PLAIN
            },
        ],
    },
    Story {
        began: 240,
        until: Until::Nothing("Colibrí"),
        says: &[Says {
            place: "los elotes de Campo Luna",
            activity: Activity::Other,
            first_hand: FirstHand::APost,
            note: "En el grupo dicen que andan por los elotes.",
            ..PLAIN
        }],
    },
];
