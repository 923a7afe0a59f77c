//! `cuadra replay`: takes a file of dated reports or incidents through the real intake and triage.
//!
//! The clock is moved to each row's time. Each report goes on its card; a card that fits an incident of that event joins it, any other opens
//! one: what a dispatcher would do by the first proposal. Then it shows who would have been told ([`telling`]); nothing leaves this machine.

mod reading;
mod telling;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, ensure};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use self::reading::Row;
use self::telling::{Opened, Telling};
use super::Where;
use crate::ground::locale::Lang;
use crate::ground::{App, Clock, Id, Wrong};
use crate::people::{Alias, Member, Role, Standing, store as people};
use crate::places::Atlas;
use crate::reports::facts::Channel;
use crate::reports::siting::Pick;
use crate::reports::{self, New, When};
use crate::triage::desk::{self, Hand, PassedOn};
use crate::triage::incident::Cap;
use crate::triage::store as triage_store;
use crate::triage::{self, Incident, Nearby, Scene};
use crate::wiring;

/// The member who decides in a replay; made where it is missing.
const REPLAYER: &str = "Replay";

/// The longest pause between two rows, however slowly they are replayed: `--speed` says so in its help.
const PAUSE_MAX: Duration = Duration::from_secs(3_600);

#[derive(Args)]
pub(super) struct Replay {
    /// CSV or JSON Lines of reports (the API's field names) or of dated incidents.
    file: PathBuf,
    /// How many times faster than it happened; no pause is longer than an hour, so that quiet weeks are shortened. Without it, as fast as it goes.
    #[arg(long, value_name = "TIMES")]
    speed: Option<f64>,
    #[command(flatten)]
    at: Where,
}

/// What came of a replay.
#[derive(Debug, Default, PartialEq, Eq)]
struct Summary {
    pub rows: usize,
    pub taken: usize,
    /// Resolved to a corner, landmark or point.
    pub in_a_cell: usize,
    /// Resolved to an area only.
    pub in_an_area: usize,
    /// Accepted with their place sealed and unknown.
    pub nowhere: usize,
    pub incidents: usize,
    /// Reports that joined an incident opened by another report.
    pub joined: usize,
    /// Cards that name no place a dispatcher could send anybody to.
    pub undecided: usize,
    pub problems: Vec<String>,
}

pub(super) async fn run(args: Replay) -> anyhow::Result<()> {
    let mut config = args.at.config()?;
    // Whatever channels are set: what a replay tells goes to the outbox.
    config.demo = true;
    telling::unhurried(&mut config);
    let text = std::fs::read_to_string(&args.file).with_context(|| format!("reading {}", args.file.display()))?;
    let read = reading::read(&text, &config.zone())?;
    ensure!(!read.rows.is_empty(), "{} holds no row that could be read", args.file.display());
    ensure!(args.speed.is_none_or(|speed| speed > 0.0), "--speed must be more than 0");
    let app = wiring::open(config, Clock::standing_at(read.rows[0].at))?;
    Atlas::reload(&app).await?;
    let mut telling = Telling::begin(&app).await?;
    let bar = ProgressBar::new(read.rows.len() as u64)
        .with_style(ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}").context("the bar")?);
    let mut summary = Summary { problems: read.problems, ..Summary::default() };
    let began = std::time::Instant::now();
    let mut before = None;
    for row in &read.rows {
        if let (Some(speed), Some(before)) = (args.speed, before) {
            tokio::time::sleep(pause(row.at.seconds_since(before), speed)).await;
        }
        before = Some(row.at);
        take(&app, row, &mut summary, telling.as_mut()).await?;
        bar.set_message(row.at.in_zone(&app.config.zone()).strftime("%Y-%m-%d").to_string());
        bar.inc(1);
    }
    bar.finish_and_clear();
    print(&summary, began.elapsed());
    match telling {
        Some(telling) => print!("{}", telling.end(&app).await?),
        None => println!(
            "  nobody was told: this network has subscribers of its own. Replay into an empty folder to see who would hear"
        ),
    }
    Ok(())
}

/// How long to wait for the next row, which came so many seconds later.
fn pause(seconds: i64, speed: f64) -> Duration {
    let seconds = f64::from(u32::try_from(seconds).unwrap_or(0)) / speed;
    Duration::try_from_secs_f64(seconds).unwrap_or(PAUSE_MAX).min(PAUSE_MAX)
}

