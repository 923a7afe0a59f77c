//! A card: `/queue/{card}`.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::queue::{CardShown, aliases, card_shown, state_words};
use super::read_reports::{self, OPENED_REPORTS_MAX, ReportShown};
use super::scene;
use super::shown::{self, Choice, choices};
use super::{id_in, told};
use crate::drills::Mark;
use crate::ground::db::Tx;
use crate::ground::locale::Say;
use crate::ground::web::frame::page_with;
use crate::ground::web::{Answer, Fields, Form, Frame, Visit, clock, redirect};
use crate::ground::{App, Id, Wrong};
use crate::people::Me;
use crate::places::Atlas;
use crate::reports::{self, Report};
use crate::triage::card::Card;
use crate::triage::decision::{Decided, NotAReport, Verdict};
use crate::triage::desk::{self, Hand};
use crate::triage::incident::{Cap, Incident, Scene};
use crate::triage::matching::{PROPOSALS_MAX, Proposal};
use crate::triage::queue::{Because, Placed};
use crate::triage::siting::{self, NotSited};
use crate::triage::store;
use crate::triage::worker::Nearby;

#[derive(Template)]
#[template(path = "triage/pages/card.html")]
struct CardPage {
    frame: Frame,
    card: CardShown,
    /// The number of the newest report that is decided with this page: later ones wait for another decision.
    upto: i64,
    is_mine: bool,
    decided: Option<String>,
    may_undo: bool,
    reports: Vec<ReportShown>,
    total: usize,
    /// From where the next reports are opened, where there are more.
    next: Option<usize>,
    proposals: Vec<ProposalShown>,
    place: String,
    choices: Vec<String>,
    problem: Option<String>,
    notice: Option<String>,
    reasons: Vec<Choice>,
    questions: Vec<String>,
    typed_question: String,
    contact: Option<scene::ContactShown>,
    drill: Option<Mark>,
}

/// An incident to which the card may belong.
struct ProposalShown {
    id: String,
    place: String,
    state: String,
    opened: String,
    opened_iso: String,
    why: String,
}

/// What a page shows beside the card itself.
#[derive(Default)]
struct Extra {
    notice: Option<String>,
    problem: Option<String>,
    choices: Vec<String>,
    /// What was typed as the place.
    typed: Option<String>,
    /// What was typed as a question.
    question: String,
    contact: Option<scene::ContactShown>,
}

/// `?from=20`: which reports of a large card are opened.
#[derive(Deserialize, Default)]
pub struct Part {
    #[serde(default)]
    from: u16,
}

/// Shows a card; its words only to the one who holds it.
pub async fn show(
    State(app): State<App>,
    me: Me,
    visit: Visit,
    Path(id): Path<String>,
    Query(part): Query<Part>,
) -> Answer {
    filled(&app, &me, &visit, id_in(&id)?, usize::from(part.from), StatusCode::OK, Extra::default()).await
}

/// Does what a button says: `do` is claim, release, merge, incident, eyes, no, undo, split, ask or contact.
pub async fn change(
    State(app): State<App>,
    me: Me,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form,
) -> Answer {
    let id = id_in(&id)?;
    match act(&app, &me, &visit, id, &fields).await {
        Err(Wrong::Refused(refused)) => {
            let (status, words) = told(Wrong::Refused(refused), &app.say(visit.lang))?;
            let typed = Some(fields.text("place").to_owned()).filter(|typed| !typed.is_empty());
            let question = fields.text("question").to_owned();
            let extra = Extra { notice: Some(words), typed, question, ..Extra::default() };
            filled(&app, &me, &visit, id, 0, status, extra).await
        }
        other => other,
    }
}

async fn act(app: &App, me: &Me, visit: &Visit, id: Id<Card>, fields: &Fields) -> Answer {
    let hand = Hand { by: me.id, now: app.now() };
    let upto: i64 = fields.text("upto").parse().unwrap_or(0);
    match fields.text("do") {
        "claim" => claim(app, me, visit, id, hand).await,
        "release" => {
            app.db.write("release a card", move |tx| store::release(tx, id, hand.by)).await?;
            redirect("/queue")
        }
        "merge" => {
            let into: Id<Incident> = fields.text("incident").parse().map_err(|_| Wrong::NotFound)?;
            let (keys, zone) = (app.keys.clone(), app.config.zone());
            app.db
                .write("join a card to an incident", move |tx| desk::merge(tx, &keys, (id, upto), into, &zone, hand))
                .await?;
            redirect(&format!("/incidents/{into}"))
        }
        "incident" | "eyes" => open(app, me, visit, (id, upto), fields, hand).await,
        "no" => {
            let why = fields.code("reason", NotAReport::from_code);
            let why = why.ok_or(crate::ground::Refused::because("triage-reason-missing"))?;
            app.db.write("set a card aside", move |tx| desk::set_aside(tx, (id, upto), why, hand)).await?;
            redirect("/queue")
        }
        "undo" => {
            app.db.write("take a decision back", move |tx| desk::take_back(tx, id, hand)).await?;
            redirect("/queue")
        }
        "split" => {
            let reports: Vec<Id<Report>> =
                fields.all("report").iter().filter_map(|report| report.parse().ok()).collect();
            app.db.write("split a card", move |tx| desk::split(tx, id, &reports, hand).map(drop)).await?;
            redirect(&format!("/queue/{id}"))
        }
        "ask" => {
            let report = of_card(app, id, fields, hand).await?;
            scene::ask(app, me, report, fields).await?;
            redirect(&format!("/queue/{id}"))
        }
        "contact" => {
            let report = of_card(app, id, fields, hand).await?;
            let contact = scene::open_contact(app, me, report, &format!("/queue/{id}")).await?;
            let extra = Extra { contact: Some(contact), ..Extra::default() };
            filled(app, me, visit, id, 0, StatusCode::OK, extra).await
        }
        _ => Err(Wrong::Unreadable { status: 400, word: "error-unreadable" }),
    }
}

