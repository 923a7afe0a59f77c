//! What is too long, broken or meant to harm: a clear answer in the person's language, and nothing kept that should not be.

use super::*;

const BASE: [(&str, &str); 2] = [("activity", "waiting"), ("place", "Luna y 7")];

async fn sends(house: &TestHouse, path: &str, lang: Lang, extra: &[(&str, &str)]) -> Page {
    let fields: Vec<_> =
        BASE.iter().filter(|(name, _)| !extra.iter().any(|(own, _)| own == name)).chain(extra).copied().collect();
    house.visitor(lang).post(path, &fields).await
}

#[tokio::test]
async fn long_and_impossible_answers_come_back_with_the_words() {
    let house = town().await;
    let long = "palabra ".repeat(600);
    for (field, value, es, en) in [
        ("note", long.as_str(), "4,000 letras", "4,000 characters"),
        ("place", &long, "300 letras", "300 characters"),
        ("uniform_words", &long, "300 letras", "300 characters"),
        ("contact", &long, "120 letras", "120 characters"),
        ("date", "2026-02-31", "No entendimos el día", "could not read the day"),
        ("date", "2031-01-01", "todavía no llega", "not come yet"),
        ("date", "1999-01-01", "más de un año", "more than a year"),
        ("time", "99:99", "No entendimos el día", "could not read the day"),
        ("detained_count", "muchos", "de 0 a 999", "from 0 to 999"),
    ] {
        let page = sends(&house, "/reportar", Lang::Es, &[(field, value)]).await;
        assert_eq!(page.status, 422, "{field}");
        page.says(es);
        assert!(page.body.contains(value.trim()), "{field}: what was typed is still there");
        sends(&house, "/report", Lang::En, &[(field, value)]).await.says(en);
    }
    for (lat, lon) in [("91", "0"), ("0", "181"), ("NaN", "0"), ("inf", "0")] {
        let page = sends(&house, "/reportar", Lang::Es, &[("lat", lat), ("lon", lon)]).await;
        assert_eq!(page.status, 422, "{lat} {lon}");
        page.says("Esa ubicación no existe");
    }
    assert!(briefs(&house.app).await.is_empty(), "nothing of it was taken");
}

#[tokio::test]
async fn broken_encoding_and_oversize_are_told_in_the_persons_language() {
    let house = town().await;
    let kind = Some("application/x-www-form-urlencoded");
    for (lang, path, broken, heavy) in
        [(Lang::Es, "/reportar", "llegó dañado", "demasiado grande"), (Lang::En, "/report", "arrived", "too large")]
    {
        let visitor = house.visitor(lang);
        let page = visitor.send(Method::POST, path, kind, b"activity=other&place=ni%F1o".to_vec()).await;
        assert_eq!(page.status, 400);
        page.says(broken);
        let page = visitor.send(Method::POST, path, kind, [b"note=".to_vec(), vec![b'x'; 40_000]].concat()).await;
        assert_eq!(page.status, 413);
        page.says(heavy);
        let page = visitor.send(Method::POST, path, kind, vec![b'x'; 33 * 1024 * 1024]).await;
        assert_eq!(page.status, 413);
    }
    assert!(briefs(&house.app).await.is_empty());
}

#[tokio::test]
async fn hostile_text_is_shown_as_text() {
    let house = town().await;
    let hostile = "<script>alert(1)</script>'\"; DROP TABLE report; --{{7*7}}\u{202e}";
    let page = sends(&house, "/reportar", Lang::Es, &[("note", hostile), ("activity", "")]).await;
    assert_eq!(page.status, 422);
    assert!(!page.body.contains("<script>alert"), "escaped");
    page.says("<script>alert(1)</script>");
    let taken = sends(
        &house,
        "/reportar",
        Lang::Es,
        &[("note", hostile), ("warned", "plate,phone,document,status,name,badge,home,contact")],
    )
    .await;
    taken.says("Recibimos");
    let brief = briefs(&house.app).await.remove(0);
    assert_eq!(words(&house.app, brief.id).await.note, hostile);
    // A code that is no answer is no answer.
    assert_eq!(sends(&house, "/reportar", Lang::Es, &[("activity", "waiting' OR 1=1")]).await.status, 422);
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & 0u32.wrapping_sub(crc & 1));
        }
    }
    !crc
}

/// A PNG that promises 50,000 by 50,000 pixels: seven gigabytes once drawn.
fn bomb() -> Vec<u8> {
    let mut head = b"IHDR".to_vec();
    head.extend([50_000u32.to_be_bytes(), 50_000u32.to_be_bytes()].concat());
    head.extend([8, 2, 0, 0, 0]);
    let mut png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d".to_vec();
    png.extend(&head);
    png.extend(crc(&head).to_be_bytes());
    png
}

#[tokio::test]
async fn pictures_that_would_harm_are_refused_or_made_harmless() {
    let house = town().await;
    let mut polyglot = photo();
    polyglot.extend(b"PK\x03\x04 <script>HIDDEN-BEHIND</script> PK\x05\x06");
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec();
    let files = [("media", bomb()), ("media", svg), ("media", polyglot.clone()), ("media", photo()[..200].to_vec())];
    for (path, refused) in [("/reportar", "no se guardó"), ("/report", "was not kept")] {
        let page = posts_files(&house, path, &BASE, &files).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.text().matches(refused).count(), 3, "{}", page.text());
    }
    let brief = briefs(&house.app).await.remove(0);
    assert_eq!(brief.pictures, 1);
    let id = brief.id;
    let rows = house.app.db.read("pictures", move |tx| store::pictures(tx, id)).await.unwrap();
    let jpeg = crate::reports::open_picture(&house.app, rows[0].id).await.unwrap();
    let holds = |bytes: &[u8]| bytes.windows(6).any(|window| window == b"HIDDEN");
    assert!(holds(&polyglot) && !holds(&jpeg), "what hid behind the picture is gone");
    let media = house.app.config.data.join("media");
    assert_eq!(std::fs::read_dir(media).unwrap().count(), 2, "one file a taken picture, and none of the refused");
}

#[tokio::test]
async fn a_picture_that_was_sent_twice_leaves_one_file() {
    let house = town().await;
    let token = crate::reports::pages::new_token(&house.app);
    let fields = [BASE[0], BASE[1], ("token", token.as_str())];
    let first = posts_files(&house, "/reportar", &fields, &[("media", photo())]).await.one(".code");
    let again = posts_files(&house, "/reportar", &fields, &[("media", photo())]).await.one(".code");
    assert_eq!(first, again);
    let media = house.app.config.data.join("media");
    assert_eq!(std::fs::read_dir(media).unwrap().count(), 1);
    assert_eq!(briefs(&house.app).await.len(), 1);
}
