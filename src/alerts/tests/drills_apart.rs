//! What sets drills apart: whom they are for, that every text of one says so, and that nobody marks or unmarks anything.

use proptest::prelude::*;
use roaring::RoaringBitmap;

use super::sending::{Wish, number};
use super::*;
use crate::alerts::alert::{Facts, Found};
use crate::alerts::drilling::audience_of;
use crate::alerts::fixtures::{alert_facts, at, cell, every_facts};
use crate::alerts::render::{Network, Telling, Withdrawn, rendered};
use crate::alerts::state::WithdrawWhy;
use crate::alerts::{audience_kind, cap_check};
use crate::ground::locale::Words;
use crate::places::{AreaKey, Published};
use crate::subscriptions::{self, Book, Contact, EmailAddress, Touches};
use crate::testkit::Browser;
use crate::triage::Certainty;

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

fn found() -> impl Strategy<Value = Found> {
    let enforcement =
        (one_of(Agency::ALL), one_of(Activity::ALL), one_of(HowMany::ALL), one_of(HowMany::ALL), one_of(YesNo::ALL))
            .prop_map(|(agency, activity, people, vehicles, detained)| Found::Enforcement {
                agency,
                activity,
                people,
                vehicles,
                detained,
            });
    prop_oneof![
        enforcement,
        one_of(&[Agency::LocalPolice, Agency::OtherFederal, Agency::Hsi])
            .prop_map(|agency| Found::OtherAgency { agency }),
        Just(Found::NothingThere),
        (one_of(Agency::ALL), any::<bool>()).prop_map(|(agency, looked)| Found::Gone { agency, looked }),
    ]
}

/// Facts of every sort, real and drill, with short and endless names of places.
fn facts() -> impl Strategy<Value = Facts> {
    let choices = (one_of(Kind::ALL), found(), any::<bool>(), any::<bool>(), any::<bool>(), 1_usize..90);
    choices.prop_map(|(kind, found, drill, hotline, is_sure, letters)| {
        let name = "Ñandú / Güímaro y Avenida ".chars().cycle().take(letters).collect::<String>();
        let published = Published::Spot { name: &name, cell: cell(), area: AreaKey(7) };
        Facts {
            kind,
            found,
            drill,
            hotline,
            certainty: if is_sure { Certainty::Observed } else { Certainty::Likely },
            place: PublicPlace::of(published, "Highgate Heights"),
            why: (kind == Kind::Correction).then_some(CorrectionWhy::WrongPlace),
            follows: kind.follows().then(crate::alerts::fixtures::earlier),
            ..alert_facts()
        }
    })
}

fn network() -> Network {
    Network {
        name: "Red".into(),
        hotline: "555-0100".into(),
        zone: jiff::tz::TimeZone::get("America/Los_Angeles").unwrap(),
        origin: "https://red.example.org".into(),
    }
}

proptest! {
    #[test]
    fn every_text_of_a_drill_begins_with_its_word_and_no_other_text_does(facts in facts(), taken_back in any::<bool>()) {
        let words = Words::read(crate::wiring::WORDS).unwrap();
        let withdrawn = taken_back
            .then(|| Withdrawn { id: Id::from_bytes([40; 16]), released_at: at(18), why: WithdrawWhy::InDoubt });
        let telling = Telling { id: Id::from_bytes([31; 16]), facts: &facts, at: at(20), withdrawn };
        for lang in Lang::ALL {
            let message = rendered(&telling, &network(), &words.say(lang));
            let mark = words.say(lang).t("drill-word");
            let texts = [message.sms.text, message.push.title, message.email.subject, message.email.body.clone(), message.entry.title];
            for text in texts {
                prop_assert_eq!(text.starts_with(&mark), facts.drill, "{}: {}", lang.code(), text);
            }
            // The page that it would lead to is there for nobody.
            prop_assert_eq!(message.email.body.contains("https://"), !facts.drill);
        }
    }

    #[test]
    fn a_drill_is_for_those_who_asked_for_drills_whatever_it_says(facts in facts()) {
        let kind = audience_kind(&facts);
        prop_assert_eq!(kind == subscriptions::Kind::Drills, facts.drill);
        prop_assert_eq!(kind == subscriptions::Kind::Checked, !facts.drill && facts.kind == Kind::Checked);
    }
}

