-- The card from which the reports of this one were set aside before they came back with more.
ALTER TABLE card ADD COLUMN came_from BLOB CHECK (came_from IS NULL OR length(came_from) = 16);
