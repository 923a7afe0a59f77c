//! `cuadra export-site`: the public pages as files, for mirrors and onion hosting.
//!
//! Each round writes a whole new folder beside the last one and then moves one link: whoever reads meanwhile sees the old copy or the new one, never half of
//! each, and nothing of an alert that is not listed any more. The program asks itself over its own doors, as a visitor without a cookie would.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use clap::Args;
use tower::ServiceExt;

use super::Where;
use crate::alerts;
use crate::front_page::mirror::{self, Plan};
use crate::ground::keys::sha256;
use crate::ground::locale::Lang;
use crate::ground::web::cache::Keep;
use crate::ground::{App, Clock, Moment, chance};
use crate::places::Atlas;
use crate::wiring;

/// The list of all files with their SHA-256 sums, as `sha256sum --check` reads it.
const SUMS: &str = "SHA256SUMS";

/// What stands between a copy's name and its time in the names of the folders beside it.
const WRITTEN: &str = ".written-";

/// How many copies are left beside the newest: whoever is reading the last one may finish.
const OLDER_KEPT: usize = 1;

/// The largest page, as a bound on what is read at once.
const PAGE_BYTES_MAX: usize = 8 * 1024 * 1024;

#[derive(Args)]
pub(super) struct ExportSite {
    /// Where the copy goes. It becomes a link to the newest of the folders that are written beside it.
    dir: PathBuf,
    /// Keep writing: after so many seconds, and whenever something on the pages ends.
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=86_400))]
    every: Option<u64>,
    #[command(flatten)]
    at: Where,
}

/// What one round wrote.
pub(crate) struct Written {
    pub files: usize,
    pub bytes: usize,
    /// The next moment at which something on the pages ends by itself.
    pub until: Moment,
}

pub(super) async fn run(args: ExportSite) -> anyhow::Result<()> {
    let config = args.at.config()?;
    ensure!(config.database().exists(), "{} holds no network", config.data.display());
    if config.origin.is_none() {
        eprintln!("cuadra: no origin is set, so the copy's links for reporting lead to {}", config.origin());
    }
    let app = wiring::open(config, Clock::machine())?;
    let mut stopped = std::pin::pin!(super::stopped());
    loop {
        Atlas::reload(&app).await?;
        let round = write(&app, &args.dir).await;
        let Some(seconds) = args.every else {
            let written = round?;
            println!("{}: {} files, {} bytes", args.dir.display(), written.files, written.bytes);
            return Ok(());
        };
        let wait = match round {
            Ok(written) => seconds.min(seconds_left(written.until, app.now())),
            Err(error) => {
                tracing::error!("the copy was not written and will be tried again: {error:#}");
                seconds
            }
        };
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(wait)) => {}
            () = &mut stopped => return Ok(()),
        }
    }
}

/// Whole seconds until a moment, at least one.
fn seconds_left(until: Moment, now: Moment) -> u64 {
    u64::try_from(until.seconds_since(now)).unwrap_or(0) + 1
}

/// Writes the copy once.
///
/// # Errors
/// Where a page does not open, or the folder cannot be written or holds something that is not ours.
pub(crate) async fn write(app: &App, dir: &Path) -> anyhow::Result<Written> {
    let now = app.now();
    let (files, until) = gather(app, now).await?;
    let fresh = fresh_folder(dir, now)?;
    if let Err(error) = fill(&fresh, &files).and_then(|()| put_in_place(dir, &fresh)) {
        // The first error is the one to tell; what is left of the folder goes with the next round that succeeds.
        drop(fs::remove_dir_all(&fresh));
        return Err(error);
    }
    sweep(dir, &fresh)?;
    Ok(Written { files: files.len() + 1, bytes: files.values().map(Vec::len).sum(), until })
}

