-- Cards: like undecided reports. Facts only; what people wrote stays sealed with the report. `seq` orders a card's reports by arrival,
-- so that a decision takes those that were seen and none that came while somebody was reading.
CREATE TABLE card (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    spot       TEXT NOT NULL CHECK (spot IN ('cell', 'area', 'unknown')),
    spot_at    INTEGER NOT NULL,
    bucket     INTEGER NOT NULL,
    activity   TEXT NOT NULL,
    family     TEXT NOT NULL,
    lane       TEXT NOT NULL,
    apart      INTEGER NOT NULL DEFAULT 0,
    best       BLOB NOT NULL CHECK (length(best) = 16),
    count      INTEGER NOT NULL,
    urgent     INTEGER NOT NULL,
    opened_at  INTEGER NOT NULL,
    claimed_by BLOB REFERENCES member (id),
    claimed_at INTEGER,
    decided    TEXT CHECK (decided IN ('incident', 'not_a_report')),
    decided_by BLOB REFERENCES member (id),
    decided_at INTEGER,
    reason     TEXT,
    incident   BLOB,
    CHECK ((decided IS NULL) = (decided_at IS NULL)),
    CHECK ((claimed_by IS NULL) = (claimed_at IS NULL))
) STRICT;

CREATE UNIQUE INDEX card_open_by_key ON card (spot, spot_at, bucket, activity, family, lane) WHERE decided IS NULL AND apart = 0;
CREATE INDEX card_by_key ON card (spot, spot_at, bucket, activity, family, decided_at) WHERE decided = 'incident';
CREATE INDEX card_decided_at ON card (decided_at) WHERE decided IS NOT NULL;

CREATE TABLE card_report (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    report BLOB NOT NULL UNIQUE CHECK (length(report) = 16),
    card   BLOB NOT NULL REFERENCES card (id) ON DELETE CASCADE,
    urgent INTEGER NOT NULL,
    at     INTEGER NOT NULL
) STRICT;

CREATE INDEX card_report_of ON card_report (card, seq);

-- Incidents: one place and time. What they have come to is the sum of their steps; the columns are for looking them up.
CREATE TABLE incident (
    id            BLOB PRIMARY KEY CHECK (length(id) = 16),
    cell          INTEGER NOT NULL,
    area          INTEGER NOT NULL,
    cap           INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('open', 'needs_eyes', 'assigned', 'on_scene', 'closed')),
    outcome       TEXT,
    opened_at     INTEGER NOT NULL,
    closed_at     INTEGER,
    first_seen_at INTEGER NOT NULL,
    last_seen_at  INTEGER NOT NULL,
    precision     TEXT NOT NULL,
    day           INTEGER NOT NULL,
    activity      TEXT NOT NULL,
    agency        TEXT NOT NULL,
    -- Words of the place that a dispatcher passes on to those who go: sealed, and dropped with their key.
    place         BLOB,
    is_home       INTEGER NOT NULL DEFAULT 0,
    nameless      INTEGER NOT NULL DEFAULT 0,
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
) STRICT;

CREATE INDEX incident_open ON incident (opened_at) WHERE state <> 'closed';
CREATE INDEX incident_closed ON incident (closed_at) WHERE state = 'closed';

-- The timeline. The key lets one writer append a step and never two.
CREATE TABLE incident_step (
    incident       BLOB NOT NULL REFERENCES incident (id),
    number         INTEGER NOT NULL,
    what           TEXT NOT NULL,
    who            BLOB,
    at             INTEGER NOT NULL,
    due_at         INTEGER,
    code           TEXT,
    why            TEXT,
    members        BLOB,
    reports        BLOB,
    agency         TEXT,
    activity       TEXT,
    people         TEXT,
    vehicles       TEXT,
    detained       TEXT,
    detained_count INTEGER,
    seen_at        INTEGER,
    PRIMARY KEY (incident, number)
) STRICT;

CREATE TRIGGER incident_step_stands BEFORE UPDATE ON incident_step
WHEN NEW.incident IS NOT OLD.incident OR NEW.number IS NOT OLD.number OR NEW.what IS NOT OLD.what OR NEW.at IS NOT OLD.at
  OR NEW.due_at IS NOT OLD.due_at OR NEW.code IS NOT OLD.code OR NEW.why IS NOT OLD.why OR NEW.reports IS NOT OLD.reports OR NEW.agency IS NOT OLD.agency
  OR NEW.activity IS NOT OLD.activity OR NEW.people IS NOT OLD.people OR NEW.vehicles IS NOT OLD.vehicles
  OR NEW.detained IS NOT OLD.detained OR NEW.detained_count IS NOT OLD.detained_count OR NEW.seen_at IS NOT OLD.seen_at
  OR (SELECT nameless FROM incident WHERE id = OLD.incident) = 0
BEGIN SELECT RAISE(ABORT, 'steps are never changed; only the names in those of an incident long closed are dropped'); END;

CREATE TRIGGER incident_step_keeps BEFORE DELETE ON incident_step
WHEN (SELECT nameless FROM incident WHERE id = OLD.incident) = 0
BEGIN SELECT RAISE(ABORT, 'steps are never deleted before their incident has become a number'); END;

CREATE TRIGGER incident_names_stay BEFORE UPDATE OF nameless ON incident
WHEN NEW.nameless < OLD.nameless OR (NEW.nameless > OLD.nameless AND NEW.state <> 'closed')
BEGIN SELECT RAISE(ABORT, 'only a closed incident loses its names, and for good'); END;

CREATE TRIGGER incident_step_after_names BEFORE INSERT ON incident_step
WHEN (SELECT nameless FROM incident WHERE id = NEW.incident) = 1
BEGIN SELECT RAISE(ABORT, 'nothing more happens to an incident without names'); END;

CREATE TABLE incident_report (
    incident BLOB NOT NULL REFERENCES incident (id),
    report   BLOB NOT NULL CHECK (length(report) = 16),
    at       INTEGER NOT NULL,
    member   BLOB REFERENCES member (id),
    PRIMARY KEY (incident, report)
) STRICT;

CREATE INDEX incident_of_report ON incident_report (report);

-- Read off the steps when they are written, so that a verifier's phone finds its requests: who was asked, and who is out. One row a
-- member in `incident_out`: nobody is out twice. Gone a day after the incident is closed.
CREATE TABLE incident_asked (
    incident BLOB NOT NULL REFERENCES incident (id),
    member   BLOB NOT NULL REFERENCES member (id),
    asked_at INTEGER NOT NULL,
    answer   TEXT NOT NULL,
    PRIMARY KEY (incident, member)
) STRICT;

CREATE INDEX incident_asked_member ON incident_asked (member, asked_at);

CREATE TABLE incident_out (
    member   BLOB PRIMARY KEY REFERENCES member (id),
    incident BLOB NOT NULL REFERENCES incident (id)
) STRICT;

CREATE INDEX incident_out_of ON incident_out (incident);

-- What is left of an incident after a year: a number.
CREATE TABLE incident_count (
    area     INTEGER NOT NULL,
    month    INTEGER NOT NULL,
    activity TEXT NOT NULL,
    outcome  TEXT NOT NULL,
    count    INTEGER NOT NULL,
    PRIMARY KEY (area, month, activity, outcome)
) STRICT;

-- How often a member opened a reporter's contact today.
CREATE TABLE contact_opening (
    member BLOB NOT NULL REFERENCES member (id),
    day    INTEGER NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (member, day)
) STRICT;

-- How far a worker has read.
CREATE TABLE triage_cursor (
    name TEXT PRIMARY KEY,
    seq  INTEGER NOT NULL
) STRICT;
