//! Members' pages: drafting (dispatchers), releasing (releasers), and what is out (both).

mod desk;
mod release;
mod signing;

pub use desk::{ask as ask_drafter, change, new, preview, send, signed as drafter_signed};
pub use release::{ask as ask_releaser, decide, out, read, signed as releaser_signed, waiting, withdraw};

use super::alert::Kind;
use super::render::Network;
use super::sheet;
use super::state::{Alert, State};
use crate::drills::Mark;
use crate::ground::db::Tx;
use crate::ground::locale::{Lang, Say};
use crate::ground::web::Visit;
use crate::ground::{App, Id, Moment, Wrong};
use crate::messages;
use crate::people::Me;
use crate::subscriptions::Channel;
use crate::triage;

use super::desk::Hand;

/// One choice of a question.
pub(super) struct Choice {
    pub code: String,
    pub words: String,
    pub is_chosen: bool,
}

/// One message as members' lists show it.
pub(super) struct Line {
    pub id: Id<Alert>,
    pub title: String,
    pub place: String,
    pub drill: bool,
    pub since_iso: String,
    pub since: String,
}

/// One message in one language, as it will go out, with its lengths.
pub(super) struct Preview {
    pub lang: Lang,
    pub language: &'static str,
    pub sms: String,
    pub sms_cost: String,
    pub push_title: String,
    pub push_body: String,
    pub push_cost: String,
    /// For Signal and webhooks.
    pub whole: String,
    pub whole_cost: String,
    pub email_subject: String,
    pub email_body: String,
    pub email_cost: String,
    pub headline: String,
    pub summary: String,
}

/// The hand of the member behind a request.
pub(super) fn hand(app: &App, me: &Me) -> Hand {
    Hand { by: me.id, app: app.clone(), now: app.now() }
}

/// The previews of a message in every language.
pub(super) fn previews(app: &App, visit: &Visit, alert: &Alert) -> Vec<Preview> {
    let telling = super::render::Telling::preview(alert, app.now());
    let say = app.say(visit.lang);
    let letters = |text: &str| i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    let cost = |count: i64| say.t1("alert-letters", "n", count);
    super::public::in_every_language(app, &telling)
        .into_iter()
        .map(|message| Preview {
            lang: message.lang,
            language: message.lang.own_name(),
            sms_cost: say.with(
                "alert-segments",
                &[("units", message.sms.segments.units.into()), ("n", message.sms.segments.segments.into())],
            ),
            sms: message.sms.text,
            push_cost: cost(letters(&message.push.title) + letters(&message.push.body)),
            whole_cost: cost(letters(&message.whole)),
            whole: message.whole,
            push_title: message.push.title,
            push_body: message.push.body,
            email_cost: cost(letters(&message.email.body)),
            email_subject: message.email.subject,
            email_body: message.email.body,
            headline: message.entry.title,
            summary: message.entry.summary,
        })
        .collect()
}

/// What one channel will carry of a message in one language.
pub(super) struct Reach {
    pub channel: String,
    pub language: &'static str,
    pub people: i64,
    /// "2 segments each", for texts.
    pub segments: Option<String>,
    pub time: String,
    /// That only some of them will hear it before it is over.
    pub late: Option<String>,
}

/// Whom a draft will reach if it goes out now, by channel and language, and how long each takes.
pub(super) async fn reach(app: &App, visit: &Visit, alert: &Alert) -> Result<Vec<Reach>, Wrong> {
    let (inner, asked, now) = (app.clone(), alert.clone(), app.now());
    let read = move |tx: &Tx<'_>| super::outgoing::counts(tx, &inner, &asked, now);
    let counts = app.db.read("whom a draft will reach", read).await?;
    let telling = super::render::Telling::preview(alert, now);
    let said = super::public::in_every_language(app, &telling);
    let texts: Vec<_> = said.iter().map(|message| (message.lang, message.sms.text.as_str())).collect();
    let say = app.say(visit.lang);
    let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    let reach = |one: messages::Forecast| Reach {
        channel: say.t(&one.channel.word()),
        language: one.lang.own_name(),
        people: number(one.people),
        segments: (one.channel == Channel::Sms).then(|| say.t1("alert-reach-segments", "n", i64::from(one.segments))),
        time: messages::duration(&say, one.seconds),
        late: (one.in_time < one.people).then(|| say.t1("alert-reach-late", "n", number(one.in_time))),
    };
    let life_seconds = super::outgoing::life_seconds(alert.facts(), now);
    Ok(messages::forecast(&app.config, &counts, &texts, life_seconds).into_iter().map(reach).collect())
}

/// The facts of a message in a member's language.
pub(super) fn facts_of(alert: &Alert, network: &Network, say: &Say) -> Vec<sheet::Row> {
    let facts = alert.facts();
    let mut rows = vec![sheet::Row { name: say.t("alert-row-kind"), value: say.t(&facts.kind.word()) }];
    rows.extend(sheet::rows(facts, network, say));
    if let Some(why) = facts.why {
        rows.push(sheet::Row { name: say.t("alert-row-why"), value: say.t(&why.word()) });
    }
    rows
}

/// A message as a line of a list.
pub(super) fn line(alert: &Alert, network: &Network, say: &Say) -> Line {
    let at = alert.steps().last().map_or(Moment::from_seconds(0), |step| step.at);
    Line {
        id: alert.id(),
        title: say.t(&alert.facts().kind.word()),
        place: alert.facts().place.words(),
        drill: alert.facts().drill,
        since_iso: at.iso(),
        since: super::render::clock(at, &network.zone),
    }
}

/// The alert behind an address that members use, with the mark of its drill; not found where it is none, or does not hold.
pub(super) async fn load(app: &App, id: Id<Alert>) -> Result<(Alert, Option<Mark>), Wrong> {
    let keys = app.keys.clone();
    let read = move |tx: &Tx<'_>| {
        let alert = super::store::alert(tx, &keys, id)?.ok_or(Wrong::NotFound)?;
        let drill = triage::store::drill_of(tx, alert.facts().incident)?;
        Ok((alert, Mark::of(tx, drill)?))
    };
    app.db.read("an alert", read).await
}

/// True while somebody may still change it.
pub(super) fn is_draft(alert: &Alert) -> bool {
    matches!(alert.state(), State::Draft | State::SentBack { .. })
}

/// The kinds as choices, `chosen` marked.
pub(super) fn kinds(kinds: &[Kind], chosen: &str, say: &Say) -> Vec<Choice> {
    let is_only = kinds.len() == 1;
    kinds
        .iter()
        .map(|kind| Choice {
            code: kind.code().to_owned(),
            words: say.t(&kind.word()),
            is_chosen: is_only || kind.code() == chosen,
        })
        .collect()
}
