-- Organizations of the coalition and their members. Aliases only; no legal name, number, address or e-mail has a column.
CREATE TABLE organization (
    id   BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE member (
    id           BLOB PRIMARY KEY CHECK (length(id) = 16),
    alias        TEXT NOT NULL,
    alias_key    TEXT NOT NULL UNIQUE,
    organization BLOB REFERENCES organization (id),
    lang         TEXT NOT NULL,
    standing     TEXT NOT NULL CHECK (standing IN ('invited', 'active', 'removed')),
    standing_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE member_role (
    member BLOB NOT NULL REFERENCES member (id),
    role   TEXT NOT NULL,
    PRIMARY KEY (member, role)
) STRICT;
