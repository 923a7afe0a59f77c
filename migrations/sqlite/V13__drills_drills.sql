-- Drills: the whole line as an exercise. One runs at a time. `place` is the gazetteer's own name of a public place, `listeners` the
-- seats of those subscriptions that the drill may be told to: both are chosen at the start and never change.
CREATE TABLE drill (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    scenario   TEXT NOT NULL CHECK (scenario IN ('corner', 'workplace', 'school_gate', 'police_rumour', 'nothing_there')),
    area       INTEGER NOT NULL,
    place      TEXT NOT NULL,
    cell       INTEGER NOT NULL,
    who        TEXT NOT NULL CHECK (who IN ('area', 'everyone')),
    lang       TEXT NOT NULL,
    listeners  BLOB NOT NULL,
    started_by BLOB NOT NULL REFERENCES member (id),
    started_at INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL,
    ended_at   INTEGER,
    ended_by   BLOB REFERENCES member (id),
    ended_why  TEXT CHECK (ended_why IN ('done', 'real_work', 'time')),
    CHECK (ends_at > started_at AND ends_at <= started_at + 14400000000),
    CHECK ((ended_at IS NULL) = (ended_why IS NULL)),
    CHECK (ended_by IS NULL OR ended_at IS NOT NULL)
) STRICT;

CREATE UNIQUE INDEX drill_running ON drill ((ended_at IS NULL)) WHERE ended_at IS NULL;

-- Who is asked to go and look, chosen at the start.
CREATE TABLE drill_member (
    drill  BLOB NOT NULL REFERENCES drill (id),
    member BLOB NOT NULL REFERENCES member (id),
    PRIMARY KEY (drill, member)
) STRICT;

-- What a drill came to, written at its end: reports lose their times after a day, and alerts are gone after a week.
CREATE TABLE drill_step (
    drill  BLOB NOT NULL REFERENCES drill (id),
    number INTEGER NOT NULL,
    what   TEXT NOT NULL CHECK (what IN ('reported', 'decided', 'asked', 'accepted', 'on_scene', 'outcome', 'drafted', 'released')),
    at     INTEGER NOT NULL,
    who    BLOB REFERENCES member (id),
    word   TEXT,
    PRIMARY KEY (drill, number)
) STRICT;

CREATE TRIGGER drill_stands BEFORE UPDATE ON drill
WHEN OLD.ended_at IS NOT NULL OR NEW.ended_at IS NULL OR NEW.id IS NOT OLD.id OR NEW.scenario IS NOT OLD.scenario
  OR NEW.area IS NOT OLD.area OR NEW.place IS NOT OLD.place OR NEW.cell IS NOT OLD.cell OR NEW.who IS NOT OLD.who OR NEW.lang IS NOT OLD.lang
  OR NEW.listeners IS NOT OLD.listeners OR NEW.started_by IS NOT OLD.started_by OR NEW.started_at IS NOT OLD.started_at
  OR NEW.ends_at IS NOT OLD.ends_at
BEGIN SELECT RAISE(ABORT, 'a drill ends once and is never changed'); END;

CREATE TRIGGER drill_keeps BEFORE DELETE ON drill WHEN OLD.ended_at IS NULL
BEGIN SELECT RAISE(ABORT, 'a drill that runs is ended before it is forgotten'); END;

-- A row belongs to a drill from its first moment on or never: `drill` is NULL for what is real.
ALTER TABLE report ADD COLUMN drill BLOB CHECK (drill IS NULL OR length(drill) = 16);
ALTER TABLE card ADD COLUMN drill BLOB CHECK (drill IS NULL OR length(drill) = 16);
ALTER TABLE incident ADD COLUMN drill BLOB CHECK (drill IS NULL OR length(drill) = 16);

CREATE INDEX report_of_drill ON report (drill) WHERE drill IS NOT NULL;
CREATE INDEX card_of_drill ON card (drill) WHERE drill IS NOT NULL;
CREATE INDEX incident_of_drill ON incident (drill) WHERE drill IS NOT NULL;

