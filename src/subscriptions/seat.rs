//! Seats: the numbers of subscriptions, small and in the order of space.
//!
//! A broadcast keeps its audience as a set of numbers. Such a set is small where those who hear an alert sit side by side, so
//! numbers are given out by the page: each page of 64 belongs to one home, a patch or an area on one carrier. A number is never given twice:
//! an old alert's correction must not reach a stranger.

use super::{Carrier, Subscription, Where};

/// Seats of a page. The subscribers of a neighbourhood on one carrier fill a few; a seat that stays empty costs nothing in a
/// compressed set.
pub const PAGE_SEATS: u32 = 64;

/// Pages that there can be: all 2^32 numbers. A million new subscriptions a year would take four thousand years.
pub const PAGES_MAX: u32 = u32::MAX / PAGE_SEATS + 1;

/// The number of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Seat(pub u32);

/// Where a subscription sits: with those of its carrier, by the most exact of its places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Home {
    /// Each leg of a broadcast has one carrier, so that its seats are side by side.
    pub carrier: Carrier,
    /// As the database keeps it: 0 for everywhere, negative for an area, the H3 index of a patch.
    pub place: i64,
}

impl Home {
    /// The home of a subscription.
    pub fn of(subscription: &Subscription) -> Self {
        // Places are sorted from everywhere to the patch.
        let place = match subscription.places().last() {
            None | Some(Where::Everywhere) => 0,
            Some(Where::Area(area)) => -i64::from(area.0) - 1,
            Some(Where::Around(patch, _)) => patch.to_i64(),
        };
        Home { carrier: subscription.carrier, place }
    }
}

/// A page of seats, as the database keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// From 0 to [`PAGES_MAX`] - 1.
    pub number: u32,
    /// To whom it belongs.
    pub home: Home,
    /// Seats given out so far, those of people who left included.
    pub taken: u32,
}

impl Page {
    /// Gives out one seat to someone of this home: from `newest`, the newest page of that home, or from a new page after the
    /// `pages` that there are in the whole house. Yields the page as it is to be kept. `None` when all numbers are used up.
    pub fn seat(newest: Option<Page>, home: Home, pages: u32) -> Option<(Seat, Page)> {
        let page = match newest {
            Some(page) if page.home == home && page.taken < PAGE_SEATS => page,
            _ if pages < PAGES_MAX => Page { number: pages, home, taken: 0 },
            _ => return None,
        };
        let seat = Seat(page.number * PAGE_SEATS + page.taken);
        Some((seat, Page { taken: page.taken + 1, ..page }))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;
    use crate::ground::locale::Lang;
    use crate::places::AreaKey;
    use crate::subscriptions::{Kind, Kinds, Patch, QuietHours, Radius};

    fn home(place: i64) -> Home {
        Home { carrier: Carrier::Email, place }
    }

    #[test]
    fn numbers_are_given_once_and_those_of_a_home_are_side_by_side() {
        let mut newest: HashMap<Home, Page> = HashMap::new();
        let (mut pages, mut given, mut runs) = (0, HashSet::new(), HashMap::<Home, HashSet<u32>>::new());
        for turn in 0..20_000i64 {
            let home = home(turn * turn % 17);
            let (seat, page) = Page::seat(newest.get(&home).copied(), home, pages).unwrap();
            pages = pages.max(page.number + 1);
            newest.insert(home, page);
            assert!(given.insert(seat));
            runs.entry(home).or_default().insert(seat.0 / PAGE_SEATS);
        }
        let used: usize = runs.values().map(HashSet::len).sum();
        assert_eq!(used, pages as usize, "no page has two homes");
        assert!(used <= 20_000 / PAGE_SEATS as usize + runs.len());
    }

    #[test]
    fn a_page_of_another_home_is_not_used() {
        let other = Page { number: 0, home: home(5), taken: 1 };
        let (seat, page) = Page::seat(Some(other), home(6), 1).unwrap();
        assert_eq!((seat, page.number), (Seat(64), 1));
    }

    #[test]
    fn the_last_number_is_the_last() {
        let home = home(1);
        let (seat, page) = Page::seat(None, home, PAGES_MAX - 1).unwrap();
        assert_eq!(seat, Seat(u32::MAX - 63));
        let full = Page { taken: PAGE_SEATS - 1, ..page };
        assert_eq!(Page::seat(Some(full), home, PAGES_MAX).unwrap().0, Seat(u32::MAX));
        assert_eq!(Page::seat(Some(Page { taken: PAGE_SEATS, ..page }), home, PAGES_MAX), None);
    }

    #[test]
    fn a_home_is_a_patch_before_an_area() {
        let kinds = Kinds::of(&[Kind::Alerts]).unwrap();
        let home = |places| {
            let who = Subscription::new(places, Lang::Es, Carrier::Email, kinds, QuietHours::NONE).unwrap();
            Home::of(&who).place
        };
        let patch = Patch::at(34.05, -118.25).unwrap();
        let around = Where::Around(patch, Radius::Km5);
        assert_eq!(home(vec![around, Where::Area(AreaKey(0))]), patch.to_i64());
        assert_eq!(home(vec![Where::Area(AreaKey(0))]), -1);
        assert_eq!(home(vec![Where::Everywhere]), 0);
    }
}
