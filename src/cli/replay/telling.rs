//! Who would have been told: each incident that a replay opened is looked at by a made-up verifier, drafted and released by two made-up members, and
//! sent by the real sender to made-up subscribers on every channel. All of it ends in the outbox: a replay opens no channel, whatever is set.

use std::fmt::Write;

use super::reading::Row;
use crate::alerts::alert::{Advice, Choices, EXPIRES_MINUTES_DEFAULT, PublicPlace};
use crate::alerts::{self, Kind};
use crate::demo;
use crate::ground::config::{self, Config};
use crate::ground::db::Tx;
use crate::ground::locale::Lang;
use crate::ground::{App, Id, Moment, Wrong, chance};
use crate::messages::Outbox;
use crate::people::{Alias, Member, Role, Standing, store as people};
use crate::places::{AreaKey, Atlas, Published, Resolution};
use crate::subscriptions::{
    self, Book, Channel, Contact, EmailAddress, Kind as Wants, Kinds, Number, PrivateLink, PushAddress, QuietHours,
    Subscription, Where,
};
use crate::triage::incident::{Finding, Verification};
use crate::triage::store as triage_store;
use crate::triage::{self, Incident, Verifier};

/// The made-up members, each of an organization of its own.
const MEMBERS: [(&str, Role); 3] =
    [("Replay verifier", Role::Verifier), ("Replay drafter", Role::Dispatcher), ("Replay releaser", Role::Releaser)];

/// The most areas that get made-up subscribers: a county's neighbourhoods, cities and ZIPs.
const AREAS_MAX: usize = 2_000;

/// The generator of P-256: a point of the curve that is nobody's key.
const BROWSER_KEY: &str = "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";

/// An incident that was opened, and the row that it was opened for.
pub(super) struct Opened {
    pub incident: Id<Incident>,
    pub row: Row,
}

/// One alert, and how many heard it by channel.
struct Told {
    at: Moment,
    place: String,
    heard: Vec<(Channel, u64)>,
    text: String,
}

/// The made-up network around a replay.
pub(super) struct Telling {
    members: [Id<Member>; 3],
    links: Vec<PrivateLink>,
    pending: Vec<Opened>,
    told: Vec<Told>,
    /// Incidents of which the rules let no alert be made, each with the rule's word.
    refused: Vec<String>,
}

/// Lets a replay tell as much as the file holds: its clock stands while it sends, so that no rate would ever bring new tokens; and a day of news may
/// hold more than a network would send within an hour.
pub(super) fn unhurried(config: &mut Config) {
    const FAST: (u32, u32) = (60_000_000, 1_000_000);
    (config.alerts_area_hour_max, config.alerts_hour_max) = (u32::MAX, u32::MAX);
    (config.sms.per_minute, config.sms.burst) = FAST;
    (config.push.per_minute, config.push.burst) = FAST;
    config.email = Some(config::Email { per_minute: FAST.0, burst: FAST.1, ..config::Email::default() });
    config.signal = Some(config::Signal { per_minute: FAST.0, burst: FAST.1, ..config::Signal::default() });
}

