//! The queue: `/queue`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;

use super::shown;
use crate::drills::{self, Mark as DrillMark};
use crate::ground::db::Tx;
use crate::ground::locale::Say;
use crate::ground::web::{Answer, Frame, Visit, clock, live, page};
use crate::ground::{App, Id, Moment, Wrong};
use crate::people::{self, Me, Member};
use crate::places::map::{Drawn, Mark, MarkKind, View, svg};
use crate::places::{AreaKey, Atlas};
use crate::reports::{self, Brief};
use crate::shifts;
use crate::triage::card::Card;
use crate::triage::decision::UNDO_MINUTES;
use crate::triage::incident::{Incident, State as Stands};
use crate::triage::queue::{Placed, has_room_for_drills, order};
use crate::triage::store::{self, IncidentRow};

/// Cards on one page: what a person can look over. The rest waits behind them and is counted.
pub const SHOWN_CARDS_MAX: usize = 60;

/// Hours for which a closed incident stays in the list beside the queue: for as long as people still call about it.
const CLOSED_HOURS: i64 = 2;

#[derive(Template)]
#[template(path = "triage/pages/queue.html")]
struct QueuePage {
    frame: Frame,
    cards: Vec<CardShown>,
    /// Cards that wait behind those shown.
    behind: usize,
    /// Every card that waits.
    waiting: usize,
    on_duty: usize,
    incidents: Vec<IncidentShown>,
    set_aside: Vec<SetAside>,
    map: String,
    drill: Option<DrillMark>,
    /// Cards of the drill that runs; none while real work comes first.
    drill_cards: Vec<CardShown>,
    /// How many of its cards wait, shown or not.
    drill_waiting: usize,
    /// Cards and incidents whose reporters said more than was read.
    news: usize,
}

/// A card in words.
pub struct CardShown {
    pub id: String,
    pub what: String,
    pub place: String,
    pub first_hand: String,
    pub lane: String,
    pub details: Vec<shown::Line>,
    pub count: i64,
    pub pictures: u8,
    pub since_iso: String,
    pub since: String,
    /// Only the day of that is left.
    pub is_a_day: bool,
    pub late_at_iso: String,
    pub is_late: bool,
    pub is_urgent: bool,
    pub waited_longest: bool,
    pub is_drill: bool,
    /// One of its reports says more than a dispatcher has read.
    pub has_news: bool,
    /// Who holds it.
    pub held_by: Option<String>,
    pub is_mine: bool,
}

/// An incident in the list beside the queue.
pub struct IncidentShown {
    pub number: u32,
    pub id: String,
    pub place: String,
    pub what: String,
    pub state: String,
    pub is_closed: bool,
    pub is_drill: bool,
    pub opened: String,
    pub opened_iso: String,
    pub out: Vec<OutShown>,
    pub reports: usize,
    /// How many of them say more than a dispatcher has read.
    pub news: i64,
}

/// Somebody who is out.
pub struct OutShown {
    pub alias: String,
    /// When they are due; `None` where they are there.
    pub due_iso: Option<String>,
    pub due: String,
}

/// A card that was set aside and can be taken back.
struct SetAside {
    id: String,
    what: String,
    place: String,
    reason: String,
    count: i64,
}

/// An incident beside the queue: who is out, with the time they are due (`None` where they are there), and how many reports it has.
struct Beside {
    row: IncidentRow,
    out: Vec<(Id<Member>, Option<Moment>)>,
    reports: usize,
    news: i64,
}

/// What is read for the page in one go.
struct Read {
    queue: Vec<Placed>,
    drill: Option<DrillMark>,
    drill_cards: Vec<Placed>,
    drill_waiting: usize,
    waiting: usize,
    news: BTreeSet<Id<Card>>,
    bests: HashMap<Id<reports::Report>, Brief>,
    aliases: HashMap<Id<Member>, String>,
    incidents: Vec<Beside>,
    set_aside: Vec<(Card, Option<AreaKey>)>,
    on_duty: usize,
}

/// Shows the queue.
pub async fn show(State(app): State<App>, me: Me, visit: Visit) -> Answer {
    let read = read(&app).await?;
    let frame = visit.frame("queue-title").with_scripts(&["queue.js"]);
    let (say, atlas) = (&frame.say, app.part::<Atlas>());
    let shown = |placed: &Placed| {
        let best = read.bests.get(&placed.card.best)?;
        let has_news = read.news.contains(&placed.card.id);
        Some(CardShown { has_news, ..card_shown(&app, say, &atlas, placed, best, &read.aliases, me.id) })
    };
    let cards: Vec<CardShown> = read.queue.iter().filter_map(shown).collect();
    let drill_cards = read.drill_cards.iter().filter_map(shown).collect();
    let incidents: Vec<IncidentShown> = (1..)
        .zip(&read.incidents)
        .map(|(number, row)| incident_shown(&app, say, &atlas, number, row, &read.aliases))
        .collect();
    let set_aside = read.set_aside.iter().map(|card| set_aside(say, &atlas, card)).collect();
    let map = map(say, &atlas, &read.incidents, &incidents);
    let behind = read.waiting - read.queue.len();
    let news = read.news.len() + read.incidents.iter().filter(|beside| beside.news > 0).count();
    page(&QueuePage {
        cards,
        behind,
        waiting: read.waiting,
        on_duty: read.on_duty,
        incidents,
        set_aside,
        map,
        drill: read.drill,
        drill_cards,
        drill_waiting: read.drill_waiting,
        news,
        frame,
    })
}

