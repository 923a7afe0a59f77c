-- Corners and landmarks come from files that a steward brings: each row says from which (empty: put by hand), so that the same file brought
-- again replaces what it brought before. Two corners of one name may stand in one area, where a street winds: a file's rows have no key.
CREATE TABLE gazetteer_new (
    kind   TEXT NOT NULL,
    name   TEXT NOT NULL,
    key    TEXT NOT NULL,
    area   INTEGER NOT NULL REFERENCES area (number),
    lat    REAL,
    lon    REAL,
    source TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO gazetteer_new (kind, name, key, area, lat, lon) SELECT kind, name, key, area, lat, lon FROM gazetteer;
DROP TABLE gazetteer;
ALTER TABLE gazetteer_new RENAME TO gazetteer;

CREATE UNIQUE INDEX gazetteer_by_hand ON gazetteer (kind, key, area, name) WHERE source = '';
CREATE INDEX gazetteer_source ON gazetteer (source) WHERE source <> '';

-- The files, with whom the map thanks for them.
CREATE TABLE place_source (
    name   TEXT PRIMARY KEY,
    credit TEXT NOT NULL
) STRICT;

-- How often the map changed: a running program reads a hundred thousand corners again when it did, and not every minute.
CREATE TABLE map_change (
    one    INTEGER PRIMARY KEY CHECK (one = 1),
    number INTEGER NOT NULL
) STRICT;
INSERT INTO map_change (one, number) VALUES (1, 1);
