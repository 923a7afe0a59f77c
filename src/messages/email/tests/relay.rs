//! A relay on loopback that does what it is told at each step, and speaks SMTP well otherwise.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// What the relay does at a step.
#[derive(Clone, Copy)]
pub enum Act {
    Say(&'static str),
    /// Never answers.
    Hang,
    /// Breaks the connection.
    Drop,
}

/// When TLS begins.
#[derive(Clone, Default)]
pub enum Tls {
    #[default]
    Never,
    First(TlsAcceptor),
    Asked(TlsAcceptor),
}

#[derive(Default)]
pub struct Seen {
    pub connections: usize,
    pub open: usize,
    pub open_most: usize,
    /// Every command, on whichever connection.
    pub commands: Vec<String>,
    /// Every message that was taken.
    pub mails: Vec<String>,
}

#[derive(Clone, Default)]
struct Shared {
    seen: Arc<Mutex<Seen>>,
    script: Arc<Mutex<HashMap<&'static str, VecDeque<Act>>>>,
    tls: Tls,
}

/// The relay. Its steps are CONNECT, the verbs, and `.` for the end of a message.
pub struct Relay {
    pub port: u16,
    shared: Shared,
    _server: JoinSet<()>,
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

impl Relay {
    pub async fn start(tls: Tls, script: &[(&'static str, Act)]) -> Relay {
        let shared = Shared { tls, ..Shared::default() };
        let relay_script = shared.script.clone();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut server = JoinSet::new();
        let inner = shared.clone();
        server.spawn(async move {
            let mut talks = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let shared = inner.clone();
                talks.spawn(async move {
                    {
                        let mut seen = shared.seen.lock().unwrap();
                        seen.connections += 1;
                        seen.open += 1;
                        seen.open_most = seen.open_most.max(seen.open);
                    }
                    talk(Box::new(stream), &shared).await;
                    shared.seen.lock().unwrap().open -= 1;
                });
            }
        });
        for (step, act) in script {
            relay_script.lock().unwrap().entry(step).or_default().push_back(*act);
        }
        Relay { port, shared, _server: server }
    }

    /// What it is to do next at a step.
    pub fn then(&self, step: &'static str, act: Act) {
        self.shared.script.lock().unwrap().entry(step).or_default().push_back(act);
    }

    pub fn seen<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.shared.seen.lock().unwrap())
    }

    /// How many times it heard a verb.
    pub fn heard(&self, verb: &str) -> usize {
        self.seen(|seen| seen.commands.iter().filter(|command| command.starts_with(verb)).count())
    }
}

/// Speaks with one client until either hangs up.
async fn talk(stream: Box<dyn Stream>, shared: &Shared) {
    let stream: Box<dyn Stream> = match &shared.tls {
        Tls::First(acceptor) => match acceptor.accept(stream).await {
            Ok(stream) => Box::new(stream),
            Err(_) => return,
        },
        _ => stream,
    };
    let mut line = BufReader::new(stream);
    let mut may_start_tls = matches!(shared.tls, Tls::Asked(_));
    if act(&mut line, shared, "CONNECT", "220 relay.example.org ESMTP").await.is_none() {
        return;
    }
    let mut heard = String::new();
    loop {
        heard.clear();
        if line.read_line(&mut heard).await.unwrap_or(0) == 0 {
            return;
        }
        let command = heard.trim_end().to_owned();
        shared.seen.lock().unwrap().commands.push(command.clone());
        let verb = command.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let (step, usual) = match verb.as_str() {
            "EHLO" if may_start_tls => ("EHLO", "250-relay.example.org\r\n250 STARTTLS"),
            "EHLO" => ("EHLO", "250-relay.example.org\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME"),
            "STARTTLS" => ("STARTTLS", "220 go"),
            "AUTH" => ("AUTH", "235 2.7.0 welcome"),
            "MAIL" => ("MAIL", "250 2.1.0 ok"),
            "RCPT" => ("RCPT", "250 2.1.5 ok"),
            "DATA" => ("DATA", "354 go on"),
            "RSET" => ("RSET", "250 2.0.0 ok"),
            "QUIT" => ("QUIT", "221 bye"),
            _ => ("NOOP", "250 ok"),
        };
        let Some(said) = act(&mut line, shared, step, usual).await else { return };
        if step == "STARTTLS"
            && said.starts_with("220")
            && let Tls::Asked(acceptor) = &shared.tls
        {
            let Ok(stream) = acceptor.accept(line.into_inner()).await else { return };
            line = BufReader::new(Box::new(stream) as Box<dyn Stream>);
            may_start_tls = false;
        }
        if step == "DATA" && said.starts_with("354") {
            let Some(mail) = message(&mut line).await else { return };
            let Some(said) = act(&mut line, shared, ".", "250 2.0.0 queued as 7").await else { return };
            if said.starts_with("250") {
                shared.seen.lock().unwrap().mails.push(mail);
            }
        }
        if step == "QUIT" || said.starts_with("421") {
            return;
        }
    }
}

/// Does what the script says for a step, or the usual. `None` where the connection is to end.
async fn act(
    line: &mut BufReader<Box<dyn Stream>>,
    shared: &Shared,
    step: &'static str,
    usual: &'static str,
) -> Option<&'static str> {
    let next = shared.script.lock().unwrap().get_mut(step).and_then(VecDeque::pop_front);
    let said = match next.unwrap_or(Act::Say(usual)) {
        Act::Say(said) => said,
        Act::Drop => return None,
        Act::Hang => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            return None;
        }
    };
    line.get_mut().write_all(format!("{said}\r\n").as_bytes()).await.ok()?;
    line.get_mut().flush().await.ok()?;
    Some(said)
}

/// A message up to its final dot, without the dots that were stuffed in.
async fn message(line: &mut BufReader<Box<dyn Stream>>) -> Option<String> {
    let mut mail = String::new();
    loop {
        let mut heard = String::new();
        if line.read_line(&mut heard).await.ok()? == 0 {
            return None;
        }
        if heard == ".\r\n" {
            return Some(mail);
        }
        mail.push_str(heard.strip_prefix('.').unwrap_or(&heard));
    }
}