/// Writes the files and the list of their sums.
fn fill(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> anyhow::Result<()> {
    let mut sums = String::new();
    for (file, content) in files {
        let path = folder.join(file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, content).with_context(|| format!("writing {}", path.display()))?;
        let _ = writeln!(sums, "{}  {file}", hex::encode(sha256(content)));
    }
    fs::write(folder.join(SUMS), sums)?;
    Ok(())
}

/// Every file with its content, and the next moment at which one of the pages changes by itself.
async fn gather(app: &App, now: Moment) -> anyhow::Result<(BTreeMap<String, Vec<u8>>, Moment)> {
    let keys = app.keys.clone();
    let listed = app.db.read("alerts for a copy", move |tx| alerts::recent(tx, &keys, now)).await?;
    let ids: Vec<_> = listed.iter().map(alerts::Alert::id).collect();
    let (plan, site) = (Plan::new(&app.config.origin(), &ids), wiring::router(app));
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let (mut assets, mut soonest) = (Vec::new(), now.plus_days(1));
    for (address, file) in plan.files() {
        let answer = ask(&site, address).await?;
        let Some(Keep::Until(until)) = answer.keep else { bail!("{address} is not the same for everyone") };
        soonest = soonest.min(until);
        let content = if file.ends_with(".html") {
            let html = String::from_utf8(answer.body)?;
            assets.extend(mirror::assets_in(&html));
            let notice = notice(app, address, &html, now, mirror::trusted_until(now, until))?;
            plan.page(&html, file, &notice).with_context(|| address.to_owned())?.into_bytes()
        } else if file.ends_with(".atom") {
            plan.feed(&String::from_utf8(answer.body)?, file).into_bytes()
        } else {
            answer.body
        };
        files.insert(file.to_owned(), content);
    }
    assets.sort();
    assets.dedup();
    for address in assets {
        files.insert(mirror::asset_file(&address).to_owned(), ask(&site, &address).await?.body);
    }
    Ok((files, soonest))
}

/// What a page answers to a visitor.
struct Answered {
    body: Vec<u8>,
    keep: Option<Keep>,
}

async fn ask(site: &Router, address: &str) -> anyhow::Result<Answered> {
    let request = Request::get(address).body(Body::empty())?;
    let response = site.clone().oneshot(request).await.unwrap_or_else(|never| match never {});
    ensure!(response.status() == StatusCode::OK, "{address} answers {}", response.status());
    let keep = response.extensions().get::<Keep>().copied();
    let body = axum::body::to_bytes(response.into_body(), PAGE_BYTES_MAX).await?.to_vec();
    Ok(Answered { body, keep })
}

/// The notice in the page's language.
fn notice(app: &App, address: &str, html: &str, now: Moment, until: Moment) -> anyhow::Result<String> {
    let lang = if html.contains("<html lang=\"en\"") { Lang::En } else { Lang::Es };
    let (say, zone) = (app.say(lang), app.config.zone());
    let words = |at: Moment| {
        let (year, date) = (at.in_zone(&zone).year().to_string(), alerts::date(at, &zone, &say));
        let time = alerts::clock(at, &zone);
        say.with("front-mirror-moment", &[("date", date.into()), ("year", year.into()), ("time", time.into())])
    };
    let is_same_day = now.in_zone(&zone).date() == until.in_zone(&zone).date();
    let until = if is_same_day { alerts::clock(until, &zone) } else { words(until) };
    let live = format!("{}{address}", app.config.origin());
    Ok(mirror::notice(&say, &words(now), &until, &live)?)
}

/// The name of a folder beside `dir`.
fn beside(dir: &Path, ending: &str) -> anyhow::Result<PathBuf> {
    let name = dir.file_name().and_then(|name| name.to_str()).context("the copy needs a folder with a name")?;
    Ok(dir.with_file_name(format!("{name}{ending}")))
}

fn fresh_folder(dir: &Path, now: Moment) -> anyhow::Result<PathBuf> {
    // The time comes first, so that names sort by age.
    let ending = format!("{WRITTEN}{}-{}", now.micros(), hex::encode(chance::bytes::<3>()));
    let fresh = beside(dir, &ending)?;
    fs::create_dir(&fresh).with_context(|| format!("making {}", fresh.display()))?;
    Ok(fresh)
}

/// Makes `dir` a link to `fresh` in one step.
fn put_in_place(dir: &Path, fresh: &Path) -> anyhow::Result<()> {
    match fs::symlink_metadata(dir) {
        Ok(found) if found.is_dir() => fs::remove_dir(dir).with_context(|| {
            format!("{} is a folder with something in it; name one that is new or empty", dir.display())
        })?,
        Ok(found) if !found.is_symlink() => bail!("{} is a file", dir.display()),
        _ => {}
    }
    let link = beside(dir, ".next")?;
    if fs::symlink_metadata(&link).is_ok() {
        fs::remove_file(&link)?;
    }
    let name = fresh.file_name().context("a folder without a name")?;
    std::os::unix::fs::symlink(name, &link)?;
    fs::rename(&link, dir).with_context(|| format!("putting {} in place", dir.display()))
}

/// Removes older copies, but for the last one.
fn sweep(dir: &Path, fresh: &Path) -> anyhow::Result<()> {
    let start = beside(dir, WRITTEN)?;
    let (Some(folder), Some(start)) = (start.parent(), start.file_name().and_then(|name| name.to_str())) else {
        return Ok(());
    };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut copies: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_copy = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(start));
        if is_copy && path.file_name() != fresh.file_name() {
            copies.push(path);
        }
    }
    copies.sort();
    copies.truncate(copies.len().saturating_sub(OLDER_KEPT));
    copies.iter().try_for_each(fs::remove_dir_all).map_err(Into::into)
}
