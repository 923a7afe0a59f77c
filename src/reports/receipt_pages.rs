//! `/comprobante` and `/receipt`: the reporter comes back with the code, sees what came of it, answers, adds, withdraws.
//!
//! The code is never in an address; each form carries it. Whatever is not known is answered the same way, and slowly
//! for whoever tries many.

use askama::Template;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get};

use crate::ground::locale::{Lang, Say};
use crate::ground::web::dress::speak;
use crate::ground::web::frame::page_with;
use crate::ground::web::pace::{Pace, Sender};
use crate::ground::web::{Answer, Fields, FormWithFiles, Frame, Upload, Visit, clock};
use crate::ground::{App, Id, Moment, Refused, Wrong, audit, chance};
use crate::release::Message;

use super::album;
use super::conversation::{self, Kind, Said};
use super::form::{self, Warning};
use super::intake;
use super::opening;
use super::pages::{SENDING_BYTES_MAX, WarningLine, not_taken_words, warning_lines};
use super::receipt::Receipt;
use super::report::{PICTURES_MAX, Report, Stage, is_blank};
use super::store;

/// The page's address in each language.
pub(super) const fn path(lang: Lang) -> &'static str {
    match lang {
        Lang::Es => "/comprobante",
        Lang::En => "/receipt",
    }
}

/// The page at its address in one language.
pub(super) fn door(lang: Lang) -> MethodRouter<App> {
    get(async move |visit: Visit| ask_code(&visit.in_lang(lang), "", None))
        .post(async move |State(app): State<App>, visit: Visit, sender: Sender, form: FormWithFiles| {
            come_back(app, visit.in_lang(lang), sender, form).await
        })
        .layer(DefaultBodyLimit::max(SENDING_BYTES_MAX))
        .layer(from_fn_with_state(lang, speak))
}

#[derive(Template)]
#[template(path = "reports/pages/receipt.html")]
struct CodePage {
    frame: Frame,
    path: &'static str,
    code: String,
    problem: Option<String>,
    report: &'static str,
}

#[derive(Template)]
#[template(path = "reports/pages/came_of_it.html")]
struct CameOfItPage {
    frame: Frame,
    path: &'static str,
    other: Lang,
    code: String,
    once: String,
    stage: String,
    /// The day and time of the news, by the network's clock.
    as_of: String,
    /// What the stage means for the reporter.
    meaning: String,
    /// The page of the message that came out about it.
    told: Option<String>,
    steps: Vec<Step>,
    said: Vec<SaidLine>,
    has_question: bool,
    has_contact: bool,
    may_add: bool,
    notices: Vec<String>,
    problem: Option<String>,
    warnings: Vec<WarningLine>,
    typed: String,
}

struct Step {
    words: String,
    is_done: bool,
    is_here: bool,
}

struct SaidLine {
    who: String,
    words: String,
}

/// What the person did on the page, and what to tell them about it.
#[derive(Default)]
struct Done {
    notices: Vec<String>,
    problem: Option<String>,
    warnings: Vec<Warning>,
    typed: String,
}

async fn come_back(app: App, visit: Visit, sender: Sender, FormWithFiles(fields, files): FormWithFiles) -> Answer {
    let visit = match Lang::from_code(fields.text("language")).filter(|_| fields.has("language")) {
        Some(lang) => visit.in_lang(lang),
        None => visit,
    };
    let say = app.say(visit.lang);
    let code = fields.text("code").to_owned();
    let receipt = match Receipt::parse(&code) {
        Ok(receipt) => receipt,
        Err(refused) => return ask_code(&visit, &code, Some(say.t(&refused.word()))),
    };
    tokio::time::sleep(app.part::<Pace>().wait_for_try("receipt", sender, app.now())).await;
    let key = intake::receipt_key(&app.keys, &receipt);
    let found =
        app.db.read("look a receipt up", move |tx| Ok((store::by_receipt(tx, &key)?, store::is_forgotten(tx, &key)?)));
    let id = match found.await? {
        (Some(id), _) => id,
        (None, true) => return ask_code(&visit, "", Some(say.t("receipt-forgotten"))),
        (None, false) => return ask_code(&visit, &code, Some(say.t("receipt-unknown"))),
    };
    let done = if fields.has("language") {
        // A switch of the language sends nothing off, and loses nothing that was typed.
        let typed = fields.text("words").replace("\r\n", "\n");
        let warnings = if fields.has("warned") { form::warnings_in("words", &typed) } else { Vec::new() };
        let lost = (!files.is_empty()).then(|| say.t("report-pictures-again"));
        Done { typed, warnings, notices: lost.into_iter().collect(), problem: None }
    } else {
        act(&app, &say, id, &fields, files).await?
    };
    show(&app, &visit, id, receipt.to_string(), done).await
}

