//! From the second person's yes to the last hand-off: an alert to 10,000, 100,000 and 250,000 subscribers on three channels, through stub
//! providers (benches/providers.mjs) on loopback: push over HTTP/2 with TLS, e-mail over SMTP, texts over HTTP. Everything else is real: rows, sealing,
//! matching, signing, encrypting for each browser, writing down each batch. The stub shares the machine's cores. Run with `./bench broadcast`.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cuadra::ground::config::Config;
use cuadra::ground::db::Tx;
use cuadra::ground::locale::Lang;
use cuadra::ground::worker::Workers;
use cuadra::ground::{App, Clock, Wrong};
use cuadra::messages::sending;
use cuadra::subscriptions::{
    self, Book, Contact, EmailAddress, Kind, Kinds, Number, PushAddress, QuietHours, Subscription, Where,
};
use cuadra::{demo, wiring};

/// Of a hundred subscribers so many have e-mail, and so many texts; the others a browser.
const EMAIL_OF_100: usize = 5;
const SMS_OF_100: usize = 3;

const PATIENCE: Duration = Duration::from_secs(900);

struct Providers {
    child: Child,
    lines: std::io::Lines<BufReader<std::process::ChildStdout>>,
    ports: serde_json::Value,
}

impl Providers {
    fn start(folder: &Path) -> Providers {
        let made = Command::new("openssl")
            .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
            .args(["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"])
            // One that signed itself is believed only where it says that it is no authority.
            .args(["-addext", "basicConstraints=critical,CA:FALSE"])
            .arg("-keyout")
            .arg(folder.join("key.pem"))
            .arg("-out")
            .arg(folder.join("cert.pem"))
            .stderr(Stdio::null())
            .status()
            .expect("openssl");
        assert!(made.success(), "a certificate");
        let mut child = Command::new("node")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/providers.mjs"))
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let first = lines.next().expect("its ports").expect("a line");
        Providers { child, lines, ports: serde_json::from_str(&first).expect("ports") }
    }

    fn ask(&mut self) -> serde_json::Value {
        self.child.stdin.as_mut().expect("its input").write_all(b"counts\n").expect("asked");
        serde_json::from_str(&self.lines.next().expect("an answer").expect("a line")).expect("counts")
    }

    fn came(&mut self) -> u64 {
        let counts = self.ask();
        ["push", "email", "sms"].iter().map(|kind| counts[kind].as_u64().expect("a count")).sum()
    }
}

impl Drop for Providers {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn settings(ports: &serde_json::Value, folder: &Path) -> String {
    let fast = "per_minute = 60000000\nburst = 1000000";
    format!(
        "[push]\nlocal = \"https://127.0.0.1:{}\"\nca_file = \"{}\"\n{fast}\n\
         [email]\nserver = \"127.0.0.1\"\nport = {}\nencryption = \"none\"\nfrom = \"red@red.example.org\"\n{fast}\n\
         [sms]\n{fast}\n[sms.twilio]\nbase_url = \"http://127.0.0.1:{}\"\naccount_sid = \"AC0\"\nauth_token = \"0\"\nfrom = \"+12135550100\"\n",
        ports["push"],
        folder.join("cert.pem").display(),
        ports["mail"],
        ports["sms"],
    )
}

/// Keys of browsers: a few are enough, the cost is the same for each.
fn browser_keys() -> Vec<(String, String)> {
    let keys = (0..64).map(|n: u8| {
        let own = PrivateKey::generate(&ECDH_P256).expect("a key");
        let public = own.compute_public_key().expect("its public half");
        (URL_SAFE_NO_PAD.encode(public.as_ref()), URL_SAFE_NO_PAD.encode([n; 16]))
    });
    keys.collect()
}

fn contact(app: &App, keys: &[(String, String)], port: &serde_json::Value, n: usize) -> Contact {
    match n % 100 {
        of if of < EMAIL_OF_100 => {
            Contact::Email(EmailAddress::parse(&format!("somebody{n}@example.org")).expect("an address"))
        }
        of if of < EMAIL_OF_100 + SMS_OF_100 => {
            Contact::Sms(Number::parse(&format!("+1213{:07}", 2_000_000 + n)).expect("a number"))
        }
        _ => {
            let services = subscriptions::push_services(&app.config).expect("services");
            let (public, auth) = &keys[n % keys.len()];
            let endpoint = format!("https://127.0.0.1:{port}/p/{n}");
            Contact::Push(PushAddress::parse(&services, &endpoint, public, auth).expect("a browser"))
        }
    }
}

async fn subscribe(app: &App, port: &serde_json::Value, people: usize) {
    let browsers = browser_keys();
    for first in (0..people).step_by(10_000) {
        let contacts: Vec<Contact> =
            (first..people.min(first + 10_000)).map(|n| contact(app, &browsers, port, n)).collect();
        let (keys, now) = (app.keys.clone(), app.now());
        let write = move |tx: &Tx<'_>| {
            let kinds = Kinds::of(&[Kind::Alerts]).expect("a kind");
            for (at, contact) in contacts.iter().enumerate() {
                let lang = if at % 3 == 0 { Lang::En } else { Lang::Es };
                let choices =
                    Subscription::new(vec![Where::Everywhere], lang, contact.carrier(), kinds, QuietHours::NONE);
                let choices = choices.map_err(|wrong| Wrong::Fault(wrong.into()))?;
                let begun = subscriptions::subscribe(tx, &keys, contact, &choices, now)?;
                subscriptions::confirm(tx, &keys, &begun.link, now)?;
            }
            Ok(())
        };
        app.db.write("subscribers", write).await.expect("subscribers");
    }
}