#[test]
fn every_sample_is_for_one_kind() {
    let kinds: Vec<_> = every_facts().iter().map(audience_kind).collect();
    for kind in subscriptions::Kind::ALL {
        assert!(kinds.contains(kind), "{kind:?}: the samples hold one of each");
    }
}

#[tokio::test]
async fn a_drill_reaches_nobody_outside_its_list() {
    let town = Town::new().await;
    let drill = town.drill(&[3, 5, 8_000]).await;
    let practised = town.incident_of(Some(drill), town.confirmed()).await;
    let id = town.waiting(practised, town.choices(Kind::Alert)).await;
    let real = town.waiting(town.incident(town.confirmed()).await, town.choices(Kind::Alert)).await;
    let (exercise, alert) = (town.alert(id).await.unwrap(), town.alert(real).await.unwrap());
    for would_hear in [vec![], vec![3], vec![1, 2, 3, 4, 5, 6], (0..10_000).collect::<Vec<u32>>()] {
        let all: RoaringBitmap = would_hear.iter().copied().collect();
        let (exercise, alert, heard) = (exercise.facts().clone(), alert.facts().clone(), all.clone());
        let read = town.house.app.db.read("audience", move |tx| {
            Ok((audience_of(tx, &exercise, heard.clone())?, audience_of(tx, &alert, heard)?))
        });
        let (of_the_drill, of_the_alert) = read.await.unwrap();
        assert_eq!(of_the_alert, all, "what is real is for all");
        let list: RoaringBitmap = [3, 5, 8_000].into_iter().collect();
        assert_eq!(of_the_drill, list & all);
    }
}

/// Somebody who asked for drills here.
async fn practises(town: &Town, contact: Contact) {
    let mut wish = Wish::of(town.here());
    wish.kinds = vec![subscriptions::Kind::Drills];
    town.subscriber(contact, wish).await;
}

/// A drill whose list holds those who asked for drills up to now.
async fn drill_for_those_who_asked(town: &Town) -> Id<Drill> {
    let book = town.house.app.part::<Book>();
    let list = book.asking(Touches::Area(town.corner().area()), subscriptions::Kind::Drills);
    town.drill(&list.iter().collect::<Vec<_>>()).await
}

#[tokio::test]
async fn a_drill_is_sent_to_its_list_and_to_nobody_else() {
    let town = Town::new().await;
    practises(&town, number(1)).await;
    practises(&town, Contact::Email(EmailAddress::parse("eva@example.org").unwrap())).await;
    town.subscriber(number(2), Wish::of(town.here())).await;
    let drill = drill_for_those_who_asked(&town).await;
    practises(&town, number(3)).await;
    let before = town.count();
    let practised = town.incident_of(Some(drill), town.confirmed()).await;
    let first = town.waiting(practised, town.choices(Kind::Alert)).await;
    town.release(first).await.unwrap();
    let left = town.left(before).await;
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(left.iter().any(|(to, _)| to.ends_with("0001")) && left.iter().any(|(to, _)| to.contains('@')), "{left:?}");
    for (_, words) in &left {
        assert!(words.starts_with("SIMULACRO") && !words.contains("/alertas/"), "{words}");
    }
    // Texts have a rate.
    town.house.later_minutes(1);
    let (before, follows) = (town.count(), town.alert(first).await.unwrap().as_earlier());
    let update = town.waiting(practised, Choices { follows, ..town.choices(Kind::Update) }).await;
    town.release(update).await.unwrap();
    let left = town.left(before).await;
    assert!(left.len() == 2 && left.iter().all(|(_, words)| words.starts_with("SIMULACRO")), "{left:?}");
    town.house.later_minutes(1);
    let before = town.count();
    town.out(Kind::Alert).await;
    let left = town.left(before).await;
    assert!(left.len() == 1 && left[0].0.ends_with("0002") && left[0].1.starts_with("VERIFICADO"), "{left:?}");
}

