//! What members do with an alert, each in one transaction: everything a rule asks about is read in it.

use super::alert::{Choices, Facts, Follows, check_area};
use super::basis::Basis;
use super::refused::AlertRefused;
use super::state::{Alert, Chain, Ending, Releasing, SentBackWhy, State, WithdrawWhy};
use super::wait::Wait;
use super::{outgoing, store};
use crate::drills;
use crate::ground::db::Tx;
use crate::ground::{App, Id, Moment, Wrong, audit};
use crate::people::{self, Member};
use crate::places::Atlas;
use crate::release::{Hand as Signing, Press, seal};
use crate::triage::{self, Incident};

/// Who does something, when, in this house.
#[derive(Clone)]
pub struct Hand {
    pub by: Id<Member>,
    pub app: App,
    pub now: Moment,
}

/// An incident with what an alert has to know of it.
pub struct Ground {
    pub incident: Incident,
    pub is_home: bool,
}

impl Ground {
    /// Reads an incident; not found where there is none.
    pub fn read(tx: &Tx<'_>, id: Id<Incident>) -> Result<Ground, Wrong> {
        let row = triage::store::incident_row(tx, id)?.ok_or(Wrong::NotFound)?;
        let incident = triage::store::incident(tx, id)?.ok_or(Wrong::NotFound)?;
        Ok(Ground { incident, is_home: row.is_home })
    }

    /// The basis that it gives.
    ///
    /// # Errors
    /// [`AlertRefused::NoBasis`] where it is open, or nobody could tell.
    pub fn basis(&self) -> Result<Basis<'_>, Wrong> {
        Ok(Basis::of(&self.incident, self.is_home).ok_or(AlertRefused::NoBasis)?)
    }

    /// Refuses an area that has nothing to do with the incident's place, on the map as it stands.
    fn check_area(&self, hand: &Hand, facts: &Facts) -> Result<(), AlertRefused> {
        let gazetteer = hand.app.part::<Atlas>().gazetteer();
        check_area(gazetteer.areas(), self.incident.scene(), facts.place())
    }

    /// Refuses what belongs to a drill that is over.
    fn check_running(&self, tx: &Tx<'_>) -> Result<(), Wrong> {
        drills::store::check_running(tx, self.incident.scene().drill)
    }
}

/// Writes a draft about an incident: a new one, or `draft` with other facts. Answers its id.
///
/// # Errors
/// What [`Facts::of`] and [`Alert::draft`] refuse.
pub fn draft(
    tx: &Tx<'_>,
    hand: &Hand,
    draft: Option<Id<Alert>>,
    incident: Id<Incident>,
    choices: Choices,
) -> Result<Id<Alert>, Wrong> {
    let by = member(tx, hand.by)?;
    let ground = Ground::read(tx, incident)?;
    ground.check_running(tx)?;
    let facts = Facts::of(&ground.basis()?, choices, hand.now)?;
    ground.check_area(hand, &facts)?;
    let Some(id) = draft else {
        let alert = Alert::draft(Id::new(hand.now), facts, &by, hand.now)?;
        store::insert(tx, &alert, hand.now)?;
        audit::note(tx, hand.now, Some(hand.by), "alert drafted", Some(alert.id()))?;
        return Ok(alert.id());
    };
    let before = found(tx, hand, id)?;
    if before.facts().incident != incident {
        return Err(Wrong::NotFound);
    }
    if before.facts().drill != facts.drill {
        return Err(AlertRefused::DrillMix.into());
    }
    store::save(tx, &before.change(facts, &by, hand.now)?)?;
    audit::note(tx, hand.now, Some(hand.by), "alert drafted", Some(id))?;
    Ok(id)
}

/// Sends a draft to whoever releases.
///
/// # Errors
/// [`AlertRefused::FactsChanged`] where the passkey signed something else; what [`Alert::send`] refuses.
pub fn send(tx: &Tx<'_>, hand: &Hand, id: Id<Alert>, press: Press) -> Result<(), Wrong> {
    let (alert, by) = (found(tx, hand, id)?, member(tx, hand.by)?);
    check_press(&alert, Signing::Drafter, &by, &press)?;
    let ground = Ground::read(tx, alert.facts().incident)?;
    ground.check_running(tx)?;
    let basis = ground.basis().map_err(|_| AlertRefused::BasisChanged)?;
    ground.check_area(hand, alert.facts())?;
    store::save(tx, &alert.send(&by, press, &basis, hand.now, &seal(&hand.app.keys))?)?;
    audit::note(tx, hand.now, Some(hand.by), "alert sent to release", Some(id))
}

