//! A made-up day: what neighbours reported, and what the network did about it.
//!
//! Most reports are not confirmed, as in the lives of real networks: the day has one confirmed incident, one that was local police, one where
//! nothing was, a flood of copies, and some that wait for whoever tries the demo.

use crate::reports::facts::{Activity, Agency, Channel, FirstHand, HowMany, YesNo};

/// What one neighbour says.
pub(super) struct Says {
    /// Minutes after the story began.
    pub after: i64,
    pub channel: Channel,
    pub lang: &'static str,
    pub place: &'static str,
    pub activity: Activity,
    pub agency: Agency,
    pub people: HowMany,
    pub vehicles: HowMany,
    pub detained: YesNo,
    pub first_hand: FirstHand,
    pub note: &'static str,
    pub uniform: &'static str,
    pub contact: &'static str,
}

/// How far the network has come with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// Nobody decided: it waits in the queue.
    Waiting,
    /// A dispatcher asked for eyes; the request is on the verifiers' phones.
    Asked,
    /// A verifier (by alias) is on the way, with this ETA in minutes.
    Going(&'static str, u16),
    /// A verifier is there.
    There(&'static str),
    /// A verifier found agents.
    Confirmed(&'static str),
    /// A verifier found local police.
    LocalPolice(&'static str),
    /// A verifier found nothing.
    Nothing(&'static str),
    /// A dispatcher said that it is no report.
    SetAside,
}

/// One event, as several people tell it.
pub(super) struct Story {
    /// Minutes before now at which it begins.
    pub began: i64,
    pub says: &'static [Says],
    pub until: Until,
}

pub(super) const PLAIN: Says = Says {
    after: 0,
    channel: Channel::Web,
    lang: "es",
    place: "",
    activity: Activity::Waiting,
    agency: Agency::Unknown,
    people: HowMany::Unknown,
    vehicles: HowMany::Unknown,
    detained: YesNo::Unknown,
    first_hand: FirstHand::ISeeIt,
    note: "",
    uniform: "",
    contact: "",
};

/// The day, oldest story first.
pub(super) const DAY: &[Story] = &[
    Story {
        began: 58,
        until: Until::Confirmed("Nopal"),
        says: &[
            Says {
                place: "Hammer & Pine car park",
                activity: Activity::Questioning,
                agency: Agency::IceEro,
                people: HowMany::SixToTen,
                vehicles: HowMany::ThreeToFive,
                note: "Están preguntando papeles a los que esperan trabajo, junto a la salida de los carros.",
                uniform: "POLICE ICE en el chaleco",
                contact: "555-0142, después de las seis",
                ..PLAIN
            },
            Says {
                after: 4,
                lang: "en",
                place: "la ferretería grande",
                activity: Activity::Detaining,
                agency: Agency::OtherFederal,
                people: HowMany::ThreeToFive,
                detained: YesNo::Yes,
                note: "Two people in handcuffs by the lumber door, agents in green vests.",
                ..PLAIN
            },
            Says {
                after: 7,
                channel: Channel::Phone,
                place: "Hammer and Pine",
                activity: Activity::Loading,
                agency: Agency::IceEro,
                detained: YesNo::Yes,
                first_hand: FirstHand::ISawIt,
                note: "Vio subir a dos personas a una camioneta blanca.",
                ..PLAIN
            },
        ],
    },
    Story {
        began: 150,
        until: Until::LocalPolice("Heron"),
        says: &[
            Says {
                lang: "en",
                place: "Lantern Square Mall",
                activity: Activity::Other,
                agency: Agency::Unmarked,
                vehicles: HowMany::ThreeToFive,
                first_hand: FirstHand::APost,
                note: "A post says there is a raid at the mall. Lots of people are sharing it.",
                ..PLAIN
            },
            Says {
                after: 6,
                place: "el mall",
                activity: Activity::Other,
                agency: Agency::Unknown,
                first_hand: FirstHand::SomeoneToldMe,
                note: "Mi vecina dice que hay patrullas en el mall, ¿es la migra?",
                ..PLAIN
            },
        ],
    },
    Story {
        began: 210,
        until: Until::Nothing("Mezquite"),
        says: &[Says {
            place: "la central de camiones",
            activity: Activity::Checkpoint,
            agency: Agency::Cbp,
            first_hand: FirstHand::SomeoneToldMe,
            note: "Dicen que hay retén en la central.",
            ..PLAIN
        }],
    },
    Story {
        began: 96,
        until: Until::SetAside,
        says: &[Says { lang: "en", place: "Highgate Heights", activity: Activity::Other, note: "test test", ..PLAIN }],
    },
    Story {
        began: 21,
        until: Until::There("Colibrí"),
        says: &[
            Says {
                place: "Luna y 7",
                activity: Activity::AtADoor,
                agency: Agency::IceEro,
                people: HowMany::ThreeToFive,
                vehicles: HowMany::OneOrTwo,
                note: "Tocan en el edificio de la esquina, nadie ha abierto.",
                uniform: "ERO",
                contact: "555-0117",
                ..PLAIN
            },
            Says {
                after: 3,
                lang: "en",
                place: "7th and Luna",
                activity: Activity::AtADoor,
                agency: Agency::OtherFederal,
                people: HowMany::SixToTen,
                note: "Several agents outside an apartment house.",
                ..PLAIN
            },
        ],
    },
    Story {
        began: 14,
        until: Until::Going("Mezquite", 15),
        says: &[Says {
            channel: Channel::Web,
            place: "Harbor Star Hotel",
            activity: Activity::Waiting,
            agency: Agency::Cbp,
            vehicles: HowMany::ThreeToFive,
            first_hand: FirstHand::ISawIt,
            note: "Camionetas con la raya verde en el estacionamiento.",
            ..PLAIN
        }],
    },
    Story {
        began: 9,
        until: Until::Asked,
        says: &[Says {
            lang: "en",
            place: "Brickyard Swap Meet",
            activity: Activity::Questioning,
            agency: Agency::Unmarked,
            people: HowMany::ThreeToFive,
            note: "Men in plain clothes asking vendors for ID.",
            ..PLAIN
        }],
    },
    Story {
        began: 6,
        until: Until::Waiting,
        says: &[
            Says {
                place: "Brisa Hand Car Wash",
                activity: Activity::Detaining,
                agency: Agency::IceEro,
                people: HowMany::SixToTen,
                vehicles: HowMany::ThreeToFive,
                detained: YesNo::Yes,
                note: "Se están llevando a los muchachos del autolavado, vengan por favor.",
                uniform: "POLICE",
                contact: "555-0163",
                ..PLAIN
            },
            Says {
                after: 2,
                place: "autolavado La Brisa",
                activity: Activity::Detaining,
                agency: Agency::Unknown,
                detained: YesNo::Yes,
                note: "Hay gritos en el autolavado.",
                ..PLAIN
            },
        ],
    },
    Story {
        began: 4,
        until: Until::Waiting,
        says: &[Says {
            lang: "en",
            place: "Monarch High School",
            activity: Activity::Waiting,
            agency: Agency::Unknown,
            vehicles: HowMany::OneOrTwo,
            note: "Dark SUV parked across from the gate for an hour, two men inside.",
            ..PLAIN
        }],
    },
    Story {
        began: 3,
        until: Until::Waiting,
        says: &[Says {
            place: "por la casa de mi tía atrás del parque",
            activity: Activity::Other,
            first_hand: FirstHand::SomeoneToldMe,
            note: "Que andan por ahí.",
            ..PLAIN
        }],
    },
];

/// Copies of one message, all alike: they become one card with a number on it.
pub(super) const FLOOD: Says = Says {
    lang: "en",
    place: "Tecolote County Courthouse",
    activity: Activity::Detaining,
    agency: Agency::IceEro,
    first_hand: FirstHand::SomeoneToldMe,
    note: "HUGE RAID EVERYONE GO NOW",
    ..PLAIN
};

/// How many copies, and how many minutes ago they began.
pub(super) const FLOOD_COPIES: usize = 60;
pub(super) const FLOOD_BEGAN: i64 = 40;
