//! How words are read: as one place from end to end, as a mention inside a message, and, when nothing else is left,
//! with slips of the finger.

use std::ops::Range;

use super::super::area::{Area, AreaKey};
use super::super::key::{
    ASIDES, BREAK, JOINERS, LEADS, STATES, StreetWord, Word, is_number, is_private, street, words,
};
use super::streets::Fit;
use super::{CHOICES_MAX, Gazetteer, Place, PlaceKind, TEXT_CHARS_MAX};

/// Words of an answer to "where?". Longer is a message, and is searched for mentions.
pub(super) const ANSWER_WORDS_MAX: usize = 16;

/// Words of one street's name, with its type and direction.
pub(super) const STREET_WORDS_MAX: usize = 5;

/// How far, in kilometres, a corner may lie outside the area that somebody names with it: people do not know to the street
/// where a neighbourhood ends.
const BESIDE_KM: f64 = 1.0;

/// What a landmark costs that was named without its class ("Gaviota").
const NO_CLASS_PENALTY: u32 = 1;

/// What was typed, cut into words.
pub(super) struct Asked {
    pub(super) words: Vec<Word>,
    /// Without "cerca de" in front and "CA" at the end.
    pub(super) core: Range<usize>,
}

/// A place that words may mean.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub place: u32,
    /// Nought is exact.
    pub penalty: u32,
    /// The words that mean it.
    pub span: Range<usize>,
}

impl Asked {
    pub(super) fn read(typed: &str) -> Self {
        let cut: String = typed.chars().take(TEXT_CHARS_MAX).collect();
        let words = words(&cut);
        let mut core = 0..words.len();
        while let Some(lead) = lead_at(&words[core.clone()]) {
            core.start += lead;
        }
        // "Brand & California" ends with a street, not with the state.
        while let [.., before, last] = &words[core.clone()]
            && (last.text == BREAK || is_state(last))
            && !is_joiner(before)
        {
            core.end -= 1;
        }
        Asked { words, core }
    }

    /// Whether guessing at slips would be wrong: numbers alone, or an address with a house number.
    pub(super) fn is_settled(&self) -> bool {
        let core = &self.words[self.core.clone()];
        core.iter().all(|word| is_number(&word.text)) || without_house_number(core).len() < core.len()
    }

    /// Whether words outside the place's own name speak of a home or lodging.
    pub(super) fn speaks_of_home(&self, span: &Range<usize>) -> bool {
        let private = |(at, word): (usize, &Word)| !span.contains(&at) && is_private(&word.text);
        self.words.iter().enumerate().any(private)
    }

    /// Whether a corner is followed by the name of a town that is not known here ("Main y 1ra, Santa Ana"): then it is
    /// not the corner that is known here. In a message only names that begin like a town's are taken for one.
    pub(super) fn is_elsewhere(&self, corner: &Range<usize>, is_answer: bool) -> bool {
        let behind = self.words.get(corner.end..).unwrap_or_default();
        let between = behind.iter().take_while(|word| matches!(word.text.as_str(), BREAK | "en" | "in")).count();
        let mut parts = behind[between..].split(|word| word.text == BREAK);
        let Some([first, rest @ ..]) = parts.next().filter(|_| between > 0) else { return false };
        if matches!(first.text.as_str(), "san" | "santa" | "santo") {
            return true;
        }
        let is_aside = |word: &Word| {
            let text = word.text.as_str();
            ASIDES.contains(&text) || is_private(text) || is_state(word) || text.bytes().any(|b| b.is_ascii_digit())
        };
        let is_led = lead_at(&behind[between..]).is_some();
        let ends = parts.next().is_none_or(|after| after.iter().all(is_state));
        is_answer && ends && !is_led && rest.len() < 3 && !is_aside(first) && !rest.iter().any(is_aside)
    }
}

fn is_state(word: &Word) -> bool {
    STATES.contains(&word.text.as_str())
}

pub(super) fn is_joiner(word: &Word) -> bool {
    JOINERS.contains(&word.text.as_str())
}

/// How many words of "cerca de" and the like stand in front; never all of them.
fn lead_at(words: &[Word]) -> Option<usize> {
    let begins = |lead: &&[&str]| lead.len() < words.len() && lead.iter().zip(words).all(|(a, b)| *a == b.text);
    let parts = words.len() > 1 && words[0].text == BREAK;
    LEADS.iter().filter(|lead| begins(lead)).map(|lead| lead.len()).max().or(parts.then_some(1))
}

/// Without a house number in front: a bare number that is followed by something other than a street's type. One or two
/// digits before a joining word are a street ("7 y Alvarado"), and so stay.
fn without_house_number(words: &[Word]) -> &[Word] {
    let [first, second, ..] = words else { return words };
    let digits = first.text.bytes().take_while(u8::is_ascii_digit).count();
    let is_house = !first.ordinal && digits > 0 && first.text.len() - digits <= 1;
    let is_street = StreetWord::after(&second.text).is_some() || is_joiner(second) || second.text == BREAK;
    if is_house && !is_street { &words[1..] } else { words }
}

