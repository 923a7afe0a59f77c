//! `/reportar` and `/report`: the form for everyone. No account, no cookie, nothing needed but a browser.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{MethodRouter, get};

use crate::ground::locale::Lang;
use crate::ground::web::dress::speak;
use crate::ground::web::frame::page_with;
use crate::ground::web::pace::Sender;
use crate::ground::web::{Answer, Fields, FormWithFiles, Frame, Visit, page};
use crate::ground::wrong::Problem;
use crate::ground::{App, Wrong, chance, keys};
use crate::places::{Atlas, Place};

use super::album::NotTaken;
use super::form::{self, Warning};
use super::intake::{self, New, Taken};
use super::media::MEDIA_BYTES_MAX;
use super::questions::{Asker, ProblemLine, Question, problem_of};
use super::report::PICTURES_MAX;
use super::siting::{self, Pick, Sited};
use super::waiting::{self, Said, Waiting};
use super::work;

/// The largest sending that is read to its end: photos past what a body may hold are let go, and the words are taken. Somebody without a script
/// may choose a whole roll; the script makes each photo small first.
pub(super) const SENDING_BYTES_MAX: usize = 256 * 1024 * 1024;

/// The form's address in each language.
pub(super) const fn path(lang: Lang) -> &'static str {
    match lang {
        Lang::Es => "/reportar",
        Lang::En => "/report",
    }
}

/// The form at its address in one language.
pub(super) fn door(lang: Lang) -> MethodRouter<App> {
    get(async move |visit: Visit| open(&visit.in_lang(lang)))
        .post(async move |State(app): State<App>, visit: Visit, sender: Sender, form: FormWithFiles| {
            send(app, visit.in_lang(lang), sender, form).await
        })
        .layer(DefaultBodyLimit::max(SENDING_BYTES_MAX))
        .layer(from_fn_with_state(lang, speak))
}

/// What stands around the questions: shared by the public form and the dispatcher's.
pub(super) struct FormParts {
    pub place_problem: String,
    pub contact_problem: String,
    pub note_problem: String,
    pub uniform_problem: String,
    pub count_problem: String,
    pub which_place: Option<Question>,
    pub activity: Question,
    pub first: Vec<Question>,
    pub more: Vec<Question>,
    pub detained: Question,
    pub children: Question,
    pub reporter_safe: Question,
    pub when: Question,
    pub speaks: Question,
    pub is_more_open: bool,
}

/// A form that comes back: why.
#[derive(Default)]
pub(super) struct Back {
    pub problems: Vec<Problem>,
    pub warnings: Vec<Warning>,
    pub places: Vec<Place>,
    pub pictures: Said,
}

#[derive(Template)]
#[template(path = "reports/pages/report.html")]
struct ReportPage {
    frame: Frame,
    path: &'static str,
    other: Lang,
    token: String,
    bits: u8,
    fields: Fields,
    parts: FormParts,
    problems: Vec<ProblemLine>,
    warnings: Vec<WarningLine>,
    warned: String,
    pictures_lost: bool,
    pictures_kept: usize,
    not_taken: Vec<String>,
    pictures_max: usize,
    picture_bytes_max: usize,
}

/// A warning in words.
pub(super) struct WarningLine {
    pub field: &'static str,
    pub words: String,
}

#[derive(Template)]
#[template(path = "reports/pages/taken.html")]
struct TakenPage {
    frame: Frame,
    receipt: String,
    token: String,
    come_back: &'static str,
    not_taken: Vec<String>,
    report_again: &'static str,
}

fn open(visit: &Visit) -> Answer {
    show(visit, Fields::default(), &Back::default())
}

/// The form again, with its pictures kept for it.
async fn again(visit: &Visit, fields: Fields, uploads: Vec<Bytes>, back: Back) -> Answer {
    let (app, token) = (&visit.app, fields.text("token").to_owned());
    let pictures = match handed_out(app, &fields) {
        Some(_) => waiting::keep(app, &token, uploads).await?,
        // Whoever sends a form that we did not hand out keeps nothing here.
        None => Said { lost: !uploads.is_empty(), ..Said::default() },
    };
    show(visit, fields, &Back { pictures, ..back })
}

