//! A drill: what is practised, where, with whom and until when; and the border around it. Pure.

use crate::ground::answers::answers;
use crate::ground::locale::Lang;
use crate::ground::wrong::{Refused, Wrong};
use crate::ground::{Id, Moment};
use crate::people::{Member, Role, Standing};
use crate::places::{AreaKey, Cell};

/// The longest a drill may run, in minutes: longer than this nobody stays attentive, and a forgotten one would stand in everybody's way.
pub const MINUTES_MAX: i64 = 240;

/// The choices of length that the page offers, in minutes.
pub const MINUTES: [i64; 4] = [30, 60, 120, MINUTES_MAX];

/// Days after its end for which a drill can be looked at. Then nothing is left of it but what the board's clock counted, apart from what is real.
pub const DRILL_DAYS: i64 = 30;

/// Those who may start a drill.
pub const STARTERS: &[Role] = &[Role::Coordinator, Role::Steward, Role::Dispatcher];

answers! {
    /// What is practised. A fixed list: nobody types a story that could be taken for one.
    Scenario, "drill-scenario" {
        /// Agents who question people at a street corner.
        Corner = "corner",
        /// Agents who take people away at a workplace.
        Workplace = "workplace",
        /// A car that waits at a school gate.
        SchoolGate = "school_gate",
        /// Many heard of a raid, and it is the local police.
        PoliceRumour = "police_rumour",
        /// Somebody heard of a checkpoint, and nothing is there.
        NothingThere = "nothing_there",
    }
}

answers! {
    /// Which of the verifiers on duty are asked.
    WhoTakesPart, "drill-who" {
        /// Those whose duty touches the area.
        OfTheArea = "area",
        Everyone = "everyone",
    }
}

answers! {
    /// Why a drill ended.
    EndedWhy, "drill-ended" {
        Done = "done",
        /// Something real came up.
        RealWork = "real_work",
        /// Its time was over.
        Time = "time",
    }
}

/// Where a drill stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Running,
    /// `by` is `None` where the clock ended it.
    Over {
        at: Moment,
        by: Option<Id<Member>>,
        why: EndedWhy,
    },
}

/// What is chosen at the start and never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub scenario: Scenario,
    pub area: AreaKey,
    /// The gazetteer's own name of a public place in the area, or the area's name.
    pub place: String,
    /// Its cell, or the one in the middle of the area.
    pub cell: Cell,
    pub who: WhoTakesPart,
    /// The language in which the made-up reports are written.
    pub lang: Lang,
    pub minutes: i64,
}

/// One drill. Its id marks every row that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drill {
    pub id: Id<Drill>,
    pub plan: Plan,
    pub started_by: Id<Member>,
    pub started_at: Moment,
    pub state: State,
}

/// Declares the refusals, each with the key of its sentence.
macro_rules! refusals {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        /// Why something about a drill was refused. Shown to the member who tried it (409).
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum DrillRefused { $($(#[$doc])* $variant),+ }

        impl DrillRefused {
            /// Every refusal, so that a test can ask whether each has its sentence in every language.
            pub const ALL: &'static [DrillRefused] = &[$(DrillRefused::$variant),+];

            /// The key of the sentence that says this no.
            pub const fn word(self) -> &'static str {
                match self { $(DrillRefused::$variant => $word),+ }
            }
        }
    };
}

refusals! {
    /// Only some roles start one.
    NotAStarter = "drill-refused-not-a-starter",
    /// No verifier is on duty there.
    NobodyOnDuty = "drill-refused-nobody-on-duty",
    /// No length that is offered.
    TooLong = "drill-refused-too-long",
    /// One runs already.
    AnotherRuns = "drill-refused-another-runs",
    /// It has ended.
    Over = "drill-refused-over",
    /// Something real waits for this member's answer.
    RealFirst = "drill-refused-real-first",
    /// One of two things belongs to a drill, and the other does not.
    Mixed = "drill-refused-mixed",
}

impl From<DrillRefused> for Wrong {
    fn from(refused: DrillRefused) -> Self {
        Refused::because(refused.word()).into()
    }
}

impl Drill {
    /// Starts a drill, in which these members are asked to go and look.
    ///
    /// # Errors
    /// [`DrillRefused::NotAStarter`], [`DrillRefused::TooLong`], [`DrillRefused::NobodyOnDuty`].
    pub fn start(
        id: Id<Drill>,
        plan: Plan,
        by: &Member,
        takes_part: &[Id<Member>],
        now: Moment,
    ) -> Result<Drill, DrillRefused> {
        let is_active = matches!(by.standing, Standing::Active { .. });
        if !is_active || !STARTERS.iter().any(|role| by.roles.contains(role)) {
            return Err(DrillRefused::NotAStarter);
        }
        if !(1..=MINUTES_MAX).contains(&plan.minutes) {
            return Err(DrillRefused::TooLong);
        }
        if takes_part.is_empty() {
            return Err(DrillRefused::NobodyOnDuty);
        }
        Ok(Drill { id, plan, started_by: by.id, started_at: now, state: State::Running })
    }

    /// Ends it. Once is enough: a second end is refused, so that of two presses one counts.
    ///
    /// # Errors
    /// [`DrillRefused::Over`].
    pub fn end(&self, by: Option<Id<Member>>, why: EndedWhy, now: Moment) -> Result<Drill, DrillRefused> {
        if !self.is_running() {
            return Err(DrillRefused::Over);
        }
        let at = now.max(self.started_at);
        Ok(Drill { state: State::Over { at, by, why }, ..self.clone() })
    }

    pub const fn is_running(&self) -> bool {
        matches!(self.state, State::Running)
    }

    /// When it ends by itself.
    pub fn ends_at(&self) -> Moment {
        self.started_at.plus_minutes(self.plan.minutes)
    }
}

/// Refuses to put two things together of which one belongs to a drill and the other does not, or to another.
///
/// # Errors
/// [`DrillRefused::Mixed`].
pub fn check_same(one: Option<Id<Drill>>, other: Option<Id<Drill>>) -> Result<(), DrillRefused> {
    if one == other { Ok(()) } else { Err(DrillRefused::Mixed) }
}
