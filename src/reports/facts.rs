//! The structured facts of a report: what the machine may know.
//!
//! Everything here is an enum or a range. Words people type (place, note, uniform words, contact)
//! are sealed and never appear in these types. The set follows SALUTE, the way trained observers
//! report: size, activity, location, uniform or unit, time, equipment.

use crate::ground::answers::answers;

answers! {
    /// An answer people may not know.
    YesNo, "yes-no" { Yes = "yes", No = "no", Unknown = "unknown" }
}

answers! {
    /// How the person knows what they tell us. Only the first two are first-hand.
    FirstHand, "first-hand" {
        ISeeIt = "i_see_it", ISawIt = "i_saw_it", SomeoneToldMe = "someone_told_me", APost = "a_post",
    }
}

impl FirstHand {
    /// True where the reporter saw it with their own eyes.
    pub const fn is_first_hand(self) -> bool {
        matches!(self, FirstHand::ISeeIt | FirstHand::ISawIt)
    }
}

answers! {
    /// What is happening, by what is done and not by what it may mean.
    Activity, "activity" {
        Waiting = "waiting", AtADoor = "at_a_door", Questioning = "questioning", Detaining = "detaining",
        Loading = "loading", Checkpoint = "checkpoint", Other = "other",
    }
}

impl Activity {
    /// True where someone may be losing their freedom at this moment.
    pub const fn is_urgent(self) -> bool {
        matches!(self, Activity::AtADoor | Activity::Questioning | Activity::Detaining | Activity::Loading)
    }
}

answers! {
    /// Which agency the reporter or verifier names. "Unknown" is a normal answer.
    Agency, "agency" {
        IceEro = "ice_ero", Hsi = "hsi", Cbp = "cbp", OtherFederal = "other_federal",
        LocalPolice = "local_police", Unmarked = "unmarked", Unknown = "unknown",
    }
}

/// What else programs and newspapers call an agency, in small letters with one underscore between words.
const AGENCY_NAMES: [(&str, Agency); 14] = [
    ("ice", Agency::IceEro),
    ("ero", Agency::IceEro),
    ("cbp_usbp", Agency::Cbp),
    ("usbp", Agency::Cbp),
    ("border_patrol", Agency::Cbp),
    ("bp", Agency::Cbp),
    ("dhs", Agency::OtherFederal),
    ("fbi", Agency::OtherFederal),
    ("dea", Agency::OtherFederal),
    ("atf", Agency::OtherFederal),
    ("federal", Agency::OtherFederal),
    ("federal_unspecified", Agency::OtherFederal),
    ("police", Agency::LocalPolice),
    ("sheriff", Agency::LocalPolice),
];

impl Agency {
    /// The agency with this code or common name, in any case and however its words are joined: "ICE", "Border Patrol", "ICE/ERO".
    pub fn named(name: &str) -> Option<Agency> {
        let plain = name.to_ascii_lowercase().replace([' ', '-', '/'], "_");
        let other = || AGENCY_NAMES.iter().find(|(known, _)| *known == plain).map(|(_, agency)| *agency);
        Agency::from_code(&plain).or_else(other)
    }

    /// Everything that [`Agency::named`] reads, as it is compared.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Agency::ALL.iter().map(|agency| agency.code()).chain(AGENCY_NAMES.iter().map(|(name, _)| *name))
    }

    /// True where two reports can be about the same event: agencies agree, or one side does not know.
    pub const fn may_be(self, other: Agency) -> bool {
        let local = (matches!(self, Agency::LocalPolice), matches!(other, Agency::LocalPolice));
        match local {
            (true, true) | (false, false) => true,
            (true, false) => matches!(other, Agency::Unknown | Agency::Unmarked),
            (false, true) => matches!(self, Agency::Unknown | Agency::Unmarked),
        }
    }
}

answers! {
    /// How many people or vehicles: a range, because first counts disagree.
    HowMany, "how-many" {
        None = "0", OneOrTwo = "1-2", ThreeToFive = "3-5", SixToTen = "6-10", ElevenToTwenty = "11-20",
        MoreThanTwenty = "over_20", Unknown = "unknown",
    }
}

impl HowMany {
    /// The range that holds this count.
    pub const fn of(count: u32) -> Self {
        match count {
            0 => HowMany::None,
            1..=2 => HowMany::OneOrTwo,
            3..=5 => HowMany::ThreeToFive,
            6..=10 => HowMany::SixToTen,
            11..=20 => HowMany::ElevenToTwenty,
            _ => HowMany::MoreThanTwenty,
        }
    }
}

answers! {
    /// How exactly the time was given.
    TimePrecision, "time-precision" { Minutes = "minutes", Hour = "hour", Day = "day" }
}

answers! {
    /// The door a report came in by. All doors lead to one pipeline.
    Channel, "channel" { Web = "web", Api = "api", Sms = "sms", Phone = "phone", Replay = "replay" }
}

/// What a report says, as far as the machine may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    pub still_happening: YesNo,
    pub first_hand: Option<FirstHand>,
    pub activity: Activity,
    pub agency: Agency,
    pub people: HowMany,
    pub vehicles: HowMany,
    pub detained: YesNo,
    /// How many were detained, where the reporter said so. At most [`DETAINED_COUNT_MAX`].
    pub detained_count: Option<u16>,
    pub children_present: YesNo,
    pub reporter_safe: YesNo,
    pub wants_call: bool,
}

/// The largest believable answer to "how many were detained" at one place.
pub const DETAINED_COUNT_MAX: u16 = 999;

impl Facts {
    /// The facts of a report of which nothing but the activity is known.
    pub const fn of(activity: Activity) -> Facts {
        Facts {
            still_happening: YesNo::Unknown,
            first_hand: None,
            activity,
            agency: Agency::Unknown,
            people: HowMany::Unknown,
            vehicles: HowMany::Unknown,
            detained: YesNo::Unknown,
            detained_count: None,
            children_present: YesNo::Unknown,
            reporter_safe: YesNo::Unknown,
            wants_call: false,
        }
    }

    /// True where minutes matter: it goes on now and a person is being approached, or someone is not safe.
    pub fn is_urgent(&self) -> bool {
        let now = self.still_happening != YesNo::No;
        (now && (self.activity.is_urgent() || self.detained == YesNo::Yes)) || self.reporter_safe == YesNo::No
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_as_itself() {
        for activity in Activity::ALL {
            assert_eq!(Activity::from_code(activity.code()), Some(*activity));
        }
        for range in HowMany::ALL {
            assert_eq!(HowMany::from_code(range.code()), Some(*range));
        }
        assert_eq!(Activity::from_code("raid"), None);
    }

    #[test]
    fn counts_fall_into_the_range_that_names_them() {
        assert_eq!(HowMany::of(0), HowMany::None);
        assert_eq!(HowMany::of(5), HowMany::ThreeToFive);
        assert_eq!(HowMany::of(6), HowMany::SixToTen);
        assert_eq!(HowMany::of(21), HowMany::MoreThanTwenty);
    }

    #[test]
    fn local_police_and_ice_are_not_the_same_event() {
        assert!(!Agency::LocalPolice.may_be(Agency::IceEro));
        assert!(Agency::LocalPolice.may_be(Agency::Unknown));
        assert!(Agency::IceEro.may_be(Agency::Cbp), "people mix up federal agencies");
    }
}
