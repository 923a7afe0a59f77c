//! The shape of the database, step by step: `migrations/sqlite/V<n>__<room>_<what>.sql`, compiled in.

use rusqlite::Connection;

mod embedded {
    refinery::embed_migrations!("migrations/sqlite");
}

/// Brings the database to this program's shape; does nothing where it is there already.
///
/// # Errors
/// Where a step fails, or where the database was made by a newer program.
pub fn run(conn: &mut Connection) -> anyhow::Result<()> {
    embedded::migrations::runner().run(conn)?;
    Ok(())
}
