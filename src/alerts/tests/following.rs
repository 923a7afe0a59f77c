//! What follows an alert that is still going out: nobody is missed, and nobody hears the end of what they never heard of.

use super::sending::{Wish, ends, number};
use super::*;
use crate::subscriptions::{self, Where};

/// More people than a first batch of texts has tokens for.
const CROWD: u16 = 14;

/// A town where texts leave slowly, with an alert that reached some of those who asked for it. Answers the alert and who heard it.
async fn partly_sent() -> (Town, Id<Alert>, Vec<String>) {
    let town = Town::with(|config| (config.sms.per_minute, config.sms.burst) = (1, 1)).await;
    for one in 1..=CROWD {
        town.subscriber(number(one), Wish::of(town.here())).await;
    }
    let before = town.count();
    let id = town.out(Kind::Alert).await;
    let heard: Vec<String> = town.left(before).await.into_iter().map(|(to, _)| to).collect();
    assert!(!heard.is_empty() && heard.len() < usize::from(CROWD), "{heard:?}");
    (town, id, heard)
}

/// What left within so many minutes, in which texts leave ten at a time.
async fn left_within(town: &Town, before: usize, minutes: i64) -> Vec<(String, String)> {
    for _ in 0..minutes / 10 {
        town.house.later_minutes(10);
        town.house.run_workers().await;
    }
    town.left(before).await
}

#[tokio::test]
async fn an_update_reaches_also_those_whom_the_alert_had_not_reached() {
    let (town, id, heard) = partly_sent().await;
    let leaver = town.subscriber(number(99), Wish::of(town.here())).await;
    let keys = town.house.app.keys.clone();
    town.house.app.db.write("leave", move |tx| crate::subscriptions::leave(tx, &keys, &leaver)).await.unwrap();
    let before = town.count();
    let update = town.follow(Kind::Update, id).await;
    assert_eq!(town.would_hear(update).await, u64::from(CROWD));
    let left = left_within(&town, before, 30).await;
    assert_eq!(ends(&left).len(), usize::from(CROWD), "{left:?}");
    assert_eq!(left.len(), usize::from(CROWD), "each once: {left:?}");
    assert!(left.iter().all(|(_, words)| words.contains("ACTUALIZ")), "{left:?}");
    assert!(!heard.is_empty());
}

#[tokio::test]
async fn the_end_of_an_alert_goes_to_those_alone_who_heard_it() {
    for how in ["all clear", "not enforcement", "withdrawn"] {
        let (town, id, heard) = partly_sent().await;
        let before = town.count();
        match how {
            "all clear" => drop(town.follow(Kind::AllClear, id).await),
            "withdrawn" => town.withdraw(id).await,
            _ => town.follow_as_nothing(id).await,
        }
        let left = left_within(&town, before, 30).await;
        assert_eq!(ends(&left), heard.iter().map(String::as_str).collect(), "{how}: {left:?}");
    }
}

/// Nothing leaves meanwhile, as where the gateway is away or has others to tell first.
fn wait_hours(town: &Town, hours: i64) {
    town.house.later_minutes(hours * 60);
}

#[tokio::test]
async fn a_word_that_takes_back_reaches_all_who_heard_however_slow_the_gateway() {
    for how in ["all clear", "not enforcement", "withdrawn", "wrong time"] {
        let (town, id, heard) = partly_sent().await;
        let before = town.count();
        match how {
            "all clear" => drop(town.follow(Kind::AllClear, id).await),
            "withdrawn" => town.withdraw(id).await,
            "wrong time" => drop(town.follow(Kind::Correction, id).await),
            _ => town.follow_as_nothing(id).await,
        }
        wait_hours(&town, 6);
        let left = left_within(&town, before, 30).await;
        assert_eq!(ends(&left), heard.iter().map(String::as_str).collect(), "{how}: {left:?}");
    }
}

#[tokio::test]
async fn a_word_that_takes_back_is_given_up_after_a_day() {
    let (town, id, _) = partly_sent().await;
    let before = town.count();
    town.withdraw(id).await;
    wait_hours(&town, 24);
    assert_eq!(left_within(&town, before, 30).await, []);
}

#[tokio::test]
async fn an_update_stops_at_its_end_but_not_for_those_who_heard_what_was_corrected() {
    let (town, id, heard) = partly_sent().await;
    let before = town.count();
    town.follow(Kind::Update, id).await;
    wait_hours(&town, 6);
    assert_eq!(left_within(&town, before, 30).await, [], "what was new is over");
    let (town, id, _) = partly_sent().await;
    let correction = town.follow(Kind::Correction, id).await;
    town.house.later_minutes(1);
    let before = town.count();
    town.follow(Kind::Update, correction).await;
    wait_hours(&town, 6);
    let left = left_within(&town, before, 30).await;
    assert_eq!(ends(&left), heard.iter().map(String::as_str).collect(), "{left:?}");
}

