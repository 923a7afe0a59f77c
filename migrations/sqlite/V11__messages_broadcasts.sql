-- Broadcasts: one message to many. `said` is every language's words, rendered from the facts that two members signed off; `seal` is a keyed
-- hash over the sign-offs, those words, the times and the audiences, made with a key that is not in this file. The sender reads a row
-- only through its seal: a row that was written or changed by hand is refused and rings the alarm.
CREATE TABLE broadcast (
    seq            INTEGER PRIMARY KEY AUTOINCREMENT,
    id             BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    message        BLOB NOT NULL CHECK (length(message) = 16),
    chain          BLOB NOT NULL CHECK (length(chain) = 16),
    kind           TEXT NOT NULL CHECK (kind IN ('alert', 'checked', 'update', 'correction', 'all_clear', 'withdrawn')),
    area           INTEGER NOT NULL,
    drill          INTEGER NOT NULL CHECK (drill IN (0, 1)),
    made_at        INTEGER NOT NULL,
    expires_at     INTEGER NOT NULL,
    hash           BLOB NOT NULL CHECK (length(hash) = 32),
    drafted_by     BLOB NOT NULL,
    drafted_for    BLOB,
    drafted_at     INTEGER NOT NULL,
    drafted_seal   BLOB NOT NULL CHECK (length(drafted_seal) = 32),
    released_by    BLOB NOT NULL,
    released_for   BLOB,
    released_at    INTEGER NOT NULL,
    released_seal  BLOB NOT NULL CHECK (length(released_seal) = 32),
    said           TEXT NOT NULL,
    seal           BLOB NOT NULL CHECK (length(seal) = 32),
    run            TEXT NOT NULL CHECK (run IN ('going', 'halted', 'ended', 'refused')),
    halted_by      BLOB,
    halted_at      INTEGER,
    first_yes      BLOB,
    run_seal       BLOB NOT NULL CHECK (length(run_seal) = 32),
    done_at        INTEGER,
    CHECK (drafted_by <> released_by),
    CHECK ((kind = 'withdrawn') = (id <> message)),
    CHECK ((run = 'halted') = (halted_by IS NOT NULL)),
    CHECK ((halted_by IS NULL) = (halted_at IS NULL)),
    CHECK (first_yes IS NULL OR run = 'halted')
) STRICT;
CREATE INDEX broadcast_open ON broadcast (run) WHERE done_at IS NULL;
CREATE INDEX broadcast_chain ON broadcast (chain);
CREATE INDEX broadcast_made ON broadcast (made_at);

CREATE TRIGGER broadcast_stands BEFORE UPDATE ON broadcast
WHEN NEW.id IS NOT OLD.id OR NEW.message IS NOT OLD.message OR NEW.chain IS NOT OLD.chain OR NEW.kind IS NOT OLD.kind OR NEW.area IS NOT OLD.area
  OR NEW.drill IS NOT OLD.drill OR NEW.made_at IS NOT OLD.made_at OR NEW.expires_at IS NOT OLD.expires_at OR NEW.hash IS NOT OLD.hash
  OR NEW.drafted_by IS NOT OLD.drafted_by OR NEW.released_by IS NOT OLD.released_by OR NEW.said IS NOT OLD.said OR NEW.seal IS NOT OLD.seal
  OR (OLD.run IN ('ended', 'refused') AND NEW.run IS NOT OLD.run)
BEGIN SELECT RAISE(ABORT, 'what is sent is never changed'); END;

-- What one carrier carries of a broadcast. The audience is written once; the progress before each batch and when its outcomes are known.
CREATE TABLE broadcast_leg (
    broadcast     BLOB NOT NULL REFERENCES broadcast (id) ON DELETE CASCADE,
    carrier       TEXT NOT NULL,
    audience      BLOB NOT NULL,
    progress      BLOB NOT NULL,
    seal          BLOB NOT NULL CHECK (length(seal) = 32),
    last_sent_at  INTEGER,
    done_at       INTEGER,
    PRIMARY KEY (broadcast, carrier)
) STRICT;

CREATE TRIGGER broadcast_leg_stands BEFORE UPDATE ON broadcast_leg
WHEN NEW.broadcast IS NOT OLD.broadcast OR NEW.carrier IS NOT OLD.carrier OR NEW.audience IS NOT OLD.audience
BEGIN SELECT RAISE(ABORT, 'an audience is never changed'); END;

-- Legs that were carried to their end, numbered as they ended: what the network's clock is read from.
CREATE TABLE broadcast_done (
    seq           INTEGER PRIMARY KEY AUTOINCREMENT,
    broadcast     BLOB NOT NULL REFERENCES broadcast (id) ON DELETE CASCADE,
    carrier       TEXT NOT NULL
) STRICT;

-- The network-wide stop: while it stands nothing is sent to many. One member stops; two let it go on.
CREATE TABLE sending_stop (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    stopped_by BLOB NOT NULL,
    stopped_at INTEGER NOT NULL,
    first_yes  BLOB
) STRICT;

-- Canaries: subscriptions of the network's own people that get every message that opens a thread, wherever it is, and say that it came.
-- One that stays silent raises an alarm: then messages may be leaving and not arriving.
CREATE TABLE canary (
    seat INTEGER PRIMARY KEY,
    by   BLOB NOT NULL,
    day  INTEGER NOT NULL
) STRICT;

CREATE TABLE broadcast_canary (
    broadcast  BLOB NOT NULL REFERENCES broadcast (id) ON DELETE CASCADE,
    seat       INTEGER NOT NULL,
    carrier    TEXT NOT NULL,
    link       BLOB NOT NULL UNIQUE CHECK (length(link) = 32),
    heard_at   INTEGER,
    alarmed_at INTEGER,
    PRIMARY KEY (broadcast, seat)
) STRICT;
