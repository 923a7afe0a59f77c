//! A push service of our own, over HTTP/2 with TLS, that misbehaves.

mod peer;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::http::{HeaderMap, Request, Response};
use futures_util::future::join_all;
use h2::RecvStream;
use h2::server::SendResponse;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::*;
use crate::messages::Outbox;
use crate::messages::tests::tls::Authority;
use crate::testkit::{NOON, TestHouse};

impl PushClient {
    /// Posts what may leave, whenever its turn comes.
    async fn post(&self, request: PushRequest, now: Moment) -> Outcome {
        self.post_if(request, now, || true).await.unwrap()
    }
}

const LATER: Outcome = Outcome::Later { wait_seconds: None };

/// What the service does with a request.
#[derive(Clone, Copy)]
enum Act {
    Answer(u16, Option<&'static str>),
    Hang,
    /// Says that it did not look at this request.
    Refuse,
    /// Breaks the connection.
    Drop,
}

#[derive(Default)]
struct Seen {
    connections: usize,
    requests: Vec<(HeaderMap, usize)>,
    script: VecDeque<Act>,
}

struct Service {
    origin: String,
    seen: Arc<Mutex<Seen>>,
    _server: JoinSet<()>,
}

impl Service {
    async fn start(authority: &Authority, script: impl IntoIterator<Item = Act>) -> Service {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("https://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let seen = Arc::new(Mutex::new(Seen { script: script.into_iter().collect(), ..Seen::default() }));
        let (acceptor, shared) = (authority.acceptor("127.0.0.1", &["h2"]), seen.clone());
        let mut server = JoinSet::new();
        server.spawn(async move {
            let mut talks = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                talks.spawn(talk(stream, acceptor.clone(), shared.clone()));
            }
        });
        Service { origin, seen, _server: server }
    }

    fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    fn requests(&self) -> usize {
        self.seen.lock().unwrap().requests.len()
    }
}

async fn talk(stream: TcpStream, acceptor: TlsAcceptor, seen: Arc<Mutex<Seen>>) {
    let Ok(stream) = acceptor.accept(stream).await else { return };
    let Ok(mut connection) = h2::server::handshake(stream).await else { return };
    let mut bodies = JoinSet::new();
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let act = seen.lock().unwrap().script.pop_front().unwrap_or(Act::Answer(201, None));
        match act {
            Act::Refuse => respond.send_reset(h2::Reason::REFUSED_STREAM),
            Act::Drop => return,
            Act::Hang | Act::Answer(..) => {
                bodies.spawn(answer(request, respond, act, seen.clone()));
            }
        }
    }
}

/// Reads a request to its end and answers it.
async fn answer(request: Request<RecvStream>, mut respond: SendResponse<Bytes>, act: Act, seen: Arc<Mutex<Seen>>) {
    let (parts, mut body) = request.into_parts();
    let mut bytes = 0;
    while let Some(Ok(data)) = body.data().await {
        bytes += data.len();
        let _ = body.flow_control().release_capacity(data.len());
    }
    seen.lock().unwrap().requests.push((parts.headers, bytes));
    let Act::Answer(status, wait) = act else { return std::future::pending().await };
    let mut answer = Response::builder().status(status);
    if let Some(wait) = wait {
        answer = answer.header("retry-after", wait);
    }
    let _ = respond.send_response(answer.body(()).unwrap(), true);
}

fn conf(service: &Service, authority: &Authority) -> config::Push {
    let local = Some(service.origin.clone());
    config::Push { local, ca_file: Some(authority.file()), answer_ms: 20_000, ..config::Push::default() }
}

fn request(service: &Service) -> PushRequest {
    let headers = [
        ("authorization", "vapid t=a.b.c, k=d".to_owned()),
        ("content-encoding", "aes128gcm".into()),
        ("content-type", "application/octet-stream".into()),
        ("topic", "t".repeat(32)),
        ("ttl", "1800".into()),
        ("urgency", "high".into()),
    ];
    PushRequest { url: format!("{}/p/1", service.origin), headers, body: vec![7; 1_024] }
}

async fn outcome_of(act: Act) -> Outcome {
    let authority = Authority::made();
    let service = Service::start(&authority, [act]).await;
    let answer_ms = if matches!(act, Act::Hang) { 500 } else { 20_000 };
    let conf = config::Push { answer_ms, ..conf(&service, &authority) };
    PushClient::open(&conf).unwrap().post(request(&service), NOON).await
}

#[tokio::test]
async fn many_messages_at_once_share_one_connection() {
    let authority = Authority::made();
    let service = Service::start(&authority, []).await;
    let client = PushClient::open(&conf(&service, &authority)).unwrap();
    let outcomes = join_all((0..500).map(|_| client.post(request(&service), NOON))).await;
    let other: Vec<&Outcome> = outcomes.iter().filter(|outcome| **outcome != Outcome::Sent).collect();
    assert!(other.is_empty(), "{} of 500: {other:?}", other.len());
    assert_eq!((service.connections(), service.requests()), (1, 500));
    let seen = service.seen.lock().unwrap();
    let (headers, bytes) = &seen.requests[499];
    assert_eq!(*bytes, 1_024);
    for (name, value) in request(&service).headers {
        assert_eq!(headers[name], value, "{name}");
    }
}

