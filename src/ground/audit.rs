//! The audit chain: append-only, hash-chained, in the same transaction as what it tells of.
//!
//! `hash = SHA-256(previous hash, commitment, at, seq)` and `commitment = SHA-256(salt, payload)`: the payload can be
//! purged when its time is over and the chain still verifies. The payload is who, what, which row; never content.

use aws_lc_rs::digest;

use super::db::Tx;
use super::{Id, Moment, Wrong, chance};
use crate::params;

/// Days after which who, what and about are purged; the chain itself stays two years and more.
pub const PAYLOAD_DAYS: i64 = 90;

/// Notes that `who` (a member; `None` for the program itself or a person outside) did `what` to the row `about`.
///
/// # Errors
/// A fault of the database: then the deed it tells of is undone with it.
pub fn note<W, A>(
    tx: &Tx<'_>,
    now: Moment,
    who: Option<Id<W>>,
    what: &'static str,
    about: Option<Id<A>>,
) -> Result<(), Wrong> {
    let (seq, previous) = head(tx)?;
    let seq = seq + 1;
    let salt: [u8; 16] = chance::bytes();
    let who = who.map(Id::bytes);
    let about = about.map(Id::bytes);
    let commitment = commit(&salt, who.as_ref(), what, about.as_ref());
    let hash = link(&previous, &commitment, now, seq);
    tx.execute(
        "INSERT INTO audit (seq, at, salt, who, what, about, commitment, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![seq, now, salt, who, what, about, commitment, hash],
    )?;
    Ok(())
}

/// The newest entry's number and hash: what is handed to others as an anchor. `(0, zeros)` where there is none.
pub fn head(tx: &Tx<'_>) -> Result<(i64, [u8; 32]), Wrong> {
    let newest = tx.row("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", params![], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(newest.unwrap_or((0, [0; 32])))
}

/// When the newest entry was made, or `None` where there is none.
pub fn newest_at(tx: &Tx<'_>) -> Result<Option<Moment>, Wrong> {
    tx.value("SELECT max(at) FROM audit", params![])
}

/// What a look along the chain found.
#[derive(Debug, PartialEq, Eq)]
pub enum Chain {
    /// Every link holds; so many entries.
    Whole(i64),
    /// The first entry whose link, number or commitment does not hold.
    Broken(i64),
}

/// Recomputes the whole chain. Truncation at the end is seen only by comparing with an anchor kept elsewhere.
pub fn verify(tx: &Tx<'_>) -> Result<Chain, Wrong> {
    let mut previous = [0u8; 32];
    let mut expected = 1i64;
    let mut broken = None;
    tx.rows("SELECT seq, at, salt, who, what, about, commitment, hash FROM audit ORDER BY seq", params![], |row| {
        let (seq, at): (i64, Moment) = (row.get(0)?, row.get(1)?);
        let salt: Option<[u8; 16]> = row.get(2)?;
        let what: Option<String> = row.get(4)?;
        let commitment: [u8; 32] = row.get(6)?;
        let hash: [u8; 32] = row.get(7)?;
        let stands = match (salt, what) {
            (Some(salt), Some(what)) => {
                let (who, about): (Option<[u8; 16]>, Option<[u8; 16]>) = (row.get(3)?, row.get(5)?);
                commit(&salt, who.as_ref(), &what, about.as_ref()) == commitment
            }
            _ => true,
        };
        let whole = stands && seq == expected && link(&previous, &commitment, at, seq) == hash;
        if !whole && broken.is_none() {
            broken = Some(seq);
        }
        (previous, expected) = (hash, seq + 1);
        Ok(())
    })?;
    Ok(broken.map_or(Chain::Whole(expected - 1), Chain::Broken))
}

/// Forgets who did what before `before`; the chain stays. Answers how many entries were purged.
pub fn purge_before(tx: &Tx<'_>, before: Moment) -> Result<usize, Wrong> {
    tx.execute(
        "UPDATE audit SET salt = NULL, who = NULL, what = NULL, about = NULL WHERE at < $1 AND salt IS NOT NULL",
        params![before],
    )
}

fn commit(salt: &[u8; 16], who: Option<&[u8; 16]>, what: &str, about: Option<&[u8; 16]>) -> [u8; 32] {
    let mut hashing = digest::Context::new(&digest::SHA256);
    hashing.update(salt);
    for part in [who.map_or(&[][..], |id| id), what.as_bytes(), about.map_or(&[][..], |id| id)] {
        hashing.update(&(part.len() as u64).to_be_bytes());
        hashing.update(part);
    }
    finish(hashing)
}

fn link(previous: &[u8; 32], commitment: &[u8; 32], at: Moment, seq: i64) -> [u8; 32] {
    let mut hashing = digest::Context::new(&digest::SHA256);
    hashing.update(previous);
    hashing.update(commitment);
    hashing.update(&at.micros().to_be_bytes());
    hashing.update(&seq.to_be_bytes());
    finish(hashing)
}

fn finish(hashing: digest::Context) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(hashing.finish().as_ref());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ground::db::Db;

    async fn with_notes() -> (tempfile::TempDir, Db) {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(&dir.path().join("cuadra.db")).unwrap();
        for n in 0..5 {
            db.write("note", move |tx| {
                let now = Moment::from_seconds(1_000 + n);
                note(tx, now, Some(Id::<()>::new(now)), "incident opened", None::<Id<()>>)
            })
            .await
            .unwrap();
        }
        (dir, db)
    }

    async fn chain(db: &Db) -> Chain {
        db.read("verify", verify).await.unwrap()
    }

    #[tokio::test]
    async fn a_purged_chain_still_verifies() {
        let (_dir, db) = with_notes().await;
        assert_eq!(chain(&db).await, Chain::Whole(5));
        let purged = db.write("purge", |tx| purge_before(tx, Moment::from_seconds(1_003))).await.unwrap();
        assert_eq!(purged, 3);
        assert_eq!(chain(&db).await, Chain::Whole(5));
    }

    #[tokio::test]
    async fn rows_can_be_neither_changed_nor_deleted() {
        let (_dir, db) = with_notes().await;
        for attack in ["UPDATE audit SET what = 'nothing' WHERE seq = 2", "DELETE FROM audit WHERE seq = 5"] {
            let tried = db.write("attack", move |tx| tx.execute(attack, params![])).await;
            assert!(tried.is_err(), "{attack}");
        }
    }

    #[tokio::test]
    async fn someone_who_drops_the_triggers_is_still_seen() {
        for attack in [
            "UPDATE audit SET what = 'nothing' WHERE seq = 2",
            "DELETE FROM audit WHERE seq = 3",
            "UPDATE audit SET at = at + 1 WHERE seq = 4",
        ] {
            let (_dir, db) = with_notes().await;
            db.write("attack", move |tx| {
                tx.execute("DROP TRIGGER audit_keeps", params![])?;
                tx.execute("DROP TRIGGER audit_stands", params![])?;
                tx.execute(attack, params![])
            })
            .await
            .unwrap();
            assert!(matches!(chain(&db).await, Chain::Broken(_)), "{attack}");
        }
    }
}
