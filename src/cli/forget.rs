//! `cuadra forget`: forgets what is due now, as the running site does every hour.

use crate::ground::{App, Clock};
use crate::retention::{self, Kept, RULES};
use crate::wiring;

use super::Where;

pub(super) async fn run(at: &Where, list: bool) -> anyhow::Result<()> {
    if list {
        for rule in RULES {
            let kept = match rule.kept {
                Kept::Until { after, .. } => format!("until {after}"),
                Kept::Always { because } => format!("always: {because}"),
            };
            println!("{}\n    {}\n    kept {kept}", rule.tables.join(", "), rule.what);
        }
        return Ok(());
    }
    let app: App = wiring::open(at.config()?, Clock::machine())?;
    let done = retention::forget(&app).await?;
    for (table, rows) in &done.rows {
        println!("{table}: {rows} rows");
    }
    println!("{} keys dropped", done.keys);
    Ok(())
}
