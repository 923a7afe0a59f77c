//! The form as it arrives: fields to a contact and choices, and the problems a person must hear about.

use super::contact::{Contact, EmailAddress, Number, PushAddress, PushServices};
use super::quiet::{DAY_MINUTES, Days, QuietWrong, SLOT_MINUTES};
use super::subscription::PLACES_MAX;
use super::typed::{self, Line, Meant};
use super::{Carrier, Channel, Kind, Kinds, QuietHours, QuietRange, Radius, Subscription, SubscriptionWrong, Where};
use crate::ground::locale::Lang;
use crate::ground::web::Fields;
use crate::ground::wrong::Problem;
use crate::places::{Atlas, Place};

/// The fields of one line for a place: what was typed, how far around, which of several.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineFields {
    pub place: &'static str,
    pub around: &'static str,
    pub choice: &'static str,
}

/// The fields of every line.
pub(super) const LINES: [LineFields; PLACES_MAX] = [
    LineFields { place: "place_1", around: "around_1", choice: "choice_1" },
    LineFields { place: "place_2", around: "around_2", choice: "choice_2" },
    LineFields { place: "place_3", around: "around_3", choice: "choice_3" },
    LineFields { place: "place_4", around: "around_4", choice: "choice_4" },
    LineFields { place: "place_5", around: "around_5", choice: "choice_5" },
    LineFields { place: "place_6", around: "around_6", choice: "choice_6" },
    LineFields { place: "place_7", around: "around_7", choice: "choice_7" },
    LineFields { place: "place_8", around: "around_8", choice: "choice_8" },
];

/// The value of `quiet` that leaves quiet hours as they are: those that one line cannot say.
pub(super) const KEEP: &str = "keep";

/// Why a form comes back.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Back {
    pub problems: Vec<Problem>,
    /// Places that a line may mean, by the line's field.
    pub several: Vec<(&'static str, Vec<Place>)>,
}

impl Back {
    pub(super) fn of(problem: Problem) -> Self {
        Back { problems: vec![problem], several: Vec::new() }
    }
}

/// What the form says about places, language, kinds and hours. `held` is what the subscription has so far, where there is one.
///
/// # Errors
/// Every problem at once, in the order of the form.
pub(super) fn choices(
    fields: &Fields,
    atlas: &Atlas,
    carrier: Carrier,
    held: Option<&Subscription>,
    lang: Lang,
) -> Result<Subscription, Back> {
    let mut back = Back::default();
    let places = places(fields, atlas, &mut back);
    let kinds: Vec<Kind> = fields.all("kinds").iter().filter_map(|code| Kind::from_code(code)).collect();
    let kinds = Kinds::of(&kinds);
    if kinds.is_none() {
        back.problems.push(Problem::new("kinds", "subscribe-kinds-missing"));
    }
    let quiet = quiet(fields, held).map_err(|problem| back.problems.push(problem)).unwrap_or_default();
    let lang = fields.code("lang", Lang::from_code).unwrap_or(lang);
    match (kinds, back.problems.is_empty()) {
        (Some(kinds), true) => Subscription::new(places, lang, carrier, kinds, quiet).map_err(|wrong| {
            Back::of(match wrong {
                SubscriptionWrong::NoPlace => Problem::new("place_1", "subscribe-place-missing"),
                SubscriptionWrong::TooManyPlaces => Problem::new("place_1", "subscribe-places-too-many"),
            })
        }),
        _ => Err(back),
    }
}

/// Where to tell, as typed, on one of these channels.
///
/// # Errors
/// A problem with `channel` or `contact`.
pub(super) fn contact(fields: &Fields, offered: &[Channel]) -> Result<Contact, Problem> {
    let channel = fields.code("channel", Channel::from_code).filter(|channel| offered.contains(channel));
    let typed = fields.text("contact");
    match channel {
        None | Some(Channel::Push | Channel::Webhook) => Err(Problem::new("channel", "subscribe-channel-missing")),
        Some(Channel::Email) => {
            EmailAddress::parse(typed).map(Contact::Email).ok_or(Problem::new("contact", "subscribe-email-wrong"))
        }
        Some(Channel::Sms) => {
            Number::parse(typed).map(Contact::Sms).ok_or(Problem::new("contact", "subscribe-number-wrong"))
        }
        Some(Channel::Signal) => {
            Number::parse(typed).map(Contact::Signal).ok_or(Problem::new("contact", "subscribe-number-wrong"))
        }
    }
}