async fn send(app: App, visit: Visit, sender: Sender, FormWithFiles(fields, files): FormWithFiles) -> Answer {
    let uploads: Vec<Bytes> = files.into_iter().filter(|file| file.field == "media").map(|file| file.bytes).collect();
    if let Some(lang) = Lang::from_code(fields.text("language")).filter(|_| fields.has("language")) {
        return again(&visit.in_lang(lang), fields, uploads, Back::default()).await;
    }
    let written = form::written_at(&fields, handed_out(&app, &fields).unwrap_or(0), app.now());
    let new = match form::read(&fields, visit.lang, &app.config.zone(), written) {
        Ok(new) => new,
        Err(problems) => {
            let back = Back { problems, warnings: form::unheard(&fields), ..Back::default() };
            return again(&visit, fields, uploads, back).await;
        }
    };
    let is_alone = is_alone(&fields);
    let warnings = if is_alone { Vec::new() } else { form::unheard(&fields) };
    if !warnings.is_empty() {
        return again(&visit, fields, uploads, Back { warnings, ..Back::default() }).await;
    }
    let pick = if is_alone && new.pick == Pick::Ask { Pick::Shared } else { new.pick };
    let (token, waiting) = (fields.text("token").to_owned(), app.part::<Waiting>());
    let ready = if uploads.is_empty() { waiting.of(&token, app.now()) } else { None };
    let pictures = uploads.clone();
    let new = New { worked: worked(&app, &fields), sender: Some(sender), pictures, ready, pick, ..new };
    match intake::take(&app, new).await {
        Ok(taken) => {
            waiting.taken(&token);
            show_taken(&visit, &taken, token)
        }
        Err(Wrong::Problems(problems)) => {
            let back = Back { places: choices(&app, &fields), problems, ..Back::default() };
            again(&visit, fields, uploads, back).await
        }
        Err(wrong) => Err(wrong),
    }
}

/// True where the script sent the form by itself, when a signal came back: nobody is there to answer a question, and a report that comes back
/// to an empty screen is lost. Its place is then what its words share, and its words are read by a dispatcher with their marks.
fn is_alone(fields: &Fields) -> bool {
    fields.has("alone")
}

/// The places that the typed words may mean, where they mean several.
pub(super) fn choices(app: &App, fields: &Fields) -> Vec<Place> {
    let said = siting::Said { typed: fields.text("place"), is_message: false, point: None, pick: &Pick::Ask };
    match siting::site(&app.part::<Atlas>(), said) {
        Ok(Sited::Several(places)) => places,
        _ => Vec::new(),
    }
}

/// A new form token.
pub(super) fn new_token(app: &App) -> String {
    work::issue(app.now().seconds(), chance::bytes(), |bytes| app.keys.keyed_hash("report form", bytes))
}

/// How many seconds ago we handed a form out, as far as its token can say; `None` where we did not.
fn handed_out(app: &App, fields: &Fields) -> Option<u32> {
    match work::check(fields.text("token"), app.now().seconds(), |bytes| app.keys.keyed_hash("report form", bytes)) {
        Ok(age) => Some(age.seconds),
        // Ours, and older than a token is good: a day is the bound.
        Err(work::TokenRefused::Expired) => Some(form::WAITED_SECONDS_MAX),
        Err(_) => None,
    }
}

/// True where the token is ours, the form was read before it was sent, and the small puzzle was solved.
///
/// Nothing of this ever turns anyone away: a report without it waits in a slower lane.
fn worked(app: &App, fields: &Fields) -> bool {
    let token = fields.text("token");
    let age = work::check(token, app.now().seconds(), |bytes| app.keys.keyed_hash("report form", bytes));
    let bits = u32::from(app.config.work_bits);
    let solved = match fields.text("work").parse() {
        Ok(nonce) => work::solved(token, nonce, bits, keys::sha256),
        Err(_) => bits == 0,
    };
    solved && age.is_ok_and(|age| !age.is_hasty())
}

