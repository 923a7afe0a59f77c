//! Random walks through the front door that mix what is real with an exercise: never a real alert from a drill, nor the reverse.

use std::collections::BTreeMap;

use super::*;
use crate::alerts;
use crate::reports::facts::Agency;

const WALKS: u64 = 2;
const STEPS: usize = 220;

/// Numbers that look random and are the same on every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % sides as u64).unwrap()
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}

/// Somebody with a browser and its form token.
struct Person {
    browser: Browser,
    token: String,
}

struct Cast {
    coordinator: Person,
    desk: Vec<Person>,
    street: Vec<Person>,
    releasers: Vec<Person>,
}

async fn person(house: &TestHouse, browser: Browser) -> Person {
    let token = house.form_token(&browser).await;
    Person { browser, token }
}

async fn cast(house: &TestHouse) -> Cast {
    let mut cast = Cast {
        coordinator: person(house, coordinator(house).await).await,
        desk: Vec::new(),
        street: Vec::new(),
        releasers: Vec::new(),
    };
    for alias in ["Ceiba", "Laurel"] {
        cast.desk.push(person(house, house.member(alias, &[Role::Dispatcher]).await).await);
    }
    for alias in ["Nopal", "Colibrí", "Heron", "Mezquite"] {
        cast.street.push(person(house, verifier(house, alias).await).await);
    }
    for alias in ["Jacaranda", "Sauce"] {
        cast.releasers.push(person(house, house.stepped_up(alias, &[Role::Releaser]).await).await);
    }
    cast
}

/// Everything there is to press something about, real and practised alike.
struct Things {
    cards: Vec<String>,
    open: Vec<String>,
    closed: Vec<String>,
    alerts: Vec<String>,
    drill: Option<String>,
}

async fn things(house: &TestHouse) -> Things {
    let read = house.app.db.read("things", |tx| {
        let ids = |sql: &str| tx.rows(sql, crate::params![], |row| row.get::<Id<()>>(0).map(|id| id.to_string()));
        Ok(Things {
            cards: ids("SELECT id FROM card WHERE decided IS NULL")?,
            open: ids("SELECT id FROM incident WHERE state <> 'closed'")?,
            closed: ids("SELECT id FROM incident WHERE state = 'closed'")?,
            alerts: ids("SELECT id FROM alert")?,
            drill: ids("SELECT id FROM drill WHERE ended_at IS NULL")?.pop(),
        })
    });
    read.await.unwrap()
}

