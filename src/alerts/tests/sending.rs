//! From the release to those who asked: who is told, who is not, and what full write access to the database does not send.

use std::collections::BTreeSet;

use super::*;
use crate::alerts::state::WithdrawWhy;
use crate::messages::Outbox;
use crate::subscriptions::{
    self, Carrier, Contact, EmailAddress, Kinds, Number, Patch, PrivateLink, QuietHours, QuietRange, Radius,
    Subscription, Where, quiet,
};

/// What somebody asks for in a story.
pub struct Wish {
    pub places: Vec<Where>,
    pub lang: Lang,
    pub kinds: Vec<subscriptions::Kind>,
    pub quiet: QuietHours,
}

impl Wish {
    pub fn of(place: Where) -> Wish {
        let kinds = vec![subscriptions::Kind::Alerts];
        Wish { places: vec![place], lang: Lang::Es, kinds, quiet: QuietHours::NONE }
    }
}

pub fn number(last: u16) -> Contact {
    Contact::Sms(Number::parse(&format!("+1213555{last:04}")).unwrap())
}

pub fn email(name: &str) -> Contact {
    Contact::Email(EmailAddress::parse(&format!("{name}@example.org")).unwrap())
}

impl Town {
    pub fn here(&self) -> Where {
        Where::Area(self.corner().area())
    }

    /// Somebody who subscribed and said yes. Their test message is out of the way.
    pub async fn subscriber(&self, contact: Contact, wish: Wish) -> PrivateLink {
        let (keys, now) = (self.house.app.keys.clone(), self.house.app.now());
        let kinds = Kinds::of(&wish.kinds).unwrap();
        let choices = Subscription::new(wish.places, wish.lang, contact.carrier(), kinds, wish.quiet).unwrap();
        let write = self.house.app.db.write("subscribe", move |tx| {
            let begun = subscriptions::subscribe(tx, &keys, &contact, &choices, now)?;
            subscriptions::confirm(tx, &keys, &begun.link, now)?;
            Ok(begun.link)
        });
        let link = write.await.unwrap();
        self.house.run_workers().await;
        link
    }

    /// The messages that left since `before` of them had: receiver's end, and words.
    pub async fn left(&self, before: usize) -> Vec<(String, String)> {
        self.house.run_workers().await;
        let slips = self.house.app.part::<Outbox>().slips();
        let new = slips.len() - before;
        slips.into_iter().take(new).map(|slip| (slip.to_masked, slip.body)).rev().collect()
    }

    pub fn count(&self) -> usize {
        self.house.app.part::<Outbox>().slips().len()
    }

    pub async fn withdraw(&self, id: Id<Alert>) {
        let hand = self.hand(self.ana);
        let stop = move |tx: &crate::ground::db::Tx<'_>| desk::withdraw(tx, &hand, id, WithdrawWhy::Mistake);
        self.house.app.db.write("withdraw", stop).await.unwrap();
    }

    /// A message that follows one, about the same incident.
    pub async fn follow(&self, kind: Kind, first: Id<Alert>) -> Id<Alert> {
        let earlier = self.alert(first).await.unwrap();
        let choices = Choices { follows: earlier.as_earlier(), ..self.choices(kind) };
        let choices = Choices { why: (kind == Kind::Correction).then_some(CorrectionWhy::WrongTime), ..choices };
        let id = self.waiting(earlier.facts().incident(), choices).await;
        self.release(id).await.unwrap();
        id
    }
}

pub fn ends(left: &[(String, String)]) -> BTreeSet<&str> {
    left.iter().map(|(to, _)| to.as_str()).collect()
}

