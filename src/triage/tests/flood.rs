//! A flood: nothing is dropped, and what is true surfaces.

use std::collections::BTreeSet;
use std::time::Instant;

use super::*;
use crate::places::Cell;
use crate::triage::pages::SHOWN_CARDS_MAX;

const JUNK: usize = 12_000;
const TRUE: usize = 20;

/// Numbers that look random and are the same on every run (SplitMix64).
pub(super) struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap()
    }

    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// Junk as one program makes it: without the work solved, about a few places, dressed up as urgent.
fn junk(dice: &mut Dice, near: &[(f64, f64)]) -> New {
    let facts = Facts {
        first_hand: Some(dice.one_of(FirstHand::ALL)),
        still_happening: YesNo::Yes,
        agency: dice.one_of(Agency::ALL),
        ..Facts::of(dice.one_of(Activity::ALL))
    };
    New { point: Some(dice.one_of(near)), lang: "en".into(), ..New::of(Channel::Api, facts) }
}

/// Seen by people who solved the work, at corners of their own, in the middle of the flood.
fn true_report(number: usize) -> New {
    let step = f64::from(u32::try_from(number).unwrap());
    let point = city::position(0.03 + 0.045 * step, 0.07 + 0.04 * step);
    let activity = if number.is_multiple_of(2) { Activity::Detaining } else { Activity::Waiting };
    New { point: Some(point), worked: true, lang: "es".into(), ..New::of(Channel::Web, seen(activity)) }
}

#[tokio::test]
async fn twenty_true_reports_surface_among_twelve_thousand_junk_ones() {
    let house = town().await;
    let mut dice = Dice(7);
    let spread: Vec<(f64, f64)> = (0..60)
        .map(|_| {
            let share = |dice: &mut Dice| f64::from(u32::try_from(5 + dice.below(90)).unwrap()) / 100.0;
            city::position(share(&mut dice), share(&mut dice))
        })
        .collect();
    let mut wanted = BTreeSet::new();
    let mut batch = Vec::new();
    for at in 0..JUNK + TRUE {
        let number = at / (JUNK / TRUE);
        let is_true = at % (JUNK / TRUE) == 300 && number < TRUE;
        let new = if is_true { true_report(number) } else { junk(&mut dice, &spread) };
        let app = house.app.clone();
        batch.push(async move { (reports::take(&app, new).await.unwrap().id, is_true) });
        if batch.len() == 200 || at + 1 == JUNK + TRUE {
            let taken = futures_util::future::join_all(std::mem::take(&mut batch)).await;
            wanted.extend(taken.into_iter().filter(|(_, is_true)| *is_true).map(|(id, _)| id));
            house.later_minutes(i64::from(at % 400 < 200));
        }
    }
    assert_eq!(wanted.len(), TRUE);
    let begun = Instant::now();
    house.run_workers().await;
    println!("{} reports on cards in {:?}", JUNK + TRUE, begun.elapsed());

    let all = cards(&house).await;
    let counted: i64 = all.iter().map(|card| card.count).sum();
    assert_eq!(counted, i64::try_from(JUNK + TRUE).unwrap(), "nothing is dropped");
    let ana = dispatcher(&house, "Ana").await;
    let begun = Instant::now();
    let page = ana.open("/queue").await;
    println!("the queue page of {} cards in {:?}, {} bytes", all.len(), begun.elapsed(), page.body.len());
    assert_eq!(page.count(".queue > li"), SHOWN_CARDS_MAX.min(all.len()));
    for report in wanted {
        let card = card_of(&house, report).await;
        assert!(page.body.contains(&format!("id=\"card-{card}\"")), "a true report is not among the first cards");
    }
}

