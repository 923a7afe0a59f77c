//! Every door, with what nobody sends by mistake: it answers, and never with a fault of ours.

use axum::http::Method;

use crate::demo;
use crate::ground::locale::Lang;
use crate::ground::web::doors::Keyholders;
use crate::people::Role;
use crate::testkit::{Browser, TestHouse};
use crate::{sign_in, wiring};

/// What is put in the holes of a path.
const HOLES: [&str; 12] = [
    "0",
    "-1",
    "%00",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..",
    "%ff%fe",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "%F0%9F%92%A9",
    "' OR 1=1 --",
    "{{7*7}}",
    "app.css%00.js",
];

/// What is put behind a path.
const QUERIES: [&str; 8] = [
    "?lang=xx&lang=en",
    "?from=-1&words=yes",
    "?from=99999999999999999999&words=yes",
    "?then=https://elsewhere.example/",
    "?then=//elsewhere.example",
    "?%00=%00",
    "?token=%ff%fe",
    "?&&&===&a[]=1&a[b]=2",
];

fn bodies() -> Vec<(Option<&'static str>, Vec<u8>)> {
    const FORM: Option<&str> = Some("application/x-www-form-urlencoded");
    const JSON: Option<&str> = Some("application/json");
    const PARTS: Option<&str> = Some("multipart/form-data; boundary=edge");
    let fields = "activity place note when date time lat lon place_choice do eta eta_other member report reason outcome code token work warned
        language name alias minutes_ago detained_count kind advice expires next id label why near hours upto split one two q words contact";
    let every = |value: &str| {
        fields.split_whitespace().map(|name| format!("{name}={value}")).collect::<Vec<_>>().join("&").into_bytes()
    };
    let mut all = vec![
        (None, Vec::new()),
        (None, b"\x00\x01\x02\xff".to_vec()),
        (FORM, Vec::new()),
        (FORM, b"=&=&&&%&%zz=%zz&a".to_vec()),
        (FORM, b"note=%C3%28&place=%ff".to_vec()),
        (FORM, b"a=&".repeat(2_000)),
        (FORM, vec![b'x'; 600 * 1024]),
        (Some("application/x-www-form-urlencoded; charset=utf-16"), b"n\x00o\x00t\x00e\x00=\x00x\x00".to_vec()),
        (JSON, b"{".repeat(50_000)),
        (JSON, b"[".repeat(50_000)),
        (JSON, b"{\"place\":\"\\ud800\",\"activity\":\"waiting\"}".to_vec()),
        (JSON, b"{\"place\":\"a\\u0000b\",\"activity\":\"waiting\",\"note\":\"\\u0000\"}".to_vec()),
        (JSON, b"{\"place\":1e999,\"activity\":{\"a\":{}},\"people\":-1e308,\"observed_at\":[]}".to_vec()),
        (JSON, b"{\"place\":\"x\",\"place\":\"y\",\"activity\":\"waiting\",\"__proto__\":{}}".to_vec()),
        (JSON, b"\xef\xbb\xbf{\"place\":\"x\",\"activity\":\"waiting\"}".to_vec()),
        (JSON, b"null".to_vec()),
        (PARTS, Vec::new()),
        (PARTS, b"--edge\r\n\r\n--edge--".to_vec()),
        (PARTS, b"--edge\r\ncontent-disposition: form-data; name=\"media\"; filename=\"../../x\x00.jpg\"\r\n\r\n\xff\xd8\xff".to_vec()),
        (PARTS, b"--edge\r\ncontent-disposition: form-data; name=\"note\"\r\n\r\nni\xf1o\r\n--edge--\r\n".to_vec()),
        (PARTS, b"--edge\r\ncontent-disposition: form-data; name=\"media\"; filename=\"a\"\r\n\r\nx\r\n".repeat(200)),
        (Some("multipart/form-data"), b"no boundary".to_vec()),
        (Some("image/jpeg"), b"\xff\xd8\xff\xe0".to_vec()),
    ];
    for value in [
        "",
        "-1",
        "99999999999999999999",
        "%00",
        "NaN",
        "' OR 1=1 --",
        "%E2%80%AE%F0%9F%92%A9%CC%81",
        "2026-02-30",
        "%0d%0aset-cookie:%20a=b",
    ] {
        all.push((FORM, every(value)));
    }
    all
}

/// Headers that browsers do not send.
const HEADERS: [&[(&str, &str)]; 5] = [
    &[("accept-language", "*;q=9, xx-, ;;;, en;q=NaN, es;q=-1")],
    &[("cookie", "a=b; =; ;;;")],
    &[("x-forwarded-for", "999.1.1.1, ::gg, <script>, 10.0.0.1")],
    &[("accept-encoding", "gzip;q=NaN, br;q=2, *;q=0"), ("range", "bytes=9-1")],
    &[("content-length", "abc"), ("if-none-match", "\"\\\""), ("if-modified-since", "yesterday")],
];

/// What stands in our own cookies.
const SESSIONS: [&str; 7] = [
    "",
    "AAAA",
    "%7f%00",
    "' OR 1=1 --",
    "=====",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA; cuadra=BBBB; __Host-cuadra=",
    "____________________________________________________________________________________________",
];