/// Says when the queue should be looked at again.
pub async fn events(State(app): State<App>) -> Answer {
    Ok(live::changes(&app, &["reports", "triage", "shifts", "drills"]).into_response())
}

async fn read(app: &App) -> Result<Read, Wrong> {
    let (now, late) = (app.now(), i64::from(app.config.late_after_minutes));
    app.db
        .read("the queue", move |tx| {
            let cards = store::waiting(tx)?;
            let has_room = has_room_for_drills(&cards, now, late);
            let (mut queue, mut drill_cards): (Vec<_>, Vec<_>) =
                order(cards, now, late).into_iter().partition(|placed| placed.card.key.drill.is_none());
            let (waiting, drill_waiting) = (queue.len(), drill_cards.len());
            queue.truncate(SHOWN_CARDS_MAX);
            drill_cards.truncate(if has_room { SHOWN_CARDS_MAX } else { 0 });
            let both = || queue.iter().chain(&drill_cards);
            let ids: Vec<_> = both().map(|placed| placed.card.best).collect();
            let bests = reports::store::briefs(tx, &ids)?.into_iter().map(|brief| (brief.id, brief)).collect();
            let mut rows = store::open_incidents(tx)?;
            rows.extend(store::closed_since(tx, now.plus_hours(-CLOSED_HOURS))?);
            let news = store::incidents_with_news(tx)?;
            // However long ago it was closed: somebody who told us of it says more.
            for id in news.keys().filter(|id| !rows.iter().any(|row| row.id == **id)).copied().collect::<Vec<_>>() {
                rows.extend(store::incident_row(tx, id)?.filter(|row| !row.nameless));
            }
            // What is real stands on top.
            rows.sort_by_key(|row| row.scene.drill.is_some());
            let incidents = rows.into_iter().map(|row| with_people(tx, row, &news)).collect::<Result<Vec<_>, _>>()?;
            let mut named: Vec<Id<Member>> =
                both().filter_map(|placed| placed.card.claim.map(|claim| claim.by)).collect();
            named.extend(incidents.iter().flat_map(|beside| beside.out.iter().map(|(who, _)| *who)));
            let drill = drills::store::running(tx)?.map(|drill| drill.id);
            Ok(Read {
                queue,
                drill: DrillMark::of(tx, drill)?,
                drill_cards,
                drill_waiting,
                waiting,
                news: store::cards_with_news(tx)?,
                bests,
                aliases: aliases(tx, named)?,
                incidents,
                set_aside: lately_set_aside(tx, now)?,
                on_duty: shifts::store::on_duty(tx, now)?.len(),
            })
        })
        .await
}

/// Cards that can still be taken back, with the area of their best report.
fn lately_set_aside(tx: &Tx<'_>, now: Moment) -> Result<Vec<(Card, Option<AreaKey>)>, Wrong> {
    let cards = store::set_aside_since(tx, now.plus_minutes(-UNDO_MINUTES))?.into_iter();
    cards.map(|card| Ok((card.clone(), reports::store::brief(tx, card.best)?.and_then(|best| best.area)))).collect()
}

fn with_people(tx: &Tx<'_>, row: IncidentRow, news: &BTreeMap<Id<Incident>, i64>) -> Result<Beside, Wrong> {
    let news = news.get(&row.id).copied().unwrap_or(0);
    let reports = store::count_reports(tx, row.id)?;
    let out = if matches!(row.state.as_str(), "assigned" | "on_scene") {
        let incident = store::incident(tx, row.id)?.ok_or(Wrong::NotFound)?;
        let crew = incident.crew();
        let there = crew.there().iter().map(|present| (present.who, None));
        there.chain(crew.coming().iter().map(|going| (going.who, Some(going.due_at)))).collect()
    } else {
        Vec::new()
    };
    Ok(Beside { row, out, reports, news })
}

/// The aliases of these members, as far as they are known.
pub fn aliases(tx: &Tx<'_>, mut members: Vec<Id<Member>>) -> Result<HashMap<Id<Member>, String>, Wrong> {
    members.sort_unstable();
    members.dedup();
    let mut out = HashMap::new();
    for member in members {
        if let Some(alias) = people::store::alias_of(tx, member)? {
            out.insert(member, alias);
        }
    }
    Ok(out)
}

