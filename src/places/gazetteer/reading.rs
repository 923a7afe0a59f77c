//! How words are read: as one place from end to end, as a mention inside a message, and, when nothing else is left,
//! with slips of the finger.

use std::ops::Range;

use super::super::area::{Area, AreaKey};
use super::super::key::{
    ASIDES, BREAK, JOIN, JOINERS, LEADS, PRIVATE, STATES, STOPS, StreetKind, Word, is_number, street, words,
};
use super::streets::{Fit, SLIP_PENALTY, Streets};
use super::{CHOICES_MAX, Gazetteer, Place, PlaceKind, TEXT_CHARS_MAX};

/// Words of an answer to "where?". Longer is a message, and is searched for mentions.
const ANSWER_WORDS_MAX: usize = 16;

/// Words of one street's name, with its type and direction.
const STREET_WORDS_MAX: usize = 5;

/// Words of one name inside a message.
const NAME_WORDS_MAX: usize = 6;

/// How far, in kilometres, a corner may lie outside the area that somebody names with it: people do not know to the street
/// where a neighbourhood ends.
const BESIDE_KM: f64 = 1.0;

/// Spots in a message that are compared letter by letter, so that a long one stays cheap.
const NEARLY_SPOTS_MAX: usize = 12;

/// What a landmark costs that was named without its class ("Gaviota").
const NO_CLASS_PENALTY: u32 = 1;

/// Words that are a place's name but far more often something else; inside a message they count only after "en", "in".
const WEAK: [&str; 14] = [
    "centro", "center", "industry", "commerce", "walnut", "bell", "palms", "puerto", "harbor", "valley", "valle",
    "citrus", "vincent", "downtown",
];

/// What was typed, cut into words.
pub(super) struct Asked {
    words: Vec<Word>,
    /// Without "cerca de" in front and "CA" at the end.
    core: Range<usize>,
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
        let private = |(at, word): (usize, &Word)| !span.contains(&at) && PRIVATE.contains(&word.text.as_str());
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
            ASIDES.contains(&text)
                || PRIVATE.contains(&text)
                || is_state(word)
                || text.bytes().any(|b| b.is_ascii_digit())
        };
        let is_led = lead_at(&behind[between..]).is_some();
        let ends = parts.next().is_none_or(|after| after.iter().all(is_state));
        is_answer && ends && !is_led && rest.len() < 3 && !is_aside(first) && !rest.iter().any(is_aside)
    }
}

fn is_state(word: &Word) -> bool {
    STATES.contains(&word.text.as_str())
}

