-- When something came out about a report was never read. A picture's time only put pictures in order, which their rows are in anyway.
ALTER TABLE report_told DROP COLUMN at;

DROP INDEX picture_of;
ALTER TABLE picture DROP COLUMN at;
CREATE INDEX picture_of ON picture (report);

-- 1: of when it was said only the day is left.
ALTER TABLE report_said ADD COLUMN coarse INTEGER NOT NULL DEFAULT 0 CHECK (coarse IN (0, 1));
