//! Random walks through the front door: by anybody, in any order, with any answer; never a fault, never an illegal state.

use std::collections::BTreeMap;

use super::flood::Dice;
use super::*;
use crate::triage::incident::State;

const WALKS: u64 = 6;
const STEPS: usize = 90;

/// Presses one button with made-up answers. The forms' own rules are what is tested, so they are not followed.
async fn step(house: &TestHouse, dice: &mut Dice, people: &[(Browser, String)], reports: &mut Vec<Id<Report>>) -> Page {
    let (browser, token) = dice.one_of_ref(people);
    let text = |value: &str| value.to_owned();
    let mut fields: Vec<(String, String)> = vec![(text("csrf"), token.clone())];
    let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
    let cards = cards(house).await;
    let incidents = house.app.db.read("all", |tx| {
        let mut all = store::open_incidents(tx)?;
        all.extend(store::closed_since(tx, crate::ground::Moment::from_seconds(0))?);
        Ok(all)
    });
    let incidents = incidents.await.unwrap();
    let card = (!cards.is_empty()).then(|| cards[dice.below(cards.len())].id.to_string());
    let incident = (!incidents.is_empty()).then(|| incidents[dice.below(incidents.len())].id.to_string());
    let any_report = reports[dice.below(reports.len())].to_string();
    let path = match (dice.below(10), card, incident) {
        (0, ..) => {
            let place = dice.one_of(&[CORNER, FAR_CORNER, "quién sabe", "Campo Luna"]);
            reports.push(report(house, place, seen(dice.one_of(Activity::ALL))).await);
            house.run_workers().await;
            text("/queue")
        }
        (1, ..) => {
            house.later_minutes(i64::try_from(dice.below(4)).unwrap());
            house.run_workers().await;
            text("/go")
        }
        (2..=4, Some(card), other) => {
            let deeds = ["claim", "claim", "eyes", "incident", "merge", "no", "split", "ask", "release", "undo"];
            add("do", text(dice.one_of(&deeds)));
            add("upto", dice.below(60).to_string());
            add("place", text(dice.one_of(&[CORNER, FAR_CORNER, "x", ""])));
            add("reason", text(dice.one_of(&["test", "too_vague", "nonsense"])));
            add("report", any_report);
            add("incident", other.unwrap_or_default());
            add("ready", dice.below(9).to_string());
            format!("/queue/{card}")
        }
        (5..=6, _, Some(incident)) => {
            let deeds =
                ["eyes", "ask", "stand_down", "close", "reopen", "split_off", "question", "place", "corroborate"];
            add("do", text(dice.one_of(&deeds)));
            let aliases = ["Luz", "Sol", "Mar", "Ana"];
            add("member", house.member_id(dice.one_of(&aliases)).await.to_string());
            add("reason", text(dice.one_of(&["withdrawn", "still_going_on", "nonsense"])));
            add("report", any_report);
            add("place", text(CORNER));
            add("question", text("¿Siguen?"));
            add("one", reports[dice.below(reports.len())].to_string());
            add("two", reports[dice.below(reports.len())].to_string());
            format!("/incidents/{incident}")
        }
        (7..=9, _, Some(incident)) if dice.below(3) > 0 => {
            add("do", text(dice.one_of(&["accept", "accept", "decline", "there", "there", "eta", "give_up"])));
            add("eta", dice.one_of(&["5", "90", "0", "x"]).to_owned());
            format!("/go/{incident}")
        }
        (_, _, Some(incident)) => {
            add(
                "outcome",
                text(dice.one_of(&["confirmed", "other_agency", "nothing_there", "unable", "already_over"])),
            );
            add("agency", text(dice.one_of(Agency::ALL).code()));
            add("activity", text(dice.one_of(Activity::ALL).code()));
            add("unable", text("unsafe"));
            add("minutes_ago", text(dice.one_of(&["0", "5", "600"])));
            format!("/go/{incident}/found")
        }
        _ => return browser.open("/queue").await,
    };
    let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(&path, &pairs).await
}

impl Dice {
    fn one_of_ref<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
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
        let mut people = Vec::new();
        for alias in ["Luz", "Sol", "Mar"] {
            people.push(verifier(&house, alias, CORNER).await);
        }
        for alias in ["Ana", "Eva"] {
            people.push(dispatcher(&house, alias).await);
        }
        let mut named = Vec::new();
        for browser in people {
            let token = house.form_token(&browser).await;
            named.push((browser, token));
        }
        let mut reports = vec![report(&house, CORNER, seen(Activity::Detaining)).await];
        house.run_workers().await;
        for _ in 0..STEPS {
            let page = step(&house, &mut dice, &named, &mut reports).await;
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