/// Gives a draft back.
///
/// # Errors
/// What [`Alert::send_back`] refuses.
pub fn send_back(tx: &Tx<'_>, hand: &Hand, id: Id<Alert>, why: SentBackWhy) -> Result<(), Wrong> {
    let (alert, by) = (found(tx, hand, id)?, member(tx, hand.by)?);
    store::save(tx, &alert.send_back(&by, why, hand.now)?)?;
    audit::note(tx, hand.now, Some(hand.by), "alert sent back", Some(id))
}

/// The second person's yes.
///
/// # Errors
/// What [`Alert::release`] refuses.
pub fn release(tx: &Tx<'_>, hand: &Hand, id: Id<Alert>, press: &Press, two_organizations: bool) -> Result<(), Wrong> {
    let (alert, by) = (found(tx, hand, id)?, member(tx, hand.by)?);
    let State::Waiting { drafted } = alert.state() else { return Err(AlertRefused::NotWaiting.into()) };
    let drafter = people::store::get(tx, drafted.who)?.ok_or(AlertRefused::NotActive)?;
    let ground = Ground::read(tx, alert.facts().incident)?;
    ground.check_running(tx)?;
    let basis = ground.basis().map_err(|_| AlertRefused::BasisChanged)?;
    ground.check_area(hand, alert.facts())?;
    let others = store::of_incident(tx, &hand.app.keys, alert.facts().incident)?;
    let followed = others.iter().find(|other| alert.facts().follows.is_some_and(|earlier| earlier.alert == other.id()));
    let is_followed = |other: &Alert| followed.is_some_and(|followed| followed.id() == other.id());
    let is_beside = |other: &Alert| other.facts().drill == alert.facts().drill && !is_followed(other);
    let blocks = |other: &Alert| is_beside(other) && !alert.takes_back(other) && other.released(hand.now).is_some();
    let is_another_live = others.iter().any(blocks);
    let chain = Chain { followed, is_another_live };
    check_press(&alert, Signing::Releaser, &by, press)?;
    let releasing = Releasing { by: &by, drafter: &drafter, press, basis, chain, two_organizations };
    let out = alert.release(&releasing, hand.now, &seal(&hand.app.keys))?;
    // What is over, and what is followed, ends first: the table holds one that is out per incident.
    for other in &others {
        if is_followed(other) || alert.takes_back(other) {
            store::save(tx, &other.followed(&out, hand.now)?)?;
        } else if is_beside(other) && matches!(other.state(), State::Released(_)) {
            store::save(tx, &other.expire(hand.now)?)?;
        }
    }
    store::save(tx, &out)?;
    outgoing::send(tx, &hand.app, &out)?;
    if let Some(wait) = Wait::ended_by(&out, &ground.incident, &others) {
        store::note_wait(tx, &wait)?;
    }
    audit::note(tx, hand.now, Some(hand.by), "alert released", Some(id))
}

/// One member stops an alert that is out.
///
/// # Errors
/// What [`Alert::withdraw`] refuses.
pub fn withdraw(tx: &Tx<'_>, hand: &Hand, id: Id<Alert>, why: WithdrawWhy) -> Result<(), Wrong> {
    let (alert, by) = (found(tx, hand, id)?, member(tx, hand.by)?);
    let withdrawn = alert.withdraw(Id::new(hand.now), &by, why, hand.now)?;
    store::save(tx, &withdrawn)?;
    outgoing::send(tx, &hand.app, &withdrawn)?;
    audit::note(tx, hand.now, Some(hand.by), "alert withdrawn", Some(id))
}

/// The message about this incident that a new one would follow: the latest that was out, unless it was withdrawn.
pub fn latest(alerts: &[Alert], drill: bool) -> Option<Follows> {
    let out = alerts.iter().filter(|alert| alert.facts().drill == drill && alert.sign_offs().is_some());
    let latest = out.max_by_key(|alert| alert.sign_offs().map(|release| release.released.at))?;
    match latest.state() {
        State::Released(_) | State::Ended { how: Ending::Expired, .. } => latest.as_earlier(),
        _ => None,
    }
}

/// A passkey that signed something else signs nothing here.
fn check_press(alert: &Alert, signing: Signing, by: &Member, press: &Press) -> Result<(), AlertRefused> {
    if press.holds(alert.subject(signing, by.id)) { Ok(()) } else { Err(AlertRefused::FactsChanged) }
}

fn found(tx: &Tx<'_>, hand: &Hand, id: Id<Alert>) -> Result<Alert, Wrong> {
    store::alert(tx, &hand.app.keys, id)?.ok_or(Wrong::NotFound)
}

fn member(tx: &Tx<'_>, id: Id<Member>) -> Result<Member, Wrong> {
    people::store::get(tx, id)?.ok_or(Wrong::NotFound)
}
