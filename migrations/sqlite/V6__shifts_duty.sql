-- Who is on duty now. One row a member, gone when the duty ends: no history of where anybody was.
CREATE TABLE on_duty (
    member BLOB PRIMARY KEY REFERENCES member (id),
    area   INTEGER NOT NULL REFERENCES area (number),
    cell   INTEGER,
    since  INTEGER NOT NULL,
    until  INTEGER NOT NULL
) STRICT;
