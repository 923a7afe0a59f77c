use super::*;
use crate::alerts::fixtures::{
    area_only, at, choices, confirmed, confirmed_in_a_drill, corner, corroborated, dispatcher, earlier, finding,
    incident, walked_and,
};
use crate::places::{Gazetteer, Resolution};
use crate::triage::Verification;
use crate::triage::incident::{Finding, UnableWhy, Verifier};

fn of(incident: &Incident, choices: Choices) -> Result<Facts, AlertRefused> {
    Facts::of(&Basis::of(incident, false).unwrap(), choices, at(19))
}

#[test]
fn what_somebody_found_decides_what_can_be_said() {
    let police = incident(Verification::OtherAgency(Finding { agency: Agency::LocalPolice, ..finding() }));
    let nothing = incident(Verification::NothingThere { seen_at: at(15) });
    let over = incident(Verification::AlreadyOver { seen_at: at(15) });
    for (incident, allowed) in [
        (confirmed(), &[Kind::Alert, Kind::Update, Kind::Correction, Kind::AllClear][..]),
        (corroborated(), &[Kind::Alert, Kind::Update, Kind::Correction, Kind::AllClear]),
        (police, &[Kind::Checked, Kind::Correction]),
        (nothing, &[Kind::Checked, Kind::Correction, Kind::AllClear]),
        (over, &[Kind::AllClear]),
    ] {
        let basis = Basis::of(&incident, false).unwrap();
        let offered: Vec<Kind> = [basis.kinds(false), basis.kinds(true)].concat();
        for kind in Kind::ALL.iter().copied() {
            let why = choices(kind).why.filter(|_| incident.confirmed().is_some());
            let why = why.or((kind == Kind::Correction).then_some(CorrectionWhy::NotEnforcement));
            let made = Facts::of(&basis, Choices { why, ..choices(kind) }, at(19)).map(|facts| facts.kind());
            let expected = if allowed.contains(&kind) { Ok(kind) } else { Err(AlertRefused::NoBasis) };
            assert_eq!(made, expected);
            assert_eq!(offered.contains(&kind), allowed.contains(&kind));
        }
    }
}

#[test]
fn nothing_is_called_checked_while_another_verifier_may_yet_see_something() {
    let others = |found| {
        let people = [dispatcher().id, Id::from_bytes([50; 16])];
        let opened = Incident::open(Id::from_bytes([9; 16]), crate::alerts::fixtures::scene(), Some(people[0]), at(0));
        let second = Verifier { id: Id::from_bytes([51; 16]), trained_until: at(100_000), out_on: None };
        walked_and(&opened, people, at(0), |there, first, now| {
            let asked = there.ask(None, &[second.id], at(10)).unwrap().accept(&second, 5, at(11)).unwrap();
            asked.arrive(second.id, at(12)).unwrap().found(first, found, now).unwrap()
        })
    };
    let nothing = others(Verification::NothingThere { seen_at: at(15) });
    assert_eq!(of(&nothing, choices(Kind::Checked)), Err(AlertRefused::SomeoneIsThere));
    let back = nothing.stand_down(dispatcher().id, Id::from_bytes([51; 16]), at(19)).unwrap();
    assert!(of(&back, choices(Kind::Checked)).is_ok(), "the control: they were called back");
    assert!(of(&others(Verification::Confirmed(finding())), choices(Kind::Alert)).is_ok(), "an alert does not wait");
}

#[test]
fn nothing_stands_on_an_open_or_undecided_incident() {
    let unable = incident(Verification::Unable(UnableWhy::CannotTell));
    assert!(Basis::of(&unable, false).is_none());
    let why = crate::triage::incident::ReopenWhy::NewReport;
    assert!(Basis::of(&confirmed().reopen(dispatcher().id, why, at(20)).unwrap(), false).is_none());
}

#[test]
fn certainty_comes_from_the_incident() {
    assert_eq!(of(&confirmed(), choices(Kind::Alert)).unwrap().certainty, Certainty::Observed);
    assert_eq!(of(&corroborated(), choices(Kind::Alert)).unwrap().certainty, Certainty::Likely);
}

#[test]
fn a_home_is_its_area_and_a_place_is_near_the_incident() {
    let incident = confirmed();
    let home = Basis::of(&incident, true).unwrap();
    assert_eq!(Facts::of(&home, choices(Kind::Alert), at(19)), Err(AlertRefused::HomePlace));
    let area = Choices { place: area_only(), ..choices(Kind::Alert) };
    assert!(Facts::of(&home, area, at(19)).is_ok());
    let cell = Cell::at(31.2, -120.03).unwrap();
    let published = Published::Spot { name: "Far / Away", cell, area: AreaKey(7) };
    let far = Choices { place: PublicPlace::of(published, "Elsewhere"), ..choices(Kind::Alert) };
    assert_eq!(of(&incident, far), Err(AlertRefused::PlaceTooFar));
}