type FormFields = Vec<(&'static str, String)>;

fn some(dice: &mut Dice, all: &[String]) -> String {
    if all.is_empty() { Id::<()>::from_bytes([9; 16]).to_string() } else { dice.one_of(all) }
}

fn at_the_desk(dice: &mut Dice, things: &Things) -> (String, FormFields) {
    let incidents = [things.open.clone(), things.closed.clone()].concat();
    let any = some(dice, &incidents);
    match dice.below(9) {
        0..=4 => {
            let deed = dice.one_of(&["claim", "claim", "eyes", "eyes", "eyes", "merge", "no", "undo"]);
            let fields = vec![
                ("do", deed.to_owned()),
                ("upto", "999999".to_owned()),
                ("place", dice.one_of(&[CORNER, FAR_CORNER, ""]).to_owned()),
                ("reason", "too_vague".to_owned()),
                ("incident", any),
            ];
            (format!("/queue/{}", some(dice, &things.cards)), fields)
        }
        5 => {
            let deed = dice.one_of(&["eyes", "eyes", "close", "reopen", "split_off"]);
            let duplicate = if dice.below(2) == 0 { some(dice, &incidents) } else { String::new() };
            let fields = vec![
                ("do", deed.to_owned()),
                ("reason", dice.one_of(&["junk", "still_going_on"]).to_owned()),
                ("duplicate_of", duplicate),
            ];
            (format!("/incidents/{any}"), fields)
        }
        6 | 7 => {
            let kind = dice.one_of(&["alert", "alert", "checked", "update", "all_clear"]);
            let fields = vec![
                ("kind", kind.to_owned()),
                ("place", String::new()),
                ("expires", "90".to_owned()),
                ("drill", dice.one_of(&["yes", "no", ""]).to_owned()),
                ("draft", if dice.below(3) == 0 { some(dice, &things.alerts) } else { String::new() }),
            ];
            (format!("/alerts/new/{}", some(dice, &things.closed)), fields)
        }
        _ => (format!("/alerts/drafts/{}", some(dice, &things.alerts)), Vec::new()),
    }
}

fn on_the_street(dice: &mut Dice, things: &Things) -> (String, FormFields) {
    let incident = some(dice, &things.open);
    if dice.below(3) > 0 {
        let deed = dice.one_of(&["accept", "accept", "accept", "there", "there", "there", "decline", "give_up"]);
        return (format!("/go/{incident}"), vec![("do", deed.to_owned()), ("eta", "5".to_owned())]);
    }
    let fields = vec![
        ("outcome", dice.one_of(&["confirmed", "confirmed", "other_agency", "nothing_there"]).to_owned()),
        ("agency", dice.one_of(&[Agency::IceEro, Agency::LocalPolice]).code().to_owned()),
        ("activity", "questioning".to_owned()),
        ("minutes_ago", "0".to_owned()),
    ];
    (format!("/go/{incident}/found"), fields)
}

async fn press(who: &Person, path: &str, mut fields: FormFields) -> Page {
    // What is signed off is signed with a passkey.
    let releases = fields.iter().any(|(name, value)| *name == "do" && value == "release");
    if path.starts_with("/alerts/drafts/") || path.starts_with("/alerts/waiting/") && releases {
        let hash = who.browser.open(path).await.field("hash");
        let fields = [("csrf", who.token.as_str()), ("hash", hash.as_str())];
        return who.browser.use_passkey(&format!("{path}/options"), &format!("{path}/finish"), &fields).await;
    }
    fields.push(("csrf", who.token.clone()));
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    who.browser.post(path, &pairs).await
}

/// What somebody would do next who wants to get somewhere: without it, walks seldom get as far as an alert.
async fn sensibly(house: &TestHouse, dice: &mut Dice, cast: &Cast, things: &Things) -> Page {
    let desk = &cast.desk[dice.below(2)];
    let say = |deed: &str| vec![("do", deed.to_owned()), ("eta", "5".to_owned()), ("upto", "999999".to_owned())];
    match dice.below(5) {
        0 => {
            let path = format!("/queue/{}", some(dice, &things.cards));
            press(desk, &path, say("claim")).await;
            let page = press(desk, &path, [say("eyes"), vec![("place", CORNER.to_owned())]].concat()).await;
            house.run_workers().await;
            page
        }
        1 => {
            let path = format!("/queue/{}", some(dice, &things.cards));
            press(desk, &path, say("claim")).await;
            let into = some(dice, &[things.open.clone(), things.closed.clone()].concat());
            press(desk, &path, [say("merge"), vec![("incident", into)]].concat()).await
        }
        2 | 3 => {
            let incident = some(dice, &things.open);
            let who = &cast.street[dice.below(4)];
            press(who, &format!("/go/{incident}"), say("accept")).await;
            press(who, &format!("/go/{incident}"), say("there")).await;
            let found = ICE.map(|(name, value)| (name, value.to_owned())).to_vec();
            press(who, &format!("/go/{incident}/found"), found).await
        }
        _ => {
            let form = vec![("kind", "alert".to_owned()), ("expires", "90".to_owned())];
            let draft = press(desk, &format!("/alerts/new/{}", some(dice, &things.closed)), form).await;
            let Some(id) = draft.path.strip_prefix("/alerts/drafts/") else { return draft };
            press(desk, &draft.path, Vec::new()).await;
            press(&cast.releasers[0], &format!("/alerts/waiting/{id}"), say("release")).await
        }
    }
}

async fn step(house: &TestHouse, dice: &mut Dice, cast: &Cast) -> Page {
    let things = things(house).await;
    if dice.below(3) == 0 {
        return sensibly(house, dice, cast, &things).await;
    }
    match dice.below(24) {
        0 => {
            real_report(house, dice.one_of(&[CORNER, FAR_CORNER, "Brickyard"]), dice.one_of(Activity::ALL)).await;
            house.run_workers().await;
            cast.desk[0].browser.open("/queue").await
        }
        1 | 2 => {
            house.later_minutes(i64::try_from(dice.below(3)).unwrap());
            house.run_workers().await;
            cast.street[dice.below(4)].browser.open("/go").await
        }
        3 => match &things.drill {
            // Seldom, so that most drills come somewhere.
            Some(id) if dice.below(6) == 0 => {
                press(&cast.street[dice.below(4)], &format!("/drills/{id}/end"), Vec::new()).await
            }
            _ => {
                let fields = vec![
                    ("area", area(house, "Brickyard").0.to_string()),
                    ("place", CORNER.to_owned()),
                    ("scenario", dice.one_of(Scenario::ALL).code().to_owned()),
                    ("who", "everyone".to_owned()),
                    ("minutes", "240".to_owned()),
                ];
                let page = press(&cast.coordinator, "/drills", fields).await;
                house.run_workers().await;
                page
            }
        },
        4..=12 => {
            let (path, fields) = at_the_desk(dice, &things);
            let page = press(&cast.desk[dice.below(2)], &path, fields).await;
            house.run_workers().await;
            page
        }
        13..=20 => {
            let (path, fields) = on_the_street(dice, &things);
            press(&cast.street[dice.below(4)], &path, fields).await
        }
        21 => {
            let path = format!("/alerts/out/{}", some(dice, &things.alerts));
            press(&cast.desk[0], &path, vec![("why", "mistake".to_owned())]).await
        }
        _ => {
            let path = format!("/alerts/waiting/{}", some(dice, &things.alerts));
            press(&cast.releasers[dice.below(2)], &path, vec![("do", "release".to_owned())]).await
        }
    }
}

/// What must hold after every step, said in SQL and not in the house's own words.
const NEVER: [&str; 8] = [
    "SELECT count(*) FROM card_report on_it JOIN report ON report.id = on_it.report JOIN card ON card.id = on_it.card
      WHERE report.drill IS NOT card.drill",
    "SELECT count(*) FROM incident_report link JOIN report ON report.id = link.report
       JOIN incident ON incident.id = link.incident WHERE report.drill IS NOT incident.drill",
    "SELECT count(*) FROM card JOIN incident ON incident.id = card.incident WHERE card.drill IS NOT incident.drill",
    "SELECT count(*) FROM alert JOIN incident ON incident.id = alert.incident
      WHERE alert.drill <> (incident.drill IS NOT NULL)",
    "SELECT count(*) FROM alert WHERE drill <> (facts LIKE '%drill=true%')",
    "SELECT count(*) FROM alert one JOIN alert two ON two.follows = one.id WHERE one.drill <> two.drill",
    "SELECT count(*) FROM incident_step step JOIN incident one ON one.id = step.incident
       JOIN incident other ON other.id = step.reports WHERE step.code = 'duplicate' AND one.drill IS NOT other.drill",
    "SELECT count(*) FROM alert JOIN incident ON incident.id = alert.incident JOIN drill ON drill.id = incident.drill
      WHERE alert.state IN ('released', 'waiting', 'draft') AND drill.ended_at IS NOT NULL",
];

async fn check(house: &TestHouse, met: &mut BTreeMap<&'static str, usize>) {
    for sql in NEVER {
        assert_eq!(count(house, sql).await, 0, "{sql}");
    }
    let (keys, now) = (house.app.keys.clone(), house.app.now());
    let out = house.app.db.read("out", move |tx| alerts::store::out_now(tx, &keys, true, now)).await.unwrap();
    for alert in &out {
        *met.entry(if alert.facts().is_drill() { "a drill is out" } else { "an alert is out" }).or_insert(0) += 1;
    }
    let page = house.visitor(Lang::Es).open("/alertas").await;
    page.does_not_say("SIMULACRO");
    for alert in out.iter().filter(|alert| alert.facts().is_drill()) {
        assert!(!page.body.contains(&alert.id().to_string()));
    }
    for (name, sql) in [
        ("a drill has ended", "SELECT count(*) FROM drill WHERE ended_at IS NOT NULL"),
        (
            "a practised incident was confirmed",
            "SELECT count(*) FROM incident WHERE drill IS NOT NULL AND outcome = 'confirmed'",
        ),
        (
            "a real incident was confirmed",
            "SELECT count(*) FROM incident WHERE drill IS NULL AND outcome = 'confirmed'",
        ),
    ] {
        if count(house, sql).await > 0 {
            *met.entry(name).or_insert(0) += 1;
        }
    }
}

#[tokio::test]
async fn no_walk_makes_a_real_alert_of_a_drill_nor_a_drill_of_what_is_real() {
    let mut met: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut refused_to_mix = 0;
    for walk in 0..WALKS {
        let house = town().await;
        let (mut dice, cast) = (Dice(walk), cast(&house).await);
        for _ in 0..STEPS {
            let page = step(&house, &mut dice, &cast).await;
            assert!(page.status.as_u16() < 500, "{}: {}\n{}", page.path, page.status, page.text());
            refused_to_mix += usize::from(page.text().contains("no se juntan"));
            check(&house, &mut met).await;
        }
    }
    println!("{met:?}, {refused_to_mix} refusals to mix");
    // A walk that stays at home proves nothing.
    for wanted in [
        "a drill is out",
        "an alert is out",
        "a drill has ended",
        "a practised incident was confirmed",
        "a real incident was confirmed",
    ] {
        assert!(met.contains_key(wanted), "no walk met «{wanted}»: {met:?}");
    }
    assert!(refused_to_mix > 0, "nobody tried to mix");
}

/// The checks themselves must be able to fail.
#[tokio::test]
async fn the_checks_see_a_border_that_was_crossed() {
    let house = town().await;
    coordinator(&house).await;
    drill(&house, Scenario::Corner, WhoTakesPart::Everyone).await;
    sends_eyes(&house, &dispatcher(&house).await).await;
    check(&house, &mut BTreeMap::new()).await;
    let crossed = [
        ("DROP TRIGGER report_drill_stands", "UPDATE report SET drill = NULL", 0),
        ("DROP TRIGGER card_drill_stands", "UPDATE card SET drill = zeroblob(16)", 2),
    ];
    for (drop, cross, check) in crossed {
        let write = house.app.db.write("cross", move |tx| {
            tx.execute(drop, crate::params![])?;
            tx.execute(cross, crate::params![])
        });
        write.await.unwrap();
        assert!(count(&house, NEVER[check]).await > 0, "{cross}");
    }
}