impl Gazetteer {
    /// Reads all words as one place.
    pub(super) fn whole(&self, asked: &Asked) -> Vec<Hit> {
        let corner = self.whole_corner(asked, false);
        let is_corner = |hit: &Hit| self.place(hit.place).is_some_and(|place| place.kind == PlaceKind::Corner);
        // "Pico / Robertson" is where they meet, though a neighbourhood is called Pico-Robertson.
        if corner.iter().any(is_corner) {
            return corner;
        }
        let all = 0..asked.words.len();
        for span in [all, asked.core.clone()] {
            let named = self.names.named(&asked.words[span.clone()]);
            if !named.is_empty() {
                return hits(named, 0, &span);
            }
        }
        if asked.core.len() > ANSWER_WORDS_MAX || asked.core.is_empty() {
            return Vec::new();
        }
        let core = &asked.words[asked.core.clone()];
        let mut found = corner;
        if found.is_empty() {
            found = hits(&self.names.without_class(core), NO_CLASS_PENALTY, &asked.core);
        }
        if found.is_empty() {
            found = self.landmark_in_area(asked);
        }
        if found.is_empty() {
            found = self.unjoined_corner(asked);
        }
        if found.is_empty() {
            found = self.street_alone(asked);
        }
        found
    }

    /// "Slauson y Figueroa", with an area after it or not.
    pub(super) fn whole_corner(&self, asked: &Asked, nearly: bool) -> Vec<Hit> {
        let Range { start, end } = asked.core.clone();
        let words = &asked.words;
        let mut found = Vec::new();
        if asked.core.len() > ANSWER_WORDS_MAX {
            return found;
        }
        for at in start + 1..end.saturating_sub(1) {
            if !is_joiner(&words[at]) {
                continue;
            }
            let left = self.fits(without_house_number(&words[start..at]), nearly);
            if left.is_empty() {
                continue;
            }
            for stop in (at + 2..=end).rev() {
                let Some(hint) = self.hint(&words[stop..end]) else { continue };
                let right = self.fits(&words[at + 1..stop], nearly);
                let corners = self.streets.corners(&left, &right);
                let span = start..end;
                let inside = self.inside(&corners, &hint);
                if hint.is_empty() || !inside.is_empty() {
                    found.extend(inside.into_iter().map(|(place, penalty)| Hit { place, penalty, span: span.clone() }));
                } else if !right.is_empty() {
                    // The streets are known, but do not meet there: the area is sure, the corner would be a guess.
                    found.extend(self.as_areas(&hint, 1, &span));
                }
            }
        }
        found
    }

    /// "Roosevelt High, Boyle Heights", "parque in Compton": a name and the area it lies in.
    fn landmark_in_area(&self, asked: &Asked) -> Vec<Hit> {
        let Range { start, end } = asked.core.clone();
        for stop in (start + 1..end).rev() {
            let Some(hint) = self.hint(&asked.words[stop..end]).filter(|hint| !hint.is_empty()) else { continue };
            let words = &asked.words[start..stop];
            let mut places = self.names.named(words).to_vec();
            if places.is_empty() {
                places = self.names.without_class(words);
            }
            places.retain(|place| self.is_within(*place, &hint));
            if !places.is_empty() {
                return hits(&places, 0, &(start..end));
            }
        }
        Vec::new()
    }

    /// "7th Alvarado", "Slauson, Figueroa": two streets and nothing between.
    fn unjoined_corner(&self, asked: &Asked) -> Vec<Hit> {
        let Range { start, end } = asked.core.clone();
        let words = &asked.words;
        let is_house = |word: &Word| is_number(&word.text) && !word.ordinal && word.text.len() > 2;
        if words[start..end].iter().any(is_joiner) || is_house(&words[start]) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for at in start + 1..end {
            let (left, right) = (self.fits(&words[start..at], false), self.fits(&words[at..end], false));
            let corners = self.streets.corners(&left, &right);
            found.extend(corners.iter().map(|(place, penalty)| Hit {
                place: *place,
                penalty: *penalty,
                span: start..end,
            }));
        }
        found
    }