/// House numbers, lodgings and homes of the made-up town: whatever the gazetteer makes of them, no number and no lodging's name comes through.
#[test]
fn no_typed_home_or_lodging_becomes_a_public_place() {
    let areas = crate::demo::city::areas().unwrap();
    let rows = crate::demo::city::rows(&areas);
    let lodgings: Vec<String> = rows
        .iter()
        .filter(|row| row.kind == crate::places::RowKind::Landmark(crate::places::LandmarkKind::Lodging))
        .map(|row| row.name.clone())
        .collect();
    assert!(!lodgings.is_empty());
    let gazetteer = Gazetteer::new(areas, &rows);
    let mut asked: Vec<String> = lodgings.clone();
    for number in [7, 123, 4521] {
        asked.extend(["Cerezo Street", "Harbor Boulevard", "Palma Avenue"].map(|street| format!("{number} {street}")));
        asked.extend(["Cerezo Street apt 4", "Luna Street #12"].map(|street| format!("{number} {street}")));
    }
    asked.extend(["my house on Cerezo and 5th", "la casa de mi tía, Luna y 3rd"].map(String::from));
    for typed in asked {
        let places = match gazetteer.resolve(&typed, None) {
            Resolution::One(place) => vec![place],
            Resolution::Several(places) => places,
            Resolution::None => Vec::new(),
        };
        for place in places {
            let public = PublicPlace::of(place.published_as(), "Tin Town").words();
            assert!(!["7 ", "123", "4521", "apt", "#12", "casa", "house"].iter().any(|part| public.starts_with(part)));
            assert!(!lodgings.iter().any(|lodging| public.contains(lodging.as_str())), "{typed}: {public}");
        }
    }
    let corner = match gazetteer.resolve("Cerezo Street and 5th Street", None) {
        Resolution::One(place) => PublicPlace::of(place.published_as(), "Tin Town"),
        other => panic!("{other:?}"),
    };
    assert!(corner.spot().is_some(), "a corner is a public place");
}

#[test]
fn names_of_places_stay_on_one_line() {
    let published = Published::Spot { name: "A /\n B\r\n", cell: crate::alerts::fixtures::cell(), area: AreaKey(7) };
    assert_eq!(PublicPlace::of(published, "C\tD").words(), "A / B, C D");
}

#[test]
fn times_and_advice_have_limits() {
    let base = || choices(Kind::Alert);
    let incident = confirmed();
    let expiry =
        |minutes: i64| of(&incident, Choices { next_update_at: None, expires_at: at(19 + minutes), ..base() }).err();
    assert_eq!((expiry(1), expiry(240)), (None, None));
    assert_eq!((expiry(0), expiry(241)), (Some(AlertRefused::ExpiryDoesNotFit), Some(AlertRefused::ExpiryDoesNotFit)));
    let next = |minutes: i64| of(&incident, Choices { next_update_at: Some(at(minutes)), ..base() }).err();
    assert_eq!((next(20), next(110)), (None, None));
    assert_eq!(
        (next(19), next(111)),
        (Some(AlertRefused::NextUpdateDoesNotFit), Some(AlertRefused::NextUpdateDoesNotFit))
    );
    let advice = |advice: &[Advice]| of(&incident, Choices { advice: advice.to_vec(), ..base() }).err();
    use Advice::{AskIfFree, StayCalm, StaySilent};
    assert_eq!((advice(&[]), advice(&[StaySilent, AskIfFree])), (None, None));
    assert_eq!(advice(&[StaySilent, StaySilent]), Some(AlertRefused::AdviceDoesNotFit));
    assert_eq!(advice(&[StaySilent, AskIfFree, StayCalm]), Some(AlertRefused::AdviceDoesNotFit));
    let idle = Choices { advice: vec![StaySilent], ..choices(Kind::AllClear) };
    assert_eq!(of(&incident, idle), Err(AlertRefused::AdviceDoesNotFit));
}

#[test]
fn what_was_seen_hours_ago_is_no_fresh_alert() {
    let incident = confirmed();
    let made = |kind: Kind, now: Moment| {
        let times = Choices { next_update_at: None, expires_at: now.plus_minutes(60), ..choices(kind) };
        Facts::of(&Basis::of(&incident, false).unwrap(), times, now).err()
    };
    let last = finding().seen_at.plus_minutes(SEEN_MINUTES_MAX);
    assert_eq!(made(Kind::Alert, last), None);
    assert_eq!(made(Kind::Alert, last.plus_seconds(1)), Some(AlertRefused::SeenTooLongAgo));
    for kind in [Kind::Update, Kind::AllClear] {
        assert_eq!(made(kind, last.plus_minutes(60)), None, "{kind:?}: news of what is out");
    }
}

#[test]
fn followers_follow_and_drills_stay_among_drills() {
    let incident = confirmed();
    for kind in [Kind::Update, Kind::Correction, Kind::AllClear] {
        assert_eq!(of(&incident, Choices { follows: None, ..choices(kind) }), Err(AlertRefused::NothingToFollow));
        let practised = confirmed_in_a_drill();
        assert_eq!(of(&practised, choices(kind)), Err(AlertRefused::DrillMix));
        let drill = Follows { drill: true, ..earlier() };
        assert_eq!(of(&incident, Choices { follows: Some(drill), ..choices(kind) }), Err(AlertRefused::DrillMix));
        assert!(of(&practised, Choices { follows: Some(drill), ..choices(kind) }).is_ok_and(|facts| facts.is_drill()));
    }
    let alert = of(&incident, Choices { follows: Some(earlier()), ..choices(Kind::Alert) }).unwrap();
    assert_eq!(alert.follows(), None, "an alert stands for itself");
}

#[test]
fn only_a_correction_says_why() {
    let incident = confirmed();
    let why = Some(CorrectionWhy::WrongTime);
    assert_eq!(of(&incident, Choices { why, ..choices(Kind::Update) }), Err(AlertRefused::WhyDoesNotFit));
    assert_eq!(of(&incident, Choices { why: None, ..choices(Kind::Correction) }), Err(AlertRefused::WhyDoesNotFit));
    let not_enforcement = Some(CorrectionWhy::NotEnforcement);
    let wrong = Choices { why: not_enforcement, ..choices(Kind::Correction) };
    assert_eq!(of(&incident, wrong), Err(AlertRefused::WhyDoesNotFit), "it was enforcement");
    assert_eq!(corner().words(), "35th / International, Fruitvale");
}
