//! Durable intake: reports through the real pipeline (place, lint-free words, sealing, one row, synced to disk), group commit against one
//! transaction a report, interleaved in one run.
//!
//! Capacity: 256 senders, each waiting for its answer, for some seconds. Latency: an open loop of 1,000 reports a second, whatever
//! comes back; a report's time runs from the instant it was due. Run with `./bench intake`; `./bench intake_slow` makes each sync take 4 ms
//! longer, for both, which is what small rented servers have. How long one synced write takes is printed first.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use cuadra::ground::config::Config;
use cuadra::ground::db::GROUP_MAX;
use cuadra::ground::{App, Clock, Wrong};
use cuadra::reports::facts::{Activity, Agency, Channel, Facts, FirstHand, HowMany, YesNo};
use cuadra::reports::{self, New, ReportWords};
use cuadra::{demo, wiring};

const SENDERS: usize = 256;
const CAPACITY_TIME: Duration = Duration::from_secs(2);
const LATENCY_TIME: Duration = Duration::from_secs(3);
const RATE_PER_SECOND: u32 = 1_000;
/// Many and short, so that whatever else the machine does meets both; medians count.
const ROUNDS: usize = 7;

struct House {
    name: &'static str,
    app: App,
    capacity: Vec<f64>,
    p50: Vec<f64>,
    p99: Vec<f64>,
    refused: usize,
    _folder: tempfile::TempDir,
}

async fn house(name: &'static str, commits_shared_max: usize) -> House {
    let folder = tempfile::tempdir().expect("a folder");
    let config = Config { data: folder.path().to_owned(), commits_shared_max, ..Config::default() };
    let app = wiring::open(config, Clock::machine()).expect("the house opens");
    demo::furnish(&app).await.expect("a town");
    House { name, app, capacity: vec![], p50: vec![], p99: vec![], refused: 0, _folder: folder }
}

fn report(n: usize) -> New {
    let facts = Facts {
        still_happening: YesNo::Yes,
        first_hand: Some(FirstHand::ISeeIt),
        activity: Activity::ALL[n % Activity::ALL.len()],
        agency: Agency::Unknown,
        people: HowMany::ThreeToFive,
        vehicles: HowMany::OneOrTwo,
        detained: YesNo::Unknown,
        detained_count: None,
        children_present: YesNo::Unknown,
        reporter_safe: YesNo::Yes,
        wants_call: false,
    };
    let mut new = New::of(Channel::Api, facts);
    new.words = ReportWords {
        place: "7th and Luna".into(),
        note: format!("two dark vans and some people in vests, number {n}"),
        uniform_words: "POLICE".into(),
    };
    new.once = Some(format!("bench-sending-number-{n:012}"));
    new
}

static TURN: AtomicUsize = AtomicUsize::new(0);

async fn capacity(app: &App) -> f64 {
    let until = Instant::now() + CAPACITY_TIME;
    let done = Arc::new(AtomicUsize::new(0));
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..SENDERS {
        let (app, done) = (app.clone(), Arc::clone(&done));
        senders.spawn(async move {
            while Instant::now() < until {
                let n = TURN.fetch_add(1, Ordering::Relaxed);
                reports::take(&app, report(n)).await.expect("taken");
                done.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    senders.join_all().await;
    done.load(Ordering::Relaxed) as f64 / CAPACITY_TIME.as_secs_f64()
}

/// Milliseconds of every report of an open loop, sorted, and how many were told that we are busy.
async fn latencies(app: &App) -> (Vec<f64>, usize) {
    let mut timer = tokio::time::interval(Duration::from_secs(1) / RATE_PER_SECOND);
    let began = Instant::now();
    let mut sent = tokio::task::JoinSet::new();
    while began.elapsed() < LATENCY_TIME {
        let due = timer.tick().await.into_std();
        let app = app.clone();
        sent.spawn(async move {
            let taken = reports::take(&app, report(TURN.fetch_add(1, Ordering::Relaxed))).await;
            match taken {
                Ok(_) => Some(due.elapsed().as_secs_f64() * 1_000.0),
                Err(Wrong::Busy) => None,
                Err(other) => panic!("not taken: {other}"),
            }
        });
    }
    let all = sent.join_all().await;
    let refused = all.iter().filter(|time| time.is_none()).count();
    let mut times: Vec<f64> = all.into_iter().flatten().collect();
    times.sort_by(f64::total_cmp);
    (times, refused)
}

fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[sorted.len() / 2]
}

/// Milliseconds that a small write to a file takes with its sync, as the database would do it: the middle one of many.
fn sync_millis() -> f64 {
    use std::io::{Seek, Write};
    let mut file = tempfile::tempfile().expect("a file");
    let times = (0..100).map(|_| {
        let began = Instant::now();
        file.rewind().and_then(|()| file.write_all(&[0; 4096])).and_then(|()| file.sync_data()).expect("synced");
        began.elapsed().as_secs_f64() * 1_000.0
    });
    median(&times.collect::<Vec<_>>())
}

#[tokio::main]
async fn main() {
    println!("one synced write of a page: {:.2} ms", sync_millis());
    let mut houses = [house("group commit", GROUP_MAX).await, house("one transaction a report", 1).await];
    for round in 1..=ROUNDS {
        for house in &mut houses {
            house.capacity.push(capacity(&house.app).await);
            let (times, refused) = latencies(&house.app).await;
            house.p50.push(times[times.len() / 2]);
            house.p99.push(times[times.len() * 99 / 100]);
            house.refused += refused;
            println!(
                "round {round}, {}: {:.0}/s; at {RATE_PER_SECOND}/s p50 {:.2} ms, p99 {:.2} ms, busy {refused}",
                house.name,
                house.capacity[round - 1],
                house.p50[round - 1],
                house.p99[round - 1],
            );
        }
    }
    let [ours, other] = &houses;
    for house in [ours, other] {
        println!(
            "median, {}: capacity {:.0}/s, p50 {:.2} ms, p99 {:.2} ms, told busy {}",
            house.name,
            median(&house.capacity),
            median(&house.p50),
            median(&house.p99),
            house.refused
        );
    }
    println!(
        "ratios: capacity {:.1}x, p99 at {RATE_PER_SECOND}/s {:.1}x lower",
        median(&ours.capacity) / median(&other.capacity),
        median(&other.p99) / median(&ours.p99)
    );
}
