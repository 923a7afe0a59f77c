//! The commands. In: arguments. Out: a running site, or an answer on the terminal.

mod areas;
mod backup;
mod demo;
mod doctor;
mod export_site;
mod forget;
mod lint;
mod member;
mod places;
mod replay;
#[cfg(test)]
mod tests;
mod webhook;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::ground::Clock;
use crate::ground::config::Config;
use crate::ground::locale::Lang;
use crate::messages::trying::Receiver;
use crate::wiring::Site;

/// From a frightened neighbour's report to a verified alert, in everyone's language; and never a false one.
#[derive(Parser)]
#[command(name = "cuadra", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What every command that touches a network's data takes.
#[derive(Args, Clone)]
pub struct Where {
    /// Configuration file (TOML). Everything has a default.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Folder of the database, keys and pictures.
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the network's site.
    Serve {
        #[command(flatten)]
        at: Where,
        /// Address and port to listen on.
        #[arg(long, value_name = "ADDR:PORT")]
        listen: Option<SocketAddr>,
    },
    /// Run a made-up network in a temporary folder, to try everything out.
    Demo {
        /// Address and port to listen on.
        #[arg(long, value_name = "ADDR:PORT")]
        listen: Option<SocketAddr>,
        /// An empty folder to keep the made-up network in; a temporary one without it.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Take a file of dated reports or incidents through the real intake and triage.
    Replay(replay::Replay),
    /// The network's map.
    #[command(subcommand)]
    Areas(areas::Areas),
    /// Corners and landmarks: what neighbours type is looked up in them.
    #[command(subcommand)]
    Places(places::Places),
    /// Invite, list, change and remove members.
    #[command(subcommand)]
    Member(member::Members),
    /// A site's own system that is told of alerts.
    #[command(subcommand)]
    Webhook(webhook::Webhooks),
    /// Print how many subscriptions there are by channel and language.
    Subscriptions {
        #[command(flatten)]
        at: Where,
    },
    /// Copy the whole network into one locked file, while it runs.
    Backup(backup::Backup),
    /// Make the key pair that locks and opens backups.
    BackupKey {
        /// Where the secret key goes. Take it off this server afterwards.
        file: PathBuf,
    },
    /// Bring a backup back into an empty data folder.
    Restore(backup::Restore),
    /// Write the public pages as files, for mirrors and onion hosting.
    ExportSite(export_site::ExportSite),
    /// Forget what is due. The running site does this every hour.
    Forget {
        #[command(flatten)]
        at: Where,
        /// Print what is kept and for how long, and do nothing.
        #[arg(long)]
        list: bool,
    },
    /// Read lines and tell what in them should not be written: one JSON object a line.
    Lint,
    /// Look for what is misconfigured and say how to mend it.
    Doctor {
        #[command(flatten)]
        at: Where,
        /// Instead, send one test message and tell what came back: email:ADDRESS, sms:NUMBER, signal:NUMBER or "webhook:URL SECRET".
        #[arg(long, value_name = "CHANNEL:RECEIVER")]
        send_test: Option<Receiver>,
        /// Language of the test message.
        #[arg(long, value_name = "LANG", default_value = "es", value_parser = member::lang)]
        lang: Lang,
    },
}

impl Where {
    /// The configuration these arguments lead to.
    ///
    /// # Errors
    /// Where the file or the environment holds something that cannot be read.
    pub fn config(&self) -> anyhow::Result<Config> {
        let mut config = Config::load(self.config.as_deref())?;
        if let Some(data) = &self.data {
            config.data.clone_from(data);
        }
        Ok(config)
    }
}

/// Runs the command line and answers the exit code.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).init();
    match dispatch(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cuadra: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve { at, listen } => {
            let mut config = at.config()?;
            config.listen = listen.unwrap_or(config.listen);
            in_runtime(serve(config))
        }
        Command::Demo { listen, data } => in_runtime(demo::run(listen, data)),
        Command::Replay(args) => in_runtime(replay::run(args)),
        Command::Areas(command) => in_runtime(areas::run(command)),
        Command::Places(command) => in_runtime(places::run(command)),
        Command::Member(command) => in_runtime(member::run(command)),
        Command::Webhook(command) => in_runtime(webhook::run(command)),
        Command::Subscriptions { at } => in_runtime(async move { webhook::count(&at).await }),
        Command::Backup(args) => in_runtime(backup::backup(args)),
        Command::BackupKey { file } => backup::key(&file),
        Command::Restore(args) => in_runtime(backup::restore(args)),
        Command::ExportSite(args) => in_runtime(export_site::run(args)),
        Command::Forget { at, list } => in_runtime(async move { forget::run(&at, list).await }),
        Command::Lint => lint::run(std::io::stdin().lock(), std::io::stdout().lock()),
        Command::Doctor { at, send_test: Some(to), lang } => {
            let is_sent = in_runtime(async move { doctor::send_test(&at, lang, &to).await })?;
            anyhow::ensure!(is_sent, "the test message was not handed over: see above");
            Ok(())
        }
        Command::Doctor { at, .. } => {
            let is_well = in_runtime(async move { doctor::run(&at).await })?;
            anyhow::ensure!(is_well, "something is broken: see above");
            Ok(())
        }
    }
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let site = Site::bind(config, Clock::machine()).await?;
    eprintln!("cuadra: listening on {}; open {}", site.address()?, site.origin());
    site.serve(stopped()).await
}

fn in_runtime<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// Waits for Ctrl-C or SIGTERM.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