async fn act(app: &App, say: &Say, id: Id<Report>, fields: &Fields, files: Vec<Upload>) -> Result<Done, Wrong> {
    match fields.text("do") {
        "say" => hear(app, say, id, fields, files).await,
        "withdraw" => {
            let now = app.now();
            let withdraw = move |tx: &crate::ground::db::Tx<'_>| {
                store::drop_contact(tx, id, now)?;
                audit::note(tx, now, None::<Id<()>>, "contact withdrawn by reporter", Some(id))
            };
            app.db.write("withdraw a contact", withdraw).await?;
            Ok(Done { notices: vec![say.t("receipt-withdrawn")], ..Done::default() })
        }
        _ => Ok(Done::default()),
    }
}

/// An answer or an addition, with pictures or without.
async fn hear(app: &App, say: &Say, id: Id<Report>, fields: &Fields, files: Vec<Upload>) -> Result<Done, Wrong> {
    let words = fields.text("words").replace("\r\n", "\n");
    let mut done = Done::default();
    if is_blank(&words) && files.is_empty() {
        return Ok(Done { problem: Some(say.t("report-said-empty")), ..done });
    }
    let warnings = if fields.has("warned") { Vec::new() } else { form::warnings_in("words", &words) };
    if !warnings.is_empty() {
        return Ok(Done { warnings, typed: words, ..done });
    }
    if !is_blank(&words) {
        let (keys, now, once, text) = (app.keys.clone(), app.now(), fields.text("once").to_owned(), words.clone());
        let heard = app.db.write("hear a reporter", move |tx| conversation::hear(tx, &keys, id, &text, &once, now));
        match heard.await {
            Ok(_) => done.notices.push(say.t("receipt-heard")),
            Err(Wrong::Refused(Refused { word })) => {
                return Ok(Done { problem: Some(say.t(word)), typed: words, ..done });
            }
            Err(wrong) => return Err(wrong),
        }
    }
    if !files.is_empty() {
        done.notices.extend(add_pictures(app, say, id, files).await?);
    }
    Ok(done)
}

async fn add_pictures(app: &App, say: &Say, id: Id<Report>, files: Vec<Upload>) -> Result<Vec<String>, Wrong> {
    let now = app.now();
    let there = app.db.read("count pictures", move |tx| store::count_pictures(tx, id)).await?;
    let sent = files.len();
    let uploads = files.into_iter().map(|file| file.bytes).collect();
    let roll = album::develop(app, uploads, PICTURES_MAX.saturating_sub(there)).await?;
    let ids: Vec<_> = roll.developed.iter().map(|developed| developed.id).collect();
    let keys = app.keys.clone();
    let developed = roll.developed;
    let added = app.db.write("add pictures", move |tx| {
        let held = store::held(tx, id)?.filter(|held| held.words.is_some()).ok_or(Wrong::NotFound)?;
        // Counted again here: another sending may have come between the first count and this.
        let count = developed.len().min(PICTURES_MAX.saturating_sub(store::count_pictures(tx, id)?));
        for picture in &developed[..count] {
            let (row, key) = (picture.id, picture.key());
            let sealed = opening::seal_picture_key(&keys, row.bytes(), held.area, held.kept, key, now)?;
            store::add_picture(tx, id, row, &sealed)?;
        }
        if count > 0 {
            store::add_news(tx, id)?;
        }
        Ok(count)
    });
    let added = added.await;
    let count = *added.as_ref().unwrap_or(&0);
    album::remove(&album::folder(app), &ids[count..])?;
    added?;
    // Those that were developed and found no room any more, by their places in the sending.
    let developed = (1..=sent).filter(|at| roll.not_taken.iter().all(|(other, _)| other != at));
    let mut not_taken: Vec<_> = developed.skip(count).map(|at| (at, album::NotTaken::TooMany)).collect();
    not_taken.extend(roll.not_taken);
    not_taken.sort_by_key(|(at, _)| *at);
    let mut notices: Vec<String> = not_taken.iter().map(|refused| not_taken_words(say, refused)).collect();
    if count > 0 {
        notices.push(say.t1("receipt-pictures-taken", "count", count));
    }
    Ok(notices)
}