#[tokio::test]
async fn what_waits_its_turn_at_a_slow_service_is_not_sent_once_it_may_not_leave() {
    let authority = Authority::made();
    let service = Service::start(&authority, [Act::Hang; 500]).await;
    let conf = config::Push { answer_ms: 1_500, ..conf(&service, &authority) };
    let client = PushClient::open(&conf).unwrap();
    let is_halted = std::sync::atomic::AtomicBool::new(false);
    let may_leave = || !is_halted.load(std::sync::atomic::Ordering::SeqCst);
    let posts = join_all((0..400).map(|_| client.post_if(request(&service), NOON, may_leave)));
    let halt = async {
        while service.requests() < AT_ONCE_MAX {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        is_halted.store(true, std::sync::atomic::Ordering::SeqCst);
    };
    let (outcomes, ()) = tokio::join!(posts, halt);
    assert_eq!(service.requests(), AT_ONCE_MAX, "no more left after the halt");
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_none()).count(), 300, "and the others are given back");
}

#[tokio::test]
async fn answers_and_their_waits_are_read() {
    for (act, expected) in [
        (Act::Answer(201, None), Outcome::Sent),
        (Act::Answer(410, None), Outcome::Failed(Why::Gone)),
        (Act::Answer(429, Some("120")), Outcome::Later { wait_seconds: Some(120) }),
        (Act::Answer(503, None), LATER),
        (Act::Answer(403, None), Outcome::ShutOut),
        (Act::Answer(307, None), Outcome::Failed(Why::Refused)),
    ] {
        assert_eq!(outcome_of(act).await, expected);
    }
}

#[tokio::test]
async fn a_request_without_an_answer_may_have_arrived() {
    assert_eq!(outcome_of(Act::Hang).await, Outcome::Unclear);
    assert_eq!(outcome_of(Act::Drop).await, Outcome::Unclear);
    // The control: one that the service says it did not look at is sent once more, and arrives.
    assert_eq!(outcome_of(Act::Refuse).await, Outcome::Sent);
}

#[tokio::test]
async fn without_a_connection_nothing_has_arrived() {
    let (ours, other) = (Authority::made(), Authority::made());
    let service = Service::start(&ours, []).await;
    let stranger = config::Push { ca_file: Some(other.file()), ..conf(&service, &ours) };
    assert_eq!(PushClient::open(&stranger).unwrap().post(request(&service), NOON).await, LATER, "not believed");
    let nobody = PushRequest { url: "https://127.0.0.1:9/p".into(), ..request(&service) };
    assert_eq!(PushClient::open(&conf(&service, &ours)).unwrap().post(nobody, NOON).await, LATER);
    assert_eq!(service.requests(), 0);
    let plain = PushRequest { url: "http://127.0.0.1:9/p".into(), ..request(&service) };
    assert_eq!(PushClient::open(&conf(&service, &ours)).unwrap().post(plain, NOON).await, LATER, "never in clear");
}

#[test]
fn a_local_service_is_on_this_machine_and_the_contact_is_the_origin_s() {
    let far = config::Push { local: Some("https://push.example.org".into()), ..config::Push::default() };
    assert!(PushClient::open(&far).is_err());
    let mut config = Config { origin: Some("https://red.example.org".into()), ..Config::default() };
    assert_eq!(contact(&config), vapid::Contact::parse("https://red.example.org"));
    config.push.contact = Some("mailto:push@red.example.org".into());
    assert_eq!(contact(&config), vapid::Contact::parse("mailto:push@red.example.org"));
    assert!(contact(&Config::default()).is_err(), "a plain origin is no contact");
    assert!(speaks_http2("https://fcm.googleapis.com/x") && !speaks_http2("https://wns2-by3p.notify.windows.com/w/"));
}

#[tokio::test]
async fn what_does_not_leave_is_not_sealed_and_lands_in_the_outbox() {
    let keys = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    let endpoint = "https://fcm.googleapis.com/fcm/send/abcd1234";
    let to = PushAddress::parse(&PushServices::known(), endpoint, keys, "BTBZMqHH6r4Tts7J_aSIgg").unwrap();
    let house = TestHouse::new();
    let sent = send(&house.app, &to, "VERIFICADO", "la 7 y Alvarado", || panic!("nothing to seal"), || true).await;
    assert_eq!(sent, Some(Outcome::Sent));
    let slips = house.app.part::<Outbox>().of(Channel::Push, 9);
    assert_eq!((slips[0].to_masked.as_str(), slips[0].title.as_str()), ("fcm.googleapis.com ···1234", "VERIFICADO"));
    // Where it leaves, the seal is asked for, and its own refusal is the outcome.
    let house = TestHouse::with(|config| config.push.local = Some("https://127.0.0.1:9".into()));
    let sent = send(&house.app, &to, "", "", || Err(Outcome::Failed(Why::TooLarge)), || true).await;
    assert_eq!(sent, Some(Outcome::Failed(Why::TooLarge)));
}
