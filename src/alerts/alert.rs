//! What an alert says: facts from closed sets, and no word that anybody typed.
//!
//! Facts are made by [`Facts::of`] from what an incident came to (`Basis`) and from what a dispatcher chooses
//! ([`Choices`]). Every language and every channel is rendered from them; nothing else is ever said.

use super::basis::Basis;
use super::refused::AlertRefused;
use crate::ground::Moment;
use crate::ground::answers::answers;
use crate::ground::id::Id;
use crate::ground::locale::Lang;
use crate::places::{AreaKey, Areas, Cell, Published};
use crate::reports::facts::{Activity, Agency, HowMany, YesNo};
use crate::triage::{Certainty, Incident, Scene};

/// How long an alert stands unless the dispatcher chooses otherwise, in minutes.
pub const EXPIRES_MINUTES_DEFAULT: i64 = 90;

/// The longest an alert may stand, in minutes: what was true four hours ago is no warning any more.
pub const EXPIRES_MINUTES_MAX: i64 = 240;

/// How long ago what is told as an alert may have been seen, in minutes. As with its expiry: later it is no warning any more.
pub const SEEN_MINUTES_MAX: i64 = 240;

/// The choices of expiry that the page offers, in minutes.
pub const EXPIRES_MINUTES: [i64; 6] = [30, 60, 90, 120, 180, 240];

/// The choices of the next update that the page offers, in minutes.
pub const NEXT_UPDATE_MINUTES: [i64; 4] = [15, 30, 45, 60];

/// Pieces of advice in one alert: a text message has room for two.
pub const ADVICE_MAX: usize = 2;

/// How far from the incident's cell the published corner or landmark may lie, in steps: about 1.5 km.
pub const PLACE_APART_STEPS_MAX: u32 = 2;

answers! {
    /// What sort of message it is.
    Kind, "alert-kind" {
        /// Enforcement was confirmed.
        Alert = "alert",
        /// Somebody looked, and it was something else or nothing.
        Checked = "checked",
        /// What an earlier alert says, as it stands now.
        Update = "update",
        /// What an earlier alert said was wrong.
        Correction = "correction",
        /// What an earlier alert told of has ended.
        AllClear = "all_clear",
    }
}

impl Kind {
    /// True where it is about an earlier alert.
    pub const fn follows(self) -> bool {
        matches!(self, Kind::Update | Kind::Correction | Kind::AllClear)
    }
}

answers! {
    /// What a neighbour may do: the whole list. General information, never legal advice, and never "go there".
    Advice, "alert-advice" {
        StaySilent = "stay_silent", KeepDoorClosed = "keep_door_closed", AskIfFree = "ask_if_free",
        SignNothing = "sign_nothing", StayCalm = "stay_calm", KeepDistance = "keep_distance",
    }
}

answers! {
    /// What was wrong with what is being corrected.
    CorrectionWhy, "alert-correction" {
        WrongPlace = "wrong_place", WrongTime = "wrong_time", WrongAgency = "wrong_agency", NotEnforcement = "not_enforcement",
    }
}

/// What was found, as far as it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Immigration enforcement.
    Enforcement { agency: Agency, activity: Activity, people: HowMany, vehicles: HowMany, detained: YesNo },
    /// Another agency, about something else.
    OtherAgency { agency: Agency },
    /// Somebody looked and nothing was there.
    NothingThere,
    /// They were there. `looked`: a verifier went and saw that they are gone; without, only the alert ends.
    Gone { agency: Agency, looked: bool },
}

impl Found {
    /// True where it goes on, as far as is known.
    pub const fn is_enforcement(self) -> bool {
        matches!(self, Found::Enforcement { .. })
    }

    /// True where somebody looked and it does not go on: what may be called checked, or clear.
    pub const fn is_looked_and_clear(self) -> bool {
        matches!(self, Found::OtherAgency { .. } | Found::NothingThere | Found::Gone { looked: true, .. })
    }
}

/// A place as the public may know it: a corner or public landmark with its cell, or an area and nothing finer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPlace {
    pub(in crate::alerts) spot: Option<Spot>,
    pub(in crate::alerts) area: AreaKey,
    pub(in crate::alerts) area_name: String,
}

/// A corner or a public landmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    pub name: String,
    pub cell: Cell,
}