fn show(visit: &Visit, fields: Fields, back: &Back) -> Answer {
    let say = visit.app.say(visit.lang);
    let problems: Vec<ProblemLine> =
        back.problems.iter().map(|problem| ProblemLine { field: problem.field, words: say.t(problem.word) }).collect();
    let sent = fields.text("token");
    let mut parts = parts(visit, &fields, &problems, &back.places);
    // What is said about pictures must be seen.
    parts.is_more_open |= back.pictures.kept > 0 || !back.pictures.not_taken.is_empty();
    let report = ReportPage {
        frame: visit.frame("report-title").with_scripts(&["report.js"]),
        path: path(visit.lang),
        other: visit.lang.other(),
        // The same token, so that a waiting draft and this form stay one sending.
        token: if sent.len() == work::TOKEN_TEXT_BYTES { sent.to_owned() } else { new_token(&visit.app) },
        bits: visit.app.config.work_bits,
        parts,
        warnings: warning_lines(visit, &back.warnings),
        warned: form::warned(&fields, &back.warnings),
        pictures_lost: back.pictures.lost,
        pictures_kept: back.pictures.kept,
        not_taken: back.pictures.not_taken.iter().map(|refused| not_taken_words(&say, refused)).collect(),
        pictures_max: PICTURES_MAX,
        picture_bytes_max: MEDIA_BYTES_MAX,
        problems,
        fields,
    };
    let needs_a_look = !report.problems.is_empty() || !report.warnings.is_empty();
    let status = if needs_a_look { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page_with(status, &report)
}

pub(super) fn warning_lines(visit: &Visit, warnings: &[Warning]) -> Vec<WarningLine> {
    let say = visit.app.say(visit.lang);
    let line = |warning: &Warning| WarningLine {
        field: warning.field,
        words: say.t1(&format!("report-lint-{}", warning.class.code()), "words", warning.quote.clone()),
    };
    warnings.iter().map(line).collect()
}

/// The questions of a form in the visit's language.
pub(super) fn parts(visit: &Visit, fields: &Fields, problems: &[ProblemLine], places: &[Place]) -> FormParts {
    let say = visit.app.say(visit.lang);
    let asker = Asker { say: &say, fields, problems };
    let optional = [
        "note",
        "date",
        "time",
        "people",
        "vehicles",
        "agency",
        "uniform_words",
        "detained",
        "detained_count",
        "children_present",
        "reporter_safe",
        "wants_call",
        "contact",
    ];
    let typed = optional.iter().any(|name| fields.has(name)) || !matches!(fields.text("when"), "" | "now");
    FormParts {
        place_problem: problem_of(problems, "place"),
        contact_problem: problem_of(problems, "contact"),
        note_problem: problem_of(problems, "note"),
        uniform_problem: problem_of(problems, "uniform_words"),
        count_problem: problem_of(problems, "detained_count"),
        which_place: Some(asker.which_place(&visit.app.part::<Atlas>(), places)).filter(|_| !places.is_empty()),
        activity: asker.activity(),
        first: asker.first(),
        more: asker.more(),
        detained: asker.detained(),
        children: asker.children(),
        reporter_safe: asker.reporter_safe(),
        when: asker.when(),
        speaks: asker.speaks(),
        // A problem in the optional part must be seen; so must what was typed there.
        is_more_open: typed || problems.iter().any(|problem| !matches!(problem.field, "activity" | "place")),
    }
}

fn show_taken(visit: &Visit, taken: &Taken, token: String) -> Result<Response, Wrong> {
    let say = visit.app.say(visit.lang);
    page(&TakenPage {
        frame: visit.frame("taken-title").with_scripts(&["report.js"]),
        receipt: taken.receipt.to_string(),
        token,
        come_back: super::receipt_pages::path(visit.lang),
        not_taken: taken.not_taken.iter().map(|refused| not_taken_words(&say, refused)).collect(),
        report_again: path(visit.lang),
    })
}

/// Why a picture was not taken, in words.
pub(super) fn not_taken_words(say: &crate::ground::locale::Say, (at, why): &(usize, NotTaken)) -> String {
    let why = say.t(&why.word());
    say.with("picture-not-taken", &[("at", (*at).into()), ("why", why.into())])
}
