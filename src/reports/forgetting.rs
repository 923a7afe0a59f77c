//! Forgetting: rows, then the files that belonged to them.

use crate::ground::{App, Wrong};

use super::album;
use super::store::{self, Gone};

/// Forgets what is over by now, pictures' files included, and removes what broken uploads left behind.
///
/// # Errors
/// A fault of the database or of a file; what was not done is done the next time.
pub async fn forget(app: &App) -> Result<Gone, Wrong> {
    let (now, zone) = (app.now(), app.config.zone());
    let (gone, known) = app
        .db
        .write("forget reports", move |tx| {
            let gone = store::forget_before(tx, &zone, now)?;
            Ok((gone, store::every_picture(tx)?))
        })
        .await?;
    let folder = album::folder(app);
    let pictures = gone.pictures.clone();
    let swept = tokio::task::spawn_blocking(move || -> anyhow::Result<()> {
        album::remove(&folder, &pictures)?;
        album::remove(&folder, &album::left_over(&folder, &known, now)?)
    });
    swept.await.map_err(|error| Wrong::Fault(error.into()))??;
    Ok(gone)
}
