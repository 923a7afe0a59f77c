//! SIGKILL at random instants, during mixed writes and during a broadcast.
//!
//! During mixed writes: what anybody was told in any round must be there after the restarts (reports with their words and pictures, additions,
//! texts, a dispatcher's claims and decisions), and the database and the audit chain must be whole.
//!
//! 50 rounds by default; `KILL_ROUNDS=1000 cargo test --release --test kill -- --nocapture` is the long run of BENCHMARKS.md.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use cuadra::reports::receipt::Receipt;
use tokio::runtime::Runtime;

use promises::Promise;
use writers::{EVERYBODY, Writer};

#[path = "kill/broadcast.rs"]
mod broadcast;
#[path = "kill/promises.rs"]
mod promises;
#[path = "kill/push.rs"]
mod push;
#[path = "kill/writers.rs"]
mod writers;

struct Server {
    child: Child,
    origin: String,
}

impl Server {
    fn start_with(data: &Path, config: Option<&Path>) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cuadra"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data);
        if let Some(config) = config {
            command.arg("--config").arg(config);
        }
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its stderr")).lines();
        let mut said = String::new();
        let origin = loop {
            let Some(line) = lines.next() else { panic!("it ended before it listened: {said}") };
            let line = line.expect("a readable line");
            said.push_str(&line);
            if let Some((_, rest)) = line.split_once("listening on ") {
                break format!("http://{}", rest.split(';').next().unwrap_or(rest));
            }
        };
        // What it says later is read and dropped, so that it never waits for us.
        std::thread::spawn(move || lines.for_each(drop));
        Server { child, origin }
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    fn kill(mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("it ended");
    }
}

/// A small generator (xorshift): the instants of the kills come from a seed that is printed.
struct Dice(u64);

impl Dice {
    pub fn below(&mut self, count: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % count
    }
}

/// One round: everybody writes, the program is killed at a random instant. Answers what they were told.
fn round(
    runtime: &Runtime,
    data: &Path,
    settings: &Path,
    cookie: &str,
    turn: &Arc<AtomicU64>,
    dice: &mut Dice,
) -> Vec<Promise> {
    let server = Server::start_with(data, Some(settings));
    let stop = Arc::new(AtomicBool::new(false));
    let mut writing = Vec::new();
    for who in EVERYBODY {
        let (turn, told) = (Arc::clone(turn), Arc::new(AtomicU64::new(0)));
        let (origin, cookie) = (server.origin.clone(), cookie.to_owned());
        let writer = Writer { who, origin, cookie, turn, told: Arc::clone(&told), stop: Arc::clone(&stop) };
        writing.push((told, runtime.spawn(writer.write())));
    }
    // Everybody is in full swing before the instant is drawn, however slow the machine is today.
    while writing.iter().any(|(told, writer)| told.load(Ordering::Relaxed) == 0 && !writer.is_finished()) {
        std::thread::sleep(Duration::from_millis(2));
    }
    std::thread::sleep(Duration::from_millis(dice.below(200)));
    server.kill();
    stop.store(true, Ordering::Relaxed);
    writing.into_iter().flat_map(|(_, writer)| runtime.block_on(writer).expect("a writer ends")).collect()
}

#[test]
fn every_acknowledged_write_survives_a_kill() {
    let rounds: u64 = option_env("KILL_ROUNDS").unwrap_or(50);
    let seed: u64 = option_env("KILL_SEED").unwrap_or(0x5eed_0001);
    let folder = tempfile::tempdir().expect("a folder");
    let (data, settings) = (folder.path().join("data"), folder.path().join("cuadra.toml"));
    std::fs::write(&settings, writers::SETTINGS).expect("settings");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let cookie = runtime.block_on(writers::furnish(&data));
    let (mut dice, turn, mut promised) = (Dice(seed), Arc::new(AtomicU64::new(0)), Vec::new());
    for number in 1..=rounds {
        let fresh = round(&runtime, &data, &settings, &cookie, &turn, &mut dice);
        let before = promised.len();
        promised.extend(fresh);
        // What was promised in any round must be there in the end. Looking for all of it each time would take a long run's most part.
        let all = number.is_power_of_two() || number == rounds;
        runtime.block_on(promises::check(&data, if all { &promised } else { &promised[before..] }));
    }
    runtime.block_on(promises::texts_became_reports(&data, &promised));
    let mut counts = BTreeMap::<&str, usize>::new();
    promised.iter().for_each(|promise| *counts.entry(promise.kind()).or_default() += 1);
    println!("{rounds} kills (seed {seed:#x}), {} acknowledgements, none lost: {counts:?}", promised.len());
    assert_eq!(counts.len(), 6, "some kind of write was never acknowledged: the test says nothing about it");
}

#[tokio::test]
#[should_panic(expected = "the promises are kept")]
async fn a_promise_that_is_not_kept_is_noticed() {
    let folder = tempfile::tempdir().expect("a folder");
    let receipt = Receipt::from_seed([7; 16]).to_string();
    let promise = Promise::Report { receipt, note: "a note".into(), pictures: 0 };
    promises::check(&folder.path().join("data"), &[promise]).await;
}

#[expect(clippy::disallowed_methods, reason = "a test's own knobs")]
fn option_env(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
