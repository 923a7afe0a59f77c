//! `cuadra places`: bringing corners and landmarks in, so that what neighbours type is found.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use clap::Subcommand;
use indicatif::{ProgressBar, ProgressStyle};

use super::Where;
use crate::ground::{App, Clock};
use crate::places::spots_in::{self, Problem};
use crate::places::{Areas, store};
use crate::wiring;

/// Lines of problems that are printed; the rest is counted.
const PROBLEMS_SHOWN_MAX: usize = 20;

#[derive(Subcommand)]
pub(super) enum Places {
    /// Take corners and landmarks from a file: CSV with a header (street_a,street_b,lat,lon for corners; kind,name,other_names,lat,lon for
    /// landmarks, with | between other names), or GeoJSON points with the same properties. The same file again replaces what it
    /// brought before.
    Import {
        /// The file.
        file: PathBuf,
        /// What this list is called: what was brought under this name before is replaced. The file's own name without it.
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// Whom the public map thanks for the data, where its licence asks for it: "© OpenStreetMap contributors".
        #[arg(long, value_name = "WORDS", default_value = "")]
        credit: String,
        #[command(flatten)]
        at: Where,
    },
    /// Show the lists that were brought.
    List {
        #[command(flatten)]
        at: Where,
    },
    /// Take a list's places off the map.
    Remove {
        /// What the list is called.
        name: String,
        #[command(flatten)]
        at: Where,
    },
}

impl Places {
    fn at(&self) -> &Where {
        match self {
            Places::Import { at, .. } | Places::List { at } | Places::Remove { at, .. } => at,
        }
    }
}

pub(super) async fn run(command: Places) -> anyhow::Result<()> {
    let app = wiring::open(command.at().config()?, Clock::machine())?;
    print!("{}", done(&app, command).await?);
    Ok(())
}

/// Does it, and answers what to print.
pub(super) async fn done(app: &App, command: Places) -> anyhow::Result<String> {
    match command {
        Places::Import { file, name, credit, .. } => {
            let own = file.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
            import(app, &file, name.unwrap_or(own), credit).await
        }
        Places::List { .. } => {
            let sources = app.db.read("list sources", store::sources).await?;
            let mut out = String::new();
            for source in &sources {
                writeln!(out, "{}\t{} names\t{}", source.name, source.rows, source.credit)?;
            }
            Ok(if sources.is_empty() { "No list of corners and landmarks was brought.\n".into() } else { out })
        }
        Places::Remove { name, .. } => {
            let told = name.clone();
            let gone = app.db.write("remove places", move |tx| store::remove_source(tx, &name)).await?;
            ensure!(gone > 0, "no list is called {told}: see cuadra places list");
            Ok(format!("{gone} names are off the map.\n"))
        }
    }
}

async fn import(app: &App, file: &Path, name: String, credit: String) -> anyhow::Result<String> {
    ensure!(!name.trim().is_empty(), "give the list a name with --name");
    ensure!(name.len() + credit.len() <= 400, "a name or credit as long as that fits no page");
    let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let read = spots_in::read(&bytes).with_context(|| file.display().to_string())?;
    drop(bytes);
    let areas = Areas::new(app.db.read("areas", store::areas).await?)?;
    ensure!(!areas.all().is_empty(), "the map has no areas yet: bring them first, with cuadra areas import");
    let bar = ProgressBar::new(read.spots.len() as u64)
        .with_style(ProgressStyle::with_template("{bar:40} {pos}/{len} places").context("the bar")?);
    let counted = read.counted;
    let fitted = spots_in::fit(read.spots, &areas, || bar.inc(1));
    bar.finish_and_clear();
    let mut problems = read.problems;
    problems.extend(fitted.problems);
    let (corners, landmarks, again) = (fitted.corners, fitted.landmarks, fitted.again);
    ensure!(
        corners + landmarks > 0,
        "nothing in the file can be taken, and the map is as it was\n{}",
        told(&mut problems, counted)
    );
    let rows = fitted.rows;
    let gone = app.db.write("import places", move |tx| store::replace_source(tx, &name, &credit, &rows)).await?;
    let mut out = told(&mut problems, counted);
    writeln!(out, "{corners} corners and {landmarks} landmarks taken, {} left out.", problems.len())?;
    if again > 0 {
        writeln!(out, "{again} more corners stand a few steps from one of the same streets: they are one.")?;
    }
    if gone > 0 {
        writeln!(out, "{gone} names that this list brought before were replaced.")?;
    }
    writeln!(out, "A running site takes the new map within a minute.")?;
    Ok(out)
}

/// The first problems by line, and how many there are of each kind.
fn told(problems: &mut [Problem], counted: &str) -> String {
    problems.sort_by_key(|problem| problem.at);
    let mut out = String::new();
    for problem in problems.iter().take(PROBLEMS_SHOWN_MAX) {
        let _ = writeln!(out, "{counted} {}, left out: {}", problem.at, problem.what);
    }
    let more = problems.iter().skip(PROBLEMS_SHOWN_MAX);
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for problem in more {
        *kinds.entry(problem.what.to_string()).or_default() += 1;
    }
    for (what, count) in kinds {
        let _ = writeln!(out, "{count} more left out: {what}");
    }
    out
}

#[cfg(test)]
mod tests;
