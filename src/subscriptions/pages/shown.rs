//! What someone chose, in words.

use jiff::tz::TimeZone;

use crate::ground::Moment;
use crate::ground::locale::{Lang, Say};
use crate::places::{AreaKey, Atlas};
use crate::subscriptions::form::days_code;
use crate::subscriptions::quiet::DAY_MINUTES;
use crate::subscriptions::{Patch, QuietHours, Subscription, Where};

/// What someone chose, line by line.
pub(super) struct Chosen {
    pub places: Vec<String>,
    pub kinds: Vec<String>,
    pub lang: &'static str,
    pub quiet: String,
    pub channel: String,
}

impl Chosen {
    pub(super) fn of(choices: &Subscription, atlas: &Atlas, say: &Say) -> Self {
        Chosen {
            places: choices.places().iter().map(|place| place_words(*place, atlas, say)).collect(),
            kinds: choices.kinds.iter().map(|kind| say.t(&kind.word())).collect(),
            lang: choices.lang.own_name(),
            quiet: quiet_words(choices.quiet, say),
            channel: say.t(&choices.carrier.channel().word()),
        }
    }
}

/// Areas that name a circle: those of a patch are two or three.
const NAMES_MAX: usize = 3;

/// A place in words. A circle is named after the areas in which its patch lies: what was typed is not kept.
pub(super) fn place_words(place: Where, atlas: &Atlas, say: &Say) -> String {
    match place {
        Where::Everywhere => say.t("subscribe-everywhere"),
        Where::Area(area) => atlas.name(area).unwrap_or_else(|| say.t("subscribe-place-gone")),
        Where::Around(patch, radius) => {
            let names = names_in(patch, atlas);
            if names.is_empty() {
                return say.t1("subscribe-describe-around-unknown", "km", radius.km());
            }
            let place = names.join(", ");
            say.with("subscribe-describe-around", &[("km", radius.km().into()), ("place", place.into())])
        }
    }
}

/// The areas that hold the patch's cells, those with most of them first.
fn names_in(patch: Patch, atlas: &Atlas) -> Vec<String> {
    let mut held: Vec<(AreaKey, usize)> = Vec::new();
    for area in patch.cells().filter_map(|cell| atlas.area_of_cell(cell)) {
        match held.iter_mut().find(|(known, _)| *known == area) {
            Some((_, cells)) => *cells += 1,
            None => held.push((area, 1)),
        }
    }
    held.sort_by_key(|(area, cells)| (std::cmp::Reverse(*cells), *area));
    held.into_iter().take(NAMES_MAX).filter_map(|(area, _)| atlas.name(area)).collect()
}

fn quiet_words(quiet: QuietHours, say: &Say) -> String {
    let hours = match quiet.range() {
        Some(range) => say.with(
            "subscribe-quiet-said",
            &[
                ("days", say.t(&format!("subscribe-quiet-days-{}", days_code(range.days))).into()),
                ("from", hour_words(range.from_minute, say.lang).into()),
                ("to", hour_words(range.to_minute, say.lang).into()),
            ],
        ),
        None if quiet == QuietHours::NONE || quiet.to_i64s() == [0, 0] => return say.t("subscribe-quiet-none"),
        None => say.t("subscribe-quiet-said-more"),
    };
    if quiet.urgent_may_pass() { format!("{hours}. {}", say.t("subscribe-quiet-urgent")) } else { hours }
}

/// A time of day as people here say it: `10:00 p. m.`, `10:00 pm`.
pub(super) fn hour_words(minutes: u16, lang: Lang) -> String {
    let (hour, minute) = (minutes % DAY_MINUTES / 60, minutes % 60);
    let half = match (lang, hour < 12) {
        (Lang::Es, true) => "a. m.",
        (Lang::Es, false) => "p. m.",
        (Lang::En, true) => "am",
        (Lang::En, false) => "pm",
    };
    format!("{}:{minute:02} {half}", if hour % 12 == 0 { 12 } else { hour % 12 })
}

/// A day where the network lives: `3 de marzo de 2027`, `March 3, 2027`.
pub(super) fn day_words(at: Moment, zone: &TimeZone, say: &Say) -> String {
    let day = at.in_zone(zone);
    let month = say.t1("subscribe-month", "month", i64::from(day.month()));
    let values =
        [("day", i64::from(day.day()).into()), ("month", month.into()), ("year", day.year().to_string().into())];
    say.with("subscribe-day", &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_said_as_people_say_them() {
        assert_eq!(hour_words(0, Lang::En), "12:00 am");
        assert_eq!(hour_words(1_440, Lang::En), "12:00 am");
        assert_eq!(hour_words(750, Lang::Es), "12:30 p. m.");
        assert_eq!(hour_words(1_320, Lang::Es), "10:00 p. m.");
        assert_eq!(hour_words(420, Lang::En), "7:00 am");
    }
}
