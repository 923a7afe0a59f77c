//! A whole broadcast in trouble: a provider that fails in every way one after another, a database that is full, a clock that jumps.

use std::collections::HashMap;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;

use super::crowd::{LIFE_MINUTES, alert, everyone, ledger, phones, release_saying, said, send, subscribe};
use super::tls::Authority;
use super::*;
use crate::ground::config::Webhook;
use crate::messages::MessageKind;
use crate::messages::broadcast::{Progress, Why};
use crate::subscriptions::{Carrier, Contact, WebhookAddress};

/// What the sites' system does with a request.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
enum Phase {
    #[default]
    Well,
    /// 429 with a `Retry-After` of a minute.
    Busy,
    Broken,
    /// Takes it and never answers.
    Mute,
    /// Shows a certificate of somebody whom we do not believe.
    Impostor,
}

#[derive(Default)]
struct Site {
    phase: Phase,
    /// Connections since the phase began.
    asked: usize,
    /// For each path: answered with 200, taken without an answer.
    took: HashMap<String, (usize, usize)>,
}

/// A system of sites on loopback, with TLS.
struct Sites {
    port: u16,
    shared: Arc<Mutex<Site>>,
    _server: JoinSet<()>,
}

impl Sites {
    async fn start(authority: &Authority) -> Sites {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Mutex::new(Site::default()));
        let believed = authority.acceptor("127.0.0.1", &["http/1.1"]);
        let impostor = Authority::made().acceptor("127.0.0.1", &["http/1.1"]);
        let (site, mut server) = (shared.clone(), JoinSet::new());
        server.spawn(async move {
            let mut talks = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let phase = {
                    let mut site = site.lock().unwrap();
                    site.asked += 1;
                    site.phase
                };
                let acceptor = if phase == Phase::Impostor { &impostor } else { &believed };
                talks.spawn(talk(stream, acceptor.clone(), phase, site.clone()));
            }
        });
        Sites { port, shared, _server: server }
    }

    fn contacts(&self, count: usize) -> Vec<Contact> {
        let address = |n| WebhookAddress::new(&format!("https://127.0.0.1:{}/{n}", self.port), [7; 32]).unwrap();
        (0..count).map(|n| Contact::Webhook(address(n))).collect()
    }

    /// Begins a phase; answers how many connections the one before saw.
    fn now(&self, phase: Phase) -> usize {
        let mut site = self.shared.lock().unwrap();
        site.phase = phase;
        std::mem::take(&mut site.asked)
    }

    fn took(&self) -> HashMap<String, (usize, usize)> {
        self.shared.lock().unwrap().took.clone()
    }
}

async fn talk(stream: tokio::net::TcpStream, acceptor: TlsAcceptor, phase: Phase, site: Arc<Mutex<Site>>) {
    let Ok(mut stream) = acceptor.accept(stream).await else { return };
    let mut text = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return,
            Ok(count) => text.extend_from_slice(&chunk[..count]),
        }
        let said = String::from_utf8_lossy(&text);
        if let Some((head, body)) = said.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            if body.len() >= length.unwrap_or(0) {
                break;
            }
        }
    }
    let path = String::from_utf8_lossy(&text).split(' ').nth(1).unwrap_or_default().to_owned();
    let answer = match phase {
        Phase::Well | Phase::Impostor => {
            site.lock().unwrap().took.entry(path).or_default().0 += 1;
            "200 OK"
        }
        Phase::Busy => "429 Too Many Requests\r\nretry-after: 60",
        Phase::Broken => "500 Internal Server Error",
        Phase::Mute => {
            site.lock().unwrap().took.entry(path).or_default().1 += 1;
            tokio::time::sleep(Duration::from_secs(60)).await;
            return;
        }
    };
    let answer = format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
}

/// People whom the trouble meets, and the window of their carrier.
const PEOPLE: usize = 240;
const WINDOW: usize = 16;

async fn house_with(sites: &Sites, authority: &Authority, fake: &Fake) -> TestHouse {
    let ca_file = Some(authority.file());
    let webhook = Webhook { allow_local: true, ca_file, answer_ms: 400, per_minute: 60_000, burst: 1_000 };
    let house = TestHouse::with(|config| {
        with_twilio(&fake.base)(config);
        config.sms.answer_ms = 20_000;
        config.webhook = Some(webhook);
    });
    subscribe(&house.app, sites.contacts(PEOPLE)).await;
    house
}

/// Passes for so long, every 20 seconds.
async fn for_minutes(house: &TestHouse, minutes: i64) {
    for _ in 0..minutes * 3 {
        send(house).await;
        house.later_seconds(20);
    }
}