impl PublicPlace {
    /// What the gazetteer allows to be published, with the name of its area. There is no other way to a place, so that
    /// no typed words, house numbers or points get into an alert.
    pub fn of(published: Published<'_>, area_name: &str) -> PublicPlace {
        let (spot, area) = match published {
            Published::Spot { name, cell, area } => (Some(Spot { name: one_line(name), cell }), area),
            Published::AreaOnly(area) => (None, area),
        };
        PublicPlace { spot, area, area_name: one_line(area_name) }
    }

    /// The corner or landmark, where more than the area is published.
    pub fn spot(&self) -> Option<&Spot> {
        self.spot.as_ref()
    }

    pub fn area(&self) -> AreaKey {
        self.area
    }

    pub fn area_name(&self) -> &str {
        &self.area_name
    }

    /// "35th / International, Fruitvale", or the area alone.
    pub fn words(&self) -> String {
        match &self.spot {
            Some(spot) => format!("{}, {}", spot.name, self.area_name),
            None => self.area_name.clone(),
        }
    }
}

/// Names come from the network's map; a stray line break in one must not make a second line of a feed or a text.
fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").replace(char::is_control, "")
}

/// Marks ids: `Id<Alert>` is the id of one message, and of its CAP form.
pub use super::state::Alert;

/// The earlier alert that an update, a correction or an all clear is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Follows {
    pub alert: Id<Alert>,
    /// When that one was released: its time in the text, and in CAP's references.
    pub released_at: Moment,
    /// The first of the chain, which holds the chain together.
    pub first: Id<Alert>,
    /// The agency that the earlier one named, for an all clear after somebody looked.
    pub(in crate::alerts) agency: Option<Agency>,
    pub(in crate::alerts) drill: bool,
}

/// What a dispatcher chooses. Everything else comes from the incident, also whether it is a drill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    pub kind: Kind,
    pub place: PublicPlace,
    pub advice: Vec<Advice>,
    /// Whether the hotline's number stands in it.
    pub hotline: bool,
    pub next_update_at: Option<Moment>,
    pub expires_at: Moment,
    pub why: Option<CorrectionWhy>,
    pub follows: Option<Follows>,
}

/// Everything that an alert says. Fields can be read in this room only, and made only by [`Facts::of`] and, from a
/// text whose hash was signed off, by `facts_text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub(in crate::alerts) kind: Kind,
    pub(in crate::alerts) incident: Id<Incident>,
    pub(in crate::alerts) found: Found,
    pub(in crate::alerts) certainty: Certainty,
    pub(in crate::alerts) place: PublicPlace,
    pub(in crate::alerts) seen_at: Moment,
    pub(in crate::alerts) advice: Vec<Advice>,
    pub(in crate::alerts) hotline: bool,
    pub(in crate::alerts) next_update_at: Option<Moment>,
    pub(in crate::alerts) expires_at: Moment,
    pub(in crate::alerts) drill: bool,
    pub(in crate::alerts) langs: Vec<Lang>,
    pub(in crate::alerts) follows: Option<Follows>,
    pub(in crate::alerts) why: Option<CorrectionWhy>,
}

impl Facts {
    /// The facts of an alert that stands on `basis`, in every language of the network.
    ///
    /// # Errors
    /// The first rule that is broken: the outcome does not carry this kind; the place is a home's or too far away; times, advice, or
    /// the reason of a correction do not fit; a drill is mixed with what is not.
    pub fn of(basis: &Basis<'_>, choices: Choices, now: Moment) -> Result<Facts, AlertRefused> {
        let follows = choices.follows.filter(|_| choices.kind.follows());
        if choices.kind.follows() && follows.is_none() {
            return Err(AlertRefused::NothingToFollow);
        }
        if follows.is_some_and(|earlier| earlier.drill != basis.is_drill()) {
            return Err(AlertRefused::DrillMix);
        }
        let found = basis.found(choices.kind, follows.as_ref())?;
        check_place(basis, &choices.place)?;
        check_seen(choices.kind, basis.seen_at(), now)?;
        check_times(&choices, now)?;
        check_advice(&choices.advice, found)?;
        check_why(&choices, found)?;
        Ok(Facts {
            kind: choices.kind,
            incident: basis.incident(),
            found,
            certainty: basis.certainty(),
            place: choices.place,
            seen_at: basis.seen_at(),
            advice: choices.advice,
            hotline: choices.hotline,
            next_update_at: choices.next_update_at,
            expires_at: choices.expires_at,
            drill: basis.is_drill(),
            langs: Lang::ALL.to_vec(),
            follows,
            why: choices.why,
        })
    }

