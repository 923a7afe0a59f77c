//! The passes: reports onto cards, requests for eyes to the next wave, and the matcher kept in step.

use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

use super::dispatching::{OnDuty, next_wave};
use super::incident::{Incident, REOPEN_MINUTES_MAX, Verifier};
use super::matching::{Matcher, Proposal, Sighting};
use super::{desk, store};
use crate::ground::db::Tx;
use crate::ground::{App, Id, Moment, Wrong};
use crate::people::{self, Member, Role};
use crate::places::{AreaKey, Areas, Atlas, Cell};
use crate::{reports, shifts};

/// Reports that are put on cards in one transaction: others write between the batches of a flood.
const REPORTS_AT_ONCE: usize = 500;

/// The name of the cursor over reports.
const CURSOR: &str = "cards";

/// Puts every new report on a card.
pub async fn cards(app: &App) -> Result<(), Wrong> {
    loop {
        let now = app.now();
        let done = app
            .db
            .write("put reports on cards", move |tx| {
                let briefs = reports::store::briefs_after(tx, store::cursor(tx, CURSOR)?, REPORTS_AT_ONCE)?;
                for brief in &briefs {
                    store::put(tx, brief, now)?;
                }
                if let Some(last) = briefs.last() {
                    store::set_cursor(tx, CURSOR, last.seq)?;
                }
                Ok(briefs.len())
            })
            .await?;
        if done < REPORTS_AT_ONCE {
            return Ok(());
        }
    }
}

/// The open incidents in memory, and those that may still be reopened: what a card may belong to.
#[derive(Default)]
pub struct Nearby(RwLock<Matcher>);

impl Nearby {
    /// Reads the incidents anew. They are few; the reports that ask are many.
    ///
    /// # Errors
    /// A fault of the database.
    pub async fn reload(app: &App) -> Result<(), Wrong> {
        let since = app.now().plus_minutes(-REOPEN_MINUTES_MAX);
        let known = app.db.read("incidents nearby", move |tx| {
            let mut known = store::open_incidents(tx)?;
            known.extend(store::closed_since(tx, since)?);
            Ok(known)
        });
        let mut matcher = Matcher::default();
        for row in known.await? {
            matcher.insert(row.seen);
        }
        *app.part::<Nearby>().0.write().unwrap_or_else(PoisonError::into_inner) = matcher;
        Ok(())
    }

    /// The incidents to which a sighting may belong.
    pub fn propose(&self, sighting: &Sighting) -> Vec<Proposal> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).propose(sighting)
    }
}

/// Asks the next people for every incident that still needs eyes.
pub async fn waves(app: &App) -> Result<(), Wrong> {
    let due = app.db.read("who needs eyes", |tx| {
        let mut due = store::by_state(tx, "needs_eyes")?;
        due.extend(store::by_state(tx, "assigned")?);
        Ok(due)
    });
    for id in due.await? {
        let app_too = app.clone();
        let now = app.now();
        app.db
            .write("ask the next wave", move |tx| {
                let Some(incident) = store::incident(tx, id)? else { return Ok(()) };
                match ask_next(tx, &app_too, &incident, now) {
                    // A rule's no is an answer: somebody closed it or said yes meanwhile.
                    Err(Wrong::Refused(_)) => Ok(()),
                    other => other,
                }
            })
            .await?;
    }
    Ok(())
}

/// Asks the next wave of one incident, where one is due.
///
/// # Errors
/// What the incident refuses, or a fault.
pub fn ask_next(tx: &Tx<'_>, app: &App, incident: &Incident, now: Moment) -> Result<(), Wrong> {
    let atlas = app.part::<Atlas>();
    let gazetteer = atlas.gazetteer();
    let on_duty = on_duty(tx, gazetteer.areas(), language_of(tx, incident)?.as_deref(), app, now)?;
    let wider = wider(gazetteer.areas(), incident.scene().area);
    let wave = next_wave(now, incident, &wider, &on_duty, i64::from(app.config.widen_after_minutes.max(1)));
    if wave.ask.is_empty() {
        return Ok(());
    }
    let next = incident.ask(None, &wave.ask, now)?;
    desk::save(tx, &app.keys, incident, &next, now)
}

/// Everybody who may be asked now, with what the order of asking needs.
pub fn on_duty(
    tx: &Tx<'_>,
    areas: &Areas,
    language: Option<&str>,
    app: &App,
    now: Moment,
) -> Result<Vec<OnDuty>, Wrong> {
    let midnight = now.in_zone(&app.config.zone());
    let today = now.plus_seconds(-(i64::from(midnight.hour()) * 3_600 + i64::from(midnight.minute()) * 60));
    let asked = store::asked_since(tx, today)?;
    let mut out = Vec::new();
    for duty in shifts::store::on_duty(tx, now)? {
        let Some(verifier) = verifier(tx, duty.member, now)? else { continue };
        let Some(home) = duty.cell.or_else(|| middle(areas, duty.area)) else { continue };
        out.push(OnDuty {
            verifier,
            home,
            areas: asked_for(areas, duty.area, home),
            speaks_their_language: language.is_none_or(|wanted| wanted == duty.lang.code()),
            asked_today: asked.get(&duty.member).copied().unwrap_or(0),
        });
    }
    Ok(out)
}

/// The member as a verifier, or `None` where they are not one.
///
/// Until trainings are a room of their own, the role is the training: it is asked at this moment, so it counts now and not later.
pub fn verifier(tx: &Tx<'_>, member: Id<Member>, now: Moment) -> Result<Option<Verifier>, Wrong> {
    let holds = people::store::get(tx, member)?.is_some_and(|member| member.roles.contains(&Role::Verifier));
    if !holds {
        return Ok(None);
    }
    Ok(Some(Verifier { id: member, trained_until: now.plus_minutes(1), out_on: store::out_on(tx, member)? }))
}

/// The areas about which somebody may be asked who named a place in `named`: that area, those inside it, and those that
/// hold the place.
fn asked_for(areas: &Areas, named: AreaKey, home: Cell) -> Vec<AreaKey> {
    let (lat, lon) = home.center();
    let mut all = BTreeSet::from([named]);
    all.extend(areas.inside(named).map(|area| area.id));
    all.extend(areas.holding(lat, lon).into_iter().map(|area| area.id));
    all.into_iter().collect()
}

/// Where people are asked when nobody nearer says yes: the area's parent with everything in it; the whole network where it has none.
fn wider(areas: &Areas, area: AreaKey) -> Vec<AreaKey> {
    match areas.get(area).and_then(|area| area.parent) {
        Some(parent) => areas.all().iter().map(|area| area.id).filter(|inner| areas.within(*inner, parent)).collect(),
        None => areas.all().iter().map(|area| area.id).collect(),
    }
}

fn middle(areas: &Areas, area: AreaKey) -> Option<Cell> {
    let (lat, lon) = areas.get(area)?.center;
    Cell::at(lat, lon).ok()
}

/// The language in which the first reporter asked to be spoken to.
fn language_of(tx: &Tx<'_>, incident: &Incident) -> Result<Option<String>, Wrong> {
    let reports = store::reports_of(tx, incident.id())?;
    let Some(first) = reports.first() else { return Ok(None) };
    let lang = reports::store::brief(tx, *first)?.map(|brief| brief.lang);
    Ok(lang.map(|tag| tag.split('-').next().unwrap_or_default().to_lowercase()))
}
