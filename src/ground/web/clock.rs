//! Times as pages show them: on the network's own clock, today by its hour, another day by its name.

use crate::ground::locale::Say;
use crate::ground::{App, Moment};

/// The time of day: for what is of today, or soon.
pub fn time(app: &App, at: Moment) -> String {
    at.in_zone(&app.config.zone()).strftime("%H:%M").to_string()
}

/// The time of day; with its day where that is another one.
pub fn when(app: &App, say: &Say, at: Moment) -> String {
    let zone = app.config.zone();
    if at.day_in(&zone) == app.now().day_in(&zone) { time(app, at) } else { day_and_time(app, say, at) }
}

/// The day and the time of day.
pub fn day_and_time(app: &App, say: &Say, at: Moment) -> String {
    say.with("clock-day-and-time", &[("day", day(app, say, at).into()), ("time", time(app, at).into())])
}

/// The day: "4 mar", "Mar 4"; with its year where that is another one.
pub fn day(app: &App, say: &Say, at: Moment) -> String {
    let zone = app.config.zone();
    let (there, today) = (at.in_zone(&zone), app.now().in_zone(&zone));
    let month = say.t1("clock-month", "month", i64::from(there.month()));
    let day = say.with("clock-day", &[("day", i64::from(there.day()).into()), ("month", month.into())]);
    if there.year() == today.year() {
        return day;
    }
    say.with("clock-day-and-year", &[("day", day.into()), ("year", there.year().to_string().into())])
}

/// A moment of which only the day may be left.
pub fn known(app: &App, say: &Say, at: Moment, is_a_day: bool) -> String {
    if is_a_day { day(app, say, at) } else { when(app, say, at) }
}

/// The same for machines: a date where only the day is left, so that nothing counts minutes from its midnight.
pub fn known_iso(app: &App, at: Moment, is_a_day: bool) -> String {
    if is_a_day { at.in_zone(&app.config.zone()).date().to_string() } else { at.iso() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::locale::Lang;
    use crate::testkit::TestHouse;

    #[test]
    fn a_moment_is_shown_by_the_networks_clock_and_another_day_by_its_name_in_each_language() {
        let house = TestHouse::new();
        let (app, en, es) = (&house.app, house.app.say(Lang::En), house.app.say(Lang::Es));
        let at = |text| Moment::parse(text).unwrap();
        assert_eq!(
            when(app, &en, at("2026-03-04T19:05:00-08:00")),
            "19:05",
            "of this day there, of the next in Greenwich"
        );
        let before = at("2026-03-03T23:05:00-08:00");
        assert_eq!((when(app, &es, before), when(app, &en, before)), ("3 mar, 23:05".into(), "Mar 3, 23:05".into()));
        let midnight = at("2026-03-04T00:00:00-08:00");
        assert_eq!(
            (known(app, &es, midnight, true), known(app, &en, midnight, true)),
            ("4 mar".into(), "Mar 4".into())
        );
        assert_eq!(
            (known_iso(app, midnight, true), known_iso(app, midnight, false)),
            ("2026-03-04".into(), midnight.iso())
        );
        let year = at("2025-12-31T12:00:00-08:00");
        assert_eq!((day(app, &es, year), day(app, &en, year)), ("31 dic 2025".into(), "Dec 31, 2025".into()));
    }
}
