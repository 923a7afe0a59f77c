//! Stories through the front door: from a report to what a verifier found, and what must never happen.

mod desk;
mod flood;
mod forgetting;
mod line;
mod news;
mod phoned;
mod pictures;
mod verifying;
mod walks;

use super::card::Card;
use super::incident::Incident;
use super::store;
use crate::demo::city;
use crate::ground::Id;
use crate::ground::config::Config;
use crate::ground::locale::Lang;
use crate::people::Role;
use crate::places::{self, Atlas};
use crate::reports::facts::{Activity, Agency, Channel, Facts, FirstHand, YesNo};
use crate::reports::{self, New, Report, ReportWords, Stage};
use crate::testkit::{Browser, Page, TestHouse};

/// A corner of Brickyard, and one of Las Lomas some kilometres from it.
const CORNER: &str = "Luna Street y 5th Street";
const FAR_CORNER: &str = "Granada Avenue y 1st Street";

/// A house in the made-up town.
async fn town() -> TestHouse {
    town_with(|_| {}).await
}

async fn town_with(change: impl FnOnce(&mut Config)) -> TestHouse {
    let house = TestHouse::with(change);
    let write = house.app.db.write("the town", |tx| {
        let areas = city::areas().map_err(|wrong| crate::ground::Wrong::Fault(wrong.into()))?;
        for area in areas.all() {
            places::store::put_area(tx, area)?;
        }
        for row in city::rows(&areas) {
            places::store::put_row(tx, &row)?;
        }
        Ok(())
    });
    write.await.unwrap();
    Atlas::reload(&house.app).await.unwrap();
    house
}

/// What a neighbour who stands there says.
fn seen(activity: Activity) -> Facts {
    Facts { first_hand: Some(FirstHand::ISeeIt), still_happening: YesNo::Yes, ..Facts::of(activity) }
}

/// A report by the web form, solved and all.
async fn report(house: &TestHouse, place: &str, facts: Facts) -> Id<Report> {
    let words = ReportWords { place: place.into(), ..ReportWords::default() };
    let new = New { words, worked: true, lang: "es".into(), ..New::of(Channel::Web, facts) };
    reports::take(&house.app, new).await.unwrap().id
}

async fn stage(house: &TestHouse, report: Id<Report>) -> Stage {
    house.app.db.read("stage", move |tx| reports::store::brief(tx, report)).await.unwrap().unwrap().stage
}

/// Somebody on duty near a place.
async fn verifier(house: &TestHouse, alias: &str, near: &str) -> Browser {
    let browser = house.member(alias, &[Role::Verifier]).await;
    let page = browser.open("/duty").await.press("Empezar mi turno", &[("near", near), ("hours", "8")]).await;
    page.says("Está de turno");
    browser
}

async fn dispatcher(house: &TestHouse, alias: &str) -> Browser {
    house.member(alias, &[Role::Dispatcher]).await
}

/// The cards that wait, in no order.
async fn cards(house: &TestHouse) -> Vec<Card> {
    house.app.db.read("cards", store::waiting).await.unwrap()
}

/// The card on which a report is.
async fn card_of(house: &TestHouse, report: Id<Report>) -> Id<Card> {
    for card in cards(house).await {
        let here = house.app.db.read("reports", move |tx| store::reports_of_card(tx, card.id)).await.unwrap();
        if here.iter().any(|(_, other)| *other == report) {
            return card.id;
        }
    }
    panic!("the report is on no open card");
}

/// Takes the card of a report and opens it.
async fn claims(house: &TestHouse, desk: &Browser, report: Id<Report>) -> Page {
    house.run_workers().await;
    let card = card_of(house, report).await;
    let page = desk.open(&format!("/queue/{card}")).await;
    page.press("Tomar", &[]).await
}

/// Opens an incident with a report and asks for eyes.
async fn sends_eyes(house: &TestHouse, desk: &Browser, report: Id<Report>) -> Page {
    let page = claims(house, desk, report).await;
    let page = page.press("pedir que vayan a ver", &[]).await;
    assert!(page.path.starts_with("/incidents/"), "{}: {}", page.path, page.text());
    house.run_workers().await;
    page
}

/// The incident whose page this is.
fn incident_in(page: &Page) -> Id<Incident> {
    page.path.trim_start_matches("/incidents/").parse().unwrap()
}

async fn incident(house: &TestHouse, id: Id<Incident>) -> Incident {
    house.app.db.read("incident", move |tx| store::incident(tx, id)).await.unwrap().unwrap()
}

/// The fields of "confirmed" as a verifier fills them in.
const ICE: [(&str, &str); 5] = [
    ("outcome", "confirmed"),
    ("agency", "ice_ero"),
    ("activity", "detaining"),
    ("people", "3-5"),
    ("minutes_ago", "0"),
];

#[tokio::test]
async fn the_town_is_there() {
    let house = town().await;
    let atlas = house.app.part::<Atlas>();
    for corner in [CORNER, FAR_CORNER] {
        assert!(matches!(atlas.resolve(corner, None), crate::places::Resolution::One(_)), "{corner}");
    }
    assert_eq!(Agency::ALL.len(), 7);
    house.visitor(Lang::Es).open("/queue").await.says("no existe");
}
