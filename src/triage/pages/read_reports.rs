//! Reports as a dispatcher reads them: the answers always, the sealed words only where they are opened, and then with a
//! note in the audit log for each.

use super::shown::{self, Line, Piece};
use crate::ground::locale::{Lang, Say};
use crate::ground::web::clock;
use crate::ground::{App, Id, Moment, Wrong, audit};
use crate::messages::store::Became;
use crate::people::{self, Me};
use crate::places::Atlas;
use crate::reports::facts::TimePrecision;
use crate::reports::{self, Brief, Kind, PictureRow, Report, ReportWords, Said, Speaker};
use crate::triage::desk;
use crate::triage::reading::undecided;
use crate::triage::store;

/// Reports whose words one page opens. More are opened on demand: nobody reads five hundred, and each opening is noted.
pub const OPENED_REPORTS_MAX: usize = 20;

/// A report on a page.
pub struct ReportShown {
    pub id: String,
    /// Its place on the page, from 1.
    pub number: usize,
    /// It says more than a dispatcher had read when the page was made.
    pub has_news: bool,
    pub facts: Vec<Line>,
    pub place: String,
    pub channel: String,
    pub lane: String,
    pub lang: String,
    pub came: String,
    pub came_iso: String,
    /// Only the day of that is left.
    pub is_a_day: bool,
    pub seen: String,
    pub seen_iso: String,
    pub stage: String,
    pub has_contact: bool,
    pub wants_call: bool,
    /// `None` where they were not opened.
    pub words: Option<Words>,
    pub said: Vec<SaidShown>,
    /// What became of the newest text to whoever reported by text.
    pub text: Option<TextShown>,
    pub pictures: Vec<PictureShown>,
}

/// What became of a text to one person.
pub struct TextShown {
    pub at: String,
    pub at_iso: String,
    /// "delivered", "not sent: this network has no text provider".
    pub words: String,
    /// Whether the person may not have it.
    pub is_missed: bool,
}

/// The opened words of a report, cut where the lint found something.
pub struct Words {
    pub place: Vec<Piece>,
    pub note: Vec<Piece>,
    pub uniform: Vec<Piece>,
    /// True where their time is over.
    pub are_forgotten: bool,
}

/// A question, an answer or an addition.
pub struct SaidShown {
    pub from: String,
    pub at: String,
    pub at_iso: String,
    pub words: Vec<Piece>,
}

/// A picture with what was said about it.
pub struct PictureShown {
    pub id: String,
    pub shows_it: usize,
    pub does_not: usize,
}

/// What is read of one report.
struct Read {
    brief: Brief,
    words: Option<Option<ReportWords>>,
    said: Vec<Said>,
    aliases: Vec<Option<String>>,
    text: Option<Became>,
    pictures: Vec<PictureRow>,
}

/// Reads these reports, best first, from the place `from` on, at most [`OPENED_REPORTS_MAX`]. Where `opens` is set their words
/// are opened, each with a note. Answers how many there are in all.
///
/// # Errors
/// A fault.
pub async fn read(
    app: &App,
    me: &Me,
    say: &Say,
    ids: Vec<Id<Report>>,
    from: usize,
    opens: bool,
) -> Result<(Vec<ReportShown>, usize), Wrong> {
    let total = ids.len();
    let ids = app.db.read("order reports", move |tx| desk::best_first(tx, &ids)).await?;
    let ids: Vec<Id<Report>> = ids.into_iter().skip(from).take(OPENED_REPORTS_MAX).collect();
    let (now, by, noted) = (app.now(), me.id, ids.clone());
    let news = if opens && !ids.is_empty() {
        // Noted before anything is opened: an opening without a note cannot happen. News are read from here on, and what comes
        // between this and the reading stays news.
        app.db
            .write("note openings", move |tx| {
                noted.iter().try_for_each(|id| audit::note(tx, now, Some(by), "report words opened", Some(*id)))?;
                store::read_news(tx, &noted)
            })
            .await?
    } else {
        app.db.read("reports with news", move |tx| store::with_news(tx, &noted)).await?
    };
    let keys = app.keys.clone();
    let read = app.db.read("read reports", move |tx| {
        let mut out = Vec::with_capacity(ids.len());
        for brief in reports::store::briefs(tx, &ids)? {
            let words = match opens.then(|| reports::open_words(&keys, tx, brief.id)) {
                Some(Ok(words)) => Some(Some(words)),
                Some(Err(Wrong::NotFound)) => Some(None),
                Some(Err(wrong)) => return Err(wrong),
                None => None,
            };
            let said = if opens { reports::conversation(&keys, tx, brief.id)? } else { Vec::new() };
            let aliases = said.iter().map(|said| match said.from {
                Speaker::Member(member) => people::store::alias_of(tx, member),
                Speaker::Reporter => Ok(None),
            });
            let aliases = aliases.collect::<Result<Vec<_>, _>>()?;
            let text = reports::newest_text(tx, brief.id)?;
            let pictures = reports::store::pictures(tx, brief.id)?;
            out.push(Read { brief, words, said, aliases, text, pictures });
        }
        Ok(out)
    });
    let atlas = app.part::<Atlas>();
    let shown = (from + 1..).zip(read.await?).map(|(number, read)| ReportShown {
        has_news: news.contains(&read.brief.id),
        ..shown_report(app, say, &atlas, number, &read)
    });
    Ok((shown.collect(), total))
}

