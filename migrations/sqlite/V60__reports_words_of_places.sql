-- What the words of a place, of which nobody knows where it is, have in common with those of another report: a hash under a key that dies with
-- the process, kept for a day. NULL where the place is known.
ALTER TABLE report ADD COLUMN place_mark INTEGER;