#[tokio::test]
async fn an_alert_reaches_those_who_asked_for_it_there_and_nobody_else() {
    let town = Town::new().await;
    let cell = town.corner().spot().unwrap().cell;
    let night = QuietRange { days: quiet::Days::Every, from_minute: 11 * 60, to_minute: 14 * 60 };
    let far = Patch::at(47.6, -122.3).unwrap();
    town.subscriber(number(1), Wish::of(town.here())).await;
    town.subscriber(number(2), Wish { lang: Lang::En, ..Wish::of(Where::Around(Patch::of(cell), Radius::Km2)) }).await;
    town.subscriber(number(3), Wish::of(Where::Around(far, Radius::Km2))).await;
    town.subscriber(number(4), Wish { kinds: vec![subscriptions::Kind::Checked], ..Wish::of(town.here()) }).await;
    town.subscriber(number(5), Wish { kinds: vec![subscriptions::Kind::Drills], ..Wish::of(town.here()) }).await;
    let silent = QuietHours::new(&[night], false).unwrap();
    town.subscriber(number(6), Wish { quiet: silent, ..Wish::of(town.here()) }).await;
    let urgent = QuietHours::new(&[night], true).unwrap();
    town.subscriber(number(7), Wish { quiet: urgent, ..Wish::of(Where::Everywhere) }).await;
    town.subscriber(email("ana"), Wish::of(town.here())).await;
    let before = town.count();
    town.out(Kind::Alert).await;
    let left = town.left(before).await;
    assert_eq!(left.len(), 4, "{left:?}");
    let words =
        |end: &str| &left.iter().find(|(to, _)| to.ends_with(end)).unwrap_or_else(|| panic!("{end}: {left:?}")).1;
    assert!(words("0001").contains("VERIFICADO"));
    assert!(words("0002").contains("VERIFIED"));
    assert!(words("0007").contains("VERIFICADO"));
    let mail = &left.iter().find(|(to, _)| to.contains('@')).unwrap().1;
    assert!(mail.contains("https://red.example.org/s/"), "a link to leave: {mail}");
    let again = town.left(town.count()).await;
    assert_eq!(again.len(), 0, "each is told once: {again:?}");
}

#[tokio::test]
async fn who_did_not_say_yes_or_has_left_hears_nothing() {
    let town = Town::new().await;
    let link = town.subscriber(number(1), Wish::of(town.here())).await;
    let (keys, now) = (town.house.app.keys.clone(), town.house.app.now());
    let kinds = Kinds::of(&[subscriptions::Kind::Alerts]).unwrap();
    let choices = Subscription::new(vec![town.here()], Lang::Es, Carrier::Sms, kinds, QuietHours::NONE).unwrap();
    let begin = move |tx: &crate::ground::db::Tx<'_>| {
        subscriptions::leave(tx, &keys, &link)?;
        subscriptions::subscribe(tx, &keys, &number(2), &choices, now)
    };
    town.house.app.db.write("leave and begin", begin).await.unwrap();
    town.house.run_workers().await;
    let before = town.count();
    town.out(Kind::Alert).await;
    assert_eq!(town.left(before).await, []);
}

#[tokio::test]
async fn what_follows_goes_to_exactly_those_who_got_what_it_follows() {
    let town = Town::new().await;
    let leaver = town.subscriber(number(1), Wish::of(town.here())).await;
    town.subscriber(number(2), Wish::of(town.here())).await;
    let before = town.count();
    let first = town.out(Kind::Alert).await;
    assert_eq!(ends(&town.left(before).await).len(), 2);
    let keys = town.house.app.keys.clone();
    town.house.app.db.write("leave", move |tx| subscriptions::leave(tx, &keys, &leaver)).await.unwrap();
    // Somebody new asks for everything about this place, after the first.
    let everything = vec![subscriptions::Kind::Alerts, subscriptions::Kind::Checked];
    town.subscriber(number(3), Wish { kinds: everything, ..Wish::of(town.here()) }).await;
    for (kind, word) in [(Kind::Update, "ACTUALIZ"), (Kind::Correction, "CORRECC")] {
        let latest = town.house.app.db.read("latest", {
            let keys = town.house.app.keys.clone();
            move |tx| Ok(store::released_since(tx, &keys, NOON.plus_days(-1))?.first().map(Alert::id))
        });
        let latest = latest.await.unwrap().unwrap_or(first);
        let before = town.count();
        town.house.later_minutes(1);
        town.follow(kind, latest).await;
        let left = town.left(before).await;
        assert_eq!(left.len(), 1, "{kind:?}: {left:?}");
        assert!(left[0].0.ends_with("0002") && left[0].1.contains(word), "{left:?}");
    }
}

#[tokio::test]
async fn taking_back_tells_those_who_heard() {
    let town = Town::new().await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    let id = town.out(Kind::Alert).await;
    town.house.run_workers().await;
    town.subscriber(number(2), Wish::of(town.here())).await;
    let before = town.count();
    town.withdraw(id).await;
    let left = town.left(before).await;
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(left[0].0.ends_with("0001") && left[0].1.contains("RETIRAD"), "{left:?}");
}