/// Takes the card, or tells who has it.
async fn claim(app: &App, me: &Me, visit: &Visit, id: Id<Card>, hand: Hand) -> Answer {
    let won = app.db.write("claim a card", move |tx| {
        store::get_card(tx, id)?.ok_or(Wrong::NotFound)?;
        store::claim(tx, id, hand.by, hand.now)
    });
    if won.await? {
        return redirect(&format!("/queue/{id}"));
    }
    let say = app.say(visit.lang);
    let (card, _) = read_card(app, id).await?;
    let words = match (card.0.decided, card.0.claim) {
        (Some(_), _) => say.t("triage-card-decided"),
        (None, Some(_)) => say.t1("queue-held-by", "who", card.1.unwrap_or_else(|| "—".to_owned())),
        (None, None) => say.t("triage-card-changed"),
    };
    let extra = Extra { notice: Some(words), ..Extra::default() };
    filled(app, me, visit, id, 0, StatusCode::CONFLICT, extra).await
}

/// Opens an incident, and asks for eyes where the button said so.
async fn open(app: &App, me: &Me, visit: &Visit, card: (Id<Card>, i64), fields: &Fields, hand: Hand) -> Answer {
    let typed = fields.text("place").to_owned();
    let ((row, _), _) = read_card(app, card.0).await?;
    let best = app.db.read("best report", move |tx| reports::store::brief(tx, row.best)).await?;
    let area = best.and_then(|best| best.area);
    let sited = match siting::site(&app.part::<Atlas>(), &typed, row.key.spot, area) {
        Ok(sited) => sited,
        Err(not) => {
            let say = app.say(visit.lang);
            let (word, choices) = match not {
                NotSited::Several(names) => ("triage-place-several", names),
                NotSited::Unknown => ("triage-place-unknown", Vec::new()),
                NotSited::TooLong => ("triage-place-long", Vec::new()),
            };
            let extra = Extra { problem: Some(say.t(word)), choices, typed: Some(typed), ..Extra::default() };
            return filled(app, me, visit, card.0, 0, StatusCode::UNPROCESSABLE_ENTITY, extra).await;
        }
    };
    let cap = Cap::new(app.config.sent_people_max).unwrap_or_default();
    let scene = Scene { cell: sited.cell, area: sited.area, cap, drill: row.key.drill };
    let (keys, zone, wants_eyes) = (app.keys.clone(), app.config.zone(), fields.text("do") == "eyes");
    let incident = app.db.write("open an incident", move |tx| {
        let id = desk::open_incident(tx, &keys, card, scene, &sited.passed_on, &zone, hand)?;
        if wants_eyes {
            let opened = store::incident(tx, id)?.ok_or(Wrong::NotFound)?;
            let next = opened.ask_for_eyes(hand.by, hand.now)?;
            desk::save(tx, &keys, &opened, &next, hand.now)?;
        }
        Ok(id)
    });
    redirect(&format!("/incidents/{}", incident.await?))
}

/// A report that the form names, if it is on this card and the card is held.
async fn of_card(app: &App, id: Id<Card>, fields: &Fields, hand: Hand) -> Result<Id<Report>, Wrong> {
    let report: Id<Report> = fields.text("report").parse().map_err(|_| Wrong::NotFound)?;
    app.db
        .write("touch a card", move |tx| {
            desk::held_card(tx, id, hand)?;
            store::touch(tx, id, hand.by, hand.now)?;
            let here = store::reports_of_card(tx, id)?;
            here.into_iter().find(|(_, other)| *other == report).map(|(_, report)| report).ok_or(Wrong::NotFound)
        })
        .await
}

type Held = (Card, Option<String>);

/// The card with the alias of who holds it, and its reports with their numbers.
async fn read_card(app: &App, id: Id<Card>) -> Result<(Held, Vec<(i64, Id<Report>)>), Wrong> {
    app.db
        .read("a card", move |tx| {
            let card = store::get_card(tx, id)?.ok_or(Wrong::NotFound)?;
            let names = aliases(tx, card.claim.map(|claim| claim.by).into_iter().collect())?;
            Ok(((card, names.into_values().next()), store::reports_of_card(tx, id)?))
        })
        .await
}