CREATE TRIGGER drill_member_early BEFORE INSERT ON drill_member
WHEN EXISTS (SELECT 1 FROM report WHERE drill = NEW.drill) OR NOT EXISTS (SELECT 1 FROM drill WHERE id = NEW.drill AND ended_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'who takes part in a drill is chosen before its first report'); END;

CREATE TRIGGER drill_member_stands BEFORE UPDATE ON drill_member
BEGIN SELECT RAISE(ABORT, 'who takes part in a drill is chosen before its first report'); END;

CREATE TRIGGER report_drill_runs BEFORE INSERT ON report
WHEN NEW.drill IS NOT NULL AND NOT EXISTS (SELECT 1 FROM drill WHERE id = NEW.drill AND ended_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'no such drill runs'); END;

CREATE TRIGGER card_drill_runs BEFORE INSERT ON card
WHEN NEW.drill IS NOT NULL AND NOT EXISTS (SELECT 1 FROM drill WHERE id = NEW.drill AND ended_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'no such drill runs'); END;

CREATE TRIGGER incident_drill_runs BEFORE INSERT ON incident
WHEN NEW.drill IS NOT NULL AND NOT EXISTS (SELECT 1 FROM drill WHERE id = NEW.drill AND ended_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'no such drill runs'); END;

CREATE TRIGGER report_drill_stands BEFORE UPDATE ON report WHEN NEW.drill IS NOT OLD.drill
BEGIN SELECT RAISE(ABORT, 'what belongs to a drill stays so, and what is real stays real'); END;

CREATE TRIGGER card_drill_stands BEFORE UPDATE ON card WHEN NEW.drill IS NOT OLD.drill
BEGIN SELECT RAISE(ABORT, 'what belongs to a drill stays so, and what is real stays real'); END;

CREATE TRIGGER incident_drill_stands BEFORE UPDATE ON incident WHEN NEW.drill IS NOT OLD.drill
BEGIN SELECT RAISE(ABORT, 'what belongs to a drill stays so, and what is real stays real'); END;

-- Its own lane, so that no card of a drill shares a key with a real one.
CREATE TRIGGER card_drill_lane BEFORE INSERT ON card WHEN (NEW.lane = 'drill') <> (NEW.drill IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'cards of drills, and they only, stand in the lane of drills'); END;

CREATE TRIGGER card_drill_lane_stands BEFORE UPDATE OF lane ON card WHEN (NEW.lane = 'drill') <> (OLD.drill IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'cards of drills, and they only, stand in the lane of drills'); END;

-- Nothing is put together across the border.
CREATE TRIGGER card_report_drill BEFORE INSERT ON card_report
WHEN (SELECT drill FROM report WHERE id = NEW.report) IS NOT (SELECT drill FROM card WHERE id = NEW.card)
BEGIN SELECT RAISE(ABORT, 'what is real and what belongs to a drill do not meet'); END;

CREATE TRIGGER card_report_drill_moved BEFORE UPDATE ON card_report
WHEN (SELECT drill FROM card WHERE id = OLD.card) IS NOT (SELECT drill FROM card WHERE id = NEW.card) OR NEW.report IS NOT OLD.report
BEGIN SELECT RAISE(ABORT, 'what is real and what belongs to a drill do not meet'); END;

CREATE TRIGGER card_incident_drill BEFORE UPDATE OF incident ON card
WHEN NEW.incident IS NOT NULL AND NEW.incident IS NOT OLD.incident
  AND NEW.drill IS NOT (SELECT drill FROM incident WHERE id = NEW.incident)
BEGIN SELECT RAISE(ABORT, 'what is real and what belongs to a drill do not meet'); END;

