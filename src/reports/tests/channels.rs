//! One and the same story for every channel.

use serde_json::json;

use super::*;
use crate::places::Cell;
use crate::reports::facts::{Activity, Channel};
use crate::reports::{Found, Kind, Speaker, Stage, ask, conversation, keep};

const NUMBER: &str = "+12135550142";

/// Reports three parked vans at Luna and 7th by some channel, and answers the receipt.
async fn reports(house: &TestHouse, channel: Channel, mark: &str) -> String {
    match channel {
        Channel::Web => {
            let form = house.visitor(Lang::Es).open("/reportar").await;
            house.later_minutes(1);
            let fields = [("activity", "waiting"), ("place", "Luna y 7"), ("note", "tres camionetas estacionadas")];
            form.press("Enviar", &fields).await.one(".code")
        }
        Channel::Api => {
            let report = json!({"place": "Luna y 7", "activity": "waiting", "note": "tres camionetas estacionadas", "language": "es"});
            let page = program(house, &report, &[("idempotency-key", mark)]).await;
            assert_eq!(page.status, 201, "{}", page.body);
            receipt_in(&page.body)
        }
        Channel::Sms => {
            texts(house, NUMBER, "hay tres camionetas estacionadas en Luna y 7", mark).await;
            receipt_in(&sent(house)[0])
        }
        Channel::Phone => {
            let form = desk(house).await.open("/queue/phone").await;
            let fields = [("activity", "waiting"), ("place", "Luna y 7"), ("note", "tres camionetas estacionadas")];
            form.press("Guardar el reporte", &fields).await.one(".code")
        }
        Channel::Replay => unreachable!("replay is a command"),
    }
}

async fn the_story(channel: Channel) {
    let house = town().await;
    let ana = dispatcher(&house).await;
    let receipt = reports(&house, channel, "mark-of-this-story").await;

    let all = briefs(&house.app).await;
    assert_eq!(all.len(), 1);
    let brief = &all[0];
    assert_eq!((brief.channel, brief.facts.activity, brief.stage), (channel, Activity::Waiting, Stage::Received));
    let corner = city::gazetteer().unwrap().resolve("Luna y 7", None);
    let places::Resolution::One(corner) = corner else { panic!("one corner: {corner:?}") };
    assert_eq!((brief.area, brief.cell), (Some(corner.area), corner.cell));
    assert_eq!(brief.by_member, (channel == Channel::Phone).then_some(ana));
    assert_eq!(brief.worked, channel != Channel::Api);
    assert_eq!(brief.has_contact, channel == Channel::Sms);
    assert_eq!((brief.lang.as_str(), brief.busy_sender), ("es", false));
    let said = words(&house.app, brief.id).await;
    assert!(said.note.contains("tres camionetas estacionadas"));
    if channel != Channel::Sms {
        assert_eq!(said.place, "Luna y 7");
    }

    // A question goes out, the answer comes back.
    let (id, keys) = (brief.id, house.app.keys.clone());
    let now = house.app.now();
    house.app.db.write("ask", move |tx| ask(tx, &keys, id, "¿De qué color son?", ana, now)).await.unwrap();
    house.run_workers().await;
    let page = comes_back(&house, Lang::Es, &receipt).await;
    page.says("Lo recibimos")
        .says("ya lo leyó")
        .says("¿De qué color son?")
        .says("Su respuesta")
        .does_not_say("Está en la fila");
    if channel == Channel::Sms {
        assert!(sent(&house)[0].contains("color"), "the question is a text too");
        texts(&house, NUMBER, "son blancas", "another mark").await;
        assert_eq!(briefs(&house.app).await.len(), 1, "the answer is no new report");
    } else {
        page.press("Contestar", &[("words", "son blancas")]).await.says("ya lo tenemos").says("son blancas");
    }
    let keys = house.app.keys.clone();
    let talk = house.app.db.read("talk", move |tx| conversation(&keys, tx, id)).await.unwrap();
    let talk: Vec<_> = talk.iter().map(|said| (said.from, said.kind, said.words.as_str())).collect();
    let asked = (Speaker::Member(ana), Kind::Question, "¿De qué color son?");
    assert_eq!(talk, [asked, (Speaker::Reporter, Kind::Answer, "son blancas")]);

    // An incident needs it, someone looks, and the reporter is told.
    let (keys, now) = (house.app.keys.clone(), house.app.now());
    house.app.db.write("keep", move |tx| keep(tx, &keys, id, now)).await.unwrap();
    let checked = Stage::Checked(Found::OtherAgency);
    house.app.db.write("tell", move |tx| crate::reports::set_stage(tx, id, checked, now)).await.unwrap();
    comes_back(&house, Lang::En, &receipt).await.says("it was not immigration").says("son blancas");
    assert_eq!(words(&house.app, id).await, said);
    if channel == Channel::Sms {
        texts(&house, NUMBER, "Estado", "third mark").await;
        assert!(sent(&house)[0].contains("no era migraci"), "{:?}", sent(&house)[0]);
        assert_eq!(contact(&house.app, id).await.as_deref(), Some(NUMBER));
    }
}