async fn filled(
    app: &App,
    me: &Me,
    visit: &Visit,
    id: Id<Card>,
    from: usize,
    status: StatusCode,
    extra: Extra,
) -> Result<Response, Wrong> {
    let ((row, holder), numbered) = read_card(app, id).await?;
    let (best, key) = (row.best, row.key);
    let read = move |tx: &Tx<'_>| Ok((reports::store::brief(tx, best)?, Mark::of(tx, key.drill)?));
    let (best, drill) = app.db.read("best report", read).await?;
    let best = best.ok_or(Wrong::NotFound)?;
    let frame = Mark::titled(drill.as_ref(), visit.frame("card-title").with_scripts(&["queue.js"]));
    let (say, atlas, now) = (&frame.say, app.part::<Atlas>(), app.now());
    let holds = row.decided.is_none() && row.claim.is_some_and(|claim| claim.by == me.id);
    let ids: Vec<Id<Report>> = numbered.iter().map(|(_, report)| *report).collect();
    if holds {
        touch(app, id, me).await?;
    }
    let (reports, total) =
        if holds { read_reports::read(app, me, say, ids, from, true).await? } else { (Vec::new(), numbered.len()) };
    let next = Some(from + OPENED_REPORTS_MAX).filter(|next| holds && *next < total);
    let place = place_words(app, extra.typed, row.best, holds).await?;
    let proposals = if holds { proposals(app, say, &row, &best).await? } else { Vec::new() };
    let late = now > row.opened_at.plus_minutes(i64::from(app.config.late_after_minutes));
    let decided = row.decided.map(|decided| decided_words(say, decided));
    let may_undo = row.decided.is_some_and(|decided| decided.may_be_undone(now));
    let names = row.claim.map(|claim| claim.by).zip(holder).into_iter().collect();
    let upto = numbered.last().map_or(0, |(seq, _)| *seq);
    let placed = Placed { card: row, because: Because::Turn, late };
    let card = card_shown(app, say, &atlas, &placed, &best, &names, me.id);
    let page = CardPage {
        card,
        upto,
        is_mine: holds,
        decided,
        may_undo,
        reports,
        total,
        next,
        proposals,
        place,
        choices: extra.choices,
        problem: extra.problem,
        notice: extra.notice,
        reasons: choices!(say, NotAReport),
        questions: scene::questions(say),
        typed_question: extra.question,
        contact: extra.contact,
        drill,
        frame,
    };
    page_with(status, &page)
}

/// The words of the place that stand in the form: what was typed, else what the best report says.
async fn place_words(app: &App, typed: Option<String>, best: Id<Report>, holds: bool) -> Result<String, Wrong> {
    match typed {
        Some(typed) => Ok(typed),
        None if holds => read_reports::place_words(app, best).await,
        None => Ok(String::new()),
    }
}

/// Reading is doing something: the claim stands on.
async fn touch(app: &App, id: Id<Card>, me: &Me) -> Result<(), Wrong> {
    let (by, now) = (me.id, app.now());
    app.db.write("touch a card", move |tx| store::touch(tx, id, by, now)).await
}

fn decided_words(say: &Say, decided: Decided) -> String {
    match decided.verdict {
        Verdict::Incident(_) => say.t("card-decided-incident"),
        Verdict::NotAReport(why) => say.t(&why.word()),
    }
}

/// What the card may belong to: first the incident that took the last card of the same kind, then what is near in
/// place and time.
async fn proposals(app: &App, say: &Say, row: &Card, best: &reports::Brief) -> Result<Vec<ProposalShown>, Wrong> {
    let atlas = app.part::<Atlas>();
    let sighting = desk::sighting_of(&atlas, &app.config.zone(), best);
    let near: Vec<Proposal> = sighting.map(|seen| app.part::<Nearby>().propose(&seen)).unwrap_or_default();
    let key = row.key;
    let found = app.db.read("proposals", move |tx| {
        let joined = store::joined_by_key(tx, &key)?;
        let near = near.into_iter().filter(|proposal| Some(proposal.incident) != joined);
        let ids: Vec<(Id<Incident>, Option<Proposal>)> =
            joined.map(|id| (id, None)).into_iter().chain(near.map(|it| (it.incident, Some(it)))).collect();
        let mut out = Vec::new();
        for (id, why) in ids.into_iter().take(PROPOSALS_MAX) {
            out.extend(store::incident_row(tx, id)?.filter(|row| !row.nameless).map(|row| (row, why)));
        }
        Ok(out)
    });
    let shown = found.await?.into_iter().map(|(row, why)| ProposalShown {
        id: row.id.to_string(),
        place: shown::area_name(say, &atlas, row.scene.area),
        state: state_words(say, &row.state, row.outcome.as_deref()),
        opened: clock::when(app, say, row.opened_at),
        opened_iso: row.opened_at.iso(),
        why: match why {
            None => say.t("card-why-same"),
            Some(fit) => say.with(
                "card-why-near",
                &[("place", say.t(&fit.place.word()).into()), ("time", say.t(&fit.time.word()).into())],
            ),
        },
    });
    Ok(shown.collect())
}
