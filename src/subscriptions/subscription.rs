//! A subscription: places, language, carrier, kinds and quiet hours, as one person chose them.

use super::{Carrier, Patch, QuietHours, Radius, Slot, Touched};
use crate::ground::answers::answers;
use crate::ground::locale::Lang;
use crate::places::AreaKey;

/// The most places of one subscription: home, work, the children's schools, grandmother. More tells too much about one person.
pub const PLACES_MAX: usize = 8;

answers! {
    /// What someone wants to hear. Updates, corrections and all clears are no choice: they go to those who got what they change.
    Kind, "subscription-kind" {
        /// Confirmed alerts.
        Alerts = "alerts",
        /// "We checked": it was something else, or nothing.
        Checked = "checked",
        /// Drills, for those who take part in them.
        Drills = "drills",
    }
}

/// A set of [`Kind`], never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kinds(u8);

impl Kinds {
    /// These kinds; `None` where there is none.
    pub fn of(kinds: &[Kind]) -> Option<Self> {
        let bits = kinds.iter().fold(0, |bits, kind| bits | 1 << (*kind as u8));
        (bits != 0).then_some(Kinds(bits))
    }

    /// Whether this kind was asked for.
    pub const fn has(self, kind: Kind) -> bool {
        self.0 >> (kind as u8) & 1 == 1
    }

    /// The kinds in order.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.iter().copied().filter(move |kind| self.has(*kind))
    }

    /// As the database keeps it: one bit a kind.
    pub const fn to_bits(self) -> u8 {
        self.0
    }

    /// What the database keeps; `None` where a bit has no kind, or none is set.
    pub fn from_bits(bits: u8) -> Option<Self> {
        let known = bits != 0 && usize::from(bits) < 1 << Kind::ALL.len();
        known.then_some(Kinds(bits))
    }
}

/// One place that someone wants to hear about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Where {
    /// All that the network publishes.
    Everywhere,
    /// An area or a ZIP of the network's map.
    Area(AreaKey),
    /// Around a coarse point.
    Around(Patch, Radius),
}

impl Where {
    /// The place as the database and forms write it: `everywhere`, `area-12`, `around-608693241352552447-5km`.
    pub fn code(self) -> String {
        match self {
            Where::Everywhere => "everywhere".to_owned(),
            Where::Area(area) => format!("area-{}", area.0),
            Where::Around(patch, radius) => format!("around-{}-{}", patch.to_i64(), radius.code()),
        }
    }

    /// The place with this code.
    pub fn from_code(code: &str) -> Option<Where> {
        match code.split_once('-') {
            None => (code == "everywhere").then_some(Where::Everywhere),
            Some(("area", number)) => number.parse().ok().map(|number| Where::Area(AreaKey(number))),
            Some(("around", rest)) => {
                let (patch, radius) = rest.split_once('-')?;
                Some(Where::Around(Patch::from_i64(patch.parse().ok()?)?, Radius::from_code(radius)?))
            }
            Some(_) => None,
        }
    }
}

/// Why a subscription cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SubscriptionWrong {
    /// No place at all.
    #[error("a subscription needs at least one place")]
    NoPlace,
    /// More than [`PLACES_MAX`].
    #[error("a subscription has at most {PLACES_MAX} places")]
    TooManyPlaces,
}

/// What one person asked for on one channel. Knows no name, no number and no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    places: Vec<Where>,
    /// The language of every message.
    pub lang: Lang,
    /// Who carries the messages.
    pub carrier: Carrier,
    /// What they want to hear.
    pub kinds: Kinds,
    /// When they do not.
    pub quiet: QuietHours,
}

impl Subscription {
    /// A subscription to these places. They are sorted, and what is said twice is kept once.
    ///
    /// # Errors
    /// See [`SubscriptionWrong`].
    pub fn new(
        mut places: Vec<Where>,
        lang: Lang,
        carrier: Carrier,
        kinds: Kinds,
        quiet: QuietHours,
    ) -> Result<Self, SubscriptionWrong> {
        places.sort_unstable();
        places.dedup();
        match places.len() {
            0 => Err(SubscriptionWrong::NoPlace),
            1..=PLACES_MAX => Ok(Subscription { places, lang, carrier, kinds, quiet }),
            _ => Err(SubscriptionWrong::TooManyPlaces),
        }
    }