#[tokio::test]
async fn an_alert_that_is_taken_back_before_it_left_reaches_nobody() {
    let town = Town::new().await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    let before = town.count();
    let id = town.out(Kind::Alert).await;
    town.withdraw(id).await;
    assert_eq!(town.left(before).await, [], "neither the alert nor that it is taken back");
}

#[tokio::test]
async fn an_alert_that_is_over_is_not_sent_any_more() {
    let town = Town::new().await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    let before = town.count();
    town.out(Kind::Alert).await;
    town.house.later_minutes(90);
    assert_eq!(town.left(before).await, []);
    // A clock that is set back an hour makes nothing of it current.
    town.house.later_minutes(-60);
    assert_eq!(town.left(before).await, []);
}

#[tokio::test]
async fn one_halts_and_two_let_it_go_on() {
    let town = Town::new().await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    let before = town.count();
    let id = town.out(Kind::Alert).await;
    let page = format!("/sending/{id}");
    let ana = town.house.member("Ana", &[Role::Dispatcher]).await;
    let beto = town.house.member("Beto", &[Role::Releaser]).await;
    ana.open(&page).await.press("Detener este mensaje", &[]).await.says("por Ana");
    assert_eq!(town.left(before).await, []);
    let waits = ana.open(&page).await.press("Puede seguir", &[]).await;
    waits.says("Falta que otra persona").does_not_say("Detener este mensaje");
    assert_eq!(town.left(before).await, []);
    beto.open(&page).await.press("Puede seguir", &[]).await.does_not_say("Falta");
    assert_eq!(town.left(before).await.len(), 1);
    beto.open(&page).await.says("Listo").says("1");
}

#[tokio::test]
async fn the_network_wide_stop_freezes_all_and_two_end_it() {
    let town = Town::new().await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    let ana = town.house.member("Ana", &[Role::Dispatcher]).await;
    let beto = town.house.member("Beto", &[Role::Releaser]).await;
    ana.open("/sending").await.press("Detener todo ahora", &[]).await.says("Todo envío está detenido");
    let before = town.count();
    town.out(Kind::Alert).await;
    assert_eq!(town.left(before).await, []);
    beto.open("/sending")
        .await
        .says("En espera")
        .press("Los envíos pueden seguir", &[])
        .await
        .says("Falta que otra persona");
    assert_eq!(town.left(before).await, []);
    ana.open("/sending").await.press("Los envíos pueden seguir", &[]).await.says("Detener todo envío");
    assert_eq!(town.left(before).await.len(), 1);
}

#[tokio::test]
async fn a_checked_notice_goes_to_those_who_asked_for_those() {
    let town = Town::new().await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    town.subscriber(number(2), Wish { kinds: vec![subscriptions::Kind::Checked], ..Wish::of(town.here()) }).await;
    let before = town.count();
    let incident = town.incident(Verification::NothingThere { seen_at: town.began().plus_minutes(11) }).await;
    let id = town.waiting(incident, town.choices(Kind::Checked)).await;
    town.release(id).await.unwrap();
    let left = town.left(before).await;
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(left[0].0.ends_with("0002") && left[0].1.contains("REVISADO"), "{left:?}");
}

