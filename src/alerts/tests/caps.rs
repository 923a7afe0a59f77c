//! How many messages may open a thread within an hour.

use super::sending::{Wish, number};
use super::*;
use crate::places::{Area, AreaKind, Published};
use crate::subscriptions::Where;

#[tokio::test]
async fn the_sender_takes_no_more_than_so_many_for_one_area_within_an_hour() {
    let town = Town::with(|config| config.alerts_area_hour_max = 2).await;
    for _ in 0..2 {
        town.out(Kind::Alert).await;
    }
    let incident = town.incident(town.confirmed()).await;
    let third = town.waiting(incident, town.choices(Kind::Alert)).await;
    let refused = town.release(third).await.unwrap_err();
    assert!(matches!(refused, Wrong::Refused(no) if no.word == "sending-refused-area-cap"), "{refused}");
    assert_eq!(town.out_now().await.len(), 2, "what is not sent is not out either");
    town.house.later_minutes(61);
    let incident = town.incident(town.confirmed()).await;
    let later = town.waiting(incident, town.choices(Kind::Alert)).await;
    town.release(later).await.unwrap();
}

#[tokio::test]
async fn what_was_checked_leaves_the_alerts_their_room_and_the_other_way_round() {
    let town = Town::with(|config| config.alerts_area_hour_max = 2).await;
    for _ in 0..2 {
        town.checked().await.unwrap();
    }
    assert_refused(town.checked().await, "sending-refused-area-cap");
    for _ in 0..2 {
        town.out(Kind::Alert).await;
    }
    let incident = town.incident(town.confirmed()).await;
    let third = town.waiting(incident, town.choices(Kind::Alert)).await;
    assert_refused(town.release(third).await, "sending-refused-area-cap");
}

#[tokio::test]
async fn the_network_takes_no_more_than_so_many_of_a_kind_within_an_hour() {
    let town = Town::with(|config| config.alerts_hour_max = 2).await;
    for _ in 0..2 {
        town.checked().await.unwrap();
    }
    assert_refused(town.checked().await, "sending-refused-cap");
    let first = town.out(Kind::Alert).await;
    town.out(Kind::Alert).await;
    let incident = town.incident(town.confirmed()).await;
    let third = town.waiting(incident, town.choices(Kind::Alert)).await;
    assert_refused(town.release(third).await, "sending-refused-cap");
    // What follows one that is out is never held back.
    town.house.later_minutes(1);
    town.follow(Kind::Update, first).await;
    town.house.later_minutes(61);
    let incident = town.incident(town.confirmed()).await;
    let later = town.waiting(incident, town.choices(Kind::Alert)).await;
    town.release(later).await.unwrap();
}

#[tokio::test]
async fn an_area_that_shares_its_ground_counts_too_and_one_elsewhere_does_not() {
    let town = Town::with(|config| config.alerts_area_hour_max = 2).await;
    town.house.run_workers().await;
    let here = town.corner();
    let atlas = town.house.app.part::<Atlas>();
    let (lat, lon) = here.spot().unwrap().cell.center();
    let areas = atlas.areas();
    let of = |kind, is_here| areas.iter().find(|area| area.kind == kind && area.holds(lat, lon) == is_here).unwrap();
    let only = |area: &Area| PublicPlace::of(Published::AreaOnly(area.id), &area.name);
    for around in [AreaKind::Zip, AreaKind::Region] {
        town.out_at(only(of(around, true))).await.unwrap();
    }
    assert_refused(town.out_at(here.clone()).await, "sending-refused-area-cap");
    town.out_at(town.corner_of_another_area()).await.unwrap();
    // The whole city is told no more than its most told corner.
    assert_refused(town.out_at(only(of(AreaKind::City, true))).await, "sending-refused-area-cap");
}

#[tokio::test]
async fn a_correction_that_reaches_people_who_heard_nothing_before_counts_as_the_alert_that_it_is_to_them() {
    for max in [2, 3] {
        let town = Town::with(|config| config.alerts_hour_max = max).await;
        let right = town.corner_of_another_area();
        town.subscriber(number(1), Wish::of(town.here())).await;
        town.subscriber(number(2), Wish::of(Where::Area(right.area()))).await;
        let first = town.out(Kind::Alert).await;
        let second = town.out(Kind::Alert).await;
        town.house.run_workers().await;
        town.house.later_minutes(1);
        // What goes to nobody new is never held back, and counts for nothing.
        let second = town.follow(Kind::Correction, second).await;
        town.follow(Kind::Update, second).await;
        let earlier = town.alert(first).await.unwrap();
        let why = Some(CorrectionWhy::WrongPlace);
        let choices = Choices { follows: earlier.as_earlier(), why, place: right, ..town.choices(Kind::Correction) };
        let correction = town.waiting(earlier.facts().incident(), choices).await;
        town.house.run_workers().await;
        let before = town.count();
        town.release(correction).await.unwrap();
        let left = town.left(before).await;
        let heard = |end: &str| left.iter().any(|(to, _)| to.ends_with(end));
        assert!(heard("0001"), "whoever heard the wrong one hears that it was wrong, in any case: {left:?}");
        assert_eq!(heard("0002"), max == 3, "past the cap nobody hears it as a first word: {left:?}");
        let incident = town.incident(town.confirmed()).await;
        let third = town.waiting(incident, town.choices(Kind::Alert)).await;
        assert_refused(town.release(third).await, "sending-refused-cap");
    }
}

fn assert_refused(tried: Result<(), Wrong>, word: &str) {
    let refused = tried.unwrap_err();
    assert!(matches!(refused, Wrong::Refused(no) if no.word == word), "{refused}");
}

impl Town {
    /// An alert that is out, about this place.
    async fn out_at(&self, place: PublicPlace) -> Result<(), Wrong> {
        let incident = self.incident(self.confirmed()).await;
        let id = self.waiting(incident, Choices { place, ..self.choices(Kind::Alert) }).await;
        self.release(id).await
    }

    /// Somebody looked, nothing was there, and that is told.
    async fn checked(&self) -> Result<(), Wrong> {
        let found = Verification::NothingThere { seen_at: self.began().plus_minutes(11) };
        let incident = self.incident(found).await;
        let id = self.waiting(incident, self.choices(Kind::Checked)).await;
        self.release(id).await
    }
}
