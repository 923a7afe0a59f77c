//! The form of a draft: reading what a dispatcher chose, and filling it in again.

use super::alert::{
    Advice, Choices, CorrectionWhy, EXPIRES_MINUTES, Facts, Follows, Kind, NEXT_UPDATE_MINUTES, PublicPlace,
};
use crate::ground::web::Fields;
use crate::ground::{Moment, Problem};
use crate::places::{Atlas, Place, Resolution};
use crate::triage::Scene;

/// What the form cannot be read without: the incident's scene, the map, the message that is followed, the time; and the place of the draft that is
/// changed.
pub struct Around<'a> {
    pub scene: Scene,
    pub kept: Option<&'a PublicPlace>,
    pub atlas: &'a Atlas,
    pub latest: Option<Follows>,
    pub now: Moment,
}

/// Why a form is not a draft, with the places that its words may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead {
    pub problem: Problem,
    pub places: Vec<String>,
}

impl NotRead {
    fn at(field: &'static str, word: &'static str) -> NotRead {
        NotRead { problem: Problem::new(field, word), places: Vec::new() }
    }
}

/// Reads the form. Whether it all fits together is judged by `Facts::of`.
///
/// # Errors
/// The first field that cannot be read.
pub fn read(fields: &Fields, around: &Around<'_>) -> Result<Choices, NotRead> {
    let kind = fields.code("kind", Kind::from_code).ok_or(NotRead::at("kind", "alert-problem-kind"))?;
    let place = place(fields.text("place"), around)?;
    let advice: Option<Vec<Advice>> = fields.all("advice").iter().map(|code| Advice::from_code(code)).collect();
    let advice = advice.ok_or(NotRead::at("advice", "alert-refused-advice-does-not-fit"))?;
    let expires = minutes(fields.text("expires"), &EXPIRES_MINUTES);
    let expires = expires.ok_or(NotRead::at("expires", "alert-refused-expiry-does-not-fit"))?;
    let next = match fields.text("next") {
        "" => None,
        typed => {
            let read = minutes(typed, &NEXT_UPDATE_MINUTES);
            Some(read.ok_or(NotRead::at("next", "alert-refused-next-update-does-not-fit"))?)
        }
    };
    // A reason is taken for a correction only: a form without a script shows the question for every kind.
    let why = fields.code("why", CorrectionWhy::from_code).filter(|_| kind == Kind::Correction);
    Ok(Choices {
        kind,
        place,
        advice,
        hotline: fields.text("hotline") == "yes",
        next_update_at: next.map(|minutes| around.now.plus_minutes(minutes)),
        expires_at: around.now.plus_minutes(expires),
        why,
        follows: around.latest,
    })
}

/// The form as it was, from a draft's facts; minutes are those nearest to what is left.
pub fn filled(facts: &Facts, scene: Scene, now: Moment) -> Fields {
    let mut fields = Fields::default();
    fields.put("kind", facts.kind.code());
    fields.put("place", typed(&facts.place, scene).to_owned());
    for advice in &facts.advice {
        fields.put("advice", advice.code());
    }
    let nearest = |at: Moment, offered: &[i64]| {
        let left = at.minutes_since(now);
        offered.iter().min_by_key(|minutes| (**minutes - left).abs()).map_or_else(String::new, i64::to_string)
    };
    fields.put("expires", nearest(facts.expires_at, &EXPIRES_MINUTES));
    if let Some(at) = facts.next_update_at {
        fields.put("next", nearest(at, &NEXT_UPDATE_MINUTES));
    }
    let yes = |is: bool| if is { "yes" } else { "" };
    fields.put("hotline", yes(facts.hotline));
    if let Some(why) = facts.why {
        fields.put("why", why.code());
    }
    fields
}

/// What stands in the form for a place: nothing for the incident's area.
fn typed(place: &PublicPlace, scene: Scene) -> &str {
    match place.spot() {
        Some(spot) => &spot.name,
        None if place.area() == scene.area => "",
        None => place.area_name(),
    }
}

/// What of the typed place may be published. Nothing typed: the incident's area. What stands there as the draft filled it in is the draft's place:
/// the same words may mean another one by now, or never have been the words that were typed.
fn place(words: &str, around: &Around<'_>) -> Result<PublicPlace, NotRead> {
    let scene = around.scene;
    if let Some(kept) = around.kept.filter(|kept| typed(kept, scene) == words) {
        return Ok(kept.clone());
    }
    let name = |area| around.atlas.name(area).ok_or(NotRead::at("place", "alert-problem-place"));
    if words.is_empty() {
        return Ok(PublicPlace::of(crate::places::Published::AreaOnly(scene.area), &name(scene.area)?));
    }
    let place: Place = match around.atlas.resolve(words, Some(scene.cell)) {
        Resolution::One(place) => place,
        Resolution::Several(places) => {
            let places = places.into_iter().map(|place| place.name).collect();
            return Err(NotRead { places, ..NotRead::at("place", "alert-problem-several") });
        }
        Resolution::None => return Err(NotRead::at("place", "alert-problem-place")),
    };
    Ok(PublicPlace::of(place.published_as(), &name(place.area)?))
}

fn minutes(typed: &str, offered: &[i64]) -> Option<i64> {
    typed.parse().ok().filter(|minutes| offered.contains(minutes))
}