#[tokio::test]
async fn a_drill_that_ends_before_it_left_reaches_nobody() {
    let town = Town::new().await;
    practises(&town, number(1)).await;
    let drill = drill_for_those_who_asked(&town).await;
    let practised = town.incident_of(Some(drill), town.confirmed()).await;
    let id = town.waiting(practised, town.choices(Kind::Alert)).await;
    let before = town.count();
    town.release(id).await.unwrap();
    let (app, now) = (town.house.app.clone(), town.house.app.now());
    let end = move |tx: &crate::ground::db::Tx<'_>| crate::alerts::drilling::end(tx, &app, drill, now);
    town.house.app.db.write("end", end).await.unwrap();
    assert_eq!(town.left(before).await, []);
    assert!(town.alert(id).await.unwrap().released(now).is_none(), "it is not out any more");
}

async fn open(browser: &Browser, id: Id<Alert>) -> crate::testkit::Page {
    browser.open(&format!("/alerts/{id}.cap.xml")).await
}

#[tokio::test]
async fn the_cap_document_of_a_drill_is_for_members_who_have_to_do_with_it() {
    let town = Town::new().await;
    let drill = town.drill(&[]).await;
    let practised = town.incident_of(Some(drill), town.confirmed()).await;
    let id = town.waiting(practised, town.choices(Kind::Alert)).await;
    town.release(id).await.unwrap();
    for role in [Role::Dispatcher, Role::Releaser, Role::Coordinator, Role::Steward] {
        let page = open(&town.house.member(&format!("one {}", role.code()), &[role]).await, id).await;
        assert_eq!(page.status, 200, "{}", role.code());
        assert_eq!(page.headers["cache-control"], "private, no-store");
        assert_eq!(cap_check::check(&page.body), [], "{}", page.body);
        assert!(page.body.contains("<status>Exercise</status>") && page.body.contains("<scope>Restricted</scope>"));
        assert!(page.body.contains("<restriction>") && !page.body.contains("<web>"), "{}", page.body);
    }
    let vero = town.house.member("Vero", &[Role::Verifier]).await;
    assert_eq!(open(&vero, id).await.status, 200, "she takes part");
    for role in [Role::Verifier, Role::Observer, Role::Caseworker, Role::SiteLead] {
        let other = town.house.member(&format!("other {}", role.code()), &[role]).await;
        assert_eq!(open(&other, id).await.status, 404, "{}", role.code());
    }
    assert_eq!(open(&town.house.visitor(Lang::Es), id).await.status, 404);
    let everything = town.house.member("all", Role::ALL).await;
    for path in [format!("/alertas/{id}"), format!("/alerts/{id}")] {
        assert_eq!(everything.open(&path).await.status, 404, "{path}: it has no page");
    }
}

#[tokio::test]
async fn nobody_ticks_or_unticks_a_drill() {
    let town = Town::new().await;
    let drill = town.drill(&[]).await;
    let practised = town.incident_of(Some(drill), town.confirmed()).await;
    let real = town.incident(town.confirmed()).await;
    let ana = town.house.member("Ana", &[Role::Dispatcher]).await;
    for (incident, is_drill) in [(practised, true), (real, false)] {
        for ticked in ["yes", "no", "", "true", "1"] {
            let form = ana.open(&format!("/alerts/new/{incident}")).await;
            assert_eq!(form.count("[name=drill]"), 0, "there is nothing to tick");
            let fields = [("kind", "alert"), ("place", ""), ("expires", "90"), ("drill", ticked)];
            let draft = form.press("Ver cómo queda", &fields).await;
            assert_eq!(draft.text().contains("SIMULACRO"), is_drill, "{}", draft.text());
            let id: Id<Alert> = draft.path.trim_start_matches("/alerts/drafts/").parse().unwrap();
            assert_eq!(town.alert(id).await.unwrap().facts().is_drill(), is_drill);
        }
    }
}

