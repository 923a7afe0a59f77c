//! Random walks through the front door: by anybody, in any order, with any answer; never a fault, never an illegal state.

use std::collections::BTreeMap;

use super::flood::Dice;
use super::*;
use crate::triage::incident::State;

const WALKS: u64 = 5;
const STEPS: usize = 140;

/// Somebody with a browser and its form token.
type Person = (Browser, String);

/// Who walks: seven times of eight somebody whose page it is, else anybody.
struct People {
    dispatchers: Vec<Person>,
    verifiers: Vec<Person>,
}

impl People {
    fn one_of<'a>(&'a self, dice: &mut Dice, at_desk: bool) -> &'a Person {
        let at_desk = at_desk != (dice.below(8) == 0);
        let all = if at_desk { &self.dispatchers } else { &self.verifiers };
        &all[dice.below(all.len())]
    }
}

/// What there is to do something with.
struct Things {
    card: Option<String>,
    incident: Option<String>,
    one: String,
    two: String,
}

async fn things(house: &TestHouse, dice: &mut Dice, reports: &[Id<Report>]) -> Things {
    let cards = cards(house).await;
    let incidents = house.app.db.read("all", |tx| {
        let mut all = store::open_incidents(tx)?;
        all.extend(store::closed_since(tx, crate::ground::Moment::from_seconds(0))?);
        Ok(all)
    });
    let incidents = incidents.await.unwrap();
    Things {
        card: (!cards.is_empty()).then(|| cards[dice.below(cards.len())].id.to_string()),
        incident: (!incidents.is_empty()).then(|| incidents[dice.below(incidents.len())].id.to_string()),
        one: reports[dice.below(reports.len())].to_string(),
        two: reports[dice.below(reports.len())].to_string(),
    }
}

