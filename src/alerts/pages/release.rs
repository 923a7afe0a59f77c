//! Releasing: `/alerts/waiting`, and what is out: `/alerts/out`.

use askama::Template;
use axum::extract::{Path, State};

use super::signing::{ask_to_sign, made_up_signature, take_signature};
use super::{Choice, Line, Preview, Reach, facts_of, hand, line, load, previews, reach};
use crate::alerts::desk;
use crate::alerts::render::clock;
use crate::alerts::sheet::Row;
use crate::alerts::shown::network;
use crate::alerts::state::{Alert, SentBackWhy, State as Stands, WithdrawWhy};
use crate::alerts::store;
use crate::drills::Mark;
use crate::ground::db::Tx;
use crate::ground::web::{Answer, Form, Frame, Visit, page, redirect};
use crate::ground::{App, Id, Refused, Wrong};
use crate::people::{self, Me, Role};
use crate::places::Atlas;
use crate::release::{Hand, Press};
use crate::sign_in::{Asked, Finished, go, require_step_up, told};
use crate::triage::Incident;

/// Where the incident's own area stands among the facts: behind kind and place.
const AFTER_THE_PLACE: usize = 2;

#[derive(Template)]
#[template(path = "alerts/pages/waiting.html")]
struct WaitingPage {
    frame: Frame,
    waiting: Vec<Line>,
}

#[derive(Template)]
#[template(path = "alerts/pages/release.html")]
struct ReleasePage {
    frame: Frame,
    id: Id<Alert>,
    /// Of the facts that the page shows.
    hash: String,
    rows: Vec<Row>,
    previews: Vec<Preview>,
    reach: Vec<Reach>,
    drill: Option<Mark>,
    drafted_by: String,
    is_mine: bool,
    /// Those who went to look said different things.
    findings_differ: bool,
    /// Who entered the finding, where the verifier said it by phone.
    entered_by: Option<String>,
    i_entered_it: bool,
    /// Made-up members have no passkey to sign with; they step up.
    asks_to_step_up: bool,
    whys: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "alerts/pages/out.html")]
struct OutPage {
    frame: Frame,
    out: Vec<Out>,
    drafts: Vec<Line>,
    may_draft: bool,
    whys: Vec<Choice>,
}

struct Out {
    line: Line,
    incident: Id<Incident>,
    expires: String,
    expires_iso: String,
}

/// What waits for a second person.
pub async fn waiting(State(app): State<App>, visit: Visit) -> Answer {
    let keys = app.keys.clone();
    let found = app.db.read("alerts that wait", move |tx| store::waiting(tx, &keys)).await?;
    let (network, say) = (network(&app), app.say(visit.lang));
    let waiting = found.iter().map(|alert| line(alert, &network, &say)).collect();
    page(&WaitingPage { frame: visit.frame("alert-waiting-title"), waiting })
}

/// Everything that a releaser looks at before they say yes or no.
pub async fn read(State(app): State<App>, me: Me, visit: Visit, Path(id): Path<String>) -> Answer {
    let (alert, drill) = load(&app, id.parse().map_err(|_| Wrong::NotFound)?).await?;
    let Stands::Waiting { drafted } = alert.state() else { return redirect("/alerts/waiting") };
    let (who, incident) = (drafted.who, alert.facts().incident);
    let read = app.db.read("who drafted, and who entered the finding", move |tx| {
        let incident = desk::Ground::read(tx, incident)?.incident;
        let entered_by = incident.finding_entered_by();
        let alias = |who| Ok::<_, Wrong>(people::store::alias_of(tx, who)?.unwrap_or_default());
        let seen = (incident.scene().area, incident.findings_differ());
        Ok((seen, alias(who)?, entered_by, entered_by.map(alias).transpose()?))
    });
    let ((area, findings_differ), drafted_by, entered_by_id, entered_by) = read.await?;
    let (network, say) = (network(&app), app.say(visit.lang));
    let mut rows = facts_of(&alert, &network, &say);
    // Where the incident is, beside where the alert says that it is.
    let name = app.part::<Atlas>().name(area).unwrap_or_default();
    rows.insert(AFTER_THE_PLACE, Row { name: say.t("alert-row-incident-area"), value: name });
    let whys = SentBackWhy::ALL.iter().map(|why| choice(why.code(), say.t(&why.word()))).collect();
    page(&ReleasePage {
        frame: Mark::titled(drill.as_ref(), visit.frame("alert-release-title")).with_scripts(&["sign-in.js"]),
        id: alert.id(),
        hash: alert.facts().hash().text(),
        rows,
        previews: previews(&app, &visit, &alert),
        reach: reach(&app, &visit, &alert).await?,
        drill,
        drafted_by,
        is_mine: who == me.id || alert.drafted_by() == Some(me.id),
        entered_by,
        findings_differ,
        i_entered_it: entered_by_id == Some(me.id),
        asks_to_step_up: app.config.demo && !me.stepped_up,
        whys,
    })
}

