-- 1: of when a report came only the day is left, by the network's own clock.
ALTER TABLE card ADD COLUMN coarse INTEGER NOT NULL DEFAULT 0 CHECK (coarse IN (0, 1));
ALTER TABLE card_report ADD COLUMN coarse INTEGER NOT NULL DEFAULT 0 CHECK (coarse IN (0, 1));