fn ask_code(visit: &Visit, code: &str, problem: Option<String>) -> Answer {
    let other = path(visit.lang.other());
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let frame = visit.frame("receipt-title").with_scripts(&["report.js"]).with_other_language(other);
    let report = super::pages::path(visit.lang);
    page_with(status, &CodePage { frame, path: path(visit.lang), code: code.to_owned(), problem, report })
}

async fn show(app: &App, visit: &Visit, id: Id<Report>, code: String, done: Done) -> Answer {
    let keys = app.keys.clone();
    let found = app.db.read("show what came of a report", move |tx| {
        let brief = store::brief(tx, id)?.ok_or(Wrong::NotFound)?;
        let held = store::held(tx, id)?.ok_or(Wrong::NotFound)?;
        Ok((
            brief,
            (held.words.is_some(), (held.stage_at, held.coarse)),
            conversation::conversation(&keys, tx, id)?,
            store::has_open_question(tx, id)?,
            store::told(tx, id)?,
        ))
    });
    let (brief, (may_add, (stage_at, is_a_day)), said, has_question, told) = found.await?;
    let say = app.say(visit.lang);
    let word = brief.stage.word();
    // Whoever asks has read it, though nothing is decided yet.
    let is_asked = brief.stage == Stage::Received && said.iter().any(|said| said.kind == Kind::Question);
    let meaning = if is_asked { "stage-received-asked-means".to_owned() } else { format!("{word}-means") };
    let needs_a_look = done.problem.is_some() || !done.warnings.is_empty();
    let status = if needs_a_look { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(
        status,
        &CameOfItPage {
            frame: visit.frame("receipt-title").with_scripts(&["report.js"]),
            path: path(visit.lang),
            other: visit.lang.other(),
            code,
            once: hex::encode(chance::bytes::<16>()),
            stage: say.t(&word),
            as_of: as_of(app, &say, stage_at, is_a_day),
            meaning: say.t(&meaning),
            told: told.map(|message| message_path(message, visit.lang)),
            steps: steps(&say, brief.stage),
            said: said.into_iter().map(|said| said_line(&say, said)).collect(),
            has_question,
            has_contact: brief.has_contact,
            may_add,
            notices: done.notices,
            problem: done.problem,
            warnings: warning_lines(visit, &done.warnings),
            typed: done.typed,
        },
    )
}

/// When the news was new: its day always, because a page may stand open for long.
fn as_of(app: &App, say: &Say, at: Moment, is_a_day: bool) -> String {
    if is_a_day { clock::day(app, say, at) } else { clock::day_and_time(app, say, at) }
}

/// The page of a message in a language: a link by plain path, because the room of alerts lies below.
fn message_path(message: Id<Message>, lang: Lang) -> String {
    match lang {
        Lang::Es => format!("/alertas/{message}"),
        Lang::En => format!("/alerts/{message}"),
    }
}

fn steps(say: &Say, stage: Stage) -> Vec<Step> {
    let words = ["receipt-step-received", "receipt-step-looking", "receipt-step-there", "receipt-step-result"];
    let here = stage.steps_done();
    let step = |(at, word): (usize, &&str)| Step { words: say.t(word), is_done: at < here, is_here: at == here };
    words.iter().enumerate().map(step).collect()
}

fn said_line(say: &Say, said: Said) -> SaidLine {
    let who = match said.kind {
        Kind::Question => "receipt-said-question",
        Kind::Answer => "receipt-said-answer",
        Kind::Addition => "receipt-said-addition",
    };
    SaidLine { who: say.t(who), words: said.words }
}
