//! From an alert that is out to those who asked to hear it: the words for every channel, and whose they are.
//!
//! What opens a thread goes to those who asked for that kind about that place, and, where it takes back that the network had looked and found
//! something else, to those who heard that, whatever they asked for; what follows one goes to exactly those who got what it
//! follows, and to those whose delivery is unknown. Where it tells of something that goes on, it goes also to those whom what it follows
//! has not reached yet: that one stops going out, and they would hear nothing of what is near them. A corrected place opens the audience of
//! the right one. What is new is told until it is over; what takes back or ends an alert, until all who heard that are told.

use std::collections::BTreeSet;

use roaring::RoaringBitmap;

use super::alert::{CorrectionWhy, Facts, Kind};
use super::drilling;
use super::refused::AlertRefused;
use super::render::{Network, Sentences, Telling, path, rendered};
use super::shown::{network, recent};
use super::state::Alert;
use super::store;
use crate::ground::db::Tx;
use crate::ground::locale::{Lang, Say};
use crate::ground::{App, Id, Moment, Wrong};
use crate::messages;
use crate::messages::sending::{Email, MessageKind, Order, Push, Said};
use crate::release::{Message, seal};
use crate::reports::{self, Report};
use crate::subscriptions::{self, Book, Carrier, Touches};
use crate::triage;

/// Which subscribers a message that opens a thread is for. A drill is for those who asked for drills and for nobody else.
pub fn audience_kind(facts: &Facts) -> subscriptions::Kind {
    match (facts.is_drill(), facts.kind()) {
        (true, _) => subscriptions::Kind::Drills,
        (false, Kind::Checked) => subscriptions::Kind::Checked,
        (false, Kind::Alert | Kind::Update | Kind::Correction | Kind::AllClear) => subscriptions::Kind::Alerts,
    }
}

/// Sends what was just released, in the release's transaction.
///
/// # Errors
/// What the sender refuses.
pub(super) fn send(tx: &Tx<'_>, app: &App, alert: &Alert) -> Result<(), Wrong> {
    let telling = Telling::page_of(alert).ok_or(AlertRefused::NotReleased)?;
    let released = alert.sign_offs().ok_or(AlertRefused::NotReleased)?;
    let proof = released.proof(alert.message(), &seal(&app.keys)).ok_or(AlertRefused::Altered)?;
    let chain = message(alert.first());
    let (id, kind, expires_at) = match telling.withdrawn {
        Some(withdrawn) => {
            let until = telling.at.plus_minutes(super::alert::EXPIRES_MINUTES_MAX);
            (message(withdrawn.id), MessageKind::Withdrawn, until)
        }
        None => (alert.message(), kind(alert.facts().kind()), alert.facts().expires_at()),
    };
    let audiences = match kind {
        MessageKind::Withdrawn => messages::heard(tx, &app.keys, chain)?,
        _ => audiences(tx, app, alert, telling.at)?,
    };
    if !kind.opens() {
        messages::end_chain(tx, app, chain)?;
    }
    for taken_back in taken_back(tx, app, alert)? {
        messages::end_chain(tx, app, taken_back)?;
    }
    let order = Order {
        id,
        chain,
        kind,
        area: alert.facts().place().area(),
        drill: alert.facts().is_drill(),
        made_at: telling.at,
        expires_at,
        said: said(app, &telling),
    };
    messages::broadcast(tx, app, &proof, &order, &audiences)?;
    tell_reporters(tx, app, alert, &order)
}

/// Those who reported it find the message behind their receipt, whatever they subscribed to; who reported by text gets one, where it
/// says something new about what they saw.
fn tell_reporters(tx: &Tx<'_>, app: &App, alert: &Alert, order: &Order) -> Result<(), Wrong> {
    if order.drill {
        return Ok(());
    }
    let is_news = order.kind.opens() || matches!(order.kind, MessageKind::Correction | MessageKind::Withdrawn);
    let until = if order.kind.takes_back() { order.carried_until() } else { order.expires_at };
    let about = is_news.then_some(messages::About { broadcast: order.id, expires_at: until });
    for report in triage::store::reports_of(tx, alert.facts().incident())? {
        tell(tx, app, (alert, report), about, &order.said, order.made_at)?;
    }
    Ok(())
}

/// Who reported something about which a message is out that they were not told: their report was joined to the incident after the release.
///
/// # Errors
/// A fault of the database.
pub(super) fn late(tx: &Tx<'_>, app: &App, now: Moment) -> Result<Vec<(Alert, Id<Report>)>, Wrong> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for alert in recent(tx, &app.keys, now)? {
        let Some(release) = alert.sign_offs() else { continue };
        // The newest message about an incident is what stands; it comes first.
        if !seen.insert(alert.facts().incident()) {
            continue;
        }
        for report in triage::store::reports_linked_since(tx, alert.facts().incident(), release.released.at)? {
            if !reports::is_told(tx, report, alert.message())? {
                found.push((alert.clone(), report));
            }
        }
    }
    Ok(found)
}

/// Tells one of them: the page, and a text while what it says stands. Whatever it is, it is the first word of it that they get.
///
/// # Errors
/// A fault of the database.
pub(super) fn tell_late(
    tx: &Tx<'_>,
    app: &App,
    (alert, report): (&Alert, Id<Report>),
    now: Moment,
) -> Result<(), Wrong> {
    let Some(telling) = Telling::page_of(alert) else { return Ok(()) };
    let stands = alert.ended(now).is_none();
    let about = messages::About { broadcast: alert.message(), expires_at: alert.facts().expires_at() };
    tell(tx, app, (alert, report), stands.then_some(about), &said(app, &telling), now)
}

