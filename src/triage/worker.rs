//! The passes: reports onto cards, requests for eyes to the next wave, and the matcher kept in step.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use super::dispatching::{OnDuty, next_wave};
use super::incident::{Incident, REOPEN_MINUTES_MAX, Verifier};
use super::matching::{Matcher, Proposal, Sighting};
use super::{desk, store};
use crate::drills::{self, Drill};
use crate::ground::db::Tx;
use crate::ground::locale::Lang;
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
        let done = app
            .db
            .write("put reports on cards", move |tx| {
                let briefs = reports::store::briefs_after(tx, store::cursor(tx, CURSOR)?, REPORTS_AT_ONCE)?;
                for brief in &briefs {
                    store::put(tx, brief)?;
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
pub struct Nearby(Mutex<Matcher>);

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
        let known = known.await?;
        let nearby = app.part::<Nearby>();
        nearby.0.lock().unwrap_or_else(PoisonError::into_inner).replace(known.into_iter().map(|row| row.seen));
        Ok(())
    }

    /// The incidents to which a sighting may belong.
    pub fn propose(&self, sighting: &Sighting) -> Vec<Proposal> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).propose(sighting)
    }
}

/// Asks the next people for every incident that still needs eyes.
pub async fn waves(app: &App) -> Result<(), Wrong> {
    let (app_too, now) = (app.clone(), app.now());
    let wave_minutes = i64::from(app.config.widen_after_minutes.max(1));
    let read = app.db.read("who needs eyes", move |tx| {
        let mut due = store::by_state(tx, "needs_eyes")?;
        due.extend(store::by_state(tx, "assigned")?);
        // Read once a pass: thousands may be on duty, and the rules refuse whoever went out a moment ago.
        let free = if due.is_empty() { Vec::new() } else { on_duty(tx, &app_too, now)? };
        Ok((due, free))
    });
    let (due, free) = read.await?;
    let free = Arc::new(free);
    for id in due {
        let (app, free) = (app.clone(), Arc::clone(&free));
        let db = app.db.clone();
        db.write("ask the next wave", move |tx| {
            let Some(incident) = store::incident(tx, id)? else { return Ok(()) };
            match ask_next(tx, &app, &incident, &free, wave_minutes, now) {
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
fn ask_next(
    tx: &Tx<'_>,
    app: &App,
    incident: &Incident,
    free: &[Free],
    wave_minutes: i64,
    now: Moment,
) -> Result<(), Wrong> {
    let language = language_of(tx, incident)?;
    let speaks = |lang: Lang| language.as_ref().is_none_or(|wanted| wanted == lang.code());
    let may_be_asked = free_for(tx, free, incident.scene().drill)?.into_iter();
    let on_duty: Vec<OnDuty> =
        may_be_asked.map(|(lang, duty)| OnDuty { speaks_their_language: speaks(lang), ..duty }).collect();
    let wider = wider(app.part::<Atlas>().gazetteer().areas(), incident.scene().area);
    let wave = next_wave(now, incident, &wider, &on_duty, wave_minutes);
    if wave.is_empty() {
        return Ok(());
    }
    let next = incident.ask(None, &wave, now)?;
    desk::save(tx, &app.keys, incident, &next, now)
}

/// A verifier on duty, with the language that they speak.
pub struct Free {
    duty: OnDuty,
    lang: Lang,
    /// They are out, but only in a drill.
    in_a_drill: bool,
}

/// Of those on duty, who may be asked about something that belongs to `drill`: in a drill those who take part in it and for whose
/// yes nothing real waits; for what is real everybody, and who is out in a drill is free.
///
/// # Errors
/// A fault of the database.
pub fn free_for(tx: &Tx<'_>, free: &[Free], drill: Option<Id<Drill>>) -> Result<Vec<(Lang, OnDuty)>, Wrong> {
    let takes_part = match drill {
        Some(drill) => {
            let wanted = store::wanted_for_real(tx)?;
            let members = drills::store::members(tx, drill)?.into_iter();
            Some(members.filter(|member| !wanted.contains(member)).collect::<BTreeSet<_>>())
        }
        None => None,
    };
    let may = |free: &&Free| takes_part.as_ref().is_none_or(|members| members.contains(&free.duty.verifier.id));
    let duty = |free: &Free| {
        let mut duty = free.duty.clone();
        if drill.is_none() && free.in_a_drill {
            duty.verifier.out_on = None;
        }
        (free.lang, duty)
    };
    Ok(free.iter().filter(may).map(duty).collect())
}

/// Every verifier on duty, with what the order of asking needs.
pub fn on_duty(tx: &Tx<'_>, app: &App, now: Moment) -> Result<Vec<Free>, Wrong> {
    let gazetteer = app.part::<Atlas>().gazetteer();
    let areas = gazetteer.areas();
    let clock = now.in_zone(&app.config.zone());
    let midnight = now.plus_seconds(-(i64::from(clock.hour()) * 3_600 + i64::from(clock.minute()) * 60));
    let asked = store::asked_since(tx, midnight)?;
    let mut out = Vec::new();
    for duty in shifts::store::on_duty(tx, now)? {
        let Some(verifier) = is_verifier(tx, duty.member, now)? else { continue };
        let in_a_drill = is_in_a_drill(tx, &verifier)?;
        let Some(home) = duty.cell.or_else(|| middle(areas, duty.area)) else { continue };
        let asked_today = asked.get(&duty.member).copied().unwrap_or(0);
        let areas = asked_for(areas, duty.area, home);
        let free = OnDuty { verifier, home, areas, speaks_their_language: true, asked_today };
        out.push(Free { duty: free, lang: duty.lang, in_a_drill });
    }
    Ok(out)
}

/// The member as a verifier for something that belongs to `drill`, or `None` where they are none, or take no part in that drill. Who
/// is out in a drill is free for what is real.
///
/// # Errors
/// A fault of the database.
pub fn verifier(
    tx: &Tx<'_>,
    member: Id<Member>,
    drill: Option<Id<Drill>>,
    now: Moment,
) -> Result<Option<Verifier>, Wrong> {
    let Some(verifier) = is_verifier(tx, member, now)? else { return Ok(None) };
    match drill {
        Some(drill) => Ok(drills::store::takes_part(tx, drill, member)?.then_some(verifier)),
        None if is_in_a_drill(tx, &verifier)? => Ok(Some(Verifier { out_on: None, ..verifier })),
        None => Ok(Some(verifier)),
    }
}

fn is_in_a_drill(tx: &Tx<'_>, verifier: &Verifier) -> Result<bool, Wrong> {
    let Some(incident) = verifier.out_on else { return Ok(false) };
    Ok(store::drill_of(tx, incident)?.is_some())
}

/// The member as a verifier, or `None` where they are not one.
///
/// Until trainings are a room of their own, the role is the training: it is asked at this moment, so it counts now and not later.
fn is_verifier(tx: &Tx<'_>, member: Id<Member>, now: Moment) -> Result<Option<Verifier>, Wrong> {
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

/// Where people are asked when nobody nearer says yes, level by level: the area's parent with everything in it, that one's parent, and so on,
/// and last the whole network.
fn wider(areas: &Areas, area: AreaKey) -> Vec<Vec<AreaKey>> {
    let all = || areas.all().iter().map(|area| area.id);
    let above = areas.around(area).map(|level| all().filter(|inner| areas.within(*inner, level.id)).collect());
    let mut levels: Vec<Vec<AreaKey>> = above.collect();
    levels.push(all().collect());
    levels
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

#[cfg(test)]
mod tests {
    use geo::{LineString, MultiPolygon, Polygon};

    use super::*;
    use crate::places::{Area, AreaKind};

    /// A square of `size` degrees with its corner so far east.
    fn square(id: u32, kind: AreaKind, east: f64, size: f64, parent: Option<u32>) -> Area {
        let ring = [(0.0, 0.0), (size, 0.0), (size, size), (0.0, size), (0.0, 0.0)].map(|(x, y)| (east + x, 31.0 + y));
        let shape = MultiPolygon(vec![Polygon::new(LineString::from(ring.to_vec()), Vec::new())]);
        let (name, slug) = (format!("Area {id}"), format!("area-{id}"));
        Area::new(AreaKey(id), kind, &name, &slug, parent.map(AreaKey), shape).unwrap()
    }

    #[test]
    fn people_are_asked_level_by_level_up_to_the_whole_network() {
        let areas = Areas::new(vec![
            square(1, AreaKind::County, -121.0, 0.5, None),
            square(2, AreaKind::Region, -121.0, 0.2, Some(1)),
            square(3, AreaKind::Neighborhood, -121.0, 0.1, Some(2)),
            square(4, AreaKind::Neighborhood, -120.7, 0.1, Some(1)),
            square(5, AreaKind::County, -119.0, 0.5, None),
        ])
        .unwrap();
        let keys = |level: &Vec<AreaKey>| level.iter().map(|area| area.0).collect::<Vec<_>>();
        let levels = wider(&areas, AreaKey(3));
        assert_eq!(levels.iter().map(keys).collect::<Vec<_>>(), [vec![2, 3], vec![1, 2, 3, 4], vec![1, 2, 3, 4, 5]]);
        assert_eq!(
            wider(&areas, AreaKey(5)).iter().map(keys).collect::<Vec<_>>(),
            [[1, 2, 3, 4, 5]],
            "it has no parent"
        );
    }
}