impl Telling {
    /// Adds the members and subscribers; `None` where the network has subscribers of its own, who are not to be mixed with made-up ones.
    pub(super) async fn begin(app: &App) -> Result<Option<Telling>, Wrong> {
        Book::load(app).await?;
        if !app.part::<Book>().is_empty() {
            return Ok(None);
        }
        let areas: Vec<AreaKey> = app.part::<Atlas>().gazetteer().areas().all().iter().map(|area| area.id).collect();
        let (inner, now) = (app.clone(), app.now());
        let write = move |tx: &Tx<'_>| {
            let members = [member(tx, 0, now)?, member(tx, 1, now)?, member(tx, 2, now)?];
            let mut links = Vec::new();
            for (at, area) in areas.iter().take(AREAS_MAX).enumerate() {
                for contact in contacts(&inner, at) {
                    links.push(subscriber(tx, &inner, &contact, *area, at)?);
                }
            }
            Ok((members, links))
        };
        let (members, links) = app.db.write("the replay's made-up network", write).await?;
        Book::load(app).await?;
        Ok(Some(Telling { members, links, pending: Vec::new(), told: Vec::new(), refused: Vec::new() }))
    }

    /// An incident was opened. It is told of at the end of its day, so that reports of the same event have joined it by then.
    pub(super) async fn opened(&mut self, app: &App, opened: Opened) -> Result<(), Wrong> {
        self.day_of(app, opened.row.at).await?;
        self.pending.push(opened);
        Ok(())
    }

    /// Tells of what is pending from days before this moment's.
    pub(super) async fn day_of(&mut self, app: &App, at: Moment) -> Result<(), Wrong> {
        let zone = app.config.zone();
        let day = |at: Moment| at.in_zone(&zone).date();
        if self.pending.first().is_some_and(|first| day(first.row.at) < day(at)) {
            self.tell(app).await?;
        }
        Ok(())
    }

    /// Tells of everything that is pending, each at its incident's own hour: the clock is set back to it, and then to where it stood.
    async fn tell(&mut self, app: &App) -> Result<(), Wrong> {
        let stood = app.now();
        let mut pending = std::mem::take(&mut self.pending);
        pending.sort_by_key(|opened| opened.row.at);
        for opened in pending {
            app.clock.advance_seconds(opened.row.at.seconds_since(app.now()));
            let before = counts(app);
            match self.release(app, &opened).await {
                Ok(place) => {
                    send(app).await?;
                    let after = counts(app);
                    let heard = after.iter().zip(before).map(|((channel, now), (_, then))| (*channel, now - then));
                    let newest = app.part::<Outbox>().of(Channel::Sms, 1).pop();
                    self.told.push(Told {
                        at: opened.row.at,
                        place,
                        heard: heard.filter(|(_, count)| *count > 0).collect(),
                        text: newest.map(|slip| slip.body).unwrap_or_default(),
                    });
                }
                Err(Wrong::Refused(no)) => self.refused.push(format!("{}: {}", opened.row.name, no.word)),
                Err(wrong) => return Err(wrong),
            }
        }
        app.clock.advance_seconds(stood.seconds_since(app.now()));
        Ok(())
    }

    /// The made-up verifier looks, one member drafts, another releases. Answers the place that is told.
    async fn release(&self, app: &App, opened: &Opened) -> Result<String, Wrong> {
        let (row, id, now) = (&opened.row, opened.incident, app.now());
        let [verifier, drafter, releaser] = self.members;
        let found = Verification::Confirmed(Finding {
            agency: row.facts.agency,
            activity: row.facts.activity,
            people: row.facts.people,
            vehicles: row.facts.vehicles,
            detained: row.facts.detained,
            detained_count: row.facts.detained_count,
            seen_at: now,
        });
        let (inner, place) = (app.clone(), row.words.place.clone());
        let write = move |tx: &Tx<'_>| {
            let who = Verifier { id: verifier, trained_until: now.plus_days(1), out_on: None };
            let open = triage_store::incident(tx, id)?.ok_or(Wrong::NotFound)?;
            let eyes = open.ask_for_eyes(drafter, now)?;
            let there = eyes.ask(None, &[verifier], now)?.accept(&who, 1, now)?.arrive(verifier, now)?;
            let closed = there.found(&who, found, now)?;
            triage::desk::save(tx, &inner.keys, &open, &closed, now)?;
            let public = public_place(&inner, &place, &closed);
            let words = public.words();
            let choices = Choices {
                kind: Kind::Alert,
                place: public,
                advice: vec![Advice::StaySilent],
                hotline: true,
                next_update_at: None,
                expires_at: now.plus_minutes(EXPIRES_MINUTES_DEFAULT),
                why: None,
                follows: None,
            };
            let hand = |by| alerts::desk::Hand { by, app: inner.clone(), now };
            let alert = alerts::desk::draft(tx, &hand(drafter), None, id, choices)?;
            demo::let_out(tx, &hand(drafter), &hand(releaser), alert)?;
            Ok(words)
        };
        app.db.write("a replay tells", write).await
    }

    /// Takes the made-up network away again, and says who was told what and when.
    pub(super) async fn end(mut self, app: &App) -> Result<String, Wrong> {
        self.tell(app).await?;
        let (members, links) = (self.members, std::mem::take(&mut self.links));
        let (keys, now) = (app.keys.clone(), app.now());
        let people = links.len();
        let write = move |tx: &Tx<'_>| {
            for link in &links {
                subscriptions::leave(tx, &keys, link)?;
            }
            members.iter().try_for_each(|member| people::set_standing(tx, *member, Standing::Removed { at: now }, now))
        };
        app.db.write("the replay's made-up network goes", write).await?;
        Ok(self.report(app, people))
    }

    fn report(&self, app: &App, people: usize) -> String {
        let mut out = String::new();
        let heard: u64 = self.told.iter().flat_map(|told| &told.heard).map(|(_, count)| count).sum();
        let _ = writeln!(
            out,
            "  {} alerts released by two, {heard} messages to {people} made-up subscribers in two languages; none left this machine",
            self.told.len()
        );
        for Told { at, place, heard, text } in &self.told {
            let when = at.in_zone(&app.config.zone()).strftime("%Y-%m-%d %H:%M");
            let by: Vec<String> = heard.iter().map(|(channel, count)| format!("{} {count}", channel.code())).collect();
            let _ = writeln!(out, "    {when}  {place}: {}", by.join(", "));
            let _ = writeln!(out, "        {}", text.replace('\n', " "));
        }
        for refused in &self.refused {
            let _ = writeln!(out, "    not told: {refused}");
        }
        out
    }
}

