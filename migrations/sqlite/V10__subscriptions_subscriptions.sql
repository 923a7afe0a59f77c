-- Subscriptions: one contact on one channel each. The contact is sealed, and found again by its keyed hash alone; the link by its own. What is in
-- clear tells a part of town, a language, a channel and hours. A row begins with a test message and goes with the person.
CREATE TABLE subscription (
    seat          INTEGER PRIMARY KEY CHECK (seat BETWEEN 0 AND 4294967295),
    id            BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    carrier       TEXT NOT NULL CHECK (carrier IN ('push_google', 'push_mozilla', 'push_apple', 'push_microsoft', 'push_local',
                                                   'email', 'sms', 'signal', 'webhook')),
    lang          TEXT NOT NULL,
    kinds         INTEGER NOT NULL CHECK (kinds BETWEEN 1 AND 7),
    quiet_weekday INTEGER NOT NULL CHECK (quiet_weekday BETWEEN 0 AND 281474976710655),
    quiet_weekend INTEGER NOT NULL CHECK (quiet_weekend BETWEEN 0 AND 281474976710655),
    urgent_passes INTEGER NOT NULL CHECK (urgent_passes IN (0, 1)),
    places        TEXT NOT NULL CHECK (length(places) BETWEEN 1 AND 400),
    contact_hash  BLOB NOT NULL UNIQUE CHECK (length(contact_hash) = 32),
    contact       BLOB NOT NULL CHECK (length(contact) BETWEEN 64 AND 5000),
    contact_week  INTEGER NOT NULL,
    link_hash     BLOB NOT NULL UNIQUE CHECK (length(link_hash) = 32),
    -- Asked since a moment, or live since a day.
    standing      TEXT NOT NULL CHECK (standing IN ('asked', 'live')),
    since         INTEGER NOT NULL,
    ends_at       INTEGER NOT NULL CHECK (ends_at > since),
    -- The test message that waits to be sent.
    ask_due_at    INTEGER,
    ask_tries     INTEGER NOT NULL DEFAULT 0,
    -- Whether the person was asked again, near the end of the year.
    asked_again   INTEGER NOT NULL DEFAULT 0 CHECK (asked_again IN (0, 1)),
    CHECK (asked_again = 0 OR standing = 'live')
) STRICT;
CREATE INDEX subscription_ends ON subscription (ends_at);
CREATE INDEX subscription_ask ON subscription (ask_due_at) WHERE ask_due_at IS NOT NULL;
CREATE INDEX subscription_week ON subscription (contact_week);

-- Pages of seats. A page stays when its people have gone: a seat is never given twice.
CREATE TABLE subscription_page (
    number  INTEGER PRIMARY KEY CHECK (number BETWEEN 0 AND 67108863),
    carrier TEXT NOT NULL,
    place   INTEGER NOT NULL,
    taken   INTEGER NOT NULL CHECK (taken BETWEEN 1 AND 64)
) STRICT;
CREATE INDEX subscription_page_home ON subscription_page (carrier, place, number);

CREATE TRIGGER subscription_page_keeps BEFORE DELETE ON subscription_page
BEGIN SELECT RAISE(ABORT, 'a seat is never given twice: pages stay'); END;

CREATE TRIGGER subscription_page_grows BEFORE UPDATE ON subscription_page
WHEN NEW.number IS NOT OLD.number OR NEW.carrier IS NOT OLD.carrier OR NEW.place IS NOT OLD.place OR NEW.taken < OLD.taken
BEGIN SELECT RAISE(ABORT, 'a seat is never given twice: pages only fill'); END;

-- When a contact, by keyed hash, was sent test messages: so that the form cannot be used against anyone, also after a row is gone. A day.
CREATE TABLE subscription_asked (
    contact_hash BLOB NOT NULL CHECK (length(contact_hash) = 32),
    at           INTEGER NOT NULL
) STRICT;
CREATE INDEX subscription_asked_contact ON subscription_asked (contact_hash, at);
CREATE INDEX subscription_asked_at ON subscription_asked (at);

-- Seats whose rows changed, in order: what keeps the matcher in memory in step. Only the newest are kept.
CREATE TABLE subscription_change (
    seq  INTEGER PRIMARY KEY AUTOINCREMENT,
    seat INTEGER NOT NULL
) STRICT;
