//! SIGKILL at random instants, during mixed writes and during a broadcast.
//!
//! During mixed writes: Every acknowledged report must be there after the restart, its words must open,
//! the database and the audit chain must be whole.
//!
//! 50 rounds by default; `KILL_ROUNDS=1000 cargo test --release --test kill -- --nocapture` is the long run of BENCHMARKS.md.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use cuadra::ground::config::Config;
use cuadra::ground::{Clock, audit};
use cuadra::reports::receipt::Receipt;
use cuadra::{reports, wiring};

#[path = "kill/broadcast.rs"]
mod broadcast;

const WRITERS: usize = 6;

struct Server {
    child: Child,
    origin: String,
}

impl Server {
    fn start(data: &Path) -> Server {
        Server::start_with(data, None)
    }

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

/// What one writer was promised: the receipt and the note it sent.
type Promise = (String, String);

/// Sends reports, every third one twice, until told to stop or until the server is gone.
async fn write(origin: String, turn: Arc<AtomicU64>, told: Arc<AtomicU64>, stop: Arc<AtomicBool>) -> Vec<Promise> {
    let client = reqwest::Client::new();
    let mut promised = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let n = turn.fetch_add(1, Ordering::Relaxed);
        let note = format!("note number {n}");
        let body = serde_json::json!({
            "place": "Luna y Séptima", "activity": "waiting", "people": "3-5", "note": note, "contact": "call after six",
        });
        for _ in 0..=u64::from(n.is_multiple_of(3)) {
            let sent = client
                .post(format!("{origin}/api/v1/reports"))
                .header("idempotency-key", format!("kill-test-sending-{n:010}"))
                .json(&body)
                .send()
                .await;
            let Ok(answer) = sent else { return promised };
            if answer.status() == 503 {
                continue;
            }
            assert_eq!(answer.status(), 201, "an intake that is up takes reports");
            let Ok(taken) = answer.json::<serde_json::Value>().await else { return promised };
            promised.push((taken["receipt"].as_str().expect("a receipt").to_owned(), note.clone()));
            told.fetch_add(1, Ordering::Relaxed);
        }
    }
    promised
}

/// Opens the data folder as the next start would and looks for every promise.
async fn check(data: &Path, promised: &[Promise]) {
    let config = Config { data: data.to_owned(), ..Config::default() };
    let app = wiring::open(config, Clock::machine()).expect("the folder opens again");
    assert_eq!(app.db.integrity().await.expect("a check"), Vec::<String>::new());
    let keys = app.keys.clone();
    let promised = promised.to_vec();
    app.db
        .read("look for what was promised", move |tx| {
            assert!(matches!(audit::verify(tx)?, audit::Chain::Whole(_)));
            for (receipt, note) in promised {
                let receipt = Receipt::parse(&receipt).expect("a receipt");
                let id = reports::by_receipt(&keys, tx, &receipt)?;
                let id = id.unwrap_or_else(|| panic!("{note} was acknowledged and is not there"));
                assert_eq!(reports::open_words(&keys, tx, id)?.note, note);
            }
            Ok(())
        })
        .await
        .expect("the promises are kept");
}

#[test]
fn every_acknowledged_report_survives_a_kill() {
    let rounds: u64 = option_env("KILL_ROUNDS").unwrap_or(50);
    let seed: u64 = option_env("KILL_SEED").unwrap_or(0x5eed_0001);
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let (mut dice, turn, mut total) = (Dice(seed), Arc::new(AtomicU64::new(0)), 0usize);
    for _ in 0..rounds {
        let server = Server::start(&data);
        let (stop, told) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                let write = write(server.origin.clone(), Arc::clone(&turn), Arc::clone(&told), Arc::clone(&stop));
                runtime.spawn(write)
            })
            .collect();
        // Writing is in full swing before the instant is drawn, however slow the machine is today.
        while told.load(Ordering::Relaxed) < WRITERS as u64 {
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_millis(dice.below(200)));
        server.kill();
        stop.store(true, Ordering::Relaxed);
        let mut promised = Vec::new();
        for writer in writers {
            promised.extend(runtime.block_on(writer).expect("a writer ends"));
        }
        runtime.block_on(check(&data, &promised));
        total += promised.len();
    }
    assert!(total > 0, "nothing was ever acknowledged: the test says nothing");
    println!("{rounds} kills (seed {seed:#x}), {total} acknowledgements, none lost");
}

#[tokio::test]
#[should_panic(expected = "the promises are kept")]
async fn a_promise_that_is_not_kept_is_noticed() {
    let folder = tempfile::tempdir().expect("a folder");
    let receipt = Receipt::from_seed([7; 16]).to_string();
    check(&folder.path().join("data"), &[(receipt, "a note".into())]).await;
}

#[expect(clippy::disallowed_methods, reason = "a test's own knobs")]
fn option_env(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