fn counts(app: &App) -> Vec<(Channel, u64)> {
    let outbox = app.part::<Outbox>();
    Channel::ALL.iter().map(|channel| (*channel, outbox.count(*channel))).collect()
}

/// Runs the sender's workers until nothing is left to do.
async fn send(app: &App) -> Result<(), Wrong> {
    let mut bells = app.db.bells();
    loop {
        for worker in crate::messages::sending::workers() {
            (worker.pass)(app.clone()).await?;
        }
        let mut rang = false;
        while bells.try_recv().is_ok() {
            rang = true;
        }
        if !rang {
            return Ok(());
        }
    }
}

fn member(tx: &Tx<'_>, at: usize, now: Moment) -> Result<Id<Member>, Wrong> {
    let (name, role) = MEMBERS[at];
    // A replay into the same folder finds those of the last one removed: each has members of its own.
    let name = format!("{name} {}", hex::encode(chance::bytes::<3>()));
    let alias = Alias::parse(&name).map_err(|wrong| Wrong::Fault(wrong.into()))?;
    let organization = people::organization(tx, MEMBERS[at].0, now)?;
    let id = people::add(tx, &alias, Some(organization), &[role], Lang::En, now)?;
    // Without a passkey nobody can sign in as one of them.
    people::set_standing(tx, id, Standing::Active { since: now }, now)?;
    Ok(id)
}

/// Four made-up contacts in an area, two in each language.
fn contacts(app: &App, at: usize) -> Vec<Contact> {
    let number = Number::parse(&format!("+1555{:07}", 2_000_000 + at));
    let services = subscriptions::push_services(&app.config).ok();
    let endpoint = format!("https://fcm.googleapis.com/fcm/send/{at}");
    let browser =
        services.and_then(|known| PushAddress::parse(&known, &endpoint, BROWSER_KEY, "AAAAAAAAAAAAAAAAAAAAAA").ok());
    [
        number.clone().map(Contact::Sms),
        EmailAddress::parse(&format!("somebody{at}@example.org")).map(Contact::Email),
        number.map(Contact::Signal),
        browser.map(Contact::Push),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn subscriber(tx: &Tx<'_>, app: &App, contact: &Contact, area: AreaKey, at: usize) -> Result<PrivateLink, Wrong> {
    let kinds = Kinds::of(&[Wants::Alerts]).ok_or(Wrong::NotFound)?;
    let is_even = (at + contact.channel() as usize).is_multiple_of(2);
    let lang = if is_even { Lang::Es } else { Lang::En };
    let choices = Subscription::new(vec![Where::Area(area)], lang, contact.carrier(), kinds, QuietHours::NONE);
    let choices = choices.map_err(|wrong| Wrong::Fault(wrong.into()))?;
    let begun = subscriptions::subscribe(tx, &app.keys, contact, &choices, app.now())?;
    subscriptions::confirm(tx, &app.keys, &begun.link, app.now())?;
    Ok(begun.link)
}

/// The corner or landmark that the row names, where the gazetteer publishes one near the incident; else its area.
fn public_place(app: &App, named: &str, incident: &Incident) -> PublicPlace {
    let (atlas, scene) = (app.part::<Atlas>(), incident.scene());
    let area = atlas.name(scene.area).unwrap_or_default();
    if let Resolution::One(place) = atlas.resolve(named, None)
        && place.cell.is_some_and(|cell| cell.distance(scene.cell).is_some_and(|steps| steps <= 2))
    {
        return PublicPlace::of(place.published_as(), &atlas.name(place.area).unwrap_or_default());
    }
    PublicPlace::of(Published::AreaOnly(scene.area), &area)
}
