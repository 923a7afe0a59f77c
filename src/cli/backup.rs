//! `cuadra backup` and `cuadra restore`: one file, locked to a key that is kept somewhere else.
//!
//! The copy is consistent while the site runs: the keys, then the database (as one transaction sees it), then the keys again, then the
//! pictures. A picture or a key is written before the row that needs it is committed, and a key that is dropped meanwhile (once a week
//! contacts are sealed anew) was read before, so nothing that the copy of the database names is missing.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use age::secrecy::{ExposeSecret, SecretString};
use anyhow::{Context, ensure};
use clap::Args;
use zeroize::Zeroizing;

use super::Where;
use crate::ground::Clock;
use crate::ground::config::Config;
use crate::ground::db::Db;
use crate::ground::keys::{Class, create_private, private_folder};
use crate::wiring;

/// How long backups should be kept: as long as what a report says is kept for an incident.
const KEEP_DAYS: i64 = Class::Kept.days();

/// What a folder holds: paths inside the backup, and bytes.
type Files = BTreeMap<PathBuf, Zeroizing<Vec<u8>>>;

#[derive(Args)]
pub(super) struct Backup {
    /// The file to write.
    file: PathBuf,
    /// Public key (age1…) that can open it; `cuadra backup-key` makes one.
    #[arg(long, value_name = "AGE1…", required_unless_present = "passphrase_file")]
    recipient: Option<String>,
    /// File that holds a passphrase instead.
    #[arg(long, value_name = "FILE", conflicts_with = "recipient")]
    passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    at: Where,
}

#[derive(Args)]
pub(super) struct Restore {
    /// The backup.
    file: PathBuf,
    /// File with the secret key that opens it.
    #[arg(long, value_name = "FILE", required_unless_present = "passphrase_file")]
    identity: Option<PathBuf>,
    /// File that holds the passphrase.
    #[arg(long, value_name = "FILE", conflicts_with = "identity")]
    passphrase_file: Option<PathBuf>,
    #[command(flatten)]
    at: Where,
}

/// Makes a key pair: the secret half into a file, the public half on the terminal.
pub(super) fn key(file: &Path) -> anyhow::Result<()> {
    ensure!(!file.exists(), "{} exists already; a key is never overwritten", file.display());
    let pair = age::x25519::Identity::generate();
    create_private(file, pair.to_string().expose_secret().as_bytes())?;
    println!("{}", pair.to_public());
    eprintln!(
        "The secret key is in {}. Take it off this server and keep two copies in different houses: \
         without it no backup opens, with it all of them do.",
        file.display()
    );
    Ok(())
}

pub(super) async fn backup(args: Backup) -> anyhow::Result<()> {
    let config = args.at.config()?;
    ensure!(config.database().exists(), "{} holds no network", config.data.display());
    let recipient: Box<dyn age::Recipient + Send> =
        match (&args.recipient, &args.passphrase_file) {
            (Some(key), _) => Box::new(key.trim().parse::<age::x25519::Recipient>().map_err(|why| {
                anyhow::anyhow!("{key} is not a public key: {why}. `cuadra backup-key FILE` makes one")
            })?),
            (None, Some(file)) => Box::new(age::scrypt::Recipient::new(passphrase(file)?)),
            (None, None) => anyhow::bail!("say with --recipient or --passphrase-file what opens the backup"),
        };
    let written = write_backup(&config, &args.file, recipient.as_ref()).await?;
    println!("{}: {written} bytes", args.file.display());
    println!("{}", carried());
    Ok(())
}

/// What whoever keeps a backup must know.
fn carried() -> String {
    format!(
        "It holds this day's keys: whoever opens it reads what retention drops from the site later. Keep backups for at most {KEEP_DAYS} days, then delete them."
    )
}

/// Writes a backup and answers its size in bytes.
pub(crate) async fn write_backup(
    config: &Config,
    file: &Path,
    recipient: &(dyn age::Recipient + Send),
) -> anyhow::Result<u64> {
    write_backup_while(config, file, recipient, || Ok(())).await
}

/// Writes a backup; `meanwhile` runs when the database was copied and the rest was not yet.
async fn write_backup_while(
    config: &Config,
    file: &Path,
    recipient: &(dyn age::Recipient + Send),
    meanwhile: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<u64> {
    let scratch = Scratch::make(config.data.join(".backup"))?;
    let copy = scratch.0.join("cuadra.db");
    let db = Db::open(&config.database())?;
    let mut keys = Files::new();
    read_folder(&mut keys, &config.data.join("keys"), Path::new("keys"))?;
    // VACUUM cannot run inside the snapshot that `read` opens, so the copy has a connection of its own.
    db.copy_into(&copy).await?;
    meanwhile()?;
    read_folder(&mut keys, &config.data.join("keys"), Path::new("keys"))?;
    let part = file.with_extension("part");
    let out = BufWriter::new(File::create(&part).with_context(|| format!("writing {}", part.display()))?);
    let encryptor = age::Encryptor::with_recipients(std::iter::once(recipient as &dyn age::Recipient))?;
    let mut tar = tar::Builder::new(encryptor.wrap_output(out)?);
    tar.append_path_with_name(&copy, "cuadra.db")?;
    for (inside, bytes) in &keys {
        append(&mut tar, inside, bytes)?;
    }
    append_pictures(&mut tar, &config.data.join("media"))?;
    let mut out = tar.into_inner()?.finish()?;
    out.flush()?;
    let out = out.into_inner().map_err(|error| anyhow::anyhow!("{error}"))?;
    out.sync_all()?;
    fs::rename(&part, file)?;
    Ok(fs::metadata(file)?.len())
}

/// The folder of the database's copy. It goes however the backup ends: what the site forgets must not stay in it.
struct Scratch(PathBuf);

impl Scratch {
    fn make(folder: PathBuf) -> anyhow::Result<Scratch> {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        private_folder(&folder)?;
        Ok(Scratch(folder))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::error!(%error, "the copy of the database stays behind in .backup: remove it");
        }
    }
}