fn is_joiner(word: &Word) -> bool {
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
    let is_street = StreetKind::after(&second.text).is_some() || is_joiner(second) || second.text == BREAK;
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
    fn whole_corner(&self, asked: &Asked, nearly: bool) -> Vec<Hit> {
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
                if hint.is_empty() || corners.iter().any(|(place, _)| self.is_within(*place, &hint)) {
                    let inside = corners.iter().filter(|(place, _)| hint.is_empty() || self.is_within(*place, &hint));
                    found.extend(inside.map(|(place, penalty)| Hit {
                        place: *place,
                        penalty: *penalty,
                        span: span.clone(),
                    }));
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

    /// Reads a message for mentions of places. In an answer to "where?" (`is_answer`) less is let pass.
    pub(super) fn mentioned(&self, asked: &Asked, is_answer: bool) -> Vec<Hit> {
        let (corners, apart) = self.corners_in(asked, false);
        let taken: Vec<Range<usize>> = corners.iter().map(|hit| hit.span.clone()).chain(apart).collect();
        let names = self.names_in(asked, &taken);
        if names.is_empty() {
            return corners.into_iter().filter(|hit| !asked.is_elsewhere(&hit.span, is_answer)).collect();
        }
        if corners.is_empty() {
            return names;
        }
        let keys: Vec<AreaKey> = names.iter().filter_map(|hit| self.place(hit.place)).map(|place| place.area).collect();
        let found: Vec<(u32, u32)> = corners.iter().map(|hit| (hit.place, hit.penalty)).collect();
        let inside = self.inside(&found, &keys);
        let agrees = |hit: &&Hit| inside.iter().any(|(place, _)| *place == hit.place);
        let agreeing: Vec<Hit> = corners.iter().filter(agrees).cloned().collect();
        if !agreeing.is_empty() {
            return agreeing;
        }
        // "Main y 1ra en Santa Ana": the area right behind the corner says which Main is meant. If it does not know
        // such a corner, the area is all that is sure. An area elsewhere in the message is a second place.
        let behind = |hit: &Hit| corners.iter().any(|corner| follows(asked, &corner.span, &hit.span));
        let bound: Vec<Hit> = names.iter().filter(|hit| behind(hit)).cloned().collect();
        if bound.is_empty() {
            corners.into_iter().chain(names).map(|hit| Hit { penalty: 0, ..hit }).collect()
        } else {
            bound
        }
    }

    /// Corners around each joining word, the best reading of each; and the stretches that name two streets which do not
    /// meet: what they name is in doubt, and is not taken for areas ("Slauson y Hollywood").
    fn corners_in(&self, asked: &Asked, nearly: bool) -> (Vec<Hit>, Vec<Range<usize>>) {
        let words = &asked.words;
        let joiners = (1..words.len().saturating_sub(1)).filter(|at| is_joiner(&words[*at]));
        let spots = if nearly { NEARLY_SPOTS_MAX } else { usize::MAX };
        let (mut found, mut apart) = (Vec::new(), Vec::new());
        for at in joiners.take(spots) {
            let lefts: Vec<Side> = (1..=STREET_WORDS_MAX.min(at))
                .filter_map(|length| self.side(words, at - length..at, nearly))
                .filter(|side| !words[side.span.start..at.saturating_sub(1)].iter().any(|word| word.text == BREAK))
                .collect();
            let rights: Vec<Side> = (1..=STREET_WORDS_MAX.min(words.len() - at - 1))
                .filter_map(|length| self.side(words, at + 1..at + 1 + length, nearly))
                .filter(|side| !words[at + 2..side.span.end.max(at + 2)].iter().any(|word| word.text == BREAK))
                .collect();
            let corners = best_corners(&self.streets, &lefts, &rights);
            if corners.is_empty()
                && let (Some(left), Some(right)) = (lefts.last(), rights.last())
            {
                apart.push(left.span.start..right.span.end);
            }
            found.extend(corners);
        }
        (found, apart)
    }

    fn side(&self, words: &[Word], span: Range<usize>, nearly: bool) -> Option<Side> {
        let asked = street(&words[span.clone()])?;
        let mut fits = self.streets.called(&asked);
        if fits.is_empty() && nearly {
            fits = self.streets.nearly_called(&asked);
        }
        (!fits.is_empty()).then_some(Side { fits, span, bare: asked.bare })
    }

    /// Names of areas and landmarks, the longest first, none inside the stretches that are taken.
    fn names_in(&self, asked: &Asked, taken: &[Range<usize>]) -> Vec<Hit> {
        let words = &asked.words;
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let longest = (1..=NAME_WORDS_MAX.min(words.len() - at)).rev().find_map(|length| {
                let span = at..at + length;
                let free = taken.iter().all(|other| other.end <= span.start || span.end <= other.start);
                let places =
                    if free && is_namelike(words, &span) { self.names.mentioned(&words[span.clone()]) } else { &[] };
                (!places.is_empty()).then(|| hits(places, 0, &span))
            });
            match longest {
                Some(hits) => {
                    at = hits.first().map_or(at + 1, |hit| hit.span.end);
                    found.extend(hits);
                }
                None => at += 1,
            }
        }
        found
    }

    /// The whole answer with slips, then a message with slips.
    pub(super) fn nearly(&self, asked: &Asked) -> Vec<Hit> {
        let core = &asked.words[asked.core.clone()];
        if core.len() > ANSWER_WORDS_MAX {
            return self.nearly_mentioned(asked);
        }
        let named = self.names.nearly(core);
        if !named.is_empty() {
            return named
                .into_iter()
                .map(|(place, penalty)| Hit { place, penalty, span: asked.core.clone() })
                .collect();
        }
        let found = self.whole_corner(asked, true);
        if found.is_empty() { self.nearly_mentioned(asked) } else { found }
    }

    /// Mentions with slips: corners anywhere, names only behind "en", "cerca de" and the like.
    pub(super) fn nearly_mentioned(&self, asked: &Asked) -> Vec<Hit> {
        let (mut found, _) = self.corners_in(asked, true);
        found.retain(|hit| !asked.is_elsewhere(&hit.span, false));
        if !found.is_empty() {
            return found;
        }
        let words = &asked.words;
        let leads =
            (0..words.len()).filter(|at| matches!(words[*at].text.as_str(), "en" | "in" | "near" | "por" | "cerca"));
        for at in leads.take(NEARLY_SPOTS_MAX) {
            let start = at + 1 + usize::from(words.get(at + 1).is_some_and(|word| STOPS.contains(&word.text.as_str())));
            for length in (1..=3).rev().filter(|length| start + length <= words.len()) {
                let near = self.names.nearly(&words[start..start + length]);
                if !near.is_empty() {
                    let span = start..start + length;
                    return near
                        .into_iter()
                        .map(|(place, penalty)| Hit { place, penalty, span: span.clone() })
                        .collect();
                }
            }
        }
        Vec::new()
    }

    fn fits(&self, words: &[Word], nearly: bool) -> Vec<Fit> {
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
    fn inside(&self, corners: &[(u32, u32)], areas: &[AreaKey]) -> Vec<(u32, u32)> {
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

/// One side of a corner in a message.
struct Side {
    fits: Vec<Fit>,
    span: Range<usize>,
    bare: bool,
}

/// The corners with the least penalty, and among these those that use most words.
fn best_corners(streets: &Streets, lefts: &[Side], rights: &[Side]) -> Vec<Hit> {
    let mut all: Vec<Hit> = Vec::new();
    for left in lefts {
        // "De 5 y 7 agentes" names no streets: two bare numbers are a count.
        for right in rights.iter().filter(|right| !(left.bare && right.bare)) {
            let corners = streets.corners(&left.fits, &right.fits);
            let span = left.span.start..right.span.end;
            all.extend(corners.iter().map(|(place, penalty)| Hit {
                place: *place,
                penalty: *penalty,
                span: span.clone(),
            }));
        }
    }
    let Some(best) = all.iter().map(|hit| hit.penalty).min() else { return Vec::new() };
    all.retain(|hit| hit.penalty == best);
    let longest = all.iter().map(|hit| hit.span.len()).max().unwrap_or_default();
    all.retain(|hit| hit.span.len() == longest);
    // Each joining word has its own best reading; only slips make one corner of a message worse than another.
    all.iter_mut().for_each(|hit| hit.penalty /= SLIP_PENALTY);
    all
}

fn hits(places: &[u32], penalty: u32, span: &Range<usize>) -> Vec<Hit> {
    places.iter().map(|place| Hit { place: *place, penalty, span: span.clone() }).collect()
}

/// Whether a stretch of a message may be a name: no break inside, no idle word at the end, not too short, and not a
/// word that mostly means something else.
fn is_namelike(words: &[Word], span: &Range<usize>) -> bool {
    let inside = &words[span.clone()];
    let [first, .., last] = inside else {
        let [only] = inside else { return false };
        let before =
            |back: usize| span.start.checked_sub(back).and_then(|at| words.get(at)).map(|word| word.text.as_str());
        let led = |word: Option<&str>| matches!(word, Some("en" | "in"));
        let weak = WEAK.contains(&only.text.as_str());
        let is_led = led(before(1)) || (matches!(before(1), Some("el" | "the" | "la")) && led(before(2)));
        let is_house = only.text.len() == 5 && is_number(&only.text) && is_address(words, span.end);
        return only.text.len() >= 4 && !only.ordinal && (!weak || is_led) && !is_house;
    };
    let idle = |word: &Word| word.text == JOIN || word.text == BREAK || is_joiner(word);
    !idle(first) && !idle(last) && !inside.iter().any(|word| word.text == BREAK) && !STOPS.contains(&last.text.as_str())
}

/// Whether a street's type follows soon: then a five-digit number before it is a house, not a ZIP.
fn is_address(words: &[Word], from: usize) -> bool {
    let next = words.iter().skip(from).take(4).take_while(|word| word.text != BREAK);
    next.skip(1).any(|word| StreetKind::after(&word.text).is_some())
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

/// Whether a name stands right behind a corner, with only "," or "en" between.
fn follows(asked: &Asked, corner: &Range<usize>, name: &Range<usize>) -> bool {
    let between = asked.words.get(corner.end..name.start);
    between.is_some_and(|words| {
        words.len() <= 3
            && words.iter().all(|word| matches!(word.text.as_str(), BREAK | "en" | "in" | "de" | "del" | "la" | "el"))
    })
}
