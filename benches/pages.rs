//! The program as a network runs it: size on disk, time from its start to its first answer, memory at rest, and how soon pages answer.
//!
//! `./bench pages` starts the release build twice on a loopback port of its own and stops it by its id: an empty network, at rest, and the
//! demonstration with its day of made activity. Pages are asked one after the other (what one person waits), then by a few at once.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

const WARMING: usize = 30;
const ASKED: usize = 400;
const AT_ONCE: usize = 4;
/// Starts that are timed; the middle one counts.
const STARTS: usize = 7;

struct Program {
    child: Child,
    origin: String,
    started_in: Duration,
}

impl Program {
    /// Starts it and waits until `/healthz` answers.
    async fn start(command: &str, data: &Path) -> Program {
        let began = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_cuadra"))
            .args([command, "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (told, tells) = std::sync::mpsc::channel();
        let streams: [Box<dyn std::io::Read + Send>; 2] =
            [Box::new(child.stdout.take().expect("a stream")), Box::new(child.stderr.take().expect("a stream"))];
        for stream in streams {
            let told = told.clone();
            std::thread::spawn(move || {
                BufReader::new(stream).lines().map_while(Result::ok).for_each(|line| drop(told.send(line)));
            });
        }
        let origin = loop {
            let line = tells.recv_timeout(Duration::from_secs(60)).expect("it says where it listens");
            // A site says what it bound before the address that people open.
            if let Some(port) = line.split("127.0.0.1:").nth(1).or(line.split("http://localhost:").nth(1)) {
                let port: String = port.chars().take_while(char::is_ascii_digit).collect();
                break format!("http://127.0.0.1:{port}");
            }
        };
        let client = reqwest::Client::new();
        while client.get(format!("{origin}/healthz")).send().await.is_err() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        // What it says later is read and dropped, so that it never waits for us.
        std::thread::spawn(move || tells.iter().for_each(drop));
        Program { child, origin, started_in: began.elapsed() }
    }

    /// Resident memory in MB, as the kernel counts it, and the most it ever was.
    fn memory(&self) -> (f64, f64) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let read = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
        };
        (read("VmRSS:"), read("VmHWM:"))
    }

    fn stop(mut self) {
        self.child.kill().expect("it was running");
        self.child.wait().expect("it ended");
    }
}

async fn millis(client: &reqwest::Client, address: &str) -> f64 {
    let began = Instant::now();
    let answer = client.get(address).send().await.expect("an answer");
    assert!(answer.status().is_success(), "{address}: {}", answer.status());
    answer.bytes().await.expect("a body");
    began.elapsed().as_secs_f64() * 1_000.0
}

fn at(sorted: &[f64], part: usize) -> f64 {
    sorted[(sorted.len() * part / 100).min(sorted.len() - 1)]
}

async fn page(client: &reqwest::Client, origin: &str, path: &str) {
    let address = Arc::new(format!("{origin}{path}"));
    for _ in 0..WARMING {
        millis(client, &address).await;
    }
    let mut alone = Vec::with_capacity(ASKED);
    for _ in 0..ASKED {
        alone.push(millis(client, &address).await);
    }
    alone.sort_by(f64::total_cmp);
    let began = Instant::now();
    let mut askers = tokio::task::JoinSet::new();
    for _ in 0..AT_ONCE {
        let (client, address) = (client.clone(), Arc::clone(&address));
        askers.spawn(async move {
            let mut times = Vec::with_capacity(ASKED / AT_ONCE);
            for _ in 0..ASKED / AT_ONCE {
                times.push(millis(&client, &address).await);
            }
            times
        });
    }
    let mut together: Vec<f64> = askers.join_all().await.into_iter().flatten().collect();
    let per_second = together.len() as f64 / began.elapsed().as_secs_f64();
    together.sort_by(f64::total_cmp);
    println!(
        "{path}: one at a time p50 {:.2} ms, p99 {:.2} ms; {AT_ONCE} at once p50 {:.2} ms, p99 {:.2} ms, {per_second:.0}/s",
        at(&alone, 50),
        at(&alone, 99),
        at(&together, 50),
        at(&together, 99)
    );
}

/// The cookie of a made-up dispatcher: the first person whose landing page is the queue.
async fn dispatcher(origin: &str) -> reqwest::Client {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let people = client.get(format!("{origin}/demo")).send().await.expect("the demo").text().await.expect("a page");
    let ids: Vec<String> = people
        .split("name=\"member\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
        .collect();
    for id in ids {
        let answer = client
            .post(format!("{origin}/demo"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("member={id}"))
            .send()
            .await
            .expect("one click");
        let header =
            |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        if header("location") == "/queue" {
            let cookie = header("set-cookie").split(';').next().unwrap_or_default().parse().expect("a cookie");
            let headers = [(reqwest::header::COOKIE, cookie)].into_iter().collect();
            return reqwest::Client::builder().default_headers(headers).build().expect("a client");
        }
    }
    panic!("the demo has no dispatcher");
}

#[tokio::main]
async fn main() {
    let binary = std::fs::metadata(env!("CARGO_BIN_EXE_cuadra")).expect("the program").len();
    println!("the program: {:.1} MB", binary as f64 / 1e6);

    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("network");
    Program::start("serve", &data).await.stop();
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        let program = Program::start("serve", &data).await;
        starts.push(program.started_in.as_secs_f64() * 1_000.0);
        program.stop();
    }
    starts.sort_by(f64::total_cmp);
    println!("an empty network: {:.0} ms from its start to its first answer", at(&starts, 50));
    let program = Program::start("serve", &data).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    println!("an empty network at rest: {:.1} MB resident", program.memory().0);
    program.stop();

    let program = Program::start("demo", &folder.path().join("demo")).await;
    println!(
        "the demonstration: {:.0} ms from its start to its first answer",
        program.started_in.as_secs_f64() * 1_000.0
    );
    tokio::time::sleep(Duration::from_secs(5)).await;
    println!("the demonstration at rest: {:.1} MB resident", program.memory().0);
    let visitor = reqwest::Client::new();
    for path in ["/", "/reportar", "/report", "/alertas", "/comprobante"] {
        page(&visitor, &program.origin, path).await;
    }
    let desk = dispatcher(&program.origin).await;
    page(&desk, &program.origin, "/queue").await;
    let (now, most) = program.memory();
    println!("after these questions: {now:.1} MB resident, {most:.1} MB at most");
    program.stop();
}