#[tokio::test]
async fn the_database_keeps_drills_apart_from_what_is_real() {
    let town = Town::new().await;
    let drill = town.drill(&[]).await;
    let practised = town.incident_of(Some(drill), town.confirmed()).await;
    let exercise = town.waiting(practised, town.choices(Kind::Alert)).await;
    let real = town.waiting(town.incident(town.confirmed()).await, town.choices(Kind::Alert)).await;
    let hex = |id: Id<Alert>| format!("x'{}'", hex::encode(id.bytes()));
    let copy = |from: Id<Alert>, drill: u8| {
        format!(
            "INSERT INTO alert (id, incident, state, kind, area, drill, facts, hash, made_at, expires_at)
             SELECT zeroblob(16), incident, 'draft', kind, area, {drill}, facts, hash, made_at, expires_at FROM alert
             WHERE id = {}",
            hex(from)
        )
    };
    for attack in [
        "UPDATE alert SET drill = 1 - drill".to_owned(),
        format!("UPDATE alert SET drill = 0 WHERE id = {}", hex(exercise)),
        copy(exercise, 0),
        copy(real, 1),
        format!("UPDATE alert SET follows = {} WHERE id = {}", hex(exercise), hex(real)),
        format!("UPDATE alert SET follows = {} WHERE id = {}", hex(real), hex(exercise)),
    ] {
        let no = town.sql(&attack).unwrap_err();
        assert!(no.contains("drill"), "{attack}: {no}");
    }
    town.sql(&copy(exercise, 1)).unwrap();
    // A draft whose words were unmarked by hand stands on nothing: its incident is a drill.
    let facts = "UPDATE alert SET facts = replace(facts, 'drill=true', 'drill=false')";
    town.sql(&format!("{facts} WHERE id = zeroblob(16)")).unwrap();
    let (hand, forged) = (town.hand(town.ana), Id::from_bytes([0; 16]));
    let sent = town
        .house
        .app
        .db
        .write("send", move |tx| desk::send(tx, &hand, forged, press(tx, &hand, forged, Signing::Drafter)?))
        .await;
    assert!(sent.is_err());
    town.release(exercise).await.unwrap();
    town.release(real).await.unwrap();
    assert_eq!(town.out_now().await, [real]);
}

#[tokio::test]
async fn nothing_of_a_drill_is_drafted_or_released_after_its_end() {
    let town = Town::new().await;
    let drill = town.drill(&[]).await;
    let practised = town.incident_of(Some(drill), town.confirmed()).await;
    let waits = town.waiting(practised, town.choices(Kind::Alert)).await;
    let (ana, now) = (town.ana, town.house.app.now());
    let end = move |tx: &crate::ground::db::Tx<'_>| {
        let running = drills::store::get(tx, drill)?.unwrap();
        drills::store::end(tx, &running.end(Some(ana), drills::EndedWhy::RealWork, now).unwrap(), &[])
    };
    town.house.app.db.write("end", end).await.unwrap();
    let is_over =
        |outcome: Result<(), Wrong>| matches!(outcome, Err(Wrong::Refused(no)) if no.word == "drill-refused-over");
    assert!(is_over(town.release(waits).await));
    let (hand, choices) = (town.hand(town.ana), town.choices(Kind::Alert));
    let draft = town.house.app.db.write("draft", move |tx| desk::draft(tx, &hand, None, practised, choices).map(drop));
    assert!(is_over(draft.await));
    let forged = format!("UPDATE alert SET state = 'released', released_at = {}", now.micros());
    assert!(town.sql(&forged).unwrap_err().contains("drill runs"));
}
