//! Every no that an incident knows, by name.

use crate::ground::wrong::{Refused, Wrong};

/// Declares the refusals, each with the key of its sentence in `words/*.ftl`.
macro_rules! refusals {
    ($(#[$doc:meta])* $name:ident, $prefix:literal { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every refusal, so that a test can ask whether each has its sentence in every language.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The key of the sentence that says this no.
            pub const fn word(self) -> &'static str {
                match self { $($name::$variant => concat!($prefix, "-", $code)),+ }
            }
        }
    };
}

refusals! {
    /// Why a step was refused. Shown to the person who tried it (409), in the sentence under [`StepRefused::word`].
    StepRefused, "triage-refused" {
        /// It is settled; nothing more can be done but reopen it.
        Closed = "closed",
        /// Only a closed incident can be reopened.
        NotClosed = "not-closed",
        /// Eyes were asked for already.
        EyesAlreadyAsked = "eyes-already-asked",
        /// No dispatcher asked for eyes, so nobody can be sent.
        EyesNotAsked = "eyes-not-asked",
        /// The list of people to ask was empty.
        NobodyToAsk = "nobody-to-ask",
        /// One of them was asked already.
        AlreadyAsked = "already-asked",
        /// Only those who were asked may answer: nobody turns up by themselves.
        NotAsked = "not-asked",
        /// An ETA is 1 to 90 minutes.
        EtaOutOfRange = "eta-out-of-range",
        /// They said yes before.
        AlreadyGoing = "already-going",
        /// As many people are out as the cap allows.
        CapReached = "cap-reached",
        /// They are out on another incident.
        OutElsewhere = "out-elsewhere",
        /// Their training as a verifier is over.
        NotTrained = "not-trained",
        /// They are not on the way.
        NotGoing = "not-going",
        /// They said "I am there" before.
        AlreadyThere = "already-there",
        /// They declined, or came back, before.
        AlreadyDeclined = "already-declined",
        /// Only somebody on the scene can say what is there.
        NotOnScene = "not-on-scene",
        /// A verifier is on the scene: their finding comes first.
        SomeoneIsThere = "someone-is-there",
        /// Nobody can say "confirmed" or "other agency" without having seen which agency.
        AgencyNotSeen = "agency-not-seen",
        /// Local police is "other agency"; ICE and the Border Patrol are not.
        WrongOutcomeForAgency = "wrong-outcome-for-agency",
        /// The time of seeing is in the future, or before they were there.
        SeenAtDoesNotFit = "seen-at-does-not-fit",
        /// A count of detained people without detained people, or beyond belief.
        CountDoesNotFit = "count-does-not-fit",
        /// An incident is no duplicate of itself.
        DuplicateOfItself = "duplicate-of-itself",
        /// More than two hours have passed since closing.
        TooLateToReopen = "too-late-to-reopen",
        /// A report is linked to another incident.
        OtherIncident = "other-incident",
        /// A report is not first-hand.
        NotFirstHand = "not-first-hand",
        /// Two reports may come from one person, or show one picture.
        NotIndependent = "not-independent",
        /// A report has no media that two members reviewed as showing it.
        MediaNotReviewed = "media-not-reviewed",
        /// The two sightings are more than an hour apart.
        SeenTooFarApart = "seen-too-far-apart",
        /// The two places are more than two cells apart.
        PlacesTooFarApart = "places-too-far-apart",
        /// A report names local police.
        OtherAgencyReported = "other-agency-reported",
        /// Only an incident of a drill ends with its drill.
        NoDrill = "no-drill",
        /// Kept steps do not make a timeline. This is our fault, never a person's.
        TimelineBroken = "timeline-broken",
    }
}

impl std::fmt::Display for StepRefused {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.word())
    }
}

impl std::error::Error for StepRefused {}

impl From<StepRefused> for Wrong {
    /// A no is told to the person; a broken timeline is our fault and nothing that a person could mend.
    fn from(refused: StepRefused) -> Self {
        match refused {
            StepRefused::TimelineBroken => Wrong::Fault(refused.into()),
            _ => Wrong::Refused(Refused::because(refused.word())),
        }
    }
}
