//! What the public sees of alerts: the ones that are out, what was checked, and what is past and marked so.
//!
//! Drills are never among them.

use super::alert::Kind;
use super::cap::{self, Ring};
use super::render::{Network, Sentences, Telling, address, clock, entry, path};
use super::state::{Alert, Ending};
use super::store;
use crate::ground::db::Tx;
use crate::ground::keys::Keys;
use crate::ground::locale::Say;
use crate::ground::{App, Id, Moment, Wrong};
use crate::places::{AreaKey, Atlas};

/// Hours for which a message is listed after it was released.
pub const LISTED_HOURS: i64 = 24;

/// One message in one language, as lists and feeds show it.
#[derive(Debug, Clone)]
pub struct Shown {
    pub id: Id<Alert>,
    pub kind: Kind,
    pub area: AreaKey,
    pub area_name: String,
    pub title: String,
    pub summary: String,
    pub instruction: String,
    /// "VERIFICADO": how it is known, or what became of it.
    pub label: String,
    /// "7:38am": when it was told.
    pub time: String,
    /// "5th Street / Cerezo Street, Barrio Naranjo".
    pub place: String,
    /// Who is there and what they do, or what was found.
    pub what: String,
    /// When it was seen, whether people were detained, until when it counts: sentence by sentence.
    pub more: Vec<String>,
    /// Until when it counts, in words, while it does.
    pub stands: Option<String>,
    /// Where a map marks it, in degrees: the middle of a cell, where more than the area is published.
    pub spot: Option<(f64, f64)>,
    /// The page, from the root.
    pub path: String,
    /// The page, with the network's origin.
    pub url: String,
    pub at: Moment,
    /// When it went out.
    pub released_at: Moment,
    /// When it last changed: its release, or its end.
    pub changed_at: Moment,
    pub expires_at: Moment,
    /// Unix seconds: as of then a device that kept this must not show it as it stands.
    pub until: i64,
    /// Set where it is not true any more: why, in words.
    pub past: Option<String>,
    /// True where it tells of something that goes on now.
    pub is_now: bool,
    /// When it was followed, taken back, or its time was over, whatever it tells of.
    pub ended_at: Option<Moment>,
}

impl Shown {
    /// The title with what is past marked as past.
    pub fn marked_title(&self) -> String {
        match &self.past {
            Some(past) => format!("{past} · {}", self.title),
            None => self.title.clone(),
        }
    }
}

/// Confirmed now: what is out and tells of something that goes on, newest first. For the front page.
///
/// # Errors
/// A fault of the database.
pub fn current(tx: &Tx<'_>, keys: &Keys, now: Moment) -> Result<Vec<Alert>, Wrong> {
    let mut out = store::out_now(tx, keys, false, now)?;
    out.retain(|alert| alert.facts().found.is_enforcement());
    Ok(out)
}

/// What somebody looked at in the last day and found clear, newest first; nothing that was withdrawn or followed. For the front page.
///
/// # Errors
/// A fault of the database.
pub fn checked(tx: &Tx<'_>, keys: &Keys, now: Moment) -> Result<Vec<Alert>, Wrong> {
    let mut found = store::released_since(tx, keys, now.plus_hours(-LISTED_HOURS))?;
    found.retain(|alert| {
        let stands = matches!(alert.ended(now), None | Some((Ending::Expired, _)));
        stands && alert.facts().found.is_looked_and_clear()
    });
    Ok(found)
}

/// Everything of the last `LISTED_HOURS`, newest first: what feeds carry, with its end.
pub fn recent(tx: &Tx<'_>, keys: &Keys, now: Moment) -> Result<Vec<Alert>, Wrong> {
    store::released_since(tx, keys, now.plus_hours(-LISTED_HOURS))
}

/// One alert in one language; `None` where it never was out, or is a drill.
pub fn shown(alert: &Alert, network: &Network, say: &Say, now: Moment) -> Option<Shown> {
    let telling = Telling::page_of(alert).filter(|telling| !telling.facts.drill)?;
    let said = Sentences::of(&telling, network, say);
    let entry = entry(&said);
    let ended = alert.ended(now);
    let facts = telling.facts;
    let expires = said.expires.filter(|_| ended.is_none());
    Some(Shown {
        id: alert.id(),
        kind: facts.kind,
        area: facts.place.area,
        area_name: facts.place.area_name.clone(),
        title: entry.title,
        summary: entry.summary,
        instruction: entry.instruction,
        label: said.label,
        time: clock(telling.at, &network.zone),
        place: facts.place.words(),
        what: said.what,
        more: [said.seen, said.detained, expires.clone()].into_iter().flatten().collect(),
        stands: expires,
        spot: facts.place.spot().map(|spot| spot.cell.center()),
        path: path(alert.id(), say.lang),
        url: address(network, alert.id(), say.lang),
        at: telling.at,
        released_at: alert.sign_offs().map_or(telling.at, |release| release.released.at),
        changed_at: ended.map_or(telling.at, |(_, at)| at),
        expires_at: facts.expires_at,
        until: until(alert, now),
        past: past(alert, now).map(|key| say.t(key)),
        is_now: ended.is_none() && facts.found.is_enforcement(),
        ended_at: ended.map(|(_, at)| at),
    })
}

/// As of when a device that kept this must not show it as it stands, in Unix seconds: when it ended, when what goes on expires, when what was
/// checked is too old to be listed.
pub(in crate::alerts) fn until(alert: &Alert, now: Moment) -> i64 {
    let stands = || match (alert.facts().found.is_enforcement(), alert.sign_offs()) {
        (false, Some(release)) => release.released.at.plus_hours(LISTED_HOURS),
        _ => alert.facts().expires_at,
    };
    let over = alert
        .ended(now)
        .filter(|(ending, _)| alert.facts().found.is_enforcement() || !matches!(ending, Ending::Expired));
    over.map_or_else(stands, |(_, at)| at).seconds()
}

/// The next moment at which one of these says something else by itself: it expires, or is too old to be listed.
pub fn next_change<'a>(alerts: impl IntoIterator<Item = &'a Alert>, now: Moment) -> Moment {
    let moments = alerts.into_iter().flat_map(|alert| {
        let listed = alert.sign_offs().map(|release| release.released.at.plus_hours(LISTED_HOURS));
        listed.into_iter().chain([alert.facts().expires_at])
    });
    moments.filter(|at| *at > now).min().unwrap_or(now.plus_hours(LISTED_HOURS))
}

/// The key of the words that mark what is not true any more. What was checked stays checked.
pub(in crate::alerts) fn past(alert: &Alert, now: Moment) -> Option<&'static str> {
    match alert.ended(now)?.0 {
        Ending::Followed { .. } => Some("alert-past-followed"),
        Ending::Expired => alert.facts().found.is_enforcement().then_some("alert-past-expired"),
        // Its own label says so.
        Ending::Withdrawn { .. } => None,
    }
}

/// What every text of this network has in common.
pub fn network(app: &App) -> Network {
    Network {
        name: app.config.name.clone(),
        hotline: app.config.hotline.clone(),
        zone: app.config.zone(),
        origin: app.config.origin(),
    }
}

/// The outline that is published for an alert.
pub(in crate::alerts) fn rings(app: &App, alert: &Alert) -> Vec<Ring> {
    let place = alert.facts().place();
    let gazetteer = app.part::<Atlas>().gazetteer();
    cap::outline(place, gazetteer.areas().get(place.area()).map(|area| &area.shape))
}
