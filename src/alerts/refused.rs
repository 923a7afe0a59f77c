//! Every no that an alert knows, by name.

use crate::ground::wrong::{Refused, Wrong};

/// Declares the refusals, each with the key of its sentence in `words.*.ftl`.
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
    /// Why an alert, or a step of one, was refused. Shown to the member who tried it (409).
    AlertRefused, "alert-refused" {
        /// The incident's outcome cannot stand behind this kind of alert, or not any more.
        NoBasis = "no-basis",
        /// A verifier is on the scene still, and may see something else.
        SomeoneIsThere = "someone-is-there",
        /// The incident has changed since the facts were written.
        BasisChanged = "basis-changed",
        /// An update, a correction or an all clear needs an earlier alert that it is about.
        NothingToFollow = "nothing-to-follow",
        /// An alert is live for this incident: it is updated, corrected or cleared, never doubled.
        AlreadyAlerted = "already-alerted",
        /// Something else has followed the earlier alert in the meantime.
        ChainMoved = "chain-moved",
        /// A drill follows drills, and nothing but a drill follows one.
        DrillMix = "drill-mix",
        /// The place lies too far from the incident.
        PlaceTooFar = "place-too-far",
        /// The incident's place is a home: its area is published and nothing finer.
        HomePlace = "home-place",
        /// What was found was seen too long ago for an alert.
        SeenTooLongAgo = "seen-too-long-ago",
        /// Too many pieces of advice, one twice, or advice where there is nothing to advise on.
        AdviceDoesNotFit = "advice-does-not-fit",
        /// The time of expiry is past, or too far away.
        ExpiryDoesNotFit = "expiry-does-not-fit",
        /// The next update is past by now, or later than the expiry.
        NextUpdateDoesNotFit = "next-update-does-not-fit",
        /// A correction says why; nothing else does.
        WhyDoesNotFit = "why-does-not-fit",
        /// It is not a draft (any more).
        NotADraft = "not-a-draft",
        /// Nobody is asked to release it (any more).
        NotWaiting = "not-waiting",
        /// It is not out, so that there is nothing to end.
        NotReleased = "not-released",
        /// Whoever drafted it cannot release it.
        SamePerson = "same-person",
        /// Whoever entered the verifier's finding, which was said by phone, cannot release what rests on it.
        EnteredTheFinding = "entered-the-finding",
        /// Drafter and releaser are of one organization, and this network wants two.
        SameOrganization = "same-organization",
        /// Only members with the role of dispatcher draft.
        NotADispatcher = "not-a-dispatcher",
        /// Only members with the role of releaser release.
        NotAReleaser = "not-a-releaser",
        /// One of the two is not an active member.
        NotActive = "not-active",
        /// Its time is over.
        Expired = "expired",
        /// The facts are not those that were signed off.
        FactsChanged = "facts-changed",
        /// What is kept does not hold together. This is our fault or an attack, never a person's mistake.
        Altered = "altered",
    }
}

impl std::fmt::Display for AlertRefused {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.word())
    }
}

impl std::error::Error for AlertRefused {}

impl From<AlertRefused> for Wrong {
    /// A no is told to the person; an altered row is nothing that a person could mend.
    fn from(refused: AlertRefused) -> Self {
        match refused {
            AlertRefused::Altered => Wrong::Fault(refused.into()),
            _ => Wrong::Refused(Refused::because(refused.word())),
        }
    }
}
