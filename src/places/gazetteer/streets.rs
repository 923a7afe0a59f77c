//! Streets and where they meet.

use std::collections::HashMap;

use super::super::key::{DIRECTIONS, Street, StreetKind};
use super::spelling::{letter_set, slips, slips_allowed};

/// What a dropped article or direction costs, when two streets could be meant.
const LOOSE_PENALTY: u32 = 2;

/// What another type of street costs ("Figueroa Avenue" for "Figueroa Street").
const OTHER_KIND_PENALTY: u32 = 2;

/// What a type costs that only one side gives.
const ONE_KIND_PENALTY: u32 = 1;

/// What one slip of the finger costs. More than all else, so that the exact wins.
pub(super) const SLIP_PENALTY: u32 = 20;

/// Streets that a badly typed word may be compared to in earnest, so that one message costs little.
const NEAR_STREETS_MAX: usize = 12;

/// A street and how well it fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    pub street: u32,
    pub penalty: u32,
}

/// Streets by their forms, corners by their streets. Values of corners are numbers of places.
#[derive(Debug, Clone, Default)]
pub(super) struct Streets {
    known: Vec<Known>,
    by_key: HashMap<String, u32>,
    forms: HashMap<String, Vec<Form>>,
    corners: HashMap<(u32, u32), Vec<u32>>,
}

#[derive(Debug, Clone)]
struct Known {
    core: String,
    letters: u64,
    kind: Option<StreetKind>,
    corners: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Form {
    street: u32,
    dropped: u32,
}

impl Streets {
    /// Adds a corner of the streets with these keys.
    pub(super) fn add(&mut self, place: u32, key_a: &str, key_b: &str) {
        let (a, b) = (self.street(key_a), self.street(key_b));
        self.corners.entry(ordered(a, b)).or_default().push(place);
        for street in [a, b] {
            if let Some(known) = self.known.get_mut(street as usize) {
                known.corners.push(place);
            }
        }
    }

    /// The corners of the streets with exactly these keys.
    pub(super) fn at(&self, key_a: &str, key_b: &str) -> &[u32] {
        let streets = self.by_key.get(key_a).zip(self.by_key.get(key_b));
        streets.and_then(|(a, b)| self.corners.get(&ordered(*a, *b))).map_or(&[], Vec::as_slice)
    }

    /// Where any of these streets meet, each corner with what it cost.
    pub(super) fn corners(&self, left: &[Fit], right: &[Fit]) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        for a in left {
            for b in right {
                let places = self.corners.get(&ordered(a.street, b.street)).map_or(&[][..], Vec::as_slice);
                found.extend(places.iter().map(|place| (*place, a.penalty + b.penalty)));
            }
        }
        found
    }

    /// All corners of a street.
    pub(super) fn along(&self, street: u32) -> &[u32] {
        self.known.get(street as usize).map_or(&[], |known| known.corners.as_slice())
    }

    /// The streets that are called so, with and without article and direction.
    pub(super) fn called(&self, asked: &Street) -> Vec<Fit> {
        let mut fits: Vec<Fit> = Vec::new();
        for (form, dropped) in forms(&asked.core) {
            for known in self.forms.get(&form).map_or(&[][..], Vec::as_slice) {
                let loose = (dropped + known.dropped) * LOOSE_PENALTY;
                self.fit(&mut fits, known.street, asked.kind, loose);
            }
        }
        fits
    }

    /// The streets whose name is nearly so. Empty for short words and numbers.
    pub(super) fn nearly_called(&self, asked: &Street) -> Vec<Fit> {
        let core = forms(&asked.core).into_iter().next_back().map_or_else(String::new, |(form, _)| form);
        let most = slips_allowed(core.len());
        if most == 0 {
            return Vec::new();
        }
        let letters = letter_set(&core);
        let mut fits = Vec::new();
        for (at, known) in self.known.iter().enumerate() {
            if (known.letters ^ letters).count_ones() as usize > 2 * most || slips_allowed(known.core.len()) == 0 {
                continue;
            }
            let count = slips(&core, &known.core, most).and_then(|count| u32::try_from(count).ok());
            if let (Some(count), Ok(street)) = (count, u32::try_from(at)) {
                self.fit(&mut fits, street, asked.kind, count * SLIP_PENALTY);
            }
        }
        fits.sort_by_key(|fit| (fit.penalty, fit.street));
        fits.truncate(NEAR_STREETS_MAX);
        fits
    }

    fn fit(&self, fits: &mut Vec<Fit>, street: u32, kind: Option<StreetKind>, base: u32) {
        let Some(known) = self.known.get(street as usize) else { return };
        let penalty = base
            + match (kind, known.kind) {
                (asked, kept) if asked == kept => 0,
                (Some(_), Some(_)) => OTHER_KIND_PENALTY,
                _ => ONE_KIND_PENALTY,
            };
        match fits.iter_mut().find(|fit| fit.street == street) {
            Some(fit) => fit.penalty = fit.penalty.min(penalty),
            None => fits.push(Fit { street, penalty }),
        }
    }

    fn street(&mut self, key: &str) -> u32 {
        if let Some(known) = self.by_key.get(key) {
            return *known;
        }
        let number = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        let street = Street::of_key(key);
        for (form, dropped) in forms(&street.core) {
            self.forms.entry(form).or_default().push(Form { street: number, dropped });
        }
        let letters = letter_set(&street.core);
        self.known.push(Known { core: street.core, letters, kind: street.kind, corners: Vec::new() });
        self.by_key.insert(key.to_owned(), number);
        number
    }
}

fn ordered(a: u32, b: u32) -> (u32, u32) {
    if a <= b { (a, b) } else { (b, a) }
}

/// The forms of a street's name, each with how much was dropped: as it is with directions in full, without its
/// direction, without its article, without a middle initial or "jr". The last drops all that can be.
fn forms(core: &str) -> Vec<(String, u32)> {
    let mut words: Vec<&str> = core.split(' ').collect();
    let last = words.len() - 1;
    for at in [0, last] {
        if words.len() > 1
            && let Some(full) = direction(words[at])
        {
            words[at] = full;
        }
    }
    let mut forms = vec![(words.join(" "), 0)];
    let mut dropped = 0;
    let mut drop = |words: &mut Vec<&str>, at: usize| {
        words.remove(at);
        dropped += 1;
        forms.push((words.join(" "), dropped));
    };
    if words.len() > 1 && direction(words[0]).is_some() {
        drop(&mut words, 0);
    } else if words.len() > 1 && words.last().is_some_and(|word| direction(word).is_some()) {
        let end = words.len() - 1;
        drop(&mut words, end);
    }
    if words.len() > 1 && matches!(words[0], "la" | "el" | "los" | "las" | "the") {
        drop(&mut words, 0);
    }
    if words.len() > 2 && words.last() == Some(&"jr") {
        let end = words.len() - 1;
        drop(&mut words, end);
    }
    if words.len() > 2
        && let Some(initial) = (1..words.len() - 1).find(|at| words[*at].len() == 1)
    {
        drop(&mut words, initial);
    }
    forms
}

/// The full English word of a direction.
fn direction(word: &str) -> Option<&'static str> {
    DIRECTIONS.iter().find(|(_, words)| words.contains(&word)).map(|(full, _)| *full)
}