    /// The places, sorted.
    pub fn places(&self) -> &[Where] {
        &self.places
    }

    /// Whether this person asked to hear about a published place, whatever the kind and the hour.
    pub fn covers(&self, touched: &Touched) -> bool {
        self.places.iter().any(|place| match place {
            Where::Everywhere => true,
            Where::Area(area) => touched.areas().contains(area),
            Where::Around(home, radius) => {
                let near = |patch: &Patch| home.distance(*patch).is_some_and(|steps| steps <= radius.rings());
                touched.patches().iter().any(near)
            }
        })
    }

    /// Whether this person is told: the rule that [`super::Matcher`] answers for everyone at once.
    pub fn hears(&self, touched: &Touched, kind: Kind, urgent: bool, slot: Slot) -> bool {
        self.kinds.has(kind) && !self.quiet.silences(slot, urgent) && self.covers(touched)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::Cell;

    fn subscription(places: Vec<Where>) -> Result<Subscription, SubscriptionWrong> {
        let kinds = Kinds::of(&[Kind::Alerts]).unwrap();
        Subscription::new(places, Lang::Es, Carrier::Sms, kinds, QuietHours::NONE)
    }

    #[test]
    fn places_are_sorted_and_counted() {
        let area = |key| Where::Area(AreaKey(key));
        let made = subscription(vec![area(7), area(3), area(7)]).unwrap();
        assert_eq!(made.places(), [area(3), area(7)]);
        assert_eq!(subscription(Vec::new()), Err(SubscriptionWrong::NoPlace));
        assert_eq!(subscription((0..9).map(area).collect()), Err(SubscriptionWrong::TooManyPlaces));
        assert!(subscription(vec![area(1); 50]).is_ok());
    }

    #[test]
    fn places_read_back_from_their_codes() {
        let patch = Patch::at(34.05, -118.25).unwrap();
        for place in [Where::Everywhere, Where::Area(AreaKey(12)), Where::Around(patch, Radius::Km25)] {
            assert_eq!(Where::from_code(&place.code()), Some(place));
        }
        for wrong in ["", "area", "area-", "area--1", "area-x", "around-1-5km", "everywhere-1", "somewhere-1"] {
            assert_eq!(Where::from_code(wrong), None, "{wrong}");
        }
        let finer = Cell::at(34.05, -118.25).unwrap().to_i64();
        assert_eq!(Where::from_code(&format!("around-{finer}-5km")), None, "a cell is finer than a patch");
    }

    #[test]
    fn kinds_are_a_set() {
        let kinds = Kinds::of(&[Kind::Checked, Kind::Alerts, Kind::Checked]).unwrap();
        assert_eq!(kinds.iter().collect::<Vec<_>>(), [Kind::Alerts, Kind::Checked]);
        assert!(!kinds.has(Kind::Drills));
        assert_eq!(Kinds::from_bits(kinds.to_bits()), Some(kinds));
        assert_eq!(Kinds::of(&[]), None);
        assert_eq!(Kinds::from_bits(0), None);
        assert_eq!(Kinds::from_bits(8), None);
    }

    #[test]
    fn a_drill_is_heard_only_by_those_who_asked_for_drills() {
        let cell = Cell::at(34.05, -118.25).unwrap();
        let here = Where::Around(Patch::of(cell), Radius::Km2);
        let mut who = subscription(vec![here]).unwrap();
        let touched = Touched::new([cell], []);
        let noon = Slot::all().nth(24).unwrap();
        assert!(who.hears(&touched, Kind::Alerts, true, noon));
        assert!(!who.hears(&touched, Kind::Drills, true, noon));
        who.kinds = Kinds::of(&[Kind::Drills]).unwrap();
        assert!(who.hears(&touched, Kind::Drills, true, noon));
        assert!(!who.hears(&touched, Kind::Alerts, true, noon));
    }

    #[test]
    fn near_is_heard_and_far_is_not() {
        let home = Patch::at(34.05, -118.25).unwrap();
        let who = subscription(vec![Where::Around(home, Radius::Km5)]).unwrap();
        let at = |lat, lon| Touched::new([Cell::at(lat, lon).unwrap()], []);
        assert!(who.covers(&at(34.09, -118.25)), "four kilometres north");
        assert!(!who.covers(&at(34.20, -118.25)), "seventeen kilometres north");
        assert!(!who.covers(&at(40.71, -74.0)), "another city");
    }
}
