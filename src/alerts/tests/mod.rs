//! Stories about alerts in a real house: the table and what it refuses, members' pages, public pages and feeds.

mod caps;
mod drills_apart;
mod feeds;
mod following;
mod forged;
mod halting;
mod line;
mod pages;
mod providers;
mod public;
mod reporters;
mod same;
mod sending;
mod table;
mod texting;
mod wishes;

use super::alert::{Advice, Choices, CorrectionWhy, Kind, PublicPlace};
use super::desk::{self, Hand};
use super::fixtures::{scene, walked_and};
use super::state::Alert;
use super::store;
use crate::demo::city;
use crate::drills::{self, Drill, Plan, Scenario, WhoTakesPart};
use crate::ground::config::Config;
use crate::ground::db::Tx;
use crate::ground::locale::Lang;
use crate::ground::{Id, Moment, Wrong};
use crate::people::{self, Alias, Member, Role, Standing};
use crate::places::{self, Atlas, Resolution};
use crate::release::{Hand as Signing, Press};
use crate::reports::facts::{Activity, Agency, HowMany, TimePrecision, YesNo};
use crate::testkit::{NOON, TestHouse};
use crate::triage::incident::{Finding, Verifier};
use crate::triage::matching::Sighting;
use crate::triage::{self, Incident, Scene, Verification};

/// What the hand's passkey signs for an alert as it stands.
fn press(tx: &Tx<'_>, hand: &Hand, id: Id<Alert>, signing: Signing) -> Result<Press, Wrong> {
    let alert = store::alert(tx, &hand.app.keys, id)?.ok_or(Wrong::NotFound)?;
    Press::made_up(alert.subject(signing, hand.by))
}

/// The second person's yes, signed.
fn releases(tx: &Tx<'_>, hand: &Hand, id: Id<Alert>, two: bool) -> Result<(), Wrong> {
    let press = press(tx, hand, id, Signing::Releaser)?;
    desk::release(tx, hand, id, &press, two)
}

/// The made-up town with a network in it.
pub struct Town {
    pub house: TestHouse,
    pub ana: Id<Member>,
    pub beto: Id<Member>,
    pub vero: Id<Member>,
}

