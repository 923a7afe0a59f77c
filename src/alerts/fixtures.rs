//! Samples for this room's tests: incidents that were really walked through, members, facts of every kind.

use crate::alerts::alert::{Advice, Alert, Choices, CorrectionWhy, Facts, Follows, Kind, PublicPlace};
use crate::alerts::basis::Basis;
use crate::alerts::state::{Chain, Releasing};
use crate::ground::locale::Lang;
use crate::ground::{Id, Moment};
use crate::people::{Alias, Member, Organization, Role, Standing};
use crate::places::{AreaKey, Cell, Published};
use crate::release::Press;
use crate::reports::facts::{Activity, Agency, HowMany, YesNo};
use crate::triage::incident::{Cap, ContentMark, Corroboration, Finding, Review, ReviewedMedia, SenderMark, Testimony};
use crate::triage::{Incident, Scene, Verification, Verifier};

/// 2026-03-04 07:20 in Los Angeles.
pub const START: Moment = Moment::from_seconds(1_772_637_600);

/// Minutes after [`START`].
pub fn at(minutes: i64) -> Moment {
    START.plus_minutes(minutes)
}

pub fn cell() -> Cell {
    Cell::at(30.95, -120.03).unwrap()
}

pub fn organization(number: u8) -> Id<Organization> {
    Id::from_bytes([100 + number; 16])
}

/// An active member of an organization of their own.
pub fn member(number: u8, roles: &[Role]) -> Member {
    Member {
        id: Id::from_bytes([number; 16]),
        alias: Alias::parse(&format!("member {number}")).unwrap(),
        organization: Some(organization(number)),
        roles: roles.to_vec(),
        lang: Lang::Es,
        standing: Standing::Active { since: START },
    }
}

pub fn dispatcher() -> Member {
    member(1, &[Role::Dispatcher])
}

pub fn releaser() -> Member {
    member(2, &[Role::Releaser])
}

pub fn finding() -> Finding {
    Finding {
        agency: Agency::IceEro,
        activity: Activity::Questioning,
        people: HowMany::SixToTen,
        vehicles: HowMany::ThreeToFive,
        detained: YesNo::Yes,
        detained_count: Some(2),
        seen_at: at(11),
    }
}

fn opened() -> Incident {
    Incident::open(Id::from_bytes([9; 16]), scene(), Some(dispatcher().id), at(0))
}

pub fn scene() -> Scene {
    Scene { cell: cell(), area: AreaKey(7), cap: Cap::default(), drill: None }
}

/// The same place in a drill.
pub fn drill_scene() -> Scene {
    Scene { drill: Some(Id::from_bytes([77; 16])), ..scene() }
}

/// An incident that a verifier looked at, closed 18 minutes after the start.
pub fn incident(found: Verification) -> Incident {
    walked(&opened(), [dispatcher().id, Id::from_bytes([50; 16])], START, found)
}

/// Walks an open incident through: somebody asks, the verifier goes, is there after 10 minutes, and says after 18 what they found.
pub fn walked(opened: &Incident, people: [Id<Member>; 2], start: Moment, found: Verification) -> Incident {
    walked_and(opened, people, start, |there, verifier, at| there.found(verifier, found, at)).unwrap()
}

/// The same, where `last` says how the finding came in.
pub fn walked_and<T>(
    opened: &Incident,
    [dispatcher, verifier]: [Id<Member>; 2],
    start: Moment,
    last: impl FnOnce(&Incident, &Verifier, Moment) -> T,
) -> T {
    let at = |minutes| start.plus_minutes(minutes);
    let verifier = Verifier { id: verifier, trained_until: at(100_000), out_on: None };
    let asked = opened.ask_for_eyes(dispatcher, at(1)).unwrap().ask(None, &[verifier.id], at(1)).unwrap();
    let there = asked.accept(&verifier, 8, at(2)).unwrap().arrive(verifier.id, at(10)).unwrap();
    last(&there, &verifier, at(18))
}

pub fn confirmed() -> Incident {
    incident(Verification::Confirmed(finding()))
}

/// An incident of a drill that was confirmed on the scene.
pub fn confirmed_in_a_drill() -> Incident {
    in_a_drill(Verification::Confirmed(finding()))
}

/// An incident of a drill that a verifier looked at.
pub fn in_a_drill(found: Verification) -> Incident {
    let opened = Incident::open(Id::from_bytes([9; 16]), drill_scene(), Some(dispatcher().id), at(0));
    walked(&opened, [dispatcher().id, Id::from_bytes([50; 16])], START, found)
}

/// An incident that two reports bear out, seen at 10 and 12 minutes.
pub fn corroborated() -> Incident {
    let incident = opened();
    let testimony = |number: u8, seen_at| Testimony {
        report: Id::from_bytes([number; 16]),
        incident: incident.id(),
        sender: Some(SenderMark(std::array::from_fn(|at| if at < 4 { 200 } else { number }))),
        entered_by: None,
        duplicate_of: None,
        first_hand: Some(crate::reports::facts::FirstHand::ISeeIt),
        agency: Agency::IceEro,
        seen_at,
        cell: cell(),
        media: vec![ReviewedMedia {
            content: ContentMark([number; 32]),
            reviews: [71, 72].map(|by| Review { by: Id::from_bytes([by; 16]), shows_it: true }).to_vec(),
        }],
    };
    let proof = Corroboration::of(&testimony(61, at(10)), &testimony(62, at(12))).unwrap();
    incident.corroborated(dispatcher().id, &proof, finding(), at(18)).unwrap()
}

