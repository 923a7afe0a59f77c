-- How members come in. Nothing here is a secret in clear: tokens and codes are hashed, passkeys are public keys. No address and
-- no browser's name has a column.

-- One-time links; at most one a member. token is SHA-256 of the link's secret.
CREATE TABLE invitation (
    member     BLOB PRIMARY KEY REFERENCES member (id),
    token      BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
    purpose    TEXT NOT NULL CHECK (purpose IN ('join', 'recover')),
    expires_at INTEGER NOT NULL
) STRICT;

-- Passkeys: the credential's id and its public key as JSON. A pending one was made with a link and opens nothing until the
-- recovery code has been proven.
CREATE TABLE passkey (
    id         BLOB PRIMARY KEY CHECK (length(id) = 16),
    member     BLOB NOT NULL REFERENCES member (id),
    credential BLOB NOT NULL UNIQUE,
    public     TEXT NOT NULL,
    label      TEXT NOT NULL,
    added_at   INTEGER NOT NULL,
    pending    INTEGER NOT NULL CHECK (pending IN (0, 1))
) STRICT;
CREATE INDEX passkey_of ON passkey (member);

-- Recovery codes as keyed hashes: the one that was shown and the one that was typed back.
CREATE TABLE recovery_code (
    member  BLOB NOT NULL REFERENCES member (id),
    state   TEXT NOT NULL CHECK (state IN ('shown', 'proven')),
    tag     BLOB NOT NULL CHECK (length(tag) = 32),
    made_at INTEGER NOT NULL,
    PRIMARY KEY (member, state)
) STRICT;

-- Live sessions. token is SHA-256 of the cookie and changes at every step-up; id stays.
CREATE TABLE session (
    id            BLOB PRIMARY KEY CHECK (length(id) = 16),
    token         BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
    member        BLOB NOT NULL REFERENCES member (id),
    made_at       INTEGER NOT NULL,
    seen_at       INTEGER NOT NULL,
    stepped_up_at INTEGER
) STRICT;
CREATE INDEX session_of ON session (member);
