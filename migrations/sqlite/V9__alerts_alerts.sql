-- Alerts: what the network says in public. `facts` is their one spelling and `hash` its SHA-256; the other columns only find rows. What
-- counts are the steps: sealed with a key that is not in this file, and held against the facts whenever an alert is read.
CREATE TABLE alert (
    id          BLOB PRIMARY KEY CHECK (length(id) = 16),
    incident    BLOB NOT NULL CHECK (length(incident) = 16),
    follows     BLOB CHECK (length(follows) = 16),
    state       TEXT NOT NULL CHECK (state IN ('draft', 'sent_back', 'waiting', 'released', 'ended')),
    kind        TEXT NOT NULL,
    area        INTEGER NOT NULL,
    drill       INTEGER NOT NULL CHECK (drill IN (0, 1)),
    facts       TEXT NOT NULL,
    hash        BLOB NOT NULL CHECK (length(hash) = 32),
    made_at     INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    released_at INTEGER,
    ended_at    INTEGER,
    CHECK ((state IN ('released', 'ended')) = (released_at IS NOT NULL)),
    CHECK ((state = 'ended') = (ended_at IS NOT NULL))
) STRICT;

-- One alert is out for an incident, and each is followed by one: a chain never forks.
CREATE UNIQUE INDEX alert_out ON alert (incident, drill) WHERE state = 'released';
CREATE UNIQUE INDEX alert_follows ON alert (follows) WHERE follows IS NOT NULL AND released_at IS NOT NULL;
CREATE INDEX alert_state ON alert (state, expires_at);
CREATE INDEX alert_released ON alert (released_at) WHERE released_at IS NOT NULL;
CREATE INDEX alert_incident ON alert (incident);

-- What happened to an alert. The key lets one writer append a step and never two: of a hundred releases one is taken.
CREATE TABLE alert_step (
    alert        BLOB NOT NULL REFERENCES alert (id) ON DELETE CASCADE,
    number       INTEGER NOT NULL,
    what         TEXT NOT NULL CHECK (what IN ('drafted', 'sent', 'sent_back', 'released', 'followed', 'expired', 'withdrawn')),
    who          BLOB REFERENCES member (id),
    organization BLOB,
    at           INTEGER NOT NULL,
    hash         BLOB CHECK (length(hash) = 32),
    seal         BLOB CHECK (length(seal) = 32),
    code         TEXT,
    other        BLOB CHECK (length(other) = 16),
    PRIMARY KEY (alert, number),
    CHECK ((what IN ('sent', 'released')) = (hash IS NOT NULL)),
    CHECK ((hash IS NULL) = (seal IS NULL)),
    CHECK ((what IN ('followed', 'expired')) = (who IS NULL))
) STRICT;

CREATE TRIGGER alert_step_stands BEFORE UPDATE ON alert_step
BEGIN SELECT RAISE(ABORT, 'steps of an alert are never changed'); END;

CREATE TRIGGER alert_step_keeps BEFORE DELETE ON alert_step
WHEN EXISTS (SELECT 1 FROM alert WHERE id = OLD.alert)
BEGIN SELECT RAISE(ABORT, 'steps of an alert go only with the alert'); END;

CREATE TRIGGER alert_begins BEFORE INSERT ON alert WHEN NEW.state <> 'draft'
BEGIN SELECT RAISE(ABORT, 'an alert begins as a draft'); END;

CREATE TRIGGER alert_keeps BEFORE DELETE ON alert WHEN OLD.state = 'released'
BEGIN SELECT RAISE(ABORT, 'an alert that is out is ended before it is forgotten'); END;

CREATE TRIGGER alert_stands BEFORE UPDATE ON alert
WHEN NEW.id IS NOT OLD.id OR NEW.incident IS NOT OLD.incident OR NEW.made_at IS NOT OLD.made_at
  OR (OLD.released_at IS NOT NULL AND (NEW.facts IS NOT OLD.facts OR NEW.hash IS NOT OLD.hash OR NEW.follows IS NOT OLD.follows
      OR NEW.kind IS NOT OLD.kind OR NEW.area IS NOT OLD.area OR NEW.drill IS NOT OLD.drill OR NEW.expires_at IS NOT OLD.expires_at
      OR NEW.released_at IS NOT OLD.released_at OR NEW.state NOT IN ('released', 'ended')
      OR (OLD.state = 'ended' AND NEW.state <> 'ended')))
BEGIN SELECT RAISE(ABORT, 'what is out is never changed'); END;

-- The second person: two active members, the second a releaser, who both signed these facts off.
CREATE TRIGGER alert_takes_two BEFORE UPDATE ON alert
WHEN NEW.released_at IS NOT NULL AND OLD.released_at IS NULL AND (OLD.state <> 'waiting' OR NOT EXISTS (
    SELECT 1 FROM alert_step one
      JOIN alert_step two ON two.alert = one.alert AND two.what = 'released' AND two.who <> one.who AND two.number > one.number
      JOIN member first ON first.id = one.who AND first.standing = 'active'
      JOIN member second ON second.id = two.who AND second.standing = 'active'
      JOIN member_role role ON role.member = second.id AND role.role = 'releaser'
     WHERE one.alert = NEW.id AND one.what = 'sent' AND one.hash = NEW.hash AND two.hash = NEW.hash))
BEGIN SELECT RAISE(ABORT, 'it takes two different members to let an alert out'); END;

-- Alerts that were found altered, so that the alarm rings once for each.
CREATE TABLE alert_alarm (
    alert BLOB PRIMARY KEY CHECK (length(alert) = 16),
    at    INTEGER NOT NULL
) STRICT;

-- What is left of an alert after its page: a number.
CREATE TABLE alert_count (
    area  INTEGER NOT NULL,
    day   INTEGER NOT NULL,
    kind  TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (area, day, kind)
) STRICT;