/// Begins the second person's yes: their passkey is asked to sign these facts.
pub async fn ask(State(app): State<App>, me: Me, visit: Visit, Path(id): Path<String>, asked: Asked) -> Answer {
    told(&visit, ask_to_sign(&app, &me, Hand::Releaser, &id, &asked).await)
}

/// The second person's yes, signed with their passkey.
pub async fn signed(
    State(app): State<App>,
    me: Me,
    visit: Visit,
    Path(id): Path<String>,
    finished: Finished,
) -> Answer {
    told(&visit, release_signed(&app, &me, &id, &finished).await)
}

async fn release_signed(app: &App, me: &Me, id: &str, finished: &Finished) -> Answer {
    let (id, press) = take_signature(app, me, Hand::Releaser, id, finished).await?;
    release(app, me, id, press).await?;
    go("/alerts/out")
}

async fn release(app: &App, me: &Me, id: Id<Alert>, press: Press) -> Result<(), Wrong> {
    let (hand, two) = (hand(app, me), app.config.two_organizations);
    app.db.write("release an alert", move |tx| desk::release(tx, &hand, id, &press, two)).await
}

/// The second person's no with a reason; where members are made up and have no passkeys, also their yes.
pub async fn decide(State(app): State<App>, me: Me, Path(id): Path<String>, Form(fields): Form) -> Answer {
    if fields.text("do") == "release" {
        let (id, press) = made_up_signature(&app, &me, Hand::Releaser, &id, &fields).await?;
        require_step_up(&me, &format!("/alerts/waiting/{id}"))?;
        release(&app, &me, id, press).await?;
        return redirect("/alerts/out");
    }
    let (id, hand): (Id<Alert>, _) = (id.parse().map_err(|_| Wrong::NotFound)?, hand(&app, &me));
    let why = fields.code("why", SentBackWhy::from_code);
    let why = why.ok_or(Wrong::Refused(Refused::because("alert-problem-why")))?;
    app.db.write("send an alert back", move |tx| desk::send_back(tx, &hand, id, why)).await?;
    redirect("/alerts/waiting")
}

/// What is out, drills too, and drafts for those who draft.
pub async fn out(State(app): State<App>, me: Me, visit: Visit) -> Answer {
    let (keys, now) = (app.keys.clone(), app.now());
    let look = move |tx: &Tx<'_>| Ok((store::out_now(tx, &keys, true, now)?, store::drafts(tx, &keys)?));
    let (out, drafts) = app.db.read("alerts that are out", look).await?;
    let (network, say) = (network(&app), app.say(visit.lang));
    let may_draft = me.is(Role::Dispatcher);
    let out = out.iter().map(|alert| Out {
        line: line(alert, &network, &say),
        incident: alert.facts().incident,
        expires: clock(alert.facts().expires_at, &network.zone),
        expires_iso: alert.facts().expires_at.iso(),
    });
    page(&OutPage {
        frame: visit.frame("alert-out-title"),
        out: out.collect(),
        drafts: if may_draft { drafts.iter().map(|alert| line(alert, &network, &say)).collect() } else { Vec::new() },
        may_draft,
        whys: WithdrawWhy::ALL.iter().map(|why| choice(why.code(), say.t(&why.word()))).collect(),
    })
}

/// One member stops an alert. No passkey is asked for: stopping must be quick.
pub async fn withdraw(State(app): State<App>, me: Me, Path(id): Path<String>, Form(fields): Form) -> Answer {
    let id: Id<Alert> = id.parse().map_err(|_| Wrong::NotFound)?;
    // Whoever presses "stop" in a hurry has given reason enough.
    let why = fields.code("why", WithdrawWhy::from_code).unwrap_or(WithdrawWhy::InDoubt);
    let hand = hand(&app, &me);
    app.db.write("withdraw an alert", move |tx| desk::withdraw(tx, &hand, id, why)).await?;
    redirect("/alerts/out")
}

fn choice(code: &str, words: String) -> Choice {
    Choice { code: code.to_owned(), words, is_chosen: false }
}