/// Takes one row through intake and triage.
async fn take(app: &App, row: &Row, summary: &mut Summary, mut telling: Option<&mut Telling>) -> Result<(), Wrong> {
    summary.rows += 1;
    if let Some(telling) = telling.as_mut() {
        telling.day_of(app, row.at).await?;
    }
    app.clock.advance_minutes(row.at.minutes_since(app.now()).max(0));
    let report = match reports::take(app, new(row)).await {
        Ok(taken) => taken.id,
        Err(Wrong::Problems(problems)) => {
            let words: Vec<_> = problems.iter().map(|problem| problem.word).collect();
            summary.problems.push(format!("{}: {}", row.name, words.join(", ")));
            return Ok(());
        }
        Err(other) => return Err(other),
    };
    summary.taken += 1;
    for worker in triage::WORKERS {
        (worker.pass)(app.clone()).await?;
    }
    let brief = app.db.read("the report", move |tx| reports::store::brief(tx, report)).await?.ok_or(Wrong::NotFound)?;
    match (brief.cell, brief.area) {
        (Some(_), _) => summary.in_a_cell += 1,
        (None, Some(_)) => summary.in_an_area += 1,
        (None, None) => summary.nowhere += 1,
    }
    let opened = decide(app, summary).await?;
    if let Some(telling) = telling {
        for incident in opened {
            telling.opened(app, Opened { incident, row: row.clone() }).await?;
        }
    }
    Ok(())
}

fn new(row: &Row) -> New {
    let mut new = New::of(Channel::Replay, row.facts);
    new.words = row.words.clone();
    new.point = row.point;
    new.when = Some(When { at: row.at, precision: row.precision });
    new.contact.clone_from(&row.contact);
    new.lang.clone_from(&row.lang);
    // An event whose place has several namesakes is still taken: the area they share is kept.
    new.pick = Pick::Shared;
    new.worked = true;
    new
}

/// Decides every card that waits, as a dispatcher would by the first proposal.
/// Answers the incidents that were opened.
async fn decide(app: &App, summary: &mut Summary) -> Result<Vec<Id<Incident>>, Wrong> {
    let (app_too, zone, now) = (app.clone(), app.config.zone(), app.now());
    let (opened, joined, undecided) = app
        .db
        .write("replay decides", move |tx| {
            let hand = Hand { by: replayer(tx, now)?, now };
            let (atlas, nearby) = (app_too.part::<Atlas>(), app_too.part::<Nearby>());
            let (mut opened, mut joined, mut undecided) = (Vec::new(), 0, 0);
            // What a drill made up is for those who practise.
            let real = triage_store::waiting(tx)?.into_iter().filter(|card| card.key.drill.is_none());
            for card in real {
                let best = reports::store::brief(tx, card.best)?.ok_or(Wrong::NotFound)?;
                let Some(sighting) = desk::sighting_of(&atlas, &zone, &best) else {
                    undecided += 1;
                    continue;
                };
                triage_store::claim(tx, card.id, hand.by, now)?;
                let reports = triage_store::reports_of_card(tx, card.id)?;
                let upto = (card.id, reports.last().map_or(0, |(seq, _)| *seq));
                if let Some(best) = nearby.propose(&sighting).first() {
                    desk::merge(tx, &app_too.keys, upto, best.incident, &zone, hand)?;
                    joined += reports.len();
                    continue;
                }
                let Some(area) = best.area.or_else(|| atlas.area_of_cell(sighting.cell)) else {
                    undecided += 1;
                    continue;
                };
                let scene = Scene { cell: sighting.cell, area, cap: Cap::default(), drill: None };
                let passed_on = PassedOn { words: String::new(), is_home: false };
                opened.push(desk::open_incident(tx, &app_too.keys, upto, scene, &passed_on, &zone, hand)?);
            }
            Ok((opened, joined, undecided))
        })
        .await?;
    summary.incidents += opened.len();
    summary.joined += joined;
    summary.undecided = undecided;
    Nearby::reload(app).await?;
    Ok(opened)
}

fn replayer(tx: &crate::ground::db::Tx<'_>, now: crate::ground::Moment) -> Result<Id<Member>, Wrong> {
    let alias = Alias::parse(REPLAYER).map_err(|wrong| Wrong::Fault(wrong.into()))?;
    if let Some(member) = people::by_alias(tx, &alias)? {
        return Ok(member.id);
    }
    let id = people::add(tx, &alias, None, &[Role::Dispatcher], Lang::En, now)?;
    // Never active: nobody can sign in as the replay.
    people::set_standing(tx, id, Standing::Invited, now)?;
    Ok(id)
}

fn print(summary: &Summary, took: Duration) {
    println!("{} rows in {:.1} s, {} taken", summary.rows, took.as_secs_f64(), summary.taken);
    println!(
        "  place: {} in a cell, {} in an area, {} unknown",
        summary.in_a_cell, summary.in_an_area, summary.nowhere
    );
    println!("  {} incidents; {} reports joined one that was open", summary.incidents, summary.joined);
    println!("  {} cards wait because nobody could be sent anywhere", summary.undecided);
    for problem in &summary.problems {
        println!("  not taken: {problem}");
    }
}

#[cfg(test)]
mod tests;