/// A browser's address, where one was sent.
///
/// # Errors
/// A problem where it is no address of a push service that we know.
pub(super) fn push_address(fields: &Fields, services: &PushServices) -> Result<Option<PushAddress>, Problem> {
    let [endpoint, p256dh, auth] = ["endpoint", "p256dh", "auth"].map(|name| fields.text(name));
    if endpoint.is_empty() && p256dh.is_empty() && auth.is_empty() {
        return Ok(None);
    }
    PushAddress::parse(services, endpoint, p256dh, auth)
        .map(Some)
        .map_err(|_| Problem::new("endpoint", "subscribe-push-wrong"))
}

fn places(fields: &Fields, atlas: &Atlas, back: &mut Back) -> Vec<Where> {
    if fields.has("everywhere") {
        return vec![Where::Everywhere];
    }
    // Boxes of places that the subscription has already, and codes that a program sends. Everywhere has a box of its own.
    let codes = fields.all("keep").iter().filter_map(|code| Where::from_code(code));
    let mut places: Vec<Where> = codes.filter(|place| *place != Where::Everywhere).collect();
    for line in LINES {
        let typed = fields.text(line.place);
        if typed.is_empty() {
            continue;
        }
        let around = fields.code(line.around, Radius::from_code);
        match typed::meant(atlas, Line { typed, around, choice: fields.text(line.choice) }) {
            Meant::This(place) => places.push(place),
            Meant::Several(several) => {
                back.problems.push(Problem::new(line.place, "subscribe-place-several"));
                back.several.push((line.place, several));
            }
            Meant::Unknown => back.problems.push(Problem::new(line.place, "subscribe-place-unknown")),
        }
    }
    if places.is_empty() && back.problems.is_empty() {
        back.problems.push(Problem::new("place_1", "subscribe-place-missing"));
    }
    places
}

fn quiet(fields: &Fields, held: Option<&Subscription>) -> Result<QuietHours, Problem> {
    let problem = |word| Problem::new("quiet_from", word);
    let urgent = fields.has("urgent");
    if let (KEEP, Some(held)) = (fields.text("quiet"), held) {
        let kept = QuietHours::from_i64s(held.quiet.to_i64s(), urgent);
        return kept.ok_or(Problem::new("quiet_from", "subscribe-quiet-never"));
    }
    let (from, to) = match (fields.text("quiet_from"), fields.text("quiet_to")) {
        ("", "") => return Ok(QuietHours::NONE),
        ("", _) | (_, "") => return Err(Problem::new("quiet_from", "subscribe-quiet-both")),
        (from, to) => (minute(from), minute(to)),
    };
    let (Some(from_minute), Some(to_minute)) = (from, to) else {
        return Err(Problem::new("quiet_from", "subscribe-quiet-time"));
    };
    let days = match fields.text("quiet_days") {
        "weekdays" => Days::Weekdays,
        "weekend" => Days::Weekend,
        _ => Days::Every,
    };
    QuietHours::new(&[QuietRange { days, from_minute, to_minute }], urgent).map_err(|wrong| match wrong {
        QuietWrong::Empty => problem("subscribe-quiet-empty"),
        QuietWrong::NeverHeard => problem("subscribe-quiet-never"),
        QuietWrong::Time | QuietWrong::TooMany => problem("subscribe-quiet-time"),
    })
}

/// Minutes since midnight of `22:00`, on the half hour; `24:00` is the day's end.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let minutes = hour.parse::<u16>().ok()?.checked_mul(60)?.checked_add(minute.parse().ok()?)?;
    (minutes <= DAY_MINUTES && minutes % SLOT_MINUTES == 0).then_some(minutes)
}

/// The minutes as the form writes them.
pub(super) fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The code of the days of a range.
pub(super) const fn days_code(days: Days) -> &'static str {
    match days {
        Days::Every => "every",
        Days::Weekdays => "weekdays",
        Days::Weekend => "weekend",
    }
}

