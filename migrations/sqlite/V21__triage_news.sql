-- What was said after a report, in the order in which it came: a number and the report, so that whoever looks after reports sees that there is more.
CREATE TABLE report_news (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    report BLOB NOT NULL REFERENCES report (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX report_news_of ON report_news (report);

-- Reports of which a dispatcher has not opened the newest: words or pictures that came after. To five minutes, like what was said.
CREATE TABLE triage_news (
    report BLOB PRIMARY KEY CHECK (length(report) = 16),
    since  INTEGER NOT NULL
) STRICT;
