//! The report form as it arrives: fields to a [`New`], and the problems a person must hear about.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::ground::Moment;
use crate::ground::locale::Lang;
use crate::ground::web::Fields;
use crate::ground::wrong::Problem;
use crate::lint;

use super::facts::{Activity, Agency, Channel, DETAINED_COUNT_MAX, Facts, FirstHand, HowMany, TimePrecision, YesNo};
use super::intake::New;
use super::report::{ONCE_BYTES_MAX, ReportWords, When, is_blank};
use super::siting::Pick;

/// The answer that stands for "none of these" where several places are offered.
pub(super) const NONE_OF_THESE: &str = "none";

/// Languages that reporters may choose to be spoken to in, by their own names. The first are the pages' own; then those
/// that many neighbours in California speak, Mayan and Oaxacan languages among them (ISO 639-3 codes).
pub(super) const SPEAKS: [(&str, &str); 17] = [
    ("es", "Español"),
    ("en", "English"),
    ("quc", "K’iche’"),
    ("mam", "Mam"),
    ("kjb", "Q’anjob’al"),
    ("zap", "Diidxazá (zapoteco)"),
    ("mix", "Tu’un savi (mixteco)"),
    ("zh", "中文"),
    ("ko", "한국어"),
    ("tl", "Tagalog"),
    ("vi", "Tiếng Việt"),
    ("hy", "Հայերեն"),
    ("ru", "Русский"),
    ("fa", "فارسی"),
    ("ar", "العربية"),
    ("ht", "Kreyòl ayisyen"),
    ("pt", "Português"),
];

/// The longest that a form may have waited on a phone without a signal: the script forgets an unsent one after a day.
pub(super) const WAITED_SECONDS_MAX: u32 = 24 * 60 * 60;

/// When a form was sent off by the person, which may be long before it came: the phone says how many seconds it waited. A span and not a time,
/// because phones' clocks are wrong; never ahead of us; at most `at_most` seconds ago, which is how long ago we handed the form out.
pub(super) fn written_at(fields: &Fields, at_most: u32, now: Moment) -> Moment {
    let waited: u32 = fields.text("waited").parse().unwrap_or(0);
    now.plus_seconds(-i64::from(waited.min(at_most).min(WAITED_SECONDS_MAX)))
}

/// What a form says. "Right now" is when it was written.
///
/// # Errors
/// Every problem at once, in the order of the form.
pub(super) fn read(fields: &Fields, lang: Lang, zone: &TimeZone, written: Moment) -> Result<New, Vec<Problem>> {
    let mut problems = Vec::new();
    let activity = fields.code("activity", Activity::from_code);
    if activity.is_none() {
        problems.push(Problem::new("activity", "report-activity-missing"));
    }
    let point = point(fields);
    if is_blank(fields.text("place")) && point.is_none() {
        problems.push(Problem::new("place", "report-place-missing"));
    }
    let when = when(fields, zone, written).map_err(|problem| problems.push(problem)).ok();
    let detained_count = detained_count(fields).map_err(|problem| problems.push(problem)).unwrap_or_default();
    let wants_call = fields.has("wants_call");
    if wants_call && is_blank(fields.text("contact")) {
        problems.push(Problem::new("contact", "report-contact-missing"));
    }
    let words = words(fields);
    problems.extend(words.problems());
    let facts = Facts { wants_call, detained_count, ..facts(fields, activity.unwrap_or(Activity::Other)) };
    if !problems.is_empty() {
        return Err(problems);
    }
    let speaks = SPEAKS.iter().find(|(code, _)| *code == fields.text("speaks")).map(|(code, _)| *code);
    Ok(New {
        once: Some(fields.text("token").to_owned()).filter(|token| (16..=ONCE_BYTES_MAX).contains(&token.len())),
        words,
        point,
        pick: pick(fields),
        when,
        when_said: ["when", "date", "time"].map(|name| fields.text(name)).join("|"),
        contact: Some(fields.text("contact").to_owned()).filter(|contact| !contact.is_empty()),
        lang: speaks.unwrap_or(lang.code()).to_owned(),
        ..New::of(Channel::Web, facts)
    })
}

/// One span that had better not be sent, with the field it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Warning {
    pub field: &'static str,
    pub class: lint::Class,
    pub quote: String,
}

