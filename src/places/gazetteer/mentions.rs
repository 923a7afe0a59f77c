//! Places mentioned inside a message, and the same with slips of the finger.

use std::ops::Range;

use super::super::area::AreaKey;
use super::super::key::{BREAK, JOIN, STOPS, StreetWord, Word, is_number, street};
use super::Gazetteer;
use super::reading::{ANSWER_WORDS_MAX, Asked, Hit, STREET_WORDS_MAX, hits, is_joiner};
use super::streets::{Fit, SLIP_PENALTY, Streets};

/// Words of one name inside a message.
const NAME_WORDS_MAX: usize = 6;

/// Spots in a message that are compared letter by letter, so that a long one stays cheap.
const NEARLY_SPOTS_MAX: usize = 12;

/// Words that are a place's name but far more often something else; inside a message they count only after "en", "in".
const WEAK: [&str; 14] = [
    "centro", "center", "industry", "commerce", "walnut", "bell", "palms", "puerto", "harbor", "valley", "valle",
    "citrus", "vincent", "downtown",
];

impl Gazetteer {
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
            return self.nearly_mentioned(asked, true);
        }
        let named = self.names.nearly(core);
        if !named.is_empty() {
            return named
                .into_iter()
                .map(|(place, penalty)| Hit { place, penalty, span: asked.core.clone() })
                .collect();
        }
        let found = self.whole_corner(asked, true);
        if found.is_empty() { self.nearly_mentioned(asked, true) } else { found }
    }

    /// Mentions with slips: corners anywhere, names only behind "en", "cerca de" and the like.
    pub(super) fn nearly_mentioned(&self, asked: &Asked, is_answer: bool) -> Vec<Hit> {
        let (mut found, _) = self.corners_in(asked, true);
        found.retain(|hit| !asked.is_elsewhere(&hit.span, is_answer));
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
    for hit in &mut all {
        hit.penalty /= SLIP_PENALTY;
    }
    all
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
    next.skip(1).any(|word| StreetWord::after(&word.text).is_some())
}

/// Whether a name stands right behind a corner, with only "," or "en" between.
fn follows(asked: &Asked, corner: &Range<usize>, name: &Range<usize>) -> bool {
    let between = asked.words.get(corner.end..name.start);
    between.is_some_and(|words| {
        words.len() <= 3
            && words.iter().all(|word| matches!(word.text.as_str(), BREAK | "en" | "in" | "de" | "del" | "la" | "el"))
    })
}