/// The same from browsers without JavaScript: nobody solved anything, and half of them are not urgent. The promise to them is of the queue.
#[tokio::test]
async fn true_reports_without_javascript_stand_behind_places_and_not_behind_the_flood() {
    let house = town().await;
    let mut dice = Dice(11);
    let spread: Vec<(f64, f64)> =
        (0..60).map(|at| city::position(0.04 + 0.09 * f64::from(at % 10), 0.1 + 0.14 * f64::from(at / 10))).collect();
    let flooded: BTreeSet<_> = spread.iter().map(|(lat, lon)| Cell::at(*lat, *lon).unwrap()).collect();
    // Twenty places in which nothing else happens.
    let mut taken = flooded;
    let quiet = (0..400).map(|at| city::position(0.03 + 0.047 * f64::from(at % 20), 0.05 + 0.045 * f64::from(at / 20)));
    let quiet: Vec<_> = quiet.filter(|(lat, lon)| taken.insert(Cell::at(*lat, *lon).unwrap())).take(TRUE).collect();
    assert_eq!(quiet.len(), TRUE);
    let mut wanted = BTreeSet::new();
    for number in 0..4_000_usize {
        let mut new = junk(&mut dice, &spread);
        // Half of the junk is hearsay for which the work was solved: a better lane than that of the true ones.
        if number.is_multiple_of(2) {
            new = New { worked: true, ..new };
            new.facts.first_hand = Some(FirstHand::APost);
        }
        reports::take(&house.app, new).await.unwrap();
        if number % 200 == 100 {
            let new = New { worked: false, point: Some(quiet[number / 200]), ..true_report(number / 200) };
            wanted.insert(reports::take(&house.app, new).await.unwrap().id);
        }
    }
    house.run_workers().await;
    let all = cards(&house).await;
    let heavy = all.iter().filter(|card| card.key.lane.has_weight()).count();
    let places: BTreeSet<_> = all.iter().map(|card| card.key.spot).collect();
    use crate::triage::queue::{UNSEEN_URGENT_CARDS_MAX, order};
    let bound = (heavy + UNSEEN_URGENT_CARDS_MAX + 2 * places.len()) * 5 / 4 + 1;
    let total = all.len();
    assert!(total > 2 * bound, "a flood: {total} cards, the promise is place {bound}");
    let queue = order(all, house.app.now(), 2);
    let mut worst = 0;
    for report in wanted {
        let card = card_of(&house, report).await;
        let place = queue.iter().position(|placed| placed.card.id == card).unwrap() + 1;
        worst = worst.max(place);
    }
    println!(
        "of {total} cards of {} places, the last true one stands at place {worst}; promised: {bound}",
        places.len()
    );
    assert!(worst <= bound, "place {worst}, promised was {bound}");
}

#[tokio::test]
async fn five_hundred_copies_are_one_card_and_cost_one_decision() {
    let house = town().await;
    let ana = dispatcher(&house, "Ana").await;
    let point = city::position(0.5, 0.5);
    let cell = Cell::at(point.0, point.1).unwrap();
    for _ in 0..500 {
        let new = New { point: Some(point), ..New::of(Channel::Api, seen(Activity::Loading)) };
        reports::take(&house.app, new).await.unwrap();
    }
    house.run_workers().await;
    let all = cards(&house).await;
    assert_eq!((all.len(), all[0].count), (1, 500));
    assert_eq!(all[0].key.spot, super::super::card::Spot::Cell(cell));
    let page = ana.open("/queue").await;
    page.says("500 reportes parecidos");
    let page = page.press("Tomar", &[]).await;
    assert_eq!(page.count("article.card"), 20, "only the first are opened");
    let more = page.follow("Abrir más reportes").await;
    more.says("Reporte 21");
    page.press("Descartar", &[("reason", "joke_or_hostile")]).await.says("Todo está decidido");
    let left = house.app.db.read("left", |tx| reports::store::briefs_after(tx, 0, 1_000)).await.unwrap();
    assert!(left.iter().all(|brief| brief.stage == Stage::NotAReport));
}

#[tokio::test]
async fn a_second_pass_puts_nothing_on_a_card_twice() {
    let house = town().await;
    report(&house, CORNER, seen(Activity::Waiting)).await;
    house.run_workers().await;
    // As after a crash between two batches: the cursor is behind.
    house.app.db.write("cursor", |tx| store::set_cursor(tx, "cards", 0)).await.unwrap();
    house.run_workers().await;
    let all = cards(&house).await;
    assert_eq!((all.len(), all[0].count), (1, 1));
}
