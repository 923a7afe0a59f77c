//! `cuadra areas`: bringing the network's map in.

use std::path::PathBuf;

use anyhow::Context;
use clap::{Subcommand, ValueEnum};

use super::Where;
use crate::ground::Clock;
use crate::places::{AreaKind, geojson_in, import, store};
use crate::wiring;

#[derive(Subcommand)]
pub(super) enum Areas {
    /// Take areas from a GeoJSON file (WGS 84). Areas that are there already are replaced; nothing is removed.
    Import {
        /// The file.
        file: PathBuf,
        /// What areas are that do not say so themselves.
        #[arg(long, value_enum, default_value_t = Kind::Neighborhood)]
        kind: Kind,
        #[command(flatten)]
        at: Where,
    },
    /// Take other names of areas from a JSON file: [{"name", "aliases": [..], "slugs": [..]}].
    Names {
        /// The file.
        file: PathBuf,
        #[command(flatten)]
        at: Where,
    },
    /// List the areas.
    List {
        #[command(flatten)]
        at: Where,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Kind {
    Region,
    City,
    Neighborhood,
    Zip,
    County,
}

impl From<Kind> for AreaKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Region => AreaKind::Region,
            Kind::City => AreaKind::City,
            Kind::Neighborhood => AreaKind::Neighborhood,
            Kind::Zip => AreaKind::Zip,
            Kind::County => AreaKind::County,
        }
    }
}

pub(super) async fn run(command: Areas) -> anyhow::Result<()> {
    match command {
        Areas::Import { file, kind, at } => {
            let bytes = std::fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
            let read = geojson_in::read(&bytes, kind.into()).with_context(|| file.display().to_string())?;
            let app = wiring::open(at.config()?, Clock::machine())?;
            let done = app.db.write("import areas", move |tx| import::import(tx, read)).await?;
            for problem in &done.problems {
                eprintln!("{problem}");
            }
            println!("{} areas added, {} replaced, {} notes", done.added, done.replaced, done.problems.len());
            if done.without_parent > 0 {
                println!("{} of them lie in an area that is not on the map yet", done.without_parent);
            }
        }
        Areas::Names { file, at } => {
            let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
            let app = wiring::open(at.config()?, Clock::machine())?;
            let (taken, unknown) = app.db.write("import names", move |tx| import::import_names(tx, &text)).await?;
            println!("{taken} names taken; {unknown} areas that they speak of are not on the map");
        }
        Areas::List { at } => {
            let app = wiring::open(at.config()?, Clock::machine())?;
            for area in app.db.read("list areas", store::areas).await? {
                println!("{:>6}  {:<12}  {}", area.id.0, area.kind.code(), area.name);
            }
        }
    }
    Ok(())
}
