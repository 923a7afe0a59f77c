-- The audit chain: who did what to which row, and when. Never content. Rows are added and never changed; only the
-- payload (what, about, who) may be purged later, which leaves the chain whole because it hashes a commitment.
CREATE TABLE audit (
    seq        INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    salt       BLOB,
    who        BLOB,
    what       TEXT,
    about      BLOB,
    commitment BLOB NOT NULL CHECK (length(commitment) = 32),
    hash       BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE TRIGGER audit_keeps BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit rows are never deleted'); END;

CREATE TRIGGER audit_stands BEFORE UPDATE ON audit
WHEN NEW.seq IS NOT OLD.seq OR NEW.at IS NOT OLD.at OR NEW.commitment IS NOT OLD.commitment OR NEW.hash IS NOT OLD.hash
  OR NEW.salt IS NOT NULL OR NEW.who IS NOT NULL OR NEW.what IS NOT NULL OR NEW.about IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;