fn headers() -> Vec<Vec<(&'static str, String)>> {
    let plain = HEADERS.iter().map(|lines| lines.iter().map(|(name, value)| (*name, (*value).to_owned())).collect());
    // The cookies that are looked at, with values that we never gave.
    let names = [false, true].map(sign_in::cookie_name);
    let cookies = names.into_iter().flat_map(|name| SESSIONS.map(|value| vec![("cookie", format!("{name}={value}"))]));
    plain.chain(cookies).collect()
}

/// A door's path with each of [`HOLES`] in its holes, so that a client could send it.
fn paths(pattern: &str) -> Vec<String> {
    let hole = regex::Regex::new(r"\{[^}]+\}").expect("a pattern");
    if !pattern.contains('{') {
        return vec![pattern.to_owned()];
    }
    HOLES
        .iter()
        .map(|word| hole.replace_all(pattern, *word).replace(' ', "%20").replace('{', "%7B").replace('}', "%7D"))
        .collect()
}

/// A fault of ours; "busy" is none.
fn is_fault(status: axum::http::StatusCode) -> bool {
    status.is_server_error() && status != axum::http::StatusCode::SERVICE_UNAVAILABLE
}

/// What went wrong at one door. The stranger has no cookie of their own before those that are made up.
async fn knock(browser: &Browser, stranger: &Browser, path: &str, csrf: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut note = |what: String, status| {
        if is_fault(status) {
            faults.push(what);
        }
    };
    for query in QUERIES {
        note(
            format!("GET {path}{query}"),
            browser.send(Method::GET, &format!("{path}{query}"), None, Vec::new()).await.status,
        );
    }
    for headers in headers() {
        let lines: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let is_cookie = lines.iter().any(|(name, _)| *name == "cookie");
        let sender = if is_cookie { stranger } else { browser };
        let status = sender.send_with(Method::GET, path, None, &lines, Vec::new()).await.status;
        note(format!("GET {path} with {headers:?}"), status);
    }
    for (kind, body) in bodies() {
        let start = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
        let token = [("x-cuadra-csrf", csrf)];
        let status = browser.send_with(Method::POST, path, kind, &token, body).await.status;
        note(format!("POST {path} {kind:?} {start}"), status);
    }
    for method in [Method::PUT, Method::DELETE, Method::TRACE, Method::OPTIONS, Method::HEAD] {
        note(format!("{method} {path}"), browser.send(method.clone(), path, None, Vec::new()).await.status);
    }
    faults
}

#[tokio::test]
async fn no_door_answers_nonsense_with_a_fault() {
    let house = TestHouse::with(|config| config.demo = true);
    demo::furnish(&house.app).await.expect("a town");
    let mut faults = Vec::new();
    let mut knocked = 0;
    let stranger = house.visitor(Lang::En);
    for door in wiring::doors().list {
        // Streams never end.
        if door.path.ends_with("/events") {
            continue;
        }
        for (at, path) in paths(door.path).iter().enumerate() {
            // A new session each time: some doors end it.
            let (browser, csrf) = if door.keyholders == Keyholders::Anyone || door.keyholders == Keyholders::Signed {
                (house.visitor(Lang::En), String::new())
            } else {
                let member = house.stepped_up("Anybody", Role::ALL).await;
                let token = house.form_token(&member).await;
                (member, token)
            };
            if at == 0 {
                faults.extend(knock(&browser, &stranger, path, &csrf).await);
            } else {
                let status = browser.send(Method::GET, path, None, Vec::new()).await.status;
                faults.extend(is_fault(status).then(|| format!("GET {path}")));
            }
            knocked += 1;
        }
    }
    assert!(knocked > 150, "{knocked}");
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(house.app.db.integrity().await.unwrap(), Vec::<String>::new());
}

/// What is meant to be sent is sent: a quote as a quote, and cookies that are looked at.
#[test]
fn the_quote_and_our_own_cookies_are_among_what_is_sent() {
    let paths = paths("/queue/{card}");
    assert!(paths.contains(&"/queue/'%20OR%201=1%20--".to_owned()), "{paths:?}");
    assert!(paths.contains(&"/queue/%7B%7B7*7%7D%7D".to_owned()), "{paths:?}");
    let cookies: Vec<String> =
        headers().into_iter().flatten().filter(|(name, _)| *name == "cookie").map(|(_, value)| value).collect();
    for is_encrypted in [false, true] {
        let name = sign_in::cookie_name(is_encrypted);
        assert!(cookies.iter().any(|line| line.starts_with(&format!("{name}="))), "{name}: {cookies:?}");
    }
}

/// The control: a house with a fault in it is noticed.
#[tokio::test]
async fn a_fault_is_noticed() {
    let house = TestHouse::new();
    house
        .app
        .db
        .write("break it", |tx| tx.execute("ALTER TABLE alert RENAME TO gone", crate::params![]))
        .await
        .unwrap();
    let visitor = house.visitor(Lang::En);
    let faults = knock(&visitor, &visitor, "/alerts", "").await;
    assert!(!faults.is_empty());
}