    /// One street, perhaps with a house number, perhaps with an area. Only ever gives areas.
    fn street_alone(&self, asked: &Asked) -> Vec<Hit> {
        let Range { start, end } = asked.core.clone();
        let words = &asked.words;
        for stop in (start + 1..=end).rev() {
            let Some(hint) = self.hint(&words[stop..end]) else { continue };
            let typed = &words[start..stop];
            if typed.last().is_some_and(is_joiner) {
                continue;
            }
            let bare = without_house_number(typed);
            // "7" may be a street, but more often a count.
            let fits = if street(bare).is_none_or(|asked| asked.bare) { Vec::new() } else { self.fits(bare, false) };
            let Some(best) = fits.iter().map(|fit| fit.penalty).min() else { continue };
            if !hint.is_empty() {
                return self.as_areas(&hint, 0, &(start..end));
            }
            let along = fits.iter().filter(|fit| fit.penalty == best).flat_map(|fit| self.streets.along(fit.street));
            let mut areas: Vec<AreaKey> =
                along.filter_map(|place| self.place(*place)).map(|place| place.area).collect();
            areas.sort_unstable();
            areas.dedup();
            let most = if bare.len() < typed.len() { 1 } else { CHOICES_MAX };
            return if areas.len() <= most { self.as_areas(&areas, 0, &(start..end)) } else { Vec::new() };
        }
        Vec::new()
    }

    /// The areas that words after a place name: none for no words, `None` when they are not understood.
    fn hint(&self, rest: &[Word]) -> Option<Vec<AreaKey>> {
        // What begins with "and" goes on with the corner.
        if rest.first().is_some_and(|first| is_joiner(first) && first.text != "at") {
            return None;
        }
        let mut rest = rest;
        while let Some(lead) = lead_at(rest).or_else(|| (rest.len() > 1 && rest[0].text == "de").then_some(1)) {
            rest = &rest[lead..];
        }
        let Some(first) = rest.split(|word| word.text == BREAK).find(|part| !part.is_empty()) else {
            return Some(Vec::new());
        };
        let mut name = first;
        while let [before @ .., last] = name
            && !before.is_empty()
            && (is_state(last) || (last.text.len() == 5 && is_number(&last.text)))
        {
            name = before;
        }
        let keys: Vec<AreaKey> =
            self.names.named(name).iter().filter_map(|place| self.place(*place)).map(|p| p.area).collect();
        (!keys.is_empty()).then_some(keys)
    }

    pub(super) fn fits(&self, words: &[Word], nearly: bool) -> Vec<Fit> {
        let Some(asked) = street(words).filter(|_| words.len() <= STREET_WORDS_MAX + 3) else { return Vec::new() };
        let fits = self.streets.called(&asked);
        if fits.is_empty() && nearly { self.streets.nearly_called(&asked) } else { fits }
    }

    fn is_within(&self, place: u32, areas: &[AreaKey]) -> bool {
        let Some(place) = self.place(place) else { return false };
        areas.iter().any(|area| self.areas.within(place.area, *area) || self.stands_on(place, *area))
    }

    /// The corners on the ground of these areas; when there are none, those within [`BESIDE_KM`] of it. All of them when no
    /// area is given.
    pub(super) fn inside(&self, corners: &[(u32, u32)], areas: &[AreaKey]) -> Vec<(u32, u32)> {
        if areas.is_empty() {
            return corners.to_vec();
        }
        let within = |(place, _): &&(u32, u32)| self.is_within(*place, areas);
        let inside: Vec<(u32, u32)> = corners.iter().filter(within).copied().collect();
        if !inside.is_empty() {
            return inside;
        }
        let grounds: Vec<&Area> = areas.iter().filter_map(|area| self.areas.get(*area)).collect();
        let beside = |(place, _): &&(u32, u32)| {
            let point = self.place(*place).and_then(|place| place.point);
            let around = point.map(around).unwrap_or_default();
            around.iter().any(|(lat, lon)| grounds.iter().any(|ground| ground.holds(*lat, *lon)))
        };
        corners.iter().filter(beside).copied().collect()
    }

    fn stands_on(&self, place: &Place, area: AreaKey) -> bool {
        let ground = self.areas.get(area);
        place.point.zip(ground).is_some_and(|((lat, lon), ground)| ground.holds(lat, lon))
    }

    fn as_areas(&self, areas: &[AreaKey], penalty: u32, span: &Range<usize>) -> Vec<Hit> {
        let numbers = areas.iter().filter_map(|area| self.area_places.get(area));
        numbers.map(|place| Hit { place: *place, penalty, span: span.clone() }).collect()
    }
}

pub(super) fn hits(places: &[u32], penalty: u32, span: &Range<usize>) -> Vec<Hit> {
    places.iter().map(|place| Hit { place: *place, penalty, span: span.clone() }).collect()
}

/// Points around a point, in degrees: twelve on a ring of [`BESIDE_KM`] and twelve half-way.
fn around(point: (f64, f64)) -> Vec<(f64, f64)> {
    const KM_PER_DEGREE: f64 = 111.2;
    let narrowing = point.0.to_radians().cos().max(0.01);
    let ring = (0..24_u32).map(|step| {
        let reach = if step % 2 == 0 { BESIDE_KM } else { BESIDE_KM / 2.0 } / KM_PER_DEGREE;
        let (north, east) = (f64::from(step) / 24.0 * std::f64::consts::TAU).sin_cos();
        (point.0 + reach * north, point.1 + reach * east / narrowing)
    });
    ring.collect()
}
