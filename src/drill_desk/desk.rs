//! Starting a drill, letting its reports come in, and ending it with everything that belongs to it.

use super::{script, telling};
use crate::drills::{self, Drill, DrillRefused, EndedWhy, Plan, WhoTakesPart};
use crate::ground::db::Tx;
use crate::ground::{App, Id, Moment, Wrong, audit};
use crate::people::{self, Member, Role};
use crate::places::{AreaKey, Areas, Atlas};
use crate::reports::facts::Channel;
use crate::reports::siting::Pick;
use crate::reports::{self, New, ReportWords};
use crate::shifts::{self, OnDuty};
use crate::subscriptions::{self, Book, Touches};
use crate::{alerts, triage};

/// Starts a drill: whoever takes part is chosen now, and the first made-up report comes in.
///
/// # Errors
/// What [`Drill::start`] refuses, or that another runs.
pub async fn start(app: &App, by: Id<Member>, plan: Plan) -> Result<Id<Drill>, Wrong> {
    let (app_too, now) = (app.clone(), app.now());
    // The list is drawn up once: whoever subscribes later hears of the next drill.
    let listeners = app.part::<Book>().asking(Touches::Area(plan.area), subscriptions::Kind::Drills);
    let id = app.db.write("start a drill", move |tx| {
        let by = people::store::get(tx, by)?.ok_or(Wrong::NotFound)?;
        let gazetteer = app_too.part::<Atlas>().gazetteer();
        let takes_part = verifiers(tx, gazetteer.areas(), plan.area, plan.who, now)?;
        let drill = Drill::start(Id::new(now), plan, &by, &takes_part, now)?;
        drills::store::insert(tx, &drill, &takes_part, &listeners)?;
        audit::note(tx, now, Some(by.id), "drill started", Some(drill.id))?;
        Ok(drill.id)
    });
    let id = id.await?;
    let_reports_in(app).await?;
    Ok(id)
}

/// The verifiers on duty who are asked in a drill there.
pub fn verifiers(
    tx: &Tx<'_>,
    areas: &Areas,
    area: AreaKey,
    who: WhoTakesPart,
    now: Moment,
) -> Result<Vec<Id<Member>>, Wrong> {
    let mut out = Vec::new();
    for duty in shifts::store::on_duty(tx, now)? {
        let is_there = who == WhoTakesPart::Everyone || touches(areas, &duty, area);
        let is_verifier = |member: &Member| member.roles.contains(&Role::Verifier);
        if is_there && people::store::get(tx, duty.member)?.as_ref().is_some_and(is_verifier) {
            out.push(duty.member);
        }
    }
    Ok(out)
}

/// Whether a duty is in an area: the place that was named lies in it, or holds it.
pub fn touches(areas: &Areas, duty: &OnDuty, area: AreaKey) -> bool {
    let holds = |cell: crate::places::Cell| {
        let (lat, lon) = cell.center();
        areas.get(area).is_some_and(|area| area.holds(lat, lon))
    };
    areas.within(duty.area, area) || areas.within(area, duty.area) || duty.cell.is_some_and(holds)
}

/// Lets in those reports of the running drill whose minute has come, by the one intake. Doing it twice does nothing.
///
/// # Errors
/// A fault.
pub async fn let_reports_in(app: &App) -> Result<(), Wrong> {
    let read = app.db.read("the drill that runs", |tx| {
        let Some(drill) = drills::store::running(tx)? else { return Ok(None) };
        let came = reports::store::of_drill(tx, drill.id)?.len();
        Ok(Some((drill, came)))
    });
    let Some((drill, came)) = read.await? else { return Ok(()) };
    let due = |made_up: &script::MadeUp| app.now() >= drill.started_at.plus_minutes(made_up.after_minutes);
    let script = script::reports(drill.plan.scenario);
    for (number, made_up) in script.into_iter().enumerate().skip(came).take_while(|(_, made_up)| due(made_up)) {
        let mut new = New::of(Channel::Web, made_up.facts);
        new.once = Some(format!("drill {} {number}", drill.id));
        new.words = ReportWords {
            place: drill.plan.place.clone(),
            note: app.say(drill.plan.lang).t(made_up.note),
            uniform_words: String::new(),
        };
        drill.plan.lang.code().clone_into(&mut new.lang);
        // The name may mean several places; the cell says which.
        (new.point, new.pick) = (Some(drill.plan.cell.center()), Pick::Shared);
        new.worked = true;
        new.by_member = Some(drill.started_by);
        new.drill = Some(drill.id);
        reports::take(app, new).await?;
    }
    Ok(())
}

/// Ends a drill: its record is written, its alerts, incidents and cards are closed, whoever is out is off; all of it or nothing.
///
/// # Errors
/// Not found, or [`DrillRefused::Over`] where it ended before.
pub fn end(tx: &Tx<'_>, app: &App, id: Id<Drill>, by: Option<Id<Member>>, why: EndedWhy) -> Result<(), Wrong> {
    let now = app.now();
    let drill = drills::store::get(tx, id)?.ok_or(Wrong::NotFound)?;
    let ended = drill.end(by, why, now)?;
    let record = telling::record(tx, &app.keys, &drill)?;
    alerts::drilling::end(tx, app, id, now)?;
    triage::drilling::end(tx, &app.keys, id, by, now)?;
    // Last: once it is over, nothing more happens in it.
    drills::store::end(tx, &ended, &record)?;
    audit::note(tx, now, by, "drill ended", Some(id))
}

/// Ends the drill whose time is over.
///
/// # Errors
/// A fault.
pub async fn end_overdue(app: &App) -> Result<(), Wrong> {
    let now = app.now();
    let running = app.db.read("the drill that runs", drills::store::running).await?;
    let Some(drill) = running.filter(|drill| now >= drill.ends_at()) else { return Ok(()) };
    let app_too = app.clone();
    let ended = app.db.write("end a drill in time", move |tx| end(tx, &app_too, drill.id, None, EndedWhy::Time)).await;
    match ended {
        // Somebody ended it since it was read.
        Err(Wrong::Refused(no)) if no.word == DrillRefused::Over.word() => Ok(()),
        other => other,
    }
}
