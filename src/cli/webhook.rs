//! `cuadra webhook`: a site's own system that is told of alerts (Standard Webhooks). Only a steward adds one: it makes the server speak to a host.
//! `cuadra subscriptions`: how many there are, and nothing about whom.

use std::fmt::Write;

use anyhow::{Context, ensure};
use clap::Subcommand;

use super::Where;
use crate::ground::locale::Lang;
use crate::ground::{App, Clock, Wrong, audit, chance};
use crate::places::{AreaKey, AreaKind, store as places};
use crate::subscriptions::{self, Carrier, Kind, Kinds, QuietHours, Subscription, WebhookAddress};
use crate::wiring;

/// What may be done with webhooks.
#[derive(Subcommand)]
pub enum Webhooks {
    /// Tell a site's own system of alerts, and print the secret with which it knows us. Adding an address again replaces its secret and areas.
    Add {
        /// Where messages are posted to: https://…
        url: String,
        /// An area, by the short name that `cuadra areas list` shows; may be given several times. All of them without it.
        #[arg(long = "area", value_name = "SLUG")]
        areas: Vec<String>,
        /// The language of the messages: es or en.
        #[arg(long, default_value = "en", value_parser = super::member::lang)]
        lang: Lang,
        /// Drills too.
        #[arg(long)]
        drills: bool,
        #[command(flatten)]
        at: Where,
    },
    /// List the sites that are told: a number, the host, the areas, and when it ends.
    List {
        #[command(flatten)]
        at: Where,
    },
    /// Stop telling a site.
    Remove {
        /// The number that `cuadra webhook list` shows.
        number: u32,
        #[command(flatten)]
        at: Where,
    },
}

/// Runs one of the commands and prints what came of it.
pub async fn run(command: Webhooks) -> anyhow::Result<()> {
    let (Webhooks::Add { at, .. } | Webhooks::List { at } | Webhooks::Remove { at, .. }) = &command;
    let app = wiring::open(at.config()?, Clock::machine())?;
    print!("{}", done(&app, command).await?);
    Ok(())
}

/// Does it and answers what is to be printed.
///
/// # Errors
/// Where the address, an area or the number is not known; the message says which.
pub(super) async fn done(app: &App, command: Webhooks) -> anyhow::Result<String> {
    match command {
        Webhooks::Add { url, areas, lang, drills, .. } => add(app, &url, areas, lang, drills).await,
        Webhooks::List { .. } => list(app).await,
        Webhooks::Remove { number, .. } => remove(app, number).await,
    }
}

async fn add(app: &App, url: &str, areas: Vec<String>, lang: Lang, drills: bool) -> anyhow::Result<String> {
    let address = WebhookAddress::new(url, chance::bytes())?;
    let mut wanted = Vec::new();
    for slug in areas {
        let named = slug.clone();
        let area = app.db.read("an area by its short name", move |tx| area_of(tx, &named)).await?;
        wanted.push(subscriptions::Where::Area(area.with_context(|| format!("no area is called {slug}"))?));
    }
    if wanted.is_empty() {
        wanted.push(subscriptions::Where::Everywhere);
    }
    let kinds: &[Kind] =
        if drills { &[Kind::Alerts, Kind::Checked, Kind::Drills] } else { &[Kind::Alerts, Kind::Checked] };
    let kinds = Kinds::of(kinds).context("no kinds")?;
    let choices = Subscription::new(wanted, lang, Carrier::Webhook, kinds, QuietHours::NONE)?;
    let (keys, now, secret) = (app.keys.clone(), app.now(), address.secret_text());
    let is_new = app
        .db
        .write("add a webhook", move |tx| {
            let is_new = subscriptions::add_webhook(tx, &keys, &address, &choices, now)?;
            audit::note(tx, now, None::<crate::ground::Id<()>>, "webhook added", None::<crate::ground::Id<()>>)?;
            Ok(is_new)
        })
        .await?;
    let what = if is_new { "is told from now on" } else { "was told already; its secret and areas are new now" };
    Ok(format!(
        "The site {what}, for a year. Its system knows our messages by this secret, which is shown this once:\n\n    {secret}\n"
    ))
}

/// The area with a short name, of whatever kind.
fn area_of(tx: &crate::ground::db::Tx<'_>, slug: &str) -> Result<Option<AreaKey>, Wrong> {
    for kind in AreaKind::ALL {
        if let Some(area) = places::number_of(tx, kind, slug)? {
            return Ok(Some(area));
        }
    }
    Ok(None)
}

async fn list(app: &App) -> anyhow::Result<String> {
    let keys = app.keys.clone();
    let (sites, areas) =
        app.db.read("list webhooks", move |tx| Ok((subscriptions::webhooks(tx, &keys)?, places::areas(tx)?))).await?;
    let mut out = String::new();
    for site in sites {
        let name = |place: &subscriptions::Where| match place {
            subscriptions::Where::Area(key) => {
                areas.iter().find(|area| area.id == *key).map_or("an area that is gone", |area| area.slug.as_str())
            }
            _ => "everywhere",
        };
        let places: Vec<&str> = site.places.iter().map(name).collect();
        let ends = site.ends_at.in_zone(&app.config.zone()).strftime("%Y-%m-%d");
        let host = site.address.as_ref().map_or_else(|| "(cannot be opened)".to_owned(), WebhookAddress::host);
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}\t{host}\t{}\tuntil {ends}", site.seat.0, places.join(","));
    }
    Ok(if out.is_empty() { "No site is told.\n".to_owned() } else { out })
}

async fn remove(app: &App, number: u32) -> anyhow::Result<String> {
    let now = app.now();
    let removed = app
        .db
        .write("remove a webhook", move |tx| {
            let removed = subscriptions::remove_webhook(tx, subscriptions::Seat(number))?;
            if removed {
                audit::note(tx, now, None::<crate::ground::Id<()>>, "webhook removed", None::<crate::ground::Id<()>>)?;
            }
            Ok(removed)
        })
        .await?;
    ensure!(removed, "no site has the number {number}: see `cuadra webhook list`");
    Ok("It is told nothing any more, and its address and secret are deleted.\n".to_owned())
}

/// Prints how many subscriptions there are by channel and language.
pub async fn count(at: &Where) -> anyhow::Result<()> {
    let app = wiring::open(at.config()?, Clock::machine())?;
    print!("{}", counted(&app).await?);
    Ok(())
}

/// How many there are, line by line.
pub(super) async fn counted(app: &App) -> anyhow::Result<String> {
    let counts = app.db.read("count subscriptions", subscriptions::store::counts).await?;
    let mut out = String::new();
    for (lang, carrier, is_live, count) in &counts {
        let standing = if *is_live { "live" } else { "asked" };
        let _ = writeln!(out, "{}\t{}\t{standing}\t{count}", carrier.code(), lang.code());
    }
    let live: u32 = counts.iter().filter(|(_, _, is_live, _)| *is_live).map(|(_, _, _, count)| count).sum();
    let _ = writeln!(out, "{live} live in all");
    Ok(out)
}