pub fn corner() -> PublicPlace {
    let published = Published::Spot { name: "35th / International", cell: cell(), area: AreaKey(7) };
    PublicPlace::of(published, "Fruitvale")
}

pub fn area_only() -> PublicPlace {
    PublicPlace::of(Published::AreaOnly(AreaKey(7)), "Fruitvale")
}

pub fn choices(kind: Kind) -> Choices {
    let enforcement = matches!(kind, Kind::Alert | Kind::Update);
    Choices {
        kind,
        place: corner(),
        advice: if enforcement { vec![Advice::StaySilent, Advice::KeepDoorClosed] } else { Vec::new() },
        hotline: true,
        next_update_at: enforcement.then(|| at(50)),
        expires_at: at(110),
        why: (kind == Kind::Correction).then_some(CorrectionWhy::WrongPlace),
        follows: kind.follows().then(earlier),
    }
}

/// An alert of 07:38 that is followed.
pub fn earlier() -> Follows {
    let id = Id::from_bytes([30; 16]);
    Follows { alert: id, released_at: at(18), first: id, agency: Some(Agency::IceEro), drill: false }
}

pub fn facts_of(incident: &Incident, choices: Choices) -> Facts {
    Facts::of(&Basis::of(incident, false).unwrap(), choices, at(19)).unwrap()
}

pub fn alert_facts() -> Facts {
    facts_of(&confirmed(), choices(Kind::Alert))
}

/// Every sort of message with its name: kinds, outcomes, certainties, a place without a corner, a drill.
pub fn samples() -> Vec<(&'static str, Facts)> {
    let other = |agency| incident(Verification::OtherAgency(Finding { agency, ..finding() }));
    let nothing = || incident(Verification::NothingThere { seen_at: at(15) });
    let over = || incident(Verification::AlreadyOver { seen_at: at(15) });
    let not_enforcement = || Choices { why: Some(CorrectionWhy::NotEnforcement), ..choices(Kind::Correction) };
    let fixing = |why| Choices { why: Some(why), ..choices(Kind::Correction) };
    let of_agency = |agency| incident(Verification::Confirmed(Finding { agency, ..finding() }));
    let plain = Finding {
        agency: Agency::Unmarked,
        activity: Activity::Other,
        people: HowMany::Unknown,
        vehicles: HowMany::Unknown,
        detained: YesNo::Unknown,
        detained_count: None,
        seen_at: at(11),
    };
    let bare = Choices {
        place: area_only(),
        advice: Vec::new(),
        hotline: false,
        next_update_at: None,
        ..choices(Kind::Alert)
    };
    vec![
        ("alert", alert_facts()),
        ("alert, two reports", facts_of(&corroborated(), choices(Kind::Alert))),
        ("alert, least said", facts_of(&incident(Verification::Confirmed(plain)), bare)),
        ("alert, border patrol", facts_of(&of_agency(Agency::Cbp), choices(Kind::Alert))),
        ("alert, hsi", facts_of(&of_agency(Agency::Hsi), choices(Kind::Alert))),
        ("alert, drill", facts_of(&confirmed_in_a_drill(), choices(Kind::Alert))),
        ("checked, police", facts_of(&other(Agency::LocalPolice), choices(Kind::Checked))),
        ("checked, federal", facts_of(&other(Agency::OtherFederal), choices(Kind::Checked))),
        ("checked, hsi", facts_of(&other(Agency::Hsi), choices(Kind::Checked))),
        ("checked, nothing", facts_of(&nothing(), choices(Kind::Checked))),
        ("update", facts_of(&confirmed(), choices(Kind::Update))),
        ("correction, place", facts_of(&confirmed(), choices(Kind::Correction))),
        ("correction, time", facts_of(&confirmed(), fixing(CorrectionWhy::WrongTime))),
        ("correction, agency", facts_of(&confirmed(), fixing(CorrectionWhy::WrongAgency))),
        ("correction, police", facts_of(&other(Agency::LocalPolice), not_enforcement())),
        ("correction, nothing", facts_of(&nothing(), not_enforcement())),
        ("all clear, last seen", facts_of(&confirmed(), choices(Kind::AllClear))),
        ("all clear, looked", facts_of(&over(), choices(Kind::AllClear))),
    ]
}

pub fn every_facts() -> Vec<Facts> {
    samples().into_iter().map(|(_, facts)| facts).collect()
}

/// A server's seal.
pub fn seal(statement: &[u8]) -> [u8; 32] {
    crate::ground::keys::mac(b"a test's key", statement)
}

/// A press that the rules of states carry along and do not read: whoever keeps or sends them does.
pub static UNSIGNED: Press = Press::kept(String::new());

/// A draft of these facts that waits for its second person, sent at 19 minutes.
pub fn waiting(facts: Facts, incident: &Incident) -> Alert {
    let draft = Alert::draft(Id::from_bytes([31; 16]), facts, &dispatcher(), at(19)).unwrap();
    draft.send(&dispatcher(), UNSIGNED.clone(), &Basis::of(incident, false).unwrap(), at(19), &seal).unwrap()
}

pub fn releasing<'a>(by: &'a Member, drafter: &'a Member, incident: &'a Incident) -> Releasing<'a> {
    let chain = Chain { followed: None, is_another_live: false };
    let basis = Basis::of(incident, false).unwrap();
    Releasing { by, drafter, press: &UNSIGNED, basis, chain, two_organizations: true }
}

/// The sample alert, released at 20 minutes.
pub fn released() -> Alert {
    let incident = confirmed();
    let asked = waiting(alert_facts(), &incident);
    asked.release(&releasing(&releaser(), &dispatcher(), &incident), at(20), &seal).unwrap()
}