fn shown_report(app: &App, say: &Say, atlas: &Atlas, number: usize, read: &Read) -> ReportShown {
    let brief = &read.brief;
    let reading = undecided(brief);
    let said = read.said.iter().zip(&read.aliases).map(|(said, alias)| said_shown(app, say, said, alias.as_deref()));
    let pictures = read.pictures.iter().map(|picture| PictureShown {
        id: picture.id.to_string(),
        shows_it: picture.reviews.iter().filter(|review| review.shows_it).count(),
        does_not: picture.reviews.iter().filter(|review| !review.shows_it).count(),
    });
    ReportShown {
        id: brief.id.to_string(),
        number,
        has_news: false,
        facts: shown::facts(say, &brief.facts),
        place: shown::spot(say, atlas, reading.spot, brief.area),
        channel: say.t(&brief.channel.word()),
        lane: say.t(&reading.lane().word()),
        lang: Lang::from_code(&brief.lang).map_or_else(|| brief.lang.clone(), |lang| lang.own_name().to_owned()),
        came: clock::known(app, say, brief.taken_at, brief.coarse),
        came_iso: clock::known_iso(app, brief.taken_at, brief.coarse),
        is_a_day: brief.coarse,
        seen: seen(app, say, brief),
        seen_iso: clock::known_iso(app, brief.observed_at, brief.precision == TimePrecision::Day),
        stage: say.t(&brief.stage.word()),
        has_contact: brief.has_contact,
        wants_call: brief.facts.wants_call,
        words: read.words.as_ref().map(|words| words_shown(say, words.as_ref())),
        said: said.collect(),
        text: read.text.map(|text| text_shown(app, say, text)),
        pictures: pictures.collect(),
    }
}

fn text_shown(app: &App, say: &Say, text: Became) -> TextShown {
    let (fate, why) = text.words();
    let words = match why {
        Some(why) => format!("{}: {}", say.t(&fate), say.t(&why)),
        None => say.t(&fate),
    };
    TextShown { at: clock::when(app, say, text.at), at_iso: text.at.iso(), words, is_missed: text.is_missed() }
}

fn seen(app: &App, say: &Say, brief: &Brief) -> String {
    let at: Moment = brief.observed_at;
    match brief.precision {
        TimePrecision::Minutes => clock::when(app, say, at),
        TimePrecision::Hour => say.t1("triage-seen-around", "at", clock::when(app, say, at)),
        TimePrecision::Day => clock::day(app, say, at),
    }
}

fn words_shown(say: &Say, words: Option<&ReportWords>) -> Words {
    let empty = ReportWords::default();
    let held = words.unwrap_or(&empty);
    Words {
        place: shown::pieces(say, &held.place),
        note: shown::pieces(say, &held.note),
        uniform: shown::pieces(say, &held.uniform_words),
        are_forgotten: words.is_none(),
    }
}

fn said_shown(app: &App, say: &Say, said: &Said, alias: Option<&str>) -> SaidShown {
    let from = match said.from {
        Speaker::Member(_) => alias.unwrap_or("—").to_owned(),
        Speaker::Reporter if said.kind == Kind::Addition => say.t("triage-said-added"),
        Speaker::Reporter => say.t("triage-said-reporter"),
    };
    SaidShown {
        from,
        at: clock::known(app, say, said.at, said.coarse),
        at_iso: clock::known_iso(app, said.at, said.coarse),
        words: shown::pieces(say, &said.words),
    }
}

/// The words of the place of a report, where they can still be opened: what a dispatcher passes on. The opening is
/// noted by whoever shows the report itself.
pub async fn place_words(app: &App, report: Id<Report>) -> Result<String, Wrong> {
    let keys = app.keys.clone();
    let words = app.db.read("place words", move |tx| reports::open_words(&keys, tx, report)).await;
    match words {
        Ok(words) => Ok(words.place),
        Err(Wrong::NotFound) => Ok(String::new()),
        Err(wrong) => Err(wrong),
    }
}