type FormFields = Vec<(&'static str, String)>;

/// Deeds of a dispatcher about a card, with every field that any of them reads.
fn at_a_card(dice: &mut Dice, things: &Things) -> FormFields {
    let deeds =
        ["claim", "claim", "claim", "eyes", "eyes", "incident", "merge", "no", "split", "ask", "release", "undo"];
    vec![
        ("do", dice.one_of(&deeds).to_owned()),
        ("upto", dice.one_of(&["0", "2", "999", "999", "999", "x"]).to_owned()),
        ("place", dice.one_of(&[CORNER, CORNER, FAR_CORNER, "x", ""]).to_owned()),
        ("reason", dice.one_of(&["test", "too_vague", "nonsense"]).to_owned()),
        ("report", things.one.clone()),
        ("incident", things.incident.clone().unwrap_or_default()),
        ("ready", dice.below(9).to_string()),
    ]
}

/// Deeds of a dispatcher about an incident.
async fn at_an_incident(house: &TestHouse, dice: &mut Dice, things: &Things) -> FormFields {
    let deeds = [
        "eyes",
        "eyes",
        "ask",
        "ask",
        "stand_down",
        "close",
        "reopen",
        "split_off",
        "question",
        "place",
        "corroborate",
    ];
    vec![
        ("do", dice.one_of(&deeds).to_owned()),
        ("member", house.member_id(dice.one_of(&["Luz", "Sol", "Mar", "Ana"])).await.to_string()),
        ("reason", dice.one_of(&["withdrawn", "still_going_on", "nonsense"]).to_owned()),
        ("report", things.one.clone()),
        ("place", CORNER.to_owned()),
        ("question", "¿Siguen?".to_owned()),
        ("one", things.one.clone()),
        ("two", things.two.clone()),
    ]
}

/// What a verifier sends from the street, to one door or the other.
fn on_the_street(dice: &mut Dice, incident: &str) -> (String, FormFields) {
    if dice.below(4) > 0 {
        let deeds = ["accept", "accept", "accept", "decline", "there", "there", "eta", "give_up"];
        let fields =
            vec![("do", dice.one_of(&deeds).to_owned()), ("eta", dice.one_of(&["5", "5", "90", "0", "x"]).to_owned())];
        return (format!("/go/{incident}"), fields);
    }
    let outcomes = ["confirmed", "other_agency", "nothing_there", "unable", "already_over"];
    let fields = vec![
        ("outcome", dice.one_of(&outcomes).to_owned()),
        ("agency", dice.one_of(Agency::ALL).code().to_owned()),
        ("activity", dice.one_of(Activity::ALL).code().to_owned()),
        ("unable", "unsafe".to_owned()),
        ("minutes_ago", dice.one_of(&["0", "0", "5", "600"]).to_owned()),
    ];
    (format!("/go/{incident}/found"), fields)
}

/// Presses one button with made-up answers. The forms' own rules are what is tested, so they are not followed.
async fn step(house: &TestHouse, dice: &mut Dice, people: &People, reports: &mut Vec<Id<Report>>) -> Page {
    let things = things(house, dice, reports).await;
    let (at_desk, path, mut fields) = match (dice.below(12), &things.card, &things.incident) {
        (0, ..) => {
            let place = dice.one_of(&[CORNER, FAR_CORNER, "quién sabe", "Brickyard"]);
            reports.push(report(house, place, seen(dice.one_of(Activity::ALL))).await);
            house.run_workers().await;
            return people.one_of(dice, true).0.open("/queue").await;
        }
        (1, ..) => {
            house.later_minutes(i64::try_from(dice.below(4)).unwrap());
            house.run_workers().await;
            return people.one_of(dice, false).0.open("/go").await;
        }
        (2..=5, Some(card), _) => (true, format!("/queue/{card}"), at_a_card(dice, &things)),
        (6..=7, _, Some(incident)) => {
            (true, format!("/incidents/{incident}"), at_an_incident(house, dice, &things).await)
        }
        (_, _, Some(incident)) => {
            let (path, fields) = on_the_street(dice, incident);
            (false, path, fields)
        }
        _ => return people.one_of(dice, true).0.open("/queue").await,
    };
    let (browser, token) = people.one_of(dice, at_desk);
    fields.push(("csrf", token.clone()));
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(&path, &pairs).await
}

/// What must hold after every step: timelines read back, nobody is out twice, no cap is passed, and the columns say what
/// the steps say.
async fn check(house: &TestHouse) -> BTreeMap<String, usize> {
    let read = house.app.db.read("check", |tx| {
        let mut all = store::open_incidents(tx)?;
        all.extend(store::closed_since(tx, crate::ground::Moment::from_seconds(0))?);
        let read = all.into_iter().map(|row| Ok((store::incident(tx, row.id)?, row)));
        read.collect::<Result<Vec<_>, crate::ground::Wrong>>()
    });
    let (mut out, mut states) = (Vec::new(), BTreeMap::new());
    for (incident, row) in read.await.expect("every timeline reads back") {
        let incident = incident.unwrap();
        let crew = incident.people_out();
        assert!(crew.len() <= usize::from(row.scene.cap.people()));
        out.extend(crew);
        let is_closed = matches!(incident.state(), State::Closed { .. });
        assert_eq!(is_closed, row.closed_at.is_some());
        let name = row.outcome.clone().unwrap_or_else(|| row.state.clone());
        assert_eq!(incident.confirmed().is_some(), name == "confirmed");
        *states.entry(name).or_insert(0) += 1;
    }
    let count = out.len();
    out.sort_unstable();
    out.dedup();
    assert_eq!(out.len(), count, "somebody is out twice");
    states
}

#[tokio::test]
async fn no_walk_meets_a_fault_or_an_illegal_state() {
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    let mut answers: BTreeMap<u16, usize> = BTreeMap::new();
    for walk in 0..WALKS {
        let house = town().await;
        let mut dice = Dice(walk);
        let mut people = People { dispatchers: Vec::new(), verifiers: Vec::new() };
        for alias in ["Luz", "Sol", "Mar"] {
            let browser = verifier(&house, alias, CORNER).await;
            let token = house.form_token(&browser).await;
            people.verifiers.push((browser, token));
        }
        for alias in ["Ana", "Eva"] {
            let browser = dispatcher(&house, alias).await;
            let token = house.form_token(&browser).await;
            people.dispatchers.push((browser, token));
        }
        let mut reports = vec![report(&house, CORNER, seen(Activity::Detaining)).await];
        sends_eyes(&house, &people.dispatchers[0].0, reports[0]).await;
        reports.push(report(&house, FAR_CORNER, seen(Activity::AtADoor)).await);
        house.run_workers().await;
        for _ in 0..STEPS {
            let page = step(&house, &mut dice, &people, &mut reports).await;
            let status = page.status.as_u16();
            assert!(status < 500, "{}: {status}\n{}", page.path, page.text());
            *answers.entry(status).or_insert(0) += 1;
            for (state, count) in check(&house).await {
                *met.entry(state).or_insert(0) += count;
            }
        }
    }
    println!("{answers:?} {met:?}");
    // A walk that stays at home proves nothing.
    for state in ["open", "needs_eyes", "assigned", "on_scene", "not_needed"] {
        assert!(met.contains_key(state), "no walk met {state}: {met:?}");
    }
    assert!(answers.contains_key(&200) && answers.contains_key(&409), "{answers:?}");
}
