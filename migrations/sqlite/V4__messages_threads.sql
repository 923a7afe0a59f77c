-- Threads: the phone numbers we exchange texts with. A number is sealed; it is found again by its keyed hash alone. The day it was
-- last used is all that is kept of when. Other rooms name a thread by its id without a foreign key: it is forgotten 30 days after use.
CREATE TABLE message_thread (
    id          BLOB PRIMARY KEY CHECK (length(id) = 16),
    number_hash BLOB NOT NULL UNIQUE CHECK (length(number_hash) = 32),
    number      BLOB NOT NULL,
    route       TEXT CHECK (route IN ('twilio', 'android', 'outbox')),
    used_day    INTEGER NOT NULL,
    answers_day INTEGER NOT NULL DEFAULT 0,
    answers     INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX message_thread_used ON message_thread (used_day);

-- Letters: one text to one thread. The sealed body is dropped as soon as the letter's fate is known, the row 72 hours later.
CREATE TABLE message_letter (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    id           BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    thread       BLOB NOT NULL REFERENCES message_thread (id),
    body         BLOB,
    despite_stop INTEGER NOT NULL,
    fate         TEXT NOT NULL CHECK (fate IN ('queued', 'sent', 'delivered', 'failed', 'unknown', 'dropped')),
    why          TEXT,
    made_at      INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    tries        INTEGER NOT NULL DEFAULT 0,
    unclear      INTEGER NOT NULL DEFAULT 0,
    done_at      INTEGER,
    CHECK ((fate = 'queued') = (done_at IS NULL)),
    CHECK ((fate = 'queued') = (body IS NOT NULL))
) STRICT;
CREATE INDEX message_letter_due ON message_letter (due_at, seq) WHERE fate = 'queued';
CREATE INDEX message_letter_waiting ON message_letter (thread, seq) WHERE fate = 'queued';
CREATE INDEX message_letter_thread ON message_letter (thread);

-- Texts that came in, sealed, in the order in which they came. Rooms below pull them by seq. Times to five minutes.
CREATE TABLE message_inbound (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    id     BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    thread BLOB NOT NULL REFERENCES message_thread (id),
    words  BLOB NOT NULL,
    at     INTEGER NOT NULL
) STRICT;
CREATE INDEX message_inbound_thread ON message_inbound (thread);

-- Keyed hashes of the providers' message ids: a message that is delivered or replayed twice is one message.
CREATE TABLE message_seen (
    hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
    day  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX message_seen_day ON message_seen (day);

-- Who asked for no texts, by keyed hash only. Kept without end, so that the wish outlives the thread.
CREATE TABLE message_opt_out (
    number_hash BLOB PRIMARY KEY CHECK (length(number_hash) = 32),
    day         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