impl Town {
    pub async fn new() -> Town {
        Town::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Town {
        let house = TestHouse::with(|config| {
            config.name = "Red de Puerto Tecolote".into();
            config.hotline = "555-0100".into();
            config.origin = Some("https://red.example.org".into());
            change(config);
        });
        let write = house.app.db.write("the town", |tx| {
            let areas = city::areas().map_err(|wrong| Wrong::Fault(wrong.into()))?;
            for area in areas.all() {
                places::store::put_area(tx, area)?;
            }
            for row in city::rows(&areas) {
                places::store::put_row(tx, &row)?;
            }
            let add = |alias, organization, roles: &[Role]| {
                let of = people::store::organization(tx, organization, NOON)?;
                let id = people::store::add(tx, &Alias::parse(alias).unwrap(), Some(of), roles, Lang::Es, NOON)?;
                people::store::set_standing(tx, id, Standing::Active { since: NOON }, NOON)?;
                Ok::<_, Wrong>(id)
            };
            Ok([
                add("Ana", "Vecinos Unidos", &[Role::Dispatcher])?,
                add("Beto", "Sindicato", &[Role::Releaser])?,
                add("Vero", "Vecinos Unidos", &[Role::Verifier])?,
            ])
        });
        let [ana, beto, vero] = write.await.unwrap();
        Atlas::reload(&house.app).await.unwrap();
        Town { house, ana, beto, vero }
    }

    /// Half an hour before now: when the story's incident began.
    pub fn began(&self) -> Moment {
        self.house.app.now().plus_minutes(-30)
    }

    pub fn confirmed(&self) -> Verification {
        Verification::Confirmed(Finding {
            agency: Agency::IceEro,
            activity: Activity::Questioning,
            people: HowMany::SixToTen,
            vehicles: HowMany::ThreeToFive,
            detained: YesNo::Yes,
            detained_count: Some(2),
            seen_at: self.began().plus_minutes(11),
        })
    }

    /// An incident on the corner of Cerezo and 5th that was walked through to this finding.
    pub async fn incident(&self, found: Verification) -> Id<Incident> {
        self.incident_that(None, |there, verifier, at| there.found(verifier, found, at).unwrap()).await
    }

    /// The same, as one of a drill.
    pub async fn incident_of(&self, drill: Option<Id<Drill>>, found: Verification) -> Id<Incident> {
        self.incident_that(drill, |there, verifier, at| there.found(verifier, found, at).unwrap()).await
    }

    /// The same, where `last` says how the finding came in.
    pub async fn incident_that(
        &self,
        drill: Option<Id<Drill>>,
        last: impl FnOnce(&Incident, &Verifier, Moment) -> Incident,
    ) -> Id<Incident> {
        let (people, began) = ([self.ana, self.vero], self.began());
        let corner = self.corner();
        let scene = Scene { cell: corner.spot().unwrap().cell, area: corner.area(), drill, ..scene() };
        let opened = Incident::open(Id::new(began), scene, Some(people[0]), began);
        let seen = Sighting {
            cell: scene.cell,
            at: began,
            precision: TimePrecision::Minutes,
            day: began.day(),
            activity: Activity::Questioning,
            agency: Agency::IceEro,
            drill: scene.drill,
        };
        let incident = walked_and(&opened, people, began, last);
        let id = incident.id();
        self.house.app.db.write("an incident", move |tx| triage::store::insert(tx, &incident, &seen)).await.unwrap();
        id
    }

    /// A drill that runs, in which Vero takes part, and which may be told to these seats.
    pub async fn drill(&self, seats: &[u32]) -> Id<Drill> {
        let (ana, vero, now) = (self.ana, self.vero, self.house.app.now());
        let plan = Plan {
            scenario: Scenario::Corner,
            area: self.corner().area(),
            place: "5th Street / Cerezo Street".into(),
            cell: self.corner().spot().unwrap().cell,
            who: WhoTakesPart::Everyone,
            lang: Lang::Es,
            minutes: 60,
        };
        let listeners = seats.iter().copied().collect();
        let write = self.house.app.db.write("a drill", move |tx| {
            let ana = people::store::get(tx, ana)?.unwrap();
            let drill = Drill::start(Id::new(now), plan, &ana, &[vero], now).unwrap();
            drills::store::insert(tx, &drill, &[vero], &listeners)?;
            Ok(drill.id)
        });
        write.await.unwrap()
    }

    pub fn corner(&self) -> PublicPlace {
        match self.house.app.part::<Atlas>().resolve("Cerezo Street and 5th Street", None) {
            Resolution::One(place) => {
                let name = self.house.app.part::<Atlas>().name(place.area).unwrap();
                PublicPlace::of(place.published_as(), &name)
            }
            other => panic!("{other:?}"),
        }
    }

    pub fn choices(&self, kind: Kind) -> Choices {
        let now = self.house.app.now();
        Choices {
            kind,
            place: self.corner(),
            advice: if kind == Kind::Alert { vec![Advice::StaySilent] } else { Vec::new() },
            hotline: true,
            next_update_at: None,
            expires_at: now.plus_minutes(90),
            why: (kind == Kind::Correction).then_some(CorrectionWhy::NotEnforcement),
            follows: None,
        }
    }

    pub fn hand(&self, by: Id<Member>) -> Hand {
        Hand { by, app: self.house.app.clone(), now: self.house.app.now() }
    }

    /// Ana drafts and sends.
    pub async fn waiting(&self, incident: Id<Incident>, choices: Choices) -> Id<Alert> {
        let hand = self.hand(self.ana);
        let write = self.house.app.db.write("draft and send", move |tx| {
            let id = desk::draft(tx, &hand, None, incident, choices)?;
            desk::send(tx, &hand, id, press(tx, &hand, id, Signing::Drafter)?)?;
            Ok(id)
        });
        write.await.unwrap()
    }

    pub async fn release(&self, id: Id<Alert>) -> Result<(), Wrong> {
        let (hand, two) = (self.hand(self.beto), self.house.app.config.two_organizations);
        self.house.app.db.write("release", move |tx| releases(tx, &hand, id, two)).await
    }

    /// An alert that is out.
    pub async fn out(&self, kind: Kind) -> Id<Alert> {
        let incident = self.incident(self.confirmed()).await;
        let id = self.waiting(incident, self.choices(kind)).await;
        self.release(id).await.unwrap();
        id
    }

    pub async fn alert(&self, id: Id<Alert>) -> Option<Alert> {
        let keys = self.house.app.keys.clone();
        self.house.app.db.read("alert", move |tx| store::alert(tx, &keys, id)).await.unwrap()
    }

    pub async fn out_now(&self) -> Vec<Id<Alert>> {
        let (keys, now) = (self.house.app.keys.clone(), self.house.app.now());
        let found = self.house.app.db.read("out", move |tx| store::out_now(tx, &keys, false, now)).await.unwrap();
        found.iter().map(Alert::id).collect()
    }

    /// Runs SQL as somebody with full write access to the database would.
    pub fn sql(&self, sql: &str) -> Result<usize, String> {
        let conn = rusqlite::Connection::open(self.house.app.db.path()).unwrap();
        conn.busy_timeout(std::time::Duration::from_secs(5)).unwrap();
        conn.execute_batch(sql).map_err(|error| error.to_string())?;
        Ok(usize::try_from(conn.changes()).unwrap())
    }
}