#[tokio::test]
async fn what_follows_a_halted_alert_goes_to_its_whole_audience() {
    for stop in ["/sending", "/sending/{id}"] {
        let town = Town::new().await;
        town.subscriber(number(1), Wish::of(town.here())).await;
        let ana = town.house.member("Ana", &[Role::Dispatcher]).await;
        let beto = town.house.member("Beto", &[Role::Releaser]).await;
        let before = town.count();
        let id = town.out(Kind::Alert).await;
        let is_one = stop.contains("id");
        let (page, button) = if is_one {
            (format!("/sending/{id}"), "Detener este mensaje")
        } else {
            (stop.to_owned(), "Detener todo ahora")
        };
        ana.open(&page).await.press(button, &[]).await;
        assert_eq!(town.left(before).await, []);
        town.house.later_minutes(1);
        town.follow(Kind::Correction, id).await;
        if !is_one {
            assert_eq!(town.left(before).await, [], "nothing leaves while all is stopped");
            ana.open("/sending").await.press("Los envíos pueden seguir", &[]).await;
            beto.open("/sending").await.press("Los envíos pueden seguir", &[]).await;
        }
        let left = town.left(before).await;
        assert_eq!(left.len(), 1, "{stop}: {left:?}");
        assert!(left[0].1.contains("CORRECC"), "{left:?}");
    }
}

#[tokio::test]
async fn a_corrected_place_is_told_there_too() {
    let town = Town::new().await;
    let right = town.corner_of_another_area();
    town.subscriber(number(1), Wish::of(town.here())).await;
    town.subscriber(number(2), Wish::of(Where::Area(right.area()))).await;
    town.subscriber(number(3), Wish::of(Where::Area(crate::places::AreaKey(9_999)))).await;
    town.subscriber(number(4), Wish { lang: Lang::En, ..Wish::of(Where::Area(right.area())) }).await;
    let before = town.count();
    let first = town.out(Kind::Alert).await;
    assert_eq!(ends(&town.left(before).await), ["···0001"].into());
    town.house.later_minutes(1);
    let before = town.count();
    let earlier = town.alert(first).await.unwrap();
    let why = Some(CorrectionWhy::WrongPlace);
    let name = right.words();
    let choices = Choices { follows: earlier.as_earlier(), why, place: right, ..town.choices(Kind::Correction) };
    let correction = town.waiting(earlier.facts().incident(), choices).await;
    town.release(correction).await.unwrap();
    let left = town.left(before).await;
    assert_eq!(ends(&left), ["···0001", "···0002", "···0004"].into(), "{left:?}");
    for (to, words) in &left {
        let means =
            if to.ends_with("0004") { "Corrected place: ICE agents" } else { "Lugar corregido: agentes de ICE" };
        assert!(words.contains(means) && words.contains(&name), "{words}");
    }
    // Its end is told to all who heard of it by now.
    town.house.later_minutes(1);
    let before = town.count();
    town.follow(Kind::AllClear, correction).await;
    assert_eq!(ends(&town.left(before).await).len(), 3);
}

/// "We checked: nothing" was wrong: whoever looks again finds agents there.
#[tokio::test]
async fn an_alert_takes_the_place_of_what_was_checked_and_reaches_who_heard_that_too() {
    for (kind, minutes) in [(Kind::Alert, 0), (Kind::Alert, 40), (Kind::Correction, 0)] {
        let town = Town::new().await;
        town.subscriber(number(1), Wish::of(town.here())).await;
        town.subscriber(number(2), Wish { kinds: vec![subscriptions::Kind::Checked], ..Wish::of(town.here()) }).await;
        let before = town.count();
        let incident = town.incident(Verification::NothingThere { seen_at: town.began().plus_minutes(15) }).await;
        let expires_at = town.house.app.now().plus_minutes(30);
        let checked = town.waiting(incident, Choices { expires_at, ..town.choices(Kind::Checked) }).await;
        town.release(checked).await.unwrap();
        assert_eq!(ends(&town.left(before).await), ["···0002"].into());
        town.house.later_minutes(minutes);
        town.look_again(checked, town.confirmed_in(15)).await;
        let before = town.count();
        let follows = town.alert(checked).await.unwrap().as_earlier();
        let why = (kind == Kind::Correction).then_some(CorrectionWhy::WrongAgency);
        let alert = town.waiting(incident, Choices { follows, why, ..town.choices(kind) }).await;
        assert_eq!(town.would_hear(alert).await, 2, "{kind:?}: the releaser sees whom it reaches");
        town.release(alert).await.unwrap();
        let left = town.left(before).await;
        assert_eq!(ends(&left), ["···0001", "···0002"].into(), "{kind:?} after {minutes}: {left:?}");
        assert!(left.len() == 2 && left.iter().all(|(_, words)| words.contains("agentes de ICE")), "{left:?}");
        assert_eq!(town.out_now().await, [alert], "{kind:?} after {minutes}");
        let visitor = town.house.visitor(Lang::Es);
        visitor.open("/alertas").await.says("Hoy no hay reportes revisados");
        let past = visitor.open(&format!("/alertas/{checked}")).await;
        past.says("HAY UN AVISO MÁS NUEVO").follow("Ver el aviso más nuevo").await.says("gentes de ICE");
        // Its end is told to both.
        town.house.later_minutes(1);
        let before = town.count();
        town.follow(Kind::AllClear, alert).await;
        assert_eq!(ends(&town.left(before).await).len(), 2);
    }
}