#[tokio::test]
async fn a_report_by_web() {
    the_story(Channel::Web).await;
}

#[tokio::test]
async fn a_report_by_program() {
    the_story(Channel::Api).await;
}

#[tokio::test]
async fn a_report_by_text() {
    the_story(Channel::Sms).await;
}

#[tokio::test]
async fn a_report_by_phone() {
    the_story(Channel::Phone).await;
}

#[tokio::test]
async fn sent_twice_is_taken_once_on_every_channel() {
    for channel in [Channel::Web, Channel::Api, Channel::Sms, Channel::Phone] {
        let house = town().await;
        dispatcher(&house).await;
        let first = reports(&house, channel, "one-and-the-same-mark").await;
        let again = match channel {
            // The form's token is what it is known by: press the button of the same form again.
            Channel::Web => {
                let form = house.visitor(Lang::Es).open("/reportar").await;
                let fields = [("activity", "other"), ("place", "Luna y 7")];
                let first = form.press("Enviar", &fields).await.one(".code");
                house.later_minutes(20 * 60);
                assert_eq!(form.press("Enviar", &fields).await.one(".code"), first, "also after the token expired");
                let changed = form.press("Enviar", &[("activity", "other"), ("place", "Luna y 8")]).await;
                assert_ne!(changed.one(".code"), first, "other words are another report");
                assert_eq!(briefs(&house.app).await.len(), 3);
                continue;
            }
            Channel::Phone => continue,
            _ => reports(&house, channel, "one-and-the-same-mark").await,
        };
        assert_eq!(again, first, "{channel:?}");
        assert_eq!(briefs(&house.app).await.len(), 1, "{channel:?}");
        let other = reports(&house, channel, "quite-another-mark").await;
        let grew = if channel == Channel::Sms { 1 } else { 2 };
        assert_eq!(briefs(&house.app).await.len(), grew, "{channel:?}");
        assert_eq!(other == first, channel == Channel::Sms, "another text adds to its report");
    }
}

#[tokio::test]
async fn a_phone_may_begin_anew_and_ask_what_came_of_it() {
    let house = town().await;
    texts(&house, NUMBER, "status", "0").await;
    assert!(sent(&house)[0].contains("no recent report"), "{:?}", sent(&house));
    texts(&house, NUMBER, "I see agents at 7th and Luna", "1").await;
    let first = receipt_in(&sent(&house)[0]);
    assert!(sent(&house)[0].starts_with("Received"), "in the language of the text");
    texts(&house, NUMBER, "they have a dog", "2").await;
    assert_eq!(sent(&house).len(), 2, "an addition gets no answer");
    texts(&house, NUMBER, "NEW checkpoint at 3rd and Luna", "3").await;
    assert_ne!(receipt_in(&sent(&house)[0]), first);
    house.later_minutes(13 * 60);
    texts(&house, NUMBER, "there are agents parked at 8th and Luna", "4").await;
    let all = briefs(&house.app).await;
    let activities: Vec<_> = all.iter().map(|brief| brief.facts.activity).collect();
    assert_eq!(activities, [Activity::Other, Activity::Checkpoint, Activity::Waiting]);
    assert_eq!(all[0].sender_mark, all[1].sender_mark);
    assert!(crate::messages::segments(&sent(&house)[0]).segments == 1, "one segment: {:?}", sent(&house)[0]);
}

#[tokio::test]
async fn forty_sendings_at_once_of_one_report_are_one_report() {
    let house = town().await;
    let report = json!({"place": "Luna y 7", "activity": "waiting", "language": "es-MX"});
    let headers = [("idempotency-key", "forty-times-the-same")];
    let all = futures_util::future::join_all((0..40).map(|_| program(&house, &report, &headers))).await;
    let receipts: std::collections::BTreeSet<String> = all.iter().map(|page| receipt_in(&page.body)).collect();
    assert_eq!((receipts.len(), briefs(&house.app).await.len()), (1, 1));
    assert_eq!(briefs(&house.app).await[0].lang, "es");
}

#[tokio::test]
async fn a_busy_sender_is_marked_and_never_turned_away() {
    let house = town().await;
    for n in 0..9 {
        let report = json!({"place": format!("Luna y 7, {n}"), "activity": "other"});
        assert_eq!(program(&house, &report, &[]).await.status, 201);
    }
    let busy: Vec<bool> = briefs(&house.app).await.iter().map(|brief| brief.busy_sender).collect();
    assert_eq!(busy.iter().filter(|busy| **busy).count(), 3, "{busy:?}");
    assert!(!busy[5] && busy[6]);
}