/// What the lint finds in the free text of a form. Of the place neither names nor homes: it is full of streets named after people, and where
/// somebody lives may be where it happens. Nothing in the contact, which is one.
pub(super) fn warnings(fields: &Fields) -> Vec<Warning> {
    let is_a_place = |class| matches!(class, lint::Class::Name | lint::Class::Home);
    let place = warnings_in("place", fields.text("place")).into_iter().filter(|found| !is_a_place(found.class));
    place
        .chain(["note", "uniform_words"].into_iter().flat_map(|field| warnings_in(field, fields.text(field))))
        .collect()
}

/// The warnings that the person has not been shown yet: some things must be said, so each kind comes once. `warned` carries the kinds that
/// were shown; one of them silences no other.
pub(super) fn unheard(fields: &Fields) -> Vec<Warning> {
    warnings(fields).into_iter().filter(|warning| !was_shown(fields, warning.class)).collect()
}

/// What the form carries as `warned` when it comes back with these warnings.
pub(super) fn warned(fields: &Fields, shown: &[Warning]) -> String {
    let classes = lint::Class::ALL.iter().copied();
    let known =
        classes.filter(|class| was_shown(fields, *class) || shown.iter().any(|warning| warning.class == *class));
    known.map(lint::Class::code).collect::<Vec<_>>().join(",")
}

fn was_shown(fields: &Fields, class: lint::Class) -> bool {
    fields.text("warned").split(',').any(|code| code == class.code())
}

/// What the lint finds in one field.
pub(super) fn warnings_in(field: &'static str, text: &str) -> Vec<Warning> {
    let quoted = |finding: lint::Finding| Warning {
        field,
        class: finding.class,
        quote: text.get(finding.start..finding.end).unwrap_or_default().to_owned(),
    };
    lint::findings(text).into_iter().map(quoted).collect()
}

fn words(fields: &Fields) -> ReportWords {
    // Browsers send line ends as CR LF; one form of them makes one sending the same from script and without.
    let text = |name| fields.text(name).replace("\r\n", "\n");
    ReportWords { place: text("place"), note: text("note"), uniform_words: text("uniform_words") }
}

fn facts(fields: &Fields, activity: Activity) -> Facts {
    let yes_no = |name| fields.code(name, YesNo::from_code).unwrap_or(YesNo::Unknown);
    let how_many = |name| fields.code(name, HowMany::from_code).unwrap_or(HowMany::Unknown);
    Facts {
        still_happening: yes_no("still_happening"),
        first_hand: fields.code("first_hand", FirstHand::from_code),
        agency: fields.code("agency", Agency::from_code).unwrap_or(Agency::Unknown),
        people: how_many("people"),
        vehicles: how_many("vehicles"),
        detained: yes_no("detained"),
        children_present: yes_no("children_present"),
        reporter_safe: yes_no("reporter_safe"),
        ..Facts::of(activity)
    }
}

fn point(fields: &Fields) -> Option<(f64, f64)> {
    let number = |name| fields.text(name).parse::<f64>().ok();
    Some((number("lat")?, number("lon")?))
}

fn pick(fields: &Fields) -> Pick {
    match fields.text("place_choice") {
        "" => Pick::Ask,
        NONE_OF_THESE => Pick::NoneOfThese,
        code => Pick::This(code.to_owned()),
    }
}

fn detained_count(fields: &Fields) -> Result<Option<u16>, Problem> {
    let text = fields.text("detained_count");
    if text.is_empty() {
        return Ok(None);
    }
    let count = text.parse().ok().filter(|count| *count <= DETAINED_COUNT_MAX);
    count.map(Some).ok_or(Problem::new("detained_count", "report-count-odd"))
}

/// When it was seen: some time ago, or a day with or without its time, by the network's clock.
fn when(fields: &Fields, zone: &TimeZone, written: Moment) -> Result<When, Problem> {
    let (date, time) = (fields.text("date"), fields.text("time"));
    let ago = |minutes: i64, precision| Ok(When { at: written.plus_minutes(-minutes), precision });
    match fields.text("when") {
        "minutes_10" => ago(10, TimePrecision::Minutes),
        "minutes_30" => ago(30, TimePrecision::Minutes),
        "hour_1" => ago(60, TimePrecision::Hour),
        "earlier" => dated(date, time, zone, written),
        _ if date.is_empty() && time.is_empty() => ago(0, TimePrecision::Minutes),
        _ => dated(date, time, zone, written),
    }
}