#[tokio::test]
async fn an_alert_still_waits_for_what_is_no_checked_notice_of_its_own_incident() {
    let town = Town::new().await;
    let elsewhere = town.incident(Verification::NothingThere { seen_at: town.began().plus_minutes(15) }).await;
    let checked = town.waiting(elsewhere, town.choices(Kind::Checked)).await;
    town.release(checked).await.unwrap();
    let first = town.out(Kind::Alert).await;
    assert_eq!(town.out_now().await.len(), 2, "what was checked elsewhere stands");
    let incident = town.alert(first).await.unwrap().facts().incident();
    let second = town.waiting(incident, town.choices(Kind::Alert)).await;
    let refused = town.release(second).await.unwrap_err();
    assert!(matches!(refused, Wrong::Refused(no) if no.word == "alert-refused-already-alerted"), "{refused}");
}

impl Town {
    /// Agents are seen in so many minutes.
    fn confirmed_in(&self, minutes: i64) -> Verification {
        let seen_at = self.house.app.now().plus_minutes(minutes);
        match self.confirmed() {
            Verification::Confirmed(finding) => Verification::Confirmed(Finding { seen_at, ..finding }),
            other => other,
        }
    }

    /// How many would hear a draft now.
    async fn would_hear(&self, id: Id<Alert>) -> u64 {
        let (app, alert) = (self.house.app.clone(), self.alert(id).await.unwrap());
        let now = app.now();
        let counts = move |tx: &Tx<'_>| crate::alerts::outgoing::counts(tx, &app, &alert, now);
        let counts = self.house.app.db.read("counts", counts).await.unwrap();
        counts.iter().map(|(_, _, count)| count).sum()
    }

    /// A corner near that of the stories whose area another one is.
    pub fn corner_of_another_area(&self) -> PublicPlace {
        let (atlas, here) = (self.house.app.part::<Atlas>(), self.corner());
        let streets =
            ["Luna Street", "Monarch Way", "Cerezo Street", "Mercado Street", "Olivo Drive", "Granada Avenue"];
        let across = ["5th Street", "4th Street", "Jacaranda Boulevard", "Avenida del Sol", "6th Street", "7th Street"];
        let found = streets.iter().flat_map(|street| across.map(|across| format!("{street} and {across}")));
        let places = found.filter_map(|corner| match atlas.resolve(&corner, None) {
            Resolution::One(place) => Some(PublicPlace::of(place.published_as(), &atlas.name(place.area).unwrap())),
            _ => None,
        });
        let is_near = |place: &PublicPlace| {
            let steps = place.spot().zip(here.spot()).and_then(|(one, two)| one.cell.distance(two.cell));
            let ground = atlas.gazetteer().areas().get(place.area()).unwrap().cells().unwrap();
            // A corner on a border is heard on both sides of it.
            !ground.contains(&here.spot().unwrap().cell) && steps.is_some_and(|steps| steps <= 2)
        };
        places.into_iter().find(is_near).unwrap()
    }

    /// The incident of this message is looked at again. Answers it.
    async fn look_again(&self, first: Id<Alert>, found: Verification) -> Id<Incident> {
        let earlier = self.alert(first).await.unwrap();
        let (incident, people, now) = (earlier.facts().incident(), [self.ana, self.vero], self.house.app.now());
        let again = move |tx: &crate::ground::db::Tx<'_>| {
            let why = triage::incident::ReopenWhy::FindingInDoubt;
            let open = triage::store::incident(tx, incident)?.unwrap().reopen(people[0], why, now)?;
            let closed =
                walked_and(&open, people, now, |there, verifier, at| there.found(verifier, found, at).unwrap());
            triage::store::save(tx, &closed)
        };
        self.house.app.db.write("look again", again).await.unwrap();
        self.house.later_minutes(20);
        incident
    }

    /// The incident is looked at again, nothing is there, and that is told as a correction.
    async fn follow_as_nothing(&self, first: Id<Alert>) {
        let seen_at = self.house.app.now().plus_minutes(15);
        let incident = self.look_again(first, Verification::NothingThere { seen_at }).await;
        let earlier = self.alert(first).await.unwrap();
        let why = Some(CorrectionWhy::NotEnforcement);
        let choices = Choices { follows: earlier.as_earlier(), why, ..self.choices(Kind::Correction) };
        let id = self.waiting(incident, choices).await;
        self.release(id).await.unwrap();
    }
}