/// Kilobytes of memory in use.
fn resident_kb() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok()).unwrap_or(0)
}

async fn run(people: usize, is_ready: bool) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut providers = Providers::start(folder.path());
    let mut config: Config = toml::from_str(&settings(&providers.ports, folder.path())).expect("settings");
    config.data = folder.path().join("data");
    config.alerts_area_hour_max = 100;
    let app = wiring::open(config, Clock::machine()).expect("the house opens");
    demo::furnish(&app).await.expect("a town");
    let port = providers.ports["push"].clone();
    subscribe(&app, &port, people).await;
    let before = resident_kb();
    let began = Instant::now();
    Book::load(&app).await.expect("the book");
    let (loaded, after) = (began.elapsed(), resident_kb());
    if is_ready {
        while sending::make_ready(&app, 20_000).await.expect("keys") > 0 {}
    }
    let ready_kb = resident_kb();
    // Only the sender's workers: the rest of the house stands still.
    let workers = Workers::start(&app, &sending::workers());
    let began = Instant::now();
    demo::play_one(&app).await.expect("an alert");
    let released = began.elapsed();
    let mut half = None;
    loop {
        let came = providers.came();
        if came * 2 >= people as u64 && half.is_none() {
            half = Some(began.elapsed());
        }
        if came >= people as u64 || began.elapsed() > PATIENCE {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let all = began.elapsed();
    let counts = providers.ask();
    workers.stop().await;
    println!(
        "{people} people{}: release itself {:.2} s; half {:.1} s, all {:.1} s ({:.0}/s); {counts}",
        if is_ready { ", keys agreed before" } else { "" },
        released.as_secs_f64(),
        half.unwrap_or(all).as_secs_f64(),
        all.as_secs_f64(),
        people as f64 / (all - released).as_secs_f64(),
    );
    println!(
        "  book read in {:.2} s; memory {} MB before it, {} MB with it, {} MB with keys",
        loaded.as_secs_f64(),
        before / 1024,
        after / 1024,
        ready_kb / 1024
    );
}

#[expect(clippy::disallowed_methods, reason = "a benchmark's own knob")]
fn people() -> Vec<usize> {
    let text = std::env::var("BROADCAST_PEOPLE").unwrap_or_else(|_| "10000,100000,250000".into());
    text.split(',').filter_map(|number| number.parse().ok()).collect()
}

fn main() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    for people in people() {
        for is_ready in [false, true] {
            runtime.block_on(run(people, is_ready));
        }
    }
}