/// A day and a time of the network's clock; today where no day is given, the whole day where no time is.
pub(super) fn dated(date: &str, time: &str, zone: &TimeZone, now: Moment) -> Result<When, Problem> {
    let unreadable = || Problem::new("observed_at", "report-time-unreadable");
    let date: Date = match date {
        "" => now.in_zone(zone).date(),
        given => given.parse().map_err(|_| unreadable())?,
    };
    let (time, precision) = match time {
        "" => (Time::midnight(), TimePrecision::Day),
        given => (given.parse().map_err(|_| unreadable())?, TimePrecision::Minutes),
    };
    let at = date.to_datetime(time).to_zoned(zone.clone()).map_err(|_| unreadable())?;
    Ok(When { at: Moment::from_micros(at.timestamp().as_microsecond()), precision })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Moment = Moment::from_seconds(1_772_654_400);

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        let mut fields = Fields::default();
        for (name, value) in pairs {
            fields.put(name, *value);
        }
        fields
    }

    fn zone() -> TimeZone {
        TimeZone::get("America/Los_Angeles").unwrap()
    }

    fn problems(pairs: &[(&str, &str)]) -> Vec<&'static str> {
        read(&fields(pairs), Lang::Es, &zone(), NOON)
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|problem| problem.field)
            .collect()
    }

    #[test]
    fn only_where_and_what_are_asked_for() {
        assert!(problems(&[("activity", "waiting"), ("place", "x")]).is_empty());
        assert!(problems(&[("activity", "waiting"), ("lat", "33.1"), ("lon", "-117.2")]).is_empty());
        assert_eq!(problems(&[]), ["activity", "place"]);
        assert_eq!(problems(&[("activity", "raid"), ("place", "  ")]), ["activity", "place"]);
    }

    #[test]
    fn odd_counts_dates_and_a_call_without_a_number_are_told() {
        let with = |name, value| problems(&[("activity", "waiting"), ("place", "x"), (name, value)]);
        assert_eq!(with("detained_count", "-1"), ["detained_count"]);
        assert_eq!(with("detained_count", "1000"), ["detained_count"]);
        assert!(with("detained_count", "999").is_empty());
        assert_eq!(with("date", "2026-02-30"), ["observed_at"]);
        assert_eq!(with("time", "25:00"), ["observed_at"]);
        assert_eq!(with("wants_call", "yes"), ["contact"]);
    }

    #[test]
    fn days_and_times_are_those_of_the_networks_clock() {
        let when = dated("2026-03-04", "07:30", &zone(), NOON).unwrap();
        assert_eq!(when.at.iso(), "2026-03-04T15:30:00Z");
        let day = dated("", "", &zone(), NOON).unwrap();
        assert_eq!((day.at.iso().as_str(), day.precision), ("2026-03-04T08:00:00Z", TimePrecision::Day));
    }

    #[test]
    fn right_now_is_when_it_was_written_and_never_ahead_of_us() {
        let at = |waited: &str, when: &str, at_most| {
            let fields = fields(&[("activity", "waiting"), ("place", "x"), ("waited", waited), ("when", when)]);
            let written = written_at(&fields, at_most, NOON);
            NOON.minutes_since(read(&fields, Lang::Es, &zone(), written).ok().unwrap().when.unwrap().at)
        };
        let day = WAITED_SECONDS_MAX;
        assert_eq!(at("", "now", day), 0);
        assert_eq!(at("7200", "now", day), 120);
        assert_eq!(at("7200", "minutes_30", day), 150);
        assert_eq!(at("7200", "now", 600), 10, "not before we handed the form out");
        assert_eq!(at("4000000000", "now", u32::MAX), 24 * 60);
        for odd in ["-7200", "1e9", "99999999999999999999", "NaN", "7 200", "7200.5"] {
            assert_eq!(at(odd, "now", day), 0, "{odd}");
        }
    }

    #[test]
    fn the_lint_reads_note_and_place_and_leaves_streets_and_the_contact_alone() {
        let found = |place: &str| {
            let fields = fields(&[("note", "placa 8ABC123"), ("place", place), ("contact", "323 555 0142")]);
            warnings(&fields).into_iter().map(|warning| (warning.field, warning.class)).collect::<Vec<_>>()
        };
        let note = ("note", lint::Class::Plate);
        for calm in ["Cesar Chavez y Soto", "vive en la 1544 Santee apt 4", "Dolores Huerta St"] {
            assert_eq!(found(calm), [note], "{calm}");
        }
        let told = found("afuera del lavado, placa 8XYZ123, 323 555 0142, son indocumentados");
        let place = [lint::Class::Plate, lint::Class::Phone, lint::Class::Status].map(|class| ("place", class));
        assert_eq!(told, [place[0], place[1], place[2], note]);
    }
}
