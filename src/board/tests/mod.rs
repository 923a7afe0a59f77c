//! Stories about the board: what the clock counts of the line, what it does not, and what the page shows of it to whom.

mod counting;
mod line;
mod page;

use super::clock::{Sample, Step};
use super::reading::Sum;
use super::{WORKERS, store, worker};
use crate::demo::city;
use crate::ground::Id;
use crate::ground::config::Config;
use crate::ground::locale::Lang;
use crate::people::Role;
use crate::places::{self, AreaKey, Atlas};
use crate::reports::facts::{Activity, Channel, Facts, FirstHand, YesNo};
use crate::reports::{self, New, Report, ReportWords};
use crate::testkit::{Browser, Page, TestHouse};

/// A corner of Brickyard.
const CORNER: &str = "Luna Street y 5th Street";

/// A house in the made-up town, at noon there.
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

/// The area in which the corner lies.
fn here(house: &TestHouse) -> AreaKey {
    match house.app.part::<Atlas>().resolve(CORNER, None) {
        places::Resolution::One(place) => place.area,
        other => panic!("{other:?}"),
    }
}

/// A report that comes this way.
async fn tells(house: &TestHouse, channel: Channel, place: &str) -> Id<Report> {
    let words = ReportWords { place: place.into(), ..ReportWords::default() };
    let seen = Facts { first_hand: Some(FirstHand::ISeeIt), ..Facts::of(Activity::Detaining) };
    let facts = Facts { still_happening: YesNo::Yes, ..seen };
    let new = New { words, worked: true, lang: "es".into(), ..New::of(channel, facts) };
    let id = reports::take(&house.app, new).await.unwrap().id;
    house.run_workers().await;
    id
}

async fn dispatcher(house: &TestHouse, alias: &str) -> Browser {
    house.member(alias, &[Role::Dispatcher]).await
}

/// Everything that was ever counted, real or of drills.
async fn counted(house: &TestHouse, drill: bool) -> Vec<Sum> {
    house.app.db.read("sums", move |tx| store::sums(tx, i64::MIN, (0, 23), drill)).await.unwrap()
}

/// What was counted, as steps with their bounds and counts, whatever the area and hour.
async fn took(house: &TestHouse) -> Vec<(Step, i64, u64)> {
    let mut took: Vec<_> = counted(house, false).await.iter().map(|sum| (sum.step, sum.bound, sum.count)).collect();
    took.sort_unstable();
    took
}

/// Everything that was counted is of this area and hour.
#[track_caller]
fn all_are_of(sums: &[Sum], area: Option<AreaKey>, hour: i8) {
    assert!(sums.iter().all(|sum| (sum.area, sum.hour) == (area, hour)), "{sums:?}");
}

/// Counts these samples as if a source had brought them.
async fn counts(house: &TestHouse, samples: Vec<Sample>) {
    let zone = house.app.config.zone();
    let slots: Vec<_> = samples.iter().map(|sample| sample.slot(&zone)).collect();
    let write = house.app.db.write("samples", move |tx| {
        let from = store::cursor(tx, "made up")?;
        store::count(tx, "made up", (from, from + 1), &slots)
    });
    assert!(write.await.unwrap());
}

/// A wait of so many seconds that begins now.
fn sample(house: &TestHouse, step: Step, area: AreaKey, seconds: i64) -> Sample {
    let now = house.app.now();
    Sample::between(step, Some(area), false, now, now.plus_seconds(seconds)).unwrap()
}
