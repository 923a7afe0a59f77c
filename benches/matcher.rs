//! How much memory 250,000 subscriptions take, and how long an alert takes to find its audience. `cargo bench --bench matcher`.
//!
//! A made-up county of some 60 by 60 kilometres with six towns: most people sit in a town, a third have two places, half have quiet nights.

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Instant;

use cuadra::ground::locale::Lang;
use cuadra::places::{AreaKey, Cell};
use cuadra::subscriptions::quiet::{Days, QuietRange};
use cuadra::subscriptions::{
    Call, Carrier, Home, Kind, Kinds, Matcher, Page, Patch, QuietHours, Radius, Seat, Slot, Subscription, Touched,
    Where,
};

const PEOPLE: u32 = 250_000;
const TOWNS: [(f64, f64); 6] =
    [(34.05, -118.25), (34.02, -118.17), (33.93, -118.22), (34.18, -118.45), (33.77, -118.19), (34.07, -117.75)];

/// Chance that is the same in every run (xorshift64*).
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }
    fn below(&mut self, sides: u64) -> u64 {
        self.throw() % sides
    }
    fn part(&mut self) -> f64 {
        self.below(1_000_000) as f64 / 1_000_000.0
    }
    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }
    fn cell(&mut self) -> Cell {
        let (lat, lon) = self.pick(&TOWNS);
        let spread = if self.below(5) == 0 { 0.5 } else { 0.09 };
        let (north, east) = (self.part() + self.part() - 1.0, self.part() + self.part() - 1.0);
        Cell::at(lat + north * spread, lon + east * spread).expect("a point on the globe")
    }
    fn place(&mut self) -> Where {
        match self.below(20) {
            0 => Where::Everywhere,
            1..=9 => Where::Area(AreaKey(self.below(400) as u32)),
            _ => {
                Where::Around(Patch::of(self.cell()), self.pick(&[Radius::Km2, Radius::Km5, Radius::Km5, Radius::Km10]))
            }
        }
    }
    fn subscription(&mut self) -> Subscription {
        let places = (0..1 + self.below(3) / 2).map(|_| self.place()).collect();
        let kinds: &[Kind] = if self.below(3) == 0 { &[Kind::Alerts, Kind::Checked] } else { &[Kind::Alerts] };
        let from = 1_200 + 30 * self.below(8) as u16;
        let night = QuietRange { days: Days::Every, from_minute: from, to_minute: 330 + 30 * self.below(6) as u16 };
        let quiet = if self.below(2) == 0 { vec![night] } else { Vec::new() };
        let carriers = [
            Carrier::PushGoogle,
            Carrier::PushGoogle,
            Carrier::PushApple,
            Carrier::PushMozilla,
            Carrier::Email,
            Carrier::Sms,
        ];
        let quiet = QuietHours::new(&quiet, self.below(2) == 0).expect("quiet hours");
        let lang = if self.below(4) == 0 { Lang::En } else { Lang::Es };
        let kinds = Kinds::of(kinds).expect("kinds");
        Subscription::new(places, lang, self.pick(&carriers), kinds, quiet).expect("a subscription")
    }
}

/// Resident bytes of this process.
fn resident() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4_096
}

/// The given share of sorted times, in microseconds.
fn at(times: &[u128], percent: usize) -> u128 {
    times[(times.len() - 1) * percent / 100]
}

fn seats(people: &[Subscription]) -> Vec<Seat> {
    let (mut newest, mut pages) = (HashMap::<Home, Page>::new(), 0);
    people
        .iter()
        .map(|who| {
            let home = Home::of(who);
            let (seat, page) = Page::seat(newest.get(&home).copied(), home, pages).expect("a seat");
            pages = pages.max(page.number + 1);
            newest.insert(home, page);
            seat
        })
        .collect()
}

fn main() {
    let mut dice = Dice(2_026);
    let people: Vec<Subscription> = (0..PEOPLE).map(|_| dice.subscription()).collect();
    let seats = seats(&people);
    let before = resident();
    let began = Instant::now();
    let mut matcher = Matcher::default();
    for (seat, who) in seats.iter().zip(&people) {
        matcher.add(*seat, who);
    }
    matcher.compact();
    println!("{PEOPLE} subscriptions read in {} ms", began.elapsed().as_millis());
    println!("resident for the matcher: {:.1} MB", (resident() - before) as f64 / 1e6);
    let highest = seats.iter().max().map_or(0, |seat| seat.0);
    println!(
        "highest seat {highest}: {:.0} % of the numbers are taken",
        100.0 * f64::from(PEOPLE) / f64::from(highest)
    );

    let noon = Slot::all().nth(24).expect("a slot");
    let calls: Vec<Touched> = (0..1_000)
        .map(|_| Touched::new([dice.cell()], [AreaKey(dice.below(400) as u32), AreaKey(dice.below(400) as u32)]))
        .collect();
    report("a corner and two areas", &matcher, &people, &seats, &calls, noon);
    let calls: Vec<Touched> = (0..100)
        .map(|_| Touched::new(dice.cell().disk(6), (0..6).map(|_| AreaKey(dice.below(400) as u32)).collect::<Vec<_>>()))
        .collect();
    report("a town of 127 cells and six areas", &matcher, &people, &seats, &calls, noon);
}

fn report(what: &str, matcher: &Matcher, people: &[Subscription], seats: &[Seat], calls: &[Touched], slot: Slot) {
    let call = |touched| Call { touched, kind: Kind::Alerts, urgent: true, slot };
    let mut times = Vec::new();
    let (mut heard, mut bytes) = (0, 0);
    for touched in calls {
        let began = Instant::now();
        let audience = black_box(matcher.audience(call(touched)));
        let legs = black_box(matcher.by_carrier(&audience));
        times.push(began.elapsed().as_micros());
        heard += audience.len();
        bytes += legs
            .into_iter()
            .map(|(_, mut seats)| {
                seats.optimize();
                seats.serialized_size() as u64
            })
            .sum::<u64>();
    }
    times.sort_unstable();
    let of = calls.len() as u64;
    println!(
        "{what}: median {} us, 99 of 100 within {} us, longest {} us; {} heard on average, {} bytes of sets on average",
        at(&times, 50),
        at(&times, 99),
        at(&times, 100),
        heard / of,
        bytes / of
    );
    let began = Instant::now();
    let plain = people.iter().zip(seats).filter(|(who, _)| who.hears(&calls[0], Kind::Alerts, true, slot)).count();
    let expected = matcher.audience(call(&calls[0])).len();
    println!("  one by one: {} us for {plain} heard (the matcher found {expected})", began.elapsed().as_micros());
    assert_eq!(plain as u64, expected);
}
