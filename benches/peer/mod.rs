//! A small client of PostgreSQL for benchmarks: protocol 3.0 over a local socket, one prepared statement a question, one round trip a call.
//! See <https://www.postgresql.org/docs/15/protocol.html>.

use std::io::{BufReader, Read, Write};
use std::os::unix::net::UnixStream;

/// A connection; a mistake ends the benchmark with the server's own words.
pub struct Peer {
    read: BufReader<UnixStream>,
    write: UnixStream,
}

impl Peer {
    /// Connects to the socket in the folder that `PGHOST` names, as `postgres`, without a password.
    pub fn connect() -> Peer {
        #[expect(clippy::disallowed_methods, reason = "where the peer listens is the script's to say")]
        let folder = std::env::var("PGHOST").expect("PGHOST names the folder of a socket: run ./bench incidents");
        let write = UnixStream::connect(format!("{folder}/.s.PGSQL.5432")).expect("a server listens");
        let read = BufReader::new(write.try_clone().expect("a second handle"));
        let mut peer = Peer { read, write };
        let mut hello = 196_608u32.to_be_bytes().to_vec();
        hello.extend(b"user\0postgres\0database\0postgres\0\0");
        let length = u32::try_from(hello.len() + 4).expect("short").to_be_bytes();
        peer.write.write_all(&[&length[..], &hello].concat()).expect("sent");
        peer.answers();
        peer
    }

    /// Runs statements without parameters.
    pub fn run(&mut self, sql: &str) -> Vec<Vec<String>> {
        self.send(&message(b'Q', &[sql.as_bytes(), b"\0"].concat()));
        self.answers()
    }

    /// Prepares a statement under a name.
    pub fn prepare(&mut self, name: &str, sql: &str) {
        let parse = message(b'P', &[name.as_bytes(), b"\0", sql.as_bytes(), b"\0\0\0"].concat());
        self.send(&[parse, message(b'S', b"")].concat());
        self.answers();
    }

    /// Calls a prepared statement with parameters as text, and waits for its rows.
    pub fn call(&mut self, name: &str, params: &[&str]) -> Vec<Vec<String>> {
        let mut bind = [b"\0", name.as_bytes(), b"\0\0\0"].concat();
        bind.extend(u16::try_from(params.len()).expect("few").to_be_bytes());
        for param in params {
            bind.extend(u32::try_from(param.len()).expect("short").to_be_bytes());
            bind.extend(param.as_bytes());
        }
        bind.extend([0, 0]);
        let execute = message(b'E', b"\0\0\0\0\0");
        self.send(&[message(b'B', &bind), execute, message(b'S', b"")].concat());
        self.answers()
    }

    fn send(&mut self, bytes: &[u8]) {
        self.write.write_all(bytes).expect("sent");
    }

    /// Reads until the server is ready for the next question.
    fn answers(&mut self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        loop {
            let mut head = [0u8; 5];
            self.read.read_exact(&mut head).expect("an answer");
            let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize - 4;
            let mut body = vec![0u8; length];
            self.read.read_exact(&mut body).expect("a whole answer");
            match head[0] {
                b'Z' => return rows,
                b'D' => rows.push(columns(&body)),
                b'E' => panic!("{}", String::from_utf8_lossy(&body)),
                _ => {}
            }
        }
    }
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).expect("short").to_be_bytes();
    [&[kind], &length[..], body].concat()
}

fn columns(mut body: &[u8]) -> Vec<String> {
    let mut take = |count: usize| {
        let (head, tail) = body.split_at(count);
        body = tail;
        head
    };
    let count = take(2);
    let count = u16::from_be_bytes([count[0], count[1]]);
    let mut column = || {
        let length = take(4);
        let length = i32::from_be_bytes([length[0], length[1], length[2], length[3]]);
        String::from_utf8_lossy(take(usize::try_from(length).unwrap_or(0))).into_owned()
    };
    (0..count).map(|_| column()).collect()
}