CREATE TRIGGER incident_report_drill BEFORE INSERT ON incident_report
WHEN (SELECT drill FROM report WHERE id = NEW.report) IS NOT (SELECT drill FROM incident WHERE id = NEW.incident)
BEGIN SELECT RAISE(ABORT, 'what is real and what belongs to a drill do not meet'); END;

CREATE TRIGGER incident_report_drill_moved BEFORE UPDATE ON incident_report
WHEN NEW.report IS NOT OLD.report OR NEW.incident IS NOT OLD.incident
BEGIN SELECT RAISE(ABORT, 'what is real and what belongs to a drill do not meet'); END;

CREATE TRIGGER incident_step_drill BEFORE INSERT ON incident_step
WHEN NEW.what = 'closed_without_eyes' AND NEW.code = 'duplicate'
  AND (SELECT drill FROM incident WHERE id = NEW.reports) IS NOT (SELECT drill FROM incident WHERE id = NEW.incident)
BEGIN SELECT RAISE(ABORT, 'what is real and what belongs to a drill do not meet'); END;

-- Only those who take part are asked, and after its end nothing more happens in a drill.
CREATE TRIGGER incident_asked_drill BEFORE INSERT ON incident_asked
WHEN EXISTS (SELECT 1 FROM incident WHERE id = NEW.incident AND drill IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM drill_member WHERE drill_member.drill = incident.drill AND drill_member.member = NEW.member))
BEGIN SELECT RAISE(ABORT, 'only those who take part in a drill are asked'); END;

CREATE TRIGGER incident_step_drill_over BEFORE INSERT ON incident_step
WHEN EXISTS (SELECT 1 FROM incident JOIN drill ON drill.id = incident.drill
              WHERE incident.id = NEW.incident AND drill.ended_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'nothing more happens in a drill that is over'); END;

CREATE TRIGGER card_drill_over BEFORE UPDATE OF decided ON card
WHEN NEW.decided IS NULL AND EXISTS (SELECT 1 FROM drill WHERE id = OLD.drill AND ended_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'nothing more happens in a drill that is over'); END;

-- An alert is a drill where its incident is one, and only there.
CREATE TRIGGER alert_drill_begins BEFORE INSERT ON alert
WHEN NEW.drill IS NOT (SELECT drill IS NOT NULL FROM incident WHERE id = NEW.incident)
BEGIN SELECT RAISE(ABORT, 'the alert of a drill is a drill, and no other is'); END;

CREATE TRIGGER alert_drill_stands BEFORE UPDATE ON alert WHEN NEW.drill IS NOT OLD.drill
BEGIN SELECT RAISE(ABORT, 'the alert of a drill is a drill, and no other is'); END;

CREATE TRIGGER alert_drill_released BEFORE UPDATE ON alert
WHEN NEW.released_at IS NOT NULL AND OLD.released_at IS NULL
  AND (NEW.drill IS NOT (SELECT drill IS NOT NULL FROM incident WHERE id = NEW.incident)
       OR (NEW.drill = 1 AND NOT EXISTS (SELECT 1 FROM incident JOIN drill ON drill.id = incident.drill
                                          WHERE incident.id = NEW.incident AND drill.ended_at IS NULL)))
BEGIN SELECT RAISE(ABORT, 'the alert of a drill is a drill, and is let out only while the drill runs'); END;

CREATE TRIGGER alert_drill_follows_begins BEFORE INSERT ON alert
WHEN EXISTS (SELECT 1 FROM alert earlier WHERE earlier.id = NEW.follows AND earlier.drill <> NEW.drill)
BEGIN SELECT RAISE(ABORT, 'a drill follows drills, and nothing but a drill follows one'); END;

CREATE TRIGGER alert_drill_follows BEFORE UPDATE ON alert
WHEN EXISTS (SELECT 1 FROM alert earlier WHERE earlier.id = NEW.follows AND earlier.drill <> NEW.drill)
BEGIN SELECT RAISE(ABORT, 'a drill follows drills, and nothing but a drill follows one'); END;