#[tokio::test]
async fn a_point_from_a_phone_is_a_cell_and_not_a_point() {
    let house = town().await;
    let (lat, lon) = city::position(0.5, 0.5);
    let report = json!({"place": "frente a la tienda", "activity": "other", "point": {"lat": lat, "lon": lon}});
    assert_eq!(program(&house, &report, &[]).await.status, 201);
    let brief = briefs(&house.app).await.remove(0);
    assert_eq!(brief.cell, Cell::at(lat, lon).ok());
    assert!(brief.area.is_some());
}

#[tokio::test]
async fn an_answer_by_text_keeps_the_thread_of_its_question_when_it_comes_late_or_after_the_end() {
    for is_late in [false, true] {
        let house = town().await;
        let ana = dispatcher(&house).await;
        texts(&house, NUMBER, "hay tres camionetas estacionadas en Luna y 7", "1").await;
        let id = briefs(&house.app).await[0].id;
        if is_late {
            house.later_minutes(13 * 60);
        } else {
            let (stage, now) = (Stage::Checked(Found::Unable), house.app.now());
            house.app.db.write("tell", move |tx| crate::reports::set_stage(tx, id, stage, now)).await.unwrap();
        }
        let (keys, now) = (house.app.keys.clone(), house.app.now());
        house.app.db.write("ask", move |tx| ask(tx, &keys, id, "¿Sigue ahí?", ana, now)).await.unwrap();
        texts(&house, NUMBER, "sí, se llevaron a dos", "2").await;
        assert_eq!(briefs(&house.app).await.len(), 1, "late: {is_late}");
        let keys = house.app.keys.clone();
        let talk = house.app.db.read("talk", move |tx| conversation(&keys, tx, id)).await.unwrap();
        assert_eq!(
            talk.last().map(|said| (said.kind, said.words.as_str())),
            Some((Kind::Answer, "sí, se llevaron a dos"))
        );
        let news = house.app.db.read("news", |tx| store::news_after(tx, 0, 10)).await.unwrap();
        assert_eq!(news.iter().map(|(_, report)| *report).collect::<Vec<_>>(), [id]);
        // The control: nothing is asked any more, and the next text is a new report.
        texts(&house, NUMBER, "hay un retén en Luna y 8", "3").await;
        assert_eq!(briefs(&house.app).await.len(), 2, "late: {is_late}");
    }
}

#[tokio::test]
async fn who_writes_days_after_a_question_that_nobody_answered_tells_of_something_else() {
    for (hours, reports) in [(23, 1), (25, 2)] {
        let house = town().await;
        let ana = dispatcher(&house).await;
        texts(&house, NUMBER, "hay tres camionetas estacionadas en Luna y 7", "1").await;
        let id = briefs(&house.app).await[0].id;
        let (keys, now) = (house.app.keys.clone(), house.app.now());
        house.app.db.write("ask", move |tx| ask(tx, &keys, id, "¿Sigue ahí?", ana, now)).await.unwrap();
        house.later_minutes(hours * 60);
        crate::reports::forget(&house.app).await.unwrap();
        texts(&house, NUMBER, "hay un retén en Luna y 8", "2").await;
        assert_eq!(briefs(&house.app).await.len(), reports, "after {hours} hours");
    }
}

#[tokio::test]
async fn who_sends_a_photo_by_text_is_told_that_it_did_not_come() {
    let house = town().await;
    house.picture_in(Route::Outbox, NUMBER, "1", "hay tres camionetas en Luna y 7").await;
    house.run_workers().await;
    let receipt = &sent(&house)[0];
    assert!(receipt_in(receipt).len() == 19 && receipt.contains("La foto no lleg"), "{receipt}");
    assert_eq!(briefs(&house.app).await.len(), 1);
    // More of the same report gets no receipt, and is told all the same, a few times a day.
    for at in 0..9 {
        house.picture_in(Route::Outbox, NUMBER, &format!("more {at}"), "otra camioneta").await;
    }
    house.run_workers().await;
    assert_eq!(briefs(&house.app).await.len(), 1);
    let told = sent(&house).iter().filter(|body| body.contains("no podemos recibir fotos")).count();
    assert_eq!(told, 6, "{:?}", sent(&house));
}

