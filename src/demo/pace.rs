//! How quick the made-up network is: no two stories alike, most of them within what the clock promises, some not.

/// Seconds from a report's coming in until it is taken and decided; from the decision to the verifier's yes, from there to their arrival,
/// to the finding, to the release.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    pub taken: i64,
    pub decided: i64,
    pub accepted: i64,
    pub arrived: i64,
    pub found: i64,
    pub released: i64,
    /// Until everybody has it.
    pub delivered: i64,
}

const PACES: [Pace; 11] = [
    Pace { taken: 9, decided: 74, accepted: 65, arrived: 420, found: 190, released: 118, delivered: 11 },
    Pace { taken: 14, decided: 101, accepted: 128, arrived: 560, found: 260, released: 152, delivered: 18 },
    Pace { taken: 17, decided: 88, accepted: 96, arrived: 505, found: 330, released: 171, delivered: 9 },
    Pace { taken: 12, decided: 66, accepted: 170, arrived: 610, found: 205, released: 97, delivered: 24 },
    Pace { taken: 34, decided: 109, accepted: 245, arrived: 640, found: 345, released: 268, delivered: 47 },
    Pace { taken: 8, decided: 92, accepted: 58, arrived: 390, found: 240, released: 133, delivered: 14 },
    Pace { taken: 19, decided: 117, accepted: 141, arrived: 530, found: 170, released: 176, delivered: 33 },
    Pace { taken: 11, decided: 83, accepted: 112, arrived: 475, found: 290, released: 149, delivered: 12 },
    Pace { taken: 26, decided: 163, accepted: 84, arrived: 1_010, found: 310, released: 145, delivered: 71 },
    Pace { taken: 16, decided: 97, accepted: 221, arrived: 455, found: 225, released: 164, delivered: 21 },
    Pace { taken: 7, decided: 78, accepted: 133, arrived: 585, found: 280, released: 109, delivered: 16 },
];

impl Pace {
    /// The pace of the story with this number on a day so many days ago.
    pub fn of(story: usize, days_ago: usize) -> Pace {
        PACES[(story + days_ago * 3) % PACES.len()]
    }
}