/// A card in words.
pub fn card_shown(
    app: &App,
    say: &Say,
    atlas: &Atlas,
    placed: &Placed,
    best: &Brief,
    aliases: &HashMap<Id<Member>, String>,
    me: Id<Member>,
) -> CardShown {
    let card = &placed.card;
    let claim = card.claim.filter(|claim| claim.stands(app.now()));
    CardShown {
        id: card.id.to_string(),
        what: say.t(&card.key.activity.word()),
        place: shown::spot(say, atlas, card.key.spot, best.area),
        first_hand: shown::first_hand(say, best.facts.first_hand),
        lane: say.t(&card.key.lane.word()),
        details: shown::details(say, &best.facts),
        count: card.count,
        pictures: best.pictures,
        since_iso: clock::known_iso(app, card.opened_at, card.coarse),
        since: clock::known(app, say, card.opened_at, card.coarse),
        is_a_day: card.coarse,
        late_at_iso: card.opened_at.plus_minutes(i64::from(app.config.late_after_minutes)).iso(),
        is_late: placed.late,
        is_urgent: card.urgent,
        waited_longest: placed.because == crate::triage::queue::Because::WaitedLongest,
        is_drill: card.key.drill.is_some(),
        has_news: false,
        held_by: claim.map(|claim| aliases.get(&claim.by).cloned().unwrap_or_else(|| "—".to_owned())),
        is_mine: claim.is_some_and(|claim| claim.by == me),
    }
}

fn incident_shown(
    app: &App,
    say: &Say,
    atlas: &Atlas,
    number: u32,
    Beside { row, out, reports, news }: &Beside,
    aliases: &HashMap<Id<Member>, String>,
) -> IncidentShown {
    let out = out.iter().map(|(who, due_at)| OutShown {
        alias: aliases.get(who).cloned().unwrap_or_else(|| "—".to_owned()),
        due_iso: due_at.map(Moment::iso),
        due: due_at.map_or_else(|| say.t("triage-is-there"), |at| clock::when(app, say, at)),
    });
    IncidentShown {
        number,
        id: row.id.to_string(),
        place: shown::area_name(say, atlas, row.scene.area),
        what: say.t(&row.seen.activity.word()),
        state: state_words(say, &row.state, row.outcome.as_deref()),
        is_closed: row.closed_at.is_some(),
        is_drill: row.scene.drill.is_some(),
        opened: clock::when(app, say, row.opened_at),
        opened_iso: row.opened_at.iso(),
        out: out.collect(),
        reports: *reports,
        news: *news,
    }
}

/// What an incident has come to: its outcome where it is closed, else its state.
pub fn state_words(say: &Say, state: &str, outcome: Option<&str>) -> String {
    match outcome {
        Some(outcome) => say.t(&format!("triage-outcome-{}", outcome.replace('_', "-"))),
        None => say.t(&format!("triage-state-{}", state.replace('_', "-"))),
    }
}

/// The code of a state for [`state_words`].
pub fn state_code(state: &Stands) -> (&'static str, Option<&'static str>) {
    match state {
        Stands::Open => ("open", None),
        Stands::NeedsEyes { .. } => ("needs_eyes", None),
        Stands::Assigned { .. } => ("assigned", None),
        Stands::OnScene { .. } => ("on_scene", None),
        Stands::Closed { outcome, .. } => ("closed", Some(outcome.code())),
    }
}

fn set_aside(say: &Say, atlas: &Atlas, (card, area): &(Card, Option<AreaKey>)) -> SetAside {
    use crate::triage::decision::Verdict;
    let reason = match card.decided.map(|decided| decided.verdict) {
        Some(Verdict::NotAReport(why)) => say.t(&why.word()),
        Some(Verdict::Incident(_)) | None => String::new(),
    };
    SetAside {
        id: card.id.to_string(),
        what: say.t(&card.key.activity.word()),
        place: shown::spot(say, atlas, card.key.spot, *area),
        reason,
        count: card.count,
    }
}

/// The map shows what is real and nothing else: one looks at it in a hurry.
fn map(say: &Say, atlas: &Atlas, rows: &[Beside], shown: &[IncidentShown]) -> String {
    let areas = atlas.areas();
    let rows = &rows[..rows.iter().position(|beside| beside.row.scene.drill.is_some()).unwrap_or(rows.len())];
    let touched: Vec<_> =
        rows.iter().map(|beside| &beside.row).filter(|row| row.closed_at.is_none()).map(|row| row.scene.area).collect();
    let drawn: Vec<Drawn<'_>> =
        areas.iter().map(|area| Drawn { area, touched: touched.contains(&area.id), until: None }).collect();
    let titles: Vec<String> = shown.iter().map(|shown| format!("{}: {}", shown.place, shown.state)).collect();
    let marks: Vec<Mark<'_>> = rows
        .iter()
        .zip(shown)
        .zip(&titles)
        .map(|((Beside { row, .. }, shown), title)| Mark {
            at: row.scene.cell.center(),
            number: shown.number,
            title,
            kind: mark_kind(row),
            until: None,
        })
        .collect();
    svg(&drawn, &marks, &View { title: &say.t("queue-map-title"), lang: say.lang.code(), window: None })
}

fn mark_kind(row: &IncidentRow) -> MarkKind {
    match row.outcome.as_deref() {
        None => MarkKind::Open,
        Some("confirmed") => MarkKind::Alert,
        Some("already_over") => MarkKind::Over,
        Some(_) => MarkKind::Checked,
    }
}