#[tokio::test]
async fn a_street_that_begins_with_new_is_no_command() {
    let house = town().await;
    let streets =
        ["New Hampshire y 3ra", "new high st and ord, 3 vans", "Nuevo Leon y la 4", "New Dock Street, agents parked"];
    for (at, street) in streets.iter().enumerate() {
        let mark = at.to_string();
        texts(&house, &format!("+1213555014{at}"), street, &mark).await;
        let brief = briefs(&house.app).await.pop().unwrap();
        assert_eq!(words(&house.app, brief.id).await.note, *street);
    }
    texts(&house, "+12135550149", "new vans at Luna y 7", "9").await;
    let brief = briefs(&house.app).await.pop().unwrap();
    assert_eq!(words(&house.app, brief.id).await.note, "vans at Luna y 7", "the control: the command is still one");
}

#[tokio::test]
async fn texts_that_cannot_be_opened_stop_none_behind_them_and_are_told_of() {
    let house = town().await;
    for (at, number) in ["+12135550141", "+12135550142", "+12135550143"].iter().enumerate() {
        house.text_in(Route::Outbox, number, &at.to_string(), "hay tres camionetas en Luna y 7").await;
    }
    let damage = house.app.db.write("damage", |tx| {
        let copied =
            "UPDATE message_inbound SET words = (SELECT words FROM message_inbound WHERE seq = 2) WHERE seq = 1";
        tx.execute(copied, crate::params![])?;
        tx.execute("UPDATE message_inbound SET words = zeroblob(700) WHERE seq = 2", crate::params![])
    });
    assert_eq!(damage.await.unwrap(), 1);
    house.run_workers().await;
    let all = briefs(&house.app).await;
    assert_eq!(all.len(), 3, "one report, and two that say that a text could not be opened");
    assert!(words(&house.app, all[2].id).await.note.contains("tres camionetas"));
    assert!(words(&house.app, all[0].id).await.note.contains("no se pudo abrir"));
    assert!(!all[0].has_contact, "whoever sends it again makes a report of their own");
    let asked = sent(&house).iter().filter(|body| body.contains("Mandelo otra vez")).count();
    assert_eq!(asked, 2, "{:?}", sent(&house));
    let alarms = "SELECT count(*) FROM audit WHERE what = 'alarm: a text could not be opened'";
    let alarms: i64 = house.app.db.read("alarms", move |tx| tx.value(alarms, crate::params![])).await.unwrap();
    assert_eq!(alarms, 2);
    texts(&house, "+12135550141", "hay tres camionetas en Luna y 7", "again").await;
    assert_eq!(briefs(&house.app).await.len(), 4);
}

#[tokio::test]
async fn no_text_is_lost_to_the_bounds_of_a_conversation() {
    let house = town().await;
    texts(&house, NUMBER, "hay tres camionetas en Luna y 7", "first").await;
    for at in 0..61 {
        house.text_in(Route::Outbox, NUMBER, &format!("more {at}"), &format!("van {at}")).await;
    }
    house.run_workers().await;
    let all = briefs(&house.app).await;
    assert_eq!(all.len(), 2, "the sixty-first is a report of its own");
    assert_eq!(words(&house.app, all[1].id).await.note, "van 60");
    let long = "ñ".repeat(2_500);
    texts(&house, NUMBER, &long, "long").await;
    let all = briefs(&house.app).await;
    assert_eq!(words(&house.app, all[2].id).await.note, long);
    assert!(receipt_in(&sent(&house)[0]).len() == 19);
}

#[tokio::test]
async fn a_place_of_several_is_asked_about_on_every_channel() {
    let house = town().await;
    let form = house.visitor(Lang::Es).open("/reportar").await;
    let fields = [("activity", "waiting"), ("place", "panaderia gemela")];
    form.press("Enviar", &fields).await.says("Hay varios lugares");
    let typed = json!({"place": "panaderia gemela", "activity": "waiting"});
    for _ in 0..2 {
        let page = program(&house, &typed, &[("idempotency-key", "one-and-the-same-mark")]).await;
        let taken: serde_json::Value = serde_json::from_str(&page.body).unwrap();
        let matches = taken["place_matches"].as_array().unwrap_or_else(|| panic!("{taken}"));
        assert_eq!(matches.len(), 2, "{taken}");
        assert!(matches.iter().all(|place| place.as_str().unwrap().starts_with("Panadería Gemela (")), "{taken}");
        assert_ne!(matches[0], matches[1]);
    }
    texts(&house, NUMBER, "hay camionetas en la panaderia gemela", "1").await;
    let receipt = &sent(&house)[0];
    assert_eq!((receipt_in(receipt).len(), receipt.matches("Gemela (").count()), (19, 2), "{receipt}");
    assert!(receipt.contains("Escriba cu"), "{receipt}");
    texts(&house, NUMBER, "la de arriba", "2").await;
    assert_eq!(briefs(&house.app).await.len(), 2, "the answer is no new report");
    // The control: where it is one place, nothing is asked.
    let page = program(&house, &json!({"place": "Luna y 7", "activity": "waiting"}), &[]).await;
    assert!(!page.body.contains("place_matches"), "{}", page.body);
}