/// The fields that say what a subscription has: the form with which it is changed.
pub(super) fn filled(held: &Subscription) -> Fields {
    let mut fields = Fields::default();
    for place in held.places() {
        match place {
            Where::Everywhere => fields.put("everywhere", "yes"),
            place => fields.put("keep", place.code()),
        }
    }
    for kind in held.kinds.iter() {
        fields.put("kinds", kind.code());
    }
    fields.put("lang", held.lang.code());
    match held.quiet.range() {
        Some(range) => {
            fields.put("quiet_from", clock(range.from_minute));
            fields.put("quiet_to", clock(range.to_minute));
            fields.put("quiet_days", days_code(range.days));
        }
        None if held.quiet.to_i64s() != [0, 0] => fields.put("quiet", KEEP),
        None => {}
    }
    if held.quiet.urgent_may_pass() {
        fields.put("urgent", "yes");
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::AreaKey;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        let mut fields = Fields::default();
        for (name, value) in pairs {
            fields.put(name, *value);
        }
        fields
    }

    fn problems(pairs: &[(&str, &str)]) -> Vec<&'static str> {
        let read = choices(&fields(pairs), &Atlas::default(), Carrier::Sms, None, Lang::Es);
        read.err().unwrap_or_default().problems.into_iter().map(|problem| problem.field).collect()
    }

    #[test]
    fn a_place_and_a_kind_are_all_that_is_asked_for() {
        assert!(problems(&[("everywhere", "yes"), ("kinds", "alerts")]).is_empty());
        assert!(problems(&[("keep", "area-3"), ("kinds", "alerts"), ("kinds", "checked")]).is_empty());
        assert_eq!(problems(&[]), ["place_1", "kinds"]);
        assert_eq!(problems(&[("kinds", "gossip"), ("keep", "everywhere")]), ["place_1", "kinds"]);
        assert_eq!(problems(&[("place_3", "nowhere"), ("kinds", "alerts")]), ["place_3"]);
    }

    #[test]
    fn odd_hours_are_told() {
        let with = |from, to, more: &[(&str, &str)]| {
            let all = [("everywhere", "yes"), ("kinds", "alerts"), ("quiet_from", from), ("quiet_to", to)];
            problems(&[&all, more].concat())
        };
        assert!(with("22:00", "07:00", &[]).is_empty());
        assert!(with("", "", &[]).is_empty());
        for (from, to) in
            [("22:00", ""), ("", "07:00"), ("22:10", "07:00"), ("25:00", "07:00"), ("x", "07:00"), ("9:00", "09:00")]
        {
            assert_eq!(with(from, to, &[]), ["quiet_from"], "{from} {to}");
        }
        assert_eq!(with("00:00", "24:00", &[]), ["quiet_from"], "never heard");
        assert!(with("00:00", "24:00", &[("urgent", "yes")]).is_empty());
    }

    #[test]
    fn a_contact_fits_its_channel() {
        let of = |channel, typed| {
            let read = contact(&fields(&[("channel", channel), ("contact", typed)]), Channel::ALL);
            read.map(|contact| contact.channel()).map_err(|problem| problem.field)
        };
        assert_eq!(of("sms", "(213) 555-0142"), Ok(Channel::Sms));
        assert_eq!(of("signal", "+52 55 1234 5678"), Ok(Channel::Signal));
        assert_eq!(of("email", "ana@example.org"), Ok(Channel::Email));
        assert_eq!(of("sms", "ana@example.org"), Err("contact"));
        assert_eq!(of("email", "2135550142"), Err("contact"));
        for channel in ["", "push", "webhook", "pigeon"] {
            assert_eq!(of(channel, "2135550142"), Err("channel"), "{channel}");
        }
        let only = contact(&fields(&[("channel", "email"), ("contact", "ana@example.org")]), &[Channel::Sms]);
        assert_eq!(only.map_err(|problem| problem.field), Err("channel"), "it is not offered");
    }

    #[test]
    fn what_someone_has_fills_the_form_and_comes_back_the_same() {
        let patch = super::super::Patch::at(30.95, -120.03).unwrap();
        let night = QuietRange { days: Days::Weekdays, from_minute: 1_320, to_minute: 420 };
        let noon = QuietRange { days: Days::Every, from_minute: 720, to_minute: 780 };
        let area = Where::Area(AreaKey(3));
        for (places, ranges) in [
            (vec![Where::Everywhere], vec![]),
            (vec![area, Where::Around(patch, Radius::Km10)], vec![night]),
            (vec![area], vec![night, noon]),
        ] {
            let quiet = QuietHours::new(&ranges, !ranges.is_empty()).unwrap();
            let kinds = Kinds::of(&[Kind::Alerts, Kind::Drills]).unwrap();
            let held = Subscription::new(places, Lang::En, Carrier::Sms, kinds, quiet).unwrap();
            let again = choices(&filled(&held), &Atlas::default(), Carrier::Sms, Some(&held), Lang::Es);
            assert_eq!(again, Ok(held));
        }
    }
}
