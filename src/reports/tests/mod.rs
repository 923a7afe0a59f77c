//! Stories through the front door: web, program, text and call; and what must never happen.

mod api;
mod canary;
mod channels;
mod coming_back;
mod form;
mod forgetting;
mod hostile;
mod receipts;

use axum::http::Method;
use serde_json::Value;

use super::store;
use super::{Brief, Report, ReportWords};
use crate::demo::city;
use crate::ground::locale::Lang;
use crate::ground::{App, Id};
use crate::messages::{Outbox, Route};
use crate::people::{Member, Role};
use crate::places::{self, Atlas, LandmarkKind, Row};
use crate::testkit::{Browser, NOON, Page, TestHouse};

/// A house in the made-up town.
async fn town() -> TestHouse {
    let house = TestHouse::new();
    furnish(&house).await;
    house
}

async fn furnish(house: &TestHouse) {
    let write = house.app.db.write("the town", |tx| {
        let areas = city::areas().map_err(|wrong| crate::ground::Wrong::Fault(wrong.into()))?;
        for area in areas.all() {
            places::store::put_area(tx, area)?;
        }
        for row in city::rows(&areas) {
            places::store::put_row(tx, &row)?;
        }
        // Two bakeries of one name, so that words may mean several places.
        for (across, up) in [(0.15, 0.15), (0.85, 0.85)] {
            let point = city::position(across, up);
            let area = areas.smallest_at(point.0, point.1).expect("an area").id;
            places::store::put_row(tx, &Row::landmark(LandmarkKind::Market, "Panadería Gemela", area, point))?;
        }
        Ok(())
    });
    write.await.unwrap();
    Atlas::reload(&house.app).await.unwrap();
}

/// A dispatcher who exists.
async fn dispatcher(house: &TestHouse) -> Id<Member> {
    desk(house).await;
    house.member_id("Ana").await
}

/// The dispatcher's browser.
async fn desk(house: &TestHouse) -> Browser {
    house.member("Ana", &[Role::Dispatcher]).await
}

/// Every report of the house, oldest first.
async fn briefs(app: &App) -> Vec<Brief> {
    app.db.read("briefs", |tx| store::briefs_after(tx, 0, 1_000)).await.unwrap()
}

async fn words(app: &App, id: Id<Report>) -> ReportWords {
    let keys = app.keys.clone();
    app.db.read("words", move |tx| super::open_words(&keys, tx, id)).await.unwrap()
}

async fn contact(app: &App, id: Id<Report>) -> Option<String> {
    let keys = app.keys.clone();
    app.db.read("contact", move |tx| super::open_contact(&keys, tx, id)).await.unwrap()
}

/// Sends JSON to the API.
async fn program(house: &TestHouse, body: &Value, headers: &[(&str, &str)]) -> Page {
    let body = body.to_string().into_bytes();
    house.visitor(Lang::En).send_with(Method::POST, "/api/v1/reports", Some("application/json"), headers, body).await
}

/// A text from this number comes in, and everything that follows from it happens.
async fn texts(house: &TestHouse, number: &str, words: &str, mark: &str) {
    house.text_in(Route::Outbox, number, mark, words).await;
    house.run_workers().await;
}

/// The texts that went out, newest first.
fn sent(house: &TestHouse) -> Vec<String> {
    house.app.part::<Outbox>().slips().into_iter().map(|slip| slip.body).collect()
}

/// Sixteen digits in four groups, wherever they stand in a text.
fn receipt_in(text: &str) -> String {
    let digits = regex::Regex::new(r"\d{4} \d{4} \d{4} \d{4}").unwrap();
    digits.find(text).unwrap_or_else(|| panic!("no receipt in: {text}")).as_str().to_owned()
}

/// Opens the receipt page with this code.
async fn comes_back(house: &TestHouse, lang: Lang, receipt: &str) -> Page {
    let (path, look) =
        if lang == Lang::Es { ("/comprobante", "Ver mi reporte") } else { ("/receipt", "See my report") };
    house.visitor(lang).open(path).await.press(look, &[("code", receipt)]).await
}

/// A form with files, as a browser without script sends it.
async fn posts_files(house: &TestHouse, path: &str, fields: &[(&str, &str)], files: &[(&str, Vec<u8>)]) -> Page {
    const EDGE: &str = "----edge-of-a-form";
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    for (name, bytes) in files {
        let head = format!(
            "--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"x.jpg\"\r\ncontent-type: image/jpeg\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{EDGE}--\r\n").bytes());
    let kind = format!("multipart/form-data; boundary={EDGE}");
    let lang = if path == "/report" || path == "/receipt" { Lang::En } else { Lang::Es };
    house.visitor(lang).send(Method::POST, path, Some(&kind), body).await
}

/// A small real photo.
fn photo() -> Vec<u8> {
    include_bytes!("../media/samples/progressive.jpg").to_vec()
}

#[tokio::test]
async fn every_answer_and_stage_has_words_in_every_language() {
    use super::facts::{Activity, Agency, Channel, FirstHand, HowMany, TimePrecision, YesNo};
    let house = TestHouse::new();
    let mut asked: Vec<String> = Vec::new();
    asked.extend(Activity::ALL.iter().map(|one| one.word()));
    asked.extend(Agency::ALL.iter().map(|one| one.word()));
    asked.extend(Channel::ALL.iter().map(|one| one.word()));
    asked.extend(FirstHand::ALL.iter().map(|one| one.word()));
    asked.extend(HowMany::ALL.iter().map(|one| one.word()));
    asked.extend(TimePrecision::ALL.iter().map(|one| one.word()));
    asked.extend(YesNo::ALL.iter().map(|one| one.word()));
    asked.extend(super::Found::ALL.iter().map(|one| one.word()));
    asked.extend(super::media::PictureRefused::ALL.iter().map(|one| one.word()));
    asked.extend(crate::lint::Class::ALL.iter().map(|class| format!("report-lint-{}", class.code())));
    asked.extend(super::Stage::ALL.iter().flat_map(|stage| [stage.word(), format!("{}-means", stage.word())]));
    for refused in [
        super::receipt::ReceiptRefused::NotOnlyDigits,
        super::receipt::ReceiptRefused::Length { digits: 1 },
        super::receipt::ReceiptRefused::CheckDigit,
    ] {
        asked.push(refused.word());
    }
    for word in asked {
        for lang in Lang::ALL {
            assert!(house.app.words.has(lang, &word), "{word} has no words in {}", lang.code());
        }
    }
    assert!(!house.app.words.has(Lang::Es, "activity-raid"), "a missing word is noticed");
}
