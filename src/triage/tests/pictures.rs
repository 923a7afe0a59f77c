//! Two independent first-hand reports with pictures that two members looked at.

use axum::body::Bytes;

use super::*;
use crate::ground::web::pace::Sender;
use crate::reports::PictureRow;
use crate::triage::Certainty;

/// A picture of one colour: two colours are two pictures.
fn picture(shade: u8) -> Bytes {
    let image = image::RgbImage::from_fn(96, 96, |x, y| {
        let ripple = u8::try_from((x * 3 + y * 5) % 60).unwrap();
        image::Rgb([shade, shade.wrapping_add(ripple), ripple])
    });
    let mut out = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(image).write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
    Bytes::from(out.into_inner())
}

async fn witness(house: &TestHouse, sender: u8, shade: u8) -> Id<Report> {
    let words = ReportWords { place: CORNER.into(), ..ReportWords::default() };
    let facts = Facts { agency: Agency::IceEro, ..seen(Activity::Detaining) };
    let sender = Some(Sender::of([10, sender, 0, 1].into()));
    let new = New { words, worked: true, sender, pictures: vec![picture(shade)], ..New::of(Channel::Web, facts) };
    reports::take(&house.app, new).await.unwrap().id
}

async fn picture_of(house: &TestHouse, report: Id<Report>) -> Id<PictureRow> {
    house.app.db.read("picture", move |tx| reports::store::pictures(tx, report)).await.unwrap()[0].id
}

async fn looks(browser: &Browser, picture: Id<PictureRow>, says: &str) {
    let page = browser.open(&format!("/pictures/{picture}")).await;
    assert_eq!(page.status, 200);
    page.press(says, &[]).await.says("Usted dijo que");
}

async fn corroborates(house: &TestHouse, desk: &Browser, path: &str, one: Id<Report>, two: Id<Report>) -> Page {
    let token = house.form_token(desk).await;
    let (one, two) = (one.to_string(), two.to_string());
    let fields = [
        ("csrf", token.as_str()),
        ("do", "corroborate"),
        ("one", one.as_str()),
        ("two", two.as_str()),
        ("agency", "ice_ero"),
        ("activity", "detaining"),
    ];
    desk.post(path, &fields).await
}

#[tokio::test]
async fn two_witnesses_whose_pictures_two_members_saw_confirm() {
    let house = town().await;
    let (ana, luz) = (dispatcher(&house, "Ana").await, house.member("Luz", &[Role::Verifier]).await);
    let (one, two) = (witness(&house, 1, 40).await, witness(&house, 2, 190).await);
    let page = claims(&house, &ana, one).await;
    page.says("Foto 1");
    let opened = page.press("Solo abrir incidente", &[]).await;
    let (first, second) = (picture_of(&house, one).await, picture_of(&house, two).await);

    for id in [first, second] {
        looks(&ana, id, "Sí, se ve").await;
        // The same member twice is one member.
        looks(&ana, id, "Sí, se ve").await;
    }
    let refused = corroborates(&house, &ana, &opened.path, one, two).await;
    assert_eq!(refused.status, 409);
    refused.says("dos integrantes hayan revisado");

    let image = luz.open(&format!("/pictures/{first}/image")).await;
    assert_eq!((image.status.as_u16(), image.headers["content-type"].as_bytes()), (200, &b"image/jpeg"[..]));
    looks(&luz, first, "Sí, se ve").await;
    looks(&luz, second, "No se ve").await;
    let refused = corroborates(&house, &ana, &opened.path, one, two).await;
    assert_eq!(refused.status, 409, "a picture of which one says no counts for nothing");
    looks(&luz, second, "Sí, se ve").await;
    let same = corroborates(&house, &ana, &opened.path, one, one).await;
    same.says("pueden venir de la misma persona");
    let done = corroborates(&house, &ana, &opened.path, one, two).await;
    done.says("Confirmado");
    let incident = incident(&house, incident_in(&opened)).await;
    assert_eq!(incident.confirmed().unwrap().certainty(), Certainty::Likely);
    for id in [one, two] {
        assert_eq!(stage(&house, id).await, Stage::Checked(reports::Found::Confirmed));
    }
}

#[tokio::test]
async fn a_duplicate_that_is_opened_again_leaves_what_the_other_is_confirmed_by() {
    let house = town().await;
    let (ana, luz) = (dispatcher(&house, "Ana").await, house.member("Luz", &[Role::Verifier]).await);
    let one = witness(&house, 1, 40).await;
    let main = claims(&house, &ana, one).await.press("Solo abrir incidente", &[]).await;
    let (two, third) = (witness(&house, 2, 190).await, witness(&house, 3, 90).await);
    let other = claims(&house, &ana, two).await.press("Solo abrir incidente", &[]).await;
    let same = incident_in(&main).to_string();
    ana.open(&other.path).await.press("Cerrar el incidente", &[("duplicate_of", same.as_str())]).await;
    for id in [picture_of(&house, one).await, picture_of(&house, two).await] {
        looks(&ana, id, "Sí, se ve").await;
        looks(&luz, id, "Sí, se ve").await;
    }
    corroborates(&house, &ana, &main.path, one, two).await.says("Confirmado");
    ana.open(&other.path).await.press("Reabrir", &[("reason", "new_report")]).await;
    let here = incident_in(&main);
    let left = house.app.db.read("reports", move |tx| store::reports_of(tx, here)).await.unwrap();
    assert!(left.contains(&one) && left.contains(&two), "what it rests on");
    assert!(!left.contains(&third), "and what it does not rest on went back");
}

#[tokio::test]
async fn one_sender_or_one_picture_is_one_witness() {
    let house = town().await;
    let (ana, luz) = (dispatcher(&house, "Ana").await, house.member("Luz", &[Role::Verifier]).await);
    for (senders, shades) in [((1, 1), (40, 190)), ((1, 2), (90, 90))] {
        let one = witness(&house, senders.0, shades.0).await;
        let two = witness(&house, senders.1, shades.1).await;
        let opened = claims(&house, &ana, one).await.press("Solo abrir incidente", &[]).await;
        for report in [one, two] {
            let id = picture_of(&house, report).await;
            looks(&ana, id, "Sí, se ve").await;
            looks(&luz, id, "Sí, se ve").await;
        }
        let refused = corroborates(&house, &ana, &opened.path, one, two).await;
        assert_eq!(refused.status, 409);
        refused.says("pueden venir de la misma persona");
        ana.open(&opened.path).await.press("Cerrar el incidente", &[("reason", "junk")]).await;
        house.later_minutes(20);
    }
}

#[tokio::test]
async fn a_verifier_sees_only_pictures_that_a_dispatcher_linked() {
    let house = town().await;
    let (ana, luz) = (dispatcher(&house, "Ana").await, house.member("Luz", &[Role::Verifier]).await);
    let one = witness(&house, 1, 40).await;
    let id = picture_of(&house, one).await;
    for path in [format!("/pictures/{id}"), format!("/pictures/{id}/image")] {
        assert_eq!(luz.open(&path).await.status, 404);
        assert_eq!(ana.open(&path).await.status, 200);
        house.visitor(Lang::Es).open(&path).await.says("no existe");
    }
    claims(&house, &ana, one).await.press("Solo abrir incidente", &[]).await;
    luz.open("/go").await.follow("Foto 1").await.says("Dos integrantes miran");
}