#[tokio::test]
async fn a_provider_that_fails_in_every_way_loses_nobody_and_is_asked_gently() {
    let (authority, fake) = (Authority::made(), Fake::start([]).await);
    let sites = Sites::start(&authority).await;
    let house = house_with(&sites, &authority, &fake).await;
    subscribe(&house.app, phones(20)).await;
    sites.now(Phase::Busy);
    let id = alert(&house.app).await;
    for (phase, minutes, most) in [
        // Each pause is at least the minute that was asked for.
        (Phase::Busy, 6, 8 * WINDOW),
        // Each pause of our own is longer than the one before, up to five minutes.
        (Phase::Broken, 8, 8 * WINDOW),
        (Phase::Mute, 8, 8 * WINDOW),
        (Phase::Impostor, 8, 8 * WINDOW),
    ] {
        sites.now(phase);
        for_minutes(&house, minutes).await;
        let asked = sites.now(phase);
        assert!((1..=most).contains(&asked), "{phase:?}: {asked} in {minutes} minutes");
        let Progress { sent, failed, unknown, .. } = ledger(&house.app, id, Carrier::Webhook).await.progress;
        assert_eq!((sent, failed, unknown), (0, 0, 0), "{phase:?}: a provider's trouble counts against nobody");
        // Another carrier is not held up, nor is a letter to one person.
        assert_eq!(ledger(&house.app, id, Carrier::Sms).await.progress.sent, 20);
        let before = counts(&house.app).await.sent;
        texts(&house, ANA, &format!("SM{phase:?}"), "una van").await;
        write_to(&house.app, newest_thread(&house.app).await, "¿Sigue ahí?").await.unwrap();
        house.run(&[crate::messages::WORKER]).await;
        assert_eq!(counts(&house.app).await.sent, before + 1, "{phase:?}");
    }
    sites.now(Phase::Well);
    for_minutes(&house, 10).await;
    let progress = ledger(&house.app, id, Carrier::Webhook).await.progress;
    assert_eq!((progress.sent, progress.open), (PEOPLE as u64, 0));
    let took = sites.took();
    assert_eq!(took.len(), PEOPLE, "nobody is missed");
    assert!(took.values().all(|(answered, _)| *answered == 1), "who was answered for is told once");
    let twice = took.values().filter(|(_, unanswered)| *unanswered > 0).count();
    assert!(twice <= 8 * WINDOW, "only those whose answer never came: {twice}");
}

#[tokio::test]
async fn the_control_a_provider_that_is_well_takes_all_at_once() {
    let (authority, fake) = (Authority::made(), Fake::start([]).await);
    let sites = Sites::start(&authority).await;
    let house = house_with(&sites, &authority, &fake).await;
    let id = alert(&house.app).await;
    send(&house).await;
    assert_eq!(ledger(&house.app, id, Carrier::Webhook).await.progress.sent, PEOPLE as u64);
    assert_eq!(sites.now(Phase::Well), PEOPLE);
}

/// From now on what becomes of a batch takes room in the file, and there is so much room.
async fn room(app: &App, pages: i64) {
    let write = app.db.write("room", move |tx| {
        tx.execute("CREATE TABLE IF NOT EXISTS ballast (bytes BLOB)", &[])?;
        tx.execute(
            "CREATE TRIGGER IF NOT EXISTS heavy AFTER UPDATE ON broadcast_leg
             BEGIN INSERT INTO ballast VALUES (randomblob(20000)); END",
            &[],
        )?;
        tx.value::<i64>("PRAGMA page_count", &[])
    });
    let most = write.await.unwrap() + pages;
    let limit = move |tx: &crate::ground::db::Tx<'_>| tx.value::<i64>(&format!("PRAGMA max_page_count = {most}"), &[]);
    app.db.write("limit", limit).await.unwrap();
}

#[tokio::test]
async fn a_full_database_stops_a_broadcast_and_loses_nobody() {
    let fake = Fake::start([]).await;
    let house = TestHouse::with(|config| {
        with_twilio(&fake.base)(config);
        config.sms.answer_ms = 20_000;
    });
    let app = house.app.clone();
    subscribe(&app, phones(200)).await;
    let id = alert(&app).await;
    room(&app, 60).await;
    let carriers = crate::messages::sending::workers();
    let sms = carriers.iter().find(|worker| worker.name == "send by SMS").unwrap();
    let mut failed = 0;
    for _ in 0..5 {
        failed += usize::from((sms.pass)(app.clone()).await.is_err());
        house.later_seconds(1);
    }
    assert!(failed >= 3, "a pass that cannot write says so");
    let handed_over = fake.posts();
    assert!((1..200).contains(&handed_over), "some left while there was room: {handed_over}");
    let told = ledger(&app, id, Carrier::Sms).await.progress;
    assert!(told.sent <= handed_over as u64 && told.failed == 0 && told.unknown == 0, "{told:?}, {handed_over}");
    // A pass that cannot write sends nothing, however often it tries.
    for _ in 0..3 {
        assert!((sms.pass)(app.clone()).await.is_err());
        house.later_seconds(20);
    }
    assert_eq!(fake.posts(), handed_over);
    // There is room again.
    room(&app, 100_000).await;
    for _ in 0..5 {
        send(&house).await;
        house.later_seconds(20);
    }
    assert_eq!(ledger(&app, id, Carrier::Sms).await.progress.sent, 200);
    let mut to: Vec<String> = fake.seen().iter().map(|seen| receiver(&seen.body)).collect();
    let posts = to.len();
    to.sort_unstable();
    to.dedup();
    assert_eq!((to.len(), posts), (200, 200), "nobody is missed, and nobody is told twice: the answers were not lost");
}

