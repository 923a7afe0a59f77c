-- Waits that ended: how long a card or an incident stood until somebody did the next thing. They name neither, and go after three days;
-- the clock has counted them by then.
CREATE TABLE triage_wait (
    seq   INTEGER PRIMARY KEY AUTOINCREMENT,
    what  TEXT NOT NULL CHECK (what IN ('taken', 'decided', 'accepted', 'arrived')),
    area  INTEGER,
    drill INTEGER NOT NULL CHECK (drill IN (0, 1)),
    since INTEGER NOT NULL,
    at    INTEGER NOT NULL
) STRICT;

CREATE INDEX triage_wait_at ON triage_wait (at);

CREATE TABLE alert_wait (
    seq   INTEGER PRIMARY KEY AUTOINCREMENT,
    what  TEXT NOT NULL CHECK (what IN ('released', 'corrected')),
    area  INTEGER NOT NULL,
    drill INTEGER NOT NULL CHECK (drill IN (0, 1)),
    since INTEGER NOT NULL,
    at    INTEGER NOT NULL
) STRICT;

CREATE INDEX alert_wait_at ON alert_wait (at);

-- How far dispatchers have come with a card for the first time: what is taken back or split off is not waited for a second time.
ALTER TABLE card ADD COLUMN handled TEXT NOT NULL DEFAULT 'new' CHECK (handled IN ('new', 'taken', 'decided'));

UPDATE card SET handled = CASE WHEN decided IS NOT NULL THEN 'decided' WHEN claimed_by IS NOT NULL THEN 'taken' ELSE 'new' END;

-- The clock: how often a step of the line took at most so many seconds. `day` is the network's own, in days since 1970; of a month that
-- is over for long it is the first day and stands for all of it. Area 0 is an unknown one, or any of those where a month had few.
CREATE TABLE board_count (
    grain  TEXT NOT NULL CHECK (grain IN ('day', 'month')),
    day    INTEGER NOT NULL,
    hour   INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23),
    area   INTEGER NOT NULL CHECK (area >= 0),
    step   TEXT NOT NULL CHECK (step IN ('answered', 'decided', 'accepted', 'on_scene', 'released', 'delivered', 'corrected')),
    drill  INTEGER NOT NULL CHECK (drill IN (0, 1)),
    within INTEGER NOT NULL CHECK (within > 0),
    count  INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (grain, day, hour, area, step, drill, within)
) STRICT;

CREATE INDEX board_count_day ON board_count (day);

-- How far the clock has read in each source.
CREATE TABLE board_cursor (
    name TEXT PRIMARY KEY,
    seq  INTEGER NOT NULL
) STRICT;