#[tokio::test]
async fn a_hundred_releases_at_once_send_one_message() {
    let town = Town::new().await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    let before = town.count();
    let incident = town.incident(town.confirmed()).await;
    let id = town.waiting(incident, town.choices(Kind::Alert)).await;
    let tries = futures_util::future::join_all((0..100).map(|_| town.release(id))).await;
    assert_eq!(tries.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(town.left(before).await.len(), 1);
}

#[tokio::test]
async fn the_releaser_sees_whom_it_reaches_before_the_yes() {
    let town = Town::new().await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    town.subscriber(email("ana"), Wish { lang: Lang::En, ..Wish::of(Where::Everywhere) }).await;
    let incident = town.incident(town.confirmed()).await;
    let id = town.waiting(incident, town.choices(Kind::Alert)).await;
    let beto = town.house.stepped_up("Beto", &[Role::Releaser]).await;
    let page = beto.open(&format!("/alerts/waiting/{id}")).await;
    page.says("Quién se va a enterar").says("Mensaje de texto").says("Correo").says("menos de un minuto");
}

#[tokio::test]
async fn the_releaser_sees_each_language_of_each_channel_and_how_many_will_hear_it_too_late() {
    let town = Town::with(|config| (config.sms.per_minute, config.sms.burst) = (1, 1)).await;
    for one in 1..=30 {
        let lang = if one <= 20 { Lang::Es } else { Lang::En };
        town.subscriber(number(one), Wish { lang, ..Wish::of(town.here()) }).await;
    }
    let incident = town.incident(town.confirmed()).await;
    let choices = Choices { expires_at: town.house.app.now().plus_minutes(5), ..town.choices(Kind::Alert) };
    let id = town.waiting(incident, choices).await;
    let beto = town.house.stepped_up("Beto", &[Role::Releaser]).await;
    let page = beto.open(&format!("/alerts/waiting/{id}")).await;
    // Ten tokens are there at once, and five come in five minutes: half of the thirty segments.
    page.says("Mensaje de texto (SMS) Español 20 (1 segmento cada uno) 20 min Antes de que termine se enteran solo 10");
    page.says("Mensaje de texto (SMS) English 10 (1 segmento cada uno) 20 min Antes de que termine se enteran solo 5");
}

#[tokio::test]
async fn a_canary_answers_and_a_silent_one_rings() {
    let town = Town::new().await;
    let link = town.subscriber(number(1), Wish::of(Where::Area(crate::places::AreaKey(9_999)))).await;
    let ana = town.house.member("Ana", &[Role::Dispatcher]).await;
    let field = [("link", format!("https://red.example.org/s/{}", link.text()))];
    let field: Vec<(&str, &str)> = field.iter().map(|(name, value)| (*name, value.as_str())).collect();
    ana.open("/sending/canaries").await.press("Hacerla canario", &field).await.says("Mensaje de texto");
    let before = town.count();
    town.out(Kind::Alert).await;
    let left = town.left(before).await;
    assert_eq!(left.len(), 1, "a canary hears what is elsewhere: {left:?}");
    let path = regex::Regex::new("https://red.example.org(/c/[A-Za-z0-9_-]{22})").unwrap();
    let path = path.captures(&left[0].1).unwrap_or_else(|| panic!("{left:?}"))[1].to_owned();
    town.house.later_minutes(25);
    town.house.run_workers().await;
    ana.open("/sending").await.says("Un canario está en silencio");
    town.house.visitor(Lang::Es).open(&path).await.press("Sí llegó", &[]).await.says("Gracias");
    ana.open("/sending").await.does_not_say("Un canario está en silencio");
}

#[tokio::test]
async fn who_reported_finds_what_came_out_behind_the_receipt() {
    let town = Town::new().await;
    let report = [
        ("activity", "detaining"),
        ("place", "Cerezo Street y 5th Street"),
        ("first_hand", "i_see_it"),
        ("still_happening", "yes"),
    ];
    let taken = town.house.visitor(Lang::Es).open("/reportar").await.press("Enviar", &report).await;
    let code = regex::Regex::new(r"\d{4} \d{4} \d{4} \d{4}").unwrap().find(&taken.text()).unwrap().as_str().to_owned();
    let incident = town.incident(Verification::NothingThere { seen_at: town.began().plus_minutes(11) }).await;
    let link = move |tx: &crate::ground::db::Tx<'_>| {
        let report: Id<crate::reports::Report> = tx.value("SELECT id FROM report", crate::params![])?;
        tx.execute(
            "INSERT INTO incident_report (incident, report, at) VALUES ($1, $2, 0)",
            crate::params![incident, report],
        )
    };
    town.house.app.db.write("link", link).await.unwrap();
    let look = || async {
        town.house
            .visitor(Lang::Es)
            .open("/comprobante")
            .await
            .press("Ver mi reporte", &[("code", code.as_str())])
            .await
    };
    look().await.does_not_say("Leer lo que la red publicó");
    let id = town.waiting(incident, town.choices(Kind::Checked)).await;
    town.release(id).await.unwrap();
    look().await.follow("Leer lo que la red publicó").await.says("REVISADO");
}

#[tokio::test]
async fn a_text_of_more_segments_than_the_burst_still_leaves() {
    let town = Town::with(|config| {
        (config.sms.per_minute, config.sms.burst) = (1, 1);
        config.hotline = "555-0100, 555-0101, 555-0102, 555-0103, 555-0104, 555-0105, 555-0106".into();
    })
    .await;
    town.subscriber(number(1), Wish::of(town.here())).await;
    let before = town.count();
    town.out(Kind::Alert).await;
    town.house.later_minutes(10);
    let left = town.left(before).await;
    assert!(left.len() == 1 && crate::messages::segments(&left[0].1).segments > 1, "{left:?}");
}