fn receiver(body: &str) -> String {
    form_urlencoded::parse(body.as_bytes()).find(|(name, _)| name == "To").unwrap().1.into_owned()
}

/// A house whose provider takes 30 texts a minute, and an alert to 100.
async fn slow_house(fake: &Fake) -> (TestHouse, Id<crate::release::Message>) {
    let house = TestHouse::with(|config| {
        with_twilio(&fake.base)(config);
        (config.sms.answer_ms, config.sms.per_minute, config.sms.burst) = (20_000, 30, 10);
    });
    subscribe(&house.app, phones(100)).await;
    let id = alert(&house.app).await;
    send(&house).await;
    (house, id)
}

#[tokio::test]
async fn a_clock_that_jumps_forward_and_back_loses_nobody_and_sends_nothing_late() {
    for (jump, is_over) in [(LIFE_MINUTES - 5, false), (LIFE_MINUTES, true)] {
        let fake = Fake::start([]).await;
        let (house, id) = slow_house(&fake).await;
        let before = fake.posts();
        assert!((1..=10).contains(&before), "{before}");
        house.later_minutes(jump);
        send(&house).await;
        let during = fake.posts();
        assert_eq!(during == before, is_over, "{jump} minutes: what is over is not sent, what is not goes on");
        house.later_minutes(-jump);
        for _ in 0..3 {
            house.later_seconds(20);
            send(&house).await;
        }
        let progress = ledger(&house.app, id, Carrier::Sms).await.progress;
        let told = fake.posts() as u64;
        if is_over {
            // Given up once is given up: a message that was over does not come back with the clock.
            assert_eq!((told, progress.sent, progress.failed), (before as u64, before as u64, 100 - before as u64));
            let why = ledger(&house.app, id, Carrier::Sms).await.failures;
            assert_eq!(why, [(Why::TooLate, 100 - before as u64)]);
        } else {
            assert!((21..=50).contains(&told), "goes on at once, and not faster than its rate: {told}");
            for _ in 0..8 {
                house.later_seconds(20);
                send(&house).await;
            }
            let sent = ledger(&house.app, id, Carrier::Sms).await.progress.sent;
            assert_eq!((fake.posts(), sent), (100, 100), "each once");
        }
    }
}

#[tokio::test]
async fn no_wait_outlasts_a_clock_that_is_set_back() {
    for back in [20, 50, 60, 24 * 60] {
        let fake = Fake::start(std::iter::repeat_n(Reply::Says(429, Some(300), "{}"), 8)).await;
        let house = TestHouse::with(|config| {
            with_twilio(&fake.base)(config);
            config.sms.answer_ms = 20_000;
        });
        subscribe(&house.app, phones(40)).await;
        let id = alert(&house.app).await;
        send(&house).await;
        assert_eq!(fake.posts(), 8, "the provider asked for five minutes");
        house.later_minutes(1);
        send(&house).await;
        assert_eq!(fake.posts(), 8, "the control: that is waited for");
        house.later_minutes(-back);
        for _ in 0..4 {
            send(&house).await;
            house.later_minutes(1);
        }
        assert_eq!(ledger(&house.app, id, Carrier::Sms).await.progress.sent, 40, "{back} minutes back");
    }
}

#[tokio::test]
async fn a_text_takes_the_tokens_of_its_own_language() {
    let house = TestHouse::with(|config| (config.sms.per_minute, config.sms.burst) = (1, 1));
    subscribe(&house.app, phones(20)).await;
    let mut said = said();
    for said in said.iter_mut().filter(|said| said.lang == Lang::En) {
        said.sms = "two segments ".repeat(20);
    }
    let id = release_saying(&house.app, MessageKind::Alert, None, everyone(&house.app), said).await;
    send(&house).await;
    // Ten tokens are there, and all speak Spanish; the last waits for one more, because the next might not.
    assert_eq!(ledger(&house.app, id, Carrier::Sms).await.progress.sent, 9);
}
