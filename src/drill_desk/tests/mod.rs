//! Stories about exercises: a whole one marked at every step, its end, what it must never cost, and what must never get out of it.

mod apart;
mod ending;
mod line;
mod starting;
mod walks;

use super::desk;
use crate::demo;
use crate::drills::{self, Drill, Plan, Scenario, WhoTakesPart};
use crate::ground::Id;
use crate::ground::locale::Lang;
use crate::people::Role;
use crate::places::{AreaKey, Atlas, Resolution};
use crate::reports::facts::{Activity, Channel, Facts, FirstHand, YesNo};
use crate::reports::{self, New, Report, ReportWords};
use crate::testkit::{Browser, Page, TestHouse};
use crate::triage::Incident;
use crate::triage::store as triage_store;

/// A corner of Brickyard, where Nopal is on duty, and one of Las Lomas some kilometres from it.
const CORNER: &str = "Luna Street y 5th Street";
const FAR_CORNER: &str = "Granada Avenue y 1st Street";

/// The fields of "confirmed" as a verifier fills them in.
const ICE: [(&str, &str); 5] = [
    ("outcome", "confirmed"),
    ("agency", "ice_ero"),
    ("activity", "questioning"),
    ("people", "3-5"),
    ("minutes_ago", "0"),
];

/// The made-up town with its members; four verifiers are on duty in four places.
async fn town() -> TestHouse {
    let house = TestHouse::with(|config| config.name = "Red de Puerto Tecolote".into());
    demo::furnish(&house.app).await.unwrap();
    demo::go_on_duty(&house.app, house.app.now()).await.unwrap();
    house
}

fn area(house: &TestHouse, name: &str) -> AreaKey {
    let areas = house.app.part::<Atlas>().areas();
    areas.iter().find(|area| area.name == name).unwrap_or_else(|| panic!("no area {name}")).id
}

async fn coordinator(house: &TestHouse) -> Browser {
    house.member("Madroño", &[Role::Coordinator]).await
}

async fn dispatcher(house: &TestHouse) -> Browser {
    house.member("Ceiba", &[Role::Dispatcher]).await
}

async fn verifier(house: &TestHouse, alias: &str) -> Browser {
    house.member(alias, &[Role::Verifier]).await
}

async fn releaser(house: &TestHouse) -> Browser {
    house.stepped_up("Jacaranda", &[Role::Releaser]).await
}

fn plan(house: &TestHouse, scenario: Scenario, who: WhoTakesPart) -> Plan {
    let Resolution::One(place) = house.app.part::<Atlas>().resolve(CORNER, None) else { panic!("the corner is known") };
    Plan {
        scenario,
        area: area(house, "Brickyard"),
        place: place.name,
        cell: place.cell.unwrap(),
        who,
        lang: Lang::Es,
        minutes: 60,
    }
}

/// A drill that runs, with its first report on a card.
async fn drill(house: &TestHouse, scenario: Scenario, who: WhoTakesPart) -> Id<Drill> {
    let by = house.member_id("Madroño").await;
    let id = desk::start(&house.app, by, plan(house, scenario, who)).await.unwrap();
    house.run_workers().await;
    id
}

async fn ends(house: &TestHouse, by: &Browser, drill: Id<Drill>, why: &str) -> Page {
    let token = house.form_token(by).await;
    by.post(&format!("/drills/{drill}/end"), &[("csrf", &token), ("why", why)]).await
}

/// A real report by the web form.
async fn real_report(house: &TestHouse, place: &str, activity: Activity) -> Id<Report> {
    let facts = Facts { first_hand: Some(FirstHand::ISeeIt), still_happening: YesNo::Yes, ..Facts::of(activity) };
    let words = ReportWords { place: place.into(), ..ReportWords::default() };
    let new = New { words, worked: true, lang: "es".into(), ..New::of(Channel::Web, facts) };
    reports::take(&house.app, new).await.unwrap().id
}

/// Takes the first card that the page offers and asks for eyes.
async fn sends_eyes(house: &TestHouse, desk: &Browser) -> Page {
    let page = desk.open("/queue").await.press("Tomar", &[]).await.press("pedir que vayan a ver", &[]).await;
    assert!(page.path.starts_with("/incidents/"), "{}: {}", page.path, page.text());
    house.run_workers().await;
    page
}

fn incident_in(page: &Page) -> Id<Incident> {
    page.path.trim_start_matches("/incidents/").parse().unwrap()
}

async fn incident(house: &TestHouse, id: Id<Incident>) -> Incident {
    house.app.db.read("incident", move |tx| triage_store::incident(tx, id)).await.unwrap().unwrap()
}

async fn count(house: &TestHouse, sql: &'static str) -> i64 {
    house.app.db.read("count", move |tx| tx.value(sql, crate::params![])).await.unwrap()
}

async fn is_running(house: &TestHouse) -> bool {
    house.app.db.read("running", drills::store::running).await.unwrap().is_some()
}
