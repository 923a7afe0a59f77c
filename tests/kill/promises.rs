//! What somebody was told is done, and how the next start finds it.

use std::collections::HashMap;
use std::path::Path;

use cuadra::ground::config::Config;
use cuadra::ground::db::Tx;
use cuadra::ground::keys::Keys;
use cuadra::ground::{Clock, Id, Wrong, audit};
use cuadra::reports::facts::Channel;
use cuadra::reports::receipt::Receipt;
use cuadra::reports::{self, Report};
use cuadra::triage::card::Card;
use cuadra::{messages, triage, wiring};

/// More rows than any run makes.
const EVERYTHING: usize = 10_000_000;

/// One acknowledgement.
#[derive(Clone, Debug)]
pub enum Promise {
    /// A receipt was shown for a report with this note, and nothing was said about its pictures.
    Report { receipt: String, note: String, pictures: usize },
    /// "We have what you added."
    Added { receipt: String, words: String },
    /// The provider was told that we have this text.
    Text { words: String },
    /// A dispatcher saw the card as theirs.
    Claimed { card: Id<Card> },
    /// A dispatcher saw the queue again after "not a report".
    Decided { card: Id<Card> },
}

impl Promise {
    /// What it is about, to be counted.
    pub const fn kind(&self) -> &'static str {
        match self {
            Promise::Report { pictures: 0, .. } => "reports",
            Promise::Report { .. } => "reports with a picture",
            Promise::Added { .. } => "additions",
            Promise::Text { .. } => "texts",
            Promise::Claimed { .. } => "claims",
            Promise::Decided { .. } => "decisions",
        }
    }
}

/// Opens the data folder as the next start would and looks for every promise.
pub async fn check(data: &Path, promised: &[Promise]) {
    let config = Config { data: data.to_owned(), ..Config::default() };
    let app = wiring::open(config, Clock::machine()).expect("the folder opens again");
    assert_eq!(app.db.integrity().await.expect("a check"), Vec::<String>::new());
    let (keys, all) = (app.keys.clone(), promised.to_vec());
    let pictures = app
        .db
        .read("look for what was promised", move |tx| {
            assert!(matches!(audit::verify(tx)?, audit::Chain::Whole(_)));
            let texts = texts(&keys, tx)?;
            let mut pictures = Vec::new();
            for promise in &all {
                pictures.extend(kept(&keys, tx, &texts, promise)?);
            }
            Ok(pictures)
        })
        .await
        .expect("the promises are kept");
    for picture in pictures {
        let jpeg = reports::open_picture(&app, picture).await.expect("a picture that was taken opens");
        assert!(jpeg.starts_with(&[0xff, 0xd8]), "it is a picture");
    }
}

/// How often each text is there.
fn texts(keys: &Keys, tx: &Tx<'_>) -> Result<HashMap<String, usize>, Wrong> {
    let mut out = HashMap::new();
    for (_, inbound) in messages::store::inbound_after(tx, 0, EVERYTHING)? {
        *out.entry(messages::open_inbound(keys, tx, inbound.id)?).or_default() += 1;
    }
    Ok(out)
}

/// Looks for one promise. Answers the pictures that belong to it.
fn kept(
    keys: &Keys,
    tx: &Tx<'_>,
    texts: &HashMap<String, usize>,
    promise: &Promise,
) -> Result<Vec<Id<reports::PictureRow>>, Wrong> {
    match promise {
        Promise::Report { receipt, note, pictures } => {
            let id = by_receipt(keys, tx, receipt)?;
            assert_eq!(&reports::open_words(keys, tx, id)?.note, note);
            let rows = reports::store::pictures(tx, id)?;
            assert_eq!(rows.len(), *pictures, "pictures of {note}");
            return Ok(rows.into_iter().map(|row| row.id).collect());
        }
        Promise::Added { receipt, words } => {
            let said = reports::conversation(keys, tx, by_receipt(keys, tx, receipt)?)?;
            let times = said.iter().filter(|said| said.words == *words).count();
            assert_eq!(times, 1, "{words} was acknowledged");
        }
        Promise::Text { words } => assert_eq!(texts.get(words), Some(&1), "{words} was acknowledged"),
        Promise::Claimed { card } => {
            let row = triage::store::get_card(tx, *card)?.expect("a card that was claimed");
            assert!(row.claim.is_some() || row.decided.is_some(), "{card} was claimed");
        }
        Promise::Decided { card } => {
            let row = triage::store::get_card(tx, *card)?.expect("a card that was decided");
            assert!(row.decided.is_some(), "{card} was decided");
            for (_, report) in triage::store::reports_of_card(tx, *card)? {
                let brief = reports::store::brief(tx, report)?.ok_or(Wrong::NotFound)?;
                assert_eq!(brief.stage, reports::Stage::NotAReport, "its reports were told");
            }
        }
    }
    Ok(Vec::new())
}

fn by_receipt(keys: &Keys, tx: &Tx<'_>, receipt: &str) -> Result<Id<Report>, Wrong> {
    let parsed = Receipt::parse(receipt).expect("a receipt");
    Ok(reports::by_receipt(keys, tx, &parsed)?.unwrap_or_else(|| panic!("{receipt} was shown and is not there")))
}

/// Lets the worker read every text that came in; each must then be a report, whenever the program died while it read.
pub async fn texts_became_reports(data: &Path, promised: &[Promise]) {
    let config = Config { data: data.to_owned(), ..Config::default() };
    let app = wiring::open(config, Clock::machine()).expect("the folder opens again");
    for worker in reports::WORKERS {
        (worker.pass)(app.clone()).await.expect("a pass");
    }
    let keys = app.keys.clone();
    let notes = app.db.read("reports by text", move |tx| {
        let mut notes = HashMap::<String, usize>::new();
        for brief in reports::store::briefs_after(tx, 0, EVERYTHING)? {
            if brief.channel == Channel::Sms {
                *notes.entry(reports::open_words(&keys, tx, brief.id)?.note).or_default() += 1;
            }
        }
        Ok(notes)
    });
    let notes = notes.await.expect("the reports");
    for promise in promised {
        if let Promise::Text { words } = promise {
            assert_eq!(notes.get(words), Some(&1), "{words} became one report");
        }
    }
}
