-- The network's own map: public geography only. Nothing here tells who was where.
CREATE TABLE area (
    number INTEGER PRIMARY KEY,
    kind   TEXT NOT NULL,
    name   TEXT NOT NULL,
    slug   TEXT NOT NULL,
    parent INTEGER REFERENCES area (number),
    shape  TEXT NOT NULL,
    lat    REAL NOT NULL,
    lon    REAL NOT NULL,
    UNIQUE (kind, slug)
) STRICT;

-- Corners, landmarks and nicknames: what words are looked up in.
CREATE TABLE gazetteer (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    key  TEXT NOT NULL,
    area INTEGER NOT NULL REFERENCES area (number),
    lat  REAL,
    lon  REAL,
    UNIQUE (kind, key, area, name)
) STRICT;
