-- What people told us. Facts are codes and ranges; words, contact and picture keys are sealed blobs whose keys are dropped on time.
-- `area` and `cell` are coarse; `sender_mark` was made under a key that died with the process, and goes after a day.
CREATE TABLE report (
    seq              INTEGER PRIMARY KEY AUTOINCREMENT,
    id               BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    once_key         BLOB NOT NULL UNIQUE CHECK (length(once_key) = 32),
    receipt_key      BLOB NOT NULL UNIQUE CHECK (length(receipt_key) = 32),
    channel          TEXT NOT NULL,
    lang             TEXT NOT NULL,
    taken_at         INTEGER NOT NULL,
    observed_at      INTEGER NOT NULL,
    time_precision   TEXT NOT NULL,
    still_happening  TEXT NOT NULL,
    first_hand       TEXT,
    activity         TEXT NOT NULL,
    agency           TEXT NOT NULL,
    people           TEXT NOT NULL,
    vehicles         TEXT NOT NULL,
    detained         TEXT NOT NULL,
    detained_count   INTEGER,
    children_present TEXT NOT NULL,
    reporter_safe    TEXT NOT NULL,
    wants_call       INTEGER NOT NULL,
    area             INTEGER,
    cell             INTEGER,
    by_member        BLOB REFERENCES member (id),
    thread           BLOB,
    sender_mark      BLOB,
    worked           INTEGER NOT NULL,
    busy_sender      INTEGER NOT NULL,
    stage            TEXT NOT NULL,
    stage_at         INTEGER NOT NULL,
    kept             INTEGER NOT NULL DEFAULT 0,
    coarse           INTEGER NOT NULL DEFAULT 0,
    forget_at        INTEGER NOT NULL,
    words            BLOB,
    contact          BLOB
) STRICT;

CREATE INDEX report_of_thread ON report (thread, seq) WHERE thread IS NOT NULL;
CREATE INDEX report_to_forget ON report (forget_at) WHERE words IS NOT NULL;
CREATE INDEX report_by_time ON report (taken_at);

-- Questions to the reporter, their answers and what they added later.
CREATE TABLE report_said (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    id       BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    report   BLOB NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    once_key BLOB NOT NULL UNIQUE CHECK (length(once_key) = 32),
    at       INTEGER NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('question', 'answer', 'addition')),
    member   BLOB REFERENCES member (id),
    words    BLOB NOT NULL
) STRICT;

CREATE INDEX report_said_of ON report_said (report, seq);

-- Pictures in quarantine. The picture is a file that is locked with a key of its own; that key is sealed here.
CREATE TABLE picture (
    id     BLOB PRIMARY KEY CHECK (length(id) = 16),
    report BLOB NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    at     INTEGER NOT NULL,
    key    BLOB NOT NULL
) STRICT;

CREATE INDEX picture_of ON picture (report, at);

CREATE TABLE picture_review (
    picture  BLOB NOT NULL REFERENCES picture (id) ON DELETE CASCADE,
    member   BLOB NOT NULL REFERENCES member (id),
    shows_it INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (picture, member)
) STRICT;

-- What is left of a report after its time: a number.
CREATE TABLE report_count (
    area     INTEGER NOT NULL,
    day      INTEGER NOT NULL,
    activity TEXT NOT NULL,
    stage    TEXT NOT NULL,
    count    INTEGER NOT NULL,
    PRIMARY KEY (area, day, activity, stage)
) STRICT;

-- So that a receipt whose report is gone is answered truthfully for some time.
CREATE TABLE report_forgotten (
    receipt_key BLOB PRIMARY KEY CHECK (length(receipt_key) = 32),
    until       INTEGER NOT NULL
) STRICT;

-- How far the worker has read the texts that came in.
CREATE TABLE report_cursor (
    name TEXT PRIMARY KEY,
    seq  INTEGER NOT NULL
) STRICT;