/// Reads a folder's files; one that is known already stays as it was read first. A file that goes while we read (a key dropped on time)
/// is left out, and so is one that is only half written.
fn read_folder(files: &mut Files, folder: &Path, inside: &Path) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        let inside = inside.join(name);
        if path.is_dir() {
            read_folder(files, &path, &inside)?;
        } else if path.extension().is_none_or(|ending| ending != "part")
            && !files.contains_key(&inside)
            && let Some(bytes) = read_if_there(&path)?
        {
            files.insert(inside, Zeroizing::new(bytes));
        }
    }
    Ok(())
}

/// Adds the pictures one by one: they are many, and not to be held in memory.
fn append_pictures<W: Write>(tar: &mut tar::Builder<W>, folder: &Path) -> anyhow::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().filter(|_| path.extension().is_some_and(|ending| ending == "sealed")) else {
            continue;
        };
        if let Some(bytes) = read_if_there(&path)? {
            append(tar, &Path::new("media").join(name), &bytes)?;
        }
    }
    Ok(())
}

fn append<W: Write>(tar: &mut tar::Builder<W>, inside: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o600);
    Ok(tar.append_data(&mut header, inside, bytes)?)
}

/// A file's bytes; `None` where it has just been forgotten.
fn read_if_there(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
    }
}

pub(super) async fn restore(args: Restore) -> anyhow::Result<()> {
    let config = args.at.config()?;
    let identity: Box<dyn age::Identity> = match (&args.identity, &args.passphrase_file) {
        (Some(file), _) => {
            let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
            let line = text.lines().find(|line| line.starts_with("AGE-SECRET-KEY-")).unwrap_or_default();
            Box::new(
                line.parse::<age::x25519::Identity>()
                    .map_err(|why| anyhow::anyhow!("{} holds no secret key: {why}", file.display()))?,
            )
        }
        (None, Some(file)) => Box::new(age::scrypt::Identity::new(passphrase(file)?)),
        (None, None) => anyhow::bail!("say with --identity or --passphrase-file what opens the backup"),
    };
    read_backup(&config, &args.file, identity.as_ref())?;
    let app = wiring::open(config.clone(), Clock::machine())?;
    let wrong = app.db.integrity().await?;
    ensure!(wrong.is_empty(), "the restored database is damaged: {}", wrong.join("; "));
    let audit = app.db.read("verify the audit chain", crate::ground::audit::verify).await?;
    println!("restored into {}; the database is whole, the audit chain: {audit:?}", config.data.display());
    println!("Run `cuadra forget` now: what was due since the backup was made is due again.");
    Ok(())
}

/// Unpacks a backup into a data folder that must be empty or missing.
pub(crate) fn read_backup(config: &Config, file: &Path, identity: &dyn age::Identity) -> anyhow::Result<()> {
    let taken = config.data.is_dir() && fs::read_dir(&config.data)?.next().is_some();
    ensure!(!taken, "{} is not empty; restore into a new folder with --data", config.data.display());
    fs::create_dir_all(&config.data)?;
    let input = BufReader::new(File::open(file).with_context(|| format!("reading {}", file.display()))?);
    let opened = age::Decryptor::new_buffered(input)?
        .decrypt(std::iter::once(identity))
        .context("this key or passphrase does not open the backup")?;
    let mut tar = tar::Archive::new(opened);
    for entry in tar.entries()? {
        let mut entry = entry?;
        let inside = entry.path()?.into_owned();
        let plain = inside.components().all(|part| matches!(part, std::path::Component::Normal(_)));
        ensure!(plain, "the backup holds a path that leads outside");
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        create_private(&config.data.join(&inside), &bytes)?;
    }
    ensure!(config.database().exists(), "the backup holds no database");
    Ok(())
}

fn passphrase(file: &Path) -> anyhow::Result<SecretString> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let words = text.trim().to_owned();
    ensure!(words.chars().count() >= 16, "the passphrase in {} is shorter than 16 characters", file.display());
    Ok(SecretString::from(words))
}

#[cfg(test)]
mod tests;
