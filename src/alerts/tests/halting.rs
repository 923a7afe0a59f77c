//! A halt in full run, with a relay that takes its time: what waits for its turn does not leave.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::sending::{Wish, email};
use super::*;
use crate::ground::config::{Email, Encryption};

/// A relay that has a message at once and says so only when it may.
#[derive(Default)]
struct Relay {
    has: AtomicUsize,
    answers: AtomicBool,
}

impl Relay {
    async fn start() -> (Arc<Relay>, u16, JoinSet<()>) {
        let relay = Arc::new(Relay::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (shared, mut server) = (Arc::clone(&relay), JoinSet::new());
        server.spawn(async move {
            let mut talks = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                talks.spawn(talk(stream, Arc::clone(&shared)));
            }
        });
        (relay, port, server)
    }

    fn has(&self) -> usize {
        self.has.load(Ordering::SeqCst)
    }
}

/// As little of RFC 5321 as a message takes.
async fn talk(stream: TcpStream, relay: Arc<Relay>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut is_message = false;
    write.write_all(b"220 slow\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let reply = match line.get(..4).unwrap_or_default() {
            _ if is_message && line != "." => continue,
            _ if is_message => {
                is_message = false;
                relay.has.fetch_add(1, Ordering::SeqCst);
                while !relay.answers.load(Ordering::SeqCst) {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                "250 taken"
            }
            "DATA" => {
                is_message = true;
                "354 go on"
            }
            "QUIT" => return,
            _ => "250 well",
        };
        if write.write_all(format!("{reply}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn town(port: u16, people: usize) -> Town {
    let conf = Email {
        server: "127.0.0.1".into(),
        port: Some(port),
        encryption: Encryption::None,
        from: "avisos@red.example.org".into(),
        connections_max: 2,
        burst: 50,
        ..Email::default()
    };
    let town = Town::with(|config| config.email = Some(conf)).await;
    for one in 0..people {
        town.subscriber(email(&format!("vecina{one}")), Wish::of(town.here())).await;
    }
    town
}

#[tokio::test]
async fn a_halt_stops_also_those_of_a_batch_that_wait_for_a_slow_provider() {
    let (relay, port, _server) = Relay::start().await;
    relay.answers.store(true, Ordering::SeqCst);
    let town = town(port, 8).await;
    let before = relay.has();
    relay.answers.store(false, Ordering::SeqCst);
    let id = town.out(Kind::Alert).await;
    let page = format!("/sending/{id}");
    let ana = town.house.member("Ana", &[Role::Dispatcher]).await;
    let beto = town.house.member("Beto", &[Role::Releaser]).await;
    let halt = async {
        while relay.has() < before + 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        ana.open(&page).await.press("Detener este mensaje", &[]).await;
        relay.answers.store(true, Ordering::SeqCst);
    };
    tokio::join!(town.house.run_workers(), halt);
    assert_eq!(relay.has(), before + 2, "two were under way, and no more left");
    ana.open(&page).await.press("Puede seguir", &[]).await;
    beto.open(&page).await.press("Puede seguir", &[]).await;
    town.house.run_workers().await;
    assert_eq!(relay.has(), before + 8, "each of them gets it, once");
}

#[tokio::test]
async fn what_waits_for_a_slow_provider_until_its_time_is_over_does_not_leave() {
    let (relay, port, _server) = Relay::start().await;
    relay.answers.store(true, Ordering::SeqCst);
    let town = town(port, 8).await;
    let before = relay.has();
    relay.answers.store(false, Ordering::SeqCst);
    town.out(Kind::Alert).await;
    let time = async {
        while relay.has() < before + 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        town.house.later_minutes(90);
        relay.answers.store(true, Ordering::SeqCst);
    };
    tokio::join!(town.house.run_workers(), time);
    assert_eq!(relay.has(), before + 2);
}
