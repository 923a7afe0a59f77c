-- What came out about a report: the message that whoever reported finds behind their receipt. The newest stands.
CREATE TABLE report_told (
    report  BLOB PRIMARY KEY REFERENCES report (id) ON DELETE CASCADE,
    message BLOB NOT NULL CHECK (length(message) = 16),
    at      INTEGER NOT NULL
) STRICT;