    /// Whether the incident still says what these facts say: asked again when it is sent to release and when it is released.
    pub fn stand_on(&self, basis: &Basis<'_>) -> bool {
        basis.incident() == self.incident
            && basis.is_drill() == self.drill
            && basis.found(self.kind, self.follows.as_ref()) == Ok(self.found)
            && basis.certainty() == self.certainty
            && basis.seen_at() == self.seen_at
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How it is known: the key of the words. `None` where nobody went again: then it is told when they were last seen, and no more.
    pub(in crate::alerts) fn how_known(&self) -> Option<&'static str> {
        match (self.found, self.certainty) {
            (Found::Gone { looked: false, .. }, _) => None,
            (Found::NothingThere | Found::Gone { .. }, _) => Some("alert-sure-looked"),
            (_, Certainty::Observed) => Some("alert-sure-observed"),
            (_, Certainty::Likely) => Some("alert-sure-likely"),
        }
    }

    pub fn incident(&self) -> Id<Incident> {
        self.incident
    }

    pub fn found(&self) -> Found {
        self.found
    }

    pub fn place(&self) -> &PublicPlace {
        &self.place
    }

    pub fn expires_at(&self) -> Moment {
        self.expires_at
    }

    pub fn follows(&self) -> Option<&Follows> {
        self.follows.as_ref()
    }

    /// True for an exercise, which no public page or feed ever shows.
    pub fn is_drill(&self) -> bool {
        self.drill
    }
}

fn check_why(choices: &Choices, found: Found) -> Result<(), AlertRefused> {
    let fits = match (choices.kind, choices.why) {
        (Kind::Correction, Some(CorrectionWhy::NotEnforcement)) => !found.is_enforcement(),
        (Kind::Correction, Some(_)) => found.is_enforcement(),
        (Kind::Correction, None) => false,
        (_, why) => why.is_none(),
    };
    if fits { Ok(()) } else { Err(AlertRefused::WhyDoesNotFit) }
}

fn check_place(basis: &Basis<'_>, place: &PublicPlace) -> Result<(), AlertRefused> {
    let Some(spot) = place.spot() else { return Ok(()) };
    if basis.is_home() {
        return Err(AlertRefused::HomePlace);
    }
    match spot.cell.distance(basis.scene().cell) {
        Some(0..=PLACE_APART_STEPS_MAX) => Ok(()),
        _ => Err(AlertRefused::PlaceTooFar),
    }
}

/// An area that is published alone holds the incident, or has ground about as near to it as a corner must be.
pub(in crate::alerts) fn check_area(areas: &Areas, scene: Scene, place: &PublicPlace) -> Result<(), AlertRefused> {
    let area = place.area();
    let holds = area == scene.area || areas.within(scene.area, area);
    let is_near = || areas.get(area).is_some_and(|area| area.is_near(scene.cell, PLACE_APART_STEPS_MAX));
    if place.spot().is_some() || holds || is_near() { Ok(()) } else { Err(AlertRefused::PlaceTooFar) }
}

/// Old news is no fresh alert. It may still be told of what is out: as an update, a correction, an all clear.
pub(in crate::alerts) fn check_seen(kind: Kind, seen_at: Moment, now: Moment) -> Result<(), AlertRefused> {
    let is_late = kind == Kind::Alert && now > seen_at.plus_minutes(SEEN_MINUTES_MAX);
    if is_late { Err(AlertRefused::SeenTooLongAgo) } else { Ok(()) }
}

fn check_times(choices: &Choices, now: Moment) -> Result<(), AlertRefused> {
    if choices.expires_at <= now || choices.expires_at > now.plus_minutes(EXPIRES_MINUTES_MAX) {
        return Err(AlertRefused::ExpiryDoesNotFit);
    }
    check_next_update(choices.next_update_at, choices.expires_at, now)
}

/// An update is promised for a time that is still to come.
pub(in crate::alerts) fn check_next_update(
    next_update_at: Option<Moment>,
    expires_at: Moment,
    now: Moment,
) -> Result<(), AlertRefused> {
    match next_update_at {
        Some(at) if at <= now || at > expires_at => Err(AlertRefused::NextUpdateDoesNotFit),
        _ => Ok(()),
    }
}

fn check_advice(advice: &[Advice], found: Found) -> Result<(), AlertRefused> {
    let twice = advice.iter().enumerate().any(|(at, one)| advice[..at].contains(one));
    let idle = !advice.is_empty() && !found.is_enforcement();
    if advice.len() > ADVICE_MAX || twice || idle { Err(AlertRefused::AdviceDoesNotFit) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