/// Tells one who reported: the page behind the receipt, and, where `about` is set, by text.
fn tell(
    tx: &Tx<'_>,
    app: &App,
    (alert, report): (&Alert, Id<Report>),
    about: Option<messages::About>,
    said: &[Said],
    now: Moment,
) -> Result<(), Wrong> {
    let text = |lang: Lang| {
        let said = said.iter().find(|said| said.lang == lang).map(|said| said.sms.clone()).unwrap_or_default();
        messages::for_sms(&app.say(lang).t1("sms-told", "said", said))
    };
    let text = about.map(|about| reports::Text { words: &text, about });
    reports::tell(tx, app, report, alert.message(), text, now)
}

/// How many would hear a draft now, by language and carrier.
///
/// # Errors
/// A fault of the database.
pub(super) fn counts(tx: &Tx<'_>, app: &App, alert: &Alert, now: Moment) -> Result<Vec<(Lang, Carrier, u64)>, Wrong> {
    Ok(app.part::<Book>().counts(&joined(audiences(tx, app, alert, now)?)))
}

/// For how long a draft will be told if it goes out now, in seconds.
pub(super) fn life_seconds(facts: &Facts, now: Moment) -> u64 {
    let seconds = if kind(facts.kind()).takes_back() {
        messages::CARRIED_HOURS_MAX * 60 * 60
    } else {
        facts.expires_at().seconds_since(now)
    };
    u64::try_from(seconds).unwrap_or(0)
}

/// Whom a message is for, by carrier.
fn audiences(tx: &Tx<'_>, app: &App, alert: &Alert, now: Moment) -> Result<Vec<(Carrier, RoaringBitmap)>, Wrong> {
    let (facts, chain) = (alert.facts(), message(alert.first()));
    if kind(facts.kind()).opens() {
        let mut hear = asked(tx, app, facts, now)?;
        for taken_back in taken_back(tx, app, alert)? {
            hear |= joined(messages::heard(tx, &app.keys, taken_back)?);
        }
        return Ok(app.part::<Book>().by_carrier(&hear));
    }
    let mut audiences = messages::heard(tx, &app.keys, chain)?;
    // Who never heard of it needs no word of its end; who is still to hear of what goes on hears it as it stands now.
    if facts.found().is_enforcement() {
        let heard = joined(audiences.clone());
        let missed = messages::missed(tx, &app.keys, chain)?;
        audiences.extend(missed.into_iter().map(|(carrier, seats)| (carrier, seats - &heard)));
    }
    // Those at the right place heard nothing while the wrong one was told, and those who ask for alerts nothing while it was told that there
    // was no enforcement: to them it is the first word of it.
    let was_none = facts.found().is_enforcement() && facts.follows().is_some_and(|earlier| earlier.agency.is_none());
    if facts.why == Some(CorrectionWhy::WrongPlace) || was_none {
        let newcomers = asked(tx, app, facts, now)? - joined(audiences.clone());
        audiences.extend(app.part::<Book>().by_carrier(&newcomers));
    }
    Ok(audiences)
}

/// The chains of what an alert takes back, before and after its release.
fn taken_back(tx: &Tx<'_>, app: &App, alert: &Alert) -> Result<Vec<Id<Message>>, Wrong> {
    if alert.facts().kind() != Kind::Alert {
        return Ok(Vec::new());
    }
    let others = store::of_incident(tx, &app.keys, alert.facts().incident())?;
    Ok(others.iter().filter(|other| alert.takes_back(other)).map(|other| message(other.first())).collect())
}

fn joined(audiences: Vec<(Carrier, RoaringBitmap)>) -> RoaringBitmap {
    audiences.into_iter().fold(RoaringBitmap::new(), |all, (_, seats)| all | seats)
}

/// The seats that asked for this kind about this place and are not in their quiet hours; of a drill only those on its own list.
fn asked(tx: &Tx<'_>, app: &App, facts: &Facts, now: Moment) -> Result<RoaringBitmap, Wrong> {
    let place = facts.place();
    let touches = match place.spot() {
        Some(spot) => Touches::Spot { cell: spot.cell, area: place.area() },
        None => Touches::Area(place.area()),
    };
    let urgent = facts.found().is_enforcement() && !facts.is_drill();
    let would_hear = app.part::<Book>().audience(touches, audience_kind(facts), urgent, now);
    drilling::audience_of(tx, facts, would_hear)
}

fn said(app: &App, telling: &Telling<'_>) -> Vec<Said> {
    let network = network(app);
    Lang::ALL.iter().map(|lang| said_in(telling, &network, &app.say(*lang))).collect()
}

/// One message in one language, as the sender takes it.
fn said_in(telling: &Telling<'_>, network: &Network, say: &Say) -> Said {
    let words = rendered(telling, network, say);
    let place = Sentences::of(telling, network, say).place_short;
    let over = if telling.facts.found().is_enforcement() && telling.withdrawn.is_none() {
        // Who heard the wrong word hears also then that it was corrected.
        let about = if telling.facts.kind() == Kind::Correction { &words.push.title } else { &place };
        format!("{} · {about}", say.t("alert-past-expired"))
    } else {
        words.push.title.clone()
    };
    Said {
        lang: say.lang,
        sms: words.sms.text,
        push: Push { title: words.push.title, body: words.push.body, over },
        email: Email { subject: words.email.subject, body: words.email.body },
        summary: words.whole,
        path: path(telling.id, say.lang),
    }
}

const fn kind(kind: Kind) -> MessageKind {
    match kind {
        Kind::Alert => MessageKind::Alert,
        Kind::Checked => MessageKind::Checked,
        Kind::Update => MessageKind::Update,
        Kind::Correction => MessageKind::Correction,
        Kind::AllClear => MessageKind::AllClear,
    }
}

fn message(id: Id<Alert>) -> Id<Message> {
    Id::from_bytes(id.bytes())
}
